//! Time as a site counts it: its zone, its working hours, and spans that run round the clock, in working days or in
//! working hours. Nothing here panics, whatever the moment: beyond what a calendar can tell, seconds are counted.

use super::calendar::{Calendar, Day, date_of, day_of};
use super::span::Span;
use crate::domain::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

const DAY_SECS: i64 = 86_400;

/// One stretch of the working day, minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stretch {
    from_min: u16,
    to_min: u16,
}

impl Stretch {
    /// Whether it is over when `later` begins.
    pub(super) fn ends_before(self, later: Self) -> bool {
        self.to_min <= later.from_min
    }
}

impl TryFrom<String> for Stretch {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let minutes = |clock: &str| {
            let (hours, minutes) = clock.trim().split_once(':')?;
            let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
            (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
        };
        let parsed = text.split_once('-').and_then(|(from, to)| Some((minutes(from)?, minutes(to)?)));
        match parsed {
            Some((from_min, to_min)) if from_min < to_min && to_min <= 1440 => Ok(Self { from_min, to_min }),
            _ => Err(format!("working hours are told like 08:30-12:00: {text}")),
        }
    }
}

impl From<Stretch> for String {
    fn from(stretch: Stretch) -> Self {
        let clock = |min: u16| format!("{:02}:{:02}", min / 60, min % 60);
        format!("{}-{}", clock(stretch.from_min), clock(stretch.to_min))
    }
}

/// At what time of its last day a span of working days ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayEnd {
    /// At the time of day at which it began.
    #[default]
    SameTime,
    /// When work closes.
    Close,
}

/// How a site counts time.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    pub(super) zone: TimeZone,
    pub(super) calendar: Calendar,
    pub(super) stretches: Vec<Stretch>,
    pub(super) day_end: DayEnd,
}

impl Hours {
    /// The civil day of a moment and the seconds since its midnight; none beyond what a zone can tell.
    fn local(&self, at: Timestamp) -> Option<(Day, i64)> {
        let moment = jiff::Timestamp::from_second(at.0).ok()?;
        let civil = self.zone.to_datetime(moment);
        let time = civil.time();
        let secs = i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
        Some((day_of(civil.date()), secs))
    }

    /// The moment of a civil time. One that daylight saving skips is taken as the clock would have gone on; of one
    /// that comes twice, the first.
    fn moment(&self, day: Day, secs: i64) -> Option<Timestamp> {
        let (day, secs) = (day + secs.div_euclid(DAY_SECS), secs.rem_euclid(DAY_SECS));
        let clock = jiff::civil::time((secs / 3600) as i8, (secs / 60 % 60) as i8, (secs % 60) as i8, 0);
        let moment = self.zone.to_ambiguous_timestamp(date_of(day).to_datetime(clock)).compatible().ok()?;
        Some(Timestamp(moment.as_second()))
    }

    /// The stretches of work of a day, seconds after midnight; none on days off.
    fn work_of(&self, day: Day) -> impl Iterator<Item = (i64, i64)> + '_ {
        let works = self.calendar.is_working(day);
        let stretches = self.stretches.iter().filter(move |_| works);
        stretches.map(|s| (i64::from(s.from_min) * 60, i64::from(s.to_min) * 60))
    }

    /// When a span that begins at `from` is over, and whether every year it touches is known to the calendar.
    pub fn end(&self, from: Timestamp, span: Span) -> (Timestamp, bool) {
        let unknown = |secs: i64| (from.plus_secs(secs), false);
        match span {
            Span::Secs(secs) => (from.plus_secs(i64::from(secs)), true),
            Span::WorkingDays(days) => {
                let Some((day, secs)) = self.local(from) else { return unknown(i64::from(days) * DAY_SECS) };
                let (last, known) = self.calendar.later(day, days);
                let secs = match self.day_end {
                    DayEnd::SameTime => secs,
                    DayEnd::Close => self.stretches.last().map_or(DAY_SECS, |s| i64::from(s.to_min) * 60),
                };
                // Beyond the last day that there is a moment would come out before its beginning.
                let end = self.moment(last, secs).filter(|end| *end >= from);
                end.map_or_else(|| unknown(i64::from(days) * DAY_SECS), |end| (end, known))
            }
            Span::WorkingSecs(secs) => self.after_work(from, i64::from(secs)),
        }
    }

    /// The moment at which so many seconds have been worked since `from`.
    pub fn after_work(&self, from: Timestamp, work_secs: i64) -> (Timestamp, bool) {
        let Some((first, since)) = self.local(from) else { return (from.plus_secs(work_secs), false) };
        let (mut left, mut known) = (work_secs, true);
        // Every week has working days and every working day hours, so this ends; the bound is for calendars gone mad.
        for day in first..first + 4_000 {
            known &= self.calendar.is_known(day);
            for (begins, ends) in self.work_of(day) {
                let begins = if day == first { begins.max(since) } else { begins };
                if left <= ends - begins {
                    let end = self.moment(day, begins + left).filter(|end| *end >= from);
                    return end.map_or((from.plus_secs(work_secs), false), |end| (end, known));
                }
                left -= (ends - begins).max(0);
            }
        }
        (from.plus_secs(work_secs), false)
    }

    /// How many seconds are worked from `from` to `to`; none where it lies before.
    pub fn worked_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        let (Some((first, since)), Some((last, until))) = (self.local(from), self.local(to)) else {
            return to.secs_since(from).max(0);
        };
        let mut worked = 0;
        for day in first..=last.min(first + 4_000) {
            for (begins, ends) in self.work_of(day) {
                let begins = if day == first { begins.max(since) } else { begins };
                let ends = if day == last { ends.min(until) } else { ends };
                worked += (ends - begins).max(0);
            }
        }
        worked
    }
}
