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
    /// Somebody in the field, or another system, wants something done.
    Command(Box<Command>),
}
