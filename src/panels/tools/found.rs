//! What was found: how many of each kind, the list of one of them, and as what it is written down.

use super::{export, touch};
use crate::panels::overlay::{self, Mark};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::sign_words::Sign;
use crate::panels::text::tool_words::{self, ToolWord, say};
use crate::panels::text::{format, shown, words};
use crate::panels::theme::{self, size};
use crate::report::TableFormat;
use crate::seat::tools::{Asked, Listed, Within};
use crate::seat::{Hidden, Intent, Seat, Selection, ToolIntent};
use crate::spatial::Shape;
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const HEAD: f32 = 44.0;
const PAD: f32 = 14.0;

/// Where the list stands.
#[derive(Default)]
pub(super) struct Scroll {
    first: usize,
    moved: f32,
    /// Of which list: another one begins at its top.
    of: Option<(u64, Listed)>,
}

/// The height that the panel would take, were there room.
pub(super) fn height(seat: &Seat, within: &Within) -> f32 {
    let rows = numbers(within, seat.tools.list).len().clamp(1, 12) as f32;
    HEAD + touch(seat) * (Listed::ALL.len() as f32 + 1.0 + rows) + foot(seat, within) + 10.0
}

fn foot(seat: &Seat, within: &Within) -> f32 {
    let rows = 1.0 + f32::from(u8::from(can_mark(seat, within)));
    rows * (touch(seat) + 6.0) + 4.0
}

/// Things are done with marked matters in the list at the left, of the present.
fn can_mark(seat: &Seat, within: &Within) -> bool {
    !within.incidents.is_empty() && !seat.replay.is_wanted()
}

fn numbers(within: &Within, list: Listed) -> &[u32] {
    match list {
        Listed::Incidents => &within.incidents,
        Listed::Workers => &within.workers,
        Listed::Cameras => &within.cameras,
        Listed::Areas => &within.areas,
    }
}

pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, within: &Within, scroll: &mut Scroll) {
    pen.name("found", rect);
    pen.outline(rect, 1.0, theme::BUILDING_OUTLINE.egui());
    let seat = pen.seat;
    let touch = touch(seat);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let at = pos2(inner.left(), rect.top() + HEAD / 2.0);
    let title = title(seat);
    let head_ink = ink(size::BODY, theme::TEXT_1).medium();
    pen.text_within(at, Align2::LEFT_CENTER, &title, head_ink, inner.width() - touch);
    let close =
        Rect::from_center_size(pos2(rect.right() - touch / 2.0 - 2.0, at.y), vec2(touch, touch).min(vec2(40.0, 40.0)));
    super::cross(pen, "found-close", close, Intent::Tool(ToolIntent::CloseFound));
    let mut y = rect.top() + HEAD;
    for list in Listed::ALL {
        kind_row(pen, Rect::from_min_size(pos2(rect.left() + 1.0, y), vec2(rect.width() - 2.0, touch)), within, list);
        y += touch;
    }
    let foot =
        Rect::from_min_max(pos2(inner.left(), rect.bottom() - foot(seat, within)), pos2(inner.right(), rect.bottom()));
    let list = Rect::from_min_max(pos2(rect.left() + 1.0, y + 4.0), pos2(rect.right() - 1.0, foot.top() - 4.0));
    rows(pen, list, within, scroll);
    paint_foot(pen, foot, within);
}

/// What was asked about: `圆 · 半径 420米 · 55.41公顷`.
fn title(seat: &Seat) -> String {
    let lang = seat.lang;
    match &seat.tools.asked {
        Some(Asked::Shape { kind, shape }) => {
            let size = tool_words::ground(lang, shape.area_m2());
            let kind = tool_words::kind(lang, *kind);
            match shape {
                Shape::Circle { radius_m, .. } => {
                    let radius = tool_words::length(lang, *radius_m);
                    format!("{kind} · {} {radius} · {size}", say(lang, ToolWord::Radius))
                }
                _ => format!("{kind} · {size}"),
            }
        }
        Some(Asked::Several(_)) => {
            format!("{} {}", say(lang, ToolWord::Several), format::number(seat.picked(seat.tools.several()).count()))
        }
        None => String::new(),
    }
}

/// A kind: what it is called, how many, and what of them matters.
fn kind_row(pen: &mut Pen<'_>, row: Rect, within: &Within, list: Listed) {
    let (lang, counts) = (pen.lang, &within.counts);
    let chosen = pen.seat.tools.list == list;
    let label = tool_words::listed(lang, list);
    let press = pen.press_for(format!("found-{}", list.name()), row, label, Intent::Tool(ToolIntent::List(list)));
    if chosen || press.hovered {
        pen.painter().rect_filled(row, 0.0, theme::RAISED.egui());
    }
    if chosen {
        pen.painter().rect_filled(Rect::from_min_size(row.min, vec2(3.0, row.height())), 0.0, theme::QUERY.egui());
    }
    let y = row.center().y;
    let left = row.left() + PAD;
    let name = pen.text(pos2(left, y), Align2::LEFT_CENTER, label, ink(14.0, theme::TEXT_1));
    let count = match list {
        Listed::Cameras => counts.cameras.map_or_else(|| format::NOTHING.to_owned(), format::number),
        list => format::number(numbers(within, list).len()),
    };
    let at = pos2(name.right() + 8.0, y);
    let count = pen.text(at, Align2::LEFT_CENTER, &count, ink(size::BODY, theme::TEXT_1).medium());
    let details = match list {
        Listed::Incidents => matters(pen, within),
        Listed::Workers => tool_words::staff(lang, counts),
        Listed::Cameras => tool_words::online(lang, counts.online),
        Listed::Areas => say(lang, ToolWord::ByMiddle).to_owned(),
    };
    let hides = list == Listed::Cameras && counts.cameras.is_none();
    if !hides && numbers(within, list).len() + within.confidential.unwrap_or(0) > 0 {
        let room = row.right() - PAD - count.right() - 10.0;
        pen.text_within(
            pos2(row.right() - PAD, y),
            Align2::RIGHT_CENTER,
            &details,
            ink(size::CAPTION, theme::TEXT_2),
            room,
        );
    }
}

/// `超期 3 · 保密 2 · 特急 1 · 紧急 4`
fn matters(pen: &Pen<'_>, within: &Within) -> String {
    let lang = pen.lang;
    let overdue = (say(lang, ToolWord::Overdue), within.counts.overdue);
    let urgencies = crate::domain::Urgency::ALL
        .map(|urgency| (words::urgency(lang, urgency), within.counts.urgencies[urgency as usize]));
    let confidential = (say(lang, ToolWord::Confidential), within.confidential.unwrap_or(0));
    let [first, second, third, fourth] = urgencies;
    // What is cut off for want of room is the least urgent.
    let parts = [overdue, confidential, first, second, third, fourth];
    let told =
        parts.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{word} {}", format::number(*count)));
    told.collect::<Vec<_>>().join(" · ")
}

/// The rows that fit, from where the list was scrolled to.
fn rows(pen: &mut Pen<'_>, rect: Rect, within: &Within, scroll: &mut Scroll) {
    let (seat, list) = (pen.seat, pen.seat.tools.list);
    let numbers = numbers(within, list);
    let height = touch(seat);
    // The first line pages through what does not fit.
    let (head, body) = rect.split_top_bottom_at_y(rect.top() + height);
    let fitting = (body.height() / height).max(0.0).floor() as usize;
    let of = Some((seat.tools.revision(), list));
    if scroll.of != of {
        *scroll = Scroll { of, ..Scroll::default() };
    }
    scroll.moved -= pen.wheel_over(rect);
    let steps = (scroll.moved / height).trunc();
    scroll.moved -= steps * height;
    let last_first = numbers.len().saturating_sub(fitting);
    scroll.first = scroll.first.saturating_add_signed(steps as isize).min(last_first);
    page(pen, head, numbers.len(), fitting, last_first, scroll);
    if numbers.is_empty() {
        let at = pos2(rect.left() + PAD, head.center().y);
        pen.text(at, Align2::LEFT_CENTER, say(pen.lang, ToolWord::NoneFound), ink(14.0, theme::TEXT_2));
    }
    for (place, number) in numbers.iter().skip(scroll.first).take(fitting).enumerate() {
        let corner = pos2(body.left(), body.top() + place as f32 * height);
        let row = Rect::from_min_size(corner, vec2(body.width(), height));
        let thing = match list {
            Listed::Incidents => Selection::Incident(*number),
            Listed::Workers => Selection::Worker(*number),
            Listed::Cameras => Selection::Camera(*number),
            Listed::Areas => Selection::Area(*number),
        };
        thing_row(pen, row, place + 1, thing);
    }
}

/// `1–9 / 37` and the ways to the next and the last ones, where not all fit.
fn page(pen: &mut Pen<'_>, head: Rect, count: usize, fitting: usize, last_first: usize, scroll: &mut Scroll) {
    pen.rule(head.left() + PAD..=head.right() - PAD, head.top());
    if count == 0 {
        return;
    }
    let [from, to, all] = [scroll.first + 1, (scroll.first + fitting).min(count), count].map(format::number);
    let words = format!("{from}–{to} / {all}");
    let at = pos2(head.left() + PAD, head.center().y);
    pen.text(at, Align2::LEFT_CENTER, &words, ink(size::CAPTION, theme::TEXT_2));
    if last_first == 0 {
        return;
    }
    let side = head.height().min(40.0);
    let turn = |n: f32| {
        Rect::from_center_size(pos2(head.right() - PAD - side * n, head.center().y), vec2(side, head.height()))
    };
    for (id, sign, rect, step) in [("found-before", "‹", turn(1.6), -1_isize), ("found-next", "›", turn(0.5), 1)] {
        let press = pen.press(id, rect, sign);
        pen.call(id, if step < 0 { Sign::Back } else { Sign::On });
        let token = if press.hovered { theme::TEXT_1 } else { theme::TEXT_2 };
        pen.text(rect.center(), Align2::CENTER_CENTER, sign, ink(size::TITLE, token));
        if press.clicked {
            let by = step * fitting.max(1) as isize;
            scroll.first = scroll.first.saturating_add_signed(by).min(last_first);
        }
    }
}

/// A thing; a click selects it and brings it onto the map.
fn thing_row(pen: &mut Pen<'_>, row: Rect, place: usize, thing: Selection) {
    let seat = pen.seat;
    let (name, note, late) = described(seat, thing);
    let press = pen.press(format!("found-row-{place}"), row, &name);
    if press.clicked {
        pen.intend(Intent::Select(thing));
        pen.intend(Intent::BringIntoView(thing));
    }
    if press.hovered || seat.selection == Some(thing) {
        pen.painter().rect_filled(row, 0.0, theme::RAISED.egui());
    }
    let mut left = row.left() + PAD;
    if let Selection::Incident(number) = thing {
        let mark = Mark::of(&seat.picture, seat.picture.incidents.row(number));
        overlay::draw_mark_close(pen, pos2(left + 8.0, row.center().y), 15.0, mark);
        left += 26.0;
    }
    let right = pos2(row.right() - PAD, row.center().y);
    let note = match late {
        true => pen.tag(right, Align2::RIGHT_CENTER, &note),
        false => {
            pen.text_within(right, Align2::RIGHT_CENTER, &note, ink(size::CAPTION, theme::TEXT_2), row.width() * 0.45)
        }
    };
    let room = note.left() - left - 10.0;
    pen.text_within(pos2(left, row.center().y), Align2::LEFT_CENTER, &name, ink(14.0, theme::TEXT_1), room);
}

/// A thing's name, what is to be said of it, and whether that is that it is late.
fn described(seat: &Seat, thing: Selection) -> (String, String, bool) {
    let (lang, picture) = (seat.lang, &seat.picture);
    match thing {
        Selection::Incident(number) => {
            let row = picture.incidents.row(number);
            let (note, late) = words::time_left(lang, row, seat.now)
                .unwrap_or_else(|| (words::state(lang, row.state).to_owned(), false));
            (shown::title(seat, row).into_owned(), note, late)
        }
        Selection::Worker(number) => {
            let row = picture.workers.row(number);
            let name = format!("{}  {}", shown::worker(seat, number), words::role(lang, row.worker.role));
            (name, words::worker_state(seat, row).to_owned(), false)
        }
        Selection::Camera(number) => {
            let state = picture.cameras.rows()[number as usize].state;
            (shown::camera(seat, number), words::camera_state(lang, state).to_owned(), false)
        }
        Selection::Area(number) => {
            let row = picture.areas.row(number);
            (row.name.to_string(), words::level(lang, row.level).to_owned(), false)
        }
    }
}

/// As what it is written down, and the way to doing one thing with all of the matters.
fn paint_foot(pen: &mut Pen<'_>, rect: Rect, within: &Within) {
    let touch = touch(pen.seat);
    pen.rule(rect.left()..=rect.right(), rect.top());
    let mut y = rect.top() + 6.0;
    let nothing = Listed::ALL.iter().all(|list| numbers(within, *list).is_empty());
    // A file goes out of the house with names in it.
    let may_export = !nothing && !pen.seat.hides(Hidden::Names);
    let label = say(pen.lang, ToolWord::Export);
    let at = pos2(rect.left(), y + touch / 2.0);
    let token = if may_export { theme::TEXT_2 } else { theme::DISABLED_ACTION };
    let words = pen.text(at, Align2::LEFT_CENTER, label, ink(size::CAPTION, token));
    let (left, count) = (words.right() + 10.0, TableFormat::ALL.len() as f32);
    let wide = (rect.right() - left - (count - 1.0) * 6.0) / count;
    for (format, place) in TableFormat::ALL.into_iter().zip(0_u8..) {
        let name = ["GeoJSON", "CSV", "XLSX"][format as usize];
        let corner = pos2(left + f32::from(place) * (wide + 6.0), y);
        let chip = Rect::from_min_size(corner, vec2(wide, touch));
        if may_export {
            let press = pen.press(format!("found-{}", format.ending()), chip, name);
            pen.fill(chip, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
            if press.clicked {
                let file = export::file_of(pen.seat, within, format);
                pen.intend(Intent::Tool(ToolIntent::Export(file)));
            }
        }
        let token = if may_export { theme::TEXT_1 } else { theme::DISABLED_ACTION };
        pen.text_within(chip.center(), Align2::CENTER_CENTER, name, ink(size::CAPTION, token), wide - 4.0);
    }
    if can_mark(pen.seat, within) {
        y += touch + 6.0;
        let chip = Rect::from_min_size(pos2(rect.left(), y), vec2(rect.width(), touch));
        let label = tool_words::mark(pen.lang, within.incidents.len());
        pen.pick("found-mark".to_owned(), chip, &label, false, Intent::Tool(ToolIntent::Mark));
    }
}
