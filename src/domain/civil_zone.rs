//! A site's civil time: how far its clocks are ahead of UTC, and when that changes.

use super::Timestamp;
use jiff::tz::TimeZone;

const DAY_SECS: i64 = 86_400;

/// A time zone, with daylight saving where it has that. Where clocks are no longer changed an answer costs a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct CivilZone {
    zone: TimeZone,
    /// From this moment on clocks are no longer changed; none where they are for good.
    settled: Option<Timestamp>,
    settled_offset_secs: i32,
}

impl CivilZone {
    /// The zone as the IANA's table has it.
    pub fn new(zone: TimeZone) -> Self {
        // A zone that still changes its clocks does so in the last year that there is a date for, too.
        let last = zone.preceding(jiff::Timestamp::MAX).next().map(|change| Timestamp(change.timestamp().as_second()));
        let settled = match last {
            None => Some(Timestamp(i64::MIN)),
            Some(last) if last < Timestamp(jiff::Timestamp::MAX.as_second() - 2 * 366 * DAY_SECS) => Some(last),
            Some(_) => None,
        };
        let settled_offset_secs = zone.to_offset(jiff::Timestamp::MAX).seconds();
        Self { zone, settled, settled_offset_secs }
    }

    /// Clocks that are always so many seconds ahead of UTC; more than a day and a bit is cut off there.
    pub fn fixed(offset_secs: i32) -> Self {
        let offset =
            jiff::tz::Offset::from_seconds(offset_secs.clamp(-93_599, 93_599)).unwrap_or(jiff::tz::Offset::UTC);
        Self::new(TimeZone::fixed(offset))
    }

    /// How far clocks are ahead of UTC at that moment, seconds.
    pub fn offset_secs(&self, at: Timestamp) -> i32 {
        if self.settled.is_some_and(|settled| settled <= at) {
            return self.settled_offset_secs;
        }
        let (least, most) = (jiff::Timestamp::MIN.as_second(), jiff::Timestamp::MAX.as_second());
        let moment = jiff::Timestamp::from_second(at.0.clamp(least, most)).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_offset(moment).seconds()
    }

    /// What clocks and calendars tell at that moment, as seconds since their 1970-01-01 00:00.
    pub fn local_secs(&self, at: Timestamp) -> i64 {
        at.0.saturating_add(i64::from(self.offset_secs(at)))
    }

    /// The moment at which they tell this. Of two it is the earlier; what clocks skip is told as far behind the change.
    pub fn moment(&self, local_secs: i64) -> Timestamp {
        let by = |offset_secs: i32| Timestamp(local_secs.saturating_sub(i64::from(offset_secs)));
        // A change lies between the two guesses, if any lies near: the day before's offset and the day after's.
        let [before, after] = [-DAY_SECS, DAY_SECS].map(|secs| self.offset_secs(Timestamp(local_secs).plus_secs(secs)));
        let tells = |offset_secs: &i32| self.local_secs(by(*offset_secs)) == local_secs;
        [before, after].into_iter().filter(tells).map(by).min().unwrap_or_else(|| by(before))
    }

    /// The civil day of a moment, counted from 1970-01-01.
    pub fn day(&self, at: Timestamp) -> i64 {
        self.local_secs(at).div_euclid(DAY_SECS)
    }

    /// The first moment of a civil day.
    pub fn day_start(&self, day: i64) -> Timestamp {
        self.moment(day.saturating_mul(DAY_SECS))
    }
}

impl From<i32> for CivilZone {
    fn from(offset_secs: i32) -> Self {
        Self::fixed(offset_secs)
    }
}
