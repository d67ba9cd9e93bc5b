//! 早发现: what the grid reported before a citizen had to.

use super::{LEAST_DAY, LEAST_SHARE, by_town, category, last_days};
use crate::domain::{Source, Timestamp};
use crate::picture::{DayTally, Picture};
use crate::seat::tour::finding::{Basis, Finding, FoundPlace, Plot, PlotKind, PlotShape, Value};
use std::collections::BTreeMap;

/// The days that are looked at.
const DAYS: i64 = 30;
/// Of fewer calls on one thing in one town nothing is said.
const LEAST_HOT: i64 = 5;

/// The share of the last thirty days that the grid reported, and where on what the hotlines heard most.
pub(crate) fn early(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let (from_day, today) = last_days(picture, now, DAYS);
    let all = picture.tallies.sum(None, from_day, today);
    let by_grid = all.by_source[Source::Grid as usize];
    // Where every matter bears one mouth, nobody said which it was.
    if all.received < LEAST_SHARE || by_grid < LEAST_DAY || all.received - by_grid < LEAST_DAY {
        return None;
    }
    let from = picture.tallies.day_start(from_day);
    let basis = Basis { of: by_grid, whole: Some(all.received), from: Some(from), to: now };
    let mut finding = Finding::new(basis)
        .with("received", Value::Count(all.received))
        .with("by_grid", Value::Count(by_grid))
        .with("share", Value::Share { of: by_grid, whole: all.received });
    let hot = hottest(picture, from, now);
    if let Some((town, thing, count)) = hot {
        finding = finding
            .with("hot_town", Value::Name(picture.areas.row(town).name.to_string()))
            .with("hot_category", category(picture, thing))
            .with("hot_count", Value::Count(count));
        finding.place = Some(FoundPlace::Area(town));
    }
    let share = |town: u32| {
        let DayTally { received, by_source, .. } = picture.tallies.sum(Some(town), from_day, today);
        (received >= LEAST_DAY).then(|| by_source[Source::Grid as usize] as f64 * 100.0 / received as f64)
    };
    let bars = by_town(picture, hot.map(|(town, ..)| town), share);
    finding.plot = (bars.len() > 1).then_some(Plot { kind: PlotKind::GridFirstByTown, shape: PlotShape::Bars(bars) });
    Some(finding)
}

/// The town and the category of which the hotlines heard most.
fn hottest(picture: &Picture, from: Timestamp, now: Timestamp) -> Option<(u32, u32, i64)> {
    let mut calls: BTreeMap<(u32, u32), i64> = BTreeMap::new();
    for number in picture.incidents.reported_between(from, now.plus_secs(1)) {
        let row = picture.incidents.row(number);
        let by_phone = matches!(row.source, Source::CityHotline | Source::Hotline);
        let there = row.town.filter(|town| picture.areas.row(*town).is_present());
        if let (true, Some(town), Some(category)) = (by_phone, there, row.category) {
            *calls.entry((town, category)).or_default() += 1;
        }
    }
    let most = calls.into_iter().max_by_key(|((town, category), count)| (*count, u32::MAX - town, u32::MAX - category));
    most.filter(|(_, count)| *count >= LEAST_HOT).map(|((town, category), count)| (town, category, count))
}
