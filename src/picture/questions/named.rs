//! Places by what people call them: a name or the beginning of one, a code, a position; and the places that a longer text
//! mentions.

use super::super::Picture;
use crate::domain::{AreaLevel, LonLat};
use std::cmp::Reverse;

/// What a name leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NamedThing {
    /// A position that was told as such.
    Position,
    /// An area, by row.
    Area(u32),
    /// A place of the register, by row.
    Place(u32),
}

/// How a text names something, the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// By its position or its code.
    Code,
    /// By its whole name.
    Whole,
    /// By the beginning of its name.
    Begins,
    /// By a part of its name.
    Contains,
    /// Its name stands somewhere in the text.
    Mentioned,
}

/// A place that a text names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NamedPlace {
    /// What it is.
    pub thing: NamedThing,
    /// Where: of an area a point well inside it.
    pub at: LonLat,
    /// How the text names it.
    pub by: NameMatch,
}

/// What people leave out at the end of an area's name.
const ENDINGS: &[&str] = &["街道", "社区", "网格", "镇", "乡", "村", "县", "区", "市"];
/// A name of fewer letters is a word like others.
const LEAST_LETTERS: usize = 2;

impl Picture {
    /// The places that a text names: what bears its words in its own name, the shortest name first; then what it
    /// mentions, the longest mention first and, of several of one name, those whose town or village it mentions too.
    pub fn places_named(&self, text: &str, limit: usize) -> Vec<NamedPlace> {
        let text = text.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let mut named: Vec<(Order, NamedPlace)> =
            position(text).map(|place| (Order::default(), place)).into_iter().collect();
        for (number, area) in (0u32..).zip(self.areas.rows()) {
            let (true, Some(at)) = (area.is_present(), area.anchor) else { continue };
            let Some((by, letters)) = matched(text, &area.name, Some(area.code.as_str())) else { continue };
            let above = if by == NameMatch::Mentioned { self.mentioned_above(number, text) } else { 0 };
            let level = if by == NameMatch::Mentioned { Reverse(area.level) } else { Reverse(AreaLevel::County) };
            let order = Order(by, Reverse(above), Reverse(letters), level, area.name.chars().count());
            named.push((order, NamedPlace { thing: NamedThing::Area(number), at, by }));
        }
        for (number, place) in self.places.present() {
            let Some((by, letters)) = matched(text, &place.name, Some(place.code.as_str())) else { continue };
            let order = Order(by, Reverse(0), Reverse(letters), Reverse(AreaLevel::Grid), place.name.chars().count());
            named.push((order, NamedPlace { thing: NamedThing::Place(number), at: place.at, by }));
        }
        named.sort_by_key(|(order, place)| (*order, place.thing));
        named.into_iter().map(|(_, place)| place).take(limit).collect()
    }

    /// How many of the areas that an area is part of the text mentions.
    fn mentioned_above(&self, area: u32, text: &str) -> usize {
        let mut above = self.areas.row(area).parent;
        let mut count = 0;
        // A register may say that two areas are part of each other: five levels are the most.
        for _ in 0..8 {
            let Some(number) = above else { break };
            let row = self.areas.row(number);
            count += usize::from(mention(text, &row.name).is_some());
            above = row.parent;
        }
        count
    }
}

/// How a hit stands among others: the match, mentions above it, letters mentioned, level, letters of its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Order(NameMatch, Reverse<usize>, Reverse<usize>, Reverse<AreaLevel>, usize);

impl Default for Order {
    fn default() -> Self {
        Self(NameMatch::Code, Reverse(0), Reverse(0), Reverse(AreaLevel::Grid), 0)
    }
}

/// `LON,LAT`, with a comma of either width or a blank between.
fn position(text: &str) -> Option<NamedPlace> {
    let (lon, lat) = text.split_once([',', '，', ' '])?;
    let at = LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?);
    at.is_valid().then_some(NamedPlace { thing: NamedThing::Position, at, by: NameMatch::Code })
}

/// How the text names what bears this name and code, and how many letters of the name it mentions.
fn matched(text: &str, name: &str, code: Option<&str>) -> Option<(NameMatch, usize)> {
    if code == Some(text) {
        return Some((NameMatch::Code, 0));
    }
    if name == text {
        return Some((NameMatch::Whole, 0));
    }
    if name.starts_with(text) {
        return Some((NameMatch::Begins, 0));
    }
    if name.contains(text) {
        return Some((NameMatch::Contains, 0));
    }
    mention(text, name).map(|letters| (NameMatch::Mentioned, letters))
}

/// How many letters of the name stand in the text, with or without the ending that people leave out.
fn mention(text: &str, name: &str) -> Option<usize> {
    let bare = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    let stands =
        |name: &str| (name.chars().count() >= LEAST_LETTERS && text.contains(name)).then(|| name.chars().count());
    stands(name).or_else(|| stands(bare))
}
