//! `zonglan bench fold`: how fast a year's events become a picture: the sample's matters, told step by step as a centre that
//! had lived through them would have recorded them.

use super::super::answer;
use crate::cli::sample_county::throwaway_sample;
use clap::Args;
use serde_json::json;
use std::ops::ControlFlow;
use std::time::Instant;
use zonglan::domain::{Event, IncidentRecord, Recorded, StepKind, Timestamp};
use zonglan::ledger::{Ledger as _, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::sample::DEFAULT_SEED;

/// How often.
#[derive(Args)]
pub(super) struct FoldArgs {
    /// So many folds of all of it
    #[arg(long, default_value_t = 3)]
    times: usize,
    /// So many matters at most
    #[arg(long, default_value_t = usize::MAX)]
    matters: usize,
}

impl FoldArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut county = throwaway_sample(DEFAULT_SEED, &mut |_, _| {})?;
        county.picture = None;
        let ledger = SqliteLedger::open_read_only(&county.copy.0)?;
        let (mut registers, mut steps, mut matters) = (Vec::new(), Vec::new(), 0);
        ledger.read_after(0, &mut |recorded| {
            match &recorded.event {
                Event::IncidentImported(record) if matters < self.matters => {
                    matters += 1;
                    steps.extend(told_step_by_step(&recorded, record));
                }
                Event::IncidentImported(_) => {}
                _ => registers.push(recorded),
            }
            ControlFlow::Continue(())
        })?;
        steps.sort_by_key(|step| (step.at, step.seq));
        let offset = registers.len() as u64;
        for (place, event) in registers.iter_mut().chain(&mut steps).enumerate() {
            event.seq = place as u64 + 1;
        }
        let mut best_secs = f64::INFINITY;
        let mut all_secs = Vec::new();
        for _ in 0..self.times.max(1) {
            let mut picture = Picture::new(8 * 3_600);
            registers.iter().for_each(|event| picture.apply(event));
            let folding = Instant::now();
            steps.iter().for_each(|event| picture.apply(event));
            picture.derive();
            let secs = folding.elapsed().as_secs_f64();
            anyhow::ensure!(picture.seq == offset + steps.len() as u64, "an event was left out");
            best_secs = best_secs.min(secs);
            all_secs.push(secs);
        }
        all_secs.sort_by(f64::total_cmp);
        let p50_secs = all_secs[all_secs.len() / 2];
        let a_second = |secs: f64| (steps.len() as f64 / secs.max(1e-9)).round();
        answer(&json!({
            "matters": matters, "events": steps.len(), "times": self.times,
            "p50_secs": (p50_secs * 1e3).round() / 1e3, "a_second": a_second(p50_secs), "best_a_second": a_second(best_secs),
        }))
    }
}

/// The events of a matter of which an import told all at once.
fn told_step_by_step(told: &Recorded, record: &IncidentRecord) -> Vec<Recorded> {
    let reported = Event::Reported(Box::new(record.file.clone()));
    let mut events = vec![(record.file.reported_at, reported)];
    let mut push = |kind, event: Event| events.extend(record.time(kind).map(|at| (at, event)));
    push(
        StepKind::Accepted,
        Event::Accepted {
            category: record.file.category.clone(),
            urgency: record.file.urgency,
            difficulty: record.file.difficulty,
            deadline_at: record.deadline_at.unwrap_or(record.file.reported_at),
            clock: None,
        },
    );
    push(
        StepKind::Assigned,
        Event::Assigned { agency: record.agency.clone(), worker: record.worker.clone(), message: String::new() },
    );
    push(StepKind::Receipted, Event::Receipted);
    push(StepKind::Arrived, Event::Arrived);
    push(StepKind::Handled, Event::Handled { result: record.result.clone().unwrap_or_default() });
    push(StepKind::Checked, Event::Checked { passed: true });
    if let Some(answer) = record.satisfaction {
        push(StepKind::CalledBack, Event::CalledBack { answer });
    }
    push(StepKind::Answered, Event::Answered { text: record.result.clone().unwrap_or_default() });
    push(StepKind::Closed, Event::Closed);
    let step = |(n, (at, event)): (usize, (Timestamp, Event))| Recorded {
        seq: told.seq,
        stream: told.stream.clone(),
        by: told.by.clone(),
        at,
        version: n as u32 + 1,
        event,
    };
    events.into_iter().enumerate().map(step).collect()
}
