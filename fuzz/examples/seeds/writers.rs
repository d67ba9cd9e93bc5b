//! Files as the tests write them, with the tests' own writers.

#[path = "../../../tests/it/intake/formats_write.rs"]
mod formats_write;
#[path = "../../../tests/it/basemap/proto.rs"]
mod proto;

use formats_write::Cell;
use proto::{Message, Shape, layer, tile, zigzag};
use std::path::Path;

pub fn shapes(dir: &Path) -> Vec<(&'static str, Vec<u8>)> {
    use shapefile::{Point, Polygon, PolygonRing};
    let ring = |x: f64| vec![(x, 36.0), (x, 36.1), (x + 0.1, 36.1), (x + 0.1, 36.0)];
    let ring = |x: f64| ring(x).into_iter().map(|(x, y)| Point::new(x, y)).collect::<Vec<_>>();
    let polygon = || Polygon::with_rings(vec![PolygonRing::Outer(ring(118.0)), PolygonRing::Inner(ring(118.02))]);
    let rows = [("370783100", "澄岚镇", 12.0), ("370783101", "桐梧镇", 7.0)];
    let path = dir.join("seed.shp");
    let of = |shapes: Vec<shapefile::Shape>, encoding| {
        formats_write::shapefile(&path, encoding, &rows, shapes);
        ["shp", "shx", "dbf"].map(|ending| (ending, std::fs::read(path.with_extension(ending)).expect("written")))
    };
    let areas = of(vec![polygon().into(), polygon().into()], encoding_rs::UTF_8);
    let points = of(vec![Point::new(118.0, 36.0).into(), Point::new(118.1, 36.0).into()], encoding_rs::GBK);
    let joined = |files: &[(&'static str, Vec<u8>)], more: &[(&'static str, &[u8])]| {
        let parts = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).chain(more.iter().copied());
        zonglan_fuzz::files::joined(&parts.collect::<Vec<_>>())
    };
    let prj = br#"PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let degrees = br#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]"#;
    vec![
        ("areas", joined(&areas, &[("prj", degrees), ("cpg", b"UTF-8")])),
        ("points", joined(&points, &[("prj", prj), ("cpg", b"GBK")])),
        ("bare", joined(&areas[..1], &[("dbf", &areas[2].1)])),
    ]
}

pub fn books() -> Vec<(&'static str, Vec<u8>)> {
    let head = [Cell::Text("编码"), Cell::Text("名称"), Cell::Text("上报时间"), Cell::Text("经度"), Cell::Text("纬度")];
    let row = [Cell::Number(7.0), Cell::Text("网格"), Cell::Time(46_266.5), Cell::Number(118.1), Cell::Number(36.1)];
    let odd = [Cell::Error("#N/A"), Cell::Nothing, Cell::Text("x"), Cell::Number(1e17), Cell::Number(-0.5)];
    let title = [Cell::Text("清单")];
    let xlsx = formats_write::xlsx(&[("表", &[&title, &head, &row, &odd]), ("二", &[&head])]);
    let ods = formats_write::ods(&[&["code", "name", "level"], &["370783100", "镇", "Town"]]);
    vec![("xlsx", xlsx), ("ods", ods)]
}

pub fn geopackage(dir: &Path) -> Vec<u8> {
    let path = dir.join("seed.gpkg");
    let places = [("A", "甲", 118.0, 36.0), ("B", "乙", 118.1, 36.1)];
    formats_write::geopackage(&path, 4326, &places, "PRAGMA page_size = 512; VACUUM");
    std::fs::read(path).expect("written")
}

/// Geometries as a GeoPackage keeps them.
pub fn blobs() -> Vec<Vec<u8>> {
    vec![formats_write::blob(&formats_write::two_squares()), formats_write::blob(&geo::Point::new(118.0, 36.0).into())]
}

pub fn vector_tile() -> Vec<u8> {
    let line = || Shape::Line(vec![(-64, 100), (900, 100), (4200, 800)]);
    let ring = || {
        Shape::Rings(vec![
            vec![(100, 200), (900, 200), (900, 900), (100, 900)],
            vec![(200, 300), (300, 400), (400, 300)],
        ])
    };
    tile(&[
        layer(
            "transportation",
            4096,
            &[(line(), &[("class", "primary"), ("name", "文一路")]), (line(), &[("class", "rail")])],
        ),
        layer("water", 4096, &[(ring(), &[("class", "lake")])]),
        layer("building", 512, &[(ring(), &[])]),
        layer("landcover", 4096, &[(ring(), &[("class", "wood")])]),
    ])
}

/// A block of OSM data: nodes, dense nodes, ways, a multipolygon.
pub fn osm_block() -> Vec<u8> {
    let words = [
        "",
        "highway",
        "primary",
        "name",
        "文一路",
        "natural",
        "water",
        "type",
        "multipolygon",
        "outer",
        "inner",
        "building",
        "yes",
    ];
    let table = words.iter().fold(Message::default(), |table, word| table.bytes(1, word));
    let at = [(118.0, 36.0), (118.01, 36.0), (118.01, 36.01), (118.0, 36.01)];
    let nano = |deg: f64| zigzag((deg * 1e7).round() as i64);
    let mut group = Message::default();
    for (id, (lon, lat)) in (1..).zip(at) {
        group = group.bytes(1, Message::default().number(1, zigzag(id)).number(8, nano(lat)).number(9, nano(lon)).0);
    }
    let step = |deg: f64, before: f64| zigzag((deg * 1e7).round() as i64 - (before * 1e7).round() as i64);
    let dense = Message::default().packed(1, [zigzag(10), zigzag(1)]);
    let dense = dense.packed(8, [nano(36.0), step(36.002, 36.0)]).packed(9, [nano(118.002), step(118.004, 118.002)]);
    group = group.bytes(2, dense.packed(10, [0, 0]).0);
    let way = |id: u64, tags: &[(u64, u64)], nodes: &[u64]| {
        let way = Message::default().number(1, id);
        way.packed(2, tags.iter().map(|tag| tag.0))
            .packed(3, tags.iter().map(|tag| tag.1))
            .packed(8, nodes.iter().copied())
            .0
    };
    let (one, back) = (zigzag(1), zigzag(-3));
    group = group.bytes(3, way(1, &[(1, 2), (3, 4)], &[one, one, one]));
    group = group.bytes(3, way(2, &[(11, 12)], &[one, one, one, one, back]));
    group = group.bytes(3, way(3, &[], &[one, one, one, one, back]));
    let relation = Message::default().number(1, 9).packed(2, [7, 5]).packed(3, [8, 6]).packed(8, [9, 10]);
    group = group.bytes(4, relation.packed(9, [zigzag(2), zigzag(1)]).packed(10, [1, 1]).0);
    Message::default().bytes(1, table.0).bytes(2, group.0).0
}
