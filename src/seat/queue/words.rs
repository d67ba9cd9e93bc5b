//! The words of all matters, one after the other in one text, so that a search is one walk through memory. What is open
//! comes first; what is over follows once somebody searches, a part in each look, so that no frame waits for it.

use super::search::{BETWEEN, initials};
use crate::picture::Picture;
use std::ops::Range;

/// So many matters' words are made a look, before anybody searches and then.
const A_LOOK: [usize; 2] = [1_000, 4_000];
/// No piece, no agency, no town.
pub(super) const NONE: u32 = u32::MAX;

/// A matter's words: where they stand, and what else a search looks at, so that it need not look at the matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The matter; `NONE` where its words were made anew since.
    pub(super) number: u32,
    pub(super) agency: u32,
    pub(super) town: u32,
    pub(super) reported_at: i64,
    /// It is over and may be shown.
    pub(super) is_over: bool,
    /// The end of its words in the text; they begin where those before end.
    end: u32,
}

/// The words of all matters.
#[derive(Debug, Default)]
pub(super) struct Words {
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// The piece of each matter.
    of: Vec<u32>,
    /// Open matters that wait for their words.
    open: Vec<u32>,
    /// Of what is over, all from this number on have theirs.
    over_from: u32,
    /// How many pieces are no matter's any more.
    dead: usize,
    /// Moves when all of it is made anew.
    pub(super) generation: u64,
}

impl Words {
    /// Begins anew, with these open.
    pub(super) fn begin(&mut self, picture: &Picture, open: impl Iterator<Item = u32>) {
        self.text.clear();
        self.pieces.clear();
        self.of.clear();
        self.dead = 0;
        self.open = open.collect();
        self.open.reverse();
        self.over_from = picture.incidents.len();
        self.generation += 1;
    }

    /// Whether most of the text is nobody's any more, so that it should be made anew.
    pub(super) fn is_wasteful(&self) -> bool {
        self.dead > 10_000 && self.dead > self.pieces.len() / 2
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub(super) fn piece_of(&self, number: u32) -> Option<usize> {
        self.of.get(number as usize).copied().filter(|piece| *piece != NONE).map(|piece| piece as usize)
    }

    /// The words of a piece.
    pub(super) fn words(&self, piece: usize) -> &[u8] {
        &self.text[self.start(piece)..self.pieces[piece].end as usize]
    }

    /// The text of these pieces.
    pub(super) fn text_of(&self, pieces: Range<usize>) -> &[u8] {
        &self.text[self.start(pieces.start)..self.start(pieces.end)]
    }

    /// Where a piece's words begin.
    pub(super) fn start(&self, piece: usize) -> usize {
        piece.checked_sub(1).map_or(0, |before| self.pieces[before].end as usize)
    }

    /// The piece from `from` on that holds this place of the text: near ones are looked at first.
    pub(super) fn piece_at(&self, from: usize, at: usize) -> usize {
        let mut step = 1;
        let mut low = from;
        while self.pieces.get(low + step).is_some_and(|piece| piece.end as usize <= at) {
            low += step;
            step *= 2;
        }
        let high = (low + step + 1).min(self.pieces.len());
        low + self.pieces[low..high].partition_point(|piece| piece.end as usize <= at)
    }

    /// Whether every open matter has its words, and what is over too, if that is wanted.
    pub(super) fn is_whole(&self, over_is_wanted: bool) -> bool {
        self.open.is_empty() && (!over_is_wanted || self.over_from == 0)
    }

    /// Has an open matter's words made soon.
    pub(super) fn want(&mut self, number: u32) {
        self.open.push(number);
    }

    /// Makes a matter's words, anew where it had some.
    pub(super) fn put(&mut self, picture: &Picture, number: u32) {
        let row = picture.incidents.row(number);
        if let Some(old) = self.piece_of(number) {
            self.pieces[old].number = NONE;
            self.dead += 1;
        }
        let upstream = row.upstream_number.as_deref().unwrap_or_default();
        let mut part = |text: &str| {
            text.chars().flat_map(char::to_lowercase).for_each(|letter| {
                let mut bytes = [0; 4];
                self.text.extend_from_slice(letter.encode_utf8(&mut bytes).as_bytes());
            });
            self.text.push(BETWEEN);
        };
        part(row.code.as_str());
        [&*row.title, &*row.address, upstream].into_iter().for_each(&mut part);
        part(&initials(&row.title));
        part(&initials(&row.address));
        let place = number as usize;
        if self.of.len() <= place {
            self.of.resize(place + 1, NONE);
        }
        self.of[place] = self.pieces.len() as u32;
        self.pieces.push(Piece {
            number,
            agency: row.agency.unwrap_or(NONE),
            town: row.town.unwrap_or(NONE),
            reported_at: row.reported_at().0,
            is_over: !row.state.is_open() && !row.confidential,
            end: self.text.len() as u32,
        });
    }

    /// Makes some of the words that are missing: of what is open, and then, if that is `wanted`, of what is over, the newest
    /// first.
    pub(super) fn make(&mut self, picture: &Picture, over_is_wanted: bool) {
        let mut left = A_LOOK[usize::from(over_is_wanted)];
        while left > 0
            && let Some(number) = self.open.pop()
        {
            left -= self.put_if_missing(picture, number);
        }
        while over_is_wanted && left > 0 && self.over_from > 0 {
            self.over_from -= 1;
            left -= self.put_if_missing(picture, self.over_from);
        }
    }

    /// How many it made.
    fn put_if_missing(&mut self, picture: &Picture, number: u32) -> usize {
        let is_missing = number < picture.incidents.len() && self.piece_of(number).is_none();
        if is_missing {
            self.put(picture, number);
        }
        usize::from(is_missing)
    }
}
