//! What the cells of a column look like, and which fields such cells may serve. A guess, to be looked at by a person.

use super::words;
use crate::intake::known::Known;
use crate::intake::time;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::HashSet;

/// What most cells of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Looks {
    /// Nothing stands in it.
    Empty,
    /// Longitudes of China, degrees.
    Longitude,
    /// Latitudes of China, degrees.
    Latitude,
    /// Division codes or grids' codes that begin with one: 6, 9, 12 digits or more.
    AreaCode,
    /// Cameras' codes of 20 digits (GB/T 28181).
    CameraCode,
    /// Moments or days.
    Time,
    /// Mobile numbers.
    Mobile,
    /// Levels of the territory.
    Level,
    /// Workers' roles.
    Role,
    /// Urgencies.
    Urgency,
    /// Codes of workers that the register has.
    Worker,
    /// Categories of the catalogue, by code or name.
    Category,
    /// Names of persons: two to four Han characters.
    PersonName,
    /// Each cell is there and comes once, without blanks in it.
    Unique,
    /// Numbers.
    Number,
    /// Anything else.
    Text,
}

/// So much of a column must look alike.
const MOST: f64 = 0.9;

/// What the filled cells of a column look like.
pub(crate) fn looks(cells: &[&str], known: &Known, zone: &TimeZone) -> Looks {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    if filled.is_empty() {
        return Looks::Empty;
    }
    let most =
        |is: &dyn Fn(&str) -> bool| filled.iter().filter(|cell| is(cell)).count() as f64 >= MOST * filled.len() as f64;
    let digits = |cell: &str| cell.bytes().all(|b| b.is_ascii_digit());
    let degrees = |cell: &str, range: std::ops::RangeInclusive<f64>| {
        // A count has no decimals; a position has more than a price.
        let decimals = cell.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        decimals >= 3 && cell.parse::<f64>().is_ok_and(|number| range.contains(&number))
    };
    let unique = || filled.len() == cells.len() && filled.iter().collect::<HashSet<_>>().len() == filled.len();
    type Test<'a> = (Looks, &'a dyn Fn(&str) -> bool);
    let tests: [Test<'_>; 13] = [
        (Looks::Longitude, &|cell| degrees(cell, 73.0..=136.0)),
        (Looks::Latitude, &|cell| degrees(cell, 3.0..=54.0)),
        // Digits alone may be seconds since 1970, and are a code or a number more often.
        (Looks::Time, &|cell| !digits(cell) && time::parse(cell, zone).is_some()),
        (Looks::Mobile, &|cell| cell.len() == 11 && digits(cell) && cell.starts_with('1') && &cell[1..2] >= "3"),
        (Looks::Worker, &|cell| known.has_worker(cell)),
        (Looks::Category, &|cell| known.category(cell).is_some()),
        (Looks::CameraCode, &|cell| cell.len() == 20 && digits(cell)),
        (Looks::AreaCode, &|cell| digits(cell) && (matches!(cell.len(), 6 | 9) || (12..=18).contains(&cell.len()))),
        (Looks::Level, &|cell| !digits(cell) && (words::level(cell).is_some() || words::is_dedicated(cell))),
        (Looks::Role, &|cell| words::role(cell).is_some()),
        (Looks::Urgency, &|cell| words::urgency(cell).is_some()),
        (Looks::PersonName, &|cell| (2..=4).contains(&cell.chars().count()) && cell.chars().all(is_han)),
        (Looks::Number, &|cell| cell.parse::<f64>().is_ok()),
    ];
    let found = tests.iter().find(|(_, is)| most(*is)).map(|(looks, _)| *looks);
    match found {
        Some(Looks::Number) | None if unique() && !filled.iter().any(|cell| cell.contains([' ', '.', ','])) => {
            Looks::Unique
        }
        Some(looks) => looks,
        None => Looks::Text,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '·')
}

/// Whether a column whose header says a field may be it by its cells: what looks like a phone is no name.
pub(crate) fn may_serve(looks: Looks, field: &str) -> bool {
    match looks {
        Looks::Longitude => field == "lon",
        Looks::Latitude => field == "lat",
        Looks::Time => field.ends_with("_at"),
        Looks::Mobile => field.ends_with("phone"),
        _ => true,
    }
}

/// What cells must look like to be proposed for a field, likeliest first; nothing for a field that only a header tells.
pub(crate) fn wanted(kind: &str, field: &str) -> &'static [Looks] {
    match (kind, field) {
        (_, "lon") => &[Looks::Longitude],
        (_, "lat") => &[Looks::Latitude],
        ("cameras", "code") => &[Looks::CameraCode, Looks::Unique],
        ("areas", "code") => &[Looks::AreaCode, Looks::Unique],
        (_, "code") => &[Looks::Unique],
        ("areas", "parent") | ("workers", "home_area") => &[Looks::AreaCode],
        (_, "level") => &[Looks::Level],
        (_, "role") => &[Looks::Role],
        (_, "urgency") => &[Looks::Urgency],
        (_, "phone" | "reporter_phone") => &[Looks::Mobile],
        (_, "reported_at" | "fixed_at" | "inspected_at") => &[Looks::Time],
        ("fixes", "worker") => &[Looks::Worker],
        ("incidents", "category") => &[Looks::Category],
        ("workers", "name") => &[Looks::PersonName],
        (_, "name") => &[Looks::PersonName, Looks::Text, Looks::Unique],
        _ => &[],
    }
}
