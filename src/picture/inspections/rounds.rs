//! What a decision about a visit must know of the county, and whom to remind of what a campaign still wants.

use crate::domain::{
    Actor, Campaign, CampaignCode, CampaignReminder, Category, CategoryCode, Checklist, ChecklistCode, IncidentCode,
    InspectionCode, InspectionRegisters, Place, PlaceCode, Role, RoundCommand, Timestamp,
};
use crate::picture::Picture;
use std::collections::BTreeMap;

impl InspectionRegisters for Picture {
    fn place(&self, code: &PlaceCode) -> Option<&Place> {
        let number = self.places.number(code)?;
        (!self.places.is_retired(number)).then(|| &self.places.rows()[number as usize])
    }

    fn checklist(&self, code: &ChecklistCode) -> Option<&Checklist> {
        self.inspections.checklists.get(code.as_str())
    }

    fn checklist_of_kind(&self, kind: &str) -> Option<&Checklist> {
        let mut present = self.inspections.checklists.present().map(|(_, checklist)| checklist);
        present.find(|checklist| checklist.kinds.iter().any(|of| of == kind))
    }

    fn campaign(&self, code: &CampaignCode) -> Option<&Campaign> {
        self.inspections.campaigns.get(code.as_str())
    }

    fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.categories.number(code).map(|number| &self.categories.rows()[number as usize])
    }

    fn has_worker(&self, code: &str) -> bool {
        self.workers.number(code).is_some_and(|number| !self.workers.row(number).retired)
    }

    fn has_incident(&self, code: &IncidentCode) -> bool {
        self.incidents.number(code).is_some()
    }

    fn has_inspection(&self, code: &InspectionCode) -> bool {
        self.inspections.number(code).is_some()
    }
}

impl Picture {
    /// The workers of each area, who would visit its places: those who walk it, and its chief where nobody else does.
    fn walkers(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut by_area: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (number, row) in (0u32..).zip(self.workers.rows()).filter(|(_, row)| !row.retired) {
            if let Some(home) = row.home.filter(|_| row.worker.role != Role::Responder) {
                by_area.entry(home).or_default().push(number);
            }
        }
        for workers in by_area.values_mut() {
            let walks = |number: &u32| self.workers.row(*number).worker.role != Role::GridChief;
            if workers.iter().any(walks) {
                workers.retain(walks);
            }
        }
        by_area
    }

    /// Whose places a campaign still wants: workers' rows with how many places each, in an area or everywhere. A place
    /// is of those who walk its finest area, or the next above that has anybody.
    pub fn undone_by_worker(&self, campaign: u32, area: Option<u32>) -> BTreeMap<u32, u32> {
        let walkers = self.walkers();
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        for undone in self.undone(campaign, area) {
            let chain = self.places.area(undone.place).map(|area| self.areas.chain_of(area)).unwrap_or_default();
            let workers = chain.iter().rev().find_map(|area| walkers.get(area));
            for worker in workers.into_iter().flatten() {
                *counts.entry(*worker).or_default() += 1;
            }
        }
        counts
    }

    /// The day of a moment by the county's clock, counted from 1970-01-01.
    pub fn civil_day(&self, at: Timestamp) -> i64 {
        self.tallies.day(at)
    }

    /// The reminders of a campaign that are due at `now`: everybody who has places left and was not reminded today.
    pub fn reminders_due(&self, campaign: u32, area: Option<u32>, by: &Actor, now: Timestamp) -> Vec<RoundCommand> {
        let day = self.civil_day(now);
        let code = &self.inspections.campaigns.row(campaign).code;
        let due = self.undone_by_worker(campaign, area).into_iter();
        let due = due.filter(|(worker, _)| self.inspections.reminded_on(campaign, *worker) != Some(day));
        due.map(|(worker, places)| {
            let worker = self.workers.row(worker).worker.code.clone();
            let reminder = CampaignReminder { campaign: code.clone(), worker, day, places };
            RoundCommand::remind(reminder, by.clone(), now)
        })
        .collect()
    }
}
