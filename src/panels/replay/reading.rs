//! What is said over the map while the first picture of a past is made.

use super::model::words_at;
use crate::panels::pen::{self, Out, ink};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use crate::seat::{Intent, ReplayIntent, Seat, Span};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

/// A picture that comes sooner needs no word, ms.
const SOON_MS: i64 = 300;
/// Whoever has waited so long is shown the way back, ms (VISUAL.md: words after a second, a way on after ten).
const LONG_MS: i64 = 10_000;
const HEIGHT: f32 = 40.0;

/// Says which moment is being read, where that takes a while: nothing else on the map shows that the slider was heard.
pub(crate) fn reading(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let Some(waited_ms) = seat.replay.awaited_for_ms().filter(|ms| *ms >= SOON_MS) else { return };
    let words = format!("{}{}…", text(seat.lang, Key::ReplayReading), words_at(seat, Span::Month, seat.slider_at()));
    let words = match waited_ms >= LONG_MS {
        true => format!("{words} · {}", text(seat.lang, Key::BackToLive)),
        false => words,
    };
    let width = 420.0_f32.min(map.width() - 32.0);
    let rect = Rect::from_center_size(pos2(map.center().x, map.top() + map.height() * 0.2), vec2(width, HEIGHT));
    pen::panel(ctx, seat, out, "replay-reading", rect, |pen| {
        pen.outline(rect, 1.5, theme::REPLAY.egui());
        if waited_ms >= LONG_MS {
            let live = Intent::Replay(ReplayIntent::Live);
            pen.press_for("replay-give-up", rect, text(seat.lang, Key::BackToLive), live);
        }
        let words_ink = ink(size::BODY, theme::REPLAY).medium();
        pen.text_within(rect.center(), Align2::CENTER_CENTER, &words, words_ink, rect.width() - 24.0);
        pen.name("replay-reading", rect);
    });
}
