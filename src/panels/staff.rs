//! The list of people on duty, in place of the list of matters.

use super::cache::{Cached, Moment};
use super::fields::{CHIP_ROW, flow};
use super::pen::{Pen, ink};
use super::text::{format, shown, staff_words, words};
use super::theme::{self, size};
use crate::domain::FixAge;
use crate::seat::{Intent, Lang, Seat, Selection, StaffGroup, StaffIntent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const TITLE: f32 = 40.0;
const ORDER: f32 = 18.0;
const ROW: f32 = 46.0;
const PAD: f32 = 12.0;

/// One worker's row.
struct Row {
    worker: u32,
    code: String,
    name: String,
    role: &'static str,
    /// Town and grid of the home area.
    home: String,
    state: &'static str,
    /// The matter that somebody was sent to, else how old the last fix is.
    about: String,
    is_old: bool,
}

fn row(seat: &Seat, worker: u32) -> Row {
    let (lang, row) = (seat.lang, seat.picture.workers.row(worker));
    let home = row.home.map(|home| words::chain(&seat.picture, home)).unwrap_or_default();
    let ends: Vec<&str> = match home.as_slice() {
        [] => Vec::new(),
        [only] => vec![only],
        [town, .., grid] => vec![town, grid],
    };
    let task = row.tasks.first().map(|task| shown::title(seat, seat.picture.incidents.row(*task)).into_owned());
    let fix = row.fix.map(|fix| words::fix_age(lang, seat.now.secs_since(fix.fixed_at)));
    Row {
        worker,
        code: row.worker.code.to_string(),
        name: shown::worker(seat, worker),
        role: words::role(lang, row.worker.role),
        home: if ends.is_empty() { format::NOTHING.into() } else { ends.join(" · ") },
        state: words::worker_state(seat, row),
        about: task.or(fix).unwrap_or_else(|| format::NOTHING.into()),
        is_old: row.fix_age(seat.now) > FixAge::Fresh,
    }
}

/// What the rows depend on: the second, the list's revision, the first row and how many.
type Key = (Moment, u64, usize, usize);

/// The list.
#[derive(Default)]
pub(super) struct Staff {
    rows: Cached<Key, Vec<Row>>,
    first: usize,
    scrolled: f32,
    group: Option<StaffGroup>,
}

/// The least height in which it can be used, dp: its head and two people.
pub(super) fn least_height(seat: &Seat, width: f32) -> f32 {
    head_height(seat, width) + 2.0 * ROW
}

/// The groups with how many are in each, and the way back to the matters.
fn chips(seat: &Seat) -> Vec<(String, String, bool, StaffIntent)> {
    let list = &seat.staff_list;
    let one = |(group, count): (StaffGroup, usize)| {
        let label = format!("{} {}", staff_words::group(seat.lang, group), format::number(count));
        (format!("staff-group-{}", group.name()), label, list.group() == Some(group), StaffIntent::Show(group))
    };
    let back = super::text::alarm_words::back(seat.lang).to_owned();
    let close = ("staff-close".to_owned(), back, false, StaffIntent::Close);
    StaffGroup::ALL.into_iter().zip(list.counts()).map(one).chain([close]).collect()
}

fn head_height(seat: &Seat, width: f32) -> f32 {
    let chips = chips(seat);
    let rows = flow(chips.iter().map(|chip| chip.1.as_str()), width - 2.0 * PAD).1;
    TITLE + ORDER + rows as f32 * CHIP_ROW + 6.0
}

impl Staff {
    /// Draws it, with as many people as fit; the wheel goes through the others.
    pub(super) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        let list = &seat.staff_list;
        if std::mem::replace(&mut self.group, list.group()) != list.group() {
            self.first = 0;
        }
        let (head, rows) = rect.split_top_bottom_at_y(rect.top() + head_height(seat, rect.width()));
        let fitting = (rows.height() / ROW).max(0.0).floor() as usize;
        self.scrolled -= pen.wheel_over(rect);
        let steps = (self.scrolled / ROW).trunc();
        self.scrolled -= steps * ROW;
        let all = list.rows().len();
        self.first = self.first.saturating_add_signed(steps as isize).min(all.saturating_sub(fitting));
        let (first, shown) = (self.first, fitting.min(all));
        paint_head(pen, head, &staff_words::note(pen.lang, first, shown, all));
        let key = (Moment::of(seat), list.revision(), first, shown);
        let model = self.rows.get(key, || list.rows().iter().skip(first).take(shown).map(|n| row(seat, *n)).collect());
        if model.is_empty() {
            let at = rows.left_top() + vec2(16.0, 20.0);
            pen.text(at, Align2::LEFT_CENTER, staff_words::nobody(pen.lang), ink(size::BODY, theme::TEXT_2));
        }
        for (n, row) in model.iter().enumerate() {
            let corner = pos2(rows.left() + 1.0, rows.top() + n as f32 * ROW);
            paint_row(pen, Rect::from_min_size(corner, vec2(rows.width() - 1.0, ROW)), row);
        }
    }
}

fn paint_head(pen: &mut Pen<'_>, rect: Rect, note: &str) {
    let seat = pen.seat;
    pen.name("staff-list", rect);
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    let group = seat.staff_list.group().unwrap_or(StaffGroup::OnDuty);
    let (lang, area) = (pen.lang, seat.drill.map(|area| seat.picture.areas.row(area).name.to_string()));
    let words = [Some(staff_words::group(lang, group).to_owned()), area].into_iter().flatten();
    let heading = words.collect::<Vec<_>>().join(" · ");
    let title = Rect::from_min_size(rect.min + vec2(16.0, 0.0), vec2(rect.width() - 32.0, TITLE));
    pen.title(title, rect.top() + 22.0, &sentence(lang, &heading), note);
    let at = pos2(title.left(), rect.top() + TITLE + ORDER / 2.0 - 4.0);
    pen.parts(at, Align2::LEFT_CENTER, staff_words::order(lang), ink(size::CAPTION, theme::TEXT_3), title.width());
    let chips = chips(seat);
    let (places, _) = flow(chips.iter().map(|chip| chip.1.as_str()), rect.width() - 2.0 * PAD);
    for ((id, label, on, intent), place) in chips.into_iter().zip(places) {
        let place = place.translate(vec2(rect.left() + PAD, rect.top() + TITLE + ORDER));
        pen.pick(id, place, &label, on, Intent::Staff(intent));
    }
    pen.rule(rect.left() + PAD..=rect.right() - PAD, rect.bottom() - 0.5);
}

/// A heading begins with a capital where there are any.
fn sentence(lang: Lang, words: &str) -> String {
    let mut letters = words.chars();
    match (lang, letters.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: &Row) {
    let selection = Selection::Worker(row.worker);
    let pick = Intent::Staff(StaffIntent::Pick(row.worker));
    let press = pen.press_for(format!("staff-row-{}", row.code), rect, &row.name, pick);
    let selected = pen.seat.selection == Some(selection);
    if selected || press.hovered || pen.seat.hover == Some(selection) {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    if selected {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        pen.painter().rect_filled(edge, 0.0, theme::SELECTION.egui());
    }
    let inner = rect.shrink2(vec2(16.0, 0.0));
    pen.rule(inner.left()..=inner.right(), rect.bottom() - 0.5);
    let (upper, lower) = (rect.top() + 15.0, rect.top() + 33.0);
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    let state = pen.text(pos2(inner.right(), upper), Align2::RIGHT_CENTER, row.state, quiet);
    let role = format!("  {}", row.role);
    let runs = [(row.name.as_str(), ink(size::BODY, theme::TEXT_1).medium()), (role.as_str(), quiet)];
    pen.runs(pos2(inner.left(), upper), Align2::LEFT_CENTER, &runs, state.left() - inner.left() - 10.0);
    let about = ink(size::CAPTION, if row.is_old { theme::TEXT_3 } else { theme::TEXT_2 });
    let about =
        pen.text_within(pos2(inner.right(), lower), Align2::RIGHT_CENTER, &row.about, about, inner.width() * 0.5);
    let room = about.left() - inner.left() - 10.0;
    pen.text_within(pos2(inner.left(), lower), Align2::LEFT_CENTER, &row.home, quiet, room);
}
