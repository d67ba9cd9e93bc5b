//! Places by what an officer types of them while somebody talks: a name or a part of it, the initials of its pinyin, a
//! code or one end of it, a position.

use crate::domain::LonLat;
use crate::picture::{NameMatch, NamedPlace, NamedThing, Picture};
use crate::seat::queue::initials;

/// Fewer letters are the beginning of too much.
const LEAST_LETTERS: usize = 2;
/// Fewer digits of a code likewise.
const LEAST_DIGITS: usize = 4;

/// A thing as it is found by letters.
#[derive(Debug)]
struct Entry {
    thing: NamedThing,
    at: LonLat,
    initials: String,
    code: String,
}

/// Finds places; it keeps the initials of all names until the registers change.
#[derive(Debug, Default)]
pub struct PlaceFinder {
    entries: Vec<Entry>,
    made_for: Option<(u64, u64)>,
}

impl PlaceFinder {
    /// The places that a text means, the surest first: first by name, code, position or mention
    /// ([`Picture::places_named`]), then by initials or a part of a code.
    pub fn find(&mut self, picture: &Picture, text: &str, limit: usize) -> Vec<NamedPlace> {
        let mut found = picture.places_named(text, limit);
        let letters = text.trim().to_ascii_lowercase();
        if letters.chars().count() >= LEAST_LETTERS && letters.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.follow(picture);
            let hits = self.entries.iter().filter_map(|entry| Some((entry.matched(&letters)?, entry)));
            let mut hits: Vec<(NameMatch, &Entry)> = hits.collect();
            // Of several the one with the shortest name is the likeliest to be meant.
            hits.sort_by_key(|(by, entry)| (*by, entry.initials.len(), entry.thing));
            for (by, entry) in hits {
                if found.len() >= limit {
                    break;
                }
                if !found.iter().any(|place| place.thing == entry.thing) {
                    found.push(NamedPlace { thing: entry.thing, at: entry.at, by });
                }
            }
        }
        found.truncate(limit);
        found
    }

    fn follow(&mut self, picture: &Picture) {
        let revisions = (picture.revisions.areas, picture.revisions.places);
        if self.made_for.replace(revisions) == Some(revisions) {
            return;
        }
        let areas = (0u32..).zip(picture.areas.rows()).filter(|(_, area)| area.is_present());
        let areas = areas.filter_map(|(number, area)| {
            Some(entry(NamedThing::Area(number), area.anchor?, &area.name, area.code.as_str()))
        });
        let places = picture.places.present();
        let places =
            places.map(|(number, place)| entry(NamedThing::Place(number), place.at, &place.name, place.code.as_str()));
        self.entries = areas.chain(places).collect();
    }
}

fn entry(thing: NamedThing, at: LonLat, name: &str, code: &str) -> Entry {
    Entry { thing, at, initials: initials(name), code: code.to_ascii_lowercase() }
}

impl Entry {
    fn matched(&self, letters: &str) -> Option<NameMatch> {
        let has_code = letters.len() >= LEAST_DIGITS && letters.chars().any(|c| c.is_ascii_digit());
        match self.initials.find(letters) {
            Some(0) if self.initials.len() == letters.len() => Some(NameMatch::Whole),
            Some(0) => Some(NameMatch::Begins),
            Some(_) => Some(NameMatch::Contains),
            None if has_code && self.code.ends_with(letters) => Some(NameMatch::Begins),
            None if has_code && self.code.starts_with(letters) => Some(NameMatch::Contains),
            None => None,
        }
    }
}
