//! `zonglan feed run`: the feeds are asked and what they bring is kept, by a seat that nobody looks at.

use super::super::beside::Beside;
use super::super::county::{County, keep_picture, now};
use super::super::import::stop_on_ctrl_c;
use super::super::progress::ProgressLine;
use super::super::store::Store;
use super::super::{answer, rules};
use super::{load, start};
use anyhow::Context;
use clap::Args;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use zonglan::domain::{FeedMessage, Timestamp};
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat};

/// How many messages may wait.
const WAITING: usize = 4_096;
/// How often the seat looks up while nothing comes.
const LOOK_UP: Duration = Duration::from_millis(50);

/// Asking without a seat.
#[derive(Args)]
pub(super) struct RunArgs {
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// 只问一次：ask each feed once, keep what it brings, and end
    #[arg(long)]
    once: bool,
}

impl RunArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if load(&self.data)?.feeds.is_empty() {
            anyhow::bail!("no feed is recorded here (zonglan feed add): {}", self.data.display());
        }
        let mut line = ProgressLine::new();
        let county = County::open(&self.data, None, &mut |what, share| line.share(what, share));
        line.clear();
        let County { picture, ledger, tracks, dir, unkept } = county?;
        let clock = clock(&picture);
        let mut seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), clock(), Lang::Zh);
        seat.rules = rules::load(dir.path())?;
        let (store, link) = Store::start(ledger, tracks, dir.path(), unkept, || {})?;
        let (to_seat, from_feeds) = sync_channel(WAITING);
        let (asks_in, asks) = sync_channel(WAITING);
        let at = clock.clone();
        let beside = Beside::listen(dir.path(), asks_in, move || at(), || {})?;
        let poller = start(dir.path(), clock.clone(), to_seat, Box::new(|| {}), self.once)?;
        let poller = poller.with_context(|| format!("the feeds went away: {}", self.data.display()))?;
        // No feed of this run wants to hear what happened.
        drop(link.news);
        let mut desk = Desk { seat, to_store: link.to_store, from_store: link.from_store, troubles: BTreeMap::new() };
        let stop = stop_on_ctrl_c();
        loop {
            let is_over = stop.load(Ordering::Relaxed) || poller.is_finished();
            asks.try_iter().for_each(|(order, reply)| desk.seat.order_from_beside(order, reply));
            desk.pump(&from_feeds)?;
            desk.seat.tick(clock());
            if is_over && desk.seat.commands_under_way() == 0 {
                break;
            }
        }
        // What was said before the end is kept as well.
        drop((poller, beside));
        desk.pump(&from_feeds)?;
        let Desk { mut seat, to_store, from_store, troubles } = desk;
        drop(to_store);
        let mut ledger = store.close()?;
        from_store.try_iter().for_each(|message| seat.take_from_store(message));
        keep_picture(&mut ledger, dir.path())?;
        let feeds: Vec<_> = seat
            .feeds
            .iter()
            .map(|(name, feed)| {
                let state = ["live", "stale", "dead"][feed.state as usize];
                json!({ "name": name, "state": state, "trouble": troubles.get(name) })
            })
            .collect();
        answer(&json!({ "feeds": feeds, "matters": seat.picture.incidents.len() }))?;
        match troubles.into_iter().next().filter(|_| self.once) {
            Some((feed, trouble)) => anyhow::bail!("feed {feed}: {trouble}"),
            None => Ok(()),
        }
    }
}

/// The wall clock; of a sample county its own, which goes on from its last moment.
fn clock(picture: &zonglan::picture::Picture) -> Arc<dyn Fn() -> Timestamp + Send + Sync> {
    if !picture.is_sample() {
        return Arc::new(now);
    }
    let fixes = picture.workers.rows().iter().filter_map(|row| row.fix.map(|fix| fix.fixed_at));
    let (start, since) = (fixes.fold(picture.latest_at, Timestamp::max), Instant::now());
    Arc::new(move || start.plus_secs(since.elapsed().as_secs() as i64))
}

/// The seat and the store's ends.
struct Desk {
    seat: Seat,
    to_store: SyncSender<ToStore>,
    from_store: Receiver<FromStore>,
    /// The first trouble of each feed.
    troubles: BTreeMap<String, String>,
}

impl Desk {
    /// Takes in what comes within a moment, and hands on what is to be kept.
    fn pump(&mut self, from_feeds: &Receiver<FeedMessage>) -> anyhow::Result<()> {
        self.hear_store();
        match from_feeds.recv_timeout(LOOK_UP) {
            Ok(message) => {
                self.hear(message);
                from_feeds.try_iter().for_each(|message| self.hear(message));
            }
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
        for request in self.seat.take_outbox() {
            self.to_store.send(request).context("the store has stopped")?;
            // While it works through them its answers must not pile up.
            self.hear_store();
        }
        Ok(())
    }

    fn hear_store(&mut self) {
        while let Ok(message) = self.from_store.try_recv() {
            self.seat.take_from_store(message);
        }
    }

    fn hear(&mut self, message: FeedMessage) {
        if let FeedMessage::Trouble { feed, trouble } = &message {
            self.troubles.entry(feed.clone()).or_insert_with(|| trouble.to_string());
        }
        self.seat.take_from_feed(message);
    }
}
