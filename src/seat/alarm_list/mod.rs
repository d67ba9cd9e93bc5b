//! The alarms of a control room: what calls for somebody, from new over acknowledged to sent, or shelved; what floods; what is
//! to be heard. All of it follows from the live picture and the clock, whatever moment shows: what people do is in the ledger
//! (taken in, acknowledged, shelved, sent), so every seat sees the same, and a restart forgets nothing.

mod bell;
mod entry;
mod flood;
mod index;
mod intent;
mod state;

pub use bell::{Bell, FLOOD_GAP_SECS, GAP_SECS};
pub use entry::{AlarmEntry, Stage, raised_after_secs};
pub use flood::{FLOOD_FROM, FLOOD_UNTIL, FLOOD_WINDOW_SECS, Flood};
pub use intent::{AlarmIntent, SHELF_SECS};
pub use state::{alarm_list_json, alarms_json};

use super::link::{FromSound, SoundTrouble};
use super::{Seat, Toast};
use crate::domain::{AlarmCause, Timestamp, Urgency};
use index::{Index, News};
use std::collections::BTreeMap;

/// Where and what a group of a flood's alarms is about: town and category, by their rows.
pub type GroupKey = (Option<u32>, Option<u32>);

/// Alarms of one town and category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmGroup {
    /// Which town and category.
    pub key: GroupKey,
    /// How many.
    pub count: usize,
    /// The most urgent of them.
    pub urgency: Urgency,
    /// Since when the oldest of them calls.
    pub since: Timestamp,
}

/// A line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmLine {
    /// One alarm.
    One(AlarmEntry),
    /// Several, while alarms flood.
    Group(AlarmGroup),
    /// What was overdue or waited long before the seat opened.
    Old {
        /// How many.
        count: usize,
        /// How many of them are overdue.
        overdue: usize,
    },
}

/// The alarms.
#[derive(Debug, Default)]
pub struct AlarmList {
    /// Whether the list shows in place of the matters' list.
    pub is_open: bool,
    /// Which alarms it shows.
    pub stage: Stage,
    /// Whether nothing is to be heard.
    pub muted: bool,
    /// Why nothing can be heard, where that is so.
    pub silent: Option<SoundTrouble>,
    /// The group whose alarms show singly.
    pub unfolded: Option<GroupKey>,
    index: Index,
    flood: Flood,
    bell: Bell,
    /// Whether it has looked once: what it found then was there before.
    looked: bool,
    sound: Option<Urgency>,
    /// What was shelved here last, and when: it can be taken back for a while.
    shelved_here: Option<(crate::domain::IncidentCode, Timestamp)>,
    /// Moves with what is shown of it, and with mute.
    revision: u64,
}

impl AlarmList {
    /// How many alarms are in a stage; of the new ones, those that are told singly or flood, not the old.
    pub fn count(&self, stage: Stage) -> usize {
        self.index.count(stage)
    }

    /// How many were there unacknowledged long before the seat opened.
    pub fn old_count(&self) -> usize {
        self.index.old_count()
    }

    /// The most urgent of those that nobody has acknowledged.
    pub fn most_urgent(&self) -> Option<Urgency> {
        self.index.of(Stage::New).next().map(|entry| entry.urgency)
    }

    /// The alarm of a matter of the live picture.
    pub fn entry(&self, number: u32) -> Option<&AlarmEntry> {
        self.index.entry(number)
    }

    /// The alarms of a stage, the most urgent first, then the oldest; what is shelved by its end.
    pub fn of(&self, stage: Stage) -> impl Iterator<Item = &AlarmEntry> {
        self.index.of(stage)
    }

    /// When time alone changes something of it next.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.index.next_at()
    }

    /// Whether, since when and how fast they flood.
    pub fn flood(&self) -> &Flood {
        &self.flood
    }

    /// Moves whenever lines have changed.
    pub fn revision(&self) -> (u64, u64) {
        (self.revision, self.index.revision)
    }

    /// The lines of the stage that shows. While alarms flood the new ones stand in groups, the most urgent and largest
    /// first, but for U1, which stays single and on top, and for the group that is unfolded.
    pub fn lines(&self) -> Vec<AlarmLine> {
        let entries = self.index.of(self.stage).copied();
        if self.stage != Stage::New {
            return entries.map(AlarmLine::One).collect();
        }
        let mut lines = Vec::new();
        let mut groups: BTreeMap<GroupKey, Vec<AlarmEntry>> = BTreeMap::new();
        for entry in entries {
            if self.flood.is_on() && entry.urgency > Urgency::U1 {
                groups.entry((entry.town, entry.category)).or_default().push(entry);
            } else {
                lines.push(AlarmLine::One(entry));
            }
        }
        let mut groups: Vec<(AlarmGroup, Vec<AlarmEntry>)> = groups.into_iter().filter_map(group).collect();
        groups.sort_by_key(|(group, _)| (group.urgency, std::cmp::Reverse(group.count), group.since, group.key));
        for (group, members) in groups {
            lines.push(AlarmLine::Group(group));
            if self.unfolded == Some(group.key) {
                lines.extend(members.into_iter().map(AlarmLine::One));
            }
        }
        if self.old_count() > 0 {
            let overdue = self.index.old().filter(|entry| entry.cause == AlarmCause::Overdue).count();
            lines.push(AlarmLine::Old { count: self.old_count(), overdue });
        }
        lines
    }

    /// The sound that is to be heard now; once.
    pub fn take_sound(&mut self) -> Option<Urgency> {
        self.sound.take()
    }

    /// The clock was put back.
    pub(super) fn put_back(&mut self, now: Timestamp) {
        self.index.forget_moments(now);
        self.flood.put_back(now);
        self.bell.put_back(now);
        if let Some((_, at)) = &mut self.shelved_here {
            *at = now.min(*at);
        }
    }

    fn hear(&mut self, mut news: Vec<News>, now: Timestamp) {
        news.sort_by_key(|news| news.since);
        let is_first = !std::mem::replace(&mut self.looked, true);
        let was_on = self.flood.is_on();
        for fresh in news.iter().filter(|news| news.is_new) {
            // What the first look finds came when it came; it was heard then, or nobody was there.
            self.flood.arrive(if is_first { fresh.since.min(now) } else { now });
        }
        let floods = self.flood.tick(now);
        if was_on != floods {
            self.unfolded = None;
            self.revision += 1;
        }
        let came = news.iter().map(|news| news.urgency).min().filter(|_| !is_first);
        let sound = self.bell.ring(now, came, self.index.calling(), floods, self.muted);
        self.sound = sound.or(self.sound);
    }
}

/// What a group of alarms comes to.
fn group((key, members): (GroupKey, Vec<AlarmEntry>)) -> Option<(AlarmGroup, Vec<AlarmEntry>)> {
    let urgency = members.iter().map(|entry| entry.urgency).min()?;
    let since = members.iter().map(|entry| entry.since).min()?;
    Some((AlarmGroup { key, count: members.len(), urgency, since }, members))
}

impl Seat {
    /// Whatever has sounds played says whether it can: told once, by a sentence that says the way out, and shown as long as
    /// it lasts.
    pub fn take_from_sound(&mut self, message: FromSound) {
        self.alarm_list.revision += 1;
        match message {
            FromSound::Heard => self.alarm_list.silent = None,
            FromSound::Silent(trouble) => {
                if !self.alarm_list.muted {
                    self.toast(Toast::NoSound(trouble.clone()));
                }
                self.alarm_list.silent = Some(trouble);
            }
        }
    }

    /// Follows the live picture: what is new, what is raised, what floods, what is to be heard.
    pub(super) fn follow_alarms(&mut self) {
        let now = self.clock;
        let news = self.with_live(|seat| seat.alarm_list.index.follow(&seat.picture, now));
        self.alarm_list.hear(news, now);
    }
}
