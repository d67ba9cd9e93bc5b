//! The shapes that somebody draws on the map to ask what lies inside.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Bounds, LonLat, PointIndex, PreparedPolygon, area_m2, destination, distance_m};

/// A part of the ground; its edge belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// All that is no farther than `radius_m` metres from `at`.
    Circle {
        /// The middle.
        at: LonLat,
        /// Metres on the ellipsoid.
        radius_m: f64,
    },
    /// A box, which may run across the 180° meridian.
    Bounds(Bounds),
    /// A polygon; across the 180° meridian it has to be split there.
    Polygon(MultiPolygon<f64>),
}

/// A circle is told as a polygon of so many corners: its area then misses a five-thousandth.
const CIRCLE_CORNERS: u32 = 180;

/// A point found in a shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The point's id.
    pub id: u32,
    /// How far it is from a circle's middle, metres; none in other shapes.
    pub distance_m: Option<f64>,
}

impl Shape {
    /// The points in the shape that `filter` lets through: in a circle by distance, then id; in others by id.
    #[must_use]
    pub fn points_of(&self, index: &PointIndex, mut filter: impl FnMut(u32) -> bool) -> Vec<Found> {
        let ids = match self {
            Shape::Circle { at, radius_m } => {
                let hits = index.nearest_within(*at, usize::MAX, *radius_m, filter).into_iter();
                return hits.map(|hit| Found { id: hit.id, distance_m: Some(hit.distance_m) }).collect();
            }
            Shape::Bounds(bounds) => index.within_bounds(bounds),
            Shape::Polygon(polygon) => index.within_polygon(polygon),
        };
        ids.into_iter().filter(|id| filter(*id)).map(|id| Found { id, distance_m: None }).collect()
    }

    /// What tells of points one by one whether they lie in the shape, for points that no index holds.
    #[must_use]
    pub fn holder(&self) -> Box<dyn Fn(LonLat) -> bool + '_> {
        match self {
            Shape::Circle { at, radius_m } => Box::new(move |point| distance_m(*at, point) <= *radius_m),
            Shape::Bounds(bounds) => Box::new(move |point| bounds.contains(point)),
            Shape::Polygon(polygon) => {
                let prepared = PreparedPolygon::for_many_points(polygon);
                Box::new(move |point| prepared.covers(point))
            }
        }
    }

    /// Its outline as polygons, outer rings anticlockwise and closed, holes clockwise (RFC 7946); a circle has 180 corners
    /// on the ground. A box across the 180° meridian comes in one piece that leaves ±180°.
    #[must_use]
    pub fn outline(&self) -> MultiPolygon<f64> {
        let ring = |corners: Vec<LonLat>| {
            let ring = LineString(corners.into_iter().map(|at| Coord { x: at.lon_deg, y: at.lat_deg }).collect());
            MultiPolygon(vec![Polygon::new(ring, Vec::new())])
        };
        match self {
            Shape::Circle { at, radius_m } => {
                let turn_deg = 360.0 / f64::from(CIRCLE_CORNERS);
                // Bearings run clockwise, the ring the other way.
                let corner = |k: u32| destination(*at, 360.0 - f64::from(k) * turn_deg, *radius_m);
                ring((0..CIRCLE_CORNERS).map(corner).collect())
            }
            Shape::Bounds(Bounds { min, max }) => {
                let east_deg = if max.lon_deg < min.lon_deg { max.lon_deg + 360.0 } else { max.lon_deg };
                ring(vec![
                    *min,
                    LonLat::new(east_deg, min.lat_deg),
                    LonLat::new(east_deg, max.lat_deg),
                    LonLat::new(min.lon_deg, max.lat_deg),
                ])
            }
            Shape::Polygon(polygon) => polygon.clone(),
        }
    }

    /// The ground that it covers, m² on the ellipsoid.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        area_m2(&self.outline())
    }

    /// The box around it; none of an empty polygon.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        match self {
            Shape::Bounds(bounds) => Some(*bounds),
            _ => {
                let outline = self.outline();
                let corners = outline.iter().flat_map(|part| part.exterior().0.clone());
                Bounds::of_points(corners.map(LonLat::from))
            }
        }
    }
}
