//! What frames cost, as JSON (DESIGN.md's contract): an empty frame, a scene in motion, the seat at rest.

use super::cpu::{own_cpu_ms, rss_mb};
use super::error::{AdapterName, DisplayError};
use super::headless::Headless;
use super::timing::PARTS;
use crate::seat::{Intent, Seat};
use crate::spatial::Px;
use serde_json::{Value, json};
use std::time::Instant;

/// The parts' names, in their order.
pub const PART_NAMES: [&str; PARTS] = ["ingest", "derive", "prepare", "egui", "upload"];
/// Frames in which nothing happens.
const REST_FRAMES: usize = 60;

/// What to measure.
pub struct RenderBench<'a> {
    /// The scene's name: `W1`, `W1-all`.
    pub scene: &'a str,
    /// How many frames of the scene.
    pub frames: usize,
    /// Milliseconds from the program's start to the first picture.
    pub first_picture_ms: f64,
    /// The adapter, as `probe` named it.
    pub adapter: AdapterName,
}

/// Measures a settled seat: `before_frame` brings what the scene's life brings before each frame (feeds'
/// messages, the clock).
///
/// # Errors
/// When the seat never rests.
pub fn render(
    seat: &mut Headless,
    bench: &RenderBench<'_>,
    before_frame: &mut dyn FnMut(&mut Headless, usize),
) -> Result<Value, DisplayError> {
    let empty = empty_frames(seat)?;
    let mut run = Frames::default();
    for frame in 0..bench.frames {
        before_frame(seat, frame);
        seat.mean(path(frame, seat));
        run.add(seat);
    }
    seat.mean(Some(Intent::WholeCounty));
    seat.settle()?;
    let rest = Frames::at_rest(seat);
    // A map that was just drawn has its camera's pictures yet; they are gone after a few frames.
    let rest_mb = rss_mb();
    seat.show_panels(false);
    seat.settle()?;
    let map_alone = Frames::at_rest(seat);
    seat.show_panels(true);
    let panels_alone = without_layers(seat, |seat| Ok(Frames::at_rest(seat)))?;
    let size = seat.seat().screen;
    let parts = PART_NAMES.iter().zip(run.mean_parts_ms()).map(|(name, ms)| ((*name).to_owned(), round(ms)));
    Ok(json!({
        "size": format!("{}x{}", size.width_px, size.height_px),
        "scene": bench.scene,
        "frames": bench.frames,
        "empty": empty.summary(),
        "frame": run.summary(),
        "at_rest": rest.summary(),
        "map_alone": map_alone.summary(),
        "panels_alone": panels_alone.summary(),
        "parts": parts.map(|(name, ms)| (name, Value::from(ms))).collect::<serde_json::Map<_, _>>(),
        "first_picture_ms": round(bench.first_picture_ms),
        "rss_mb": round(rest_mb),
        "rss_map_drawn_mb": round(rss_mb()),
        "adapter": bench.adapter.0,
    }))
}

/// How long it took until something was so and drawn.
pub struct Drawn {
    /// From the press to the end of the frame that shows it, milliseconds.
    pub ms: f64,
    /// The frames in between, that one included.
    pub frames: usize,
    /// Of that the parts of those frames, by [`PART_NAMES`].
    pub parts_ms: [f64; PARTS],
}

/// So many frames are drawn at most until something is so.
const MOST_FRAMES: usize = 2_000;

/// Clicks on the panels' widget `id`, and draws frame after frame until `holds`, and the card has drawn that. The time
/// begins when the button is let go of: that is what clicks.
///
/// # Errors
/// There is no such widget, or it never comes about.
pub fn until_drawn(seat: &mut Headless, id: &str, holds: &mut dyn FnMut(&Seat) -> bool) -> Result<Drawn, DisplayError> {
    let never = |updates: u32, why: &str| DisplayError::NeverSettled { updates, why: why.into() };
    let (x_px, y_px) = seat.widget_px(id).ok_or_else(|| never(0, &format!("nothing to click on is named {id}")))?;
    seat.press(x_px, y_px);
    // A finger takes longer than the card.
    seat.wait_for_card();
    seat.take_parts_ms();
    let start = Instant::now();
    seat.let_go();
    for frames in 1..=MOST_FRAMES {
        seat.update_untimed();
        if holds(seat.seat()) {
            seat.wait_for_card();
            return Ok(Drawn { ms: start.elapsed().as_secs_f64() * 1e3, frames, parts_ms: seat.take_parts_ms() });
        }
    }
    Err(never(MOST_FRAMES as u32, "what was meant never came about"))
}

/// The same seat with nothing on it: no layers, no panels.
fn empty_frames(seat: &mut Headless) -> Result<Frames, DisplayError> {
    without_layers(seat, |seat| {
        seat.show_panels(false);
        seat.settle()?;
        let frames = Frames::at_rest(seat);
        seat.show_panels(true);
        Ok(frames)
    })
}

/// Does something with a seat whose map shows nothing, and lets all show again.
fn without_layers<T>(
    seat: &mut Headless,
    act: impl FnOnce(&mut Headless) -> Result<T, DisplayError>,
) -> Result<T, DisplayError> {
    let layers = std::mem::replace(&mut seat.seat_mut().layers, crate::seat::LayerSet::none());
    seat.settle()?;
    let done = act(seat)?;
    seat.seat_mut().layers = layers;
    seat.settle()?;
    Ok(done)
}

/// The scene's fixed way over the map: there and back in a circle, in and out by the wheel.
fn path(frame: usize, seat: &Headless) -> Option<Intent> {
    let view = seat.seat().view;
    let step = frame % 240;
    let turn = step as f64 / 60.0 * std::f64::consts::TAU;
    match step {
        0..=119 => Some(Intent::Pan { dx_px: (6.0 * turn.cos()).round(), dy_px: (6.0 * turn.sin()).round() }),
        120..=149 => Some(zoom(Px::new(view.width_px * 0.4, view.height_px * 0.4), 0.05)),
        150..=179 => Some(zoom(Px::new(view.width_px * 0.4, view.height_px * 0.4), -0.05)),
        _ => None,
    }
}

fn zoom(px: Px, dz: f64) -> Intent {
    Intent::ZoomAt { px, dz }
}

/// Times of a run of frames.
#[derive(Default)]
struct Frames {
    whole_ms: Vec<f64>,
    cpu_ms: f64,
    parts_ms: Vec<[f64; PARTS]>,
}

impl Frames {
    /// A seat at which nothing happens.
    fn at_rest(seat: &mut Headless) -> Self {
        let mut frames = Self::default();
        (0..REST_FRAMES).for_each(|_| frames.add(seat));
        frames
    }

    fn add(&mut self, seat: &mut Headless) {
        seat.take_parts_ms();
        let (start, cpu_start_ms) = (Instant::now(), own_cpu_ms());
        seat.update_untimed();
        self.whole_ms.push(start.elapsed().as_secs_f64() * 1e3);
        self.cpu_ms += own_cpu_ms() - cpu_start_ms;
        self.parts_ms.push(seat.take_parts_ms());
    }

    fn summary(&self) -> Value {
        let mut sorted = self.whole_ms.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (share * (sorted.len().saturating_sub(1)) as f64).round() as usize;
            round(sorted.get(place).copied().unwrap_or(0.0))
        };
        // The kernel counts in hundredths of a second: only the mean over many frames says anything.
        let cpu_ms = round(self.cpu_ms / self.whole_ms.len().max(1) as f64);
        json!({ "p50_ms": at(0.5), "p95_ms": at(0.95), "p99_ms": at(0.99), "cpu_ms": cpu_ms })
    }

    fn mean_parts_ms(&self) -> [f64; PARTS] {
        let mut sums = [0.0; PARTS];
        for parts in &self.parts_ms {
            sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
        }
        sums.map(|sum| sum / self.parts_ms.len().max(1) as f64)
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
