//! Chinese names that no word gives away: a usual surname and two characters that parents choose, where the sentence shows
//! that they end. "昨天蒋秀芬到镇里办事".

use super::letters::Letters;
use super::names::{is_no_name, may_end};
use super::words::{GIVEN, HONORIFICS, NOT_LAST, SURNAMES, THINGS};
use std::ops::Range;

/// How many letters such a name has.
const LETTERS: usize = 3;

/// The names in a text, in order.
pub(super) fn find(letters: &Letters) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut place = 0;
    while place < letters.len() {
        if is_name(letters, place) {
            names.push(place..place + LETTERS);
            place += LETTERS;
        } else {
            place += 1;
        }
    }
    names
}

fn is_name(letters: &Letters, place: usize) -> bool {
    let is_given = |at: usize| letters.get(at).is_some_and(|c| GIVEN.contains(c));
    // 大伟, 小红: before another character these stand in names, alone they are words.
    let is_first = is_given(place + 1) || matches!(letters.get(place + 1), Some('大' | '小'));
    letters.get(place).is_some_and(|c| SURNAMES.contains(c))
        && is_first
        && is_given(place + 2)
        && !letters.get(place + 2).is_some_and(|c| NOT_LAST.contains(c))
        && may_end(letters, place + LETTERS)
        && !is_no_name(letters, place)
        && !HONORIFICS.iter().any(|title| letters.begins(place + 1, title))
        && !THINGS.iter().any(|thing| letters.begins(place, thing))
}
