//! The open land: woods on the hills, fields in strips that follow the slope and end at roads and water, orchards,
//! greenhouses, tracks between them.

use super::super::dice::Dice;
use super::super::maps::MapLayer;
use super::coarse::{self, N};
use super::flow::{BROOK_CELLS, Flow};
use super::land::Land;
use super::lines::{self, At, Frame, distance_m};
use super::relief::Relief;
use super::sites::Site;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Nobody's land.
const NOBODY: u16 = u16::MAX;
/// How high above the valleys woods begin, centimetres.
const WOODS_CM: i32 = 4_600;

/// Whose fields each coarse cell belongs to: the settlement from which it is reached first, brooks being in the way.
fn owners(sites: &[Site], flow: &Flow) -> Vec<u16> {
    let mut owner = vec![NOBODY; N * N];
    let mut reached = vec![u32::MAX; N * N];
    let mut front = BinaryHeap::new();
    for (nth, site) in sites.iter().enumerate() {
        let cell = coarse::cell(site.at);
        owner[cell] = nth as u16;
        reached[cell] = 0;
        front.push(Reverse((0, cell as u32)));
    }
    while let Some(Reverse((cost, cell))) = front.pop() {
        let cell = cell as usize;
        if cost > reached[cell] {
            continue;
        }
        for (beside, length) in coarse::around(cell) {
            let next = cost + length * if flow.gathered[beside] >= BROOK_CELLS { 4 } else { 1 };
            // nobody walks farther than three kilometres to a field
            if next < reached[beside] && next < 330 {
                reached[beside] = next;
                owner[beside] = owner[cell];
                front.push(Reverse((next, beside as u32)));
            }
        }
    }
    owner
}

/// Woods on the high ground.
pub(super) fn woods(relief: &Relief, land: &mut Land) {
    let high = |cell: usize| {
        let at = coarse::middle(cell);
        let edge = 1_300.0 * relief.noise.rough(at, 1_700.0, 4);
        let corners = [[50.0, 50.0], [-50.0, 50.0], [50.0, -50.0], [-50.0, -50.0]];
        relief.above_cm[cell] + edge as i32 > WOODS_CM
            && relief.hilly[cell] > 0.1
            && land.free(at)
            && corners.iter().all(|[x, y]| land.inside([at[0] + x, at[1] + y]))
    };
    let rings = coarse::outlines(high);
    for ring in rings.iter().filter(|ring| ring.len() > 24) {
        let ring = lines::thin(&lines::ragged_ring(ring, &relief.noise, 42.0), 7.0);
        land.layers.put(MapLayer::Landuse, "forest", "", &ring);
        land.take_ring(&ring);
    }
}

/// Lays out the fields of all settlements.
pub(super) fn lay_out(sites: &[Site], relief: &Relief, flow: &Flow, dice: &mut Dice, land: &mut Land) {
    let owner = owners(sites, flow);
    for (nth, site) in sites.iter().enumerate() {
        let farm = Farm::new(site, nth as u16, relief, &owner, dice);
        farm.lay_out(dice, land);
    }
}

/// How a settlement tills its land.
struct Farm<'a> {
    frame: Frame,
    number: u16,
    owner: &'a [u16],
    /// How long and wide its strips are, metres; how many lie side by side.
    strip_m: [f64; 2],
    side_by_side: i64,
    /// How often land is under glass, or planted with fruit trees, per mille.
    glass: u32,
    fruit: u32,
}

impl<'a> Farm<'a> {
    fn new(site: &Site, number: u16, relief: &Relief, owner: &'a [u16], dice: &mut Dice) -> Self {
        let hilly = relief.hilly[coarse::cell(site.at)];
        // strips lie along the contour on slopes, and either way in the plain
        let along = if hilly > 0.12 || dice.permille(420) { site.along } else { lines::left(site.along) };
        let skew = dice.between(-90, 90) as f64 / 1000.0;
        let along = lines::direction([0.0; 2], lines::plus(along, lines::left(along), skew));
        let glass_country = relief.noise.at(site.at, 7_000.0) > 0.3 && hilly < 0.1;
        let strip_m = [dice.between(260, 480) as f64, dice.between(62, 118) as f64];
        Self {
            frame: Frame { origin: site.at, along },
            number,
            owner,
            strip_m: if hilly > 0.3 { [strip_m[0] * 0.6, strip_m[1] * 0.7] } else { strip_m },
            side_by_side: dice.between(4, 8),
            glass: if glass_country { dice.between(80, 460) as u32 } else { 10 },
            fruit: (60.0 + 620.0 * (hilly * 2.2).min(1.0)) as u32,
        }
    }

    fn mine(&self, at: At) -> bool {
        self.owner[coarse::cell(at)] == self.number
    }

    fn lay_out(&self, dice: &mut Dice, land: &mut Land) {
        const REACH_M: f64 = 3_000.0;
        let [long, wide] = self.strip_m;
        let block = [long + 14.0, wide * self.side_by_side as f64 + 12.0];
        let count = block.map(|size| (REACH_M / size).ceil() as i64);
        for row in -count[1]..count[1] {
            // blocks of one row lie a little off those of the next
            let shift = dice.between(-60, 60) as f64;
            for column in -count[0]..count[0] {
                let corner = [column as f64 * block[0] + shift, row as f64 * block[1]];
                let corners = [[0.0, 0.0], [block[0], 0.0], [0.0, block[1]], block, [block[0] / 2.0, block[1] / 2.0]];
                let mine = corners.iter().any(|c| self.mine(self.frame.place(corner[0] + c[0], corner[1] + c[1])));
                if mine {
                    self.block(corner, dice, land);
                }
            }
        }
    }

    /// One block: strips side by side, a track along it.
    fn block(&self, corner: [f64; 2], dice: &mut Dice, land: &mut Land) {
        let [long, wide] = self.strip_m;
        let glass = dice.permille(self.glass);
        let fruit = dice.permille(self.fruit);
        for nth in 0..self.side_by_side {
            let south = corner[1] + nth as f64 * wide;
            let class = match dice.below(1000) {
                _ if glass => "greenhouse",
                0..780 if fruit => "orchard",
                0..35 => "forest",
                35..90 => "orchard",
                90..150 => "meadow",
                _ => "farm",
            };
            let (gap_a, gap_b) = (dice.between(1, 5) as f64, dice.between(1, 5) as f64);
            let edges = [south + gap_a, south + wide - gap_b];
            let (mut from, to) = (corner[0] + 5.0, corner[0] + long - 2.0);
            for start in [0.15, 0.5, 0.85] {
                let seed = corner[0] + long * start;
                if seed > from {
                    from = self.strip(class, [from, to], edges, seed, dice, land).unwrap_or(from);
                }
            }
        }
        let track = [
            self.frame.place(corner[0] - 5.0, corner[1] - 4.0),
            self.frame.place(corner[0] + long + 9.0, corner[1] - 4.0),
        ];
        let points = lines::steps(&track, 30.0);
        let longest = points.split(|&at| !self.mine(at) || !land.free_around(at, 20.0)).max_by_key(|part| part.len());
        if let Some([first, .., last]) = longest
            && distance_m(*first, *last) > 120.0
        {
            land.layers.put(MapLayer::Roads, "path", "", &[*first, *last]);
        }
    }

    /// One strip, as far as the land is free and ours to both sides of where it starts: each of its two edges ends for
    /// itself, so that it ends along a road or river that comes aslant.
    /// Says where it ends, if there is one.
    fn strip(
        &self,
        class: &str,
        span: [f64; 2],
        edges: [f64; 2],
        seed: f64,
        dice: &mut Dice,
        land: &mut Land,
    ) -> Option<f64> {
        const STEP_M: f64 = 12.0;
        let open = |along: f64, left: f64, land: &Land| {
            let at = self.frame.place(along, left);
            land.free(at) && self.mine(at)
        };
        let middle = (edges[0] + edges[1]) / 2.0;
        if ![edges[0], middle, edges[1]].iter().all(|&left| open(seed, left, land)) {
            return None;
        }
        let run = |left: f64, step: f64| {
            let mut along = seed;
            while (span[0]..=span[1]).contains(&(along + step))
                && open(along + step, left, land)
                && open(along + step, middle, land)
            {
                along += step;
            }
            // the last step ends at the block's own edge
            if (span[0]..=span[1]).contains(&(along + step)) {
                along
            } else if step < 0.0 {
                span[0]
            } else {
                span[1]
            }
        };
        let ends = edges.map(|left| [run(left, -STEP_M), run(left, STEP_M)]);
        let length = (ends[0][1] - ends[0][0]).min(ends[1][1] - ends[1][0]);
        if length < 55.0 {
            return None;
        }
        let place = |along: f64, left: f64| self.frame.place(along, left);
        let ring = [
            place(ends[0][0], edges[0]),
            place(ends[0][1], edges[0]),
            place(ends[1][1], edges[1]),
            place(ends[1][0], edges[1]),
            place(ends[0][0], edges[0]),
        ];
        if class == "greenhouse" {
            let inner = [ends[0][0].max(ends[1][0]), ends[0][1].min(ends[1][1])];
            self.greenhouses(inner, edges, dice, land);
        } else {
            land.layers.put(MapLayer::Landuse, class, "", &ring);
        }
        Some(ends[0][1].max(ends[1][1]) + 8.0)
    }

    /// Greenhouses side by side, their long glass to the south where the strips allow it.
    fn greenhouses(&self, along: [f64; 2], left: [f64; 2], dice: &mut Dice, land: &mut Land) {
        let pitch_m = dice.between(16, 24) as f64;
        let lies_east = self.frame.along[0].abs() > 0.7;
        // in strips that run north they lie across
        let (count, room) =
            if lies_east { ((left[1] - left[0]) / pitch_m, along) } else { ((along[1] - along[0]) / pitch_m, left) };
        for nth in 0..count as i64 {
            let near = nth as f64 * pitch_m + 3.0;
            let pieces = ((room[1] - room[0]) / 105.0).ceil().max(1.0);
            let long = (room[1] - room[0]) / pieces;
            for piece in 0..pieces as i64 {
                let (from, to) = (room[0] + piece as f64 * long + 3.0, room[0] + (piece + 1) as f64 * long - 3.0);
                if to - from < 25.0 || dice.permille(40) {
                    continue;
                }
                let ring = if lies_east {
                    self.frame.rectangle([from, left[0] + near], [to, left[0] + near + 9.5])
                } else {
                    self.frame.rectangle([along[0] + near, from], [along[0] + near + 9.5, to])
                };
                land.layers.put(MapLayer::Landuse, "greenhouse", "", &ring);
            }
        }
    }
}
