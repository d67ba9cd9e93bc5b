//! The borders between polygons, each once, with who is on either side.

use geo::{LineString, MultiPolygon};

use super::LonLat;

/// Coordinates closer than this are one: 1e-7°, about a centimetre.
const STEPS_PER_DEG: f64 = 1e7;

/// A stretch of border from junction to junction, or around (first point repeated at the end),
/// with the same polygons on its sides throughout.
#[derive(Debug, Clone, PartialEq)]
pub struct Polyline {
    /// The corners, rounded to 1e-7°.
    pub points: Vec<LonLat>,
    /// The polygon on the left; where there are two, the one with the smaller id.
    pub left: u32,
    /// The polygon on the right; none along the outer border.
    pub right: Option<u32>,
}

/// A rounded coordinate, comparable: longitude in the upper half, latitude in the lower.
type Key = u64;

fn key_of(at: geo::Coord<f64>) -> Option<Key> {
    if !LonLat::from(at).is_valid() {
        return None;
    }
    // At most 1.8e9 in size: an i32. Shifted to be positive, so that keys sort as positions do.
    let half = |deg: f64| (((deg * STEPS_PER_DEG).round() as i64) + (1 << 31)) as u64;
    Some((half(at.x) << 32) | half(at.y))
}

fn place_of(key: Key) -> LonLat {
    let deg = |half: u64| (half as i64 - (1 << 31)) as f64 / STEPS_PER_DEG;
    LonLat::new(deg(key >> 32), deg(key & 0xffff_ffff))
}

/// One polygon's claim to one side of an edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    low: Key,
    high: Key,
    id: u32,
    /// The polygon is on the left when going from `low` to `high`.
    left_of_low_high: bool,
}

#[derive(Clone, Copy)]
struct Edge {
    from: Key,
    to: Key,
    left: u32,
    right: Option<u32>,
}

/// The borders of polygons that tile the ground: an edge that two of them share appears once, an
/// edge of one alone has nothing on its right. Two polygons share an edge when both list the same
/// two corners, equal after rounding to 1e-7°. Edges between parts of one polygon are no border.
/// Where polygons overlap and both are on one side of an edge, they are given as if on both.
/// The order is by position and does not depend on the order of the polygons.
#[must_use]
pub fn shared_edges(polygons: &[(u32, &MultiPolygon<f64>)]) -> Vec<Polyline> {
    let edges = edges_of(claims_of(polygons));
    Chains::new(&edges).collect()
}

fn claims_of(polygons: &[(u32, &MultiPolygon<f64>)]) -> Vec<Claim> {
    let corners = polygons.iter().flat_map(|(_, p)| p.iter()).map(|part| part.exterior().0.len()).sum();
    let mut claims = Vec::with_capacity(corners);
    for (id, polygon) in polygons {
        for part in *polygon {
            claim_ring(&mut claims, *id, part.exterior(), true);
            for hole in part.interiors() {
                claim_ring(&mut claims, *id, hole, false);
            }
        }
    }
    claims.sort_unstable();
    claims
}

fn claim_ring(claims: &mut Vec<Claim>, id: u32, ring: &LineString<f64>, exterior: bool) {
    // Twice the signed area about the first corner, where the numbers are small.
    let origin = ring.0.first().copied().unwrap_or_default();
    let turn: f64 =
        ring.lines().map(|line| (line.start - origin, line.end - origin)).map(|(a, b)| a.x * b.y - a.y * b.x).sum();
    let polygon_on_left = (turn >= 0.0) == exterior;
    let mut before = None;
    for key in ring.0.iter().filter_map(|&at| key_of(at)) {
        if let Some(from) = before.filter(|&from| from != key) {
            let left_of_low_high = (from < key) == polygon_on_left;
            claims.push(Claim { low: key.min(from), high: key.max(from), id, left_of_low_high });
        }
        before = Some(key);
    }
}

/// Joins the claims to each edge into one edge with two sides.
fn edges_of(claims: Vec<Claim>) -> Vec<Edge> {
    let mut edges = Vec::with_capacity(claims.len());
    for group in claims.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
        // Sorted by id: the first is the smallest, and equal ones are neighbours.
        let [first, ..] = group else { continue };
        let other = group.iter().find(|claim| claim.id != first.id);
        if other.is_none() && group.len() > 1 {
            continue; // Between two parts of one polygon, or a spike.
        }
        let (from, to) = if first.left_of_low_high { (first.low, first.high) } else { (first.high, first.low) };
        edges.push(Edge { from, to, left: first.id, right: other.map(|claim| claim.id) });
    }
    edges
}

/// Edges joined end to end.
struct Chains<'a> {
    edges: &'a [Edge],
    /// All corners, sorted.
    corners: Vec<Key>,
    /// By corner: the edge that leads on from it, where exactly one edge comes and one goes with
    /// the same sides; else none: a junction.
    onward: Vec<Option<u32>>,
    /// By edge: whether a line holds it already.
    used: Vec<bool>,
    /// Lines from junctions first, then those that go around.
    next: usize,
    around: bool,
}

impl<'a> Chains<'a> {
    fn new(edges: &'a [Edge]) -> Self {
        let mut corners: Vec<Key> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
        corners.sort_unstable();
        let mut touching = Vec::with_capacity(corners.len());
        for group in corners.chunk_by(|a, b| a == b) {
            touching.push(group.len());
        }
        corners.dedup();
        let mut chains = Self {
            edges,
            onward: vec![None; corners.len()],
            corners,
            used: vec![false; edges.len()],
            next: 0,
            around: false,
        };
        let mut coming: Vec<Option<u32>> = vec![None; chains.corners.len()];
        for (number, edge) in edges.iter().enumerate() {
            let (from, to) = (chains.corner(edge.from), chains.corner(edge.to));
            chains.onward[from] = Some(number as u32);
            coming[to] = Some(number as u32);
        }
        for corner in 0..touching.len() {
            let passes = match (coming[corner], chains.onward[corner]) {
                (Some(a), Some(b)) if touching[corner] == 2 => {
                    let (a, b) = (edges[a as usize], edges[b as usize]);
                    (a.left, a.right) == (b.left, b.right)
                }
                _ => false,
            };
            if !passes {
                chains.onward[corner] = None;
            }
        }
        chains
    }

    fn corner(&self, key: Key) -> usize {
        self.corners.partition_point(|&other| other < key)
    }

    fn follow(&mut self, first: usize) -> Polyline {
        let Edge { from, left, right, .. } = self.edges[first];
        let mut points = vec![place_of(from)];
        let mut at = Some(first as u32);
        while let Some(edge) = at.filter(|&edge| !self.used[edge as usize]) {
            self.used[edge as usize] = true;
            let to = self.edges[edge as usize].to;
            points.push(place_of(to));
            at = self.onward[self.corner(to)];
        }
        Polyline { points, left, right }
    }
}

impl Iterator for Chains<'_> {
    type Item = Polyline;

    fn next(&mut self) -> Option<Polyline> {
        loop {
            if self.next == self.edges.len() {
                if self.around {
                    return None;
                }
                (self.next, self.around) = (0, true);
                continue;
            }
            let edge = self.next;
            self.next += 1;
            let starts = self.around || self.onward[self.corner(self.edges[edge].from)].is_none();
            if !self.used[edge] && starts {
                return Some(self.follow(edge));
            }
        }
    }
}
