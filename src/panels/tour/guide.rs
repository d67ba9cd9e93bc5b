//! The guide's own window (讲解词): what is said to the scene that shows, how long it still rests, what comes next; with the
//! buttons that lead the tour.

use crate::panels::fonts;
use crate::panels::pen::{self, Out, Pen, ink};
use crate::panels::text::tour_words::{self, TourWord, say};
use crate::panels::theme::{self, size};
use crate::seat::tour::Value;
use crate::seat::{Intent, Seat, TourIntent};
use bevy_egui::egui::{self, Align2, Id, Rect, pos2, vec2};

const PAD: f32 = 24.0;
const HEAD: f32 = 56.0;
const FOOT: f32 = 72.0;
/// The guide's words are read while somebody speaks.
const WORDS: f32 = 24.0;

/// Draws the guide's window over all of it; answers what the guide means.
pub fn guide_window(ctx: &egui::Context, seat: &Seat) -> Vec<Intent> {
    let installed = Id::new("zonglan-guide-fonts");
    if !ctx.data(|data| data.get_temp::<bool>(installed).unwrap_or(false)) {
        ctx.data_mut(|data| data.insert_temp(installed, true));
        fonts::install(ctx);
    }
    if !fonts::are_ready(ctx) {
        ctx.request_repaint();
        return Vec::new();
    }
    let mut out = Out::default();
    let whole = ctx.content_rect();
    pen::panel(ctx, seat, &mut out, "guide", whole, |pen| paint(pen, whole));
    out.intents
}

fn paint(pen: &mut Pen<'_>, whole: Rect) {
    let (seat, lang) = (pen.seat, pen.lang);
    let inner = whole.shrink2(vec2(PAD, 0.0));
    let foot = Rect::from_min_max(pos2(inner.left(), whole.bottom() - FOOT), inner.max);
    buttons(pen, foot);
    let y = whole.top() + HEAD / 2.0;
    pen.rule(inner.left()..=inner.right(), whole.top() + HEAD);
    let scene = seat.tour.scene().map(|(place, scene, _)| (place, scene.words(lang).clone()));
    let Some((place, words)) = scene else {
        pen.title(inner, y, tour_words::guide(lang), "");
        let at = Rect::from_min_max(pos2(inner.left(), whole.top() + HEAD + PAD), foot.right_top());
        pen.prose(at, tour_words::guide_waits(lang), ink(size::TITLE, theme::TEXT_2), 4);
        return;
    };
    let scenes: Vec<(usize, String)> =
        seat.tour.scenes().map(|(place, scene)| (place, scene.words(lang).title.clone())).collect();
    let nth = scenes.iter().position(|(there, _)| *there == place).map_or(1, |n| n + 1);
    let state = if seat.tour.alarm().is_some() {
        say(lang, TourWord::Interrupted).to_owned()
    } else if seat.tour.is_paused() {
        say(lang, TourWord::Paused).to_owned()
    } else {
        tour_words::left(lang, seat.tour.left_secs())
    };
    pen.title(inner, y, &format!("{nth}/{} {}", scenes.len(), words.title), &state);
    let mut top = whole.top() + HEAD + PAD / 2.0;
    let zone = seat.live().tallies.zone();
    let figure = |value: &Value| tour_words::value(lang, value, seat.clock, zone);
    let sentence: String = seat.tour.sentence(lang, &figure).into_iter().map(|(text, _)| text).collect();
    let room = |top: f32| Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), foot.top()));
    top += pen.prose(room(top), &sentence, ink(size::TITLE, theme::TEXT_1).medium(), 4) + PAD;
    let rows = ((foot.top() - top - 40.0) / (WORDS * 1.4)).floor().max(1.0) as usize;
    pen.prose(room(top), &words.guide, ink(WORDS, theme::TEXT_1), rows);
    if let Some((_, next)) = scenes.get(nth) {
        let said = format!("{} {next}", tour_words::comes_next(lang));
        let at = pos2(inner.left(), foot.top() - 18.0);
        pen.text_within(at, Align2::LEFT_CENTER, &said, ink(size::BODY, theme::TEXT_2), inner.width());
    }
}

/// Begin, or back, pause, on, end.
fn buttons(pen: &mut Pen<'_>, foot: Rect) {
    let (seat, lang) = (pen.seat, pen.lang);
    let pause = if seat.tour.is_paused() { TourWord::GoOn } else { TourWord::Pause };
    let all: &[(&str, TourWord, TourIntent)] = if seat.tour.is_on() {
        &[
            ("guide-back", TourWord::Before, TourIntent::Step(-1)),
            ("guide-pause", pause, TourIntent::Pause),
            ("guide-on", TourWord::Next, TourIntent::Step(1)),
            ("guide-end", TourWord::End, TourIntent::End),
        ]
    } else {
        &[("guide-begin", TourWord::Tour, TourIntent::Toggle)]
    };
    let wide = ((foot.width() + 8.0) / all.len() as f32).min(200.0);
    for ((id, word, intent), place) in all.iter().zip(0_u8..) {
        let corner = pos2(foot.left() + f32::from(place) * wide, foot.top() + 10.0);
        let button = Rect::from_min_size(corner, vec2(wide - 8.0, 50.0));
        let label = say(lang, *word);
        let press = pen.press_for(*id, button, label, Intent::Tour(*intent));
        pen.fill(button, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        let words = ink(size::BODY, theme::TEXT_1);
        pen.text_within(button.center(), Align2::CENTER_CENTER, label, words, button.width() - 8.0);
    }
}
