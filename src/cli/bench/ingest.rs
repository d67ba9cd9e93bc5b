//! `zonglan bench ingest`: what positions and commands cost from a feed to the disk, on one thread, without a picture.

use super::super::answer;
use super::crowd::Crowd;
use super::{percentile, round};
use crate::cli::sample_county::Scratch;
use clap::Args;
use serde_json::{Value, json};
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};
use zonglan::domain::{
    Act, Actor, Command, Event, FeedMessage, Fix, IncidentFile, LonLat, Recorded, Stream, Timestamp, Worker, WorkerCode,
};
use zonglan::ledger::{FixKeeper, Ledger, SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::runtime::cpu_secs;
use zonglan::seat::link::{Answer, FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat};

/// How much, how often.
#[derive(Args)]
pub(super) struct IngestArgs {
    /// So many seconds of positions
    #[arg(long, default_value_t = 900)]
    secs: u32,
    /// So many positions a second
    #[arg(long, default_value_t = 2_520)]
    rate: u32,
    /// So many workers on duty
    #[arg(long, default_value_t = 12_600)]
    workers: u32,
    /// So many matters reported
    #[arg(long, default_value_t = 500)]
    commands: usize,
    /// The county's seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// The moment at which it begins: half an hour before midnight UTC, so that a day's file ends within a long run.
const START: Timestamp = Timestamp(1_789_169_400);

impl IngestArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let scratch = Scratch::new(std::env::temp_dir().join(format!("zonglan-ingest-{}", std::process::id())))?;
        let mut crowd = Crowd::new(self.seed);
        let mut seat = seat_over(self.workers.max(1));
        let positions = self.of_positions(&mut seat, &mut crowd, Tracks::open(&scratch.0)?)?;
        // Another one: the ledger is empty, and so must be what the seat knows of it.
        let commands = self.of_commands(&mut seat_over(0), &mut crowd, SqliteLedger::open(&scratch.0)?)?;
        answer(&json!({
            "workers": self.workers, "seed": self.seed, "positions": positions, "commands": commands,
        }))
    }

    /// Second after second: a feed speaks, the seat hears and hands on, the store makes durable.
    fn of_positions(&self, seat: &mut Seat, crowd: &mut Crowd, tracks: Tracks) -> anyhow::Result<Value> {
        let count = self.workers.max(1);
        let mut places: Vec<LonLat> = crowd.places(count as usize);
        let began = Instant::now();
        let mut keeper = FixKeeper::new(tracks, usize::MAX, began);
        let (mut next, mut handed) = (0, 0);
        let (mut seat_secs, mut store_secs, mut cpu) = (0.0, 0.0, 0.0);
        let mut group_ms = Vec::with_capacity(self.secs as usize);
        for second in 1..=self.secs {
            let fixed_at = START.plus_secs(i64::from(second));
            let fixes: Vec<Fix> = (0..self.rate)
                .map(|_| {
                    next = (next + 1) % count;
                    let place = &mut places[next as usize];
                    *place = crowd.steps_from(*place);
                    Fix { worker: code(next), at: *place, fixed_at, heading_deg: Some(90.0) }
                })
                .collect();
            let (cpu_before, hearing) = (cpu_secs(), Instant::now());
            seat.take_from_feed(FeedMessage::Fixes(fixes));
            seat.tick(fixed_at);
            let outbox = seat.take_outbox();
            seat_secs += hearing.elapsed().as_secs_f64();
            let keeping = Instant::now();
            // The store's clock is the county's: a group a second.
            let now = began + Duration::from_secs(u64::from(second));
            for request in outbox {
                if let ToStore::Fixes(fixes) = request {
                    handed += fixes.len();
                    keeper.take(fixes, now.checked_sub(Duration::from_secs(1)).unwrap_or(now));
                }
            }
            anyhow::ensure!(keeper.tend(now).is_none(), "positions could not be kept");
            group_ms.push(keeping.elapsed().as_secs_f64() * 1e3);
            store_secs += keeping.elapsed().as_secs_f64();
            cpu += cpu_secs() - cpu_before;
        }
        anyhow::ensure!(keeper.dealt_with() == handed as u64, "positions wait that should be durable");
        let per = |secs: f64| round(secs * 1e6 / handed.max(1) as f64);
        Ok(json!({
            "a_second": self.rate, "secs": self.secs, "durable": handed,
            "seat_us_each": per(seat_secs), "store_us_each": per(store_secs),
            "group_p50_ms": percentile(&mut group_ms, 50), "group_p99_ms": percentile(&mut group_ms, 99),
            "core_percent": round(cpu * 100.0 / f64::from(self.secs.max(1))),
            "most_a_second": (handed as f64 / (seat_secs + store_secs).max(1e-9)).round(),
        }))
    }

    /// Matter after matter: decided at the seat, durable, in the picture, answered.
    fn of_commands(&self, seat: &mut Seat, crowd: &mut Crowd, mut ledger: SqliteLedger) -> anyhow::Result<Value> {
        let mut times_ms = Vec::with_capacity(self.commands);
        for n in 0..self.commands {
            let at = START.plus_secs(i64::from(self.secs) + n as i64);
            let file = IncidentFile {
                title: "路灯不亮".into(),
                at: Some(crowd.place()),
                reported_at: at,
                ..IncidentFile::default()
            };
            let command = Command {
                id: format!("bench-{n}").into(),
                by: Actor::System("bench".into()),
                at,
                incident: format!("BENCH-{n}").into(),
                seen_version: None,
                act: Act::Report { file: Box::new(file), personal: None },
            };
            let (reply, answered) = sync_channel(1);
            let began = Instant::now();
            seat.command_from_beside(command, reply);
            for request in seat.take_outbox() {
                if let ToStore::Append { ticket, append } = request {
                    let recorded = ledger.append(&append)?.recorded;
                    seat.take_from_store(FromStore::Appended { ticket, recorded });
                }
            }
            let answer = answered.try_recv()?;
            anyhow::ensure!(matches!(answer, Answer::Done(_)), "a report was refused: {answer:?}");
            times_ms.push(began.elapsed().as_secs_f64() * 1e3);
        }
        Ok(json!({
            "count": self.commands, "p50_ms": percentile(&mut times_ms, 50), "p99_ms": percentile(&mut times_ms, 99),
        }))
    }
}

/// A seat before a county that has so many people and nothing else.
fn seat_over(workers: u32) -> Seat {
    let mut picture = Picture::new(8 * 3600);
    for n in 0..workers {
        let event = Event::WorkerPut(Worker {
            code: code(n),
            name: String::new(),
            role: Default::default(),
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: None,
            vehicle: Default::default(),
            on_duty: true,
        });
        let by = Actor::System("bench".into());
        if let Some(stream) = Stream::of_register(&event) {
            picture.apply(&Recorded { seq: u64::from(n) + 1, stream, version: 1, at: START, by, event });
        }
    }
    picture.derive();
    Seat::new(picture, Screen::guessed(1920.0, 1080.0), START, Lang::En)
}

fn code(n: u32) -> WorkerCode {
    format!("W{n:05}").into()
}
