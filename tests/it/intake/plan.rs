//! Plans: what a file is taken for before anything is imported; and mappings kept for the next time.

use super::{Desk, pairs};
use serde_json::json;
use zonglan::intake::{ImportRequest, IntakeError, Kind, Plan, Planned, SavedMapping, plan};
use zonglan::ledger::Ledger;

fn planned(desk: &Desk, request: &ImportRequest) -> Plan {
    let before = desk.ledger.last_seq().unwrap();
    let plan = plan(request, Some(&desk.ledger)).unwrap();
    assert_eq!(desk.ledger.last_seq().unwrap(), before, "a plan writes nothing");
    plan
}

fn served<'a>(plan: &'a Plan, field: &str) -> Option<(&'a str, &'a str)> {
    plan.fields.iter().find(|p| p.field == field).map(|Planned { from, by, .. }| (from.as_str(), *by))
}

fn missing(plan: &Plan) -> Vec<(&str, bool)> {
    plan.missing.iter().map(|missing| (missing.field, missing.needed)).collect()
}

/// What the plan proposes, carried out.
fn carried_out(desk: &mut Desk, request: &ImportRequest, plan: &Plan) -> zonglan::intake::ImportReport {
    let request = ImportRequest { maps: plan.maps.clone(), sets: plan.sets.clone(), ..request.clone() };
    desk.try_import(&request).unwrap()
}

#[test]
fn headers_that_are_nearly_right_and_cells_that_speak_for_themselves_are_found() {
    let mut desk = Desk::new();
    let text = "工单流水,诉求人手机,发生的经度,y坐标,登记时刻,事件类别名,备注\n\
        T001,13812345678,118.01234,36.01234,2026-09-11 08:00,路灯,x\n\
        T002,13912345678,118.02234,36.02234,2026-09-11 08:05,井盖,x\n\
        T003,13712345678,118.03234,36.03234,2026-09-11 08:09,路灯,x\n";
    desk.import(Kind::Categories, "code,name\nA1,路灯\nA2,井盖\n");
    let request = desk.request(Kind::Incidents, text);
    let plan = planned(&desk, &request);
    assert_eq!(served(&plan, "code"), Some(("工单流水", "content")));
    assert_eq!(served(&plan, "reporter_phone"), Some(("诉求人手机", "content")));
    assert_eq!(served(&plan, "lon"), Some(("发生的经度", "similar header")));
    assert_eq!(served(&plan, "lat"), Some(("y坐标", "content")));
    assert_eq!(served(&plan, "reported_at"), Some(("登记时刻", "content")));
    assert_eq!(served(&plan, "category"), Some(("事件类别名", "similar header")));
    assert_eq!(plan.unused.iter().map(|unused| unused.column.as_str()).collect::<Vec<_>>(), ["备注"]);
    assert_eq!(missing(&plan), [("title", false), ("agency", false), ("deadline_at", false)]);
    assert_eq!((plan.rows.len(), plan.rows_looked_at, plan.skipped, plan.problems_total), (3, 3, 0, 0));
    let first = &plan.rows[0];
    assert_eq!(first["file"]["code"], "T001");
    assert_eq!(first["file"]["category"], "A1");
    assert_eq!(first["file"]["reported_at"], "2026-09-11 08:00:00");
    assert!(!serde_json::to_string(&plan).unwrap().contains("13812345678"), "no reporter is shown");
    let report = carried_out(&mut desk, &request, &plan);
    assert_eq!((report.kept, report.problems_total), (3, 0), "{report:?}");
}

#[test]
fn areas_tell_their_level_by_the_length_of_their_codes() {
    let mut desk = Desk::new();
    let square =
        |west: f64| json!([[[west, 36.0], [west + 0.1, 36.0], [west + 0.1, 36.1], [west, 36.1], [west, 36.0]]]);
    let feature = |code: &str, name: &str, west: f64| {
        json!({ "type": "Feature", "geometry": { "type": "Polygon", "coordinates": square(west) },
            "properties": { "XZQDM": code, "XZQMC": name } })
    };
    let features = [feature("371081001", "环翠街道", 118.0), feature("371081002", "竹岛街道", 118.1)];
    let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
    let request = desk.request(Kind::Areas, text);
    let plan = planned(&desk, &request);
    assert_eq!(served(&plan, "code"), Some(("XZQDM", "content")));
    assert_eq!(served(&plan, "name"), Some(("XZQMC", "content")));
    assert_eq!(served(&plan, "level"), Some(("Town", "length of the code")));
    assert_eq!(missing(&plan), [("parent", false), ("population", false)]);
    assert_eq!(plan.rows[1]["outline"], json!({ "parts": 1, "corners": 5 }));
    let report = carried_out(&mut desk, &request, &plan);
    assert_eq!((report.added, report.problems_total), (2, 0), "{report:?}");
}

#[test]
fn what_is_told_is_not_guessed_and_what_is_needed_is_named() {
    let desk = Desk::new();
    let mut request = desk.request(Kind::Workers, "n,who,where\n7,张三,371081001001\n8,李四,371081001002\n");
    request.maps = pairs(&[("code", "W{n:03}")]);
    request.sets = pairs(&[("role", "网格员")]);
    let plan = planned(&desk, &request);
    assert_eq!(served(&plan, "code"), Some(("W{n:03}", "--map")));
    assert_eq!(served(&plan, "role"), Some(("网格员", "--set")));
    assert_eq!(served(&plan, "name"), Some(("who", "content")));
    assert_eq!(served(&plan, "home_area"), Some(("where", "content")));
    assert_eq!(plan.rows[0]["code"], "W007");
    let plan = planned(&desk, &desk.request(Kind::Cameras, "a,b\nx y,1\nx y,2\n"));
    assert_eq!(missing(&plan)[0], ("lon, lat", true));
    assert_eq!(plan.skipped, 2);
    assert!(plan.rows.is_empty() && plan.problems_total >= 2, "{plan:?}");
}

#[test]
fn a_long_file_is_only_begun_and_a_bad_one_is_refused_as_an_import_would() {
    let desk = Desk::new();
    let rows: String = (0..5_000).map(|n| format!("P{n},a,118.{n:04},36.1\n")).collect();
    let plan_of_many = planned(&desk, &desk.request(Kind::Places, format!("code,name,lon,lat\n{rows}")));
    assert_eq!((plan_of_many.rows_looked_at, plan_of_many.rows.len()), (200, 5));
    let ids = desk.request(Kind::Places, "code,name,lon,lat,证\nP1,a,118,36,11010519491231002X\n");
    assert!(matches!(plan(&ids, None), Err(IntakeError::IdNumbers { .. })));
    let none = ImportRequest { files: vec!["none.csv".into()], ..ids };
    assert!(matches!(plan(&none, None), Err(IntakeError::Unreadable { .. })));
}

#[test]
fn a_mapping_is_kept_under_a_name_and_found_by_its_headers() {
    let desk = Desk::new();
    let dir = desk.dir.path();
    let headers = ["工单流水", "Lon ", "纬度"].map(str::to_owned);
    let mapping = SavedMapping {
        kind: "incidents".into(),
        headers: headers.to_vec(),
        crs: "gcj02".into(),
        map: [("code".to_owned(), "工单流水".to_owned())].into(),
        set: [("source".to_owned(), "热线".to_owned())].into(),
    };
    mapping.save(dir, "12345月报").unwrap();
    assert_eq!(SavedMapping::load(dir, "12345月报").unwrap(), mapping);
    let found = |kind: &str, headers: &[&str]| {
        SavedMapping::proposed(dir, kind, &headers.iter().map(|h| (*h).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(found("incidents", &["纬度", "lon", "工单流水"]).as_deref(), Some("12345月报"));
    assert_eq!(found("places", &["纬度", "lon", "工单流水"]), None);
    assert_eq!(found("incidents", &["纬度", "lon"]), None);
    let error = SavedMapping::load(dir, "other").unwrap_err().to_string();
    assert!(error.contains("there are: 12345月报"), "{error}");
    for name in ["", "..", "a/b", "a\\b", ".hidden"] {
        assert!(mapping.save(dir, name).is_err(), "{name}");
    }
    std::fs::write(dir.join("mappings/broken.json"), "{").unwrap();
    assert!(SavedMapping::load(dir, "broken").unwrap_err().to_string().ends_with("broken.json"));
    assert!(found("incidents", &["纬度", "lon", "工单流水"]).is_some(), "one that is broken costs itself");
}
