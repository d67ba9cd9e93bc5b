//! The alarms of a control room: what calls for somebody, from new over acknowledged to sent, or shelved; what floods; what is
//! to be heard. All of it follows from a picture and its moment: what people do is in the ledger (taken in, acknowledged,
//! shelved, sent), so every seat sees the same, a restart forgets nothing, and a past moment shows what called then. What is
//! heard and announced is of the live picture, whatever moment shows.

mod bell;
mod calls;
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
use crate::domain::{Timestamp, Urgency};
use crate::picture::Picture;
use calls::{Calls, Heard};

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
    live: Calls,
    /// What called at the past moment that shows.
    past: Option<Box<Calls>>,
    bell: Bell,
    sound: Option<Urgency>,
    /// What was shelved here last, and when: it can be taken back for a while.
    shelved_here: Option<(crate::domain::IncidentCode, Timestamp)>,
    /// Moves with what is shown of it, and with mute.
    revision: u64,
}

impl AlarmList {
    /// What calls at the moment that shows.
    fn shown(&self) -> &Calls {
        self.past.as_deref().unwrap_or(&self.live)
    }

    /// How many alarms are in a stage at the moment that shows; of the new ones, those that are told singly or flood, not
    /// the old.
    pub fn count(&self, stage: Stage) -> usize {
        self.shown().index.count(stage)
    }

    /// How many are in a stage now, whatever moment shows.
    pub fn live_count(&self, stage: Stage) -> usize {
        self.live.index.count(stage)
    }

    /// How many were there unacknowledged long before the seat opened, or before the past moment that shows.
    pub fn old_count(&self) -> usize {
        self.shown().index.old_count()
    }

    /// The most urgent now of those that nobody has acknowledged, whatever moment shows.
    pub fn most_urgent(&self) -> Option<Urgency> {
        self.live.index.of(Stage::New).next().map(|entry| entry.urgency)
    }

    /// The alarm of a matter of the picture that shows.
    pub fn entry(&self, number: u32) -> Option<&AlarmEntry> {
        self.shown().index.entry(number)
    }

    /// The alarms of a stage at the moment that shows, the most urgent first, then the oldest; what is shelved by its end.
    pub fn of(&self, stage: Stage) -> impl Iterator<Item = &AlarmEntry> {
        self.shown().index.of(stage)
    }

    /// When time alone changes something of the live ones next.
    pub fn next_at(&self) -> Option<Timestamp> {
        self.live.index.next_at()
    }

    /// Whether, since when and how fast they flood at the moment that shows.
    pub fn flood(&self) -> &Flood {
        &self.shown().flood
    }

    /// The same of now, whatever moment shows.
    pub fn live_flood(&self) -> &Flood {
        &self.live.flood
    }

    /// How many U1 nobody has acknowledged now, whatever moment shows.
    pub fn live_critical(&self) -> usize {
        self.live.index.of(Stage::New).filter(|entry| entry.urgency == Urgency::U1).count()
    }

    /// Moves whenever lines have changed.
    pub fn revision(&self) -> (u64, u64) {
        (self.revision, self.live.index.revision)
    }

    /// The lines of the stage that shows, of the moment that shows.
    pub fn lines(&self) -> Vec<AlarmLine> {
        self.shown().lines(self.stage, self.unfolded)
    }

    /// A past moment shows: what called then is worked out from its picture alone.
    pub(super) fn show_past(&mut self, picture: &Picture, moment: Timestamp) {
        self.past = Some(Box::new(Calls::at(picture, moment)));
        self.revision += 1;
    }

    /// The live county shows again.
    pub(super) fn leave_past(&mut self) {
        self.past = None;
        self.revision += 1;
    }

    /// Groups are told by rows that another picture numbers otherwise.
    pub(super) fn forget_numbers(&mut self) {
        self.unfolded = None;
    }

    /// The sound that is to be heard now; once.
    pub fn take_sound(&mut self) -> Option<Urgency> {
        self.sound.take()
    }

    /// The clock was put back.
    pub(super) fn put_back(&mut self, now: Timestamp) {
        self.live.index.forget_moments(now);
        self.live.flood.put_back(now);
        self.bell.put_back(now);
        if let Some((_, at)) = &mut self.shelved_here {
            *at = now.min(*at);
        }
    }

    fn hear(&mut self, heard: Heard, now: Timestamp) {
        if heard.turned {
            self.unfolded = None;
            self.revision += 1;
        }
        let came = heard.news.iter().map(|news| news.urgency).min().filter(|_| !heard.is_first);
        let sound = self.bell.ring(now, came, self.live.index.calling(), self.live.flood.is_on(), self.muted);
        self.sound = sound.or(self.sound);
    }
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
        let heard = self.with_live(|seat| seat.alarm_list.live.follow(&seat.picture, now));
        self.alarm_list.hear(heard, now);
    }
}
