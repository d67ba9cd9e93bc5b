//! Writes first inputs for every target: `cargo run --example seeds -- CORPUS`, one folder a target beneath it.
//! They are made as the tests make their files, so that a fuzzer begins where reading works.

// The writers are the tests' own; not all of what they can is needed here.
#[allow(dead_code)]
mod writers;

use rusqlite::{Connection, params};
use std::fs;
use std::path::{Path, PathBuf};
use zonglan_fuzz::{files, maps};

struct Corpus(PathBuf);

impl Corpus {
    /// An input: what chooses, then the bytes.
    fn put(&self, target: &str, name: &str, choice: &[u8], bytes: &[u8]) {
        let folder = self.0.join(target);
        fs::create_dir_all(&folder).expect("the corpus can be written");
        fs::write(folder.join(format!("seed-{name}")), [choice, bytes].concat()).expect("the corpus can be written");
    }
}

const COLLECTION: &str = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},"features":[
{"type":"Feature","properties":{"code":"370783100","name":"澄岚镇","level":"Town","parent":"370783","class":"primary"},"geometry":{"type":"Polygon","coordinates":[[[118,36],[118.2,36],[118.2,36.2],[118,36.2],[118,36]],[[118.05,36.05],[118.1,36.05],[118.1,36.1],[118.05,36.05]]]}},
{"type":"Feature","id":7,"properties":{"code":"370783101","level":"镇","population":1.0},"geometry":{"type":"MultiPolygon","coordinates":[[[[118,36],[118.2,36.2],[118.2,36],[118,36.2],[118,36]]],[[[118.3,36],[118.4,36],[118.35,36.1]]]]}},
{"type":"Feature","properties":null,"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[118,36,5]},{"type":"LineString","coordinates":[[118,36],[118.1,36.1]]}]}}]}"#;
const LINES: &str = "{\"type\":\"Feature\",\"properties\":{\"code\":\"A\",\"name\":\"甲\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[118.1,36.1]}}\n{\"type\":\"Point\",\"coordinates\":[118,36]}\n";
const TABLE: &str = "编码,名称,上报时间,经度,纬度,类别,状态,level,role,home_area,phone\nA-1,井盖,2026-09-11 09:05,118.1,36.1,0101,结案,Grid,GridChief,370783,13800000000\nA-2,\"路灯,坏\",2026/9/1 7:00:01+08:00,118.2,36.2,垃圾,处置中,Town,Patrol,,\nA-3,,20260911,,,,,,,,\n";

fn texts(corpus: &Corpus) {
    for (at, text) in
        [COLLECTION, LINES, r#"[{"type":"Feature","properties":{"code":"1"},"geometry":null}]"#].iter().enumerate()
    {
        for choice in [0_u8, 1, 2, 0x43, 0x85, 0x20] {
            corpus.put("geojson", &format!("{at}-{choice}"), &[2, choice], text.as_bytes());
        }
        corpus.put("geojson", &format!("{at}-map"), &[0, at as u8], text.as_bytes());
        corpus.put("geojson", &format!("{at}-layer"), &[1, at as u8], text.as_bytes());
    }
    corpus.put("geojson", "sequence", &[2, 1], LINES.replace('{', "\u{1e}{").as_bytes());
    for how in 0..6 {
        for choice in 0..7_u8 {
            corpus.put("table", &format!("{how}-{choice}"), &[how, choice | 0x40], TABLE.as_bytes());
        }
        corpus.put("table", &format!("{how}-plan"), &[how, 0x85], TABLE.replace(',', ";").as_bytes());
    }
    let crs = ["epsg:4547", "gk:117", "wgs84", "EPSG:32650", "bd09"];
    crs.iter().enumerate().for_each(|(at, crs)| corpus.put("words", &format!("crs-{at}"), &[0], crs.as_bytes()));
    corpus.put("words", "declared", &[1], b"urn:ogc:def:crs:EPSG::4547");
    corpus.put("words", "wkt", &[1], br#"PROJCS["x",GEOGCS["CGCS2000",DATUM["D",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["false_easting",39500000],PARAMETER["central_meridian",117],UNIT["metre",1]]"#);
    corpus.put("words", "wkt2", &[1], br#"PROJCRS["UTM",BASEGEOGCRS["WGS 84",DATUM["World Geodetic System 1984",ELLIPSOID["WGS 84",6378137,298.257223563]]],CONVERSION["c",METHOD["Transverse Mercator"],PARAMETER["Longitude of natural origin",117],PARAMETER["False easting",500000]],CS[Cartesian,2],LENGTHUNIT["metre",1],ID["EPSG",32650]]"#);
    let mapping = r#"{"kind":"incidents","headers":["a","b"],"crs":"gk:117","map":{"code":"{a:03}-{b:.2}","reported_at":"b"},"set":{"source":"hotline"}}"#;
    corpus.put(
        "words",
        "mapping",
        &[2],
        &[mapping.as_bytes(), &files::joined(&[("t", b"a,b\n1,2026-01-02\n")])].concat(),
    );
    corpus.put("words", "drive", &[3], "size 1920x1080\nwait settled\nadvance 90s\nclick @incident:A-1\ndrag 1,2 3,4\nscroll 5,6 -2\ntype \"派单\"\nexpect queue[0].state == \"assigned\"\n".as_bytes());
    corpus.put("words", "command", &[4], r#"{"id":"c","by":{"officer":"李"},"at":1789088700,"incident":"A-1","seen_version":3,"act":{"act":"assign","agency":null,"worker":"W1","message":"去看看"}}"#.as_bytes());
    corpus.put(
        "words",
        "times",
        &[5],
        b"2026-09-11T09:05:00+08:00\n2026/9/1 7:00\n20260911090500\n2026.09.11 09:05:00.25Z\n",
    );
    corpus.put("words", "cameras", &[6], b"37078300001310000001\n3.70783E+19\n370783000013\n");
    corpus.put("words", "codes", &[7], b"370783\n370783100\n370783100201\n37078310020101\n");
}

fn containers(corpus: &Corpus, dir: &Path) {
    for (name, bytes) in writers::shapes(dir) {
        corpus.put("shapefile", name, &[1, 0x40], &bytes);
        corpus.put("shapefile", &format!("{name}-zip"), &[0, 3], &bytes);
    }
    for (name, bytes) in writers::books() {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("an archive");
        let parts: Vec<(String, Vec<u8>)> = (0..archive.len())
            .map(|at| {
                let mut file = archive.by_index(at).expect("a file");
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut file, &mut bytes).expect("its bytes");
                (file.name().expect("its name").into_owned(), bytes)
            })
            .collect();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        corpus.put("workbook", name, &[1, 0x45], &files::joined(&parts));
        corpus.put("workbook", &format!("{name}-whole"), &[0, 4], &bytes);
        corpus.put("archive", name, &[6, 5], &bytes);
    }
    corpus.put("geopackage", "whole", &[0, 3], &writers::geopackage(dir));
    let blobs = writers::blobs();
    for (at, blob) in blobs.iter().enumerate() {
        corpus.put("geopackage", &format!("geometry-{at}"), &[1, 0], blob);
    }
    let several: Vec<(&str, &[u8])> = blobs.iter().map(|blob| ("", blob.as_slice())).collect();
    corpus.put("geopackage", "geometries", &[1, 0], &files::joined(&several));
    for how in 0..6 {
        let parts: [(&str, &[u8]); 3] = [("数据/a.csv", TABLE.as_bytes()), ("__MACOSX/x", b"x"), ("#a.csv", b"")];
        corpus.put("archive", &format!("table-{how}"), &[how, 5], &files::joined(&parts));
        corpus.put(
            "archive",
            &format!("json-{how}"),
            &[how, 0],
            &files::joined(&[("a.geojson", COLLECTION.as_bytes())]),
        );
    }
}

fn base_maps(corpus: &Corpus, dir: &Path) {
    let block = writers::osm_block();
    corpus.put("osm_pbf", "block", &[1], &block);
    corpus.put("osm_pbf", "blocks", &[1], &files::joined(&[("", &block), ("", &block)]));
    corpus.put("osm_pbf", "whole", &[0], &maps::osm_pbf_of(&[&block]));
    let tile = writers::vector_tile();
    corpus.put("tiles", "tile", &[4], &tile);
    corpus.put("tiles", "packed", &[3], &tile);
    let container = maps::pmtiles_of(&tile);
    corpus.put("tiles", "pmtiles", &[0], &container);
    let path = dir.join("seed.mbtiles");
    let database = Connection::open(&path).expect("a database");
    database
        .execute_batch(
            "PRAGMA page_size = 512;
             CREATE TABLE metadata (name TEXT, value TEXT);
             CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
             INSERT INTO metadata VALUES ('format', 'pbf'), ('attribution', '<a>&copy; x</a>');",
        )
        .expect("its tables");
    database.execute("INSERT INTO tiles VALUES (14, 13657, 9624, ?1)", params![tile]).expect("a tile");
    drop(database);
    corpus.put("tiles", "mbtiles", &[1], &fs::read(&path).expect("written"));
    let request = zonglan::intake::basemap::BaseMapRequest {
        files: vec![path],
        dir: dir.to_owned(),
        crs: zonglan::intake::Crs::Wgs84,
        attribution: None,
        dry_run: false,
    };
    zonglan::intake::basemap::import_base_map(&request, &mut |_| std::ops::ControlFlow::Continue(())).expect("a map");
    corpus.put("tiles", "data", &[2], &fs::read(dir.join("basemap.sqlite")).expect("written"));
}

fn main() {
    let corpus = Corpus(std::env::args_os().nth(1).map_or_else(|| "corpus".into(), PathBuf::from));
    let dir = files::folder().join("seeds");
    fs::create_dir_all(&dir).expect("a folder");
    texts(&corpus);
    containers(&corpus, &dir);
    base_maps(&corpus, &dir);
    fs::remove_dir_all(files::folder()).expect("what was made goes again");
}
