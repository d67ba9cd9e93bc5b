//! A territory as a whole: codes that don't fit, neighbours that don't fit together, parents found.

use super::{Desk, told};
use zonglan::domain::Event;
use zonglan::intake::{ImportReport, Kind};

/// An area: code, level, parent's code or nothing, and a box in hundredths of a degree from 118,36.
type Box4 = (f64, f64, f64, f64);

fn feature((code, level, parent, (w, s, e, n)): &(&str, &str, &str, Box4)) -> String {
    let lon = |x: f64| 118.0 + x / 100.0;
    let lat = |y: f64| 36.0 + y / 100.0;
    let (w, s, e, n) = (lon(*w), lat(*s), lon(*e), lat(*n));
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","level":"{level}","parent":"{parent}"}},"geometry":{{"type":"Polygon","coordinates":[[[{w:.7},{s:.7}],[{e:.7},{s:.7}],[{e:.7},{n:.7}],[{w:.7},{n:.7}],[{w:.7},{s:.7}]]]}}}}"#
    )
}

fn import(desk: &mut Desk, areas: &[(&str, &str, &str, Box4)]) -> ImportReport {
    let features: Vec<String> = areas.iter().map(feature).collect();
    desk.import(Kind::Areas, format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",")))
}

const COUNTY: (&str, &str, &str, Box4) = ("370783", "County", "", (0.0, 0.0, 10.0, 10.0));

#[test]
fn neighbours_that_fit_are_counted_and_nothing_is_told() {
    let mut desk = Desk::new();
    let (west, east) = ((0.0, 0.0, 5.0, 10.0), (5.0, 0.0, 10.0, 10.0));
    let report =
        import(&mut desk, &[COUNTY, ("370783001", "Town", "370783", west), ("370783002", "Town", "370783", east)]);
    assert_eq!(report.problems_total, 0, "{report:?}");
    let siblings = report.siblings.unwrap();
    assert_eq!((siblings.groups, siblings.gaps, siblings.overlaps, siblings.beyond), (1, 0, 0, 0));
    // Drawn twice, a hand's breadth apart: slivers, summed up and not told.
    let report = import(&mut desk, &[("370783002", "Town", "370783", (5.000_4, 0.0, 10.0, 10.0))]);
    assert_eq!(report.problems_total, 0, "{report:?}");
    let siblings = report.siblings.unwrap();
    assert!(siblings.gaps == 0 && siblings.slivers == 1 && siblings.slivers_m2 > 1_000.0, "{siblings:?}");
}

#[test]
fn gaps_overlaps_and_what_lies_beyond_are_told_with_place_and_size() {
    // A hundredth of a degree here is about 901 m by 1,110 m.
    let cases = [
        (("370783001", (0.0, 0.0, 4.0, 10.0)), "1 gaps (", "a gap", "gap", vec![]),
        (("370783001", (0.0, 0.0, 5.5, 10.0)), "1 overlaps (", "an overlap", "overlap", vec!["370783001", "370783002"]),
        (
            ("370783001", (-1.0, 0.0, 5.0, 10.0)),
            "1 pieces beyond the parent (",
            "a piece beyond its parent",
            "beyond",
            vec!["370783001"],
        ),
    ];
    for ((code, west), parts, largest, what, areas) in cases {
        let mut desk = Desk::new();
        let report = import(
            &mut desk,
            &[COUNTY, (code, "Town", "370783", west), ("370783002", "Town", "370783", (5.0, 0.0, 10.0, 10.0))],
        );
        let told = told(&report);
        assert_eq!(told.len(), 1, "{told:?}");
        let start = format!("0 siblings neighbouring areas don't fit together: {parts}");
        assert!(told[0].starts_with(&start) && told[0].contains(&format!("the largest is {largest} of ")), "{told:?}");
        let siblings = report.siblings.unwrap();
        let spot = &siblings.places[0];
        assert_eq!(
            (spot.what, spot.parent.as_deref(), &spot.areas),
            (what, Some("370783"), &areas.iter().map(ToString::to_string).collect::<Vec<_>>())
        );
        assert!((36.0..36.1).contains(&spot.lat) && (117.99..118.1).contains(&spot.lon), "{spot:?}");
    }
}

#[test]
fn later_imports_are_compared_with_what_the_ledger_has() {
    let mut desk = Desk::new();
    assert!(import(&mut desk, &[COUNTY]).siblings.is_none());
    let report = import(&mut desk, &[("370783001", "Town", "370783", (0.0, 0.0, 5.0, 10.0))]);
    assert_eq!(report.siblings.unwrap().gaps, 1);
    let report = import(&mut desk, &[("370783002", "Town", "370783", (5.0, 0.0, 10.0, 10.0))]);
    assert_eq!((report.siblings.unwrap().gaps, report.problems_total), (0, 0));
}

#[test]
fn layers_of_several_levels_over_one_another_are_no_overlap() {
    let mut desk = Desk::new();
    let (west, east) = ((0.0, 0.0, 5.0, 10.0), (5.0, 0.0, 10.0, 10.0));
    let report = import(
        &mut desk,
        &[
            COUNTY,
            ("370783001", "Town", "370783", west),
            ("370783002", "Town", "370783", east),
            ("学校", "Grid", "370783", (4.0, 4.0, 6.0, 6.0)),
        ],
    );
    assert_eq!(report.problems_total, 0, "{report:?}");
}

#[test]
fn parents_are_found_by_containment() {
    let mut desk = Desk::new();
    let report = import(
        &mut desk,
        &[
            COUNTY,
            ("370783001", "Town", "", (0.0, 0.0, 10.0, 10.0)),
            ("370783001001", "Village", "", (0.0, 0.0, 10.0, 10.0)),
            ("G1", "Grid", "", (0.0, 0.0, 10.0, 5.0)),
            ("G2", "Grid", "370783001001", (0.0, 5.0, 10.0, 10.0)),
            ("G9", "Grid", "", (50.0, 0.0, 60.0, 5.0)),
        ],
    );
    assert_eq!(
        told(&report),
        [
            "0 parent missing in 3 rows: the smallest coarser area that holds the area is taken",
            "0 parent missing in 1 rows whose areas lie in no coarser one: kept without"
        ]
    );
    assert_eq!(report.problems[1].value, "G9");
    let parents: Vec<_> = desk
        .events()
        .into_iter()
        .filter_map(|event| if let Event::AreaPut(area) = event { Some((area.code, area.parent)) } else { None })
        .map(|(code, parent)| format!("{code}<{}", parent.map(|code| code.to_string()).unwrap_or_default()))
        .collect();
    let village = "370783001001";
    assert_eq!(
        parents,
        [
            "370783<".to_owned(),
            "370783001<370783".to_owned(),
            format!("{village}<370783001"),
            format!("G1<{village}"),
            format!("G2<{village}"),
            "G9<".to_owned()
        ]
    );
}

#[test]
fn codes_that_fit_nowhere_are_told_one_by_one_or_together() {
    let slice = |n: usize| (n as f64, 0.0, n as f64 + 1.0, 10.0);
    let of_towns = |codes: &[&'static str]| {
        let mut areas = vec![COUNTY];
        areas.extend(codes.iter().enumerate().map(|(n, code)| (*code, "Town", "370783", slice(n))));
        areas
    };
    let rest = ["370783001", "370783002", "370783003", "370783004", "370783005", "370783006", "370783007"];
    let with = |odd: &[&'static str]| of_towns(&[odd, &rest[..10 - odd.len().max(3)]].concat());
    let cases = [
        ("37078301", "a town's division code has 9 digits, kept as it is"),
        ("370784001", "the code does not begin with its parent's, kept as it is"),
        ("370783700", "no town has this number within its county (001–599), kept as it is"),
    ];
    for (code, sentence) in cases {
        let mut desk = Desk::new();
        let report = import(&mut desk, &with(&[code, "370783008", "370783009"]));
        assert_eq!((report.kept, told(&report)), (11, vec![format!("2 code {sentence}")]));
        assert_eq!(report.problems[0].value, code);
    }
    let mut desk = Desk::new();
    let report = import(&mut desk, &with(&["370784001", "370784002", "370784003", "370784004", "370784005"]));
    assert_eq!(
        told(&report),
        ["0 code 5 codes: the code does not begin with its parent's, kept as they are (rows 2, 3, 4, …)"]
    );
    // A county whose towns have codes of its own is not told that they are.
    let mut desk = Desk::new();
    let own = ["T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"];
    assert_eq!(import(&mut desk, &of_towns(&own)).problems_total, 0);
}

#[test]
fn cameras_codes_are_looked_at() {
    for (code, sentence) in [
        ("3707830000131000001", "a GB/T 28181 code has 20 digits, kept as it is"),
        ("37078300002150000001", "digits 11 to 13 of a GB/T 28181 camera are 131 or 132, kept as it is"),
        (
            "37078300001310000000",
            "the code ends in zeros: it may have lost its last digits in a spreadsheet, kept as it is",
        ),
        ("3.70783E+19", "the code went through a spreadsheet as a number and has lost its last digits, kept as it is"),
    ] {
        let mut desk = Desk::new();
        let rows = format!("code,name,lon,lat\n37078300001310000001,a,118,36\n{code},b,118,36\nown-7,c,118,36\n");
        let report = desk.import(Kind::Cameras, rows);
        assert_eq!((report.kept, told(&report)), (3, vec![format!("3 code {sentence}")]));
        assert_eq!(report.problems[0].value, code);
    }
}
