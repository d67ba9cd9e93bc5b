//! GeoJSON layers: what is taken, what is joined, cut and kept.

use super::{Desk, length_m, tiles};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use zonglan::domain::LonLat;
use zonglan::intake::basemap::{BASE_MAP_FILE, BaseMapError, BaseMapFile, import_base_map};
use zonglan::intake::{Crs, gcj02_from_wgs84};
use zonglan::spatial::{Band, LandUse, Mercator, RoadClass, TileSource};

const MIXED: &str = r#"{"type":"FeatureCollection","bbox":[1,2,3,4],"name":"x","features":[
 {"type":"Feature","properties":{"highway":"primary","name":"深南大道","name:en":"Shennan Blvd"},"geometry":{"type":"LineString","coordinates":[[114.0,22.54],[114.01,22.541,7.5]]}},
 {"type":"Feature","properties":{"highway":"primary","name":"深南大道"},"geometry":{"type":"LineString","coordinates":[[114.02,22.54],[114.01,22.541]]}},
 {"type":"Feature","properties":{"highway":"residential","name":"Lotus Road","name:zh":"莲花路"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[114,22]},{"type":"MultiLineString","coordinates":[[[114.0,22.55],[114.001,22.55]],[[114.0,22.56],[114.001,22.56]]]}]}},
 {"type":"Feature","properties":{"highway":"traffic_signals"},"geometry":{"type":"Point","coordinates":[114,22.5]}},
 {"type":"Feature","properties":{"natural":"water"},"geometry":{"type":"Polygon","coordinates":[[[114.0,22.5],[114.01,22.5],[114.01,22.51],[114.0,22.51],[114.0,22.5]],[[114.002,22.502],[114.002,22.504],[114.004,22.504],[114.004,22.502],[114.002,22.502]]]}},
 {"type":"Feature","properties":{"leisure":"park","name":"莲花山公园"},"geometry":{"type":"MultiPolygon","coordinates":[[[[114.03,22.5],[114.04,22.5],[114.04,22.51],[114.03,22.5]]]]}},
 {"type":"Feature","properties":{"building":"yes"},"geometry":{"type":"Polygon","coordinates":[[[114.02,22.52],[114.0203,22.52],[114.0203,22.5203],[114.02,22.5203],[114.02,22.52]]]}},
 {"type":"Feature","properties":{"railway":"rail"},"geometry":{"type":"LineString","coordinates":[[114.0,22.53],[114.05,22.53]]}},
 {"type":"Feature","properties":{"waterway":"stream"},"geometry":{"type":"LineString","coordinates":[[114.0,22.535],[114.05,22.535]]}},
 {"type":"Feature","properties":{"landuse":"industrial"},"geometry":{"type":"Polygon","coordinates":[[[114,22],[114.1,22],[114.1,22.1],[114,22]]]}},
 {"type":"Feature","properties":{"highway":"service"},"geometry":null},
 {"type":"Feature","properties":{"highway":"service"},"geometry":{"type":"LineString","coordinates":[[114.0,"x"],[114.1,22]]}},
 {"type":"Feature","properties":{"highway":"service"},"geometry":{"type":"LineString","coordinates":[[1140,22],[1141,22]]}},
 {"type":"Feature","properties":{"highway":"service"},"geometry":{"type":"Circle","coordinates":[1,2]}}
]}"#;

#[test]
fn each_feature_is_kept_or_told_or_of_no_interest() {
    let desk = Desk::new();
    let report = desk.import(vec![desk.file("map.geojson", MIXED)]);
    assert_eq!((report.read, report.kept, report.not_shown, report.skipped), (14, 8, 2, 4), "{report:?}");
    let told: Vec<(u64, &str)> = report.problems.iter().map(|p| (p.row, p.problem.as_str())).collect();
    assert_eq!(
        told,
        [
            (11, "there is no geometry, the feature is left out"),
            (12, "a position is no pair of numbers, the feature is left out"),
            (13, "not degrees of longitude and latitude"),
            (14, "this is no geometry that can be read, the feature is left out"),
        ]
    );
    let shapes = report.shapes;
    assert_eq!((shapes.streets, shapes.named_streets), (3, 3), "two pieces of one street are one");
    assert_eq!((shapes.water, shapes.green, shapes.buildings, shapes.railways, shapes.waterways), (1, 1, 1, 1, 1));
    let street = desk.band(Band::Street);
    let names: Vec<&str> = street.roads.iter().filter_map(|road| road.name.as_deref()).collect();
    assert!(names.contains(&"深南大道") && names.contains(&"莲花路"), "{names:?}");
    assert!(street.landuse.iter().all(|(used_for, _)| *used_for == LandUse::Green));
    let town = desk.band(Band::Town);
    assert!(town.buildings.is_empty() && !town.railways.is_empty());
    let county = desk.band(Band::County);
    assert!(county.roads.iter().all(|road| road.class >= RoadClass::Secondary) && !county.railways.is_empty());
    assert_eq!(report.bounds, Some([114.0, 22.5, 114.05, 22.56]));
}

#[test]
fn layers_that_say_it_by_their_file_name_and_by_many_words() {
    let desk = Desk::new();
    let line = |properties: &str| {
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{properties},"geometry":{{"type":"LineString","coordinates":[[-87.7,41.8],[-87.7,41.81]]}}}}]}}"#
        )
    };
    let road = desk.file("road.geojson", line(r#"{"class":"street","type":"residential","name":"W Oak"}"#));
    let rail = desk.file("railways.geojson", line("{}"));
    let nothing = desk.file("poi_label.geojson", line(r#"{"class":"street"}"#));
    let report = desk.import(vec![road, rail, nothing]);
    assert_eq!((report.kept, report.not_shown, report.shapes.streets, report.shapes.railways), (2, 1, 1, 1));
    assert_eq!(report.attribution, "", "nobody is known to have made it");
}

#[test]
fn tiles_hold_the_whole_line_and_meet_at_their_borders() {
    let desk = Desk::new();
    // A street and a railway that wind across many tiles.
    let at = |k: u32| (114.0 + 0.0011 * f64::from(k), 22.5 + 0.05 * (f64::from(k) / 17.0).sin());
    let corners: Vec<String> = (0..300).map(|k| format!("[{:.7},{:.7}]", at(k).0, at(k).1)).collect();
    let feature = |properties: &str| {
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"LineString","coordinates":[{}]}}}}"#,
            corners.join(",")
        )
    };
    let both = format!(
        r#"{{"type":"FeatureCollection","features":[{},{}]}}"#,
        feature(r#"{"highway":"motorway","name":"广深高速"}"#),
        feature(r#"{"railway":"rail"}"#)
    );
    desk.import(vec![desk.file("map.geojson", both)]);
    let whole: Vec<LonLat> = (0..300).map(|k| LonLat::new(at(k).0, at(k).1)).collect();
    let map = desk.map();
    let mut ends: BTreeMap<(i64, i64), u32> = BTreeMap::new();
    let mut total_m = 0.0;
    let pieces = tiles(&map, Band::Street);
    assert!(pieces.len() > 8, "{}", pieces.len());
    for (key, tile) in &pieces {
        let bounds = key.tile.bounds().grown(0.1);
        for road in &tile.roads {
            assert_eq!(road.name.as_deref(), Some("广深高速"));
            assert!(road.line.iter().all(|at| bounds.contains(Mercator::from_lonlat(*at))), "it ends at the border");
            total_m += length_m(&road.line);
            for at in [road.line[0], road.line[road.line.len() - 1]] {
                *ends.entry(((at.lon_deg * 2e5).round() as i64, (at.lat_deg * 2e5).round() as i64)).or_default() += 1;
            }
        }
        for rail in &tile.railways {
            // The first corner's place along the whole line is what the tile says.
            let nearest = whole.iter().take_while(|at| at.lon_deg <= rail.line[0].lon_deg).copied();
            let before = length_m(&nearest.chain([rail.line[0]]).collect::<Vec<_>>());
            assert!((before - rail.from_m).abs() < 15.0, "{before} is not {}", rail.from_m);
        }
    }
    assert!((total_m / length_m(&whole) - 1.0).abs() < 2e-4, "{total_m} of {}", length_m(&whole));
    let alone = ends.values().filter(|count| **count == 1).count();
    assert_eq!(alone, 2, "only the line's own two ends meet no neighbour");
}

#[test]
fn a_surface_over_many_tiles_shows_its_shore_and_no_tile_border() {
    let desk = Desk::new();
    let lake = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"natural":"water"},
        "geometry":{"type":"Polygon","coordinates":[[[114.013,22.507],[114.213,22.507],[114.213,22.707],[114.013,22.707],[114.013,22.507]]]}}]}"#;
    desk.import(vec![desk.file("water.geojson", lake)]);
    let corner = |lon, lat| Mercator::from_lonlat(LonLat::new(lon, lat));
    let (low, high) = (corner(114.013, 22.507), corner(114.213, 22.707));
    for band in Band::ALL {
        let (mut shore_m, mut area_m2) = (0.0, 0.0);
        for (key, tile) in tiles(&desk.map(), band) {
            let bounds = key.tile.bounds();
            for surface in &tile.water {
                shore_m += surface.edges().iter().map(|line| length_m(line)).sum::<f64>();
                for polygon in &surface.shape {
                    // What of it lies in the tile itself: pieces reach a little into their neighbours.
                    let xs = |f: fn(f64, f64) -> f64, first: f64| {
                        polygon.exterior().0.iter().map(|c| Mercator::from_lonlat(LonLat::from(*c)).x_m).fold(first, f)
                    };
                    let ys = |f: fn(f64, f64) -> f64, first: f64| {
                        polygon.exterior().0.iter().map(|c| Mercator::from_lonlat(LonLat::from(*c)).y_m).fold(first, f)
                    };
                    let width = xs(f64::max, f64::MIN).min(bounds.max.x_m) - xs(f64::min, f64::MAX).max(bounds.min.x_m);
                    let height =
                        ys(f64::max, f64::MIN).min(bounds.max.y_m) - ys(f64::min, f64::MAX).max(bounds.min.y_m);
                    area_m2 += width.max(0.0) * height.max(0.0);
                }
            }
        }
        let (width, height) = (high.x_m - low.x_m, high.y_m - low.y_m);
        assert!((shore_m / (2.0 * (width + height)) - 1.0).abs() < 1e-3, "{band:?}: {shore_m}");
        assert!((area_m2 / (width * height) - 1.0).abs() < 1e-3, "{band:?}: {area_m2} of {}", width * height);
    }
}

#[test]
fn the_same_again_changes_nothing_and_another_takes_its_place() {
    let desk = Desk::new();
    let request = desk.request(vec![desk.file("map.geojson", MIXED)]);
    let mut dry = request.clone();
    dry.dry_run = true;
    let tried = desk.try_import(&dry).unwrap();
    assert!(BaseMapFile::open(&desk.data()).unwrap().is_none(), "a dry run writes nothing");
    let first = desk.try_import(&request).unwrap();
    assert_eq!(tried, first);
    let path = desk.data().join(BASE_MAP_FILE);
    let written = std::fs::read(&path).unwrap();
    let again = desk.try_import(&request).unwrap();
    assert_eq!((again.kept, again.unchanged, again.read), (0, first.kept, first.read));
    assert_eq!(std::fs::read(&path).unwrap(), written);

    let mut named = request.clone();
    named.attribution = Some("© 某测绘院".into());
    assert_eq!(desk.try_import(&named).unwrap().attribution, "© 某测绘院");
    assert_eq!(desk.map().attribution(), "© 某测绘院");

    let small = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"osm_id":"w1","highway":"path"},"geometry":{"type":"LineString","coordinates":[[1,1],[1.001,1]]}}]}"#;
    let other = desk.import(vec![desk.file("small.geojson", small)]);
    assert_eq!(other.attribution, "© OpenStreetMap contributors", "exports of OpenStreetMap are known by their keys");
    assert_eq!(desk.map().tiles().len(), 1);
    assert!(!desk.data().join("basemap.sqlite.new").exists());
}

#[test]
fn who_stops_it_keeps_the_old_map() {
    let desk = Desk::new();
    desk.import(vec![desk.file("map.geojson", MIXED)]);
    let before = std::fs::read(desk.data().join(BASE_MAP_FILE)).unwrap();
    let other = desk.request(vec![desk.file("other.geojson", MIXED.replace("深南", "滨河"))]);
    for stop_at in 1..3 {
        let mut asked = 0;
        let outcome = import_base_map(&other, &mut |_| {
            asked += 1;
            if asked == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(outcome, Err(BaseMapError::Stopped)), "{stop_at}: {outcome:?}");
        assert_eq!(std::fs::read(desk.data().join(BASE_MAP_FILE)).unwrap(), before);
    }
}

#[test]
fn shifted_systems_are_put_right() {
    let desk = Desk::new();
    let (from, to) = (LonLat::new(114.0, 22.54), LonLat::new(114.01, 22.54));
    let (a, b) = (gcj02_from_wgs84(from), gcj02_from_wgs84(to));
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"highway":"primary"}},"geometry":{{"type":"LineString","coordinates":[[{:.9},{:.9}],[{:.9},{:.9}]]}}}}]}}"#,
        a.lon_deg, a.lat_deg, b.lon_deg, b.lat_deg
    );
    let mut request = desk.request(vec![desk.file("roads.geojson", text)]);
    request.crs = Crs::parse("gcj02").unwrap();
    desk.try_import(&request).unwrap();
    let road = desk.band(Band::Street).roads.remove(0);
    assert!((road.line[0].lon_deg - from.lon_deg).abs() < 2e-6 && (road.line[0].lat_deg - from.lat_deg).abs() < 2e-6);
}
