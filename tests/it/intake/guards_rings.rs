//! Outlines that are wrong: what is repaired, what is told, what costs the row.

use super::{Desk, told};
use geo::Validation;
use zonglan::domain::{Area, Event};
use zonglan::intake::Kind;
use zonglan::spatial::area_m2;

/// A feature with this geometry.
fn feature(code: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{"code":"{code}","name":"n","level":"Grid"}},"geometry":{geometry}}}"#)
}

/// Rings from corners in thousandths of a degree around 118,36.
fn rings(of: &[&[(f64, f64)]]) -> String {
    let corner = |(x, y): &(f64, f64)| format!("[{:.7},{:.7}]", 118.0 + x / 1000.0, 36.0 + y / 1000.0);
    let ring = |ring: &&[(f64, f64)]| format!("[{}]", ring.iter().map(corner).collect::<Vec<_>>().join(","));
    format!("[{}]", of.iter().map(ring).collect::<Vec<_>>().join(","))
}

fn polygon(of: &[&[(f64, f64)]]) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{}}}"#, rings(of))
}

fn parts(of: &[&[&[(f64, f64)]]]) -> String {
    let parts: Vec<String> = of.iter().map(|part| rings(part)).collect();
    format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, parts.join(","))
}

fn square(x: f64, y: f64, side: f64) -> [(f64, f64); 5] {
    [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
}

fn areas(desk: &Desk) -> Vec<Area> {
    let area = |event| if let Event::AreaPut(area) = event { Some(area) } else { None };
    desk.events().into_iter().filter_map(area).collect()
}

/// The ground of a square of a thousandth of a degree, m²; all outlines here are made of such.
fn unit_m2() -> f64 {
    let mut desk = Desk::new();
    desk.import(Kind::Areas, feature("A", &polygon(&[&square(0.0, 0.0, 1.0)])));
    area_m2(&areas(&desk)[0].outline.0)
}

#[test]
fn outlines_are_repaired_and_told_with_their_place() {
    let outer = square(0.0, 0.0, 4.0);
    let (hole, inner) = (square(1.0, 1.0, 2.0), square(1.5, 1.5, 1.0));
    let tiny = square(1.0, 1.0, 0.005);
    let bow = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
    let spike = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (5.0, 2.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
    let touching = [(0.0, 0.0), (2.0, 0.0), (1.0, 1.0), (2.0, 2.0), (0.0, 2.0), (1.0, 1.0), (0.0, 0.0)];
    let twice = [(0.0, 0.0), (6.0, 0.0), (6.0, 6.0), (1.0, 6.0), (1.0, 1.0), (5.0, 1.0), (5.0, 7.0), (0.0, 7.0)];
    let cases: Vec<(String, f64, &str, &str)> = vec![
        (polygon(&[&bow]), 2.0, "the outer ring crossed itself and became 2", "118.0010000,36.0010000"),
        (polygon(&[&touching]), 2.0, "the outer ring crossed itself and became 2", "118.0010000,36.0010000"),
        (polygon(&[&spike]), 4.0, "the outer ring had a spike (2 corners), cut off", "118.0050000,36.0020000"),
        (polygon(&[&outer[..4]]), 16.0, "the outer ring was not closed", ""),
        (
            polygon(&[&outer, &square(7.0, 7.0, 1.0)]),
            16.0,
            "a hole lay outside, cut back to what is inside",
            "118.0070000,36.0070000",
        ),
        (
            polygon(&[&outer, &square(3.0, 3.0, 2.0)]),
            15.0,
            "rings crossed, overlapped or shared an edge, joined or cut out",
            "118.0030000,36.0040000",
        ),
        (polygon(&[&outer, &hole, &inner]), 12.0, "a hole lay in a hole, joined", "118.0015000,36.0015000"),
        (
            polygon(&[&outer, &square(1.0, 1.0, 1.5), &square(2.0, 2.0, 1.0)]),
            16.0 - 3.0,
            "rings crossed, overlapped or shared an edge, joined or cut out",
            "118.0020000,36.0025000",
        ),
        (
            parts(&[&[&outer], &[&square(2.0, 2.0, 4.0)]]),
            28.0,
            "rings crossed, overlapped or shared an edge, joined or cut out",
            "118.0020000,36.0040000",
        ),
        (parts(&[&[&outer], &[&inner]]), 16.0, "a part lay in another part, joined", "118.0015000,36.0015000"),
        (
            parts(&[&[&outer], &[&square(9.0, 9.0, 0.005)]]),
            16.0,
            "a part smaller than 1 m², left out",
            "118.0090000,36.0090000",
        ),
        (polygon(&[&outer, &tiny]), 16.0, "a hole smaller than 1 m², filled", "118.0010000,36.0010000"),
        (
            polygon(&[&outer, &[(1.0, 1.0), (2.0, 2.0), (1.0, 1.0)]]),
            16.0,
            "hole 1 had no area, left out",
            "118.0010000,36.0010000",
        ),
        (parts(&[&[&outer], &[&[]]]), 16.0, "part 2's outer ring had no area, left out", ""),
        (
            polygon(&[&[(0.0, 0.0), (4.0, 0.0), (-118_000.0, -36_000.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]]),
            16.0,
            "the outer ring had 1 impossible corners, left out",
            "",
        ),
    ];
    let unit_m2 = unit_m2();
    for (geometry, units, sentence, place) in cases {
        let mut desk = Desk::new();
        let report = desk.import(Kind::Areas, feature("A", &geometry));
        let told = told(&report);
        assert_eq!(
            (report.kept, told.as_slice()),
            (1, &[format!("1 geometry the outline was repaired: {sentence}")][..]),
            "{geometry}"
        );
        assert_eq!(report.problems[0].value, place, "{sentence}");
        let outline = &areas(&desk)[0].outline.0;
        assert!(outline.is_valid(), "{sentence}");
        assert!((area_m2(outline) / unit_m2 - units).abs() < 0.01, "{sentence}: {} units", area_m2(outline) / unit_m2);
    }
    let mut desk = Desk::new();
    let report = desk.import(Kind::Areas, feature("A", &polygon(&[&twice])));
    assert!(told(&report)[1].contains("went around twice and are kept, which is uncertain"), "{report:?}");
}

#[test]
fn what_changes_no_ground_is_not_told() {
    let mut desk = Desk::new();
    let mut clockwise = square(0.0, 0.0, 4.0);
    clockwise.reverse();
    let doubled = [(0.0, 0.0), (0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (4.0, 4.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];
    for ring in [&clockwise[..], &doubled] {
        let report = desk.import(Kind::Areas, feature("A", &polygon(&[ring])));
        assert_eq!(report.problems_total, 0, "{report:?}");
    }
    assert_eq!(areas(&desk).len(), 1, "both are the same outline");
}

#[test]
fn what_is_no_outline_costs_the_row() {
    let degrees = "the outline: not degrees of longitude and latitude, the row is skipped";
    let cases = [
        (r#"{"type":"Point","coordinates":[118,36]}"#, "an outline is a Polygon or MultiPolygon", "Point"),
        (
            r#"{"type":"LineString","coordinates":[[118,36],[119,37]]}"#,
            "an outline is a Polygon or MultiPolygon",
            "LineString",
        ),
        (
            r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[118,36]}]}"#,
            "an outline is a Polygon or MultiPolygon",
            "GeometryCollection",
        ),
        (r#"{"type":"Polygon","coordinates":[]}"#, "the outline encloses nothing, the row is skipped", ""),
        (
            r#"{"type":"Polygon","coordinates":[[[118,36],[119,36],[118,36]]]}"#,
            "the outline encloses nothing, the row is skipped",
            "",
        ),
        (r#"{"type":"Polygon","coordinates":[[[118,36],[500,36],[119,37],[118,36]]]}"#, degrees, "500,36"),
        (
            r#"{"type":"Polygon","coordinates":[[[36,118],[37,118],[37,119],[36,118]]]}"#,
            "the outline: longitude and latitude look swapped: map the columns the other way round, the row is skipped",
            "36,118",
        ),
        ("null", "an area needs an outline, the row is skipped", ""),
    ];
    for (geometry, sentence, value) in cases {
        let mut desk = Desk::new();
        let report = desk.import(Kind::Areas, feature("A", geometry));
        assert_eq!((report.kept, report.skipped), (0, 1));
        assert_eq!(told(&report), [format!("1 geometry {sentence}")], "{geometry}");
        assert_eq!(report.problems[0].value, value);
    }
}

#[test]
fn a_collection_s_polygons_are_used() {
    let mut desk = Desk::new();
    let collection = format!(
        r#"{{"type":"GeometryCollection","geometries":[{},{{"type":"Point","coordinates":[118,36]}},{},{{"type":"Point","coordinates":[118,36]}},{{"type":"LineString","coordinates":[[118,36],[119,37]]}}]}}"#,
        polygon(&[&square(0.0, 0.0, 1.0)]),
        parts(&[&[&square(5.0, 5.0, 1.0)]])
    );
    let report = desk.import(Kind::Areas, feature("A", &collection));
    assert_eq!(told(&report), ["1 geometry a collection: its polygons are used, the rest is left out"]);
    assert_eq!(report.problems[0].value, "LineString, 2 Point");
    assert_eq!(areas(&desk)[0].outline.0.0.len(), 2);
}

#[test]
fn territories_in_metres_or_turned_are_refused() {
    let collection = |corner: &dyn Fn(f64, f64) -> String| {
        let outline = |n: usize| {
            let (x, y) = (n as f64, 0.0);
            let at = [(x, y), (x + 1.0, y), (x + 1.0, 1.0), (x, y)].map(|(x, y)| corner(x, y)).join(",");
            feature(&format!("A{n}"), &format!(r#"{{"type":"Polygon","coordinates":[[{at}]]}}"#))
        };
        let features: Vec<String> = (0..4).map(outline).collect();
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    };
    let mut desk = Desk::new();
    let metres = desk.refuse(Kind::Areas, collection(&|x, y| format!("[{},{}]", 39_500_000.0 + x, 4_000_000.0 + y)));
    assert!(metres.to_string().starts_with("Gauss–Krüger metres pose as degrees (4 of 4 rows"), "{metres}");
    let turned = desk.refuse(Kind::Areas, collection(&|x, y| format!("[{},{}]", 36.0 + y, 118.0 + x)));
    assert!(turned.to_string().starts_with("longitude and latitude, or easting and northing, have changed places"));
}

/// Rounding comes after the repair: it must not undo it.
#[test]
fn outlines_are_valid_after_rounding_too() {
    use crate::spatial::Dice;
    use geo::Coord;
    let mut desk = Desk::new();
    let mut lines = Vec::new();
    for seed in 0..200 {
        // Each on ground of its own: neighbours are compared with each other.
        let (west, south) = (100.0 + (seed % 20) as f64, 20.0 + (seed / 20) as f64);
        let mut dice = Dice::new(seed);
        // Edges that cross at flat angles within a few centimetres: their crossings round onto their neighbours.
        let count = 6 + dice.below(10);
        let narrow = [1e-6, 1e-5, 1e-3][dice.below(3)];
        let corners: Vec<String> = (0..count)
            .map(|_| format!("[{:.9},{:.9}]", west + dice.between(0.0, 0.01), south + dice.between(0.0, narrow)))
            .collect();
        let ring = [corners.as_slice(), &corners[..1]].concat().join(",");
        let wide = [(0.0, 0.1), (0.01, 0.1), (0.01, 0.11), (0.0, 0.11), (0.0, 0.1)]
            .map(|(x, y)| format!("[{:.7},{:.7}]", west + x, south + y))
            .join(",");
        let geometry = format!(r#"{{"type":"MultiPolygon","coordinates":[[[{ring}]],[[{wide}]]]}}"#);
        lines.push(feature(&format!("A{seed}"), &geometry));
        // The same code twice is one area of both.
        let second = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, ring);
        lines.push(feature(&format!("A{seed}"), &second));
    }
    desk.import(Kind::Areas, lines.join("\n"));
    let areas = areas(&desk);
    assert_eq!(areas.len(), 200);
    let mut off = 0;
    for area in areas {
        let (again, done) = zonglan::spatial::repair(area.outline.0.clone());
        assert!(done.is_empty(), "{}: {done:?} of {:?}", area.code, area.outline.0);
        assert_eq!(again, area.outline.0);
        let corners = area.outline.0.iter().flat_map(|part| part.exterior().0.clone());
        let on = |at: Coord<f64>| ((at.x * 1e7).round() / 1e7, (at.y * 1e7).round() / 1e7) == (at.x, at.y);
        off += u32::from(!corners.into_iter().all(on));
    }
    // What no rounding leaves valid keeps its decimals: strips a hand wide whose edges cross and cross again.
    assert!(off <= 10, "{off} of 200 have more than 7 decimals");
}
