//! The tour on screen (VISUAL.md section 3): header with the scene's place in the route, the map, one finding with one
//! number and one plot, dots at the foot; and over the map what interrupts it.

mod dark;
mod foot;
mod guide;
mod model;
mod paint;
mod plot;
mod script;
mod strip;

pub use guide::guide_window;
pub use script::tour_script;

use super::cache::Cached;
use super::pen;
use super::{Panels, Places, replay, sight};
use crate::seat::corners::{LEGEND_SHARE, SOURCE_LINE_DP, TOUR_GAP_DP, TOUR_LEGEND_SHARE};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::{self, Rect, Vec2, vec2};

/// The finding's panel.
#[derive(Default)]
pub(crate) struct TourPanels(Cached<model::Key, model::Model>);

impl Panels {
    /// Draws the tour in place of all other panels.
    pub(super) fn show_tour(&mut self, ctx: &egui::Context, seat: &Seat) -> Vec<Intent> {
        let places = Places::of(seat);
        let mut out = pen::Out { composing: self.hear_input_method(ctx), ..pen::Out::default() };
        if seat.tour.is_dark() {
            dark::show(ctx, seat, &mut out, &mut self.header, places.header);
            return self.keep(out);
        }
        let at = places.header;
        pen::panel(ctx, seat, &mut out, "tour-header", at, |pen| self.header.show_on_tour(pen, at));
        let at = places.right;
        if let Some(key) = model::Key::of(seat) {
            let finding = self.tour.0.get(key, || model::Model::of(seat));
            pen::panel(ctx, seat, &mut out, "tour-finding", at, |pen| paint::paint(pen, at, finding));
        }
        let at = places.footer;
        pen::panel(ctx, seat, &mut out, "tour-foot", at, |pen| foot::paint(pen, at));
        self.show_tour_legend(ctx, seat, &mut out, places.map);
        strip::show(ctx, seat, &mut out, places.map);
        self.overlay.show(ctx, seat, &mut out, (places.map, places.map, places.map.bottom()), None, self.moves(seat));
        replay::guard(ctx, seat, &mut out, places.map);
        sight::show(ctx, seat, &mut out, places.map);
        self.keep(out)
    }

    /// The legend in the map's corner, or where that has no room its ramps.
    fn show_tour_legend(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut pen::Out, map: Rect) {
        const GAP: f32 = TOUR_GAP_DP as f32;
        const LINE: f32 = SOURCE_LINE_DP as f32;
        let size = vec2(super::legend::WIDTH, self.legend.prepare(seat));
        let place = |size: Vec2| Rect::from_min_size(map.left_bottom() + vec2(GAP, -GAP - size.y), size);
        let has_room =
            |size: Vec2, share: f32| size.y < map.height() * TOUR_LEGEND_SHARE as f32 && size.x < map.width() * share;
        if has_room(size, LEGEND_SHARE as f32) {
            let rect = place(size);
            return pen::panel(ctx, seat, out, "legend", rect, |pen| self.legend.show(pen, rect));
        }
        let size = vec2(super::legend::RAMPS_WIDTH, self.legend.ramps_height());
        if has_room(size, 0.7) {
            // Above scale and sources, which have the small map's whole width.
            let rect = place(size).translate(vec2(0.0, -LINE));
            pen::panel(ctx, seat, out, "legend", rect, |pen| self.legend.show_ramps(pen, rect));
        }
    }
}
