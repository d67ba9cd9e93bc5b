//! From an alarm to somebody who is sent, and back within the ten seconds in which it can be taken back.

use super::super::desktop::Method;
use super::county::{County, Happened};
use super::officer::{By, Officer};
use super::{STRUCK, is_wanted, open};

/// So long an order can be taken back, seconds (VISUAL.md).
const TAKEN_BACK_SECS: i64 = 10;

/// Nothing is shown as taken back before the ledger has it, and it came in time.
fn is_taken_back(officer: &mut Officer<'_>, sent: &Happened) {
    let back = officer.happens("recalled");
    let after_secs = back.at_secs - sent.at_secs;
    assert_eq!(back.stream, sent.stream);
    assert!((0..=TAKEN_BACK_SECS).contains(&after_secs), "taken back after {after_secs} s");
}

#[test]
fn an_alarm_is_sent_in_two_clicks_or_by_two_keys_and_taken_back() {
    if !is_wanted("an alarm is answered by mouse and keys") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::Keys, &[]) else { return };

    let mut officer = Officer::new(&session, &county, By::Mouse);
    county.struck(STRUCK);
    officer.click(&format!("queue-row-{STRUCK}"));
    officer.click("dispatch-send");
    let sent = officer.happens("assigned");
    assert!(sent.stream.ends_with(STRUCK) && sent.event["worker"].is_string(), "{} {}", sent.stream, sent.event);
    officer.flow("an alarm is sent", 2);
    officer.click("recall");
    is_taken_back(&mut officer, &sent);
    officer.flow("and taken back", 1);
    officer.key("Escape");

    let mut officer = Officer::new(&session, &county, By::Keys);
    officer.key("F2");
    officer.finds_widget("dispatch-send");
    officer.presses("dispatch-send");
    let sent = officer.happens("assigned");
    assert!(sent.event["worker"].is_string(), "{}", sent.event);
    officer.flow("what waits first is sent by keys", 2);
    officer.key("ctrl+z");
    is_taken_back(&mut officer, &sent);
    officer.flow("and taken back by keys", 1);
}
