//! What a turning wall looks at next, and why: a pure function of the picture, the alarms, and what it looked at lately.

use crate::domain::{Timestamp, Urgency};
use crate::picture::Picture;
use crate::seat::{AlarmList, Stage};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How far back changes count, seconds: as far as the list of the last changes shows them.
const CHANGES_SECS: i64 = 900;
/// A town that was looked at rests so long before it is looked at for the same reason, ms.
const TOWN_RESTS_MS: i64 = 900_000;
/// A matter that nobody acknowledges is looked at again after so long, ms.
const URGENT_RESTS_MS: i64 = 180_000;

/// What is looked at, and why. Areas and matters by their rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A matter of the first urgency that nobody has acknowledged.
    Urgent {
        /// It.
        incident: u32,
    },
    /// Of the towns that were not looked at lately, the one with the matter that is overdue longest.
    Overdue {
        /// The town.
        town: u32,
        /// For how long its oldest one is overdue, seconds.
        secs: i64,
    },
    /// Of the towns that were not looked at lately, the one in which most changed.
    Changed {
        /// The town.
        town: u32,
        /// How many changes it had in the last quarter of an hour.
        changes: usize,
    },
}

impl Subject {
    /// The name by which scripts know the reason.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Urgent { .. } => "urgent",
            Subject::Overdue { .. } => "overdue",
            Subject::Changed { .. } => "changed",
        }
    }

    fn mark(self) -> Mark {
        match self {
            Subject::Urgent { incident } => Mark::Urgent(incident),
            Subject::Overdue { town, .. } => Mark::Overdue(town),
            Subject::Changed { town, .. } => Mark::Changed(town),
        }
    }
}

/// What was looked at, without what it came to then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Urgent(u32),
    Overdue(u32),
    Changed(u32),
}

/// What was looked at lately, by a clock that goes at people's pace.
#[derive(Clone, Debug, Default)]
pub(super) struct Lately {
    at_ms: BTreeMap<Mark, i64>,
    was_overdue: bool,
}

impl Lately {
    /// Notes that this is looked at now.
    pub(super) fn note(&mut self, subject: Subject, now_ms: i64) {
        // What has rested long enough says nothing any more, so that days leave nothing.
        self.at_ms.retain(|mark, at_ms| match mark {
            Mark::Urgent(_) => true,
            Mark::Overdue(_) | Mark::Changed(_) => now_ms - *at_ms < TOWN_RESTS_MS,
        });
        self.at_ms.insert(subject.mark(), now_ms);
        if !matches!(subject, Subject::Urgent { .. }) {
            self.was_overdue = matches!(subject, Subject::Overdue { .. });
        }
    }

    /// Forgets matters that call for nobody any more.
    fn keep_urgent(&mut self, calling: &[u32]) {
        self.at_ms.retain(|mark, _| !matches!(mark, Mark::Urgent(incident) if !calling.contains(incident)));
    }

    fn rests(&self, mark: Mark, now_ms: i64, rest_ms: i64) -> bool {
        self.at_ms.get(&mark).is_some_and(|at_ms| now_ms - at_ms < rest_ms)
    }
}

/// A matter of the first urgency that nobody has acknowledged and that was not looked at yet: the newest.
pub(super) fn fresh_urgent(alarms: &AlarmList, lately: &Lately) -> Option<Subject> {
    let fresh = urgent(alarms).filter(|(_, incident)| !lately.at_ms.contains_key(&Mark::Urgent(*incident)));
    fresh.max().map(|(_, incident)| Subject::Urgent { incident })
}

/// What is to be looked at next; none where nothing needs it now.
pub(super) fn next(
    picture: &Picture,
    alarms: &AlarmList,
    lately: &mut Lately,
    now: Timestamp,
    now_ms: i64,
) -> Option<Subject> {
    let calling: Vec<u32> = urgent(alarms).map(|(_, incident)| incident).collect();
    lately.keep_urgent(&calling);
    let again = || {
        let rested = calling.iter().filter(|n| !lately.rests(Mark::Urgent(**n), now_ms, URGENT_RESTS_MS));
        rested.min_by_key(|n| (lately.at_ms.get(&Mark::Urgent(**n)), **n)).map(|n| Subject::Urgent { incident: *n })
    };
    let overdue = || longest_overdue(picture, lately, now, now_ms);
    let changed = || most_changed(picture, lately, now, now_ms);
    // Both kinds of towns take turns: where half the county is overdue, changes must be seen too.
    let town = || if lately.was_overdue { changed().or_else(overdue) } else { overdue().or_else(changed) };
    fresh_urgent(alarms, lately).or_else(again).or_else(town)
}

/// The matters of the first urgency that nobody has acknowledged, with since when they call.
fn urgent(alarms: &AlarmList) -> impl Iterator<Item = (Timestamp, u32)> + '_ {
    let new = alarms.of(Stage::New).filter(|entry| entry.urgency == Urgency::U1);
    new.map(|entry| (entry.since, entry.number))
}

fn longest_overdue(picture: &Picture, lately: &Lately, now: Timestamp, now_ms: i64) -> Option<Subject> {
    let mut oldest: BTreeMap<u32, Timestamp> = BTreeMap::new();
    for number in picture.incidents.open() {
        let row = picture.incidents.row(number);
        let (Some(town), Some(due_at), false) = (row.town, row.due_at(), row.confidential) else { continue };
        if due_at < now {
            oldest.entry(town).and_modify(|at| *at = due_at.min(*at)).or_insert(due_at);
        }
    }
    let waits = |town: &u32| !lately.rests(Mark::Overdue(*town), now_ms, TOWN_RESTS_MS);
    let longest = oldest.into_iter().filter(|(town, _)| waits(town)).min_by_key(|(town, due_at)| (*due_at, *town));
    longest.map(|(town, due_at)| Subject::Overdue { town, secs: now.secs_since(due_at) })
}

fn most_changed(picture: &Picture, lately: &Lately, now: Timestamp, now_ms: i64) -> Option<Subject> {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for change in picture.changes.since(now.plus_secs(-CHANGES_SECS)).filter(|change| change.at <= now) {
        let row = picture.incidents.row(change.incident);
        if let (Some(town), false) = (row.town, row.confidential) {
            *counts.entry(town).or_default() += 1;
        }
    }
    let waits = |town: &u32| !lately.rests(Mark::Changed(*town), now_ms, TOWN_RESTS_MS);
    let most = counts.into_iter().filter(|(town, _)| waits(town)).max_by_key(|(town, count)| (*count, Reverse(*town)));
    most.map(|(town, changes)| Subject::Changed { town, changes })
}
