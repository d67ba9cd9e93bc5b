//! `zonglan bench day`: a day of the county's life through the wall without a window, as fast as it goes: whether memory,
//! handles, threads and what is held of the graphics card stay flat, and whether the wall ends where its ledger does.

use super::super::frame::WindowlessSeat;
use super::super::progress::ProgressLine;
use super::super::seat_options::SeatOptions;
use super::super::{Usage as WrongUse, answer};
use super::samples::{Sample, Samples, tracks_mb};
use super::{percentile, refold, round};
use clap::Args;
use serde_json::{Value, json};
use std::time::Instant;
use zonglan::domain::Timestamp;
use zonglan::ledger::Tracks;
use zonglan::seat::{Intent, TourIntent};

/// How long, and how often one looks.
#[derive(Args)]
pub(super) struct DayArgs {
    /// So many hours of the county's life
    #[arg(long, default_value_t = 24.0)]
    hours: f64,
    /// A frame is drawn every so many seconds of it
    #[arg(long, value_name = "SECS", default_value_t = 60)]
    every_secs: u32,
    #[command(flatten)]
    options: Box<SeatOptions>,
}

/// Between two frames the seat takes in what came after so many seconds of the county's life: phones and desks answer
/// within minutes, so a few seconds later changes nothing, and a day of updates for each second would take longer than
/// its life and its frames together.
const HEARD_EVERY_SECS: u32 = 5;
/// So often what the process holds is noted, seconds of the county's life.
const SAMPLE_EVERY_SECS: u32 = 600;
/// Somebody looks closer so often, seconds of the county's life: letters, tiles and symbols of other zooms are made.
const LOOK_EVERY_SECS: u32 = 3_600;
/// A tour goes through its scenes so often: others' textures, plots and pasts are made.
const TOUR_EVERY_SECS: u32 = 3_600;
/// The store may be behind by so many positions, a few of its groups.
const MOST_BEHIND: u64 = 60_000;
/// The longest life, hours.
const MOST_HOURS: f64 = 24.0 * 31.0;

impl DayArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let secs = (self.hours * 3_600.0).round();
        if !(secs >= 600.0 && self.hours <= MOST_HOURS) || self.every_secs == 0 {
            let text = "--hours wants 0.17 (ten minutes) to 744 (a month), --every-secs at least 1";
            return Err(WrongUse(text.into()).into());
        }
        let started = Instant::now();
        let adapter = zonglan::display::probe()?;
        let mut seat = WindowlessSeat::open(&self.options, (1920.0, 1080.0))?;
        seat.settle()?;
        let tracks_before_mb = tracks_mb(seat.dir());
        let lived = live(&mut seat, secs as u32, self.every_secs)?;
        seat.settle()?;
        let screen = seat.headless.seat().screen;
        let (positions, refused) = (seat.headless.seat().feeds.positions(), seat.headless.seat().feed_refusals());
        let on_wall = refold::OnWall::of(seat.headless.seat());
        let kept = seat.close_and_keep()?;
        seal_all(kept.dir.path())?;
        let tracks_after_mb = tracks_mb(kept.dir.path());
        let fold = refold::compare(kept.dir.path(), &on_wall)?;
        let holds = fold["equal"] == true;
        let Lived { samples, mut frames_ms, scenes, secs: life_secs } = lived;
        let mut told = json!({
            "size": format!("{}x{}", screen.width_px, screen.height_px),
            "hours": self.hours,
            "every_secs": self.every_secs,
            "heard_every_secs": HEARD_EVERY_SECS.min(self.every_secs),
            "took_secs": round(started.elapsed().as_secs_f64()),
            "times_faster": (secs / life_secs).round(),
            "frames": {
                "drawn": frames_ms.len(),
                "p50_ms": percentile(&mut frames_ms, 50), "p95_ms": percentile(&mut frames_ms, 95),
            },
            "positions": positions,
            "tracks": {
                "before_mb": tracks_before_mb, "after_mb": tracks_after_mb,
                "bytes_per_position": round((tracks_after_mb - tracks_before_mb) * 1e6 / (positions as f64).max(1.0)),
            },
            "tour_scenes": scenes,
            "refused_commands": refused,
            "fold": fold,
            "adapter": adapter.0,
        });
        if let (Value::Object(told), Value::Object(held)) = (&mut told, samples.told()) {
            told.extend(held);
        }
        answer(&told)?;
        anyhow::ensure!(holds, "the wall does not show what its ledger adds up to: see \"fold\"");
        Ok(())
    }
}

/// Packs what came last, as the store does within the hour.
fn seal_all(dir: &std::path::Path) -> anyhow::Result<()> {
    Tracks::open(dir)?.seal(Timestamp(i64::MAX))?;
    Ok(())
}

/// What was noted of a life.
struct Lived {
    samples: Samples,
    /// Milliseconds of each frame that was drawn.
    frames_ms: Vec<f64>,
    /// How many scenes of tours were shown.
    scenes: usize,
    /// How long the life itself took, seconds.
    secs: f64,
}

/// Lets the county live through `secs` seconds before the seat.
fn live(seat: &mut WindowlessSeat, secs: u32, every_secs: u32) -> anyhow::Result<Lived> {
    let started = Instant::now();
    let mut line = ProgressLine::new();
    let (mut samples, mut frames_ms, mut scenes) = (Samples::default(), Vec::new(), 0);
    for second in 1..=secs {
        seat.life.live_a_second()?;
        if second % LOOK_EVERY_SECS == LOOK_EVERY_SECS / 2 {
            look_closer(seat)?;
        }
        if second % TOUR_EVERY_SECS == TOUR_EVERY_SECS / 4 {
            scenes += tour(seat)?;
        }
        if second.is_multiple_of(every_secs) || second == secs {
            let began = Instant::now();
            seat.headless.update();
            frames_ms.push(began.elapsed().as_secs_f64() * 1e3);
            seat.wait_for_store(MOST_BEHIND)?;
        } else if second.is_multiple_of(HEARD_EVERY_SECS) {
            seat.headless.update_unseen();
        }
        if second.is_multiple_of(SAMPLE_EVERY_SECS) {
            // What is made anew off the frame stands beside what it replaces for a frame.
            seat.settle()?;
            samples.add(Sample::take(second, seat));
            line.share("一天 a day", second as f32 / secs as f32);
        }
    }
    line.clear();
    Ok(Lived { samples, frames_ms, scenes, secs: started.elapsed().as_secs_f64() })
}

/// The tour goes through all of its scenes, and the wall is as it was; answers how many there were.
fn tour(seat: &mut WindowlessSeat) -> anyhow::Result<usize> {
    seat.headless.seat_mut().intend(Intent::Tour(TourIntent::Toggle));
    seat.settle()?;
    let scenes: Vec<usize> = seat.headless.seat().tour.scenes().map(|(place, _)| place).collect();
    for place in &scenes {
        seat.headless.seat_mut().intend(Intent::Tour(TourIntent::To(*place)));
        seat.settle()?;
    }
    seat.headless.seat_mut().intend(Intent::Tour(TourIntent::End));
    seat.settle()?;
    Ok(scenes.len())
}

/// Somebody looks at the next matter from near by, and back at the whole county.
fn look_closer(seat: &mut WindowlessSeat) -> anyhow::Result<()> {
    let near = seat.headless.seat_mut();
    near.intend(Intent::NextWaiting);
    if let Some(selection) = near.selection {
        near.intend(Intent::Fit(selection));
    }
    seat.settle()?;
    let far = seat.headless.seat_mut();
    far.intend(Intent::Back);
    far.intend(Intent::WholeCounty);
    seat.settle()
}
