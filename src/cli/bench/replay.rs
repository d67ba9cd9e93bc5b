//! `zonglan bench replay`: what past moments cost, on the thread that makes them.

use super::super::answer;
use super::super::county::County;
use super::super::progress::ProgressLine;
use super::super::sample_county::throwaway_sample;
use super::percentile;
use clap::Args;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;
use zonglan::domain::{Fix, LonLat, Timestamp};
use zonglan::ledger::{Ledger as _, TRACKS_FOLDER, Tracks};
use zonglan::picture::{Picture, TimeMachine};
use zonglan::sample::DEFAULT_SEED;
use zonglan::spatial::destination;

/// What to go back in.
#[derive(Args)]
pub(super) struct ReplayBenchArgs {
    /// 数据目录：the data folder; a throwaway copy of the sample, with made-up tracks
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// So many moments, anywhere in the whole time
    #[arg(long, default_value_t = 200)]
    seeks: usize,
    /// Everybody on duty walks for so many minutes, a fix every 30 s (not with --data)
    #[arg(long, value_name = "MINUTES", default_value_t = 60)]
    tracks: u32,
    /// The sample's seed, and that of the moments
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
}

/// Seconds between two fixes of one worker.
const PERIOD_SECS: i64 = 30;
/// A walker's pace, metres a second.
const PACE_MPS: f64 = 1.3;
/// Played at ×60, ten pictures a second: seconds of the county's time from one to the next.
const PLAYED_SECS: i64 = 6;
const DAY_SECS: i64 = 86_400;

impl ReplayBenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut line = ProgressLine::new();
        let home = match &self.data {
            Some(_) => None,
            None => Some(throwaway_sample(self.seed, &mut |what, share| line.share(what, share))?),
        };
        line.clear();
        let dir = match (&self.data, &home) {
            (Some(dir), _) => dir.clone(),
            (None, Some(home)) => home.copy.0.clone(),
            (None, None) => anyhow::bail!("there is no data folder"),
        };
        let start = Instant::now();
        let (picture, ledger) = County::read(&dir)?;
        let read_ms = start.elapsed().as_secs_f64() * 1e3;
        let counts = json!({ "incidents": picture.incidents.len(), "workers": picture.workers.rows().len(),
            "areas": picture.areas.rows().len(), "events": ledger.last_seq()? });
        let walked_to = picture.latest_at;
        let fixes = if home.is_some() { self.walk(&dir, &picture)? } else { 0 };
        let start = Instant::now();
        let mut machine = TimeMachine::new(picture, Box::new(ledger), Tracks::open_read_only(&dir))?;
        let made_ms = start.elapsed().as_secs_f64() * 1e3;
        let Some((first, last)) = machine.range() else { anyhow::bail!("nothing has happened in this county") };
        let mut bench = Bench { machine: &mut machine, spares: Vec::new(), dice: ChaCha8Rng::seed_from_u64(self.seed) };
        let start = Instant::now();
        bench.show(last)?;
        bench.show(first)?;
        let first_two_ms = start.elapsed().as_secs_f64() * 1e3;
        let seek = bench.seek(self.seeks, first, last)?;
        let walked_from = walked_to.plus_secs(-60 * i64::from(self.tracks));
        let positions = bench.seek_from_afar(self.seeks / 4, (walked_from, walked_to), first)?;
        let day = bench.run(walked_to.plus_secs(-DAY_SECS), 300, 288)?;
        let month = bench.run(walked_to.plus_secs(-30 * DAY_SECS), 7_200, 360)?;
        let play = bench.run(walked_from.plus_secs(600), PLAYED_SECS, 300)?;
        let measured = json!({
            "county": counts, "read_ms": round(read_ms), "made_ms": round(made_ms), "first_two_ms": round(first_two_ms),
            "seek": seek, "seek_with_positions": positions,
            "scrub_a_day": day, "scrub_a_month": month, "play_x60": play,
            "fixes": fixes, "bytes_a_fix": bytes_of(&dir.join(TRACKS_FOLDER)) as f64 / fixes.max(1) as f64,
            "rss_mb": rss_mb(),
        });
        answer(&measured)
    }

    /// Everybody on duty walks about; answers how many fixes that made.
    fn walk(&self, dir: &Path, picture: &Picture) -> anyhow::Result<usize> {
        let mut dice = ChaCha8Rng::seed_from_u64(self.seed);
        let mut turn_deg = move || (dice.next_u32() % 60) as f64 - 30.0;
        let anchor = |home: Option<u32>| home.and_then(|home| picture.areas.row(home).anchor);
        let on_duty = picture.workers.rows().iter().filter(|row| row.worker.on_duty);
        let placed = on_duty.filter_map(|row| Some((row, row.fix.map(|fix| fix.at).or(anchor(row.home))?)));
        let mut walkers: Vec<(_, LonLat, f64)> =
            placed.enumerate().map(|(n, (row, at))| (row.worker.code.clone(), at, (n * 37 % 360) as f64)).collect();
        let mut tracks = Tracks::open(dir)?;
        let end = picture.latest_at;
        let steps = i64::from(self.tracks) * 60 / PERIOD_SECS;
        let mut count = 0;
        for step in 0..steps {
            let from = end.plus_secs((step - steps) * PERIOD_SECS);
            let mut fixes = Vec::with_capacity(walkers.len());
            for (n, (worker, at, heading_deg)) in walkers.iter_mut().enumerate() {
                *heading_deg = (*heading_deg + turn_deg()).rem_euclid(360.0);
                *at = destination(*at, *heading_deg, PACE_MPS * PERIOD_SECS as f64);
                let fixed_at = from.plus_secs(n as i64 % PERIOD_SECS);
                fixes.push(Fix { worker: worker.clone(), at: *at, fixed_at, heading_deg: Some(*heading_deg as f32) });
            }
            count += tracks.append(&fixes)?.kept;
            if step % 20 == 19 {
                // As a seat's store does, so that the rows' pages are used again.
                tracks.seal(from.plus_secs(-600))?;
            }
        }
        tracks.seal(end)?;
        Ok(count)
    }
}

/// A seat shows one picture while the next is made out of the one before.
struct Bench<'a> {
    machine: &'a mut TimeMachine,
    spares: Vec<Picture>,
    dice: ChaCha8Rng,
}

impl Bench<'_> {
    /// Makes one picture and looks at its figures; answers how long the picture took, ms.
    fn show(&mut self, moment: Timestamp) -> anyhow::Result<f64> {
        let spare = if self.spares.len() > 1 { Some(self.spares.remove(0)) } else { None };
        let start = Instant::now();
        let picture = self.machine.picture_at(moment, spare, false)?;
        let took_ms = start.elapsed().as_secs_f64() * 1e3;
        self.spares.push(picture);
        Ok(took_ms)
    }

    fn moment(&mut self, from: Timestamp, to: Timestamp) -> Timestamp {
        from.plus_secs((self.dice.next_u64() % (to.secs_since(from).max(0) as u64 + 1)) as i64)
    }

    fn seek(&mut self, count: usize, from: Timestamp, to: Timestamp) -> anyhow::Result<Value> {
        let mut took_ms = Vec::with_capacity(count);
        for _ in 0..count {
            let moment = self.moment(from, to);
            took_ms.push(self.show(moment)?);
        }
        Ok(spread(&mut took_ms))
    }

    /// Moments in a stretch, each reached from far away.
    fn seek_from_afar(&mut self, count: usize, to: (Timestamp, Timestamp), afar: Timestamp) -> anyhow::Result<Value> {
        let mut took_ms = Vec::with_capacity(count);
        for _ in 0..count {
            let away = self.moment(afar, to.0);
            self.show(away)?;
            self.show(away)?;
            let moment = self.moment(to.0, to.1);
            took_ms.push(self.show(moment)?);
        }
        Ok(spread(&mut took_ms))
    }

    /// One picture after the other, as a slider that is drawn along asks for them.
    fn run(&mut self, from: Timestamp, step_secs: i64, count: usize) -> anyhow::Result<Value> {
        let mut took_ms = Vec::with_capacity(count);
        self.show(from)?;
        self.show(from)?;
        let start = Instant::now();
        for step in 0..count {
            took_ms.push(self.show(from.plus_secs(step_secs * step as i64))?);
        }
        let secs = start.elapsed().as_secs_f64();
        let mut told = spread(&mut took_ms);
        told["step_secs"] = json!(step_secs);
        told["pictures_a_second"] = json!(round(count as f64 / secs));
        Ok(told)
    }
}

fn spread(took_ms: &mut [f64]) -> Value {
    json!({ "count": took_ms.len(), "p50_ms": percentile(took_ms, 50), "p95_ms": percentile(took_ms, 95),
        "p99_ms": percentile(took_ms, 99), "max_ms": percentile(took_ms, 100) })
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The bytes of a folder's files, their logs included.
fn bytes_of(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum()
}

/// The memory that this process holds, MB; none where the system doesn't say.
fn rss_mb() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(round(kib / 1024.0))
}
