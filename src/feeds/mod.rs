//! Live outside sources, one folder each; the simulator is a feed like any other.

mod deferred;
pub mod poll;
pub mod receive;
pub mod simulator;
pub mod staff;
mod thread;
pub mod video;

pub use deferred::Deferred;
pub use thread::{FeedThread, coalesce};

pub use crate::domain::FeedMessage;
use crate::domain::{Recorded, Timestamp};

/// A live outside source.
pub trait Feed: Send {
    /// Its name.
    fn name(&self) -> &str;

    /// Lives on to `now`, knowing what happened (`news`, in the ledger's order, each event once),
    /// and says what there is to say. A `now` that does not move on brings nothing new.
    fn advance(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage>;
}
