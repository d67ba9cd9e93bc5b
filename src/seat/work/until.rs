//! Moments in forms: typed by the site's civil time, or so many working days on.

use crate::domain::{ActKind, Span, Timestamp};
use crate::seat::Seat;
use jiff::civil::DateTime;

/// A quick step: how far on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UntilStep {
    /// So many working days.
    WorkingDays(u32),
    /// So many days.
    Days(u32),
    /// So many minutes.
    Minutes(u32),
}

/// The quick steps that a form offers.
pub fn until_steps(act: ActKind) -> [UntilStep; 4] {
    use UntilStep::{Days, Minutes, WorkingDays};
    match act {
        ActKind::Shelve => [Minutes(30), Minutes(60), Minutes(120), Minutes(480)],
        _ => [WorkingDays(1), WorkingDays(3), WorkingDays(5), Days(30)],
    }
}

/// The step that stands in a fresh form.
pub(super) fn usual_step(act: ActKind) -> UntilStep {
    match act {
        ActKind::Shelve => UntilStep::Minutes(30),
        _ => UntilStep::WorkingDays(3),
    }
}

impl Seat {
    /// From when a step counts: from now or, for more time, from the deadline where that is later.
    pub(super) fn until_from(&self, act: ActKind, incident: u32) -> Timestamp {
        match act {
            ActKind::AskExtend => self.picture.incidents.row(incident).deadline_at.unwrap_or(self.now).max(self.now),
            _ => self.now,
        }
    }

    /// The moment that a quick step leads to, as a form's field spells it. More time is never more than the platform
    /// above allows.
    pub fn until_text(&self, act: ActKind, incident: u32, step: UntilStep) -> String {
        let from = self.until_from(act, incident);
        let span = match step {
            UntilStep::WorkingDays(days) => Span::WorkingDays(days),
            UntilStep::Days(days) => Span::Secs(days * 86_400),
            UntilStep::Minutes(minutes) => Span::Secs(minutes * 60),
        };
        let (until, _) = self.rules.hours.end(from, span);
        let above = self.picture.incidents.row(incident).course.as_ref().and_then(|course| course.upstream.as_ref());
        let limit = above.and_then(|above| above.deadline_at).filter(|_| act == ActKind::AskExtend);
        self.civil_text(limit.map_or(until, |limit| until.min(limit)))
    }

    /// A moment by the site's civil time, `2026-09-18 17:30`.
    pub(in crate::seat) fn civil_text(&self, at: Timestamp) -> String {
        let local = self.picture.tallies.zone().local_secs(at);
        match jiff::Timestamp::from_second(local) {
            Ok(moment) => moment.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%M").to_string(),
            Err(_) => String::new(),
        }
    }

    /// The moment that somebody typed; none where it says none. Without a year it is this year's, or next year's where
    /// that has passed; without a time it is the end of that day's work.
    pub(in crate::seat) fn until_of(&self, typed: &str) -> Option<Timestamp> {
        let typed = typed.trim().replace(['/', '.'], "-").replace('：', ":");
        let this_year: i16 = self.civil_text(self.now).get(..4)?.parse().ok()?;
        let whole = |year: i16| -> Option<Timestamp> {
            let dashes = typed.matches('-').count();
            let dated = if dashes >= 2 { typed.clone() } else { format!("{year}-{typed}") };
            let timed = if typed.contains(':') { dated } else { format!("{dated} 17:30") };
            let civil = DateTime::strptime("%Y-%m-%d %H:%M", &timed).ok()?;
            let utc = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            Some(self.picture.tallies.zone().moment(utc.timestamp().as_second()))
        };
        whole(this_year).filter(|at| *at > self.now || typed.matches('-').count() >= 2).or_else(|| whole(this_year + 1))
    }
}
