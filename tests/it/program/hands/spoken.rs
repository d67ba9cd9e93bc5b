//! What a screen reader hears of a window, and what it does there: through AT-SPI, by the library that readers use.

use super::super::desktop::{Method, Session};
use super::county::County;
use super::{is_wanted, open};
use serde_json::Value;

const READER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/program/hands/reader.py");

/// What the reader says, pressing the button whose name begins so.
fn reads(session: &Session, pressing: &[&str]) -> Value {
    let read = session.command("/usr/bin/python3").arg(READER).args(pressing).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

#[test]
fn a_screen_reader_is_told_of_the_window_and_presses_its_buttons() {
    if !is_wanted("a screen reader reads a window") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::KeysRead, &[]) else { return };
    session.wait_until("the staff's counts", |window| window.now.widgets.contains_key("staff-free").then_some(()));
    let told = reads(&session, &[]);
    assert!(told["window"].as_str().is_some_and(|name| name.contains('县')), "{}", told["window"]);
    let nodes: Vec<(&str, &str)> = told["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| (node[0].as_str().unwrap(), node[1].as_str().unwrap()))
        .collect();
    let buttons: Vec<&str> = nodes.iter().filter(|(role, _)| role.contains("button")).map(|(_, name)| *name).collect();
    assert!(buttons.len() > 40, "{nodes:?}");
    assert!(buttons.iter().all(|name| !name.trim().is_empty()), "{nodes:?}");
    // A figure is told with its number.
    let received = buttons.iter().find(|name| name.starts_with("受理")).unwrap();
    assert!(received.chars().any(|letter| letter.is_ascii_digit()), "{received}");
    assert_eq!(reads(&session, &["空闲"])["pressed"], true);
    session.wait_until("the list of people", |window| window.now.widgets.contains_key("staff-list").then_some(()));
}
