//! `zonglan import`.

use super::county::County;
use super::gaps;
use super::online::PictureArgs;
use super::progress::ProgressLine;
use super::query::parse_time;
use super::site::Site;
use super::{Usage, answer};
use clap::Args;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use zonglan::domain::Timestamp;
use zonglan::intake::basemap::BaseMapRequest;
use zonglan::intake::{
    Crs, ImportReport, ImportRequest, IntakeError, Kind, Plan, SavedMapping, import, import_fixes, plan,
};
use zonglan::ledger::{DataDir, LEDGER_FILE, Ledger, SqliteLedger, Tracks};

/// What to import, from where, how.
#[derive(Args)]
pub(super) struct ImportArgs {
    /// areas | workers | cameras | places | categories | incidents | fixes | checklists | campaigns | inspections | basemap
    kind: String,
    /// GeoJSON, CSV, XLSX, XLS, ODS, shapefile, GeoPackage, also in gzip or zip; a base map: OSM PBF, MBTiles, PMTiles,
    /// GeoJSON layers; found out by content. FILE#PART names a sheet, a table or a file in an archive
    #[arg(required_unless_present = "url")]
    files: Vec<PathBuf>,
    /// 数据目录：the data folder, made if it isn't there
    #[arg(long, value_name = "DIR", required_unless_present = "plan")]
    data: Option<PathBuf>,
    /// wgs84 | cgcs2000 | gcj02 | bd09 | epsg:N | gk:M (Gauss–Krüger, central meridian M); what the file declares, else wgs84
    #[arg(long)]
    crs: Option<String>,
    /// A field's column, or a template of columns: name="{road} {number}", code={id:02}, parent={code:.3}
    #[arg(long, value_name = "FIELD=COLUMN", allow_hyphen_values = true)]
    map: Vec<String>,
    /// A field's value for every row; with --map of the same field, for rows where that is empty
    #[arg(long, value_name = "FIELD=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// 用已存的对应：a mapping kept before; --map, --set and --crs go before it
    #[arg(long, value_name = "NAME")]
    mapping: Option<String>,
    /// 存下对应：keep --map, --set and --crs under this name
    #[arg(long, value_name = "NAME")]
    save_mapping: Option<String>,
    /// The site's time zone, kept for later; also that of times that don't say theirs
    #[arg(long)]
    zone: Option<String>,
    /// 生效日期：areas told otherwise than before are so from this day or moment on
    #[arg(long, value_name = "DATE")]
    valid_from: Option<String>,
    /// 整体替换：what the register has and the files have not is gone from --valid-from on
    #[arg(long)]
    replace: bool,
    /// How many will be gone, where it is more than half
    #[arg(long, value_name = "N")]
    gone: Option<u64>,
    /// 底图出处：whom to name with a base map, beside those whom its files name
    #[arg(long, value_name = "TEXT")]
    attribution: Option<String>,
    #[command(flatten)]
    pictures: PictureArgs,
    /// 试导入：everything but writing
    #[arg(long)]
    dry_run: bool,
    /// 导入方案：propose how to read the file, show its first rows, and import nothing
    #[arg(long)]
    plan: bool,
    /// 附缺口：also say what the registers are missing now, by kind
    #[arg(long)]
    gaps: bool,
}

/// What an import answers.
#[derive(Serialize)]
struct Imported {
    #[serde(flatten)]
    report: ImportReport,
    /// A mapping that was kept for a file with these headers and not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping_proposed: Option<String>,
    /// How many gaps there are now, by kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<BTreeMap<String, usize>>,
}

/// What a plan answers.
#[derive(Serialize)]
struct Proposed {
    #[serde(flatten)]
    plan: Plan,
    /// A mapping that was kept for a file with these headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    mapping_proposed: Option<String>,
    /// The command that imports so.
    command: String,
}

impl ImportArgs {
    pub(super) fn run(mut self) -> anyhow::Result<()> {
        if self.kind == "basemap" {
            return self.base_map();
        }
        if !self.pictures.url.is_empty() {
            return Err(Usage(format!("--url is for base maps, not for {}", self.kind)).into());
        }
        if self.plan {
            return self.answer_plan();
        }
        let Some(data) = self.data.clone() else { return Err(Usage("import wants --data DIR".into()).into()) };
        let request = self.request(&data).map_err(usage_apart)?;
        // A dry run leaves no new folder behind: without a ledger there it is tried on an empty one.
        let throwaway = self.dry_run && !data.join(LEDGER_FILE).exists();
        let folder = if throwaway { Throwaway::path() } else { data.clone() };
        let _gone_after = throwaway.then(|| Throwaway(folder.clone()));
        let _lock = DataDir::open(&folder)?;
        let mut ledger = SqliteLedger::open(&folder)?;
        let report = self.take_in(&request, &folder, &mut ledger).map_err(|error| usage_apart(error.into()))?;
        if !self.dry_run {
            Tracks::open(&data)?.append(&report.fixes)?;
            self.keep_zone(&data)?;
            self.keep_mapping(&data, &report.columns)?;
        }
        drop(ledger);
        let untold = self.map.is_empty() && self.set.is_empty() && self.mapping.is_none();
        let mapping_proposed =
            untold.then(|| SavedMapping::proposed(&data, request.kind.name(), &report.columns)).flatten();
        let gaps = if self.gaps && !throwaway { Some(gaps::counts(&County::read(&data)?.0)) } else { None };
        answer(&Imported { report, mapping_proposed, gaps })
    }

    /// The import itself, with its progress on the terminal, until it is done or somebody stops it.
    fn take_in(
        &self,
        request: &ImportRequest,
        folder: &Path,
        ledger: &mut SqliteLedger,
    ) -> Result<ImportReport, IntakeError> {
        let stop = stop_on_ctrl_c();
        let mut line = ProgressLine::new();
        let mut tell = |progress: zonglan::intake::Progress| {
            let what = if progress.committing { "写入 writing" } else { "读取 reading" };
            line.say(&format!("{what} {}: {}", progress.file.display(), progress.rows));
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let outcome = match request.kind {
            Kind::Fixes => {
                let mut tracks = Tracks::open(folder)?;
                import_fixes(request, ledger, &mut tracks, &mut tell)
            }
            _ => import(request, ledger, &mut tell),
        };
        line.clear();
        outcome
    }

    /// `--plan`: nothing is written, not even a lock.
    fn answer_plan(&mut self) -> anyhow::Result<()> {
        let data = self.data.clone().unwrap_or_default();
        let ledger = data.join(LEDGER_FILE).exists().then(|| SqliteLedger::open_read_only(&data)).transpose()?;
        let ledger = ledger.as_ref().map(|ledger| ledger as &dyn Ledger);
        let untold = self.map.is_empty() && self.set.is_empty() && self.mapping.is_none();
        let draw = |args: &Self| -> anyhow::Result<Plan> {
            let request = args.request(&data)?;
            Ok(plan(&request, ledger)?)
        };
        let mut proposal = draw(self).map_err(usage_apart)?;
        let mapping_proposed =
            untold.then(|| SavedMapping::proposed(&data, proposal.kind.name(), &proposal.headers)).flatten();
        if let Some(name) = &mapping_proposed {
            self.mapping = Some(name.clone());
            proposal = draw(self).map_err(usage_apart)?;
        }
        let command = self.command(&proposal);
        answer(&Proposed { plan: proposal, mapping_proposed, command })
    }

    /// The command that imports as the plan says.
    fn command(&self, plan: &Plan) -> String {
        let mut words = vec!["zonglan".to_owned(), "import".to_owned(), self.kind.clone()];
        words.extend(self.files.iter().map(|file| file.display().to_string()));
        let mut option = |name: &str, value: &str| words.extend([name.to_owned(), value.to_owned()]);
        option("--data", &self.data.as_ref().map_or("DIR".to_owned(), |data| data.display().to_string()));
        if let Some(crs) = &self.crs {
            option("--crs", crs);
        }
        if let Some(zone) = &self.zone {
            option("--zone", zone);
        }
        match &self.mapping {
            // What it says need not be said again.
            Some(name) => option("--mapping", name),
            None => {
                plan.maps.iter().for_each(|(field, column)| option("--map", &format!("{field}={column}")));
                plan.sets.iter().for_each(|(field, value)| option("--set", &format!("{field}={value}")));
            }
        }
        words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    /// The files become the folder's base map; the one that was there goes.
    fn base_map(self) -> anyhow::Result<()> {
        if let Some(option) = [("--map", !self.map.is_empty()), ("--set", !self.set.is_empty())].iter().find(|o| o.1) {
            return Err(Usage(format!("a base map has no fields: leave {} out", option.0)).into());
        }
        let Some(dir) = self.data else { return Err(Usage("import wants --data DIR".into()).into()) };
        let crs = self.crs.as_deref().map_or(Ok(Crs::Wgs84), Crs::parse).map_err(|error| Usage(error.to_string()))?;
        if !self.pictures.url.is_empty() {
            if !self.files.is_empty() {
                return Err(Usage("name files or --url, one import after the other".into()).into());
            }
            return self.pictures.record(&dir, &crs, self.attribution.as_deref(), self.dry_run);
        }
        let tone = self.pictures.tone()?;
        let (files, attribution, dry_run) = (self.files, self.attribution, self.dry_run);
        super::base_map::import(&BaseMapRequest { files, dir, crs, attribution, tone, dry_run })
    }

    /// The first import that names a time zone says which is the site's.
    fn keep_zone(&self, data: &Path) -> anyhow::Result<()> {
        match &self.zone {
            Some(zone) => Site { zone: zone.clone() }.save(data),
            None => Ok(()),
        }
    }

    fn keep_mapping(&self, data: &Path, headers: &[String]) -> anyhow::Result<()> {
        let Some(name) = &self.save_mapping else { return Ok(()) };
        let (maps, sets, crs) = self.told(data)?;
        let (map, set) = (maps.into_iter().collect(), sets.into_iter().collect());
        SavedMapping { kind: self.kind.clone(), headers: headers.to_vec(), crs: crs.unwrap_or_default(), map, set }
            .save(data, name)?;
        Ok(())
    }

    /// `--map`, `--set` and `--crs`, and what the mapping that was asked for says where they say nothing.
    #[allow(clippy::type_complexity)] // two lists of pairs and maybe a word
    fn told(&self, data: &Path) -> anyhow::Result<(Vec<(String, String)>, Vec<(String, String)>, Option<String>)> {
        let saved = self.mapping.as_ref().map(|name| SavedMapping::load(data, name)).transpose()?.unwrap_or_default();
        if !saved.kind.is_empty() && saved.kind != self.kind {
            return Err(Usage(format!("this mapping is for {}, not for {}", saved.kind, self.kind)).into());
        }
        let pairs = |option: &str, texts: &[String], saved: BTreeMap<String, String>| {
            let told = texts.iter().map(|text| pair(option, text)).collect::<Result<Vec<_>, _>>()?;
            // What is said last about a field counts.
            anyhow::Ok(saved.into_iter().chain(told).collect::<Vec<_>>())
        };
        let crs = self.crs.clone().or(Some(saved.crs).filter(|crs| !crs.is_empty()));
        Ok((pairs("--map", &self.map, saved.map)?, pairs("--set", &self.set, saved.set)?, crs))
    }

    fn request(&self, data: &Path) -> anyhow::Result<ImportRequest> {
        let now = Timestamp(jiff::Timestamp::now().as_second());
        let mut request = ImportRequest::new(Kind::parse(&self.kind)?, self.files.clone(), now);
        let (maps, sets, crs) = self.told(data)?;
        (request.maps, request.sets) = (maps, sets);
        request.crs = crs.as_deref().map(Crs::parse).transpose()?;
        let zone = self.zone.clone().map_or_else(|| Site::load(data).map(|site| site.zone), Ok)?;
        request.zone = TimeZone::get(&zone).map_err(|_| Usage(format!("no such time zone: {zone}")))?;
        request.valid_from = self.valid_from.as_deref().map(|text| day(text, &request.zone)).transpose()?;
        (request.replace, request.gone, request.dry_run) = (self.replace, self.gone, self.dry_run);
        Ok(request)
    }
}

/// A day, from its midnight on, or a moment with its zone.
fn day(text: &str, zone: &TimeZone) -> anyhow::Result<Timestamp> {
    let midnight = text.parse::<jiff::civil::Date>().ok().filter(|_| text.len() == 10);
    match midnight.and_then(|date| date.to_zoned(zone.clone()).ok()) {
        Some(midnight) => Ok(Timestamp(midnight.timestamp().as_second())),
        None => parse_time(text).map_err(|_| Usage(format!("not a day (2026-09-01) or moment: {text}")).into()),
    }
}

/// A word as a shell takes it.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./,:=+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// A flag that Ctrl-C raises.
pub(super) fn stop_on_ctrl_c() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&stop);
    // A handler that is there already serves as well: there is one import a program.
    let _ = ctrlc::set_handler(move || raised.store(true, Ordering::Relaxed));
    stop
}

pub(super) fn pair(option: &str, text: &str) -> Result<(String, String), Usage> {
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
