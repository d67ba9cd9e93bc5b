//! What a live outside source says.

use super::{Command, Fix, Timestamp};

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
    /// Positions; the latest of each worker wins.
    Fixes(Vec<Fix>),
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
}
