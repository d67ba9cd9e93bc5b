//! Streets' names along streets: pieces of one name joined, places chosen where the street runs straight enough,
//! and the glyphs laid along it so that they are read as Chinese maps are: never upside down, and down a steep street
//! upright, one below the other.

use crate::spatial::basemap::{Road, RoadClass};
use crate::spatial::mercator::HALF_WORLD_M;
use crate::spatial::{Mercator, View};
use std::collections::BTreeMap;
use std::f64::consts::{FRAC_PI_2, PI};

/// Streets are named from this effective zoom on, by class as in `RoadClass::ALL`.
pub const STREET_NAMES_FROM: [f64; 5] = [16.5, 15.5, 14.5, 14.5, 14.5];
/// A name is repeated along its street at this distance, dp.
const REPEAT_DP: f64 = 420.0;
/// Two pieces are one street where it turns by no more than this from one to the other.
const MOST_TURN_RAD: f64 = 50.0 * PI / 180.0;
/// A street steeper than this is written downwards.
const STEEP_RAD: f64 = 52.0 * PI / 180.0;
/// From one glyph to the next the street may turn by this…
const GLYPH_TURN_RAD: f64 = 18.0 * PI / 180.0;
/// … and from the first to the last by this.
const NAME_TURN_RAD: f64 = 38.0 * PI / 180.0;
/// No Han letter of a name along a street is turned farther than this, and no Latin one farther than that.
const MOST_TURNED_RAD: (f64, f64) = (60.0 * PI / 180.0, 100.0 * PI / 180.0);
/// So many places are tried about the middle of each stretch, to find where it runs straightest.
const TRIES: u32 = 9;
/// Ends of pieces closer than this are one point, m.
const SAME_POINT_M: f64 = 0.5;

/// A street: the joined pieces of one name.
#[derive(Clone, Debug)]
struct Street {
    name: u32,
    class: RoadClass,
    line: Vec<Mercator>,
    /// How far along the line each of its points is, Mercator metres.
    along_m: Vec<f64>,
}

/// All named streets of a base map.
#[derive(Clone, Debug, Default)]
pub struct StreetNames {
    names: Vec<Box<str>>,
    streets: Vec<Street>,
}

/// A place for a street's name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StreetPlace {
    /// Which street.
    pub street: u32,
    /// How far along the street, Mercator metres.
    pub along_m: f64,
    /// There.
    pub at: Mercator,
}

/// A name laid along a street.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// By glyph, in the order of reading: its middle, px from the name's place (y down), and how far it is turned
    /// clockwise, radians.
    pub glyphs: Vec<([f32; 2], f32)>,
}

impl StreetNames {
    /// The named streets among a base map's roads.
    #[must_use]
    pub fn of(roads: &[Road]) -> Self {
        let mut by_name: BTreeMap<&str, Vec<&Road>> = BTreeMap::new();
        for road in roads {
            let Some(name) = road.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) else { continue };
            if road.line.len() >= 2 {
                by_name.entry(name).or_default().push(road);
            }
        }
        let mut all = Self::default();
        for (name, pieces) in by_name {
            let number = all.names.len() as u32;
            all.names.push(name.into());
            all.streets.extend(join(&pieces).into_iter().map(|(line, class)| Street::new(number, class, line)));
        }
        all
    }

    /// The streets of several maps, such as tiles; equal names are one name.
    #[must_use]
    pub fn union<'a>(maps: impl IntoIterator<Item = &'a StreetNames>) -> Self {
        let mut all = Self::default();
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        for map in maps {
            for street in &map.streets {
                let name = &*map.names[street.name as usize];
                let next = all.names.len() as u32;
                let number = *numbers.entry(name).or_insert(next);
                if number == next {
                    all.names.push(name.into());
                }
                all.streets.push(Street { name: number, ..street.clone() });
            }
        }
        all
    }

    /// Whether no street has a name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.streets.is_empty()
    }

    /// How many streets there are: a name may have several that don't meet.
    #[must_use]
    pub fn len(&self) -> usize {
        self.streets.len()
    }

    /// The number of a street's name: streets with the same name have the same.
    #[must_use]
    pub fn name_number(&self, street: u32) -> u32 {
        self.streets[street as usize].name
    }

    /// A street's name.
    #[must_use]
    pub fn name(&self, street: u32) -> &str {
        &self.names[self.name_number(street) as usize]
    }

    /// A street's class: the most important that one of its pieces has.
    #[must_use]
    pub fn class(&self, street: u32) -> RoadClass {
        self.streets[street as usize].class
    }

    /// A street's middle line.
    #[must_use]
    pub fn line(&self, street: u32) -> &[Mercator] {
        &self.streets[street as usize].line
    }

    /// Where names may stand at a whole effective zoom on a screen of so many pixels a dp (they hold up to the next):
    /// about once in `REPEAT_DP`, where the street runs straightest, and only on streets longer than the name, whose
    /// length in dp `length_dp` gives.
    pub fn places(&self, level: i32, mut length_dp: impl FnMut(&str) -> f64) -> Vec<StreetPlace> {
        let m_per_dp = 2.0 * HALF_WORLD_M / 256.0 / f64::from(level).exp2();
        let mut places = Vec::new();
        for (number, street) in (0_u32..).zip(&self.streets) {
            if f64::from(level) + 1.0 <= STREET_NAMES_FROM[street.class as usize] {
                continue;
            }
            // At the end of the level the name covers half as much ground as at its beginning.
            let name_m = length_dp(&self.names[street.name as usize]) * m_per_dp / 2.0;
            let whole_m = street.length_m();
            if whole_m < name_m * 1.15 {
                continue;
            }
            let count = (whole_m / (REPEAT_DP * m_per_dp)).round().max(1.0) as u32;
            let stretch_m = whole_m / f64::from(count);
            for place in 0..count {
                let middle_m = (f64::from(place) + 0.5) * stretch_m;
                let along_m = street.straightest(middle_m, stretch_m, (name_m * 2.0).min(whole_m));
                places.push(StreetPlace { street: number, along_m, at: street.at(along_m) });
            }
        }
        places
    }

    /// Lays glyphs of these widths (px) along a street about a place. None where it bends too much there, or ends.
    #[must_use]
    pub fn lay(&self, place: &StreetPlace, widths_px: &[f32], height_px: f32, view: &View) -> Option<Laid> {
        let street = &self.streets[place.street as usize];
        let upright = self.name(place.street).chars().any(is_han);
        lay_on(street, place.along_m, widths_px, height_px, view.mercator_m_per_px(), upright)
    }
}

/// Lays glyphs along the middle of a line: what `StreetNames::lay` does for one street, for a line of its own.
#[must_use]
pub fn lay_along(line: &[Mercator], widths_px: &[f32], height_px: f32, m_per_px: f64, upright: bool) -> Option<Laid> {
    if line.len() < 2 {
        return None;
    }
    let street = Street::new(0, RoadClass::Minor, line.to_vec());
    lay_on(&street, street.length_m() / 2.0, widths_px, height_px, m_per_px, upright)
}

fn lay_on(
    street: &Street,
    along_m: f64,
    widths_px: &[f32],
    height_px: f32,
    m_per_px: f64,
    upright: bool,
) -> Option<Laid> {
    let total_px: f64 = widths_px.iter().map(|width| f64::from(*width)).sum();
    let half_m = total_px / 2.0 * m_per_px;
    let (from_m, to_m) = (along_m - half_m, along_m + half_m);
    if widths_px.is_empty() || from_m < 0.0 || to_m > street.length_m() {
        return None;
    }
    let chord = direction(street.at(from_m), street.at(to_m))?;
    let steep = upright && (chord.abs() - FRAC_PI_2).abs() < FRAC_PI_2 - STEEP_RAD;
    // Read from left to right, or from top to bottom.
    let backwards = if steep { chord > 0.0 } else { chord.abs() > FRAC_PI_2 };
    let advance = |width: &f32| if steep { total_px / widths_px.len() as f64 } else { f64::from(*width) };
    let middle = street.at(along_m);
    let (mut glyphs, mut turns) = (Vec::with_capacity(widths_px.len()), Vec::with_capacity(widths_px.len()));
    let mut pen_px = 0.0;
    for width in widths_px {
        let advance_px = advance(width);
        let at_px = pen_px + advance_px / 2.0;
        pen_px += advance_px;
        let at_m = if backwards { to_m - at_px * m_per_px } else { from_m + at_px * m_per_px };
        // The street's direction over the glyph's own width, so that a corner of the line is no jump.
        let reach_m = f64::from(width.max(height_px)) * 0.6 * m_per_px;
        let local = direction(street.at(at_m - reach_m), street.at(at_m + reach_m)).unwrap_or(chord);
        turns.push(turned(local, chord));
        let there = street.at(at_m);
        let offset = [(there.x_m - middle.x_m) / m_per_px, (middle.y_m - there.y_m) / m_per_px];
        let reading = if backwards { turned(local, PI) } else { local };
        if !steep && reading.abs() > if upright { MOST_TURNED_RAD.0 } else { MOST_TURNED_RAD.1 } {
            return None;
        }
        glyphs.push((offset.map(|px| px as f32), if steep { 0.0 } else { -reading as f32 }));
    }
    let bends = turns.windows(2).any(|pair| (pair[1] - pair[0]).abs() > GLYPH_TURN_RAD);
    let (low, high) = turns.iter().fold((0.0_f64, 0.0_f64), |(low, high), turn| (low.min(*turn), high.max(*turn)));
    (!bends && high - low <= NAME_TURN_RAD).then_some(Laid { glyphs })
}

/// Whether a character is one that is written upright whichever way the text runs.
fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The direction from one point to another, radians counter-clockwise from east; none where they are one.
fn direction(from: Mercator, to: Mercator) -> Option<f64> {
    let (x, y) = (to.x_m - from.x_m, to.y_m - from.y_m);
    (x.hypot(y) > 1e-6).then(|| y.atan2(x))
}

/// A direction seen from another, −π to π.
fn turned(direction: f64, from: f64) -> f64 {
    (direction - from + PI).rem_euclid(2.0 * PI) - PI
}

impl Street {
    fn new(name: u32, class: RoadClass, line: Vec<Mercator>) -> Self {
        let mut along_m = Vec::with_capacity(line.len());
        let mut so_far = 0.0;
        for (place, point) in line.iter().enumerate() {
            if let Some(before) = place.checked_sub(1).map(|before| line[before]) {
                so_far += (point.x_m - before.x_m).hypot(point.y_m - before.y_m);
            }
            along_m.push(so_far);
        }
        Self { name, class, line, along_m }
    }

    fn length_m(&self) -> f64 {
        self.along_m.last().copied().unwrap_or(0.0)
    }

    /// The point so far along the line; its ends go on straight.
    fn at(&self, along_m: f64) -> Mercator {
        let after = self.along_m.partition_point(|far| *far < along_m).clamp(1, self.line.len() - 1);
        let (from, to) = (self.line[after - 1], self.line[after]);
        let span_m = self.along_m[after] - self.along_m[after - 1];
        let share = if span_m > 0.0 { (along_m - self.along_m[after - 1]) / span_m } else { 0.0 };
        Mercator::new(from.x_m + (to.x_m - from.x_m) * share, from.y_m + (to.y_m - from.y_m) * share)
    }

    /// Of a few places about the middle of a stretch the one where a name of this length runs straightest; of two
    /// equally straight ones the one nearer to the middle.
    fn straightest(&self, middle_m: f64, stretch_m: f64, name_m: f64) -> f64 {
        let (least_m, most_m) = (name_m / 2.0, self.length_m() - name_m / 2.0);
        let bend = |at_m: f64| {
            let (from, to) = (self.at(at_m - name_m / 2.0), self.at(at_m + name_m / 2.0));
            name_m / (to.x_m - from.x_m).hypot(to.y_m - from.y_m).max(1e-9)
        };
        let mut best = (f64::INFINITY, middle_m.clamp(least_m, most_m.max(least_m)));
        for step in 0..TRIES {
            // 0, +1, −1, +2, −2 …
            let side = if step % 2 == 1 { 1.0 } else { -1.0 };
            let shift = f64::from(step.div_ceil(2)) * side / f64::from(TRIES) * stretch_m * 0.8;
            let at_m = (middle_m + shift).clamp(least_m, most_m.max(least_m));
            // What is a hundredth straighter is worth no way.
            let bend = bend(at_m);
            if bend < best.0 - 0.01 {
                best = (bend, at_m);
            }
        }
        best.1
    }
}

type Joined = (Vec<Mercator>, RoadClass);
/// An end of a piece: which piece, and whether its beginning.
type End = (usize, bool);

/// Joins the pieces of one name into as long lines as they make: the longest first, at each end the piece that goes
/// straightest on.
fn join(pieces: &[&Road]) -> Vec<Joined> {
    let lines: Vec<Vec<Mercator>> =
        pieces.iter().map(|road| road.line.iter().map(|at| Mercator::from_lonlat(*at)).collect()).collect();
    let point = |at: Mercator| ((at.x_m / SAME_POINT_M).round() as i64, (at.y_m / SAME_POINT_M).round() as i64);
    let mut ends: BTreeMap<(i64, i64), Vec<End>> = BTreeMap::new();
    for (piece, line) in lines.iter().enumerate() {
        ends.entry(point(line[0])).or_default().push((piece, true));
        ends.entry(point(line[line.len() - 1])).or_default().push((piece, false));
    }
    let length = |line: &[Mercator]| -> f64 {
        line.windows(2).map(|pair| (pair[1].x_m - pair[0].x_m).hypot(pair[1].y_m - pair[0].y_m)).sum()
    };
    let mut order: Vec<(usize, f64)> = lines.iter().map(|line| length(line)).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut used = vec![false; lines.len()];
    let mut joined = Vec::new();
    for (first, _) in order {
        if std::mem::replace(&mut used[first], true) {
            continue;
        }
        let (mut line, mut class) = (lines[first].clone(), pieces[first].class);
        // On from its end, then, turned round, on from its beginning.
        for _ in 0..2 {
            while let Some((piece, begins)) =
                straightest_on(&line, &lines, &used, ends.get(&point(line[line.len() - 1])))
            {
                used[piece] = true;
                class = class.max(pieces[piece].class);
                let more = &lines[piece];
                if begins { line.extend(&more[1..]) } else { line.extend(more.iter().rev().skip(1)) }
            }
            line.reverse();
        }
        joined.push((line, class));
    }
    joined
}

/// The piece that goes straightest on from the end of a line.
fn straightest_on(line: &[Mercator], lines: &[Vec<Mercator>], used: &[bool], ends: Option<&Vec<End>>) -> Option<End> {
    let here = direction(line[line.len() - 2], line[line.len() - 1])?;
    let turn = |(piece, begins): &End| {
        let more = &lines[*piece];
        let (from, to) = if *begins { (more[0], more[1]) } else { (more[more.len() - 1], more[more.len() - 2]) };
        direction(from, to).map_or(PI, |on| turned(on, here).abs())
    };
    let open = ends?.iter().filter(|(piece, _)| !used[*piece]).map(|end| (*end, turn(end)));
    open.filter(|(_, turn)| *turn <= MOST_TURN_RAD).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(end, _)| end)
}
