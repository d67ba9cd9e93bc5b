//! The loop by hand, in a real window on the sample's county: a call becomes a matter and somebody is sent; it is returned,
//! agencies are called together, another call is merged into it, its clock stands still and goes on, it is checked, the
//! citizen is called back, it is closed. Once with the mouse, once with the keyboard alone; what was done is read from the
//! ledger, where a click goes from what the window says of itself. Each flow has as many acts and screens as it may have.
//!
//! A machine that does much else at once lets clicks through, so the loop goes round only where `ZONGLAN_TYPING` is set, as
//! for the input methods. Where a program that this needs is not installed, that is said and nothing is shown.
//! `ZONGLAN_HANDS_PICTURES=DIR` keeps a picture of the screen after each step.
//!
//! And what a sitting must show beside the loop: an alarm that is answered and taken back, the time slider, a tour that is
//! interrupted, a camera whose source dies, a screen that is unplugged, a screen reader.

mod alarm;
mod camera;
mod county;
mod officer;
mod past;
mod spoken;
mod toured;
mod unplugged;

use super::desktop::{Method, Opening, Session};
use county::County;
use officer::{By, Officer};

/// What is said on the phone: a place and a kind of matter that the sample knows.
const SAID: &str = "城关幼儿园门口井盖破损";

/// The number of a matter of the first urgency that another program reports.
const STRUCK: &str = "U1-1";

const SCREEN_PX: (u32, u32) = (1920, 1080);

/// The roster's officers, by their place in it.
const TAKES_CALLS: usize = 1;
const CALLS_BACK: usize = 2;
const LEADS: usize = 3;
const SUPERVISES: usize = 4;
const AGENCY: usize = 5;

/// Whether windows are wanted; where not, that is said.
fn is_wanted(what: &str) -> bool {
    let wanted = std::env::var_os("ZONGLAN_TYPING").is_some();
    if !wanted {
        eprintln!("left out: {what}, where ZONGLAN_TYPING is set and nothing else runs");
    }
    wanted
}

/// The county's window, with whoever takes calls at it.
fn open(county: &County, method: Method, words: &[&str]) -> Option<Session> {
    let words = [&["--officer", county::ROSTER[TAKES_CALLS - 1].0][..], words].concat();
    Session::start(&Opening { method, data: &county.data(), size_px: SCREEN_PX, words: &words })
}

fn goes_round(by: By) {
    if !is_wanted(&format!("the loop goes round by {by:?}")) {
        return;
    }
    let _alone = super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::Keys, &[]) else { return };
    session.teach(SAID);
    let mut officer = Officer::new(&session, &county, by);

    let code = call(&mut officer, "13800005678");
    officer.send();
    officer.did("assigned");
    // From the key or the button that opens the form to the one that sends.
    officer.flow("a call is dispatched", 9);

    officer.sits(AGENCY);
    officer.opens("ask-return");
    officer.says(1, "not ours");
    officer.confirms();
    officer.did("asked");
    officer.flow("a return is asked for", 4);
    officer.sits(LEADS);
    officer.does_what_is_next();
    officer.did("granted");
    officer.flow("a return is granted", 1);

    officer.sits(TAKES_CALLS);
    officer.send();
    let worker = officer.did("assigned")["worker"].as_str().unwrap().to_owned();
    officer.opens("summon");
    officer.adds_agency("水务公司", "swgs");
    officer.confirms();
    let summons = officer.did("summoned");
    assert_eq!(summons["parties"].as_array().map(Vec::len), Some(2), "{summons}");
    officer.flow("two agencies are called together", 6);
    officer.sits(AGENCY);
    officer.does_what_is_next();
    officer.confirms();
    officer.did("reported_in");
    officer.flow("the first reports in", 2);
    officer.opens("report-in");
    officer.confirms();
    officer.did("reported_in");
    for _ in 0..2 {
        officer.does_what_is_next();
        officer.says(1, "done");
        officer.confirms();
        officer.did("joint_result");
    }
    officer.flow("the other reports in, both have a result", 9);

    officer.sits(TAKES_CALLS);
    let again = call(&mut officer, "13900004321");
    officer.flow("the same is called in again", 9);
    officer.opens("merge");
    officer.names_matter(&code);
    officer.confirms();
    assert_eq!(officer.did("merged")["into"], code.as_str());
    officer.flow("it is merged", 4);
    assert_ne!(again, code);
    officer.finds(&code);
    officer.flow("it is looked up", 3);

    stands_still(&mut officer);
    for act in ["receipt", "arrive", "handle"] {
        // Whoever is out there has a phone, not this window.
        county.done_outside(act, &code, &worker);
    }
    ends(&mut officer);
    eprintln!("{by:?}:\n{}", officer.table());
}

/// Its clock stands still and goes on.
fn stands_still(officer: &mut Officer<'_>) {
    officer.opens("ask-suspend");
    officer.says(1, "waiting for parts");
    officer.confirms();
    officer.did("asked");
    officer.flow("a standstill is asked for", 4);
    officer.sits(LEADS);
    officer.does_what_is_next();
    officer.did("granted");
    officer.flow("a standstill is granted", 1);
    officer.opens("resume");
    officer.did("resumed");
    officer.flow("the clock goes on", 2);
}

/// It is checked, the citizen is called back, it is closed.
fn ends(officer: &mut Officer<'_>) {
    officer.sits(SUPERVISES);
    officer.does_what_is_next();
    officer.picks("passed", 1);
    officer.confirms();
    officer.did("checked");
    officer.flow("it is checked", 3);
    officer.sits(CALLS_BACK);
    // Checked it could be closed at once: that is what comes next.
    officer.opens("callback");
    officer.picks("said", 1);
    officer.confirms();
    officer.did("called_back");
    officer.flow("the citizen is called back", 4);
    officer.does_what_is_next();
    officer.did("closed");
    officer.flow("it is closed", 1);
}

/// A call is taken in; answers its number.
fn call(officer: &mut Officer<'_>, phone: &str) -> String {
    officer.takes_call(SAID, phone);
    officer.did("reported")["code"].as_str().unwrap().to_owned()
}

#[test]
fn the_loop_goes_round_by_the_mouse() {
    goes_round(By::Mouse);
}

#[test]
fn the_loop_goes_round_by_keys_alone() {
    goes_round(By::Keys);
}
