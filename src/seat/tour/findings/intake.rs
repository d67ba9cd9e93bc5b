//! 一个口: what came in today, whichever the mouth.

use super::{DAY_SECS, LEAST_DAY, last_days};
use crate::domain::{State, StepKind, Timestamp};
use crate::picture::Picture;
use crate::seat::tour::finding::{Basis, Finding, Plot, PlotKind, PlotShape, Value};

/// Bars of the picture's table in an hour.
const BARS_AN_HOUR: usize = 6;
/// In so many days it shows whether answers and orders are recorded at all.
const DAYS: i64 = 30;
const WEEK_SECS: i64 = 7 * DAY_SECS;

/// How many were reported today so far, how many of them were answered at once, and for how many somebody was sent.
pub(crate) fn intake(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let start = picture.tallies.day_start(picture.tallies.day(now));
    let rows = || picture.incidents.reported_between(start, now.plus_secs(1)).map(|n| picture.incidents.row(n));
    let received = rows().count() as i64;
    if received < LEAST_DAY {
        return None;
    }
    let answered = rows().filter(|row| row.state == State::Answered).count() as i64;
    let sent = rows().filter(|row| row.time(StepKind::Assigned).is_some()).count() as i64;
    let before = picture.incidents.reported_between(start.plus_secs(-WEEK_SECS), now.plus_secs(1 - WEEK_SECS)).count();
    let before = (before > 0).then_some(Value::Count(before as i64));
    // Where nobody was answered or sent for a month, nobody recorded it: that is not none.
    let (from_day, today) = last_days(picture, now, DAYS);
    let tells_answers = picture.tallies.sum(None, from_day, today).answered > 0;
    let lately = picture.incidents.reported_between(picture.tallies.day_start(from_day), now.plus_secs(1));
    let tells_orders = lately.map(|n| picture.incidents.row(n)).any(|row| row.time(StepKind::Assigned).is_some());
    let basis = Basis { of: received, whole: None, from: Some(start), to: now };
    let mut finding = Finding::new(basis)
        .with("time", Value::Moment(now))
        .with("received", Value::Count(received))
        .with_known("answered", tells_answers.then_some(Value::Count(answered)))
        .with_known("answered_share", tells_answers.then_some(Value::Share { of: answered, whole: received }))
        .with_known("sent", tells_orders.then_some(Value::Count(sent)))
        .with_known("before", before);
    finding.plot = Some(by_hour(picture, start, now));
    Some(finding)
}

/// The hours that are over, beside the whole same day last week, where anything was reported on it.
fn by_hour(picture: &Picture, start: Timestamp, now: Timestamp) -> Plot {
    let hours = |from: Timestamp| -> Vec<i64> {
        picture.tallies.bars(from, 24 * BARS_AN_HOUR).chunks(BARS_AN_HOUR).map(|hour| hour.iter().sum()).collect()
    };
    let is_over = |hour: usize| now >= start.plus_secs((hour as i64 + 1) * 3_600);
    let today = hours(start).into_iter().enumerate();
    let now = today.map(|(hour, count)| is_over(hour).then_some(count as f64)).collect();
    let before = hours(start.plus_secs(-WEEK_SECS));
    let is_known = before.iter().any(|count| *count > 0);
    let before = before.into_iter().map(|count| is_known.then_some(count as f64)).collect();
    Plot { kind: PlotKind::TodayByHour, shape: PlotShape::Lines { now, before, from: start, step_secs: 3_600 } }
}
