//! 限时办: what is open, and how much time it has left.

use super::DAY_SECS;
use crate::domain::Timestamp;
use crate::picture::Picture;
use crate::seat::tour::finding::{Bar, BarLabel, Basis, Finding, Plot, PlotKind, PlotShape, Value};

/// Of fewer open matters with a clock nothing is said.
const LEAST: i64 = 5;
/// The bounds of the plot's bars, days left.
const DAYS_LEFT: [u8; 3] = [1, 3, 7];

/// How many are open, due within a day, overdue; by how long the longest is, and how many of those are supervised.
pub(crate) fn clocks(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let (mut overdue, mut later, mut without, mut open) = (0_i64, 0_i64, 0_i64, 0_i64);
    let mut within = [0_i64; DAYS_LEFT.len()];
    let (mut oldest_secs, mut supervised): (Option<i64>, i64) = (None, 0);
    for row in picture.incidents.open().map(|number| picture.incidents.row(number)) {
        open += 1;
        let Some(left_secs) = row.due_at().map(|due_at| due_at.secs_since(now)) else {
            without += 1;
            continue;
        };
        if left_secs < 0 {
            overdue += 1;
            supervised += i64::from(row.course.as_ref().is_some_and(|course| course.supervision.is_some()));
            oldest_secs = oldest_secs.max(Some(-left_secs));
        } else {
            let bar = DAYS_LEFT.iter().position(|days| left_secs <= i64::from(*days) * DAY_SECS);
            *bar.map_or(&mut later, |bar| &mut within[bar]) += 1;
        }
    }
    let with_clock = open - without;
    if with_clock < LEAST {
        return None;
    }
    let mut finding = Finding::new(Basis { of: overdue, whole: Some(with_clock), from: None, to: now })
        .with("open", Value::Count(open))
        .with("running", Value::Count(with_clock))
        .with("soon", Value::Count(within[0]))
        .with("overdue", Value::Count(overdue))
        .with_known("oldest", oldest_secs.map(Value::Span))
        .with_known("supervised", oldest_secs.map(|_| Value::Count(supervised)));
    let bar = |label, count: i64| Bar { label, value: Some(count as f64), marked: false };
    let mut bars = vec![bar(BarLabel::Overdue, overdue)];
    bars.extend(DAYS_LEFT.into_iter().zip(within).map(|(days, count)| bar(BarLabel::DaysLeft(days), count)));
    bars.extend([bar(BarLabel::Later, later), bar(BarLabel::NoClock, without)]);
    finding.plot = Some(Plot { kind: PlotKind::ByTimeLeft, shape: PlotShape::Bars(bars) });
    Some(finding)
}
