//! Matters like a new one: whether somebody has reported it already, and how it ended when it was there before.
//!
//! A matter is scored by how unlikely it is that an unrelated one would look so like the new one by chance, in bits:
//! one bit more is half the chance. Nearness counts by the circle's area, nearness in time by the period's length, both
//! against how much happens there at all; shared words and the category count by how rare they are *in that
//! neighbourhood*, so that a street's name, which all its matters have, says nothing, and 井盖 says much; what stands in a
//! matter's address as well is left to the distance. The threshold is measured on labelled pairs (`docs/benchmarks.md`).

mod bits;
mod grams;
mod index;
mod score;
mod suggest;
mod words;

pub(super) use index::SimilarIndex;
pub use suggest::{AgencyReason, SuggestedAgency, SuggestedCategory, SuggestedUrgency, Suggestions, UrgencyReason};

use super::Picture;
use crate::domain::{LonLat, StepKind, Timestamp};
use bits::BIT;
use score::Asked;

/// Within so many metres, unless the question says otherwise.
pub const USUAL_RADIUS_M: f64 = 300.0;
/// Within so many days.
pub const USUAL_WINDOW_SECS: i64 = 30 * 86_400;
/// From so many bits on a matter is told at all.
const TOLD_FROM: i64 = 3 * BIT;
/// From so many bits on it is taken for the same.
const SAME_FROM: i64 = 15 * BIT / 2;
/// Of which so many must come from what is said: two matters at one corner on one morning are not yet one.
const CONTENT_FROM: i64 = BIT;
/// No question reaches farther, metres.
const FARTHEST_M: f64 = 5_000.0;

/// What is known of a new matter.
#[derive(Clone, Debug)]
pub struct SimilarQuery {
    /// What is said, in any order: title, text, address.
    pub text: String,
    /// Where it is; none while nobody has located it.
    pub at: Option<LonLat>,
    /// When it is reported: what came later is not looked at, unless `also_later`.
    pub moment: Timestamp,
    /// The row of its category.
    pub category: Option<u32>,
    /// Whether the category is only suggested: then it counts for less.
    pub is_category_assumed: bool,
    /// The rows of what the same caller has reported.
    pub same_caller: Vec<u32>,
    /// How far matters may lie, metres; those of the same caller may lie anywhere.
    pub radius_m: f64,
    /// How long ago they may have been reported, seconds.
    pub window_secs: i64,
    /// Whether later matters are looked at as well.
    pub also_later: bool,
    /// A matter that is not to be told: the one that is asked about.
    pub left_out: Option<u32>,
    /// How many at the most.
    pub limit: usize,
}

impl SimilarQuery {
    /// A question about a text, with the usual reach.
    pub fn new(text: impl Into<String>, at: Option<LonLat>, moment: Timestamp) -> Self {
        Self {
            text: text.into(),
            at,
            moment,
            category: None,
            is_category_assumed: false,
            same_caller: Vec::new(),
            radius_m: USUAL_RADIUS_M,
            window_secs: USUAL_WINDOW_SECS,
            also_later: false,
            left_out: None,
            limit: 10,
        }
    }
}

/// What a similar matter is to the new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Probably the same happening, reported again.
    Same,
    /// Probably the same again, after it had been dealt with.
    Again,
    /// Like it, and not so like that it must be the same.
    Like,
}

/// Why a matter is thought similar.
#[derive(Clone, Debug, PartialEq)]
pub enum Alike {
    /// The same caller reported it.
    SameCaller,
    /// It lies this far away, metres.
    Near(f64),
    /// It was reported so many seconds before; negative: after.
    SecsBefore(i64),
    /// It is of the same category.
    SameCategory,
    /// These words of the text stand in it, the rarest there first.
    Words(Vec<String>),
}

/// A matter like the new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// Its row.
    pub incident: u32,
    /// What it is to the new one.
    pub verdict: Verdict,
    /// How unlikely it is that this is chance, bits.
    pub score_bits: f64,
    /// Why.
    pub alike: Vec<Alike>,
}

impl Picture {
    /// The matters most like the one that is asked about, the most alike first, then by row; those that were handled
    /// are among them. Confidential matters never are.
    pub fn similar(&self, query: &SimilarQuery) -> Vec<Likeness> {
        let radius_m = if query.radius_m.is_finite() { query.radius_m.clamp(1.0, FARTHEST_M) } else { USUAL_RADIUS_M };
        let window_secs = query.window_secs.clamp(3_600, 400 * 86_400);
        let asked = Asked { query, radius_m, window_secs, parents: &|a, b| self.share_parent(a, b) };
        let mut found = asked.find(self.incidents.similar_index());
        let mut scored = std::mem::take(&mut found.scored);
        scored.retain(|scored| scored.bits >= TOLD_FROM);
        scored.sort_by_key(|scored| (std::cmp::Reverse(scored.bits), scored.incident));
        scored.truncate(query.limit);
        let tell = |scored: score::Scored| Likeness {
            incident: scored.incident,
            verdict: self.verdict(&scored, query.moment),
            score_bits: scored.bits as f64 / BIT as f64,
            alike: asked.reasons(&mut found, &scored),
        };
        scored.into_iter().map(tell).collect()
    }

    /// The question about a matter that is there already; none about a confidential one.
    pub fn similar_to(&self, incident: u32) -> Option<SimilarQuery> {
        let row = self.incidents.row(incident);
        let text = format!("{} {}", row.title, row.address);
        let query = SimilarQuery {
            category: row.category,
            also_later: true,
            left_out: Some(incident),
            ..SimilarQuery::new(text, row.at, row.reported_at())
        };
        (!row.confidential).then_some(query)
    }

    fn share_parent(&self, a: u32, b: u32) -> bool {
        let parent = |number: u32| self.categories.rows().get(number as usize).and_then(|row| row.parent.as_ref());
        parent(a).is_some() && parent(a) == parent(b)
    }

    fn verdict(&self, scored: &score::Scored, moment: Timestamp) -> Verdict {
        let is_same = scored.bits >= SAME_FROM && scored.content >= CONTENT_FROM;
        if !is_same {
            return Verdict::Like;
        }
        let row = self.incidents.row(scored.incident);
        let ended =
            [StepKind::Handled, StepKind::Answered, StepKind::Closed].into_iter().filter_map(|kind| row.time(kind));
        if ended.min().is_some_and(|at| at < moment) { Verdict::Again } else { Verdict::Same }
    }
}
