//! How the map's handles look.

use crate::panels::pen::{Pen, ink};
use crate::panels::text::feed_words::{matters_late, positions};
use crate::panels::text::tool_words::{self, ToolWord};
use crate::panels::text::{Word, say, visit_words, words};
use crate::panels::theme;
use crate::seat::tools::DrawKind;
use crate::seat::{FeedState, Intent, Lang, Layer, Seat, ToolIntent, TourIntent, VisitIntent, WorkIntent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// A name's width at 14 dp: Han characters are square, others a little over half.
fn text_width(name: &str, size: f32) -> f32 {
    name.chars().map(|c| if c.is_ascii() { 0.6 * size } else { size }).sum()
}

pub(super) fn crumb_width(name: &str) -> f32 {
    text_width(name, 14.0) + 28.0
}

pub(super) fn switch_width(lang: Lang, layer: Layer) -> f32 {
    text_width(words::layer(lang, layer), 13.0) + 22.0
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

pub(super) fn tools_width(lang: Lang) -> f32 {
    text_width(tool_words::say(lang, ToolWord::Tools), 13.0) + 22.0
}

pub(super) fn desk_width(lang: Lang) -> f32 {
    text_width(say(lang, Word::DeskSwitch), 13.0) + 22.0
}

pub(super) fn visit_width(lang: Lang) -> f32 {
    text_width(visit_words::switch(lang), 13.0) + 22.0
}

pub(super) fn switches(pen: &mut Pen<'_>, rect: Rect, with_visit: bool) {
    let mut left = rect.left() + 4.0;
    for layer in Layer::ALL {
        let width = switch_width(pen.lang, layer);
        let chip = Rect::from_min_size(pos2(left + 1.0, rect.top() + 4.0), vec2(width - 2.0, rect.height() - 8.0));
        let on = pen.seat.layers.shows(layer);
        let label = words::layer(pen.lang, layer);
        let id = format!("layer-{}", layer.name());
        pen.chip(id.as_str(), chip, label, on, Intent::Toggle(layer));
        pen.tell_chosen(&id, on);
        // What its feed brings no more is old, and the layer's switch says so.
        let is_late = match layer {
            Layer::Incidents => matters_late(pen.seat).is_some(),
            Layer::Workers => positions(pen.seat).max().is_some_and(|state| state > FeedState::Live),
            _ => false,
        };
        if is_late && !pen.seat.replay.is_on() {
            pen.hatch(chip, theme::STALE.egui_alpha(0.35));
        }
        left += width;
    }
    let width = tools_width(pen.lang);
    let chip = Rect::from_min_size(pos2(left + 1.0, rect.top() + 4.0), vec2(width - 2.0, rect.height() - 8.0));
    let in_hand = pen.seat.tools.drawing.is_some() || pen.seat.tools.picks;
    let intent = if in_hand { ToolIntent::GiveUp } else { ToolIntent::Draw(DrawKind::Rectangle) };
    pen.chip("tools", chip, tool_words::say(pen.lang, ToolWord::Tools), in_hand, Intent::Tool(intent));
    pen.tell_chosen("tools", in_hand);
    left += width;
    let width = desk_width(pen.lang);
    let chip = Rect::from_min_size(pos2(left + 1.0, rect.top() + 4.0), vec2(width - 2.0, rect.height() - 8.0));
    let on = pen.seat.work.at_desk;
    pen.chip("desk", chip, say(pen.lang, Word::DeskSwitch), on, Intent::Work(WorkIntent::Desk));
    pen.tell_chosen("desk", on);
    if with_visit {
        let at = pos2(left + width + 1.0, rect.top() + 4.0);
        let chip = Rect::from_min_size(at, vec2(visit_width(pen.lang) - 2.0, rect.height() - 8.0));
        let on = pen.seat.visit.is_on();
        pen.chip("visit", chip, visit_words::switch(pen.lang), on, Intent::Visit(VisitIntent::Toggle));
        pen.tell_chosen("visit", on);
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
