//! The map's handles: where one is in the tree of areas, and which layers show; the latter in a row over the map, at a desk in
//! a rail at its edge.

mod icon;
mod over_map;
mod paint;
mod rail;
mod switch;

pub(crate) use over_map::over_map;
pub(crate) use rail::rail;

use super::pen::Pen;
use super::text::{Key, text};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::{Rect, Vec2, vec2};

/// Where one is: the areas from the county down.
pub(crate) struct Crumbs(Vec<(u32, String)>);

impl Crumbs {
    /// The crumbs of a seat.
    pub(crate) fn of(seat: &Seat) -> Self {
        let name = |area: u32| (area, seat.picture.areas.row(area).name.to_string());
        Self(seat.breadcrumb().into_iter().map(name).collect())
    }

    /// Whether there are any.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much room they take.
    pub(crate) fn size(&self) -> Vec2 {
        let width: f32 = self.0.iter().map(|(_, name)| paint::crumb_width(name)).sum();
        vec2(width + 4.0, 34.0)
    }

    /// Draws them.
    pub(crate) fn show(&self, pen: &mut Pen<'_>, rect: Rect) {
        paint::crumbs(pen, rect, &self.0);
    }
}

/// How much room switches take in a row.
fn switches_size(switches: &[switch::Switch]) -> Vec2 {
    let width: f32 = switches.iter().map(|switch| paint::switch_width(switch.label)).sum();
    vec2(width + 8.0, 34.0)
}

/// How much room the chip takes that opens the list of keys, where it stands alone.
const KEYS_SIZE: Vec2 = vec2(36.0, 34.0);

/// Draws that chip: every other way into the program stands in the list.
fn show_keys(pen: &mut Pen<'_>, rect: Rect) {
    let chip = rect.shrink(4.0);
    pen.pick_called("keys-open".into(), chip, ("?", text(pen.lang, Key::HelpTitle)), false, Intent::Help);
}

/// How much room what begins a search, the tour or the list of keys takes.
fn starters_size(seat: &Seat) -> Vec2 {
    let widths = paint::starters(seat).map(|(_, label, _)| paint::starter_width(label));
    vec2(widths.iter().sum::<f32>() + 8.0, 34.0)
}

/// Draws what begins a search, the tour or the list of keys: none of them should want a list of keys to be found.
fn show_starters(pen: &mut Pen<'_>, rect: Rect) {
    paint::show_starters(pen, rect);
}
