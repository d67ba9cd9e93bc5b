//! The other things that a form names: agencies and matters.

use super::form::Form;
use crate::domain::{AgencyName, IncidentCode, State};
use crate::seat::Seat;
use std::collections::{BTreeMap, BTreeSet};

/// How far from a matter its other reports may lie, m.
const SAME_SPOT_M: f64 = 400.0;
/// How many are suggested.
const SUGGESTED: usize = 4;
/// How many of the last matters say who usually answers, where the catalogue doesn't.
const LOOKED_BACK: usize = 20_000;

impl Seat {
    /// The agency that leads for a matter: the one that answers for it, else its category's, else the one that most
    /// often answered for such matters in that town.
    pub fn lead_agency(&self, incident: u32) -> Option<AgencyName> {
        let picture = &self.picture;
        let row = picture.incidents.row(incident);
        let own = row.agency.map(|agency| picture.agencies.name(agency).clone());
        let of_category = || picture.categories.rows()[row.category? as usize].agency.clone();
        let usual = || {
            let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
            let last = picture.incidents.rows().iter().rev().take(LOOKED_BACK);
            let alike = last.filter(|other| row.category.is_some() && other.category == row.category);
            for agency in alike.filter(|other| other.town == row.town).filter_map(|other| other.agency) {
                *counts.entry(agency).or_default() += 1;
            }
            let (agency, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
            Some(picture.agencies.name(agency).clone())
        };
        own.or_else(of_category).or_else(usual)
    }

    /// Every agency that is known: those that answered for something, those of the catalogue, those that post people.
    fn known_agencies(&self) -> Vec<AgencyName> {
        let of_categories = self.picture.categories.present().filter_map(|(_, category)| category.agency.clone());
        let of_workers = self.picture.workers.rows().iter().filter_map(|row| row.worker.agency.clone());
        let mut seen = BTreeSet::new();
        let all = self.picture.agencies.rows().iter().cloned().chain(of_categories).chain(of_workers);
        all.filter(|name| seen.insert(name.clone())).collect()
    }

    /// The agencies that a form offers: those whose names hold what was typed, the chosen ones left out.
    pub fn agencies_for(&self, form: &Form) -> Vec<AgencyName> {
        let typed = form.values.agency.trim().to_lowercase();
        let fits = |name: &AgencyName| {
            !form.values.agencies.contains(name)
                && (typed.is_empty()
                    || name.as_str().to_lowercase().contains(&typed)
                    || crate::seat::queue::initials(name.as_str()).contains(&typed))
        };
        self.known_agencies().into_iter().filter(fits).collect()
    }

    /// The open matters that a matter may be another report of, nearest first, the same kind before others: those
    /// within a few hundred metres.
    pub fn matters_near(&self, incident: u32) -> Vec<u32> {
        let rows = &self.picture.incidents;
        let row = rows.row(incident);
        let Some(at) = row.at else { return Vec::new() };
        let other = |number: u32| {
            let other = rows.row(number);
            number != incident && !other.confidential && other.state <= State::Handled
        };
        let near = rows.open_index().nearest_within(at, 4 * SUGGESTED, SAME_SPOT_M, other);
        let mut numbers: Vec<u32> = near.into_iter().map(|hit| hit.id).collect();
        numbers.sort_by_key(|number| rows.row(*number).category != row.category);
        numbers.truncate(SUGGESTED);
        numbers
    }

    /// The matter that was typed: by its whole number or, among the open ones, by the end of it where that says one.
    pub(super) fn named_matter(&self, typed: &str) -> Option<IncidentCode> {
        let typed = typed.trim();
        let rows = &self.picture.incidents;
        if typed.is_empty() {
            return None;
        }
        if let Some(number) = rows.number(&typed.into()) {
            return Some(rows.row(number).code.clone());
        }
        let ends = |number: &u32| {
            let code = rows.row(*number).code.as_str();
            code.len() >= typed.len()
                && code.is_char_boundary(code.len() - typed.len())
                && code[code.len() - typed.len()..].eq_ignore_ascii_case(typed)
        };
        let mut found = rows.open().filter(ends);
        let one = found.next().filter(|_| found.next().is_none());
        // What names nothing goes on as it was typed, so that the refusal can say it.
        Some(one.map_or_else(|| typed.into(), |number| rows.row(number).code.clone()))
    }
}
