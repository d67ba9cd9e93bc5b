//! 一件事: one matter from the call to the satisfied call back. It is told by town and category alone: no title, no
//! address, no name.

use super::{DAY_SECS, category_of, town_of};
use crate::domain::{CallBack, Source, State, StepKind, Timestamp, Urgency};
use crate::picture::{IncidentRow, Picture};
use crate::seat::tour::finding::{Basis, Finding, FoundPlace, Plot, PlotKind, PlotShape, Value};

/// How far back a matter is looked for, days.
const DAYS: i64 = 30;
/// A matter that took less is not worth playing, one that took more can't be followed, seconds.
const WHOLE_SECS: std::ops::RangeInclusive<i64> = 1_800..=36 * 3_600;
/// The steps that it must have, in this order.
const STEPS: [StepKind; 7] = [
    StepKind::Reported,
    StepKind::Accepted,
    StepKind::Assigned,
    StepKind::Receipted,
    StepKind::Arrived,
    StepKind::Handled,
    StepKind::CalledBack,
];
/// Before the call and after the call back so much is played, seconds.
const MARGIN_SECS: i64 = 300;

/// The latest matter that a hotline took in, or else another mouth of citizens, and that went the whole way.
pub(crate) fn matter(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let rows = picture.incidents.reported_between(now.plus_secs(-DAYS * DAY_SECS), now);
    let told = rows.map(|number| picture.incidents.row(number)).filter(|row| is_whole(row, now));
    let by_phone = |row: &IncidentRow| matches!(row.source, Source::CityHotline | Source::Hotline);
    let row = told.max_by_key(|row| (by_phone(row), row.time(StepKind::CalledBack)))?;
    let at = |kind| row.time(kind);
    let (came, called) = (row.reported_at(), at(StepKind::CalledBack)?);
    let since = |kind| Some(Value::Span(at(kind)?.secs_since(came)));
    let mut finding = Finding::new(Basis { of: 1, whole: None, from: Some(came), to: called })
        .with_known("town", town_of(picture, row))
        .with_known("category", category_of(picture, row))
        .with("came", Value::Moment(came))
        .with("called", Value::Moment(called))
        .with("whole", Value::Span(called.secs_since(came)))
        .with_known("to_scene", since(StepKind::Arrived))
        .with_known("to_done", since(StepKind::Handled));
    let steps = STEPS.into_iter().filter_map(|kind| Some((kind, at(kind)?))).collect();
    finding.plot = Some(Plot { kind: PlotKind::Steps, shape: PlotShape::Steps(steps) });
    finding.place = row.at.map(FoundPlace::Point);
    finding.play = Some((came.plus_secs(-MARGIN_SECS), called.plus_secs(MARGIN_SECS).min(now)));
    Some(finding)
}

fn is_whole(row: &IncidentRow, now: Timestamp) -> bool {
    let from_citizen = !matches!(row.source, Source::Grid | Source::Camera | Source::Town);
    let plain = !row.confidential && row.urgency >= Urgency::U3 && row.state == State::Closed && from_citizen;
    let placed = row.at.is_some() && row.town.is_some() && row.category.is_some();
    if !plain || !placed || row.satisfaction != Some(CallBack::Satisfied) {
        return false;
    }
    let times: Option<Vec<Timestamp>> = STEPS.into_iter().map(|kind| row.time(kind)).collect();
    times.is_some_and(|times| {
        let (first, last) = (times[0], times[times.len() - 1]);
        times.is_sorted() && last <= now && WHOLE_SECS.contains(&last.secs_since(first))
    })
}
