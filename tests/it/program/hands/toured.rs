//! A tour that a real alarm interrupts, until somebody presses a key.

use super::super::desktop::{Method, Session};
use super::county::County;
use super::{STRUCK, is_wanted, open};
use zonglan::display::Touring;
use zonglan::panels::theme::U1;

/// The upper edge of a panel, px.
fn frame_of([left, top, right, _]: [i32; 4]) -> [i32; 4] {
    [left, top, right, top + 4]
}

fn wait_for_tour<T>(session: &Session, what: &str, found: impl Fn(Touring) -> Option<T>) -> T {
    session.wait_until(what, |window| found(window.now.tour?))
}

#[test]
fn a_tour_is_interrupted_by_a_u1_and_a_key_goes_on() {
    if !is_wanted("a tour is interrupted") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::Keys, &[]) else { return };
    session.press("t");
    let first = wait_for_tour(&session, "a tour", |tour| (!tour.interrupted).then_some(tour.scene));
    // It goes by itself, not by a hand.
    let second = wait_for_tour(&session, "its next scene", |tour| (tour.scene != first).then_some(tour.scene));

    county.struck(STRUCK);
    let scene = wait_for_tour(&session, "an interruption", |tour| tour.interrupted.then_some(tour.scene));
    let alarm = session.wait_until("the matter", |window| window.now.widgets.get("tour-alarm").copied());
    session.wait_for_colour("an alarm's frame", frame_of(alarm), U1.bytes(), true);
    session.keep_picture("interrupted");

    session.press("space");
    let goes_on = |tour: Touring| (!tour.interrupted && !tour.paused).then_some(());
    wait_for_tour(&session, "an answer", goes_on);
    session.wait_until("the scene again", |window| (!window.now.widgets.contains_key("tour-alarm")).then_some(()));
    session.wait_for_colour("its frame gone", frame_of(alarm), U1.bytes(), false);
    wait_for_tour(&session, "the scene after that", |tour| (tour.scene > scene.max(second)).then_some(()));
    session.press("Escape");
    session.wait_until("the desk again", |window| window.now.tour.is_none().then_some(()));
}
