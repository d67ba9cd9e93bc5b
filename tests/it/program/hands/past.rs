//! The time slider by hand: drawn through the day, the map is of the past; Home brings the present back.

use super::super::desktop::Method;
use super::county::County;
use super::{STRUCK, is_wanted, open};
use zonglan::panels::theme::REPLAY;
use zonglan::sample::END;

const DAY_SECS: i64 = 86_400;
/// The sample's civil time.
const UTC_OFFSET_SECS: i64 = 8 * 3_600;
/// Hours of the day over which the hand moves; the sample ends past two in the afternoon.
const HOURS: [i64; 8] = [13, 12, 10, 7, 4, 1, 6, 11];
/// A pixel of the slider is some two minutes, and it stands at whole five.
const NEAR_SECS: i64 = 600;

#[test]
fn the_slider_is_drawn_through_the_day_and_home_is_now() {
    if !is_wanted("the time slider is drawn") {
        return;
    }
    let _alone = super::super::desktop::alone();
    let county = County::new();
    let Some(session) = open(&county, Method::Keys, &[]) else { return };
    let midnight = END - (END + UTC_OFFSET_SECS).rem_euclid(DAY_SECS);
    let [left, top, right, bottom] =
        session.wait_until("the slider", |window| window.now.widgets.get("time-slider").copied());
    // It spans the last 24 hours, to the end of the ten minutes that run; live is its right edge.
    let from = (END.div_euclid(600) + 1) * 600 - DAY_SECS;
    let at = |moment: i64| [left + ((right - left) as i64 * (moment - from) / DAY_SECS) as i32, (top + bottom) / 2];
    session.wait_until("the present", |window| window.now.past_secs.is_none().then_some(()));

    session.move_to(at(END));
    session.hold(true);
    for hour in HOURS {
        let due = midnight + hour * 3_600;
        session.move_to(at(due));
        session.wait_until(&format!("{hour}:00 on its map"), |window| {
            let is_near = window.now.past_secs.is_some_and(|secs| (secs - due).abs() <= NEAR_SECS);
            (is_near && window.now.widgets.contains_key("replay-guard")).then_some(())
        });
    }
    session.hold(false);
    let guard = session.wait_until("the guard", |window| window.now.widgets.get("replay-guard").copied());
    session.wait_for_colour("the past says so", guard, REPLAY.bytes(), true);
    session.keep_picture("past");
    // What comes in meanwhile is live, is told, and moves nobody out of the past.
    county.struck(STRUCK);
    let seq = county.last();
    session.wait_until("news over the past", |window| {
        let now = &window.now;
        (now.seq >= seq && now.widgets.contains_key("live-strip") && now.past_secs.is_some()).then_some(())
    });
    let row = format!("queue-row-{STRUCK}");
    session.wait_until("the list of then", |window| (!window.now.widgets.contains_key(&row)).then_some(()));

    session.press("Home");
    session.wait_until("the present again", |window| {
        let now = &window.now;
        let is_live = now.past_secs.is_none() && !now.widgets.contains_key("replay-guard");
        (is_live && now.widgets.contains_key(&row)).then_some(())
    });
    session.wait_for_colour("the present does not", guard, REPLAY.bytes(), false);
    session.keep_picture("home");
}
