//! The picture of any past moment.
//!
//! **What it is.** Time is the time at which things happened, not the one at which the ledger heard of them. The picture
//! at `t` is the fold of the ledger's events, in their order, of which count
//!
//! - a matter's event, where it happened at `t` or before;
//! - an imported history, whenever it was imported, cut at `t` (`IncidentRecord::until`); a matter that by its last word
//!   was reported after `t` is not there at all;
//! - a visit, imported or not, made at `t` or before, as it was last told;
//! - an area as it is valid at `t`; any other thing of a register as it was last told by `t`, before its first telling as
//!   that one says.
//!
//! Where nothing is imported that is what a seat showed at that moment, by `Picture::hash`.
//!
//! **How it is found.** No snapshots are kept. Matters stand in the order in which they came, so that the picture at `t`
//! has the first so many of them; a matter whose last step lies before `t` is as it is now; of the others, which were open
//! then, an imported one is cut and one that lived under our eyes is folded from its own events. A picture is moved from
//! where it stood, by what happened in between; far away its lists are made anew.

mod machine;
mod registers;
mod spine;
mod stand;
mod visits;

pub(super) use stand::Stand;

pub use machine::{Density, PastError, TimeMachine};

use super::by_code::ByCode;
use super::listing::Listing;
use super::{Change, Changes, IncidentRow, Names, Picture, incidents};
use crate::domain::{AgencyName, Event, IncidentCode, Recorded, Timestamp};
use crate::ledger::{Ledger, LedgerError};
use registers::{Histories, Told, register_rows};
use spine::Spine;
use stand::REVISIONS_FROM;
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use visits::Visits;

/// Where more than one row in so many changes, the lists are made anew instead of being kept step by step.
const MANY_OF: usize = 24;
/// So many events of matters that lived under our eyes are kept decoded.
const MOST_EVENTS_KEPT: usize = 150_000;
/// The list of changes goes back so far, seconds.
const CHANGES_SECS: i64 = 3_600;

/// All past pictures of one ledger.
#[derive(Debug)]
pub struct Past {
    /// The picture of all that the ledger holds.
    whole: Picture,
    spine: Spine,
    registers: Histories,
    codes: Arc<ByCode<IncidentCode>>,
    /// Events of matters that lived under our eyes, by row of the whole picture.
    lives: HashMap<u32, Arc<[Recorded]>>,
    lives_kept: usize,
    /// Places that changed since the epoch began: an event may tell of a moment long past.
    changed: BTreeSet<u32>,
    epoch: u64,
    visits: Visits,
    /// Counts what was taken in and what was given out, for revisions.
    stamp: u64,
}

fn new_epoch() -> u64 {
    static EPOCHS: AtomicU64 = AtomicU64::new(1);
    EPOCHS.fetch_add(1, Ordering::Relaxed)
}

impl Past {
    /// The past of a ledger whose events add up to `whole`.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub fn new(mut whole: Picture, ledger: &dyn Ledger) -> Result<Self, LedgerError> {
        whole.derive();
        let mut past = Self {
            spine: Spine::default(),
            registers: Histories::read(ledger)?,
            codes: Arc::default(),
            lives: HashMap::new(),
            lives_kept: 0,
            changed: BTreeSet::new(),
            epoch: 0,
            visits: Visits::default(),
            stamp: 0,
            whole,
        };
        past.number();
        past.name_agencies();
        past.catch_up(ledger)?;
        Ok(past)
    }

    /// The first and the last moment at which anything happened; none where nothing did.
    pub fn range(&self) -> Option<(Timestamp, Timestamp)> {
        self.spine.range()
    }

    /// Numbers all matters anew; pictures that were given out before are of no more use.
    fn number(&mut self) {
        self.epoch = new_epoch();
        self.spine = Spine::of(&self.whole);
        self.changed.clear();
        self.list_codes(0);
        self.visits = Visits::of(&self.whole, self.stamp);
    }

    /// Gives every agency that a category names its number in the whole picture: a history that is cut may fall back to
    /// it, and a number must mean the same in all pictures.
    fn name_agencies(&mut self) {
        let now = self.whole.categories.rows().iter().filter_map(|category| category.agency.as_ref());
        let all: Vec<AgencyName> = now.chain(self.registers.agencies()).cloned().collect();
        all.iter().for_each(|name| _ = self.whole.agencies.ensure(name));
    }

    fn list_codes(&mut self, from: u32) {
        let mut codes = if from == 0 { ByCode::default() } else { (*self.codes).clone() };
        for place in from..self.whole.incidents.len() {
            codes.insert(self.whole.incidents.row(self.spine.number(place)).code.clone(), place);
        }
        self.codes = Arc::new(codes);
    }

    /// Takes in what the ledger heard since; answers whether it was anything.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub fn catch_up(&mut self, ledger: &dyn Ledger) -> Result<bool, LedgerError> {
        let (known, before) = (self.whole.incidents.len(), self.whole.seq);
        let rows_before = register_rows(&self.whole);
        let (mut codes, mut told_again, mut registers, mut visits) = (Vec::new(), Vec::new(), false, false);
        let whole = &mut self.whole;
        ledger.read_after(before, &mut |recorded| {
            whole.apply(&recorded);
            match recorded.stream.incident_code() {
                Some(code) => codes.push(code),
                None => match recorded.event {
                    Event::Inspected(_) | Event::CampaignReminded(_) => visits = true,
                    // Whoever comes on duty and goes, a camera that fails.
                    Event::WorkerPut(_) | Event::CameraPut(_) => told_again.push(recorded),
                    _ => registers = true,
                },
            }
            ControlFlow::Continue(())
        })?;
        if self.whole.seq == before {
            return Ok(false);
        }
        self.whole.derive();
        self.stamp += 1;
        // A matter that names somebody whom no register knows gives a row to the name.
        registers |= register_rows(&self.whole) != rows_before;
        if registers {
            self.registers = Histories::read(ledger)?;
            self.name_agencies();
        } else {
            self.registers.follow(told_again, self.whole.seq, ledger)?;
        }
        if visits {
            self.visits.follow(&self.whole, self.stamp);
        }
        let mut changed: Vec<u32> = codes.iter().filter_map(|code| self.whole.incidents.number(code)).collect();
        changed.sort_unstable();
        changed.dedup();
        for number in &changed {
            let gone = self.lives.remove(number).map_or(0, |events| events.len());
            self.lives_kept -= gone;
        }
        changed.retain(|number| *number < known);
        if registers || !self.spine.follow(&self.whole, &changed) {
            self.number();
        } else {
            self.changed.extend(changed.iter().map(|number| self.spine.place(*number)));
            if self.whole.incidents.len() > known {
                self.list_codes(known);
            }
        }
        Ok(true)
    }

    /// The picture at `moment`, without positions. `spare` is a picture that was given out before and is not needed any
    /// more: bringing it there is cheaper than making one.
    ///
    /// # Errors
    /// The ledger can't be read; the spare picture is lost then.
    pub fn picture_at(
        &mut self,
        moment: Timestamp,
        spare: Option<Picture>,
        ledger: &dyn Ledger,
    ) -> Result<Picture, LedgerError> {
        let epoch = self.epoch;
        let spare = spare.filter(|picture| picture.past.as_ref().is_some_and(|stand| stand.epoch == epoch));
        let mut picture = spare.unwrap_or_else(|| self.blank());
        let stand = picture.past.take();
        let (from, heard) = stand.as_ref().map_or((None, 0), |stand| (Some(stand.moment), stand.heard));
        let mut told = stand.map(|stand| stand.told).unwrap_or_default();
        self.stamp += 1;
        self.stand_registers(&mut picture, &mut told, from, moment);
        // Each row says by itself where its matter lay; nothing is to be looked for.
        (picture.derived, picture.located) = (picture.revisions.areas, picture.revisions.areas);
        self.stand_matters(&mut picture, from, heard, moment, ledger)?;
        self.visits.stand(&mut picture, heard, moment);
        self.spine.settle();
        picture.seq = ledger.last_seq_at(moment)?;
        let visited_at = picture.inspections.rows().last().map(|row| row.at);
        picture.latest_at = self.spine.last_at(moment).max(visited_at).unwrap_or(Timestamp(i64::MIN));
        picture.changes = self.changes(&picture, moment);
        let revision = REVISIONS_FROM + self.stamp;
        let r = &mut picture.revisions;
        (r.workers, r.fixes, r.incidents) = (revision, revision, revision);
        r.inspections = revision;
        picture.past = Some(Stand { epoch, heard: self.stamp, moment, told });
        Ok(picture)
    }

    fn stand_registers(&self, picture: &mut Picture, told: &mut Told, from: Option<Timestamp>, moment: Timestamp) {
        let revision = REVISIONS_FROM + self.stamp;
        let cut = picture.areas.cut_number(moment);
        if from.is_none() || from.and_then(|from| picture.areas.cut_number(from)) != cut {
            picture.areas.show_at(moment);
            // One cut, one revision: going back to it draws nothing anew that is still there.
            picture.revisions.areas = REVISIONS_FROM + cut.map_or(0, |cut| cut as u64 + 1);
            picture.workers.find_homes(&picture.areas);
        }
        if self.registers.stand(picture, told, moment) {
            picture.workers.find_homes(&picture.areas);
            let r = &mut picture.revisions;
            (r.cameras, r.places, r.categories) = (revision, revision, revision);
        }
    }

    /// Brings the matters of a picture that stands at `from` to `moment`.
    fn stand_matters(
        &mut self,
        picture: &mut Picture,
        from: Option<Timestamp>,
        heard: u64,
        moment: Timestamp,
        ledger: &dyn Ledger,
    ) -> Result<(), LedgerError> {
        picture.incidents.by_code = Arc::clone(&self.codes);
        if picture.agencies.rows().len() < self.whole.agencies.rows().len() {
            picture.agencies = Names::restore(self.whole.agencies.rows().to_vec());
        }
        let (before, now) = (picture.incidents.len(), self.spine.count_at(moment));
        let both = before.min(now);
        let mut touched = from.map_or(Vec::new(), |from| self.spine.touched(from.min(moment), from.max(moment)));
        if heard < self.stamp {
            touched.extend(&self.changed);
        }
        touched.retain(|place| *place < both);
        let many = touched.len() + before.abs_diff(now) as usize > 32 + now as usize / MANY_OF;
        if many {
            picture.incidents.rows.truncate(both as usize);
        } else {
            for place in (both..before).rev() {
                picture.untally(place);
                picture.incidents.pop();
            }
        }
        for place in touched.into_iter().chain(both..now) {
            let before = (place < both).then(|| Listing::of(picture.incidents.row(place)));
            if !many && before.is_some() {
                picture.untally(place);
            }
            self.stand_one(picture, place, moment, ledger)?;
            if !many {
                picture.incidents.relist(place, before);
                picture.tally(place);
            }
        }
        if many {
            picture.incidents.relist_all();
            picture.recount();
            picture.workers.end_all_tasks();
            let busy = picture.incidents.open().map(|place| (place, picture.incidents.row(place)));
            let busy = busy.filter(|(_, row)| row.holds_worker()).filter_map(|(place, row)| Some((row.worker?, place)));
            let busy: Vec<(u32, u32)> = busy.collect();
            busy.into_iter().for_each(|(worker, place)| picture.workers.begin_task(worker, place));
        }
        Ok(())
    }

    /// Puts the row of one matter as it was at `moment`.
    fn stand_one(
        &mut self,
        picture: &mut Picture,
        place: u32,
        moment: Timestamp,
        ledger: &dyn Ledger,
    ) -> Result<(), LedgerError> {
        let number = self.spine.number(place);
        let row = self.whole.incidents.row(number);
        if self.spine.is_over(place, moment) {
            put(picture, place, row.clone());
            return Ok(());
        }
        if row.trace.is_empty() {
            let category = row.category.map(|category| &picture.categories.rows()[category as usize]);
            let agency = category.and_then(|category| category.agency.clone());
            let row = row.cut(moment, agency.map(|name| picture.agencies.ensure(&name)));
            put(picture, place, row);
            return Ok(());
        }
        let events = self.life(number, ledger)?;
        put(picture, place, IncidentRow::new(self.whole.incidents.row(number).code.clone()));
        for recorded in events.iter() {
            match &recorded.event {
                Event::IncidentImported(record) => {
                    if let Some(record) = record.until(moment) {
                        let event = Event::IncidentImported(Box::new(record));
                        incidents::follow(picture, place, &Recorded { event, ..recorded.clone() });
                    }
                }
                _ if recorded.at <= moment => incidents::follow(picture, place, recorded),
                _ => {}
            }
        }
        let whole = self.whole.incidents.row(number);
        let row = picture.incidents.row(place);
        let is_there = row.at == whole.at && row.reported_at() == whole.reported_at();
        let found = match row.at {
            Some(at) if !is_there => picture.areas.finest_and_town(at, row.reported_at()),
            _ => (whole.grid, whole.town),
        };
        let row = picture.incidents.row_mut(place);
        (row.grid, row.town) = found;
        Ok(())
    }

    /// Lets go of the events of matters that were read on the way.
    pub(super) fn forget_lives(&mut self) {
        (self.lives, self.lives_kept) = (HashMap::new(), 0);
    }

    /// All events of a matter.
    fn life(&mut self, number: u32, ledger: &dyn Ledger) -> Result<Arc<[Recorded]>, LedgerError> {
        if let Some(events) = self.lives.get(&number) {
            return Ok(Arc::clone(events));
        }
        let stream = crate::domain::Stream::incident(&self.whole.incidents.row(number).code);
        let mut events = ledger.read_stream(&stream)?;
        // What came while this was read is not in the spine either.
        events.retain(|recorded| recorded.seq <= self.whole.seq);
        let events: Arc<[Recorded]> = events.into();
        if self.lives_kept + events.len() > MOST_EVENTS_KEPT {
            self.forget_lives();
        }
        // A live step may have taken the place of what an import told, of which nothing else bears the moment.
        let place = self.spine.place(number);
        for recorded in events.iter() {
            if let Event::IncidentImported(record) = &recorded.event {
                self.spine.learn_also(place, crate::picture::TIMES.into_iter().filter_map(|kind| record.time(kind)));
            }
        }
        self.lives_kept += events.len();
        self.lives.insert(number, Arc::clone(&events));
        Ok(events)
    }

    /// What had changed in the last hour before `moment`.
    fn changes(&self, picture: &Picture, moment: Timestamp) -> Changes {
        let from = moment.plus_secs(-CHANGES_SECS);
        let places = self.spine.touched(from, moment);
        let steps = places.into_iter().filter(|place| *place < picture.incidents.len()).flat_map(|place| {
            let steps = picture.incidents.row(place).steps().into_iter();
            steps.map(move |step| Change { at: step.at, incident: place, kind: step.kind })
        });
        Changes::restore(steps.filter(|change| change.at > from && change.at <= moment).collect())
    }
}

/// Puts a row in its place, or behind the last one.
fn put(picture: &mut Picture, place: u32, row: IncidentRow) {
    match picture.incidents.rows.get_mut(place as usize) {
        Some(old) => *old = row,
        None => picture.incidents.rows.push(row),
    }
}
