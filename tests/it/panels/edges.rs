//! The desk's edges under a hand: drawn along, folded, swapped; whatever stands there, nothing overlaps.

use super::{Desk, NOW, book, number, seat_of};
use bevy_egui::egui::{Event, Modifiers, PointerButton, Pos2, Rect, vec2};
use zonglan::seat::{DeskIntent, IntakeIntent, Intent, Lang, Selection, Side};

fn desk(lang: Lang) -> Desk {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, lang);
    seat.work.at_desk = true;
    seat.tick(NOW);
    Desk::new(seat)
}

fn does(desk: &mut Desk, intents: Vec<Intent>) {
    intents.into_iter().for_each(|intent| desk.seat.intend(intent));
    desk.seat.tick(NOW);
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
}

fn at(desk: &Desk, id: &str) -> Rect {
    *desk.panels.widgets().get(id).unwrap_or_else(|| panic!("no widget {id}"))
}

/// Draws from one point to another, in steps; answers what was meant on the way and at the end.
fn draw(desk: &mut Desk, from: Pos2, to: Pos2) -> (Vec<Intent>, Vec<Intent>) {
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let mut meant = desk.pass(vec![Event::PointerMoved(from)]);
    meant.extend(desk.pass(vec![button(from, true)]));
    for step in 1..=5 {
        meant.extend(desk.pass(vec![Event::PointerMoved(from + (to - from) * (step as f32 / 5.0))]));
    }
    let mut end = desk.pass(vec![button(to, false)]);
    end.extend(desk.pass(Vec::new()));
    (meant, end)
}

#[test]
fn an_edge_is_drawn_along_and_the_map_changes_once() {
    let mut desk = desk(Lang::Zh);
    for (side, id, wider) in [(Side::List, "edge-list", 120.0), (Side::Card, "edge-card", -90.0)] {
        let before = desk.seat.layout();
        let from = at(&desk, id).center_top() + vec2(0.0, 60.0);
        let (on_the_way, end) = draw(&mut desk, from, from + vec2(wider, 0.0));
        assert!(on_the_way.is_empty(), "{on_the_way:?}");
        let [Intent::Desk(DeskIntent::Width(drawn, dp))] = end[..] else { panic!("{end:?}") };
        let rect = if side == Side::List { before.left } else { before.right };
        assert_eq!(drawn, side);
        assert!((dp - rect.width_px - f64::from(wider.abs())).abs() < 10.0, "{dp} {rect:?}");
        does(&mut desk, end);
        let after = if side == Side::List { desk.seat.layout().left } else { desk.seat.layout().right };
        assert!((after.width_px - dp).abs() <= 1.0);
    }
}

#[test]
fn buttons_fold_and_swap_and_nothing_stands_over_another() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = desk(lang);
        let near = Selection::Incident(number(&desk.seat, "CL-NEAR"));
        for id in ["edge-swap", "edge-card-fold", "edge-list-fold", "edge-list-fold", "edge-swap", "edge-card-fold"] {
            let meant = desk.click(id);
            assert!(matches!(meant[..], [Intent::Desk(_)]), "{id}: {meant:?}");
            does(&mut desk, meant);
            for selected in [true, false] {
                desk.seat.intend(if selected { Intent::Select(near) } else { Intent::Back });
                does(&mut desk, Vec::new());
                let (list, card) = (desk.seat.layout().left, desk.seat.layout().right);
                for (id, rect, side) in [("queue-row-CL-NEAR", list, Side::List), ("dispatch-send", card, Side::Card)] {
                    let stands = desk.panels.widgets().get(id);
                    let wanted = desk.seat.shows_side(side) && (side == Side::List || selected);
                    assert_eq!(stands.is_some(), wanted, "{id}");
                    let center = stands.map(|rect| rect.center());
                    assert!(center.is_none_or(|at| rect.contains(f64::from(at.x), f64::from(at.y))), "{id}: {rect:?}");
                }
            }
        }
        assert_eq!(desk.seat.desk, zonglan::seat::Desk::default());
    }
}

#[test]
fn the_intake_stands_over_the_list_on_either_side() {
    let mut desk = desk(Lang::Zh);
    for swapped in [false, true] {
        if swapped {
            does(&mut desk, vec![Intent::Desk(DeskIntent::Swap)]);
        }
        does(&mut desk, vec![Intent::Intake(IntakeIntent::Open)]);
        let list = desk.seat.layout().left;
        let words = at(&desk, "intake-text");
        let inside = (list.x_px as f32 - 400.0)..=((list.x_px + list.width_px) as f32 + 400.0);
        assert!(inside.contains(&words.left()) && inside.contains(&words.right()), "{words:?} {list:?}");
        assert!(words.left() >= 0.0 && words.right() <= 1920.0, "{words:?}");
        assert!(!desk.panels.widgets().contains_key("edge-list"));
        does(&mut desk, vec![Intent::Back]);
    }
}
