//! `zonglan bench play`: a past in which everybody walks, played on the wall without a window, true to the clock: how long
//! its frames take, how many moments show in a second, and how far what shows is behind what is due.

use super::super::answer;
use super::super::county::County;
use super::super::frame::WindowlessSeat;
use super::super::progress::ProgressLine;
use super::super::sample_county::throwaway_sample;
use super::super::seat_options::{Home, SeatOptions};
use super::walkers::{Who, walk};
use super::{percentile, round};
use clap::Args;
use serde_json::json;
use std::time::{Duration, Instant};
use zonglan::domain::Timestamp;
use zonglan::seat::{Intent, ReplayIntent};

/// How long, and how fast.
#[derive(Args)]
pub(super) struct PlayArgs {
    /// So many seconds of play
    #[arg(long, default_value_t = 30)]
    secs: u64,
    /// How fast: the first of the speeds ×1, ×8, ×60, ×300, ×900 and ×3600 that is not slower
    #[arg(long, default_value_t = 60)]
    speed: u32,
    /// Only those walk who have a turn of duty
    #[arg(long)]
    by_turns: bool,
    #[command(flatten)]
    options: Box<SeatOptions>,
}

/// So long before the moment at which most are on their way it begins.
const BEFORE_SECS: i64 = 1_200;

impl PlayArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut line = ProgressLine::new();
        let home = throwaway_sample(self.options.seed, &mut |what, share| line.share(what, share))?;
        line.clear();
        let dir = home.copy.0.clone();
        let walked = {
            let (picture, ledger) = County::read(&dir)?;
            drop(ledger);
            let who = if self.by_turns { Who::ByTurns } else { Who::Everybody };
            walk(&dir, &picture, 1, who, self.options.seed)?
        };
        let mut seat = WindowlessSeat::open_at(&self.options, (1920.0, 1080.0), Home::Kept(dir))?;
        seat.settle()?;
        let speed = self.begin(&mut seat, walked.busiest.0.plus_secs(-BEFORE_SECS))?;
        let played = play(&mut seat, Duration::from_secs(self.secs))?;
        let workers = on_map(&seat);
        seat.close()?;
        let Played { mut frames_ms, mut behind_ms, pictures, secs } = played;
        answer(&json!({
            "speed": speed, "secs": round(secs), "on_the_map": workers,
            "frames_a_second": round(frames_ms.len() as f64 / secs), "pictures_a_second": round(pictures as f64 / secs),
            "frame_p50_ms": percentile(&mut frames_ms, 50), "frame_p99_ms": percentile(&mut frames_ms, 99),
            "frame_max_ms": percentile(&mut frames_ms, 100),
            "behind_p50_ms": percentile(&mut behind_ms, 50), "behind_p99_ms": percentile(&mut behind_ms, 99),
        }))
    }

    /// Shows the moment at which it begins, and sets the speed.
    fn begin(&self, seat: &mut WindowlessSeat, from: Timestamp) -> anyhow::Result<u32> {
        seat.headless.seat_mut().intend(Intent::Replay(ReplayIntent::To(from)));
        seat.settle()?;
        anyhow::ensure!(seat.headless.seat().replay.is_on(), "the past does not show");
        while seat.headless.seat().replay.speed() < self.speed {
            let before = seat.headless.seat().replay.speed();
            seat.headless.seat_mut().intend(Intent::Replay(ReplayIntent::Faster(1)));
            anyhow::ensure!(seat.headless.seat().replay.speed() > before, "nothing is as fast as ×{}", self.speed);
        }
        Ok(seat.headless.seat().replay.speed())
    }
}

struct Played {
    frames_ms: Vec<f64>,
    /// After each frame: how long ago, by people's clock, the moment was due that shows.
    behind_ms: Vec<f64>,
    pictures: usize,
    secs: f64,
}

/// Plays for so long by the steady clock, which is the seat's, too.
fn play(seat: &mut WindowlessSeat, length: Duration) -> anyhow::Result<Played> {
    seat.headless.seat_mut().intend(Intent::Replay(ReplayIntent::Toggle));
    let (mut frames_ms, mut behind_ms, mut pictures) = (Vec::new(), Vec::new(), 0);
    let (start, mut passed_ms, mut shown) = (Instant::now(), 0, seat.headless.seat().now);
    while start.elapsed() < length {
        let frame = Instant::now();
        let now_ms = start.elapsed().as_millis() as i64;
        seat.pass_ms(now_ms - passed_ms);
        passed_ms = now_ms;
        seat.headless.update();
        frames_ms.push(frame.elapsed().as_secs_f64() * 1e3);
        let drawn = seat.headless.seat();
        anyhow::ensure!(drawn.replay.is_playing(), "it stopped playing");
        pictures += usize::from(drawn.now != shown);
        shown = drawn.now;
        behind_ms.push(drawn.slider_at().secs_since(shown) as f64 * 1e3 / f64::from(drawn.replay.speed()));
    }
    Ok(Played { frames_ms, behind_ms, pictures, secs: start.elapsed().as_secs_f64() })
}

fn on_map(seat: &WindowlessSeat) -> usize {
    let seat = seat.headless.seat();
    seat.picture.workers.rows().iter().filter(|row| row.is_on_map(seat.now)).count()
}
