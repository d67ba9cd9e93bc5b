//! How far campaigns have come: places to do and done, by area, kept step by step.

use super::InspectionRow;
use crate::domain::{Campaign, CampaignState, Timestamp};
use crate::picture::Picture;
use std::collections::{BTreeMap, HashMap};

/// What of one campaign is counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    /// Whether it holds; else the next `derive` counts anew.
    pub(super) is_fresh: bool,
    /// The campaign's places, with how many visits count for each.
    places: HashMap<u32, u32>,
    /// Places to do in all, and done, by the finest area; `None`: they lie in none.
    by_area: BTreeMap<Option<u32>, (u32, u32)>,
}

/// How far a campaign has come in an area, or as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CampaignProgress {
    /// Places to do in all.
    pub places: u32,
    /// Places done.
    pub done: u32,
}

impl CampaignProgress {
    /// Places still to do.
    pub fn undone(self) -> u32 {
        self.places - self.done
    }

    /// The share done, 0 to 1; none where there is nothing to do.
    pub fn share(self) -> Option<f64> {
        (self.places > 0).then(|| f64::from(self.done) / f64::from(self.places))
    }
}

/// A place that a campaign still wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UndonePlace {
    /// The campaign's row.
    pub campaign: u32,
    /// The place's row.
    pub place: u32,
    /// By when it must be done.
    pub deadline_at: Timestamp,
    /// When it was last looked at, for whatever reason.
    pub last_at: Option<Timestamp>,
}

/// Whether a visit counts for a campaign whose place it looked at.
fn counts(number: u32, campaign: &Campaign, checklist: Option<u32>, row: &InspectionRow) -> bool {
    let fits = match row.campaign {
        Some(named) => named == number,
        None => row.at >= campaign.from && (campaign.checklist.is_none() || row.checklist == checklist),
    };
    fits && row.is_done()
}

impl Picture {
    /// The row of the checklist that a campaign names.
    fn checklist_of(&self, campaign: &Campaign) -> Option<u32> {
        self.inspections.checklists.number(campaign.checklist.as_ref()?.as_str())
    }

    /// Adds a visit to the campaigns for which it counts, or takes it off.
    pub(super) fn count_visit(&mut self, visit: u32, by: i32) {
        for number in 0..self.inspections.campaigns.rows().len() as u32 {
            if !self.inspections.progress[number as usize].is_fresh {
                continue;
            }
            let campaign = self.inspections.campaigns.row(number);
            let row = self.inspections.row(visit);
            if !counts(number, campaign, self.checklist_of(campaign), row) {
                continue;
            }
            let (place, area) = (row.place, self.places.area(row.place));
            let progress = &mut self.inspections.progress[number as usize];
            let Some(visits) = progress.places.get_mut(&place) else { continue };
            let was_done = *visits > 0;
            *visits = visits.saturating_add_signed(by);
            let is_done = *visits > 0;
            if let Some((_, done)) = progress.by_area.get_mut(&area) {
                *done = (*done + u32::from(is_done)) - u32::from(was_done);
            }
        }
    }

    /// Counts every campaign anew whose places may be others than they were.
    pub(in crate::picture) fn count_campaigns(&mut self) {
        for number in 0..self.inspections.progress.len() {
            if !self.inspections.progress[number].is_fresh {
                self.inspections.progress[number] = self.counted_campaign(number as u32);
            }
        }
    }

    fn counted_campaign(&self, number: u32) -> Progress {
        let campaign = self.inspections.campaigns.row(number);
        let checklist = self.checklist_of(campaign);
        let mut progress = Progress { is_fresh: true, ..Progress::default() };
        if self.inspections.campaigns.is_retired(number) {
            return progress;
        }
        let wanted: Vec<u32> = campaign.areas.iter().filter_map(|code| self.areas.number(code)).collect();
        // Each finest area is looked at once, however many places lie in it.
        let mut within: HashMap<Option<u32>, bool> = HashMap::new();
        let mut lies_within = |area: Option<u32>| {
            campaign.areas.is_empty()
                || *within.entry(area).or_insert_with(|| {
                    area.is_some_and(|area| self.areas.chain_of(area).iter().any(|above| wanted.contains(above)))
                })
        };
        for (place, _) in self.places.present().filter(|(_, place)| campaign.takes_kind(&place.kind)) {
            let area = self.places.area(place);
            if !lies_within(area) {
                continue;
            }
            let visits = self.inspections.of_place(place).iter();
            let visits = visits.filter(|visit| counts(number, campaign, checklist, self.inspections.row(**visit)));
            let visits = visits.count() as u32;
            progress.places.insert(place, visits);
            let (places, done) = progress.by_area.entry(area).or_default();
            *places += 1;
            *done += u32::from(visits > 0);
        }
        progress
    }

    /// What is counted of a campaign; counted on the spot where `derive` has not come by since something moved.
    fn with_progress<R>(&self, campaign: u32, look: impl FnOnce(&Progress) -> R) -> R {
        match self.inspections.progress.get(campaign as usize) {
            Some(progress) if progress.is_fresh => look(progress),
            Some(_) => look(&self.counted_campaign(campaign)),
            None => look(&Progress::default()),
        }
    }

    /// How far a campaign has come, by the finest areas in which it has places.
    pub(in crate::picture) fn campaign_by_area(&self, campaign: u32) -> Vec<(Option<u32>, CampaignProgress)> {
        let told = |(area, (places, done)): (&Option<u32>, &(u32, u32))| {
            (*area, CampaignProgress { places: *places, done: *done })
        };
        self.with_progress(campaign, |progress| progress.by_area.iter().map(told).collect())
    }

    /// How far a campaign has come as a whole.
    pub fn campaign_progress(&self, campaign: u32) -> CampaignProgress {
        let sum = |sum: CampaignProgress, (_, of): (Option<u32>, CampaignProgress)| CampaignProgress {
            places: sum.places + of.places,
            done: sum.done + of.done,
        };
        self.campaign_by_area(campaign).into_iter().fold(CampaignProgress::default(), sum)
    }

    /// How far a campaign has come in each area of any level in which it has places, by the area's row.
    pub fn campaign_areas(&self, campaign: u32) -> BTreeMap<u32, CampaignProgress> {
        let mut sums: BTreeMap<u32, CampaignProgress> = BTreeMap::new();
        for (area, of) in self.campaign_by_area(campaign) {
            for above in area.map(|area| self.areas.chain_of(area)).unwrap_or_default() {
                let sum = sums.entry(above).or_default();
                (sum.places, sum.done) = (sum.places + of.places, sum.done + of.done);
            }
        }
        sums
    }

    /// Whether a place lies in an area.
    pub fn place_lies_in(&self, place: u32, area: u32) -> bool {
        self.places.area(place).is_some_and(|finest| self.areas.chain_of(finest).contains(&area))
    }

    /// What a campaign still wants, in an area or everywhere: never looked at first, then whom nobody looked at longest.
    pub fn undone(&self, campaign: u32, area: Option<u32>) -> Vec<UndonePlace> {
        let deadline_at = self.inspections.campaigns.row(campaign).deadline_at;
        let told = |place: u32| {
            let visits = self.inspections.of_place(place).iter().rev().map(|visit| self.inspections.row(*visit));
            let last_at = visits.filter(|row| row.is_done()).map(|row| row.at).next();
            UndonePlace { campaign, place, deadline_at, last_at }
        };
        let mut undone: Vec<UndonePlace> = self.with_progress(campaign, |progress| {
            let left = progress.places.iter().filter(|(_, visits)| **visits == 0).map(|(place, _)| *place);
            left.filter(|place| area.is_none_or(|area| self.place_lies_in(*place, area))).map(told).collect()
        });
        undone.sort_by(|a, b| {
            let code = |undone: &UndonePlace| &self.places.rows()[undone.place as usize].code;
            a.last_at.cmp(&b.last_at).then_with(|| code(a).cmp(code(b)))
        });
        undone
    }

    /// What all campaigns that have begun and were not closed still want: the nearest to its deadline first, what is
    /// overdue at `now` before all else.
    pub fn undone_of_all(&self, area: Option<u32>, now: Timestamp) -> Vec<UndonePlace> {
        let open = self.campaigns_open(now);
        open.into_iter().flat_map(|campaign| self.undone(campaign, area)).collect()
    }

    /// The campaigns that have begun by `now` and were not closed, the nearest to its deadline first.
    pub fn campaigns_open(&self, now: Timestamp) -> Vec<u32> {
        let is_open = |campaign: &Campaign| matches!(campaign.state(now), CampaignState::Running | CampaignState::Past);
        let present = self.inspections.campaigns.present().filter(|(_, campaign)| is_open(campaign));
        let mut open: Vec<u32> = present.map(|(number, _)| number).collect();
        open.sort_by_key(|number| {
            let campaign = self.inspections.campaigns.row(*number);
            (campaign.deadline_at, &campaign.code)
        });
        open
    }

    /// The campaign that is meant where nobody chose one: of those that run, the nearest to its deadline; else the last
    /// that was due and is not closed.
    pub fn campaign_on_show(&self, now: Timestamp) -> Option<u32> {
        let open = self.campaigns_open(now);
        let runs = |number: &&u32| self.inspections.campaigns.row(**number).state(now) == CampaignState::Running;
        open.iter().find(runs).or(open.last()).copied()
    }
}
