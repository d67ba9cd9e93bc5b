//! An import of positions: into the tracks, not into the ledger.

use super::run::{ImportRequest, Progress, Reading, hear};
use super::{ImportReport, IntakeError};
use crate::domain::Fix;
use crate::ledger::{Ledger, Tracks};
use std::ops::ControlFlow;

/// So many positions are made durable at once.
const FIX_GROUP: usize = 65_536;

/// Imports positions straight into the tracks, a group at a time, each durable, so that memory stays bounded however
/// many there are. It is no transaction, but the same file again goes on where it stopped: a fix of one worker at one
/// second is kept once. A dry run counts what it would give to the tracks.
///
/// # Errors
/// As [`crate::intake::import`]; or the tracks can't be written. What was kept before stays.
pub fn import_fixes(
    request: &ImportRequest,
    ledger: &dyn Ledger,
    tracks: &mut Tracks,
    progress: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<ImportReport, IntakeError> {
    let reading = Reading::new(request, ledger)?;
    let (mut report, [kept, repeated, refused]) = reading.beside(|handed| {
        let mut done = [0; 3];
        let mut waiting: Vec<Fix> = Vec::new();
        let mut keep = |waiting: &mut Vec<Fix>| -> Result<(), IntakeError> {
            let fixes = std::mem::take(waiting);
            if request.dry_run {
                done[0] += fixes.len() as u64;
                return Ok(());
            }
            let became = tracks.append(&fixes)?;
            done[0] += became.kept as u64;
            done[1] += became.repeated as u64;
            done[2] += became.refused as u64;
            Ok(())
        };
        for batch in handed {
            waiting.extend(batch.fixes);
            if waiting.len() >= FIX_GROUP {
                keep(&mut waiting)?;
            }
            hear(request, batch.reached, progress)?;
        }
        keep(&mut waiting)?;
        Ok(done)
    })?;
    (report.kept, report.added, report.unchanged) = (kept, kept, repeated);
    report.skipped += refused;
    Ok(report)
}
