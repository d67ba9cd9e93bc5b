//! Where the search leads beside matters and people: coordinates, areas and cameras by code or name.

use super::search::initials;
use crate::domain::LonLat;
use crate::picture::Picture;
use crate::seat::{Hidden, Seat, Selection};

/// So many areas and cameras are offered.
const AREAS: usize = 3;
const CAMERAS: usize = 2;
/// A code is found by so many of its first characters.
const LEAST_OF_CODE: usize = 4;

/// A place that is found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FoundPlace {
    /// This point, WGS-84.
    At(LonLat),
    /// The area of this row.
    Area(u32),
    /// The camera of this row.
    Camera(u32),
}

/// What the search finds, as of the last look.
#[derive(Debug, Default)]
pub(super) struct Places {
    asked: Option<(String, u64, u64)>,
    offered: Vec<FoundPlace>,
}

impl Places {
    /// Looks anew where the words or the registers have changed.
    pub(super) fn follow(&mut self, picture: &Picture, text: &str) {
        let text = text.trim();
        // One letter is in every other name.
        let is_asked = text.chars().count() > 1;
        let asked = is_asked.then(|| (text.to_owned(), picture.revisions.areas, picture.revisions.cameras));
        if self.asked != asked {
            self.offered = if is_asked { found(picture, text) } else { Vec::new() };
            self.asked = asked;
        }
    }

    /// Forgets rows that belong to another picture.
    pub(super) fn forget(&mut self) {
        (self.asked, self.offered) = (None, Vec::new());
    }
}

fn found(picture: &Picture, text: &str) -> Vec<FoundPlace> {
    if let Some(at) = coordinates(text) {
        return vec![FoundPlace::At(at)];
    }
    let word = text.to_lowercase();
    let fits = |code: &str, name: &str| {
        let is_code = word.len() >= LEAST_OF_CODE && code.to_lowercase().starts_with(&word);
        is_code || name.to_lowercase().contains(&word) || (word.is_ascii() && initials(name).contains(&word))
    };
    let mut areas: Vec<u32> = (0..)
        .zip(picture.areas.rows())
        .filter(|(_, row)| fits(row.code.as_str(), &row.name))
        .map(|(number, _)| number)
        .collect();
    // The coarsest first: a town before its villages, those before their grids.
    areas.sort_by_key(|number| (picture.areas.row(*number).level, picture.areas.row(*number).code.clone()));
    let cameras = (0..).zip(picture.cameras.rows()).filter(|(_, row)| fits(row.code.as_str(), &row.name));
    let areas = areas.into_iter().take(AREAS).map(FoundPlace::Area);
    areas.chain(cameras.take(CAMERAS).map(|(number, _)| FoundPlace::Camera(number))).collect()
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

    /// Brings a place onto the map: of a point it is told who answers there.
    pub(in crate::seat) fn go_to_place(&mut self, place: FoundPlace) {
        match place {
            FoundPlace::Area(area) => self.drill_to(Some(area)),
            FoundPlace::Camera(camera) => {
                self.select(Some(Selection::Camera(camera)));
                self.fit(Selection::Camera(camera));
            }
            FoundPlace::At(at) => {
                self.view.center = at;
                self.view.zoom = self.view.zoom.max(16.0 + self.screen.scale().log2());
                self.tools.place = Some(at);
            }
        }
    }
}
