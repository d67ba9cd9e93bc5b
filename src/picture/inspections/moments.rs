//! Visits of past moments: a past picture has the first so many of the whole picture's, by time.

use super::{InspectionRow, Inspections, Listed, RemindedRow};
use crate::picture::Picture;

impl Inspections {
    /// The registers as they are, without any visit.
    pub(in crate::picture) fn registers_only(&self) -> Self {
        let checklists = Listed::restore(self.checklists.rows().to_vec(), self.checklists.retired());
        let campaigns = Listed::restore(self.campaigns.rows().to_vec(), self.campaigns.retired());
        Self::restore(Vec::new(), Vec::new(), checklists, campaigns)
    }

    /// The rows by time.
    pub(in crate::picture) fn in_time(&self) -> Vec<InspectionRow> {
        self.by_time.iter().map(|(_, number)| self.row(*number).clone()).collect()
    }

    /// The reminders by time.
    pub(in crate::picture) fn reminded_in_time(&self) -> Vec<RemindedRow> {
        let mut rows = self.reminded.clone();
        rows.sort_by_key(|row| row.at);
        rows
    }
}

impl Picture {
    /// Has exactly the first `count` of these visits; it has some of the first of them already, or, where `anew`, others.
    pub(in crate::picture) fn stand_visits(&mut self, in_time: &[InspectionRow], count: usize, anew: bool) {
        if anew {
            let registers = self.inspections.registers_only();
            let before = std::mem::replace(&mut self.inspections, registers);
            for row in before.reminded {
                self.inspections.remind(row);
            }
            self.inspections.progress = before.progress;
            self.inspections.recount_all();
        }
        let have = self.inspections.rows.len();
        for number in (count..have).rev() {
            self.count_visit(number as u32, -1);
            self.inspections.unlist(number as u32);
            if let Some(row) = self.inspections.rows.pop() {
                self.inspections.by_code.remove(&row.code);
            }
        }
        for row in in_time.get(have..count).unwrap_or_default() {
            let number = self.inspections.push(row.clone());
            self.count_visit(number, 1);
        }
    }

    /// Has exactly these reminders.
    pub(in crate::picture) fn stand_reminders(&mut self, rows: &[RemindedRow]) {
        if self.inspections.reminded != rows {
            (self.inspections.reminded, self.inspections.reminded_on) = Default::default();
            rows.iter().for_each(|row| self.inspections.remind(*row));
        }
    }
}
