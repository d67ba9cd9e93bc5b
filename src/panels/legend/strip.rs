//! The legend as the desk has it, in one line under the map: group by group, each whole or not at all.

use super::model::Model;
use super::paint::{ISOLINE, fill_bar, heat_bar, heat_title};
use super::signs::{self, Sign};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use crate::seat::{HeatTells, Intent};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// Between signs of a group; between groups, at least and at most, dp.
const BETWEEN: f32 = 12.0;
const APART: std::ops::RangeInclusive<f32> = 20.0..=40.0;
/// How long a ramp is, at least and where there is room, and how far behind its title it begins, dp.
const RAMP: std::ops::RangeInclusive<f32> = 110.0..=200.0;
const BEHIND: f32 = 12.0;
/// From the strip's ends to what stands in it, dp.
const PAD: f32 = 8.0;

/// What stands or falls as a whole, in the order in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Urgencies,
    States,
    Overdue,
    People,
    Cameras,
    Clusters,
    Hatches,
    Fill,
    Heat,
}

use Group::{Cameras, Clusters, Fill, Hatches, Heat, Overdue, People, States, Urgencies};

const IN_ORDER: [Group; 9] = [Urgencies, States, Overdue, People, Cameras, Clusters, Hatches, Fill, Heat];
/// What matters more keeps its place where not all have room: the fill, which nothing else explains and which somebody has
/// switched on, shapes, the heat's numbers, then what explains itself sooner.
const BY_WEIGHT: [Group; 9] = [Fill, Urgencies, Heat, Overdue, Hatches, States, People, Cameras, Clusters];

impl Group {
    /// Its signs; none where it does not show, or is a ramp.
    fn signs(self, model: &Model) -> &'static [Sign] {
        match self {
            Urgencies if model.incidents => &signs::URGENCIES,
            States if model.incidents => &signs::STATES,
            Overdue if model.incidents => &[Sign::Overdue],
            People if model.workers => &signs::PEOPLE,
            Cameras if model.cameras => &signs::CAMERAS,
            Clusters if model.clusters => &[Sign::Cluster],
            Hatches => signs::hatches(model),
            _ => &[],
        }
    }

    /// How wide it is at least; none where it does not show.
    fn width(self, pen: &Pen<'_>, model: &Model) -> Option<f32> {
        let titled = |title: &str, next: Key, ramp: f32| title_width(pen, title, next) + BEHIND + ramp;
        match self {
            Fill => model.fill.as_ref().map(|(title, _)| titled(title, Key::NextIndicator, *RAMP.start())),
            Heat => model.heat.map(|tells| titled(heat_title(pen, tells), Key::NextHeat, heat_length(tells, model))),
            _ => {
                let signs = self.signs(model);
                let wide: f32 = signs.iter().map(|sign| sign.width(pen)).sum();
                (!signs.is_empty()).then(|| wide + (signs.len() - 1) as f32 * BETWEEN)
            }
        }
    }

    /// Whether more room lets it tell more.
    fn grows(self, model: &Model) -> bool {
        self == Fill || self == Heat && !model.heat_as_lines
    }

    fn show(self, pen: &mut Pen<'_>, rect: Rect, model: &Model) {
        match (self, &model.fill, model.heat) {
            (Fill, Some((title, classes)), _) => {
                let title = ("legend-fill", title.as_str());
                let bar = titled(pen, rect, title, Key::NextIndicator, Intent::NextIndicator);
                fill_bar(pen, bar, classes);
            }
            (Heat, _, Some(tells)) => {
                let title = ("legend-heat", heat_title(pen, tells));
                let bar = titled(pen, rect, title, Key::NextHeat, Intent::NextHeat);
                // Lines have their numbers beside them, not below.
                let down = if model.heat_as_lines { 4.0 } else { 0.0 };
                heat_bar(pen, bar.translate(vec2(0.0, down)), tells, model.heat_as_lines);
            }
            _ => {
                let mut left = rect.left_center();
                for sign in self.signs(model) {
                    sign.show(pen, left);
                    left.x += sign.width(pen) + BETWEEN;
                }
            }
        }
    }
}

fn heat_length(tells: HeatTells, model: &Model) -> f32 {
    let lines = if tells == HeatTells::Density { theme::ISOLINES.len() } else { theme::CHANGE_ISOLINES.len() };
    if model.heat_as_lines { lines as f32 * ISOLINE } else { *RAMP.start() }
}

fn title_width(pen: &Pen<'_>, title: &str, next: Key) -> f32 {
    let wide = |words: &str| pen.galley(words, ink(size::CAPTION, theme::TEXT_1), f32::INFINITY).size().x;
    wide(title).max(wide(text(pen.lang, next)))
}

/// A title with the key for the next thing to be told below it; pressed, it is told. Answers where the ramp goes.
fn titled(pen: &mut Pen<'_>, rect: Rect, (id, title): (&str, &str), next: Key, intent: Intent) -> Rect {
    let press = pen.press_for(id, rect, title, intent);
    let hint = if press.hovered { theme::TEXT_1 } else { theme::TEXT_3 };
    let (left, middle) = (rect.left(), rect.center().y);
    pen.text(pos2(left, middle - 7.5), Align2::LEFT_CENTER, title, ink(size::CAPTION, theme::TEXT_1));
    pen.text(pos2(left, middle + 7.5), Align2::LEFT_CENTER, text(pen.lang, next), ink(size::CAPTION, hint));
    let begins = left + title_width(pen, title, next) + BEHIND;
    Rect::from_min_max(pos2(begins, rect.top() + 5.0), pos2(rect.right(), rect.top() + 13.0))
}

/// Draws it.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("legend", rect);
    pen.rule(rect.left()..=rect.right(), rect.top() + 0.5);
    let inner = rect.shrink2(vec2(PAD, 0.0));
    let mut kept: Vec<(Group, f32)> = Vec::new();
    let mut spare = inner.width() + APART.start();
    for group in BY_WEIGHT {
        if let Some(width) = group.width(pen, model).filter(|width| APART.start() + width <= spare) {
            spare -= APART.start() + width;
            kept.push((group, width));
        }
    }
    for (_, width) in kept.iter_mut().filter(|(group, _)| group.grows(model)) {
        let more = spare.min(RAMP.end() - RAMP.start());
        (*width, spare) = (*width + more, spare - more);
    }
    let gaps = kept.len().saturating_sub(1).max(1) as f32;
    let apart = (APART.start() + spare / gaps).min(*APART.end());
    let mut left = inner.left();
    for group in IN_ORDER {
        let Some((_, width)) = kept.iter().find(|(kept, _)| *kept == group) else { continue };
        group.show(pen, Rect::from_min_size(pos2(left, rect.top()), vec2(*width, rect.height())), model);
        left += width + apart;
    }
}
