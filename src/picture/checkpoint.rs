//! A picture as bytes, so that a start need not fold a year of events.

use super::PastArea;
use super::{
    AreaRow, Areas, Cameras, Categories, Change, Changes, IncidentRow, Incidents, InspectionRow, Inspections, Listed,
    Names, Picture, Places, RemindedRow, TIMES, WorkerRow, Workers,
};
use crate::domain::{
    AgencyName, Camera, Campaign, Category, Checklist, CivilZone, LonLat, Place, PlaceCode, PlaceDetails, Step,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The version of the fold: a checkpoint of another one is folded anew from the events.
pub const FOLD_VERSION: u32 = 6;

/// Why bytes are no checkpoint. The events are still there: fold them.
#[derive(Debug, Error)]
#[error("the checkpoint can't be read ({0}); the picture is folded anew from the events")]
pub struct CheckpointError(#[from] postcard::Error);

/// A place field by field: what the ledger's own bytes leave out, this format can't.
type SavedPlace = (PlaceCode, String, String, LonLat, PlaceDetails);

#[derive(Deserialize)]
struct Saved {
    seq: u64,
    latest_at: Timestamp,
    areas: Vec<AreaRow>,
    past_areas: Vec<PastArea>,
    workers: Vec<WorkerRow>,
    cameras: Vec<Camera>,
    places: Vec<SavedPlace>,
    categories: Vec<Category>,
    agencies: Vec<AgencyName>,
    incidents: Vec<IncidentRow>,
    checklists: Vec<Checklist>,
    campaigns: Vec<Campaign>,
    inspections: Vec<InspectionRow>,
    reminded: Vec<RemindedRow>,
    /// The numbers of cameras, places, categories, checklists and campaigns that their registers no longer have.
    retired: [Vec<u32>; 5],
}

#[derive(Serialize)]
struct Saving<'a> {
    seq: u64,
    latest_at: Timestamp,
    areas: &'a [AreaRow],
    past_areas: &'a [PastArea],
    workers: &'a [WorkerRow],
    cameras: &'a [Camera],
    places: Vec<SavedPlace>,
    categories: &'a [Category],
    agencies: &'a [AgencyName],
    incidents: &'a [IncidentRow],
    checklists: &'a [Checklist],
    campaigns: &'a [Campaign],
    inspections: &'a [InspectionRow],
    reminded: &'a [RemindedRow],
    retired: [Vec<u32>; 5],
}

impl Picture {
    /// The picture as bytes. Positions go with it, tails don't.
    ///
    /// # Errors
    /// When memory for the bytes can't be had.
    pub fn to_checkpoint(&self) -> Result<Vec<u8>, CheckpointError> {
        Ok(postcard::to_stdvec(&Saving {
            seq: self.seq,
            latest_at: self.latest_at,
            areas: self.areas.present(),
            past_areas: self.areas.cuts.past(),
            workers: self.workers.rows(),
            cameras: self.cameras.rows(),
            places: self.places.rows().iter().cloned().map(|p| (p.code, p.name, p.kind, p.at, p.details)).collect(),
            categories: self.categories.rows(),
            agencies: self.agencies.rows(),
            incidents: self.incidents.rows(),
            checklists: self.inspections.checklists.rows(),
            campaigns: self.inspections.campaigns.rows(),
            inspections: self.inspections.rows(),
            reminded: self.inspections.reminded(),
            retired: [
                self.cameras.retired(),
                self.places.retired(),
                self.categories.retired(),
                self.inspections.checklists.retired(),
                self.inspections.campaigns.retired(),
            ],
        })?)
    }

    /// The picture from bytes that `to_checkpoint` made, of a site with this civil time.
    ///
    /// # Errors
    /// When the bytes are no checkpoint of this fold version.
    pub fn from_checkpoint(bytes: &[u8], zone: impl Into<CivilZone>) -> Result<Self, CheckpointError> {
        let saved: Saved = postcard::from_bytes(bytes)?;
        let mut picture = Picture::new(zone);
        picture.seq = saved.seq;
        picture.latest_at = saved.latest_at;
        picture.areas = Areas::restore(saved.areas, saved.past_areas);
        picture.areas.rebuild_index();
        picture.workers = Workers::restore(saved.workers);
        let [cameras, places, categories, checklists, campaigns] = saved.retired;
        picture.cameras = Cameras::restore(saved.cameras, cameras);
        let place = |(code, name, kind, at, details)| Place { code, name, kind, at, details };
        picture.places = Places::restore(saved.places.into_iter().map(place).collect(), places);
        picture.categories = Categories::restore(saved.categories, categories);
        picture.agencies = Names::restore(saved.agencies);
        picture.incidents = Incidents::restore(saved.incidents);
        let checklists = Listed::restore(saved.checklists, checklists);
        let campaigns = Listed::restore(saved.campaigns, campaigns);
        picture.inspections = Inspections::restore(saved.inspections, saved.reminded, checklists, campaigns);
        picture.workers.find_homes(&picture.areas);
        (0..picture.incidents.len()).for_each(|number| {
            picture.hold_worker(number);
            picture.set_timer(number);
        });
        picture.recount();
        picture.refresh_changes();
        let r = &mut picture.revisions;
        (r.areas, r.workers, r.fixes, r.cameras, r.places, r.categories, r.incidents) = (1, 1, 1, 1, 1, 1, 1);
        r.inspections = 1;
        (picture.derived, picture.located) = (picture.revisions.areas, picture.revisions.areas);
        picture.derive_places();
        Ok(picture)
    }

    /// The list of last changes, from the moments that the rows of the last day tell.
    pub fn refresh_changes(&mut self) {
        let from = self.latest_at.plus_secs(-86_400);
        let recent = self.incidents.reported_between(from, Timestamp(i64::MAX)).chain(self.incidents.open());
        let mut numbers: Vec<u32> = recent.collect();
        numbers.sort_unstable();
        numbers.dedup();
        let changes = numbers.into_iter().flat_map(|incident| {
            let row = self.incidents.row(incident);
            let live: Vec<Change> = match row.trace.as_slice() {
                [] => {
                    TIMES.into_iter().filter_map(|kind| Some(Change { at: row.time(kind)?, incident, kind })).collect()
                }
                trace => trace.iter().map(|step: &Step| Change { at: step.at, incident, kind: step.kind }).collect(),
            };
            live.into_iter().filter(move |change| change.at >= from)
        });
        self.changes = Changes::restore(changes.collect());
    }
}
