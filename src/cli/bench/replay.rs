//! `zonglan bench replay`: what past moments cost, on the thread that makes them.

use super::super::answer;
use super::super::county::County;
use super::super::progress::ProgressLine;
use super::super::sample_county::throwaway_sample;
use super::percentile;
use super::walkers::{Turn, Walked, Who, walk};
use clap::Args;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Instant;
use zonglan::domain::Timestamp;
use zonglan::ledger::{Ledger as _, TRACKS_FOLDER, Tracks};
use zonglan::picture::{Picture, TimeMachine};
use zonglan::sample::DEFAULT_SEED;

/// What to go back in.
#[derive(Args)]
pub(super) struct ReplayBenchArgs {
    /// 数据目录：the data folder; a throwaway copy of the sample, with made-up tracks
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// So many moments, anywhere in the whole time
    #[arg(long, default_value_t = 200)]
    seeks: usize,
    /// So many days of positions, a fix every 30 s, each walks by turns of duty (not with --data)
    #[arg(long, value_name = "DAYS", default_value_t = 1)]
    days: u32,
    /// Everybody in the register walks day and night
    #[arg(long)]
    everybody: bool,
    /// The sample's seed, and that of the moments
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
}

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
        let walked = if home.is_some() { self.walk(&dir)? } else { None };
        let start = Instant::now();
        let (picture, ledger) = County::read(&dir)?;
        let read_ms = start.elapsed().as_secs_f64() * 1e3;
        let counts = json!({ "incidents": picture.incidents.len(), "workers": picture.workers.rows().len(),
            "areas": picture.areas.rows().len(), "events": ledger.last_seq()? });
        let ends = picture.latest_at;
        let start = Instant::now();
        let mut machine = TimeMachine::new(picture, Box::new(ledger), Tracks::open_read_only(&dir))?;
        let made_ms = start.elapsed().as_secs_f64() * 1e3;
        let Some((first, last)) = machine.range() else { anyhow::bail!("nothing has happened in this county") };
        let mut bench = Bench { machine: &mut machine, spares: Vec::new(), dice: ChaCha8Rng::seed_from_u64(self.seed) };
        let start = Instant::now();
        bench.show(last)?;
        bench.show(first)?;
        let first_two_ms = start.elapsed().as_secs_f64() * 1e3;
        let mut measured = json!({
            "county": counts, "read_ms": round(read_ms), "made_ms": round(made_ms), "first_two_ms": round(first_two_ms),
            "seek": bench.seek(self.seeks, first, last)?,
            "scrub_a_day": bench.run(ends.plus_secs(-DAY_SECS), 300, 288)?,
            "scrub_a_month": bench.run(ends.plus_secs(-30 * DAY_SECS), 7_200, 360)?,
        });
        if let Some(walked) = walked {
            let bytes = bytes_of(&dir.join(TRACKS_FOLDER));
            measured["seek_with_positions"] = bench.seek_from_afar(self.seeks / 4, (walked.from, walked.to), first)?;
            let (busiest, most) = walked.busiest;
            measured["play_x60"] = bench.run(busiest.plus_secs(-1_200), PLAYED_SECS, 300)?;
            measured["a_workers_day"] = bench.workers_days(&dir, self.seeks, &walked.turns)?;
            measured["tracks"] = json!({
                "days": self.days, "fixes": walked.fixes, "duty_events": walked.duty_events, "most_walkers": most,
                "written_a_second": (walked.fixes as f64 / walked.secs.max(1e-9)).round(),
                "mb": round(bytes as f64 / 1e6), "bytes_a_fix": bytes as f64 / walked.fixes.max(1) as f64,
            });
        }
        measured["rss_mb"] = json!(rss_mb());
        answer(&measured)
    }

    /// Lets the sample's people walk; nobody, where no day is asked for.
    fn walk(&self, dir: &Path) -> anyhow::Result<Option<Walked>> {
        if self.days == 0 {
            return Ok(None);
        }
        let (picture, ledger) = County::read(dir)?;
        drop(ledger);
        let who = if self.everybody { Who::Everybody } else { Who::ByTurns };
        walk(dir, &picture, self.days, who, self.seed).map(Some)
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

    /// Days of people who had a turn then, as a desk asks for them: the track, and what it comes to.
    fn workers_days(&mut self, dir: &Path, count: usize, turns: &[Turn]) -> anyhow::Result<Value> {
        let mut took_ms = Vec::with_capacity(count);
        let mut fixes = 0;
        for _ in 0..if turns.is_empty() { 0 } else { count } {
            let turn = &turns[self.dice.next_u64() as usize % turns.len()];
            let picture = match self.spares.pop() {
                Some(picture) => picture,
                None => self.machine.picture_at(turn.to, None, false)?,
            };
            let midnight = picture.tallies.day_start(picture.tallies.day(turn.from));
            let to = midnight.plus_secs(DAY_SECS);
            let start = Instant::now();
            // Opened anew each time, as the time machine's thread does.
            let track = Tracks::open_read_only(dir).track(&turn.worker, midnight, to)?;
            if let Some(number) = picture.workers.number(turn.worker.as_str()) {
                std::hint::black_box(picture.walk(number, &track, midnight, to));
            }
            took_ms.push(start.elapsed().as_secs_f64() * 1e3);
            fixes += track.len();
            self.spares.push(picture);
        }
        let mut told = spread(&mut took_ms);
        told["fixes_in_the_mean"] = json!(round(fixes as f64 / count.max(1) as f64));
        Ok(told)
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
