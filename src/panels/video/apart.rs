//! Cameras' pictures in a window of their own, for a second screen: the map stays whole.

use super::shelf::{Shelf, VideoSource};
use super::{Places, Standing, model, paint, tiles};
use crate::panels::fonts;
use crate::panels::pen::{self, Out, ink};
use crate::panels::text::video_words;
use crate::panels::theme::{self, size};
use crate::seat::{Intent, Seat};
use bevy_egui::egui;
use std::sync::Arc;

/// What such a window holds.
#[derive(Default)]
pub struct CamerasWindow {
    shelf: Shelf,
    has_fonts: bool,
}

impl CamerasWindow {
    /// A window that has drawn nothing yet, with where pictures come from.
    #[must_use]
    pub fn new(source: Option<Arc<dyn VideoSource>>) -> Self {
        let mut shelf = Shelf::default();
        if let Some(source) = source {
            shelf.set_source(source);
        }
        Self { shelf, has_fonts: false }
    }

    /// Draws the open cameras' pictures over all of the window; answers what is meant there.
    pub fn show(&mut self, ctx: &egui::Context, seat: &Seat) -> Vec<Intent> {
        if !std::mem::replace(&mut self.has_fonts, true) {
            fonts::install(ctx);
        }
        if !fonts::are_ready(ctx) {
            ctx.request_repaint();
            return Vec::new();
        }
        let whole = ctx.content_rect();
        let places = Places::filling(whole, seat.cameras.open().len());
        self.shelf.keep_only(seat, seat.cameras.open());
        let tiles = tiles(&mut self.shelf, ctx, seat, places.most_px(ctx.pixels_per_point()));
        let head = model::Head::of(seat, Standing::Apart);
        let mut out = Out::default();
        pen::panel(ctx, seat, &mut out, "cameras", whole, |pen| {
            paint::paint(pen, &places, &head, &tiles, &self.shelf);
            if tiles.is_empty() {
                let (lang, room) = (pen.lang, whole.shrink2(egui::vec2(24.0, 72.0)));
                pen.prose(room, video_words::none_open(lang), ink(size::TITLE, theme::TEXT_2), 4);
            }
        });
        out.intents
    }
}
