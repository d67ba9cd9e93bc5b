//! What a seat keeps in the data folder: saved views of the list, and drafts.

use super::drafts::Draft;
use crate::domain::Timestamp;
use crate::seat::link::ToStore;
use crate::seat::queue::{SavedFilter, Sort};
use crate::seat::{Desk, KeptDesk, LayerSet, Seat};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A view of the list that somebody has saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedView {
    /// What it is called.
    pub name: String,
    /// What it shows.
    pub filter: SavedFilter,
    /// In which order.
    pub sort: Sort,
    /// Whose it is; none: everybody's, as views were before they were somebody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<String>,
}

/// What a seat keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SeatSettings {
    /// The saved views, everybody's.
    pub views: Vec<SavedView>,
    /// What was said in forms that are not done.
    pub drafts: Vec<Draft>,
    /// Whether the seat is laid out as a desk.
    pub at_desk: bool,
    /// Whether no alarm is heard.
    pub muted: bool,
    /// The officer of the roster who sat here last.
    pub officer: Option<String>,
    /// How each officer had the desk.
    pub desks: BTreeMap<String, KeptDesk>,
}

/// What moves with what is kept.
type Looked = (u64, [bool; 2], Desk, LayerSet);

/// What of the settings was handed over, and when.
#[derive(Debug, Default)]
pub(in crate::seat) struct Kept {
    settings: SeatSettings,
    looked_at: Option<(Looked, Timestamp)>,
}

impl Seat {
    /// Takes over what a seat of this folder kept.
    pub fn take_settings(&mut self, settings: SeatSettings) {
        self.work.queue.views.clone_from(&settings.views);
        self.work.drafts.restore(settings.drafts.clone());
        self.work.at_desk |= settings.at_desk;
        self.alarm_list.muted |= settings.muted;
        self.remember_officer(settings.officer.as_deref());
        self.desks.clone_from(&settings.desks);
        self.find_desk();
        self.kept.settings = settings;
    }

    /// What is to be kept now.
    pub fn settings(&self) -> SeatSettings {
        let officer = self.roster().iter().any(|(name, _)| *name == self.officer).then(|| self.officer.clone());
        SeatSettings {
            views: self.work.queue.views.clone(),
            drafts: self.all_drafts(),
            at_desk: self.work.at_desk && !self.work.is_passing_desk,
            muted: self.alarm_list.muted,
            officer,
            desks: self.kept_desks(),
        }
    }

    /// Hands over what changed, at most once a second of the seat's time.
    pub(in crate::seat) fn keep_settings(&mut self) {
        let revision = self.work.drafts.revision + self.work.queue.views_revision + self.work.shift_revision;
        let key = (
            revision,
            [self.work.at_desk && !self.work.is_passing_desk, self.alarm_list.muted],
            self.desk,
            self.layers,
        );
        let moved = self.kept.looked_at.is_none_or(|(looked, _)| looked != key);
        let rests = self.kept.looked_at.is_some_and(|(_, at)| at == self.clock);
        // A tour leaves nothing behind: its layers are nobody's.
        if !moved || rests || self.tour.is_on() {
            return;
        }
        self.kept.looked_at = Some((key, self.clock));
        let settings = self.settings();
        if settings != self.kept.settings {
            self.kept.settings = settings.clone();
            self.office.post(ToStore::Settings(Box::new(settings)));
        }
    }
}
