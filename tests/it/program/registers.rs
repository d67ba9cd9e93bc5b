//! Registers through the program's door: re-cut from a day on, planned, mapped as last time, and what they are missing.

use super::{Desk, column};
use serde_json::{Value, json};
use std::process::Command;

/// A county with these grids of a strip: code, west and east end in hundredths of a degree from 118° E.
fn county(grids: &[(&str, u32, u32)]) -> String {
    let feature = |code: &str, level: &str, west: u32, east: u32| {
        let (w, e) = (118.0 + f64::from(west) / 100.0, 118.0 + f64::from(east) / 100.0);
        json!({ "type": "Feature",
            "geometry": { "type": "Polygon", "coordinates": [[[w, 36.0], [e, 36.0], [e, 36.1], [w, 36.1], [w, 36.0]]] },
            "properties": { "code": code, "name": code, "level": level, "parent": (level != "County").then_some("C") } })
    };
    let mut features = vec![feature("C", "County", 0, 10)];
    features.extend(grids.iter().map(|(code, west, east)| feature(code, "Grid", *west, *east)));
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn cut_anew() -> Desk {
    let desk = Desk::new();
    desk.file("old.json", county(&[("A", 0, 4), ("B", 4, 8), ("D", 8, 10)]));
    desk.file("new.json", county(&[("AB", 0, 8), ("D", 8, 10)]));
    desk.done("import areas old.json");
    let told = desk.done("import areas new.json --replace --valid-from 2026-03-01 --gone 2");
    assert_eq!(told["gone_codes"], json!(["A", "B"]));
    desk
}

#[test]
fn a_place_is_asked_for_as_it_was_cut_then() {
    let desk = cut_anew();
    assert_eq!(column(&desk.done("query at 118.05,36.05")["areas"], "code"), ["C", "AB"]);
    let then = desk.done("query at 118.05,36.05 --at-time 2026-02-28T23:59:59+08:00");
    assert_eq!(column(&then["areas"], "code"), ["C", "B"]);
    assert_eq!(then["areas"][1]["valid_to"], 1_772_294_400, "midnight of the first of March in China");
    let since = desk.done("query at 118.05,36.05 --at-time 2026-03-01T00:00:00+08:00");
    assert_eq!(column(&since["areas"], "code"), ["C", "AB"]);
    let again = desk.done("import areas new.json --replace --valid-from 2026-03-01");
    assert_eq!((&again["unchanged"], &again["gone"], &again["kept"]), (&json!(3), &json!(0), &json!(0)));
}

#[test]
fn replacing_says_in_a_sentence_what_it_wants() {
    let desk = cut_anew();
    desk.file("few.json", county(&[("D", 8, 10)]));
    for (words, part, code) in [
        ("import areas new.json --replace", "--valid-from DATE", 2),
        ("import areas new.json --valid-from soon", "soon", 2),
        ("import areas new.json --valid-from 2999-01-01", "lies ahead", 2),
        ("import workers new.json --valid-from 2026-03-01", "workers", 2),
        ("import areas few.json --replace --valid-from 2026-04-01 --gone 7", "--gone 1", 1),
    ] {
        let sentence = super::refusal(words, &desk.run(words), code);
        assert!(sentence.contains(part), "{words}: {sentence}");
    }
}

#[test]
fn a_plan_says_the_command_and_the_command_does_what_the_plan_says() {
    let desk = Desk::new();
    desk.file("口令 表.csv", "员工代号,员工大名,手机\nX1,张三,13812345678\nX2,李四,13912345678\n");
    let output = desk.command("import workers").args(["口令 表.csv", "--plan"]).output().unwrap();
    let plan: Value = super::answer("--plan", &output);
    assert!(!desk.data().exists(), "a plan makes no folder");
    let command = plan["command"].as_str().unwrap();
    assert!(command.starts_with("zonglan import workers '口令 表.csv' --data "), "{command}");
    assert_eq!(column(&plan["rows"], "name"), ["张三", "李四"]);
    // As a person would paste it.
    let program = env!("CARGO_BIN_EXE_zonglan");
    let line = command.replacen("zonglan", &format!("'{program}'"), 1);
    let pasted = Command::new("sh").arg("-c").arg(line).current_dir(desk.0.path()).output().unwrap();
    let done = super::answer("the plan's command", &pasted);
    assert_eq!((&done["kept"], &done["problems_total"]), (&json!(2), &json!(0)));
    assert_eq!(column(&done["problems"], "field"), Vec::<&str>::new());
}

#[test]
fn a_mapping_is_kept_and_proposed_when_the_same_headers_come_again() {
    let desk = Desk::new();
    desk.file("one.csv", "a,b,c\nP1,学校,118.01 36.01\n");
    desk.file("two.csv", "a,b,c\nP2,市场,118.02 36.02\n");
    let wrong = desk.done("import places one.csv");
    assert_eq!((&wrong["kept"], wrong.get("mapping_proposed")), (&json!(0), None));
    desk.file("good.csv", "编,名,x,y\nP1,学校,118.01,36.01\n");
    desk.file("next.csv", "编,名,x,y\nP2,市场,118.02,36.02\n");
    let map = "--map code=编 --map name=名 --map lon=x --map lat=y --set kind=重点 --save-mapping 月报";
    assert_eq!(desk.done(&format!("import places good.csv {map}"))["kept"], 1);
    let kept = std::fs::read_to_string(desk.data().join("mappings/月报.json")).unwrap();
    assert!(kept.contains("\"code\": \"编\""), "for people to read: {kept}");
    let untold = desk.done("import places next.csv");
    assert_eq!((&untold["kept"], &untold["mapping_proposed"]), (&json!(0), &json!("月报")));
    let plan = desk.done("import places next.csv --plan");
    assert_eq!(plan["mapping_proposed"], "月报");
    assert!(plan["command"].as_str().unwrap().ends_with("--mapping 月报"), "{plan}");
    assert_eq!((&plan["rows"][0]["kind"], &plan["rows"][0]["name"]), (&json!("重点"), &json!("市场")));
    assert_eq!(desk.done("import places next.csv --mapping 月报")["kept"], 1);
    let other = super::refusal("kind", &desk.run("import cameras next.csv --mapping 月报"), 2);
    assert!(other.contains("places"), "{other}");
    assert!(desk.refused("import places next.csv --mapping 周报").contains("月报"));
}

#[test]
fn gaps_are_told_after_an_import_and_as_a_table() {
    let desk = cut_anew();
    desk.file("people.csv", "code,name,home_area\nW1,张三,AB\nW2,=李四,A\n");
    let told = desk.done("import workers people.csv --gaps");
    assert_eq!((&told["gaps"]["grid_without_worker"], &told["gaps"]["worker_home_unknown"]), (&json!(1), &json!(1)));
    let gaps = desk.done("gaps");
    let unwalked = &gaps["gaps"][0];
    assert_eq!(
        (&unwalked["kind"], &unwalked["count"], &unwalked["of"]),
        (&json!("grid_without_worker"), &json!(1), &json!(2))
    );
    assert_eq!(unwalked["items"][0]["code"], "D");
    let all = gaps["gaps"].as_array().unwrap();
    assert!(all.iter().all(|gap| !gap["way_out"].as_str().unwrap().is_empty()));
    let output = desk.run("gaps --csv --lang en");
    let text = String::from_utf8(output.stdout).unwrap();
    let table = text.strip_prefix('\u{feff}').unwrap();
    let lines: Vec<&str> = table.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "gap,code,name,place,lon,lat,count,way out");
    let total = gaps["total"].as_u64().unwrap() as usize;
    assert_eq!(lines.len(), total + 1);
    assert!(table.contains(",'=李四,"), "no spreadsheet computes a name: {table}");
    assert_eq!(super::refusal("gaps", &desk.run("gaps --lang fr"), 2), "--lang wants zh or en, not fr");
}

#[test]
fn fixes_go_into_the_tracks() {
    let desk = Desk::small();
    desk.file("fixes.csv", "worker,lon,lat,time\nW1,118.01,36.01,2026-09-11 08:00\nW7,118.01,36.01,2026-09-11 08:00\n");
    let told = desk.done("import fixes fixes.csv");
    assert_eq!((&told["kept"], &told["flags"]), (&json!(1), &json!({ "unknown_worker": 1 })));
    assert_eq!(desk.done("import fixes fixes.csv")["unchanged"], 1);
    assert!(desk.data().join("tracks/2026-09-11.sqlite").exists());
}
