//! Where water runs: rivers and brooks that follow the fall of the land, and a reservoir behind its dam.

use super::super::maps::MapLayer;
use super::coarse::{self, N};
use super::land::Land;
use super::lines::{self, At, between, direction, distance_m, left, plus};
use super::names;
use super::relief::Relief;
use super::seat;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Nowhere.
const NONE: u32 = u32::MAX;
/// Cells (of a hectare) whose water makes a brook.
pub(super) const BROOK_CELLS: u32 = 380;
/// Cells whose water makes a river that is drawn with its width.
pub(super) const RIVER_CELLS: u32 = 2_600;
/// What the main river brings along from above the county, cells.
const FROM_ABOVE: u32 = 9_000;
/// The reservoir's surface, cells.
const RESERVOIR_CELLS: usize = 470;

/// How water flows over the coarse cells.
pub(super) struct Flow {
    /// The next cell downstream.
    next: Vec<u32>,
    /// How many cells drain through each.
    pub(super) gathered: Vec<u32>,
    /// The height of the land, or of the water that must stand there to flow on.
    level_cm: Vec<i32>,
    /// Every cell after the one it drains to.
    order: Vec<u32>,
    /// The name of each cell's river; 0 for none.
    name: Vec<u16>,
    /// The reservoir's cells and the cell of its dam.
    pub(super) reservoir: BTreeSet<usize>,
    pub(super) dam: usize,
}

impl Flow {
    /// All water leaves where the main river does: each cell drains to the one by which a flood from there would
    /// first reach it (Wang and Liu's priority flood).
    pub(super) fn new(relief: &Relief) -> Self {
        let outlet = relief.valley.last().map_or(0, |&at| coarse::cell(at));
        let source = relief.valley.first().map_or(0, |&at| coarse::cell(at));
        let height = &relief.height_cm;
        let (mut next, mut level_cm) = (vec![NONE; N * N], height.clone());
        let mut order = Vec::with_capacity(N * N);
        let mut shore = BinaryHeap::from([Reverse((height[outlet], outlet))]);
        next[outlet] = outlet as u32;
        while let Some(Reverse((level, cell))) = shore.pop() {
            order.push(cell as u32);
            for (beside, _) in coarse::around(cell) {
                if next[beside] == NONE {
                    next[beside] = cell as u32;
                    level_cm[beside] = height[beside].max(level);
                    shore.push(Reverse((level_cm[beside], beside)));
                }
            }
        }
        let mut gathered = vec![1_u32; N * N];
        gathered[source] += FROM_ABOVE;
        for &cell in order.iter().skip(1).rev() {
            gathered[next[cell as usize] as usize] += gathered[cell as usize];
        }
        let mut flow =
            Self { next, gathered, level_cm, order, name: Vec::new(), reservoir: BTreeSet::new(), dam: outlet };
        flow.name_rivers();
        flow.dam_up(relief);
        flow
    }

    /// Each river keeps its name up to where its larger arm comes from.
    fn name_rivers(&mut self) {
        let mut main_arm: Vec<(u32, u32)> = vec![(0, NONE); N * N];
        for &cell in self.order.iter().skip(1) {
            let arm = &mut main_arm[self.next[cell as usize] as usize];
            *arm = (*arm).max((self.gathered[cell as usize], cell));
        }
        self.name = vec![0; N * N];
        let mut named = 0;
        for (nth, &cell) in self.order.iter().enumerate() {
            let (cell, below) = (cell as usize, self.next[cell as usize] as usize);
            self.name[cell] = if nth > 0 && main_arm[below].1 == cell as u32 {
                self.name[below]
            } else if self.gathered[cell] >= RIVER_CELLS * 3 / 4 {
                named += 1;
                named
            } else {
                0
            };
        }
    }

    fn name_of(&self, cell: usize) -> &'static str {
        names::RIVERS.get(usize::from(self.name[cell]).wrapping_sub(1)).copied().unwrap_or("")
    }

    /// Chooses the dam in a valley of the hills where it holds most water within the county, and fills the valley
    /// behind it.
    fn dam_up(&mut self, relief: &Relief) {
        const TRIED: usize = 160;
        let within = coarse::within(&relief.outline, 5);
        let fits = |cell: usize| {
            let at = coarse::middle(cell);
            within[cell]
                && relief.hilly[cell] > 0.12
                && (2_200..16_000).contains(&self.gathered[cell])
                && seat::reach(at) > 1.7
                && (5_500.0..17_000.0).contains(&at[1])
        };
        let mut dams: Vec<usize> = (0..N * N).filter(|&cell| fits(cell)).collect();
        dams.sort_by_key(|&cell| (Reverse(self.gathered[cell]), cell));
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); N * N];
        for &cell in self.order.iter().skip(1) {
            above[self.next[cell as usize] as usize].push(cell);
        }
        let step = (dams.len() / TRIED).max(1);
        let lakes = dams.iter().step_by(step).map(|&dam| coarse::body(&self.flood(dam, &above, &within)));
        let Some(lake) = lakes.max_by_key(|lake| lake.len()) else { return };
        // the water leaves where most of it comes together
        let Some(&dam) = lake.iter().max_by_key(|&&cell| self.gathered[cell]) else { return };
        (self.reservoir, self.dam) = (lake, dam);
    }

    /// What lies lowest above a dam, up to the reservoir's size.
    fn flood(&self, dam: usize, above: &[Vec<u32>], within: &[bool]) -> BTreeSet<usize> {
        let mut wet = BTreeSet::new();
        let mut shore = BinaryHeap::from([Reverse((self.level_cm[dam], dam))]);
        while let Some(Reverse((_, cell))) = shore.pop() {
            wet.insert(cell);
            if wet.len() >= RESERVOIR_CELLS {
                break;
            }
            let dry = above[cell].iter().map(|&cell| cell as usize).filter(|&cell| within[cell]);
            shore.extend(dry.map(|cell| Reverse((self.level_cm[cell], cell))));
        }
        wet
    }

    /// How wide a river is that drains so many cells, metres.
    fn width_m(cells: u32) -> f64 {
        f64::from(cells).sqrt() * 0.34
    }

    /// The way of the water from a cell, so many cells on.
    pub(super) fn downstream(&self, cell: usize, cells: usize) -> Vec<At> {
        let mut path = vec![coarse::middle(cell)];
        let mut here = cell;
        for _ in 0..cells {
            here = self.next[here] as usize;
            path.push(coarse::middle(here));
        }
        path
    }

    /// Draws all water into the layers.
    pub(super) fn draw(&self, relief: &Relief, land: &mut Land) {
        self.draw_reservoir(relief, land);
        let mut arms = vec![0_u8; N * N];
        let wet = |cell: usize| self.gathered[cell] >= BROOK_CELLS;
        for &cell in self.order.iter().skip(1).filter(|&&cell| wet(cell as usize)) {
            arms[self.next[cell as usize] as usize] += 1;
        }
        for &start in self.order.iter().rev().filter(|&&cell| wet(cell as usize) && arms[cell as usize] != 1) {
            let (mut here, mut run) = (start as usize, vec![start as usize]);
            loop {
                let below = self.next[here] as usize;
                if below == here {
                    break;
                }
                run.push(below);
                here = below;
                if arms[here] != 1 || self.name[here] != self.name[run[0]] && self.name[run[0]] > 0 {
                    break;
                }
            }
            self.draw_run(relief, land, &run);
        }
    }

    /// One stretch of a river between two meetings, its parts outside the seat and other water.
    fn draw_run(&self, relief: &Relief, land: &mut Land, run: &[usize]) {
        let cells = self.gathered[run[run.len() / 2]];
        let width_m = Self::width_m(cells);
        let points: Vec<At> = run.iter().map(|&cell| self.bed(relief, cell)).collect();
        let path = lines::steps(&lines::smooth(&lines::thin(&points, 55.0), 3), 22.0);
        let path = meander(relief, &path, width_m);
        let widths: Vec<f64> = path.iter().map(|&at| width_m * (1.0 + 0.22 * relief.noise.at(at, 420.0))).collect();
        let dry: Vec<bool> =
            path.iter().map(|&at| land.inside(at) && !land.is_water(at) && seat::reach(at) > 0.985).collect();
        let mut from = 0;
        while let Some(start) = (from..path.len()).find(|&nth| dry[nth]) {
            let end = (start..path.len()).find(|&nth| !dry[nth]).unwrap_or(path.len());
            // a little into the water on both sides, so that nothing parts them
            let part = start.saturating_sub(2)..(end + 2).min(path.len());
            let (line, widths) = (&path[part.clone()], &widths[part]);
            from = end;
            if line.len() < 3 {
                continue;
            }
            let class = if cells >= RIVER_CELLS { "river" } else { "stream" };
            let name = self.name_of(run[0]);
            land.layers.put(MapLayer::Waterways, class, name, &lines::thin(line, 2.0));
            if cells >= RIVER_CELLS {
                for ring in lines::ribbons(line, widths) {
                    land.layers.put(MapLayer::Water, "river", name, &ring);
                }
            }
            land.later.push((line.to_vec(), (width_m / 2.0 + 9.0).max(14.0)));
        }
    }

    /// Where the water runs within a cell.
    fn bed(&self, relief: &Relief, cell: usize) -> At {
        let at = coarse::middle(cell);
        plus(at, [relief.noise.at(at, 310.0), relief.noise.at([at[1], at[0]], 310.0)], 45.0)
    }

    fn draw_reservoir(&self, relief: &Relief, land: &mut Land) {
        let rings = coarse::outlines(|cell| self.reservoir.contains(&cell));
        for ring in rings.iter().filter(|ring| ring.len() > 40) {
            let ring = lines::thin(&lines::ragged_ring(ring, &relief.noise, 46.0), 5.0);
            land.block_ring(&ring);
            land.layers.put(MapLayer::Water, "reservoir", names::RESERVOIR, &ring);
        }
        let below = coarse::middle(self.downstream_cell(self.dam, 3));
        let heading = direction(coarse::middle(self.dam), below);
        let middle = plus(coarse::middle(self.dam), heading, 70.0);
        let crest = [plus(middle, left(heading), -340.0), plus(middle, left(heading), 340.0)];
        let foot = lines::ribbons(&lines::steps(&crest, 700.0), &[64.0, 64.0]);
        foot.iter().for_each(|ring| land.layers.put(MapLayer::Landuse, "dam", names::DAM, ring));
        land.layers.put(MapLayer::Roads, "minor", names::DAM_ROAD, &crest);
        land.block_line(&crest, 40.0);
    }

    fn downstream_cell(&self, cell: usize, cells: usize) -> usize {
        (0..cells).fold(cell, |here, _| self.next[here] as usize)
    }
}

/// Bends that swing wider the wider the river is; the ends stay.
fn meander(relief: &Relief, path: &[At], width_m: f64) -> Vec<At> {
    let wave_m = (11.0 * width_m).max(180.0);
    let swing_m = (2.4 * width_m).clamp(22.0, 240.0);
    let last = path.len().saturating_sub(1);
    let length_m = path.windows(2).map(|pair| distance_m(pair[0], pair[1])).sum::<f64>();
    let calm = |nth: usize| (nth.min(last - nth) as f64 * length_m / last.max(1) as f64 / (wave_m * 0.7)).min(1.0);
    let swung = lines::beside(path, |nth| swing_m * calm(nth) * relief.noise.at(path[nth], wave_m * 0.5));
    lines::smooth(&lines::thin(&swung, 3.0), 1)
}

/// A canal from the dam along the valley's side into the plain, metres beside the river.
pub(super) fn canal(flow: &Flow) -> Vec<At> {
    const BESIDE_M: f64 = 750.0;
    let river = flow.downstream(flow.dam, 150);
    let knots: Vec<At> = river.iter().step_by(14).copied().collect();
    let path = lines::smooth(&lines::beside(&lines::smooth(&knots, 2), |_| BESIDE_M), 2);
    let start = river.get(2).copied().unwrap_or(knots[0]);
    let mut canal = vec![start];
    canal.extend(
        path.into_iter().skip(5).take_while(|&at| seat::reach(at) > 1.15 && at.iter().all(|v| v.abs() < 22_000.0)),
    );
    let bend = canal.get(1).copied().unwrap_or(start);
    canal.insert(1, between(start, bend, 0.5));
    canal
}
