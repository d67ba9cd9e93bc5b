//! Why phones can't be heard, each in one sentence.

use std::net::SocketAddr;
use std::path::PathBuf;
use thiserror::Error;

/// Why phones can't be heard.
#[derive(Debug, Error)]
pub enum ReceiveError {
    /// The address is not this machine's own.
    #[error(
        "phones are heard on an address of this machine only (127.0.0.1:PORT), what comes from outside passes a proxy \
         with TLS: {0}"
    )]
    NotLoopback(SocketAddr),
    /// The port can't be had.
    #[error("can't listen for phones ({why}): {at}")]
    Listen {
        /// The address.
        at: SocketAddr,
        /// What the system says.
        why: String,
    },
    /// The settings can't be read or understood.
    #[error("can't read whose phones are whose ({why}): {}", path.display())]
    Settings {
        /// What is wrong.
        why: String,
        /// The file.
        path: PathBuf,
    },
    /// No phone is anybody's.
    #[error(
        "no phone is anybody's: write {{\"devices\": {{\"USER/DEVICE\": {{\"worker\": \"CODE\", \"secret\": \"…\"}}}}}} into {}",
        path.display()
    )]
    NoDevices {
        /// The file that should say it.
        path: PathBuf,
    },
}
