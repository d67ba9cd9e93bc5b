//! How the key figures and the day's course look.

use super::model::{Course, Kpi, Model, Month};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, format, text};
use crate::panels::theme::{self, size};
use crate::seat::queue::{List, ListIntent};
use crate::seat::work::WorkIntent;
use crate::seat::{Intent, Lang, PlotIntent, PlotSheet};
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, pos2, vec2};

const HEAD: f32 = 38.0;
/// A row of figures, where there is little room, and the least in which a figure, its title and its comparison stand.
const KPI_ROW: f32 = 86.0;
const KPI_ROW_LEAST: f32 = 70.0;
/// A figure is no smaller than this; two columns want so much each.
const KPI_SIZE_LEAST: f32 = 24.0;
const COLUMN_LEAST: f32 = 100.0;
/// How far above its cell's foot the middle of a figure's comparison stands.
const KPI_DETAIL: f32 = 17.0;
/// A figure with its comparison wants so much.
const KPI_LEAST: f32 = 130.0;
/// Figures and the day's course beside each other want so much.
const BESIDE_LEAST: f32 = 720.0;
const COURSE_LEAST: f32 = 96.0;
/// The least height in which thirty days are read.
const MONTH_LEAST: f32 = 68.0;

pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.line(rect.right_top(), rect.right_bottom(), 1.0, theme::RAISED.egui());
    let inner = rect.shrink2(vec2(16.0, 0.0));
    pen.late_title(inner, rect.top() + 22.0, (&model.title, &model.note), model.late.is_some());
    let mut top = rect.top() + HEAD;
    let is_low = rect.height() < HEAD + 3.0 * KPI_ROW + COURSE_LEAST;
    // Low and wide, the day's course stands beside the figures; low and narrow, three figures stand beside each other.
    let beside = is_low && inner.width() >= BESIDE_LEAST;
    let kpis = if beside { inner.width() * 0.56 } else { inner.width() };
    let columns = match () {
        () if is_low && kpis / 3.0 >= KPI_LEAST => 3,
        () if kpis / 2.0 >= COLUMN_LEAST => 2,
        () => 1,
    };
    let rows = model.kpis.len().div_ceil(columns) as f32;
    let high = ((rect.bottom() - top - 4.0) / rows).clamp(KPI_ROW_LEAST, KPI_ROW);
    let wide = (kpis + 12.0) / columns as f32;
    for row in model.kpis.chunks(columns) {
        if top + high > rect.bottom() {
            break;
        }
        for (kpi, k) in row.iter().zip(0_u8..) {
            let at = pos2(inner.left() + f32::from(k) * wide, top);
            paint_kpi(pen, Rect::from_min_size(at, vec2(wide - 12.0, high)), kpi);
        }
        top += high;
    }
    if beside {
        let left = inner.left() + kpis + 24.0;
        let place = Rect::from_min_max(pos2(left, rect.top() + HEAD), pos2(inner.right(), rect.bottom() - 10.0));
        if place.height() >= COURSE_LEAST {
            paint_course(pen, place, &model.course);
        }
        return;
    }
    // A chart as tall as the column would say no more than one of this height.
    let room = rect.bottom() - top - 12.0;
    let month = model.month.as_ref().filter(|_| room >= COURSE_LEAST + MONTH_LEAST);
    let height = (room - if month.is_some() { MONTH_LEAST } else { 0.0 }).min(240.0);
    if height < COURSE_LEAST {
        return;
    }
    pen.rule(inner.left()..=inner.right(), top + 2.0);
    let course = Rect::from_min_size(pos2(inner.left(), top + 4.0), vec2(inner.width(), height));
    paint_course(pen, course, &model.course);
    if let Some(month) = month {
        let high = (room - height - 4.0).min(160.0);
        let place = Rect::from_min_size(pos2(inner.left(), course.bottom() + 4.0), vec2(inner.width(), high));
        paint_month(pen, place, month);
    }
}

/// Thirty days as a line, the thirty before them dashed behind it.
fn paint_month(pen: &mut Pen<'_>, rect: Rect, month: &Month) {
    pen.press_for("plots-month", rect, &month.title, Intent::Plot(PlotIntent::Show(PlotSheet::Trend)));
    let y = rect.top() + 10.0;
    let title = ink(size::CAPTION, theme::TEXT_2);
    let head = pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, &month.title, title, rect.width());
    let room = rect.right() - head.right() - 10.0;
    let first = month.note.split(" · ").next().unwrap_or_default();
    let note = ink(size::CAPTION, theme::TEXT_3);
    if !first.is_empty() && pen.galley(first, note, f32::INFINITY).size().x <= room {
        pen.parts(pos2(rect.right(), y), Align2::RIGHT_CENTER, &month.note, note, room);
    }
    let plot = Rect::from_min_max(pos2(rect.left() + 2.0, rect.top() + 24.0), rect.max - vec2(2.0, 4.0));
    pen.line(plot.left_bottom(), plot.right_bottom(), 1.0, theme::CHART_BAND.egui());
    let most = month.now.iter().chain(&month.before).copied().max().unwrap_or(0).max(1) as f32;
    let line = |days: &[i64]| -> Vec<Pos2> {
        let step = plot.width() / days.len().max(1) as f32;
        let point = |(n, count): (usize, &i64)| {
            pos2(plot.left() + (n as f32 + 0.5) * step, plot.bottom() - plot.height() * *count as f32 / most)
        };
        days.iter().enumerate().map(point).collect()
    };
    let dashes = Stroke::new(1.5, theme::WORKER_OLD.egui());
    pen.painter().extend(Shape::dashed_line(&line(&month.before), dashes, 4.0, 3.0));
    pen.painter().line(line(&month.now), Stroke::new(2.0, theme::TEXT_1.egui()));
}

fn paint_kpi(pen: &mut Pen<'_>, cell: Rect, kpi: &Kpi) {
    let opened = opens(kpi.id);
    let opens_something = opened.is_some();
    if let Some(intent) = opened {
        let told = format!("{} {} {}, {}", kpi.title, kpi.value, kpi.unit, kpi.detail);
        let press = pen.press(kpi.id, cell, &told);
        if press.hovered {
            pen.fill(cell.expand2(vec2(6.0, 0.0)), theme::RAISED.egui());
        }
        if press.clicked {
            // The figure is the whole county's: its matters stand on a map of the whole county.
            if matches!(intent, Intent::Work(_)) && pen.seat.drill.is_some() {
                pen.intend(Intent::WholeCounty);
            }
            pen.intend(intent);
        }
    } else {
        pen.name(kpi.id, cell);
    }
    let title_ink = ink(size::CAPTION, theme::TEXT_2);
    let title_room = pen.galley(&kpi.title, title_ink, f32::INFINITY).size().x;
    // Its period gives way where it would be cut.
    let shorter = kpi.title.rsplit_once(' ').map_or(kpi.title.as_str(), |(name, _)| name.trim_end_matches(','));
    let title = if title_room > cell.width() { shorter } else { kpi.title.as_str() };
    let at = pos2(cell.left(), cell.top() + 10.0);
    let written = pen.text_within(at, Align2::LEFT_CENTER, title, title_ink, cell.width());
    let sign_at = written.right_center() + vec2(5.0, 0.0);
    if opens_something && sign_at.x + 6.0 <= cell.right() {
        pen.text(sign_at, Align2::LEFT_CENTER, "›", ink(size::CAPTION, theme::TEXT_3));
    }
    let value_ink = |size| ink(size, if kpi.alarm { theme::U1_TEXT } else { theme::TEXT_1 });
    let unit_ink = ink(size::BODY, theme::TEXT_3);
    let width = |text: &str, ink| pen.galley(text, ink, f32::INFINITY).size().x;
    let unit_room = width(kpi.unit, unit_ink) + 4.0;
    // A cut figure tells nothing: it is written smaller.
    let wanted = size::KPI * (cell.height() / KPI_ROW).min(1.0);
    let fits = (cell.width() - unit_room) / width(&kpi.value, value_ink(wanted)).max(1.0);
    let value_ink = value_ink((wanted * fits.min(1.0)).max(KPI_SIZE_LEAST));
    let middle = cell.top() + cell.height() * 0.465;
    let value = pen.text(pos2(cell.left(), middle), Align2::LEFT_CENTER, &kpi.value, value_ink);
    if value.right() + unit_room <= cell.right() + 8.0 {
        let unit_y = middle + value_ink.foot() - unit_ink.foot();
        pen.text(pos2(value.right() + 4.0, unit_y), Align2::LEFT_CENTER, kpi.unit, unit_ink);
    }
    let detail_at = pos2(cell.left(), cell.bottom() - KPI_DETAIL);
    pen.parts(detail_at, Align2::LEFT_CENTER, &kpi.detail, ink(size::CAPTION, theme::TEXT_3), cell.width());
}

/// What tells more of a figure: a plot, or, of what must be acted on, the matters themselves.
fn opens(id: &str) -> Option<Intent> {
    match id {
        "kpi-received" => Some(Intent::Plot(PlotIntent::Show(PlotSheet::Trend))),
        "kpi-open" => Some(Intent::Plot(PlotIntent::Show(PlotSheet::Ageing))),
        "kpi-overdue" => Some(Intent::Work(WorkIntent::List(ListIntent::Behind(List::Overdue, None)))),
        _ => None,
    }
}

fn paint_course(pen: &mut Pen<'_>, rect: Rect, course: &Course) {
    pen.press_for("plots-open", rect, course.title, Intent::Plot(PlotIntent::Show(PlotSheet::Trend)));
    let caption = ink(size::CAPTION, theme::TEXT_2);
    let y = rect.top() + 12.0;
    let head = pen.text(pos2(rect.left(), y), Align2::LEFT_CENTER, course.title, caption);
    let note_room = rect.right() - head.right() - 8.0;
    pen.text_within(
        pos2(rect.right(), y),
        Align2::RIGHT_CENTER,
        &course.note,
        ink(size::CAPTION, theme::TEXT_3),
        note_room,
    );
    let plot = Rect::from_min_max(pos2(rect.left() + 2.0, rect.top() + 42.0), rect.max - vec2(2.0, 20.0));
    hours(pen, plot);
    let most = course.before.last().copied().max(course.today.last().copied()).unwrap_or(0).max(1) as f32;
    let point = |k: usize, count: usize, sum: i64| {
        let share = (k as f32 + 1.0) / count.max(1) as f32;
        pos2(plot.left() + plot.width() * share, plot.bottom() - plot.height() * sum as f32 / most)
    };
    let bars = course.before.len().max(144);
    let line = |sums: &[i64]| -> Vec<Pos2> {
        let start = pos2(plot.left(), plot.bottom());
        std::iter::once(start).chain(sums.iter().enumerate().map(|(k, sum)| point(k, bars, *sum))).collect()
    };
    let dashes = Stroke::new(1.5, theme::WORKER_OLD.egui());
    pen.painter().extend(Shape::dashed_line(&line(&course.before), dashes, 4.0, 3.0));
    let mut today = line(&course.today);
    // The last bar is not over: the line ends at the present moment.
    if let Some(end) = today.last_mut() {
        end.x = plot.left() + plot.width() * course.day_share;
    }
    let now = today.last().copied();
    pen.painter().line(today, Stroke::new(2.0, theme::TEXT_1.egui()));
    let end_label = ink(size::CAPTION, theme::TEXT_3);
    let mut before_label = None;
    if let Some(total) = course.before.last() {
        let at = pos2(plot.right(), plot.bottom() - plot.height() * *total as f32 / most);
        before_label = Some(pen.text(at - vec2(0.0, 10.0), Align2::RIGHT_CENTER, &format::number(*total), end_label));
    }
    if let (Some(now), Some(sum)) = (now.filter(|_| course.is_known), course.today.last()) {
        pen.painter().circle_filled(now, 3.5, theme::TEXT_1.egui());
        let label_ink = ink(size::CAPTION, theme::TEXT_1).medium();
        let galley = pen.galley(&format::number(*sum), label_ink, 80.0);
        let left = now.x - galley.size().x - 4.0 > plot.left();
        let anchor = if left { Align2::RIGHT_CENTER } else { Align2::LEFT_CENTER };
        let at = now + vec2(if left { -4.0 } else { 6.0 }, -12.0);
        let wanted = anchor.anchor_size(at, galley.size());
        let clear = before_label.is_none_or(|other| !other.intersects(wanted));
        pen.text(if clear { at } else { at + vec2(0.0, 26.0) }, anchor, &format::number(*sum), label_ink);
    }
}

/// The hours below a plot.
fn hours(pen: &Pen<'_>, plot: Rect) {
    pen.line(plot.left_bottom(), plot.right_bottom(), 1.0, theme::CHART_BAND.egui());
    let unit = text(pen.lang, Key::Hour);
    let step = if plot.width() < 200.0 { 12 } else { 6 };
    for hour in (0..=24).step_by(step) {
        let x = plot.left() + plot.width() * hour as f32 / 24.0;
        let label = if pen.lang == Lang::Zh { format!("{hour}{unit}") } else { format!("{hour:02}{unit}") };
        let anchor = match hour {
            0 => Align2::LEFT_CENTER,
            24 => Align2::RIGHT_CENTER,
            _ => Align2::CENTER_CENTER,
        };
        pen.text(pos2(x, plot.bottom() + 12.0), anchor, &label, ink(size::CAPTION, theme::TEXT_3));
    }
}
