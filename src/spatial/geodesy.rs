//! Distances, bearings and areas on the WGS-84 ellipsoid (Karney 2013, through `geo`).

use geo::{Bearing, Destination, Distance, Geodesic, GeodesicArea, LineString, MultiPolygon, Polygon};

use super::LonLat;

/// The ellipsoid's equatorial radius, metres.
pub const EQUATORIAL_RADIUS_M: f64 = 6_378_137.0;

/// The ellipsoid's first eccentricity, squared.
const ECCENTRICITY_2: f64 = 6.694_379_990_141_316_5e-3;

/// The length of the shortest line on the ellipsoid, metres; exact to a tenth of a micrometre.
#[must_use]
pub fn distance_m(a: LonLat, b: LonLat) -> f64 {
    Ways::from(a).to_m(b, earth_centred_m(b))
}

/// Up to this straight distance a way is an arc, metres.
const ARC_M: f64 = 10_000.0;

/// The ways over the ground from one place: what is the same for all of them.
///
/// Near by, a way is the arc of a circle over the straight line, whose curvature is the ellipsoid's in that direction
/// (Euler: cos²α / M + sin²α / N, with α from north and M, N the radii along and across the meridian). The curvature's
/// change along the way costs 2e-8 m at 10 km, a hundredth of what positions in degrees can tell; farther ways are
/// Karney's, at sixty times the price.
#[derive(Debug, Clone, Copy)]
pub struct Ways {
    from: LonLat,
    space_m: [f64; 3],
    north: [f64; 3],
    /// The curvatures along and across the meridian, 1/m.
    curvatures: [f64; 2],
}

impl Ways {
    /// The ways from here.
    #[must_use]
    pub fn from(from: LonLat) -> Self {
        let (sin_lat, cos_lat) = from.lat_deg.to_radians().sin_cos();
        let (sin_lon, cos_lon) = from.lon_deg.to_radians().sin_cos();
        let w_2 = 1.0 - ECCENTRICITY_2 * sin_lat * sin_lat;
        let across = w_2.sqrt() / EQUATORIAL_RADIUS_M;
        Self {
            from,
            space_m: earth_centred_m(from),
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
            curvatures: [across * w_2 / (1.0 - ECCENTRICITY_2), across],
        }
    }

    /// Where they start, as [`earth_centred_m`] has it.
    #[must_use]
    pub fn space_m(&self) -> [f64; 3] {
        self.space_m
    }

    /// The way to a place, metres; `space_m` is the place as [`earth_centred_m`] has it.
    #[must_use]
    pub fn to_m(&self, at: LonLat, space_m: [f64; 3]) -> f64 {
        let d: [f64; 3] = std::array::from_fn(|axis| space_m[axis] - self.space_m[axis]);
        let straight_m2 = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
        if straight_m2 > ARC_M * ARC_M {
            return Geodesic.distance(self.from.point(), at.point());
        }
        let north_m = d[0] * self.north[0] + d[1] * self.north[1] + d[2] * self.north[2];
        let north_m2 = (north_m * north_m).min(straight_m2);
        let straight_m = straight_m2.sqrt();
        if straight_m == 0.0 {
            return 0.0;
        }
        // The straight line times the curvature.
        let turn = (north_m2 * self.curvatures[0] + (straight_m2 - north_m2) * self.curvatures[1]) / straight_m;
        straight_m * (1.0 + turn * turn / 24.0)
    }
}

/// The direction in which the shortest line from `from` to `to` starts: degrees clockwise from
/// north, 0 to 360.
#[must_use]
pub fn bearing_deg(from: LonLat, to: LonLat) -> f64 {
    Geodesic.bearing(from.point(), to.point()).rem_euclid(360.0)
}

/// Where one arrives after `distance_m` metres, starting in this direction.
#[must_use]
pub fn destination(from: LonLat, bearing_deg: f64, distance_m: f64) -> LonLat {
    Geodesic.destination(from.point(), bearing_deg, distance_m).0.into()
}

/// The ground area, m². Holes are taken off; the direction in which rings run does not matter.
#[must_use]
pub fn area_m2(area: &MultiPolygon<f64>) -> f64 {
    let ring_m2 = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).geodesic_area_signed().abs();
    area.iter().map(|part| ring_m2(part.exterior()) - part.interiors().iter().map(ring_m2).sum::<f64>()).sum()
}

/// Ground metres in one degree of longitude and one of latitude, at this latitude.
#[must_use]
pub fn metres_per_degree(lat_deg: f64) -> (f64, f64) {
    let (sin, cos) = lat_deg.to_radians().sin_cos();
    let w_2 = 1.0 - ECCENTRICITY_2 * sin * sin;
    let prime_vertical_m = EQUATORIAL_RADIUS_M / w_2.sqrt();
    let meridian_m = prime_vertical_m * (1.0 - ECCENTRICITY_2) / w_2;
    ((prime_vertical_m * cos).to_radians(), meridian_m.to_radians())
}

/// A quick distance for ranking near things: flat ground with the ellipsoid's curvature at the
/// middle latitude, metres. Within 100 km and 60° of the equator it is off by at most one part in
/// 10,000; beyond that, or where order must be right, use [`distance_m`].
#[must_use]
pub fn quick_distance_m(a: LonLat, b: LonLat) -> f64 {
    let (x_m, y_m) = metres_per_degree((a.lat_deg + b.lat_deg) / 2.0);
    let mut dlon_deg = (a.lon_deg - b.lon_deg).abs();
    if dlon_deg > 180.0 {
        dlon_deg = 360.0 - dlon_deg;
    }
    (dlon_deg * x_m).hypot((a.lat_deg - b.lat_deg) * y_m)
}

/// The position in space, metres from the ellipsoid's centre: x towards 0° N 0° E, z towards the
/// north pole. The straight distance between two of them is never more than [`distance_m`] and,
/// near by, almost the same; neither the poles nor the 180° meridian are special.
#[must_use]
pub fn earth_centred_m(at: LonLat) -> [f64; 3] {
    let (sin_lat, cos_lat) = at.lat_deg.to_radians().sin_cos();
    let (sin_lon, cos_lon) = at.lon_deg.to_radians().sin_cos();
    let prime_vertical_m = EQUATORIAL_RADIUS_M / (1.0 - ECCENTRICITY_2 * sin_lat * sin_lat).sqrt();
    [
        prime_vertical_m * cos_lat * cos_lon,
        prime_vertical_m * cos_lat * sin_lon,
        prime_vertical_m * (1.0 - ECCENTRICITY_2) * sin_lat,
    ]
}

/// The least radius of curvature of the ellipsoid, metres: along the meridian, at the equator (b² / a).
const LEAST_RADIUS_M: f64 = EQUATORIAL_RADIUS_M * (1.0 - ECCENTRICITY_2);

/// The longest that the way over the ground can be between two positions whose straight distance (see
/// [`earth_centred_m`]) is this, metres: the arc of the most curved circle over the same chord (Schur's comparison
/// theorem). Infinite from nearly the other side of the earth on.
#[must_use]
pub fn longest_m(straight_m: f64) -> f64 {
    let sin = straight_m / (2.0 * LEAST_RADIUS_M);
    if sin < 0.98 { 2.0 * LEAST_RADIUS_M * sin.asin() } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;

    #[test]
    fn known_distance_bearing_and_destination() {
        // Karney's GeodSolve: JFK to LHR.
        let (jfk, lhr) = (LonLat::new(-73.8, 40.6), LonLat::new(-0.5, 51.6));
        assert!((distance_m(jfk, lhr) - 5_551_759.4).abs() < 0.1);
        assert!((bearing_deg(jfk, lhr) - 51.198_9).abs() < 1e-3);
        let there = destination(jfk, bearing_deg(jfk, lhr), distance_m(jfk, lhr));
        assert!(distance_m(there, lhr) < 1e-6);
        assert!((bearing_deg(lhr, jfk) - 288.0).abs() < 1.0, "bearings run from 0 to 360");
    }

    #[test]
    fn near_ways_are_karneys_to_a_tenth_of_a_micrometre() {
        let mut worst: f64 = 0.0;
        for step in 0..40_000 {
            let t = f64::from(step) / 40_000.0;
            let from = LonLat::new(360.0 * (t * 71.7).fract() - 180.0, 180.0 * (t * 37.1).fract() - 90.0);
            let far_m = [0.01, 3.0, 400.0, 9_990.0, 10_020.0][step as usize % 5];
            let to = destination(from, 360.0 * (t * 913.3).fract(), far_m * (t * 517.9).fract().max(0.5));
            let due_m = Geodesic.distance(from.point(), to.point());
            worst = worst.max((distance_m(from, to) - due_m).abs());
            assert_eq!(distance_m(to, to), 0.0);
        }
        assert!(worst < 1e-7, "{worst} m");
    }

    #[test]
    fn the_quick_distance_keeps_its_bound() {
        let mut worst: f64 = 0.0;
        for step in 0..20_000 {
            let t = f64::from(step) / 20_000.0;
            let from = LonLat::new(-180.0 + 360.0 * (t * 71.7).fract(), -60.0 + 120.0 * (t * 37.1).fract());
            let to = destination(from, 360.0 * (t * 913.3).fract(), 1.0 + 100_000.0 * (t * 517.9).fract());
            let exact_m = distance_m(from, to);
            worst = worst.max((quick_distance_m(from, to) - exact_m).abs() / exact_m);
            let (a, b) = (earth_centred_m(from), earth_centred_m(to));
            let straight_m = (a[0] - b[0]).hypot(a[1] - b[1]).hypot(a[2] - b[2]);
            assert!(straight_m <= exact_m + 1e-6 && straight_m > exact_m * 0.9999);
            assert!(longest_m(straight_m) >= exact_m - 1e-6 && longest_m(straight_m) < exact_m * 1.0001);
        }
        assert!(worst < 1e-4, "{worst}");
    }

    #[test]
    fn no_way_is_longer_than_the_longest() {
        for step in 0..20_000 {
            let t = f64::from(step) / 20_000.0;
            let from = LonLat::new(360.0 * (t * 71.7).fract() - 180.0, 180.0 * (t * 37.1).fract() - 90.0);
            let to = LonLat::new(360.0 * (t * 913.3).fract() - 180.0, 180.0 * (t * 517.9).fract() - 90.0);
            let (a, b) = (earth_centred_m(from), earth_centred_m(to));
            let straight_m = (a[0] - b[0]).hypot(a[1] - b[1]).hypot(a[2] - b[2]);
            let way_m = distance_m(from, to);
            assert!(straight_m <= way_m + 1e-6 && way_m <= longest_m(straight_m) + 1e-6, "{from:?} {to:?}");
        }
        assert_eq!(longest_m(0.0), 0.0);
    }

    #[test]
    fn area_of_a_degree_with_a_hole() {
        let square = |lon: f64, lat: f64, side: f64| {
            let corner = |x: f64, y: f64| Coord { x: lon + x * side, y: lat + y * side };
            LineString(vec![corner(0., 0.), corner(0., 1.), corner(1., 1.), corner(1., 0.), corner(0., 0.)])
        };
        let whole = MultiPolygon(vec![Polygon::new(square(120.0, 30.0, 1.0), vec![])]);
        let (x_m, y_m) = metres_per_degree(30.5);
        assert!((area_m2(&whole) / (x_m * y_m) - 1.0).abs() < 1e-3, "clockwise, and yet not the rest of the world");
        let holed = MultiPolygon(vec![Polygon::new(square(120.0, 30.0, 1.0), vec![square(120.2, 30.2, 0.5)])]);
        assert!((area_m2(&holed) / area_m2(&whole) - 0.75).abs() < 2e-3);
        assert_eq!(area_m2(&MultiPolygon(vec![])), 0.0);
    }
}
