//! The screen is unplugged while the county lives on, and plugged in again.

use super::super::desktop::{Method, Session, wait_for};
use super::county::County;
use super::officer::{By, Officer};
use super::{SCREEN_PX, STRUCK, is_wanted, open};
use std::collections::BTreeSet;

/// The map's ground, names and symbols, panels and their words: each ninth of a whole picture has so many colours.
const LEAST_COLOURS: usize = 500;

/// Whether the window draws everywhere, not only on a corner as small as it was without a screen.
fn is_drawn(session: &Session) -> Option<()> {
    let (width_px, height_px) = (SCREEN_PX.0 as usize, SCREEN_PX.1 as usize);
    let mut ninths = vec![BTreeSet::new(); 9];
    let pixels = session.pixels([0, 0, width_px as i32, height_px as i32]);
    for (y, row) in pixels.chunks(width_px).enumerate() {
        for (x, pixel) in row.iter().enumerate() {
            ninths[y * 3 / height_px * 3 + x * 3 / width_px].insert(*pixel);
        }
    }
    ninths.iter().all(|colours| colours.len() >= LEAST_COLOURS).then_some(())
}

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
    wait_for("no whole picture stands", || is_drawn(&session));
    let before = session.wait_until("the slider", |window| window.now.widgets.get("time-slider").copied());

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
    wait_for("it does not draw all of its picture again", || is_drawn(&session));
    session.keep_picture("plugged in again");

    // And it does what a hand means.
    let mut officer = Officer::new(&session, &county, By::Mouse);
    officer.click(&format!("queue-row-{STRUCK}"));
    officer.click("dispatch-send");
    let sent = officer.happens("assigned");
    assert!(sent.stream.ends_with(STRUCK), "{}", sent.stream);
}
