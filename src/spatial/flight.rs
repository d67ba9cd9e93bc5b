//! A flight from one view to another, as smooth as it can be: out, over, and in again (J. J. van Wijk and W. A. A. Nuij,
//! "Smooth and efficient zooming and panning", 2003). A pure function of the share flown; whoever flies owns the clock.

use super::mercator::HALF_WORLD_M;
use super::{Mercator, View};

/// How much zooming is worth in panning: the value that people liked best in the paper's experiment.
const RHO: f64 = 1.42;
/// Seconds of one unit of the path: a flight over half the picture takes four tenths of a second, one across the county and
/// close up two.
const SECS_A_UNIT: f64 = 0.55;
/// No flight takes less (VISUAL.md: near flights 300–600 ms), or more (far ones 1.2–2.5 s), seconds.
const SHORTEST_SECS: f64 = 0.3;
const LONGEST_SECS: f64 = 2.5;
/// Below this share of the picture's width two middles are one place.
const SAME_PLACE: f64 = 1e-6;

/// The way between two views of the same picture size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flight {
    from: View,
    to: View,
    start: Mercator,
    /// From middle to middle, metres of the projection.
    dx_m: f64,
    dy_m: f64,
    /// How far that is.
    pan_m: f64,
    /// The widths of ground that are seen at both ends, metres of the projection.
    from_width_m: f64,
    to_width_m: f64,
    /// The paper's r₀, and the length of the path.
    r0: f64,
    length: f64,
}

impl Flight {
    /// The flight from one view to another. The picture's size is the second one's.
    #[must_use]
    pub fn new(from: View, to: View) -> Self {
        let from = View { width_px: to.width_px, height_px: to.height_px, ..from };
        let (start, end) = (Mercator::from_lonlat(from.center), Mercator::from_lonlat(to.center));
        let mut dx_m = end.x_m - start.x_m;
        // The shorter way round the world.
        if dx_m.abs() > HALF_WORLD_M {
            dx_m -= dx_m.signum() * 2.0 * HALF_WORLD_M;
        }
        let dy_m = end.y_m - start.y_m;
        let width_px = to.width_px.max(1.0);
        let (from_width_m, to_width_m) = (from.mercator_m_per_px() * width_px, to.mercator_m_per_px() * width_px);
        let pan_m = dx_m.hypot(dy_m);
        let (r0, length) = if pan_m <= SAME_PLACE * from_width_m.min(to_width_m) {
            (0.0, (to_width_m / from_width_m).ln().abs() / RHO)
        } else {
            let r = |width_m: f64, sign: f64| {
                let b = (to_width_m.powi(2) - from_width_m.powi(2) + sign * RHO.powi(4) * pan_m.powi(2))
                    / (2.0 * width_m * RHO.powi(2) * pan_m);
                -b.asinh()
            };
            let (r0, r1) = (r(from_width_m, 1.0), r(to_width_m, -1.0));
            (r0, (r1 - r0) / RHO)
        };
        Self { from, to, start, dx_m, dy_m, pan_m, from_width_m, to_width_m, r0, length }
    }

    /// The length of the path as the eye feels it: a factor of four zoomed is about one, a picture's width panned 1.4.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.length
    }

    /// How long it should take, seconds; none where both views are one.
    #[must_use]
    pub fn secs(&self) -> f64 {
        if self.length < 1e-9 { 0.0 } else { (self.length * SECS_A_UNIT).clamp(SHORTEST_SECS, LONGEST_SECS) }
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> View {
        self.to
    }

    /// The view at a share of the time, from 0 to 1: it starts and lands gently.
    #[must_use]
    pub fn at(&self, share: f64) -> View {
        let t = if share.is_finite() { share.clamp(0.0, 1.0) } else { 1.0 };
        self.along(t * t * (3.0 - 2.0 * t))
    }

    /// The view at a share of the path, from 0 to 1, at even pace.
    #[must_use]
    pub fn along(&self, share: f64) -> View {
        if share <= 0.0 {
            return self.from;
        }
        if share >= 1.0 {
            return self.to;
        }
        let s = share * self.length;
        let (panned, width_m) = if self.pan_m <= SAME_PLACE * self.from_width_m.min(self.to_width_m) {
            (share, self.from_width_m * (self.to_width_m / self.from_width_m).powf(share))
        } else {
            let (r0, r) = (self.r0, RHO * s + self.r0);
            // sinh(r − r0) / cosh r is the paper's cosh r0 · tanh r − sinh r0, without the difference of large numbers.
            let panned_m = self.from_width_m / RHO.powi(2) * ((RHO * s).sinh() / r.cosh());
            (panned_m / self.pan_m, self.from_width_m * r0.cosh() / r.cosh())
        };
        let at = Mercator { x_m: self.start.x_m + self.dx_m * panned, y_m: self.start.y_m + self.dy_m * panned };
        let mut center = at.to_lonlat();
        if center.lon_deg.abs() > 180.0 {
            center.lon_deg -= center.lon_deg.signum() * 360.0;
        }
        let zoom = self.from.zoom - (width_m / self.from_width_m).log2();
        View { center, zoom, ..self.to }
    }
}
