//! How like a matter is: bits of evidence that it is the one that is asked about, and no other.

use super::bits::{BIT, log2};
use super::grams::each_gram;
use super::index::{Doc, NO_KIND, SimilarIndex, between};
use super::words::{Word, merged};
use super::{Alike, SimilarQuery};
use crate::spatial::distance_m;
use crate::spatial::geodesy::quick_distance_m;
use std::collections::BTreeMap;
use std::ops::Range;

/// Few neighbours say little of what is usual there: the whole county counts as so many of them.
const COUNTY_COUNTS_AS: u64 = 8;
/// A county that has just begun knows little of what is usual: so many matters about other things are imagined in it.
const IMAGINED: u64 = 256;
/// Nearer than this is no nearer: people and maps are no more exact. Decimetres.
const SAME_PLACE_DM: u64 = 200;
/// What lies this far beyond the reach is no farther.
const FAR_BITS: i64 = -8 * BIT;
/// Sooner than this is no sooner.
const SAME_TIME_SECS: i64 = 6 * 3_600;
/// More than this no text and no category says.
const MOST_TEXT: i64 = 12 * BIT;
/// Where no place is known the words must make up for a whole county.
const MOST_TEXT_ANYWHERE: i64 = 16 * BIT;
const MOST_KIND: i64 = 6 * BIT;
/// Another category, and one that only the program has suggested.
const OTHER_KIND: i64 = -4 * BIT;
const OTHER_ASSUMED: i64 = -BIT;
/// Texts share words from so many bits on; those with hardly a word in common speak against it, a little: people say the
/// same in other words.
const SHARED_FROM: i64 = 6 * BIT;
const OTHER_WORDS: i64 = -BIT;
/// Who calls twice mostly calls about the same.
const SAME_CALLER: i64 = 3 * BIT;
/// Words worth telling have so many bits each.
const WORD_FROM: i64 = 2 * BIT;

/// A question with its limits.
pub(super) struct Asked<'a> {
    pub(super) query: &'a SimilarQuery,
    pub(super) radius_m: f64,
    pub(super) window_secs: i64,
    /// Whether two categories belong to the same one.
    pub(super) parents: &'a dyn Fn(u32, u32) -> bool,
}

/// A matter with its score.
pub(super) struct Scored {
    pub(super) incident: u32,
    /// All of it.
    pub(super) bits: i64,
    /// What of it comes from words and category.
    pub(super) content: i64,
    /// Metres, where both are located.
    distance_m: Option<f64>,
    is_same_caller: bool,
    /// Whether it was measured against its neighbours.
    is_local: bool,
}

/// What a text says: its terms, each once, with the place where it first stands.
struct Said {
    terms: Vec<(Option<u32>, Range<usize>)>,
}

/// What was found, and what it was measured against.
pub(super) struct Found<'a> {
    pub(super) scored: Vec<Scored>,
    said: Said,
    local: Option<Usual<'a>>,
    county: Option<Usual<'a>>,
}

/// What is usual around a place, or in the whole county.
struct Usual<'a> {
    index: &'a SimilarIndex,
    /// How many matters there are about it, and in how many of them each term stands; none: the county's own.
    around: Option<(u64, Vec<u32>)>,
    /// How many of them are of the category that is asked for.
    of_kind: u64,
    /// How many came in the period.
    crowd: u64,
    /// Weights of terms, once they are wanted.
    weights: Vec<i64>,
    /// The weights of what is said, by term.
    said: Vec<i64>,
}

const UNKNOWN: i64 = i64::MIN;

impl<'a> Usual<'a> {
    /// The words of the text that stand in the matter and are not usual where it lies.
    fn shared_words(&mut self, text: &str, said: &Said, doc: &Doc) -> Vec<String> {
        let terms = self.counted(doc);
        let shared = said.terms.iter().filter_map(|(term, at)| {
            let term = term.filter(|term| terms.binary_search(term).is_ok())?;
            let bits = self.weight(term);
            (bits >= WORD_FROM).then(|| Word { at: at.clone(), bits })
        });
        merged(text, shared.collect())
    }

    fn new(index: &'a SimilarIndex, around: Option<(u64, Vec<u32>)>, of_kind: u64, crowd: u64, said: &Said) -> Self {
        let terms = index.term_count();
        let (weights, none) = (vec![UNKNOWN; terms], vec![0; terms]);
        let mut usual = Self { index, around, of_kind, crowd, weights, said: none };
        for term in said.terms.iter().filter_map(|(term, _)| *term) {
            usual.said[term as usize] = usual.weight(term);
        }
        usual
    }

    /// How rare it is that a matter here has something that `here` of the neighbours and `anywhere` of all have, bits.
    fn rarity(&self, here: u64, anywhere: u64) -> i64 {
        let all = self.index.len() as u64 + IMAGINED;
        let (whole, chance_of_all) = match &self.around {
            Some((whole, _)) => (whole + COUNTY_COUNTS_AS, here * all + COUNTY_COUNTS_AS * anywhere),
            None => (1, anywhere),
        };
        (log2(whole * all) - log2(chance_of_all.max(1))).max(0)
    }

    fn weight(&mut self, term: u32) -> i64 {
        let place = term as usize;
        if self.weights[place] == UNKNOWN {
            let here = self.around.as_ref().map_or(0, |(_, with)| u64::from(with[place]));
            self.weights[place] = self.rarity(here, u64::from(self.index.matters_with[place]));
        }
        self.weights[place]
    }

    /// The words of a matter that count: among neighbours those of its title that are not in its address, for where it
    /// lies is told by the distance; where no place is known, all.
    fn counted(&self, doc: &Doc) -> &'a [u32] {
        if self.around.is_some() { self.index.content(doc) } else { self.index.terms(doc) }
    }

    /// What the shared words say: three tenths of their bits, because a pair and its characters are told together.
    fn text(&self, doc: &Doc, said_count: usize) -> i64 {
        let terms = self.counted(doc);
        if terms.is_empty() || said_count == 0 {
            return 0;
        }
        let most = if self.around.is_some() { MOST_TEXT } else { MOST_TEXT_ANYWHERE };
        let shared: i64 = terms.iter().map(|term| self.said[*term as usize]).sum();
        if shared < SHARED_FROM { OTHER_WORDS } else { (shared * 3 / 10).min(most) }
    }

    fn kind(&self, asked: &Asked<'_>, doc: &Doc) -> i64 {
        let Some(kind) = asked.query.category.filter(|_| doc.kind != NO_KIND) else { return 0 };
        let assumed = asked.query.is_category_assumed;
        if kind == doc.kind {
            let anywhere = self.index.of_kind.get(kind as usize).map_or(0, Vec::len) as u64;
            let bits = self.rarity(self.of_kind, anywhere).min(MOST_KIND);
            return if assumed { bits / 2 } else { bits };
        }
        match ((asked.parents)(kind, doc.kind), assumed) {
            (true, _) => 0,
            (false, true) => OTHER_ASSUMED,
            (false, false) => OTHER_KIND,
        }
    }
}

impl Asked<'_> {
    /// Every matter in reach with its score, in no order.
    pub(super) fn find<'i>(&self, index: &'i SimilarIndex) -> Found<'i> {
        let said = Said::of(&self.query.text, index);
        let period = self.period();
        let far = self.same_caller(index, period);
        let callers = far.len() as u64;
        let mut found = Found { scored: Vec::new(), said, local: None, county: None };
        if let Some(at) = self.query.at {
            let near = index.near(at, self.radius_m);
            let usual = self.usual_around(index, &near, &found.said, period);
            let is_in = |number: u32| index.doc(number).is_some_and(|doc| is_in(doc, period));
            let near = near.into_iter().filter(|(number, _)| is_in(*number));
            let score = |(number, m)| self.one(&usual, number, Some(m), &found.said, callers);
            found.scored = near.filter_map(score).collect();
            found.local = Some(usual);
        }
        let elsewhere = match self.query.at {
            // Of the located ones only the near are looked at; of the others nobody knows where they are.
            Some(_) => between(&index.unlocated, period),
            None => between(&index.by_time, period),
        };
        let taken: Vec<u32> = found.scored.iter().map(|scored| scored.incident).collect();
        let rest = elsewhere.iter().map(|(_, number)| *number).filter(|number| !self.is_by_caller(*number));
        let rest: Vec<u32> = rest.chain(far.into_iter().filter(|number| !taken.contains(number))).collect();
        if !rest.is_empty() {
            let crowd = between(&index.by_time, period).len() as u64;
            let usual = Usual::new(index, None, 0, crowd, &found.said);
            let score = |number: &u32| self.one(&usual, *number, None, &found.said, callers);
            let scored: Vec<Scored> = rest.iter().filter_map(score).collect();
            found.scored.extend(scored);
            found.county = Some(usual);
        }
        found
    }

    fn usual_around<'i>(
        &self,
        index: &'i SimilarIndex,
        near: &[(u32, f64)],
        said: &Said,
        period: (i64, i64),
    ) -> Usual<'i> {
        let mut with = vec![0; index.term_count()];
        let (mut of_kind, mut crowd) = (0, 0);
        for doc in near.iter().filter_map(|(number, _)| index.doc(*number)) {
            index.terms(doc).iter().for_each(|term| with[*term as usize] += 1);
            of_kind += u64::from(Some(doc.kind) == self.query.category);
            crowd += u64::from(is_in(doc, period));
        }
        Usual::new(index, Some((near.len() as u64, with)), of_kind, crowd, said)
    }

    /// Scores one matter; `near_m` where it lies in the circle.
    fn one(&self, usual: &Usual<'_>, number: u32, near_m: Option<f64>, said: &Said, callers: u64) -> Option<Scored> {
        if self.query.left_out == Some(number) {
            return None;
        }
        let index = usual.index;
        let doc = index.doc(number)?;
        let is_same_caller = self.is_by_caller(number);
        let far_m = || Some(quick_distance_m(self.query.at?, doc.at?));
        let distance_m = near_m.or_else(far_m);
        let (text, kind) = (usual.text(doc, said.terms.len()), usual.kind(self, doc));
        let content = if text > 0 && kind > 0 { text.max(kind) + text.min(kind) / 2 } else { text + kind };
        let crowd = if is_same_caller { usual.crowd.min(callers) } else { usual.crowd };
        let caller = if is_same_caller { SAME_CALLER } else { 0 };
        let apart_secs = (self.query.moment.0 - doc.reported_secs).abs().max(SAME_TIME_SECS);
        let time = log2(self.window_secs as u64) - log2(apart_secs as u64);
        let bits = content + time + self.place(distance_m) - log2(crowd + 1) + caller;
        Some(Scored { incident: number, bits, content, distance_m, is_same_caller, is_local: near_m.is_some() })
    }

    /// How much smaller the circle is in which it lies than the one that was looked through, bits.
    fn place(&self, distance_m: Option<f64>) -> i64 {
        let Some(distance_m) = distance_m else { return 0 };
        let dm = |m: f64| ((m * 10.0) as u64).max(SAME_PLACE_DM);
        (2 * (log2(dm(self.radius_m)) - log2(dm(distance_m)))).max(FAR_BITS)
    }

    fn period(&self) -> (i64, i64) {
        let now = self.query.moment.0;
        let later = if self.query.also_later { self.window_secs } else { 0 };
        (now.saturating_sub(self.window_secs), now.saturating_add(later))
    }

    fn is_by_caller(&self, number: u32) -> bool {
        self.query.same_caller.contains(&number)
    }

    /// What the same caller reported in the period, each once.
    fn same_caller(&self, index: &SimilarIndex, period: (i64, i64)) -> Vec<u32> {
        let is_in = |number: &u32| index.doc(*number).is_some_and(|doc| is_in(doc, period));
        let mut numbers: Vec<u32> = self.query.same_caller.iter().copied().filter(is_in).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Why a matter that was found is thought similar.
    pub(super) fn reasons(&self, found: &mut Found<'_>, scored: &Scored) -> Vec<Alike> {
        let usual = if scored.is_local { &mut found.local } else { &mut found.county };
        let Some(usual) = usual else { return Vec::new() };
        let index = usual.index;
        let Some(doc) = index.doc(scored.incident) else { return Vec::new() };
        let mut reasons = Vec::new();
        if scored.is_same_caller {
            reasons.push(Alike::SameCaller);
        }
        if let (Some(at), Some(there), Some(_)) = (self.query.at, doc.at, scored.distance_m) {
            reasons.push(Alike::Near(distance_m(at, there)));
        }
        reasons.push(Alike::SecsBefore(self.query.moment.0 - doc.reported_secs));
        if self.query.category == Some(doc.kind) {
            reasons.push(Alike::SameCategory);
        }
        let words = usual.shared_words(&self.query.text, &found.said, doc);
        if !words.is_empty() {
            reasons.push(Alike::Words(words));
        }
        reasons
    }
}

impl Said {
    fn of(text: &str, index: &SimilarIndex) -> Self {
        let mut terms = BTreeMap::new();
        each_gram(text, |gram, at| {
            terms.entry(gram).or_insert((index.number(gram), at));
        });
        Self { terms: terms.into_values().collect() }
    }
}

fn is_in(doc: &Doc, (from, to): (i64, i64)) -> bool {
    (from..=to).contains(&doc.reported_secs)
}
