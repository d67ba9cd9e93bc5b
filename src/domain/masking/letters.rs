//! A text as letters with their places, full-width digits and signs read as plain ones.

use std::ops::Range;

/// The letters of a text.
pub(super) struct Letters {
    chars: Vec<char>,
    /// Where each begins, and where the text ends, in bytes.
    at: Vec<usize>,
}

impl Letters {
    pub(super) fn new(text: &str) -> Self {
        let mut at: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        at.push(text.len());
        Self { chars: text.chars().map(plain).collect(), at }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The letter at this place; none before the beginning (a place below 0 wraps) and after the end.
    pub(super) fn get(&self, place: usize) -> Option<char> {
        self.chars.get(place).copied()
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or_default()
    }

    /// Whether this word begins here.
    pub(super) fn begins(&self, place: usize, word: &str) -> bool {
        self.chars.get(place..).is_some_and(|rest| {
            let mut rest = rest.iter();
            word.chars().all(|c| rest.next() == Some(&c))
        })
    }

    /// Whether this word ends before here; letters of either case are the same.
    pub(super) fn ends(&self, place: usize, word: &str) -> bool {
        let before = &self.chars[..place.min(self.len())];
        let mut before = before.iter().rev().map(char::to_ascii_lowercase);
        word.chars().rev().all(|c| before.next() == Some(c))
    }

    /// Whether one of these words ends before here.
    pub(super) fn ends_with_any(&self, place: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.ends(place, word))
    }

    pub(super) fn is_han(&self, place: usize) -> bool {
        self.get(place).is_some_and(is_han)
    }

    /// The range in bytes of the text.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        self.at[range.start]..self.at[range.end]
    }
}

/// Whether it is a Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇' | '々')
}

/// A full-width letter, digit or sign as the plain one.
fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '—' | '–' | '‐' | '‑' | '−' => '-',
        c => c,
    }
}
