//! The first rows of a file as an import would understand them, for a person's eyes.

use super::guards::{Guard, read_ahead};
use super::hand::hand;
use super::kind::Out;
use super::known::Known;
use super::mapping::Mapping;
use super::plan::each_row;
use super::run::one_row;
use super::source::Input;
use super::{ImportReport, ImportRequest, IntakeError, Kind};
use crate::domain::Fix;
use serde_json::{Value, json};

/// So many are shown.
const SHOWN: usize = 5;

/// The beginning of the file through the kind's own reader: what the first rows come to, and what is wrong with all
/// that were looked at.
pub(super) fn understood(
    request: &ImportRequest,
    input: &Input,
    known: Known,
) -> Result<(Vec<Value>, ImportReport), IntakeError> {
    let mut reader = request.kind.reader();
    let mut mapping = Mapping::new(request.kind.name(), reader.fields(), &request.maps, &request.sets)?;
    // So few rows fit on the way to the other end: nobody has to take them from there meanwhile.
    let (entries, handed) = hand();
    let mut out = Out::new(request, known, entries);
    let (crs, ahead) = read_ahead(request, input, reader.fields(), &mut mapping, &out.known.ground)?;
    let mut guard = Guard::new(crs, &out.known.ground, &ahead)?;
    mapping.unbind();
    each_row(input, &mut |row| {
        out.report.read += 1;
        mapping.bind(row.columns);
        one_row(request, row, &mapping, &mut guard, reader.as_mut(), &mut out)
    })?;
    reader.finish(&mut out)?;
    out.entries.flush(None)?;
    let report = out.into_report();
    let (mut rows, mut fixes) = (Vec::new(), Vec::new());
    for batch in handed {
        rows.extend(
            batch.entries.into_iter().filter(|entry| entry.rows > 0).map(|entry| told(entry.event.bytes(), request)),
        );
        fixes.extend(batch.fixes);
    }
    if request.kind == Kind::Fixes {
        rows = fixes.iter().map(|fix| told_fix(fix, request)).collect();
    }
    rows.truncate(SHOWN);
    Ok((rows, report))
}

fn told_fix(fix: &Fix, request: &ImportRequest) -> Value {
    let mut value = json!({ "worker": fix.worker, "lon": fix.at.lon_deg, "lat": fix.at.lat_deg,
        "fixed_at": fix.fixed_at.0, "heading_deg": fix.heading_deg });
    make_readable(&mut value, request);
    value
}

/// An event for a person's eyes.
fn told(bytes: &[u8], request: &ImportRequest) -> Value {
    let mut value: Value = serde_json::from_slice(bytes).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.remove("v");
        object.remove("type");
    }
    make_readable(&mut value, request);
    value
}

/// Moments as dates, outlines as how many parts and corners they have; what isn't said is left out.
fn make_readable(value: &mut Value, request: &ImportRequest) {
    let Some(object) = value.as_object_mut() else { return };
    object.retain(|_, value| !value.is_null());
    for (key, value) in object.iter_mut() {
        if let Some(moment) = value.as_i64().filter(|_| key.ends_with("_at") || key == "valid_from") {
            let moment = jiff::Timestamp::from_second(moment).map(|at| at.to_zoned(request.zone.clone()));
            *value = moment.map_or(Value::Null, |at| json!(at.strftime("%Y-%m-%d %H:%M:%S").to_string()));
        } else if key == "outline" {
            let parts: Vec<Vec<Vec<[f64; 2]>>> = serde_json::from_value(value.take()).unwrap_or_default();
            *value = json!({ "parts": parts.len(), "corners": parts.iter().flatten().flatten().count() });
        } else {
            make_readable(value, request);
        }
    }
}
