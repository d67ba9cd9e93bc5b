//! Which matters a list shows, and in which order.

use super::entry::Entry;
use crate::domain::{AgencyName, AreaCode, AreaLevel, State, Timestamp, Urgency};
use crate::picture::Picture;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The lists that an officer works through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// 待办: what is not handled yet.
    #[default]
    ToDo,
    /// 待派: nobody has been sent, no agency answers.
    Waiting,
    /// 待回访: handled, to be checked, called back and closed.
    CallBack,
    /// 临期: the last fifth of the time runs.
    DueSoon,
    /// 超期
    Overdue,
    /// 待批: something is asked, or a summons waits for approval.
    Asked,
    /// 督办
    Supervision,
    /// 中止: the clock stands still.
    Suspended,
    /// 未定位
    Unlocated,
    /// 全部在册: everything that is open.
    Open,
    /// 已办结: what is over, as far as it is searched for.
    Over,
}

impl List {
    /// How many lists there are.
    pub const COUNT: usize = List::ALL.len() + 1;

    /// All lists of what is open, in the order in which they are offered.
    pub const ALL: [List; 10] = [
        List::ToDo,
        List::Waiting,
        List::CallBack,
        List::DueSoon,
        List::Overdue,
        List::Asked,
        List::Supervision,
        List::Suspended,
        List::Unlocated,
        List::Open,
    ];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        [
            "to-do",
            "waiting",
            "call-back",
            "due-soon",
            "overdue",
            "asked",
            "supervision",
            "suspended",
            "unlocated",
            "open",
            "over",
        ][self as usize]
    }

    /// In which order it stands where nobody has chosen one: where a clock has run out, the one that waits longest first.
    pub fn order(self) -> Sort {
        match self {
            List::DueSoon | List::Overdue | List::Supervision => Sort::Due,
            List::CallBack | List::Asked => Sort::Oldest,
            _ => Sort::Pressing,
        }
    }

    pub(super) fn holds(self, entry: &Entry, now: Timestamp) -> bool {
        let handling = entry.state.is_handling();
        match self {
            List::ToDo => handling,
            List::Waiting => entry.state <= State::Accepted,
            List::CallBack => entry.state == State::Handled,
            List::DueSoon => handling && entry.soon_at <= now.0 && now.0 <= entry.due_at,
            List::Overdue => handling && entry.due_at < now.0,
            List::Asked => entry.asked,
            List::Supervision => entry.supervised,
            List::Suspended => now.0 < entry.suspended_until,
            List::Unlocated => entry.at.is_none(),
            List::Open | List::Over => true,
        }
    }
}

/// In which order a list stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The most pressing first: by urgency, but what is overdue ahead of all that is not urgent, the longest first; then what
    /// nobody has been sent to, then by deadline.
    #[default]
    Pressing,
    /// By deadline.
    Due,
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
    /// By town, then by deadline.
    Town,
    /// By agency, then by deadline.
    Agency,
}

impl Sort {
    /// All orders.
    pub const ALL: [Sort; 6] = [Sort::Pressing, Sort::Due, Sort::Newest, Sort::Oldest, Sort::Town, Sort::Agency];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        ["pressing", "due", "newest", "oldest", "town", "agency"][self as usize]
    }

    /// The order that follows on this one.
    #[must_use]
    pub fn next(self) -> Sort {
        Sort::ALL[(self as usize + 1) % Sort::ALL.len()]
    }

    pub(super) fn key(self, entry: &Entry, now: Timestamp) -> [i64; 3] {
        match self {
            Sort::Pressing => {
                let overdue = entry.state.is_handling() && entry.due_at < now.0;
                let (pressing, state) = match entry.urgency {
                    Urgency::U1 | Urgency::U2 => (entry.urgency as i64, entry.state as i64),
                    _ if overdue => (2, 0),
                    Urgency::U3 | Urgency::U4 => (entry.urgency as i64 + 1, entry.state as i64),
                };
                [pressing * 16 + state, entry.due_at, entry.reported_at]
            }
            Sort::Due => [entry.due_at, entry.urgency as i64, entry.reported_at],
            Sort::Newest => [-entry.reported_at, 0, 0],
            Sort::Oldest => [entry.reported_at, 0, 0],
            Sort::Town => [i64::from(entry.town), entry.due_at, entry.reported_at],
            Sort::Agency => [i64::from(entry.agency), entry.due_at, entry.reported_at],
        }
    }
}

/// Which matters of a list. An empty set lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The list.
    pub list: List,
    /// Only these states.
    pub states: BTreeSet<State>,
    /// Only these urgencies.
    pub urgencies: BTreeSet<Urgency>,
    /// Only what is held at these levels.
    pub levels: BTreeSet<AreaLevel>,
    /// Only what lies in these towns, by their rows.
    pub towns: BTreeSet<u32>,
    /// Only what these agencies answer for, by their numbers.
    pub agencies: BTreeSet<u32>,
    /// Only what the map shows.
    pub on_map: bool,
    /// Only what holds these words: in number, title, place, agency or town, or their pinyin initials.
    pub text: String,
}

impl Filter {
    /// Whether anything but the list itself is asked for.
    pub fn is_narrowed(&self) -> bool {
        *self != Filter { list: self.list, ..Filter::default() }
    }

    /// Whether anything but the list itself and one town is asked for.
    pub fn is_narrowed_by_more_than_a_town(&self) -> bool {
        let towns = if self.towns.len() == 1 { self.towns.clone() } else { BTreeSet::new() };
        *self != Filter { list: self.list, towns, ..Filter::default() }
    }

    /// Whether anything but the list and the words is asked for.
    pub(super) fn is_narrowed_by_more_than_words(&self) -> bool {
        *self != Filter { list: self.list, text: self.text.clone(), ..Filter::default() }
    }

    /// Whether a matter passes, but for the words and the map.
    pub(super) fn passes(&self, entry: &Entry, now: Timestamp) -> bool {
        self.list.holds(entry, now) && self.lets_through(entry)
    }

    /// Whether a matter passes in whatever list, but for the words and the map.
    pub(super) fn lets_through(&self, entry: &Entry) -> bool {
        fn lets<T: Ord>(set: &BTreeSet<T>, item: &T) -> bool {
            set.is_empty() || set.contains(item)
        }
        lets(&self.states, &entry.state)
            && lets(&self.urgencies, &entry.urgency)
            && lets(&self.levels, &entry.level)
            && lets(&self.towns, &entry.town)
            && lets(&self.agencies, &entry.agency)
    }

    pub(super) fn saved(&self, picture: &Picture) -> SavedFilter {
        let town = |town: &u32| picture.areas.row(*town).code.clone();
        let agency = |agency: &u32| picture.agencies.name(*agency).clone();
        SavedFilter {
            list: self.list,
            states: self.states.iter().copied().collect(),
            urgencies: self.urgencies.iter().copied().collect(),
            levels: self.levels.iter().copied().collect(),
            towns: self.towns.iter().map(town).collect(),
            agencies: self.agencies.iter().map(agency).collect(),
            on_map: self.on_map,
            text: self.text.clone(),
        }
    }
}

/// A filter with codes and names, which stay when rows are numbered anew.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedFilter {
    /// The list.
    pub list: List,
    /// States.
    pub states: Vec<State>,
    /// Urgencies.
    pub urgencies: Vec<Urgency>,
    /// Levels.
    pub levels: Vec<AreaLevel>,
    /// Towns.
    pub towns: Vec<AreaCode>,
    /// Agencies.
    pub agencies: Vec<AgencyName>,
    /// Only what the map shows.
    pub on_map: bool,
    /// Words.
    pub text: String,
}

impl SavedFilter {
    /// The filter on this picture; towns and agencies that it does not know are left out.
    pub fn on(&self, picture: &Picture) -> Filter {
        let agency = |name: &AgencyName| picture.agencies.rows().iter().position(|row| row == name).map(|n| n as u32);
        Filter {
            list: self.list,
            states: self.states.iter().copied().collect(),
            urgencies: self.urgencies.iter().copied().collect(),
            levels: self.levels.iter().copied().collect(),
            towns: self.towns.iter().filter_map(|code| picture.areas.number(code)).collect(),
            agencies: self.agencies.iter().filter_map(agency).collect(),
            on_map: self.on_map,
            text: self.text.clone(),
        }
    }
}
