//! Who sends: reads what happened, queues what is to be told, and sends it, one message at a time to each endpoint, on a
//! thread of its own. Nobody waits for it, and it waits for nobody but the endpoints.

use super::delivery::Health;
use super::error::Outcome;
use super::follow::Follower;
use super::given_up::GivenUp;
use super::outbox::LONGEST_WAIT_SECS;
use super::settings::Target;
use super::webhook::{Message, post, test_body};
use super::{Counts, Delivery, DeliveryState, Endpoint, Outbox, Place, TellError, TellSettings};
use crate::domain::{FeedTrouble, Timestamp};
use crate::fetch::{Bounds, Clients, Redirects};
use crate::ledger::{Hold, LedgerError};
use crate::runtime::{Backoff, Worker, spawn_named};
use jiff::tz::TimeZone;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// What holds the outbox while somebody sends what is in it.
const LOCK_FILE: &str = "outbox.lock";

/// What a message may cost, and how long whoever failed is left alone.
#[derive(Clone, Debug)]
pub struct TellLimits {
    /// How long the connection may take.
    pub connect: Duration,
    /// How long it may take until the answer's head is there.
    pub head: Duration,
    /// How long all of it may take, to the last byte.
    pub whole: Duration,
    /// The first wait after a failure; each later one is twice as long, less up to a half at random.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
    /// How often the ledger is looked at.
    pub look_up: Duration,
}

impl Default for TellLimits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(6),
            head: Duration::from_secs(15),
            whole: Duration::from_secs(20),
            first_wait: Duration::from_secs(5),
            longest_wait: Duration::from_secs(4 * 3_600),
            look_up: Duration::from_millis(500),
        }
    }
}

/// Who is told of an endpoint (its name) whose notices were given up.
pub type HearsOfGivenUp = Box<dyn Fn(&str, FeedTrouble) + Send>;

/// What sending needs.
pub struct TellParts {
    /// The data folder, whose ledger is read and whose outbox is written.
    pub dir: PathBuf,
    /// The zone in whose civil time moments are told.
    pub zone: TimeZone,
    /// The world's time, by which receivers judge how old a message is.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// What a message may cost.
    pub limits: TellLimits,
    /// Who hears of notices that were given up, and of which endpoint's; none where nobody listens.
    pub hears: Option<HearsOfGivenUp>,
}

/// What came of telling once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How often something was sent.
    pub attempts: u64,
    /// How all notices stand.
    #[serde(flatten)]
    pub counts: Counts,
}

/// The running thread. Dropping it stops it and waits; what is under way then is sent again at the next start.
#[derive(Debug)]
pub struct Teller {
    bell: Arc<Bell>,
    worker: Worker,
}

#[derive(Debug, Default)]
struct Bell {
    rung: Notify,
    stop: AtomicBool,
}

impl Teller {
    /// Starts the thread.
    ///
    /// # Errors
    /// A secret is missing; another program sends already; the ledger or the outbox can't be used; the system gives no
    /// thread or no TLS.
    pub fn start(settings: &TellSettings, parts: TellParts) -> Result<Self, TellError> {
        let mut round = Round::open(settings, parts)?;
        let runtime = runtime()?;
        let bell = Arc::new(Bell::default());
        let theirs = Arc::clone(&bell);
        let worker = spawn_named("zonglan-tell", move || {
            runtime.block_on(round.serve(&theirs));
            // Names that are still being looked up are nobody's business any more.
            runtime.shutdown_background();
        });
        Ok(Self { bell, worker: worker.map_err(|why| TellError::NoTeller(why.to_string()))? })
    }

    /// Whether the thread has come to its end.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.worker.is_finished()
    }
}

impl Drop for Teller {
    fn drop(&mut self) {
        // The worker's own drop, which comes after this, waits.
        self.bell.stop.store(true, Ordering::Release);
        self.bell.rung.notify_one();
    }
}

/// Reads to the ledger's end and sends what is due, until nothing is.
///
/// # Errors
/// As [`Teller::start`], and whatever keeps the ledger from being read or the outbox from being written.
pub fn tell_once(settings: &TellSettings, parts: TellParts) -> Result<Tally, TellError> {
    let mut round = Round::open(settings, parts)?;
    let runtime = runtime()?;
    let outcome = runtime.block_on(round.once());
    runtime.shutdown_background();
    outcome?;
    Ok(Tally { attempts: round.attempts, counts: round.outbox.counts()? })
}

/// Sends one message that concerns no matter to an endpoint; answers with the status.
///
/// # Errors
/// Its secret is missing, or it did not take the message.
pub fn test(endpoint: &Endpoint, parts: &TellParts) -> Result<u16, TellError> {
    let target = endpoint.target(&parts.dir)?;
    let clients = clients(&parts.limits)?;
    let now = (parts.clock)();
    let mut salt = [0; 8];
    getrandom::fill(&mut salt).map_err(|why| TellError::NoTeller(why.to_string()))?;
    let message = Message { id: format!("test-{}-{:016x}", now.0, u64::from_le_bytes(salt)), body: test_body(now) };
    let runtime = runtime()?;
    let outcome = runtime.block_on(post(&clients, &parts.limits, &target, &message, now));
    runtime.shutdown_background();
    let failed = |why: String| Err(TellError::NotTaken { endpoint: endpoint.name.clone(), why });
    match outcome {
        Outcome::Delivered(status) => Ok(status),
        Outcome::Gone => failed(GONE.to_owned()),
        Outcome::Refused { why, .. } => failed(why),
    }
}

/// What is said of an endpoint that is gone for good.
const GONE: &str = "HTTP 410: the endpoint is gone";

fn runtime() -> Result<tokio::runtime::Runtime, TellError> {
    let built = tokio::runtime::Builder::new_current_thread().enable_all().build();
    built.map_err(|why| TellError::NoTeller(why.to_string()))
}

fn clients(limits: &TellLimits) -> Result<Clients, TellError> {
    let bounds = Bounds { connect: limits.connect, whole: limits.whole, redirects: 0 };
    Clients::new(&bounds, Redirects::Nowhere).map_err(TellError::NoTeller)
}

/// One endpoint, and whether a message is on its way to it.
struct Line {
    setting: Endpoint,
    target: Arc<Target>,
    /// SHA-256 of its address, under which its health is kept.
    address: String,
    is_under_way: bool,
}

/// An answer: the endpoint's place, what was sent, what came of it.
type Answer = (usize, Delivery, Outcome);

struct Round {
    lines: Vec<Line>,
    settings: TellSettings,
    clients: Clients,
    follower: Follower,
    outbox: Outbox,
    place: Place,
    parts: TellParts,
    attempts: u64,
    /// Troubles of the disk that were told already.
    told: BTreeSet<String>,
    given_up: GivenUp,
    _lock: Hold,
}

impl Round {
    fn open(settings: &TellSettings, parts: TellParts) -> Result<Self, TellError> {
        let line = |setting: &Endpoint| {
            let target = Arc::new(setting.target(&parts.dir)?);
            let digest = Sha256::digest(target.url.as_str().as_bytes());
            let address = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            Ok::<_, TellError>(Line { setting: setting.clone(), target, address, is_under_way: false })
        };
        let lines = settings.endpoints.iter().map(line).collect::<Result<_, _>>()?;
        let clients = clients(&parts.limits)?;
        let follower = Follower::open(&parts.dir, parts.zone.clone())?;
        let lock = lock(&parts.dir)?;
        let mut outbox = Outbox::open(&parts.dir)?;
        let now = (parts.clock)();
        outbox.recover(now)?;
        let (place, is_new) = follower.begin(&outbox)?;
        if is_new {
            outbox.queue(&place, &[], 0, now)?;
        }
        let given_up = GivenUp::before(&outbox)?;
        let (settings, told) = (settings.clone(), BTreeSet::new());
        Ok(Self { lines, settings, clients, follower, outbox, place, parts, attempts: 0, told, given_up, _lock: lock })
    }

    fn now(&self) -> Timestamp {
        (self.parts.clock)()
    }

    /// Queues what some more events have to tell; answers whether there were any.
    fn follow(&mut self) -> Result<bool, LedgerError> {
        let Some(batch) = self.follower.read(&self.place)? else { return Ok(false) };
        let mut taken = Vec::new();
        let mut untaken = 0;
        for notice in batch.notices {
            match self.settings.route(&notice).map(|endpoint| endpoint.name.clone()) {
                Some(endpoint) => taken.push((endpoint, notice)),
                None => untaken += 1,
            }
        }
        self.outbox.queue(&batch.place, &taken, untaken, self.now())?;
        self.place = batch.place;
        Ok(true)
    }

    /// Sends one message to each endpoint that is ready for one.
    fn send_due(&mut self, under_way: &mut JoinSet<Answer>) -> Result<(), LedgerError> {
        let now = self.now();
        for place in 0..self.lines.len() {
            let line = &self.lines[place];
            if line.is_under_way {
                continue;
            }
            match self.outbox.health(&line.setting.name, &line.address, now)? {
                Health::Ready => {}
                Health::PausedUntil(_) => continue,
                Health::Gone => {
                    let more = self.outbox.give_up(&line.setting.name, GONE, now)?;
                    self.given_up.note(&line.setting.name, more, GONE);
                    continue;
                }
            }
            let Some(delivery) = self.outbox.next(&line.setting.name, now)? else { continue };
            self.outbox.sent(delivery.nr, now)?;
            self.attempts += 1;
            self.lines[place].is_under_way = true;
            let (clients, limits) = (self.clients.clone(), self.parts.limits.clone());
            let target = Arc::clone(&self.lines[place].target);
            under_way.spawn(async move {
                let message = Message { id: delivery.id.clone(), body: delivery.body.clone() };
                let outcome = post(&clients, &limits, &target, &message, now).await;
                (place, delivery, outcome)
            });
        }
        Ok(())
    }

    /// Writes down what came of a message.
    fn take(&mut self, (place, delivery, outcome): Answer) -> Result<(), LedgerError> {
        let now = self.now();
        let line = &mut self.lines[place];
        line.is_under_way = false;
        let name = &line.setting.name;
        match outcome {
            Outcome::Delivered(status) => {
                self.outbox.ended(delivery.nr, DeliveryState::Delivered, &format!("HTTP {status}"), now)
            }
            Outcome::Gone => {
                self.outbox.ended(delivery.nr, DeliveryState::Failed, GONE, now)?;
                self.outbox.set_health(name, &line.address, Health::Gone)?;
                let more = self.outbox.give_up(name, GONE, now)?;
                self.given_up.note(name, more + 1, GONE);
                tracing::warn!("endpoint {name} is gone (HTTP 410): {} notices have failed", more + 1);
                Ok(())
            }
            Outcome::Refused { why, retry_after, endpoint } => {
                let wait = wait_secs(&self.parts.limits, &delivery, retry_after);
                let next_at = now.plus_secs(wait);
                if delivery.tries + 1 >= line.setting.most_tries {
                    tracing::warn!("notice {} to {name} has failed for good: {why}", delivery.id);
                    self.outbox.ended(delivery.nr, DeliveryState::Failed, &why, now)?;
                    self.given_up.note(name, 1, &why);
                } else {
                    self.outbox.wait(delivery.nr, next_at, &why, now)?;
                }
                if endpoint {
                    self.outbox.set_health(name, &line.address, Health::PausedUntil(next_at))?;
                }
                Ok(())
            }
        }
    }

    async fn once(&mut self) -> Result<(), LedgerError> {
        let mut under_way = JoinSet::new();
        loop {
            while self.follow()? {}
            self.send_due(&mut under_way)?;
            match under_way.join_next().await {
                Some(Ok(answer)) => self.take(answer)?,
                Some(Err(why)) => tracing::error!("a notice could not be sent: {why}"),
                None => return Ok(()),
            }
        }
    }

    async fn serve(&mut self, bell: &Bell) {
        let mut under_way = JoinSet::new();
        while !bell.stop.load(Ordering::Acquire) {
            // Where the disk is full or the ledger busy, it goes on as soon as it can. Of a long stream some is read at a
            // time, so that it is never far from hearing that it should stop.
            let done = self.follow().and_then(|more| self.send_due(&mut under_way).map(|()| more));
            let wait = if matches!(done, Ok(true)) { Duration::ZERO } else { self.parts.limits.look_up };
            self.tell_trouble(done.map(|_| ()));
            if let Some(hears) = &self.parts.hears {
                self.given_up.say(Instant::now(), hears);
            }
            tokio::select! {
                answer = under_way.join_next(), if !under_way.is_empty() => match answer {
                    Some(Ok(answer)) => {
                        let done = self.take(answer);
                        self.tell_trouble(done);
                    }
                    Some(Err(why)) => tracing::error!("a notice could not be sent: {why}"),
                    None => {}
                },
                () = bell.rung.notified() => {}
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Says what keeps it from working, each trouble once until it works again.
    fn tell_trouble(&mut self, done: Result<(), LedgerError>) {
        match done {
            Ok(()) => self.told.clear(),
            Err(error) => {
                if self.told.insert(error.to_string()) {
                    tracing::warn!("nobody is told for the moment: {error}");
                }
            }
        }
    }
}

/// How long a notice waits that was refused for the nth time, seconds: by its number and its tries alone, so that a
/// restart forgets no patience.
fn wait_secs(limits: &TellLimits, delivery: &Delivery, retry_after: Option<Duration>) -> i64 {
    let digest = Sha256::digest(delivery.id.as_bytes());
    let seed = digest.iter().take(8).fold(0_u64, |seed, byte| seed << 8 | u64::from(*byte));
    let mut backoff = Backoff::new(limits.first_wait, limits.longest_wait, seed);
    let own = (0..=delivery.tries.min(64)).fold(Duration::ZERO, |_, _| backoff.next_delay());
    let wait = own.max(retry_after.unwrap_or_default());
    i64::try_from(wait.as_secs_f64().ceil() as u64).unwrap_or(LONGEST_WAIT_SECS).clamp(1, LONGEST_WAIT_SECS)
}

/// Takes the outbox for this program; the system lets go of it however the program ends.
fn lock(dir: &Path) -> Result<Hold, TellError> {
    let path = dir.join(LOCK_FILE);
    let held = Hold::take(&path).map_err(|error| LedgerError::io(&path, error))?;
    held.ok_or_else(|| TellError::InUse(dir.to_owned()))
}
