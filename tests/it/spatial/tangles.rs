//! Rings with every fault at once: bow ties, spikes, repeated corners, holes that touch and cross, parts that share
//! an edge, and all of it shaken by a centimetre. What comes out is valid and covers what the rings go around.

use geo::{Area, Coord, MultiPolygon};
use zonglan::spatial::repair::repair_rings;
use zonglan::spatial::{LonLat, PreparedPolygon, repair};

use super::Dice;

type Ring = Vec<(f64, f64)>;

/// How far corners are shaken, degrees: a centimetre.
const SHAKEN_DEG: f64 = 1e-7;

/// A star around a place, with this many corners.
fn star(dice: &mut Dice, (x, y): (f64, f64), radius_deg: f64, corners: usize) -> Ring {
    let corner = |at: usize| {
        let turn = std::f64::consts::TAU * at as f64 / corners as f64;
        let radius_deg = radius_deg * dice.between(0.4, 1.0);
        (x + radius_deg * turn.cos(), y + radius_deg * turn.sin())
    };
    (0..corners).map(corner).collect()
}

fn shaken(dice: &mut Dice, (x, y): (f64, f64)) -> (f64, f64) {
    (x + dice.between(-SHAKEN_DEG, SHAKEN_DEG), y + dice.between(-SHAKEN_DEG, SHAKEN_DEG))
}

/// Does one thing to a ring that no ring should have.
fn spoil(dice: &mut Dice, ring: &mut Ring) {
    let at = dice.below(ring.len());
    let next = (at + 1) % ring.len();
    let (here, there) = (ring[at], ring[next]);
    let between = |share: f64| (here.0 + (there.0 - here.0) * share, here.1 + (there.1 - here.1) * share);
    match dice.below(8) {
        0 => ring.swap(at, next),
        1 => {
            let other = dice.below(ring.len());
            ring.swap(at, other);
        }
        2 => {
            let tip = (here.0 + dice.between(-0.02, 0.02), here.1 + dice.between(-0.02, 0.02));
            ring.splice(at..at, [here, tip]);
        }
        3 => ring.insert(at, here),
        4 => {
            let twin = shaken(dice, here);
            ring.insert(at, twin);
        }
        // Back along the edge, and a corner that stands on another edge.
        5 => ring.splice(next..next, [between(0.7), between(0.3)]).for_each(drop),
        6 => {
            let other = dice.below(ring.len());
            ring.insert(other, between(0.5));
        }
        // A walk that comes back to where it was.
        _ => {
            let (a, b) = (shaken(dice, between(0.4)), shaken(dice, between(0.6)));
            ring.splice(next..next, [a, b, a]);
        }
    }
}

/// Holes in an outline: inside, touching it or each other, across it, outside.
fn holes(dice: &mut Dice, outer: &Ring, (x, y): (f64, f64), radius_deg: f64) -> Vec<Ring> {
    let mut holes = Vec::new();
    for _ in 0..dice.below(4) {
        let away = |dice: &mut Dice| dice.between(-0.7, 0.7) * radius_deg;
        let at = (x + away(dice), y + away(dice));
        let (size, corners) = (radius_deg * dice.between(0.05, 0.5), 3 + dice.below(6));
        let mut hole = star(dice, at, size, corners);
        match dice.below(4) {
            // With a corner on the outline, to the last digit or nearly.
            0 => hole[0] = outer[dice.below(outer.len())],
            1 => {
                let corner = outer[dice.below(outer.len())];
                hole[0] = shaken(dice, corner);
            }
            2 => {
                let place = dice.below(outer.len());
                let (a, b) = (outer[place], outer[(place + 1) % outer.len()]);
                hole.splice(0..1, [a, b]);
            }
            _ => {}
        }
        for _ in 0..dice.below(2) {
            spoil(dice, &mut hole);
        }
        holes.push(hole);
    }
    holes
}

/// Polygons of which nothing can be relied on.
fn spoilt(dice: &mut Dice) -> Vec<Vec<Ring>> {
    let mut parts: Vec<Vec<Ring>> = Vec::new();
    for _ in 0..1 + dice.below(3) {
        let at = (dice.between(118.0, 118.1), dice.between(36.0, 36.1));
        let (radius_deg, corners) = (dice.between(0.01, 0.06), 4 + dice.below(12));
        let mut outer = star(dice, at, radius_deg, corners);
        if let Some(before) = parts.last()
            && dice.below(2) == 0
        {
            let place = dice.below(before[0].len());
            let edge = [before[0][(place + 1) % before[0].len()], before[0][place]];
            outer.splice(0..2, edge);
        }
        for _ in 0..dice.below(4) {
            spoil(dice, &mut outer);
        }
        let holes = holes(dice, &outer, at, radius_deg);
        parts.push([vec![outer], holes].concat());
    }
    if dice.below(2) == 0 {
        let corners = parts.iter_mut().flatten().flatten();
        corners.for_each(|at| *at = shaken(dice, *at));
    }
    if dice.below(2) == 0 {
        let round = |deg: f64| (deg * 1e7).round() / 1e7;
        parts.iter_mut().flatten().flatten().for_each(|at| *at = (round(at.0), round(at.1)));
    }
    parts
}

fn raw(parts: &[Vec<Ring>]) -> Vec<Vec<Vec<Coord<f64>>>> {
    let ring = |ring: &Ring| ring.iter().map(|&(x, y)| Coord { x, y }).collect();
    parts.iter().map(|rings| rings.iter().map(ring).collect()).collect()
}

/// How often a ring goes around a point, counted edge by edge; none where it passes within a metre or so.
fn windings(ring: &Ring, (x, y): (f64, f64)) -> Option<i32> {
    const NEAR_DEG: f64 = 1e-5;
    let mut around = 0;
    for (at, &(ax, ay)) in ring.iter().enumerate() {
        let (bx, by) = ring[(at + 1) % ring.len()];
        let (dx, dy) = (bx - ax, by - ay);
        let share = (((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        if (x - ax - share * dx).hypot(y - ay - share * dy) < NEAR_DEG {
            return None;
        }
        if (ay > y) != (by > y) && x < ax + (y - ay) / dy * dx {
            around += if by > ay { 1 } else { -1 };
        }
    }
    Some(around)
}

/// Whether the parts cover a point: an outer ring goes around it and none of its holes; none near an edge.
fn covered(parts: &[Vec<Ring>], at: (f64, f64)) -> Option<bool> {
    let mut any = false;
    for rings in parts {
        let around: Vec<i32> = rings.iter().map(|ring| windings(ring, at)).collect::<Option<_>>()?;
        any |= around[0] != 0 && around[1..].iter().all(|turns| *turns == 0);
    }
    Some(any)
}

/// Valid for us: a second repair finds nothing at all to do.
fn assert_valid(area: &MultiPolygon<f64>, from: &[Vec<Ring>], seed: u64) {
    let (again, done) = repair(area.clone());
    assert!(done.is_empty(), "{seed}: {done:?}\nof {area:?}\nfrom {from:?}");
    assert_eq!(&again, area, "{seed}");
}

#[test]
fn rings_with_every_fault_at_once() {
    let mut counted = 0;
    for seed in 0..6_000 {
        let mut dice = Dice::new(seed);
        let parts = spoilt(&mut dice);
        let (area, _) = repair_rings(raw(&parts));
        assert_valid(&area, &parts, seed);
        let prepared = PreparedPolygon::new(&area);
        for _ in 0..40 {
            let at = (dice.between(117.95, 118.15), dice.between(35.95, 36.15));
            let Some(expected) = covered(&parts, at) else { continue };
            counted += u32::from(expected);
            assert_eq!(prepared.covers(LonLat::new(at.0, at.1)), expected, "{seed}: {at:?} of {parts:?}");
        }
    }
    assert!(counted > 10_000, "{counted} points lay inside: what is tried is not nothing");
}

#[test]
fn corners_that_nearly_coincide_do_not_tangle_what_was_cut() {
    // Pairs of corners a tenth of a millimetre apart and less, where edges cross.
    for seed in 0..3_000 {
        let mut dice = Dice::new(90_000 + seed);
        let apart = [3e-10, 8e-10, 2e-9, 1e-8][dice.below(4)];
        let mut ring = star(&mut dice, (118.0, 36.0), 0.05, 8);
        for _ in 0..4 {
            let at = dice.below(ring.len());
            let twin = (ring[at].0 + dice.between(-apart, apart), ring[at].1 + dice.between(-apart, apart));
            let other = dice.below(ring.len());
            ring.insert(other, twin);
        }
        let parts = vec![vec![ring]];
        let (area, _) = repair_rings(raw(&parts));
        assert_valid(&area, &parts, seed);
        assert!(area.unsigned_area() > 0.0);
    }
}
