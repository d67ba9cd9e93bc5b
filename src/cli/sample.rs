//! `zonglan sample`.

use super::progress::ProgressLine;
use super::{Usage, answer};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use zonglan::sample::{DEFAULT_SEED, Scale, write};

/// Which sample to write where.
#[derive(Args)]
pub(super) struct SampleArgs {
    /// county | prefecture | province
    #[arg(long, default_value = "county")]
    scale: String,
    /// The same seed writes the same bytes
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// The folder for the import files
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

impl SampleArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let scale = match self.scale.as_str() {
            "county" => Scale::County,
            "prefecture" => Scale::Prefecture,
            "province" => Scale::Province,
            other => return Err(Usage(format!("no such scale (county, prefecture, province): {other}")).into()),
        };
        let mut line = ProgressLine::new();
        let written = write(&self.out, self.seed, scale, &mut |what, share| line.share(what, share));
        line.clear();
        let files: Vec<_> = written?.files.iter().map(|file| json!(file)).collect();
        answer(&json!({ "seed": self.seed, "files": files }))
    }
}
