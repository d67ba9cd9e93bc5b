//! Named threads, bounded channels, shutdown, retry. Knows nothing of the field: what goes through
//! a pump is its user's business.

mod backoff;
mod pump;
mod shutdown;
mod worker;

pub use backoff::Backoff;
pub use pump::{Advance, Pump, PumpParts, PumpSettings};
pub use shutdown::Shutdown;
pub use worker::{Panicked, Worker, spawn_named};
