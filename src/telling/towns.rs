//! In which town a place lies.

use crate::domain::{AreaCode, AreaLevel, Event, LonLat, Outline, Register};
use crate::ledger::{Ledger, LedgerError};
use crate::spatial::AreaIndex;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The towns of the territory, as the register has them now.
pub(super) struct Towns {
    codes: Vec<AreaCode>,
    index: AreaIndex,
}

impl Towns {
    /// The towns in the ledger.
    ///
    /// # Errors
    /// The ledger can't be read.
    pub(super) fn load(ledger: &dyn Ledger) -> Result<Self, LedgerError> {
        let mut towns: BTreeMap<AreaCode, Outline> = BTreeMap::new();
        ledger.read_streams(Register::Area.prefix(), &mut |recorded| {
            match recorded.event {
                Event::AreaPut(area) if area.level == AreaLevel::Town && !area.dedicated => {
                    towns.insert(area.code, area.outline);
                }
                Event::AreaPut(area) => {
                    towns.remove(&area.code);
                }
                Event::Retired { code, .. } => {
                    towns.remove(code.as_str());
                }
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        let level = AreaLevel::Town as u8;
        let index = AreaIndex::from_refs((0..).zip(towns.values()).map(|(id, outline)| (level, id, &outline.0)));
        Ok(Self { codes: towns.into_keys().collect(), index })
    }

    /// Whether an event changes them.
    pub(super) fn changed_by(event: &Event) -> bool {
        match event {
            Event::AreaPut(area) => area.level == AreaLevel::Town,
            Event::Retired { register, .. } => *register == Register::Area,
            _ => false,
        }
    }

    /// The town that holds the point.
    pub(super) fn at(&self, at: LonLat) -> Option<&AreaCode> {
        let id = self.index.at_level(at, AreaLevel::Town as u8)?;
        self.codes.get(id as usize)
    }
}
