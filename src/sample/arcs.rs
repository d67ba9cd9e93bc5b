//! Boundaries shared by neighbours: each is traced once, smoothed once and simplified once, so that no gap and
//! no overlap can come between the two areas that it parts.

use super::fronts::NOBODY;
use super::ground::{SIDE, corner_spot};
use super::plane::Spot;
use super::snap::Snap;
use std::collections::{BTreeMap, BTreeSet};

/// A boundary from one meeting point of three areas to the next, or a closed ring.
pub(super) struct Arc {
    /// The piece on its left.
    pub(super) left: u32,
    /// The piece on its right.
    pub(super) right: u32,
    /// The corners of cells that it runs along, each one cell's side after the other.
    corners: Vec<u32>,
    /// How true it stays to what was traced: 0 laid onto streets, 1 smooth, 2 less so, 3 as traced.
    care: u8,
    /// Its course.
    pub(super) path: Vec<Spot>,
}

impl Arc {
    fn end(&self, backwards: bool) -> u32 {
        let corner = if backwards { self.corners.last() } else { self.corners.first() };
        corner.copied().unwrap_or_default()
    }
}

const MOST_CARE: u8 = 3;

/// Corner (x, y) is the south-west corner of cell (x, y).
const EAST: usize = 1;
const NORTH: usize = SIDE;

/// Traces all boundaries of a raster of pieces and makes them fair.
pub(super) fn trace(piece: &[u32], snap: &Snap) -> Vec<Arc> {
    let mut walked = vec![0_u8; piece.len()];
    let mut arcs = Vec::new();
    let corners: Vec<usize> = (SIDE + 1..piece.len() - SIDE).filter(|&corner| degree(piece, corner) > 0).collect();
    for meeting in [true, false] {
        for &corner in &corners {
            if meeting && degree(piece, corner) < 3 {
                continue;
            }
            for heading in 0..4 {
                if has_side(piece, corner, heading) && !is_walked(&walked, corner, heading) {
                    arcs.push(walk(piece, &mut walked, corner, heading));
                }
            }
        }
    }
    let mut stiff = crowded(&arcs, snap);
    arcs.iter_mut().for_each(|arc| shape(arc, snap, &stiff));
    while let Some(crossed) = crossings(&arcs) {
        let mut again: BTreeSet<usize> = BTreeSet::new();
        let mut ends: BTreeSet<u32> = BTreeSet::new();
        for index in crossed {
            let arc = &mut arcs[index];
            if arc.care < MOST_CARE {
                arc.care += 1;
                again.insert(index);
            } else {
                // not its course but its moved ends make it cross: they go back to where they were
                ends.extend([arc.end(false), arc.end(true)].iter().filter(|end| stiff.insert(**end)));
            }
        }
        again
            .extend((0..arcs.len()).filter(|&at| [false, true].iter().any(|&back| ends.contains(&arcs[at].end(back)))));
        if again.is_empty() {
            break;
        }
        again.into_iter().for_each(|index| shape(&mut arcs[index], snap, &stiff));
    }
    arcs
}

/// Ends that must stay where they are, as another would be moved to the same crossing.
fn crowded(arcs: &[Arc], snap: &Snap) -> BTreeSet<u32> {
    let ends: BTreeSet<u32> = arcs.iter().flat_map(|arc| [arc.end(false), arc.end(true)]).collect();
    let mut by_crossing: BTreeMap<Spot, (i64, u32)> = BTreeMap::new();
    let mut stiff = BTreeSet::new();
    for corner in ends {
        let to = snap.to_crossing(corner_at(corner));
        let near = (to.distance2(corner_at(corner)), corner);
        match by_crossing.get(&to).copied() {
            Some(taken) if taken < near => {
                stiff.insert(corner);
            }
            taken => {
                stiff.extend(taken.map(|(_, farther)| farther));
                by_crossing.insert(to, near);
            }
        }
    }
    stiff
}

/// The cells left and right of the side that leaves a corner by a heading (0 east, 1 north, 2 west, 3 south).
fn sides(corner: usize, heading: usize) -> (usize, usize) {
    match heading {
        0 => (corner, corner - NORTH),
        1 => (corner - EAST, corner),
        2 => (corner - NORTH - EAST, corner - EAST),
        _ => (corner - NORTH, corner - NORTH - EAST),
    }
}

fn has_side(piece: &[u32], corner: usize, heading: usize) -> bool {
    let (left, right) = sides(corner, heading);
    piece[left] != piece[right]
}

fn degree(piece: &[u32], corner: usize) -> usize {
    (0..4).filter(|&heading| has_side(piece, corner, heading)).count()
}

fn ahead(corner: usize, heading: usize) -> usize {
    match heading {
        0 => corner + EAST,
        1 => corner + NORTH,
        2 => corner - EAST,
        _ => corner - NORTH,
    }
}

/// A side's one bit: that of its western or southern corner.
fn side_bit(corner: usize, heading: usize) -> (usize, u8) {
    match heading {
        0 => (corner, 1),
        1 => (corner, 2),
        2 => (corner - EAST, 1),
        _ => (corner - NORTH, 2),
    }
}

fn is_walked(walked: &[u8], corner: usize, heading: usize) -> bool {
    let (at, bit) = side_bit(corner, heading);
    walked[at] & bit != 0
}

fn walk(piece: &[u32], walked: &mut [u8], start: usize, mut heading: usize) -> Arc {
    let (left, right) = sides(start, heading);
    let mut arc =
        Arc { left: piece[left], right: piece[right], corners: vec![start as u32], care: 0, path: Vec::new() };
    let mut corner = start;
    loop {
        let (at, bit) = side_bit(corner, heading);
        walked[at] |= bit;
        corner = ahead(corner, heading);
        arc.corners.push(corner as u32);
        if corner == start || degree(piece, corner) != 2 {
            return arc;
        }
        let back = (heading + 2) % 4;
        heading = (0..4).find(|&next| next != back && has_side(piece, corner, next)).unwrap_or(back);
    }
}

/// The arc's course from its corners, as its care allows; `stiff` ends are not moved.
fn shape(arc: &mut Arc, snap: &Snap, stiff: &BTreeSet<u32>) {
    const TOLERANCE_DM: [i64; 4] = [30, 25, 12, 0];
    const SMOOTHINGS: [usize; 4] = [4, 4, 2, 0];
    let care = usize::from(arc.care.min(MOST_CARE));
    let mut path: Vec<Spot> = arc.corners.iter().map(|&corner| corner_at(corner)).collect();
    let last = path.len() - 1;
    for (at, corner) in [(0, arc.end(false)), (last, arc.end(true))] {
        if !stiff.contains(&corner) {
            path[at] = snap.to_crossing(corner_at(corner));
        }
    }
    for _ in 0..SMOOTHINGS[care] {
        let before = path.clone();
        for at in 1..last {
            let mean = |a: i32, b: i32, c: i32| (a + 2 * b + c) / 4;
            let (a, b, c) = (before[at - 1], before[at], before[at + 1]);
            path[at] = Spot::new(mean(a.x_dm, b.x_dm, c.x_dm), mean(a.y_dm, b.y_dm, c.y_dm));
        }
    }
    if care == 0 {
        for at in 1..last {
            path[at] = snap.to_street(path[at], path[at - 1]);
        }
        path.dedup();
    }
    arc.path = simplify(&path, TOLERANCE_DM[care]);
}

fn corner_at(corner: u32) -> Spot {
    corner_spot(corner as usize % SIDE, corner as usize / SIDE, 0)
}

/// Douglas and Peucker's, in whole numbers; a ring is split at its farthest point first.
pub(super) fn simplify(path: &[Spot], tolerance_dm: i64) -> Vec<Spot> {
    let last = path.len() - 1;
    let mut keep = vec![false; path.len()];
    keep[0] = true;
    keep[last] = true;
    let mut spans = vec![(0, last)];
    if path[0] == path[last] {
        let far = (0..path.len()).max_by_key(|&at| path[0].distance2(path[at])).unwrap_or(0);
        keep[far] = true;
        spans = vec![(0, far), (far, last)];
    }
    while let Some((from, to)) = spans.pop() {
        let mut worst = (0_i128, from);
        for at in from + 1..to {
            let off = offset2(path[at], path[from], path[to]);
            worst = worst.max((off, at));
        }
        if worst.0 > i128::from(tolerance_dm * tolerance_dm) && worst.1 != from {
            keep[worst.1] = true;
            spans.push((from, worst.1));
            spans.push((worst.1, to));
        }
    }
    path.iter().zip(keep).filter(|(_, keep)| *keep).map(|(&spot, _)| spot).collect()
}

/// The square of a point's distance from the line through two others (from the point where these are one).
fn offset2(p: Spot, a: Spot, b: Spot) -> i128 {
    let length2 = i128::from(a.distance2(b));
    if length2 == 0 {
        return i128::from(p.distance2(a));
    }
    let cross = i128::from(cross(a, b, p));
    cross * cross / length2
}

fn cross(a: Spot, b: Spot, p: Spot) -> i64 {
    i64::from(b.x_dm - a.x_dm) * i64::from(p.y_dm - a.y_dm) - i64::from(b.y_dm - a.y_dm) * i64::from(p.x_dm - a.x_dm)
}

/// The arcs that cross, touch or overlap another anywhere but at their common ends, or themselves; none if none
/// does.
fn crossings(arcs: &[Arc]) -> Option<Vec<usize>> {
    // in millionths of a degree, as the file will say it: rounding must not make a crossing either
    const BIN: i32 = 1000;
    let paths: Vec<Vec<Spot>> =
        arcs.iter().map(|arc| arc.path.iter().map(|&spot| as_written(spot)).collect()).collect();
    let mut bins: Vec<(i32, i32, u32, u32)> = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        for (at, pair) in path.windows(2).enumerate() {
            let bin = |v: i32| v.div_euclid(BIN);
            let (a, b) = (pair[0], pair[1]);
            for x in bin(a.x_dm.min(b.x_dm))..=bin(a.x_dm.max(b.x_dm)) {
                for y in bin(a.y_dm.min(b.y_dm))..=bin(a.y_dm.max(b.y_dm)) {
                    bins.push((x, y, index as u32, at as u32));
                }
            }
        }
    }
    bins.sort_unstable();
    let mut bad = BTreeSet::new();
    for bin in bins.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        for (nth, one) in bin.iter().enumerate() {
            for other in &bin[nth + 1..] {
                if clash(&paths, (one.2, one.3), (other.2, other.3)) {
                    bad.extend([one.2 as usize, other.2 as usize]);
                }
            }
        }
    }
    (!bad.is_empty()).then(|| bad.into_iter().collect())
}

fn as_written(spot: Spot) -> Spot {
    let (lon_e6, lat_e6) = spot.degrees_e6();
    Spot::new(lon_e6 as i32, lat_e6 as i32)
}

/// Whether two segments, each (path, number there), share anything but a joint or the common end of two paths.
fn clash(paths: &[Vec<Spot>], one: (u32, u32), other: (u32, u32)) -> bool {
    let segment = |(path, at): (u32, u32)| (paths[path as usize][at as usize], paths[path as usize][at as usize + 1]);
    let ((a, b), (c, d)) = (segment(one), segment(other));
    if a.x_dm.max(b.x_dm) < c.x_dm.min(d.x_dm)
        || c.x_dm.max(d.x_dm) < a.x_dm.min(b.x_dm)
        || a.y_dm.max(b.y_dm) < c.y_dm.min(d.y_dm)
        || c.y_dm.max(d.y_dm) < a.y_dm.min(b.y_dm)
    {
        return false;
    }
    let signs = [cross(a, b, c), cross(a, b, d), cross(c, d, a), cross(c, d, b)].map(i64::signum);
    let common = [a, b].into_iter().filter(|end| *end == c || *end == d).collect::<Vec<_>>();
    let [joint] = common[..] else {
        return common.len() == 2 || (signs[0] * signs[1] <= 0 && signs[2] * signs[3] <= 0);
    };
    let ends_there = |(path, _): (u32, u32)| {
        let path = &paths[path as usize];
        path.first() == Some(&joint) || path.last() == Some(&joint)
    };
    let allowed = (one.0 == other.0 && one.1.abs_diff(other.1) == 1) || (ends_there(one) && ends_there(other));
    // from a joint they may go any way but the same
    !allowed || (signs == [0; 4] && !is_beyond((a, b), (c, d)))
}

/// Of two segments on one line with one common end: whether they lie on opposite sides of it.
fn is_beyond((a, b): (Spot, Spot), (c, d): (Spot, Spot)) -> bool {
    let (mid, p) = if a == c || a == d { (a, b) } else { (b, a) };
    let q = if mid == c { d } else { c };
    let along = |s: Spot| (i64::from(s.x_dm - mid.x_dm), i64::from(s.y_dm - mid.y_dm));
    let ((ux, uy), (vx, vy)) = (along(p), along(q));
    ux * vx + uy * vy < 0
}

/// The rings of every area of one level: `area_of` gives a piece's area (pieces from 1), areas from 0. The first
/// ring of each is its outer one and runs counter-clockwise, holes follow and run clockwise; all are closed.
pub(super) fn rings(arcs: &[Arc], areas: usize, area_of: impl Fn(u32) -> Option<usize>) -> Vec<Vec<Vec<Spot>>> {
    // for each area, by the corner it starts at: the arcs with that area on their left
    let mut parts: Vec<BTreeMap<u32, (usize, bool)>> = vec![BTreeMap::new(); areas];
    for (index, arc) in arcs.iter().enumerate() {
        let (left, right) = (area_of(arc.left), area_of(arc.right));
        if left == right {
            continue;
        }
        for (area, backwards) in [(left, false), (right, true)] {
            if let Some(area) = area {
                parts[area].insert(arc.end(backwards), (index, backwards));
            }
        }
    }
    parts.into_iter().map(|parts| close(arcs, parts)).collect()
}

fn close(arcs: &[Arc], mut parts: BTreeMap<u32, (usize, bool)>) -> Vec<Vec<Spot>> {
    let mut rings: Vec<Vec<Spot>> = Vec::new();
    while let Some((start, mut part)) = parts.pop_first() {
        let mut ring: Vec<Spot> = Vec::new();
        loop {
            let (index, backwards) = part;
            let path = &arcs[index].path;
            let skip = usize::from(!ring.is_empty());
            if backwards {
                ring.extend(path.iter().rev().skip(skip));
            } else {
                ring.extend(path.iter().skip(skip));
            }
            let end = arcs[index].end(!backwards);
            match parts.remove(&end) {
                Some(next) if end != start => part = next,
                _ => break,
            }
        }
        rings.push(ring);
    }
    rings.sort_by_key(|ring| std::cmp::Reverse(doubled_area(ring).abs()));
    rings
}

/// Twice a ring's area, square decimetres; positive where it runs counter-clockwise.
pub(super) fn doubled_area(ring: &[Spot]) -> i64 {
    let Some(&origin) = ring.first() else { return 0 };
    ring.windows(2).map(|pair| cross(origin, pair[0], pair[1])).sum()
}

/// The piece number that stands for nothing has no area.
pub(super) fn inner(piece: u32) -> Option<usize> {
    (piece != NOBODY).then(|| piece as usize - 1)
}
