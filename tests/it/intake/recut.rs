//! The same register again: what is new, what is told otherwise, what is gone; and a territory that was cut anew.

use super::Desk;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use zonglan::domain::{AreaCode, AreaLevel, LonLat, Timestamp};
use zonglan::intake::{ImportReport, ImportRequest, IntakeError, Kind};
use zonglan::picture::{Indicator, Picture};

const DAY_SECS: i64 = 86_400;
/// The imports of these tests take place later than anything in them.
const NOW: Timestamp = Timestamp(1_789_088_700);

const PEOPLE: &str = "code,name,home_area\nW1,张一,G1\nW2,张二,G1\nW3,张三,G1\nW4,张四,G1\nW5,张五,G1\n";

fn replacing(desk: &Desk, kind: Kind, content: impl AsRef<[u8]>, from: Timestamp) -> ImportRequest {
    ImportRequest { replace: true, valid_from: Some(from), ..desk.request(kind, content) }
}

fn counts(report: &ImportReport) -> [u64; 5] {
    [report.added, report.changed, report.unchanged, report.gone, report.absent]
}

#[test]
fn what_is_absent_stays_and_is_counted() {
    let mut desk = Desk::new();
    assert_eq!(counts(&desk.import(Kind::Workers, PEOPLE)), [5, 0, 0, 0, 0]);
    let fewer = PEOPLE.replace("W2,张二,G1\n", "W6,张六,G1\n").replace("张三", "张山");
    assert_eq!(counts(&desk.import(Kind::Workers, &fewer)), [1, 1, 3, 0, 1]);
    assert_eq!(desk.picture().workers.rows().iter().filter(|row| !row.retired).count(), 6);
}

#[test]
fn what_is_replaced_is_gone_once_and_comes_back_when_it_is_told_again() {
    let mut desk = Desk::new();
    desk.import(Kind::Workers, PEOPLE);
    let fewer = PEOPLE.replace("W2,张二,G1\n", "");
    let request = replacing(&desk, Kind::Workers, &fewer, Timestamp(NOW.0 - DAY_SECS));
    let dry = desk.try_import(&ImportRequest { dry_run: true, ..request.clone() }).unwrap();
    let report = desk.try_import(&request).unwrap();
    assert_eq!((counts(&report), &report.gone_codes[..]), ([0, 0, 4, 1, 0], &["W2".to_owned()][..]));
    assert_eq!(dry, report);
    let again = desk.try_import(&request).unwrap();
    assert_eq!(counts(&again), [0, 0, 4, 0, 0]);
    assert_eq!(desk.recorded().len(), 6);
    let gone: Vec<bool> = desk.picture().workers.rows().iter().map(|row| row.retired).collect();
    assert_eq!(gone, [false, true, false, false, false]);
    // The row says what it said before; still it is news.
    assert_eq!(counts(&desk.import(Kind::Workers, PEOPLE)), [0, 1, 4, 0, 0]);
    assert_eq!(counts(&desk.import(Kind::Workers, PEOPLE)), [0, 0, 5, 0, 0]);
    assert!(desk.picture().workers.rows().iter().all(|row| !row.retired));
}

#[test]
fn more_than_half_goes_only_when_somebody_has_counted() {
    let mut desk = Desk::new();
    desk.import(Kind::Workers, PEOPLE);
    let two = "code,name,home_area\nW1,张一,G1\nW2,张二,G1\n";
    let mut request = replacing(&desk, Kind::Workers, two, NOW);
    let before = desk.recorded();
    let error = desk.try_import(&request).unwrap_err();
    assert!(error.to_string().starts_with("3 of 5 workers are not in the files and would go"), "{error}");
    assert!(error.to_string().contains("--gone 3") && !error.is_usage(), "{error}");
    request.gone = Some(2);
    let error = desk.try_import(&request).unwrap_err().to_string();
    assert!(error.starts_with("--gone says 2, but 3 of 5 workers"), "{error}");
    assert_eq!(desk.recorded(), before);
    request.gone = Some(3);
    assert_eq!(counts(&desk.try_import(&request).unwrap()), [0, 0, 2, 3, 0]);
}

#[test]
fn what_a_bad_row_names_is_not_gone_and_a_row_without_a_name_stops_it() {
    let mut desk = Desk::new();
    desk.import(Kind::Cameras, "code,lon,lat\nC1,118.1,36.1\nC2,118.2,36.2\nC3,118.3,36.3\n");
    let bad = "code,lon,lat\nC1,118.1,36.1\nC2,0,0\n";
    let report = desk.try_import(&replacing(&desk, Kind::Cameras, bad, NOW)).unwrap();
    assert_eq!((report.gone_codes, report.skipped), (vec!["C3".to_owned()], 1));
    let there: Vec<String> = desk.picture().cameras.present().map(|(_, camera)| camera.code.to_string()).collect();
    assert_eq!(there, ["C1", "C2"]);
    let nameless = "code,lon,lat\nC1,118.1,36.1\n,118.2,36.2\n";
    let error = desk.try_import(&replacing(&desk, Kind::Cameras, nameless, NOW)).unwrap_err();
    assert!(error.to_string().starts_with("1 rows have no code that can be read"), "{error}");
}

#[test]
fn options_that_do_not_fit_are_wrong_usage() {
    let mut desk = Desk::new();
    let places = "code,name,lon,lat\nP1,a,118,36\n";
    let base = desk.request(Kind::Places, places);
    let wrong = [
        ImportRequest { replace: true, ..base.clone() },
        ImportRequest { valid_from: Some(NOW), ..base.clone() },
        ImportRequest { gone: Some(1), ..base.clone() },
        ImportRequest { replace: true, valid_from: Some(Timestamp(NOW.0 + 1)), ..base.clone() },
        ImportRequest { kind: Kind::Incidents, replace: true, valid_from: Some(NOW), ..base.clone() },
    ];
    for request in wrong {
        let error = desk.try_import(&request).unwrap_err();
        assert!(matches!(error, IntakeError::Replace(_)) && error.is_usage(), "{error}");
    }
    assert!(desk.recorded().is_empty());
}

// ---- a territory that was cut anew -------------------------------------------------------------

/// A county of one town, a strip of 0.01° by 0.1° from 118° E 36° N, cut into these grids: code, west end, east end,
/// in hundredths of a degree.
fn strip(grids: &[(String, u32, u32)]) -> String {
    let feature = |code: &str, level: &str, parent: Option<&str>, west: u32, east: u32| {
        let lon = |hundredths: u32| (11_800 + hundredths) as f64 / 100.0;
        let (w, e) = (lon(west), lon(east));
        json!({ "type": "Feature",
            "geometry": { "type": "Polygon", "coordinates": [[[w, 36.0], [e, 36.0], [e, 36.01], [w, 36.01], [w, 36.0]]] },
            "properties": { "code": code, "name": format!("区{code}"), "level": level, "parent": parent } })
    };
    let mut features = vec![feature("C", "County", None, 0, 10), feature("T", "Town", Some("C"), 0, 10)];
    features.extend(grids.iter().map(|(code, west, east)| feature(code, "Grid", Some("T"), *west, *east)));
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn grids(of: &[(&str, u32, u32)]) -> Vec<(String, u32, u32)> {
    of.iter().map(|(code, west, east)| ((*code).to_owned(), *west, *east)).collect()
}

/// The middle of the n-th hundredth of a degree of the strip.
fn middle(n: u32) -> LonLat {
    LonLat::new(118.005 + f64::from(n) / 100.0, 36.005)
}

fn code_of(picture: &Picture, incident: &str) -> String {
    let row = picture.incidents.row(picture.incidents.number(&incident.into()).unwrap());
    picture.areas.row(row.grid.unwrap()).code.to_string()
}

fn finest_then(picture: &Picture, at: LonLat, moment: Timestamp) -> Option<String> {
    picture.areas.chain_then(at, moment).last().map(|area| area.code.to_string())
}

const OLD: [(&str, u32, u32); 3] = [("A", 0, 3), ("B", 3, 6), ("D", 6, 10)];
const NEW: [(&str, u32, u32); 2] = [("AB", 0, 6), ("D", 6, 10)];
const CUT: Timestamp = Timestamp(NOW.0 - 10 * DAY_SECS);

/// Two grids, A and B, became one, AB, at `CUT`; matters before and after.
fn cut_anew() -> (Desk, ImportRequest) {
    let mut desk = Desk::new();
    desk.import(Kind::Areas, strip(&grids(&OLD)));
    let at = |secs: i64| jiff::Timestamp::from_second(CUT.0 + secs).unwrap();
    desk.import(
        Kind::Incidents,
        format!(
            "code,title,lon,lat,reported_at\nM1,a,118.015,36.005,{}\nM2,b,118.045,36.005,{}\nM3,c,118.015,36.005,{}\nM4,d,118.085,36.005,{}\n",
            at(-1),
            at(-DAY_SECS),
            at(0),
            at(-5),
        ),
    );
    let request = ImportRequest { gone: Some(2), ..replacing(&desk, Kind::Areas, strip(&grids(&NEW)), CUT) };
    let report = desk.try_import(&request).unwrap();
    assert_eq!((counts(&report), &report.gone_codes[..]), ([1, 0, 3, 2, 0], &["A".to_owned(), "B".to_owned()][..]));
    (desk, request)
}

#[test]
fn history_keeps_the_grid_it_happened_in() {
    let (desk, _) = cut_anew();
    let picture = desk.picture();
    assert_eq!(["M1", "M2", "M3", "M4"].map(|code| code_of(&picture, code)), ["A", "B", "AB", "D"]);
    // What is live is the present cut.
    let grids: Vec<&str> =
        picture.areas.of_level(AreaLevel::Grid).map(|number| picture.areas.row(number).code.as_str()).collect();
    assert_eq!(grids, ["D", "AB"]);
    let here: Vec<u32> = picture.areas.chain_at(middle(1));
    assert_eq!(picture.areas.row(*here.last().unwrap()).code.as_str(), "AB");
    assert_eq!(picture.areas.row(picture.areas.number(&AreaCode::from("T")).unwrap()).children.len(), 2);
    // And any moment has its own.
    assert_eq!(finest_then(&picture, middle(1), Timestamp(CUT.0 - 1)).as_deref(), Some("A"));
    assert_eq!(finest_then(&picture, middle(1), CUT).as_deref(), Some("AB"));
    let then: Vec<String> = picture.areas.at(Timestamp(0)).map(|area| area.code.to_string()).collect();
    assert_eq!(then, ["C", "T", "A", "B", "D"]);
    // All are open: the town's line and the rates count each where it lies now.
    let figures = picture.figures(NOW);
    assert_eq!(figures.towns.iter().map(|town| town.open).sum::<i64>(), 4);
    let rates = picture.rates(Indicator::Open, AreaLevel::Grid, NOW);
    let open: BTreeMap<&str, u32> =
        rates.rows.iter().map(|row| (picture.areas.row(row.area).code.as_str(), row.count)).collect();
    assert_eq!(open, BTreeMap::from([("AB", 3), ("D", 1)]));
}

#[test]
fn the_same_cut_again_changes_nothing_with_or_without_its_date() {
    let (mut desk, request) = cut_anew();
    let before = desk.recorded();
    assert_eq!(counts(&desk.try_import(&request).unwrap()), [0, 0, 4, 0, 0]);
    assert_eq!(counts(&desk.import(Kind::Areas, strip(&grids(&NEW)))), [0, 0, 4, 0, 0]);
    assert_eq!(desk.recorded(), before);
}

#[test]
fn a_checkpoint_of_a_territory_that_was_cut_anew_is_the_picture() {
    let (mut desk, _) = cut_anew();
    let same_code = grids(&[("AB", 0, 7), ("D", 7, 10)]);
    let request = replacing(&desk, Kind::Areas, strip(&same_code), Timestamp(CUT.0 + DAY_SECS));
    assert_eq!(counts(&desk.try_import(&request).unwrap()), [0, 2, 2, 0, 0]);
    let picture = desk.picture();
    let restored = Picture::from_checkpoint(&picture.to_checkpoint().unwrap(), 8 * 3600).unwrap();
    assert_eq!(restored.hash(), picture.hash());
    for moment in [Timestamp(0), Timestamp(CUT.0 - 1), CUT, Timestamp(CUT.0 + DAY_SECS), NOW] {
        assert_eq!(restored.areas.at(moment).collect::<Vec<_>>(), picture.areas.at(moment).collect::<Vec<_>>());
        let seven = finest_then(&restored, middle(6), moment);
        assert_eq!(seven.as_deref(), Some(if moment < Timestamp(CUT.0 + DAY_SECS) { "D" } else { "AB" }));
    }
    for code in ["M1", "M2", "M3", "M4"] {
        assert_eq!(code_of(&restored, code), code_of(&picture, code));
    }
    assert_eq!(restored.figures(NOW), picture.figures(NOW));
}

#[test]
fn a_picture_of_then_shows_the_old_cut_and_forgets_nothing() {
    let (desk, _) = cut_anew();
    let mut picture = desk.picture();
    let (hash, checkpoint) = (picture.hash(), picture.to_checkpoint().unwrap());
    picture.show_areas_at(Timestamp(CUT.0 - 1));
    let shown: Vec<&str> =
        picture.areas.of_level(AreaLevel::Grid).map(|number| picture.areas.row(number).code.as_str()).collect();
    assert_eq!(shown, ["A", "B", "D"]);
    let here = *picture.areas.chain_at(middle(4)).last().unwrap();
    assert_eq!(picture.areas.row(here).code.as_str(), "B");
    assert_eq!(finest_then(&picture, middle(4), NOW).as_deref(), Some("AB"));
    assert_eq!((picture.hash(), picture.to_checkpoint().unwrap()), (hash, checkpoint));
    picture.derive();
    assert_eq!(code_of(&picture, "M3"), "AB", "matters are not looked up in what is only shown");
    picture.show_areas_at(NOW);
    assert_eq!(picture.areas.of_level(AreaLevel::Grid).count(), 2);
}

#[test]
fn a_cut_told_late_for_an_earlier_day_trims_what_was_told_before() {
    let (mut desk, _) = cut_anew();
    let earlier = Timestamp(CUT.0 - 5 * DAY_SECS);
    let request =
        ImportRequest { valid_from: Some(earlier), ..desk.request(Kind::Areas, strip(&grids(&[("AB", 0, 5)]))) };
    desk.try_import(&request).unwrap();
    let picture = desk.picture();
    let at = |n: u32, moment: Timestamp| finest_then(&picture, middle(n), moment);
    assert_eq!(at(5, CUT).as_deref(), Some("T"), "AB reaches only to 5 now, and B is gone");
    assert_eq!(at(4, Timestamp(earlier.0 - 1)).as_deref(), Some("B"));
    // Until B is gone both lie there, and the one that came later is the finest.
    assert_eq!(at(4, earlier).as_deref(), Some("AB"));
}

/// Random cuts of the strip, each from a later day; every point and moment is asked, and a plain list answers.
#[test]
fn any_history_of_cuts_is_answered_as_a_plain_list_would() {
    /// Since when, and which grids from where to where.
    type Cut = (Timestamp, Vec<(String, u32, u32)>);
    for seed in 0..6 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut desk = Desk::new();
        let mut history: Vec<Cut> = Vec::new();
        for step in 0..6 {
            let from = Timestamp(NOW.0 - (100 - 10 * step) * DAY_SECS);
            let (mut cut, mut west) = (Vec::new(), 0);
            while west < 10 {
                let east = (west + 1 + dice.next_u32() % 4).min(10);
                // Few codes, so that most come again with other ground.
                let mut code = format!("G{}", dice.next_u32() % 8);
                while cut.iter().any(|(taken, _, _)| *taken == code) {
                    code = format!("G{}", dice.next_u32() % 8 + cut.len() as u32);
                }
                cut.push((code, west, east));
                west = east;
            }
            let mut request = replacing(&desk, Kind::Areas, strip(&cut), from);
            if let Err(IntakeError::Gone { why, .. }) = desk.try_import(&request) {
                let count = why.rsplit(' ').next().unwrap().parse().unwrap();
                request.gone = Some(count);
                desk.try_import(&request).unwrap();
            }
            history.push((from, cut));
        }
        let picture = desk.picture();
        let restored = Picture::from_checkpoint(&picture.to_checkpoint().unwrap(), 8 * 3600).unwrap();
        for day in 0..120 {
            let moment = Timestamp(NOW.0 - day * DAY_SECS - i64::from(dice.next_u32() % 2));
            let cut = history.iter().rev().find(|(from, _)| *from <= moment).or(history.first()).unwrap();
            for n in 0..10 {
                let expected = cut.1.iter().find(|(_, west, east)| (*west..*east).contains(&n)).map(|(code, ..)| code);
                assert_eq!(finest_then(&picture, middle(n), moment).as_ref(), expected, "seed {seed}, {n}, {moment:?}");
                assert_eq!(finest_then(&restored, middle(n), moment).as_ref(), expected);
            }
        }
    }
}

#[test]
fn dedicated_grids_lie_beside_the_tree() {
    let mut desk = Desk::new();
    desk.import(Kind::Areas, strip(&grids(&OLD)));
    let mut school: Value = serde_json::from_str(&strip(&grids(&[("S", 2, 4)]))).unwrap();
    let only = school["features"].as_array_mut().unwrap().split_off(2);
    school["features"] = json!(only);
    school["features"][0]["properties"]["level"] = json!("专属网格");
    let report = desk.try_import(&replacing(&desk, Kind::Areas, school.to_string(), NOW)).unwrap();
    assert_eq!(counts(&report), [1, 0, 0, 0, 0], "the tree's grids are another layer: none of them is gone");
    desk.import(Kind::Workers, "code,name,home_area\nW1,张一,S\n");
    desk.import(Kind::Incidents, "code,title,lon,lat,reported_at\nM1,a,118.025,36.005,2026-09-01 08:00\n");
    let picture = desk.picture();
    assert_eq!(code_of(&picture, "M1"), "A");
    let dedicated = picture.areas.dedicated_at(middle(3));
    assert_eq!(picture.areas.row(dedicated[0]).code.as_str(), "S");
    assert!(picture.areas.dedicated_at(middle(5)).is_empty());
    assert_eq!(picture.areas.of_level(AreaLevel::Grid).count(), 3);
    assert_eq!(picture.areas.row(picture.areas.number(&"T".into()).unwrap()).children.len(), 3);
    assert_eq!(picture.workers.rows()[0].home, Some(dedicated[0]), "it has its own people");
    assert_eq!(picture.areas.roots().len(), 1);
}

#[test]
fn what_is_not_said_of_an_area_is_not_written() {
    let mut desk = Desk::new();
    desk.import(Kind::Areas, strip(&[]));
    let text = serde_json::to_string(&desk.events()).unwrap();
    assert!(!text.contains("dedicated") && !text.contains("valid_from"), "{text}");
}
