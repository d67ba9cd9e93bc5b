//! Dirty files: each row costs itself, and says why.

use super::{Desk, pairs, told};
use std::io::Write;
use zonglan::domain::{Event, LonLat, State};
use zonglan::intake::{Crs, IntakeError, Kind, PROBLEMS_TOLD};

fn square(code: &str, west: f64, more: &str) -> String {
    let east = west + 0.1;
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}"{more}}},"geometry":{{"type":"Polygon","coordinates":[[[{west},30.0],[{east},30.0],[{east},30.1],[{west},30.1],[{west},30.0]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

const CAMERAS: &str = "编码,名称,经度,纬度,状态\nC1,南门,120.1,30.2,在线\n";

#[test]
fn a_sheet_is_the_same_in_every_encoding_and_with_every_delimiter() {
    let mut desk = Desk::new();
    assert_eq!(desk.import(Kind::Cameras, CAMERAS).kept, 1);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(CAMERAS.as_bytes()).unwrap();
    let utf16: Vec<u8> = "\u{feff}".encode_utf16().chain(CAMERAS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let others: [Vec<u8>; 6] = [
        format!("\u{feff}{CAMERAS}").into_bytes(),
        encoding_rs::GB18030.encode(CAMERAS).0.into_owned(),
        CAMERAS.replace(',', ";").replace('\n', "\r\n").into_bytes(),
        CAMERAS.replace(',', "\t").into_bytes(),
        packed.finish().unwrap(),
        utf16,
    ];
    for other in others {
        let report = desk.import(Kind::Cameras, &other);
        assert_eq!((report.kept, report.unchanged, report.problems_total), (0, 1, 0), "{report:?}");
    }
    let Event::CameraPut(camera) = &desk.events()[0] else { panic!("a camera") };
    assert_eq!((camera.name.as_str(), camera.at), ("南门", LonLat::new(120.1, 30.2)));
}

#[test]
fn positions_that_are_none_cost_the_row() {
    let mut desk = Desk::new();
    let report = desk.import(
        Kind::Places,
        "code,name,lon,lat\nP1,a,0,0\nP2,b,30.2,120.1\nP3,c,1165166.5,1872509\nP4,d,,30\nP5,e,x,30\nP6,f,,\nP7,g,120.123456789,30\n,h,120,30\nP7,i,120,30\n",
    );
    assert_eq!((report.read, report.kept, report.skipped), (9, 1, 8), "{report:?}");
    let told = told(&report);
    for (line, word) in
        told.iter().zip(["0,0", "swapped", "degrees", "missing", "number", "needs", "missing", "before"])
    {
        assert!(line.contains(word), "{line}: {word}");
    }
    assert!(told[0].starts_with("2 lon"));
    let Event::PlacePut(place) = &desk.events()[0] else { panic!("a place") };
    assert_eq!(place.at, LonLat::new(120.123_456_8, 30.0));
}

#[test]
fn outlines_are_repaired_or_refused_one_by_one() {
    let mut desk = Desk::new();
    let level = r#","level":"Grid""#;
    let shape = |code: &str, geometry: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"n","level":"Grid"}},"geometry":{geometry}}}"#
        )
    };
    let polygon = |ring: &str| format!(r#"{{"type":"Polygon","coordinates":[[{ring}]]}}"#);
    let features = [
        square("whole", 120.0, level),
        shape("bow-tie", &polygon("[120,30],[121,31],[121,30],[120,31],[120,30]")),
        shape("open", &polygon("[120,30],[121,30],[121,31],[120,31]")),
        shape("line", r#"{"type":"LineString","coordinates":[[120,30],[121,31]]}"#),
        shape("nothing", "null"),
        shape("metres", &polygon("[500000,3000000],[500100,3000000],[500100,3000100],[500000,3000000]")),
        shape("flat", &polygon("[120,30],[121,30],[120,30]")),
        shape("broken", r#"{"type":"Polygon","coordinates":[[["a","b"]]]}"#),
        "17".to_owned(),
        square("no level", 120.5, ""),
        square("orphan", 120.5, r#","level":"Grid","parent":"nobody""#),
        square("own", 120.7, r#","level":"Grid","parent":"own""#),
    ];
    let report = desk.import(Kind::Areas, collection(&features));
    let told = told(&report);
    assert_eq!((report.read, report.kept, report.skipped), (12, 5, 7), "{told:?}");
    for (row, word) in
        [(2, "repaired"), (3, "repaired"), (4, "Polygon"), (5, "needs an outline"), (6, "degrees"), (7, "nothing")]
    {
        assert!(
            told.iter().any(|line| line.starts_with(&format!("{row} geometry")) && line.contains(word)),
            "{told:?}"
        );
    }
    assert!(told.iter().any(|line| line.starts_with("9 ") && line.contains("not a feature")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("11 parent")), "{told:?}");
    for event in desk.events() {
        let Event::AreaPut(area) = event else { panic!("an area") };
        use geo::Validation;
        assert!(area.outline.0.is_valid(), "{}", area.code);
        assert!(area.code.as_str() != "own" || area.parent.is_none());
    }
}

#[test]
fn rows_of_one_area_are_united() {
    let mut desk = Desk::new();
    let level = r#","level":"Zone""#;
    let text = collection(&[square("Z", 120.0, level), square("Z", 120.1, level), square("Z", 121.0, level)]);
    let report = desk.import(Kind::Areas, &text);
    assert_eq!((report.kept, report.problems_total), (3, 2));
    let Event::AreaPut(area) = &desk.events()[0] else { panic!("an area") };
    assert_eq!(area.outline.0.0.len(), 2);
    let again = desk.import(Kind::Areas, &text);
    assert_eq!((again.kept, again.unchanged), (0, 3));
}

#[test]
fn a_feature_a_line_costs_a_line() {
    let mut desk = Desk::new();
    let level = r#","level":"Town""#;
    let text = format!("{}\n{{\"type\":\"Feat\n\n{}\n", square("a", 120.0, level), square("b", 121.0, level));
    let report = desk.import(Kind::Areas, &text);
    assert_eq!((report.read, report.kept, report.skipped), (3, 2, 1), "{report:?}");
    assert_eq!(report.problems[0].row, 2);
}

#[test]
fn points_come_from_geojson_too_and_from_other_systems() {
    let mut desk = Desk::new();
    let text = r#"{"type":"Feature","id":7,"properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[116.41024449916938,39.91640428150164]}}"#;
    let mut request = desk.request(Kind::Places, text);
    request.crs = Some(Crs::Gcj02);
    assert_eq!(desk.try_import(&request).unwrap().kept, 1);
    let Event::PlacePut(place) = &desk.events()[0] else { panic!("a place") };
    assert_eq!((place.code.as_str(), place.at), ("7", LonLat::new(116.404, 39.915)));
}

#[test]
fn matters_are_kept_where_they_can_be() {
    let mut desk = Desk::new();
    desk.import(Kind::Categories, "code,name,urgency\nW1,井盖,紧急\n");
    let report = desk.import(
        Kind::Incidents,
        "编号,类别,标题,经度,纬度,上报时间,结案时间,来源,紧急程度,保密,诉求内容,来电人\n\
         A,W1,,120.1,30.2,2026/9/1 8:05,2026-09-02,12345,特急,否,井盖没了,王女士\n\
         B,井盖,井盖破损,0,0,2026-09-01,,随手拍,马上,是,,\n\
         C,噪音,,,,2026-09-01,2026-08-01,网格,,也许,,\n\
         D,W1,,120,30,昨天,,,,,,\n\
         E,W1,,30,120,2026-09-01,,,,,,\n\
         A,W1,,120,30,2026-09-01,,,,,,\n\
         F,W1\n\
         ,,,,,,,,,,,\n",
    );
    assert_eq!((report.read, report.kept, report.skipped), (8, 3, 5), "{report:?}");
    let events = desk.events();
    let matters: Vec<_> = events
        .iter()
        .filter_map(|event| if let Event::IncidentImported(matter) = event { Some(matter) } else { None })
        .collect();
    assert_eq!(matters[0].file.title, "井盖");
    assert_eq!(matters[0].file.reported_at.0, 1_788_221_100);
    assert_eq!(matters[0].state(), State::Closed);
    assert_eq!(matters[1].file.category.as_ref().unwrap().as_str(), "W1");
    assert!(matters[1].file.at.is_none() && matters[1].file.confidential && matters[2].file.confidential);
    assert!(events.iter().any(|event| matches!(event, Event::CategoryPut(category) if category.name == "噪音")));
    let personal = {
        use zonglan::ledger::Ledger;
        desk.ledger.personal(&desk.recorded()[1].stream).unwrap().unwrap()
    };
    assert_eq!((personal.reporter_name.as_deref(), personal.text.as_deref()), (Some("王女士"), Some("井盖没了")));
    let text = format!("{:?}", desk.events());
    assert!(!text.contains("王女士") && !text.contains("井盖没了"));
}

#[test]
fn workers_bring_their_last_positions() {
    let mut desk = Desk::new();
    let report = desk.import(
        Kind::Workers,
        "code,name,role,skills,home_area,vehicle,on_duty,lon,lat,fixed_at\n\
         W1,张伟,网格长,电工;水工,G1,ebike,true,120.1,30.2,2026-09-11T09:00:00+08:00\n\
         W2,李娜,GridWorker,,,rocket,false,120.1,30.2,2026-09-11T09:00:00+08:00\n\
         W3,王芳,,,,,是,120.1,30.2,\n",
    );
    assert_eq!((report.kept, report.fixes.len()), (3, 1), "{report:?}");
    assert_eq!(report.fixes[0].worker.as_str(), "W1");
    assert!(!serde_json::to_string(&report).unwrap().contains("fixes"));
    let told = told(&report);
    assert!(told.iter().any(|line| line.starts_with("2 home_area")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("3 vehicle")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("3 on_duty")), "{told:?}");
    assert!(told.iter().any(|line| line.starts_with("4 fixed_at")), "{told:?}");
}

#[test]
fn id_numbers_and_foreign_files_are_refused_with_the_name_last() {
    let mut desk = Desk::new();
    let error = desk.refuse(Kind::Workers, "code,name,身份证号\nW1,a,11010519491231002X\nW2,b,无\n");
    assert!(matches!(&error, IntakeError::IdNumbers { column, .. } if column == "身份证号"));
    assert!(error.to_string().ends_with("身份证号"));
    for foreign in
        [&b"PK\x03\x04rest"[..], b"SQLite format 3\0", b"", b"a\0b", b"{\"type\":\"FeatureCollection\",\"features\":[{"]
    {
        let error = desk.refuse(Kind::Places, foreign);
        assert!(error.to_string().ends_with("file"), "{error}");
    }
    let named = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::99999"}},"features":[]}"#;
    assert!(desk.refuse(Kind::Areas, named).to_string().contains("99999"));
    let mut request = desk.request(Kind::Places, "code,name,lon,lat\nP,p,120,30\n");
    request.maps = pairs(&[("name", "Name2")]);
    let error = desk.try_import(&request).unwrap_err();
    assert!(error.to_string().ends_with(": Name2"));
}

#[test]
fn a_thousand_problems_are_told_and_all_are_counted() {
    let mut desk = Desk::new();
    let rows = "P,p,0,0\n".repeat(1_500);
    let report = desk.import(Kind::Places, format!("code,name,lon,lat\n{rows}"));
    assert_eq!((report.problems.len(), report.problems_total), (PROBLEMS_TOLD, 1_500));
}
