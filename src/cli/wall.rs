//! `zonglan wall`: the seat in a window, with everything that lives around it.

use super::Usage;
use super::beside::Beside;
use super::county::{County, keep_picture};
use super::life::{SeatClock, base_map};
use super::phones::{self, PhoneLinks, Phones};
use super::restart::start_anew;
use super::seat_options::SeatOptions;
use super::simulated::simulator;
use super::store::Store;
use clap::Args;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;
use zonglan::display::{Clock, DisplayError, Links, Waker, WindowOptions, run};
use zonglan::domain::Timestamp;
use zonglan::feeds::FeedThread;
use zonglan::feeds::receive::ReceiveSettings;
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{Intent, Seat, TourIntent};

/// How many messages of the feeds and commands from beside may wait.
const WAITING: usize = 4096;

/// The wall.
#[derive(Args, Clone)]
pub(super) struct WallArgs {
    #[command(flatten)]
    pub(super) options: SeatOptions,
    /// Without a screen: render the wall to this PNG instead
    #[arg(long, value_name = "PNG", default_value = "out/wall.png")]
    pub(super) fallback: PathBuf,
    /// 自动巡看：unattended for some minutes (settings.toml, 5), the wall looks by itself at what needs it
    #[arg(long)]
    pub(super) turn: bool,
    /// 跨屏：one window without a border over all screens, where the desktop allows it
    #[arg(long, conflicts_with = "size")]
    pub(super) span: bool,
    /// 讲解窗口：a second window with what a guide says to each scene of the tour
    #[arg(long)]
    pub(super) guide: bool,
    /// 视频窗口：cameras' pictures in a window of their own, on the second screen where there is one
    #[arg(long)]
    pub(super) cameras_window: bool,
    /// 加速：how many seconds of a demo's own time pass in one of ours, at most 60
    // Feeds look at the clock four times a second: faster than this, beats every half minute would seem to be missing.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(super) speed: u32,
    /// 停摆：nothing lives but the clock, so that what a resting wall costs can be measured
    #[arg(long, hide = true)]
    pub(super) without_feeds: bool,
    /// 演练：take the graphics device away after so many seconds; the wall must come back by itself
    #[arg(long, value_name = "SECS", hide = true)]
    pub(super) lose_device_after: Option<u64>,
    /// 手机定位：hear phones (OwnTracks, Traccar Client, OsmAnd) on this address of this machine, such as 127.0.0.1:5055;
    /// receive.json in the data folder says whose they are
    #[arg(long, value_name = "ADDR:PORT")]
    pub(super) receive: Option<SocketAddr>,
    /// Whether it begins with a tour.
    #[arg(skip)]
    pub(super) tours: bool,
}

impl WallArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        self.check()?;
        if !has_screen() {
            return super::frame::without_screen(&self.options, &self.fallback);
        }
        let options = &self.options;
        zonglan::display::probe()?;
        let mut home = options.own_home()?;
        let county = options.open(&mut home)?;
        let start = options.start(&county)?;
        let clock = self.clock(&county, start)?;
        let County { picture, ledger, tracks, dir, unkept } = county;
        let phones = self.receive.map(|at| anyhow::Ok((at, ReceiveSettings::load(dir.path())?))).transpose()?;
        // Who carries a phone of the world is not simulated.
        let real = phones.as_ref().map_or_else(BTreeSet::new, |(_, settings)| settings.workers());
        let simulated = simulator(&picture, dir.path(), options.seed, start, &real).filter(|_| !self.without_feeds);
        let mut seat = options.seat(picture, dir.path(), (1920.0, 1080.0), start, &self.given())?;
        let window = self.window(&seat)?;
        seat.rules = super::rules::load(dir.path())?;
        seat.alarms.is_on = true;
        seat.take_settings(super::seat_settings::load(dir.path()));
        options.take_layers(&mut seat)?;
        seat.take_intake_drafts(super::draft_keeper::load(dir.path()));
        options.take_route(&mut seat, dir.path())?;
        if self.tours {
            seat.intend(Intent::Tour(TourIntent::Toggle));
        } else {
            // Visitors of a tour are not asked.
            seat.ask_for_screen();
        }
        let waker = Waker::default();
        let ring = |waker: &Waker| {
            let waker = waker.clone();
            move || waker.wake()
        };
        let map = base_map(&mut seat, dir.path(), ring(&waker));
        let (store, line) = Store::start(ledger, tracks, dir.path(), unkept, ring(&waker))?;
        let (to_seat, from_feeds) = sync_channel(WAITING);
        let (polled_to_seat, told_to_seat) = (to_seat.clone(), to_seat.clone());
        let header = options.header(&seat, dir.path(), start).follow(to_seat.clone(), ring(&waker))?;
        let (asks_in, asks) = sync_channel(WAITING);
        let beside = Beside::listen(dir.path(), asks_in, move || clock.now(), ring(&waker))?;
        let [news, news_for_phones] = line.news;
        let phones = phones.map(|(at, settings)| {
            let (now, to_store) = (Arc::new(move || clock.now()), line.to_store.clone());
            let links = PhoneLinks { clock: now, to_store, to_seat: to_seat.clone(), news: news_for_phones };
            Phones::start(at, settings, &seat.picture, links, ring(&waker))
        });
        let phones = phones.transpose()?;
        let feed = simulated.map(|simulator| {
            let now = Arc::new(move || clock.now());
            FeedThread::start(Box::new(simulator), now, news, to_seat, ring(&waker))
        });
        let feed = feed.transpose()?;
        let (machine, replay) = super::replay::start(dir.path(), ring(&waker))?;
        let (adviser, advice) = super::adviser::start(dir.path(), ring(&waker))?;
        let polled = super::feed::poller(&mut seat, dir.path(), move || clock.now(), polled_to_seat, ring(&waker));
        let teller = super::tell::teller(dir.path(), told_to_seat, ring(&waker));
        let (sound, sound_ends) = super::sound::start(dir.path(), ring(&waker)).unzip();
        let (film, film_ends) = super::film::start(dir.path(), ring(&waker)).unzip();
        let links = Links {
            from_store: line.from_store,
            to_store: line.to_store,
            from_feeds,
            asks,
            replay: Some(replay),
            adviser: Some(advice),
            photos: Some(super::life::photos(dir.path())),
            video: super::life::video(dir.path()),
            sound: sound_ends,
            film: film_ends,
            clock: Box::new(clock),
            waker,
        };
        let outcome = run(seat, links, map, window);
        // The store ends when nobody can send to it any more.
        drop((feed, phones, polled, teller, header, beside, machine, adviser, sound, film));
        let mut ledger = store.close()?;
        if let Err(DisplayError::DeviceLost { looking, .. }) = &outcome {
            // The next process folds what this one saw; nobody must wait for that in the dark. It takes the folder.
            drop((ledger, dir));
            return Err(start_anew(looking));
        }
        keep_picture(&mut ledger, dir.path())?;
        Ok(outcome?)
    }

    /// Refuses switches that say nothing sensible together.
    fn check(&self) -> anyhow::Result<()> {
        phones::check(self.receive)?;
        if self.speed > 1 && self.receive.is_some() {
            return Err(Usage("phones go by the world's time: --receive and --speed don't go together".into()).into());
        }
        self.options.check()
    }

    /// The seat's clock: a demo's own, or the world's.
    fn clock(&self, county: &County, start: Timestamp) -> anyhow::Result<SeatClock> {
        match self.options.has_own_clock(county) {
            true => Ok(SeatClock::own(start, self.speed)),
            false if self.speed > 1 => {
                Err(Usage("--speed is for a demo's own time: give --at, or leave --data away".into()).into())
            }
            false => Ok(SeatClock::Wall),
        }
    }

    /// What the wall's own switches set.
    fn given(&self) -> Settings {
        let mut settings = Settings::default();
        for (key, is_said) in [(Key::Span, self.span), (Key::Turn, self.turn)] {
            if is_said {
                settings.set(key, Value::Flag(true));
            }
        }
        settings
    }

    fn window(&self, seat: &Seat) -> anyhow::Result<WindowOptions> {
        Ok(WindowOptions {
            size_px: self.options.screen.size_px()?.map(|(width, height)| (width as u32, height as u32)),
            spans: seat.setup.settings().flag(Key::Span) == Some(true),
            guide: self.guide,
            cameras_apart: self.cameras_window,
            lose_device_after: self.lose_device_after.map(Duration::from_secs),
        })
    }
}

/// Whether there is a screen to open a window on.
fn has_screen() -> bool {
    cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
