//! Points in columns: a question reads only the columns that it asks about, so that more of them fit into the caches.

use super::LonLat;
use super::extent::Extent;
use super::geodesy::earth_centred_m;
use std::ops::Range;

/// One point.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Entry {
    /// Where it is in space: see [`earth_centred_m`].
    pub(super) space_m: [f64; 3],
    pub(super) at: LonLat,
    pub(super) id: u32,
}

impl Entry {
    pub(super) fn new(id: u32, at: LonLat) -> Self {
        Self { space_m: earth_centred_m(at), at, id }
    }
}

/// The square of the straight distance, m².
pub(super) fn straight_m2([x, y, z]: [f64; 3], from: [f64; 3]) -> f64 {
    (x - from[0]).powi(2) + (y - from[1]).powi(2) + (z - from[2]).powi(2)
}

/// Points, column by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    space_m: Vec<[f64; 3]>,
    at: Vec<LonLat>,
    ids: Vec<u32>,
}

/// Points that lie one after the other in the columns: a leaf's.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run<'a> {
    pub(super) extent: Extent,
    pub(super) space_m: &'a [[f64; 3]],
    pub(super) at: &'a [LonLat],
    pub(super) ids: &'a [u32],
}

impl Columns {
    pub(super) fn of(entries: &[Entry]) -> Self {
        Self {
            space_m: entries.iter().map(|entry| entry.space_m).collect(),
            at: entries.iter().map(|entry| entry.at).collect(),
            ids: entries.iter().map(|entry| entry.id).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The ids in these places.
    pub(super) fn ids(&self, range: Range<usize>) -> &[u32] {
        &self.ids[range]
    }

    pub(super) fn get(&self, place: usize) -> Entry {
        Entry { space_m: self.space_m[place], at: self.at[place], id: self.ids[place] }
    }

    pub(super) fn set(&mut self, place: usize, entry: Entry) {
        self.space_m[place] = entry.space_m;
        self.at[place] = entry.at;
        self.ids[place] = entry.id;
    }

    /// The points in these places, which lie in this extent.
    pub(super) fn run(&self, range: Range<usize>, extent: Extent) -> Run<'_> {
        Run { extent, space_m: &self.space_m[range.clone()], at: &self.at[range.clone()], ids: &self.ids[range] }
    }

    /// The same points again at the end, and behind them places of no point up to this length.
    pub(super) fn extend_from_within(&mut self, range: Range<usize>, len: usize) {
        self.space_m.extend_from_within(range.clone());
        self.at.extend_from_within(range.clone());
        self.ids.extend_from_within(range);
        self.space_m.resize(len, [0.0; 3]);
        self.at.resize(len, LonLat::default());
        self.ids.resize(len, 0);
    }
}
