//! What a process holds, noted again and again, and what that adds up to.

use super::super::frame::WindowlessSeat;
use serde_json::{Value, json};
use std::path::Path;
use zonglan::display::GpuCounts;
use zonglan::ledger::{LEDGER_FILE, TRACKS_FOLDER};
use zonglan::runtime::{Trend, Usage, open_handles};
use zonglan::seat::Layer;

/// What is held at one moment.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    hours: f64,
    usage: Usage,
    /// Handles of the days' files of positions: one day's are opened when the day begins, and a few days' stay open.
    day_handles: usize,
    gpu: Option<GpuCounts>,
    /// Of how many pieces each layer of the map is made.
    pieces: [usize; Layer::ALL.len()],
    ledger_mb: f64,
}

impl Sample {
    /// What is held now, `second` seconds into the county's life.
    pub(super) fn take(second: u32, seat: &mut WindowlessSeat) -> Self {
        let dir = seat.dir().to_owned();
        let (dir, headless) = (dir.as_path(), &mut seat.headless);
        let tracks = dir.join(TRACKS_FOLDER);
        let of_days = tracks.canonicalize().unwrap_or_else(|_| tracks.clone());
        let of_days = of_days.to_string_lossy().into_owned();
        Self {
            hours: f64::from(second) / 3_600.0,
            usage: Usage::now(),
            day_handles: open_handles(|target| target.starts_with(&of_days)),
            gpu: headless.gpu_counts(),
            pieces: headless.map_pieces(),
            ledger_mb: files_mb(dir, |name| name.starts_with(LEDGER_FILE)),
        }
    }

    /// The handles that must stay: those of the days' files come and go with the days.
    fn handles(&self) -> usize {
        self.usage.handles - self.day_handles.min(self.usage.handles)
    }
}

/// The size of the days' files of positions, MB: of use where nobody has them open, else what SQLite has not put into
/// them yet, and room for it, is counted with them.
pub(super) fn tracks_mb(dir: &Path) -> f64 {
    files_mb(&dir.join(TRACKS_FOLDER), |_| true)
}

/// The size of such files of a folder, MB.
fn files_mb(dir: &Path, is_such: impl Fn(&str) -> bool) -> f64 {
    let Ok(entries) = std::fs::read_dir(dir) else { return 0.0 };
    let such = entries.flatten().filter(|entry| is_such(&entry.file_name().to_string_lossy()));
    such.filter_map(|entry| Some(entry.metadata().ok()?.len())).sum::<u64>() as f64 / 1e6
}

/// All of them, in the order of time.
#[derive(Default)]
pub(super) struct Samples(Vec<Sample>);

impl Samples {
    pub(super) fn add(&mut self, sample: Sample) {
        self.0.push(sample);
    }

    /// What they add up to. `middle` is where the second half begins: what warms up has done so by then, and from there
    /// on nothing may grow.
    pub(super) fn told(&self) -> Value {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return json!({}) };
        let second_half = &self.0[self.0.len() / 2..];
        let middle = second_half.first().unwrap_or(last);
        let points: Vec<_> = second_half.iter().map(|sample| (sample.hours, sample.usage.rss_mb)).collect();
        let trend = Trend::of(&points);
        let most_mb = self.0.iter().map(|sample| sample.usage.rss_mb).fold(0.0, f64::max);
        let counts = |of: &dyn Fn(&Sample) -> usize| {
            let max = self.0.iter().map(of).max();
            json!({ "first": of(first), "middle": of(middle), "last": of(last), "max": max })
        };
        json!({
            "memory": {
                "first_mb": round(first.usage.rss_mb), "middle_mb": round(middle.usage.rss_mb),
                "last_mb": round(last.usage.rss_mb), "max_mb": round(most_mb),
                "slope_mb_per_hour": trend.map(|trend| round(trend.slope)),
                "standard_error_mb_per_hour": trend.map(|trend| round(trend.standard_error)),
            },
            "handles": counts(&Sample::handles),
            "day_file_handles": counts(&|sample| sample.day_handles),
            "threads": counts(&|sample| sample.usage.threads),
            "gpu": { "first": first.gpu, "middle": middle.gpu, "last": last.gpu },
            "disk": {
                "ledger_first_mb": round(first.ledger_mb), "ledger_last_mb": round(last.ledger_mb),
            },
            "samples": self.0.iter().map(|sample| json!([
                round(sample.hours), round(sample.usage.rss_mb), sample.handles(), sample.usage.threads,
                sample.gpu.map(|gpu| [gpu.buffers, gpu.textures, gpu.texture_views, gpu.bind_groups]),
                sample.pieces,
            ])).collect::<Vec<_>>(),
        })
    }
}

fn round(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
