//! What a new matter probably is: category, agency and urgency, from the text, the place and what was done with matters
//! before. Suggestions: an officer decides.

use super::super::Picture;
use super::bits::{BIT, log2};
use super::grams::{Gram, each_gram};
use super::index::SimilarIndex;
use super::words::{Word, merged};
use crate::domain::{AgencyName, LonLat, Service, Timestamp, Urgency, danger_in};
use std::collections::BTreeMap;
use std::ops::Range;

/// So many categories are suggested.
const SUGGESTED: usize = 3;
/// What few matters say of a category counts as if so many usual ones stood beside them.
const KIND_SHRINK: u64 = 32;
/// A word that stands in so many matters is believed by half.
const HALF_BELIEVED: i64 = 16;
/// A category is suggested from so many bits of evidence on.
const EVIDENCE_FROM: i64 = BIT;
/// How far back the practice of a town is looked at, and how much of it there must be.
const PRACTICE_LOOKED_AT: usize = 20_000;
const PRACTICE_MOST: u32 = 200;
const PRACTICE_LEAST: u32 = 5;
/// The share that makes it a practice, percent.
const PRACTICE_PERCENT: u32 = 60;

/// A category that the text speaks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedCategory {
    /// Its row.
    pub category: u32,
    /// How much of all belief it has, 0 to 1.
    pub share: f64,
    /// The words of the text that speak for it, the strongest first.
    pub words: Vec<String>,
}

/// Why an agency is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgencyReason {
    /// It had so many of so many matters of this category in this town before.
    Practice {
        /// How many it had.
        had: u32,
        /// How many there were.
        of: u32,
    },
    /// The catalogue names it.
    Catalogue,
}

/// The agency that would answer for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedAgency {
    /// Its name.
    pub agency: AgencyName,
    /// Why.
    pub reason: AgencyReason,
}

/// Why an urgency is suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UrgencyReason {
    /// The text names a danger, in this word.
    Danger(&'static str),
    /// The catalogue's usual one.
    Catalogue,
}

/// How fast it wants an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedUrgency {
    /// The urgency.
    pub urgency: Urgency,
    /// Why.
    pub reason: UrgencyReason,
    /// Where to pass it on to at once, where the danger is theirs.
    pub service: Option<Service>,
}

/// What a new matter probably is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Suggestions {
    /// The most probable first.
    pub categories: Vec<SuggestedCategory>,
    /// For the category that is known, or the first suggested one.
    pub agency: Option<SuggestedAgency>,
    /// Likewise.
    pub urgency: Option<SuggestedUrgency>,
}

impl Suggestions {
    /// The category that is believed by more than half, to be counted with while nobody has chosen one.
    pub fn believed(&self) -> Option<u32> {
        self.categories.first().filter(|first| first.share > 0.5).map(|first| first.category)
    }
}

/// A text's terms, each once, with where it first stands and its number in the index.
type Terms = BTreeMap<Gram, (Range<usize>, Option<u32>)>;

impl Picture {
    /// What a matter with this text at this place probably is. `chosen` is the category that the officer has chosen:
    /// then agency and urgency follow from it.
    pub fn suggest(&self, text: &str, at: Option<LonLat>, moment: Timestamp, chosen: Option<u32>) -> Suggestions {
        let categories = self.suggest_categories(text);
        let category = chosen.or_else(|| categories.first().map(|first| first.category));
        let agency = category.and_then(|category| self.suggest_agency(category, at, moment));
        Suggestions { categories, agency, urgency: self.suggest_urgency(text, category) }
    }

    fn suggest_categories(&self, text: &str) -> Vec<SuggestedCategory> {
        let index = self.incidents.similar_index();
        let mut terms = Terms::new();
        each_gram(text, |gram, at| {
            terms.entry(gram).or_insert_with(|| (at, index.number(gram)));
        });
        let names = self.catalogue_words(&terms);
        let mut weighed: Vec<(i64, u32)> = Vec::new();
        for (category, _) in self.categories.present() {
            let told: i64 = names.get(&category).into_iter().flatten().map(|word| word.bits).sum();
            let learned: i64 = terms.values().filter_map(|(_, term)| Some(lift(index, (*term)?, category))).sum();
            let evidence = learned / 2 + told;
            if evidence >= EVIDENCE_FROM {
                let matters = index.of_kind.get(category as usize).map_or(0, Vec::len) as u64;
                weighed.push((evidence + log2(matters + 1) / 2, category));
            }
        }
        weighed.sort_by_key(|(weight, category)| (std::cmp::Reverse(*weight), *category));
        let best = weighed.first().map_or(0, |(weight, _)| *weight);
        let belief = |weight: i64| f64::exp2((weight - best) as f64 / BIT as f64);
        let whole: f64 = weighed.iter().map(|(weight, _)| belief(*weight)).sum();
        let tell = |(weight, category): (i64, u32)| {
            let learned = terms.values().filter_map(|(at, term)| {
                let bits = lift(index, (*term)?, category);
                (bits >= BIT).then(|| Word { at: at.clone(), bits })
            });
            let told = names.get(&category).into_iter().flatten();
            let words = learned.chain(told.map(|word| Word { at: word.at.clone(), bits: word.bits })).collect();
            SuggestedCategory { category, share: belief(weight) / whole, words: merged(text, words) }
        };
        weighed.into_iter().take(SUGGESTED).map(tell).collect()
    }

    /// The words of the text that stand in categories' names, by category: a catalogue speaks before any matter does.
    fn catalogue_words(&self, terms: &Terms) -> BTreeMap<u32, Vec<Word>> {
        let mut by_gram: BTreeMap<Gram, Vec<u32>> = BTreeMap::new();
        let mut count = 0;
        for (number, category) in self.categories.present() {
            count += 1;
            let english = category.name_en.as_deref().unwrap_or_default();
            for name in [category.name.as_str(), english] {
                each_gram(name, |gram, _| {
                    let there = by_gram.entry(gram).or_default();
                    if there.last() != Some(&number) {
                        there.push(number);
                    }
                });
            }
        }
        let mut words: BTreeMap<u32, Vec<Word>> = BTreeMap::new();
        for (gram, (at, _)) in terms {
            let Some(categories) = by_gram.get(gram) else { continue };
            // A word of two characters comes as three pieces.
            let bits = (log2(count) - log2(categories.len() as u64)) / 4;
            for category in categories {
                words.entry(*category).or_default().push(Word { at: at.clone(), bits });
            }
        }
        words
    }

    fn suggest_agency(&self, category: u32, at: Option<LonLat>, moment: Timestamp) -> Option<SuggestedAgency> {
        let town = at.and_then(|at| self.areas.finest_and_town(at, moment).1);
        let practice = town.and_then(|town| self.practice(category, town));
        let catalogue = || {
            let agency = self.categories.rows().get(category as usize)?.agency.clone()?;
            Some(SuggestedAgency { agency, reason: AgencyReason::Catalogue })
        };
        practice.or_else(catalogue)
    }

    /// Who mostly had this category's matters in this town lately.
    fn practice(&self, category: u32, town: u32) -> Option<SuggestedAgency> {
        let of_kind = self.incidents.similar_index().of_kind.get(category as usize)?;
        let rows = of_kind.iter().rev().take(PRACTICE_LOOKED_AT).map(|number| self.incidents.row(*number));
        let mut had: BTreeMap<u32, u32> = BTreeMap::new();
        let mut of = 0;
        for agency in rows.filter(|row| row.town == Some(town)).filter_map(|row| row.agency) {
            *had.entry(agency).or_default() += 1;
            of += 1;
            if of == PRACTICE_MOST {
                break;
            }
        }
        let (agency, had) = had.into_iter().max_by_key(|(agency, had)| (*had, std::cmp::Reverse(*agency)))?;
        let is_practice = of >= PRACTICE_LEAST && had * 100 >= of * PRACTICE_PERCENT;
        is_practice.then(|| SuggestedAgency {
            agency: self.agencies.name(agency).clone(),
            reason: AgencyReason::Practice { had, of },
        })
    }

    fn suggest_urgency(&self, text: &str, category: Option<u32>) -> Option<SuggestedUrgency> {
        let usual = category.and_then(|category| self.categories.rows().get(category as usize)).map(|row| row.urgency);
        let danger = danger_in(text);
        match (danger, usual) {
            (Some(danger), usual) if usual.is_none_or(|usual| danger.urgency <= usual) => Some(SuggestedUrgency {
                urgency: danger.urgency,
                reason: UrgencyReason::Danger(danger.word),
                service: danger.service,
            }),
            (danger, Some(urgency)) => Some(SuggestedUrgency {
                urgency,
                reason: UrgencyReason::Catalogue,
                service: danger.and_then(|danger| danger.service),
            }),
            _ => None,
        }
    }
}

/// How much more often a term stands in a category's matters than in all, bits; of a rare term only a part is believed. One
/// that stands there more seldom says nothing: people tell a matter in other words than those who record it.
fn lift(index: &SimilarIndex, term: u32, category: u32) -> i64 {
    let (all, anywhere) = (index.len() as u64, u64::from(index.matters_with[term as usize]));
    if anywhere == 0 {
        return 0;
    }
    let with = &index.kinds_with[term as usize];
    let here = with.binary_search_by_key(&category, |(kind, _)| *kind).map_or(0, |place| u64::from(with[place].1));
    let of_kind = index.of_kind.get(category as usize).map_or(0, Vec::len) as u64;
    let bits = log2(here * all + KIND_SHRINK * anywhere) - log2((of_kind + KIND_SHRINK) * anywhere);
    bits.max(0) * anywhere as i64 / (anywhere as i64 + HALF_BELIEVED)
}
