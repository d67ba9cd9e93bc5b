//! What is done with the marked matters, each act with how many of them it would do it.

use crate::domain::ActKind;
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Word, desk_words, format, say};
use crate::panels::theme;
use crate::seat::work::WorkIntent;
use crate::seat::{Intent, Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

pub(super) const PAD: f32 = 12.0;
const TITLE: f32 = 28.0;

/// An act and with how many of the marked matters it is possible.
pub(super) type Offered = (ActKind, usize);

pub(super) fn offered(seat: &Seat) -> Vec<Offered> {
    seat.offers_for_marked()
}

fn labels(lang: Lang, offered: &[Offered]) -> Vec<String> {
    offered.iter().map(|(act, count)| format!("{} {}", desk_words::act(lang, *act), format::number(*count))).collect()
}

pub(super) fn height(lang: Lang, offered: &[Offered], width: f32) -> f32 {
    let labels = labels(lang, offered);
    TITLE + flow(labels.iter().map(String::as_str), width - 2.0 * PAD).1 as f32 * CHIP_ROW + 4.0
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, offered: &[Offered], marked: usize) {
    pen.painter().rect_filled(rect, 0.0, theme::PANEL.egui());
    pen.line(rect.left_top(), rect.right_top(), 2.0, theme::RAISED.egui());
    pen.name("marked", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let title = format!("{} {} {}", say(pen.lang, Word::Marked), format::number(marked), say(pen.lang, Word::Several));
    let at = pos2(inner.left(), rect.top() + TITLE / 2.0 + 1.0);
    pen.text(at, Align2::LEFT_CENTER, &title, ink(14.0, theme::TEXT_1).medium());
    let labels = labels(pen.lang, offered);
    let (places, _) = flow(labels.iter().map(String::as_str), inner.width());
    for (((act, _), label), place) in offered.iter().zip(&labels).zip(places) {
        let place = place.translate(inner.min.to_vec2() + vec2(0.0, TITLE));
        let id = format!("marked-{}", act.name());
        pen.pick(id, place, label, false, Intent::Work(WorkIntent::OpenMarked(*act)));
    }
}
