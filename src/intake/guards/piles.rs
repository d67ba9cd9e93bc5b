//! Piles: many rows at exactly one position, which is rarely where anything happened.

use crate::domain::LonLat;
use std::collections::BTreeMap;

/// So many positions are watched at once. A position of more than one row in so many is always
/// among them, whatever the order of the rows (Misra and Gries 1982).
const WATCHED: usize = 512;

/// A pile is at least so many rows…
const LEAST_ROWS: u64 = 20;

/// …and at least one row in so many of those that have a position.
const LEAST_SHARE: u64 = 20;

/// A position as it is compared: in steps of 1e-7°.
type Key = (i64, i64);

fn key(at: LonLat) -> Key {
    let steps = |deg: f64| (deg * 1e7).round() as i64;
    (steps(at.lon_deg), steps(at.lat_deg))
}

/// Counts of the commonest positions, in bounded memory.
#[derive(Default)]
pub(super) struct Piles {
    rows: u64,
    counts: BTreeMap<Key, u64>,
    /// What each count may be short of.
    forgotten: u64,
}

impl Piles {
    /// A further row's position.
    pub(super) fn add(&mut self, at: LonLat) {
        self.rows += 1;
        let key = key(at);
        if let Some(count) = self.counts.get_mut(&key) {
            *count += 1;
        } else if self.counts.len() < WATCHED {
            self.counts.insert(key, 1);
        } else {
            self.forgotten += 1;
            self.counts.retain(|_, count| {
                *count -= 1;
                *count > 0
            });
        }
    }

    /// The piles, the largest first: position and rows; the number is exact where fewer different
    /// positions came than are watched, else at most one in 512 of all rows too small.
    pub(super) fn found(&self) -> Vec<(LonLat, u64)> {
        let is_pile = |count: u64| count >= LEAST_ROWS && count * LEAST_SHARE >= self.rows;
        let mut found: Vec<(Key, u64)> =
            self.counts.iter().map(|(key, count)| (*key, *count)).filter(|(_, count)| is_pile(*count)).collect();
        found.sort_by_key(|(key, count)| (std::cmp::Reverse(*count), *key));
        found.into_iter().map(|((x, y), count)| (LonLat::new(x as f64 / 1e7, y as f64 / 1e7), count)).collect()
    }

    /// Whether the counts are exact.
    pub(super) fn exact(&self) -> bool {
        self.forgotten == 0
    }
}

/// Whether two positions are one and the same, as piles count.
pub(super) fn same(a: LonLat, b: LonLat) -> bool {
    key(a) == key(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pile_is_found_among_any_number_of_others() {
        let mut piles = Piles::default();
        for row in 0..200_000_u32 {
            let scattered = LonLat::new(110.0 + f64::from(row) * 1e-5, 30.0);
            piles.add(if row % 12 == 0 { LonLat::new(118.5, 36.9) } else { scattered });
        }
        let found = piles.found();
        assert!(!piles.exact() && found.len() == 1, "{found:?}");
        assert_eq!(found[0].0, LonLat::new(118.5, 36.9));
        let true_count = 200_000_u64.div_ceil(12);
        assert!(found[0].1 <= true_count && found[0].1 + 200_000 / WATCHED as u64 >= true_count, "{found:?}");
    }

    #[test]
    fn few_rows_and_small_shares_are_none() {
        let mut piles = Piles::default();
        (0..19).for_each(|_| piles.add(LonLat::new(118.5, 36.9)));
        assert_eq!(piles.found(), []);
        piles.add(LonLat::new(118.5, 36.9));
        assert_eq!(piles.found(), [(LonLat::new(118.5, 36.9), 20)]);
        (0..381).for_each(|n| piles.add(LonLat::new(100.0 + f64::from(n) * 0.01, 30.0)));
        assert_eq!(piles.found(), []);
    }
}
