//! A site's rules: how long each phase may take, how its hours are counted, how summons are checked, who holds which
//! post. All of it is data (JSON); three sets are shipped as examples, the first of them as the default.

mod calendar;
mod hours;
mod posts;
mod span;

pub use calendar::{Calendar, CalendarError};
pub use hours::{DayEnd, Hours, Stretch};
pub use posts::{Post, Posts, RosterEntry};
pub use span::Span;

use super::{Actor, AreaLevel, CategoryCode, Clock, Difficulty, Phase, Service, Source, Timestamp, Urgency};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What the check on a summons (吹哨报到) is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SummonsCheck {
    /// None: it is in force as it is given.
    None,
    /// 电话报备: it is in force as it is given, and says who in the hall was told by phone.
    #[default]
    Notice,
    /// It is in force once a shift leader or leader has allowed it.
    Approval,
}

/// One row of the table: how long a phase may take where everything it names is so. What it doesn't name may be
/// anything; of the rows that fit, the first one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The phase.
    pub phase: Phase,
    /// The urgencies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urgency: Vec<Urgency>,
    /// The difficulties.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difficulty: Vec<Difficulty>,
    /// What the category's code begins with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<CategoryCode>,
    /// The mouths by which it came in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<Source>,
    /// The levels that hold it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub level: Vec<AreaLevel>,
    /// How long it may take.
    pub span: Span,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// How fast the matter wants an answer.
    pub urgency: Urgency,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Its category.
    pub category: Option<&'a CategoryCode>,
    /// By which mouth it came in.
    pub source: Source,
    /// The level that holds it.
    pub level: AreaLevel,
}

impl Rule {
    fn fits(&self, phase: Phase, case: &Case<'_>) -> bool {
        let begins = |prefix: &CategoryCode| case.category.is_some_and(|c| c.as_str().starts_with(prefix.as_str()));
        self.phase == phase
            && (self.urgency.is_empty() || self.urgency.contains(&case.urgency))
            && (self.difficulty.is_empty() || self.difficulty.contains(&case.difficulty))
            && (self.category.is_empty() || self.category.iter().any(begins))
            && (self.source.is_empty() || self.source.contains(&case.source))
            && (self.level.is_empty() || self.level.contains(&case.level))
    }

    fn is_for_all(&self) -> bool {
        let lists = [self.urgency.len(), self.difficulty.len(), self.category.len(), self.source.len()];
        lists == [0; 4] && self.level.is_empty()
    }
}

/// Categories that go to 110, 119 or 120 and are never dispatched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emergency {
    /// What the category's code begins with.
    pub category: CategoryCode,
    /// Where it goes.
    pub service: Service,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RulesFile {
    name: String,
    /// What somebody who reads the file should know.
    #[serde(default)]
    #[allow(dead_code, reason = "it is for whoever reads the file")]
    note: String,
    work: Vec<Stretch>,
    #[serde(default)]
    day_end: DayEnd,
    #[serde(default)]
    summons_check: SummonsCheck,
    deadlines: Vec<Rule>,
    #[serde(default)]
    emergencies: Vec<Emergency>,
    #[serde(default)]
    roster: Vec<RosterEntry>,
}

/// Why rules can't be used.
#[derive(Debug, Error)]
pub enum RulesError {
    /// They are no rules at all.
    #[error("these are no rules: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// A phase that every matter goes through, without a row for all that no other row names.
    #[error("the phase '{0}' wants a last row without conditions: every matter needs a deadline")]
    NoLastRow(&'static str),
    /// Nobody ever works.
    #[error("the working hours are empty, or not in order: tell them like [\"08:30-12:00\", \"13:30-17:30\"]")]
    NoHours,
}

/// A site's rules.
#[derive(Clone, Debug)]
pub struct Rules {
    /// What they are called.
    pub name: String,
    /// How time is counted.
    pub hours: Hours,
    /// The check on a summons.
    pub summons_check: SummonsCheck,
    /// The table of deadlines.
    pub deadlines: Vec<Rule>,
    /// What is passed on instead of dispatched.
    pub emergencies: Vec<Emergency>,
    /// Who holds which post; empty: whoever sits at the seat may do everything.
    pub roster: Vec<RosterEntry>,
}

/// The phases that every matter goes through: without a row for each, some matter would have no deadline.
const OF_ALL: [Phase; 3] = [Phase::Accept, Phase::Handle, Phase::Close];

impl Rules {
    /// The shipped default: Shouguang's three and five working days, urgent matters reported back within an hour.
    pub const SHIPPED: &str = include_str!("../../../assets/rules/working-days.json");
    /// An example that counts hours round the clock: receipt in 30 minutes, first contact in 2 hours.
    pub const ROUND_THE_CLOCK: &str = include_str!("../../../assets/rules/round-the-clock.json");
    /// An example with rows by source, category and level, and a roster.
    pub const BY_LEVEL: &str = include_str!("../../../assets/rules/by-level.json");

    /// Rules from a file's text, for a site in `zone` with `calendar`.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn parse(text: &str, zone: TimeZone, calendar: Calendar) -> Result<Self, RulesError> {
        let file: RulesFile = serde_json::from_str(text)?;
        if file.work.is_empty() || !file.work.is_sorted_by(|earlier, later| earlier.ends_before(*later)) {
            return Err(RulesError::NoHours);
        }
        for phase in OF_ALL {
            if !file.deadlines.iter().any(|rule| rule.phase == phase && rule.is_for_all()) {
                return Err(RulesError::NoLastRow(phase.name()));
            }
        }
        Ok(Self {
            name: file.name,
            hours: Hours { zone, calendar, stretches: file.work, day_end: file.day_end },
            summons_check: file.summons_check,
            deadlines: file.deadlines,
            emergencies: file.emergencies,
            roster: file.roster,
        })
    }

    /// The shipped default by China's time and calendar.
    pub fn shipped() -> Self {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        // A test reads the shipped file; a program that was built with a broken one still counts three days.
        Self::parse(Self::SHIPPED, zone.clone(), Calendar::china()).unwrap_or_else(|_| Self {
            name: String::new(),
            hours: Hours { zone, calendar: Calendar::china(), stretches: Vec::new(), day_end: DayEnd::SameTime },
            summons_check: SummonsCheck::default(),
            deadlines: Vec::new(),
            emergencies: Vec::new(),
            roster: Vec::new(),
        })
    }

    /// How long the phase may take in this case; none where no row says so.
    pub fn span(&self, phase: Phase, case: &Case<'_>) -> Option<Span> {
        self.deadlines.iter().find(|rule| rule.fits(phase, case)).map(|rule| rule.span)
    }

    /// The clock of a phase that begins at `from`; none where no row says how long it may take.
    pub fn clock(&self, phase: Phase, case: &Case<'_>, from: Timestamp) -> Option<Clock> {
        Some(self.clock_of(phase, self.span(phase, case)?, from))
    }

    /// The clock of a phase that every matter goes through, or that goes by such a one's rows.
    pub(crate) fn sure_clock(&self, phase: Phase, case: &Case<'_>, from: Timestamp) -> Clock {
        let span = self.span(phase, case).or_else(|| self.span(Phase::Handle, case));
        self.clock_of(phase, span.unwrap_or(Span::WorkingDays(3)), from)
    }

    fn clock_of(&self, phase: Phase, span: Span, from: Timestamp) -> Clock {
        let (due_at, known) = self.hours.end(from, span);
        Clock {
            phase,
            since: from,
            due_at,
            working: span.is_working(),
            provisional: !known,
            calendar: self.hours.calendar.version(),
        }
    }

    /// When a clock that stood still from `stopped` to `goes_on` is due: what was left of it is left of it then.
    pub fn after_standstill(&self, clock: &Clock, stopped: Timestamp, goes_on: Timestamp) -> Clock {
        let mut later = *clock;
        if clock.working && clock.due_at > stopped {
            let left = self.hours.worked_between(stopped, clock.due_at);
            let (due_at, known) = self.hours.after_work(goes_on, left);
            (later.due_at, later.provisional) = (due_at.max(clock.due_at), clock.provisional || !known);
        } else {
            later.due_at = clock.due_at.plus_secs(goes_on.secs_since(stopped).max(0));
        }
        later
    }

    /// Where matters of this category are passed on to instead of being dispatched.
    pub fn emergency(&self, category: Option<&CategoryCode>) -> Option<Service> {
        let code = category?.as_str();
        self.emergencies.iter().find(|e| code.starts_with(e.category.as_str())).map(|e| e.service)
    }

    /// The posts that somebody holds for a matter in this town.
    pub fn posts_of(&self, actor: &Actor, town: Option<&super::AreaCode>) -> Posts {
        posts::posts_of(&self.roster, actor, town)
    }
}
