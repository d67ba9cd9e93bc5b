//! Mappings kept under a name: the same export comes every month, and is read as it was read before.

use super::IntakeError;
use super::table::plain;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The folder of the mappings in the data folder: one JSON file each, to be read and mended by people.
const FOLDER: &str = "mappings";
/// A name's length, characters.
const LONGEST: usize = 64;

/// How one source's files are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedMapping {
    /// The kind, as the command line spells it.
    pub kind: String,
    /// The headers of the file that it was made for.
    pub headers: Vec<String>,
    /// The reference system of its positions, as `--crs` spells it.
    pub crs: String,
    /// `--map`: columns or templates by field.
    pub map: BTreeMap<String, String>,
    /// `--set`: values by field.
    pub set: BTreeMap<String, String>,
}

impl SavedMapping {
    /// Keeps the mapping under a name; one of that name is replaced. Whoever reads it, after whatever moment of a
    /// kill, reads the old one or this.
    ///
    /// # Errors
    /// A name that is no file's; the data folder can't be written.
    pub fn save(&self, dir: &Path, name: &str) -> Result<(), IntakeError> {
        let path = file_of(dir, name)?;
        let fail = |error: std::io::Error| IntakeError::SavedMapping { path: path.clone(), why: error.to_string() };
        let text = serde_json::to_vec_pretty(self).map_err(|error| fail(error.into()))?;
        std::fs::create_dir_all(dir.join(FOLDER)).map_err(fail)?;
        let fresh = path.with_extension("json.new");
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(&text)?;
            file.write_all(b"\n")?;
            file.sync_all()
        });
        written.and_then(|()| std::fs::rename(&fresh, &path)).map_err(fail)
    }

    /// The mapping of this name.
    ///
    /// # Errors
    /// There is none, or it can't be read; the sentence says which there are.
    pub fn load(dir: &Path, name: &str) -> Result<Self, IntakeError> {
        let path = file_of(dir, name)?;
        let fail = |why: String| IntakeError::SavedMapping { path: path.clone(), why };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let names: Vec<String> = all(dir).into_iter().map(|(name, _)| name).collect();
                let there = if names.is_empty() { "none is kept yet".to_owned() } else { names.join(", ") };
                return Err(fail(format!("no mapping has this name; there are: {there}")));
            }
            Err(error) => return Err(fail(error.to_string())),
        };
        serde_json::from_slice(&bytes).map_err(|error| fail(error.to_string()))
    }

    /// The name of a mapping of this kind that was made for these headers, in whatever order they stand; the first by
    /// name of several.
    pub fn proposed(dir: &Path, kind: &str, headers: &[String]) -> Option<String> {
        let set = |headers: &[String]| headers.iter().map(|header| plain(header)).collect::<BTreeSet<_>>();
        let wanted = set(headers);
        all(dir).into_iter().find(|(_, m)| m.kind == kind && set(&m.headers) == wanted).map(|(name, _)| name)
    }
}

/// All mappings that can be read, by name.
fn all(dir: &Path) -> Vec<(String, SavedMapping)> {
    let Ok(entries) = std::fs::read_dir(dir.join(FOLDER)) else { return Vec::new() };
    let mapping = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned();
        Some((name, serde_json::from_slice(&std::fs::read(path).ok()?).ok()?))
    };
    let mut all: Vec<_> = entries.flatten().filter_map(|entry| mapping(entry.path())).collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn file_of(dir: &Path, name: &str) -> Result<PathBuf, IntakeError> {
    let fits = !name.is_empty()
        && name.chars().count() <= LONGEST
        && !name.starts_with('.')
        && !name.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c));
    if fits {
        Ok(dir.join(FOLDER).join(format!("{name}.json")))
    } else {
        let why = format!("a name is 1 to {LONGEST} characters without / \\ : * ? and the like");
        Err(IntakeError::SavedMapping { path: name.into(), why })
    }
}
