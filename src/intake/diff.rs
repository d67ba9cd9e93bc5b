//! What a register has and the files have not: it stays, unless it is to go.

use super::kind::Out;
use super::known::Layer;
use super::report::PROBLEMS_TOLD;
use super::{ImportRequest, IntakeError, Kind};
use crate::domain::Event;
use std::collections::{BTreeSet, HashSet};

/// The codes that the files have.
#[derive(Default)]
pub(super) struct Codes {
    codes: HashSet<Box<str>>,
    /// Levels and layers of the areas among them.
    pub(super) layers: BTreeSet<Layer>,
    /// Rows that have a code nobody could read.
    pub(super) nameless: u64,
}

impl Codes {
    /// Notes the code of a row, usable or not: what a bad row names is not gone.
    pub(super) fn note(&mut self, code: Option<&str>) {
        match code {
            Some(code) if !self.codes.contains(code) => {
                self.codes.insert(code.into());
            }
            Some(_) => {}
            None => self.nameless += 1,
        }
    }
}

/// Whether a request's options for what is gone fit together.
///
/// # Errors
/// A sentence that says which don't.
pub(super) fn check(request: &ImportRequest) -> Result<(), IntakeError> {
    let kind = request.kind.name();
    let wrong = |why: String| Err(IntakeError::Replace(why));
    match request.valid_from {
        None if request.replace => {
            wrong(format!("--replace wants --valid-from DATE, since when the absent {kind} are gone"))
        }
        Some(from) if from > request.at => {
            wrong("--valid-from lies ahead: import on that day or later, the wall shows what holds now".to_owned())
        }
        _ if request.kind.register().is_none() && (request.replace || request.valid_from.is_some()) => {
            wrong(format!("{kind} are no register, nothing in them is replaced: leave --replace and --valid-from out"))
        }
        Some(_) if !request.replace && request.kind != Kind::Areas => wrong(format!(
            "--valid-from is for areas that were cut anew, or goes with --replace; neither is so: {kind}"
        )),
        _ if request.gone.is_some() && !request.replace => wrong("--gone goes with --replace".to_owned()),
        _ => Ok(()),
    }
}

/// After the last row: what is absent is counted, and retired where the request says so.
///
/// # Errors
/// More would go than anybody has agreed to; or it can't be known what would.
pub(super) fn settle(request: &ImportRequest, out: &mut Out) -> Result<(), IntakeError> {
    let Some(register) = request.kind.register() else { return Ok(()) };
    let before = out.known.codes(register, &out.codes.layers);
    let total = before.len();
    let absent: Vec<String> = before.into_iter().filter(|code| !out.codes.codes.contains(code.as_str())).collect();
    let (true, Some(from)) = (request.replace, request.valid_from) else {
        out.report.absent = absent.len() as u64;
        return Ok(());
    };
    agreed(request, out.codes.nameless, absent.len(), total)?;
    out.report.gone = absent.len() as u64;
    out.report.gone_codes = absent.iter().take(PROBLEMS_TOLD).cloned().collect();
    for code in absent {
        out.register(Event::Retired { register, code, from }, 0)?;
    }
    Ok(())
}

fn agreed(request: &ImportRequest, nameless: u64, going: usize, total: usize) -> Result<(), IntakeError> {
    let path = request.files.last().cloned().unwrap_or_default();
    let kind = request.kind.name();
    // The same command again finds nothing left to go, and that is fine.
    let why = if nameless > 0 {
        format!(
            "{nameless} rows have no code that can be read, so that nobody can know which {kind} are gone; mend them, or import without --replace"
        )
    } else if let Some(said) = request.gone.filter(|said| going > 0 && *said != going as u64) {
        format!(
            "--gone says {said}, but {going} of {total} {kind} are not in the files; look again, and say --gone {going}"
        )
    } else if going * 2 > total && request.gone.is_none() {
        format!(
            "{going} of {total} {kind} are not in the files and would go; if that is meant, say so with --gone {going}"
        )
    } else {
        return Ok(());
    };
    Err(IntakeError::Gone { path, why })
}
