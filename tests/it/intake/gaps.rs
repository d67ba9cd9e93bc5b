//! What is missing for the wall to be true, found in what was imported.

use super::Desk;
use serde_json::json;
use zonglan::intake::Kind;
use zonglan::picture::{GapKind, Picture};

/// A county of two towns with two grids each; whatever is wrong with it was made so.
fn areas() -> String {
    let square = |west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        json!({ "type": "Polygon", "coordinates":
            [[[west, south], [east, south], [east, north], [west, north], [west, south]]] })
    };
    let feature = |code: &str, name: &str, level: &str, parent: Option<&str>, population: Option<u32>, geometry| {
        json!({ "type": "Feature", "geometry": geometry, "properties":
            { "code": code, "name": name, "level": level, "parent": parent, "population": population } })
    };
    let features = [
        feature("C", "甲县", "County", None, None, square(118.0, 36.0, 0.2)),
        feature("T1", "一镇", "Town", Some("C"), Some(9), square(118.0, 36.0, 0.1)),
        feature("T2", "T2", "Town", Some("C"), None, square(118.1, 36.0, 0.1)),
        feature("T3", "三镇", "Town", Some("C"), Some(9), square(118.0, 36.1, 0.1)),
        feature("G1", "网格1", "Grid", Some("T1"), None, square(118.0, 36.0, 0.05)),
        feature("G2", "网格2", "Grid", Some("T1"), None, square(118.05, 36.0, 0.05)),
        feature("G3", "网格3", "Grid", Some("T2"), None, square(118.1, 36.0, 0.05)),
        feature("G4", "G4", "Grid", Some("T9"), None, square(118.15, 36.0, 0.05)),
    ];
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn codes(picture: &Picture, kind: GapKind) -> Vec<String> {
    let gaps = picture.gaps();
    gaps.of(kind).map(|gap| gap.items.iter().map(|item| item.code.clone()).collect()).unwrap_or_default()
}

fn incomplete() -> Desk {
    let mut desk = Desk::new();
    desk.import(Kind::Areas, areas());
    desk.import(
        Kind::Workers,
        "code,name,role,home_area\nW1,a,网格员,G1\nW2,b,网格长,G2\nW3,c,网格员,\nW4,d,网格员,G9\nW5,e,部门下沉力量,G3\n",
    );
    desk.import(Kind::Cameras, "code,lon,lat\nC1,118.01,36.01\nC2,119.5,36.01\n");
    desk.import(Kind::Categories, "code,name,parent,agency\nA,市政,,\nA1,路灯,A,城管局\nA2,井盖,A,\n");
    const HEADER: &str = "code,title,lon,lat,reported_at,confidential\n";
    desk.import(
        Kind::Incidents,
        format!("{HEADER}M1,a,,,2026-09-01 08:00,否\nM2,b,120,30,2026-09-01 08:00,是\nM3,c,118.01,36.01,2026-09-01 08:00,否\n"),
    );
    // A pile within one file loses its position at the import; one that grew day by day does not.
    for day in 1..6 {
        let row = |n: usize| format!("P{day}{n},x,118.03,36.03,2026-09-0{day} 08:00,否\n");
        desk.import(Kind::Incidents, format!("{HEADER}{}", (0..5).map(row).collect::<String>()));
    }
    desk
}

#[test]
fn every_gap_is_found_with_its_codes() {
    let picture = incomplete().picture();
    let expected: [(GapKind, &[&str]); 13] = [
        (GapKind::GridWithoutWorker, &["G2", "G3", "G4"]),
        (GapKind::GridWithoutChief, &["G1", "G3", "G4"]),
        (GapKind::WorkerWithoutHome, &["W3"]),
        (GapKind::WorkerHomeUnknown, &["W4"]),
        (GapKind::CameraOutside, &["C2"]),
        (GapKind::CategoryWithoutAgency, &["A2"]),
        (GapKind::AreaWithoutName, &["T2"]),
        (GapKind::AreaWithoutChildren, &["T3"]),
        (GapKind::AreaWithoutParent, &["G4"]),
        (GapKind::AreaWithoutPopulation, &["T2"]),
        (GapKind::IncidentUnlocated, &["M1"]),
        (GapKind::IncidentOutside, &["M2"]),
        (GapKind::PiledLocation, &["118.03,36.03"]),
    ];
    for (kind, wanted) in expected {
        assert_eq!(codes(&picture, kind), wanted, "{kind:?}");
    }
    let gaps = picture.gaps();
    assert_eq!(gaps.gaps.iter().map(|gap| gap.kind).collect::<Vec<_>>(), GapKind::ALL, "in one order");
    let grid = &gaps.of(GapKind::GridWithoutWorker).unwrap();
    assert_eq!((grid.of, &grid.items[0].place[..], grid.items[0].at.is_some()), (4, "甲县 · 一镇", true));
    assert_eq!(gaps.of(GapKind::PiledLocation).unwrap().items[0].count, 25);
    let hatched: Vec<String> = gaps.hatched().map(|code| code.to_string()).collect();
    assert_eq!(hatched, ["G2", "G3", "G4"]);
    let crossed: Vec<GapKind> = gaps.crossed().map(|(kind, _)| kind).collect();
    assert!(crossed.contains(&GapKind::PiledLocation) && !crossed.contains(&GapKind::GridWithoutWorker), "{crossed:?}");
}

#[test]
fn what_is_confidential_is_told_without_its_name_and_place() {
    let gaps = incomplete().picture().gaps();
    let secret = &gaps.of(GapKind::IncidentOutside).unwrap().items[0];
    assert_eq!((&secret.name[..], secret.at), ("", None));
}

#[test]
fn gaps_close_when_what_was_missing_comes() {
    let mut desk = incomplete();
    desk.import(
        Kind::Workers,
        "code,name,role,home_area\nW3,c,网格员,G2\nW4,d,网格员,G3\nW6,f,网格员,G4\nW7,g,网格长,G1\nW8,h,网格长,G3\nW9,i,网格长,G4\n",
    );
    let picture = desk.picture();
    for kind in
        [GapKind::GridWithoutWorker, GapKind::GridWithoutChief, GapKind::WorkerWithoutHome, GapKind::WorkerHomeUnknown]
    {
        assert_eq!(codes(&picture, kind), Vec::<String>::new(), "{kind:?}");
    }
    assert!(Desk::new().picture().gaps().gaps.is_empty(), "nothing is missing of nothing");
}
