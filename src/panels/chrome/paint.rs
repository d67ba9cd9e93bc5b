//! How the map's handles look.

use super::switch::Switch;
use crate::panels::pen::{Pen, ink};
use crate::panels::theme;
use crate::seat::{Intent, Lang, Seat, TourIntent, WorkIntent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// A name's width at 14 dp: Han characters are square, others a little over half.
fn text_width(name: &str, size: f32) -> f32 {
    name.chars().map(|c| if c.is_ascii() { 0.6 * size } else { size }).sum()
}

pub(super) fn crumb_width(name: &str) -> f32 {
    text_width(name, 14.0) + 28.0
}

pub(super) fn switch_width(label: &str) -> f32 {
    text_width(label, 13.0) + 22.0
}

pub(super) fn crumbs(pen: &mut Pen<'_>, rect: Rect, areas: &[(u32, String)]) {
    let mut left = rect.left() + 2.0;
    for (k, (area, name)) in areas.iter().enumerate() {
        let chip = Rect::from_min_size(pos2(left, rect.top() + 3.0), vec2(crumb_width(name), rect.height() - 6.0));
        let press = pen.press_for(format!("crumb-{k}"), chip, name, Intent::DrillTo(Some(*area)));
        if press.hovered {
            pen.fill(chip, theme::RAISED.egui());
        }
        let last = k + 1 == areas.len();
        let token = if last { theme::TEXT_1 } else { theme::TEXT_2 };
        let at = pos2(chip.left() + 10.0, chip.center().y);
        let words = pen.text_within(at, Align2::LEFT_CENTER, name, ink(14.0, token).medium(), chip.width() - 18.0);
        if !last {
            let tip = pos2(words.right() + 12.0, chip.center().y);
            pen.line(tip - vec2(4.0, 4.0), tip, 1.5, theme::TEXT_3.egui());
            pen.line(tip - vec2(4.0, -4.0), tip, 1.5, theme::TEXT_3.egui());
        }
        left = chip.right();
    }
}

/// Switches in a row.
pub(super) fn switches(pen: &mut Pen<'_>, rect: Rect, switches: Vec<Switch>) {
    let mut left = rect.left() + 4.0;
    for switch in switches {
        let width = switch_width(switch.label);
        let chip = Rect::from_min_size(pos2(left + 1.0, rect.top() + 4.0), vec2(width - 2.0, rect.height() - 8.0));
        pen.chip(switch.id.as_str(), chip, switch.label, switch.on, switch.intent);
        pen.tell_chosen(&switch.id, switch.on);
        if switch.is_late {
            pen.hatch(chip, theme::STALE.egui_alpha(0.35));
        }
        left += width;
    }
}

/// What begins something, with its key.
pub(super) fn starters(seat: &Seat) -> [(&'static str, &'static str, Intent); 3] {
    let [search, tour, keys] = match seat.lang {
        Lang::Zh => ["查找 /", "导览 T", "按键 ?"],
        Lang::En => ["Search /", "Tour T", "Keys ?"],
    };
    let search = ("search-open", search, Intent::Work(WorkIntent::WantSearch));
    let tour = ("tour-start", tour, Intent::Tour(TourIntent::Toggle));
    [search, tour, ("keys-open", keys, Intent::Help)]
}

pub(super) fn starter_width(label: &str) -> f32 {
    text_width(label, 13.0) + 18.0
}

pub(super) fn show_starters(pen: &mut Pen<'_>, rect: Rect) {
    let mut left = rect.left() + 4.0;
    for (id, label, intent) in starters(pen.seat) {
        let width = starter_width(label);
        let chip = Rect::from_min_size(pos2(left + 1.0, rect.top() + 4.0), vec2(width - 2.0, rect.height() - 8.0));
        pen.pick(id.to_owned(), chip, label, false, intent);
        left += width;
    }
}
