//! Past moments through the program's door: figures and matters as they were, a worker's day, and who looked at it.

use super::{Desk, refusal};
use serde_json::json;

fn desk() -> Desk {
    let desk = Desk::new();
    desk.file(
        "matters.csv",
        "code,title,lon,lat,reported_at,accepted_at,assigned_at,handled_at,closed_at,worker\n\
         M1,路灯不亮,118.01,36.01,2026-09-10T08:00:00+08:00,2026-09-10T08:05:00+08:00,2026-09-10T08:06:00+08:00,\
         2026-09-10T12:00:00+08:00,2026-09-10T15:00:00+08:00,W1\n\
         M2,井盖破损,118.02,36.02,2026-09-11T09:00:00+08:00,,,,,\n",
    );
    desk.file("people.csv", "code,name,on_duty\nW1,张三,是\n");
    desk.file(
        "fixes.csv",
        "worker,lon,lat,fixed_at\n\
         W1,118.0100,36.0100,2026-09-10T09:00:00+08:00\nW1,118.0101,36.0100,2026-09-10T09:05:00+08:00\n\
         W1,118.0100,36.0101,2026-09-10T09:10:00+08:00\nW1,118.0300,36.0100,2026-09-10T09:19:00+08:00\n",
    );
    desk.done("import workers people.csv");
    desk.done("import incidents matters.csv");
    desk.done("import fixes fixes.csv");
    desk
}

#[test]
fn matters_are_asked_for_as_they_were() {
    let desk = desk();
    let open = |at: &str| desk.done(&format!("query figures --at-time {at}"))["open"]["numerator"].clone();
    assert_eq!(open("2026-09-10T07:59:59+08:00"), 0);
    assert_eq!(open("2026-09-10T08:30:00+08:00"), 1);
    assert_eq!(open("2026-09-10T16:00:00+08:00"), 0);
    assert_eq!(open("2026-09-11T09:00:00+08:00"), 1);
    let then = desk.done("query incidents --at-time 2026-09-10T08:30:00+08:00");
    assert_eq!(
        (&then[0]["incident"], &then[0]["state"], &then[0]["worker"]),
        (&json!("M1"), &json!("assigned"), &json!("W1"))
    );
    let before = desk.done("query incidents --at-time 2026-09-10T08:05:30+08:00");
    assert_eq!((&before[0]["state"], &before[0]["worker"]), (&json!("accepted"), &json!(null)));
    let where_then = desk.done("query nearest workers 118.01,36.01 --at-time 2026-09-10T09:06:00+08:00");
    assert_eq!(where_then[0]["fix"]["lon"], 118.0101);
}

#[test]
fn a_worker_s_day_is_told_and_the_look_is_written_down() {
    let desk = desk();
    let track = desk.done("query track W1 --day 2026-09-10 --by 陈立");
    assert_eq!(track["fixes"].as_array().unwrap().len(), 4);
    assert_eq!(track["stops"][0]["secs"], 600);
    assert_eq!(track["stops"].as_array().unwrap().len(), 1);
    assert_eq!((&track["done"][0]["incident"], &track["done"][0]["step"]), (&json!("M1"), &json!("handled")));
    assert!(track["speed_mps"].as_f64().unwrap() > 2.0);
    let none = desk.done("query track W1 --day 2026-09-09 --by 周敏");
    assert_eq!((&none["fixes"], &none["stops"]), (&json!([]), &json!([])));
    let looks = desk.done("query looks W1");
    assert_eq!(
        (looks.as_array().unwrap().len(), &looks[0]["by"], &looks[1]["by"]),
        (2, &json!("陈立"), &json!("周敏"))
    );
    assert_eq!(desk.done("query looks W2"), json!([]));
    assert!(desk.refused("query track W9 --day 2026-09-10 --by 陈立").contains("W9"));
    let words = "query track W1 --day 2026-13-10 --by 陈立";
    assert!(refusal(words, &desk.run(words), 2).contains("2026-13-10"));
    assert_eq!(desk.done("query looks W9"), json!([]), "who is not known was not looked at");
}
