//! `zonglan bench render`: what frames cost, as JSON.

use super::super::frame::WindowlessSeat;
use super::super::seat_options::SeatOptions;
use super::super::{Usage, answer};
use clap::Args;
use std::time::Instant;
use zonglan::display::bench::{RenderBench, render};
use zonglan::seat::Layer;

/// A scene, and how often it is drawn.
#[derive(Args)]
pub(super) struct RenderArgs {
    /// W1 | W1-all
    #[arg(long, default_value = "W1")]
    scene: String,
    /// How many frames of the scene
    #[arg(long, default_value_t = 240)]
    frames: usize,
    #[command(flatten)]
    options: Box<SeatOptions>,
}

/// Frames in one second of the county's life while the scene moves.
const FRAMES_A_SECOND: usize = 20;

impl RenderArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Self { scene, frames, options } = self;
        options.check()?;
        let adapter = zonglan::display::probe()?;
        let home = options.passing_home()?;
        // What counts is the start of a seat on a county that is there.
        let start = Instant::now();
        let mut seat = WindowlessSeat::open_at(&options, (1920.0, 1080.0), home)?;
        seat.settle()?;
        seat.headless.picture()?;
        let first_picture_ms = start.elapsed().as_secs_f64() * 1e3;
        match scene.as_str() {
            "W1" => {}
            "W1-all" => Layer::ALL.into_iter().for_each(|layer| seat.headless.seat_mut().layers.set(layer, true)),
            other => return Err(Usage(format!("--scene wants W1 or W1-all, not {other}")).into()),
        }
        seat.advance(60)?;
        seat.settle()?;
        let bench = RenderBench { scene: &scene, frames, first_picture_ms, adapter };
        let WindowlessSeat { headless, life, .. } = &mut seat;
        let mut failed = None;
        let measured = render(headless, &bench, &mut |_, frame| {
            if frame.is_multiple_of(FRAMES_A_SECOND) {
                failed = life.live_a_second().err().or(failed.take());
            }
        })?;
        seat.close()?;
        failed.map_or(Ok(()), Err)?;
        answer(&measured)
    }
}
