//! Visits and campaigns through the program's own door.

use super::Desk;
use serde_json::json;

fn desk() -> Desk {
    let desk = Desk::new();
    let square = |code: &str, level: &str, west: f64, east: f64| {
        json!({ "type": "Feature",
            "geometry": { "type": "Polygon", "coordinates":
                [[[west, 36.0], [east, 36.0], [east, 36.1], [west, 36.1], [west, 36.0]]] },
            "properties": { "code": code, "name": code, "level": level, "parent": (level != "County").then_some("C") } })
    };
    let features =
        [square("C", "County", 118.0, 118.1), square("A", "Grid", 118.0, 118.05), square("B", "Grid", 118.05, 118.1)];
    desk.file("areas.json", json!({ "type": "FeatureCollection", "features": features }).to_string());
    desk.file("people.csv", "code,name,home_area,on_duty\nW1,张三,A,是\nW2,李四,B,是\n");
    desk.file(
        "places.csv",
        "code,name,kind,lon,lat\nP1,一小,学校,118.01,36.01\nP2,二小,学校,118.02,36.01\nP3,三小,学校,118.06,36.01\n\
         P4,面粉厂,企业,118.07,36.01\n",
    );
    desk.file(
        "lists.csv",
        "检查表编码,检查表名称,适用场所,检查项编码,检查内容,填报方式\nJC1,校园安全,学校,1,消防通道畅通,合格\n\
         JC1,校园安全,学校,2,灭火器数量,数量\nJC1,校园安全,学校,1,又一项,合格\n",
    );
    desk.file(
        "tasks.csv",
        "任务编码,任务名称,检查表,场所类型,开始时间,截止时间\nZ1,开学季,JC1,学校,2026-09-01,2026-09-20 18:00\n\
         Z2,错,JC9,学校,2026-09-01,2026-09-20\nZ3,错,JC1,学校,2026-09-21,2026-09-20\n",
    );
    desk.file(
        "visits.csv",
        "检查编号,场所编码,检查人员,检查表,检查时间,检查结果,检查明细,当场整改,关联事件\n\
         V1,P1,W1,JC1,2026-09-02 09:00,,1=不合格;2=4,通道杂物已清,\nV2,P3,W2,JC1,2026-09-03 10:00,未检,,,\n\
         V3,P4,W2,,2026-03-03 10:00,正常,,,\nV4,P9,W2,JC1,2026-09-03 10:00,,,,\n",
    );
    desk.done("import areas areas.json");
    desk.done("import workers people.csv");
    desk.done("import places places.csv");
    let lists = desk.done("import checklists lists.csv");
    assert_eq!((&lists["kept"], &lists["skipped"]), (&json!(2), &json!(1)), "an item twice: {lists}");
    let tasks = desk.done("import campaigns tasks.csv");
    assert_eq!((&tasks["kept"], &tasks["skipped"]), (&json!(1), &json!(2)), "{tasks}");
    let visits = desk.done("import inspections visits.csv");
    assert_eq!((&visits["kept"], &visits["skipped"]), (&json!(3), &json!(1)), "no such place: {visits}");
    assert_eq!(desk.done("import inspections visits.csv")["unchanged"], 3);
    desk
}

const NOON: &str = "2026-09-11T12:00:00+08:00";

#[test]
fn campaigns_visits_and_what_is_left_are_asked_for() {
    let desk = desk();
    let at = |words: &str| desk.done(&format!("{words} --at-time {NOON}"));
    let told = &desk.done("query campaigns")[0];
    assert_eq!((&told["campaign"], &told["places"], &told["done"]), (&json!("Z1"), &json!(3), &json!(1)), "{told}");
    assert_eq!(at("query campaigns")[0]["state"], "running");
    let told = desk.done("query campaign Z1 --level grid");
    let of = |n: usize| (told["by_area"][n]["area"].clone(), told["by_area"][n]["done"].clone());
    assert_eq!((of(0), of(1)), ((json!("B"), json!(0)), (json!("A"), json!(1))), "the least first");
    let left = desk.done("query undone Z1");
    assert_eq!((&left["undone"], &left["places"][0]["place"]), (&json!(2), &json!("P2")));
    assert_eq!(desk.done("query undone Z1 --area B")["places"][0]["place"], "P3", "the door was shut");
    assert_eq!(desk.done("query undone Z1 --workers")["workers_total"], 2);
    assert_eq!(desk.done("query checklists")[0]["items"][1]["kind"], "number");
    let visits = desk.done("query inspections");
    assert_eq!(super::column(&visits, "inspection"), ["V2", "V1", "V3"]);
    assert_eq!(super::column(&desk.done("query inspections --result problems"), "inspection"), ["V1"]);
    assert_eq!(super::column(&desk.done("query inspections --area B --worker W2"), "inspection"), ["V2", "V3"]);
    let one = desk.done("query inspection V1");
    assert_eq!(one["answers"][0], json!({ "item": "1", "question": "消防通道畅通", "reply": "fails" }));
    let whole = desk.done(&format!("query coverage --to {NOON}"));
    assert_eq!((&whole["places"], &whole["inspected"], &whole["with_problems"]), (&json!(4), &json!(2), &json!(1)));
    // A past moment is asked of the picture of then.
    let before = desk.done("query campaigns --at-time 2026-09-02T08:00:00+08:00");
    assert_eq!(before[0]["done"], 0);
    for (words, part) in [
        ("query campaign Z9", "Z1"),
        ("query undone Z9", "Z1"),
        ("query inspection V9", "no visit"),
        ("query inspections --place P9", "no place"),
    ] {
        let sentence = desk.refused(words);
        assert!(sentence.contains(part), "{words}: {sentence}");
    }
}

#[test]
fn a_visit_is_told_its_problem_becomes_a_matter_and_people_are_reminded_once() {
    let desk = desk();
    let words = format!("visit V7 --place P2 --worker W1 --answer 2=3 --problem 1=杂物堵门 --at {NOON} --id one");
    let told = desk.done(&words);
    let kinds: Vec<&str> = told.as_array().unwrap().iter().filter_map(|r| r["event"]["type"].as_str()).collect();
    assert_eq!(kinds[..2], ["inspected", "reported"]);
    assert_eq!(desk.done(&words), told, "the same number again is answered with the first result");
    let matter = &desk.done("query incidents")[0];
    assert_eq!((&matter["incident"], &matter["title"]), (&json!("V7-1"), &json!("二小：杂物堵门")));
    assert_eq!(matter["inspection"], "V7", "the matter names the visit");
    let place = &desk.done("query nearest places 118.02,36.01 -k 1")[0];
    assert_eq!((&place["place"], &place["inspection_result"]), (&json!("P2"), &json!("problems")));
    assert_eq!(desk.done("query campaigns")[0]["done"], 2);
    assert_eq!(desk.done("act accept V7-1")[0]["event"]["type"], "accepted", "a matter like any other");
    let remind = format!("visit --remind Z1 --at {NOON}");
    assert_eq!(desk.done(&remind).as_array().unwrap().len(), 1, "W2 has a place left");
    assert_eq!(desk.done(&remind), json!([]));
    assert_eq!(desk.done(&format!("query undone Z1 --workers --at-time {NOON}"))["workers_total"], 1);
    for (words, part, code) in [
        ("visit V7 --place P2 --worker W1 --else-fits", "known already", 1),
        ("visit V8 --place P2 --worker W1", "has no answer", 1),
        ("visit V8 --place P2 --worker W9 --else-fits", "no worker", 1),
        ("visit V8 --place P2 --worker W1 --problem 堵", "ITEM=TEXT", 2),
        ("visit --remind Z9", "Z1", 1),
    ] {
        let sentence = super::refusal(words, &desk.run(words), code);
        assert!(sentence.contains(part), "{words}: {sentence}");
    }
}
