//! GeoPackages into rows: a table of features or attributes, read row by row, nothing ever written.

use super::{IntakeError, Sink, Source, blob};
use crate::intake::table::{Columns, Read, Row};
use csv::StringRecord;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};
use std::path::Path;

/// Reads the one table that has rows, or the one named.
pub(super) fn read(source: &Source, sink: &mut Sink) -> Result<Columns, IntakeError> {
    refuse_unsettled(source)?;
    let package = open(&source.at).map_err(|error| failed(source, 0, &error))?;
    let table = choose(source, &package)?;
    let mut columns = Columns::default();
    columns.declared = declared(&package, &table).map_err(|error| failed(source, 0, &error))?;
    rows(source, &package, &table, &mut columns, sink)?;
    Ok(columns)
}

/// Changes that another program keeps beside the file would be passed over without a word.
fn refuse_unsettled(source: &Source) -> Result<(), IntakeError> {
    let mut beside = source.at.as_os_str().to_owned();
    beside.push("-wal");
    match std::fs::metadata(beside) {
        Ok(about) if about.len() > 0 => Err(source.unsupported(
            "another program has this GeoPackage open and keeps changes beside it (-wal), close it there first",
        )),
        _ => Ok(()),
    }
}

/// Opens for reading only, as a file that nobody else changes: no locks, nothing put beside it.
fn open(path: &Path) -> rusqlite::Result<Connection> {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    Connection::open_with_flags(uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

fn failed(source: &Source, row: u64, error: &rusqlite::Error) -> IntakeError {
    let why = match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt) => "the database is damaged inside".to_owned(),
        Some(ErrorCode::NotADatabase) => "the database is damaged or encrypted".to_owned(),
        _ => error.to_string(),
    };
    source.damaged(row, why)
}

/// A table of the package.
struct Table {
    name: String,
    /// The column with the geometries; a table of attributes has none.
    geometry: Option<String>,
    system: Option<i64>,
}

fn choose(source: &Source, package: &Connection) -> Result<Table, IntakeError> {
    let fail = |error: rusqlite::Error| failed(source, 0, &error);
    let names = strings(package, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").map_err(fail)?;
    let has = |name: &str| names.iter().any(|there| there.eq_ignore_ascii_case(name));
    if !has("gpkg_contents") {
        return Err(source.unsupported(if has("tiles") && has("metadata") {
            "map tiles (MBTiles) hold no rows, they are a base map"
        } else {
            "this is a database (SQLite) but no GeoPackage, save the table in it as CSV"
        }));
    }
    let listed = "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') ORDER BY rowid";
    let mut tables = strings(package, listed).map_err(fail)?;
    tables.retain(|table| has(table));
    if let Some(part) = &source.part {
        return match tables.iter().find(|table| *table == part) {
            Some(table) => described(package, table).map_err(fail),
            None => {
                Err(source.unsupported(format!("the GeoPackage has no table {part} (it has {})", tables.join(", "))))
            }
        };
    }
    let mut filled = Vec::new();
    for table in &tables {
        let sql = format!("SELECT EXISTS(SELECT 1 FROM {})", quoted(table));
        if package.query_row(&sql, [], |row| row.get(0)).map_err(fail)? {
            filled.push(table.clone());
        }
    }
    match filled.as_slice() {
        [table] => described(package, table).map_err(fail),
        [] => Err(source.unsupported("no table of this GeoPackage has rows of features or attributes")),
        several => Err(source.unsupported(format!(
            "several tables have rows ({}), name one of them behind the file: FILE#{}",
            several.join(", "),
            several[0]
        ))),
    }
}

fn strings(package: &Connection, sql: &str) -> rusqlite::Result<Vec<String>> {
    package.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn described(package: &Connection, name: &str) -> rusqlite::Result<Table> {
    let sql = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    let has_geometries = package.table_exists(None::<&str>, "gpkg_geometry_columns")?;
    let mut table = Table { name: name.to_owned(), geometry: None, system: None };
    if has_geometries {
        let found = package.query_row(sql, [name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        (table.geometry, table.system) = found.unwrap_or_default();
    }
    Ok(table)
}

/// The reference system as `EPSG:N`, else as its definition; 0 and -1 stand for none.
fn declared(package: &Connection, table: &Table) -> rusqlite::Result<Option<String>> {
    let Some(system) = table.system.filter(|system| *system > 0) else { return Ok(None) };
    let sql = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let found = package.query_row(sql, [system], |row| {
        let (organization, number, definition): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let is_known = organization.eq_ignore_ascii_case("epsg") && number > 0;
        Ok(if is_known { format!("EPSG:{number}") } else { definition })
    });
    found.optional()
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The columns that `SELECT *` gives. Asked for as bytes: in a damaged package a name may be no text, on which
/// rusqlite's own list of names panics.
fn column_names(package: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = package.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden <> 1 ORDER BY cid")?;
    let name = |row: &rusqlite::Row<'_>| {
        let bytes = row.get_ref(0)?.as_bytes_or_null().ok().flatten().unwrap_or_default();
        Ok(String::from_utf8_lossy(bytes).into_owned())
    };
    statement.query_map([table], name)?.collect()
}

fn rows(
    source: &Source,
    package: &Connection,
    table: &Table,
    columns: &mut Columns,
    sink: &mut Sink,
) -> Result<(), IntakeError> {
    let mut number = 0;
    let mut statement = package
        .prepare(&format!("SELECT * FROM {}", quoted(&table.name)))
        .map_err(|error| failed(source, 0, &error))?;
    let is_geometry =
        |name: &str| table.geometry.as_deref().is_some_and(|geometry| geometry.eq_ignore_ascii_case(name));
    let mut geometry = None;
    let mut places = Vec::new();
    let names = column_names(package, &table.name).map_err(|error| failed(source, 0, &error))?;
    if names.len() != statement.column_count() {
        return Err(source.damaged(0, "its table and the table's columns do not fit together"));
    }
    for (at, name) in names.iter().enumerate() {
        if is_geometry(name) {
            geometry = Some(at);
        } else {
            columns.push(name);
            places.push(at);
        }
    }
    columns.complete = true;
    let mut found = statement.query([]).map_err(|error| failed(source, 0, &error))?;
    let mut cells = StringRecord::new();
    while let Some(row) = found.next().map_err(|error| failed(source, number, &error))? {
        number += 1;
        cells.clear();
        for at in &places {
            cells.push_field(&cell(row.get_ref(*at).unwrap_or(ValueRef::Null)));
        }
        let shape = geometry.and_then(|at| match row.get_ref(at) {
            Ok(ValueRef::Blob(blob)) => blob::shape(blob),
            _ => None,
        });
        sink(Read::Row(Row { number, columns, cells: &cells, shape, remark: None }))?;
    }
    Ok(())
}

/// A value as a sheet's cell would hold it; bytes are none.
fn cell(value: ValueRef) -> String {
    match value {
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
    }
}
