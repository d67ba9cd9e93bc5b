//! What a search finds: the words that were there are walked through once, those that come are looked at as they come.

use super::search::{Needle, needles_of};
use super::words::{NONE, Piece, Words};
use crate::picture::Picture;
use std::ops::Range;

/// From so many matters on a search is shared between cores.
const WORTH_SHARING: usize = 50_000;
/// More of them gain nothing: memory is what it waits for.
const MOST_CORES: usize = 4;

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
        look(&self.needles, words, from, &mut self.hits);
        self.looked_at = to;
        let mut came = [false; 2];
        let first = from / 64;
        for piece in bits(&self.hits[first..], first).filter(|piece| *piece >= from) {
            came[usize::from(words.pieces()[piece].is_over)] = true;
            if came == [true; 2] {
                break;
            }
        }
        self.revision += u64::from(came[0]);
        self.over_revision += u64::from(came[1]);
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
        let pieces = bits(&self.hits, 0).map(move |piece| &words.pieces()[piece]);
        pieces.filter(|piece| piece.is_over && piece.number != NONE)
    }
}

/// The places of the bits that are set, counted on from 64 times `first`.
fn bits(hits: &[u64], first: usize) -> impl Iterator<Item = usize> + '_ {
    hits.iter().zip(first..).filter(|(bits, _)| **bits != 0).flat_map(|(bits, k)| {
        let each = std::iter::successors(Some(*bits), |left| Some(left & (left - 1)).filter(|left| *left != 0));
        each.map(move |left| k * 64 + left.trailing_zeros() as usize)
    })
}

/// Sets the bits of the pieces from `from` on in which all needles are, shared between cores where they are many.
fn look(needles: &[Needle], words: &Words, from: usize, hits: &mut [u64]) {
    let end = words.pieces().len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_CORES);
    let cores = if end - from < WORTH_SHARING { 1 } else { cores };
    let first = from / 64;
    let share = (hits.len() - first).div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        for (k, hits) in hits[first..].chunks_mut(share).enumerate() {
            let begins = first + k * share;
            let range = from.max(begins * 64)..end.min((begins + hits.len()) * 64);
            let look = move || look_through(needles, words, range, hits);
            if k + 1 < cores {
                scope.spawn(look);
            } else {
                look();
            }
        }
    });
}

/// The longest word is looked for in all of the text, the others where it was found. The first bit is that of the piece at
/// the last multiple of 64.
fn look_through(needles: &[Needle], words: &Words, range: Range<usize>, hits: &mut [u64]) {
    let Some((longest, others)) = needles.split_first() else { return };
    let base = range.start / 64 * 64;
    let mut hit = |piece: usize| hits[(piece - base) / 64] |= 1 << (piece % 64);
    let text = words.text_of(range.clone());
    let begin = words.start(range.start);
    let (mut piece, mut at) = (range.start, 0);
    while let Some(place) = longest.find(&text[at..]) {
        piece = words.piece_at(piece, begin + at + place);
        hit(piece);
        piece += 1;
        if piece >= range.end {
            break;
        }
        at = words.start(piece) - begin;
    }
    if longest.has_names() {
        range.clone().filter(|piece| longest.is_in_names(&words.pieces()[*piece])).for_each(hit);
    }
    if others.is_empty() {
        return;
    }
    for (bits, k) in hits.iter_mut().zip(base / 64..) {
        let mut left = *bits;
        while left != 0 {
            let piece = k * 64 + left.trailing_zeros() as usize;
            if piece >= range.start && !others.iter().all(|needle| needle.is_in(words, piece)) {
                *bits &= !(1 << (piece % 64));
            }
            left &= left - 1;
        }
    }
}
