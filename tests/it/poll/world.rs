//! A seat, its ledger and the thread that asks, pumped by a test.

use crate::county::small_county;
use crate::online::server::Reply;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::domain::{Actor, FeedMessage, FeedTrouble, Fix, LonLat, Recorded, Stream, Timestamp};
use zonglan::feeds::poll::{FeedSetting, FeedSettings, PollLimits, PollParts, PolledKind, Poller, take_in};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat};

pub(super) const NOW: Timestamp = Timestamp(1_789_000_000);

/// Bounds that a test has patience for.
pub(super) fn limits() -> PollLimits {
    PollLimits {
        connect: Duration::from_secs(2),
        head: Duration::from_millis(700),
        whole: Duration::from_millis(1_400),
        most_bytes: 2 << 20,
        longest_wait: Duration::from_secs(1),
        ..PollLimits::default()
    }
}

/// A feed that is asked every second.
pub(super) fn feed(name: &str, url: &str, kind: &str) -> FeedSetting {
    let mut feed = FeedSetting::new(name, url, PolledKind::parse(kind).unwrap());
    feed.every_secs = 1;
    feed
}

/// The same, with what `--map` would say.
pub(super) fn mapped(name: &str, url: &str, kind: &str, map: &[(&str, &str)]) -> FeedSetting {
    let mut feed = feed(name, url, kind);
    feed.map = map.iter().map(|(field, column)| ((*field).to_owned(), (*column).to_owned())).collect();
    feed
}

/// A good answer.
pub(super) fn page(body: &str) -> Reply {
    Reply::Say(200, Vec::new(), body.as_bytes().to_vec())
}

/// Matters as GeoJSON: code, title, longitude.
pub(super) fn incidents(matters: &[(&str, &str, f64)]) -> String {
    let feature = |(code, title, lon): &(&str, &str, f64)| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","title":"{title}","reported_at":{}}},"geometry":{{"type":"Point","coordinates":[{lon},36.03]}}}}"#,
            NOW.0 - 600
        )
    };
    let features: Vec<String> = matters.iter().map(feature).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// The seat and all that stands around it.
pub(super) struct World {
    dir: TempDir,
    settings: FeedSettings,
    clock: Arc<AtomicI64>,
    from_feeds: Receiver<FeedMessage>,
    poller: Option<Poller>,
    pub(super) seat: Seat,
    pub(super) ledger: SqliteLedger,
    /// What the feeds said since the last start.
    pub(super) said: Vec<FeedMessage>,
    /// Positions that were handed to the store.
    pub(super) fixes: Vec<Fix>,
    /// Whether the store takes nothing in.
    pub(super) is_full: bool,
}

impl World {
    pub(super) fn new(feeds: &[FeedSetting]) -> Self {
        let dir = TempDir::new().unwrap();
        let book = small_county();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        let mut bulk = ledger.bulk(NOW, &Actor::System("test".into())).unwrap();
        for recorded in &book.events {
            bulk.put(&recorded.stream, &recorded.event, None).unwrap();
        }
        bulk.commit().unwrap();
        let seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
        let settings = FeedSettings { feeds: feeds.to_vec() };
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let (poller, from_feeds) = start(&dir, &settings, &clock);
        let (said, fixes) = (Vec::new(), Vec::new());
        Self { dir, settings, clock, from_feeds, poller, seat, ledger, said, fixes, is_full: false }
    }

    /// Ends the thread and begins anew with nothing but what the folder has.
    pub(super) fn restart(&mut self) {
        drop(self.poller.take());
        self.pump();
        (self.poller, self.from_feeds) = start(&self.dir, &self.settings, &self.clock);
        self.said.clear();
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::SeqCst))
    }

    /// The seat's time moves on.
    pub(super) fn advance(&mut self, secs: i64) {
        self.clock.fetch_add(secs, Ordering::SeqCst);
        self.seat.tick(self.now());
    }

    /// Takes in what came, and keeps what is to be kept.
    pub(super) fn pump(&mut self) {
        for message in self.from_feeds.try_iter() {
            self.said.push(message.clone());
            self.seat.take_from_feed(message);
        }
        for request in self.seat.take_outbox() {
            match request {
                ToStore::TakeIn(_) if self.is_full => {}
                ToStore::TakeIn(told) => {
                    let recorded = take_in(&mut self.ledger, &told).unwrap();
                    self.seat.take_from_store(FromStore::News(recorded));
                }
                ToStore::Fixes(fixes) => self.fixes.extend(fixes),
                ToStore::Settings(_) | ToStore::Setup(_) | ToStore::HandOver(_) | ToStore::Write(_) => {}
                ToStore::KeepDraft(_) | ToStore::EraseDraft(_) | ToStore::ReadDrafts => {}
                ToStore::Keep { .. } => panic!("nobody who is asked waits for a receipt"),
                ToStore::Append { ticket, append } => {
                    let recorded = self.ledger.append(&append).unwrap().recorded;
                    self.seat.take_from_store(FromStore::Appended { ticket, recorded });
                }
            }
        }
        self.seat.tick(self.now());
    }

    /// Pumps until it holds.
    pub(super) fn until(&mut self, mut holds: impl FnMut(&Self) -> bool) {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            self.pump();
            if holds(self) {
                return;
            }
            assert!(Instant::now() < until, "it never came about; said: {:?}", self.said);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The title of a matter in the picture.
    pub(super) fn title(&self, code: &str) -> Option<String> {
        let incidents = &self.seat.picture.incidents;
        incidents.number(&code.into()).map(|number| incidents.row(number).title.to_string())
    }

    /// Where a worker stands in the picture.
    pub(super) fn place(&self, worker: &str) -> Option<LonLat> {
        let workers = &self.seat.picture.workers;
        workers.row(workers.number(worker)?).fix.map(|fix| fix.at)
    }

    /// How many events the ledger has, whose chain must hold.
    pub(super) fn events(&self) -> u64 {
        self.ledger.verify(&mut |_| ()).unwrap();
        self.ledger.last_seq().unwrap()
    }

    /// A matter's events.
    pub(super) fn history(&self, code: &str) -> Vec<Recorded> {
        self.ledger.read_stream(&Stream::incident(&code.into())).unwrap()
    }

    /// Who told a matter last.
    pub(super) fn by(&self, code: &str) -> String {
        self.history(code).last().unwrap().by.to_string()
    }

    /// How often a feed said that it lives.
    pub(super) fn beats(&self, name: &str) -> usize {
        self.said.iter().filter(|said| matches!(said, FeedMessage::Beat { feed, .. } if feed == name)).count()
    }

    /// What was told of trouble.
    pub(super) fn troubles(&self) -> Vec<FeedTrouble> {
        let trouble = |said: &FeedMessage| match said {
            FeedMessage::Trouble { trouble, .. } => Some(trouble.clone()),
            _ => None,
        };
        self.said.iter().filter_map(trouble).collect()
    }
}

fn start(dir: &TempDir, settings: &FeedSettings, clock: &Arc<AtomicI64>) -> (Option<Poller>, Receiver<FeedMessage>) {
    let (out, from_feeds) = sync_channel(64);
    let theirs = Arc::clone(clock);
    let parts = PollParts {
        dir: dir.path().to_owned(),
        zone: jiff::tz::TimeZone::get("Asia/Shanghai").unwrap(),
        clock: Arc::new(move || Timestamp(theirs.load(Ordering::SeqCst))),
        out,
        wake: Box::new(|| {}),
        once: false,
    };
    (Poller::start(settings, limits(), parts).unwrap(), from_feeds)
}
