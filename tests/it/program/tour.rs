//! The tour on whole counties that went in by `import`: the sample, whose figures the program tells itself, and a real
//! city, of which much is not known.

use super::{Desk, city, sample};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use zonglan::domain::Timestamp;
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::sample::END;
use zonglan::seat::Lang;
use zonglan::seat::tour::{Finding, Route, Value};

fn fold(desk: &Desk, utc_offset_secs: i32) -> Picture {
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    let mut picture = Picture::new(utc_offset_secs);
    let mut each = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut each).unwrap();
    picture.derive();
    picture
}

/// What the shipped route finds, and its sentences, told on stderr to be read.
fn tour(picture: &Picture, now: Timestamp) -> BTreeMap<&'static str, Finding> {
    let mut found = BTreeMap::new();
    for scene in Route::shipped().scenes {
        let Some(finding) = scene.find(picture, now) else { continue };
        let pieces = scene.sentence(Lang::Zh, &finding, &|value| format!("{value:?}")).unwrap();
        eprintln!("{}: {}", scene.finding.name(), pieces.into_iter().map(|(text, _)| text).collect::<String>());
        found.insert(scene.finding.name(), finding);
    }
    found
}

fn counts(finding: &Finding, names: &[&str]) -> Vec<i64> {
    let count = |name: &&str| match &finding.values[*name] {
        Value::Count(count) => *count,
        other => panic!("{name}: {other:?}"),
    };
    names.iter().map(count).collect()
}

#[test]
fn the_sample_is_toured_by_its_own_figures() {
    let desk = Desk::new();
    let files = [
        ("areas", "areas.geojson.gz"),
        ("categories", "categories.csv"),
        ("workers", "workers.csv"),
        ("places", "places.csv"),
        ("inspections", "inspections.csv.gz"),
        ("incidents", "incidents.csv.gz"),
    ];
    files.iter().for_each(|(kind, file)| drop(sample::take(&desk, kind, file)));
    let found = tour(&fold(&desk, 8 * 3_600), Timestamp(END));
    // Imported matters are summoned for by nobody.
    let names: Vec<&str> = found.keys().copied().collect();
    assert_eq!(names, ["clocks", "early", "intake", "matter", "net", "outcome", "reached"]);
    let figures = desk.done("query figures");
    let told = |name: &str| figures[name]["numerator"].as_i64().unwrap();
    assert_eq!(counts(&found["intake"], &["received"]), [told("received")]);
    assert_eq!(counts(&found["clocks"], &["open", "overdue"]), [told("open"), told("overdue")]);
    assert_eq!(counts(&found["net"], &["on_duty"]), [figures["staff_on_duty"].as_i64().unwrap()]);
    assert_eq!(counts(&found["net"], &["towns"]), [figures["towns"].as_array().unwrap().len() as i64]);
}

#[test]
fn a_real_city_is_toured_by_what_is_known_of_it() {
    let Some(files) = city::city() else { return };
    let desk = Desk::new();
    city::take_all(&desk, &files);
    let picture = fold(&desk, -6 * 3_600);
    // Its requests end some day; the noon before is a day like others.
    let last = picture.incidents.rows().iter().map(|row| row.reported_at()).max().unwrap();
    let found = tour(&picture, last.plus_secs(-43_200));
    assert!(found.contains_key("net") && found.contains_key("intake"), "{:?}", found.keys());
    assert_eq!(counts(&found["net"], &["towns", "grids"]), [23, 275]);
    assert!(!found["net"].values.contains_key("on_duty"), "nobody is registered");
    for unknown in ["early", "matter", "joint", "clocks", "outcome", "reached"] {
        assert!(!found.contains_key(unknown), "{unknown}");
    }
    // Long after its last request it has a territory, and nothing happens.
    let names: Vec<&str> = tour(&picture, last.plus_secs(400 * 86_400)).into_keys().collect();
    assert_eq!(names, ["net"]);
}
