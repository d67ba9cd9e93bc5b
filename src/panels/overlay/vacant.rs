//! What stands on the map where there is no county: that there is none, and how one comes.

use crate::panels::lines;
use crate::panels::pen::{Pen, ink};
use crate::panels::places::{cells, in_one_of};
use crate::panels::text::{Key, text};
use crate::panels::theme::{self, size};
use bevy_egui::egui::text::LayoutJob;
use bevy_egui::egui::{Align, Rect, pos2};

/// Between what it says, dp.
const GAP: f32 = 12.0;

/// Says it in the middle of the free part of the map, across no seam.
pub(super) fn draw(pen: &Pen<'_>, free: Rect) {
    if !pen.seat.live().areas.rows().is_empty() {
        return;
    }
    let free = in_one_of(&cells(pen.seat), free);
    let title = ink(size::PANEL_TITLE, theme::TEXT_1).medium();
    let plain = ink(size::BODY, theme::TEXT_2);
    let lines = [(Key::NoCounty, title), (Key::NoCountyImport, plain), (Key::NoCountySample, plain)];
    let set = |(key, ink)| {
        let mut job = LayoutJob::default();
        job.append(text(pen.lang, key), 0.0, pen.format(ink));
        job.wrap.max_width = free.width() - 32.0;
        job.halign = Align::Center;
        lines::lay_out(pen.painter(), job)
    };
    let lines = lines.map(set);
    let height: f32 = lines.iter().map(|line| line.size().y + GAP).sum::<f32>() - GAP;
    let mut top = free.center().y - height / 2.0;
    for galley in lines {
        let below = top + galley.size().y + GAP;
        pen.painter().galley(pos2(free.center().x, top), galley, theme::TEXT_1.egui());
        top = below;
    }
}
