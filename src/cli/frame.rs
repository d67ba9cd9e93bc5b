//! `zonglan frame`: one frame without a window; and the seat without a window that `drive` and
//! `bench` share.

use super::Usage;
use super::county::{County, Stages};
use super::life::base_map;
use super::seat_options::{Home, SeatOptions};
use super::simulated::simulator;
use super::store::Store;
use anyhow::Context;
use clap::Args;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;
use zonglan::display::{Clock, Headless, Links, ManualClock, Waker};
use zonglan::domain::{FeedMessage, Recorded};
use zonglan::feeds::{Deferred, Feed};
use zonglan::ledger::DataDir;
use zonglan::panels::theme::Sight;
use zonglan::runtime::Worker;
use zonglan::seat::setup::Settings;

/// One frame.
#[derive(Args)]
pub(super) struct FrameArgs {
    /// The PNG to write
    #[arg(long, value_name = "PNG")]
    out: PathBuf,
    /// Let so many seconds of the county's life pass first, so that there are tails and news
    #[arg(long, value_name = "SECS", default_value_t = 0)]
    after: u32,
    /// 色觉检查：the picture as others see it: deutan | protan | tritan | grey
    #[arg(long, value_name = "EYES")]
    see_as: Option<String>,
    #[command(flatten)]
    options: SeatOptions,
}

impl FrameArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let known = |name: &String| {
            let sight = Sight::from_name(name);
            sight.ok_or_else(|| Usage(format!("--see-as wants {}, not {name}", Sight::ALL.map(Sight::name).join(", "))))
        };
        let sight = self.see_as.as_ref().map(known).transpose()?;
        shoot(&self.options, &self.out, self.after, sight)
    }
}

/// The wall as a picture, where there is no screen to open it on.
pub(super) fn without_screen(options: &SeatOptions, out: &Path) -> anyhow::Result<()> {
    shoot(options, out, 240, None)?;
    writeln!(std::io::stderr(), "没有屏幕 no screen: wrote {}", out.display())?;
    Ok(())
}

fn shoot(options: &SeatOptions, out: &Path, after_secs: u32, sight: Option<Sight>) -> anyhow::Result<()> {
    if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("can't make the folder {}", folder.display()))?;
    }
    let mut seat = WindowlessSeat::open(options, (1920.0, 1080.0))?;
    seat.settle()?;
    if after_secs > 0 {
        seat.advance(after_secs)?;
        seat.settle()?;
    }
    seat.headless.frame_seen(out, sight)?;
    seat.close()
}

/// A seat without a window, its store, and its simulator, which lives by the seat's clock.
pub(super) struct WindowlessSeat {
    pub(super) headless: Headless,
    pub(super) life: Life,
    store: Store,
    /// The threads that only read.
    readers: [Worker; 2],
    kept: KeptCounty,
}

/// The county of a seat that has closed: nobody else opens its folder, and a throwaway copy stays, as long as this lives.
pub(super) struct KeptCounty {
    pub(super) dir: DataDir,
    _home: Home,
}

/// What moves a seat without a window on: its clock, and the simulator of a sample county.
pub(super) struct Life {
    clock: ManualClock,
    simulator: Option<Deferred>,
    news: Receiver<Vec<Recorded>>,
    to_seat: SyncSender<FeedMessage>,
}

/// How many messages may wait for the seat's next update.
const WAITING: usize = 16_384;
/// A store that gets nothing done for so long stands still.
const PATIENCE: Duration = Duration::from_secs(60);

impl WindowlessSeat {
    pub(super) fn open(options: &SeatOptions, fallback_px: (f64, f64)) -> anyhow::Result<Self> {
        options.check()?;
        zonglan::display::probe()?;
        Self::open_at(options, fallback_px, options.passing_home()?)
    }

    /// Opens the county that lives at `home`.
    pub(super) fn open_at(options: &SeatOptions, fallback_px: (f64, f64), mut home: Home) -> anyhow::Result<Self> {
        let mut stages = Stages::new();
        let county = options.open(&mut home)?;
        stages.done("county");
        let start = options.start(&county)?;
        let County { picture, ledger, tracks, dir, unkept } = county;
        let simulator = simulator(&picture, dir.path(), options.seed, start, &BTreeSet::new());
        let mut seat = options.seat(picture, dir.path(), fallback_px, start, &Settings::default())?;
        seat.rules = super::rules::load(dir.path())?;
        seat.take_settings(super::seat_settings::load(dir.path()));
        options.take_layers(&mut seat)?;
        seat.take_intake_drafts(super::draft_keeper::load(dir.path()));
        options.take_route(&mut seat, dir.path())?;
        let map = base_map(&mut seat, dir.path(), || {});
        let clock = ManualClock::new(start);
        let (store, line) = Store::start(ledger, tracks, dir.path(), unkept, || {})?;
        let (to_seat, from_feeds) = sync_channel(WAITING);
        // Nobody asks a seat without a window from beside; the sender is gone at once.
        let (_, asks) = sync_channel(1);
        let (machine, replay) = super::replay::start(dir.path(), || {})?;
        let (adviser, advice) = super::adviser::start(dir.path(), || {})?;
        let links = Links {
            from_store: line.from_store,
            to_store: line.to_store,
            from_feeds,
            asks,
            replay: Some(replay),
            adviser: Some(advice),
            photos: Some(super::life::photos(dir.path())),
            video: super::life::video(dir.path()),
            sound: None,
            film: None,
            clock: Box::new(clock.clone()),
            waker: Waker::default(),
        };
        stages.done("seat");
        let headless = Headless::new(seat, links, map)?;
        stages.done("display");
        let [news, _] = line.news;
        let life = Life { clock, simulator, news, to_seat };
        Ok(Self { headless, life, store, readers: [machine, adviser], kept: KeptCounty { dir, _home: home } })
    }

    /// Updates until nothing is under way.
    pub(super) fn settle(&mut self) -> anyhow::Result<()> {
        let mut stages = Stages::new();
        let updates = self.headless.settle()?;
        stages.done(&format!("settled in {updates} updates"));
        Ok(())
    }

    /// Lets `secs` seconds of the county's life pass.
    pub(super) fn advance(&mut self, secs: u32) -> anyhow::Result<()> {
        self.life.advance(&mut self.headless, secs)
    }

    /// Lets the seat's clock pass, and nobody say anything meanwhile.
    pub(super) fn pass_ms(&self, ms: i64) {
        self.life.clock.advance_ms(ms);
    }

    /// Waits until the store is behind the seat by at most so many positions: a life that runs faster than the clock
    /// must not pile them up.
    pub(super) fn wait_for_store(&self, behind: u64) -> anyhow::Result<()> {
        let handed = self.headless.seat().feeds.positions();
        let is_there = self.store.wait_for_fixes(handed.saturating_sub(behind), PATIENCE);
        anyhow::ensure!(is_there, "the store has not kept up for {} s", PATIENCE.as_secs());
        Ok(())
    }

    /// The data folder.
    pub(super) fn dir(&self) -> &Path {
        self.kept.dir.path()
    }

    /// Ends everything in order: the seat first, so that the store knows that nothing more comes.
    pub(super) fn close(self) -> anyhow::Result<()> {
        self.close_and_keep().map(drop)
    }

    /// As [`WindowlessSeat::close`]; the county can still be read.
    pub(super) fn close_and_keep(self) -> anyhow::Result<KeptCounty> {
        let Self { headless, life, store, readers, kept } = self;
        drop((headless, life));
        // Who only reads goes first: the last one to close a file brings it in order, and must be able to write.
        for reader in readers {
            reader.join()?;
        }
        store.close()?;
        Ok(kept)
    }
}

impl Life {
    /// Lets seconds pass one by one: feeds speak, the seat hears, the store makes durable, the feeds
    /// hear of it.
    pub(super) fn advance(&mut self, headless: &mut Headless, secs: u32) -> anyhow::Result<()> {
        for left in (0..secs).rev() {
            self.live_a_second()?;
            if left == 0 { headless.update() } else { headless.update_unseen() }
        }
        Ok(())
    }

    /// Lets seconds pass in which no feed speaks.
    pub(super) fn pass_silently(&self, headless: &mut Headless, secs: u32) {
        for left in (0..secs).rev() {
            self.clock.advance(1);
            if left == 0 { headless.update() } else { headless.update_unseen() }
        }
    }

    /// The clock moves on by a second and the feeds say what there is to say.
    pub(super) fn live_a_second(&mut self) -> anyhow::Result<()> {
        self.clock.advance(1);
        let Some(simulator) = &mut self.simulator else { return Ok(()) };
        let news: Vec<Recorded> = self.news.try_iter().flatten().collect();
        for message in simulator.advance(self.clock.now(), &news) {
            self.to_seat.try_send(message).context("the seat does not take its feeds' messages")?;
        }
        Ok(())
    }
}
