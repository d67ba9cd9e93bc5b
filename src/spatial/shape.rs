//! The shapes that somebody draws on the map to ask what lies inside.

use geo::MultiPolygon;

use super::{Bounds, LonLat, PointIndex};

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
}
