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
use bevy_egui::egui::{Align2, Pos2, Rect, Vec2, pos2, vec2};

/// Around everything, dp.
const PAD: f32 = 20.0;
/// The height of title and subtitle, and of both in one row on a sheet lower than this.
const HEAD: f32 = 66.0;
const LOW_HEAD: f32 = 38.0;
const LOW: f32 = 300.0;
/// A part's title, and what a chart needs below it, dp.
const PART_HEAD: f32 = 28.0;
const LEAST_BELOW: f32 = 78.0;

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
    let head = if room.y < LOW { LOW_HEAD } else { HEAD };
    if room.y < LOW {
        low_head(&mut sheet, seat, kind)
    } else {
        high_head(&mut sheet, seat, kind)
    }
    sheet.across(PAD..=room.x - PAD, head, theme::RAISED);
    let body = Rect::from_min_max(pos2(PAD, head + PAD / 2.0), pos2(room.x - PAD, room.y - PAD / 2.0));
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

fn high_head(sheet: &mut Sheet<'_>, seat: &Seat, kind: PlotSheet) {
    let right = sheet.drawing.size.x - PAD;
    let room = marks(sheet, seat, 24.0) - PAD;
    title(sheet, seat, kind, pos2(PAD, 24.0), room);
    let data = sheet.words(pos2(right, 50.0), Align2::RIGHT_CENTER, &as_of(seat), caption(theme::TEXT_2));
    let room = data.left() - PAD - 12.0;
    sheet.words_within(pos2(PAD, 50.0), Align2::LEFT_CENTER, &subject(seat), look(14.0, theme::TEXT_2), room);
}

/// The same in one row: what is counted goes before the moment, which the header's clock says, too.
fn low_head(sheet: &mut Sheet<'_>, seat: &Seat, kind: PlotSheet) {
    let y = LOW_HEAD / 2.0;
    let right = marks(sheet, seat, y);
    let left = title(sheet, seat, kind, pos2(PAD, y), right - PAD).right() + 12.0;
    let (subject, ink) = (subject(seat), look(14.0, theme::TEXT_2));
    let said = sheet.words_within(pos2(left, y), Align2::LEFT_CENTER, &subject, ink, right - left);
    let (as_of, ink) = (as_of(seat), caption(theme::TEXT_2));
    if sheet.width(&as_of, ink) + 12.0 <= right - said.right() {
        sheet.words(pos2(right, y), Align2::RIGHT_CENTER, &as_of, ink);
    }
}

/// What a sheet is marked with at its right; answers where it has room again.
fn marks(sheet: &mut Sheet<'_>, seat: &Seat, y: f32) -> f32 {
    let mut right = sheet.drawing.size.x - PAD;
    let replay = look(size::BODY, theme::REPLAY).medium();
    let sample = look(size::CAPTION, theme::TEXT_2).medium();
    let all = [(seat.replay.is_on(), PlotWord::Replay, replay), (seat.picture.is_sample(), PlotWord::Sample, sample)];
    for (_, word, ink) in all.into_iter().filter(|(is_so, ..)| *is_so) {
        right = sheet.words(pos2(right, y), Align2::RIGHT_CENTER, say(seat.lang, word), ink).left() - 16.0;
    }
    right
}

/// The sheet's title; its short name where that has no room.
fn title(sheet: &mut Sheet<'_>, seat: &Seat, kind: PlotSheet, at: Pos2, room: f32) -> Rect {
    let ink = look(size::TITLE, theme::TEXT_1).medium();
    let whole = plot_words::sheet(seat.lang, kind);
    let words = if sheet.width(whole, ink) <= room { whole } else { plot_words::chip(seat.lang, kind) };
    sheet.words(at, Align2::LEFT_CENTER, words, ink)
}

/// The time of the sheet's data.
fn as_of(seat: &Seat) -> String {
    let civil = Civil::at(seat.now, seat.picture.tallies.zone());
    format!("{} {}", say(seat.lang, PlotWord::DataAt), civil.date_and_clock(seat.lang))
}

/// A part's title and note; answers what is left below. A note that has no room is left out rather than cut.
fn part(sheet: &mut Sheet<'_>, rect: Rect, head: &PartHead<'_>) -> Rect {
    let title = look(size::BODY, theme::TEXT_1).medium();
    let y = rect.top() + 12.0;
    let at = sheet.words_within(pos2(rect.left(), y), Align2::LEFT_CENTER, head.title, title, rect.width());
    let room = rect.right() - at.right() - 16.0;
    let note = caption(theme::TEXT_2);
    if sheet.width(head.note.split(" · ").next().unwrap_or_default(), note) <= room {
        sheet.words_within(pos2(rect.right(), y), Align2::RIGHT_CENTER, head.note, note, room);
    }
    Rect::from_min_max(rect.min + vec2(0.0, PART_HEAD), rect.max)
}

/// A chart with its part's title is no lower than this, dp.
const LEAST_CHART: f32 = PART_HEAD + LEAST_BELOW;

/// Where two charts stand, each at least so wide: below each other or beside each other. Where that has no room the first
/// has all but the other's title; where not even one is a chart, both are what is said of them.
fn charts(body: Rect, least_width: f32, beside_first: bool) -> Vec<Rect> {
    let (above, below) = body.split_top_bottom_at_fraction(0.5);
    let (left, right) = body.split_left_right_at_fraction(0.5);
    let mut ways = [
        [Rect::from_min_max(above.min, above.max - vec2(0.0, 10.0)), below],
        [Rect::from_min_max(left.min, left.max - vec2(28.0, 0.0)), right],
    ];
    if beside_first {
        ways.reverse();
    }
    let has_room = |rect: &Rect| rect.width() >= least_width && rect.height() >= LEAST_CHART;
    if body.height() < LEAST_CHART {
        return ways[0].to_vec();
    }
    if let Some(both) = ways.iter().find(|way| way.iter().all(has_room)) {
        return both.to_vec();
    }
    if body.height() < LEAST_CHART + PART_HEAD {
        return vec![body];
    }
    let (chart, said) = body.split_top_bottom_at_y(body.bottom() - PART_HEAD);
    vec![chart, said]
}

/// Says in the middle why there is nothing to see, and when that was looked at.
fn empty(sheet: &mut Sheet<'_>, seat: &Seat, rect: Rect, word: PlotWord) {
    let word = if seat.picture.incidents.is_empty() { PlotWord::NothingKnown } else { word };
    let words = say(seat.lang, word);
    sheet.words_within(rect.center(), Align2::CENTER_CENTER, words, look(size::BODY, theme::TEXT_2), rect.width());
}
