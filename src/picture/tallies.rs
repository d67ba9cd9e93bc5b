//! Counts by day and town, kept step by step: a matter that changes is taken out as it was and
//! counted in as it is, so that a figure never needs a walk over the year.

use super::IncidentRow;
use crate::domain::{CallBack, CivilZone, Source, StepKind, Timestamp};
use std::collections::BTreeMap;

/// What happened on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayTally {
    /// Reported.
    pub received: i64,
    /// Reported, by source, in the order of `Source::ALL`.
    pub by_source: [i64; Source::ALL.len()],
    /// Answered at once.
    pub answered: i64,
    /// Handled.
    pub handled: i64,
    /// Handled, with a deadline.
    pub due: i64,
    /// Handled by the deadline.
    pub on_time: i64,
    /// Handled by the person who took it in, within half an hour of the report (当场办结).
    pub on_the_spot: i64,
    /// Called back and answered.
    pub called: i64,
    /// Satisfied or mostly.
    pub satisfied: i64,
    /// Closed.
    pub closed: i64,
}

impl DayTally {
    fn add(&mut self, other: &DayTally) {
        self.received += other.received;
        for (sum, count) in self.by_source.iter_mut().zip(other.by_source) {
            *sum += count;
        }
        self.answered += other.answered;
        self.handled += other.handled;
        self.due += other.due;
        self.on_time += other.on_time;
        self.on_the_spot += other.on_the_spot;
        self.called += other.called;
        self.satisfied += other.satisfied;
        self.closed += other.closed;
    }
}

/// Seconds of one bar of the day's timeline.
pub(super) const BAR_SECS: i64 = 600;

/// How long after the report a matter may be handled and still count as settled on the spot.
const ON_THE_SPOT_SECS: i64 = 1800;

/// From more days than this a table of all of them is not made: some forty years.
const MOST_DAYS: usize = 15_000;

/// Counts by (town, day); the town `None` is the whole county.
#[derive(Debug)]
pub struct Tallies {
    zone: CivilZone,
    days: BTreeMap<(Option<u32>, i64), DayTally>,
    bars: BTreeMap<i64, i64>,
    /// Reported in the county by day and category's row.
    categories: BTreeMap<(i64, u32), i64>,
}

impl Tallies {
    pub(super) fn new(zone: CivilZone) -> Self {
        Self { zone, days: BTreeMap::new(), bars: BTreeMap::new(), categories: BTreeMap::new() }
    }

    /// The site's civil time.
    pub fn zone(&self) -> &CivilZone {
        &self.zone
    }

    /// The civil day of a moment, counted from 1970-01-01.
    pub fn day(&self, at: Timestamp) -> i64 {
        self.zone.day(at)
    }

    /// The first moment of a civil day.
    pub fn day_start(&self, day: i64) -> Timestamp {
        self.zone.day_start(day)
    }

    /// The sum over the days `from..=to` of one town, or of the county.
    pub fn sum(&self, town: Option<u32>, from_day: i64, to_day: i64) -> DayTally {
        let mut sum = DayTally::default();
        if from_day <= to_day {
            self.days.range((town, from_day)..=(town, to_day)).for_each(|(_, tally)| sum.add(tally));
        }
        sum
    }

    /// How many were reported on a day in the county, by category's row. What has none is not among them, nor what is
    /// confidential: a count of one would tell of what kind it is.
    pub fn by_category(&self, day: i64) -> impl Iterator<Item = (u32, i64)> + '_ {
        let counts =
            self.categories.range((day, 0)..=(day, u32::MAX)).map(|((_, category), count)| (*category, *count));
        counts.filter(|(_, count)| *count > 0)
    }

    /// How many were reported in each bar of `BAR_SECS` from `from`, `count` bars.
    pub fn bars(&self, from: Timestamp, count: usize) -> Vec<i64> {
        let first = from.0.div_euclid(BAR_SECS);
        (0..count as i64).map(|k| self.bars.get(&(first + k)).copied().unwrap_or(0)).collect()
    }

    /// How many were reported in `from ≤ t < to`, to the bar.
    pub fn received_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let bars = from.0.div_euclid(BAR_SECS)..to.0.div_euclid(BAR_SECS).max(from.0.div_euclid(BAR_SECS));
        self.bars.range(bars).map(|(_, count)| count).sum()
    }

    /// Counts a row in (`sign` 1) or takes it out (−1).
    pub(super) fn count(&mut self, row: &IncidentRow, sign: i64) {
        let (days, zone) = (&mut self.days, &self.zone);
        count(row, sign, zone, |town, day, change| change(days.entry((town, day)).or_default()));
        if row.version > 0 {
            *self.bars.entry(row.reported_at().0.div_euclid(BAR_SECS)).or_default() += sign;
            if let Some(category) = topic_of(row) {
                *self.categories.entry((self.zone.day(row.reported_at()), category)).or_default() += sign;
            }
        }
    }

    /// Counts all rows anew. Where many changed that is cheaper than one by one: the counts of a town lie side by side
    /// while they grow.
    ///
    /// `towns` is how many rows of areas there are.
    pub(super) fn recount(&mut self, rows: &[IncidentRow], towns: usize) {
        (self.days, self.bars, self.categories) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let ranges = rows.iter().filter_map(IncidentRow::range);
        let range = ranges.reduce(|all, one| (all.0.min(one.0), all.1.max(one.1)));
        let Some((first, last)) = range.map(|(first, last)| (self.day(first), self.day(last))) else { return };
        let width = last.saturating_sub(first) as usize + 1;
        if width > MOST_DAYS {
            // A date out of this world: a table of all days between would not fit into memory.
            return rows.iter().for_each(|row| self.count(row, 1));
        }
        let mut lines: Vec<Vec<DayTally>> = vec![Vec::new(); towns + 1];
        // A register may tell that something was taken in before it was reported.
        let mut odd: BTreeMap<(Option<u32>, i64), DayTally> = BTreeMap::new();
        let mut bars: Vec<i64> = Vec::with_capacity(rows.len());
        let mut categories: Vec<(i64, u32)> = Vec::with_capacity(rows.len());
        for row in rows {
            count(row, 1, &self.zone, |town, day, change| {
                let line = lines.get_mut(town.map_or(0, |town| town as usize + 1));
                match line.filter(|_| (first..=last).contains(&day)) {
                    Some(line) => {
                        if line.is_empty() {
                            line.resize(width, DayTally::default());
                        }
                        change(&mut line[(day - first) as usize]);
                    }
                    None => change(odd.entry((town, day)).or_default()),
                }
            });
            if row.version > 0 {
                bars.push(row.reported_at().0.div_euclid(BAR_SECS));
                categories.extend(topic_of(row).map(|category| (self.zone.day(row.reported_at()), category)));
            }
        }
        let town = |place: usize| place.checked_sub(1).map(|town| town as u32);
        let counted = lines.into_iter().enumerate().flat_map(|(place, line)| {
            let days = (first..).zip(line).filter(|(_, tally)| *tally != DayTally::default());
            days.map(move |(day, tally)| ((town(place), day), tally))
        });
        self.days = counted.collect();
        self.days.append(&mut odd);
        bars.sort_unstable();
        self.bars = bars.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as i64)).collect();
        categories.sort_unstable();
        self.categories = categories.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as i64)).collect();
    }
}

/// The category under which a matter may be counted.
fn topic_of(row: &IncidentRow) -> Option<u32> {
    row.category.filter(|_| !row.confidential)
}

/// A town and a day, and what is counted there.
type Change<'a> = &'a dyn Fn(&mut DayTally);

/// Counts a row's steps into the days on which they happened, for the county and for its town.
fn count(row: &IncidentRow, sign: i64, zone: &CivilZone, mut into: impl FnMut(Option<u32>, i64, Change<'_>)) {
    if row.version == 0 {
        return;
    }
    let mut at = |kind: StepKind, change: &dyn Fn(&mut DayTally)| {
        let Some(time) = row.time(kind) else { return };
        let day = zone.day(time);
        for town in [None, row.town].into_iter().take(1 + usize::from(row.town.is_some())) {
            into(town, day, change);
        }
    };
    at(StepKind::Reported, &|day| {
        day.received += sign;
        day.by_source[row.source as usize] += sign;
    });
    at(StepKind::Answered, &|day| day.answered += sign);
    at(StepKind::Closed, &|day| day.closed += sign);
    at(StepKind::Handled, &|day| {
        let Some(handled) = row.time(StepKind::Handled) else { return };
        day.handled += sign;
        day.on_the_spot += sign * i64::from(handled.secs_since(row.reported_at()) <= ON_THE_SPOT_SECS);
        if let Some(deadline) = row.deadline_at {
            day.due += sign;
            day.on_time += sign * i64::from(handled <= deadline);
        }
    });
    at(StepKind::CalledBack, &|day| {
        let Some(answer) = row.satisfaction.filter(|a| *a != CallBack::Unreachable) else { return };
        day.called += sign;
        day.satisfied += sign * i64::from(answer != CallBack::Unsatisfied);
    });
}
