//! OSM PBF written by hand: ways, multipolygons with holes, and extracts that end in the middle of things.

use super::proto::{Message, zigzag};
use super::{Desk, length_m};
use geo::Area;
use zonglan::spatial::Band;

/// A way: its number, tags, nodes.
type Way<'a> = (i64, &'a [(&'a str, &'a str)], &'a [i64]);
/// A relation: its number, tags, ways with their roles.
type Relation<'a> = (i64, &'a [(&'a str, &'a str)], &'a [(i64, &'a str)]);

fn blob(kind: &str, content: &[u8]) -> Vec<u8> {
    let blob = Message::default().bytes(1, content).0;
    let head = Message::default().bytes(1, kind).number(3, blob.len() as u64).0;
    [&(head.len() as u32).to_be_bytes()[..], &head, &blob].concat()
}

pub(super) fn header(features: &[&str]) -> Vec<u8> {
    let header = features.iter().fold(Message::default(), |header, feature| header.bytes(4, feature));
    blob("OSMHeader", &header.0)
}

fn data(nodes: &[(i64, f64, f64)], ways: &[Way<'_>], relations: &[Relation<'_>]) -> Vec<u8> {
    let mut strings = vec![String::new()];
    let mut place = |word: &str| {
        strings.iter().position(|known| known == word).unwrap_or_else(|| {
            strings.push(word.to_owned());
            strings.len() - 1
        }) as u64
    };
    let deltas = |ids: &mut dyn Iterator<Item = i64>| {
        let mut before = 0;
        ids.map(|id| zigzag(id - std::mem::replace(&mut before, id))).collect::<Vec<u64>>()
    };
    let mut group = Message::default();
    for (id, lon, lat) in nodes {
        let nano = |deg: f64| zigzag((deg * 1e7).round() as i64);
        group = group.bytes(1, Message::default().number(1, zigzag(*id)).number(8, nano(*lat)).number(9, nano(*lon)).0);
    }
    for (id, tags, refs) in ways {
        let keys: Vec<u64> = tags.iter().map(|tag| place(tag.0)).collect();
        let values: Vec<u64> = tags.iter().map(|tag| place(tag.1)).collect();
        let way = Message::default().number(1, *id as u64).packed(2, keys).packed(3, values);
        group = group.bytes(3, way.packed(8, deltas(&mut refs.iter().copied())).0);
    }
    for (id, tags, members) in relations {
        let keys: Vec<u64> = tags.iter().map(|tag| place(tag.0)).collect();
        let values: Vec<u64> = tags.iter().map(|tag| place(tag.1)).collect();
        let roles: Vec<u64> = members.iter().map(|member| place(member.1)).collect();
        let relation = Message::default().number(1, *id as u64).packed(2, keys).packed(3, values).packed(8, roles);
        let relation = relation.packed(9, deltas(&mut members.iter().map(|member| member.0)));
        group = group.bytes(4, relation.packed(10, members.iter().map(|_| 1)).0);
    }
    let table = strings.iter().fold(Message::default(), |table, word| table.bytes(1, word));
    blob("OSMData", &Message::default().bytes(1, table.0).bytes(2, group.0).0)
}

pub(super) fn pbf(nodes: &[(i64, f64, f64)], ways: &[Way<'_>], relations: &[Relation<'_>]) -> Vec<u8> {
    [header(&["OsmSchema-V0.6", "DenseNodes"]), data(nodes, ways, relations)].concat()
}

/// Corners of two squares, the second inside the first, and a row of street corners.
pub(super) const NODES: [(i64, f64, f64); 11] = [
    (1, 120.00, 30.00),
    (2, 120.02, 30.00),
    (3, 120.02, 30.02),
    (4, 120.00, 30.02),
    (11, 120.005, 30.005),
    (12, 120.015, 30.005),
    (13, 120.015, 30.015),
    (14, 120.005, 30.015),
    (21, 120.03, 30.0),
    (22, 120.04, 30.0),
    (23, 120.05, 30.0),
];

#[test]
fn ways_and_multipolygons_with_holes() {
    let desk = Desk::new();
    let ways: &[Way<'_>] = &[
        (101, &[], &[1, 2, 3]),
        (102, &[], &[1, 4, 3]),
        (103, &[("natural", "wood")], &[11, 12, 13, 14, 11]),
        (201, &[("highway", "trunk"), ("name", "运河路"), ("name:en", "Canal Road")], &[21, 22]),
        (202, &[("highway", "trunk"), ("name", "运河路")], &[22, 23]),
        (203, &[("amenity", "parking")], &[21, 22, 23, 21]),
        (204, &[("highway", "pedestrian"), ("area", "yes")], &[11, 12, 13, 11]),
    ];
    let relations: &[Relation<'_>] = &[
        (
            900,
            &[("type", "multipolygon"), ("natural", "water"), ("name", "西湖")],
            &[(101, "outer"), (102, "outer"), (103, "inner")],
        ),
        (901, &[("type", "route"), ("route", "bus")], &[(201, "")]),
    ];
    let report = desk.import(vec![desk.file("map.osm.pbf", pbf(&NODES, ways, relations))]);
    assert_eq!((report.read, report.kept, report.not_shown, report.skipped), (6, 4, 2, 0), "{report:?}");
    assert_eq!(report.attribution, "© OpenStreetMap contributors");
    assert_eq!((report.shapes.streets, report.shapes.water, report.shapes.green), (1, 1, 1));
    let county = desk.band(Band::County);
    let water: f64 = county.water.iter().map(|surface| surface.shape.unsigned_area()).sum();
    let expected = 0.02 * 0.02 - 0.01 * 0.01;
    assert!((water / expected - 1.0).abs() < 0.01, "the island is no water: {water} of {expected}");
    assert_eq!(county.roads.len(), 1);
    assert_eq!(county.roads[0].name.as_deref(), Some("运河路"));
    assert!((length_m(&county.roads[0].line) - 0.02_f64.to_radians() * 6_378_137.0).abs() < 5.0);
}

#[test]
fn an_extract_that_ends_in_the_middle_of_things_is_taken_as_far_as_it_goes() {
    let desk = Desk::new();
    let ways: &[Way<'_>] = &[
        (101, &[], &[1, 2, 3]),
        (105, &[], &[11, 12, 13, 14, 11]),
        (201, &[("highway", "primary")], &[21, 22, 999, 23]),
        (202, &[("highway", "primary")], &[998, 999]),
        (203, &[("building", "yes")], &[1, 2, 999, 1]),
        (204, &[("natural", "water")], &[1, 2, 3]),
    ];
    let relations: &[Relation<'_>] = &[
        (900, &[("type", "multipolygon"), ("natural", "water")], &[(101, "outer"), (777, "outer")]),
        (901, &[("type", "multipolygon"), ("landuse", "forest")], &[(105, "outer"), (778, "outer")]),
    ];
    let report = desk.import(vec![desk.file("map.osm.pbf", pbf(&NODES, ways, relations))]);
    assert_eq!((report.kept, report.skipped), (2, 4), "{report:?}");
    let told: Vec<(u64, &str)> = report.problems.iter().map(|p| (p.row, p.problem.as_str())).collect();
    assert_eq!(
        told,
        [
            (202, "the way's nodes are not in the file, it is left out"),
            (203, "corners of the area are not in the file, it is left out"),
            (204, "the area is not closed, it is left out"),
            (900, "its outer ring is not closed (1 of its ways are not in the file), the area is left out"),
            (901, "1 of its ways are not in the file and 0 close no ring: what is closed is kept"),
        ]
    );
}
