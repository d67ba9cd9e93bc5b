//! What the map shows: where it looks, how close, and on how many pixels.

use std::ops::RangeInclusive;

use super::mercator::{HALF_WORLD_M, ground_scale};
use super::{Bounds, LonLat, Mercator};
use serde::{Deserialize, Serialize};

/// The closest zoom that [`View::fit`] chooses, so that a single point is still seen in context.
pub const MAX_FIT_ZOOM: f64 = 18.0;

const TILE_PX: f64 = 256.0;

/// A position on the map's picture in pixels: from the top-left corner, x right, y down.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Px {
    /// Pixels right of the left edge.
    pub x: f64,
    /// Pixels below the upper edge.
    pub y: f64,
}

impl Px {
    /// The position at these pixels.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// A north-up Web-Mercator view.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct View {
    /// The position in the middle of the picture.
    pub center: LonLat,
    /// The XYZ zoom for tiles of 256 px: the world is 256 · 2^zoom pixels wide.
    pub zoom: f64,
    /// The picture's width.
    pub width_px: f64,
    /// The picture's height.
    pub height_px: f64,
}

impl View {
    /// The view of this place at this zoom on this many pixels.
    #[must_use]
    pub const fn new(center: LonLat, zoom: f64, width_px: f64, height_px: f64) -> Self {
        Self { center, zoom, width_px, height_px }
    }

    /// Mercator metres in one pixel.
    #[must_use]
    pub fn mercator_m_per_px(&self) -> f64 {
        2.0 * HALF_WORLD_M / (TILE_PX * self.zoom.exp2())
    }

    /// Metres on the ground in one pixel, at the view's centre.
    #[must_use]
    pub fn ground_m_per_px(&self) -> f64 {
        self.mercator_m_per_px() * ground_scale(self.center.lat_deg)
    }

    /// The zoom at which one pixel is this many metres of ground at this latitude.
    #[must_use]
    pub fn zoom_for(lat_deg: f64, ground_m_per_px: f64) -> f64 {
        (2.0 * HALF_WORLD_M / TILE_PX * ground_scale(lat_deg) / ground_m_per_px).log2()
    }

    /// Where a projected position falls on the picture (it may be outside).
    #[must_use]
    pub fn screen_from_mercator(&self, at: Mercator) -> Px {
        let center = Mercator::from_lonlat(self.center);
        let m_per_px = self.mercator_m_per_px();
        Px {
            x: (at.x_m - center.x_m) / m_per_px + self.width_px / 2.0,
            y: (center.y_m - at.y_m) / m_per_px + self.height_px / 2.0,
        }
    }

    /// Where a position falls on the picture (it may be outside).
    #[must_use]
    pub fn screen_from_lonlat(&self, at: LonLat) -> Px {
        self.screen_from_mercator(Mercator::from_lonlat(at))
    }

    /// The projected position under a pixel.
    #[must_use]
    pub fn mercator_from_screen(&self, px: Px) -> Mercator {
        let center = Mercator::from_lonlat(self.center);
        let m_per_px = self.mercator_m_per_px();
        Mercator {
            x_m: center.x_m + (px.x - self.width_px / 2.0) * m_per_px,
            y_m: center.y_m - (px.y - self.height_px / 2.0) * m_per_px,
        }
    }

    /// The position under a pixel; beyond the world's edge its longitude leaves ±180°.
    #[must_use]
    pub fn lonlat_from_screen(&self, px: Px) -> LonLat {
        self.mercator_from_screen(px).to_lonlat()
    }

    /// The box that the picture shows, held within the world.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        let corner = |x, y| within_world(self.mercator_from_screen(Px { x, y }));
        Bounds::new(corner(0.0, self.height_px), corner(self.width_px, 0.0))
    }

    /// The view zoomed by `dz` levels, held within `limits`, with the position under `px` staying
    /// under it (except where the centre would leave the world).
    #[must_use]
    pub fn zoomed_at(&self, px: Px, dz: f64, limits: RangeInclusive<f64>) -> Self {
        // Not f64::clamp: it panics on limits the wrong way round.
        let zoom = (self.zoom + dz).min(*limits.end()).max(*limits.start());
        let under = self.mercator_from_screen(px);
        let mut view = Self { zoom, ..*self };
        let m_per_px = view.mercator_m_per_px();
        view.center = within_world(Mercator {
            x_m: under.x_m - (px.x - self.width_px / 2.0) * m_per_px,
            y_m: under.y_m + (px.y - self.height_px / 2.0) * m_per_px,
        });
        view
    }

    /// The view after the hand has dragged the ground by this many pixels: what was under
    /// `(x, y)` is then under `(x + dx, y + dy)`. The centre stays within the world.
    #[must_use]
    pub fn panned_px(&self, dx_px: f64, dy_px: f64) -> Self {
        let middle = Px::new(self.width_px / 2.0 - dx_px, self.height_px / 2.0 - dy_px);
        Self { center: within_world(self.mercator_from_screen(middle)), ..*self }
    }

    /// The view on the same pixels that shows the whole box with at least `padding_px` free on
    /// every side, no closer than [`MAX_FIT_ZOOM`].
    #[must_use]
    pub fn fit(&self, bounds: &Bounds, padding_px: f64) -> Self {
        let min = Mercator::from_lonlat(bounds.min);
        let max = Mercator::from_lonlat(bounds.max);
        let width_m =
            if bounds.crosses_dateline() { max.x_m - min.x_m + 2.0 * HALF_WORLD_M } else { max.x_m - min.x_m };
        let middle = Mercator { x_m: min.x_m + width_m / 2.0, y_m: (min.y_m + max.y_m) / 2.0 };
        let room_x_px = (self.width_px - 2.0 * padding_px).max(1.0);
        let room_y_px = (self.height_px - 2.0 * padding_px).max(1.0);
        let m_per_px = (width_m / room_x_px).max((max.y_m - min.y_m) / room_y_px);
        // A box without extent gives an infinite zoom, which the cap then holds.
        let zoom = (2.0 * HALF_WORLD_M / TILE_PX / m_per_px).log2().clamp(0.0, MAX_FIT_ZOOM);
        let mut center = middle.to_lonlat();
        if center.lon_deg > 180.0 {
            center.lon_deg -= 360.0;
        }
        Self { center, zoom, ..*self }
    }
}

/// The nearest position within the square Mercator world.
fn within_world(at: Mercator) -> LonLat {
    let y_m = at.y_m.clamp(-HALF_WORLD_M, HALF_WORLD_M);
    let at = Mercator { y_m, ..at }.to_lonlat();
    // In degrees, since the edge in metres comes back as a hair beyond 180°.
    LonLat::new(at.lon_deg.clamp(-180.0, 180.0), at.lat_deg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn far(a: Px, b: Px) -> f64 {
        (a.x - b.x).abs().max((a.y - b.y).abs())
    }

    #[test]
    fn round_trip_at_every_zoom() {
        for zoom in 1..=22 {
            for step in 0..500 {
                let t = f64::from(step) / 500.0;
                let center = LonLat::new(-180.0 + 360.0 * (t * 3.7).fract(), -80.0 + 160.0 * (t * 5.1).fract());
                let view = View::new(center, f64::from(zoom), 3840.0, 1080.0);
                let px = Px::new(3840.0 * (t * 11.3).fract(), 1080.0 * (t * 13.7).fract());
                let mercator = view.mercator_from_screen(px);
                if mercator.y_m.abs() > HALF_WORLD_M || mercator.x_m.abs() > HALF_WORLD_M {
                    continue;
                }
                let back = view.screen_from_lonlat(view.lonlat_from_screen(px));
                assert!(far(px, back) < 1e-6, "zoom {zoom}: {px:?} came back as {back:?}");
            }
        }
    }

    #[test]
    fn the_point_under_the_cursor_stays() {
        for step in 0..1000 {
            let t = f64::from(step) / 1000.0;
            let view = View::new(LonLat::new(120.3, 30.2), 8.0 + 12.0 * t, 1920.0, 1080.0);
            let px = Px::new(1920.0 * (t * 7.7).fract(), 1080.0 * (t * 3.3).fract());
            let under = view.lonlat_from_screen(px);
            let zoomed = view.zoomed_at(px, 4.0 * (t * 9.1).fract() - 2.0, 4.0..=20.0);
            assert!(far(px, zoomed.screen_from_lonlat(under)) < 1e-6);
            assert!((4.0..=20.0).contains(&zoomed.zoom));
            let panned = view.panned_px(31.0, -17.0);
            assert!(far(Px::new(px.x + 31.0, px.y - 17.0), panned.screen_from_lonlat(under)) < 1e-6);
        }
    }

    #[test]
    fn scale_is_the_xyz_one() {
        let view = View::new(LonLat::new(120.0, 30.0), 12.0, 1920.0, 1080.0);
        assert!((view.mercator_m_per_px() - 156_543.033_92 / 4096.0).abs() < 1e-5);
        assert!((View::zoom_for(30.0, view.ground_m_per_px()) - 12.0).abs() < 1e-12);
        let top_left = view.screen_from_lonlat(LonLat::new(119.9, 30.1));
        assert!(top_left.x < 960.0 && top_left.y < 540.0, "y runs down");
    }

    #[test]
    fn fit_shows_the_whole_box_and_touches_a_side() {
        let view = View::new(LonLat::new(0.0, 0.0), 3.0, 1920.0, 1080.0);
        let bounds = Bounds::new(LonLat::new(119.9, 30.0), LonLat::new(120.5, 30.4));
        let fitted = view.fit(&bounds, 40.0);
        let min = fitted.screen_from_lonlat(bounds.min);
        let max = fitted.screen_from_lonlat(bounds.max);
        assert!(min.x >= 40.0 - 1e-6 && max.x <= 1880.0 + 1e-6 && max.y >= 40.0 - 1e-6 && min.y <= 1040.0 + 1e-6);
        assert!((max.y - 40.0).abs() < 1e-6 || (min.x - 40.0).abs() < 1e-6);
        assert!(fitted.bounds().contains(bounds.min) && fitted.bounds().contains(bounds.max));
        assert_eq!(view.fit(&Bounds::at(LonLat::new(1.0, 2.0)), 10.0).zoom, MAX_FIT_ZOOM);
        let across = view.fit(&Bounds::new(LonLat::new(178.0, -1.0), LonLat::new(-178.0, 1.0)), 0.0);
        assert!((across.center.lon_deg.abs() - 180.0).abs() < 1e-9);
    }

    #[test]
    fn the_whole_world_is_held_within_itself() {
        let bounds = View::new(LonLat::new(0.0, 0.0), 0.0, 1920.0, 1080.0).bounds();
        assert!((bounds.min.lon_deg + 180.0).abs() < 1e-9 && (bounds.max.lat_deg - 85.05).abs() < 0.01);
        let panned = View::new(LonLat::new(179.0, 84.0), 2.0, 800.0, 600.0).panned_px(-5000.0, 5000.0);
        assert!(panned.center.is_valid());
    }
}
