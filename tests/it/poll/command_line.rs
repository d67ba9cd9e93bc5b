//! `zonglan feed` as a script sees it; and the program killed in the middle of its work.

use super::world::{incidents, page};
use crate::online::server::{Reply, Server};
use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zonglan::feeds::poll::FEEDS_FILE;
use zonglan::ledger::{Ledger, SqliteLedger};

/// A folder whose register has two people.
fn desk() -> TempDir {
    let dir = TempDir::new().unwrap();
    std::fs::write(dir.path().join("people.csv"), "code,name,on_duty\nW1,张三,是\nW2,李四,是\n").unwrap();
    let _: Value = done(&dir, &["import", "workers", "people.csv", "--data", "d"]);
    dir
}

fn command(dir: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zonglan"));
    for name in
        ["HOME", "XDG_DATA_HOME", "RUST_LOG", "ZONGLAN_FEED_KEY", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"]
    {
        command.env_remove(name);
    }
    command.current_dir(dir.path()).args(args);
    command
}

fn zonglan(dir: &TempDir, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn done(dir: &TempDir, args: &[&str]) -> Value {
    let output = zonglan(dir, args);
    assert_eq!(output.status.code(), Some(0), "{args:?} {output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The sentence with which a command is refused.
fn refused(output: &Output, code: i32) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    let last = text.lines().last().unwrap();
    assert!(!text.contains("panicked") && last.starts_with("zonglan: "), "{text}");
    last.to_owned()
}

fn ledger(dir: &TempDir) -> SqliteLedger {
    let ledger = SqliteLedger::open_read_only(&dir.path().join("d")).unwrap();
    ledger.verify(&mut |_| ()).unwrap();
    ledger
}

fn matters(dir: &TempDir) -> usize {
    done(dir, &["query", "incidents", "--all", "--limit", "100000", "--data", "d"]).as_array().unwrap().len()
}

#[test]
fn a_feed_is_added_listed_tried_out_asked_and_removed() {
    let server = Server::start(|asked| match asked.path.split('?').next().unwrap() {
        "/gps" => page(&format!("设备,经度,纬度,时刻\nW1,118.02,36.02,{}\n", jiff::Timestamp::now().as_second())),
        _ => page(&incidents(&[("A1", "路灯不亮", 118.01), ("A2", "积水", 118.02)])),
    });
    let dir = desk();
    let matters_url = server.url("/matters?n=100");
    let added =
        done(&dir, &["feed", "add", "市平台", &matters_url, "--kind", "incidents", "--every", "30", "--data", "d"]);
    assert_eq!((added["every_secs"].as_u64(), added["dead_after_secs"].as_u64()), (Some(30), Some(180)));
    assert_eq!(added["next"].as_str(), Some("zonglan feed test 市平台 --data d"));
    let gps = server.url("/gps");
    let mut add = vec!["feed", "add", "车载", &gps, "--kind", "positions", "--data", "d"];
    add.extend(["--map", "worker=设备", "--map", "fixed_at=时刻"]);
    done(&dir, &add);
    let listed = done(&dir, &["feed", "list", "--data", "d"]);
    let names: Vec<_> = listed.as_array().unwrap().iter().map(|feed| feed["name"].as_str().unwrap()).collect();
    assert_eq!((names, listed[1]["map"]["worker"].as_str()), (vec!["市平台", "车载"], Some("设备")));
    let mode = std::fs::metadata(dir.path().join("d").join(FEEDS_FILE)).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");

    let before = ledger(&dir).last_seq().unwrap();
    let tried = done(&dir, &["feed", "test", "市平台", "--data", "d"]);
    assert_eq!(
        (tried["kind"].as_str(), tried["rows"][0]["file"]["title"].as_str()),
        (Some("incidents"), Some("路灯不亮"))
    );
    assert_eq!((tried["knows_changes"].as_bool(), tried["rows_looked_at"].as_u64()), (Some(false), Some(2)));
    let tried = done(&dir, &["feed", "test", "车载", "--data", "d"]);
    assert_eq!((tried["rows"][0]["worker"].as_str(), tried["rows"][0]["lon"].as_f64()), (Some("W1"), Some(118.02)));
    assert_eq!(ledger(&dir).last_seq().unwrap(), before, "a try keeps nothing");

    let run = done(&dir, &["feed", "run", "--once", "--data", "d"]);
    assert_eq!((run["matters"].as_u64(), run["feeds"].as_array().unwrap().len()), (Some(2), 2));
    assert_eq!(matters(&dir), 2);
    let near = done(&dir, &["query", "nearest", "workers", "118.02,36.02", "-k", "1", "--data", "d"]);
    assert_eq!(near[0]["worker"].as_str(), Some("W1"), "{near}");
    let events = ledger(&dir).last_seq().unwrap();
    done(&dir, &["feed", "run", "--once", "--data", "d"]);
    assert_eq!(ledger(&dir).last_seq().unwrap(), events, "the same again is nothing");

    let removed = done(&dir, &["feed", "remove", "车载", "--data", "d"]);
    assert_eq!(removed["left"].as_u64(), Some(1));
    let sentence = refused(&zonglan(&dir, &["feed", "test", "车载", "--data", "d"]), 2);
    assert!(sentence.contains("there are: 市平台") && sentence.ends_with(": 车载"), "{sentence}");
    assert_eq!(matters(&dir), 2, "what it brought stays");
}

#[test]
fn a_weather_service_is_tried_out_and_what_it_says_otherwise_is_told() {
    let server = Server::start(|asked| match asked.path.split('?').next().unwrap() {
        "/bad" => page(r#"{"code":"401","message":"no such key"}"#),
        _ => page(r#"{"code":"200","now":{"temp":"24","text":"多云"}}"#),
    });
    let dir = desk();
    let url = server.url("/now");
    let added = done(&dir, &["feed", "add", "天气", &url, "--kind", "weather", "--data", "d"]);
    assert_eq!(added["every_secs"].as_u64(), Some(900));
    let tried = done(&dir, &["feed", "test", "天气", "--data", "d"]);
    let weather = &tried["weather"];
    assert_eq!((weather["text"].as_str(), weather["temperature_c"].as_f64()), (Some("多云"), Some(24.0)));
    let bad = server.url("/bad");
    done(&dir, &["feed", "add", "天气", &bad, "--kind", "weather", "--data", "d"]);
    let sentence = refused(&zonglan(&dir, &["feed", "test", "天气", "--data", "d"]), 1);
    assert!(sentence.contains("no such key"), "{sentence}");
    let args = ["feed", "add", "天气", &url, "--kind", "weather", "--map", "sky=now.text", "--data", "d"];
    let sentence = refused(&zonglan(&dir, &args), 2);
    assert!(sentence.contains("temperature_c") && sentence.ends_with("sky"), "{sentence}");
}

#[test]
fn what_says_nothing_sensible_is_a_wrong_command() {
    let dir = TempDir::new().unwrap();
    let url = "https://h.example/x";
    for (args, end) in [
        (vec!["a", url, "--kind", "cameras"], "cameras"),
        (vec!["a", "ftp://h/x", "--kind", "incidents"], "ftp://h/x"),
        (vec!["a", "https://me:s3cret@h/x", "--kind", "incidents"], "…"),
        (vec!["", url, "--kind", "incidents"], ": "),
        (vec!["a", url, "--kind", "incidents", "--every", "0"], "0"),
        (vec!["a", url, "--kind", "incidents", "--every", "60", "--stale-after", "30"], "60, 30, 360 s"),
        (vec!["a", url, "--kind", "incidents", "--map", "farbe=x"], "farbe"),
        (vec!["a", url, "--kind", "incidents", "--crs", "mars"], "mars"),
        (vec!["a", url, "--kind", "incidents", "--header", "no colon"], "no colon"),
        (vec!["a", url, "--kind", "incidents", "--header", "a b=c"], "a b"),
    ] {
        let output = zonglan(&dir, &[&["feed", "add"][..], &args, &["--data", "d"]].concat());
        let sentence = refused(&output, 2);
        assert!(sentence.trim_end().ends_with(end.trim_end()) && !sentence.contains("s3cret"), "{args:?}: {sentence}");
        assert!(!dir.path().join("d").exists(), "{args:?}");
    }
}

#[test]
fn settings_that_somebody_broke_are_said_to_be() {
    let dir = desk();
    for (text, said) in [
        ("{", "EOF"),
        (r#"{"feeds":[{"name":"a","url":"https://h/x","kind":"incidents","every_secs":60,"evry":1}]}"#, "evry"),
        (r#"{"feeds":[{"name":"a","url":"https://h/x","kind":"incidents","every_secs":0}]}"#, "every 1 to"),
    ] {
        std::fs::write(dir.path().join("d").join(FEEDS_FILE), text).unwrap();
        for what in ["list", "run"] {
            let sentence = refused(&zonglan(&dir, &["feed", what, "--data", "d"]), 1);
            assert!(sentence.contains(said) && sentence.ends_with(FEEDS_FILE), "{sentence}");
        }
    }
}

#[test]
fn a_key_comes_from_the_environment_and_is_shown_nowhere() {
    let server = Server::start(|asked| {
        let in_head = asked.head.to_ascii_lowercase().contains("authorization: bearer s3cret/1");
        match (asked.path.as_str(), in_head) {
            ("/list?ak=s3cret%2F1", true) => page(&incidents(&[("A1", "路灯不亮", 118.01)])),
            // The words of a refusal may repeat it.
            _ => Reply::Say(403, Vec::new(), format!("{{\"msg\":\"bad key: s3cret/1 {}\"}}", asked.path).into_bytes()),
        }
    });
    let dir = desk();
    let (good, bad) = (server.url("/list?ak={key}"), server.url("/other?ak={key}"));
    let line =
        ["--kind", "incidents", "--header", "Authorization=Bearer {key}", "--key-env", "COUNTY_KEY", "--data", "d"];
    for (name, url) in [("good", &good), ("bad", &bad)] {
        let added = done(&dir, &[&["feed", "add", name, url][..], &line].concat());
        assert_eq!(added["key"].as_str(), Some("missing"));
    }
    let sentence = refused(&zonglan(&dir, &["feed", "test", "good", "--data", "d"]), 1);
    assert!(sentence.ends_with("it wants a key: set the variable COUNTY_KEY"), "{sentence}");
    assert!(server.asked().is_empty(), "without its key it isn't asked");
    let with_key = |args: &[&str]| {
        command(&dir, args).env("COUNTY_KEY", "s3cret/1").env("RUST_LOG", "zonglan=debug").output().unwrap()
    };
    let tried = with_key(&["feed", "test", "good", "--data", "d"]);
    assert!(tried.status.success(), "{tried:?}");
    let run = with_key(&["feed", "run", "--once", "--data", "d"]);
    let sentence = refused(&run, 1);
    assert!(
        sentence.contains("feed bad") && sentence.contains("HTTP 403") && sentence.contains("bad key: …"),
        "{sentence}"
    );
    let listed = with_key(&["feed", "list", "--data", "d"]);
    for output in [&tried, &run, &listed] {
        let all = [output.stdout.clone(), output.stderr.clone()].concat();
        assert!(!String::from_utf8_lossy(&all).contains("s3cret"), "{}", String::from_utf8_lossy(&all));
    }
    let kept = std::fs::read_to_string(dir.path().join("d").join(FEEDS_FILE)).unwrap();
    assert!(!kept.contains("s3cret"));
    assert_eq!(matters(&dir), 1, "the good one was taken in all the same");
}

#[test]
fn a_key_is_not_carried_to_another_server() {
    let other = Server::start(|_| page("[]"));
    let there = other.url("/x").replace("127.0.0.1", "localhost");
    let server = Server::start(move |_| Reply::Say(302, vec![("Location", there.clone())], Vec::new()));
    let dir = desk();
    let url = server.url("/x");
    done(&dir, &["feed", "add", "a", &url, "--kind", "incidents", "--header", "X-Key={key}", "--data", "d"]);
    let output = command(&dir, &["feed", "test", "a", "--data", "d"]).env("ZONGLAN_FEED_KEY", "k").output().unwrap();
    assert!(refused(&output, 1).contains("would read the key"));
    assert!(other.asked().is_empty());
}

#[test]
fn a_proxy_is_asked_for_what_lies_outside() {
    let proxy = Server::start(|_| page(&incidents(&[("A1", "路灯不亮", 118.01)])));
    let dir = desk();
    done(&dir, &["feed", "add", "a", "http://feeds.example/x", "--kind", "incidents", "--data", "d"]);
    let mut test = command(&dir, &["feed", "test", "a", "--data", "d"]);
    let output = test
        .env("HTTP_PROXY", format!("http://{}", proxy.host()))
        .env("http_proxy", format!("http://{}", proxy.host()));
    let output = output.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert_eq!(proxy.asked()[0].path, "http://feeds.example/x");
}

#[test]
fn tls_that_is_none_is_no_connection() {
    let server = Server::start(|_| page("[]"));
    let dir = desk();
    let url = server.url("/x").replace("http://", "https://");
    done(&dir, &["feed", "add", "a", &url, "--kind", "incidents", "--data", "d"]);
    let sentence = refused(&zonglan(&dir, &["feed", "test", "a", "--data", "d"]), 1);
    assert!(sentence.contains("gives nothing (no connection)"), "{sentence}");
}

/// Killed again and again while matters come: each is there once, whatever was under way.
#[test]
fn killed_in_the_middle_nothing_comes_twice() {
    let rounds = std::env::var("ZONGLAN_KILLS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(6);
    let asked = Arc::new(AtomicUsize::new(0));
    let largest = Arc::new(Mutex::new(0_usize));
    let (count, most) = (Arc::clone(&asked), Arc::clone(&largest));
    let server = Server::start(move |_| {
        // Every answer has forty matters more, and tells those before as they were.
        let matters = 40 * (1 + count.fetch_add(1, Ordering::SeqCst));
        *most.lock().unwrap() = matters;
        let codes: Vec<String> = (0..matters).map(|n| format!("K{n:05}")).collect();
        let rows: Vec<(&str, &str, f64)> = codes.iter().map(|code| (code.as_str(), "事", 118.01)).collect();
        page(&incidents(&rows))
    });
    let dir = desk();
    let url = server.url("/x");
    done(&dir, &["feed", "add", "a", &url, "--kind", "incidents", "--every", "1", "--data", "d"]);
    for round in 0..rounds {
        let before = asked.load(Ordering::SeqCst);
        let mut child =
            command(&dir, &["feed", "run", "--data", "d"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        while asked.load(Ordering::SeqCst) < before + 1 + round % 2 {
            assert!(Instant::now() < until, "it never asked");
            std::thread::sleep(Duration::from_millis(2));
        }
        // From before the answer is read until it may be durable.
        std::thread::sleep(Duration::from_millis(3 * (round as u64 % 9)));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut seen = std::collections::BTreeMap::<String, u32>::new();
        ledger(&dir)
            .read_streams("incident/", &mut |recorded| {
                *seen.entry(recorded.stream.as_str().to_owned()).or_default() += 1;
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        assert!(seen.values().all(|events| *events == 1), "round {round}: {seen:?}");
    }
    done(&dir, &["feed", "run", "--once", "--data", "d"]);
    assert_eq!(matters(&dir), *largest.lock().unwrap(), "and in the end all are there");
    assert_eq!(ledger(&dir).last_seq().unwrap(), 2 + *largest.lock().unwrap() as u64);
}
