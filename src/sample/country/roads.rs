//! Roads: county roads between towns, the seat's gates and the neighbours; village roads to the nearest of them.
//! Each finds the easiest way over the land and uses what is there already, so that they make one net.

use super::super::maps::{MapLayer, Properties};
use super::coarse::{self, N};
use super::flow::{BROOK_CELLS, Flow, RIVER_CELLS};
use super::land::Land;
use super::lines::{self, At, distance_m, plus};
use super::names;
use super::relief::Relief;
use super::seat::{self, Gate};
use super::sites::{Rank, Site};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Classes of roads by their rank.
pub(super) const CLASSES: [&str; 4] = ["path", "minor", "secondary", "primary"];

/// A stretch of road from one cell to the next: its rank, and the road that it was laid for.
#[derive(Clone, Copy)]
struct Step {
    rank: u8,
    road: usize,
}

/// The net while it grows.
pub(super) struct Net<'a> {
    relief: &'a Relief,
    flow: &'a Flow,
    /// Whether roads may pass a cell.
    open: Vec<bool>,
    /// The steps between cells, the lower number first.
    steps: BTreeMap<(u32, u32), Step>,
    on_road: Vec<bool>,
    names: Vec<String>,
    /// Cells whose point is given.
    fixed: BTreeMap<u32, At>,
    way: Way,
}

/// What a search for a way needs again and again.
struct Way {
    cost: Vec<u32>,
    from: Vec<u32>,
    search: Vec<u32>,
    searches: u32,
}

impl<'a> Net<'a> {
    pub(super) fn new(relief: &'a Relief, flow: &'a Flow, land: &Land) -> Self {
        let open = (0..N * N).map(|cell| {
            let at = coarse::middle(cell);
            land.inside(at)
                && !flow.reservoir.contains(&cell)
                && seat::reach(at) > 1.0
                && !(land.is_water(at) && flow.gathered[cell] < BROOK_CELLS)
        });
        let way = Way { cost: vec![0; N * N], from: vec![0; N * N], search: vec![0; N * N], searches: 0 };
        Self {
            relief,
            flow,
            open: open.collect(),
            steps: BTreeMap::new(),
            on_road: vec![false; N * N],
            names: Vec::new(),
            fixed: BTreeMap::new(),
            way,
        }
    }

    /// Lays all roads of the settlements, and the seat's gates.
    pub(super) fn lay(&mut self, sites: &[Site], gates: &[Gate], land: &mut Land) {
        for site in sites {
            let cell = coarse::cell(site.at) as u32;
            self.fixed.insert(cell, site.at);
            self.open[cell as usize] = true;
        }
        let outside: Vec<(At, u8)> = gates.iter().map(|gate| (self.step_out(gate, land), gate.rank)).collect();
        let towns: Vec<&Site> = sites.iter().filter(|site| site.rank == Rank::Town).collect();
        self.lay_county_roads(&towns, &outside);
        self.lay_to_neighbours(&towns, land);
        let mut villages: Vec<&Site> = sites.iter().filter(|site| site.rank == Rank::Village).collect();
        villages.sort_by(|a, b| seat::reach(a.at).total_cmp(&seat::reach(b.at)));
        for village in &villages {
            let road = self.name(format!("{}路", village.name));
            let start = coarse::cell(village.at);
            if !self.on_road[start] {
                let way = self.find(start, |net, cell| net.on_road[cell]);
                self.mark(&way, 1, road);
            }
        }
        // most villages have a second way out: to their neighbour
        for (nth, village) in villages.iter().enumerate().filter(|(nth, _)| nth % 5 != 0) {
            let others = villages.iter().enumerate().filter(|(other, _)| *other != nth);
            let nearest =
                others.min_by(|a, b| distance_m(a.1.at, village.at).total_cmp(&distance_m(b.1.at, village.at)));
            if let Some((_, neighbour)) = nearest {
                let road = self.name(String::new());
                let goal = coarse::cell(neighbour.at);
                let way = self.find(coarse::cell(village.at), |_, cell| cell == goal);
                self.mark(&way, 1, road);
            }
        }
    }

    fn name(&mut self, name: String) -> usize {
        self.names.push(name);
        self.names.len() - 1
    }

    /// The first open place outside the seat behind a gate; the road from the gate to there is drawn.
    fn step_out(&mut self, gate: &Gate, land: &mut Land) -> At {
        let out = seat::outward(gate.at);
        let place =
            (1..40).map(|nth| plus(gate.at, out, f64::from(nth) * 50.0)).find(|&at| self.open[coarse::cell(at)]);
        let place = place.unwrap_or(gate.at);
        let cell = coarse::cell(place) as u32;
        let place = *self.fixed.entry(cell).or_insert(place);
        land.layers.put(MapLayer::Roads, CLASSES[usize::from(gate.rank)], "", &[gate.at, place]);
        land.block_line(&[gate.at, place], 22.0);
        place
    }

    /// Towns are joined with each other and with the gates where no third is nearer to both; all gates lead somewhere.
    fn lay_county_roads(&mut self, towns: &[&Site], gates: &[(At, u8)]) {
        let mut places: Vec<(At, &str)> = towns.iter().map(|town| (town.at, town.name.as_str())).collect();
        places.extend(gates.iter().map(|gate| (gate.0, "澄岚")));
        let mut links = Vec::new();
        for one in 0..places.len() {
            for other in one + 1..places.len() {
                let both_gates = one >= towns.len();
                let far = distance_m(places[one].0, places[other].0);
                let nearer = |third: &(At, &str)| {
                    let (a, b) = (distance_m(third.0, places[one].0), distance_m(third.0, places[other].0));
                    a > 0.0 && b > 0.0 && a.max(b) < far * 0.97
                };
                if !both_gates && !places.iter().any(nearer) {
                    links.push((one, other));
                }
            }
        }
        for gate in towns.len()..places.len() {
            if !links.iter().any(|link| link.1 == gate) {
                let far = |town: &usize| distance_m(places[*town].0, places[gate].0);
                links.extend((0..towns.len()).min_by(|a, b| far(a).total_cmp(&far(b))).map(|town| (town, gate)));
            }
        }
        links.sort_by_key(|link| Reverse(link.1));
        for (one, other) in links {
            let rank = if other >= towns.len() { gates[other - towns.len()].1 } else { 2 };
            let road = self.name(names::county_road(places[one].1, places[other].1));
            let goal = coarse::cell(places[other].0);
            let way = self.find(coarse::cell(places[one].0), |_, cell| cell == goal);
            self.mark(&way, rank, road);
        }
    }

    /// Towns near the border have a road that leaves the county there.
    fn lay_to_neighbours(&mut self, towns: &[&Site], land: &Land) {
        for town in towns {
            let out = seat::outward(town.at);
            let end =
                (1..200).map(|nth| plus(town.at, out, f64::from(nth) * 100.0)).take_while(|&at| land.inside(at)).last();
            if let Some(end) = end.filter(|&end| distance_m(end, town.at) < 13_000.0 && self.open[coarse::cell(end)]) {
                let road = self.name(names::county_road(&town.name, names::NEIGHBOUR));
                let goal = coarse::cell(end);
                let way = self.find(coarse::cell(town.at), |_, cell| cell == goal);
                self.mark(&way, 2, road);
            }
        }
    }

    /// The easiest way from a cell to one that is a goal, the goal first; nothing where there is none.
    fn find(&mut self, start: usize, is_goal: impl Fn(&Self, usize) -> bool) -> Vec<u32> {
        self.way.searches += 1;
        let search = self.way.searches;
        self.way.search[start] = search;
        self.way.cost[start] = 0;
        self.way.from[start] = start as u32;
        let mut front = BinaryHeap::from([Reverse((0_u32, start as u32))]);
        while let Some(Reverse((cost, cell))) = front.pop() {
            let here = cell as usize;
            if cost > self.way.cost[here] {
                continue;
            }
            if here != start && is_goal(self, here) {
                let mut way = vec![cell];
                while let Some(&last) = way.last()
                    && last as usize != start
                {
                    way.push(self.way.from[last as usize]);
                }
                return way;
            }
            for (beside, length) in coarse::around(here) {
                if !self.open[beside] {
                    continue;
                }
                let next = cost + length * self.toil(here, beside);
                if self.way.search[beside] != search || next < self.way.cost[beside] {
                    self.way.search[beside] = search;
                    self.way.cost[beside] = next;
                    self.way.from[beside] = cell;
                    front.push(Reverse((next, beside as u32)));
                }
            }
        }
        Vec::new()
    }

    /// How hard a step is: little on a road, more uphill and over water.
    fn toil(&self, from: usize, to: usize) -> u32 {
        if self.on_road[to] && self.on_road[from] {
            return 4;
        }
        let rise_cm = self.relief.height_cm[from].abs_diff(self.relief.height_cm[to]);
        let water = match self.flow.gathered[to] {
            RIVER_CELLS.. => 90,
            BROOK_CELLS.. => 20,
            _ => 0,
        };
        10 + (rise_cm / 25).min(60) + water + (self.relief.noise.at(coarse::middle(to), 900.0) * 3.0 + 3.0) as u32
    }

    fn mark(&mut self, way: &[u32], rank: u8, road: usize) {
        for pair in way.windows(2) {
            let step = self.steps.entry((pair[0].min(pair[1]), pair[0].max(pair[1]))).or_insert(Step { rank, road });
            if step.rank < rank {
                *step = Step { rank, road };
            }
        }
        way.iter().for_each(|&cell| self.on_road[cell as usize] = true);
    }

    /// Draws the net: each stretch from meeting to meeting as one fair line.
    pub(super) fn draw(&self, land: &mut Land) -> Vec<(u8, Vec<At>)> {
        let mut beside: BTreeMap<u32, Vec<(u32, Step)>> = BTreeMap::new();
        for (&(a, b), &step) in &self.steps {
            beside.entry(a).or_default().push((b, step));
            beside.entry(b).or_default().push((a, step));
        }
        let is_end = |cell: u32| {
            let arms = &beside[&cell];
            self.fixed.contains_key(&cell) || arms.len() != 2 || arms[0].1.rank != arms[1].1.rank
        };
        let mut drawn = Vec::new();
        for (&start, arms) in beside.iter().filter(|(cell, _)| is_end(**cell)) {
            for &(first, step) in arms {
                let (mut run, mut last, mut here) = (vec![start, first], start, first);
                while !is_end(here) {
                    let Some(&(next, _)) = beside[&here].iter().find(|arm| arm.0 != last) else { break };
                    (last, here) = (here, next);
                    run.push(here);
                }
                // each is walked from both ends: once is enough
                if (start, first) <= (here, last) {
                    drawn.push(self.draw_run(land, &run, step));
                }
            }
        }
        drawn
    }

    fn draw_run(&self, land: &mut Land, run: &[u32], step: Step) -> (u8, Vec<At>) {
        let points: Vec<At> = run.iter().map(|cell| self.point(*cell)).collect();
        let path = lines::thin(&lines::smooth(&lines::thin(&points, 75.0), 3), 1.5);
        let properties = Properties {
            class: CLASSES[usize::from(step.rank)].to_owned(),
            name: Some(self.names[step.road].clone()).filter(|name| !name.is_empty()),
            made: 1,
            ..Properties::default()
        };
        land.layers.put_with(MapLayer::Roads, properties, &path);
        land.block_line(&path, [8.0, 15.0, 20.0, 26.0][usize::from(step.rank)]);
        (step.rank, path)
    }

    /// Where a road passes a cell.
    fn point(&self, cell: u32) -> At {
        self.fixed.get(&cell).copied().unwrap_or_else(|| {
            let at = coarse::middle(cell as usize);
            plus(at, [self.relief.noise.at(at, 270.0), self.relief.noise.at([at[1], -at[0]], 270.0)], 30.0)
        })
    }
}
