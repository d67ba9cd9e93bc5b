//! Live outside sources, one folder each; the simulator is a feed like any other.

pub mod simulator;
mod thread;

pub use thread::{FeedThread, coalesce};

use crate::domain::{Command, Fix, Recorded, Timestamp};

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

/// A live outside source.
pub trait Feed: Send {
    /// Its name.
    fn name(&self) -> &str;

    /// Lives on to `now`, knowing what happened (`news`, in the ledger's order, each event once),
    /// and says what there is to say. A `now` that does not move on brings nothing new.
    fn advance(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage>;
}
