//! The thread that fetches: a few tiles at once, of all maps in turn, until nobody looks any more.

use super::OnlineError;
use super::fetch::{Answer, Limits, Question, fetch};
use super::map::{Shared, now_secs};
use crate::fetch::{Clients, Tags};
use crate::runtime::{Worker, spawn_named};
use crate::spatial::{PictureTrouble, TileId};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// Days of the quota begin when they do in China.
const DAY_BEGINS_SECS: i64 = 8 * 3600;
/// Where today's tiles are used up, the new day is looked for so often.
const QUOTA_WAIT: Duration = Duration::from_secs(300);

/// The running thread; it stops when this goes.
#[derive(Debug)]
pub(super) struct Fetcher {
    bell: Arc<Bell>,
    // Its drop waits for the thread, which the drop before this has told to stop.
    _worker: Worker,
}

#[derive(Debug, Default)]
struct Bell {
    rung: Notify,
    stop: AtomicBool,
}

/// What is called when something came.
pub(super) type Wake = Box<dyn Fn() + Send + Sync>;

impl Fetcher {
    /// Starts the thread.
    ///
    /// # Errors
    /// Where the system gives none.
    pub(super) fn start(
        maps: Vec<Arc<Shared>>,
        clients: Clients,
        limits: Limits,
        wake: Wake,
    ) -> Result<Self, OnlineError> {
        let no_fetcher = |why: std::io::Error| OnlineError::NoFetcher(why.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_fetcher)?;
        let bell = Arc::new(Bell::default());
        let theirs = Arc::clone(&bell);
        let worker = spawn_named("zonglan-tiles", move || {
            runtime.block_on(serve(&maps, &clients, &limits, &theirs, &wake));
            // Names that are still being looked up are nobody's business any more.
            runtime.shutdown_background();
        });
        Ok(Self { bell, _worker: worker.map_err(no_fetcher)? })
    }

    /// Something is wanted.
    pub(super) fn ring(&self) {
        self.bell.rung.notify_one();
    }
}

impl Drop for Fetcher {
    fn drop(&mut self) {
        self.bell.stop.store(true, Ordering::Release);
        self.bell.rung.notify_one();
    }
}

async fn serve(maps: &[Arc<Shared>], clients: &Clients, limits: &Limits, bell: &Bell, wake: &Wake) {
    let mut under_way: JoinSet<(usize, TileId, Answer)> = JoinSet::new();
    // Whose turn it is: no map starves behind another.
    let mut turn = 0;
    while !bell.stop.load(Ordering::Acquire) {
        while under_way.len() < limits.at_once {
            let Some((map, tile)) = next(maps, &mut turn, wake) else { break };
            let shared = &maps[map];
            let tags = shared.cache.get(&shared.name, tile, now_secs()).map_or(Tags::default(), |kept| kept.tags);
            let question = Question {
                url: shared.template.url(tile, shared.key.as_ref().map(|key| key.0.as_str())),
                host: shared.template.host.clone(),
                key: shared.key.clone(),
                tags,
                now: now_secs(),
            };
            let (clients, limits) = (clients.clone(), limits.clone());
            under_way.spawn(async move { (map, tile, fetch(&clients, &limits, &question).await) });
        }
        let wake_at = maps.iter().filter_map(|shared| shared.queue().wake_at()).min();
        // A moment that is past is waited for a little all the same: `next` has just said no.
        let wait = wake_at.map(|at| at.saturating_duration_since(Instant::now()).max(Duration::from_millis(20)));
        let may_take_more = under_way.len() < limits.at_once;
        tokio::select! {
            done = under_way.join_next(), if !under_way.is_empty() => match done {
                Some(Ok((map, tile, answer))) => take_in(&maps[map], tile, answer, wake),
                Some(Err(why)) => tracing::error!("a tile could not be fetched: {why}"),
                None => {}
            },
            () = bell.rung.notified() => {}
            () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() && may_take_more => {}
        }
    }
}

/// The next tile to be asked for, and of which map, counted.
fn next(maps: &[Arc<Shared>], turn: &mut usize, wake: &Wake) -> Option<(usize, TileId)> {
    for _ in 0..maps.len() {
        let map = *turn % maps.len();
        *turn += 1;
        let (shared, now) = (&maps[map], Instant::now());
        let Some(tile) = shared.queue().next(now) else { continue };
        let Some(per_day) = shared.setting.per_day else { return Some((map, tile)) };
        let day = (now_secs() + DAY_BEGINS_SECS).div_euclid(86_400);
        if shared.cache.may_ask(&shared.name, day, per_day) {
            return Some((map, tile));
        }
        let host = shared.template.host.clone();
        let mut queue = shared.queue();
        queue.put_back(tile, now + QUOTA_WAIT);
        queue.tell(PictureTrouble::QuotaUsedUp { host, per_day }, now);
        drop(queue);
        wake();
    }
    None
}

fn take_in(shared: &Shared, tile: TileId, answer: Answer, wake: &Wake) {
    let now = Instant::now();
    match answer {
        Answer::Tile(kept, may_be_kept) => {
            let is_kept = may_be_kept && shared.cache.put(&shared.name, tile, &kept, now_secs());
            let mut queue = shared.queue();
            if !is_kept {
                queue.hold(tile, kept.bytes);
            }
            queue.came(tile, true, now);
        }
        Answer::Unchanged(expires_at) => {
            shared.cache.refresh(&shared.name, tile, expires_at);
            shared.queue().came(tile, false, now);
        }
        Answer::Failed { trouble, retry_after } => {
            // The officer is told once; the log has the rest.
            tracing::info!("{trouble}");
            shared.queue().failed(tile, trouble, retry_after, now);
        }
    }
    wake();
}
