//! Fingers on the map, a button that is held, and the screen through other eyes.

use super::world::Rig;
use zonglan::panels::theme::Sight;
use zonglan::seat::Intent;

pub(super) fn all() {
    let mut rig = Rig::new();
    rig.seat.settle().unwrap();
    fingers_do_what_a_mouse_does(&mut rig);
    a_click_is_done_in_the_frame_that_hears_it(&mut Rig::new());
    letters_are_there_in_the_frame_that_draws_them(&mut Rig::new());
    letters_stay_whatever_comes_behind_them(&mut Rig::new());
    other_eyes_see_the_whole_screen(&mut rig);
}

/// The button is let go of, one frame is drawn: what was ordered is at the store, and the panels show what was meant.
fn a_click_is_done_in_the_frame_that_hears_it(rig: &mut Rig) {
    let click = |rig: &mut Rig, id: &str| {
        let (x_px, y_px) = rig.seat.widget_px(id).unwrap_or_else(|| panic!("no {id}"));
        rig.seat.click(x_px, y_px);
    };
    rig.seat.seat_mut().intend(Intent::NextWaiting);
    rig.seat.settle().unwrap();
    click(rig, "dispatch-send");
    assert!(rig.seat.widget_px("delivery").is_some() && rig.seat.widget_px("dispatch-send").is_none());
    assert_eq!(rig.orders(), 1);
}

/// The help is full of words that were never drawn before: its first frame is the one that stays.
fn letters_are_there_in_the_frame_that_draws_them(rig: &mut Rig) {
    rig.seat.settle().unwrap();
    rig.seat.seat_mut().intend(Intent::Help);
    let first = rig.picture("letters-first");
    rig.seat.settle().unwrap();
    let settled = rig.picture("letters-settled");
    let apart = first.pixels().zip(settled.pixels()).filter(|(a, b)| a != b).count();
    assert_eq!(apart, 0, "pixels that came later");
}

/// New words again and again: those of before are still whole behind them.
fn letters_stay_whatever_comes_behind_them(rig: &mut Rig) {
    let help = |rig: &mut Rig, name: &str| {
        rig.seat.settle().unwrap();
        rig.seat.seat_mut().intend(Intent::Help);
        rig.seat.settle().unwrap();
        rig.picture(name)
    };
    let first = help(rig, "letters-help");
    rig.seat.seat_mut().intend(Intent::Help);
    for n in 0..12 {
        let select = zonglan::seat::Selection::Incident(n % rig.seat.seat().picture.incidents.len());
        rig.seat.seat_mut().intend(Intent::Select(select));
        rig.seat.update();
    }
    rig.seat.seat_mut().intend(Intent::Setup(zonglan::seat::SetupIntent::Toggle));
    rig.seat.settle().unwrap();
    rig.seat.key("Esc");
    rig.seat.seat_mut().intend(Intent::Back);
    let again = help(rig, "letters-help-again");
    // The list at the right has gone to what was selected.
    let list = rig.seat.seat().layout().right.x_px as u32;
    let both = first.enumerate_pixels().zip(again.pixels());
    let apart = both.filter(|((x, _, before), after)| *x < list && before != after).count();
    assert_eq!(apart, 0, "pixels of words that were there");
}

fn fingers_do_what_a_mouse_does(rig: &mut Rig) {
    let seat = rig.seat.seat();
    let incident = seat.picture.incidents.number(&"I-1".into()).unwrap();
    let at = seat.picture.incidents.row(incident).at.unwrap();
    let px = seat.window_px(at);
    rig.seat.tap(px.x, px.y);
    assert_eq!(rig.seat.state()["selection"]["id"], "I-1");
    rig.seat.key("Esc");
    // Held, it asks who answers there, and selects nothing.
    rig.seat.long_press(px.x, px.y);
    let state = rig.seat.state();
    assert!(state["selection"].is_null(), "{}", state["selection"]);
    assert!((state["tools"]["place"]["lon"].as_f64().unwrap() - at.lon_deg).abs() < 1e-4, "{}", state["tools"]);
    rig.seat.key("Esc");
    // Drawn along, it takes the map with it; the second tap that follows is not of a pair.
    let map = rig.seat.seat().layout().map;
    let middle = (map.x_px + map.width_px / 2.0, map.y_px + map.height_px / 2.0);
    let before = rig.seat.seat().window_px(at);
    rig.seat.swipe(middle, (middle.0 + 60.0, middle.1 - 40.0));
    let after = rig.seat.seat().window_px(at);
    assert!((after.x - before.x - 60.0).abs() < 1.0 && (after.y - before.y + 40.0).abs() < 1.0, "{before:?} {after:?}");
    assert!(rig.seat.state()["selection"].is_null());
    // Two fingers spread to twice as far zoom by one level about what lies between them.
    let zoom = rig.seat.seat().view.zoom;
    rig.seat.pinch(middle, 100.0, 200.0);
    let closer = rig.seat.seat().view.zoom;
    assert!((closer - zoom - 1.0).abs() < 0.05, "{zoom} {closer}");
    rig.seat.pinch(middle, 200.0, 100.0);
    assert!((rig.seat.seat().view.zoom - zoom).abs() < 0.05);
    // A panel's own taps are the panel's.
    let header = rig.seat.seat().layout().header;
    let place = rig.seat.seat().tools.place;
    rig.seat.long_press(header.x_px + header.width_px / 2.0, header.y_px + header.height_px / 2.0);
    assert_eq!(rig.seat.seat().tools.place, place);
}

/// What the graphics card makes of each pixel is what the design was checked by; ended, it is the same screen as before.
fn other_eyes_see_the_whole_screen(rig: &mut Rig) {
    rig.seat.settle().unwrap();
    let real = rig.picture("eyes-real");
    for sight in Sight::ALL {
        rig.seat.seat_mut().intend(Intent::SeeAs(Some(sight)));
        rig.seat.settle().unwrap();
        let seen = rig.picture(&format!("eyes-{}", sight.name()));
        assert!(rig.seat.widget_px("sight-end").is_some(), "it says so");
        // The strip that says so stands on the map, and names there keep off it; panels stay where they are.
        let map = rig.seat.seat().layout().map;
        let outside = |x: u32, y: u32| !map.contains(f64::from(x), f64::from(y));
        let mut off = 0_usize;
        for (x, y, pixel) in seen.enumerate_pixels().filter(|(x, y, _)| outside(*x, *y)) {
            let wanted = sight.seen(real.get_pixel(x, y).0);
            off += usize::from(pixel.0.iter().zip(wanted).any(|(is, wanted)| is.abs_diff(wanted) > 3));
        }
        let all = (seen.width() * seen.height()) as usize;
        assert!(off * 500 < all, "{sight:?}: {off} of {all} pixels are off");
    }
    rig.seat.seat_mut().intend(Intent::SeeAs(None));
    rig.seat.settle().unwrap();
    assert!(rig.picture("eyes-ended") == real, "ended, the screen is as before");
}
