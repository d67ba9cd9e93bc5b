//! Phones over real connections: what they say becomes durable before they are answered, whatever else comes in.
#![allow(clippy::unwrap_used)]

mod durable;
mod faults;
mod kills;
mod phone;
mod rules;
mod seat;
mod vectors;

use phone::{Answer, get, post};
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::mpsc::{Receiver as Inbox, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::domain::{Fix, LonLat, Receipt, Timestamp};
use zonglan::feeds::receive::{Kind, RECEIVE_FILE, ReceiveLimits, ReceiveSettings, Receiver, ReceiverParts};
use zonglan::feeds::staff::Staff;
use zonglan::ledger::{FixGroup, Tracks};
use zonglan::runtime::{Worker, spawn_named};

const NOW: i64 = 1_789_088_700;
const AT: LonLat = LonLat::new(118.05, 36.05);

/// Whose the phones of the tests are: `li/phone` of W1 has a secret, `861` of W2 and `gcj` of W3 have none, `ghost` is
/// of somebody whom the register doesn't have, `off` of W9 is of somebody off duty.
fn settings(dir: &Path) -> ReceiveSettings {
    let devices = json!({
        "li/phone": { "worker": "W1", "secret": "s3cret" },
        "861001000719969": { "worker": "W2" },
        "gcj": { "worker": "W3", "crs": "gcj02" },
        "ghost": { "worker": "W77" },
        "off": { "worker": "W9" },
    });
    std::fs::write(dir.join(RECEIVE_FILE), json!({ "devices": devices }).to_string()).unwrap();
    ReceiveSettings::load(dir).unwrap()
}

fn staff() -> Staff {
    let mut staff = Staff::default();
    (1..10).for_each(|n| staff.put(&format!("W{n}").into(), n != 9, None));
    staff
}

/// What is to be made durable, and who waits.
type Batch = (Vec<Fix>, Receipt);

/// Keeps as the seat's store does, until nobody can send any more.
fn store(dir: &Path, batches: &Inbox<Batch>) {
    let (mut tracks, mut group) = (Tracks::open(dir).unwrap(), FixGroup::default());
    loop {
        let patience = group.due_in(Instant::now()).unwrap_or(Duration::from_secs(1));
        match batches.recv_timeout(patience) {
            Ok((fixes, receipt)) => group.take(fixes, receipt, Instant::now()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                group.keep(&mut tracks);
                return;
            }
        }
        if group.due_in(Instant::now()).is_some_and(|wait| wait.is_zero()) {
            group.keep(&mut tracks);
        }
    }
}

/// A receiver on a port of its own over a data folder.
struct Rig {
    receiver: Receiver,
    clock: Arc<AtomicI64>,
    // The store ends before its folder goes.
    _store: Option<Worker>,
    dir: TempDir,
}

impl Rig {
    /// With a store on the disk.
    fn new() -> Self {
        Self::with(ReceiveLimits::default(), 0)
    }

    fn with(limits: ReceiveLimits, carry_secs: i64) -> Self {
        let dir = TempDir::new().unwrap();
        let (keep, batches) = sync_channel(4096);
        let folder = dir.path().to_path_buf();
        let store = spawn_named("test-store", move || store(&folder, &batches)).unwrap();
        Self::over(dir, keep, limits, carry_secs, Some(store))
    }

    /// With a store that the test itself plays.
    fn played(limits: ReceiveLimits) -> (Self, Inbox<Batch>) {
        let (keep, batches) = sync_channel(4096);
        (Self::over(TempDir::new().unwrap(), keep, limits, 0, None), batches)
    }

    fn over(
        dir: TempDir,
        keep: SyncSender<Batch>,
        limits: ReceiveLimits,
        carry_secs: i64,
        store: Option<Worker>,
    ) -> Self {
        let clock = Arc::new(AtomicI64::new(NOW + carry_secs));
        let theirs = Arc::clone(&clock);
        let parts = ReceiverParts {
            staff: staff(),
            clock: Box::new(move || Timestamp(theirs.load(Ordering::SeqCst))),
            carry_secs,
            keep: Box::new(move |fixes, receipt| drop(keep.try_send((fixes, receipt)))),
            limits,
        };
        let receiver = Receiver::start(any_port(), settings(dir.path()), parts).unwrap();
        Self { receiver, clock, dir, _store: store }
    }

    fn at(&self) -> SocketAddr {
        self.receiver.address()
    }

    /// How often this kind came.
    fn count(&self, kind: Kind) -> u64 {
        self.receiver.counts().of(kind)
    }

    /// How often what came, by name.
    fn counts(&self) -> Vec<(&'static str, u64)> {
        self.receiver.counts().named()
    }

    /// All that is durable of a worker.
    fn track(&self, worker: &str) -> Vec<Fix> {
        let tracks = Tracks::open_read_only(self.dir.path());
        tracks.track(&worker.into(), Timestamp(0), Timestamp(NOW * 2)).unwrap()
    }

    /// The moments of all that is durable of a worker.
    fn moments(&self, worker: &str) -> Vec<i64> {
        self.track(worker).iter().map(|fix| fix.fixed_at.0).collect()
    }

    /// W2's tracker says where it is.
    fn osmand(&self, at: LonLat, timestamp: i64) -> Option<Answer> {
        get(self.at(), &osmand(at, timestamp))
    }

    /// W1's phone says where it is.
    fn owntracks(&self, at: LonLat, tst: i64) -> Option<Answer> {
        let body = json!({ "_type": "location", "lat": at.lat_deg, "lon": at.lon_deg, "tst": tst, "acc": 12 });
        post(self.at(), "/pub", LI, body.to_string().as_bytes())
    }

    /// A post of a phone that nothing is wrong with is heard.
    fn is_well(&self, tst: i64) {
        let answer = self.osmand(AT, tst).unwrap();
        assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{answer:?}");
        assert!(self.moments("W2").contains(&tst), "an answer means durable");
    }
}

/// How W1's phone signs in: `li:s3cret`.
const LI: &[(&str, &str)] = &[("X-Limit-U", "li"), ("X-Limit-D", "phone"), ("Authorization", "Basic bGk6czNjcmV0")];

fn osmand(at: LonLat, timestamp: i64) -> String {
    format!("/?id=861001000719969&lat={}&lon={}&timestamp={timestamp}", at.lat_deg, at.lon_deg)
}

fn any_port() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    let until = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < until, "it never came about");
        std::thread::sleep(Duration::from_millis(5));
    }
}
