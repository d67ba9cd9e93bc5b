//! Which incident symbols stand on the map and where: the most urgent always single, the others
//! gathered where they would cover each other. Drawn by the panels' map overlay, picked by the seat.

use super::{Layer, Seat, Selection};
use crate::domain::{State, Urgency};
use crate::spatial::{Bounds, Mercator, Px};
use std::collections::BTreeMap;

/// Below this effective zoom U3 are gathered widely, and U4 show in the heat alone (VISUAL.md's table).
const SINGLE_FROM: f64 = 13.0;
/// Symbols closer than this are gathered on a whole county, dp.
const CLUSTER_RADIUS_DP: f64 = 44.0;
/// U2, and everything close up, is gathered only where one symbol would cover another, dp.
const COVERING_DP: f64 = 22.0;
/// A cluster's ring across, dp.
pub const RING_DP: f64 = 34.0;
/// The size of a U3 or U4 that stands alone, or is selected, where its kind is gathered, dp.
const ALONE_DP: f64 = 18.0;

/// One symbol.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Symbol {
    /// The matter's row.
    pub incident: u32,
    /// Its middle on the map's picture.
    pub px: Px,
    /// Where the matter is on the map's picture: the same, unless the symbol stands aside for a more pressing one.
    pub place_px: Px,
    /// Its size, px.
    pub size_px: f64,
}

/// Several matters in one ring.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// The ring's middle on the map's picture.
    pub px: Px,
    /// How many, by urgency.
    pub counts: [u32; 4],
    /// The matters' rows, the most urgent first, then the oldest.
    pub members: Vec<u32>,
    /// The box around the matters.
    pub bounds: Bounds,
}

impl Cluster {
    /// How many in all.
    pub fn count(&self) -> u32 {
        self.counts.iter().sum()
    }
}

/// All symbols of the view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbols {
    /// Single symbols, least urgent first, so that the most urgent is drawn last.
    pub singles: Vec<Symbol>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
}

/// What stands under a point.
#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    /// One matter.
    Incident(u32),
    /// A ring.
    Cluster(Cluster),
}

/// A symbol's size at this zoom, dp; none where its kind is gathered (VISUAL.md's table).
pub fn symbol_size_dp(urgency: Urgency, z_eff: f64) -> Option<f64> {
    const ZOOMS: [f64; 5] = [9.0, 11.0, 13.0, 15.0, 17.0];
    let sizes: [f64; 5] = match urgency {
        Urgency::U1 => [22.0, 26.0, 28.0, 32.0, 36.0],
        Urgency::U2 => [18.0, 24.0, 24.0, 28.0, 32.0],
        Urgency::U3 if z_eff >= SINGLE_FROM => [18.0, 18.0, 18.0, 22.0, 26.0],
        Urgency::U4 if z_eff >= SINGLE_FROM => [12.0, 12.0, 12.0, 16.0, 20.0],
        _ => return None,
    };
    let place = ZOOMS.iter().rposition(|zoom| z_eff >= *zoom).unwrap_or(0);
    let next = (place + 1).min(ZOOMS.len() - 1);
    let share = if next == place { 0.0 } else { (z_eff - ZOOMS[place]) / (ZOOMS[next] - ZOOMS[place]) };
    Some(sizes[place] + (sizes[next] - sizes[place]) * share.clamp(0.0, 1.0))
}

impl Symbols {
    /// Places the symbols of a seat's view; none while their layer is off. Confidential matters have none: on a wall
    /// they are only counted by area.
    pub fn place(seat: &Seat) -> Self {
        let mut placed = Symbols::default();
        if !seat.layers.shows(Layer::Incidents) {
            return placed;
        }
        let (z_eff, scale) = (seat.z_eff(), seat.screen.scale());
        let (mut urgent, mut others) = (Vec::new(), Vec::new());
        for (incident, px) in in_view(seat) {
            let urgency = seat.picture.incidents.row(incident).urgency;
            let selected = seat.selection == Some(Selection::Incident(incident));
            match urgency {
                _ if selected || urgency == Urgency::U1 => placed.singles.push(single(seat, incident, px)),
                Urgency::U2 => urgent.push((incident, px)),
                Urgency::U4 if z_eff < SINGLE_FROM => {}
                _ => others.push((incident, px)),
            }
        }
        let others_dp = if z_eff < SINGLE_FROM { CLUSTER_RADIUS_DP } else { COVERING_DP };
        for (points, radius_dp) in [(urgent, COVERING_DP), (others, others_dp)] {
            for members in gather(points, seat, radius_dp * scale) {
                match members[..] {
                    [(incident, px)] => placed.singles.push(single(seat, incident, px)),
                    _ => placed.clusters.push(cluster(seat, &members)),
                }
            }
        }
        let urgency = |symbol: &Symbol| seat.picture.incidents.row(symbol.incident).urgency;
        placed.singles.sort_by_key(|symbol| (std::cmp::Reverse(urgency(symbol)), symbol.incident));
        placed.make_room(seat);
        placed
    }

    /// The topmost single symbol or ring under a point.
    pub fn at(&self, px: Px, scale: f64) -> Option<Hit> {
        let within = |at: Px, reach_px: f64| (at.x - px.x).hypot(at.y - px.y) <= reach_px;
        let single = self.singles.iter().rev().find(|symbol| within(symbol.px, symbol.size_px * 0.6 + 2.0));
        let ring = || self.clusters.iter().find(|cluster| within(cluster.px, (RING_DP / 2.0 + 2.0) * scale));
        single.map(|symbol| Hit::Incident(symbol.incident)).or_else(|| ring().cloned().map(Hit::Cluster))
    }

    /// Moves symbols aside that a more pressing one would cover, and rings where a symbol or another ring stands. The
    /// selected one stays; no U1 lies on another, the newest stays in its place.
    fn make_room(&mut self, seat: &Seat) {
        let scale = seat.screen.scale();
        let ring_px = RING_DP / 2.0 * scale;
        let row = |symbol: &Symbol| seat.picture.incidents.row(symbol.incident);
        let reach_px = |symbol: &Symbol| {
            symbol.size_px * 0.6 + if row(symbol).state == State::Reported { 8.0 } else { 2.0 } * scale
        };
        let selected = |symbol: &Symbol| seat.selection == Some(Selection::Incident(symbol.incident));
        let mut taken: Vec<(Px, f64)> =
            self.singles.iter().filter(|symbol| selected(symbol)).map(|symbol| (symbol.px, reach_px(symbol))).collect();
        let is_pressing = |symbol: &Symbol| row(symbol).urgency == Urgency::U1;
        let map = Map { width_px: seat.view.width_px, height_px: seat.view.height_px };
        for symbol in self.singles.iter_mut().rev().filter(|symbol| is_pressing(symbol) && !selected(symbol)) {
            symbol.px = aside(symbol.px, reach_px(symbol), scale, (&taken, &map));
            taken.push((symbol.px, reach_px(symbol)));
        }
        let pressing = taken.clone();
        for symbol in self.singles.iter_mut().rev().filter(|symbol| !is_pressing(symbol) && !selected(symbol)) {
            let covered = |(at, reach): &(Px, f64)| (at.x - symbol.px.x).hypot(at.y - symbol.px.y) < *reach;
            if pressing.iter().any(covered) {
                symbol.px = aside(symbol.px, reach_px(symbol), scale, (&taken, &map));
            }
            taken.push((symbol.px, reach_px(symbol)));
        }
        for cluster in &mut self.clusters {
            // A ring has no place of its own: at the map's edge it stands inside.
            cluster.px = aside(map.held(cluster.px, ring_px), ring_px, scale, (&taken, &map));
            taken.push((cluster.px, ring_px));
        }
    }
}

/// The open matters that may show on the view or a little beyond it, and where.
fn in_view(seat: &Seat) -> impl Iterator<Item = (u32, Px)> {
    let margin_px = 4.0 * CLUSTER_RADIUS_DP * seat.screen.scale();
    let near = move |px: &Px| {
        (-margin_px..=seat.view.width_px + margin_px).contains(&px.x)
            && (-margin_px..=seat.view.height_px + margin_px).contains(&px.y)
    };
    seat.picture.incidents.open().filter_map(move |number| {
        let row = seat.picture.incidents.row(number);
        let px = seat.view.screen_from_lonlat(row.at.filter(|_| !row.confidential)?);
        near(&px).then_some((number, px))
    })
}

fn single(seat: &Seat, incident: u32, px: Px) -> Symbol {
    let urgency = seat.picture.incidents.row(incident).urgency;
    let size_dp = symbol_size_dp(urgency, seat.z_eff()).unwrap_or(ALONE_DP);
    Symbol { incident, px, place_px: px, size_px: size_dp * seat.screen.scale() }
}

type Points = Vec<(u32, Px)>;

/// Gathers points on a grid of the cluster's size, then joins cells whose middles still overlap. The grid lies on the
/// ground, so that panning regroups nothing; the order of the points does not show.
fn gather(points: Points, seat: &Seat, radius_px: f64) -> Vec<Points> {
    let origin = seat.view.screen_from_mercator(Mercator::default());
    let cell = |at: f64, origin: f64| ((at - origin) / (2.0 * radius_px)).floor() as i64;
    let mut cells: BTreeMap<(i64, i64), Points> = BTreeMap::new();
    for (incident, px) in points {
        cells.entry((cell(px.y, origin.y), cell(px.x, origin.x))).or_default().push((incident, px));
    }
    let mut groups: Vec<(Px, Points)> = Vec::new();
    for mut points in cells.into_values() {
        let at = middle(&points);
        match groups.iter_mut().find(|(other, _)| (other.x - at.x).hypot(other.y - at.y) < radius_px) {
            Some((middle_of, group)) => {
                group.append(&mut points);
                *middle_of = middle(group);
            }
            None => groups.push((at, points)),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn middle(points: &[(u32, Px)]) -> Px {
    let n = points.len().max(1) as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, (_, px)| (sum.0 + px.x, sum.1 + px.y));
    Px::new(sum.0 / n, sum.1 / n)
}

fn cluster(seat: &Seat, points: &[(u32, Px)]) -> Cluster {
    let row = |number: u32| seat.picture.incidents.row(number);
    let mut counts = [0; 4];
    let mut members: Vec<u32> = points.iter().map(|(incident, _)| *incident).collect();
    members.iter().for_each(|member| counts[row(*member).urgency as usize] += 1);
    members.sort_by_key(|member| (row(*member).urgency, row(*member).reported_at(), *member));
    let bounds = Bounds::of_points(members.iter().filter_map(|member| row(*member).at));
    Cluster { px: middle(points), counts, members, bounds: bounds.unwrap_or(Bounds::at(seat.view.center)) }
}

/// The map's picture.
struct Map {
    width_px: f64,
    height_px: f64,
}

impl Map {
    fn holds(&self, at: Px, own_px: f64) -> bool {
        (own_px..=self.width_px - own_px).contains(&at.x) && (own_px..=self.height_px - own_px).contains(&at.y)
    }

    /// A place on the map, moved by the least so that something of this reach is not cut; others stay.
    fn held(&self, at: Px, own_px: f64) -> Px {
        let within = |at: f64, size: f64| at.max(own_px).min((size - own_px).max(own_px));
        if self.holds(at, 0.0) { Px::new(within(at.x, self.width_px), within(at.y, self.height_px)) } else { at }
    }
}

/// The nearest place for something of this reach that nothing taken reaches into, on the map where the wanted one is; where
/// there is none, its own.
fn aside(wanted: Px, own_px: f64, scale: f64, (taken, map): (&[(Px, f64)], &Map)) -> Px {
    let gap_px = 2.0 * scale;
    let reaches =
        |at: Px, other: Px, reach_px: f64| (other.x - at.x).hypot(other.y - at.y) <= reach_px + own_px + gap_px;
    let free = |at: &Px| !taken.iter().any(|(other, reach_px)| reaches(*at, *other, *reach_px));
    let is_on_map = map.holds(wanted, 0.0);
    let around = (0..96_u16).map(|step| {
        let radius_px = f64::from(14 + 14 * (step / 12)) * scale;
        let (sin, cos) = (f64::from(step % 12) * std::f64::consts::FRAC_PI_6).sin_cos();
        Px::new(wanted.x + cos * radius_px, wanted.y + sin * radius_px)
    });
    let around = around.filter(|at| !is_on_map || map.holds(*at, own_px));
    std::iter::once(wanted).chain(around).find(free).unwrap_or(wanted)
}
