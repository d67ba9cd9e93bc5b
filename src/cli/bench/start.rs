//! `zonglan bench start`: how long it takes until there is a picture, the program's own start included.

use super::super::{answer, cannot};
use super::percentile;
use crate::cli::sample_county::{Scratch, throwaway_sample};
use anyhow::Context;
use bevy_egui::egui;
use clap::Args;
use serde_json::{Value, json};
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use zonglan::panels::{Letters, Panels};
use zonglan::sample::DEFAULT_SEED;

/// What both fonts take in the program's file: only how long they are is asked here, they are not in it twice.
const FONT_BYTES: usize = include_bytes!("../../../assets/fonts/NotoSansSC-Regular.otf").len()
    + include_bytes!("../../../assets/fonts/NotoSansSC-Medium.otf").len();
/// So often the fonts are read.
const FONT_READS: usize = 5;

/// How often.
#[derive(Args)]
pub(super) struct StartArgs {
    /// So many starts of each kind
    #[arg(long, default_value_t = 3)]
    times: usize,
    /// WxH in pixels
    #[arg(long, default_value = "1920x1080")]
    size: String,
}

impl StartArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        zonglan::display::probe()?;
        let scratch = Scratch::new(std::env::temp_dir().join(format!("zonglan-start-{}", std::process::id())))?;
        let first = self.measure(|n| {
            // Nothing is there: the county is made, imported, folded, drawn.
            let cache = scratch.0.join(format!("cache-{n}"));
            let took_ms = self.frame(&scratch.0, &[("XDG_CACHE_HOME", &cache)], None)?;
            std::fs::remove_dir_all(&cache).map_err(|error| cannot("remove this folder", &cache, error))?;
            Ok(took_ms)
        })?;
        let county = throwaway_sample(DEFAULT_SEED, &mut |_, _| {})?;
        let warm = self.measure(|_| self.frame(&scratch.0, &[], Some(&county.copy.0)))?;
        answer(&json!({ "size": self.size, "times": self.times, "first_start": first, "warm_start": warm,
                        "fonts": fonts() }))
    }

    fn measure(&self, mut start: impl FnMut(usize) -> anyhow::Result<f64>) -> anyhow::Result<Value> {
        let mut all_ms = (0..self.times.max(1)).map(&mut start).collect::<anyhow::Result<Vec<_>>>()?;
        let p50_ms = percentile(&mut all_ms, 50);
        Ok(json!({ "p50_ms": p50_ms, "min_ms": all_ms.first().map(|ms| ms.round()),
                   "max_ms": all_ms.last().map(|ms| ms.round()) }))
    }

    /// One start of the program, up to its end: a picture on the disk.
    fn frame(&self, scratch: &Path, settings: &[(&str, &Path)], data: Option<&Path>) -> anyhow::Result<f64> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["frame", "--size", &self.size, "--out"]).arg(scratch.join("start.png"));
        command.envs(settings.iter().copied()).stdout(Stdio::null());
        if let Some(dir) = data {
            command.arg("--data").arg(dir);
        }
        let began = Instant::now();
        let output = command.output().context("the program can't start itself")?;
        let took_ms = began.elapsed().as_secs_f64() * 1e3;
        let said = String::from_utf8_lossy(&output.stderr);
        anyhow::ensure!(output.status.success(), "a start failed: {}", said.trim().trim_start_matches("zonglan: "));
        Ok(took_ms)
    }
}

/// How large the fonts are, and what every start pays to read them: for egui, whose first pass reads what was installed, and
/// for the names on the map.
fn fonts() -> Value {
    let for_egui = median_ms(|| {
        let ctx = egui::Context::default();
        Panels::new().install(&ctx);
        black_box(ctx.run_ui(egui::RawInput::default(), |_| ()));
    });
    let for_labels = median_ms(|| {
        black_box(Letters::known());
    });
    json!({ "bytes": FONT_BYTES, "egui_p50_ms": for_egui, "labels_p50_ms": for_labels })
}

/// To the thousandth: where a font is only looked into, that takes no more.
fn median_ms(mut work: impl FnMut()) -> f64 {
    let mut all_ms = [0.0; FONT_READS];
    for ms in &mut all_ms {
        let began = Instant::now();
        work();
        *ms = began.elapsed().as_secs_f64() * 1e3;
    }
    all_ms.sort_unstable_by(f64::total_cmp);
    (all_ms[FONT_READS / 2] * 1e3).round() / 1e3
}
