//! `zonglan query within --out FILE`: what lies in a shape as GeoJSON, CSV or XLSX.

use super::super::Usage;
use super::super::exports::write_whole;
use clap::Args;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use zonglan::domain::Timestamp;
use zonglan::panels::found_table;
use zonglan::picture::{Picture, Wanted};
use zonglan::report::TableFormat;
use zonglan::seat::tools::Within;
use zonglan::seat::{Lang, Screen, Seat};
use zonglan::spatial::Shape;

/// Where it goes.
#[derive(Args)]
pub(super) struct OutArgs {
    /// A file to write it to: .geojson, .csv or .xlsx
    #[arg(long, value_name = "FILE", conflicts_with = "count")]
    pub(super) out: Option<PathBuf>,
    /// The language of the file's columns: zh | en
    #[arg(long, default_value = "zh")]
    lang: String,
}

impl OutArgs {
    /// Writes what is wanted in the shape; answers how much it is.
    pub(super) fn write(
        &self,
        out: &Path,
        picture: Picture,
        (wanted, shape): (&Wanted, &Shape),
        moment: Timestamp,
    ) -> anyhow::Result<Value> {
        let lang = match self.lang.as_str() {
            "zh" => Lang::Zh,
            "en" => Lang::En,
            other => return Err(Usage(format!("--lang wants zh or en, not {other}")).into()),
        };
        let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let format = TableFormat::of_ending(ending).ok_or_else(|| {
            Usage(format!("--out wants a file that ends in .geojson, .csv or .xlsx: {}", out.display()))
        })?;
        let numbers: Vec<u32> = picture.within(wanted, shape, moment).into_iter().map(|found| found.id).collect();
        let count = numbers.len();
        let within = match wanted {
            Wanted::Incidents(_) => Within { incidents: numbers, ..Within::default() },
            Wanted::Workers(_) => Within { workers: numbers, ..Within::default() },
            Wanted::Cameras(_) => Within { cameras: numbers, ..Within::default() },
            Wanted::Places(_) => {
                return Err(Usage("--out writes incidents, workers and cameras, not places".into()).into());
            }
        };
        // A seat that nobody sits at has the words.
        let seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), moment, lang);
        let bytes = format.bytes(&found_table(&seat, &within, Some(shape)))?;
        write_whole(out, &bytes)?;
        Ok(json!({ "count": count, "out": out, "bytes": bytes.len() }))
    }
}
