//! Where the search leads beside matters and people: coordinates; areas, places of the register and cameras, by code or
//! name.

use super::search::initials;
use crate::domain::LonLat;
use crate::picture::{AreaRow, NameMatch, NamedThing, Picture};
use crate::seat::intake::PlaceFinder;
use crate::seat::{Hidden, Intent, Seat, Selection};

/// So many areas, places of the register and cameras are offered.
const AREAS: usize = 3;
const LANDMARKS: usize = 3;
const CAMERAS: usize = 2;
/// Among so many areas and places that bear the words the register's places are looked for.
const LOOKED_THROUGH: usize = 200;
/// Fewer letters or figures stand in every other name; as a whole code they are found.
const LEAST_OF_NAME: usize = 3;
/// A map narrower than this has no room for words beside a point, dp.
const NARROW_DP: f64 = 760.0;
/// A code is found by so many of its first characters.
const LEAST_OF_CODE: usize = 4;

/// A place that is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FoundPlace {
    /// This point, WGS-84.
    At(LonLat),
    /// The area of this row.
    Area(u32),
    /// The place of the register of this row.
    Landmark(u32),
    /// The camera of this row.
    Camera(u32),
}

/// What the search finds, as of the last look.
#[derive(Debug, Default)]
pub(super) struct Places {
    asked: Option<(String, [u64; 3])>,
    offered: Vec<FoundPlace>,
    finder: PlaceFinder,
}

impl Places {
    /// Looks anew where the words or the registers have changed.
    pub(super) fn follow(&mut self, picture: &Picture, text: &str) {
        let text = text.trim();
        // One letter is in every other name.
        let is_asked = text.chars().count() > 1;
        let revisions = &picture.revisions;
        let registers = [revisions.areas, revisions.places, revisions.cameras];
        let asked = is_asked.then(|| (text.to_owned(), registers));
        if self.asked != asked {
            self.offered = if is_asked { found(picture, &mut self.finder, text) } else { Vec::new() };
            self.asked = asked;
        }
    }

    /// Forgets rows that belong to another picture. The finder goes by revisions: equal ones mean equal contents.
    pub(super) fn forget(&mut self) {
        (self.asked, self.offered) = (None, Vec::new());
    }
}

fn found(picture: &Picture, finder: &mut PlaceFinder, text: &str) -> Vec<FoundPlace> {
    if let Some(at) = coordinates(text) {
        return vec![FoundPlace::At(at)];
    }
    let word = text.to_lowercase();
    let is_short = word.is_ascii() && word.len() < LEAST_OF_NAME;
    let begins = |code: &str| word.len() >= LEAST_OF_CODE && code.to_lowercase().starts_with(&word);
    let is_in = |name: &str| name.to_lowercase().contains(&word) || (word.is_ascii() && initials(name).contains(&word));
    let fits = |code: &str, name: &str| code.eq_ignore_ascii_case(&word) || begins(code) || (!is_short && is_in(name));
    // A zone that is all of its town bears the town's name: one of them is enough.
    let is_named_as_above = |row: &AreaRow| row.parent.is_some_and(|parent| picture.areas.row(parent).name == row.name);
    let mut areas: Vec<u32> = (0..)
        .zip(picture.areas.rows())
        .filter(|(_, row)| row.is_present() && !is_named_as_above(row) && fits(row.code.as_str(), &row.name))
        .map(|(number, _)| number)
        .collect();
    // The coarsest first: a town before its villages, those before their grids.
    areas.sort_by_key(|number| (picture.areas.row(*number).level, picture.areas.row(*number).code.clone()));
    let landmarks = landmarks(picture, finder, text, is_short);
    let cameras = picture.cameras.present().filter(|(_, row)| fits(row.code.as_str(), &row.name));
    let areas = areas.into_iter().take(AREAS).map(FoundPlace::Area);
    let places = areas.chain(landmarks.into_iter().map(FoundPlace::Landmark));
    places.chain(cameras.take(CAMERAS).map(|(number, _)| FoundPlace::Camera(number))).collect()
}

/// The places of the register that bear the words, or whose code they are; the surest first.
fn landmarks(picture: &Picture, finder: &mut PlaceFinder, text: &str, only_by_code: bool) -> Vec<u32> {
    let named = finder.find(picture, text, LOOKED_THROUGH).into_iter();
    // Whoever searches means what bears the words, not what they mention by the way.
    let named = named.filter(|place| place.by != NameMatch::Mentioned);
    let named = named.filter(|place| !only_by_code || place.by == NameMatch::Code);
    let rows = named.filter_map(|place| match place.thing {
        NamedThing::Place(number) => Some(number),
        NamedThing::Position | NamedThing::Area(_) => None,
    });
    rows.take(LANDMARKS).collect()
}

/// `118.02,36.05`, also with a blank or a Chinese comma between them; the latitude first where only that can be meant.
fn coordinates(text: &str) -> Option<LonLat> {
    let mut numbers = text.split([',', '，', ' ', '、']).filter(|part| !part.is_empty()).map(str::parse::<f64>);
    let (first, second) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    if numbers.next().is_some() || !text.contains('.') {
        return None;
    }
    let at = if first.abs() <= 90.0 && second.abs() > 90.0 {
        LonLat::new(second, first)
    } else {
        LonLat::new(first, second)
    };
    at.is_valid().then_some(at)
}

impl Seat {
    /// The places that the search of the list finds; no cameras where they are hidden.
    pub fn found_places(&self) -> impl Iterator<Item = FoundPlace> + '_ {
        let hides = self.hides(Hidden::Cameras);
        let offered = self.work.queue.places.offered.iter().copied();
        offered.filter(move |place| !(hides && matches!(place, FoundPlace::Camera(_))))
    }

    /// Brings a place onto the map: of a point, and of a place of the register, it is told who answers there.
    pub(in crate::seat) fn go_to_place(&mut self, place: FoundPlace) {
        match place {
            FoundPlace::Area(area) => self.drill_to(Some(area)),
            FoundPlace::Landmark(place) => {
                let row = self.picture.places.rows().get(place as usize);
                if let Some(at) = row.map(|row| row.at).filter(|at| at.is_valid()) {
                    self.go_to_point(at);
                }
            }
            FoundPlace::Camera(camera) => {
                // As intents, since these are kept from visitors.
                for intent in [Intent::Select, Intent::Fit] {
                    self.intend(intent(Selection::Camera(camera)));
                }
            }
            FoundPlace::At(at) => self.go_to_point(at),
        }
    }

    /// Beside the point it is told who answers there; on a narrow map below it, so that it stands in its upper part.
    fn go_to_point(&mut self, at: LonLat) {
        let zoom = self.view.zoom.max(16.0 + self.screen.scale().log2());
        self.view = self.centred_on(at, zoom);
        let free = self.free();
        if free.width_px < NARROW_DP * self.screen.scale() {
            self.view = self.view.panned_px(0.0, -free.height_px * 0.3);
        }
        self.tools.place = Some(at);
    }
}
