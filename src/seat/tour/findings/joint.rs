//! 合力办: a matter for which agencies were summoned, all of which reported in, and that was settled.

use super::{DAY_SECS, category_of, town_of};
use crate::domain::{StepKind, Summons, Timestamp};
use crate::picture::{IncidentRow, Picture};
use crate::seat::tour::finding::{Bar, BarLabel, Basis, Finding, FoundPlace, Plot, PlotKind, PlotShape, Value};

/// How far back one is looked for, days.
const DAYS: i64 = 90;
/// One that took longer is told, not played, seconds.
const PLAYED_SECS: i64 = 36 * 3_600;

/// The latest of them.
pub(crate) fn joint(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let rows = picture.incidents.reported_between(now.plus_secs(-DAYS * DAY_SECS), now.plus_secs(1));
    let told = rows.filter_map(|number| {
        let row = picture.incidents.row(number);
        Some((row, settled(row)?, row.time(StepKind::Handled)?))
    });
    let (row, summons, handled) = told.max_by_key(|(row, _, handled)| (*handled, row.reported_at()))?;
    let took = |reported_in: Timestamp| reported_in.secs_since(summons.at).max(0);
    let came: Vec<(String, Timestamp)> =
        summons.parties.iter().filter_map(|party| Some((party.agency.to_string(), party.reported_in_at?))).collect();
    let in_time = came.iter().filter(|(_, at)| *at <= summons.due_at).count() as i64;
    let agencies = came.len() as i64;
    let mut finding = Finding::new(Basis { of: in_time, whole: Some(agencies), from: Some(summons.at), to: handled })
        .with_known("town", town_of(picture, row))
        .with_known("category", category_of(picture, row))
        .with("summoned", Value::Moment(summons.at))
        .with("lead", Value::Name(summons.lead.to_string()))
        .with("agencies", Value::Count(agencies))
        .with("in_time", Value::Count(in_time))
        .with_known("slowest", came.iter().map(|(_, at)| took(*at)).max().map(Value::Span))
        .with("whole", Value::Span(handled.secs_since(summons.at).max(0)));
    let bars = came.into_iter().map(|(name, at)| Bar {
        label: BarLabel::Name(name),
        value: Some((took(at) as f64 / 60.0).round()),
        marked: false,
    });
    finding.plot = Some(Plot { kind: PlotKind::ReportedIn, shape: PlotShape::Bars(bars.collect()) });
    finding.place = row.at.map(FoundPlace::Point);
    let is_played = (1..=PLAYED_SECS).contains(&handled.secs_since(summons.at));
    finding.play = is_played.then_some((summons.at, handled));
    Some(finding)
}

/// The summons of a matter that was settled after all summoned agencies had reported in; two of them at least.
fn settled(row: &IncidentRow) -> Option<&Summons> {
    let summons = row.course.as_ref()?.summons.as_ref()?;
    let came = summons.parties.iter().all(|party| party.reported_in_at.is_some());
    (!row.confidential && !row.state.is_handling() && summons.in_force && summons.parties.len() >= 2 && came)
        .then_some(summons)
}
