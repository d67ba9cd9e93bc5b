//! Polygons made ready for many point-in-polygon questions.

use geo::kernels::{Kernel, RobustKernel};
use geo::{Coord, MultiPolygon, Orientation};

use super::{Bounds, LonLat};

/// Above this many edges a polygon of an index sorts them into slabs; below, all are looked at: half a million grids
/// with slabs of their own would fill the memory.
const SLABS_FROM_EDGES: usize = 64;
/// A polygon that many points are asked about sorts its edges from fewer on.
const SLABS_FOR_MANY_FROM_EDGES: usize = 8;

/// Where a point is with regard to a polygon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Location {
    /// Strictly inside.
    Inside,
    /// On an edge or a corner, exactly.
    Edge,
    /// Outside.
    Outside,
}

/// A straight line between two corners.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) a: Coord<f64>,
    pub(super) b: Coord<f64>,
}

/// A polygon's edges, by latitude. Answers are exact (robust predicates), so that a point belongs
/// to exactly one of the polygons that share an edge, or lies on that edge.
#[derive(Debug, Clone)]
pub struct PreparedPolygon {
    bounds: Option<Bounds>,
    edges: Vec<Edge>,
    /// With slabs: `edges[slab_edges[slab_starts[s]..slab_starts[s + 1]]]` touch slab `s`.
    slab_starts: Vec<u32>,
    slab_edges: Vec<u32>,
    slabs_per_deg: f64,
}

impl PreparedPolygon {
    /// Prepares for a place in an index; edges with coordinates that are not finite are left out.
    #[must_use]
    pub fn new(polygon: &MultiPolygon<f64>) -> Self {
        Self::with_slabs_from(polygon, SLABS_FROM_EDGES)
    }

    /// As [`PreparedPolygon::new`], for one polygon that many points are asked about.
    #[must_use]
    pub fn for_many_points(polygon: &MultiPolygon<f64>) -> Self {
        Self::with_slabs_from(polygon, SLABS_FOR_MANY_FROM_EDGES)
    }

    fn with_slabs_from(polygon: &MultiPolygon<f64>, least_edges: usize) -> Self {
        let mut edges = Vec::new();
        for ring in polygon.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors())) {
            let lines = ring.lines().map(|line| Edge { a: line.start, b: line.end });
            edges.extend(lines.filter(|e| [e.a.x, e.a.y, e.b.x, e.b.y].iter().all(|v| v.is_finite())));
        }
        let bounds = Bounds::of_points(edges.iter().flat_map(|e| [e.a.into(), e.b.into()]));
        let mut prepared = Self { bounds, edges, slab_starts: Vec::new(), slab_edges: Vec::new(), slabs_per_deg: 0.0 };
        prepared.sort_into_slabs(least_edges);
        prepared
    }

    /// The box around the polygon; none when it is empty.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// All edges, in no order.
    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    fn sort_into_slabs(&mut self, least_edges: usize) {
        let Some(bounds) = self.bounds else { return };
        if self.edges.len() <= least_edges || bounds.height_deg() <= 0.0 {
            return;
        }
        let slabs = (self.edges.len() / 4).clamp(16, 2048);
        self.slabs_per_deg = slabs as f64 / bounds.height_deg();
        let spans: Vec<(usize, usize)> = self
            .edges
            .iter()
            .map(|e| (self.slab_at(e.a.y.min(e.b.y), slabs), self.slab_at(e.a.y.max(e.b.y), slabs)))
            .collect();
        let mut starts = vec![0_u32; slabs + 1];
        for &(low, high) in &spans {
            starts[low + 1..=high + 1].iter_mut().for_each(|count| *count += 1);
        }
        for slab in 0..slabs {
            starts[slab + 1] += starts[slab];
        }
        let mut next = starts.clone();
        self.slab_edges = vec![0; starts[slabs] as usize];
        for (edge, &(low, high)) in spans.iter().enumerate() {
            for place in &mut next[low..=high] {
                self.slab_edges[*place as usize] = edge as u32;
                *place += 1;
            }
        }
        self.slab_starts = starts;
    }

    // Edge ends and points go through the same rounding, so an edge is found by every point at
    // its height even when the height falls on a slab's border.
    fn slab_at(&self, lat_deg: f64, slabs: usize) -> usize {
        let south_deg = self.bounds.map_or(0.0, |b| b.min.lat_deg);
        (((lat_deg - south_deg) * self.slabs_per_deg) as usize).min(slabs - 1)
    }

    /// Where the point is.
    #[must_use]
    pub fn locate(&self, at: LonLat) -> Location {
        if !self.bounds.is_some_and(|bounds| bounds.contains(at)) {
            return Location::Outside;
        }
        let point = at.coord();
        let mut inside = false;
        let mut look = |edge: &Edge| match crossing(edge, point) {
            Crossing::On => true,
            Crossing::East => {
                inside = !inside;
                false
            }
            Crossing::None => false,
        };
        let on_edge = if self.slab_starts.is_empty() {
            self.edges.iter().any(look)
        } else {
            let slab = self.slab_at(at.lat_deg, self.slab_starts.len() - 1);
            let range = self.slab_starts[slab] as usize..self.slab_starts[slab + 1] as usize;
            self.slab_edges[range].iter().any(|&edge| look(&self.edges[edge as usize]))
        };
        match (on_edge, inside) {
            (true, _) => Location::Edge,
            (false, true) => Location::Inside,
            (false, false) => Location::Outside,
        }
    }

    /// Whether the point is inside or on the edge.
    #[must_use]
    pub fn covers(&self, at: LonLat) -> bool {
        self.locate(at) != Location::Outside
    }
}

enum Crossing {
    /// The point is on the edge.
    On,
    /// The ray from the point to the east crosses the edge.
    East,
    None,
}

fn crossing(edge: &Edge, p: Coord<f64>) -> Crossing {
    let (low, high) = if edge.a.y <= edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
    if p.y < low.y || p.y > high.y || p.x > low.x.max(high.x) {
        return Crossing::None;
    }
    // Half open, so that a ray through a corner counts one of the two edges there.
    let counts = p.y < high.y;
    if p.x < low.x.min(high.x) {
        return if counts { Crossing::East } else { Crossing::None };
    }
    if low.y == high.y {
        return Crossing::On; // Level with the point, which is between its ends.
    }
    match RobustKernel::orient2d(low, high, p) {
        Orientation::Collinear => Crossing::On,
        Orientation::CounterClockwise if counts => Crossing::East,
        _ => Crossing::None,
    }
}
