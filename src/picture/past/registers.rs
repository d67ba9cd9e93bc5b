//! Registers as they were: things that were told more than once.

use super::super::{Areas, Cameras, Categories, Incidents, Names, Picture, Places, Revisions, Workers};
use super::Past;
use super::stand::REVISIONS_FROM;
use crate::domain::{AgencyName, Event, Recorded, Register, Stream, Timestamp};
use crate::ledger::{Ledger, LedgerError};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The registers whose things are as their last event says. Areas have their own periods (`picture/cuts.rs`).
const REGISTERS: [Register; 6] =
    [Register::Worker, Register::Camera, Register::Category, Register::Place, Register::Checklist, Register::Campaign];

/// The things that were told more than once, each with all that was told of it. Of the others there is nothing to know:
/// what was told once stands in for the time before.
#[derive(Debug, Default)]
pub(super) struct Histories(BTreeMap<Stream, Vec<Recorded>>);

/// Which telling each thing of a past picture follows.
pub(super) type Told = BTreeMap<Stream, usize>;

/// Since when a telling counts.
fn counts_from(recorded: &Recorded) -> Timestamp {
    match &recorded.event {
        Event::Retired { from, .. } => *from,
        _ => recorded.at,
    }
}

impl Histories {
    /// Reads what was told more than once.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn read(ledger: &dyn Ledger) -> Result<Self, LedgerError> {
        let mut all: BTreeMap<Stream, Vec<Recorded>> = BTreeMap::new();
        for register in REGISTERS {
            ledger.read_streams(register.prefix(), &mut |recorded| {
                all.entry(recorded.stream.clone()).or_default().push(recorded);
                ControlFlow::Continue(())
            })?;
        }
        all.retain(|_, told| told.len() > 1);
        Ok(Self(all))
    }

    /// Takes in what was told since, `until` which place of the ledger.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn follow(&mut self, heard: Vec<Recorded>, until: u64, ledger: &dyn Ledger) -> Result<(), LedgerError> {
        for recorded in heard {
            match self.0.get_mut(&recorded.stream) {
                Some(told) if told.last().is_some_and(|last| last.seq < recorded.seq) => told.push(recorded),
                Some(_) => {}
                None => {
                    let mut told = ledger.read_stream(&recorded.stream)?;
                    // What came while this was read is told the next time.
                    told.retain(|recorded| recorded.seq <= until);
                    if told.len() > 1 {
                        self.0.insert(recorded.stream, told);
                    }
                }
            }
        }
        Ok(())
    }

    /// The agencies that any telling of a category names.
    pub(super) fn agencies(&self) -> impl Iterator<Item = &AgencyName> {
        self.0.values().flatten().filter_map(|recorded| match &recorded.event {
            Event::CategoryPut(category) => category.agency.as_ref(),
            _ => None,
        })
    }

    /// Brings a past picture's registers to `moment`; answers whether anything changed.
    pub(super) fn stand(&self, picture: &mut Picture, told: &mut Told, moment: Timestamp) -> bool {
        let mut changed = false;
        for (stream, events) in &self.0 {
            let counting = events.iter().rposition(|recorded| counts_from(recorded) <= moment).unwrap_or(0);
            if told.insert(stream.clone(), counting) == Some(counting) {
                continue;
            }
            changed = true;
            let put = events[..=counting].iter().rfind(|recorded| !matches!(recorded.event, Event::Retired { .. }));
            put.into_iter().chain([&events[counting]]).for_each(|recorded| tell(picture, &recorded.event));
        }
        changed
    }
}

/// How many things each register has: where it is as many, none is new.
pub(super) fn register_rows(whole: &Picture) -> [usize; 6] {
    let inspections = &whole.inspections;
    [
        whole.workers.rows().len(),
        whole.cameras.rows().len(),
        whole.categories.rows().len(),
        whole.places.rows().len(),
        inspections.checklists.rows().len(),
        inspections.campaigns.rows().len(),
    ]
}

fn tell(picture: &mut Picture, event: &Event) {
    match event {
        Event::WorkerPut(worker) => picture.workers.put(worker, &picture.areas),
        Event::CameraPut(camera) => picture.cameras.put(camera),
        Event::CategoryPut(category) => picture.categories.put(category),
        Event::PlacePut(place) => picture.places.put(place),
        Event::ChecklistPut(checklist) => {
            picture.inspections.checklists.put(checklist);
            picture.inspections.recount_all();
        }
        Event::CampaignPut(campaign) => picture.put_campaign(campaign),
        Event::Retired { register: Register::Checklist, code, .. } => picture.inspections.checklists.retire(code),
        Event::Retired { register: Register::Campaign, code, .. } => {
            picture.inspections.campaigns.retire(code);
            picture.inspections.recount_all();
        }
        Event::Retired { register: Register::Worker, code, .. } => picture.workers.retire(code),
        Event::Retired { register: Register::Camera, code, .. } => picture.cameras.retire(code),
        Event::Retired { register: Register::Category, code, .. } => picture.categories.retire(code),
        Event::Retired { register: Register::Place, code, .. } => {
            picture.places.retire(code);
            picture.inspections.recount_all();
        }
        _ => {}
    }
}

impl Past {
    /// A picture with the registers as they are now and no matter.
    pub(super) fn blank(&self) -> Picture {
        let whole = &self.whole;
        let mut picture = Picture::new(whole.tallies.zone().clone());
        picture.areas = Areas::restore(whole.areas.present().to_vec(), whole.areas.cuts.past().to_vec());
        picture.areas.rebuild_index();
        let mut workers = whole.workers.rows().to_vec();
        workers.iter_mut().for_each(|row| (row.fix, row.tasks) = (None, Vec::new()));
        picture.workers = Workers::restore(workers);
        picture.cameras = Cameras::restore(whole.cameras.rows().to_vec(), whole.cameras.retired());
        picture.places = Places::restore(whole.places.rows().to_vec(), whole.places.retired());
        picture.categories = Categories::restore(whole.categories.rows().to_vec(), whole.categories.retired());
        picture.agencies = Names::restore(whole.agencies.rows().to_vec());
        picture.incidents = Incidents::default();
        picture.inspections = whole.inspections.registers_only();
        // Of all past pictures with the registers as they are now.
        picture.revisions = Revisions { areas: REVISIONS_FROM, ..whole.revisions };
        picture
    }
}
