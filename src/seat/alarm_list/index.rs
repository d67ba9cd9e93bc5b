//! The alarms in order, kept step by step: a matter that changed, or whose time has come, is looked at anew; all of them only
//! at the start and when too much changed at once.

use super::entry::{AlarmEntry, Stage};
use crate::domain::{AlarmCause, Timestamp, Urgency};
use crate::picture::Picture;
use std::collections::{BTreeSet, HashMap};

/// What calls that a seat finds when it opens is old from this age on, seconds: as old as what the list of changes shows.
const OLD_SECS: i64 = 900;
/// What nobody was sent to is old from this age on, seconds.
const OLD_WAITING_SECS: i64 = 86_400;

/// Something that must be heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct News {
    pub(super) urgency: Urgency,
    /// Since when it calls.
    pub(super) since: Timestamp,
    /// It is new; else it is raised.
    pub(super) is_new: bool,
}

#[derive(Debug, Default)]
pub(super) struct Index {
    entries: HashMap<u32, AlarmEntry>,
    order: [BTreeSet<(i64, i64, u32)>; 4],
    /// What was old when the seat opened, and is new to nobody but stands unacknowledged.
    old: BTreeSet<u32>,
    /// When time changes something, by moment; and by matter.
    flips: BTreeSet<(i64, u32)>,
    flip_at: HashMap<u32, i64>,
    followed: Option<(u64, u64)>,
    opened_at: Timestamp,
    /// Moves with every change.
    pub(super) revision: u64,
}

impl Index {
    /// Follows the picture to `now`; answers what is new or raised since. The first time that is all there is.
    pub(super) fn follow(&mut self, picture: &Picture, now: Timestamp) -> Vec<News> {
        let revisions = (picture.revisions.incidents, picture.revisions.areas);
        let changed = match self.followed {
            Some((incidents, areas)) if areas == revisions.1 => picture.touched.since(incidents, revisions.0),
            _ => None,
        };
        if self.followed.replace(revisions).is_none() {
            self.opened_at = now;
        }
        let mut news = Vec::new();
        match changed {
            None => self.read_all(picture, now, &mut news),
            Some(numbers) => {
                let due = self.due(now);
                numbers.into_iter().chain(due).for_each(|number| self.read(picture, number, now, &mut news));
            }
        }
        news
    }

    /// Everything is looked at anew by the next look: the clock was put back.
    pub(super) fn forget_moments(&mut self, now: Timestamp) {
        self.followed = self.followed.map(|(_, areas)| (u64::MAX, areas));
        self.opened_at = self.opened_at.min(now);
    }

    /// When time alone changes something next.
    pub(super) fn next_at(&self) -> Option<Timestamp> {
        self.flips.first().map(|(at, _)| Timestamp(*at))
    }

    fn due(&mut self, now: Timestamp) -> Vec<u32> {
        let mut due = Vec::new();
        while let Some((at, number)) = self.flips.first().copied().filter(|(at, _)| *at <= now.0) {
            self.flips.remove(&(at, number));
            self.flip_at.remove(&number);
            due.push(number);
        }
        due
    }

    fn read_all(&mut self, picture: &Picture, now: Timestamp, news: &mut Vec<News>) {
        let open: BTreeSet<u32> = picture.incidents.open().collect();
        let gone: Vec<u32> = self.entries.keys().copied().filter(|number| !open.contains(number)).collect();
        gone.into_iter().chain(open).for_each(|number| self.read(picture, number, now, news));
    }

    fn read(&mut self, picture: &Picture, number: u32, now: Timestamp, news: &mut Vec<News>) {
        let row = picture.incidents.row(number);
        self.set_flip(number, AlarmEntry::next_at(row, now));
        let entry = AlarmEntry::of(row, number, now);
        let before = self.entries.get(&number).copied();
        let is_old = entry.is_some_and(|entry| self.is_old(&entry));
        if let Some(entry) = &entry {
            news.extend(news_of(before.as_ref(), entry, is_old));
        }
        if before == entry {
            return;
        }
        self.revision += 1;
        if let Some(before) = before {
            self.order[before.stage as usize].remove(&before.key());
            self.old.remove(&number);
            self.entries.remove(&number);
        }
        if let Some(entry) = entry {
            if is_old {
                self.old.insert(number);
            } else {
                self.order[entry.stage as usize].insert(entry.key());
            }
            self.entries.insert(number, entry);
        }
    }

    fn set_flip(&mut self, number: u32, at: Option<Timestamp>) {
        let before = match at {
            Some(at) => self.flip_at.insert(number, at.0),
            None => self.flip_at.remove(&number),
        };
        if let Some(before) = before {
            self.flips.remove(&(before, number));
        }
        if let Some(at) = at {
            self.flips.insert((at.0, number));
        }
    }

    /// Whether it stood there, unacknowledged, long before the seat opened. U1 is always told singly.
    fn is_old(&self, entry: &AlarmEntry) -> bool {
        let age_secs = if entry.cause == AlarmCause::Waiting { OLD_WAITING_SECS } else { OLD_SECS };
        entry.stage == Stage::New && entry.urgency > Urgency::U1 && self.opened_at.secs_since(entry.since) > age_secs
    }

    pub(super) fn entry(&self, number: u32) -> Option<&AlarmEntry> {
        self.entries.get(&number)
    }

    pub(super) fn count(&self, stage: Stage) -> usize {
        self.order[stage as usize].len()
    }

    /// Of a stage, in order.
    pub(super) fn of(&self, stage: Stage) -> impl Iterator<Item = &AlarmEntry> {
        self.order[stage as usize].iter().filter_map(|(_, _, number)| self.entries.get(number))
    }

    pub(super) fn old(&self) -> impl Iterator<Item = &AlarmEntry> {
        self.old.iter().filter_map(|number| self.entries.get(number))
    }

    pub(super) fn old_count(&self) -> usize {
        self.old.len()
    }

    /// How many U1 and U2 call for somebody, acknowledged or not, while nobody was sent.
    pub(super) fn calling(&self) -> [usize; 2] {
        let count = |urgency: Urgency| {
            let key = urgency as i64;
            let range = (key, i64::MIN, 0)..(key + 1, i64::MIN, 0);
            [Stage::New, Stage::Acknowledged].map(|stage| self.order[stage as usize].range(range.clone()).count())
        };
        [Urgency::U1, Urgency::U2].map(|urgency| count(urgency).into_iter().sum())
    }
}

/// Whether a matter is news: it calls now and did not, or for another reason, or it is raised. What somebody took off the
/// shelf by hand is news to nobody.
fn news_of(before: Option<&AlarmEntry>, entry: &AlarmEntry, is_old: bool) -> Option<News> {
    let by_hand = before.is_some_and(|before| before.stage == Stage::Shelved) && entry.cause != AlarmCause::OffShelf;
    let known = before.is_some_and(|before| before.stage == Stage::New && before.since == entry.since);
    let is_new = entry.stage == Stage::New && !known && !is_old && !by_hand;
    let is_raised = entry.raised && before.is_some_and(|before| !before.raised) && !by_hand && !is_old;
    (is_new || is_raised).then_some(News { urgency: entry.urgency, since: entry.since, is_new })
}
