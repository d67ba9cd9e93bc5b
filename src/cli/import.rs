//! `zonglan import`.

use super::progress::ProgressLine;
use super::site::Site;
use super::{Usage, answer};
use clap::Args;
use jiff::tz::TimeZone;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use zonglan::domain::Timestamp;
use zonglan::intake::basemap::{BaseMapRequest, import_base_map};
use zonglan::intake::{Crs, ImportRequest, IntakeError, Kind, import};
use zonglan::ledger::{DataDir, LEDGER_FILE, SqliteLedger, Tracks};

/// What to import, from where, how.
#[derive(Args)]
pub(super) struct ImportArgs {
    /// areas | workers | cameras | places | categories | incidents | basemap
    kind: String,
    /// GeoJSON, newline GeoJSON or CSV, each also gzipped; a base map: OSM PBF, MBTiles, PMTiles, GeoJSON layers;
    /// found out by content
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 数据目录：the data folder, made if it isn't there
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// wgs84 | gcj02 | bd09 | cgcs2000
    #[arg(long, default_value = "wgs84")]
    crs: String,
    /// A field's column, or a template of columns: name="{road} {number}", code={id:02}, parent={code:.3}
    #[arg(long, value_name = "FIELD=COLUMN", allow_hyphen_values = true)]
    map: Vec<String>,
    /// A field's value for every row; with --map of the same field, for rows where that is empty
    #[arg(long, value_name = "FIELD=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// The site's time zone, kept for later; also that of times that don't say theirs
    #[arg(long)]
    zone: Option<String>,
    /// 底图出处：whom to name with a base map, beside those whom its files name
    #[arg(long, value_name = "TEXT")]
    attribution: Option<String>,
    /// 试导入：everything but writing
    #[arg(long)]
    dry_run: bool,
}

impl ImportArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.kind == "basemap" {
            return self.base_map();
        }
        let request = self.request().map_err(usage_apart)?;
        // A dry run leaves no new folder behind: without a ledger there it is tried on an empty one.
        let throwaway = self.dry_run && !self.data.join(LEDGER_FILE).exists();
        let folder = if throwaway { Throwaway::path() } else { self.data.clone() };
        let _gone_after = throwaway.then(|| Throwaway(folder.clone()));
        let _lock = DataDir::open(&folder)?;
        let mut ledger = SqliteLedger::open(&folder)?;
        let stop = stop_on_ctrl_c()?;
        let mut line = ProgressLine::new();
        let outcome = import(&request, &mut ledger, &mut |progress| {
            let what = if progress.committing { "写入 writing" } else { "读取 reading" };
            line.say(&format!("{what} {}: {}", progress.file.display(), progress.rows));
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        line.clear();
        let report = outcome.map_err(|error| usage_apart(error.into()))?;
        if !self.dry_run {
            Tracks::open(&self.data)?.append(&report.fixes)?;
            self.keep_zone()?;
        }
        answer(&report)
    }

    /// The files become the folder's base map; the one that was there goes.
    fn base_map(self) -> anyhow::Result<()> {
        if let Some(option) = [("--map", !self.map.is_empty()), ("--set", !self.set.is_empty())].iter().find(|o| o.1) {
            return Err(Usage(format!("a base map has no fields: leave {} out", option.0)).into());
        }
        let crs = Crs::parse(&self.crs).map_err(|error| Usage(error.to_string()))?;
        // A dry run leaves no new folder behind.
        let _lock = (!self.dry_run).then(|| DataDir::open(&self.data)).transpose()?;
        let stop = stop_on_ctrl_c()?;
        let mut line = ProgressLine::new();
        let request = BaseMapRequest {
            files: self.files,
            dir: self.data,
            crs,
            attribution: self.attribution,
            dry_run: self.dry_run,
        };
        let outcome = import_base_map(&request, &mut |progress| {
            match progress.file {
                Some(file) => line.say(&format!("读取 reading {}: {}", file.display(), progress.features)),
                None => line.say("写入 writing"),
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        line.clear();
        answer(&outcome?)
    }

    /// The first import that names a time zone says which is the site's.
    fn keep_zone(&self) -> anyhow::Result<()> {
        match &self.zone {
            Some(zone) => Site { zone: zone.clone() }.save(&self.data),
            None => Ok(()),
        }
    }

    fn request(&self) -> anyhow::Result<ImportRequest> {
        let now = Timestamp(jiff::Timestamp::now().as_second());
        let mut request = ImportRequest::new(Kind::parse(&self.kind)?, self.files.clone(), now);
        request.crs = Crs::parse(&self.crs)?;
        request.maps = self.map.iter().map(|text| pair("--map", text)).collect::<Result<_, _>>()?;
        request.sets = self.set.iter().map(|text| pair("--set", text)).collect::<Result<_, _>>()?;
        let zone = self.zone.clone().map_or_else(|| Site::load(&self.data).map(|site| site.zone), Ok)?;
        request.zone = TimeZone::get(&zone).map_err(|_| Usage(format!("no such time zone: {zone}")))?;
        request.dry_run = self.dry_run;
        Ok(request)
    }
}

/// A flag that Ctrl-C raises.
fn stop_on_ctrl_c() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    ctrlc::set_handler(move || raised.store(true, Ordering::Relaxed))?;
    Ok(stop)
}

fn pair(option: &str, text: &str) -> Result<(String, String), Usage> {
    match text.split_once('=') {
        Some((field, value)) if !field.trim().is_empty() => Ok((field.trim().to_owned(), value.to_owned())),
        _ => Err(Usage(format!("{option} wants FIELD=VALUE: {text}"))),
    }
}

/// Marks what was wrong with the command rather than with the work.
fn usage_apart(error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<IntakeError>() {
        Ok(error) if error.is_usage() => Usage(error.to_string()).into(),
        Ok(error) => error.into(),
        Err(error) => error,
    }
}

/// A folder that goes when this goes.
struct Throwaway(PathBuf);

impl Throwaway {
    fn path() -> PathBuf {
        std::env::temp_dir().join(format!("zonglan-dry-run-{}", std::process::id()))
    }
}

impl Drop for Throwaway {
    fn drop(&mut self) {
        // What can't be removed is an empty ledger in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
