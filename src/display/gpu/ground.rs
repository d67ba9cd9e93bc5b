//! From the ground to pixels: everything drawn hangs on an origin near by, and only the origin's own
//! place is computed, in f64, at every view.

use crate::spatial::{LonLat, Mercator, Px, View};
use bevy::prelude::*;

/// An origin on the ground, and what part of the ground hangs on it.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
pub(in crate::display) struct Ground {
    /// Where local metres count from.
    pub(in crate::display) origin: Mercator,
    /// The corners of the box that holds it all, local metres: west, south, east, north.
    pub(in crate::display) extent: [f32; 4],
}

impl Ground {
    /// An origin with nothing on it yet.
    pub(in crate::display) fn at(origin: Mercator) -> Self {
        Self { origin, extent: [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY] }
    }

    /// A place in local metres, noted in the extent.
    pub(in crate::display) fn put(&mut self, at: LonLat) -> [f32; 2] {
        self.put_mercator(Mercator::from_lonlat(at))
    }

    /// A projected place in local metres, noted in the extent.
    pub(in crate::display) fn put_mercator(&mut self, at: Mercator) -> [f32; 2] {
        let local = self.local_of(at);
        let [w, s, e, n] = self.extent;
        self.extent = [w.min(local[0]), s.min(local[1]), e.max(local[0]), n.max(local[1])];
        local
    }

    /// A place in local metres.
    pub(in crate::display) fn local(&self, at: LonLat) -> [f32; 2] {
        self.local_of(Mercator::from_lonlat(at))
    }

    fn local_of(&self, at: Mercator) -> [f32; 2] {
        [(at.x_m - self.origin.x_m) as f32, (at.y_m - self.origin.y_m) as f32]
    }

    /// Where it lies, in a world whose unit is a pixel, y up, about the middle of the view.
    pub(in crate::display) fn transform(&self, view: &View, z: f32) -> Transform {
        let Px { x, y } = view.screen_from_mercator(self.origin);
        let scale = (1.0 / view.mercator_m_per_px()) as f32;
        let translation = Vec3::new((x - view.width_px / 2.0) as f32, (view.height_px / 2.0 - y) as f32, z);
        Transform { translation, scale: Vec3::new(scale, scale, 1.0), ..default() }
    }

    /// Whether any of it can be seen, with `margin_px` to spare for what is wider than its line.
    pub(in crate::display) fn is_seen(&self, view: &View, margin_px: f64) -> bool {
        let [w, s, e, n] = self.extent.map(f64::from);
        if w > e {
            return false;
        }
        let corner = |x, y| view.screen_from_mercator(Mercator::new(self.origin.x_m + x, self.origin.y_m + y));
        let (top_left, bottom_right) = (corner(w, n), corner(e, s));
        bottom_right.x >= -margin_px
            && top_left.x <= view.width_px + margin_px
            && bottom_right.y >= -margin_px
            && top_left.y <= view.height_px + margin_px
    }
}
