//! `zonglan bench click`: from the press that sends somebody to the frame that shows it, durable by then, on the sample
//! county's wall without a window.

use super::super::answer;
use super::super::frame::WindowlessSeat;
use super::super::seat_options::SeatOptions;
use super::{percentile, round};
use clap::Args;
use serde_json::json;
use zonglan::display::bench::until_drawn;
use zonglan::domain::State;
use zonglan::seat::{Intent, Selection};

/// How often.
#[derive(Args)]
pub(super) struct ClickArgs {
    /// So many matters to which somebody is sent
    #[arg(long, default_value_t = 60)]
    orders: usize,
    #[command(flatten)]
    options: Box<SeatOptions>,
}

/// A press right after an order is the same press; seconds.
const BETWEEN_SECS: u32 = 3;

impl ClickArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut seat = WindowlessSeat::open(&self.options, (1920.0, 1080.0))?;
        seat.settle()?;
        let rows = seat.headless.seat().picture.incidents.rows().iter().enumerate();
        let waits = rows.filter(|(_, row)| row.state == State::Accepted && row.at.is_some() && !row.confidential);
        let waiting: Vec<u32> = waits.map(|(row, _)| row as u32).take(self.orders).collect();
        let mut frames = 0;
        let mut times_ms = Vec::with_capacity(waiting.len());
        for incident in waiting {
            seat.headless.seat_mut().intend(Intent::Select(Selection::Incident(incident)));
            seat.advance(BETWEEN_SECS)?;
            seat.settle()?;
            let drawn = until_drawn(&mut seat.headless, Intent::Dispatch, &mut |seat| {
                seat.picture.incidents.row(incident).state == State::Assigned
            })?;
            frames += drawn.frames;
            times_ms.push(drawn.ms);
        }
        seat.close()?;
        anyhow::ensure!(!times_ms.is_empty(), "no matter of this county waits for somebody to be sent");
        let count = times_ms.len();
        answer(&json!({
            "orders": count, "frames_each": round(frames as f64 / count as f64),
            "p50_ms": percentile(&mut times_ms, 50), "p95_ms": percentile(&mut times_ms, 95),
            "p99_ms": percentile(&mut times_ms, 99),
        }))
    }
}
