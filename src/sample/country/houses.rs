//! Villages and towns: lanes in a lattice that is a little askew, yards in rows that face south, and in towns
//! streets with shops, blocks of flats, works at the edge.

use super::super::dice::Dice;
use super::super::maps::{MapLayer, Properties};
use super::land::Land;
use super::lines::{At, Frame, left, plus};
use super::noise::Noise;
use super::sites::{Rank, Site};
use std::cell::Cell;
use std::collections::BTreeSet;

/// How a settlement's lanes lie and where it ends.
struct Plan<'a> {
    site: &'a Site,
    frame: Frame,
    /// Metres from lane to lane, along and across.
    pitch_m: [f64; 2],
    /// Half its size, metres, along and across.
    reach_m: [f64; 2],
    noise: Noise,
    /// How many schools and the like, markets and works it has so far.
    institutions: Cell<usize>,
    markets: Cell<usize>,
    works: Cell<usize>,
}

impl<'a> Plan<'a> {
    fn new(site: &'a Site, frame: Frame, pitch_m: [f64; 2], reach_m: [f64; 2], noise: Noise) -> Self {
        let none = || Cell::new(0);
        Self { site, frame, pitch_m, reach_m, noise, institutions: none(), markets: none(), works: none() }
    }

    /// The name of the next of these that the town has, as far as there are any left.
    fn next_of(&self, count: &Cell<usize>, names: &[&str]) -> Option<String> {
        let name = names.get(count.replace(count.get() + 1))?;
        Some(format!("{}{name}", self.site.name))
    }

    /// How far from the middle of the settlement a place of its frame lies: below 1 inside.
    fn share(&self, along_m: f64, left_m: f64) -> f64 {
        let (u, v) = (along_m / self.reach_m[0], left_m / self.reach_m[1]);
        let at = [along_m, left_m];
        (u * u + v * v).sqrt() * (1.0 + 0.42 * self.noise.at(at, 0.7 * self.reach_m[0].min(self.reach_m[1])))
    }
}

/// A village has at least about so many houses.
const FEWEST_HOUSES: usize = 18;
/// How far from its middle a part of a village lies that found no room there, metres.
const BESIDE_M: f64 = 110.0;

/// Builds a settlement.
pub(super) fn build(site: &Site, dice: &mut Dice, land: &mut Land) {
    let noise = Noise(u64::from(dice.below(u32::MAX)));
    let frame = Frame { origin: site.at, along: site.along };
    let stretch = dice.between(75, 150) as f64 / 100.0;
    match site.rank {
        Rank::Village => {
            let half_m = (site.houses as f64 * 330.0 / 3.1).sqrt();
            let pitch_m = [dice.between(5, 8) as f64 * 15.0 + 8.0, 42.0];
            let reach_m = [half_m * stretch, half_m / stretch];
            let plan = Plan::new(site, frame, pitch_m, reach_m, noise);
            let before = land.layers.of(MapLayer::Buildings).len();
            lay_out(&plan, dice, land, |plan, dice, land, corner| yards(plan, dice, land, corner, 2));
            // where roads and brooks leave little room round the middle, it goes on beside it
            for [along, aside] in [[1.0, 0.3], [-1.0, -0.3], [0.3, 1.0], [-0.3, -1.0]] {
                if land.layers.of(MapLayer::Buildings).len() >= before + FEWEST_HOUSES {
                    break;
                }
                let frame = Frame { origin: frame.place(along * BESIDE_M, aside * BESIDE_M), ..frame };
                let part = Plan::new(site, frame, pitch_m, reach_m, noise);
                lay_out(&part, dice, land, |plan, dice, land, corner| yards(plan, dice, land, corner, 2));
            }
            village_green(&plan, dice, land);
        }
        Rank::Town => {
            let half_m = dice.between(620, 850) as f64;
            let reach_m = [half_m * stretch.sqrt(), half_m / stretch.sqrt()];
            let plan = Plan::new(site, frame, [138.0, 104.0], reach_m, noise);
            lay_out(&plan, dice, land, town_block);
            works(&plan, dice, land);
        }
    }
}

/// Fills the lattice's cells with `block`, which says whether it built anything there, and draws the lanes between
/// the cells that are built on.
fn lay_out(
    plan: &Plan,
    dice: &mut Dice,
    land: &mut Land,
    block: impl Fn(&Plan, &mut Dice, &mut Land, [f64; 2]) -> bool,
) {
    let count = [0, 1].map(|axis| (plan.reach_m[axis] * 1.5 / plan.pitch_m[axis]).ceil() as i64);
    let mut built: BTreeSet<(i64, i64)> = BTreeSet::new();
    for j in -count[0]..count[0] {
        for k in -count[1]..count[1] {
            let corner = [j as f64 * plan.pitch_m[0], k as f64 * plan.pitch_m[1]];
            let middle = [corner[0] + plan.pitch_m[0] / 2.0, corner[1] + plan.pitch_m[1] / 2.0];
            if plan.share(middle[0], middle[1]) < 1.0
                && land.inside(plan.frame.place(middle[0], middle[1]))
                && block(plan, dice, land, corner)
            {
                built.insert((k, j));
            }
        }
    }
    let built: Vec<(i64, i64)> = built.into_iter().collect();
    for row in built.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1) {
        let (first, last) = (row[0], row[row.len() - 1]);
        let corner = |j: i64, k: i64| [j as f64 * plan.pitch_m[0], k as f64 * plan.pitch_m[1]];
        let ring = plan.frame.rectangle(corner(first.1, first.0), corner(last.1 + 1, first.0 + 1));
        land.layers.put(MapLayer::Landuse, "residential", "", &ring);
    }
    let built: BTreeSet<(i64, i64)> = built.into_iter().map(|(k, j)| (j, k)).collect();
    lanes(plan, &built, land, 0);
    lanes(plan, &built, land, 1);
    for &(j, k) in &built {
        let corner = [j as f64 * plan.pitch_m[0], k as f64 * plan.pitch_m[1]];
        land.take_ring(&plan.frame.rectangle(
            [corner[0] - 14.0, corner[1] - 14.0],
            [corner[0] + plan.pitch_m[0] + 14.0, corner[1] + plan.pitch_m[1] + 14.0],
        ));
    }
}

/// The lanes along one axis, each from end to end of the built part.
fn lanes(plan: &Plan, built: &BTreeSet<(i64, i64)>, land: &mut Land, axis: usize) {
    let key = |line: i64, nth: i64| if axis == 0 { (nth, line) } else { (line, nth) };
    let (low, high) = built.iter().fold((0, 0), |(low, high), &(j, k)| (low.min(j).min(k), high.max(j).max(k)));
    for line in low..=high + 1 {
        let mut run: Vec<At> = Vec::new();
        for nth in low..=high + 2 {
            let node = |nth: i64| {
                let (j, k) = key(line, nth);
                plan.frame.place(j as f64 * plan.pitch_m[0], k as f64 * plan.pitch_m[1])
            };
            let beside = built.contains(&key(line, nth)) || built.contains(&key(line - 1, nth));
            if beside {
                if run.is_empty() {
                    run.push(node(nth));
                }
                run.push(node(nth + 1));
            } else if run.len() > 1 {
                let path = std::mem::take(&mut run);
                lane(plan, land, axis, line, &path);
            }
        }
    }
}

fn lane(plan: &Plan, land: &mut Land, axis: usize, line: i64, path: &[At]) {
    let town = plan.site.rank == Rank::Town;
    let name = match (town, axis, line) {
        (false, 0, 0) => "中街",
        (false, 0, 1) => "后街",
        (false, 0, -1) => "前街",
        (false, 1, 0) => "大街",
        (false, ..) => "",
        (true, 0, 0) => "人民路",
        (true, 1, 0) => "中心大街",
        (true, 0, 2) => "文化路",
        (true, 0, -2) => "兴镇路",
        (true, 1, 2) => "东环街",
        (true, 1, -2) => "西环街",
        (true, 0, 1) => "府前路",
        (true, 0, -1) => "集市路",
        (true, 1, 1) => "学府街",
        (true, 1, -1) => "建材街",
        (true, ..) => "",
    };
    let main = line == 0;
    let properties = Properties {
        class: if town && main { "secondary" } else { "minor" }.to_owned(),
        name: (!name.is_empty()).then(|| format!("{}{name}", plan.site.name)),
        service: u32::from(name.is_empty()),
        made: 1,
        ..Properties::default()
    };
    land.layers.put_with(MapLayer::Roads, properties, path);
}

/// Rows of yards, each with its house at the northern wall. Says whether there is one.
fn yards(plan: &Plan, dice: &mut Dice, land: &mut Land, corner: [f64; 2], rows: usize) -> bool {
    const YARD_M: f64 = 15.0;
    let depth_m = (plan.pitch_m[1] - 6.0) / rows as f64;
    let many = ((plan.pitch_m[0] - 6.0) / YARD_M) as usize;
    let mut any = false;
    for row in 0..rows {
        let south = corner[1] + 3.0 + row as f64 * depth_m;
        let mut nth = 0;
        while nth < many {
            // a gap, a yard alone, or some under one roof
            let (wide, empty) = match dice.below(100) {
                0..9 => (1, true),
                9..34 => (1, false),
                34..74 => (2.min(many - nth), false),
                _ => (3.min(many - nth), false),
            };
            let west = corner[0] + 3.0 + nth as f64 * YARD_M;
            nth += wide;
            let east = west + wide as f64 * YARD_M;
            let inside = plan.share((west + east) / 2.0, south) < 1.0;
            let corners = [[west, south], [east, south], [west, south + depth_m], [east, south + depth_m]];
            if empty || !inside || !corners.iter().all(|c| land.free(plan.frame.place(c[0], c[1]))) {
                continue;
            }
            any = true;
            let north = south + depth_m - dice.between(6, 20) as f64 / 10.0;
            let deep = dice.between(62, 86) as f64 / 10.0;
            let levels = if dice.permille(230) { 2 } else { 1 };
            let house = plan.frame.rectangle([west + 1.0, north - deep], [east - 1.0, north]);
            land.layers.build(levels, &house);
        }
    }
    any
}

/// What a town has in yards of their own, in the order in which it gets them.
const INSTITUTIONS: [&str; 6] = ["中心小学", "初级中学", "卫生院", "敬老院", "镇政府大院", "中心幼儿园"];
const MARKETS: [&str; 2] = ["集贸市场", "农资市场"];

/// A block of a town: shops and offices in the middle, then flats, yards at the edge.
fn town_block(plan: &Plan, dice: &mut Dice, land: &mut Land, corner: [f64; 2]) -> bool {
    let [wide, deep] = plan.pitch_m;
    let middle = [corner[0] + wide / 2.0, corner[1] + deep / 2.0];
    let share = plan.share(middle[0], middle[1]);
    let whole = [[9.0, 9.0], [wide - 9.0, 9.0], [9.0, deep - 9.0], [wide - 9.0, deep - 9.0], [wide / 2.0, deep / 2.0]];
    let free = whole.iter().all(|c| land.free(plan.frame.place(corner[0] + c[0], corner[1] + c[1])));
    if free && dice.permille(90) {
        let ring =
            plan.frame.rectangle([corner[0] + 8.0, corner[1] + 8.0], [corner[0] + wide - 8.0, corner[1] + deep - 8.0]);
        land.layers.put(MapLayer::Landuse, "park", "", &ring);
        return true;
    }
    if share > 0.62 || !free {
        return yards(plan, dice, land, corner, 4);
    }
    let yard = |name: Option<String>, class: &str, land: &mut Land| {
        let ring =
            plan.frame.rectangle([corner[0] + 6.0, corner[1] + 6.0], [corner[0] + wide - 6.0, corner[1] + deep - 6.0]);
        if let Some(name) = name {
            land.layers.put(MapLayer::Landuse, class, &name, &ring);
        }
    };
    let kind = dice.below(100);
    match kind {
        0..12 => yard(plan.next_of(&plan.institutions, &INSTITUTIONS), "institution", land),
        12..60 if share < 0.5 => {}
        _ => yard(plan.next_of(&plan.markets, &MARKETS), "market", land),
    }
    let mut house = |levels: i64, [a, b]: [f64; 2], [c, d]: [f64; 2]| {
        let ring = plan.frame.rectangle([corner[0] + a, corner[1] + b], [corner[0] + c, corner[1] + d]);
        land.layers.build(levels as u32, &ring);
    };
    match kind {
        // a school or an office: a house in a wide yard
        0..12 => {
            house(4, [28.0, 62.0], [108.0, 76.0]);
            house(3, [28.0, 24.0], [42.0, 54.0]);
        }
        // flats
        12..60 if share < 0.5 => {
            for row in 0..3 {
                let south = 16.0 + f64::from(row) * 28.0;
                house(dice.between(4, 6), [10.0, south], [64.0, south + 12.0]);
                house(dice.between(4, 6), [74.0, south], [128.0, south + 12.0]);
            }
        }
        // shops along the streets round a yard
        _ => {
            for part in 0..3 {
                let west = 8.0 + f64::from(part) * 41.0;
                house(dice.between(2, 3), [west, 7.0], [west + 39.0, 18.0]);
                house(dice.between(2, 3), [west, deep - 18.0], [west + 39.0, deep - 7.0]);
            }
            house(2, [8.0, 24.0], [19.0, deep - 24.0]);
            house(2, [wide - 19.0, 24.0], [wide - 8.0, deep - 24.0]);
            house(1, [46.0, 38.0], [92.0, 54.0]);
        }
    }
    true
}

/// The town's works: halls in wide yards on one side.
fn works(plan: &Plan, dice: &mut Dice, land: &mut Land) {
    let side = if dice.permille(500) { 1.0 } else { -1.0 };
    for (column, row) in (0..3).flat_map(|column| (0..3).map(move |row| (column, row))) {
        let corner = [side * (plan.reach_m[0] + 60.0 + f64::from(column) * 230.0), f64::from(row) * 190.0 - 240.0];
        let ring = plan.frame.rectangle(corner, [corner[0] + 205.0, corner[1] + 165.0]);
        if !ring.iter().all(|&at| land.free(at)) || dice.permille(200) {
            continue;
        }
        for hall in 0..dice.between(1, 3) {
            let west = corner[0] + 14.0 + hall as f64 * 62.0;
            let deep = dice.between(60, 130) as f64;
            land.layers
                .build(1, &plan.frame.rectangle([west, corner[1] + 15.0], [west + 50.0, corner[1] + 15.0 + deep]));
        }
        // one of them has a name and answers for all
        let name = plan.next_of(&plan.works, &["工业园"]).unwrap_or_default();
        land.layers.put(MapLayer::Landuse, "industrial", &name, &ring);
        land.take_ring(&ring);
    }
}

/// A pond and a grove beside the village, where there is room.
fn village_green(plan: &Plan, dice: &mut Dice, land: &mut Land) {
    for (class, chance, size_m) in [("pond", 420, 34.0), ("forest", 500, 48.0)] {
        let turn = [[1.0, 0.35], [-0.4, 1.0], [-1.0, -0.3], [0.3, -1.0]][dice.index(4)];
        let at = plan.frame.place(turn[0] * (plan.reach_m[0] * 1.1 + 40.0), turn[1] * (plan.reach_m[1] * 1.1 + 40.0));
        if !dice.permille(chance) || !land.free_around(at, 70.0) {
            continue;
        }
        let along = plan.site.along;
        let corner = |u: f64, v: f64| plus(plus(at, along, u * size_m), left(along), v * size_m * 0.8);
        let round =
            [[1.0, 0.2], [0.5, 0.9], [-0.4, 1.0], [-1.1, 0.3], [-0.8, -0.7], [0.2, -1.0], [0.9, -0.6], [1.0, 0.2]];
        let ring = super::lines::smooth_ring(&round.map(|[u, v]| corner(u, v)), 2);
        land.take_ring(&ring);
        let layer = if class == "pond" { MapLayer::Water } else { MapLayer::Landuse };
        land.layers.put(layer, class, "", &ring);
    }
}
