//! Names in English sentences: after a title, a label or a relation.

use super::letters::Letters;
use super::words::{ENGLISH_LABELS, ENGLISH_NO_NAMES, ENGLISH_RELATIONS, ENGLISH_TITLES};
use std::ops::Range;

/// The names in a text, in order.
pub(super) fn find(letters: &Letters) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    let mut place = 0;
    while place < letters.len() {
        let Some(first) = capitalised(letters, place) else {
            place += 1;
            continue;
        };
        let second = capitalised(letters, first.end + 1).filter(|_| letters.get(first.end) == Some(' '));
        let last = second.clone().map_or(first.end, |second| second.end);
        let is_told = is_told(letters, place);
        let is_related = second.is_some() && is_related(letters, place);
        if is_told || is_related {
            names.push(place..last);
        }
        place = if is_told || is_related { last } else { first.end };
    }
    names
}

/// A capitalised word that begins here and may be part of a name.
fn capitalised(letters: &Letters, place: usize) -> Option<Range<usize>> {
    let is_letter = |c: char| c.is_alphabetic() && !super::letters::is_han(c) || matches!(c, '\'' | '-');
    let starts = letters.get(place).is_some_and(char::is_uppercase)
        && !letters.get(place.wrapping_sub(1)).is_some_and(|c| is_letter(c) || c.is_ascii_digit());
    if !starts {
        return None;
    }
    let length = (place + 1..).take_while(|next| letters.get(*next).is_some_and(is_letter)).count();
    let end = place + 1 + length;
    let word: String = letters.slice(place..end).iter().collect();
    let lower = letters.slice(place + 1..end).iter().any(|c| c.is_lowercase());
    let is_other = ENGLISH_NO_NAMES.contains(&word.as_str()) || ENGLISH_TITLES.contains(&word.as_str());
    (lower && !is_other).then_some(place..end)
}

/// Whether a title or a label stands before.
fn is_told(letters: &Letters, place: usize) -> bool {
    let before = before(letters, place);
    let title = ENGLISH_TITLES.iter().any(|title| ends_in_word(letters, before, &title.to_ascii_lowercase()));
    title || ENGLISH_LABELS.iter().any(|label| ends_in_word(letters, before, label))
}

fn is_related(letters: &Letters, place: usize) -> bool {
    let before = before(letters, place);
    ENGLISH_RELATIONS.iter().any(|word| ends_in_word(letters, before, word))
}

/// Where what stands before ends, without the signs and small words between.
fn before(letters: &Letters, place: usize) -> usize {
    let mut end = place;
    while matches!(letters.get(end.wrapping_sub(1)), Some(' ' | '.' | ':' | ',' | '"')) {
        end -= 1;
    }
    if letters.ends(end, " is") && !letters.ends(end, "name is") { end - 3 } else { end }
}

/// Whether this whole word ends here.
fn ends_in_word(letters: &Letters, end: usize, word: &str) -> bool {
    let start = end.wrapping_sub(word.chars().count());
    letters.ends(end, word) && !letters.get(start.wrapping_sub(1)).is_some_and(char::is_alphanumeric)
}
