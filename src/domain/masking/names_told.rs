//! Chinese names in the middle of a sentence, given away by what is said after them: "村里史振海占了水井". Three letters
//! with a usual surname, where a sentence or a phrase begins, before words that are said of people and not of things.

use super::letters::{Letters, is_han};
use super::names::is_no_name;
use super::words::{BEFORE_PERSON, HONORIFICS, NOT_GIVEN, PLACE_ENDS, SAID_OF_PEOPLE, SURNAMES, THINGS};
use std::ops::Range;

/// How many letters such a name has; of two, too many words look like one.
const LETTERS: usize = 3;

/// The names in a text, in order.
pub(super) fn find(letters: &Letters) -> Vec<Range<usize>> {
    (0..letters.len()).filter(|place| is_name(letters, *place)).map(|place| place..place + LETTERS).collect()
}

fn is_name(letters: &Letters, place: usize) -> bool {
    let given = [place + 1, place + 2].map(|at| letters.get(at).filter(|c| is_han(*c) && !NOT_GIVEN.contains(*c)));
    let [Some(first), Some(last)] = given else { return false };
    letters.get(place).is_some_and(|c| SURNAMES.contains(c))
        // 张家庄, 龙湖苑, 马家沟: that is where somebody lives.
        && first != '家'
        && !PLACE_ENDS.contains(last)
        && SAID_OF_PEOPLE.iter().any(|word| letters.begins(place + LETTERS, word))
        && begins_phrase(letters, place)
        && !is_no_name(letters, place)
        && !HONORIFICS.iter().any(|title| letters.begins(place + 1, title))
        && !THINGS.iter().any(|thing| letters.begins(place, thing))
}

/// Whether nothing of a word before belongs to what begins here.
fn begins_phrase(letters: &Letters, place: usize) -> bool {
    !letters.is_han(place.wrapping_sub(1)) || letters.ends_with_any(place, &BEFORE_PERSON)
}
