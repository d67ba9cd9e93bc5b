//! The screen is unplugged while the county lives on, and plugged in again.

use super::super::desktop::{Method, wait_for};
use super::county::County;
use super::officer::{By, Officer};
use super::{SCREEN_PX, STRUCK, is_wanted, open};

/// The map's ground, names and symbols, panels and their words: a picture has so many colours at least.
const LEAST_COLOURS: usize = 500;

#[test]
fn a_screen_is_unplugged_and_back() {
    if !is_wanted("a screen is unplugged") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::KeysUnplugged, &[]) else { return };
    let whole = [0, 0, SCREEN_PX.0 as i32, SCREEN_PX.1 as i32];
    let covers = || (session.window_place_px() == whole).then_some(());
    wait_for("the window does not cover its screen", covers);
    let slider = |what: &str| session.wait_until(what, |window| window.now.widgets.get("time-slider").copied());
    let before = slider("the slider");

    session.unplug();
    wait_for("nothing happens to the window without a screen", || (session.window_place_px() != whole).then_some(()));
    // Nobody sees it, and it hears what happens all the same.
    county.struck(STRUCK);
    let seq = county.last();
    session.wait_until("news without a screen", |window| (window.now.seq >= seq).then_some(()));

    session.plug_in();
    wait_for("the window does not cover its screen again", covers);
    session.wait_until("its panels where they were", |window| {
        (window.now.widgets.get("time-slider") == Some(&before)).then_some(())
    });
    wait_for("it draws nothing any more", || {
        let colours: std::collections::BTreeSet<_> = session.pixels(whole).into_iter().collect();
        (colours.len() >= LEAST_COLOURS).then_some(())
    });
    session.keep_picture("plugged in again");

    // And it does what a hand means.
    let mut officer = Officer::new(&session, &county, By::Mouse);
    officer.click(&format!("queue-row-{STRUCK}"));
    officer.click("dispatch-send");
    let sent = officer.happens("assigned");
    assert!(sent.stream.ends_with(STRUCK), "{}", sent.stream);
}
