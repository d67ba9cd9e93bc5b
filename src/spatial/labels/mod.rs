//! Where names stand on a map, so that none covers another. Pure: boxes in pixels of the map's picture (y down), no
//! fonts, no graphics. The same names on the same view stand in the same places; a name that stands keeps its place
//! until it is forced off it, so panning moves names with the ground and chooses none of them anew.

mod board;
mod home;
mod slots;
mod streets;
mod within;

pub use home::Home;
pub use streets::{Laid, STREET_NAMES_FROM, StreetNames, StreetPlace, lay_along};

use super::{Mercator, Px, View};
use board::Board;
use std::collections::BTreeMap;
use std::sync::Arc;
use within::Resident;

/// Names cover at most this share of the map; towns' names and what is pressing count, but are never
/// refused for it.
pub const SHARE_MOST: f32 = 0.12;

/// Whose name goes first where two want one place (VISUAL.md, "label order").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// What is selected.
    Selection,
    /// A matter of the highest urgency.
    U1,
    /// A county, where several are seen at once.
    County,
    /// A town. Symbols give way to its name, but for what is pressing.
    Town,
    /// Somebody who can be sent to what is selected.
    Person,
    /// A matter of the second urgency.
    U2,
    /// A town seen from afar, among those of several counties: dropped like a zone's where there is no room.
    DistantTown,
    /// A zone between town and village.
    Zone,
    /// A village.
    Village,
    /// A street.
    Road,
    /// A grid.
    Grid,
}

impl Rank {
    /// Whether symbols give way to the name: they are in its way only where another place is free of them. What the name
    /// of a U1 says stands in the list, too: it covers no symbol, and is not covered.
    fn outranks_symbols(self) -> bool {
        matches!(self, Rank::Selection | Rank::County | Rank::Town)
    }

    /// Whether the share of the map that names may cover is nothing to it.
    fn is_always_told(self) -> bool {
        self <= Rank::Person
    }
}

/// A rectangle on the map's picture, px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PxBox {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl PxBox {
    /// The box of this size about a middle.
    #[must_use]
    pub fn about(middle: [f32; 2], width: f32, height: f32) -> Self {
        let [x, y] = middle;
        Self { left: x - width / 2.0, top: y - height / 2.0, right: x + width / 2.0, bottom: y + height / 2.0 }
    }

    /// Whether two boxes share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &PxBox) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    /// Whether the other lies within this one.
    #[must_use]
    pub fn holds(&self, other: &PxBox) -> bool {
        self.left <= other.left && self.top <= other.top && other.right <= self.right && other.bottom <= self.bottom
    }

    /// The box moved.
    #[must_use]
    pub fn moved(&self, by: [f32; 2]) -> Self {
        let [x, y] = by;
        Self { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }

    /// The box larger by this on every side.
    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Its size, px².
    #[must_use]
    pub fn area(&self) -> f32 {
        (self.right - self.left).max(0.0) * (self.bottom - self.top).max(0.0)
    }

    /// What both cover; turned inside out, and of no area, where that is nothing.
    fn common(&self, other: &PxBox) -> PxBox {
        let (left, top) = (self.left.max(other.left), self.top.max(other.top));
        let (right, bottom) = (self.right.min(other.right), self.bottom.min(other.bottom));
        PxBox { left, top, right, bottom }
    }
}

/// What else takes room on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A panel, the scale bar: nothing is seen under it.
    Panel,
    /// What is selected, of the highest urgency, or a ring that stands for many: never covered.
    Pressing,
    /// Any other symbol: a town's name may cover it, others may not.
    Symbol,
}

/// How a name stands to its place.
#[derive(Clone, Debug, PartialEq)]
pub enum Stand {
    /// On it, or right above or below.
    On,
    /// On it or anywhere else on its ground, smaller where there is no room; never with most of it on another's.
    Within {
        /// The ground.
        home: Arc<Home>,
        /// The room that it needs in its smaller sizes, px, the largest first.
        smaller_px: Vec<[f32; 2]>,
    },
    /// Beside a symbol that reaches this far from its middle, px; right of it rather than left, with this much more
    /// room kept free there (its tag).
    Beside {
        /// How far the symbol reaches.
        reach_px: f32,
        /// What stands right of it.
        tag_px: f32,
    },
    /// Along a line: one box a glyph, about the place.
    Along {
        /// The boxes, px from the place.
        boxes: Vec<PxBox>,
        /// Names with the same number keep `apart_px` from each other.
        same: u32,
        /// How far.
        apart_px: f32,
    },
}

/// A name that would like to stand.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate<K> {
    /// By what it is known again in the next view. Of two with equal rights the one with the lower key goes first.
    pub key: K,
    /// Its right.
    pub rank: Rank,
    /// Its place on the ground.
    pub at: Mercator,
    /// The room it needs, casing included: width and height, px. Not asked of a name along a line.
    pub size_px: [f32; 2],
    /// How it stands to its place.
    pub stand: Stand,
}

/// A name that stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Which candidate.
    pub candidate: usize,
    /// Which of its sizes: 0 is the largest.
    pub size: u8,
    /// From its place to the middle of the name, px, y down.
    pub offset_px: [f32; 2],
}

/// Where a name stands: which of its places, in which of its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Spot {
    slot: u8,
    size: u8,
}

/// Which names stand, on which side of their place and how large: what the next view keeps.
#[derive(Clone, Debug)]
pub struct Standing<K> {
    spots: BTreeMap<K, Spot>,
    /// The scale at which they do, Mercator metres a pixel.
    m_per_px: f64,
}

impl<K: Ord> Default for Standing<K> {
    fn default() -> Self {
        Self { spots: BTreeMap::new(), m_per_px: 0.0 }
    }
}

impl<K> Standing<K> {
    /// How many names stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.spots.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.spots.is_empty()
    }
}

/// The room for names: a view's picture less this margin, and what is taken of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Room<'a> {
    /// The view.
    pub view: View,
    /// How far names keep from the map's edge, px.
    pub margin_px: f32,
    /// How far names keep from each other, px.
    pub gap_px: f32,
    /// What else takes room.
    pub taken: &'a [(PxBox, Taken)],
}

/// Places names in a room. Answers who stands where, in order of right, and notes it for the next time.
pub fn place<K: Ord + Clone>(room: &Room<'_>, candidates: &[Candidate<K>], standing: &mut Standing<K>) -> Vec<Placed> {
    let view = &room.view;
    let middle = Mercator::from_lonlat(view.center);
    let m_per_px = view.mercator_m_per_px();
    let px_per_m = 1.0 / m_per_px;
    let (half_x, half_y) = (view.width_px / 2.0, view.height_px / 2.0);
    let px = |at: Mercator| {
        [((at.x_m - middle.x_m) * px_per_m + half_x) as f32, ((middle.y_m - at.y_m) * px_per_m + half_y) as f32]
    };
    let map = PxBox { left: 0.0, top: 0.0, right: view.width_px as f32, bottom: view.height_px as f32 };
    let on_map = |[x, y]: [f32; 2]| (map.left..map.right).contains(&x) && (map.top..map.bottom).contains(&y);
    let mut order: Vec<(Rank, bool, usize, [f32; 2])> = candidates
        .iter()
        .enumerate()
        .map(|(number, candidate)| (number, candidate, px(candidate.at)))
        .filter(|(_, _, at)| on_map(*at))
        .map(|(number, candidate, at)| (candidate.rank, !standing.spots.contains_key(&candidate.key), number, at))
        .collect();
    // Those that stand go before newcomers with the same right.
    order.sort_unstable_by(|a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| candidates[a.2].key.cmp(&candidates[b.2].key)).then(a.2.cmp(&b.2))
    });
    let mut board = Board::new(map.grown(-room.margin_px), room.gap_px, room.taken);
    let mut left_px2 = map.area() * SHARE_MOST;
    let (mut placed, mut now) = (Vec::new(), BTreeMap::new());
    let mut of_name: BTreeMap<u32, Vec<[f32; 2]>> = BTreeMap::new();
    for (rank, _, number, at) in order {
        let candidate = &candidates[number];
        let kept = standing.spots.get(&candidate.key).copied();
        let size_px2 = match &candidate.stand {
            Stand::Along { boxes, same, apart_px } => {
                let far = |other: &[f32; 2]| (other[0] - at[0]).hypot(other[1] - at[1]) >= *apart_px;
                if !of_name.get(same).is_none_or(|others| others.iter().all(far)) {
                    continue;
                }
                boxes.iter().map(PxBox::area).sum()
            }
            _ => candidate.size_px[0] * candidate.size_px[1],
        };
        if !rank.is_always_told() && left_px2 < size_px2 {
            continue;
        }
        let chosen = match &candidate.stand {
            Stand::Within { home, smaller_px } => {
                let resident = Resident::new(candidate, (home, smaller_px), at, m_per_px);
                resident.choose(&mut board, kept, standing.m_per_px == m_per_px)
            }
            _ => slots::choose(&mut board, candidate, at, kept),
        };
        let Some((spot, offset_px)) = chosen else { continue };
        if !rank.is_always_told() {
            left_px2 -= size_px2;
        }
        if let Stand::Along { same, .. } = &candidate.stand {
            of_name.entry(*same).or_default().push(at);
        }
        now.insert(candidate.key.clone(), spot);
        placed.push(Placed { candidate: number, size: spot.size, offset_px });
    }
    *standing = Standing { spots: now, m_per_px };
    placed
}

/// Where a placed name's boxes lie on the map's picture: for tests, and for whoever must keep off them.
#[must_use]
pub fn boxes_of<K>(view: &View, candidate: &Candidate<K>, placed: &Placed) -> Vec<PxBox> {
    let Px { x, y } = view.screen_from_mercator(candidate.at);
    let at = [x as f32 + placed.offset_px[0], y as f32 + placed.offset_px[1]];
    match &candidate.stand {
        Stand::Along { boxes, .. } => boxes.iter().map(|part| part.moved(at)).collect(),
        Stand::Within { smaller_px, .. } if placed.size > 0 => {
            let [width, height] = smaller_px[usize::from(placed.size) - 1];
            vec![PxBox::about(at, width, height)]
        }
        _ => vec![PxBox::about(at, candidate.size_px[0], candidate.size_px[1])],
    }
}
