//! A register of things that are known by their codes and have no place on the map.

use crate::domain::{Campaign, Checklist};
use std::collections::{BTreeSet, HashMap};

/// What has a code.
pub trait Coded: Clone {
    /// The code.
    fn code(&self) -> &str;
}

impl Coded for Checklist {
    fn code(&self) -> &str {
        self.code.as_str()
    }
}

impl Coded for Campaign {
    fn code(&self) -> &str {
        self.code.as_str()
    }
}

/// The register.
#[derive(Debug)]
pub struct Listed<T> {
    rows: Vec<T>,
    by_code: HashMap<Box<str>, u32>,
    retired: BTreeSet<u32>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), by_code: HashMap::new(), retired: BTreeSet::new() }
    }
}

impl<T: Coded> Listed<T> {
    /// All rows, those that are gone included; a row's place is its number.
    pub fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The row with this number.
    pub fn row(&self, number: u32) -> &T {
        &self.rows[number as usize]
    }

    /// The number of the thing with this code, also of one that is gone.
    pub fn number(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The rows that the register has, with their numbers.
    pub fn present(&self) -> impl Iterator<Item = (u32, &T)> + '_ {
        (0u32..).zip(&self.rows).filter(|(number, _)| !self.retired.contains(number))
    }

    /// The thing with this code that the register has.
    pub fn get(&self, code: &str) -> Option<&T> {
        let number = self.number(code).filter(|number| !self.retired.contains(number))?;
        self.rows.get(number as usize)
    }

    /// Whether the register no longer has the row.
    pub fn is_retired(&self, number: u32) -> bool {
        self.retired.contains(&number)
    }

    pub(in crate::picture) fn retired(&self) -> Vec<u32> {
        self.retired.iter().copied().collect()
    }

    pub(in crate::picture) fn retire(&mut self, code: &str) {
        self.retired.extend(self.by_code.get(code));
    }

    pub(in crate::picture) fn put(&mut self, thing: &T) -> u32 {
        let number = *self.by_code.entry(thing.code().into()).or_insert(self.rows.len() as u32);
        self.retired.remove(&number);
        match self.rows.get_mut(number as usize) {
            Some(row) => *row = thing.clone(),
            None => self.rows.push(thing.clone()),
        }
        number
    }

    pub(in crate::picture) fn restore(rows: Vec<T>, retired: Vec<u32>) -> Self {
        let by_code = (0u32..).zip(&rows).map(|(number, row)| (row.code().into(), number)).collect();
        Self { rows, by_code, retired: retired.into_iter().collect() }
    }
}
