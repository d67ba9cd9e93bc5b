//! Number plates of vehicles: whose car it is, anybody can be told who asks the right office.

use super::letters::Letters;
use std::ops::Range;

/// What a plate begins with: the provinces, by their one character.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
/// What a plate may end in, in place of its last letter: learners, trailers, police, border, consulates.
const LAST: &str = "学挂警港澳领使试超";
/// After these letters and digits alone are a plate whose province was left out. Longer ones first.
const CUES: &[&str] = &["车牌号码", "车牌号", "车牌照", "车牌", "号牌", "牌照", "牌号", "车号"];
/// What may stand between such a word and the plate.
const BETWEEN: &[char] = &['是', '为', ':', ' ', '“', '"', '('];

/// The plates in a text, in order.
pub(super) fn find(letters: &Letters) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut place = 0;
    while place < letters.len() {
        match whole(letters, place).or_else(|| without_province(letters, place)) {
            Some(plate) => {
                place = plate.end;
                found.push(plate);
            }
            None => place += 1,
        }
    }
    found
}

/// GA 36: province, the office's letter, five letters and digits, six of what drives by electricity; most of them digits.
fn whole(letters: &Letters, start: usize) -> Option<Range<usize>> {
    let is_province = letters.get(start).is_some_and(|c| PROVINCES.contains(c));
    if !is_province || !letters.get(start + 1).is_some_and(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let sign = usize::from(matches!(letters.get(start + 2), Some('·' | '•' | '・' | '.' | '-' | ' ')));
    let from = start + 2 + sign;
    let (mut end, digits) = run(letters, from);
    if end == from + 4 && letters.get(end).is_some_and(|c| LAST.contains(c)) {
        end += 1;
    }
    ((5..=6).contains(&(end - from)) && digits >= 2).then_some(start..end)
}

/// Letters and digits after a word that says that they are a plate.
fn without_province(letters: &Letters, start: usize) -> Option<Range<usize>> {
    let before = letters.get(start.wrapping_sub(1));
    if !letters.get(start).is_some_and(|c| c.is_ascii_alphanumeric())
        || before.is_none_or(|c| c.is_ascii_alphanumeric())
    {
        return None;
    }
    let mut cue_end = start;
    while letters.get(cue_end.wrapping_sub(1)).is_some_and(|c| BETWEEN.contains(&c)) {
        cue_end -= 1;
    }
    let (end, digits) = run(letters, start);
    (letters.ends_with_any(cue_end, CUES) && (5..=8).contains(&(end - start)) && digits >= 2).then_some(start..end)
}

/// Where letters and digits that stand together end, and how many of them are digits.
fn run(letters: &Letters, from: usize) -> (usize, usize) {
    let end = from + (from..).take_while(|at| letters.get(*at).is_some_and(|c| c.is_ascii_alphanumeric())).count();
    (end, letters.slice(from..end).iter().filter(|c| c.is_ascii_digit()).count())
}
