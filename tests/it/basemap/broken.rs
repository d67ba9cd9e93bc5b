//! Files that are wrong, each in its own way, and what the user reads of them.

use super::Desk;
use super::containers::{mbtiles, pmtiles};
use super::osm::{NODES, header, pbf};
use super::proto::{Message, Shape, gzip, layer, tile};
use std::path::PathBuf;
use zonglan::intake::basemap::{BASE_MAP_FILE, BaseMapFile};
use zonglan::spatial::{Band, TileId, TileSource};

/// Refused as a whole: the sentence, which ends in the file's path; nothing is written.
fn refused(desk: &Desk, path: PathBuf) -> String {
    let error = desk.try_import(&desk.request(vec![path.clone()])).unwrap_err().to_string();
    assert!(!desk.data().join(BASE_MAP_FILE).exists() && !desk.data().join("basemap.sqlite.new").exists());
    assert!(!error.contains('\n'), "{error}");
    error
        .strip_suffix(&format!(": {}", path.display()))
        .unwrap_or_else(|| panic!("no path at the end: {error}"))
        .to_owned()
}

fn way_of_two() -> Vec<u8> {
    pbf(&NODES, &[(1, &[("highway", "primary")], &[1, 2])], &[])
}

#[test]
fn files_that_are_no_base_map_say_what_they_are() {
    let desk = Desk::new();
    let none = "base maps come as OSM PBF, MBTiles, PMTiles or GeoJSON, this file is none of them";
    let cases: [(&str, &[u8], &str); 10] = [
        ("empty.pbf", b"", "the file is empty"),
        ("text.pbf", b"hello, I am a text", none),
        ("list.geojson", b"[1,2]", none),
        (
            "map.osm",
            b"<?xml version='1.0'?><osm version='0.6'/>",
            "XML is not read as a base map, make OSM PBF of it (osmium cat -o map.osm.pbf)",
        ),
        ("map.zip", b"PK\x03\x04....", "a zip file is not read as a base map, unpack it first"),
        ("map.osm.bz2", b"BZh91AY", "unpack this file first (bunzip2)"),
        (
            "roads.shp",
            &[0, 0, 0x27, 0x0a, 0, 0, 0, 0],
            "a Shapefile is not read as a base map, make GeoJSON of it (ogr2ogr map.geojson)",
        ),
        (
            "ortho.tif",
            b"II*\0\x08\0\0\0",
            "a TIFF picture is not read as a base map, make MBTiles of it (gdal_translate -of MBTiles)",
        ),
        (
            "topo.json",
            br#"{"type":"Topology","objects":{}}"#,
            "this is no GeoJSON FeatureCollection (there are no features at line 1 column 32)",
        ),
        (
            "feature.json",
            br#"{"type":"FeatureCollection","features":7}"#,
            "this is no GeoJSON FeatureCollection (invalid type: integer `7`, expected a list of features at line 1 column 41)",
        ),
    ];
    for (name, content, sentence) in cases {
        assert_eq!(refused(&desk, desk.file(name, content)), sentence, "{name}");
    }
    assert!(refused(&desk, desk.0.path().join("nowhere.pbf")).starts_with("can't read this file (No such file"));
    assert_eq!(refused(&desk, desk.data()), "this is a folder, name the files in it");
    let packed = desk.file("map.osm.pbf.gz", gzip(&way_of_two()));
    assert_eq!(refused(&desk, packed), "unpack this file first (gunzip): only GeoJSON is read gzipped");
    let mut cut = gzip(&vec![b'{'; 40_000]);
    cut.truncate(14);
    assert!(refused(&desk, desk.file("cut.geojson.gz", cut)).starts_with("the gzip file is damaged"));
    let shops = br#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"shop":"yes"},"geometry":{"type":"Point","coordinates":[1,1]}}]}"#;
    assert_eq!(
        refused(&desk, desk.file("shops.geojson", shops)),
        "nothing in these files is drawn on a base map (streets, water, green, buildings, railways, pictures)"
    );
}

#[test]
fn geojson_that_breaks_off_costs_the_import() {
    let desk = Desk::new();
    let one = r#"{"type":"Feature","properties":{"highway":"primary"},"geometry":{"type":"LineString","coordinates":[[1,1],[2,2]]}}"#;
    let cut = format!(r#"{{"type":"FeatureCollection","features":[{one},{}"#, &one[..40]);
    let sentence = refused(&desk, desk.file("cut.geojson", &cut));
    assert!(
        sentence.starts_with("the GeoJSON breaks off after 1 features (EOF while parsing")
            && sentence.ends_with("get it anew"),
        "{sentence}"
    );
    let mut packed =
        gzip(format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, vec![one; 500].join(",")).as_bytes());
    packed.truncate(packed.len() - 20);
    let sentence = refused(&desk, desk.file("cut.geojson.gz", packed));
    assert!(sentence.starts_with("the GeoJSON breaks off after"), "{sentence}");
}

#[test]
fn damaged_pbf_is_named() {
    let desk = Desk::new();
    let whole = way_of_two();
    let cut = refused(&desk, desk.file("cut.pbf", &whole[..whole.len() - 9]));
    assert!(cut.starts_with("the OSM PBF file is damaged (") && cut.ends_with("get it anew"), "{cut}");
    assert_eq!(
        refused(&desk, desk.file("head.pbf", header(&[]))),
        "the OSM PBF file ends before its first data, get it anew"
    );
    let history = [header(&["OsmSchema-V0.6", "HistoricalInformation"]), whole.clone()].concat();
    assert_eq!(
        refused(&desk, desk.file("history.pbf", history)),
        "the file needs the feature HistoricalInformation, which can't be read: take an extract without it"
    );
    let mut torn = whole.clone();
    let end = torn.len();
    torn[end - 40..end - 20].fill(0xff);
    let sentence = refused(&desk, desk.file("torn.pbf", torn));
    assert!(
        sentence.starts_with("the OSM PBF file is damaged (") || sentence.starts_with("nothing in these files"),
        "{sentence}"
    );
    // Cut anywhere, it never brings the program down.
    for length in (0..whole.len()).step_by(3) {
        let path = desk.file("any.pbf", &whole[..length]);
        assert!(desk.try_import(&desk.request(vec![path])).is_err(), "{length}");
    }
}

fn one_tile() -> (TileId, Vec<u8>) {
    let street: &[(&str, &str)] = &[("class", "primary")];
    (
        TileId::new(14, 13_659, 6_761).unwrap(),
        tile(&[layer("road", 4096, &[(Shape::Line(vec![(1, 1), (2000, 9)]), street)])]),
    )
}

#[test]
fn sqlite_files_that_are_no_tiles_are_told_apart() {
    let desk = Desk::new();
    let database = |name: &str, sql: &str| {
        let path = desk.0.path().join(name);
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        path
    };
    let other = database("other.db", "CREATE TABLE a (b)");
    assert_eq!(refused(&desk, other), "this SQLite file has no table of tiles, so it is no MBTiles file");
    let package = database("map.gpkg", "CREATE TABLE gpkg_contents (b)");
    assert_eq!(
        refused(&desk, package),
        "a GeoPackage is not read as a base map, make GeoJSON of its layers (ogr2ogr map.geojson)"
    );
    let empty = mbtiles(&desk.0.path().join("empty.mbtiles"), &[], &[]);
    assert_eq!(refused(&desk, empty), "the MBTiles file holds no tiles");
    let columns = database("columns.mbtiles", "CREATE TABLE tiles (zoom_level, x); INSERT INTO tiles VALUES (1, 2)");
    assert!(refused(&desk, columns).starts_with("the MBTiles file is damaged (no such column: tile_column"));
    let mut cut = std::fs::read(mbtiles(&desk.0.path().join("whole.mbtiles"), &[], &[one_tile()])).unwrap();
    cut.truncate(1_500);
    assert!(refused(&desk, desk.file("cut.mbtiles", cut)).starts_with("the MBTiles file is damaged ("));
}

#[test]
fn a_bad_tile_costs_itself() {
    let desk = Desk::new();
    let good = one_tile();
    let next = |k: u32| TileId::new(14, good.0.x + k, good.0.y).unwrap();
    let mut torn_gzip = gzip(&good.1);
    torn_gzip.truncate(torn_gzip.len() / 2);
    let odd_tags = Message::default().packed(2, [0]).number(3, 2).packed(4, [9, 2, 2, 10, 4, 4]);
    let odd_tags = Message::default().bytes(1, "road").bytes(2, odd_tags.0).number(15, 2);
    let no_extent = layer("road", 0, &[(Shape::Line(vec![(1, 1), (2, 2)]), &[("class", "primary")])]);
    let version = Message::default().bytes(1, "road").number(15, 7);
    let tiles = [
        good.clone(),
        (next(1), b"{\"message\":\"no key\"}".to_vec()),
        (next(2), torn_gzip),
        (next(3), tile(&[odd_tags])),
        (next(4), tile(&[no_extent])),
        (next(5), tile(&[version])),
        (next(6), Vec::new()),
    ];
    let path = mbtiles(&desk.0.path().join("some.mbtiles"), &[], &tiles);
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute("INSERT INTO tiles VALUES (14, 99999, 5, x'00')", []).unwrap();
    drop(file);
    let report = desk.import(vec![path]);
    assert_eq!((report.kept, report.problems_total), (1, 6), "{report:?}");
    let begins = [
        "this is no vector tile (",
        "the tile can't be unpacked (",
        "the layer road can't be read (",
        "the layer road has no extent, it is left out",
        "this is no vector tile (",
        "there is no such tile in the world, it is left out",
    ];
    for (problem, begin) in report.problems.iter().zip(begins) {
        assert!(problem.problem.starts_with(begin), "{problem:?}");
        assert!(problem.problem.ends_with("it is left out") && problem.value.contains('/'), "{problem:?}");
    }
}

#[test]
fn damaged_pmtiles_are_named() {
    let desk = Desk::new();
    let bounds = [120.0, 30.0, 120.3, 30.3];
    let whole = pmtiles(&[one_tile()], "{}", bounds, 1);
    assert!(
        refused(&desk, desk.file("cut.pmtiles", &whole[..90]))
            .starts_with("the PMTiles file is damaged (Invalid header)")
    );
    let mut compression = whole.clone();
    compression[97] = 99;
    assert!(
        refused(&desk, desk.file("compression.pmtiles", compression))
            .starts_with("the PMTiles file is damaged (Invalid compression)")
    );
    assert_eq!(
        refused(&desk, desk.file("old.pmtiles", b"PM\x02\x00then many bytes")),
        "the PMTiles file is of an old version, convert it first (pmtiles convert)"
    );
    let pictures = pmtiles(&[(one_tile().0, b"\0\0\0 ftypavif".to_vec())], "{}", bounds, 5);
    assert_eq!(
        refused(&desk, desk.file("avif.pmtiles", pictures)),
        "the tiles are pictures of a kind that is not read: make PNG or JPEG tiles of them"
    );
    let world = pmtiles(&[one_tile()], "{}", [-180.0, -85.0, 180.0, 85.0], 1);
    let sentence = refused(&desk, desk.file("world.pmtiles", world));
    assert!(sentence.ends_with("far more than a county: cut it first (pmtiles extract --bbox)"), "{sentence}");
    // Cut anywhere, it never brings the program down.
    for length in (0..whole.len()).step_by(5) {
        let path = desk.file("any.pmtiles", &whole[..length]);
        assert!(desk.try_import(&desk.request(vec![path])).is_err(), "{length}");
    }
}

#[test]
fn a_damaged_base_map_is_told_and_costs_no_more() {
    let desk = Desk::new();
    let path = mbtiles(&desk.0.path().join("a.mbtiles"), &[], &[one_tile()]);
    desk.import(vec![path.clone()]);
    let file = desk.data().join(BASE_MAP_FILE);
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute("UPDATE tiles SET shapes = x'ffffffff' WHERE band = 2", []).unwrap();
    let map = desk.map();
    let read: Vec<_> = map.tiles().iter().map(|key| (key.band, map.read(*key))).collect();
    assert!(read.iter().any(|(band, tile)| *band == Band::Town && tile.is_ok()), "other tiles are read");
    let (_, broken) = read.into_iter().find(|(band, _)| *band == Band::Street).unwrap();
    let sentence = broken.unwrap_err();
    assert!(
        sentence.starts_with("the base map's tile 13/6829/3380 can't be read (") && sentence.ends_with(BASE_MAP_FILE),
        "{sentence}"
    );
    connection.pragma_update(None, "user_version", 9).unwrap();
    drop(connection);
    let sentence = BaseMapFile::open(&desk.data()).unwrap_err().to_string();
    assert!(
        sentence.starts_with("the base map is of version 9, which this program does not read, import it again: "),
        "{sentence}"
    );
    std::fs::write(&file, "no database at all, but long enough to look at").unwrap();
    let sentence = BaseMapFile::open(&desk.data()).unwrap_err().to_string();
    assert!(sentence.starts_with("the base map is damaged (") && sentence.contains("import it again"), "{sentence}");
    // And the next import puts it right.
    desk.import(vec![path]);
    assert_eq!(desk.map().tiles().len(), 3);
}
