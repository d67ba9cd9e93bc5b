//! What an officer draws on the map: a rectangle, a circle, a polygon to ask what lies inside, or a line to measure.

use crate::domain::LonLat;
use crate::spatial::{Bounds, Shape, area_m2, distance_m, repair};
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// With what one draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawKind {
    /// A box, corner to corner.
    Rectangle,
    /// A circle, from its middle.
    Circle,
    /// A polygon, corner by corner.
    Polygon,
    /// A line whose length is told; where it is closed, its area too.
    Measure,
}

impl DrawKind {
    /// All of them.
    pub const ALL: [DrawKind; 4] = [DrawKind::Rectangle, DrawKind::Circle, DrawKind::Polygon, DrawKind::Measure];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["rectangle", "circle", "polygon", "measure"][self as usize]
    }

    /// Whether one movement of the hand draws it whole.
    pub fn is_dragged(self) -> bool {
        matches!(self, DrawKind::Rectangle | DrawKind::Circle)
    }
}

/// A shape under the hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// With what.
    pub kind: DrawKind,
    /// Its corners so far; of a circle the middle.
    pub corners: Vec<LonLat>,
    /// Where the hand is: the corner that comes next.
    pub hand: Option<LonLat>,
}

impl Drawing {
    /// Nothing drawn yet.
    pub fn new(kind: DrawKind) -> Self {
        Self { kind, corners: Vec::new(), hand: None }
    }

    /// The corners with the one under the hand.
    pub fn with_hand(&self) -> Vec<LonLat> {
        let last = self.corners.last().copied();
        let hand = self.hand.filter(|hand| last.is_some_and(|last| last != *hand));
        self.corners.iter().copied().chain(hand).collect()
    }

    /// The shape as it would be if it ended at the hand; none where that is none yet, or where a line is measured.
    pub fn shape_at_hand(&self) -> Option<Shape> {
        shape_of(self.kind, &self.with_hand())
    }

    /// The shape as it is: of a polygon the corners that were set, of others up to the hand.
    pub fn shape(&self) -> Option<Shape> {
        match self.kind {
            DrawKind::Polygon => shape_of(self.kind, &self.corners),
            _ => self.shape_at_hand(),
        }
    }
}

/// The shape that these corners make; none where they are too few or lie on each other.
fn shape_of(kind: DrawKind, corners: &[LonLat]) -> Option<Shape> {
    match (kind, corners) {
        (DrawKind::Rectangle, [from, .., to]) => {
            let bounds = Bounds::of_points([*from, *to])?;
            (bounds.width_deg() > 0.0 && bounds.height_deg() > 0.0).then_some(Shape::Bounds(bounds))
        }
        (DrawKind::Circle, [at, .., to]) => {
            let radius_m = distance_m(*at, *to);
            (radius_m > 0.0).then_some(Shape::Circle { at: *at, radius_m })
        }
        (DrawKind::Polygon, _) => ring_of(corners).map(Shape::Polygon),
        _ => None,
    }
}

/// The ground within a ring; where it crosses itself, all that it goes around.
fn ring_of(corners: &[LonLat]) -> Option<MultiPolygon<f64>> {
    if corners.len() < 3 {
        return None;
    }
    let ring = LineString(corners.iter().map(|at| Coord { x: at.lon_deg, y: at.lat_deg }).collect());
    let (valid, _) = repair(MultiPolygon(vec![Polygon::new(ring, Vec::new())]));
    (!valid.0.is_empty()).then_some(valid)
}

/// A line over the ground, measured on the ellipsoid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measured {
    /// Its corners.
    pub corners: Vec<LonLat>,
    /// Whether it leads back to the first of them.
    pub closed: bool,
}

impl Measured {
    /// The length of each part, metres; the way back to the first corner included, where it is closed.
    pub fn lengths_m(&self) -> Vec<f64> {
        let back = self.corners.first().filter(|_| self.closed);
        let ends = self.corners.iter().skip(1).chain(back);
        self.corners.iter().zip(ends).map(|(from, to)| distance_m(*from, *to)).collect()
    }

    /// The whole length, metres.
    pub fn total_m(&self) -> f64 {
        self.lengths_m().iter().sum()
    }

    /// The ground within, m²; none where it is not closed, or closes in nothing.
    pub fn area_m2(&self) -> Option<f64> {
        ring_of(&self.corners).filter(|_| self.closed).map(|ring| area_m2(&ring))
    }
}
