//! Phones of the field beside a seat: they post to a port of this machine, the store keeps what they say, the seat hears.

use super::Usage;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use zonglan::domain::{FeedMessage, Fix, Receipt, Recorded, Timestamp};
use zonglan::feeds::FeedThread;
use zonglan::feeds::receive::{ReceiveLimits, ReceiveSettings, Receiver, ReceiverParts};
use zonglan::feeds::staff::Staff;
use zonglan::picture::Picture;
use zonglan::seat::link::ToStore;

/// What runs; phones are heard until it goes.
pub(super) struct Phones {
    // The feed first: it speaks of what the receiver has.
    _feed: FeedThread,
    _receiver: Receiver,
}

/// What ties phones to their seat.
pub(super) struct PhoneLinks {
    pub(super) clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    pub(super) to_store: SyncSender<ToStore>,
    pub(super) to_seat: SyncSender<FeedMessage>,
    pub(super) news: mpsc::Receiver<Vec<Recorded>>,
}

/// Refuses an address that is not this machine's own, before anything is opened.
pub(super) fn check(at: Option<SocketAddr>) -> anyhow::Result<()> {
    match at {
        Some(at) if !at.ip().is_loopback() => Err(Usage(format!(
            "--receive wants an address of this machine only, such as 127.0.0.1:5055, and what comes from outside passes \
             a proxy with TLS: {at}"
        ))
        .into()),
        _ => Ok(()),
    }
}

impl Phones {
    /// Hears the phones of the settings at this address. `wake` is called when there is something to show.
    pub(super) fn start(
        at: SocketAddr,
        settings: ReceiveSettings,
        picture: &Picture,
        links: PhoneLinks,
        wake: impl Fn() + Send + 'static,
    ) -> anyhow::Result<Self> {
        let PhoneLinks { clock, to_store, to_seat, news } = links;
        let carry_secs = clock().secs_since(super::county::now());
        let mut staff = Staff::default();
        for row in picture.workers.rows().iter().filter(|row| !row.retired) {
            // In a demo's time it was the simulator who moved them until now.
            let last = row.fix.filter(|_| !picture.is_sample()).map(|fix| (fix.at, fix.fixed_at));
            staff.put(&row.worker.code, row.worker.on_duty, last);
        }
        for worker in settings.workers().iter().filter(|worker| !staff.knows(worker)) {
            tracing::warn!("the register has no such worker, whose phone's positions are not kept: {worker}");
        }
        let now = Arc::clone(&clock);
        let parts = ReceiverParts {
            staff,
            clock: Box::new(move || now()),
            carry_secs,
            keep: Box::new(move |fixes: Vec<Fix>, receipt: Receipt| {
                // A store that has no room lets go of the receipt, which says so.
                let _ = to_store.try_send(ToStore::Keep { fixes, receipt });
            }),
            limits: ReceiveLimits::default(),
        };
        let receiver = Receiver::start(at, settings, parts)?;
        let feed = FeedThread::start(receiver.feed(), clock, news, to_seat, wake)?;
        Ok(Self { _feed: feed, _receiver: receiver })
    }
}
