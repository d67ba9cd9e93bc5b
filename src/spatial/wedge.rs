//! A box of longitudes and latitudes as a region of space, to search positions in space by it.

use super::geodesy::earth_centred_m;
use super::point_tree::{Cuboid, Meets};
use super::{Bounds, LonLat};

const SLACK_M: f64 = 1e-3;

/// The part of space between two meridian planes and two levels of z. On the ellipsoid z grows
/// with latitude alone, so this is the box itself and prunes a tree as well as a flat index does.
pub(super) struct Wedge {
    width_deg: f64,
    /// Whether its edges are longitudes as points have them: else the box holds less than the wedge.
    is_plain: bool,
    low_z_m: f64,
    high_z_m: f64,
    /// Normals of the meridian planes, pointing into the wedge.
    west: [f64; 2],
    east: [f64; 2],
}

impl Wedge {
    /// The box's region; none when the box has no inside or is not made of numbers.
    pub(super) fn new(bounds: &Bounds) -> Option<Self> {
        let Bounds { min, max } = *bounds;
        let edges_deg = [min.lon_deg, max.lon_deg, min.lat_deg, max.lat_deg];
        if edges_deg.iter().any(|deg| deg.is_nan()) || min.lat_deg > max.lat_deg {
            return None;
        }
        let z_m = |lat_deg: f64| earth_centred_m(LonLat::new(0.0, lat_deg.clamp(-90.0, 90.0)))[2];
        let (sin_w, cos_w) = min.lon_deg.to_radians().sin_cos();
        let (sin_e, cos_e) = max.lon_deg.to_radians().sin_cos();
        Some(Self {
            width_deg: bounds.width_deg(),
            is_plain: [min, max].iter().all(|corner| corner.lon_deg.abs() <= 180.0),
            low_z_m: z_m(min.lat_deg) - SLACK_M,
            high_z_m: z_m(max.lat_deg) + SLACK_M,
            west: [-sin_w, cos_w],
            east: [sin_e, -cos_e],
        })
    }

    /// How a part of space lies to it: what is wholly in is so by a millimetre.
    pub(super) fn meets(&self, part: &Cuboid) -> Meets {
        let Cuboid { low, high } = part;
        if high[2] < self.low_z_m || low[2] > self.high_z_m {
            return Meets::Not;
        }
        // The nearest and the farthest that any corner reaches to the inner side of a plane.
        let reaches = |normal: [f64; 2]| {
            let x = [normal[0] * low[0], normal[0] * high[0]];
            let y = [normal[1] * low[1], normal[1] * high[1]];
            (x[0].min(x[1]) + y[0].min(y[1]), x[0].max(x[1]) + y[0].max(y[1]))
        };
        let (west, east) = (reaches(self.west), reaches(self.east));
        let (may_west, may_east) = (west.1 >= -SLACK_M, east.1 >= -SLACK_M);
        let (all_west, all_east) = (west.0 > SLACK_M, east.0 > SLACK_M);
        // Narrower than half the world: inside both planes; else inside either. From 360° on the two close up and
        // every direction is inside.
        let (may, all) = if self.width_deg < 180.0 {
            (may_west && may_east, all_west && all_east)
        } else {
            let whole = self.width_deg >= 360.0;
            (whole || may_west || may_east, all_west || all_east)
        };
        let level = self.is_plain && low[2] > self.low_z_m + 2.0 * SLACK_M && high[2] < self.high_z_m - 2.0 * SLACK_M;
        match (may, all && level) {
            (false, _) => Meets::Not,
            (true, false) => Meets::Partly,
            (true, true) => Meets::Wholly,
        }
    }
}
