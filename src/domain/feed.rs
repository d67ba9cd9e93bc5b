//! What a live outside source says.

use super::{
    Actor, Board, Command, Event, Fix, NoAnswer, Personal, RoundCommand, Stream, Timestamp, Weather, WorkerCode,
};
use thiserror::Error;

/// A worker signed on or off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyChange {
    /// Who.
    pub worker: WorkerCode,
    /// Whether the worker is on duty from now on.
    pub on_duty: bool,
    /// When.
    pub at: Timestamp,
}

/// What a feed says.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedMessage {
    /// It is alive, whether or not it has news.
    Beat {
        /// Its name.
        feed: String,
        /// How often it means to speak, seconds.
        period_secs: i64,
        /// When it spoke.
        at: Timestamp,
    },
    /// It is one of the seat's sources from now on, whether or not it ever answers.
    Joined {
        /// Its name.
        feed: String,
        /// What may be expected of it.
        promise: Promise,
        /// Since when.
        at: Timestamp,
    },
    /// Positions; the latest of each worker wins. Late ones come with their own times, in any order.
    Fixes(Vec<Fix>),
    /// Workers signed on or off, in this order.
    Duty {
        /// The name of the source that says so.
        feed: String,
        /// Who did.
        changes: Vec<DutyChange>,
    },
    /// Positions that are durable already, because whoever sent them waited for it; the latest of each worker wins.
    Kept(Vec<Fix>),
    /// How often each kind of thing came since it began, by the kind's name.
    Counts {
        /// Its name.
        feed: String,
        /// The kinds that came at all.
        counts: Vec<(&'static str, u64)>,
    },
    /// Somebody in the field, or another system, wants something done.
    Command(Box<Command>),
    /// Somebody on a round made a visit.
    Round(Box<RoundCommand>),
    /// Another system tells of matters: to be taken in as an import takes them, not to be decided on.
    Told(Box<Told>),
    /// What the weather is.
    Weather(Box<Weather>),
    /// What the header says of the centre is another than before.
    Board(Box<Board>),
    /// It brings nothing, or not all, and why.
    Trouble {
        /// Its name.
        feed: String,
        /// Why.
        trouble: FeedTrouble,
    },
}

/// What hangs on a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Brings {
    /// Matters: counts of what came in.
    #[default]
    Matters,
    /// Workers' positions: counts of who is free, and where.
    Positions,
    /// The weather.
    Weather,
}

/// What may be expected of a source, and when it counts as late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// How often it means to speak, seconds.
    pub period_secs: i64,
    /// Silent for longer than this it is stale, seconds.
    pub stale_after_secs: i64,
    /// Silent for longer than this it is dead, seconds: its figures are no figures any more.
    pub dead_after_secs: i64,
    /// What it brings.
    pub brings: Brings,
}

impl Promise {
    /// Of a source that means to speak so often: stale after two periods, dead after six.
    #[must_use]
    pub fn of_period(period_secs: i64) -> Self {
        let period_secs = period_secs.max(1);
        let (stale_after_secs, dead_after_secs) = (2 * period_secs, 6 * period_secs);
        Self { period_secs, stale_after_secs, dead_after_secs, brings: Brings::default() }
    }
}

/// What another system tells, at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Who tells it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// What, in the order in which it goes in.
    pub rows: Vec<ToldRow>,
}

/// One thing that is told.
#[derive(Clone, Debug, PartialEq)]
pub struct ToldRow {
    /// The thing.
    pub stream: Stream,
    /// How many events it had when this was weighed against them; with another number it is not taken in.
    pub seen_version: u32,
    /// What is told of it.
    pub event: Event,
    /// The personal data that go with it.
    pub personal: Option<Personal>,
}

/// Why a live source brings nothing, or not all. Each kind is said once an hour; what the source said last stands.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FeedTrouble {
    /// No whole answer came.
    #[error("{host} gives nothing ({why}): what it said last stands")]
    Unreachable {
        /// The server.
        host: String,
        /// Why.
        why: NoAnswer,
    },
    /// The server refuses.
    #[error("{host} refuses (HTTP {status}): {said}")]
    Refused {
        /// The server.
        host: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of its words; empty where it has none.
        said: String,
    },
    /// The answer is not what was expected.
    #[error("the answer of {host} can't be used: {why}")]
    NotUnderstood {
        /// The server.
        host: String,
        /// Why, one sentence.
        why: String,
    },
    /// Most rows can't be used.
    #[error("{bad} of {of} rows can't be used, such as {first}")]
    BadRows {
        /// How many.
        bad: u64,
        /// Of how many.
        of: u64,
        /// What is wrong with one of them.
        first: String,
    },
    /// It wants a key and none is known.
    #[error("it wants a key: set the variable {variable}")]
    NoKey {
        /// The environment's variable.
        variable: String,
    },
    /// The ledger does not have what was told.
    #[error("{rows} rows could not be kept, they are told again and again")]
    NotKept {
        /// How many.
        rows: u64,
    },
    /// Notices to an endpoint were given up: those whom they concern have not heard.
    #[error("{notices} notices were given up ({why}): zonglan tell list --state failed, then tell retry --failed")]
    NotTold {
        /// How many, since this was said last.
        notices: u64,
        /// Why the last of them was, one sentence; empty where an earlier run gave them up.
        why: String,
    },
    /// Matters bear the numbers of another feed's.
    #[error(
        "{rows} matters bear numbers of the feed {other}'s, such as {code}: give one of the two a beginning (--map code='X-{{id}}')"
    )]
    SameNumbers {
        /// How many.
        rows: u64,
        /// The other feed.
        other: String,
        /// One of the numbers.
        code: String,
    },
}
