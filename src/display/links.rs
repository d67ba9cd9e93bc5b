//! What ties a drawn seat to the threads around it: bounded channels, and a clock.

use super::photos::PhotoReader;
use super::video::VideoReader;
use super::waker::Waker;
use crate::domain::{Timestamp, Urgency};
use crate::seat::Seat;
use crate::seat::link::{
    Answer, FromAdviser, FromFeed, FromReplay, FromSound, FromStore, Order, Question, ToReplay, ToStore,
};
use bevy::prelude::{Resource, warn};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

/// At most so many messages of each kind are taken in within one frame; the rest waits in its channel.
const MOST_A_FRAME: usize = 256;

/// Where a seat's time comes from.
pub trait Clock: Send + Sync {
    /// The seat's moment now.
    fn now(&self) -> Timestamp;

    /// The same to the millisecond, as far as the clock knows it: what is played moves by it.
    fn now_ms(&self) -> i64 {
        self.now().0.saturating_mul(1_000)
    }

    /// How many of its seconds pass in one of people's; what people must be able to read goes by theirs.
    fn speed(&self) -> u32 {
        1
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }

    fn now_ms(&self) -> i64 {
        (**self).now_ms()
    }

    fn speed(&self) -> u32 {
        (**self).speed()
    }
}

/// A clock that stands still until somebody moves it, in milliseconds; clones are the same clock.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock that stands at `start`.
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(start.0.saturating_mul(1_000))))
    }

    /// Moves the clock on by seconds.
    pub fn advance(&self, secs: i64) {
        self.advance_ms(secs.saturating_mul(1_000));
    }

    /// Moves the clock on by milliseconds.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::Relaxed);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.now_ms().div_euclid(1_000))
    }

    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The seat's ends of its line to the time machine.
pub struct ReplayEnds {
    /// What is asked of it.
    pub to_machine: SyncSender<ToReplay>,
    /// What it answers.
    pub from_machine: Receiver<FromReplay>,
}

/// The seat's ends of its line to the adviser.
pub struct AdviserEnds {
    /// What is asked.
    pub to_adviser: SyncSender<Question>,
    /// What is answered.
    pub from_adviser: Receiver<FromAdviser>,
}

/// The seat's ends of its line to whatever has sounds played.
pub struct SoundEnds {
    /// Plays an urgency's sound, and never waits.
    pub play: Box<dyn Fn(Urgency) + Send>,
    /// Whether that can be heard.
    pub from_sound: Receiver<FromSound>,
}

/// What is taken of the screen for a film.
pub enum ToFilm {
    /// One picture.
    Frame(FilmFrame),
    /// The film is over.
    End,
}

/// One picture of a film.
pub struct FilmFrame {
    /// The film's name, without an ending.
    pub film: String,
    /// When it was taken, ms since the program began.
    pub at_ms: u64,
    /// Its pixels; it may take a while, and is asked for on a thread that has time.
    pub pixels: Box<dyn FnOnce() -> Option<image::RgbaImage> + Send>,
}

/// The seat's ends of its line to whoever makes films.
pub struct FilmEnds {
    /// What is taken; what finds no room is left out.
    pub to_film: SyncSender<ToFilm>,
    /// How each film ended: its name in the data folder, or why there is none.
    pub from_film: Receiver<Result<String, String>>,
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
    pub asks: Receiver<(Order, SyncSender<Answer>)>,
    /// The time machine; a seat without one stays live.
    pub replay: Option<ReplayEnds>,
    /// Who advises on matters that are taken in; a seat without one takes them in all the same.
    pub adviser: Option<AdviserEnds>,
    /// Reads photos; a seat without it shows none.
    pub photos: Option<PhotoReader>,
    /// Looks through cameras; a seat without it shows the sample's drawn pictures and no others.
    pub video: Option<Arc<dyn VideoReader>>,
    /// Has alarms' sounds played; a seat without it is silent.
    pub sound: Option<SoundEnds>,
    /// Makes films; a seat without it can't be filmed.
    pub film: Option<FilmEnds>,
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

    /// The clock's moment, ms.
    pub(super) fn now_ms(&mut self) -> i64 {
        self.ends().clock.now_ms()
    }

    /// The clock's moment as it passes for people, ms: only differences mean anything.
    pub(super) fn people_ms(&mut self) -> i64 {
        let clock = &self.ends().clock;
        clock.now_ms() / i64::from(clock.speed().max(1))
    }

    pub(super) fn waker(&mut self) -> Waker {
        self.ends().waker.clone()
    }

    /// Takes in what has come, at most so much of each kind; answers whether anything is left, and since when the oldest
    /// of it waited.
    pub(super) fn ingest(&mut self, seat: &mut Seat) -> (bool, Option<Instant>) {
        let ends = self.ends();
        let since = ends.waker.heard();
        let mut left = drain(&ends.from_store, |message| seat.take_from_store(message));
        left |= drain(&ends.from_feeds, |message| seat.take_from_feed(message));
        left |= drain(&ends.asks, |(order, reply)| seat.order_from_beside(order, reply));
        if let Some(replay) = &ends.replay {
            left |= drain(&replay.from_machine, |message| seat.take_from_replay(message));
        }
        if let Some(adviser) = &ends.adviser {
            left |= drain(&adviser.from_adviser, |message| seat.take_from_adviser(message));
        }
        if let Some(sound) = &ends.sound {
            left |= drain(&sound.from_sound, |message| seat.take_from_sound(message));
        }
        if let Some(film) = &ends.film {
            left |= drain(&film.from_film, |outcome| seat.take_film(outcome));
        }
        (left, since)
    }

    /// Takes in what the store has said since; answers whether it said anything.
    pub(super) fn hear_store(&mut self, seat: &mut Seat) -> bool {
        let mut said = false;
        drain(&self.ends().from_store, |message| {
            said = true;
            seat.take_from_store(message);
        });
        said
    }

    /// Where a film's pictures go.
    pub(super) fn film_line(&mut self) -> Option<SyncSender<ToFilm>> {
        self.ends().film.as_ref().map(|film| film.to_film.clone())
    }

    /// Lets be heard what is to be heard.
    pub(super) fn flush_sound(&mut self, seat: &mut Seat) {
        if let (Some(urgency), Some(sound)) = (seat.alarm_list.take_sound(), &self.ends().sound) {
            (sound.play)(urgency);
        }
    }

    /// Hands the seat's questions to the adviser.
    pub(super) fn flush_questions(&mut self, seat: &mut Seat) {
        for question in seat.intake.take_questions() {
            let sent = self.ends().adviser.as_ref().is_some_and(|line| line.to_adviser.try_send(question).is_ok());
            if !sent {
                seat.take_from_adviser(FromAdviser::Failed { why: "the adviser has stopped".into() });
            }
        }
    }

    /// Hands the seat's questions to the time machine.
    pub(super) fn flush_replay(&mut self, seat: &mut Seat) {
        for question in seat.take_replay_outbox() {
            let why = || "the time machine has stopped".to_owned();
            let otherwise = match &question {
                ToReplay::Track { worker, from, .. } => {
                    FromReplay::Track { worker: worker.clone(), from: *from, track: Err(why()) }
                }
                _ => FromReplay::Failed { why: why() },
            };
            let sent = self.ends().replay.as_ref().is_some_and(|replay| replay.to_machine.try_send(question).is_ok());
            if !sent {
                seat.take_from_replay(otherwise);
            }
        }
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
        // What is lost of views and drafts is what the last second added; nobody waits for an answer.
        ToStore::KeepDraft(_) | ToStore::EraseDraft(_) => FromStore::DraftsNotKept { why },
        ToStore::ReadDrafts => return,
        ToStore::Settings(_) => {
            warn!("views and drafts not kept: {why}");
            return;
        }
        ToStore::Fixes(fixes) => {
            warn!("{} positions not kept: {why}", fixes.len());
            FromStore::FixesLost { count: fixes.len(), why }
        }
        ToStore::Setup(_) => FromStore::SetupNotKept { why },
        ToStore::HandOver(_) => FromStore::HandedOver(Err(why)),
        ToStore::Write(_) => FromStore::Written(Err(why)),
        // Its receipt tells by itself that nobody took it.
        ToStore::Keep { fixes, .. } => FromStore::FixesLost { count: fixes.len(), why },
        ToStore::TakeIn(told) => {
            warn!("{} rows of {} not kept: {why}", told.rows.len(), told.by);
            FromStore::News(Vec::new())
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
