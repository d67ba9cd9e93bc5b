//! Feeds that are asked: an address of positions, of matters or of the weather, asked again and again.
//!
//! `settings` says which, kept in the data folder; `address` makes a question of one, its key apart; `fetch` asks,
//! within bounds; `weigh` tells what of an answer is new, by what was told before and by what the ledger has; `polled`
//! is one feed, with its `patience`; `thread` asks them all, each once at a time, on a thread of its own. `take_in` is
//! the store's side: what is told of matters goes into the ledger as an import would put it there, and positions go the
//! way of all positions. Nothing is ever deleted because a source is silent about it.

mod address;
mod error;
mod fetch;
mod patience;
mod polled;
mod settings;
mod take_in;
mod test;
mod thread;
mod weather;
mod weigh;

pub use error::PollError;
pub use fetch::PollLimits;
pub use settings::{FEEDS_FILE, FeedSetting, FeedSettings, KEY_VARIABLE, PolledKind};
pub use take_in::take_in;
pub use test::{Says, Tested, test};
pub use thread::{PollParts, Poller};
