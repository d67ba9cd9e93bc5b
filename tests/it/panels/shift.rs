//! The roster and the hand-over on screen.

use super::{Desk, book, seat_of};
use zonglan::domain::{Calendar, Rules, Urgency};
use zonglan::seat::queue::ListIntent;
use zonglan::seat::{Intent, Lang, Pressing, ShiftIntent, ShiftView, WorkIntent};

fn desk(lang: Lang, officers: usize) -> Desk {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, lang);
    let mut file: serde_json::Value = serde_json::from_str(Rules::SHIPPED).unwrap();
    let one = |n| serde_json::json!({ "name": format!("值班员{n}"), "posts": ["dispatch", "shift_lead", "call_back"] });
    file["roster"] = (1..=officers).map(one).collect();
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
    seat.rules = Rules::parse(&file.to_string(), zone, Calendar::china()).unwrap();
    seat.work.at_desk = true;
    Desk::new(seat)
}

fn shift(intent: ShiftIntent) -> Intent {
    Intent::Work(WorkIntent::Shift(intent))
}

fn mean(desk: &mut Desk, intents: Vec<Intent>) {
    intents.into_iter().for_each(|intent| desk.seat.intend(intent));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
}

#[test]
fn the_list_offers_an_officers_own_views() {
    let mut desk = desk(Lang::Zh, 2);
    let list = |intent| Intent::Work(WorkIntent::List(intent));
    mean(&mut desk, vec![shift(ShiftIntent::Sit("值班员1".into())), list(ListIntent::Urgency(Urgency::U1))]);
    let meant = desk.click("view-save");
    mean(&mut desk, meant);
    assert!(desk.panels.widgets().contains_key("view-1"));
    mean(&mut desk, vec![shift(ShiftIntent::Sit("值班员2".into()))]);
    assert!(!desk.panels.widgets().contains_key("view-1"), "another's");
    assert!(desk.panels.widgets().contains_key("view-save"), "she may save the same for herself");
    mean(&mut desk, vec![shift(ShiftIntent::Sit("值班员1".into())), list(ListIntent::Clear)]);
    let meant = desk.click("view-1");
    assert_eq!(meant, [list(ListIntent::View(0))]);
    mean(&mut desk, meant);
    assert!(desk.panels.widgets().contains_key("view-forget-1"), "it is what shows");
}

#[test]
fn an_officer_is_chosen_by_a_click_and_the_shift_handed_over_by_three() {
    let mut desk = desk(Lang::Zh, 4);
    let meant = desk.click("officer-2");
    assert_eq!(meant, [shift(ShiftIntent::Sit("值班员2".into()))]);
    mean(&mut desk, meant);
    assert!(!desk.panels.widgets().contains_key("shift"), "answered");
    let meant = desk.click("officer");
    assert_eq!(meant, [shift(ShiftIntent::Show(ShiftView::Choose))]);
    mean(&mut desk, meant);
    let meant = desk.click("shift-hand-over");
    mean(&mut desk, meant);
    let meant = desk.click("handover-waiting");
    assert_eq!(meant, [shift(ShiftIntent::Open(Pressing::Waiting))]);
    mean(&mut desk, meant);
    assert_eq!(
        desk.click("hand-to-2"),
        [shift(ShiftIntent::HandTo("值班员3".into()))],
        "whoever sits here is left out"
    );
    let meant = desk.click("shift-close");
    mean(&mut desk, meant);
    assert!(!desk.panels.widgets().contains_key("shift"));
}

#[test]
fn everything_of_it_stands_within_it_and_on_the_map() {
    for lang in [Lang::Zh, Lang::En] {
        for officers in [1, 2, 5, 20, 33] {
            for view in [ShiftView::Choose, ShiftView::HandOver] {
                let mut desk = desk(lang, officers);
                mean(&mut desk, vec![shift(ShiftIntent::Sit("值班员1".into())), shift(ShiftIntent::Show(view))]);
                let whole = desk.panels.widgets()["shift"];
                let parts: Vec<_> = desk
                    .panels
                    .widgets()
                    .iter()
                    .filter(|(id, _)| {
                        ["officer-", "hand-to-", "handover-", "shift-"].iter().any(|start| id.starts_with(start))
                    })
                    .collect();
                assert!(parts.len() > 1);
                for (k, (id, rect)) in parts.iter().enumerate() {
                    assert!(whole.contains_rect(**rect), "{lang:?} {officers} {view:?} {id}: {rect:?} in {whole:?}");
                    let shrunk = rect.shrink(0.5);
                    let over = parts[..k].iter().find(|(_, other)| other.intersects(shrunk));
                    assert!(over.is_none(), "{lang:?} {officers} {view:?} {id} over {over:?}");
                }
                assert!(whole.bottom() < 1080.0 / desk.seat.screen.scale() as f32 - 60.0, "{officers}");
            }
        }
    }
}
