//! The map's handles: where one is in the tree of areas, and which layers show.

mod over_map;
mod paint;

pub(crate) use over_map::over_map;

use super::pen::Pen;
use super::text::{Key, text};
use crate::seat::{Intent, Layer, Seat};
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

/// How much room the layers' switches take in a row, with the one of visit mode or without.
pub(crate) fn switches_size(seat: &Seat, with_visit: bool) -> Vec2 {
    let width: f32 = Layer::ALL.iter().map(|layer| paint::switch_width(seat.lang, *layer)).sum();
    let visit = if with_visit { paint::visit_width(seat.lang) } else { 0.0 };
    vec2(width + paint::tools_width(seat.lang) + paint::desk_width(seat.lang) + visit + 8.0, 34.0)
}

/// Draws the layers' switches.
pub(crate) fn switches(pen: &mut Pen<'_>, rect: Rect, with_visit: bool) {
    paint::switches(pen, rect, with_visit);
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
