//! Why a server gave nothing, whatever it was asked for.

use thiserror::Error;

/// Why a server gave nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum NoAnswer {
    /// Nobody answers there.
    #[error("no connection")]
    NoConnection,
    /// It took too long.
    #[error("no answer in time")]
    TimedOut,
    /// It never stopped sending.
    #[error("the answer has no end")]
    TooLong,
    /// It sends from one address to the next.
    #[error("it redirects in a circle")]
    RedirectLoop,
    /// The answer broke off.
    #[error("the answer breaks off")]
    BrokeOff,
    /// It says that something is wrong on its side.
    #[error("HTTP {0}")]
    Status(u16),
}
