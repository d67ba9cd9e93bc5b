//! Vector tiles in MBTiles and PMTiles: schemas of three makers, rows from the south, both containers alike.

use super::proto::{Message, Shape, gzip, layer, tile, varint};
use super::{Desk, length_m};
use pmtiles::{TileCoord, TileId as PmTileId};
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use zonglan::domain::LonLat;
use zonglan::spatial::{Band, Mercator, RoadClass, TileId};

/// An MBTiles file of these tiles.
pub(super) fn mbtiles(path: &Path, about: &[(&str, &str)], tiles: &[(TileId, Vec<u8>)]) -> PathBuf {
    let file = Connection::open(path).unwrap();
    file.execute_batch(
        "CREATE TABLE metadata (name TEXT, value TEXT);
         CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);",
    )
    .unwrap();
    for (name, value) in about {
        file.execute("INSERT INTO metadata VALUES (?1, ?2)", [name, value]).unwrap();
    }
    for (id, bytes) in tiles {
        file.execute("INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)", params![id.zoom, id.x, id.tms_row(), bytes]).unwrap();
    }
    path.to_owned()
}

/// A PMTiles file (version 3, nothing compressed but the tiles themselves) of these tiles.
pub(super) fn pmtiles(tiles: &[(TileId, Vec<u8>)], about: &str, bounds_deg: [f64; 4], tile_type: u8) -> Vec<u8> {
    let id = |tile: &TileId| PmTileId::from(TileCoord::new(tile.zoom, tile.x, tile.y).unwrap()).value();
    let mut sorted: Vec<&(TileId, Vec<u8>)> = tiles.iter().collect();
    sorted.sort_by_key(|(tile, _)| id(tile));
    let mut directory = varint(sorted.len() as u64);
    let mut before = 0;
    directory.extend(sorted.iter().flat_map(|(tile, _)| varint(id(tile) - std::mem::replace(&mut before, id(tile)))));
    directory.extend(sorted.iter().flat_map(|_| varint(1)));
    directory.extend(sorted.iter().flat_map(|(_, bytes)| varint(bytes.len() as u64)));
    // An offset of 0 says: right behind the one before.
    directory.extend((0..sorted.len()).flat_map(|k| varint(u64::from(k == 0))));
    let data: Vec<u8> = sorted.iter().flat_map(|(_, bytes)| bytes.clone()).collect();
    let (root, meta) = (127_u64, 127 + directory.len() as u64);
    let start = meta + about.len() as u64;
    let zoom = tiles.iter().map(|(tile, _)| tile.zoom).max().unwrap_or(0);
    let mut file = b"PMTiles\x03".to_vec();
    let sections = [root, directory.len() as u64, meta, about.len() as u64, start, 0, start, data.len() as u64];
    file.extend(sections.iter().flat_map(|number| number.to_le_bytes()));
    file.extend([sorted.len() as u64; 3].iter().flat_map(|number| number.to_le_bytes()));
    let compression = if data.starts_with(&[0x1f, 0x8b]) { 2 } else { 1 };
    file.extend([1, 1, compression, tile_type, zoom, zoom]);
    file.extend(bounds_deg.iter().flat_map(|deg| ((deg * 1e7).round() as i32).to_le_bytes()));
    file.extend([zoom, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(file.len(), 127);
    file.extend(directory);
    file.extend(about.as_bytes());
    file.extend(data);
    file
}

/// Two neighbouring tiles of zoom 14, west and east, around Hangzhou.
fn neighbours() -> [TileId; 2] {
    let west = TileId::at(Mercator::from_lonlat(LonLat::new(120.1, 30.2)), 14);
    [west, TileId::new(14, west.x + 1, west.y).unwrap()]
}

/// A street from the middle of the west tile to the middle of the east one, and a lake over the border, each
/// tile with its part and a buffer of 64 units.
fn street_and_lake() -> [Vec<u8>; 2] {
    let lake = |x0: i32, x1: i32| Shape::Rings(vec![vec![(x0, 1000), (x1, 1000), (x1, 3000), (x0, 3000)]]);
    let street: &[(&str, &str)] = &[("class", "primary"), ("name", "文一路"), ("name:en", "Wenyi Road")];
    let water: &[(&str, &str)] = &[("class", "lake")];
    let west = [
        layer("transportation", 4096, &[(Shape::Line(vec![(2048, 500), (4160, 500)]), street)]),
        layer("water", 4096, &[(lake(3000, 4160), water)]),
    ];
    let east = [
        layer("transportation", 4096, &[(Shape::Line(vec![(-64, 500), (2048, 500)]), street)]),
        layer("water", 4096, &[(lake(-64, 1000), water)]),
    ];
    [tile(&west), tile(&east)]
}

#[test]
fn tiles_of_two_make_one_map_again() {
    let desk = Desk::new();
    let (ids, parts) = (neighbours(), street_and_lake());
    let tiles: Vec<(TileId, Vec<u8>)> = ids.into_iter().zip(parts.iter().map(|bytes| gzip(bytes))).collect();
    let about = [("format", "pbf"), ("attribution", r#"<a href="x">&copy; OpenMapTiles</a>"#)];
    let report = desk.import(vec![mbtiles(&desk.0.path().join("a.mbtiles"), &about, &tiles)]);
    assert_eq!((report.read, report.kept, report.skipped), (4, 4, 0), "{report:?}");
    assert_eq!(report.attribution, "© OpenMapTiles");
    assert_eq!(report.shapes.streets, 1, "the two halves meet at the border and are one street");
    let side_m = TileId::side_m(14);
    let town = desk.band(Band::Town);
    let street_m: f64 = town.roads.iter().map(|road| length_m(&road.line)).sum();
    assert!((street_m - side_m).abs() < 1.0, "{street_m}: what lies in both tiles' buffers is there once");
    assert_eq!((town.roads[0].class, town.roads[0].name.as_deref()), (RoadClass::Primary, Some("文一路")));
    let north = ids[0].bounds().max.y_m;
    let at = Mercator::from_lonlat(town.roads[0].line[0]);
    assert!((at.y_m - (north - 500.0 / 4096.0 * side_m)).abs() < 1.0, "rows are counted from the south");
    // Around the lake: 2096 units wide, 2000 high; the sides at the border are none.
    let shore_m: f64 = town.water.iter().flat_map(|surface| surface.edges()).map(|line| length_m(&line)).sum();
    let unit_m = side_m / 4096.0;
    assert!((shore_m / unit_m - 2.0 * (2096.0 + 2000.0)).abs() < 8.0, "{}", shore_m / unit_m);
}

#[test]
fn both_containers_say_the_same() {
    let (ids, parts) = (neighbours(), street_and_lake());
    let tiles: Vec<(TileId, Vec<u8>)> = ids.into_iter().zip(parts).collect();
    let packed: Vec<(TileId, Vec<u8>)> = tiles.iter().map(|(id, bytes)| (*id, gzip(bytes))).collect();
    let desk = Desk::new();
    desk.import(vec![mbtiles(&desk.0.path().join("a.mbtiles"), &[], &tiles)]);
    let expected = desk.band(Band::Street);
    let bounds = [120.08, 30.18, 120.15, 30.22];
    for (name, tiles) in [("plain.pmtiles", &tiles), ("packed.pmtiles", &packed)] {
        let file = pmtiles(tiles, r#"{"attribution":"© 天地图"}"#, bounds, 1);
        let report = desk.import(vec![desk.file(name, file)]);
        assert_eq!((report.kept, report.problems_total, report.attribution.as_str()), (4, 0, "© 天地图"), "{report:?}");
        assert_eq!(desk.band(Band::Street), expected, "{name}");
    }
}

#[test]
fn other_makers_words_are_understood() {
    let desk = Desk::new();
    let line = || Shape::Line(vec![(100, 100), (900, 100)]);
    let ring = || Shape::Rings(vec![vec![(100, 200), (900, 200), (900, 900), (100, 900)]]);
    let layers: Vec<Message> = vec![
        layer(
            "streets",
            4096,
            &[(line(), &[("kind", "motorway"), ("name", "沪杭高速")]), (line(), &[("kind", "rail")])],
        ),
        layer("road", 4096, &[(line(), &[("class", "street_limited")]), (line(), &[("class", "ferry")])]),
        layer("water_polygons", 4096, &[(ring(), &[("kind", "water")])]),
        layer("water_lines", 4096, &[(line(), &[("kind", "stream")])]),
        layer("land", 4096, &[(ring(), &[("kind", "forest")]), (ring(), &[("kind", "industrial")])]),
        layer("landcover", 4096, &[(ring(), &[("class", "grass"), ("subclass", "park")])]),
        layer("buildings", 4096, &[(ring(), &[])]),
        layer("pois", 4096, &[(ring(), &[("kind", "shop")])]),
    ];
    let tiles = [(neighbours()[0], tile(&layers))];
    let report = desk.import(vec![mbtiles(&desk.0.path().join("b.mbtiles"), &[], &tiles)]);
    let shapes = report.shapes;
    assert_eq!((shapes.streets, shapes.named_streets, shapes.railways), (2, 1, 1), "{report:?}");
    assert_eq!((shapes.water, shapes.waterways, shapes.green, shapes.buildings), (1, 1, 2, 1));
    assert_eq!(report.not_shown, 3);
}
