//! What calls at a moment, and whether it floods: of the live county, followed from frame to frame, or of a past moment, as a
//! seat would find it that opens then.

use super::entry::{AlarmEntry, Stage};
use super::flood::Flood;
use super::index::{Index, News};
use super::{AlarmGroup, AlarmLine, GroupKey};
use crate::domain::{AlarmCause, Timestamp, Urgency};
use crate::picture::Picture;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Calls {
    pub(super) index: Index,
    pub(super) flood: Flood,
    /// Whether it has looked once: what it found then was there before.
    looked: bool,
}

/// What is to be heard of since the last look.
pub(super) struct Heard {
    pub(super) news: Vec<News>,
    /// Whether this was the first look: all there is, and nothing that has just come.
    pub(super) is_first: bool,
    /// Whether the flood began or ended.
    pub(super) turned: bool,
}

impl Calls {
    /// What called at a past moment.
    pub(super) fn at(picture: &Picture, moment: Timestamp) -> Self {
        let mut calls = Self::default();
        calls.follow(picture, moment);
        calls
    }

    /// Follows a picture to `now`.
    pub(super) fn follow(&mut self, picture: &Picture, now: Timestamp) -> Heard {
        let mut news = self.index.follow(picture, now);
        news.sort_by_key(|news| news.since);
        let is_first = !std::mem::replace(&mut self.looked, true);
        let was_on = self.flood.is_on();
        for fresh in news.iter().filter(|news| news.is_new) {
            // What the first look finds came when it came; it was heard then, or nobody was there.
            self.flood.arrive(if is_first { fresh.since.min(now) } else { now });
        }
        let turned = was_on != self.flood.tick(now);
        Heard { news, is_first, turned }
    }

    /// The lines of a stage. While alarms flood the new ones stand in groups, the most urgent and largest first, but for U1,
    /// which stays single and on top, and for the group that is unfolded.
    pub(super) fn lines(&self, stage: Stage, unfolded: Option<GroupKey>) -> Vec<AlarmLine> {
        let entries = self.index.of(stage).copied();
        if stage != Stage::New {
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
            if unfolded == Some(group.key) {
                lines.extend(members.into_iter().map(AlarmLine::One));
            }
        }
        let count = self.index.old_count();
        if count > 0 {
            let overdue = self.index.old().filter(|entry| entry.cause == AlarmCause::Overdue).count();
            lines.push(AlarmLine::Old { count, overdue });
        }
        lines
    }
}

/// What a group of alarms comes to.
fn group((key, members): (GroupKey, Vec<AlarmEntry>)) -> Option<(AlarmGroup, Vec<AlarmEntry>)> {
    let urgency = members.iter().map(|entry| entry.urgency).min()?;
    let since = members.iter().map(|entry| entry.since).min()?;
    Some((AlarmGroup { key, count: members.len(), urgency, since }, members))
}
