//! The list of matters: which of them, in which order, and which are marked. Kept in order step by step as matters
//! change; a frame looks only at the rows that it draws.

mod entry;
mod filter;
mod found;
mod index;
mod intent;
mod people;
mod places;
mod search;
mod views;
mod words;

pub use filter::{Filter, List, SavedFilter, Sort};
pub use intent::ListIntent;
pub use places::FoundPlace;
pub use search::initials;

use crate::domain::Timestamp;
use crate::picture::Picture;
use crate::seat::SavedView;
use crate::spatial::Bounds;
use index::Index;
use std::collections::BTreeSet;

/// The list of matters.
#[derive(Debug, Default)]
pub struct Queue {
    /// Which matters.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// The saved views, everybody's; `Seat::views` says which of them whoever sits here sees.
    pub(in crate::seat) views: Vec<SavedView>,
    /// Moves when the views do.
    pub(in crate::seat) views_revision: u64,
    /// Moves whenever rows, order or marks have changed.
    revision: u64,
    /// In which order each list stands, where somebody has chosen one.
    orders: [Option<Sort>; List::COUNT],
    marked: BTreeSet<u32>,
    index: Index,
    people: people::People,
    places: places::Places,
}

impl Queue {
    /// How many matters are in the list.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The matters from a place of the list on.
    pub fn rows(&self, first: usize, count: usize) -> Vec<u32> {
        self.index.rows(first, count)
    }

    /// The place of a matter in the list.
    pub fn place(&self, number: u32) -> Option<usize> {
        self.index.place(number)
    }

    /// How many matters each list holds, as they stand at the moment of the last look; of what is over, those that are found.
    pub fn count(&self, list: List) -> usize {
        self.index.counts[list as usize]
    }

    /// How many matters of each list what narrows it lets through: towns, states, words, the map.
    pub fn count_let_through(&self, list: List) -> usize {
        self.index.let_through[list as usize]
    }

    /// Whether a search is still on its way through what is over.
    pub fn is_searching(&self) -> bool {
        self.index.is_searching()
    }

    /// The lists outside of this one in which the search finds something, and how much, whatever else narrows this one.
    pub fn elsewhere(&self) -> impl Iterator<Item = (List, usize)> + '_ {
        let found = [(List::Open, self.index.found_open), (List::Over, self.count(List::Over))];
        let shown = |list: List| list == self.filter.list && !self.filter.is_narrowed_by_more_than_words();
        found.into_iter().filter(move |(list, count)| *count > 0 && !shown(*list))
    }

    /// How many matters of the list are of the two highest urgencies.
    pub fn pressing(&self) -> [usize; 2] {
        self.index.pressing
    }

    /// How many open matters of a list are kept from the screen, as far as what narrows it lets them through. Neither words
    /// nor the map find any of them: both could be narrowed until they told of one.
    pub fn hidden(&self, list: List) -> usize {
        self.index.hidden[list as usize]
    }

    /// Moves whenever rows, order or marks have changed.
    pub fn revision(&self) -> (u64, u64) {
        (self.revision, self.index.revision)
    }

    /// The marked matters.
    pub fn marked(&self) -> impl Iterator<Item = u32> + '_ {
        self.marked.iter().copied()
    }

    /// How many are marked.
    pub fn marked_count(&self) -> usize {
        self.marked.len()
    }

    /// Whether a matter is marked.
    pub fn is_marked(&self, number: u32) -> bool {
        self.marked.contains(&number)
    }

    /// Shows a list in its own order: the one chosen for it, or else the one that it has by itself.
    fn show(&mut self, list: List) {
        self.filter.list = list;
        self.sort = self.orders[list as usize].unwrap_or(list.order());
    }

    fn choose(&mut self, sort: Sort) {
        self.sort = sort;
        self.orders[self.filter.list as usize] = Some(sort);
    }

    /// Forgets rows that belong to another picture.
    pub(in crate::seat) fn forget_places(&mut self) {
        self.places.forget();
    }

    pub(in crate::seat) fn unmark_all(&mut self) {
        self.marked.clear();
        self.revision += 1;
    }

    /// Marks these and no others.
    pub(in crate::seat) fn mark_these(&mut self, matters: impl Iterator<Item = u32>) {
        self.marked = matters.collect();
        self.revision += 1;
    }

    /// The filter with names instead of numbers, as it is saved.
    pub fn saved_filter(&self, picture: &Picture) -> SavedFilter {
        self.filter.saved(picture)
    }

    /// Follows what has changed since the last look.
    pub(in crate::seat) fn follow(&mut self, picture: &Picture, now: Timestamp, view: &Bounds) {
        self.index.follow(picture, now, &self.filter, self.sort, view);
        self.people.follow(picture, &self.filter.text);
        self.places.follow(picture, &self.filter.text);
        // What is closed meanwhile is marked no longer.
        let before = self.marked.len();
        if before > 0 {
            self.marked.retain(|number| picture.incidents.row(*number).state.is_open());
            self.revision += u64::from(self.marked.len() < before);
        }
    }
}
