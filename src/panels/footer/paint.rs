//! How the footer looks.

use super::model::{FeedMark, Model};
use crate::panels::pen::{Ink, Pen, ink};
use crate::panels::places::cells;
use crate::panels::text::format;
use crate::panels::theme::{self, size};
use crate::seat::{FeedState, Intent, StaffGroup, StaffIntent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// Draws all but the slider, and answers where that stands.
pub(crate) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) -> Rect {
    pen.rule(rect.left()..=rect.right(), rect.top() + 0.5);
    // A desk has the feeds' health in its header, too; and who sits there works with the slider.
    let (share, bounds) = if pen.seat.is_desk() { (0.23, (340.0, 460.0)) } else { (0.42, (320.0, 860.0)) };
    let mut side = (rect.width() * share).clamp(bounds.0, bounds.1).min(rect.width() * 0.6);
    let columns: Vec<Rect> = cells(pen.seat).into_iter().filter(|cell| cell.bottom() >= rect.bottom() - 0.5).collect();
    if let Some(last) = columns.last() {
        // Staff and feeds inside the last cell.
        side = side.min(last.width() - 12.0);
    }
    let health = Rect::from_min_max(pos2(rect.right() - side, rect.top()), rect.max - vec2(16.0, 0.0));
    let upper = rect.top() + rect.height() * 0.30;
    let lower = rect.top() + rect.height() * 0.72;
    paint_staff(pen, health, upper, model);
    paint_feeds(pen, health, lower, model);
    let slider = Rect::from_min_max(rect.min + vec2(16.0, 0.0), pos2(health.left() - 16.0, rect.bottom()));
    // The slider inside the cell that gives it most room.
    let parts = columns.iter().map(|cell| slider.intersect(cell.shrink2(vec2(12.0, 0.0))));
    parts.rev().max_by(|a, b| a.width().total_cmp(&b.width())).unwrap_or(slider)
}

/// Which of the staff's figures stand, whether behind their title, and how far apart, from most to least: what has no room
/// is left out rather than cut, the title first. The parts of who is on duty stand all or but one, so that what stands adds up.
const STAFF: [(bool, &[usize], &str); 5] = [
    (true, &[0, 1, 2, 3], "    "),
    (false, &[0, 1, 2, 3], "    "),
    (false, &[0, 1, 2, 3], "  "),
    (false, &[0, 3], "    "),
    (false, &[3], ""),
];

/// Runs of text a figure: the gap, its word, a space, the number.
const RUNS_A_FIGURE: usize = 4;
/// Whom the figures of the model count.
const GROUPS: [StaffGroup; 4] = StaffGroup::ALL;

fn paint_staff(pen: &mut Pen<'_>, rect: Rect, y: f32, model: &Model) {
    let width = |(text, ink): &(&str, Ink)| pen.galley(text, *ink, f32::INFINITY).size().x;
    let mut sets = STAFF.iter().map(|set| (staff_runs(model, set), set.1));
    let fits = |runs: &[(&str, Ink)]| runs.iter().map(width).sum::<f32>() <= rect.width();
    let Some((runs, which)) = sets.find(|(runs, _)| fits(runs)) else { return };
    let widths: Vec<f32> = runs.iter().map(width).collect();
    let right = rect.right();
    let reach = |first: usize| {
        let ends = right - widths[first + RUNS_A_FIGURE..].iter().sum::<f32>();
        let gap = widths[first].min(8.0);
        let wide = widths[first..first + RUNS_A_FIGURE].iter().sum::<f32>() - widths[first] + 2.0 * gap;
        Rect::from_min_max(pos2(ends + gap - wide, y - 14.0), pos2(ends + gap, y + 14.0))
    };
    for (place, group) in which.iter().enumerate().map(|(k, which)| (reach(1 + k * RUNS_A_FIGURE), GROUPS[*which])) {
        press_group(pen, place, group, model);
    }
    let drawn = pen.runs(pos2(rect.right(), y), Align2::RIGHT_CENTER, &runs, f32::INFINITY);
    if model.staff_is_old {
        pen.hatch(drawn.expand2(vec2(4.0, -3.0)), theme::STALE.egui_alpha(0.17));
    }
    pen.name("staff", drawn);
}

/// A count opens the people whom it counts; one that is not known opens nobody.
fn press_group(pen: &mut Pen<'_>, place: Rect, group: StaffGroup, model: &Model) {
    let counted =
        model.staff.iter().zip(GROUPS).find(|((_, count), other)| *other == group && count != format::NOTHING);
    let Some(((word, count), _)) = counted else { return };
    let label = format!("{word} {count}");
    let press =
        pen.press_for(format!("staff-{}", group.name()), place, &label, Intent::Staff(StaffIntent::Show(group)));
    if press.hovered || pen.seat.staff_list.group() == Some(group) {
        pen.fill(place, theme::RAISED.egui());
    }
}

fn staff_runs<'a>(model: &'a Model, (titled, which, gap): &(bool, &[usize], &'static str)) -> Vec<(&'a str, Ink)> {
    let value_token = if model.staff_is_old { theme::TEXT_2 } else { theme::TEXT_1 };
    let (word, number) = (ink(size::CAPTION, theme::TEXT_2), ink(size::CAPTION, value_token).medium());
    let mut runs = vec![(if *titled { model.staff_title } else { "" }, ink(size::CAPTION, theme::TEXT_3))];
    for (name, count) in which.iter().map(|place| &model.staff[*place]) {
        runs.extend([(*gap, word), (*name, word), (" ", word), (count.as_str(), number)]);
    }
    runs
}

/// The feeds from the right; those that don't fit are counted.
fn paint_feeds(pen: &mut Pen<'_>, rect: Rect, y: f32, model: &Model) {
    let caption = ink(size::CAPTION, theme::TEXT_2);
    let title_ink = ink(size::CAPTION, theme::TEXT_3);
    let title_room = pen.galley(&model.feeds_title, title_ink, f32::INFINITY).size().x + 16.0;
    let mut right = rect.right();
    // Whatever is not well comes first, at the edge that is read last and longest.
    let mut feeds: Vec<&FeedMark> = model.feeds.iter().collect();
    feeds.sort_by_key(|feed| std::cmp::Reverse(feed.state));
    for (k, feed) in feeds.iter().enumerate() {
        let token = if feed.state == FeedState::Live { theme::TEXT_2 } else { theme::TEXT_1 };
        let words = ink(size::CAPTION, token);
        let width = pen.galley(&feed.words, words, 260.0).size().x + 18.0;
        if right - width < rect.left() + title_room {
            let more = format!("+{}", feeds.len() - k);
            right = pen.text(pos2(right, y), Align2::RIGHT_CENTER, &more, caption).left() - 12.0;
            break;
        }
        let drawn = pen.text_within(pos2(right, y), Align2::RIGHT_CENTER, &feed.words, words, 260.0);
        let dot = pos2(drawn.left() - 9.0, y);
        match feed.state {
            FeedState::Live => {
                pen.painter().circle_filled(dot, 4.0, theme::WORKER.egui());
            }
            FeedState::Stale => {
                pen.painter().circle_stroke(dot, 3.5, (1.5, theme::STALE.egui()));
                pen.hatch(drawn.expand2(vec2(3.0, -3.0)), theme::STALE.egui_alpha(0.17));
            }
            FeedState::Dead => {
                pen.painter().circle_stroke(dot, 3.5, (1.5, theme::STALE.egui()));
                pen.line(dot - vec2(4.0, -4.0), dot + vec2(4.0, -4.0), 1.5, theme::STALE.egui());
                pen.hatch(drawn.expand2(vec2(3.0, -3.0)), theme::STALE.egui_alpha(0.17));
            }
        }
        pen.name(feed.id.clone(), drawn);
        right = dot.x - 18.0;
    }
    pen.text(pos2(right, y), Align2::RIGHT_CENTER, &model.feeds_title, title_ink);
}
