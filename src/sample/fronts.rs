//! The first cut of the ground: fronts that grow from many seeds at once, slow down at streets, water and
//! tracks, and so meet there. The result is a raster of small pieces, each in one part.

use super::dice::Dice;
use super::ground::{CELL_DM, Ground, OPEN, SIDE};

/// No piece: outside the county.
pub(super) const NOBODY: u32 = 0;
/// The most that one step of a front can cost, rounded up to a power of two.
const QUEUES: usize = 1024;

/// How many grids a cell is worth: the built-up town is cut finely, open country coarsely. Parts per ten million.
pub(super) fn worth(ground: &Ground, cell: usize) -> u32 {
    let built = f64::from(ground.built_permille(cell).min(900));
    // 2 grids per km² in open country, up to about 40 in the densest quarters
    (8_000.0 + 5_000.0 * built.sqrt()) as u32
}

/// Cuts the inside into pieces: fronts grow from the seeds, numbered from 1, at what each cell costs (see [`prices`]),
/// and never from one of the `bounds` into another.
pub(super) fn grow(seeds: &[usize], price: &[u16], bounds: Option<&[u32]>) -> Vec<u32> {
    let mut piece = vec![NOBODY; SIDE * SIDE];
    let mut reached = vec![u32::MAX; SIDE * SIDE];
    let mut queues: Vec<Vec<u32>> = vec![Vec::new(); QUEUES];
    for (index, &seed) in seeds.iter().enumerate() {
        piece[seed] = index as u32 + 1;
        reached[seed] = 0;
        queues[0].push(seed as u32);
    }
    let side = SIDE as isize;
    let steps =
        [(1, 10), (-1, 10), (side, 10), (-side, 10), (side + 1, 14), (side - 1, 14), (1 - side, 14), (-side - 1, 14)];
    let (mut now, mut idle) = (0_u32, 0);
    while idle <= QUEUES {
        let mut front = std::mem::take(&mut queues[now as usize % QUEUES]);
        idle = if front.is_empty() { idle + 1 } else { 0 };
        for &cell in &front {
            let cell = cell as usize;
            if reached[cell] != now {
                continue;
            }
            for (step, length) in steps {
                let next = cell.wrapping_add_signed(step);
                if price[next] == 0 || bounds.is_some_and(|bounds| bounds[next] != bounds[cell]) {
                    continue;
                }
                let cost = u32::from(price[next]);
                let then = now + cost * length / 10;
                if then < reached[next] {
                    reached[next] = then;
                    piece[next] = piece[cell];
                    queues[then as usize % QUEUES].push(next as u32);
                }
            }
        }
        front.clear();
        // a step costs at least 10, so that nothing new can have come into this queue
        queues[now as usize % QUEUES] = front;
        now += 1;
    }
    piece
}

/// What it costs a front to enter each cell, by what the cell is; 0 outside the county.
pub(super) fn prices(ground: &Ground, cost: &[u32; 11], dice: &mut Dice) -> Vec<u16> {
    let unevenness = Unevenness::new(dice);
    (0..SIDE * SIDE)
        .map(|cell| match ground.kind[cell] {
            _ if !ground.inside[cell] => 0,
            OPEN => (cost[0] + unevenness.at(cell)) as u16,
            kind => cost[kind as usize] as u16,
        })
        .collect()
}

/// Seeds at least so far apart that about three of them fall to one grid; the `first` are seeds in any case.
pub(super) fn sow(ground: &Ground, dice: &mut Dice, first: &[usize]) -> Vec<usize> {
    const BLOCK: usize = 2;
    let mut places = Vec::with_capacity(SIDE * SIDE / 4);
    for y in (BLOCK..SIDE - BLOCK).step_by(BLOCK) {
        for x in (BLOCK..SIDE - BLOCK).step_by(BLOCK) {
            let cell = (y + dice.index(BLOCK)) * SIDE + x + dice.index(BLOCK);
            if ground.inside[cell] && ground.kind[cell] <= 1 {
                places.push(cell);
            }
        }
    }
    dice.shuffle(&mut places);
    let mut taken = vec![false; SIDE * SIDE];
    let mut seeds = Vec::new();
    for (nth, cell) in first.iter().copied().chain(places).enumerate() {
        if nth >= first.len() && taken[cell] {
            continue;
        }
        seeds.push(cell);
        let per_km2 = f64::from(worth(ground, cell)) / 4_000.0;
        let apart = (650.0 / per_km2.sqrt()) as i64 / i64::from(CELL_DM / 10);
        let (x, y) = ((cell % SIDE) as i64, (cell / SIDE) as i64);
        for v in (y - apart).max(0)..=(y + apart).min(SIDE as i64 - 1) {
            for u in (x - apart).max(0)..=(x + apart).min(SIDE as i64 - 1) {
                if (u - x) * (u - x) + (v - y) * (v - y) <= apart * apart {
                    taken[v as usize * SIDE + u as usize] = true;
                }
            }
        }
    }
    seeds
}

/// Smooth unevenness of open ground at two scales: boundaries between fields are never straight.
struct Unevenness {
    wide: Vec<u8>,
    narrow: Vec<u8>,
}

impl Unevenness {
    const WIDE: usize = 32;
    const NARROW: usize = 9;

    fn new(dice: &mut Dice) -> Self {
        let mut lattice = |step: usize, most: u32| {
            let points = SIDE / step + 2;
            (0..points * points).map(|_| dice.below(most) as u8).collect()
        };
        Self { wide: lattice(Self::WIDE, 26), narrow: lattice(Self::NARROW, 16) }
    }

    fn at(&self, cell: usize) -> u32 {
        let (x, y) = (cell % SIDE, cell / SIDE);
        Self::between(&self.wide, Self::WIDE, x, y) + Self::between(&self.narrow, Self::NARROW, x, y)
    }

    fn between(lattice: &[u8], step: usize, x: usize, y: usize) -> u32 {
        let points = SIDE / step + 2;
        let at = y / step * points + x / step;
        let (u, v) = ((x % step) as u32, (y % step) as u32);
        let n = step as u32;
        let near = u32::from(lattice[at]) * (n - u) + u32::from(lattice[at + 1]) * u;
        let far = u32::from(lattice[at + points]) * (n - u) + u32::from(lattice[at + points + 1]) * u;
        (near * (n - v) + far * v) / (n * n)
    }
}

/// Makes every piece one part (by sides, not corners): parts cut off go to a neighbour, within their bounds.
pub(super) fn heal(piece: &mut [u32], pieces: u32, bounds: Option<&[u32]>) {
    let mut part = vec![0_u32; piece.len()];
    let mut largest = vec![(0_u32, 0_u32); pieces as usize + 1];
    let mut stack = Vec::new();
    let mut parts = 0;
    for start in 0..piece.len() {
        if part[start] != 0 || piece[start] == NOBODY {
            continue;
        }
        parts += 1;
        let mut size = 0;
        part[start] = parts;
        stack.push(start);
        while let Some(cell) = stack.pop() {
            size += 1;
            for next in [cell - 1, cell + 1, cell - SIDE, cell + SIDE] {
                if part[next] == 0 && piece[next] == piece[start] {
                    part[next] = parts;
                    stack.push(next);
                }
            }
        }
        let best = &mut largest[piece[start] as usize];
        *best = (*best).max((size, parts));
    }
    let mut loose: Vec<usize> = Vec::new();
    for cell in 0..piece.len() {
        if piece[cell] != NOBODY && largest[piece[cell] as usize].1 != part[cell] {
            loose.push(cell);
        }
    }
    loose.iter().for_each(|&cell| part[cell] = u32::MAX);
    while !loose.is_empty() {
        let before = loose.len();
        loose.retain(|&cell| {
            let heir = [cell - 1, cell + 1, cell - SIDE, cell + SIDE]
                .into_iter()
                .filter(|&next| bounds.is_none_or(|bounds| bounds[next] == bounds[cell]))
                .find(|&next| piece[next] != NOBODY && part[next] != u32::MAX);
            if let Some(next) = heir {
                piece[cell] = piece[next];
                part[cell] = part[next];
            }
            heir.is_none()
        });
        if loose.len() == before {
            // an island of loose cells with nobody beside it: it leaves the county
            loose.drain(..).for_each(|cell| piece[cell] = NOBODY);
        }
    }
}

/// Rounds off spurs and makes sure that no four pieces meet in one corner and no piece touches itself by a
/// corner only: every outline is then a simple ring. Every piece stays in one part.
pub(super) fn tidy(piece: &mut [u32], pieces: u32) {
    for _ in 0..2 {
        round_off(piece);
    }
    for _ in 0..12 {
        heal(piece, pieces, None);
        if part_corners(piece) == 0 {
            return;
        }
    }
}

fn round_off(piece: &mut [u32]) {
    for y in 1..SIDE - 1 {
        for x in 1..SIDE - 1 {
            let cell = y * SIDE + x;
            let own = piece[cell];
            let around = [cell - 1, cell + 1, cell - SIDE, cell + SIDE];
            if own == NOBODY || around.iter().filter(|&&next| piece[next] == own).count() > 1 {
                continue;
            }
            let best = around
                .iter()
                .map(|&next| piece[next])
                .filter(|&other| other != NOBODY)
                .max_by_key(|&other| (around.iter().filter(|&&next| piece[next] == other).count(), other));
            if let Some(other) = best {
                piece[cell] = other;
            }
        }
    }
}

/// Mends the corners in which four boundaries meet; says how many there were.
fn part_corners(piece: &mut [u32]) -> usize {
    let mut found = 0;
    for y in 0..SIDE - 1 {
        for x in 0..SIDE - 1 {
            let cell = y * SIDE + x;
            let (a, b, c, d) = (piece[cell], piece[cell + 1], piece[cell + SIDE], piece[cell + SIDE + 1]);
            if a == b || b == d || d == c || c == a {
                continue;
            }
            found += 1;
            let [from, to] =
                [[a, b], [b, d], [d, c], [c, a]].into_iter().find(|p| !p.contains(&NOBODY)).unwrap_or([b, a]);
            let at = [cell, cell + 1, cell + SIDE, cell + SIDE + 1];
            // the giver's cell takes the neighbour's number, or an outer cell the inner's
            if let Some(&change) = at.iter().find(|&&cell| piece[cell] == from && from != to) {
                piece[change] = to;
            }
        }
    }
    found
}
