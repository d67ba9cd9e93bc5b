//! The list's rows in order. A matter that changes is taken out and put in anew; all of it is sorted only when somebody
//! asks for another list or order, or when too much changed at once.

use super::entry::{Entry, NEVER, is_hidden};
use super::filter::{Filter, List, Sort};
use super::found::Found;
use super::words::Words;
use crate::domain::{Timestamp, Urgency};
use crate::picture::Picture;
use crate::spatial::Bounds;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

/// More changes than this are not put in one by one.
const ONE_BY_ONE: usize = 48;
/// Of what is over so many are listed, the newest of those found.
const MOST_OVER: usize = 1_000;

/// What the order was made for.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    filter: Filter,
    sort: Sort,
    view: Option<Bounds>,
}

/// The list's rows in order.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    /// Where a matter's entry stands.
    slots: HashMap<u32, u32>,
    order: Vec<([i64; 3], u32)>,
    /// The key by which a matter stands in the order.
    keys: HashMap<u32, [i64; 3]>,
    /// When a matter passes a line that filters or orders look at.
    flips: BinaryHeap<Reverse<(i64, u32)>>,
    asked: Option<Asked>,
    /// The revisions of incidents and areas that were followed.
    followed: Option<(u64, u64)>,
    view_before: Option<Bounds>,
    counted: Option<(u64, u64, u64, Timestamp)>,
    counted_found: Option<(u64, u64, u64, u64)>,
    /// Those that are only counted, while they are open.
    kept_back: HashMap<u32, Entry>,
    /// How many of those each list would hold.
    pub(super) hidden: [usize; List::COUNT],
    words: Words,
    found: Found,
    /// How many matters each list holds; what is over only where it is searched for.
    pub(super) counts: [usize; List::COUNT],
    /// How many of them what narrows the list lets through.
    pub(super) let_through: [usize; List::COUNT],
    /// How many open matters the search finds, whatever else narrows the list.
    pub(super) found_open: usize,
    pub(super) pressing: [usize; 2],
    /// Moves whenever rows or order have changed.
    pub(super) revision: u64,
}

impl Index {
    pub(super) fn len(&self) -> usize {
        self.order.len()
    }

    pub(super) fn rows(&self, first: usize, count: usize) -> Vec<u32> {
        self.order.iter().skip(first).take(count).map(|(_, number)| *number).collect()
    }

    pub(super) fn place(&self, number: u32) -> Option<usize> {
        let key = self.keys.get(&number)?;
        self.order.binary_search(&(*key, number)).ok()
    }

    pub(super) fn follow(&mut self, picture: &Picture, now: Timestamp, filter: &Filter, sort: Sort, view: &Bounds) {
        let revisions = (picture.revisions.incidents, picture.revisions.areas);
        // A map that still moves narrows the list when it rests.
        let rested = self.view_before.replace(*view) == Some(*view);
        let before = self.asked.as_ref().and_then(|asked| asked.view);
        let narrowed = filter.on_map.then_some(if rested { *view } else { before.unwrap_or(*view) });
        let asked = Asked { filter: filter.clone(), sort, view: narrowed };
        let changed = self.changed(picture, revisions).filter(|_| !self.words.is_wasteful());
        self.followed = Some(revisions);
        let mut moved = self.flipped(now);
        let is_known = changed.is_some();
        // Another order counts nothing anew.
        if self.asked.as_ref().is_none_or(|before| before.filter != asked.filter || before.view != asked.view) {
            self.counted = None;
        }
        match changed {
            Some(numbers) => moved.extend(numbers),
            None => self.read_all(picture, now),
        }
        // What has changed may have passed a line, too.
        moved.sort_unstable();
        moved.dedup();
        let one_by_one = is_known
            && moved.len() <= ONE_BY_ONE
            && self.asked.as_ref() == Some(&asked)
            && filter.list != List::Over
            && self.words.is_whole(self.found.is_on());
        if one_by_one {
            moved.iter().for_each(|number| self.take_out(*number));
        }
        moved.iter().for_each(|number| self.read(picture, *number, now));
        let found_before = self.found_in(filter.list);
        self.words.make(picture, !filter.text.trim().is_empty());
        self.found.follow(picture, &self.words, &filter.text);
        if one_by_one {
            moved.iter().for_each(|number| self.put_in(*number, &asked, now));
        } else if !is_known
            || !moved.is_empty()
            || self.found_in(filter.list) != found_before
            || self.asked.as_ref() != Some(&asked)
        {
            self.sort_all(picture, &asked, now);
        }
        self.count(now, revisions, &asked);
        self.asked = Some(asked);
    }

    /// The matters that changed since the last look; none where that can't be told.
    fn changed(&self, picture: &Picture, revisions: (u64, u64)) -> Option<Vec<u32>> {
        let (incidents, areas) = self.followed?;
        if areas != revisions.1 {
            return None;
        }
        picture.touched.since(incidents, revisions.0)
    }

    /// The matters that have passed a line since the last look.
    fn flipped(&mut self, now: Timestamp) -> Vec<u32> {
        let mut flipped = Vec::new();
        while let Some(Reverse((at, number))) = self.flips.peek().copied().filter(|Reverse((at, _))| *at < now.0) {
            self.flips.pop();
            // One that has moved its deadline since has its own entry in the heap.
            let slot = self.slots.get(&number).map(|slot| &self.entries[*slot as usize]);
            if slot.is_some_and(|entry| [entry.due_at, entry.soon_at, entry.suspended_until].contains(&at)) {
                flipped.push(number);
            }
        }
        flipped
    }

    fn read_all(&mut self, picture: &Picture, now: Timestamp) {
        self.entries = picture.incidents.open().filter_map(|number| Entry::of_open(picture, number)).collect();
        let kept_back = picture.incidents.open().filter(|number| is_hidden(picture, *number));
        self.kept_back = kept_back.map(|number| (number, Entry::of(picture, number))).collect();
        self.slots = (0..).zip(&self.entries).map(|(slot, entry)| (entry.number, slot)).collect();
        self.words.begin(picture, self.entries.iter().map(|entry| entry.number));
        let lines = |entry: &Entry| [entry.due_at, entry.soon_at, entry.suspended_until].map(|at| (at, entry.number));
        let ahead = self.entries.iter().flat_map(lines).filter(|(at, _)| *at >= now.0 && *at != NEVER);
        self.flips = ahead.map(Reverse).collect();
    }

    /// Reads one matter anew.
    fn read(&mut self, picture: &Picture, number: u32, now: Timestamp) {
        if is_hidden(picture, number) {
            self.kept_back.insert(number, Entry::of(picture, number));
        } else {
            self.kept_back.remove(&number);
        }
        if self.words.piece_of(number).is_some() {
            self.words.put(picture, number);
        }
        match (Entry::of_open(picture, number), self.slots.get(&number).copied()) {
            (Some(entry), slot) => {
                for at in [entry.due_at, entry.soon_at, entry.suspended_until] {
                    if at >= now.0 && at != NEVER {
                        self.flips.push(Reverse((at, number)));
                    }
                }
                match slot {
                    Some(slot) => self.entries[slot as usize] = entry,
                    None => {
                        self.slots.insert(number, self.entries.len() as u32);
                        self.entries.push(entry);
                        self.words.want(number);
                    }
                }
            }
            (None, Some(slot)) => {
                self.entries.swap_remove(slot as usize);
                self.slots.remove(&number);
                if let Some(moved) = self.entries.get(slot as usize) {
                    self.slots.insert(moved.number, slot);
                }
            }
            (None, None) => {}
        }
    }

    /// Takes a matter out of the order.
    fn take_out(&mut self, number: u32) {
        if let Some(place) = self.place(number) {
            let urgency = self.slots.get(&number).map(|slot| self.entries[*slot as usize].urgency);
            self.count_pressing(urgency, false);
            self.order.remove(place);
            self.keys.remove(&number);
        }
        self.revision += 1;
    }

    /// Puts one that was taken out, and read anew, in where it belongs now.
    fn put_in(&mut self, number: u32, asked: &Asked, now: Timestamp) {
        let Some(entry) = self.slots.get(&number).map(|slot| self.entries[*slot as usize].clone()) else {
            return;
        };
        if let Some(key) = self.key_if_in(&entry, asked, now) {
            self.count_pressing(Some(entry.urgency), true);
            let place = self.order.partition_point(|row| *row < (key, number));
            self.order.insert(place, (key, number));
            self.keys.insert(number, key);
        }
    }

    fn count_pressing(&mut self, urgency: Option<Urgency>, more: bool) {
        if let Some(count) = urgency.and_then(|urgency| self.pressing.get_mut(urgency as usize)) {
            *count = if more { *count + 1 } else { count.saturating_sub(1) };
        }
    }

    fn sort_all(&mut self, picture: &Picture, asked: &Asked, now: Timestamp) {
        let mut order = std::mem::take(&mut self.order);
        order.clear();
        self.pressing = [0; 2];
        if asked.filter.list == List::Over {
            self.list_over(picture, asked, now, &mut order);
        } else {
            for entry in &self.entries {
                if let Some(key) = self.key_if_in(entry, asked, now) {
                    order.push((key, entry.number));
                    if let Some(count) = self.pressing.get_mut(entry.urgency as usize) {
                        *count += 1;
                    }
                }
            }
        }
        order.sort_unstable();
        self.keys = order.iter().map(|(key, number)| (*number, *key)).collect();
        self.order = order;
        self.revision += 1;
    }

    /// The newest of what is over and found. Matters themselves are looked at only where more than words narrow the list.
    fn list_over(&self, picture: &Picture, asked: &Asked, now: Timestamp, order: &mut Vec<([i64; 3], u32)>) {
        let narrowed = asked.filter.is_narrowed_by_more_than_words();
        let passes = |number: u32| {
            let entry = Entry::of(picture, number);
            shows(&asked.view, &entry) && asked.filter.passes(&entry, now)
        };
        let found = self.found.over(&self.words).filter(|piece| piece.number < picture.incidents.len());
        let found = found.filter(|piece| !narrowed || passes(piece.number));
        // The newest so far, the oldest of them at hand: nearly all that come after a while are older than that.
        let mut newest = BinaryHeap::with_capacity(MOST_OVER + 1);
        for piece in found {
            let key = (-piece.reported_at, piece.number);
            if newest.len() < MOST_OVER || newest.peek().is_some_and(|oldest| key < *oldest) {
                newest.push(key);
            }
            if newest.len() > MOST_OVER {
                newest.pop();
            }
        }
        order.extend(newest.into_iter().map(|(key, number)| ([key, 0, 0], number)));
    }

    /// Moves whenever more is found of what a list shows.
    fn found_in(&self, list: List) -> u64 {
        if list == List::Over { self.found.over_revision } else { self.found.revision }
    }

    /// The key by which an open matter stands in the list; none where it is not in it.
    fn key_if_in(&self, entry: &Entry, asked: &Asked, now: Timestamp) -> Option<[i64; 3]> {
        let is_in = asked.filter.list.holds(entry, now) && self.lets_through(entry, asked);
        is_in.then(|| asked.sort.key(entry, now))
    }

    /// Whether all that narrows the list lets an open matter through.
    fn lets_through(&self, entry: &Entry, asked: &Asked) -> bool {
        let is_found = || self.found.holds(&self.words, entry.number);
        shows(&asked.view, entry) && asked.filter.lets_through(entry) && is_found()
    }

    /// Counts each list's matters where anything can have changed.
    fn count(&mut self, now: Timestamp, revisions: (u64, u64), asked: &Asked) {
        let key = (revisions.0, revisions.1, self.found.revision, now);
        let before = (self.counts, self.let_through, self.found_open, self.hidden);
        if self.counted != Some(key) {
            self.counted = Some(key);
            let (mut counts, mut let_through) = ([0; List::ALL.len()], [0; List::ALL.len()]);
            for entry in &self.entries {
                let passes = self.lets_through(entry, asked);
                for list in List::ALL {
                    let holds = list.holds(entry, now);
                    counts[list as usize] += usize::from(holds);
                    let_through[list as usize] += usize::from(holds && passes);
                }
            }
            self.hidden = self.count_hidden(now, asked);
            self.counts[..List::ALL.len()].copy_from_slice(&counts);
            self.let_through[..List::ALL.len()].copy_from_slice(&let_through);
        }
        let key = (revisions.0, revisions.1, self.found.revision, self.found.over_revision);
        if self.counted_found != Some(key) {
            self.counted_found = Some(key);
            self.counts[List::Over as usize] = self.found.over(&self.words).count();
            self.let_through[List::Over as usize] = self.counts[List::Over as usize];
            let finds = |entry: &&Entry| self.found.holds(&self.words, entry.number);
            self.found_open = if self.found.is_on() { self.entries.iter().filter(finds).count() } else { 0 };
        }
        self.revision += u64::from(before != (self.counts, self.let_through, self.found_open, self.hidden));
    }

    fn count_hidden(&self, now: Timestamp, asked: &Asked) -> [usize; List::COUNT] {
        let mut hidden = [0; List::COUNT];
        let is_told = asked.filter.text.trim().is_empty() && !asked.filter.on_map;
        let is_asked = |entry: &&Entry| is_told && asked.filter.lets_through(entry);
        for entry in self.kept_back.values().filter(is_asked) {
            for list in List::ALL {
                hidden[list as usize] += usize::from(list.holds(entry, now));
            }
        }
        hidden
    }

    /// Whether a search is still on its way to what is over.
    pub(super) fn is_searching(&self) -> bool {
        self.found.is_on() && !self.words.is_whole(true)
    }
}

/// Whether the map shows a matter, where only that is wanted.
fn shows(view: &Option<Bounds>, entry: &Entry) -> bool {
    view.as_ref().is_none_or(|view| entry.at.is_some_and(|at| view.contains(at)))
}
