//! Filters on the command line: what they find, what they count, and how a word that means nothing is told.

use super::{Desk, column, from_now, refusal};
use serde_json::Value;

/// Four people, three cameras, five matters and two places in one town of two grids.
fn desk() -> Desk {
    let desk = Desk::new();
    let square = |code: &str, level: &str, parent: &str, west: f64, width: f64| {
        let (east, south, north) = (west + width, 36.0, 36.02);
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","level":"{level}","parent":"{parent}"}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
        )
    };
    let areas = [
        square("T", "Town", "", 118.0, 0.04),
        square("G1", "Grid", "T", 118.0, 0.02),
        square("G2", "Grid", "T", 118.02, 0.02),
    ];
    desk.file("areas.geojson", format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, areas.join(",")));
    let (fresh, old) = (from_now(-30), from_now(-1_000));
    desk.file(
        "workers.csv",
        format!(
            "code,name,role,agency,skills,home_area,on_duty,lon,lat,fixed_at\n\
             W1,甲,GridChief,,水电,G1,是,118.011,36.01,{fresh}\n\
             W2,乙,GridWorker,,调解,G1,是,118.012,36.01,{fresh}\n\
             W3,丙,Responder,城管局,水电,T,是,118.013,36.01,{fresh}\n\
             W4,丁,GridWorker,,,G2,是,118.03,36.01,{old}\n"
        ),
    );
    desk.file(
        "cameras.csv",
        "code,name,operator,lon,lat,direction_deg,fov_deg,range_m,state\n\
         C1,东望,公安局,118.0095,36.01,90,60,100,online\n\
         C2,西望,公安局,118.0095,36.01,270,60,100,online\n\
         C3,球机,城管局,118.0105,36.01,,,,fault\n",
    );
    desk.file(
        "matters.csv",
        "code,title,category,urgency,source,agency,lon,lat,reported_at,closed_at,confidential\n\
         M1,路灯不亮,路灯,U2,12345,城管局,118.010,36.01,2026-09-01T08:00:00+08:00,,\n\
         M2,积水,积水,U1,grid,水务局,118.011,36.01,2026-09-02T08:00:00+08:00,,\n\
         M3,路灯又不亮,路灯,U3,grid,城管局,118.012,36.01,2026-09-03T08:00:00+08:00,2026-09-04T08:00:00+08:00,\n\
         M4,噪声,噪声,U3,hotline,,118.03,36.01,2026-09-04T08:00:00+08:00,,\n\
         M5,举报,噪声,U3,hotline,,118.0101,36.01,2026-09-05T08:00:00+08:00,,true\n",
    );
    desk.file("places.csv", "code,name,kind,lon,lat\nP1,一小,学校,118.01,36.01\nP2,早市,市场,118.011,36.01\n");
    for kind in [
        "areas areas.geojson",
        "workers workers.csv",
        "cameras cameras.csv",
        "incidents matters.csv",
        "places places.csv",
    ] {
        let report = desk.done(&format!("import {kind}"));
        assert_eq!(report["skipped"], 0, "{report}");
    }
    desk.done("act assign M2 --worker W2 --id first");
    desk
}

const AT: &str = "118.01,36.01";

#[test]
fn filters_combine_and_counts_add_up() {
    let desk = desk();
    let codes = |words: &str, field: &str| -> Vec<String> {
        column(&desk.done(words), field).into_iter().map(str::to_owned).collect()
    };
    for (filter, due) in [
        ("", vec!["W1", "W2", "W3", "W4"]),
        ("--state on_duty", vec!["W1", "W3", "W4"]),
        ("--state offline,on_task", vec!["W2"]),
        ("--role GridChief,Responder", vec!["W1", "W3"]),
        ("--skill 水电 --role responder", vec!["W3"]),
        ("--agency 城管局", vec!["W3"]),
        ("--max-age 600 --home T", vec!["W1", "W2", "W3"]),
        ("--home G1 --free", vec!["W1"]),
        ("--home G2 --free", vec![]),
    ] {
        assert_eq!(codes(&format!("query nearest workers {AT} {filter}"), "worker"), due, "{filter}");
        assert_eq!(codes(&format!("query within workers --circle {AT},5000 {filter}"), "worker"), due, "{filter}");
    }
    for (filter, due) in [
        ("", vec!["M1", "M2", "M4"]),
        ("--urgency U1,U2", vec!["M1", "M2"]),
        ("--category 路灯 --all", vec!["M1", "M3"]),
        ("--state closed", vec!["M3"]),
        ("--source grid --agency 水务局", vec!["M2"]),
        ("--area G2", vec!["M4"]),
        ("--from 2026-09-02T08:00:00+08:00 --to 2026-09-04T08:00:00+08:00", vec!["M2", "M3"]),
        ("--from 2026-09-02T08:00:00+08:00 --state reported,assigned --area G1", vec!["M2"]),
    ] {
        assert_eq!(codes(&format!("query nearest incidents {AT} {filter}"), "incident"), due, "{filter}");
        assert_eq!(codes(&format!("query within incidents --circle {AT},9000 {filter}"), "incident"), due, "{filter}");
        let mut listed = codes(&format!("query incidents {filter}"), "incident");
        listed.retain(|code| code != "M5");
        listed.sort();
        assert_eq!(listed, due, "{filter}");
    }
    assert_eq!(
        codes(&format!("query within cameras --circle {AT},500 --operator 公安局 --state online"), "camera"),
        ["C1", "C2"]
    );
    assert_eq!(codes(&format!("query nearest places {AT} --kind 市场 --area G1"), "place"), ["P2"]);
    let count = desk.done("query incidents --all --count");
    assert_eq!((&count["count"], &count["by_state"]["closed"]), (&5.into(), &1.into()), "{count}");
    let count = desk.done("query within workers --bounds 118,36,118.02,36.02 --count");
    assert_eq!(count, serde_json::json!({ "count": 3, "by_state": { "on_duty": 2, "on_task": 1 } }));
}

#[cfg(feature = "display")]
#[test]
fn what_lies_in_a_shape_is_written_as_a_file() {
    let desk = desk();
    let within = format!("query within incidents --circle {AT},9000");
    for ending in ["geojson", "csv", "xlsx"] {
        let answer = desk.done(&format!("{within} --out found.{ending}"));
        assert_eq!(answer["count"], 3, "{answer}");
        let bytes = std::fs::read(desk.path(&format!("found.{ending}"))).unwrap();
        assert_eq!(answer["bytes"], bytes.len());
    }
    let text = std::fs::read_to_string(desk.path("found.csv")).unwrap();
    let codes: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(codes, ["M1", "M2", "M4", ""], "the last row is the circle");
    let features = std::fs::read_to_string(desk.path("found.geojson")).unwrap();
    let features: Value = serde_json::from_str(&features).unwrap();
    assert_eq!(features["features"][3]["geometry"]["type"], "Polygon");
    desk.done(&format!("{within} --out found.csv --lang en"));
    assert!(std::fs::read_to_string(desk.path("found.csv")).unwrap().contains("reported at"));
    for words in [
        format!("{within} --out found.txt"),
        format!("{within} --out found.csv --lang fr"),
        format!("query within places --circle {AT},9000 --out found.csv"),
    ] {
        super::refusal(&words, &desk.run(&words), 2);
    }
}

#[test]
fn what_is_confidential_has_no_place_in_an_answer() {
    let desk = desk();
    let text = [
        desk.done(&format!("query nearest incidents {AT} --all")),
        desk.done(&format!("query within incidents --circle {AT},9000 --all")),
        desk.done(&format!("query at {AT}")),
    ]
    .map(|answer| answer.to_string())
    .concat();
    assert!(text.contains("M1") && !text.contains("M5"));
    let listed = desk.done("query incidents --area G1");
    let hidden = listed.as_array().unwrap().iter().find(|matter| matter["incident"] == "M5").unwrap();
    assert_eq!((&hidden["title"], &hidden["lon"], &hidden["confidential"]), (&"".into(), &Value::Null, &true.into()));
}

#[test]
fn a_place_says_who_answers_and_who_sees_it() {
    let desk = desk();
    let here = desk.done(&format!("query at {AT}"));
    assert_eq!(column(&here["areas"], "code"), ["T", "G1"]);
    assert_eq!(column(&here["areas"][1]["people"], "worker"), ["W1", "W2"]);
    assert_eq!((&here["answers"]["worker"], &here["answers"]["role"]), (&"W1".into(), &"GridChief".into()));
    assert_eq!(column(&here["incidents"], "incident"), ["M1", "M2", "M4"]);
    assert_eq!(column(&here["cameras"], "camera"), ["C1", "C3"]);
    let looking = desk.done(&format!("query cameras-at {AT}"));
    assert_eq!(looking, here["cameras"]);
    assert_eq!((&looking[0]["off_axis_deg"], &looking[0]["assumed"]), (&0.0.into(), &serde_json::json!([])));
    assert_eq!(looking[1]["assumed"], serde_json::json!(["range 60 m", "sees all around"]));
    assert!((looking[0]["distance_m"].as_f64().unwrap() - 45.1).abs() < 0.11, "{looking}");
    assert_eq!(column(&desk.done(&format!("query cameras-at {AT} --state online")), "camera"), ["C1"]);
    assert_eq!(column(&desk.done(&format!("query cameras-at {AT} -k 1 --operator 城管局")), "camera"), ["C3"]);
}

#[test]
fn a_word_that_means_nothing_is_told_with_those_that_do() {
    let desk = desk();
    for (words, says) in [
        (
            "query nearest workers 118,36 --role King",
            "--role knows GridChief, GridWorker, PartTime, Assistant, Responder, not King",
        ),
        (
            "query nearest workers 118,36 --state asleep",
            "--state knows on_duty, on_task, offline, off_duty, not asleep",
        ),
        ("query nearest cameras 118,36 --state on_duty", "--state knows online, unknown, no_route, fault, not on_duty"),
        ("query nearest workers 118,36 --skill 水电,焊工", "--skill knows 水电, 调解 here, not 焊工"),
        ("query incidents --agency 教育局", "--agency knows 城管局, 水务局 here, not 教育局"),
        ("query incidents --urgency high", "--urgency knows U1, U2, U3, U4, not high"),
        ("query nearest places 118,36 --kind 医院", "--kind knows 学校, 市场 here, not 医院"),
        ("query incidents --skill 水电", "--skill says something of workers, not of incidents"),
        (
            "query cameras-at 118,36 --from 2026-09-01T00:00:00Z",
            "--from and --to says something of incidents, not of cameras",
        ),
        (
            "query incidents --from 2026-09-02T00:00:00Z --to 2026-09-02T00:00:00Z",
            "a period ends after it begins: --from TIME --to a later TIME",
        ),
        ("query incidents --from yesterday", "not a time with its zone (2026-09-11T14:03:27+08:00): yesterday"),
        ("query cameras-at 118,91", "not LON,LAT in degrees: 118,91"),
    ] {
        assert_eq!(refusal(words, &desk.run(words), 2), says, "{words}");
    }
}

#[test]
fn the_bench_of_questions_answers_with_figures() {
    let output = super::program().args(["bench", "query", "--points", "2000", "--questions", "200"]).output().unwrap();
    let told = super::answer("bench query", &output);
    assert_eq!((&told["points"], &told["grids"]), (&2_000.into(), &961.into()));
    for (part, question) in
        [("resting", "nearest_10"), ("resting", "nearest_10_of_1_in_100"), ("areas", "area_of_point")]
    {
        let figures = &told[part][question];
        assert!(figures["p50_us"].as_f64().unwrap() <= figures["p99_us"].as_f64().unwrap(), "{told}");
        assert!(figures["results_mean"].as_f64().unwrap() >= 1.0, "every question has an answer: {told}");
    }
    assert_eq!(
        (&told["resting"]["nearest_10"]["results_mean"], &told["moving"]["updates"]),
        (&10.0.into(), &2_000.into())
    );
}
