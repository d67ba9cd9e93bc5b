//! What a search finds: the words that were there are walked through once, those that come are looked at as they come.

use super::search::{Needle, needles_of};
use super::words::{NONE, Piece, Words};
use crate::picture::Picture;

/// A search and what it has found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    text: String,
    generation: u64,
    needles: Vec<Needle>,
    /// A bit for each piece of the words.
    hits: Vec<u64>,
    /// The pieces up to this one were looked at.
    looked_at: usize,
    /// Moves whenever something else is searched for, or more of what is open is found.
    pub(super) revision: u64,
    /// The same of what is over.
    pub(super) over_revision: u64,
}

impl Found {
    /// Whether anything is searched for.
    pub(super) fn is_on(&self) -> bool {
        !self.needles.is_empty()
    }

    /// Looks at what has not been looked at for these words.
    pub(super) fn follow(&mut self, picture: &Picture, words: &Words, text: &str) {
        if self.text != text || self.generation != words.generation {
            text.clone_into(&mut self.text);
            self.generation = words.generation;
            self.needles = needles_of(text);
            self.hits.clear();
            self.looked_at = 0;
            (self.revision, self.over_revision) = (self.revision + 1, self.over_revision + 1);
        }
        let (from, to) = (self.looked_at, words.pieces().len());
        if self.needles.is_empty() || from == to {
            return;
        }
        self.needles.iter_mut().for_each(|needle| needle.know(picture));
        self.hits.resize(to.div_ceil(64), 0);
        self.look(words, from);
        self.looked_at = to;
        let came = |over: bool| (from..to).any(|piece| words.pieces()[piece].is_over == over && self.is_hit(piece));
        let (open_came, over_came) = (came(false), came(true));
        self.revision += u64::from(open_came);
        self.over_revision += u64::from(over_came);
    }

    /// The longest word is looked for in all of the text, the others where it was found.
    fn look(&mut self, words: &Words, from: usize) {
        let Some((first, others)) = self.needles.split_first() else { return };
        let hits = &mut self.hits;
        let mut hit = |piece: usize| hits[piece / 64] |= 1 << (piece % 64);
        let end = words.pieces().len();
        let mut piece = from;
        while piece < end
            && let Some(at) = first.find(words.text_from(piece))
        {
            piece = words.piece_at(piece, words.start(piece) + at);
            hit(piece);
            piece += 1;
        }
        if first.has_names() {
            (from..end).filter(|piece| first.is_in_names(&words.pieces()[*piece])).for_each(hit);
        }
        for needle in others {
            for piece in from..end {
                let is_in = |hits: &[u64]| hits[piece / 64] >> (piece % 64) & 1 == 1;
                if is_in(&self.hits) && !needle.is_in(words, piece) {
                    self.hits[piece / 64] &= !(1 << (piece % 64));
                }
            }
        }
    }

    fn is_hit(&self, piece: usize) -> bool {
        self.hits.get(piece / 64).is_some_and(|bits| bits >> (piece % 64) & 1 == 1)
    }

    /// Whether a matter is found; all are where nothing is searched for.
    pub(super) fn holds(&self, words: &Words, number: u32) -> bool {
        !self.is_on() || words.piece_of(number).is_some_and(|piece| self.is_hit(piece))
    }

    /// What is over, may be shown and is found.
    pub(super) fn over<'a>(&'a self, words: &'a Words) -> impl Iterator<Item = &'a Piece> {
        let hits = self.hits.iter().enumerate().filter(|(_, bits)| **bits != 0);
        let pieces = hits.flat_map(move |(k, bits)| {
            let first = *bits;
            // Each bit in turn, the lowest first.
            std::iter::successors(Some(first), |left| Some(left & (left - 1)).filter(|left| *left != 0))
                .map(move |left| &words.pieces()[k * 64 + left.trailing_zeros() as usize])
        });
        pieces.filter(|piece| piece.is_over && piece.number != NONE)
    }
}
