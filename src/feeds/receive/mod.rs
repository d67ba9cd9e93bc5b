//! Phones that people already have, heard over HTTP on a port of this machine: OwnTracks, Traccar Client, OsmAnd, and a
//! Traccar server that forwards (STANDARDS.md, section 3).
//!
//! `report` and the files of the dialects read what a post says; `desk` decides what becomes of it, by the settings,
//! the register and the rules for fixes; `server` holds the connections. A post is answered when what is to be kept of
//! it is durable, not before; the seat hears of it then, by the same road as of every other feed.

mod desk;
mod error;
mod kind;
mod osmand;
mod owntracks;
mod report;
mod server;
mod settings;
mod traccar;

pub use desk::PHONES;
pub use error::ReceiveError;
pub use kind::{Counts, Kind};
pub use report::{Dialect, Envelope, Malformed, Position, Post, Report, read};
pub use server::ReceiveLimits;
pub use settings::{Device, RECEIVE_FILE, ReceiveSettings};

use super::Feed;
use super::staff::Staff;
use crate::domain::{FeedMessage, Fix, Receipt, Recorded, Timestamp};
use crate::runtime::{Worker, spawn_named};
use desk::Desk;
use server::{Shared, serve};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use tokio::sync::Notify;

/// Makes fixes durable and tells by the receipt; it may let go of the receipt where it has no room, but not wait.
pub type Keep = Box<dyn Fn(Vec<Fix>, Receipt) + Send + Sync>;

/// What a receiver needs of the world around it.
pub struct ReceiverParts {
    /// The register's people.
    pub staff: Staff,
    /// The seat's moment now.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// What is added to phones' times, seconds: a demo's clock is not the phones'.
    pub carry_secs: i64,
    /// Where fixes are made durable.
    pub keep: Keep,
    /// How much is taken of whom.
    pub limits: ReceiveLimits,
}

/// The running server; it stops when this goes.
pub struct Receiver {
    at: SocketAddr,
    shared: Arc<Shared>,
    stop: Arc<Notify>,
    // Its drop waits for the thread, which the drop before this has told to stop.
    _worker: Worker,
}

impl Receiver {
    /// Listens at `at`; port 0 is any that is free.
    ///
    /// # Errors
    /// The address is not this machine's own, or can't be had.
    pub fn start(at: SocketAddr, settings: ReceiveSettings, parts: ReceiverParts) -> Result<Self, ReceiveError> {
        if !at.ip().is_loopback() {
            return Err(ReceiveError::NotLoopback(at));
        }
        let no = |error: std::io::Error| ReceiveError::Listen { at, why: error.to_string() };
        let listener = TcpListener::bind(at).map_err(no)?;
        listener.set_nonblocking(true).map_err(no)?;
        let bound = listener.local_addr().map_err(no)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no)?;
        let ReceiverParts { staff, clock, carry_secs, keep, limits } = parts;
        let shared = Arc::new(Shared::new(Desk::new(settings, staff, carry_secs), clock, keep, limits));
        let (theirs, stop) = (Arc::clone(&shared), Arc::new(Notify::new()));
        let told = Arc::clone(&stop);
        let worker = spawn_named("zonglan-phones", move || {
            if let Err(why) = runtime.block_on(serve(listener, &theirs, &told)) {
                tracing::error!("phones are not heard any more: {why}");
            }
            // Connections end with it; who got no answer sends again.
            runtime.shutdown_background();
        });
        Ok(Self { at: bound, shared, stop, _worker: worker.map_err(no)? })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.at
    }

    /// How often each kind of thing came so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.shared.desk().counts().clone()
    }

    /// What it tells a seat, to be run by a [`super::FeedThread`].
    #[must_use]
    pub fn feed(&self) -> Box<dyn Feed> {
        Box::new(Phones(Arc::clone(&self.shared)))
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.notify_one();
    }
}

/// The receiver's feed.
struct Phones(Arc<Shared>);

impl Feed for Phones {
    fn name(&self) -> &str {
        PHONES
    }

    fn advance(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage> {
        self.0.desk().speak(now, news)
    }
}
