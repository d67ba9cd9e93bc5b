//! Inspections: every visit as one row, the checklists and campaigns, and who was reminded. A visit's answers stay in the
//! ledger; what they add up to is here.

mod coverage;
mod listed;
mod moments;
mod progress;
mod rounds;

pub use coverage::InspectionFigures;
pub use listed::Listed;
pub use progress::{CampaignProgress, UndonePlace};

use super::Picture;
use crate::domain::{
    Campaign, CampaignReminder, Checklist, FindingOutcome, IncidentCode, Inspection, InspectionCode, InspectionResult,
    Timestamp,
};
use progress::Progress;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// One visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InspectionRow {
    /// Its code.
    pub code: InspectionCode,
    /// The place's row.
    pub place: u32,
    /// The worker's row, where it is known who was there.
    pub worker: Option<u32>,
    /// The checklist's row.
    pub checklist: Option<u32>,
    /// The row of the campaign that it names.
    pub campaign: Option<u32>,
    /// When.
    pub at: Timestamp,
    /// What it came to.
    pub result: InspectionResult,
    /// How many of its problems were settled on the spot.
    pub settled: u16,
    /// The matters that its other problems became.
    pub matters: Box<[IncidentCode]>,
}

impl InspectionRow {
    /// Whether the place was looked at.
    pub fn is_done(&self) -> bool {
        self.result != InspectionResult::NotDone
    }
}

/// Somebody was reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemindedRow {
    /// The campaign's row.
    pub campaign: u32,
    /// The worker's row.
    pub worker: u32,
    /// The day, by the county's clock, counted from 1970-01-01.
    pub day: i64,
    /// Of how many places.
    pub places: u32,
    /// When.
    pub at: Timestamp,
}

/// All visits, and what they are made by and for.
#[derive(Debug, Default)]
pub struct Inspections {
    rows: Vec<InspectionRow>,
    by_code: HashMap<InspectionCode, u32>,
    /// Each place's visits, by time.
    by_place: HashMap<u32, Vec<u32>>,
    /// All visits, by time.
    by_time: BTreeSet<(i64, u32)>,
    /// The visit that found a matter.
    of_matter: HashMap<IncidentCode, u32>,
    /// The checklists.
    pub checklists: Listed<Checklist>,
    /// The campaigns.
    pub campaigns: Listed<Campaign>,
    progress: Vec<Progress>,
    reminded: Vec<RemindedRow>,
    reminded_on: HashMap<(u32, u32), i64>,
}

impl Inspections {
    /// All visits; a row's place is its number.
    pub fn rows(&self) -> &[InspectionRow] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &InspectionRow {
        &self.rows[number as usize]
    }

    /// The number of the visit with this code.
    pub fn number(&self, code: &InspectionCode) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The visits of a place, the first first.
    pub fn of_place(&self, place: u32) -> &[u32] {
        self.by_place.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The last visit of a place, whether or not it could be done.
    pub fn last_of_place(&self, place: u32) -> Option<&InspectionRow> {
        self.of_place(place).last().map(|number| self.row(*number))
    }

    /// The visit that found a matter.
    pub fn of_matter(&self, incident: &IncidentCode) -> Option<u32> {
        self.of_matter.get(incident).copied()
    }

    /// The visits of `from ≤ t < to`, the first first.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let to = to.max(from);
        self.by_time.range((from.0, 0)..(to.0, 0)).map(|(_, number)| *number)
    }

    /// Everybody who was reminded, in the order in which it happened.
    pub fn reminded(&self) -> &[RemindedRow] {
        &self.reminded
    }

    /// The last day on which a worker was reminded in a campaign.
    pub fn reminded_on(&self, campaign: u32, worker: u32) -> Option<i64> {
        self.reminded_on.get(&(campaign, worker)).copied()
    }

    fn push(&mut self, row: InspectionRow) -> u32 {
        let number = self.rows.len() as u32;
        self.by_code.insert(row.code.clone(), number);
        self.rows.push(row);
        self.list(number);
        number
    }

    /// Puts a row on the lists by place, time and matter.
    fn list(&mut self, number: u32) {
        let row = &self.rows[number as usize];
        let key = |number: u32| (self.rows[number as usize].at, number);
        let visits = self.by_place.entry(row.place).or_default();
        let to = visits.partition_point(|other| key(*other) < key(number));
        visits.insert(to, number);
        self.by_time.insert((row.at.0, number));
        self.of_matter.extend(row.matters.iter().map(|matter| (matter.clone(), number)));
    }

    /// Takes a row off those lists.
    fn unlist(&mut self, number: u32) {
        let row = &self.rows[number as usize];
        if let Some(visits) = self.by_place.get_mut(&row.place) {
            visits.retain(|visit| *visit != number);
        }
        self.by_time.remove(&(row.at.0, number));
        for matter in &row.matters {
            if self.of_matter.get(matter) == Some(&number) {
                self.of_matter.remove(matter);
            }
        }
    }

    fn remind(&mut self, row: RemindedRow) {
        let last = self.reminded_on.entry((row.campaign, row.worker)).or_insert(row.day);
        *last = (*last).max(row.day);
        self.reminded.push(row);
    }

    /// Nobody's places are as they were counted: each campaign is counted anew by the next `derive`.
    pub(super) fn recount_all(&mut self) {
        self.progress.iter_mut().for_each(|progress| progress.is_fresh = false);
    }

    pub(super) fn restore(
        rows: Vec<InspectionRow>,
        reminded: Vec<RemindedRow>,
        checklists: Listed<Checklist>,
        campaigns: Listed<Campaign>,
    ) -> Self {
        let progress = campaigns.rows().iter().map(|_| Progress::default()).collect();
        let mut restored = Self { checklists, campaigns, progress, ..Self::default() };
        for row in rows {
            restored.push(row);
        }
        for row in reminded {
            restored.remind(row);
        }
        restored
    }
}

impl Picture {
    pub(super) fn put_campaign(&mut self, campaign: &Campaign) {
        let number = self.inspections.campaigns.put(campaign) as usize;
        let progress = &mut self.inspections.progress;
        progress.resize_with(progress.len().max(number + 1), Progress::default);
        progress[number].is_fresh = false;
    }

    /// Takes a visit in, new or told anew. What it names and no register knows gets a row that the register lacks.
    pub(super) fn inspected(&mut self, inspection: &Inspection) {
        let became = |outcome: &FindingOutcome| match outcome {
            FindingOutcome::Became(incident) => Some(incident.clone()),
            FindingOutcome::Settled(_) => None,
        };
        let matters: Box<[IncidentCode]> = inspection.findings.iter().filter_map(|f| became(&f.outcome)).collect();
        let known = (self.workers.rows().len(), self.places.rows().len());
        let row = InspectionRow {
            code: inspection.code.clone(),
            place: self.places.ensure(&inspection.place),
            worker: inspection.worker.as_ref().map(|code| self.workers.ensure(code)),
            checklist: inspection.checklist.as_ref().map(|code| self.ensure_checklist(code)),
            campaign: inspection.campaign.as_ref().map(|code| self.ensure_campaign(code)),
            at: inspection.inspected_at,
            result: inspection.result,
            settled: u16::try_from(inspection.findings.len() - matters.len()).unwrap_or(u16::MAX),
            matters,
        };
        self.revisions.workers += u64::from(self.workers.rows().len() != known.0);
        self.revisions.places += u64::from(self.places.rows().len() != known.1);
        match self.inspections.number(&inspection.code) {
            None => {
                let number = self.inspections.push(row);
                self.count_visit(number, 1);
            }
            Some(number) => {
                self.count_visit(number, -1);
                self.inspections.unlist(number);
                self.inspections.rows[number as usize] = row;
                self.inspections.list(number);
                self.count_visit(number, 1);
            }
        }
    }

    pub(super) fn campaign_reminded(&mut self, reminder: &CampaignReminder, at: Timestamp) {
        let campaign = self.ensure_campaign(&reminder.campaign);
        let worker = self.workers.ensure(&reminder.worker);
        let (day, places) = (reminder.day, reminder.places);
        self.inspections.remind(RemindedRow { campaign, worker, day, places, at });
    }

    fn ensure_checklist(&mut self, code: &crate::domain::ChecklistCode) -> u32 {
        let list = &mut self.inspections.checklists;
        list.number(code.as_str()).unwrap_or_else(|| {
            let unknown = Checklist { code: code.clone(), name: code.to_string(), ..Checklist::default() };
            let number = list.put(&unknown);
            list.retire(code.as_str());
            number
        })
    }

    fn ensure_campaign(&mut self, code: &crate::domain::CampaignCode) -> u32 {
        if let Some(number) = self.inspections.campaigns.number(code.as_str()) {
            return number;
        }
        self.put_campaign(&Campaign {
            code: code.clone(),
            name: code.to_string(),
            closed: true,
            ..Campaign::default()
        });
        self.inspections.campaigns.retire(code.as_str());
        self.inspections.campaigns.rows().len() as u32 - 1
    }
}
