//! `zonglan bench commands`: how many commands go through the seat and the store's thread in a second, each durable before
//! it is answered, while many are under way.

use super::super::answer;
use super::crowd::Crowd;
use super::{percentile, round};
use crate::cli::sample_county::Scratch;
use crate::cli::store::{Store, StoreLink};
use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::Instant;
use zonglan::domain::{Act, Actor, Command, IncidentFile, Timestamp};
use zonglan::ledger::{SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::seat::link::Answer;
use zonglan::seat::{Lang, Screen, Seat};

/// How many.
#[derive(Args)]
pub(super) struct CommandsArgs {
    /// So many commands: matters reported, and taken in
    #[arg(long, default_value_t = 20_000)]
    commands: usize,
    /// So many of them are under way at a time
    #[arg(long, default_value_t = 64)]
    at_once: usize,
}

const START: Timestamp = Timestamp(1_789_106_607);

impl CommandsArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let scratch = Scratch::new(std::env::temp_dir().join(format!("zonglan-commands-{}", std::process::id())))?;
        answer(&self.sustained(&scratch)?)
    }

    /// As fast as they go through: decided at the seat, durable, in the picture, answered.
    fn sustained(&self, scratch: &Scratch) -> anyhow::Result<Value> {
        let mut seat = Seat::new(Picture::new(8 * 3_600), Screen::guessed(1920.0, 1080.0), START, Lang::En);
        let (ledger, tracks) = (SqliteLedger::open(&scratch.0)?, Tracks::open(&scratch.0)?);
        let (store, line) = Store::start(ledger, tracks, &scratch.0, None, || {})?;
        let StoreLink { to_store, from_store, news } = line;
        drop(news);
        let mut crowd = Crowd::new(1);
        let (mut given, mut times_ms) = (0, Vec::with_capacity(self.commands));
        let mut under_way: VecDeque<(Instant, Receiver<Answer>)> = VecDeque::new();
        let began = Instant::now();
        while times_ms.len() < self.commands {
            while given < self.commands && under_way.len() < self.at_once.max(1) {
                let (reply, answered) = sync_channel(1);
                seat.command_from_beside(self.command(given, &mut crowd), reply);
                under_way.push_back((Instant::now(), answered));
                given += 1;
            }
            for request in seat.take_outbox() {
                to_store.send(request).context("the store is gone")?;
            }
            while let Some((since, answered)) = under_way.front() {
                match answered.try_recv() {
                    Ok(Answer::Done(_)) => times_ms.push(since.elapsed().as_secs_f64() * 1e3),
                    Ok(other) => anyhow::bail!("a command was refused: {other:?}"),
                    Err(TryRecvError::Empty) => break,
                    Err(TryRecvError::Disconnected) => anyhow::bail!("a command was never answered"),
                }
                under_way.pop_front();
            }
            if !under_way.is_empty() {
                seat.take_from_store(from_store.recv().context("the store is gone")?);
                from_store.try_iter().for_each(|message| seat.take_from_store(message));
            }
        }
        let secs = began.elapsed().as_secs_f64();
        drop((to_store, seat));
        drop(store.close()?);
        Ok(json!({
            "commands": self.commands, "at_once": self.at_once,
            "a_second": (self.commands as f64 / secs).round(), "secs": round(secs),
            "p50_ms": percentile(&mut times_ms, 50), "p99_ms": percentile(&mut times_ms, 99),
        }))
    }

    /// A matter is reported; half of all commands on, it is taken in.
    fn command(&self, n: usize, crowd: &mut Crowd) -> Command {
        let half = self.commands.div_ceil(2);
        let at = START.plus_secs(n as i64 / 100);
        let act = if n < half {
            let (title, at_place) = ("路灯不亮".into(), Some(crowd.place()));
            let file = IncidentFile { title, at: at_place, reported_at: at, ..IncidentFile::default() };
            Act::Report { file: Box::new(file), personal: None }
        } else {
            Act::Accept { category: None, urgency: None, difficulty: None }
        };
        Command {
            id: format!("bench-{n}").into(),
            by: Actor::System("bench".into()),
            at,
            incident: format!("BENCH-{}", n % half).into(),
            seen_version: None,
            act,
        }
    }
}
