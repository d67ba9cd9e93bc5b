//! What ties a drawn seat to the threads around it: bounded channels, a clock, and a bell that wakes
//! a resting window.

use crate::domain::{Command, Timestamp};
use crate::seat::Seat;
use crate::seat::link::{Answer, FromFeed, FromStore, ToStore};
use bevy::prelude::{Resource, warn};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// At most so many messages of each kind are taken in within one frame; the rest waits in its channel.
const MOST_A_FRAME: usize = 256;

/// Where a seat's time comes from.
pub trait Clock: Send + Sync {
    /// The seat's moment now.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// A clock that stands still until somebody moves it; clones are the same clock.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(start.0)))
    }

    /// Moves the clock on.
    pub fn advance(&self, secs: i64) {
        self.0.fetch_add(secs, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

/// Wakes a resting window. Give a clone to whoever sends something that should be seen at once: the
/// store's answers, commands from beside, orders from the field. Positions need no bell: a window
/// looks for them once a second anyway.
#[derive(Clone, Default)]
pub struct Waker(Arc<WakerParts>);

#[derive(Default)]
struct WakerParts {
    rung: AtomicBool,
    bell: Mutex<Option<Box<dyn Fn() + Send>>>,
}

impl Waker {
    /// Wakes the window, if there is one and nobody has woken it since its last frame.
    pub fn wake(&self) {
        if !self.0.rung.swap(true, Ordering::AcqRel)
            && let Some(ring) = self.bell().as_ref()
        {
            ring();
        }
    }

    /// What to do to wake the window.
    pub(super) fn set_bell(&self, ring: impl Fn() + Send + 'static) {
        *self.bell() = Some(Box::new(ring));
    }

    /// From here on the next `wake` rings again.
    pub(super) fn heard(&self) {
        self.0.rung.store(false, Ordering::Release);
    }

    fn bell(&self) -> MutexGuard<'_, Option<Box<dyn Fn() + Send>>> {
        self.0.bell.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The channels and the clock of one seat.
pub struct Links {
    /// What the store answers and tells.
    pub from_store: Receiver<FromStore>,
    /// What must be made durable.
    pub to_store: SyncSender<ToStore>,
    /// What the feeds bring.
    pub from_feeds: Receiver<FromFeed>,
    /// Commands from beside, each with where its answer goes.
    pub asks: Receiver<(Command, SyncSender<Answer>)>,
    /// The seat's time.
    pub clock: Box<dyn Clock>,
    /// The bell of the window that this seat is drawn in.
    pub waker: Waker,
}

/// The links inside the app. Receivers are not `Sync`; only one system ever holds them.
#[derive(Resource)]
pub(super) struct LinkEnds {
    ends: Mutex<Links>,
}

impl LinkEnds {
    pub(super) fn new(links: Links) -> Self {
        Self { ends: Mutex::new(links) }
    }

    fn ends(&mut self) -> &mut Links {
        self.ends.get_mut().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock's moment.
    pub(super) fn now(&mut self) -> Timestamp {
        self.ends().clock.now()
    }

    pub(super) fn waker(&mut self) -> Waker {
        self.ends().waker.clone()
    }

    /// Takes in what has come, at most so much of each kind; answers whether anything is left.
    pub(super) fn ingest(&mut self, seat: &mut Seat) -> bool {
        let ends = self.ends();
        ends.waker.heard();
        let mut left = drain(&ends.from_store, |message| seat.take_from_store(message));
        left |= drain(&ends.from_feeds, |message| seat.take_from_feed(message));
        left |= drain(&ends.asks, |(command, reply)| seat.command_from_beside(command, reply));
        left
    }

    /// Hands the seat's requests to the store, as many as its channel takes.
    pub(super) fn flush(&mut self, seat: &mut Seat) {
        let mut requests = seat.take_outbox().into_iter();
        let mut lost = Vec::new();
        while let Some(request) = requests.next() {
            match self.ends().to_store.try_send(request) {
                Ok(()) => {}
                Err(TrySendError::Full(request)) => {
                    let left = std::iter::once(request).chain(requests).collect();
                    seat.return_to_outbox(left);
                    break;
                }
                Err(TrySendError::Disconnected(request)) => lost.push(request),
            }
        }
        for request in lost {
            refuse(seat, request);
        }
    }
}

/// The store is gone: whoever waits must hear that nothing happened.
fn refuse(seat: &mut Seat, request: ToStore) {
    let why = "the store has stopped".to_owned();
    seat.take_from_store(match request {
        ToStore::Append { ticket, .. } => FromStore::Refused { ticket, why },
        ToStore::Fixes(fixes) => {
            warn!("{} positions not kept: {why}", fixes.len());
            FromStore::FixesLost { count: fixes.len(), why }
        }
    });
}

fn drain<T>(from: &Receiver<T>, mut take: impl FnMut(T)) -> bool {
    for _ in 0..MOST_A_FRAME {
        match from.try_recv() {
            Ok(message) => take(message),
            Err(TryRecvError::Empty | TryRecvError::Disconnected) => return false,
        }
    }
    true
}
