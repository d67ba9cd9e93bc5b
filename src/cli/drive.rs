//! `zonglan drive`: a script operates the seat, without a window.

use super::Usage;
use super::answer;
use super::frame::WindowlessSeat;
use super::seat_options::SeatOptions;
use anyhow::Context;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use zonglan::display::drive::{self, Passing};

/// A script and where its frames and states go.
#[derive(Args)]
pub(super) struct DriveArgs {
    /// The script: one step a line, # for comments
    script: Option<PathBuf>,
    /// The folder for frames and states
    #[arg(long, value_name = "DIR", default_value = "out")]
    out: PathBuf,
    /// List the widgets' ids
    #[arg(long)]
    widgets: bool,
    #[command(flatten)]
    options: SeatOptions,
}

impl DriveArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.widgets {
            let ids = zonglan::panels::widget_ids();
            return answer(
                &ids.into_iter().map(|(id, meaning)| json!({ "id": id, "meaning": meaning })).collect::<Vec<_>>(),
            );
        }
        let path = self.script.as_ref().ok_or_else(|| Usage("name a script, or --widgets".into()))?;
        let text =
            std::fs::read_to_string(path).with_context(|| format!("can't read the script {}", path.display()))?;
        let steps = drive::parse(&text).with_context(|| format!("{}", path.display()))?;
        std::fs::create_dir_all(&self.out).with_context(|| format!("can't make the folder {}", self.out.display()))?;
        let mut seat = WindowlessSeat::open(&self.options, (1920.0, 1080.0))?;
        seat.settle()?;
        let WindowlessSeat { headless, life, .. } = &mut seat;
        let outcome = drive::run(headless, &steps, &self.out, &mut |headless, secs, passing| match passing {
            Passing::Alive => life.advance(headless, secs).map_err(|error| format!("{error:#}")),
            Passing::Silent => {
                life.pass_silently(headless, secs);
                Ok(())
            }
        });
        seat.close()?;
        outcome.with_context(|| format!("{}", path.display()))?;
        answer(&json!({ "script": path, "steps": steps.len(), "out": self.out }))
    }
}
