//! All visits and reminders by time: a past picture has the first so many of them.

use super::super::{InspectionRow, Picture, RemindedRow};
use crate::domain::Timestamp;

/// Visits and reminders of the whole picture.
#[derive(Debug, Default)]
pub(super) struct Visits {
    rows: Vec<InspectionRow>,
    reminded: Vec<RemindedRow>,
    /// The stamp at which those of the past last became others.
    since: u64,
}

impl Visits {
    pub(super) fn of(whole: &Picture, stamp: u64) -> Self {
        let of = &whole.inspections;
        Self { rows: of.in_time(), reminded: of.reminded_in_time(), since: stamp }
    }

    /// Takes in what the whole picture heard since; pictures that have the first of what was there before keep them,
    /// unless something came among those.
    pub(super) fn follow(&mut self, whole: &Picture, stamp: u64) {
        let new = Self::of(whole, stamp);
        let since = if new.rows.starts_with(&self.rows) { self.since } else { stamp };
        *self = Self { since, ..new };
    }

    /// Brings the visits and reminders of a picture to `moment`, and its places into the areas of then; `heard` is the
    /// stamp at which the picture was brought to where it stands.
    pub(super) fn stand(&self, picture: &mut Picture, heard: u64, moment: Timestamp) {
        let count = self.rows.partition_point(|row| row.at <= moment);
        picture.stand_visits(&self.rows, count, heard < self.since);
        let reminded = self.reminded.partition_point(|row| row.at <= moment);
        picture.stand_reminders(&self.reminded[..reminded]);
        picture.derive_places();
    }
}
