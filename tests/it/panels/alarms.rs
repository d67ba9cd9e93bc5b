//! The alarms on the desk: the header's count, the list, its foot; two presses at most; a flood; the past.

use super::{Desk, NOW, book, number, seat_of, store_all};
use crate::county::Book;
use bevy_egui::egui::{RawInput, Rect};
use zonglan::domain::{Act, Actor, Command, LonLat, Urgency};
use zonglan::panels::widget_ids;
use zonglan::seat::alarm_list::SHELF_SECS;
use zonglan::seat::{AlarmIntent, Intent, Lang, Seat, Selection, Stage, WorkIntent};

/// A desk over the county of the other tests, with the list of alarms open.
fn desk_of(book: Book, lang: Lang, size: (f64, f64)) -> Desk {
    let mut seat = seat_of(book.picture, size.0, size.1, lang);
    seat.work.at_desk = true;
    seat.intend(Intent::Alarm(AlarmIntent::Toggle));
    Desk::new(seat)
}

fn desk() -> Desk {
    desk_of(book(), Lang::Zh, (1920.0, 1080.0))
}

/// Does what the panels meant, and draws what follows.
fn mean(desk: &mut Desk, intents: Vec<Intent>) {
    intents.into_iter().for_each(|intent| desk.seat.intend(intent));
    let now = desk.seat.clock;
    desk.seat.tick(now);
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
}

fn press(desk: &mut Desk, id: &str) {
    let intents = desk.click(id);
    mean(desk, intents);
}

fn has(desk: &Desk, id: &str) -> bool {
    desk.panels.widgets().contains_key(id)
}

fn stage(seat: &Seat, code: &str) -> Option<Stage> {
    seat.alarm_list.entry(number(seat, code)).map(|entry| entry.stage)
}

fn flooded(lang: Lang) -> Desk {
    let mut book = book();
    for n in 0..25_u32 {
        let at = LonLat::new(118.01 + 0.003 * f64::from(n), 36.02 + 0.002 * f64::from(n));
        let urgency = if n % 10 == 4 { Urgency::U1 } else { Urgency::ALL[1 + n as usize % 3] };
        book.report(&format!("FL-{n}"), at, urgency, NOW.plus_secs(-590 + 20 * i64::from(n)));
    }
    desk_of(book, lang, (1920.0, 1080.0))
}

#[test]
fn the_header_counts_and_opens_the_list_in_place_of_the_matters() {
    let mut desk = desk();
    press(&mut desk, "alarms");
    assert!(has(&desk, "queue-row-CL-NEAR") && !has(&desk, "alarm-row-CL-NEAR"));
    press(&mut desk, "alarms");
    assert!(!has(&desk, "queue-row-CL-NEAR") && has(&desk, "alarm-row-CL-NEAR"));
    press(&mut desk, "alarm-close");
    assert!(has(&desk, "queue-row-CL-NEAR"));
    // On a wall, too.
    desk.seat.work.at_desk = false;
    press(&mut desk, "alarms");
    assert!(has(&desk, "alarm-row-CL-NEAR") && has(&desk, "alarm-stage-shelved"));
}

#[test]
fn two_presses_acknowledge_and_two_shelve_with_a_reason() {
    let mut desk = desk();
    press(&mut desk, "alarm-row-CL-NEAR");
    let incident = number(&desk.seat, "CL-NEAR");
    assert_eq!(desk.seat.selection, Some(Selection::Incident(incident)));
    press(&mut desk, "alarm-acknowledge");
    store_all(&mut desk.seat);
    mean(&mut desk, Vec::new());
    assert_eq!(stage(&desk.seat, "CL-NEAR"), Some(Stage::Acknowledged));
    assert!(!has(&desk, "alarm-acknowledge") && !has(&desk, "alarm-row-CL-NEAR"));
    // Another one goes to the shelf, and is seen there; the header leads to it and off again.
    press(&mut desk, "alarm-row-CL-0");
    press(&mut desk, "alarm-shelve-2");
    store_all(&mut desk.seat);
    mean(&mut desk, Vec::new());
    assert_eq!(stage(&desk.seat, "CL-0"), Some(Stage::Shelved));
    press(&mut desk, "alarm-stage-shelved");
    assert!(has(&desk, "alarm-row-CL-0"));
    press(&mut desk, "alarm-row-CL-0");
    press(&mut desk, "alarm-unshelve");
    store_all(&mut desk.seat);
    mean(&mut desk, Vec::new());
    assert_eq!(stage(&desk.seat, "CL-0"), Some(Stage::New));
}

#[test]
fn shelving_for_long_is_asked_in_the_card_and_names_what() {
    let mut desk = desk();
    press(&mut desk, "alarm-row-CL-0");
    let incident = number(&desk.seat, "CL-0");
    let until = desk.seat.now.plus_secs(2 * SHELF_SECS);
    desk.seat.intend(Intent::Work(WorkIntent::Open(zonglan::domain::ActKind::Shelve)));
    mean(&mut desk, Vec::new());
    press(&mut desk, "form-until-2");
    press(&mut desk, "form-words-1");
    press(&mut desk, "form-confirm");
    assert!(matches!(desk.seat.confirming(), Some((asked, Act::Shelve { .. })) if *asked == incident));
    assert_eq!(desk.seat.commands_under_way(), 0);
    press(&mut desk, "shelve-confirm");
    store_all(&mut desk.seat);
    let shelf = desk.seat.picture.incidents.row(incident).course.as_ref().unwrap().shelf.clone().unwrap();
    assert!((shelf.until.secs_since(until)).abs() <= 60);
}

#[test]
fn mute_is_a_press_and_its_state_is_on_the_header() {
    let mut desk = desk();
    let width = |desk: &Desk| desk.panels.widgets()["alarms"].width();
    let before = width(&desk);
    press(&mut desk, "alarm-mute");
    assert!(desk.seat.alarm_list.muted);
    assert!(width(&desk) > before + 20.0, "the header says it");
    press(&mut desk, "alarm-mute");
    assert!(!desk.seat.alarm_list.muted && (width(&desk) - before).abs() < 0.5);
}

#[test]
fn a_flood_stands_in_groups_with_a_banner_and_u1_apart() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = flooded(lang);
        assert!(has(&desk, "alarm-flood"));
        let top = |desk: &Desk, id: &str| desk.panels.widgets()[id].top();
        for code in ["alarm-row-FL-4", "alarm-row-FL-14", "alarm-row-FL-24", "alarm-row-CL-NEAR"] {
            assert!(top(&desk, code) < top(&desk, "alarm-group-1"), "{code}");
        }
        assert!(!has(&desk, "alarm-row-FL-1"));
        let groups = desk.panels.widgets().keys().filter(|id| id.starts_with("alarm-group-")).count();
        assert!((2..=4).contains(&groups), "by town: {groups}");
        press(&mut desk, "alarm-group-1");
        let rows = desk.panels.widgets().keys().filter(|id| id.starts_with("alarm-row-")).count();
        press(&mut desk, "alarm-group-1");
        let folded = desk.panels.widgets().keys().filter(|id| id.starts_with("alarm-row-")).count();
        assert!(rows > folded);
    }
}

#[test]
fn a_flood_has_its_banner_over_the_map_while_its_list_is_closed() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = flooded(lang);
        assert!(!has(&desk, "flood"), "the list says it");
        press(&mut desk, "alarm-close");
        let (banner, map) = (desk.panels.widgets()["flood"], desk.seat.layout().map);
        let (left, right) = (f64::from(banner.left()), f64::from(banner.right()));
        assert!(map.x_px <= left && right <= map.x_px + map.width_px, "{banner:?} in {map:?}");
        press(&mut desk, "flood");
        assert!(desk.seat.alarm_list.is_open && !has(&desk, "flood"));
    }
}

#[test]
fn what_is_overdue_from_before_is_one_line_that_leads_to_the_list() {
    let mut book = book();
    for n in 0..40 {
        let (by, code) = (Actor::Officer("李敏".into()), format!("CL-{n}"));
        let act = Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() };
        let at = NOW.plus_secs(-60);
        let command =
            Command { id: code.as_str().into(), by, at, incident: code.as_str().into(), seen_version: None, act };
        book.carry_out(&command).unwrap();
    }
    let later = NOW.plus_secs(40 * 86_400);
    let mut seat = Seat::new(book.picture, zonglan::seat::Screen::guessed(1920.0, 1080.0), later, Lang::Zh);
    seat.work.at_desk = true;
    seat.intend(Intent::Alarm(AlarmIntent::Toggle));
    seat.tick(later);
    let mut desk = Desk::new(seat);
    let rows = desk.panels.widgets().keys().filter(|id| id.starts_with("alarm-row-")).count();
    let first = (0..40).filter(|n| n % 4 == 0).count();
    assert_eq!(rows, first + 1, "U1 is told singly");
    press(&mut desk, "alarm-old");
    assert!(!desk.seat.alarm_list.is_open);
    assert_eq!(desk.seat.work.queue.filter.list, zonglan::seat::queue::List::Overdue);
}

/// Rows, chips and banner lie within the list and not over each other; each id is one that scripts are told of.
#[test]
fn nothing_of_the_list_overlaps_and_every_id_is_told() {
    let known: Vec<&str> = widget_ids().into_iter().map(|(id, _)| id.split('<').next().unwrap()).collect();
    for lang in [Lang::Zh, Lang::En] {
        for mut desk in
            [desk_of(book(), lang, (1920.0, 1080.0)), flooded(lang), desk_of(book(), lang, (3840.0, 1080.0))]
        {
            press(&mut desk, "alarm-row-CL-36");
            let ours: Vec<(String, Rect)> = desk
                .panels
                .widgets()
                .iter()
                .filter(|(id, _)| id.starts_with("alarm-"))
                .map(|(id, rect)| (id.clone(), *rect))
                .collect();
            assert!(ours.len() > 12);
            for (k, (id, rect)) in ours.iter().enumerate() {
                assert!(known.iter().any(|known| id.starts_with(known)), "{id}");
                for (other, place) in &ours[..k] {
                    assert!(!rect.shrink(0.6).intersects(place.shrink(0.6)), "{id} over {other}");
                }
            }
        }
    }
}

/// What a screen reader is told: each thing to press has a name that says what it is, with its number.
#[test]
fn the_list_and_its_counts_have_accessible_names() {
    let mut desk = flooded(Lang::En);
    desk.ctx.enable_accesskit();
    let input = RawInput { time: Some(desk.secs + 0.1), ..RawInput::default() };
    let (panels, seat) = (&mut desk.panels, &desk.seat);
    let output = desk.ctx.run_ui(input, |ui| drop(panels.show(ui.ctx(), seat)));
    let update = output.platform_output.accesskit_update.unwrap();
    let names: Vec<String> = update.nodes.iter().filter_map(|(_, node)| node.label().map(str::to_owned)).collect();
    let has = |part: &str| names.iter().any(|name| name.contains(part));
    for part in ["Alarms 66", "New 66", "Shelved 0", "Mute", "路面塌陷"] {
        assert!(has(part), "{part}: {names:?}");
    }
}
