//! The intake form by the command line: drafts that are kept, asked on, reported and erased; killed at any moment, the
//! draft is there or the matter is, and never both for good.

use super::{Desk, answer, column};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::{Duration, Instant};
use zonglan::domain::{Event, Stream};
use zonglan::ledger::{Ledger, SqliteLedger};

/// A county with a catalogue and one matter that somebody has reported: a manhole without its cover.
fn desk() -> Desk {
    let desk = Desk::small();
    let kinds = [
        "路灯不亮,U4",
        "井盖破损,U2",
        "暴露垃圾,U4",
        "水管漏水,U2",
        "占道经营,U4",
        "工地噪声,U3",
        "树木倒伏,U2",
        "违停,U4",
    ];
    let kinds: String = (1..).zip(kinds).map(|(n, kind)| format!("01{n:02},{kind},城管局\n")).collect();
    desk.file("kinds.csv", format!("code,name,urgency,agency\n{kinds}"));
    desk.done("import categories kinds.csv");
    let first =
        "act report G1 --title 青年路井盖缺失 --category 0102 --nature help --place 118.05,36.05 --phone 139-0000-1234";
    desk.done(&format!("{first} --at 2026-09-11T08:50:00+08:00"));
    desk
}

fn at(minute: u32) -> String {
    format!("--at 2026-09-11T09:{minute:02}:00+08:00 --by 受理甲")
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|entry| entry.as_str().unwrap()).collect()
}

#[test]
fn a_form_is_filled_in_piece_by_piece_and_reported() {
    let desk = desk();
    let text = "来电人王建国称青年路小卖部门口窨井盖丢了，我电话13900001234";
    let told = desk.done(&format!("act report N1 --draft --text {text} {}", at(0)));
    assert_eq!((&told["next"], texts(&told["missing"])), (&json!("place"), vec!["place", "nature", "phone"]));
    assert_eq!(told["title"], "王**称青年路小卖部门口窨井盖丢了", "what the chain keeps tells nobody");
    assert_eq!(told["suggested"]["categories"][0]["name"], "井盖破损");
    assert_eq!(told["suggested"]["agency"], json!({ "agency": "城管局", "why": "catalogue" }));
    assert_eq!(told["suggested"]["urgency"]["urgency"], "U2");

    let early = desk.refused(&format!("act report N1 --from-draft {}", at(1)));
    assert!(early.ends_with("the form still wants place, nature, phone: say it"), "{early}");
    let told = desk.done(&format!("act report N1 --draft --place 118.0503,36.05 --phone 13900001234 {}", at(2)));
    assert_eq!((&told["next"], texts(&told["missing"])), (&json!("nature"), vec!["nature"]));
    let same = &told["similar"][0];
    assert_eq!(
        (&same["incident"], &same["verdict"], &same["state"]),
        (&json!("G1"), &json!("same"), &json!("reported"))
    );
    let why = column(&same["alike"], "why");
    assert_eq!(why, ["same_caller", "near", "time", "category", "words"], "{same}");
    assert_eq!(same["alike"][2]["secs_before"], 12 * 60);

    // Another program, another time: the list says whose it is and what it wants, and nothing that was said.
    let list = desk.done("query drafts");
    assert_eq!(list[0]["name"], "N1");
    assert_eq!((&list[0]["by"], &list[0]["next"]), (&json!({ "officer": "受理甲" }), &json!("nature")));
    assert!(!list.to_string().contains("13900001234") && !list.to_string().contains("王建国"), "{list}");

    let recorded = desk.done(&format!("act report N1 --from-draft --nature help --category 0102 {}", at(3)));
    let event = &recorded[0]["event"];
    assert_eq!((&event["type"], &event["category"]), (&json!("reported"), &json!("0102")));
    assert!(!recorded.to_string().contains("王建国") && !recorded.to_string().contains("13900001234"), "{recorded}");
    assert_eq!(desk.done("query drafts"), json!([]));
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    let personal = ledger.personal(&Stream::incident(&"N1".into())).unwrap().unwrap();
    assert_eq!((personal.text.as_deref(), personal.reporter_phone.as_deref()), (Some(text), Some("13900001234")));

    let again = desk.refused(&format!("act report N1 --from-draft {}", at(4)));
    assert!(again.contains("no draft has the number N1"), "{again}");
    let taken = desk.refused(&format!("act report N1 --draft --text 又来电 {}", at(5)));
    assert!(taken.contains("a matter has this number already"), "{taken}");
}

#[test]
fn what_a_draft_said_is_gone_from_the_disk_once_it_is_dropped() {
    let desk = desk();
    for minute in 0..5 {
        desk.done(&format!(
            "act report N2 --draft --text 旧话{minute}赵永福不愿留名 --phone 15512345678 {}",
            at(minute)
        ));
    }
    let everything = || -> Vec<u8> { super::snapshot(&desk.data()).into_values().flatten().collect() };
    let stands = |word: &str| everything().windows(word.len()).any(|there| there == word.as_bytes());
    assert!(stands("赵永福") && stands("15512345678"));
    assert_eq!(desk.done("act report N2 --drop-draft"), json!({ "dropped": true }));
    assert!(!stands("赵永福") && !stands("15512345678") && !stands("旧话0"), "overwritten, in the file and in its log");
    assert_eq!(desk.done("act report N2 --drop-draft"), json!({ "dropped": false }));
}

#[test]
fn a_report_is_advised_where_that_is_asked_for() {
    let desk = desk();
    let words = "act report N3 --advise --title 路灯坏了 --place 118.01,36.01 --nature help";
    let told = desk.done(&format!("{words} {}", at(0)));
    assert_eq!(told["recorded"][0]["stream"], "incident/N3");
    assert_eq!(told["suggested"]["categories"][0]["category"], "0101");
    assert_eq!(told["similar"][0]["incident"], "M1", "the lamp that was imported, not the report itself");
    let plain = desk.done(&format!("act report N4 --title 路灯坏了 {}", at(1)));
    assert!(plain.is_array(), "without being asked the answer is as it always was");
    let wrong = super::refusal("draft", &desk.run("act accept N4 --draft"), 2);
    assert!(wrong.contains("only a report has a draft"), "{wrong}");
}

#[test]
fn similar_matters_are_asked_for_by_text_place_phone_or_number() {
    let desk = desk();
    let moment = "--at-time 2026-09-11T09:02:00+08:00";
    let by_text = desk.done(&format!("query similar --text 青年路上井盖没了 --place 118.0503,36.05 {moment}"));
    assert_eq!((&by_text[0]["incident"], &by_text[0]["verdict"]), (&json!("G1"), &json!("same")));
    let by_phone = desk.done(&format!("query similar --text 井盖 --phone +8613900001234 {moment}"));
    assert_eq!(by_phone[0]["alike"][0]["why"], "same_caller");
    desk.done(
        "act report G2 --title 青年路井盖丢失 --place 118.0501,36.0501 --nature help --at 2026-09-11T09:01:00+08:00",
    );
    let of_matter = desk.done("query similar --incident G1");
    assert_eq!(column(&of_matter, "incident"), ["G2"], "later ones too, and never itself");
    let confidential =
        "act report G3 --title 青年路井盖被盗举报 --confidential --place 118.0501,36.0501 --nature report";
    desk.done(&format!("{confidential} --at 2026-09-11T09:01:30+08:00"));
    assert_eq!(column(&desk.done("query similar --incident G1"), "incident"), ["G2"]);
    assert!(desk.refused("query similar --incident G3").contains("confidential"));
    assert!(desk.refused("query similar --incident G9").contains("no matter has the number G9"));
    let wrong = super::refusal("similar", &desk.run("query similar"), 2);
    assert!(wrong.contains("--text"), "{wrong}");
    let suggested = desk.done("query suggest --text 电线掉落冒火花，井盖也没了");
    assert_eq!(suggested["urgency"]["word"], "电线掉落");
}

/// Killed between any two instructions of a report: then the draft is there, or the matter, and a second try brings it to
/// its end.
#[test]
fn killed_while_a_draft_is_reported() {
    let desk = desk();
    let mut random = ChaCha8Rng::seed_from_u64(43);
    let mut typical = Duration::from_millis(30);
    let rounds = std::env::var("ZONGLAN_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(12);
    let (mut kept, mut reported, mut lingered) = (0, 0, 0);
    for round in 0..rounds {
        let name = format!("K{round}");
        desk.done(&format!(
            "act report {name} --draft --text 第{round}处积水 --nature help --nowhere --phone 13900000000 {}",
            at(0)
        ));
        let words = format!("act report {name} --from-draft {}", at(1));
        let delay = typical.mul_f64(0.3 + f64::from(random.next_u32() % 1_200) / 1_000.0);
        let mut child = desk.command(&words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(delay);
        child.kill().unwrap();
        child.wait().unwrap();

        let reports = || {
            let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
            let recorded = ledger.read_stream(&Stream::incident(&name.as_str().into())).unwrap();
            recorded.iter().filter(|recorded| matches!(recorded.event, Event::Reported(..))).count()
        };
        let is_draft = |list: &Value| column(list, "name").contains(&name.as_str());
        let (has_draft, has_matter) = (is_draft(&desk.done("query drafts")), reports() == 1);
        assert!(has_draft || has_matter, "round {round}: both are gone");
        kept += u32::from(!has_matter);
        reported += u32::from(has_matter && !has_draft);
        lingered += u32::from(has_matter && has_draft);
        if has_draft {
            let started = Instant::now();
            answer(&words, &desk.run(&words));
            typical = started.elapsed();
        }
        assert_eq!(reports(), 1, "round {round}: reported once");
        assert!(!is_draft(&desk.done("query drafts")), "round {round}");
    }
    eprintln!("drafts: {rounds} kills, {kept} before the report, {lingered} before the draft went, {reported} after");
}
