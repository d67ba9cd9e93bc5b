//! How the header looks.

use super::model::{Alarms, Model};
use crate::domain::Urgency;
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::tour_words::{self, TourWord};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use crate::seat::{AlarmIntent, FeedState, Intent, ReplayIntent, ShiftIntent, ShiftView, WorkIntent};
use bevy_egui::egui::{Align2, Pos2, Rect, pos2, vec2};

/// Lower than this, dp, the past moment and the clock's own stand beside each other.
const TWO_LINES: f32 = 54.0;

pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let y = rect.center().y;
    pen.rule(rect.left()..=rect.right(), rect.bottom() - 0.5);
    let (date, weather) = date(pen, rect, model);
    let date = pen.text(pos2(rect.left() + 16.0, y), Align2::LEFT_CENTER, date, date_ink());
    let mut left = date.right() + 16.0;
    if let Some(weather) = weather {
        let told = pen.text(pos2(left, y), Align2::LEFT_CENTER, weather, date_ink());
        pen.name("weather", told);
        left = told.right() + 16.0;
    }
    if model.is_sample {
        left = sample_chip(pen, left, y);
    }
    if let Some(label) = model.visit {
        left = visit_chip(pen, left + 8.0, y, label);
    }
    // What the right end says goes before all that can be read elsewhere.
    let room = rect.right() - right_width(pen, rect, model) - left;
    left = alarms(pen, left + 12.0, y, &model.alarms, room - 24.0);
    let right = match &model.past {
        Some((past, live)) => past_clock(pen, rect, left, past, live),
        None => live_clock(pen, pos2(rect.right() - 16.0, y), model),
    };

    pen.name_window(&model.title);
    // The title stands in the middle of the wall, or of the cell nearest to it; what does not fit beside it gives way.
    let title_ink = title_ink();
    let wanted = pen.galley(&model.title, title_ink, f32::INFINITY).size().x;
    let (from, to) = title_room(&cells(pen.seat), rect, (left + 12.0, right - 12.0), wanted);
    // Better a shorter title than a cut one.
    let titles = [&model.title, &model.short_title, &model.county];
    let galleys = titles.into_iter().map(|title| pen.galley(title, title_ink, f32::INFINITY));
    let fitting = galleys.into_iter().find(|galley| galley.size().x <= to - from);
    let galley = fitting.unwrap_or_else(|| pen.galley("", title_ink, f32::INFINITY));
    let half = galley.size().x / 2.0;
    let middle = if half * 2.0 > to - from { (from + to) / 2.0 } else { rect.center().x.clamp(from + half, to - half) };
    let title = Rect::from_center_size(pos2(middle, y), galley.size());
    pen.painter().galley(title.min, galley, theme::TEXT_1.egui());
    // The officer stands in the same cell as the clock.
    let edge = cells(pen.seat).iter().map(|cell| cell.left() + 8.0).filter(|edge| *edge < right).fold(0.0, f32::max);
    let room = right - (title.right() + 24.0).max(edge);
    if room > 80.0 {
        let officer_ink = ink(size::BODY, theme::TEXT_2);
        let fits = |words: &&String| pen.galley(words, officer_ink, f32::INFINITY).size().x <= room;
        let Some(officer) = model.officers.iter().find(fits).or(model.officers.last()) else { return };
        let name = pen.text_within(pos2(right, y), Align2::RIGHT_CENTER, officer, officer_ink, room);
        if model.has_roster {
            let intent = Intent::Work(WorkIntent::Shift(ShiftIntent::Show(ShiftView::Choose)));
            pen.press_for("officer", name.expand2(vec2(6.0, 8.0)), officer, intent);
        } else {
            pen.name("on-duty", name);
        }
    }
}

fn title_ink() -> Ink {
    ink(size::TITLE + 2.0, theme::TEXT_1).medium()
}

fn date_ink() -> Ink {
    ink(size::BODY, theme::TEXT_1)
}

/// The date and the weather; what would leave no room for the title goes: the year, the weather, and the year where even whose
/// county this is would have none.
fn date<'a>(pen: &Pen<'_>, rect: Rect, model: &'a Model) -> (&'a str, Option<&'a str>) {
    let wide = |words: &str, ink| pen.galley(words, ink, f32::INFINITY).size().x;
    let chip = |words: &str| wide(words, ink(size::CAPTION, theme::TEXT_1).medium()) + 24.0;
    let sample = if model.is_sample { chip(text(pen.lang, Key::SampleData)) } else { 0.0 };
    let visit = model.visit.map_or(0.0, chip);
    let alarms = wide(&model.alarms.count, ink(size::BODY, theme::TEXT_1).medium()) + 28.0;
    let left = |date: &str, more: f32| 32.0 + wide(date, date_ink()) + more + sample + visit + alarms;
    let right = right_width(pen, rect, model);
    // What stands at the left stays in the first cell of a video wall.
    let seam = cells(pen.seat).first().map_or(f32::INFINITY, |cell| cell.right() - 12.0);
    if let Some(weather) = &model.weather {
        let more = wide(weather, date_ink()) + 16.0;
        // The title that stands without it stands with it.
        let titles = [&model.title, &model.short_title, &model.county].map(|title| wide(title, title_ink()) + 24.0);
        let bare = left(&model.date, 0.0);
        let title = titles.into_iter().find(|title| bare + title + right <= rect.width()).unwrap_or(titles[2]);
        for date in [&model.date, &model.short_date] {
            let left = left(date, more);
            // In the middle.
            if rect.left() + left <= seam && left.max(right) * 2.0 + title <= rect.width() {
                return (date, Some(weather));
            }
        }
    }
    let title = wide(&model.county, title_ink()) + 24.0;
    let whole = left(&model.date, 0.0) + title + right <= rect.width();
    (if whole { &model.date } else { &model.short_date }, None)
}

/// From where to where the title may stand between `from` and `to`: inside the cell in which it comes nearest to the middle,
/// among those that have room for it; else inside the roomiest.
fn title_room(cells: &[Rect], whole: Rect, (from, to): (f32, f32), wanted: f32) -> (f32, f32) {
    const GAP: f32 = 12.0;
    let first_row = cells.iter().filter(|cell| cell.top() <= whole.top() + 0.5);
    let rooms: Vec<(f32, f32)> =
        first_row.map(|cell| ((cell.left() + GAP).max(from), (cell.right() - GAP).min(to))).collect();
    let off = |(left, right): &(f32, f32)| {
        let half = (wanted / 2.0).min((right - left) / 2.0);
        (whole.center().x.clamp(left + half, right - half) - whole.center().x).abs()
    };
    let fitting = rooms.iter().filter(|(left, right)| right - left >= wanted).min_by(|a, b| off(a).total_cmp(&off(b)));
    let roomiest = || rooms.iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
    fitting.or_else(roomiest).copied().unwrap_or((from, to))
}

/// The clock with its right middle at `at`, and before it whether the feeds live; answers where they begin.
fn live_clock(pen: &mut Pen<'_>, at: Pos2, model: &Model) -> f32 {
    let y = at.y;
    let clock_ink = ink(size::CLOCK, theme::TEXT_1);
    let clock = pen.text(at, Align2::RIGHT_CENTER, &model.clock, clock_ink);
    let right = clock.left() - 16.0;
    let (token, live) = match model.worst {
        Some(FeedState::Live) => (theme::WORKER, true),
        _ => (theme::STALE, false),
    };
    let mark = pen.text(pos2(right, y), Align2::RIGHT_CENTER, model.live, ink(size::BODY, token).medium());
    let dot = pos2(mark.left() - 11.0, y);
    if live {
        pen.painter().circle_filled(dot, 5.0, token.egui());
    } else {
        pen.painter().circle_stroke(dot, 4.5, (2.0, token.egui()));
        pen.hatch(mark.expand2(vec2(4.0, 0.0)), theme::STALE.egui_alpha(0.17));
    }
    pen.name("live-mark", mark.union(Rect::from_center_size(dot, vec2(10.0, 10.0))));
    dot.x - 20.0
}

/// The tour's header: where in the route, which scene, 演示数据; at the right the clock and the date.
pub(crate) fn paint_on_tour(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let (seat, y) = (pen.seat, rect.center().y);
    let Some((current, scene, _)) = seat.tour.scene() else { return };
    let places: Vec<usize> = seat.tour.scenes().map(|(place, _)| place).collect();
    let nth = places.iter().position(|place| *place == current).map_or(1, |nth| nth + 1);
    let place = format!("{} {nth}/{}", tour_words::say(pen.lang, TourWord::Tour), places.len());
    let left = pos2(rect.left() + 24.0, y);
    let place = pen.text(left, Align2::LEFT_CENTER, &place, ink(size::PANEL_TITLE, theme::TEXT_2));
    pen.name("tour-place", place);
    let title_ink = ink(size::TITLE + 4.0, theme::TEXT_1).medium();
    let at = pos2(place.right() + 16.0, y);
    let title = pen.text_within(at, Align2::LEFT_CENTER, &scene.words(pen.lang).title, title_ink, rect.width() * 0.3);
    let mut left = title.right() + 24.0;
    if model.is_sample {
        left = sample_chip(pen, left, y);
    }
    if let Some((past, live)) = &model.past {
        past_clock(pen, rect, left, past, live);
        return;
    }
    let date = pos2(rect.right() - 24.0, y);
    let room = rect.right() - 24.0 - left;
    if room < 420.0 {
        live_clock(pen, date, model);
    } else {
        let date = pen.text(date, Align2::RIGHT_CENTER, &model.date, ink(size::BODY, theme::TEXT_2));
        live_clock(pen, pos2(date.left() - 20.0, y), model);
    }
}

/// What stays on a dark wall. The clock is the live one, whatever the tour plays.
pub(crate) fn paint_in_the_dark(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    let y = rect.center().y;
    if model.is_sample {
        sample_chip(pen, rect.left() + 24.0, y);
    }
    match &model.past {
        Some((_, live)) => {
            let at = pos2(rect.right() - 24.0, y);
            let words = pen.text(at, Align2::RIGHT_CENTER, live, ink(size::BODY, theme::TEXT_1));
            back_to_live(pen, words, live);
        }
        None => drop(live_clock(pen, pos2(rect.right() - 24.0, y), model)),
    }
}

/// What the header's right end takes: the clock and the feeds' state, or the past moment in few words.
fn right_width(pen: &Pen<'_>, rect: Rect, model: &Model) -> f32 {
    let wide = |words: &str, ink| pen.galley(words, ink, f32::INFINITY).size().x;
    match &model.past {
        Some(([_, few], live)) => {
            let beside =
                if rect.height() < TWO_LINES { wide(live, ink(size::CAPTION, theme::TEXT_2)) + 14.0 } else { 0.0 };
            16.0 + wide(few, past_ink()) + beside + 16.0
        }
        None => {
            let mark = wide(model.live, ink(size::BODY, theme::TEXT_1).medium());
            16.0 + wide(&model.clock, ink(size::CLOCK, theme::TEXT_1)) + 16.0 + mark + 31.0
        }
    }
}

fn past_ink() -> Ink {
    ink(size::TITLE + 2.0, theme::REPLAY).medium()
}

/// The past moment where else the clock stands, the clock's own time small below it, or before it; answers where they begin.
fn past_clock(pen: &mut Pen<'_>, rect: Rect, left: f32, [full, few]: &[String; 2], live: &str) -> f32 {
    let (right, room) = (rect.right() - 16.0, rect.right() - left - 32.0);
    let large = past_ink();
    let fits = pen.galley(full, large, f32::INFINITY).size().x <= room;
    let past = if fits { full } else { few };
    if rect.height() < TWO_LINES {
        let y = rect.center().y;
        let small = ink(size::CAPTION, theme::TEXT_2);
        let drawn = pen.text_within(pos2(right, y), Align2::RIGHT_CENTER, past, large, room);
        let room = drawn.left() - 14.0 - left;
        let mut begins = drawn.left();
        if pen.galley(live, small, f32::INFINITY).size().x <= room {
            let words = pen.text(pos2(drawn.left() - 14.0, y), Align2::RIGHT_CENTER, live, small);
            back_to_live(pen, words, live);
            begins = words.left();
        }
        pen.name("replay-clock", drawn);
        return begins - 20.0;
    }
    let upper = pos2(right, rect.top() + rect.height() * 0.36);
    let drawn = pen.text_within(upper, Align2::RIGHT_CENTER, past, large, room);
    let lower = pos2(right, rect.top() + rect.height() * 0.76);
    let below = pen.text_within(lower, Align2::RIGHT_CENTER, live, ink(size::CAPTION, theme::TEXT_2), room);
    back_to_live(pen, below, live);
    pen.name("replay-clock", drawn);
    drawn.left().min(below.left()) - 20.0
}

/// The clock's own time, pressed, leads back to it: a low wall has no other button that does. Not on a tour, whose keys are
/// said at its foot.
fn back_to_live(pen: &mut Pen<'_>, words: Rect, live: &str) {
    if pen.seat.tour.is_on() {
        return;
    }
    let press = pen.press_for("replay-now", words.expand2(vec2(6.0, 3.0)), live, Intent::Replay(ReplayIntent::Live));
    if press.hovered {
        pen.line(words.left_bottom(), words.right_bottom(), 1.5, theme::TEXT_1.egui());
    }
}

/// The words 参观模式 on a bright ground: whoever speaks must see at a glance that it holds. Answers where they end.
fn visit_chip(pen: &mut Pen<'_>, left: f32, y: f32, label: &str) -> f32 {
    let words_ink = ink(size::CAPTION, theme::CANVAS).medium();
    let width = pen.galley(label, words_ink, f32::INFINITY).size().x + 16.0;
    let ground = Rect::from_min_size(pos2(left, y - 11.0), vec2(width, 22.0));
    pen.fill(ground, theme::TEXT_1.egui());
    pen.text(ground.center(), Align2::CENTER_CENTER, label, words_ink);
    pen.name("visit-mark", ground);
    ground.right()
}

/// How many alarms nobody has acknowledged, what is shelved, whether they are heard: pressed, the list. Colour only where
/// somebody must act now, and never without the number. What is shelved or not heard gives way where it has no room.
/// Answers where it ends.
fn alarms(pen: &mut Pen<'_>, left: f32, y: f32, alarms: &Alarms, room: f32) -> f32 {
    let (token, medium) = match alarms.urgency {
        Some(urgency @ (Urgency::U1 | Urgency::U2)) => (theme::urgency_text(urgency), true),
        Some(_) => (theme::TEXT_1, true),
        None => (theme::TEXT_2, false),
    };
    let count = ink(size::BODY, token);
    let count = if medium { count.medium() } else { count };
    let rest = ink(size::BODY, theme::TEXT_2);
    let wide = |words: &str, ink| pen.galley(words, ink, f32::INFINITY).size().x;
    let fits = wide(&alarms.count, count) + wide(&alarms.rest, rest) + 16.0 <= room;
    let runs = [(alarms.count.as_str(), count), (if fits { alarms.rest.as_str() } else { "" }, rest)];
    let words = pen.runs(pos2(left + 8.0, y), Align2::LEFT_CENTER, &runs, f32::INFINITY);
    let frame = Rect::from_min_max(pos2(left, y - 14.0), pos2(words.right() + 8.0, y + 14.0));
    let label = format!("{}{}", alarms.count, alarms.rest);
    let press = pen.press_for("alarms", frame, &label, Intent::Alarm(AlarmIntent::Toggle));
    if press.hovered || pen.seat.alarm_list.is_open {
        pen.outline(frame, 1.0, theme::TEXT_3.egui());
    }
    frame.right()
}

/// The words 演示数据 in a frame; answers where they end.
fn sample_chip(pen: &mut Pen<'_>, left: f32, y: f32) -> f32 {
    let label = text(pen.lang, Key::SampleData);
    let words = pen.text(pos2(left + 8.0, y), Align2::LEFT_CENTER, label, ink(size::CAPTION, theme::TEXT_1));
    let frame = Rect::from_min_max(pos2(left, y - 11.0), pos2(words.right() + 8.0, y + 11.0));
    pen.outline(frame, 1.0, theme::TEXT_3.egui());
    pen.name("sample-mark", frame);
    frame.right()
}
