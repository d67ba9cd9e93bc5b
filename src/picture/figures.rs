//! The figures on the wall: each says its period, its numerator, its denominator and its moment.

use super::{Engagement, Picture};
use crate::domain::{AreaLevel, DueState, Source, Timestamp, Urgency, due_state};
use serde::Serialize;
use std::collections::BTreeMap;

/// Below this many cases a rate says nothing: the counts are shown instead.
const MINIMUM_SAMPLE: i64 = 10;

/// One figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figure {
    /// The figure: a count, or a rate from 0 to 1; none where too little is known to say one.
    pub value: Option<f64>,
    /// What was counted.
    pub numerator: i64,
    /// Of how many; none for a plain count.
    pub denominator: Option<i64>,
    /// Over which time: `today`, `month`, `now`.
    pub period: &'static str,
    /// The same figure for the time before (last week's same day up to the same hour), where there is one.
    pub before: Option<i64>,
    /// The moment for which it holds.
    pub as_of: Timestamp,
}

impl Figure {
    fn count(numerator: i64, period: &'static str, as_of: Timestamp) -> Self {
        Self { value: Some(numerator as f64), numerator, denominator: None, period, before: None, as_of }
    }

    fn rate(numerator: i64, denominator: i64, period: &'static str, as_of: Timestamp) -> Self {
        let value = (denominator >= MINIMUM_SAMPLE).then(|| numerator as f64 / denominator as f64);
        Self { value, numerator, denominator: Some(denominator), period, before: None, as_of }
    }
}

/// One town's line in the table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TownFigures {
    /// The town's row.
    pub town: u32,
    /// Reported today.
    pub received: i64,
    /// Open now.
    pub open: i64,
    /// Overdue now.
    pub overdue: i64,
    /// Handled by the deadline this month, of those that had one.
    pub on_time: Figure,
}

/// All figures of the wall at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// Reported today (今日受理).
    pub received: Figure,
    /// Open now (在办).
    pub open: Figure,
    /// Open now and handled: to be checked, called back and closed (待回访).
    pub open_handled: i64,
    /// Open now, by urgency.
    pub open_by_urgency: [i64; 4],
    /// Past the deadline and not handled (超期).
    pub overdue: Figure,
    /// In the last fifth of the time (临期).
    pub due_soon: Figure,
    /// Settled on the spot today, of those handled today (当场办结).
    pub on_the_spot: Figure,
    /// Handled by the deadline this month (按时办结率).
    pub on_time: Figure,
    /// Satisfied or mostly, of call-backs answered this month (满意率).
    pub satisfaction: Figure,
    /// Reported today by source, in the order of `Source::ALL`.
    pub by_source: [i64; Source::ALL.len()],
    /// Reported today by topic, the most first: the row of the uppermost kind to which a matter's category belongs.
    pub by_topic: Vec<(u32, i64)>,
    /// The towns' lines, most reported first.
    pub towns: Vec<TownFigures>,
    /// Reported in each ten minutes of today.
    pub bars: Vec<i64>,
    /// The same of the same day last week.
    pub bars_before: Vec<i64>,
    /// Workers on duty with nothing to do and a fix to trust.
    pub staff_free: i64,
    /// Workers on task.
    pub staff_on_task: i64,
    /// Workers on duty whose fix is too old, offline ones included.
    pub staff_stale: i64,
    /// Workers on duty.
    pub staff_on_duty: i64,
}

impl Picture {
    /// The figures at `now`. Costs follow what is open and who is on duty, not the year.
    pub fn figures(&self, now: Timestamp) -> Figures {
        let tallies = &self.tallies;
        let today = tallies.day(now);
        let day = tallies.sum(None, today, today);
        let month = tallies.sum(None, month_start(today), today);
        let mut figures = Figures {
            received: Figure { before: Some(self.received_before(now)), ..Figure::count(day.received, "today", now) },
            on_the_spot: Figure::rate(day.on_the_spot, day.handled, "today", now),
            on_time: Figure::rate(month.on_time, month.due, "month", now),
            satisfaction: Figure::rate(month.satisfied, month.called, "month", now),
            by_source: day.by_source,
            by_topic: self.by_topic(today),
            bars: tallies.bars(tallies.day_start(today), 144),
            bars_before: tallies.bars(tallies.day_start(today - 7), 144),
            ..Figures::default()
        };
        self.count_open(&mut figures, now);
        self.count_staff(&mut figures, now);
        if self.incidents.is_empty() {
            // Before the first matter nobody knows, which is none and not zero.
            for figure in [&mut figures.received, &mut figures.open, &mut figures.overdue, &mut figures.due_soon] {
                (figure.value, figure.before) = (None, None);
            }
        }
        figures
    }

    /// How many were reported on a day by topic, the most first.
    fn by_topic(&self, day: i64) -> Vec<(u32, i64)> {
        let mut topics: BTreeMap<u32, i64> = BTreeMap::new();
        for (category, count) in self.tallies.by_category(day) {
            *topics.entry(self.categories.topic(category)).or_default() += count;
        }
        let mut topics: Vec<(u32, i64)> = topics.into_iter().collect();
        topics.sort_by_key(|(topic, count)| (-count, *topic));
        topics
    }

    /// How many were reported on the same day last week up to the same moment, to the second.
    fn received_before(&self, now: Timestamp) -> i64 {
        const WEEK_SECS: i64 = 7 * 86_400;
        let start = self.tallies.day_start(self.tallies.day(now));
        self.incidents.reported_between(start.plus_secs(-WEEK_SECS), now.plus_secs(1 - WEEK_SECS)).count() as i64
    }

    fn count_open(&self, figures: &mut Figures, now: Timestamp) {
        let today = self.tallies.day(now);
        let month = month_start(today);
        figures.towns = self
            .areas
            .of_level(AreaLevel::Town)
            .map(|town| {
                let so_far = self.tallies.sum(Some(town), month, today);
                TownFigures {
                    town,
                    received: self.tallies.sum(Some(town), today, today).received,
                    open: 0,
                    overdue: 0,
                    on_time: Figure::rate(so_far.on_time, so_far.due, "month", now),
                }
            })
            .collect();
        let (mut open, mut overdue, mut due_soon) = (0, 0, 0);
        for number in self.incidents.open() {
            let row = self.incidents.row(number);
            let late = row.is_overdue(now);
            open += 1;
            figures.open_handled += i64::from(!row.state.is_handling());
            overdue += i64::from(late);
            let is_due_soon = |due_at| due_state(row.due_since(), due_at, now) == DueState::DueSoon;
            due_soon += i64::from(row.due_at().is_some_and(is_due_soon));
            figures.open_by_urgency[row.urgency as usize] += 1;
            let town = self.town_now(number);
            if let Some(line) = figures.towns.iter_mut().find(|line| Some(line.town) == town) {
                line.open += 1;
                line.overdue += i64::from(late);
            }
        }
        figures.open = Figure::count(open, "now", now);
        figures.overdue = Figure { denominator: Some(open), ..Figure::count(overdue, "now", now) };
        figures.due_soon = Figure { denominator: Some(open), ..Figure::count(due_soon, "now", now) };
        figures.towns.sort_by_key(|line| (-line.received, -line.open, line.town));
    }

    fn count_staff(&self, figures: &mut Figures, now: Timestamp) {
        for engagement in self.workers.rows().iter().filter_map(|row| row.engagement(now)) {
            figures.staff_on_duty += 1;
            match engagement {
                Engagement::OnTask => figures.staff_on_task += 1,
                Engagement::Free => figures.staff_free += 1,
                Engagement::OldFix => figures.staff_stale += 1,
            }
        }
    }

    /// The queue of what wants somebody, most pressing first: by urgency, but what is overdue ahead of all that is not
    /// urgent; then what nobody has been sent to, then by deadline, then the older.
    pub fn queue(&self, now: Timestamp) -> Vec<u32> {
        let mut queue: Vec<u32> =
            self.incidents.open().filter(|n| self.incidents.row(*n).state.is_handling()).collect();
        queue.sort_by_cached_key(|number| {
            let row = self.incidents.row(*number);
            // What is overdue goes by how long, sent or not.
            let (pressing, state) = match row.urgency {
                Urgency::U1 | Urgency::U2 => (row.urgency as u8, Some(row.state)),
                _ if row.is_overdue(now) => (2, None),
                Urgency::U3 | Urgency::U4 => (row.urgency as u8 + 1, Some(row.state)),
            };
            (
                pressing,
                state,
                row.due_at().or(row.deadline_at).unwrap_or(Timestamp(i64::MAX)),
                row.reported_at(),
                *number,
            )
        });
        queue
    }
}

/// The first day of the civil month in which a day lies (days counted from 1970-01-01; the calendar
/// of Howard Hinnant's `civil_from_days`).
fn month_start(day: i64) -> i64 {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    era * 146_097 + (day_of_era - day_of_year) + (153 * month + 2) / 5 - 719_468
}

#[cfg(test)]
mod tests {
    use super::month_start;

    #[test]
    fn a_month_starts_on_its_first() {
        // 2026-09-11 is day 20,707; 2026-09-01 is 20,697. 2024-02-29 is 19,782; its month began at 19,754.
        assert_eq!(month_start(20_707), 20_697);
        assert_eq!(month_start(19_782), 19_754);
        assert_eq!(month_start(0), 0);
        assert_eq!(month_start(-1), -31);
    }
}
