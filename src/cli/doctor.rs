//! `zonglan doctor`: what is set and by whom, what each setting does, what is wrong with the file and with those beside it,
//! and whether the ledger's chain is whole.

use super::county::user_data_dir;
use super::rules::{CALENDAR, RULES};
use super::screen_options::ScreenOptions;
use super::site::{self, Site};
use super::{answer, cannot, header, seat_settings, sentence, settings};
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use zonglan::feeds::poll::{FEEDS_FILE, FeedSettings};
use zonglan::feeds::receive::{RECEIVE_FILE, ReceiveSettings};
use zonglan::feeds::video::{CAMERAS_FILE, CameraSettings};
use zonglan::ledger::{LEDGER_FILE, SqliteLedger};
use zonglan::online::{ONLINE_FILE, OnlineSettings};
use zonglan::seat::setup::{Contrast, Key, Settings};
use zonglan::seat::{Lang, Screen, SeatSettings, TURN_AFTER_MINS, TURN_REST_SECS};
use zonglan::telling::{TELLING_FILE, TellSettings};

/// A screen of which nobody says the size, px.
const USUAL_PX: (f64, f64) = (1_920.0, 1_080.0);
/// What a data folder may say beside its settings.
const FILES: &[&str] = &[
    site::FILE,
    RULES,
    CALENDAR,
    header::FILE,
    FEEDS_FILE,
    RECEIVE_FILE,
    CAMERAS_FILE,
    TELLING_FILE,
    ONLINE_FILE,
    seat_settings::FILE,
    #[cfg(feature = "display")]
    super::tour::FILE,
];

/// An examination.
#[derive(Args)]
pub(super) struct DoctorArgs {
    /// 数据目录：the data folder; else the user's own
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    screen: ScreenOptions,
    /// Leave the ledger's chain alone: on a large one it takes a minute
    #[arg(long)]
    no_chain: bool,
}

impl DoctorArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        let given = self.screen.settings()?;
        let size_px = self.screen.size_px()?;
        let (kept, faults) = settings::read(&dir)?;
        let lang = given.over(&kept).lang().unwrap_or_default();
        let screen = Screen::of(size_px.unwrap_or(USUAL_PX).0, size_px.unwrap_or(USUAL_PX).1, &given.over(&kept));
        let told = Key::ALL.into_iter().filter(|key| *key != Key::Asked);
        let chain = if self.no_chain { Json::Null } else { chain(&dir)? };
        let is_broken = chain.get("whole") == Some(&Json::Bool(false));
        answer(&json!({
            "data": dir,
            "settings_file": dir.join(settings::FILE).exists().then(|| dir.join(settings::FILE)),
            "faults": faults.iter().map(|fault| json!({
                "line": fault.line(), "what": fault.to_string(),
            })).collect::<Vec<_>>(),
            "settings": told.map(|key| setting(key, lang, &screen, &given, &kept)).collect::<Vec<_>>(),
            "files": files(&dir),
            "screen": described(&screen, size_px.is_some()),
            "letters": letters(&dir),
            "chain": chain,
        }))?;
        anyhow::ensure!(
            !is_broken,
            "the ledger's chain is broken: take the last backup, and keep this folder as it is"
        );
        Ok(())
    }
}

/// One setting: what holds, by whom, and what it does.
fn setting(key: Key, lang: Lang, screen: &Screen, given: &Settings, kept: &Settings) -> Json {
    let (distance_m, pitch_mm) = screen.measures();
    let said = |value: zonglan::seat::setup::Value| value.to_string().trim_matches('"').to_owned();
    let rounded = |number: f64| format!("{}", (number * 1_000.0).round() / 1_000.0);
    let knows_pixels = given.over(kept).know_the_screen();
    let followed = if knows_pixels { "worked out" } else { "guessed" };
    let (value, from) = match (given.get(key), kept.get(key)) {
        (Some(value), _) => (Some(said(value)), "switch"),
        (None, Some(value)) => (Some(said(value)), settings::FILE),
        (None, None) => match key {
            Key::DistanceM => (Some(rounded(distance_m)), "guessed"),
            Key::PitchMm => (Some(rounded(pitch_mm)), followed),
            Key::WidthM => (Some(rounded(screen.width_px * pitch_mm / 1_000.0)), followed),
            Key::HeightM => (Some(rounded(screen.height_px * pitch_mm / 1_000.0)), followed),
            Key::DiagonalM => (Some(rounded(screen.width_px.hypot(screen.height_px) * pitch_mm / 1_000.0)), followed),
            Key::Lang => (Some(Lang::default().code().into()), "as always"),
            Key::Columns | Key::Rows => (Some("1".into()), "as always"),
            Key::BezelMm => (Some("0".into()), "as always"),
            Key::Contrast => (Some(Contrast::default().name().into()), "as always"),
            Key::TurnRestSecs => (Some(rounded(TURN_REST_SECS)), "as always"),
            Key::TurnAfterMins => (Some(rounded(TURN_AFTER_MINS)), "as always"),
            _ => (Some(key.is_on_unsaid().to_string()), "as always"),
        },
    };
    json!({ "name": key.path(), "value": value, "from": from, "may_be": key.kind().wants(), "does": key.says(lang) })
}

/// What follows for the screen, in the design language's measures.
fn described(screen: &Screen, is_said: bool) -> Json {
    let scale = screen.scale();
    let cells_hold = screen.panel_cells() == screen.cells;
    let mut notes = Vec::new();
    if !is_said {
        notes.push("its size is taken for 1920x1080: give --size WxH");
    }
    if screen.is_too_small() {
        notes.push("it has no room for type as large as the farthest viewer needs: bring them nearer, or the screen is too small");
    }
    if !cells_hold {
        notes.push("its cells are too small for a panel each: panels cross the seams");
    }
    json!({
        "width_px": screen.width_px, "height_px": screen.height_px,
        "body_px": (16.0 * scale).round(), "scale": scale,
        "canvas_dp": [(screen.width_px / scale).round(), (screen.height_px / scale).round()],
        "columns": screen.cells.columns, "rows": screen.cells.rows, "seam_px": screen.cells.seam_px,
        "notes": notes,
    })
}

/// Each file that the folder has beside its settings, and whether it can be used.
fn files(dir: &Path) -> Vec<Json> {
    let there = FILES.iter().copied().filter(|file| dir.join(file).exists());
    there
        .map(|file| {
            let state = match read(dir, file) {
                Ok(()) => "read".to_owned(),
                Err(why) => without_values(sentence(&why)),
            };
            json!({ "file": file, "state": state })
        })
        .collect()
}

/// Reads a file by what a wall reads it by.
fn read(dir: &Path, file: &str) -> anyhow::Result<()> {
    let path = dir.join(file);
    match file {
        site::FILE => Site::load(dir)?.time_zone().map(drop)?,
        RULES => super::rules::load(dir).map(drop)?,
        CALENDAR => match super::rules::load(dir) {
            // Rules are read after their calendar: what is wrong with them is no fault of it.
            Err(why) if !sentence(&why).ends_with(RULES) => return Err(why),
            _ => (),
        },
        header::FILE => header::load(dir).map(drop)?,
        #[cfg(feature = "display")]
        super::tour::FILE => super::tour::load(None, dir).map(drop)?,
        FEEDS_FILE => FeedSettings::load(dir).map(drop)?,
        RECEIVE_FILE => ReceiveSettings::load(dir).map(drop)?,
        CAMERAS_FILE => CameraSettings::load(dir).map(drop)?,
        TELLING_FILE => TellSettings::load(dir).map(drop)?,
        ONLINE_FILE => {
            let maps = OnlineSettings::load(dir)?.maps;
            // An address isn't shown: a key may stand in it.
            if let Some(place) = maps.iter().position(|map| map.host().is_err()) {
                let why = format!("map {} has no address of tiles, such as https://…/{{z}}/{{x}}/{{y}}.png", place + 1);
                return Err(cannot("use the online base maps", &path, why));
            }
        }
        _ => {
            let bytes = std::fs::read(&path).map_err(|why| cannot("read this file", &path, why))?;
            let read = serde_json::from_slice::<SeatSettings>(&bytes);
            read.map(drop).map_err(|why| cannot("understand this file", &path, why))?;
        }
    }
    Ok(())
}

/// A sentence about a file without the value that it quotes from it: what stands in the wrong place may be a secret.
fn without_values(mut sentence: String) -> String {
    for wrong in ["invalid type: ", "invalid value: "] {
        let Some(from) = sentence.find(wrong).map(|at| at + wrong.len()) else { continue };
        let Some(until) = sentence[from..].rfind(", expected ").map(|at| from + at) else { continue };
        if let Some(quoted) = sentence[from..until].find(['"', '`']).map(|at| from + at) {
            sentence.replace_range(quoted..until, "…");
        }
    }
    sentence
}

/// Which letters show as a box; nothing where there is no county, and in a program without a display.
fn letters(dir: &Path) -> Json {
    #[cfg(feature = "display")]
    if dir.join(LEDGER_FILE).exists() {
        return super::letters::missing(dir).unwrap_or_else(|why| json!({ "what": format!("{why:#}") }));
    }
    let _ = dir;
    Json::Null
}

/// Whether the chain of the folder's ledger is whole; nothing where there is no ledger.
fn chain(dir: &Path) -> anyhow::Result<Json> {
    let path = dir.join(LEDGER_FILE);
    if !path.exists() {
        return Ok(json!({ "whole": Json::Null, "what": "this folder has no ledger" }));
    }
    let ledger = SqliteLedger::open_read_only(dir).map_err(|error| cannot("read the ledger", &path, error))?;
    let mut events = 0;
    match ledger.verify(&mut |done| events = done) {
        Ok(()) => Ok(json!({ "whole": true, "events": events })),
        Err(error) => Ok(json!({ "whole": false, "what": error.to_string() })),
    }
}
