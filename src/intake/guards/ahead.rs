//! A file's first rows, read ahead of the others.

use super::{Ahead, Ground, Guard};
use crate::intake::crs::Crs;
use crate::intake::kind::Kind;
use crate::intake::mapping::{Field, Mapping};
use crate::intake::record::Record;
use crate::intake::run::ImportRequest;
use crate::intake::source::Input;
use crate::intake::table::{Read, Shape};
use crate::intake::{IntakeError, outline};
use std::path::Path;

/// So many rows are read ahead…
const ROWS: u64 = super::ROWS_AHEAD;

/// …and so many of areas, which are large and don't pile up.
const AREA_ROWS: u64 = 200;

/// Reads the first rows: which reference system the file is in, and what they say of it as a whole.
///
/// # Errors
/// The file can't be read, its system can't be told, or it is wrong as a whole.
pub(in crate::intake) fn read_ahead(
    request: &ImportRequest,
    input: &Input,
    fields: &'static [Field],
    mapping: &mut Mapping,
    ground: &Ground,
) -> Result<(Crs, Ahead), IntakeError> {
    let path = input.path();
    let place = |name: &str| fields.iter().position(|field| field.name == name);
    let columns = place("lon").zip(place("lat"));
    if columns.is_none() && request.kind != Kind::Areas {
        return Ok((Crs::Wgs84, Ahead::default()));
    }
    let mut guard = None;
    let declared = rows(request, input, mapping, ground, columns, None, &mut guard)?;
    let crs = decide(request, declared.as_deref(), path);
    // A system that is named after the rows holds for the rows before as well.
    if declared.is_some() && guard.as_ref().is_some_and(|guard| crs.as_ref().is_ok_and(|crs| *crs != guard.crs)) {
        guard = None;
        rows(request, input, mapping, ground, columns, declared.as_deref(), &mut guard)?;
    }
    let Some(guard) = guard else { return Ok((crs?, Ahead::default())) };
    let unlocated = matches!(request.kind, Kind::Incidents | Kind::Workers);
    let ahead = guard.ahead(path, unlocated)?;
    Ok((guard.crs, ahead))
}

/// The system, with the file's name in what is wrong with it.
pub(super) fn decide(request: &ImportRequest, declared: Option<&str>, path: &Path) -> Result<Crs, IntakeError> {
    Crs::decide(request.crs.as_ref(), declared).map_err(|error| match error {
        IntakeError::Crs(what) => IntakeError::Misread { path: path.to_owned(), what },
        other => other,
    })
}

/// Shows the first rows to the guard, and answers with the system that the file declares, if it
/// was read to its end.
fn rows(
    request: &ImportRequest,
    input: &Input,
    mapping: &mut Mapping,
    ground: &Ground,
    columns: Option<(usize, usize)>,
    declared: Option<&str>,
    guard: &mut Option<Guard>,
) -> Result<Option<String>, IntakeError> {
    let path = input.path();
    let most = if columns.is_some() { ROWS } else { AREA_ROWS };
    let mut count = 0;
    mapping.unbind();
    let outcome = input.read(&mut |read| {
        count += 1;
        if let Read::Row(row) = read {
            if guard.is_none() {
                let crs = decide(request, declared.or(row.columns.declared.as_deref()), path)?;
                *guard = Some(Guard::new(crs, ground, &Ahead::default())?);
            }
            mapping.bind(row.columns);
            if let Some(guard) = guard {
                look(Record { row, mapping, guard, zone: &request.zone, notes: Vec::new() }, columns);
            }
        }
        // The sink's own error is the one way to stop a source; this one is not told.
        if count == most { Err(IntakeError::Stopped { path: path.to_owned(), row: count }) } else { Ok(()) }
    });
    match outcome {
        Ok(columns) => Ok(columns.declared),
        Err(IntakeError::Stopped { .. }) if count == most => Ok(None),
        Err(error) => Err(error),
    }
}

fn look(record: Record, columns: Option<(usize, usize)>) {
    let numbers = match (columns, &record.row.shape) {
        (Some((lon, lat)), _) => record.numbers(lon, lat).ok().flatten(),
        (None, Some(Shape::Polygons(rings) | Shape::Mixed(rings, _))) => outline::middle(rings),
        (None, _) => None,
    };
    if let Some((x, y)) = numbers {
        // What is wrong with a row is told when the row comes.
        let _ = record.guard.place(x, y);
    }
}
