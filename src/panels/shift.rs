//! Who sits here: the roster to choose from, and what is handed over to whom.

use super::pen::{self, Out, Pen, ink};
use super::text::{format, shift_words};
use super::theme::{self, size};
use crate::domain::Posts;
use crate::seat::{Intent, Lang, Seat, ShiftIntent, ShiftView, WorkIntent};
use bevy_egui::egui::{self, Align2, Rect, pos2, vec2};

const WIDTH: f32 = 480.0;
const PAD: f32 = 16.0;
const HEAD: f32 = 48.0;
const ROW: f32 = 40.0;
const LINE: f32 = 30.0;
const GAP: f32 = 6.0;
/// In two columns.
const MOST_OFFICERS: usize = 20;

fn mean(intent: ShiftIntent) -> Intent {
    Intent::Work(WorkIntent::Shift(intent))
}

/// Draws it over the map's upper middle, where anything of it shows.
pub(crate) fn show(ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) {
    let view = seat.shift_view();
    if view == ShiftView::Closed {
        return;
    }
    let hands_over = view == ShiftView::HandOver;
    let officers: Vec<(&str, Posts)> =
        seat.roster().into_iter().filter(|(name, _)| !hands_over || *name != seat.officer).collect();
    let shown = officers.len().min(MOST_OFFICERS);
    let lines = if hands_over { crate::seat::Pressing::ALL.len() as f32 * LINE + ROW } else { 0.0 };
    let height = HEAD + lines + shown.div_ceil(2) as f32 * (ROW + GAP) + ROW + PAD;
    let corner = pos2(map.center().x - WIDTH.min(map.width()) / 2.0, map.top() + 56.0);
    let rect = Rect::from_min_size(corner, vec2(WIDTH.min(map.width()), height));
    pen::panel(ctx, seat, out, "shift", rect, |pen| paint(pen, rect, &officers, hands_over));
}

fn paint(pen: &mut Pen<'_>, rect: Rect, officers: &[(&str, Posts)], hands_over: bool) {
    pen.outline(rect, 1.0, theme::TEXT_3.egui());
    pen.name("shift", rect);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let lang = pen.lang;
    let title = if hands_over { shift_words::hand_over(lang) } else { shift_words::who(lang) };
    pen.title(inner, rect.top() + HEAD / 2.0, title, &pen.seat.officer);
    let mut y = rect.top() + HEAD;
    if hands_over {
        for (line, count) in pen.seat.pressing() {
            let row = Rect::from_min_size(pos2(inner.left(), y), vec2(inner.width(), LINE));
            let words = shift_words::pressing(lang, line);
            let press = pen.press_for(format!("handover-{}", line.name()), row, words, mean(ShiftIntent::Open(line)));
            if press.hovered {
                pen.fill(row.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
            }
            let at = row.center().y;
            let body = ink(size::BODY, theme::TEXT_1);
            let count = pen.text(pos2(row.right(), at), Align2::RIGHT_CENTER, &format::number(count), body.medium());
            pen.text_within(pos2(row.left(), at), Align2::LEFT_CENTER, words, body, count.left() - row.left() - 8.0);
            y += LINE;
        }
        let at = pos2(inner.left(), y + ROW / 2.0);
        pen.text(at, Align2::LEFT_CENTER, shift_words::hand_to(lang), ink(size::CAPTION, theme::TEXT_2));
        y += ROW;
    }
    let width = (inner.width() - GAP) / 2.0;
    for (k, (name, posts)) in officers.iter().take(MOST_OFFICERS).enumerate() {
        let at = pos2(inner.left() + (k % 2) as f32 * (width + GAP), y + (k / 2) as f32 * (ROW + GAP));
        let button = Rect::from_min_size(at, vec2(width, ROW));
        let (id, intent) = match hands_over {
            true => (format!("hand-to-{}", k + 1), ShiftIntent::HandTo((*name).to_owned())),
            false => (format!("officer-{}", k + 1), ShiftIntent::Sit((*name).to_owned())),
        };
        // Digits choose who sits here; nobody hands over by one.
        let key = if !hands_over && k < 9 { format!("{} ", k + 1) } else { String::new() };
        officer(pen, &id, button, (key, name), *posts, mean(intent));
    }
    let foot =
        Rect::from_min_max(pos2(inner.left(), rect.bottom() - ROW - PAD / 2.0), pos2(inner.right(), rect.bottom()));
    let y = foot.top() + ROW / 2.0;
    let close = Rect::from_min_max(pos2(foot.right() - 96.0, y - 14.0), pos2(foot.right(), y + 14.0));
    let shut = mean(ShiftIntent::Show(ShiftView::Closed));
    pen.chip("shift-close", close, shift_words::later(lang), true, shut);
    if officers.len() > MOST_OFFICERS {
        let more = shift_words::more(lang, officers.len() - MOST_OFFICERS);
        let quiet = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(pos2(foot.left(), y), Align2::LEFT_CENTER, &more, quiet, close.left() - foot.left() - 8.0);
    } else if !hands_over && pen.seat.officer != crate::seat::DEFAULT_OFFICER {
        let over = Rect::from_min_max(pos2(foot.left(), y - 14.0), pos2(foot.left() + 180.0, y + 14.0));
        let show = mean(ShiftIntent::Show(ShiftView::HandOver));
        pen.chip("shift-hand-over", over, shift_words::hand_over(lang), true, show);
    }
}

/// An officer's button: the name behind its key, and behind it the posts.
fn officer(pen: &mut Pen<'_>, id: &str, rect: Rect, (key, name): (String, &str), posts: Posts, intent: Intent) {
    let press = pen.press_for(id, rect, name, intent);
    let ground = if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED };
    pen.fill(rect, ground.egui());
    let lang = pen.lang;
    let word = |post: crate::domain::Post| if lang == Lang::Zh { post.words().0 } else { post.words().1 };
    let posts: Vec<&str> = posts.iter().map(word).collect();
    let posts = format!("  {}", posts.join(" · "));
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    let runs = [(key.as_str(), quiet), (name, ink(size::BODY, theme::TEXT_1).medium()), (posts.as_str(), quiet)];
    pen.runs(pos2(rect.left() + 10.0, rect.center().y), Align2::LEFT_CENTER, &runs, rect.width() - 20.0);
}
