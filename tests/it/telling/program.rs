//! `zonglan tell` as people give it.

use super::endpoint::{Endpoint, Reply, secret};
use crate::program::{Desk, answer, refusal};
use serde_json::{Value, json};

fn settings(desk: &Desk, endpoints: &Value) {
    desk.file("data/telling.json", json!({ "endpoints": endpoints }).to_string());
}

#[test]
fn notices_are_sent_listed_and_sent_again() {
    let server = Endpoint::start(|nth, _| if nth == 0 { Reply::Say(410, vec![]) } else { Reply::Say(200, vec![]) });
    let desk = Desk::small();
    settings(&desk, &json!([{ "name": "甲", "url": server.url(), "secret_env": "TELL_IT" }]));
    let run = |words: &str| desk.command(words).env("TELL_IT", secret()).output().unwrap();
    assert_eq!(desk.done("tell list")["notices"], json!([]));
    assert_eq!(answer("once", &run("tell run --once"))["delivered"], 0);
    desk.done("act report K1 --title 积水 --place 118.01,36.01");
    desk.done("act assign K1 --agency 城管局 --worker W1 --text 请前往");
    let failed = run("tell run --once");
    assert_eq!(failed.status.code(), Some(1));
    let tally: Value = serde_json::from_slice(&failed.stdout).unwrap();
    assert_eq!((tally["attempts"].as_u64(), tally["failed"].as_u64()), (Some(1), Some(2)));
    let said = String::from_utf8(failed.stderr).unwrap();
    assert!(said.contains("endpoint 甲 is gone") && said.contains("2 notices are not delivered"), "{said}");
    assert!(!said.contains("whsec_"), "{said}");

    let list = desk.done("tell list --state failed --to worker");
    let one = &list["notices"][0];
    assert_eq!(list["notices"].as_array().unwrap().len(), 1);
    assert_eq!((one["to"].as_str(), one["kind"].as_str()), (Some("worker:W1"), Some("assigned")));
    assert!(one["queued_at"].as_str().unwrap().ends_with("+08:00") && one.get("body").is_none(), "{one}");
    assert_eq!(desk.done("tell list --to 城管局")["notices"].as_array().unwrap().len(), 1);
    let id = one["id"].as_str().unwrap();
    assert_eq!(desk.done(&format!("tell retry {id}"))["retried"], 1);
    assert_eq!(desk.done("tell retry --failed")["retried"], 1);
    let again = desk.run(&format!("tell retry {id}"));
    assert!(refusal("retry", &again, 2).contains(id));
    assert_eq!(answer("once", &run("tell run --once"))["delivered"], 2);
    let told = answer("test", &run("tell test 甲"));
    assert_eq!(told["status"], 200);
    assert_eq!(server.got().len(), 4);
}

/// Whoever reported is known outside by the matter's number alone, and told nothing by an endpoint that does not ask for it.
#[test]
fn reporters_are_told_by_number_where_an_endpoint_says_so() {
    let (desks, phones) =
        (Endpoint::start(|_, _| Reply::Say(200, vec![])), Endpoint::start(|_, _| Reply::Say(200, vec![])));
    let desk = Desk::small();
    let to_reporters = json!([{ "to": "reporter", "kinds": ["accepted", "handled", "missed", "closed"] }]);
    let endpoints = json!([
        { "name": "单位", "url": desks.url(), "secret_env": "TELL_IT" },
        { "name": "短信", "url": phones.url(), "secret_env": "TELL_IT", "takes": to_reporters },
    ]);
    settings(&desk, &endpoints);
    let once = || answer("once", &desk.command("tell run --once").env("TELL_IT", secret()).output().unwrap());
    once();
    for (code, source) in [("R1", "hotline"), ("R2", "grid"), ("R3", "12345 --upstream 市平台")] {
        desk.done(&format!(
            "act report {code} --title 积水 --source {source} --phone 139-0000-1234 --place 118.01,36.01"
        ));
        desk.done(&format!("act accept {code}"));
        desk.done(&format!("act assign {code} --agency 城管局"));
        desk.done(&format!("act handle {code} --text 已抽干 --by agency:城管局"));
    }
    desk.done("act callback R1 --answer unreachable --by 回访丁");
    desk.done("act callback R1 --answer satisfied --by 回访丁");
    desk.done("act close R1 --by 回访丁");
    once();
    let told: Vec<String> =
        phones.got().iter().map(|got| format!("{} {}", got.kind(), got.json()["data"]["to"])).collect();
    let kinds = ["accepted", "handled", "missed", "closed"];
    assert_eq!(told, kinds.map(|kind| format!("incident.{kind} \"reporter:R1\"")));
    assert!(desks.got().len() > 3 && desks.got().iter().all(|got| !got.body.contains("reporter")));
    for got in phones.got().iter().chain(&desks.got()) {
        assert!(!got.body.contains("0000"), "the reporter's number went out: {}", got.body);
    }
}

#[test]
fn settings_that_say_nothing_sensible_are_refused_in_one_sentence() {
    let desk = Desk::small();
    let sentence = desk.refused("tell run --once");
    assert!(sentence.contains("telling.json"), "{sentence}");
    let good = json!({ "name": "甲", "url": "https://example.org/hook" });
    let with = |field: &str, value: Value| {
        let mut endpoint = good.clone();
        endpoint[field] = value;
        json!({ "endpoints": [endpoint] }).to_string()
    };
    let cases = [
        ("{".to_owned(), "EOF"),
        ("[]".to_owned(), "invalid"),
        (r#"{"endpoints":[],"colour":1}"#.to_owned(), "colour"),
        (json!({ "endpoints": [good.clone(), good.clone()] }).to_string(), "two endpoints"),
        (with("name", json!("")), "1 to 40 characters"),
        (with("url", json!("example.org")), "no address"),
        (with("url", json!("ftp://example.org/")), "begins with https://"),
        (with("url", json!("http://example.org/hook?token=geheim")), "plain_http"),
        (with("url", json!("https://a:geheim@example.org/")), "password"),
        (with("most_tries", json!(0)), "1 to 100"),
        (with("takes", json!([{ "to": "citizen" }])), "worker, agency, town, upstream or reporter"),
        (with("takes", json!([{ "to": "agency: " }])), "worker, agency, town, upstream or reporter"),
        (with("takes", json!([{ "kinds": ["assigned", "flown"] }])), "flown"),
        (with("secret", json!("whsec_geheim")), "unknown field"),
    ];
    for (text, says) in cases {
        desk.file("data/telling.json", &text);
        for words in ["tell run --once", "tell test 甲"] {
            let output = desk.run(words);
            let sentence = refusal(words, &output, output.status.code().unwrap());
            assert!(sentence.contains(says), "{text}: {sentence}");
            assert!(sentence.contains("telling.json"), "the file is named: {sentence}");
            assert!(!sentence.contains("geheim"), "{sentence}");
        }
    }
    desk.file("data/telling.json", json!({ "endpoints": [good] }).to_string());
    let sentence = desk.refused("tell run --once");
    assert!(sentence.contains("endpoint 甲") && sentence.contains("ZONGLAN_TELL_SECRET"), "{sentence}");
    let unknown = desk.run("tell test 乙");
    assert!(refusal("test", &unknown, 2).contains('甲'));
}
