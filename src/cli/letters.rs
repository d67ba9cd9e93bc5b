//! Letters that the shipped fonts lack: a font of the user's own in the data folder's `fonts`, and which are lacking still.

use super::county::County;
use super::{cannot, header, tour};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use zonglan::panels::{Letters, set_fallback_font};
use zonglan::seat::Lang;

/// Where a data folder may hold a font.
const FOLDER: &str = "fonts";
/// So many letters and texts are told.
const TOLD: usize = 20;

/// Takes the font of a data folder, where there is one; why it can't be read is told in the log, and the shipped ones serve.
pub(super) fn take_font(dir: &Path) {
    if let Err(why) = read_font(dir) {
        tracing::warn!("{why:#}");
    }
}

fn read_font(dir: &Path) -> anyhow::Result<()> {
    let Some(path) = font_of(dir) else { return Ok(()) };
    let bytes = std::fs::read(&path).map_err(|why| cannot("read this font", &path, why))?;
    set_fallback_font(bytes).map_err(|why| cannot("use this font", &path, why))
}

/// The first font by name.
fn font_of(dir: &Path) -> Option<PathBuf> {
    let is_font = |path: &PathBuf| {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        ending.is_some_and(|ending| ["ttf", "otf", "ttc"].contains(&ending.as_str()))
    };
    let files = std::fs::read_dir(dir.join(FOLDER)).ok()?;
    files.filter_map(|file| Some(file.ok()?.path())).filter(is_font).min()
}

/// Which letters of the county no font has, and in whose names they stand. A header or a route that can't be read says nothing
/// here: that it can't is told with the other files.
pub(super) fn missing(dir: &Path) -> anyhow::Result<Value> {
    let fault = read_font(dir).err().map(|why| format!("{why:#}"));
    let (letters, picture) = (Letters::known(), County::read(dir)?.0);
    let mut known: BTreeMap<char, bool> = BTreeMap::new();
    let (mut lacking, mut texts, mut told) = (BTreeSet::new(), 0_usize, Vec::new());
    let mut look = |kind: &str, code: &str, text: &str| {
        let lacks = |letter: &char| *known.entry(*letter).or_insert_with(|| letters.lack(*letter));
        let found: Vec<char> = text.chars().filter(lacks).collect();
        if found.is_empty() {
            return;
        }
        texts += 1;
        lacking.extend(found);
        if told.len() < TOLD {
            told.push(json!({ "kind": kind, "code": code, "text": text }));
        }
    };
    picture.areas.rows().iter().for_each(|row| look("areas", row.code.as_str(), &row.name));
    picture.workers.rows().iter().for_each(|row| look("workers", row.worker.code.as_str(), &row.worker.name));
    picture.cameras.rows().iter().for_each(|row| look("cameras", row.code.as_str(), &row.name));
    picture.agencies.rows().iter().for_each(|name| look("agencies", name.as_str(), name.as_str()));
    for row in picture.incidents.rows().iter().filter(|row| !row.confidential) {
        look("incidents", row.code.as_str(), &row.title);
        look("incidents", row.code.as_str(), &row.address);
    }
    for row in picture.categories.rows() {
        look("categories", row.code.as_str(), &row.name);
        row.glyph.iter().for_each(|glyph| look("categories", row.code.as_str(), glyph.encode_utf8(&mut [0; 4])));
    }
    let inspections = &picture.inspections;
    for list in inspections.checklists.rows() {
        look("checklists", list.code.as_str(), &list.name);
        list.items.iter().for_each(|item| look("checklists", list.code.as_str(), &item.question));
    }
    inspections.campaigns.rows().iter().for_each(|row| look("campaigns", row.code.as_str(), &row.name));
    header_and_route(dir, &mut look);
    let way_out = format!("put a font that has them (TTF, OTF) into {}", dir.join(FOLDER).display());
    Ok(json!({
        "font": font_of(dir),
        "font_fault": fault,
        "missing": lacking.len(),
        "in_texts": texts,
        "first": lacking.iter().take(TOLD).map(char::to_string).collect::<Vec<_>>(),
        "where": told,
        "way_out": (!lacking.is_empty()).then_some(way_out),
    }))
}

/// Looks at what a data folder says in the header and on the tour.
fn header_and_route(dir: &Path, look: &mut impl FnMut(&str, &str, &str)) {
    let board = header::load(dir).unwrap_or_default();
    board.title.iter().for_each(|title| look("header", "title", title));
    let names = board.duty.iter().flat_map(|turn| turn.leader.iter().chain(&turn.shift_leader));
    names.collect::<BTreeSet<_>>().into_iter().for_each(|name| look("header", "duty", name));
    let route = tour::load(None, dir).ok().flatten();
    for scene in route.iter().flat_map(|route| &route.scenes) {
        let words = scene.words(Lang::Zh);
        let numbers = words.number.iter().flat_map(|(number, unit)| [number, unit]);
        for text in [&words.title, &words.guide].into_iter().chain(&words.says).chain(numbers) {
            look("tour", scene.finding.name(), text);
        }
    }
}
