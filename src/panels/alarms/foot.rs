//! What can be done with the selected alarm, one press each: acknowledged, shelved for half an hour for one of the usual
//! reasons, taken off the shelf. Sending is the card's.

use crate::domain::ActKind;
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::alarm_words;
use crate::panels::theme::{self, size};
use crate::seat::work::phrases;
use crate::seat::{AlarmIntent, Intent, Lang, Seat, Stage};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const PAD: f32 = 12.0;
const LABEL: f32 = 24.0;

/// The stage of the selected matter, where it is an alarm with which something can be done here and now.
fn stage(seat: &Seat) -> Option<Stage> {
    let incident = seat.selected_incident().filter(|_| !seat.replay.is_on())?;
    let stage = seat.alarm_list.entry(incident)?.stage;
    let can = |act| {
        crate::domain::possible(seat.picture.incidents.row(incident).state, seat.posts_for(incident)).contains(&act)
    };
    (can(ActKind::Shelve) || can(ActKind::Accept)).then_some(stage)
}

fn reasons(lang: Lang) -> Vec<&'static str> {
    phrases(ActKind::Shelve, false).iter().map(|phrase| phrase.words(lang)).collect()
}

pub(super) fn height(seat: &Seat, width: f32) -> f32 {
    let reasons_height = || flow(reasons(seat.lang).into_iter(), width - 2.0 * PAD).1 as f32 * CHIP_ROW;
    match stage(seat) {
        None => 0.0,
        Some(Stage::Shelved) => CHIP_ROW + PAD,
        Some(Stage::New) => CHIP_ROW + LABEL + reasons_height() + PAD,
        Some(Stage::Acknowledged | Stage::Dispatched) => LABEL + reasons_height() + PAD,
    }
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect) {
    let Some(stage) = stage(pen.seat) else { return };
    pen.line(rect.left_top(), rect.right_top(), 2.0, theme::RAISED.egui());
    let inner = Rect::from_min_max(rect.min + vec2(PAD, 8.0), rect.max - vec2(PAD, 0.0));
    let whole = |y: f32| Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), CHIP_ROW - 6.0));
    let (lang, mut y) = (pen.lang, inner.top());
    match stage {
        Stage::Shelved => {
            let intent = Intent::Alarm(AlarmIntent::Unshelve);
            return pen.pick("alarm-unshelve".into(), whole(y), alarm_words::unshelve(lang), false, intent);
        }
        Stage::New => {
            pen.pick("alarm-acknowledge".into(), whole(y), alarm_words::acknowledge(lang), true, Intent::Accept);
            y += CHIP_ROW;
        }
        Stage::Acknowledged | Stage::Dispatched => {}
    }
    let at = pos2(inner.left(), y + LABEL / 2.0 - 1.0);
    pen.text(at, Align2::LEFT_CENTER, alarm_words::shelve_half_hour(lang), ink(size::CAPTION, theme::TEXT_2));
    y += LABEL;
    let labels = reasons(lang);
    let (places, _) = flow(labels.iter().copied(), inner.width());
    for (n, (label, place)) in labels.into_iter().zip(places).enumerate() {
        let intent = Intent::Alarm(AlarmIntent::Shelve(n));
        let place = place.translate(vec2(inner.left(), y));
        pen.pick(format!("alarm-shelve-{}", n + 1), place, label, false, intent);
    }
}
