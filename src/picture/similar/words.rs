//! Words to be told as reasons: neighbouring pairs of characters put together again.

use std::ops::Range;

/// No more than so many are told.
const MOST: usize = 5;

/// A piece of a text that says something.
pub(super) struct Word {
    /// Where it stands, bytes.
    pub(super) at: Range<usize>,
    /// How much it says.
    pub(super) bits: i64,
}

/// The pieces as words of the text, those that say most first; pieces that overlap are one word.
pub(super) fn merged(text: &str, mut pieces: Vec<Word>) -> Vec<String> {
    pieces.sort_by_key(|piece| piece.at.start);
    let mut words: Vec<Word> = Vec::new();
    for piece in pieces {
        match words.last_mut().filter(|last| piece.at.start < last.at.end) {
            Some(last) => {
                last.at.end = piece.at.end.max(last.at.end);
                last.bits += piece.bits;
            }
            None => words.push(piece),
        }
    }
    // A single character is told where nothing longer can be.
    let is_longer = |word: &Word| text[word.at.clone()].chars().nth(1).is_some();
    if words.iter().any(is_longer) {
        words.retain(is_longer);
    }
    words.sort_by_key(|word| (std::cmp::Reverse(word.bits), word.at.start));
    words.into_iter().take(MOST).map(|word| text[word.at].to_owned()).collect()
}
