//! The place of a name that stands on its own ground and nowhere else: a name in a neighbour's ground tells something
//! untrue, so it is written smaller rather than there, and rather not at all.

use super::board::{Board, By};
use super::home::{Home, Share};
use super::slots::{ROUNDING_PX, STEP};
use super::{Candidate, PxBox, Spot};
use crate::spatial::Mercator;

/// Its own place first, then these about it; in halves of its size and a symbol's width.
const ABOUT: [(f32, f32); 9] =
    [(0.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0), (-1.0, -1.0), (1.0, 1.0), (1.0, -1.0), (-1.0, 1.0)];
/// At most this share of a name is covered by symbols: it is still read.
const COVERED_MOST: f32 = 0.12;

/// A name that wants a place on its ground.
pub(super) struct Resident<'a, K> {
    candidate: &'a Candidate<K>,
    home: &'a Home,
    /// Its sizes, the largest first, px.
    sizes_px: Vec<[f32; 2]>,
    /// Where its own place lies on the map's picture, px.
    at_px: [f32; 2],
    m_per_px: f64,
    /// From its own place to others all over its ground, px, the nearest first: the same ground at every scale.
    over: Vec<[f32; 2]>,
}

impl<'a, K> Resident<'a, K> {
    /// The name on a picture of this scale.
    pub(super) fn new(
        candidate: &'a Candidate<K>,
        (home, smaller_px): (&'a Home, &[[f32; 2]]),
        at_px: [f32; 2],
        m_per_px: f64,
    ) -> Self {
        let own = candidate.at;
        let px = |at: Mercator| [at.x_m - own.x_m, own.y_m - at.y_m].map(|metres| (metres / m_per_px) as f32);
        let mut over: Vec<[f32; 2]> = home.places().map(px).collect();
        over.sort_by(|a, b| a[0].hypot(a[1]).total_cmp(&b[0].hypot(b[1])));
        let sizes_px = std::iter::once(candidate.size_px).chain(smaller_px.iter().copied()).collect();
        Self { candidate, home, sizes_px, at_px, m_per_px, over }
    }

    /// From its own place to the middle that it has there, px.
    fn offset(&self, spot: Spot) -> [f32; 2] {
        let slot = usize::from(spot.slot);
        match ABOUT.get(slot) {
            None => self.over[slot - ABOUT.len()],
            Some((x, y)) => {
                let [width, height] = self.sizes_px[usize::from(spot.size)];
                [x * (width / 2.0 + height * STEP.0), y * (height / 2.0 + height * STEP.1)]
            }
        }
    }

    fn box_at(&self, spot: Spot) -> PxBox {
        let ([x, y], [width, height]) = (self.offset(spot), self.sizes_px[usize::from(spot.size)]);
        PxBox::about([self.at_px[0] + x, self.at_px[1] + y], width, height)
    }

    fn is_home(&self, spot: Spot, share: Share) -> bool {
        let own = self.candidate.at;
        let [dx_m, dy_m] = self.offset(spot).map(|px| f64::from(px) * self.m_per_px);
        let middle = Mercator { x_m: own.x_m + dx_m, y_m: own.y_m - dy_m };
        let half_m = self.sizes_px[usize::from(spot.size)].map(|px| f64::from(px) / 2.0 * self.m_per_px);
        self.home.holds(middle, half_m, share)
    }

    /// All its spots of one size, the one that it had first.
    fn spots(&self, size: u8, kept: Option<Spot>) -> impl Iterator<Item = Spot> + use<K> {
        let slots = 0..(ABOUT.len() + self.over.len()) as u8;
        kept.map(|kept| kept.slot).into_iter().chain(slots).map(move |slot| Spot { slot, size })
    }

    /// Chooses its spot and takes it. Where it stood on a map of this very scale (`stays`) it stays while that is free;
    /// else it is as large as it can be with all of it on its ground, then with most of it. Where symbols lie
    /// everywhere it gives them way, but for a corner, and goes.
    pub(super) fn choose(&self, board: &mut Board, kept: Option<Spot>, stays: bool) -> Option<(Spot, [f32; 2])> {
        let sizes = self.sizes_px.len() as u8;
        let spots = ABOUT.len() + self.over.len();
        let kept = kept.filter(|spot| usize::from(spot.slot) < spots && spot.size < sizes);
        let stands = |spot: &Spot| stays && board.is_free(&self.box_at(*spot).grown(-ROUNDING_PX), By::Symbol);
        let free = |(share, size): (Share, u8)| {
            let mut spots = self.spots(size, kept);
            spots.find(|spot| board.is_free(&self.box_at(*spot), By::Symbol) && self.is_home(*spot, share))
        };
        let mut ways =
            [Share::WHOLE, Share::MOST].into_iter().flat_map(|share| (0..sizes).map(move |size| (share, size)));
        let spot = kept.filter(stands).or_else(|| ways.find_map(free)).or_else(|| self.on_symbols(board, kept))?;
        board.take(self.box_at(spot));
        Some((spot, self.offset(spot)))
    }

    /// The spot on which symbols cover least of it, if that is little.
    fn on_symbols(&self, board: &Board, kept: Option<Spot>) -> Option<Spot> {
        if !self.candidate.rank.outranks_symbols() {
            return None;
        }
        let open = self.spots(self.sizes_px.len() as u8 - 1, kept).filter_map(|spot| {
            let there = self.box_at(spot);
            let covered = board.covered_px2(&there) / there.area();
            let fits =
                covered <= COVERED_MOST && board.is_free(&there, By::Pressing) && self.is_home(spot, Share::MOST);
            fits.then_some((spot, covered))
        });
        // Of equals the first: one that stood on symbols stays there while no place is better.
        open.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(spot, _)| spot)
    }
}
