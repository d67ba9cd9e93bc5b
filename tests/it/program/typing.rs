//! Real keys into a real window: Chinese through real input methods, fcitx5 and ibus under X11, fcitx5 under Wayland; and a
//! call that is taken in and dispatched. What stands in the form is read from its draft on the disk, what was done to the
//! county from the ledger, whether something is composed from the window's log. Where a program that this needs is not
//! installed, that is said and nothing is shown.
//!
//! Desktops and methods keep their own time: on a busy machine a method lets letters through. So they are typed only where
//! `ZONGLAN_TYPING` is set, one test at a time. `ZONGLAN_HANDS_PICTURES=DIR` keeps a picture of the screen after each step.

use super::Desk;
use super::desktop::{self, Method, Opening, PATIENCE, Session};
use std::path::Path;
use std::time::{Duration, Instant};
use zonglan::domain::Draft;
use zonglan::ledger::Drafts;

/// A desk on this county, where typing is asked for.
fn open(method: Method, data: &Path) -> Option<Session> {
    if std::env::var_os("ZONGLAN_TYPING").is_none() {
        eprintln!("left out: keys are typed through {method:?} where ZONGLAN_TYPING is set and nothing else runs");
        return None;
    }
    Session::start(&Opening { method, data, size_px: (1280, 720), words: &["--officer", desktop::OFFICER] })
}

fn draft(data: &Path) -> Draft {
    let drafts = Drafts::open_read_only(data).unwrap();
    let kept = drafts.and_then(|drafts| drafts.all().unwrap().into_iter().next());
    kept.map(|kept| kept.draft).unwrap_or_default()
}

/// How many events the officer of the window caused.
fn acts(data: &Path) -> i64 {
    acts_with(data, "")
}

/// How many of them whose JSON holds this.
fn acts_with(data: &Path, words: &str) -> i64 {
    let ledger = data.join("ledger.sqlite");
    let ledger = rusqlite::Connection::open_with_flags(ledger, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let text = "SELECT count(*) FROM events WHERE actor LIKE ?1 AND CAST(body AS TEXT) LIKE ?2";
    let parts = [desktop::OFFICER, words].map(|part| format!("%{part}%"));
    ledger.query_row(text, parts, |row| row.get(0)).unwrap()
}

fn wait_for_act(data: &Path, words: &str, otherwise: &str) {
    let began = Instant::now();
    while acts_with(data, words) == 0 {
        assert!(began.elapsed() < PATIENCE, "{otherwise}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Waits until the method has said what it composed, or gave it up.
fn wait_for_said(session: &Session) {
    session.wait_until("nothing composed", |window| (!window.now.composing).then_some(()));
}

/// Waits until the text of the form fits.
fn wait_for_text(data: &Path, wanted: &str, fits: impl Fn(&str) -> bool) -> String {
    let began = Instant::now();
    loop {
        let text = draft(data).text;
        if fits(&text) {
            return text;
        }
        assert!(began.elapsed() < PATIENCE, "the form says {text:?}, not {wanted}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Whether a text is two Chinese characters: which ones a method offers first is its own business.
fn is_a_word(text: &str) -> bool {
    text.chars().count() == 2 && text.chars().all(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
}

/// Waits until a field has the keyboard, or none has it any more.
fn wait_for_field(session: &Session, typing: bool) {
    session.wait_until("the keyboard where it belongs", |window| (window.now.typing == typing).then_some(()));
}

/// Waits until a widget shows, or is gone.
fn wait_for_widget(session: &Session, id: &str, shows: bool) {
    session.wait_until(id, |window| (window.now.widgets.contains_key(id) == shows).then_some(()));
}

/// Types pinyin into the field that has the keyboard. On a busy machine a method follows the focus late and lets the first
/// letter through: it is taken back and typed again.
fn compose(session: &Session, pinyin: &str) {
    let (first, rest) = pinyin.split_once(' ').unwrap();
    for _ in 0..4 {
        let heard = session.wait_until("a window", |window| Some(window.now.heard));
        session.press(first);
        let composes = session.wait_until("the letter", |window| {
            (window.now.composing || window.now.heard > heard).then_some(window.now.composing)
        });
        if composes {
            return session.press(rest);
        }
        session.press("BackSpace");
        session.wait_until("the letter gone", |window| (window.now.heard > heard + 1).then_some(()));
        session.choose_pinyin();
    }
    panic!("the input method lets {first} through");
}

/// Whether what follows `before` is these letters, by syllables, or already Han. On a busy machine the last letter of a
/// composition may show under X11 only with the next key: the method has it, the window hears of it late.
fn is_composed(text: &str, before: &str, letters: &str) -> bool {
    let composed = text.strip_prefix(before).unwrap_or_default();
    let shown = composed.replace(' ', "");
    (letters.starts_with(&shown) && shown.len() + 1 >= letters.len()) || is_a_word(composed)
}

fn types_chinese(method: Method) {
    let _alone = desktop::alone();
    let desk = Desk::small();
    let other = "code,title,lon,lat,reported_at\nM2,井盖破损,118.01,36.01,2026-09-11T08:00:00+08:00\n";
    desk.file("other.csv", other);
    desk.done("import incidents other.csv");
    let data = desk.data();
    let Some(session) = open(method, &data) else { return };

    session.press("n");
    wait_for_field(&session, true);
    session.choose_pinyin();
    // Inline: what is composed stands in the field, by its syllables or already as the first candidate.
    compose(&session, "l u d e n g");
    wait_for_text(&data, "what is composed", |text| is_composed(text, "", "ludeng"));
    session.keep_picture("composing");
    session.press("space");
    wait_for_said(&session);
    wait_for_text(&data, "路灯", |text| text == "路灯");
    // A digit takes a candidate; outside of the field it would say what kind of talk this is.
    session.press("b u l i a n g");
    wait_for_text(&data, "more, composed", |text| is_composed(text, "路灯", "buliang"));
    session.press("1");
    wait_for_said(&session);
    let said = wait_for_text(&data, "two words", |text| text.strip_prefix("路灯").is_some_and(is_a_word));
    // Enter while composing gives the letters themselves, and neither goes on to the next question nor reports. What was
    // composed may have been another word than the candidate: only behind the letters does the word stand for good.
    session.press("s j");
    wait_for_text(&data, "more, composed", |text| text.len() > said.len());
    session.press("Return");
    wait_for_said(&session);
    let two_words = |text: &str| text.strip_prefix("路灯").is_some_and(is_a_word);
    let said = wait_for_text(&data, "the letters", |text| text.strip_suffix("sj").is_some_and(two_words));
    // Escape gives up what is composed, not the form.
    session.press("d a");
    wait_for_text(&data, "more, composed", |text| text.len() > said.len());
    session.press("Escape");
    wait_for_said(&session);
    wait_for_text(&data, "what it said", |text| text == said);
    session.keep_picture("composed");
    let kept = draft(&data);
    assert_eq!(
        (kept.nature, kept.address.as_str()),
        (None, ""),
        "keys of the composition answered questions: {kept:?}"
    );

    // The form is put away; the search takes Han the same way, and its Enter opens what it finds.
    session.press("Escape");
    wait_for_field(&session, false);
    session.press("Escape");
    wait_for_widget(&session, "intake", false);
    session.press("slash");
    wait_for_field(&session, true);
    session.choose_pinyin();
    compose(&session, "l u d e n g");
    wait_for_widget(&session, "queue-row-M2", false);
    session.keep_picture("searching");
    session.press("space");
    wait_for_widget(&session, "queue-row-M1", true);
    session.press("Return");
    wait_for_widget(&session, "card", true);
    wait_for_field(&session, false);
    session.keep_picture("found");
    assert_eq!(acts(&data), 0, "typing did something to the county");
    // The same key, outside of a field: the matter that the search found is taken in.
    session.press("space");
    wait_for_act(&data, "accepted", "the search opened no matter, or the window hears no keys");
}

/// Keys alone, from the call to the person who is on the way: what is said, where, by whom, what kind of talk.
#[test]
fn a_call_is_taken_in_and_dispatched_by_keys_alone() {
    let _alone = desktop::alone();
    let desk = Desk::small();
    let near = format!("code,name,on_duty,lon,lat,fixed_at\nW3,王五,是,118.0101,36.0101,{}\n", super::from_now(0));
    desk.file("near.csv", near);
    desk.done("import workers near.csv");
    let data = desk.data();
    let Some(session) = open(Method::Keys, &data) else { return };
    session.press("n");
    wait_for_field(&session, true);
    session.press("w a t e r space l e a k");
    session.press("Return");
    session.press("1 1 8 period 0 1 comma 3 6 period 0 1");
    session.press("Return");
    wait_for_widget(&session, "intake-located", true);
    session.press("1 3 9 0 0 0 0 1 2 3 4");
    session.press("Return");
    wait_for_field(&session, false);
    assert_eq!(acts(&data), 0, "typing and going on report nothing");
    session.press("1");
    session.keep_picture("answered");
    // For a moment after it was pressed Enter does nothing, so that a key pressed twice sends nobody.
    let rested = || session.wait_until("Enter's rest over", |window| (!window.now.enter_rests).then_some(()));
    rested();
    session.press("Return");
    wait_for_act(&data, "water leak", "nothing is reported");
    wait_for_widget(&session, "dispatch-send", true);
    rested();
    session.press("Return");
    wait_for_act(&data, "\"type\":\"assigned\"%\"worker\":\"W3\"", "nobody is sent");
    session.keep_picture("dispatched");
}

#[test]
fn pinyin_through_fcitx5_under_x11() {
    types_chinese(Method::Fcitx5);
}

#[test]
fn pinyin_through_ibus_under_x11() {
    types_chinese(Method::Ibus);
}

#[test]
fn pinyin_through_fcitx5_under_wayland() {
    types_chinese(Method::Fcitx5Wayland);
}
