//! Which names would like to stand on the map: areas by level, what the overlay wants named, streets.

use super::super::glyphs::Letters;
use crate::domain::AreaLevel;
use crate::panels::theme::{self, Token, size};
use crate::panels::{MapNotes, Noted};
use crate::seat::{Layer, Seat};
use crate::spatial::basemap::RoadClass;
use crate::spatial::labels::{Candidate, Home, Laid, PxBox, Rank, STREET_NAMES_FROM, Stand, StreetNames, StreetPlace};
use crate::spatial::{Mercator, Px};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Smaller sizes of towns' and counties' names, where there is no room for the whole one, dp: no smaller than a caption.
const SMALLER_DP: [f32; 2] = [size::MAP_ZONE, size::CAPTION];
/// The size of names beside symbols, dp.
const NOTE_DP: f32 = 14.0;
/// The size of streets' names, dp.
const STREET_DP: f32 = 13.0;
/// The same name stands on streets side by side (the two ways of an avenue) no closer than this, dp.
const SAME_STREET_DP: f32 = 240.0;

/// What a name is the name of: by this it is known again in the next view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// A matter, a person.
    Noted(Noted),
    /// An area, by its place among all areas in the order of their codes.
    Area(u32),
    /// A place along a street, at a whole zoom, by where it is: tiles come and go, and number their streets anew. More
    /// important streets go first.
    Street { class: Reverse<RoadClass>, level: i32, at_dm: [i64; 2] },
}

/// A name as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Words {
    pub(super) text: Box<str>,
    pub(super) size_px: u16,
    /// Smaller sizes in which it may be written, the largest first.
    smaller_px: Vec<u16>,
    pub(super) token: Token,
    /// Where its letters stand, if not in a row.
    pub(super) laid: Option<Laid>,
}

impl Words {
    /// The same in this one of its sizes.
    pub(super) fn in_size(&self, size: u8) -> Self {
        let smaller = usize::from(size).checked_sub(1).and_then(|place| self.smaller_px.get(place));
        Self { size_px: smaller.copied().unwrap_or(self.size_px), ..self.clone() }
    }
}

/// All names that would like to stand: as many words as candidates.
#[derive(Default)]
pub(super) struct Names {
    pub(super) candidates: Vec<Candidate<Of>>,
    pub(super) words: Vec<Words>,
    /// How many of them are areas; they stay while their key does.
    areas: usize,
    areas_key: Option<(u64, [bool; AreaLevel::ALL.len() + 1], f64)>,
    by_code: Vec<u32>,
    /// The grounds of counties and towns, by their numbers.
    homes: BTreeMap<u32, Option<Arc<Home>>>,
    places: Vec<StreetPlace>,
    places_key: Option<(u64, i32)>,
}

/// Dedicated grids are named from this effective zoom on.
const DEDICATED_NAMES_FROM: f64 = 14.5;

/// Counties are named up to this effective zoom. Where there are several, towns' names give way up to it.
const COUNTY_NAMES_UNTIL: f64 = 9.5;

/// Between which effective zooms a level's names show.
fn shows_level(level: AreaLevel, z_eff: f64) -> bool {
    let (from, to) = match level {
        AreaLevel::County => (f64::NEG_INFINITY, COUNTY_NAMES_UNTIL),
        AreaLevel::Town => (8.5, f64::INFINITY),
        AreaLevel::Zone => (12.0, 14.0),
        AreaLevel::Village => (13.0, f64::INFINITY),
        AreaLevel::Grid => (15.5, f64::INFINITY),
    };
    (from..to).contains(&z_eff)
}

fn look(level: AreaLevel) -> (Rank, f32, Token) {
    match level {
        AreaLevel::County => (Rank::County, size::MAP_COUNTY, theme::TEXT_1),
        AreaLevel::Town => (Rank::Town, size::MAP_TOWN, theme::TEXT_1),
        AreaLevel::Zone => (Rank::Zone, size::MAP_ZONE, theme::TEXT_3),
        AreaLevel::Village => (Rank::Village, size::MAP_VILLAGE, theme::TEXT_2),
        AreaLevel::Grid => (Rank::Grid, size::MAP_GRID, theme::TEXT_3),
    }
}

fn street_token(class: RoadClass) -> Token {
    if class >= RoadClass::Primary { theme::TEXT_2 } else { theme::TEXT_3 }
}

impl Names {
    /// Brings the names up to date with a seat, what its overlay wants named, and the streets (of this revision).
    pub(super) fn follow(
        &mut self,
        seat: &Seat,
        notes: &MapNotes,
        (streets, revision): (&StreetNames, u64),
        letters: &mut Letters,
        rim_px: f32,
    ) {
        let mut press = Press { letters, scale: seat.screen.scale() as f32, rim_px };
        self.follow_areas(seat, &mut press);
        self.candidates.truncate(self.areas);
        self.words.truncate(self.areas);
        for note in &notes.notes {
            let stand = Stand::Beside { reach_px: note.reach_px, tag_px: note.tag_px };
            let words = press.words(&note.text, NOTE_DP, note.token);
            let size_px = press.extent_px(&words);
            self.candidates.push(Candidate { key: Of::Noted(note.of), rank: note.rank, at: note.at, size_px, stand });
            self.words.push(words);
        }
        self.add_streets(seat, streets, revision, &mut press);
    }

    fn follow_areas(&mut self, seat: &Seat, press: &mut Press<'_>) {
        let areas = &seat.picture.areas;
        let (revision, z_eff) = (seat.picture.revisions.areas, seat.z_eff());
        if self.areas_key.is_none_or(|(before, ..)| before != revision) {
            self.by_code = areas.tree().chain(areas.dedicated()).map(|(number, _)| number).collect();
            self.homes.clear();
            self.by_code.sort_by(|a, b| areas.row(*a).code.cmp(&areas.row(*b).code));
        }
        let counties = areas.tree().filter(|(_, row)| row.level == AreaLevel::County).take(2).count();
        let [county, town, zone, village, grid] = AreaLevel::ALL.map(|level| shows_level(level, z_eff));
        // Among towns' names that of the only county would read as one of theirs; the header says it.
        let county = county && counties > 1;
        let dedicated = seat.layers.shows(Layer::Dedicated) && z_eff >= DEDICATED_NAMES_FROM;
        let shown = [county, town, zone, village, grid, dedicated];
        let key = (revision, shown, seat.screen.scale());
        if self.areas_key.replace(key) == Some(key) {
            return;
        }
        // Towns' names give way where counties are named.
        let afar = county;
        self.candidates.clear();
        self.words.clear();
        for (place, number) in (0_u32..).zip(&self.by_code) {
            let row = areas.row(*number);
            let is_shown = if row.dedicated { dedicated } else { shown[row.level as usize] };
            let Some(anchor) = row.anchor.filter(|_| is_shown) else { continue };
            let (rank, size_dp, token) =
                if row.dedicated { (Rank::Grid, size::MAP_GRID, theme::TEXT_2) } else { look(row.level) };
            let rank = if afar && rank == Rank::Town { Rank::DistantTown } else { rank };
            let mut words = press.words(&row.name, size_dp, token);
            let has_home = !row.dedicated && row.level <= AreaLevel::Town;
            let ground = || Home::of(&row.outline).map(Arc::new);
            let home = has_home.then(|| self.homes.entry(*number).or_insert_with(ground).clone()).flatten();
            let stand = match home {
                Some(home) => Stand::Within { home, smaller_px: press.smaller(&mut words) },
                None => Stand::On,
            };
            let size_px = press.extent_px(&words);
            let at = Mercator::from_lonlat(anchor);
            self.candidates.push(Candidate { key: Of::Area(place), rank, at, size_px, stand });
            self.words.push(words);
        }
        self.areas = self.candidates.len();
    }

    /// Streets' names are laid along the part of the street that is seen, anew at every zoom.
    fn add_streets(&mut self, seat: &Seat, streets: &StreetNames, revision: u64, press: &mut Press<'_>) {
        let (view, z_eff) = (&seat.view, seat.z_eff());
        let first = STREET_NAMES_FROM.into_iter().fold(f64::INFINITY, f64::min);
        // They belong to the base map, and go with it.
        if streets.is_empty() || z_eff < first || !seat.layers.shows(Layer::Basemap) {
            return;
        }
        let level = z_eff.floor() as i32;
        if self.places_key.replace((revision, level)) != Some((revision, level)) {
            self.places = streets.places(level, |name| press.length_dp(name, STREET_DP));
        }
        for place in &self.places {
            let class = streets.class(place.street);
            let Px { x, y } = view.screen_from_mercator(place.at);
            let is_seen = (0.0..view.width_px).contains(&x) && (0.0..view.height_px).contains(&y);
            if !is_seen || z_eff < STREET_NAMES_FROM[class as usize] {
                continue;
            }
            let mut words = press.words(streets.name(place.street), STREET_DP, street_token(class));
            let widths_px = press.widths_px(&words);
            let Some(laid) = streets.lay(place, &widths_px, f32::from(words.size_px), view) else { continue };
            let boxes = laid.glyphs.iter().zip(widths_px);
            let boxes = boxes.map(|((at, turn), width_px)| press.turned_box(*at, *turn, width_px, words.size_px));
            let stand = Stand::Along {
                boxes: boxes.collect(),
                same: streets.name_number(place.street),
                apart_px: SAME_STREET_DP * press.scale,
            };
            let at_dm = [place.at.x_m, place.at.y_m].map(|metres| (metres * 10.0).round() as i64);
            let key = Of::Street { class: Reverse(class), level, at_dm };
            self.candidates.push(Candidate { key, rank: Rank::Road, at: place.at, size_px: [0.0; 2], stand });
            words.laid = Some(laid);
            self.words.push(words);
        }
    }
}

/// What measures words.
struct Press<'a> {
    letters: &'a mut Letters,
    /// Pixels of one dp.
    scale: f32,
    rim_px: f32,
}

impl Press<'_> {
    fn words(&self, text: &str, size_dp: f32, token: Token) -> Words {
        Words { text: text.into(), size_px: self.px(size_dp), smaller_px: Vec::new(), token, laid: None }
    }

    fn px(&self, size_dp: f32) -> u16 {
        (size_dp * self.scale).round() as u16
    }

    /// Gives words their smaller sizes, and tells the room that these take.
    fn smaller(&mut self, words: &mut Words) -> Vec<[f32; 2]> {
        words.smaller_px = SMALLER_DP.map(|dp| self.px(dp)).to_vec();
        let sizes = (1..=SMALLER_DP.len() as u8).map(|size| words.in_size(size));
        sizes.map(|words| self.extent_px(&words)).collect()
    }

    fn widths_px(&mut self, words: &Words) -> Vec<f32> {
        words.text.chars().map(|c| self.letters.advance_px(c, words.size_px)).collect()
    }

    /// The room that a row of letters takes, its rim included.
    fn extent_px(&mut self, words: &Words) -> [f32; 2] {
        let width_px: f32 = words.text.chars().map(|c| self.letters.advance_px(c, words.size_px)).sum();
        // Latin reaches a little lower than Han: the g of "Kengkou".
        [width_px + 2.0 * self.rim_px, f32::from(words.size_px) * 1.12 + 2.0 * self.rim_px]
    }

    fn length_dp(&mut self, text: &str, size_dp: f32) -> f64 {
        let size_px = self.px(size_dp);
        let px: f32 = text.chars().map(|c| self.letters.advance_px(c, size_px)).sum();
        f64::from(px / self.scale)
    }

    /// The box around a turned letter with its rim.
    fn turned_box(&self, at: [f32; 2], turn: f32, width_px: f32, size_px: u16) -> PxBox {
        let (sin, cos) = (turn.sin().abs(), turn.cos().abs());
        let height_px = f32::from(size_px);
        let rim_px = 2.0 * self.rim_px;
        PxBox::about(at, width_px * cos + height_px * sin + rim_px, width_px * sin + height_px * cos + rim_px)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_show_one_after_the_other() {
        let shown = |z_eff| AreaLevel::ALL.map(|level| shows_level(level, z_eff));
        assert_eq!(shown(8.0), [true, false, false, false, false]);
        assert_eq!(shown(11.5), [false, true, false, false, false]);
        assert_eq!(shown(12.5), [false, true, true, false, false]);
        assert_eq!(shown(14.5), [false, true, false, true, false]);
        assert_eq!(shown(16.0), [false, true, false, true, true]);
    }
}
