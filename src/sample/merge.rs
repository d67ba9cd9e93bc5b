//! Neighbours become one: pieces to grids, grids to villages, villages to zones, zones to towns.

use super::fronts::NOBODY;
use super::ground::{COST, Ground, OPEN, SIDE};
use super::plane::Spot;
use std::collections::{BTreeMap, BinaryHeap};

/// A common boundary of two neighbours.
#[derive(Clone, Copy, Debug, Default)]
struct Border {
    /// Its length, cell sides.
    length: u64,
    /// How strongly it parts them: the sum over its cell sides.
    wall: u64,
}

/// One region and its neighbours.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    /// What it counts for; regions of the next level are to be equal in this.
    pub(super) weight: u64,
    /// Its cells.
    pub(super) area: u64,
    pub(super) rim: u64,
    borders: BTreeMap<u32, Border>,
}

/// The regions of one raster of pieces: index 0 is piece 1.
pub(super) fn regions(piece: &[u32], pieces: u32, ground: &Ground, worth: impl Fn(usize) -> u32) -> Vec<Region> {
    let mut regions = vec![Region::default(); pieces as usize];
    let mut contacts: Vec<(u32, u32, u32)> = Vec::new();
    for cell in SIDE..piece.len() - SIDE {
        let own = piece[cell];
        if own != NOBODY {
            let region = &mut regions[own as usize - 1];
            region.area += 1;
            region.weight += u64::from(worth(cell));
        }
        for next in [cell + 1, cell + SIDE] {
            let other = piece[next];
            if own == other {
                continue;
            }
            for side in [own, other] {
                if side != NOBODY {
                    regions[side as usize - 1].rim += 1;
                }
            }
            if own != NOBODY && other != NOBODY {
                let wall = |cell: usize| if ground.kind[cell] == OPEN { 0 } else { COST[ground.kind[cell] as usize] };
                contacts.push((own.min(other) - 1, own.max(other) - 1, wall(cell).max(wall(next))));
            }
        }
    }
    contacts.sort_unstable();
    for (a, b, wall) in contacts {
        for (from, to) in [(a, b), (b, a)] {
            let border = regions[from as usize].borders.entry(to).or_default();
            border.length += 1;
            border.wall += u64::from(wall);
        }
    }
    regions
}

/// Merges neighbours until so many regions are left, the lightest first, each with the neighbour that makes
/// the most compact region across the weakest boundary. Returns each region's group, numbered from 0 in the
/// order of their first members, and the groups as regions.
pub(super) fn merge(mut regions: Vec<Region>, target: usize) -> (Vec<u32>, Vec<Region>) {
    let whole: u64 = regions.iter().map(|region| region.weight).sum();
    let ideal = (whole / target.max(1) as u64).max(1);
    let mut heir: Vec<u32> = (0..regions.len() as u32).collect();
    let mut alive = regions.iter().filter(|region| region.area > 0).count();
    let key = |weight: u64, index: u32| std::cmp::Reverse((weight, index));
    let mut lightest: BinaryHeap<_> =
        regions.iter().enumerate().filter(|(_, r)| r.area > 0).map(|(i, r)| key(r.weight, i as u32)).collect();
    while alive > target {
        let Some(std::cmp::Reverse((weight, index))) = lightest.pop() else { break };
        if heir[index as usize] != index || regions[index as usize].weight != weight {
            continue;
        }
        let Some(partner) = best_partner(&regions, index, ideal) else { continue };
        absorb(&mut regions, partner, index);
        heir[index as usize] = partner;
        alive -= 1;
        lightest.push(key(regions[partner as usize].weight, partner));
    }
    number(&heir, &regions)
}

fn best_partner(regions: &[Region], index: u32, ideal: u64) -> Option<u32> {
    let own = &regions[index as usize];
    own.borders
        .iter()
        .map(|(&other, border)| {
            let partner = &regions[other as usize];
            let rim = own.rim + partner.rim - 2 * border.length;
            // 12.6 for a circle, 16 for a square
            let roundness = (rim * rim) as f64 / (own.area + partner.area) as f64;
            let crowding = (own.weight + partner.weight) as f64 / ideal as f64;
            let crowding = if crowding > 1.35 { crowding * crowding } else { 0.8 + crowding / 4.0 };
            let parted = border.wall as f64 / border.length as f64;
            (roundness * crowding * (140.0 + parted), other)
        })
        .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
        .map(|(_, other)| other)
}

/// `from` becomes part of `into`.
fn absorb(regions: &mut [Region], into: u32, from: u32) {
    let gone = std::mem::take(&mut regions[from as usize]);
    for (&other, border) in &gone.borders {
        let theirs = &mut regions[other as usize].borders;
        theirs.remove(&from);
        if other == into {
            continue;
        }
        let common = theirs.entry(into).or_default();
        common.length += border.length;
        common.wall += border.wall;
        let common = *common;
        regions[into as usize].borders.insert(other, common);
    }
    let shared = gone.borders.get(&into).map_or(0, |border| border.length);
    let grown = &mut regions[into as usize];
    grown.weight += gone.weight;
    grown.area += gone.area;
    grown.rim = grown.rim + gone.rim - 2 * shared;
}

fn number(heir: &[u32], regions: &[Region]) -> (Vec<u32>, Vec<Region>) {
    let root = |mut index: u32| {
        while heir[index as usize] != index {
            index = heir[index as usize];
        }
        index
    };
    let mut group_of_root = BTreeMap::new();
    let groups: Vec<u32> = (0..heir.len() as u32)
        .map(|index| {
            let next = group_of_root.len() as u32;
            *group_of_root.entry(root(index)).or_insert(next)
        })
        .collect();
    let mut merged = vec![Region::default(); group_of_root.len()];
    for (&root, &group) in &group_of_root {
        let mut region = regions[root as usize].clone();
        region.borders =
            region.borders.iter().map(|(&k, &border)| (group_of_root.get(&k).copied().unwrap_or(0), border)).collect();
        merged[group as usize] = region;
    }
    (groups, merged)
}

/// Merges neighbours of one group only, until each group has as many as its quota says (fewer where it has fewer).
/// Returns each region's new number; those of one group follow each other, in the groups' order.
pub(super) fn merge_within(regions: &[Region], group: &[u32], quota: &[usize]) -> Vec<u32> {
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); quota.len()];
    for (index, &group) in group.iter().enumerate() {
        members[group as usize].push(index as u32);
    }
    let mut numbers = vec![0; regions.len()];
    let mut next = 0;
    for (members, &quota) in members.iter().zip(quota) {
        let local: BTreeMap<u32, u32> = members.iter().zip(0..).map(|(&member, nth)| (member, nth)).collect();
        let part = members.iter().map(|&member| {
            let region = &regions[member as usize];
            let borders = region.borders.iter().filter_map(|(other, &border)| Some((*local.get(other)?, border)));
            Region { borders: borders.collect(), ..region.clone() }
        });
        let (merged, groups) = merge(part.collect(), quota.max(1));
        for (&member, number) in members.iter().zip(merged) {
            numbers[member as usize] = next + number;
        }
        next += groups.len() as u32;
    }
    numbers
}

/// The regions that groups of regions make together.
pub(super) fn lift(regions: &[Region], group: &[u32], groups: usize) -> Vec<Region> {
    let mut lifted = vec![Region::default(); groups];
    for (region, &own) in regions.iter().zip(group) {
        let whole = &mut lifted[own as usize];
        whole.weight += region.weight;
        whole.area += region.area;
        whole.rim += region.rim;
        for (&other, border) in &region.borders {
            let theirs = group[other as usize];
            if theirs == own {
                whole.rim -= border.length;
            } else {
                let common = whole.borders.entry(theirs).or_default();
                common.length += border.length;
                common.wall += border.wall;
            }
        }
    }
    lifted
}

/// Makes every group one part: parts cut off go to the neighbour with whom they share most.
pub(super) fn mend(regions: &[Region], group: &mut [u32]) {
    for _ in 0..regions.len() {
        let mut part = vec![u32::MAX; regions.len()];
        let mut largest: BTreeMap<u32, (u64, u32)> = BTreeMap::new();
        for start in 0..regions.len() {
            if part[start] != u32::MAX {
                continue;
            }
            let (mut stack, mut area) = (vec![start], 0);
            part[start] = start as u32;
            while let Some(index) = stack.pop() {
                area += regions[index].area;
                for &other in regions[index].borders.keys() {
                    if part[other as usize] == u32::MAX && group[other as usize] == group[start] {
                        part[other as usize] = start as u32;
                        stack.push(other as usize);
                    }
                }
            }
            let best = largest.entry(group[start]).or_default();
            *best = (*best).max((area, start as u32));
        }
        let loose = (0..regions.len()).find(|&index| largest[&group[index]].1 != part[index]);
        let Some(loose) = loose else { return };
        let others = regions[loose].borders.iter().filter(|(other, _)| group[**other as usize] != group[loose]);
        let Some((&heir, _)) = others.max_by_key(|(other, border)| (border.length, **other)) else { return };
        group[loose] = group[heir as usize];
    }
}

/// Each region's nearest seat, by the way over neighbours; the seats are regions themselves.
pub(super) fn nearest(regions: &[Region], middles: &[Spot], seats: &[usize]) -> Vec<u32> {
    let mut seat = vec![0; regions.len()];
    let mut reached = vec![i64::MAX; regions.len()];
    let mut front = BinaryHeap::new();
    for (nth, &index) in seats.iter().enumerate() {
        reached[index] = 0;
        seat[index] = nth as u32;
        front.push(std::cmp::Reverse((0, index)));
    }
    while let Some(std::cmp::Reverse((cost, index))) = front.pop() {
        if cost > reached[index] {
            continue;
        }
        for (&other, border) in &regions[index].borders {
            let other = other as usize;
            // water and main roads between two villages are like a kilometre more
            let parted = (border.wall / border.length.max(1)) as i64 * 40;
            let next = cost + middles[index].distance_dm(middles[other]) + parted;
            if next < reached[other] {
                (reached[other], seat[other]) = (next, seat[index]);
                front.push(std::cmp::Reverse((next, other)));
            }
        }
    }
    seat
}
