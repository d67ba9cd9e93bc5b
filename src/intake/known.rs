//! What the ledger knows already, as far as an import asks: what is in the registers, and what things are called.

use super::Kind;
use super::guards::Ground;
use crate::domain::{Area, AreaCode, AreaLevel, Category, CategoryCode, Event, Register};
use crate::ledger::{Ledger, LedgerError};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// A level of the tree, or the layer of dedicated grids.
pub(crate) type Layer = (AreaLevel, bool);

/// The registers, as far as they were asked for.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The areas that are there, as they were put last.
    areas: BTreeMap<AreaCode, Area>,
    workers: BTreeSet<String>,
    /// Workers whom the register had once: their positions of then are still theirs.
    former_workers: BTreeSet<String>,
    cameras: BTreeSet<String>,
    places: BTreeSet<String>,
    /// Places that the register had once: visits of then are still theirs.
    former_places: BTreeSet<String>,
    checklists: BTreeSet<String>,
    campaigns: BTreeSet<String>,
    /// Names by code; also of those that are gone, since matters name them.
    categories: BTreeMap<CategoryCode, String>,
    /// The categories that the ledger has.
    catalogue: BTreeSet<String>,
    /// Codes by name; the first of equal names.
    names: BTreeMap<String, CategoryCode>,
    /// Categories that came with what is being read: nobody knows yet whether the ledger will have them.
    fresh: Vec<CategoryCode>,
    /// The ledger's last event when it was asked.
    seq: u64,
    /// Where positions ought to lie.
    pub(crate) ground: Ground,
}

impl Known {
    /// Reads what an import of this kind asks for.
    pub(crate) fn read(ledger: &dyn Ledger, kind: Kind) -> Result<Self, LedgerError> {
        // Whatever has a place is looked at against the territory.
        let registers: &[Register] = match kind {
            Kind::Areas => &[Register::Area],
            Kind::Workers => &[Register::Area, Register::Worker],
            Kind::Cameras => &[Register::Area, Register::Camera],
            Kind::Places => &[Register::Area, Register::Place],
            Kind::Categories => &[Register::Category],
            Kind::Incidents => &[Register::Area, Register::Category],
            Kind::Fixes => &[Register::Area, Register::Worker],
            Kind::Checklists => &[Register::Checklist],
            Kind::Campaigns => &[Register::Area, Register::Checklist, Register::Campaign],
            Kind::Inspections => &[Register::Worker, Register::Place, Register::Checklist],
        };
        // What is appended meanwhile is heard of twice, which changes nothing.
        let mut known = Self { seq: ledger.last_seq()?, ..Self::default() };
        for register in registers {
            ledger.read_streams(register.prefix(), &mut |recorded| {
                known.take(recorded.event);
                ControlFlow::Continue(())
            })?;
        }
        known.areas.values().for_each(|area| known.ground.put(area));
        Ok(known)
    }

    /// Hears what the ledger has taken in since, and forgets what was never more than read.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(crate) fn catch_up(&mut self, ledger: &dyn Ledger) -> Result<(), LedgerError> {
        for code in std::mem::take(&mut self.fresh) {
            if let Some(name) = self.categories.remove(&code)
                && self.names.get(&name) == Some(&code)
            {
                self.names.remove(&name);
            }
        }
        let (mut seq, mut is_recut) = (self.seq, false);
        ledger.read_after(seq, &mut |recorded| {
            seq = recorded.seq;
            is_recut |= matches!(recorded.event, Event::AreaPut(_) | Event::Retired { register: Register::Area, .. });
            self.take(recorded.event);
            ControlFlow::Continue(())
        })?;
        self.seq = seq;
        if is_recut {
            self.ground = Ground::default();
            self.areas.values().for_each(|area| self.ground.put(area));
        }
        Ok(())
    }

    /// A category that came with what is being read.
    pub(crate) fn add_fresh_category(&mut self, category: &Category) {
        self.fresh.push(category.code.clone());
        self.add_category(category);
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::AreaPut(area) => {
                self.areas.insert(area.code.clone(), area);
            }
            Event::WorkerPut(worker) => {
                self.workers.insert(worker.code.to_string());
            }
            Event::CameraPut(camera) => {
                self.cameras.insert(camera.code.to_string());
            }
            Event::PlacePut(place) => {
                self.places.insert(place.code.to_string());
            }
            Event::CategoryPut(category) => {
                self.add_category(&category);
                self.catalogue.insert(category.code.to_string());
            }
            Event::ChecklistPut(checklist) => {
                self.checklists.insert(checklist.code.to_string());
            }
            Event::CampaignPut(campaign) => {
                self.campaigns.insert(campaign.code.to_string());
            }
            Event::Retired { register, code, .. } => match register {
                Register::Area => {
                    self.areas.remove(code.as_str());
                }
                Register::Worker => {
                    self.workers.remove(&code);
                    self.former_workers.insert(code);
                }
                Register::Camera => {
                    self.cameras.remove(&code);
                }
                Register::Place => {
                    self.places.remove(&code);
                    self.former_places.insert(code);
                }
                Register::Checklist => {
                    self.checklists.remove(&code);
                }
                Register::Campaign => {
                    self.campaigns.remove(&code);
                }
                Register::Category => {
                    self.catalogue.remove(&code);
                }
            },
            _ => {}
        }
    }

    /// A category that has come, with this import or before.
    pub(crate) fn add_category(&mut self, category: &Category) {
        self.names.entry(category.name.clone()).or_insert_with(|| category.code.clone());
        self.categories.insert(category.code.clone(), category.name.clone());
    }

    /// The area with this code that is there, as it was put last.
    pub(crate) fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.areas.get(code)
    }

    /// The areas that are there, by code, as they were put last.
    pub(crate) fn areas(&self) -> &BTreeMap<AreaCode, Area> {
        &self.areas
    }

    /// Whether there is an area with this code.
    pub(crate) fn has_area(&self, code: &AreaCode) -> bool {
        self.areas.contains_key(code)
    }

    /// Whether the register has a worker with this code, or had.
    pub(crate) fn has_worker(&self, code: &str) -> bool {
        self.workers.contains(code) || self.former_workers.contains(code)
    }

    /// Whether the register has a place with this code, or had.
    pub(crate) fn has_place(&self, code: &str) -> bool {
        self.places.contains(code) || self.former_places.contains(code)
    }

    /// Whether there is a checklist with this code.
    pub(crate) fn has_checklist(&self, code: &str) -> bool {
        self.checklists.contains(code)
    }

    /// The category with this code, else with this name.
    pub(crate) fn category(&self, text: &str) -> Option<CategoryCode> {
        self.categories.get_key_value(text).map(|(code, _)| code).or_else(|| self.names.get(text)).cloned()
    }

    /// The name of the category with this code.
    pub(crate) fn category_name(&self, code: &CategoryCode) -> Option<&str> {
        self.categories.get(code).map(String::as_str)
    }

    /// The codes that a register has in the ledger, in order; of the territory, those of these layers.
    pub(crate) fn codes(&self, register: Register, layers: &BTreeSet<Layer>) -> Vec<String> {
        let set = match register {
            Register::Area => {
                let there = self.areas.values().filter(|area| layers.contains(&(area.level, area.dedicated)));
                return there.map(|area| area.code.to_string()).collect();
            }
            Register::Worker => &self.workers,
            Register::Camera => &self.cameras,
            Register::Category => &self.catalogue,
            Register::Place => &self.places,
            Register::Checklist => &self.checklists,
            Register::Campaign => &self.campaigns,
        };
        set.iter().cloned().collect()
    }
}
