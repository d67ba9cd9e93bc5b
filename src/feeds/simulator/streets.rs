//! The street network: where street lines share a vertex, one can turn.

use super::plane::{Plane, Spot};
use crate::domain::LonLat;
use crate::spatial::PointIndex;
use std::collections::HashMap;

/// One street line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StreetLine {
    /// Its vertices, in order.
    pub points: Vec<LonLat>,
    /// The street's name, where known.
    pub name: Option<String>,
}

/// Stretches longer than this are cut, so that a place on a street is never far from a node, metres.
const LONGEST_ARC_M: f64 = 80.0;

/// Networks with fewer nodes are left alone: nobody can walk anywhere on them.
const SMALLEST_NETWORK: u32 = 16;

const NAMELESS: u32 = u32::MAX;

/// One way to go on from a node.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub(super) to: u32,
    pub(super) length_m: f32,
    name: u32,
}

/// The network: nodes by number, the ways on from each.
#[derive(Debug, Default)]
pub(super) struct Streets {
    spots: Vec<Spot>,
    first: Vec<u32>,
    arcs: Vec<Arc>,
    names: Vec<Box<str>>,
    network: Vec<u32>,
    index: PointIndex,
}

impl Streets {
    /// The network of these lines; positions that are not on earth are left out.
    pub(super) fn build(lines: &[StreetLine], plane: &Plane) -> Self {
        let mut draft = Draft::default();
        for line in lines {
            draft.add(line, plane);
        }
        draft.finish(plane)
    }

    pub(super) fn len(&self) -> usize {
        self.spots.len()
    }

    pub(super) fn spot(&self, node: u32) -> Spot {
        self.spots[node as usize]
    }

    /// The ways on from a node.
    pub(super) fn arcs(&self, node: u32) -> &[Arc] {
        let node = node as usize;
        &self.arcs[self.first[node] as usize..self.first[node + 1] as usize]
    }

    /// The nearest node no farther than `max_m` that fits.
    pub(super) fn nearest(&self, at: LonLat, max_m: f64, fits: impl Fn(u32) -> bool) -> Option<u32> {
        self.index.nearest_within(at, 1, max_m, fits).first().map(|hit| hit.id)
    }

    /// Whether one can go from one node to the other along the streets.
    pub(super) fn are_joined(&self, one: u32, other: u32) -> bool {
        self.network[one as usize] == self.network[other as usize]
    }

    /// The name of a street at the node.
    pub(super) fn name(&self, node: u32) -> Option<&str> {
        let named = self.arcs(node).iter().find(|arc| arc.name != NAMELESS)?;
        self.names.get(named.name as usize).map(AsRef::as_ref)
    }
}

#[derive(Default)]
struct Draft {
    spots: Vec<Spot>,
    by_place: HashMap<(i64, i64), u32>,
    arcs: Vec<(u32, Arc)>,
    names: Vec<Box<str>>,
    by_name: HashMap<Box<str>, u32>,
}

impl Draft {
    fn add(&mut self, line: &StreetLine, plane: &Plane) {
        let name = line.name.as_deref().filter(|name| !name.is_empty()).map_or(NAMELESS, |name| self.name(name));
        let mut before = None;
        for at in line.points.iter().filter(|at| at.is_valid()) {
            let node = self.node(*at, plane);
            if let Some(from) = before.filter(|from| *from != node) {
                self.join(from, node, name);
            }
            before = Some(node);
        }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(&number) = self.by_name.get(name) {
            return number;
        }
        let number = self.names.len() as u32;
        self.names.push(name.into());
        self.by_name.insert(name.into(), number);
        number
    }

    fn node(&mut self, at: LonLat, plane: &Plane) -> u32 {
        let place = ((at.lon_deg * 1e6).round() as i64, (at.lat_deg * 1e6).round() as i64);
        let next = self.spots.len() as u32;
        let node = *self.by_place.entry(place).or_insert(next);
        if node == next {
            self.spots.push(plane.spot(at));
        }
        node
    }

    /// A stretch between two nodes, cut where it is long.
    fn join(&mut self, from: u32, to: u32, name: u32) {
        let (start, end) = (self.spots[from as usize], self.spots[to as usize]);
        let parts = (start.distance_m(end) / LONGEST_ARC_M).ceil().clamp(1.0, 10_000.0) as u32;
        let mut before = from;
        for part in 1..=parts {
            let node = if part == parts {
                to
            } else {
                self.spots.push(start.on_the_way(end, f64::from(part) / f64::from(parts)));
                self.spots.len() as u32 - 1
            };
            let length_m = self.spots[before as usize].distance_m(self.spots[node as usize]) as f32;
            self.arcs.push((before, Arc { to: node, length_m, name }));
            self.arcs.push((node, Arc { to: before, length_m, name }));
            before = node;
        }
    }

    fn finish(mut self, plane: &Plane) -> Streets {
        // A stable sort: the ways on from a node keep the order in which the lines brought them.
        self.arcs.sort_by_key(|(from, _)| *from);
        let mut first = vec![0u32; self.spots.len() + 1];
        for (from, _) in &self.arcs {
            first[*from as usize + 1] += 1;
        }
        for node in 0..self.spots.len() {
            first[node + 1] += first[node];
        }
        let arcs = self.arcs.into_iter().map(|(_, arc)| arc).collect();
        let mut streets = Streets { spots: self.spots, first, arcs, names: self.names, ..Streets::default() };
        let sizes = streets.find_networks();
        let walkable = (0u32..)
            .zip(&streets.spots)
            .filter(|(node, _)| sizes[streets.network[*node as usize] as usize] >= SMALLEST_NETWORK);
        streets.index = PointIndex::build(walkable.map(|(node, spot)| (node, plane.lonlat(*spot))));
        streets
    }
}

impl Streets {
    /// Numbers the networks that hang together; answers how many nodes each has.
    fn find_networks(&mut self) -> Vec<u32> {
        self.network = vec![u32::MAX; self.spots.len()];
        let mut sizes = Vec::new();
        let mut open = Vec::new();
        for start in 0..self.spots.len() as u32 {
            if self.network[start as usize] != u32::MAX {
                continue;
            }
            let number = sizes.len() as u32;
            self.network[start as usize] = number;
            open.push(start);
            let mut size = 0;
            while let Some(node) = open.pop() {
                size += 1;
                for place in self.first[node as usize]..self.first[node as usize + 1] {
                    let to = self.arcs[place as usize].to;
                    if self.network[to as usize] == u32::MAX {
                        self.network[to as usize] = number;
                        open.push(to);
                    }
                }
            }
            sizes.push(size);
        }
        sizes
    }
}
