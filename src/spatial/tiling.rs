//! Whether areas tile the area that they are parts of: gaps, overlaps, and what reaches beyond.

use super::geodesy::{area_m2, metres_per_degree};
use super::{Bounds, LonLat};
use geo::{BooleanOps, InteriorPoint, MultiPolygon, Polygon, unary_union};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Pieces smaller than this are slivers of rounding and of drawing twice, m²…
pub const SLIVER_M2: f64 = 10.0;

/// …and so are pieces narrower than this on average, metres.
pub const SLIVER_WIDTH_M: f64 = 0.5;

/// Pieces narrower than this are the overlay's own rounding, metres: no file says a tenth of it.
const ROUNDING_WIDTH_M: f64 = 0.001;

/// What is wrong at one place of a tiling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Misfit {
    /// Ground of the parent that no child covers.
    Gap,
    /// Ground that these two children both cover: their places in the list, the smaller first.
    Overlap(usize, usize),
    /// Ground of this child that is not the parent's.
    Beyond(usize),
}

/// One place where a tiling is wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// What is wrong.
    pub misfit: Misfit,
    /// A position inside the piece of ground.
    pub at: LonLat,
    /// The piece's size on the ground, m².
    pub area_m2: f64,
}

/// What is wrong with a tiling.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tiling {
    /// The places, the largest first; of equals the westernmost.
    pub places: Vec<Place>,
    /// How many further pieces were slivers ([`SLIVER_M2`], [`SLIVER_WIDTH_M`]).
    pub slivers: usize,
    /// Their size together, m².
    pub slivers_m2: f64,
}

/// Compares children with each other and, where there is one, with their parent. All outlines must
/// be valid (see [`repair`](super::repair())); those across the 180° meridian be split there.
///
/// Every piece of ground that only some of them claim is one place. Three children on one ground
/// are three overlaps, one for each pair.
#[must_use]
pub fn check(parent: Option<&MultiPolygon<f64>>, children: &[&MultiPolygon<f64>]) -> Tiling {
    let mut tiling = Tiling::default();
    for (a, b) in neighbours(children) {
        tiling.take(&children[a].intersection(children[b]), Misfit::Overlap(a, b));
    }
    if let Some(parent) = parent.filter(|_| !children.is_empty()) {
        let covered = unary_union(children.iter().copied());
        tiling.take(&parent.difference(&covered), Misfit::Gap);
        // Most children are wholly inside: only where the whole reaches out it is asked which.
        if !covered.difference(parent).0.is_empty() {
            for (child, outline) in children.iter().enumerate() {
                tiling.take(&outline.difference(parent), Misfit::Beyond(child));
            }
        }
    }
    tiling.places.sort_by(|a, b| {
        let by_position = a.at.lon_deg.total_cmp(&b.at.lon_deg).then(a.at.lat_deg.total_cmp(&b.at.lat_deg));
        b.area_m2.total_cmp(&a.area_m2).then(by_position).then(a.misfit.cmp(&b.misfit))
    });
    tiling
}

impl Tiling {
    fn take(&mut self, pieces: &MultiPolygon<f64>, misfit: Misfit) {
        for piece in pieces {
            let whole = MultiPolygon(vec![piece.clone()]);
            let area_m2 = area_m2(&whole);
            let width_m = 2.0 * area_m2 / perimeter_m(piece).max(f64::MIN_POSITIVE);
            if width_m < ROUNDING_WIDTH_M {
                continue;
            }
            let at = piece.interior_point().map(|at| LonLat::from(at.0));
            match at.filter(|_| area_m2 >= SLIVER_M2 && width_m >= SLIVER_WIDTH_M) {
                Some(at) => self.places.push(Place { misfit, at, area_m2 }),
                None => {
                    self.slivers += 1;
                    self.slivers_m2 += area_m2;
                }
            }
        }
    }
}

/// The length of all its rings on flat ground, metres: good enough to tell narrow from wide.
fn perimeter_m(piece: &Polygon<f64>) -> f64 {
    let (x_m, y_m) = metres_per_degree(piece.exterior().0.first().map_or(0.0, |at| at.y));
    let rings = std::iter::once(piece.exterior()).chain(piece.interiors());
    rings.flat_map(|ring| ring.lines()).map(|line| (line.delta().x * x_m).hypot(line.delta().y * y_m)).sum()
}

/// The pairs whose boxes share more than an edge, in order.
fn neighbours(children: &[&MultiPolygon<f64>]) -> Vec<(usize, usize)> {
    type Corners = ([f64; 2], [f64; 2]);
    let corners = |child: &MultiPolygon<f64>| {
        let outers = child.iter().flat_map(|part| part.exterior().coords());
        Bounds::of_points(outers.map(|&at| at.into()))
            .map(|bounds| ([bounds.min.lon_deg, bounds.min.lat_deg], [bounds.max.lon_deg, bounds.max.lat_deg]))
    };
    let boxes: Vec<_> = children.iter().map(|child| corners(child)).collect();
    let of_box = |(id, found): (usize, &Option<Corners>)| {
        found.map(|(min, max)| GeomWithData::new(Rectangle::from_corners(min, max), id))
    };
    let tree = RTree::bulk_load(boxes.iter().enumerate().filter_map(of_box).collect());
    let mut pairs = Vec::new();
    for (a, found) in boxes.iter().enumerate() {
        let Some((min, max)) = *found else { continue };
        let others = tree.locate_in_envelope_intersecting(AABB::from_corners(min, max)).map(|other| other.data);
        let overlap = |b: &usize| {
            boxes[*b].is_some_and(|(low, high)| (0..2).all(|axis| low[axis] < max[axis] && min[axis] < high[axis]))
        };
        pairs.extend(others.filter(|b| *b > a).filter(overlap).map(|b| (a, b)));
    }
    pairs.sort_unstable();
    pairs
}
