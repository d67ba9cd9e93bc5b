//! In which hours of the week matters come: a row a weekday, a column an hour, five classes with their numbers.

use super::{PartHead, caption, empty, part};
use crate::panels::plots::drawing::{Item, Sheet, look};
use crate::panels::plots::sheets::chart::round_top;
use crate::panels::text::plot_words::{self, PlotWord, say};
use crate::panels::text::{Civil, format};
use crate::panels::theme;
use crate::picture::WeekHours;
use crate::seat::{Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const LEFT: f32 = 46.0;
/// The room of a weekday's sum, and of its bar on a sheet that is not narrow.
const SUM: f32 = 58.0;
const BAR: f32 = 62.0;
const NARROW: f32 = 340.0;
/// The room of the hours below the cells, and of what their colours mean on a sheet that is not low.
const HOURS: f32 = 24.0;
const CLASSES: f32 = 28.0;
const LOW: f32 = 180.0;

pub(super) fn draw(sheet: &mut Sheet<'_>, seat: &Seat, body: Rect) {
    let lang = seat.lang;
    let week = seat.picture.week_hours(seat.plot_filter(), seat.now);
    let zone = seat.picture.tallies.zone();
    let day = |at| Civil::at(at, zone).month_day(lang);
    let period = format!("{} – {}", day(week.from), day(week.to.plus_secs(-1)));
    let peak = peak(&week);
    let mut title = format!("{period}  {}", plot_words::count(lang, week.total));
    if let Some((weekday, hour, most)) = peak {
        title = format!("{title} · {}", plot_words::most(lang, weekday_name(lang, weekday), hour, most));
    }
    let compared = match week.before {
        Some(before) => {
            let words = match lang {
                Lang::Zh => "前4周",
                Lang::En => "4 weeks before",
            };
            format!("{words} {} · {}", format::number(before), plot_words::against(lang, week.total, before))
        }
        None => say(lang, PlotWord::BeforeUnknown).to_owned(),
    };
    let note = if week.is_whole { compared } else { format!("{} · {compared}", say(lang, PlotWord::NotWhole)) };
    let rest = part(sheet, body, &PartHead { title: &title, note: &note });
    if peak.is_none() {
        return empty(sheet, seat, rest, PlotWord::NoneReported);
    }
    cells(sheet, lang, &week, rest, peak);
}

/// A weekday from Monday: the first one of a week that began with one.
fn weekday_name(lang: Lang, weekday: usize) -> &'static str {
    Civil::of_local((weekday as i64 + 4) * 86_400).weekday(lang)
}

/// Where most were reported; none where nothing was.
fn peak(week: &WeekHours) -> Option<(usize, usize, i64)> {
    let all = week
        .counts
        .iter()
        .enumerate()
        .flat_map(|(day, hours)| hours.iter().enumerate().map(move |(hour, count)| (day, hour, *count)));
    all.filter(|(.., count)| *count > 0).max_by_key(|(day, hour, count)| (*count, std::cmp::Reverse((*day, *hour))))
}

fn cells(sheet: &mut Sheet<'_>, lang: Lang, week: &WeekHours, rect: Rect, peak: Option<(usize, usize, i64)>) {
    let bars = if rect.width() < NARROW { 0.0 } else { BAR };
    let below = HOURS + if rect.height() < LOW { 0.0 } else { CLASSES };
    let grid = Rect::from_min_max(rect.min + vec2(LEFT, 4.0), rect.max - vec2(SUM + bars, below));
    let (wide, high) = (grid.width() / 24.0, (grid.height() / 7.0).min(64.0));
    let most = peak.map_or(1, |(.., most)| most);
    let top = round_top(most);
    let class = |count: i64| ((count as f64 / top * 5.0) as usize).min(4);
    let sums: Vec<i64> = week.counts.iter().map(|hours| hours.iter().sum()).collect();
    // All cells say their number or none does: the busiest would be those without.
    let says_counts = sheet.width(&format::number(most), look(13.0, theme::TEXT_1)) + 6.0 <= wide && high >= 20.0;
    let most_a_day = sums.iter().copied().max().unwrap_or(1).max(1);
    for (day, hours) in week.counts.iter().enumerate() {
        let y = grid.top() + high * day as f32;
        let middle = y + high / 2.0;
        let name = weekday_name(lang, day);
        sheet.words(pos2(grid.left() - 10.0, middle), Align2::RIGHT_CENTER, name, look(14.0, theme::TEXT_1));
        for (hour, count) in hours.iter().enumerate() {
            let corner = pos2(grid.left() + wide * hour as f32, y);
            let cell = Rect::from_min_size(corner, vec2(wide - 2.0, high - 2.0));
            sheet.fill(cell, theme::FILL[class(*count)]);
            let is_peak = peak.is_some_and(|(d, h, _)| (d, h) == (day, hour));
            if is_peak {
                let ring =
                    [cell.left_top(), cell.right_top(), cell.right_bottom(), cell.left_bottom(), cell.left_top()];
                sheet.line(ring.to_vec(), 2.0, theme::TEXT_1);
            }
            let words = format::number(*count);
            let ink = look(13.0, if class(*count) >= 3 || is_peak { theme::WORKER_ON_TASK } else { theme::TEXT_2 });
            if says_counts {
                sheet.words(cell.center(), Align2::CENTER_CENTER, &words, ink);
            }
        }
        let bar = (bars - 6.0).max(0.0) * sums[day] as f32 / most_a_day as f32;
        let thick = 10.0_f32.min(high - 2.0);
        let start = pos2(grid.right() + 8.0, middle - thick / 2.0);
        sheet.fill(Rect::from_min_size(start, vec2(bar, thick)), theme::TEXT_1);
        let at = pos2(start.x + bar + 6.0, middle);
        sheet.words(at, Align2::LEFT_CENTER, &format::number(sums[day]), look(14.0, theme::TEXT_1));
    }
    let foot = grid.top() + high * 7.0;
    let hours = (0..=24).step_by(3).map(|hour| (grid.left() + wide * hour as f32 - 1.0, hour.to_string()));
    sheet.marks(foot + 12.0, &hours.collect::<Vec<_>>(), caption(theme::TEXT_3));
    if below > HOURS {
        classes(
            sheet,
            lang,
            Rect::from_min_max(pos2(grid.left(), foot + HOURS), pos2(rect.right(), foot + below)),
            top,
        );
    }
}

/// The five classes with their bounds: all of them or none, and what they count where that has room, too.
fn classes(sheet: &mut Sheet<'_>, lang: Lang, room: Rect, top: f64) {
    const SWATCH: f32 = 26.0;
    let ink = caption(theme::TEXT_2);
    // The least whole number that lies in each.
    let bounds: Vec<String> =
        (0..theme::FILL.len()).map(|n| format!("≥{}", format::rounded((top / 5.0 * n as f64).ceil()))).collect();
    let step = SWATCH + 6.0 + sheet.widest(&bounds, ink) + 14.0;
    let (words, all) = (say(lang, PlotWord::PerCell), step * bounds.len() as f32);
    let (mut x, y) = (room.left(), room.center().y);
    if all > room.width() {
        return;
    }
    if sheet.width(words, ink) + 16.0 + all <= room.width() {
        x = sheet.words(pos2(x, y), Align2::LEFT_CENTER, words, ink).right() + 16.0;
    }
    for (bound, token) in bounds.iter().zip(theme::FILL) {
        let swatch = Rect::from_min_size(pos2(x, y - 8.0), vec2(SWATCH, 16.0));
        sheet.put(Item::Fill(swatch, token));
        sheet.words(pos2(swatch.right() + 6.0, y), Align2::LEFT_CENTER, bound, ink);
        x += step;
    }
}
