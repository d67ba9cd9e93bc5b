//! 走到位: where somebody was, as far as anything says so: a report by the grid, an arrival, a visit. Positions are no
//! part of the picture's past; the replay beside the sentence shows them.

use super::{DAY_SECS, mouths_are_told};
use crate::domain::{AreaLevel, Source, StepKind, Timestamp};
use crate::picture::Picture;
use crate::seat::tour::finding::{Basis, Finding, Plot, PlotKind, PlotShape, Value};
use std::collections::BTreeSet;

/// Of fewer grids no share is told.
const LEAST_GRIDS: i64 = 5;
/// The days of the plot, and as many before them to compare with.
const DAYS: i64 = 7;
/// A matter at which somebody arrived in these days was reported at most so long before them, days.
const EARLIER: i64 = 30;
/// A grid without any trace for so many days is told.
const UNREACHED_DAYS: usize = 3;

/// The grids where something says that somebody was there yesterday, and those where nothing has said so for three days.
pub(crate) fn reached(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let grids: BTreeSet<u32> = picture.areas.of_level(AreaLevel::Grid).collect();
    let whole = grids.len() as i64;
    let yesterday = picture.tallies.day(now) - 1;
    let first_day = yesterday + 1 - 2 * DAYS;
    let days = traces(picture, &grids, first_day);
    let last = days.len() - 1;
    let of = days[last].len() as i64;
    if whole < LEAST_GRIDS || of == 0 {
        return None;
    }
    let (from, to) = (picture.tallies.day_start(yesterday), picture.tallies.day_start(yesterday + 1));
    let mut finding = Finding::new(Basis { of, whole: Some(whole), from: Some(from), to })
        .with("grids", Value::Count(whole))
        .with("reached", Value::Count(of))
        .with("share", Value::Share { of, whole });
    let lately = &days[days.len() - UNREACHED_DAYS..];
    // A day of which nothing is known at all would make every grid unreached.
    if lately.iter().all(|day| !day.is_empty()) {
        let unreached = grids.iter().filter(|grid| lately.iter().all(|day| !day.contains(grid))).count();
        finding = finding.with("unreached", Value::Count(unreached as i64));
    }
    let share = |day: &BTreeSet<u32>| (!day.is_empty()).then(|| day.len() as f64 * 100.0 / whole as f64);
    let shares: Vec<Option<f64>> = days.iter().map(share).collect();
    let (before, week) = shares.split_at(DAYS as usize);
    let from = picture.tallies.day_start(yesterday + 1 - DAYS);
    let shape = PlotShape::Lines { now: week.to_vec(), before: before.to_vec(), from, step_secs: DAY_SECS };
    finding.plot = Some(Plot { kind: PlotKind::ReachedByDay, shape });
    Some(finding)
}

/// For each of two weeks' days the grids of which something says that somebody was there.
fn traces(picture: &Picture, grids: &BTreeSet<u32>, first_day: i64) -> Vec<BTreeSet<u32>> {
    let last_day = first_day + 2 * DAYS - 1;
    let mut days = vec![BTreeSet::new(); 2 * DAYS as usize];
    let mut note = |grid: Option<u32>, at: Option<Timestamp>| {
        let (Some(grid), Some(at)) = (grid.filter(|grid| grids.contains(grid)), at) else { return };
        let day = picture.tallies.day(at) - first_day;
        if let Some(there) = usize::try_from(day).ok().and_then(|day| days.get_mut(day)) {
            there.insert(grid);
        }
    };
    let (from, to) = (picture.tallies.day_start(first_day), picture.tallies.day_start(last_day + 1));
    let mouths = mouths_are_told(picture, first_day, last_day);
    for number in picture.incidents.reported_between(from.plus_secs(-EARLIER * DAY_SECS), to) {
        let row = picture.incidents.row(number);
        note(row.grid, row.time(StepKind::Arrived));
        if mouths && row.source == Source::Grid {
            note(row.grid, Some(row.reported_at()));
        }
    }
    for number in picture.inspections.between(from, to) {
        let visit = picture.inspections.row(number);
        note(picture.places.area(visit.place), Some(visit.at));
    }
    days
}
