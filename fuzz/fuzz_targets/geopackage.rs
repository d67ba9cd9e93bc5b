//! GeoPackages: the database's own bytes, and a sound one around any geometry.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rusqlite::{Connection, params};
use std::path::PathBuf;
use std::sync::OnceLock;
use zonglan_fuzz::{files, run, take_in};

/// A GeoPackage with one table, whose one row is still to come.
fn package() -> PathBuf {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    let path = files::folder().join("whole.gpkg");
    let bytes = WHOLE.get_or_init(|| {
        let package = Connection::open(&path).expect("a database");
        package
            .execute_batch(
                "PRAGMA page_size = 512;
                 CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT);
                 CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER);
                 CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER,
                    definition TEXT);
                 CREATE TABLE t (fid INTEGER PRIMARY KEY, geom BLOB, code TEXT, name TEXT, level TEXT);
                 INSERT INTO gpkg_contents VALUES ('t', 'features');
                 INSERT INTO gpkg_geometry_columns VALUES ('t', 'geom', 0);",
            )
            .expect("its tables");
        drop(package);
        std::fs::read(&path).expect("its bytes")
    });
    files::file("whole.gpkg", bytes)
}

fuzz_target!(|input: &[u8]| {
    let [how, choice, bytes @ ..] = input else { return };
    run(|| {
        if how % 2 == 0 {
            return take_in(*choice, vec![files::file("file", bytes)]);
        }
        let path = package();
        let package = Connection::open(&path).expect("a database");
        package.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF").expect("no journal");
        let parts: Vec<&[u8]> = files::parts(bytes).into_iter().map(|(_, bytes)| bytes).collect();
        for (at, part) in parts.iter().enumerate() {
            let row = params![format!("A{at}"), part];
            package
                .execute("INSERT INTO t (code, geom, name, level) VALUES (?1, ?2, 'n', 'Grid')", row)
                .expect("a row");
        }
        drop(package);
        take_in(*choice, vec![path]);
    });
});
