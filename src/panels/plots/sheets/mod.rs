//! The sheets: each a drawing of one question's figures, with its period, its comparison and the time of its data on it.

mod ageing;
mod chart;
mod due;
mod response;
mod trend;
mod week;

use super::drawing::{Drawing, Look, Measure, Sheet, look};
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{Civil, shown};
use crate::panels::theme::{self, size};
use crate::seat::{PlotSheet, Seat};
use bevy_egui::egui::{Align2, Rect, Vec2, pos2, vec2};

/// Around everything, dp.
const PAD: f32 = 20.0;
/// The height of title and subtitle.
const HEAD: f32 = 66.0;

/// Captions.
fn caption(token: theme::Token) -> Look {
    look(size::CAPTION, token)
}

/// What stands below the title: a label over a part of the sheet, in two rows.
struct PartHead<'a> {
    title: &'a str,
    note: &'a str,
}

/// Draws the sheet of the seat's plot in this size, dp.
pub(super) fn draw(seat: &Seat, kind: PlotSheet, room: Vec2, measure: Measure<'_>) -> Drawing {
    let mut sheet = Sheet::new(room, measure);
    head(&mut sheet, seat, kind);
    let body = Rect::from_min_max(pos2(PAD, HEAD + PAD / 2.0), pos2(room.x - PAD, room.y - PAD / 2.0));
    match kind {
        PlotSheet::Trend => trend::draw(&mut sheet, seat, body),
        PlotSheet::Week => week::draw(&mut sheet, seat, body),
        PlotSheet::Ageing => ageing::draw(&mut sheet, seat, body),
        PlotSheet::Response => response::draw(&mut sheet, seat, body),
        PlotSheet::Due => due::draw(&mut sheet, seat, body),
    }
    sheet.drawing
}

/// What the sheet counts, in words: area and category.
pub(super) fn subject(seat: &Seat) -> String {
    let (lang, filter) = (seat.lang, seat.plot_filter());
    let area = filter
        .area
        .map_or_else(|| say(lang, PlotWord::Whole).to_owned(), |area| seat.picture.areas.row(area).name.to_string());
    let category = filter
        .category
        .map_or_else(|| say(lang, PlotWord::AllCategories).to_owned(), |category| shown::category(seat, category));
    format!("{area} · {category}")
}

fn head(sheet: &mut Sheet<'_>, seat: &Seat, kind: PlotSheet) {
    let lang = seat.lang;
    let right = sheet.drawing.size.x - PAD;
    let zone = seat.picture.tallies.zone();
    let mut mark_right = right;
    if seat.replay.is_on() {
        let mark = look(size::BODY, theme::REPLAY).medium();
        mark_right =
            sheet.words(pos2(right, 24.0), Align2::RIGHT_CENTER, say(lang, PlotWord::Replay), mark).left() - 16.0;
    }
    if seat.picture.is_sample() {
        let mark = look(size::CAPTION, theme::TEXT_2).medium();
        mark_right =
            sheet.words(pos2(mark_right, 24.0), Align2::RIGHT_CENTER, say(lang, PlotWord::Sample), mark).left() - 16.0;
    }
    let title = look(size::TITLE, theme::TEXT_1).medium();
    sheet.words_within(pos2(PAD, 24.0), Align2::LEFT_CENTER, plot_words::sheet(lang, kind), title, mark_right - PAD);
    let civil = Civil::at(seat.now, zone);
    let as_of = format!("{} {}", say(lang, PlotWord::DataAt), civil.date_and_clock(lang));
    let data = sheet.words(pos2(right, 50.0), Align2::RIGHT_CENTER, &as_of, caption(theme::TEXT_2));
    let room = data.left() - PAD - 12.0;
    sheet.words_within(pos2(PAD, 50.0), Align2::LEFT_CENTER, &subject(seat), look(14.0, theme::TEXT_2), room);
    sheet.across(PAD..=right, HEAD, theme::RAISED);
}

/// A part's title and note; answers what is left below.
fn part(sheet: &mut Sheet<'_>, rect: Rect, head: &PartHead<'_>) -> Rect {
    let title = look(size::BODY, theme::TEXT_1).medium();
    let y = rect.top() + 12.0;
    let at = sheet.words_within(pos2(rect.left(), y), Align2::LEFT_CENTER, head.title, title, rect.width());
    let room = rect.right() - at.right() - 16.0;
    if room > 40.0 {
        sheet.words_within(pos2(rect.right(), y), Align2::RIGHT_CENTER, head.note, caption(theme::TEXT_2), room);
    }
    Rect::from_min_max(rect.min + vec2(0.0, 28.0), rect.max)
}

/// Says in the middle why there is nothing to see, and when that was looked at.
fn empty(sheet: &mut Sheet<'_>, seat: &Seat, rect: Rect, word: PlotWord) {
    let word = if seat.picture.incidents.is_empty() { PlotWord::NothingKnown } else { word };
    let words = say(seat.lang, word);
    sheet.words_within(rect.center(), Align2::CENTER_CENTER, words, look(size::BODY, theme::TEXT_2), rect.width());
}
