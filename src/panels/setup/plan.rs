//! Where the form stands and what stands where in it: three parts beside each other where there is room, the settings in two
//! and the test picture in the third; else one below the other. What has no room scrolls.

use super::model::{Model, Row, Section};
use crate::panels::fields::rough_rows;
use bevy_egui::egui::{Rect, pos2, vec2};

pub(super) const PAD: f32 = 20.0;
pub(super) const HEAD: f32 = 44.0;
pub(super) const FOOT: f32 = 48.0;
/// Between columns.
const GUTTER: f32 = 24.0;
/// A section's heading; a setting's own row, its sentence's rows below it, and the gap after it.
pub(super) const SECTION: f32 = 22.0;
pub(super) const ROW: f32 = 26.0;
pub(super) const SENTENCE: f32 = 17.0;
const GAP: f32 = 3.0;
/// What words may be wider than they were planned.
const MARGIN: f32 = 12.0;
/// The form with its settings alone, with the test picture beside them, and with those in two columns, dp.
const ALONE: f32 = 400.0;
const WITH_PICTURE: f32 = 860.0;
const WIDE: f32 = 1_300.0;
/// The least rooms for the latter two.
const LEAST_WITH_PICTURE: f32 = 640.0;
const LEAST_WIDE: f32 = 1_180.0;

/// The form's places.
pub(super) struct Plan {
    /// All of it.
    pub(super) rect: Rect,
    /// Where the settings show, and scroll.
    pub(super) view: Rect,
    /// The test picture; none where there is no room for it.
    pub(super) picture: Option<Rect>,
    columns: usize,
    column_width: f32,
    /// How high all settings are together.
    content: f32,
}

/// What stands at a place.
pub(super) enum Part<'a> {
    Heading(&'a str),
    Setting(&'a Row),
}

/// How many rows a setting's sentence has in this width.
pub(super) fn sentence_rows(row: &Row, width: f32) -> usize {
    rough_rows(row.says, width - MARGIN)
}

fn row_height(row: &Row, width: f32) -> f32 {
    ROW + sentence_rows(row, width) as f32 * SENTENCE + GAP
}

fn section_height(section: &Section, width: f32) -> f32 {
    SECTION + section.rows.iter().map(|row| row_height(row, width)).sum::<f32>()
}

/// In which of two columns a section stands: the screen's is as long as the others together.
fn column_of(place: usize, columns: usize) -> usize {
    usize::from(columns == 2 && place == 1)
}

impl Plan {
    pub(super) fn of(room: Rect, model: &Model) -> Self {
        let is_wide = room.width() >= LEAST_WIDE;
        let width = match room.width() {
            _ if is_wide => WIDE.min(room.width() - 16.0),
            width if width >= LEAST_WITH_PICTURE => WITH_PICTURE.min(width - 16.0),
            width => ALONE.min(width),
        };
        let (columns, inner, has_picture) = (1 + usize::from(is_wide), width - 2.0 * PAD, width > ALONE);
        let column_width = match (is_wide, has_picture) {
            (true, _) => ((inner - 2.0 * GUTTER) * 0.323).floor(),
            (false, true) => (inner * 0.46).floor(),
            (false, false) => inner,
        };
        let mut heights = [0.0_f32; 2];
        for (place, section) in model.sections.iter().enumerate() {
            heights[column_of(place, columns)] += section_height(section, column_width);
        }
        let content = heights[0].max(heights[1]);
        let height = (HEAD + content + FOOT).min(room.height());
        let rect = Rect::from_center_size(room.center(), vec2(width, height)).intersect(room);
        let settings_width = columns as f32 * (column_width + GUTTER) - GUTTER;
        let (top, bottom) = (rect.top() + HEAD, (rect.bottom() - FOOT).max(rect.top() + HEAD));
        let left = rect.left() + PAD;
        // The fields' rims and what tells of more below have the gutter.
        let view = Rect::from_min_max(pos2(left - 4.0, top), pos2(left + settings_width + GUTTER / 2.0, bottom));
        let beside = Rect::from_min_max(pos2(left + settings_width + GUTTER, top), pos2(rect.right() - PAD, bottom));
        Self { rect, view, picture: has_picture.then_some(beside), columns, column_width, content }
    }

    /// How far it scrolls.
    pub(super) fn most(&self) -> f32 {
        (self.content - self.view.height()).max(0.0)
    }

    /// All headings and settings with their places, scrolled so far.
    pub(super) fn parts<'a>(&self, model: &'a Model, scrolled: f32) -> Vec<(Rect, Part<'a>)> {
        let mut parts = Vec::new();
        let mut tops = [self.view.top() - scrolled; 2];
        for (place, section) in model.sections.iter().enumerate() {
            let column = column_of(place, self.columns);
            let left = self.view.left() + 4.0 + column as f32 * (self.column_width + GUTTER);
            let mut next = |height: f32| {
                let rect = Rect::from_min_size(pos2(left, tops[column]), vec2(self.column_width, height));
                tops[column] += height;
                rect
            };
            parts.push((next(SECTION), Part::Heading(section.title)));
            for row in &section.rows {
                parts.push((next(row_height(row, self.column_width)), Part::Setting(row)));
            }
        }
        parts
    }
}
