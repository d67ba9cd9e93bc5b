//! Features that would fill the world with tiles: each costs itself.

use super::Desk;

#[test]
fn what_runs_around_the_world_is_left_out() {
    let zigzag: Vec<[f64; 2]> = (0..40).map(|k| [if k % 2 == 0 { -179.0 } else { 179.0 }, f64::from(k)]).collect();
    let small = [[118.0, 36.0], [118.01, 36.0], [118.01, 36.01], [118.0, 36.0]];
    let world = [[-179.0, -80.0], [-179.0, 80.0], [179.0, 80.0], [-179.0, -80.0]];
    let feature = |geometry: serde_json::Value| serde_json::json!({"type": "Feature", "properties": {"highway": "primary"}, "geometry": geometry});
    let mut lake = feature(serde_json::json!({"type": "Polygon", "coordinates": [small, world]}));
    lake["properties"] = serde_json::json!({"natural": "water"});
    let features = [
        feature(serde_json::json!({"type": "LineString", "coordinates": zigzag})),
        lake,
        feature(serde_json::json!({"type": "LineString", "coordinates": [[118.0, 36.0], [118.1, 36.0]]})),
    ];
    let desk = Desk::new();
    let json = serde_json::json!({"type": "FeatureCollection", "features": features}).to_string();
    let report = desk.import(vec![desk.file("roads.geojson", json)]);
    assert_eq!((report.kept, report.skipped), (1, 2), "{report:?}");
    let told: Vec<&str> = report.problems.iter().map(|problem| problem.problem.as_str()).collect();
    let line = "the line runs on for thousands of kilometres, it is left out: cut it to the county";
    assert_eq!(told, [line, "the surface is larger than 300 km a side, it is left out: cut it to the county"]);
    assert!(report.tiles < 20, "{report:?}");
}
