//! The findings of the shipped route, each from the picture alone.

mod clocks;
mod early;
mod intake;
mod joint;
mod matter;
mod net;
mod outcome;
mod reached;

pub(super) use clocks::clocks;
pub(super) use early::early;
pub(super) use intake::intake;
pub(super) use joint::joint;
pub(super) use matter::matter;
pub(super) use net::net;
pub(super) use outcome::outcome;
pub(super) use reached::reached;

use super::finding::{Bar, BarLabel, Value};
use crate::domain::{AreaLevel, Timestamp};
use crate::picture::{IncidentRow, Picture};

/// Of fewer cases a share of thirty days says nothing.
const LEAST_SHARE: i64 = 30;
/// Of fewer cases a share of a day, or of those who answered, says nothing (as `picture/figures.rs` has it).
const LEAST_DAY: i64 = 10;
const DAY_SECS: i64 = 86_400;

/// Where the last `days` days begin, today among them, and today, counted from 1970-01-01.
fn last_days(picture: &Picture, now: Timestamp, days: i64) -> (i64, i64) {
    let today = picture.tallies.day(now);
    (today + 1 - days, today)
}

/// Whether matters say by which mouth they came: where all say the same, an import did not tell it, and the rows bear
/// what stands for "not said".
fn mouths_are_told(picture: &Picture, from_day: i64, to_day: i64) -> bool {
    picture.tallies.sum(None, from_day, to_day).by_source.iter().filter(|count| **count > 0).count() >= 2
}

/// The town's name of a matter.
pub(super) fn town_of(picture: &Picture, row: &IncidentRow) -> Option<Value> {
    row.town.map(|town| Value::Name(picture.areas.row(town).name.to_string()))
}

/// The category's names of a matter.
pub(super) fn category_of(picture: &Picture, row: &IncidentRow) -> Option<Value> {
    row.category.map(|number| category(picture, number))
}

fn category(picture: &Picture, number: u32) -> Value {
    let category = &picture.categories.rows()[number as usize];
    Value::Category { name: category.name.clone(), name_en: category.name_en.clone() }
}

/// A bar for each town, the longest first; what is not known comes last.
fn by_town(picture: &Picture, marked: Option<u32>, value: impl Fn(u32) -> Option<f64>) -> Vec<Bar> {
    let towns = picture.areas.of_level(AreaLevel::Town);
    let mut bars: Vec<Bar> = towns
        .map(|town| Bar {
            label: BarLabel::Name(picture.areas.row(town).name.to_string()),
            value: value(town),
            marked: marked == Some(town),
        })
        .collect();
    bars.sort_by(|a, b| b.value.unwrap_or(-1.0).total_cmp(&a.value.unwrap_or(-1.0)));
    bars
}
