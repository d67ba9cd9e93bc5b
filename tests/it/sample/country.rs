//! The sample's countryside: roads lead to every village, rivers run on, houses stand where their village is.

use super::{areas, grid_at, tree_of, unpack};
use geo::{Area as _, Contains as _, Coord, LineString, Point, Polygon};
use std::collections::BTreeMap;
use zonglan::sample::{self, MapLayer};

/// Metres in a degree about there.
const DEGREE_M: [f64; 2] = [90_140.9, 110_959.4];

struct Feature {
    class: String,
    name: String,
    made: bool,
    path: Vec<[f64; 2]>,
}

fn layer(layer: MapLayer) -> Vec<Feature> {
    let json: serde_json::Value = serde_json::from_slice(&unpack(sample::shipped_map(layer))).unwrap();
    let features = json["features"].as_array().unwrap().iter();
    features
        .map(|feature| {
            let (properties, mut shape) = (&feature["properties"], &feature["geometry"]["coordinates"]);
            if feature["geometry"]["type"] == "Polygon" {
                shape = &shape[0];
            }
            let point = |value: &serde_json::Value| [value[0].as_f64().unwrap(), value[1].as_f64().unwrap()];
            let path = match feature["geometry"]["type"].as_str().unwrap() {
                "Point" => vec![point(shape)],
                _ => shape.as_array().unwrap().iter().map(point).collect(),
            };
            let text = |key: &str| properties[key].as_str().unwrap_or_default().to_owned();
            Feature { class: text("class"), name: text("name"), made: properties["made"] == 1, path }
        })
        .collect()
}

fn metres(a: [f64; 2], b: [f64; 2]) -> f64 {
    ((a[0] - b[0]) * DEGREE_M[0]).hypot((a[1] - b[1]) * DEGREE_M[1])
}

fn key(at: [f64; 2]) -> (i64, i64) {
    ((at[0] * 1e6).round() as i64, (at[1] * 1e6).round() as i64)
}

#[test]
fn sample_county_has_the_size_of_one_and_a_seat_of_real_streets() {
    let county = &areas()[0].outline;
    let km2 = county.unsigned_area() * DEGREE_M[0] * DEGREE_M[1] / 1e6;
    assert!((900.0..1_900.0).contains(&km2), "{km2} km²");
    let real: Vec<[f64; 2]> = layer(MapLayer::Buildings).into_iter().filter(|f| !f.made).map(|f| f.path[0]).collect();
    let span = |axis: usize| {
        let all = real.iter().map(|at| at[axis]);
        (all.clone().fold(f64::MIN, f64::max) - all.fold(f64::MAX, f64::min)) * DEGREE_M[axis] / 1_000.0
    };
    assert!((10.0..16.0).contains(&span(0)) && (10.0..16.0).contains(&span(1)), "{} × {} km", span(0), span(1));
    assert!(real.len() > 15_000, "{}", real.len());
}

/// The places that roads join, each with a number of its part of the net.
fn road_net() -> (BTreeMap<(i64, i64), usize>, Vec<usize>) {
    fn root(parts: &mut [usize], mut nth: usize) -> usize {
        while parts[nth] != nth {
            parts[nth] = parts[parts[nth]];
            nth = parts[nth];
        }
        nth
    }
    let (mut places, mut parts) = (BTreeMap::new(), Vec::new());
    for road in layer(MapLayer::Roads).iter().filter(|road| road.class != "path") {
        let mut before = None;
        for &at in &road.path {
            let nth = *places.entry(key(at)).or_insert_with(|| {
                parts.push(parts.len());
                parts.len() - 1
            });
            if let Some(before) = before {
                let (a, b) = (root(&mut parts, before), root(&mut parts, nth));
                parts[a] = b;
            }
            before = Some(nth);
        }
    }
    let roots = (0..parts.len()).map(|nth| root(&mut parts, nth)).collect();
    (places, roots)
}

#[test]
fn sample_roads_lead_to_every_village() {
    let (places, roots) = road_net();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    roots.iter().for_each(|&root| *sizes.entry(root).or_default() += 1);
    let (&net, _) = sizes.iter().max_by_key(|(_, size)| **size).unwrap();
    let villages: Vec<Feature> = layer(MapLayer::Settlements).into_iter().filter(|f| f.class == "village").collect();
    let reached =
        villages.iter().filter(|village| places.get(&key(village.path[0])).is_some_and(|&nth| roots[nth] == net));
    let reached = reached.count();
    assert_eq!(reached, villages.len(), "villages that no road joins with the seat");
}

#[test]
fn sample_roads_and_houses_lie_in_the_county() {
    let county = &areas()[0].outline;
    let made = |which| layer(which).into_iter().filter(|f| f.made).collect::<Vec<_>>();
    let roads = made(MapLayer::Roads);
    let points: Vec<[f64; 2]> = roads.iter().flat_map(|road| road.path.iter().copied()).collect();
    let outside = points.iter().filter(|at| !county.contains(&Point::new(at[0], at[1]))).count();
    assert!(outside * 200 < points.len(), "{outside} of {} points of roads", points.len());
    let water = layer(MapLayer::Water);
    let lakes: Vec<Polygon<f64>> = water
        .iter()
        .filter(|f| f.class == "reservoir" || !f.made)
        .map(|f| Polygon::new(LineString(f.path.iter().map(|at| Coord { x: at[0], y: at[1] }).collect()), vec![]))
        .collect();
    for house in made(MapLayer::Buildings).iter().step_by(7) {
        let at = Point::new(house.path[0][0], house.path[0][1]);
        assert!(county.contains(&at) && !lakes.iter().any(|lake| lake.contains(&at)), "a house at {at:?}");
    }
}

#[test]
fn sample_villages_hold_their_houses() {
    let (areas, tree) = (areas(), tree_of(areas()));
    let name_of: BTreeMap<&str, &str> = areas.iter().map(|area| (area.code.as_str(), area.name.as_str())).collect();
    let village_at = |at: [f64; 2]| {
        let grid = grid_at(&tree, areas, at).first().copied()?;
        name_of.get(areas[grid].parent.as_deref()?).copied()
    };
    let mut houses: BTreeMap<&str, usize> = BTreeMap::new();
    for house in layer(MapLayer::Buildings).iter().filter(|f| f.made) {
        if let Some(village) = village_at(house.path[0]) {
            *houses.entry(village).or_default() += 1;
        }
    }
    let settlements = layer(MapLayer::Settlements);
    let villages = settlements.iter().filter(|f| f.class == "village");
    let (mut all, mut right, mut empty) = (0, 0, 0);
    for village in villages {
        all += 1;
        // roads meet in the middle of a village and may part two grids there
        let [lon, lat] = village.path[0];
        right += usize::from([1e-5, -1e-5].iter().any(|off| village_at([lon + off, lat + off]) == Some(&village.name)));
        empty += usize::from(houses.get(village.name.as_str()).is_none_or(|count| *count < 8));
    }
    assert!(right * 100 >= all * 99, "{right} of {all} villages lie in the area of their name");
    assert!(empty * 50 < all, "{empty} of {all} villages have hardly a house");
}

#[test]
fn sample_rivers_run_on() {
    let lines: Vec<Feature> = layer(MapLayer::Waterways);
    let water = layer(MapLayer::Water);
    let points: Vec<[f64; 2]> = water.iter().flat_map(|f| f.path.iter().copied()).collect();
    let border: Vec<[f64; 2]> = areas()[0].outline.exterior().0.iter().map(|c| [c.x, c.y]).collect();
    let near =
        |at: [f64; 2], others: &[[f64; 2]], reach_m: f64| others.iter().any(|other| metres(at, *other) < reach_m);
    let made: Vec<(usize, &Feature)> = lines.iter().enumerate().filter(|(_, f)| f.made).collect();
    let mut lost = Vec::new();
    for &(nth, river) in &made {
        let end = *river.path.last().unwrap();
        let others = lines.iter().enumerate().filter(|(other, _)| *other != nth);
        let goes_on = others.flat_map(|(_, f)| f.path.iter()).any(|at| metres(end, *at) < 70.0);
        if !goes_on && !near(end, &points, 90.0) && !near(end, &border, 400.0) {
            lost.push((river.name.clone(), end));
        }
    }
    assert!(lost.len() * 12 < made.len(), "{} of {} end nowhere: {lost:?}", lost.len(), made.len());
    assert!(
        lines.iter().any(|f| f.made && f.name == "澄河" && f.class == "river"),
        "the main river goes on outside the seat"
    );
    assert!(water.iter().any(|f| f.class == "reservoir" && f.path.len() > 60));
}

#[test]
fn sample_settlements_are_all_called_differently() {
    let settlements = layer(MapLayer::Settlements);
    let mut names: Vec<&str> = settlements.iter().map(|f| f.name.as_str()).collect();
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!((before, names.len()), (668, 668));
}
