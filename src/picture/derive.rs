//! What follows from the rows: where each matter lies, what is counted, and who is busy.

use super::Picture;
use crate::domain::{LonLat, Timestamp};

impl Picture {
    /// Whether every matter has been found its place in the areas as they are; else `derive` will find and count all
    /// of them.
    pub(super) fn is_located(&self) -> bool {
        self.located == self.revisions.areas
    }

    /// Finds the grid and the town of a matter, while the areas are known.
    pub(super) fn locate(&mut self, number: u32) {
        if !self.is_located() {
            return;
        }
        let row = self.incidents.row_mut(number);
        if row.grid.is_none()
            && let Some(at) = row.at
        {
            (row.grid, row.town) = self.areas.finest_and_town(at, row.reported_at());
        }
    }

    pub(super) fn tally(&mut self, number: u32) {
        if self.is_located() {
            self.tallies.count(self.incidents.row(number), 1);
        }
        self.hold_worker(number);
    }

    /// Whoever was sent to a matter and is busy with it has it as a task.
    pub(super) fn hold_worker(&mut self, number: u32) {
        let row = self.incidents.row(number);
        if let Some(worker) = row.worker.filter(|_| row.holds_worker()) {
            self.workers.begin_task(worker, number);
            self.revisions.workers += 1;
        }
    }

    pub(super) fn untally(&mut self, number: u32) {
        if self.is_located() {
            self.tallies.count(self.incidents.row(number), -1);
        }
        let row = self.incidents.row(number);
        if let Some(worker) = row.worker.filter(|_| row.holds_worker()) {
            self.workers.end_task(worker, number);
            self.revisions.workers += 1;
        }
    }

    /// After areas changed, finds every matter's and every worker's place in them anew and counts by day and town what
    /// was not counted since. Cheap when nothing changed; call it after a fold, before any figure is asked for.
    pub fn derive(&mut self) {
        self.derive_areas();
        self.derive_places();
    }

    /// Finds the places' areas, where they may be others, and counts the campaigns anew that this concerns.
    pub(super) fn derive_places(&mut self) {
        if self.places.locate(&self.areas, self.revisions.areas) {
            self.inspections.recount_all();
        }
        self.count_campaigns();
    }

    fn derive_areas(&mut self) {
        if self.derived == self.revisions.areas {
            return;
        }
        self.derived = self.revisions.areas;
        self.areas.rebuild_index();
        self.workers.find_homes(&self.areas);
        if self.is_located() {
            return;
        }
        self.located = self.revisions.areas;
        let points: Vec<Option<(LonLat, Timestamp)>> =
            self.incidents.rows().iter().map(|row| Some((row.at?, row.reported_at()))).collect();
        for (number, place) in (0..).zip(self.areas.places_of(&points)) {
            let row = self.incidents.row_mut(number);
            (row.grid, row.town) = place;
        }
        self.recount();
    }

    /// Counts all matters anew.
    pub(super) fn recount(&mut self) {
        self.tallies.recount(self.incidents.rows(), self.areas.rows().len());
    }
}
