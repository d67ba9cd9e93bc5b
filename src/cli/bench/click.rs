//! `zonglan bench click`: from the press that sends somebody to the frame that shows it, durable by then, on the sample
//! county's wall without a window.

use super::super::answer;
use super::super::frame::WindowlessSeat;
use super::super::seat_options::SeatOptions;
use super::{percentile, round};
use clap::Args;
use serde_json::json;
use zonglan::display::bench::{PART_NAMES, until_drawn};
use zonglan::domain::State;
use zonglan::seat::{Intent, Selection};

/// How often.
#[derive(Args)]
pub(super) struct ClickArgs {
    /// So many orders; each is taken back again, so that few matters are enough
    #[arg(long, default_value_t = 60)]
    orders: usize,
    #[command(flatten)]
    options: Box<SeatOptions>,
}

/// The button that sends whom the seat recommends.
const SEND: &str = "dispatch-send";
/// The county's life before the first order, seconds.
const MORNING_SECS: u32 = 60;
/// A press right after an order is the same press; seconds.
const BETWEEN_SECS: u32 = 3;

impl ClickArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut seat = WindowlessSeat::open(&self.options, (1920.0, 1080.0))?;
        // In its first minute of life a sample tells the morning, which takes a core.
        seat.advance(MORNING_SECS)?;
        seat.settle()?;
        let rows = seat.headless.seat().picture.incidents.rows().iter().enumerate();
        let waits = rows.filter(|(_, row)| row.state == State::Accepted && row.at.is_some() && !row.confidential);
        let waiting: Vec<u32> = waits.map(|(row, _)| row as u32).collect();
        anyhow::ensure!(!waiting.is_empty(), "no matter of this county waits for somebody to be sent");
        let (mut frames, mut parts_ms) = (0, [0.0; PART_NAMES.len()]);
        let mut times_ms = Vec::with_capacity(self.orders);
        for incident in waiting.into_iter().cycle().take(self.orders) {
            seat.headless.seat_mut().intend(Intent::Select(Selection::Incident(incident)));
            seat.advance(BETWEEN_SECS)?;
            seat.settle()?;
            let drawn = until_drawn(&mut seat.headless, SEND, &mut |seat| {
                seat.picture.incidents.row(incident).state == State::Assigned
            })?;
            frames += drawn.frames;
            parts_ms.iter_mut().zip(drawn.parts_ms).for_each(|(sum, part)| *sum += part);
            times_ms.push(drawn.ms);
            seat.advance(BETWEEN_SECS)?;
            seat.headless.seat_mut().intend(Intent::Recall);
            seat.settle()?;
        }
        seat.close()?;
        let count = times_ms.len().max(1);
        let parts =
            PART_NAMES.iter().zip(parts_ms).map(|(name, ms)| ((*name).to_owned(), json!(round(ms / count as f64))));
        answer(&json!({
            "orders": count, "frames_each": round(frames as f64 / count as f64),
            "p50_ms": percentile(&mut times_ms, 50), "p95_ms": percentile(&mut times_ms, 95),
            "p99_ms": percentile(&mut times_ms, 99),
            "parts": parts.collect::<serde_json::Map<_, _>>(),
        }))
    }
}
