//! 办得怎样: on which level matters were settled, and what citizens said.

use super::{DAY_SECS, LEAST_DAY, LEAST_SHARE, last_days, mouths_are_told};
use crate::domain::{AreaLevel, CallBack, StepKind, Timestamp};
use crate::picture::{IncidentRow, Picture};
use crate::seat::tour::finding::{Bar, BarLabel, Basis, Finding, Plot, PlotKind, PlotShape, Value};

/// The days that are looked at.
const DAYS: i64 = 30;
/// What was handled in them was reported at most so long before, days.
const EARLIER: i64 = 60;

/// Of what was handled in the last thirty days: how much by the village or the grid, how much by the town or below it; of
/// who was called back and answered, how many were satisfied; of the others, how many matters were taken up again.
pub(crate) fn outcome(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let (from_day, today) = last_days(picture, now, DAYS);
    let from = picture.tallies.day_start(from_day);
    let rows: Vec<&IncidentRow> = picture
        .incidents
        .reported_between(from.plus_secs(-EARLIER * DAY_SECS), now.plus_secs(1))
        .map(|number| picture.incidents.row(number))
        .collect();
    let is_lately = |row: &&&IncidentRow, kind| row.time(kind).is_some_and(|at| from <= at && at <= now);
    let handled: Vec<&&IncidentRow> = rows.iter().filter(|row| is_lately(row, StepKind::Handled)).collect();
    let of_level = AreaLevel::ALL.map(|level| handled.iter().filter(|row| row.level() == level).count() as i64);
    let whole = handled.len() as i64;
    let down_to = |level: AreaLevel| of_level[level as usize..].iter().sum::<i64>();
    // The level follows from the mouth where nobody moved the matter.
    let knows_levels = whole >= LEAST_SHARE && mouths_are_told(picture, from_day - EARLIER, today);
    let called = rows.iter().filter(|row| is_lately(row, StepKind::CalledBack));
    let answers: Vec<(CallBack, bool)> = called
        .filter_map(|row| {
            let course = row.course.as_ref();
            let again = course.is_some_and(|course| course.reworks > 0 || course.supervision.is_some());
            Some((row.satisfaction.filter(|answer| *answer != CallBack::Unreachable)?, again))
        })
        .collect();
    let unsatisfied = answers.iter().filter(|(answer, _)| *answer == CallBack::Unsatisfied);
    let (unsatisfied, again) = (unsatisfied.clone().count() as i64, unsatisfied.filter(|(_, again)| *again).count());
    let called = answers.len() as i64;
    if !knows_levels && called < LEAST_DAY {
        return None;
    }
    let satisfied = called - unsatisfied;
    let knows_answers = called >= LEAST_DAY;
    let (of, of_whole) = if knows_answers { (satisfied, called) } else { (down_to(AreaLevel::Town), whole) };
    let share = |of| Value::Share { of, whole };
    let mut finding = Finding::new(Basis { of, whole: Some(of_whole), from: Some(from), to: now })
        .with("handled", Value::Count(whole))
        .with_known("in_village", knows_levels.then(|| share(down_to(AreaLevel::Village))))
        .with_known("in_town", knows_levels.then(|| share(down_to(AreaLevel::Town))))
        .with_known("called", knows_answers.then_some(Value::Count(called)))
        .with_known("satisfied", knows_answers.then_some(Value::Share { of: satisfied, whole: called }))
        .with_known("unsatisfied", knows_answers.then_some(Value::Count(unsatisfied)))
        .with_known("reworked", (knows_answers && unsatisfied > 0).then_some(Value::Count(again as i64)));
    let bars = AreaLevel::ALL.into_iter().rev().map(|level| Bar {
        label: BarLabel::Level(level),
        value: Some(of_level[level as usize] as f64),
        marked: false,
    });
    finding.plot = knows_levels.then(|| Plot { kind: PlotKind::ByLevel, shape: PlotShape::Bars(bars.collect()) });
    Some(finding)
}
