//! The desk's sides: widths, folding, changing places; and that everybody finds the desk, and the layers, as he left them.

use super::{AT, NOW};
use crate::county::small_county;
use zonglan::domain::{Post, RosterEntry, Urgency};
use zonglan::seat::queue::ListIntent;
use zonglan::seat::{
    Desk, DeskIntent, Intent, Lang, Layer, Layout, Screen, Seat, SeatSettings, Selection, ShiftIntent, Side, WorkIntent,
};

const OFFICERS: [&str; 2] = ["陈静", "周岚"];

fn seat(width_px: f64, height_px: f64) -> Seat {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U2, NOW.plus_secs(-60));
    let mut seat = Seat::new(book.picture, Screen::guessed(width_px, height_px), NOW, Lang::Zh);
    let entry = |name: &str| RosterEntry { name: name.into(), posts: vec![Post::ShiftLead], town: None };
    seat.rules.roster = OFFICERS.into_iter().map(entry).collect();
    seat.work.at_desk = true;
    seat.tick(NOW);
    seat
}

fn does(seat: &mut Seat, intent: DeskIntent) -> Layout {
    seat.intend(Intent::Desk(intent));
    seat.tick(NOW);
    let layout = seat.layout();
    assert_eq!((seat.view.width_px, seat.view.height_px), (layout.map.width_px, layout.map.height_px));
    layout
}

/// The rail, list, card and map stand beside each other, the latter in whatever order, and leave the map its share; under the
/// map and its edges stands the legend.
fn stand_apart(layout: &Layout, width_px: f64) {
    let (rail, strip, map) = (layout.rail, layout.strip, layout.map);
    assert!(rail.x_px == 0.0 && rail.width_px > 0.0, "{rail:?}");
    assert_eq!(map, layout.clear);
    assert_eq!(strip.y_px, map.y_px + map.height_px, "{strip:?} under {map:?}");
    assert_eq!(strip.y_px + strip.height_px, layout.footer.y_px, "{strip:?} above the footer");
    assert!(strip.x_px <= map.x_px && strip.x_px + strip.width_px >= map.x_px + map.width_px, "{strip:?}");
    for side in [layout.left, layout.right] {
        assert!(side.x_px >= rail.x_px + rail.width_px, "{side:?} beside {rail:?}");
        let is_beside = side.x_px >= strip.x_px + strip.width_px || side.x_px + side.width_px <= strip.x_px;
        assert!(is_beside, "{side:?} beside {strip:?}");
    }
    let mut all = [layout.left, layout.right, layout.map];
    all.sort_by(|a, b| a.x_px.total_cmp(&b.x_px));
    for pair in all.windows(2) {
        assert!(pair[0].x_px + pair[0].width_px <= pair[1].x_px, "{all:?}");
    }
    assert!(all[0].x_px >= 0.0 && all[2].x_px + all[2].width_px <= width_px, "{all:?}");
    assert!(layout.map.width_px >= 0.25 * width_px, "{all:?}");
    assert!(all.iter().all(|rect| rect.x_px.fract() == 0.0 && rect.width_px.fract() == 0.0), "whole pixels: {all:?}");
}

#[test]
fn a_side_is_as_wide_as_it_was_drawn_within_bounds() {
    for (width_px, height_px) in [(1366.0, 768.0), (1920.0, 1080.0), (3840.0, 1080.0), (3840.0, 2160.0)] {
        let mut seat = seat(width_px, height_px);
        assert!(seat.is_desk(), "{width_px}");
        let scale = seat.screen.scale();
        let usual = seat.layout();
        stand_apart(&usual, width_px);
        for (side, wanted_dp) in [(Side::List, 400.0), (Side::Card, 360.0), (Side::List, 5.0), (Side::Card, 9e9)] {
            let layout = does(&mut seat, DeskIntent::Width(side, wanted_dp));
            stand_apart(&layout, width_px);
            let rect = if side == Side::List { layout.left } else { layout.right };
            assert!(rect.width_px >= 250.0 * scale, "no side is too narrow to read: {rect:?}");
            if wanted_dp == 400.0 || wanted_dp == 360.0 {
                let most_px = width_px * 0.35;
                assert!((rect.width_px - (wanted_dp * scale).min(most_px)).abs() <= 1.0, "{rect:?}");
            }
        }
        assert_eq!(does(&mut seat, DeskIntent::Reset), usual);
    }
}

#[test]
fn sides_change_places_and_the_map_stays_between_them() {
    let mut seat = seat(1920.0, 1080.0);
    let center = seat.view.center;
    let before = seat.layout();
    let after = does(&mut seat, DeskIntent::Swap);
    stand_apart(&after, 1920.0);
    assert!(before.left.x_px < before.right.x_px && after.left.x_px > after.right.x_px);
    assert_eq!((before.left.width_px, before.right.width_px), (after.left.width_px, after.right.width_px));
    assert_eq!(seat.view.center, center, "the map's middle stays");
}

#[test]
fn what_is_folded_away_gives_its_room_and_comes_when_it_has_something_to_act_on() {
    let mut seat = seat(1920.0, 1080.0);
    // Otherwise the first step back is out of the question who sits here.
    seat.intend(Intent::Work(WorkIntent::Shift(ShiftIntent::Sit(OFFICERS[0].into()))));
    let usual = seat.layout();
    let without_card = does(&mut seat, DeskIntent::Fold(Side::Card));
    assert_eq!(without_card.right.width_px, 0.0);
    assert!(without_card.map.width_px > usual.map.width_px);
    let number = seat.picture.incidents.number(&"CL-1".into()).unwrap();
    seat.intend(Intent::Select(Selection::Incident(number)));
    seat.tick(NOW);
    assert_eq!(seat.layout(), usual, "nobody is sent by a card that nobody sees");
    seat.intend(Intent::Back);
    seat.tick(NOW);
    assert_eq!(seat.layout(), without_card);
    let without_both = does(&mut seat, DeskIntent::Fold(Side::List));
    assert!(without_both.map.width_px > 0.95 * 1920.0);
}

#[test]
fn a_wall_has_no_sides_to_draw() {
    let mut seat = seat(1920.0, 1080.0);
    does(&mut seat, DeskIntent::Swap);
    seat.intend(Intent::Work(WorkIntent::Desk));
    seat.tick(NOW);
    assert!(!seat.is_desk());
    assert_eq!(seat.layout(), seat.screen.layout());
    assert!(seat.layout().rail.is_empty() && seat.layout().strip.is_empty());
    let upright = self::seat(1080.0, 1920.0);
    assert!(!upright.is_desk());
}

#[test]
fn everybody_finds_the_desk_and_the_layers_as_he_left_them() {
    let mut desk = seat(1920.0, 1080.0);
    let sit = |seat: &mut Seat, name: &str| seat.intend(Intent::Work(WorkIntent::Shift(ShiftIntent::Sit(name.into()))));
    sit(&mut desk, OFFICERS[0]);
    does(&mut desk, DeskIntent::Swap);
    does(&mut desk, DeskIntent::Width(Side::List, 420.0));
    desk.intend(Intent::Toggle(Layer::Heat));
    let hers = (desk.desk, desk.layers);
    sit(&mut desk, OFFICERS[1]);
    desk.tick(NOW.plus_secs(1));
    desk.intend(Intent::Toggle(Layer::Cameras));
    assert!(!desk.layers.shows(Layer::Cameras));
    sit(&mut desk, OFFICERS[0]);
    assert_eq!((desk.desk, desk.layers), hers);
    // After a restart, by the file's own text.
    let kept = serde_json::to_string(&desk.settings()).unwrap();
    let mut next = seat(1920.0, 1080.0);
    next.take_settings(serde_json::from_str(&kept).unwrap());
    next.tick(NOW);
    assert_eq!((next.officer.as_str(), next.desk, next.layers), (OFFICERS[0], hers.0, hers.1));
    sit(&mut next, OFFICERS[1]);
    assert!(!next.layers.shows(Layer::Cameras));
    // A file of before, and one that names a layer that is no longer there.
    let old: SeatSettings = serde_json::from_str("{\"at_desk\":true}").unwrap();
    assert!(old.desks.is_empty());
    let strange = "{\"at_desk\":true,\"officer\":\"陈静\",\"desks\":{\"陈静\":{\"layers\":[\"heat\",\"gone\"]}}}";
    let mut next = seat(1920.0, 1080.0);
    next.take_settings(serde_json::from_str(strange).unwrap());
    assert_eq!((next.desk, next.layers.names()), (Desk::default(), vec!["heat".to_owned()]));
}

fn list(seat: &mut Seat, intent: ListIntent) {
    seat.intend(Intent::Work(WorkIntent::List(intent)));
}

fn views(seat: &Seat) -> Vec<&str> {
    seat.views().map(|view| view.name.as_str()).collect()
}

#[test]
fn a_view_of_the_list_is_his_who_saved_it_and_one_of_before_everybodys() {
    let sit = |seat: &mut Seat, name: &str| seat.intend(Intent::Work(WorkIntent::Shift(ShiftIntent::Sit(name.into()))));
    // As files were written before views were somebody's.
    let old = r#"{"at_desk":true,"views":[{"name":"全部","filter":{"list":"open"},"sort":"newest"}]}"#;
    let named = |seat: &mut Seat, name: &str| list(seat, ListIntent::Save(name.into()));
    let mut desk = seat(1920.0, 1080.0);
    desk.take_settings(serde_json::from_str(old).unwrap());
    assert_eq!(views(&desk), ["全部"], "before anybody has said who sits there");
    sit(&mut desk, OFFICERS[0]);
    list(&mut desk, ListIntent::Urgency(Urgency::U1));
    named(&mut desk, "特急");
    assert_eq!(views(&desk), ["全部", "特急"]);
    sit(&mut desk, OFFICERS[1]);
    assert_eq!(views(&desk), ["全部"], "what others saved is theirs");
    list(&mut desk, ListIntent::Clear);
    list(&mut desk, ListIntent::Urgency(Urgency::U2));
    named(&mut desk, "特急");
    // Her second is her own, under whatever name; so is what she forgets.
    list(&mut desk, ListIntent::Clear);
    list(&mut desk, ListIntent::View(1));
    assert!(desk.work.queue.filter.urgencies.contains(&Urgency::U2));
    list(&mut desk, ListIntent::View(7));
    list(&mut desk, ListIntent::Forget(7));
    list(&mut desk, ListIntent::Forget(1));
    assert_eq!(views(&desk), ["全部"]);
    named(&mut desk, "紧急");
    // After a restart, by the file's own text: his are there, and everybody's stays everybody's when it is saved anew.
    sit(&mut desk, OFFICERS[0]);
    let kept = serde_json::to_string(&desk.settings()).unwrap();
    let mut next = seat(1920.0, 1080.0);
    next.take_settings(serde_json::from_str(&kept).unwrap());
    assert_eq!((next.officer.as_str(), views(&next)), (OFFICERS[0], vec!["全部", "特急"]));
    list(&mut next, ListIntent::View(1));
    assert!(next.work.queue.filter.urgencies.contains(&Urgency::U1));
    named(&mut next, "全部");
    sit(&mut next, OFFICERS[1]);
    assert_eq!(views(&next), ["紧急", "全部"]);
    list(&mut next, ListIntent::View(1));
    assert!(next.work.queue.filter.urgencies.contains(&Urgency::U1), "as he saved it");
}

#[test]
fn what_changed_is_kept_once_and_nothing_else_is() {
    let mut seat = seat(1920.0, 1080.0);
    let posted = |seat: &mut Seat| {
        let outbox = seat.take_outbox();
        outbox.iter().filter(|request| matches!(request, zonglan::seat::link::ToStore::Settings(_))).count()
    };
    seat.tick(NOW.plus_secs(1));
    posted(&mut seat);
    seat.tick(NOW.plus_secs(2));
    assert_eq!(posted(&mut seat), 0);
    seat.intend(Intent::Desk(DeskIntent::Width(Side::Card, 500.0)));
    seat.tick(NOW.plus_secs(3));
    seat.tick(NOW.plus_secs(4));
    assert_eq!(posted(&mut seat), 1);
}

#[test]
fn a_search_from_a_wall_brings_a_desk_and_the_last_esc_the_wall_back() {
    use zonglan::seat::{Intent, Toast, WorkIntent};
    let seat_of = |width_px, height_px| {
        let screen = zonglan::seat::Screen::guessed(width_px, height_px);
        let picture = crate::county::small_county().picture;
        zonglan::seat::Seat::new(picture, screen, super::NOW, zonglan::seat::Lang::Zh)
    };
    let mut seat = seat_of(1920.0, 1080.0);
    seat.intend(Intent::Work(WorkIntent::WantSearch));
    assert!(seat.is_desk());
    assert!(seat.toasts().any(|toast| *toast == Toast::DeskForNow), "whoever stands before it is told");
    assert!(!seat.settings().at_desk, "the next start is a wall's");
    seat.intend(Intent::Back);
    assert!(!seat.is_desk());
    // Whoever wants to stay says so.
    seat.intend(Intent::Work(WorkIntent::WantSearch));
    seat.intend(Intent::Work(WorkIntent::Desk));
    seat.intend(Intent::Back);
    assert!(seat.is_desk() && seat.settings().at_desk);
    // A screen without room says so and stays what it is.
    let mut tall = seat_of(1080.0, 1920.0);
    tall.intend(Intent::Work(WorkIntent::WantSearch));
    assert!(!tall.is_desk() && tall.toasts().any(|toast| *toast == Toast::NoRoomForDesk));
    assert_eq!(tall.work.search_wanted, 0);
}
