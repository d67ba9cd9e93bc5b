//! Real files, where they are at hand (`ZONGLAN_SHARED_DATA`).

use super::{Desk, shared};
use std::path::PathBuf;
use zonglan::spatial::Band;

fn files(folder: PathBuf, names: &[&str]) -> Vec<PathBuf> {
    names.iter().map(|name| folder.join(name)).collect()
}

#[test]
fn helsinki_and_a_countryside() {
    let Some(folder) = shared("helsinki_osm") else { return };
    let desk = Desk::new();
    let city = desk.import(files(folder.clone(), &["Helsinki.osm.pbf"]));
    assert_eq!(city.attribution, "© OpenStreetMap contributors");
    let names: Vec<Box<str>> = desk.band(Band::Street).roads.into_iter().filter_map(|road| road.name).collect();
    assert!(names.iter().any(|name| &**name == "Mannerheimintie"), "the city's main street has its name");
    let shapes = city.shapes;
    assert_eq!((city.read, city.kept, city.not_shown, city.skipped), (4_981, 3_254, 1_523, 204));
    assert_eq!((shapes.streets, shapes.named_streets, shapes.buildings, shapes.green), (1_101, 144, 446, 172));
    assert_eq!((shapes.railways, shapes.water, shapes.waterways), (315, 13, 6));
    assert!(city.problems.iter().all(|problem| !problem.problem.is_empty() && problem.row > 0));
    let country = desk.import(files(folder, &["test.osm.pbf"]));
    assert!(country.shapes.streets > 10 && country.kept > 0, "{country:?}");
}

#[test]
fn layers_of_three_cities() {
    let desk = Desk::new();
    if let Some(folder) = shared("astana_osm") {
        let names = ["roads", "buildings", "landuse", "water_areas", "waterways", "railways", "pois", "places"];
        let files = names.map(|name| folder.join(format!("{name}.geojson.gz"))).to_vec();
        let report = desk.import(files);
        assert_eq!(report.skipped, 0, "its provenance says that all geometries are valid: {report:?}");
        // Its provenance counts one more, which is smaller than the smallest that shows: 1.6 m a side.
        assert_eq!(report.shapes.buildings, 32_055);
        assert!(report.shapes.water >= 114 && report.shapes.named_streets > 300, "{:?}", report.shapes);
        assert_eq!(report.attribution, "© OpenStreetMap contributors");
    }
    if let Some(folder) = shared("shenzhen_futian_osm") {
        let report = desk.import(files(folder, &["roads.geojson.gz", "nodes.geojson.gz"]));
        assert_eq!((report.skipped, report.read), (0, 2_604 + 1_751));
        assert!(report.shapes.streets < 2_604 && report.shapes.named_streets > 100, "{:?}", report.shapes);
        let roads = desk.band(Band::Street).roads;
        assert!(roads.iter().any(|road| road.name.as_deref() == Some("景田路")));
    }
    if let Some(folder) = shared("chicago") {
        let names = ["road", "road_label", "landuse", "water", "waterway", "building"];
        let files = names.map(|name| folder.join(format!("basemap/{name}.geojson.gz"))).to_vec();
        let report = desk.import(files);
        assert_eq!(report.skipped, 0, "{:?}", report.problems);
        assert!(report.shapes.streets > 1_000 && report.shapes.water > 10, "{:?}", report.shapes);
    }
}
