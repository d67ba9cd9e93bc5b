//! Named threads, bounded channels, shutdown, retry, and what the process holds. Knows nothing of the field: what goes
//! through a pump is its user's business.

mod backoff;
mod pump;
mod restarts;
mod shutdown;
mod trend;
mod usage;
mod worker;

pub use backoff::Backoff;
pub use pump::{Advance, Pump, PumpParts, PumpSettings};
pub use restarts::{MOST_RESTARTS, RESTARTS_WITHIN_SECS, Restarts, without_options};
pub use shutdown::Shutdown;
pub use trend::Trend;
pub use usage::{Usage, cpu_secs, cpu_secs_of_process, open_handles};
pub use worker::{Panicked, Worker, spawn_named};
