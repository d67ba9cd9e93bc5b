//! What the ledger knows already, as far as an import asks: which areas and categories there are.

use super::guards::Ground;
use crate::domain::{Area, AreaCode, Category, CategoryCode, Event};
use crate::ledger::{Ledger, LedgerError};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Codes of areas; codes and names of categories.
#[derive(Debug, Default)]
pub(crate) struct Known {
    areas: BTreeSet<AreaCode>,
    /// Names by code.
    categories: BTreeMap<CategoryCode, String>,
    /// Codes by name; the first of equal names.
    names: BTreeMap<String, CategoryCode>,
    /// Where positions ought to lie.
    pub(crate) ground: Ground,
    /// The areas themselves, where they were asked for.
    pub(crate) outlines: BTreeMap<AreaCode, Area>,
}

impl Known {
    /// Reads the ledger through; keeps the areas themselves for an import that adds to them.
    pub(crate) fn read(ledger: &dyn Ledger, with_outlines: bool) -> Result<Self, LedgerError> {
        let mut known = Self::default();
        ledger.read_after(0, &mut |recorded| {
            match recorded.event {
                Event::AreaPut(area) => {
                    known.ground.put(&area);
                    known.areas.insert(area.code.clone());
                    if with_outlines {
                        known.outlines.insert(area.code.clone(), area);
                    }
                }
                Event::CategoryPut(category) => known.add_category(&category),
                _ => {}
            }
            ControlFlow::Continue(())
        })?;
        Ok(known)
    }

    /// A category that has come.
    pub(crate) fn add_category(&mut self, category: &Category) {
        self.names.entry(category.name.clone()).or_insert_with(|| category.code.clone());
        self.categories.insert(category.code.clone(), category.name.clone());
    }

    /// Whether there is an area with this code.
    pub(crate) fn has_area(&self, code: &AreaCode) -> bool {
        self.areas.contains(code)
    }

    /// The category with this code, else with this name.
    pub(crate) fn category(&self, text: &str) -> Option<CategoryCode> {
        self.categories.get_key_value(text).map(|(code, _)| code).or_else(|| self.names.get(text)).cloned()
    }

    /// The name of the category with this code.
    pub(crate) fn category_name(&self, code: &CategoryCode) -> Option<&str> {
        self.categories.get(code).map(String::as_str)
    }
}
