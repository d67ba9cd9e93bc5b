//! Boundaries that run beside a street are put onto its middle line.

use super::maps::Feature;
use super::plane::Spot;

/// How far a boundary may be moved, decimetres.
const REACH_DM: i64 = 240;
const BIN_DM: i32 = 1_000;

/// The streets' middle lines, by bin.
pub(super) struct Snap {
    /// (bin, from, to), sorted by bin.
    lines: Vec<((i32, i32), Spot, Spot)>,
    /// Their meeting points, by bin.
    nodes: Vec<((i32, i32), Spot)>,
}

fn bin(v: i32) -> i32 {
    v.div_euclid(BIN_DM)
}

impl Snap {
    /// Takes in all roads but footpaths and service ways.
    pub(super) fn new(roads: &[Feature]) -> Self {
        let mut lines = Vec::new();
        let mut ends: Vec<Spot> = Vec::new();
        let reach = REACH_DM as i32;
        for road in roads.iter().filter(|road| road.properties.class != "path" && road.properties.service == 0) {
            for pair in road.paths.iter().flat_map(|path| path.windows(2)) {
                let (a, b) = (pair[0], pair[1]);
                ends.extend([a, b]);
                for x in bin(a.x_dm.min(b.x_dm) - reach)..=bin(a.x_dm.max(b.x_dm) + reach) {
                    for y in bin(a.y_dm.min(b.y_dm) - reach)..=bin(a.y_dm.max(b.y_dm) + reach) {
                        lines.push(((x, y), a, b));
                    }
                }
            }
        }
        lines.sort_unstable();
        ends.sort_unstable();
        let mut nodes: Vec<_> = ends
            .chunk_by(|a, b| a == b)
            .filter(|run| run.len() > 2)
            .map(|run| ((bin(run[0].x_dm), bin(run[0].y_dm)), run[0]))
            .collect();
        nodes.sort_unstable();
        Self { lines, nodes }
    }

    /// The point of a street within reach that is near the spot and also near the point `before` it on the
    /// boundary (else it would jump to and fro between twin carriageways); the spot itself where there is none.
    pub(super) fn to_street(&self, spot: Spot, before: Spot) -> Spot {
        let key = (bin(spot.x_dm), bin(spot.y_dm));
        let from = self.lines.partition_point(|line| line.0 < key);
        self.lines[from..]
            .iter()
            .take_while(|line| line.0 == key)
            .map(|&(_, a, b)| nearest(spot, a, b))
            .filter(|at| spot.distance2(*at) <= REACH_DM * REACH_DM)
            .map(|at| (spot.distance_dm(at) + 2 * before.distance_dm(at), at))
            .min()
            .map_or(spot, |near| near.1)
    }

    /// The nearest crossing within reach, else the nearest point of a street.
    pub(super) fn to_crossing(&self, spot: Spot) -> Spot {
        let (x, y) = (bin(spot.x_dm), bin(spot.y_dm));
        let mut best: Option<(i64, Spot)> = None;
        for key in (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y))) {
            let from = self.nodes.partition_point(|node| node.0 < key);
            for &(_, node) in self.nodes[from..].iter().take_while(|node| node.0 == key) {
                let near = (spot.distance2(node), node);
                best = Some(best.map_or(near, |best| best.min(near)));
            }
        }
        match best {
            Some((distance2, node)) if distance2 <= REACH_DM * REACH_DM => node,
            _ => self.to_street(spot, spot),
        }
    }
}

/// The point of a segment nearest to a spot.
fn nearest(spot: Spot, a: Spot, b: Spot) -> Spot {
    let (dx, dy) = (i64::from(b.x_dm - a.x_dm), i64::from(b.y_dm - a.y_dm));
    let length2 = dx * dx + dy * dy;
    if length2 == 0 {
        return a;
    }
    let along = (i64::from(spot.x_dm - a.x_dm) * dx + i64::from(spot.y_dm - a.y_dm) * dy).clamp(0, length2);
    Spot::new(a.x_dm + (dx * along / length2) as i32, a.y_dm + (dy * along / length2) as i32)
}
