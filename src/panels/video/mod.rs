//! Cameras' pictures, one or up to four beside each other: over the upper part of the map, or in a window of their own.

mod apart;
mod model;
mod paint;
mod places;
mod shelf;
mod street;

pub use apart::CamerasWindow;
pub use shelf::{VideoLook, VideoSource};

use super::pen::{self, Out};
use super::places as panels;
use crate::seat::Seat;
use bevy_egui::egui::{self, Rect, TextureId};
use places::Places;
use shelf::Shelf;
use std::sync::Arc;

/// Where pictures can stand, and do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// Over the map: this seat has no other window.
    #[default]
    OnMapOnly,
    /// Over the map; a window of their own can be had.
    OnMap,
    /// In a window of their own.
    Apart,
}

/// The panel and the pictures that the graphics card holds for it.
#[derive(Default)]
pub(super) struct VideoPanel {
    shelf: Shelf,
    standing: Standing,
}

impl VideoPanel {
    pub(super) fn set_source(&mut self, source: Arc<dyn VideoSource>) {
        self.shelf.set_source(source);
    }

    pub(super) fn stand(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// The textures that came in this pass and are drawn from the next one on.
    pub(super) fn arriving(&self) -> impl Iterator<Item = TextureId> + '_ {
        self.shelf.arriving()
    }

    /// Draws the panel where pictures are open; answers what it leaves of the map, none where none are.
    pub(super) fn show(
        &mut self,
        ctx: &egui::Context,
        seat: &Seat,
        out: &mut Out,
        window: &panels::Places,
        map: Rect,
    ) -> Option<Rect> {
        let open = if self.standing == Standing::Apart { &[] } else { seat.cameras.open() };
        self.shelf.keep_only(seat, open);
        if open.is_empty() {
            return None;
        }
        let places = Places::of(map, window.cells(), open.len());
        let tiles = tiles(&mut self.shelf, ctx, seat, places.most_px(seat.screen.scale() as f32));
        let head = model::Head::of(seat, self.standing);
        pen::panel(ctx, seat, out, "cameras", places.panel, |pen| {
            paint::paint(pen, &places, &head, &tiles, &self.shelf)
        });
        Some(match window.cells() {
            [] => Rect::from_min_max(egui::pos2(map.left(), places.panel.bottom().min(map.bottom())), map.max),
            _ => window.left_by(places.panel, map),
        })
    }
}

/// What stands in the tiles of the open cameras.
fn tiles(shelf: &mut Shelf, ctx: &egui::Context, seat: &Seat, most_px: u32) -> Vec<model::Tile> {
    let tile = |camera: &u32| model::Tile::of(seat, *camera, shelf.look(ctx, seat, *camera, most_px));
    seat.cameras.open().iter().filter_map(tile).collect()
}
