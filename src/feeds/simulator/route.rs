//! The way from here to there along the streets (A*), and straight over the ground where there are none, but not over
//! water.

use super::plane::{Plane, Spot};
use super::streets::{StreetLine, Streets};
use super::water::Water;
use crate::domain::LonLat;
use crate::spatial::Surface;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// How many nodes one search may look at; a search that goes on ends where it came nearest.
const MOST_NODES: usize = 60_000;

/// Where water lies on the straight line, a way may begin and end on streets that are so far off, metres.
const AROUND_M: f64 = 1_500.0;

/// One straight piece of a way: where it ends, and the node there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Leg {
    pub(super) to: Spot,
    pub(super) node: Option<u32>,
}

/// The ground: the sheet, the streets and the water on it, and the room that a search needs.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) plane: Plane,
    pub(super) streets: Streets,
    pub(super) water: Water,
    cost_m: Vec<f32>,
    came_from: Vec<u32>,
    seen_in: Vec<u32>,
    search: u32,
}

impl Ground {
    pub(super) fn new(lines: &[StreetLine], surfaces: &[Surface], around: LonLat) -> Self {
        let plane = Plane::new(around);
        let streets = Streets::build(lines, &plane);
        let water = Water::new(surfaces, &streets, &plane);
        let n = streets.len();
        Self { plane, streets, water, cost_m: vec![0.0; n], came_from: vec![0; n], seen_in: vec![0; n], search: 0 }
    }

    /// The nearest node of the streets no farther than `max_m` that is reached dry-shod.
    pub(super) fn node_near(&self, at: Spot, max_m: f64) -> Option<u32> {
        let is_dry = |node: u32| self.water.is_dry(at, self.streets.spot(node));
        self.streets.nearest(self.plane.lonlat(at), max_m, is_dry)
    }

    /// The way from here to there, or to the shore where there is water; last leg first (so that walking pops). Along
    /// the streets where they help or lead around water; straight where reaching them is as far as the whole way.
    pub(super) fn way(&mut self, from: Spot, to: Spot) -> Vec<Leg> {
        let to = self.water.ashore(to);
        let straight = vec![Leg { to, node: None }];
        let (direct_m, is_dry) = (from.distance_m(to), self.water.is_dry(from, to));
        let reach_m = if is_dry { direct_m } else { direct_m.max(AROUND_M) };
        let Some((start, goal)) = self.ends(self.water.ashore(from), to, reach_m) else { return straight };
        let beside_m = from.distance_m(self.streets.spot(start)) + self.streets.spot(goal).distance_m(to);
        if is_dry && beside_m >= direct_m {
            return straight;
        }
        let mut legs = straight;
        legs.extend(self.nodes_back(start, goal).map(|(node, to)| Leg { to, node: Some(node) }));
        legs
    }

    /// The nodes where a way comes onto the streets and leaves them, no farther than `reach_m` from its ends: dry-shod if
    /// that can be.
    fn ends(&self, from: Spot, to: Spot, reach_m: f64) -> Option<(u32, u32)> {
        let near = |at: Spot, like: Option<u32>, dry: bool| {
            let fits = |node: u32| {
                like.is_none_or(|like| self.streets.are_joined(like, node))
                    && (!dry || self.water.is_dry(at, self.streets.spot(node)))
            };
            self.streets.nearest(self.plane.lonlat(at), reach_m, fits)
        };
        let onward = |dry: bool| {
            let start = near(from, None, dry)?;
            Some((start, near(to, Some(start), dry)?))
        };
        let backward = || {
            let goal = near(to, None, true)?;
            Some((near(from, Some(goal), true)?, goal))
        };
        onward(true).or_else(backward).or_else(|| onward(false))
    }

    /// Searches, then tells the nodes from the goal back to the start.
    fn nodes_back(&mut self, start: u32, goal: u32) -> impl Iterator<Item = (u32, Spot)> + '_ {
        let end = self.find(start, goal);
        let mut next = Some(end);
        std::iter::from_fn(move || {
            let node = next?;
            next = (node != start).then(|| self.came_from[node as usize]);
            Some((node, self.streets.spot(node)))
        })
    }

    /// A*: answers the goal, or the node nearest to it where the search had to end before.
    fn find(&mut self, start: u32, goal: u32) -> u32 {
        self.search += 1;
        let target = self.streets.spot(goal);
        let left_m = |streets: &Streets, node: u32| streets.spot(node).distance_m(target) as f32;
        let mut best = (left_m(&self.streets, start), start);
        self.reach(start, start, 0.0);
        // Lengths are never negative, and then the bits of an f32 order like the number.
        let mut open = BinaryHeap::from([Reverse((best.0.to_bits(), start))]);
        let mut looked_at = 0;
        while let Some(Reverse((estimate, node))) = open.pop() {
            if node == goal {
                return goal;
            }
            let (here_m, rest_m) = (self.cost_m[node as usize], left_m(&self.streets, node));
            if f32::from_bits(estimate) > here_m + rest_m {
                continue;
            }
            looked_at += 1;
            if looked_at > MOST_NODES {
                break;
            }
            if rest_m < best.0 {
                best = (rest_m, node);
            }
            for place in 0..self.streets.arcs(node).len() {
                let arc = self.streets.arcs(node)[place];
                let cost_m = here_m + arc.length_m;
                let known = self.seen_in[arc.to as usize] == self.search;
                if !known || cost_m < self.cost_m[arc.to as usize] {
                    self.reach(arc.to, node, cost_m);
                    open.push(Reverse(((cost_m + left_m(&self.streets, arc.to)).to_bits(), arc.to)));
                }
            }
        }
        best.1
    }

    fn reach(&mut self, node: u32, from: u32, cost_m: f32) {
        let place = node as usize;
        (self.seen_in[place], self.came_from[place], self.cost_m[place]) = (self.search, from, cost_m);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use geo::{LineString, Polygon};

    /// A comb: a spine along y = 0 with teeth to the north, 100 m apart; one tooth is an island.
    fn comb() -> (Ground, Plane) {
        let around = LonLat::new(118.0, 36.0);
        let plane = Plane::new(around);
        let at = |x_m: f64, y_m: f64| plane.lonlat(Spot { x_m, y_m });
        let mut lines = vec![StreetLine {
            points: (0..=10).map(|n| at(f64::from(n) * 100.0, 0.0)).collect(),
            name: Some("脊梁路".into()),
        }];
        for tooth in 0..=10 {
            let x_m = f64::from(tooth) * 100.0;
            lines.push(StreetLine { points: vec![at(x_m, 0.0), at(x_m, 500.0)], name: None });
        }
        lines.push(StreetLine { points: vec![at(450.0, 450.0), at(460.0, 450.0)], name: None });
        (Ground::new(&lines, &[], around), plane)
    }

    fn length_m(from: Spot, legs: &[Leg]) -> f64 {
        let mut at = from;
        legs.iter().rev().map(|leg| std::mem::replace(&mut at, leg.to).distance_m(leg.to)).sum()
    }

    #[test]
    fn a_way_follows_the_streets_and_is_the_shortest() {
        let (mut ground, _) = comb();
        let (from, to) = (Spot { x_m: 100.0, y_m: 500.0 }, Spot { x_m: 300.0, y_m: 500.0 });
        let legs = ground.way(from, to);
        assert!((length_m(from, &legs) - 1_200.0).abs() < 1.0, "{}", length_m(from, &legs));
        let again = ground.way(to, from);
        assert!((length_m(to, &again) - 1_200.0).abs() < 1.0, "the room of the last search doesn't show");
        assert_eq!(legs.first().map(|leg| leg.to), Some(to), "the way ends where it was to end");
    }

    /// Beside the comb's last tooth a pond, 200 m wide and 100 m high.
    fn pond(plane: &Plane) -> Surface {
        let corner = |(x_m, y_m): (f64, f64)| plane.lonlat(Spot { x_m, y_m }).coord();
        let shore = [(1_100.0, 200.0), (1_300.0, 200.0), (1_300.0, 300.0), (1_100.0, 300.0)].map(corner);
        Surface::whole(Polygon::new(LineString(shore.to_vec()), Vec::new()).into())
    }

    #[test]
    fn ways_lead_around_water_and_end_at_the_shore() {
        let (from, to) = (Spot { x_m: 1_150.0, y_m: 100.0 }, Spot { x_m: 1_150.0, y_m: 400.0 });
        let straight = vec![Leg { to, node: None }];
        let (mut ground, plane) = comb();
        assert_eq!(ground.way(from, to), straight, "without the pond");
        ground.water = Water::new(&[pond(&plane)], &ground.streets, &plane);
        let is_dry = |ground: &Ground, from: Spot, legs: &[Leg]| {
            let mut at = from;
            legs.iter().rev().all(|leg| ground.water.is_dry(std::mem::replace(&mut at, leg.to), leg.to))
        };
        let around = ground.way(from, to);
        assert!(is_dry(&ground, from, &around) && around.first() == straight.first(), "{around:?}");
        assert!((500.0..800.0).contains(&length_m(from, &around)), "{}", length_m(from, &around));
        let into = ground.way(from, Spot { x_m: 1_190.0, y_m: 240.0 });
        let end = into[0].to;
        assert!(is_dry(&ground, from, &into) && end.distance_m(from) < 120.0, "{into:?}");
        let out = ground.way(Spot { x_m: 1_190.0, y_m: 260.0 }, to);
        assert_eq!(out.first(), straight.first(), "who is in the water all the same gets out");
        let mut bare = Ground::new(&[], &[pond(&plane)], LonLat::new(118.0, 36.0));
        assert_eq!(bare.way(from, to), straight, "no street in reach");
    }

    #[test]
    fn islands_and_open_ground() {
        let (mut ground, plane) = comb();
        let island = plane.lonlat(Spot { x_m: 455.0, y_m: 450.0 });
        let node = ground.streets.nearest(island, 1_000.0, |_| true).unwrap();
        let x_m = ground.streets.spot(node).x_m;
        assert!((x_m - (x_m / 100.0).round() * 100.0).abs() < 1.0, "an island of two nodes is no place to walk");
        let (from, to) = (Spot { x_m: 5_000.0, y_m: 0.0 }, Spot { x_m: 5_000.0, y_m: 800.0 });
        assert_eq!(ground.way(from, to), vec![Leg { to, node: None }]);
        assert_eq!(Ground::new(&[], &[], LonLat::new(0.0, 0.0)).way(from, to), vec![Leg { to, node: None }]);
        let corner = ground.node_near(Spot { x_m: 0.0, y_m: 0.0 }, 5.0).unwrap();
        assert_eq!(ground.streets.name(corner), Some("脊梁路"));
    }
}
