//! The places that a name may take about its own, best first, and which of them it gets.

use super::board::{Board, By};
use super::{Candidate, PxBox, Spot, Stand};

/// A name on its place: there, above, below; in halves of its size and a symbol's width.
const ON: [(f32, f32); 3] = [(0.0, 0.0), (0.0, -1.0), (0.0, 1.0)];
/// From one place to the next beyond half of the name itself, in heights of the name.
pub(super) const STEP: (f32, f32) = (0.92, 0.77);
/// What rounding may move a name that stands, from one view to the next, px: two that touch would else push each other
/// off as the map is panned.
pub(super) const ROUNDING_PX: f32 = 0.005;

/// The places of a name, from its own to the name's middle, px.
fn offsets<K>(candidate: &Candidate<K>) -> Vec<[f32; 2]> {
    let [width, height] = candidate.size_px;
    let half = [width / 2.0, height / 2.0];
    let by_steps = |steps: &[(f32, f32)]| {
        let (dx, dy) = (half[0] + height * STEP.0, half[1] + height * STEP.1);
        steps.iter().map(|(x, y)| [x * dx, y * dy]).collect()
    };
    match candidate.stand {
        Stand::On => by_steps(&ON),
        // One that stands on its ground has its own way to choose (`within`).
        Stand::Along { .. } | Stand::Within { .. } => vec![[0.0, 0.0]],
        Stand::Beside { reach_px, tag_px } => {
            let (left, right) = (-reach_px - half[0], reach_px + tag_px + half[0]);
            let below = reach_px + half[1];
            let aslant = reach_px * 0.6 + half[1];
            let far = below + height;
            vec![
                [right, 0.0],
                [left, 0.0],
                [0.0, below],
                [0.0, -below],
                [right, aslant],
                [right, -aslant],
                [left, aslant],
                [left, -aslant],
                [0.0, far],
                [0.0, -far],
            ]
        }
    }
}

/// Chooses a name's place and takes it: the one it had, else the first that is free; a name that outranks symbols
/// takes, before it is dropped, the place that covers least of them.
pub(super) fn choose<K>(
    board: &mut Board,
    candidate: &Candidate<K>,
    at: [f32; 2],
    kept: Option<Spot>,
) -> Option<(Spot, [f32; 2])> {
    let offsets = offsets(candidate);
    let about = |slot: usize| {
        let [x, y] = offsets[slot];
        PxBox::about([at[0] + x, at[1] + y], candidate.size_px[0], candidate.size_px[1])
    };
    let boxes = |slot: usize| match &candidate.stand {
        Stand::Along { boxes, .. } => boxes.iter().map(|part| part.moved(at)).collect(),
        _ => vec![about(slot)],
    };
    let is_free = |slot: usize, least: By| boxes(slot).iter().all(|part| board.is_free(part, least));
    let kept = kept.map(|spot| usize::from(spot.slot)).filter(|slot| *slot < offsets.len());
    let stands = |slot: &usize| boxes(*slot).iter().all(|part| board.is_free(&part.grown(-ROUNDING_PX), By::Symbol));
    let free = kept.filter(stands).or_else(|| (0..offsets.len()).find(|slot| is_free(*slot, By::Symbol)));
    let slot = free.or_else(|| {
        let open = (0..offsets.len()).filter(|slot| is_free(*slot, By::Pressing));
        // A name that stands on symbols stays there while no place is better.
        let covered = |slot: &usize| board.covered_px2(&about(*slot)) - if kept == Some(*slot) { 1.0 } else { 0.0 };
        let gives_way = candidate.rank.outranks_symbols();
        gives_way.then(|| open.min_by(|a, b| covered(a).total_cmp(&covered(b)))).flatten()
    })?;
    let taken = boxes(slot);
    taken.into_iter().for_each(|part| board.take(part));
    Some((Spot { slot: slot as u8, size: 0 }, offsets[slot]))
}
