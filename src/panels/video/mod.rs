//! Cameras' pictures over the upper part of the map: one, or up to four beside each other.

mod model;
mod paint;
mod places;
mod shelf;
mod street;

pub use shelf::{VideoLook, VideoSource};

use super::pen::{self, Out};
use crate::seat::Seat;
use bevy_egui::egui::{self, Rect, TextureId};
use places::Places;
use shelf::Shelf;
use std::sync::Arc;

/// The panel and the pictures that the graphics card holds for it.
#[derive(Default)]
pub(super) struct VideoPanel {
    shelf: Shelf,
}

impl VideoPanel {
    pub(super) fn set_source(&mut self, source: Arc<dyn VideoSource>) {
        self.shelf.set_source(source);
    }

    /// The textures that came in this pass and are drawn from the next one on.
    pub(super) fn arriving(&self) -> impl Iterator<Item = TextureId> + '_ {
        self.shelf.arriving()
    }

    /// Draws the panel where pictures are open; answers what it leaves of the map, none where none are.
    pub(super) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, map: Rect) -> Option<Rect> {
        let open = seat.cameras.open();
        self.shelf.keep_only(seat, open);
        if open.is_empty() {
            return None;
        }
        let places = Places::of(map, open.len());
        let most_px = places.most_px(seat.screen.scale() as f32);
        let tiles: Vec<model::Tile> = open
            .iter()
            .filter_map(|camera| {
                let look = self.shelf.look(ctx, seat, *camera, most_px);
                model::Tile::of(seat, *camera, look)
            })
            .collect();
        let head = model::Head::of(seat);
        pen::panel(ctx, seat, out, "cameras", places.panel, |pen| {
            paint::paint(pen, &places, &head, &tiles, &self.shelf)
        });
        Some(Rect::from_min_max(egui::pos2(map.left(), places.panel.bottom().min(map.bottom())), map.max))
    }
}
