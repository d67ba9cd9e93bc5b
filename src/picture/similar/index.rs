//! Every matter's words, place and moment, so that a new one can be compared with what came before. Kept step by step;
//! confidential matters are not in it, so that no answer can tell of one.

use super::super::IncidentRow;
use super::grams::{Gram, each_gram};
use crate::domain::LonLat;
use crate::spatial::geodesy::{metres_per_degree, quick_distance_m};
use std::collections::HashMap;
use std::ops::Range;

/// A cell's side: about 330 m from south to north.
const CELL_DEG: f64 = 0.003;
/// So many cells lie side by side around the earth.
const CELLS_AROUND: i64 = 120_000;
/// No category is known.
pub(super) const NO_KIND: u32 = u32::MAX;

/// What is kept of one matter.
#[derive(Clone, Debug)]
pub(super) struct Doc {
    /// Where its terms stand among all.
    terms: Range<u32>,
    /// Likewise those of its title that are not in its address.
    content: Range<u32>,
    pub(super) at: Option<LonLat>,
    pub(super) reported_secs: i64,
    /// The row of its category, or [`NO_KIND`].
    pub(super) kind: u32,
}

/// The index.
#[derive(Debug, Default)]
pub(in super::super) struct SimilarIndex {
    numbers: HashMap<Gram, u32>,
    /// In how many matters each term stands.
    pub(super) matters_with: Vec<u32>,
    /// In how many matters of each category each term stands: category and count, by category.
    pub(super) kinds_with: Vec<Vec<(u32, u32)>>,
    docs: Vec<Option<Doc>>,
    /// All matters' terms, each matter's in order; what was replaced stays behind.
    arena: Vec<u32>,
    cells: HashMap<(i64, i64), Vec<u32>>,
    /// All matters by the moment at which they were reported.
    pub(super) by_time: Vec<(i64, u32)>,
    /// The matters that nobody has located, likewise.
    pub(super) unlocated: Vec<(i64, u32)>,
    /// The matters of each category, in the order of their numbers.
    pub(super) of_kind: Vec<Vec<u32>>,
}

impl SimilarIndex {
    /// The index of these matters.
    pub(in super::super) fn build(rows: &[IncidentRow]) -> Self {
        let mut index = Self::default();
        (0u32..).zip(rows).for_each(|(number, row)| index.put(number, row));
        index
    }

    /// Takes a matter in, or what has changed of it.
    pub(in super::super) fn put(&mut self, number: u32, row: &IncidentRow) {
        let (terms, content) = if row.confidential { Default::default() } else { self.terms_of(row) };
        let kind = row.category.unwrap_or(NO_KIND);
        if let Some(doc) = self.doc(number) {
            let same = doc.at == row.at
                && doc.reported_secs == row.reported_at().0
                && doc.kind == kind
                && !row.confidential
                && self.terms(doc) == terms
                && self.content(doc) == content;
            if same {
                return;
            }
            self.take_out(number);
        }
        if row.confidential {
            return;
        }
        let (kept, content) = (self.keep(&terms), self.keep(&content));
        let doc = Doc { terms: kept, content, at: row.at, reported_secs: row.reported_at().0, kind };
        for term in terms {
            self.matters_with[term as usize] += 1;
            if kind != NO_KIND {
                add(&mut self.kinds_with[term as usize], kind);
            }
        }
        insert(&mut self.by_time, (doc.reported_secs, number));
        match doc.at {
            Some(at) => insert(self.cells.entry(cell(at)).or_default(), number),
            None => insert(&mut self.unlocated, (doc.reported_secs, number)),
        }
        if kind != NO_KIND {
            let rows = kind as usize + 1;
            self.of_kind.resize_with(self.of_kind.len().max(rows), Vec::new);
            insert(&mut self.of_kind[kind as usize], number);
        }
        self.docs.resize(self.docs.len().max(number as usize + 1), None);
        self.docs[number as usize] = Some(doc);
    }

    fn take_out(&mut self, number: u32) {
        let Some(doc) = self.docs.get_mut(number as usize).and_then(Option::take) else { return };
        for term in &self.arena[doc.terms.start as usize..doc.terms.end as usize] {
            self.matters_with[*term as usize] -= 1;
            if doc.kind != NO_KIND {
                subtract(&mut self.kinds_with[*term as usize], doc.kind);
            }
        }
        remove(&mut self.by_time, &(doc.reported_secs, number));
        match doc.at {
            Some(at) => {
                if let Some(there) = self.cells.get_mut(&cell(at)) {
                    remove(there, &number);
                }
            }
            None => remove(&mut self.unlocated, &(doc.reported_secs, number)),
        }
        if let Some(there) = self.of_kind.get_mut(doc.kind as usize) {
            remove(there, &number);
        }
    }

    fn keep(&mut self, terms: &[u32]) -> Range<u32> {
        let start = self.arena.len() as u32;
        self.arena.extend_from_slice(terms);
        start..self.arena.len() as u32
    }

    /// The terms of a matter's title and address, and those of the title alone; each in order and once.
    fn terms_of(&mut self, row: &IncidentRow) -> (Vec<u32>, Vec<u32>) {
        let (title, address) = (self.numbered(&row.title), self.numbered(&row.address));
        let mut terms = [title.as_slice(), &address].concat();
        terms.sort_unstable();
        terms.dedup();
        let content = title.into_iter().filter(|term| address.binary_search(term).is_err()).collect();
        (terms, content)
    }

    /// The terms of a text, in order, each once; new ones get a number.
    fn numbered(&mut self, text: &str) -> Vec<u32> {
        let mut terms = Vec::new();
        each_gram(text, |gram, _| {
            let next = self.numbers.len() as u32;
            let number = *self.numbers.entry(gram).or_insert(next);
            if number == next {
                self.matters_with.push(0);
                self.kinds_with.push(Vec::new());
            }
            terms.push(number);
        });
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// The number of a term, where any matter has had it.
    pub(super) fn number(&self, gram: Gram) -> Option<u32> {
        self.numbers.get(&gram).copied()
    }

    /// How many terms there are.
    pub(super) fn term_count(&self) -> usize {
        self.matters_with.len()
    }

    /// How many matters are in it.
    pub(super) fn len(&self) -> usize {
        self.by_time.len()
    }

    /// What is kept of a matter; none of a confidential one.
    pub(super) fn doc(&self, number: u32) -> Option<&Doc> {
        self.docs.get(number as usize)?.as_ref()
    }

    /// A matter's terms, in order.
    pub(super) fn terms(&self, doc: &Doc) -> &[u32] {
        &self.arena[doc.terms.start as usize..doc.terms.end as usize]
    }

    /// The terms of its title that are not in its address, in order.
    pub(super) fn content(&self, doc: &Doc) -> &[u32] {
        &self.arena[doc.content.start as usize..doc.content.end as usize]
    }

    /// The matters within so many metres of a place, with their distances, by number.
    pub(super) fn near(&self, at: LonLat, radius_m: f64) -> Vec<(u32, f64)> {
        let (lon_m, lat_m) = metres_per_degree(at.lat_deg);
        // A little more than the circle: the metres of a degree change within it.
        let (dlon, dlat) = (radius_m / lon_m.max(1.0) * 1.01, radius_m / lat_m * 1.01);
        let west = ((at.lon_deg - dlon) / CELL_DEG).floor() as i64;
        let east = ((at.lon_deg + dlon) / CELL_DEG).floor() as i64;
        let south = ((at.lat_deg - dlat) / CELL_DEG).floor() as i64;
        let north = ((at.lat_deg + dlat) / CELL_DEG).floor() as i64;
        let mut found = Vec::new();
        // Near a pole a circle may go around the earth: each cell is looked at once.
        for x in west..=east.min(west + CELLS_AROUND - 1) {
            for y in south..=north {
                let there = self.cells.get(&(x.rem_euclid(CELLS_AROUND), y));
                for number in there.into_iter().flatten() {
                    let distance_m = self.doc(*number).and_then(|doc| Some(quick_distance_m(at, doc.at?)));
                    found.extend(distance_m.filter(|m| *m <= radius_m).map(|distance_m| (*number, distance_m)));
                }
            }
        }
        found.sort_unstable_by_key(|(number, _)| *number);
        found
    }
}

/// Those of a list by time that lie in `from ≤ t ≤ to`.
pub(super) fn between(list: &[(i64, u32)], (from, to): (i64, i64)) -> &[(i64, u32)] {
    let start = list.partition_point(|(at, _)| *at < from);
    let end = list.partition_point(|(at, _)| *at <= to);
    &list[start..end.max(start)]
}

fn cell(at: LonLat) -> (i64, i64) {
    let x = (at.lon_deg / CELL_DEG).floor() as i64;
    (x.rem_euclid(CELLS_AROUND), (at.lat_deg / CELL_DEG).floor() as i64)
}

/// Mostly at the end: what comes in is the newest.
fn insert<T: Ord>(list: &mut Vec<T>, item: T) {
    let place = if list.last().is_none_or(|last| *last < item) {
        list.len()
    } else {
        list.partition_point(|there| *there < item)
    };
    list.insert(place, item);
}

fn remove<T: Ord>(list: &mut Vec<T>, item: &T) {
    if let Ok(place) = list.binary_search(item) {
        list.remove(place);
    }
}

fn add(counts: &mut Vec<(u32, u32)>, kind: u32) {
    match counts.binary_search_by_key(&kind, |(kind, _)| *kind) {
        Ok(place) => counts[place].1 += 1,
        Err(place) => counts.insert(place, (kind, 1)),
    }
}

fn subtract(counts: &mut Vec<(u32, u32)>, kind: u32) {
    if let Ok(place) = counts.binary_search_by_key(&kind, |(kind, _)| *kind) {
        counts[place].1 -= 1;
        if counts[place].1 == 0 {
            counts.remove(place);
        }
    }
}
