//! The list's rows in order. A matter that changes is taken out and put in anew; all of it is sorted only when somebody
//! asks for another list or order, or when too much changed at once.

use super::filter::{Filter, List, Sort};
use super::found::Found;
use super::words::Words;
use crate::domain::{AreaLevel, LonLat, State, Timestamp, Urgency};
use crate::picture::Picture;
use crate::spatial::Bounds;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, HashSet};

/// What filters and orders look at, close together in memory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) number: u32,
    pub(super) state: State,
    pub(super) urgency: Urgency,
    pub(super) level: AreaLevel,
    pub(super) asked: bool,
    pub(super) supervised: bool,
    pub(super) town: u32,
    pub(super) agency: u32,
    pub(super) at: Option<LonLat>,
    pub(super) due_at: i64,
    /// When it is due soon: the last fifth of its time begins.
    pub(super) soon_at: i64,
    pub(super) suspended_until: i64,
    pub(super) reported_at: i64,
}

/// A town or an agency that is not known.
const UNKNOWN: u32 = u32::MAX;
/// What has no deadline comes last.
const NEVER: i64 = i64::MAX;
/// More changes than this are not put in one by one.
const ONE_BY_ONE: usize = 48;
/// Of what is over so many are listed, the newest of those found.
pub(super) const MOST_OVER: usize = 1_000;

fn is_hidden(picture: &Picture, number: u32) -> bool {
    let row = picture.incidents.row(number);
    row.confidential && row.state.is_handling()
}

impl Entry {
    /// None for what is over, and for what is kept from the screen.
    fn of_open(picture: &Picture, number: u32) -> Option<Self> {
        let row = picture.incidents.row(number);
        (row.state.is_open() && !row.confidential).then(|| Self::of(picture, number))
    }

    fn of(picture: &Picture, number: u32) -> Self {
        let row = picture.incidents.row(number);
        let course = row.course.as_deref();
        let due_at = row.due_at().or(row.deadline_at).map_or(NEVER, |at| at.0);
        let since = row.due_since().0;
        let summoned = course.and_then(|course| course.summons.as_ref()).is_some_and(|summons| !summons.in_force);
        let suspension = course.and_then(|course| course.suspension);
        Self {
            number,
            state: row.state,
            urgency: row.urgency,
            level: row.level(),
            asked: course.is_some_and(|course| course.request.is_some()) || summoned,
            supervised: course.is_some_and(|course| course.supervision.is_some()),
            town: row.town.unwrap_or(UNKNOWN),
            agency: row.agency.unwrap_or(UNKNOWN),
            at: row.at,
            due_at,
            // As `domain::due_state` has it: five times what is left is no more than the whole.
            soon_at: if due_at == NEVER { NEVER } else { due_at - due_at.saturating_sub(since).max(1) / 5 },
            suspended_until: suspension.map_or(i64::MIN, |suspension| suspension.until.0),
            reported_at: row.reported_at().0,
        }
    }
}

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
    counted: Option<(u64, u64, Timestamp, u64)>,
    /// Those that are only counted, while they are handled.
    hidden: HashSet<u32>,
    words: Words,
    found: Found,
    /// How many matters each list holds; what is over only where it is searched for.
    pub(super) counts: [usize; List::COUNT],
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
        match changed {
            Some(numbers) => moved.extend(numbers),
            None => self.read_all(picture, now),
        }
        let one_by_one = is_known
            && moved.len() <= ONE_BY_ONE
            && self.asked.as_ref() == Some(&asked)
            && filter.list != List::Over
            && self.words.is_whole(self.found.is_on());
        if one_by_one {
            moved.iter().for_each(|number| self.take_out(*number));
        }
        moved.iter().for_each(|number| self.read(picture, *number, now));
        let found_before = self.found.revision;
        self.words.make(picture, !filter.text.trim().is_empty());
        self.found.follow(picture, &self.words, &filter.text);
        if one_by_one {
            moved.iter().for_each(|number| self.put_in(*number, &asked, now));
        } else if !is_known
            || !moved.is_empty()
            || self.found.revision != found_before
            || self.asked.as_ref() != Some(&asked)
        {
            self.sort_all(picture, &asked, now);
        }
        self.asked = Some(asked);
        self.count(now, revisions);
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
        self.hidden = picture.incidents.open().filter(|number| is_hidden(picture, *number)).collect();
        self.slots = (0..).zip(&self.entries).map(|(slot, entry)| (entry.number, slot)).collect();
        self.words.begin(picture, self.entries.iter().map(|entry| entry.number));
        let lines = |entry: &Entry| [entry.due_at, entry.soon_at, entry.suspended_until].map(|at| (at, entry.number));
        let ahead = self.entries.iter().flat_map(lines).filter(|(at, _)| *at >= now.0 && *at != NEVER);
        self.flips = ahead.map(Reverse).collect();
    }

    /// How many matters are kept from the screen while they are handled.
    pub(super) fn hidden(&self) -> usize {
        self.hidden.len()
    }

    /// Reads one matter anew.
    fn read(&mut self, picture: &Picture, number: u32, now: Timestamp) {
        if is_hidden(picture, number) {
            self.hidden.insert(number);
        } else {
            self.hidden.remove(&number);
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
        order.extend(found.map(|piece| ([-piece.reported_at, 0, 0], piece.number)));
        if order.len() > MOST_OVER {
            order.select_nth_unstable(MOST_OVER);
            order.truncate(MOST_OVER);
        }
    }

    /// The key by which an open matter stands in the list; none where it is not in it.
    fn key_if_in(&self, entry: &Entry, asked: &Asked, now: Timestamp) -> Option<[i64; 3]> {
        let is_in =
            shows(&asked.view, entry) && asked.filter.passes(entry, now) && self.found.holds(&self.words, entry.number);
        is_in.then(|| asked.sort.key(entry, now))
    }

    /// Counts each list's matters where anything can have changed.
    fn count(&mut self, now: Timestamp, revisions: (u64, u64)) {
        let key = (revisions.0, revisions.1, now, self.found.revision);
        if self.counted == Some(key) {
            return;
        }
        self.counted = Some(key);
        let mut counts = [0; List::COUNT];
        for entry in &self.entries {
            for list in List::ALL {
                counts[list as usize] += usize::from(list.holds(entry, now));
            }
        }
        counts[List::Over as usize] = self.found.over(&self.words).count();
        let finds = |entry: &&Entry| self.found.holds(&self.words, entry.number);
        let found_open = if self.found.is_on() { self.entries.iter().filter(finds).count() } else { 0 };
        self.revision += u64::from((counts, found_open) != (self.counts, self.found_open));
        (self.counts, self.found_open) = (counts, found_open);
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
