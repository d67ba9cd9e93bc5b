//! A county's ledger, a clock that a test sets, and what sends from them.

use super::endpoint::{self, secret};
use crate::county::small_county;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::domain::{
    Actor, AgencyName, Append, Event, FeedTrouble, IncidentFile, LonLat, Stream, Timestamp, WorkerCode,
};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::telling::{
    Endpoint, OUTBOX_FILE, Outbox, Tally, TellError, TellLimits, TellParts, TellSettings, Teller, tell_once,
};

pub(super) const NOW: Timestamp = Timestamp(1_789_000_000);

pub(super) fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// An endpoint that takes everything.
pub(super) fn takes_all(name: &str, server: &endpoint::Endpoint) -> Endpoint {
    // Reporters are told only where somebody says so.
    let takes = r#"[{}, {"to": "reporter"}]"#;
    let json = format!(r#"{{"name":"{name}","url":"{}","secret_file":"secret","takes":{takes}}}"#, server.url());
    serde_json::from_str(&json).unwrap()
}

pub(super) fn settings(server: &endpoint::Endpoint) -> TellSettings {
    TellSettings { endpoints: vec![takes_all("甲", server)], centre: None }
}

pub(super) fn assigned(agency: Option<&str>, worker: Option<&str>, message: &str) -> Event {
    let (agency, worker) = (agency.map(AgencyName::from), worker.map(WorkerCode::from));
    Event::Assigned { agency, worker, message: message.into() }
}

pub(super) struct World {
    dir: TempDir,
    ledger: SqliteLedger,
    clock: Arc<AtomicI64>,
    limits: TellLimits,
    versions: BTreeMap<Stream, u32>,
}

impl World {
    pub(super) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        let mut bulk = ledger.bulk(NOW, &Actor::System("test".into())).unwrap();
        for recorded in &small_county().events {
            bulk.put(&recorded.stream, &recorded.event, None).unwrap();
        }
        bulk.commit().unwrap();
        std::fs::write(dir.path().join("secret"), secret()).unwrap();
        // Nobody's answer is waited for so long on a machine that works; a test that wants silence has a shorter wait.
        let long = Duration::from_secs(60);
        let limits = TellLimits {
            connect: long,
            head: long,
            whole: long,
            look_up: Duration::from_millis(5),
            ..TellLimits::default()
        };
        let clock = Arc::new(AtomicI64::new(NOW.0));
        Self { dir, ledger, clock, limits, versions: BTreeMap::new() }
    }

    /// With patience for answers of so long only.
    pub(super) fn impatient(patience: Duration) -> Self {
        let mut world = Self::new();
        (world.limits.head, world.limits.whole) = (patience, patience);
        world
    }

    pub(super) fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn now(&self) -> Timestamp {
        Timestamp(self.clock.load(Ordering::SeqCst))
    }

    pub(super) fn set_clock(&self, now: Timestamp) {
        self.clock.store(now.0, Ordering::SeqCst);
    }

    pub(super) fn pass(&self, secs: i64) {
        self.set_clock(self.now().plus_secs(secs));
    }

    /// An event of a matter, by an officer; a matter that is new is reported first, in the town 990101000.
    pub(super) fn append(&mut self, code: &str, officer: &str, event: Event) {
        self.append_by(code, Actor::Officer(officer.into()), event);
    }

    pub(super) fn append_by(&mut self, code: &str, by: Actor, event: Event) {
        if !self.versions.contains_key(&Stream::incident(&code.into())) {
            let at = Some(LonLat::new(118.01, 36.01));
            let file = IncidentFile { title: "路灯不亮".into(), at, reported_at: NOW, ..IncidentFile::default() };
            self.report(code, file);
        }
        self.put(code, by, event);
    }

    pub(super) fn report(&mut self, code: &str, file: IncidentFile) {
        self.put(code, Actor::Officer("受理甲".into()), Event::Reported(Box::new(file)));
    }

    fn put(&mut self, code: &str, by: Actor, event: Event) {
        let stream = Stream::incident(&code.into());
        let version = self.versions.entry(stream.clone()).or_default();
        let append = Append {
            command: None,
            at: NOW,
            by,
            expected: Some((stream.clone(), *version)),
            events: vec![(stream, event)],
            personal: Vec::new(),
        };
        *version += 1;
        self.ledger.append(&append).unwrap();
    }

    fn parts(&self) -> TellParts {
        let clock = Arc::clone(&self.clock);
        let clock = Arc::new(move || Timestamp(clock.load(Ordering::SeqCst)));
        TellParts { dir: self.dir().to_path_buf(), zone: zone(), clock, limits: self.limits.clone(), hears: None }
    }

    pub(super) fn try_once(&self, settings: &TellSettings) -> Result<Tally, TellError> {
        tell_once(settings, self.parts())
    }

    pub(super) fn once(&self, settings: &TellSettings) -> Tally {
        self.try_once(settings).unwrap()
    }

    /// Starts sending, and hears what is said of notices that were given up.
    pub(super) fn start_and_hear(&self, settings: &TellSettings) -> (Teller, Receiver<(String, FeedTrouble)>) {
        let (says, heard) = sync_channel(64);
        let hears = move |endpoint: &str, trouble| says.send((endpoint.to_owned(), trouble)).unwrap_or_default();
        (Teller::start(settings, TellParts { hears: Some(Box::new(hears)), ..self.parts() }).unwrap(), heard)
    }

    pub(super) fn start(&self, settings: &TellSettings) -> Teller {
        Teller::start(settings, self.parts()).unwrap()
    }

    pub(super) fn test(&self, endpoint: &Endpoint) -> Result<u16, TellError> {
        zonglan::telling::test(endpoint, &self.parts())
    }

    pub(super) fn outbox(&self) -> Outbox {
        Outbox::open(self.dir()).unwrap()
    }

    /// Waits until the outbox is so.
    pub(super) fn until(&self, is_so: impl Fn(&Outbox) -> bool) {
        let (outbox, until) = (self.outbox(), Instant::now() + Duration::from_secs(60));
        while !is_so(&outbox) {
            assert!(Instant::now() < until, "{:?}", outbox.list(None, None, 100));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    pub(super) fn take_outbox_of(&self, other: &World) {
        std::fs::copy(other.dir().join(OUTBOX_FILE), self.dir().join(OUTBOX_FILE)).unwrap();
    }
}
