//! Tiles of pictures in MBTiles and PMTiles: copied as they are, each in its place, whatever else is in the file.

use super::containers::{mbtiles, pmtiles};
use super::proto::{Shape, layer, tile};
use super::{Desk, tiles};
use crate::painting::{jpeg, png};
use std::path::PathBuf;
use zonglan::domain::LonLat;
use zonglan::intake::basemap::{BASE_MAP_FILE, BaseMapReport, PictureFile};
use zonglan::intake::{Crs, TileGrid, gcj02_from_wgs84};
use zonglan::spatial::{Band, Mercator, PictureRead, PictureSource, TileId, TileSource, Tone};

/// The tiles of zooms 10 to 12 over a place, each in a grey of its own.
fn pyramid() -> Vec<(TileId, Vec<u8>)> {
    let at = Mercator::from_lonlat(LonLat::new(118.0, 36.0));
    let first = TileId::at(at, 10).bounds();
    let all = (10..=12_u8).flat_map(|zoom| TileId::cover(&first.grown(-1.0), zoom));
    all.zip(0_u8..).map(|(tile, grey)| (tile, png(16, |_, _| [grey; 3]))).collect()
}

fn only(desk: &Desk) -> PictureFile {
    let mut maps = desk.map().pictures().unwrap();
    assert_eq!(maps.len(), 1);
    maps.remove(0)
}

fn read(map: &PictureFile, tile: TileId) -> PictureRead {
    map.read(tile).unwrap()
}

#[test]
fn both_containers_give_every_tile_in_its_place() {
    let pyramid = pyramid();
    assert_eq!(pyramid.len(), 1 + 4 + 16);
    let west_south = TileId::at(Mercator::from_lonlat(LonLat::new(118.0, 36.0)), 10).bounds();
    let corner = |at: Mercator| at.to_lonlat();
    let (sw, ne) = (corner(west_south.grown(-1.0).min), corner(west_south.grown(-1.0).max));
    let bounds_deg = [sw.lon_deg, sw.lat_deg, ne.lon_deg, ne.lat_deg];
    let check = |desk: &Desk, report: &BaseMapReport| {
        assert_eq!((report.read, report.kept, report.problems_total), (21, 21, 0), "{report:?}");
        assert_eq!(report.attribution, "© 县测绘院");
        let map = only(desk);
        assert_eq!((map.about().zooms.clone(), map.about().tone), (10..=12, Tone::Light));
        for (tile, bytes) in &pyramid {
            assert_eq!(read(&map, *tile), PictureRead::Picture(bytes.clone()), "{tile:?}");
        }
        assert_eq!(read(&map, TileId::new(10, 0, 0).unwrap()), PictureRead::Nothing);
        let covers = map.about().bounds.unwrap();
        assert!(
            (covers.min.x_m - west_south.min.x_m).abs() < 1e-6 && (covers.max.y_m - west_south.max.y_m).abs() < 1e-6
        );
        assert!(desk.map().tiles().is_empty() && tiles(&desk.map(), Band::Town).is_empty());
    };
    let desk = Desk::new();
    let about = [("format", "png"), ("attribution", "<b>© 县测绘院</b>")];
    let file = mbtiles(&desk.0.path().join("a.mbtiles"), &about, &pyramid);
    check(&desk, &desk.import(vec![file.clone()]));
    let again = desk.import(vec![file]);
    assert_eq!((again.kept, again.unchanged, again.pictures.len()), (0, 21, 1));
    // The writer of tests names one zoom for both ends; the lowest stands at its place in the header.
    let desk = Desk::new();
    let mut file = pmtiles(&pyramid, r#"{"attribution":"© 县测绘院"}"#, bounds_deg, 2);
    file[100] = 10;
    check(&desk, &desk.import(vec![desk.file("a.pmtiles", file)]));
}

#[test]
fn jpeg_is_a_photograph_unless_somebody_says_otherwise() {
    let desk = Desk::new();
    let at = TileId::new(12, 3_400, 1_600).unwrap();
    let file = mbtiles(&desk.0.path().join("a.mbtiles"), &[("format", "jpg")], &[(at, jpeg(64, 200))]);
    let dry = desk
        .try_import(&zonglan::intake::basemap::BaseMapRequest { dry_run: true, ..desk.request(vec![file.clone()]) });
    assert_eq!(dry.unwrap().pictures[0].tone, Tone::Photo);
    assert!(!desk.data().join(BASE_MAP_FILE).exists() && !desk.data().join("basemap.sqlite.new").exists());
    desk.import(vec![file.clone()]);
    assert_eq!(only(&desk).about().tone, Tone::Photo);
    let mut request = desk.request(vec![file]);
    request.tone = Some(Tone::Dark);
    desk.try_import(&request).unwrap();
    assert_eq!(only(&desk).about().tone, Tone::Dark);
}

#[test]
fn pictures_lie_under_shapes_of_the_same_import() {
    let desk = Desk::new();
    let at = TileId::new(14, 13_659, 6_761).unwrap();
    let street: &[(&str, &str)] = &[("class", "primary")];
    let shapes = [(at, tile(&[layer("road", 4096, &[(Shape::Line(vec![(1, 1), (2000, 9)]), street)])]))];
    let files: Vec<PathBuf> = vec![
        mbtiles(&desk.0.path().join("shapes.mbtiles"), &[], &shapes),
        mbtiles(&desk.0.path().join("under.mbtiles"), &[], &[(at, png(8, |_, _| [9; 3]))]),
        mbtiles(&desk.0.path().join("over.mbtiles"), &[], &[(at, png(8, |_, _| [7; 3]))]),
    ];
    let report = desk.import(files);
    let names: Vec<&str> = report.pictures.iter().map(|set| set.file.as_str()).collect();
    assert_eq!((names, report.shapes.streets), (vec!["under.mbtiles", "over.mbtiles"], 1));
    let maps = desk.map().pictures().unwrap();
    assert_eq!(read(&maps[0], at), PictureRead::Picture(png(8, |_, _| [9; 3])));
    assert_eq!(read(&maps[1], at), PictureRead::Picture(png(8, |_, _| [7; 3])));
    assert!(!desk.map().tiles().is_empty());
}

#[test]
fn a_shifted_grid_is_told_and_others_are_refused() {
    let desk = Desk::new();
    let at = LonLat::new(118.0, 36.0);
    let shifted = Mercator::from_lonlat(gcj02_from_wgs84(at));
    let tile = TileId::at(shifted, 15);
    let file = mbtiles(&desk.0.path().join("a.mbtiles"), &[], &[(tile, png(8, |_, _| [9; 3]))]);
    let mut request = desk.request(vec![file]);
    request.crs = Crs::Gcj02;
    desk.try_import(&request).unwrap();
    let map = only(&desk);
    assert_eq!(map.set().grid, TileGrid::Gcj02);
    let back = map.to_ground(shifted).to_lonlat();
    assert!((back.lon_deg - at.lon_deg).abs() < 1e-7 && (back.lat_deg - at.lat_deg).abs() < 1e-7);
    request.crs = Crs::Bd09;
    let sentence = desk.try_import(&request).unwrap_err().to_string();
    assert!(sentence.starts_with("tiles of pictures lie on web Mercator of wgs84, cgcs2000 or gcj02"), "{sentence}");
    assert_eq!(only(&desk).set().grid, TileGrid::Gcj02, "the old one stays");
}

#[test]
fn a_bad_tile_costs_itself_and_webp_says_what_to_do() {
    let desk = Desk::new();
    let next = |x: u32| TileId::new(14, 13_659 + x, 6_761).unwrap();
    let webp = b"RIFF\x10\0\0\0WEBPVP8 ".to_vec();
    let tiles = [
        (next(0), png(8, |_, _| [1; 3])),
        (next(1), br#"{"msg":"quota"}"#.to_vec()),
        (next(2), Vec::new()),
        (next(3), webp.clone()),
        (next(4), [png(8, |_, _| [1; 3]), vec![0; 4 << 20]].concat()),
    ];
    let path = mbtiles(&desk.0.path().join("a.mbtiles"), &[("format", "png")], &tiles);
    rusqlite::Connection::open(&path).unwrap().execute("INSERT INTO tiles VALUES (14, 99999, 5, x'00')", []).unwrap();
    let report = desk.import(vec![path]);
    assert_eq!((report.kept, report.skipped, report.problems_total), (1, 5, 5), "{report:?}");
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.problem.as_str()).collect();
    assert_eq!(
        told,
        [
            "the tile is no picture, it is left out",
            "the tile is no picture, it is left out",
            "the tile is a WebP picture, which is not read, it is left out",
            "the tile is larger than 4 MB, it is left out",
            "there is no such tile in the world, it is left out"
        ]
    );
    let path = mbtiles(&desk.0.path().join("w.mbtiles"), &[], &[(next(0), webp)]);
    let sentence = desk.try_import(&desk.request(vec![path])).unwrap_err().to_string();
    assert!(
        sentence.starts_with("the tiles are WebP pictures, which are not read: make PNG tiles of them"),
        "{sentence}"
    );
    let path = mbtiles(&desk.0.path().join("none.mbtiles"), &[("format", "png")], &[(next(0), vec![1, 2, 3])]);
    let sentence = desk.try_import(&desk.request(vec![path])).unwrap_err().to_string();
    assert!(sentence.starts_with("nothing in these files is drawn on a base map"), "{sentence}");
    assert_eq!(only(&desk).set().file, "a.mbtiles", "the old one stays");
    assert!(!desk.data().join("basemap.sqlite.new").exists());
}

#[test]
fn an_import_that_is_stopped_leaves_what_was_there() {
    let desk = Desk::new();
    let all: Vec<(TileId, Vec<u8>)> =
        (0..700).map(|x| (TileId::new(14, 1_000 + x, 6_761).unwrap(), png(1, |_, _| [1; 3]))).collect();
    let path = mbtiles(&desk.0.path().join("a.mbtiles"), &[], &all);
    let mut told = 0;
    let stopped = zonglan::intake::basemap::import_base_map(&desk.request(vec![path]), &mut |_| {
        told += 1;
        if told > 2 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    });
    assert_eq!(stopped.unwrap_err().to_string(), "stopped: the base map is as it was");
    assert_eq!(std::fs::read_dir(desk.data()).unwrap().count(), 0);
}

#[test]
fn a_base_map_from_before_there_were_pictures_is_read() {
    let desk = Desk::new();
    let at = TileId::new(14, 13_659, 6_761).unwrap();
    let street: &[(&str, &str)] = &[("class", "primary")];
    let shapes = [(at, tile(&[layer("road", 4096, &[(Shape::Line(vec![(1, 1), (2000, 9)]), street)])]))];
    desk.import(vec![mbtiles(&desk.0.path().join("a.mbtiles"), &[], &shapes)]);
    let file = rusqlite::Connection::open(desk.data().join(BASE_MAP_FILE)).unwrap();
    file.execute_batch("DROP TABLE pictures; DROP TABLE picture_sets").unwrap();
    drop(file);
    assert!(desk.map().pictures().unwrap().is_empty() && !desk.map().tiles().is_empty());
}
