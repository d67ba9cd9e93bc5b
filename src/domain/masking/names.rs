//! Chinese names: after a label or a relation, before a title, before a number that is somebody's.

use super::PersonalKind;
use super::letters::{Letters, is_han};
use super::words::{
    BETWEEN, DOUBLE_SURNAMES, GO_ON, GOES_ON, HONORIFICS, NAME_LABELS, NO_NAMES, NOT_GIVEN, PERHAPS, RARE_SURNAMES,
    RELATIONS, SURNAMES,
};
use super::{names_bare, names_told};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

/// The names in a text, in no order; `numbers` are those that were found in it.
pub(super) fn find(letters: &Letters, numbers: &[(Range<usize>, PersonalKind)]) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for place in 0..letters.len() {
        if !letters.is_han(place) {
            continue;
        }
        names.extend(after_words(letters, place));
        names.extend(before_title(letters, place));
        names.extend(before_sex(letters, place));
    }
    names.extend(numbers.iter().filter_map(|(number, _)| before_number(letters, number.start)));
    names.extend(names_bare::find(letters));
    names.extend(names_told::find(letters));
    names.extend(chained(letters, &names));
    names.extend(again(letters, &names));
    names.sort_by_key(|name| (name.start, std::cmp::Reverse(name.end)));
    names.dedup_by(|next, kept| next.start < kept.end);
    names
}

/// Where a name that was found stands without the words that gave it away.
fn again(letters: &Letters, names: &[Range<usize>]) -> Vec<Range<usize>> {
    let told: HashSet<&[char]> = names.iter().map(|name| letters.slice(name.clone())).collect();
    let lengths: BTreeSet<usize> = told.iter().map(|name| name.len()).collect();
    let places = (0..letters.len()).flat_map(|start| lengths.iter().map(move |length| start..start + length));
    places.filter(|at| told.contains(letters.slice(at.clone()))).collect()
}

/// Names that follow others: "王海、李江和赵河".
fn chained(letters: &Letters, names: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for name in names {
        let mut end = name.end;
        while matches!(letters.get(end), Some('、' | '和' | '与' | '及' | '同' | '跟')) {
            let Some(next) = name_at(letters, end + 1, Belief::Likely) else { break };
            end = next.end;
            found.push(next);
        }
    }
    found
}

/// How sure it is that a name stands where one is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Belief {
    /// A label says so: it may bear a rare surname.
    Certain,
    /// A relation says so: where the name ends is guessed, rather too late than too early.
    Likely,
    /// It may as well be something else: what follows must show that it ends.
    Perhaps,
}

/// A name that begins here because of the words before it.
fn after_words(letters: &Letters, place: usize) -> Option<Range<usize>> {
    let mut cue_end = place;
    // "邻居名叫", "联系人：": at most two such words, so that a whole sentence is never skipped.
    for _ in 0..2 {
        if let Some(word) = BETWEEN.iter().find(|word| letters.ends(cue_end, word)) {
            cue_end -= word.chars().count();
        }
    }
    let is_told = letters.ends_with_any(place, &NAME_LABELS) || letters.ends_with_any(cue_end, &NAME_LABELS);
    let is_told = is_told || cue_end < place && named(letters, place) && letters.ends_with_any(cue_end, &RELATIONS);
    let belief = if is_told {
        Belief::Certain
    } else if letters.ends_with_any(cue_end, &RELATIONS) {
        Belief::Likely
    } else if place == 0 || letters.ends_with_any(place, &PERHAPS) {
        Belief::Perhaps
    } else {
        return None;
    };
    // Who begins with a name says it before a colon: "王海：我家门口…".
    name_at(letters, place, belief).filter(|name| cue_end > 0 || letters.get(name.end) == Some(':'))
}

fn named(letters: &Letters, place: usize) -> bool {
    letters.ends_with_any(place, &["名叫", "叫", "姓名"])
}

/// How long the surname here is; none where there is none. A rare one is only one where a name is certain.
fn surname(letters: &Letters, place: usize, is_certain: bool) -> Option<usize> {
    if DOUBLE_SURNAMES.iter().any(|double| letters.begins(place, double)) {
        return Some(2);
    }
    let is_one = |c: &char| SURNAMES.contains(*c) || is_certain && RARE_SURNAMES.contains(*c);
    letters.get(place).filter(is_one).map(|_| 1)
}

fn is_given(letters: &Letters, place: usize) -> bool {
    letters.get(place).is_some_and(|c| is_han(c) && !NOT_GIVEN.contains(c))
}

pub(super) fn is_no_name(letters: &Letters, place: usize) -> bool {
    NO_NAMES.iter().any(|word| letters.begins(place, word))
}

/// Whether a name may end here: the text ends, a sign follows, or the sentence goes on.
pub(super) fn may_end(letters: &Letters, place: usize) -> bool {
    match letters.get(place) {
        Some(c) if is_han(c) => GOES_ON.contains(c) || goes_on(letters, place),
        Some(c) => !c.is_ascii_alphabetic(),
        None => true,
    }
}

fn goes_on(letters: &Letters, place: usize) -> bool {
    GO_ON.iter().chain(RELATIONS.iter()).any(|word| letters.begins(place, word))
}

/// The name that begins here.
fn name_at(letters: &Letters, place: usize, belief: Belief) -> Option<Range<usize>> {
    let given = place + surname(letters, place, belief == Belief::Certain)?;
    // A surname and a title leave the name out already.
    let is_titled = HONORIFICS.iter().any(|title| letters.begins(given, title));
    if is_no_name(letters, place) || !is_given(letters, given) || is_titled {
        return None;
    }
    if goes_on(letters, given + 1) {
        return Some(place..given + 1);
    }
    let two = is_given(letters, given + 1);
    if two && may_end(letters, given + 2) {
        return Some(place..given + 2);
    }
    if may_end(letters, given + 1) {
        return Some(place..given + 1);
    }
    (belief != Belief::Perhaps && two).then_some(place..given + 2)
}

/// The name that ends here; a single surname is none.
fn name_until(letters: &Letters, end: usize, is_certain: bool) -> Option<Range<usize>> {
    (2..=4).rev().find_map(|length| {
        let start = end.checked_sub(length)?;
        let surname = surname(letters, start, is_certain)?;
        let given = length - surname;
        let fits = (1..=2).contains(&given) && (start + surname..end).all(|place| is_given(letters, place));
        let is_titled = HONORIFICS.iter().any(|title| letters.begins(start + surname, title));
        (fits && !is_titled && !is_no_name(letters, start)).then_some(start..end)
    })
}

/// Whether nothing of the word before belongs to what begins here.
fn begins_clean(letters: &Letters, place: usize) -> bool {
    !letters.is_han(place.wrapping_sub(1))
        || letters.ends_with_any(place, &RELATIONS)
        || letters.ends_with_any(place, &NAME_LABELS)
        || letters.ends_with_any(place, BEFORE)
}

/// Words before a name that end where it begins.
const BEFORE: &[&str] = &[
    "反映", "投诉", "举报", "联系", "转告", "告诉", "通知", "感谢", "表扬", "和", "与", "找", "由", "向", "对", "被",
    "请", "叫", "是", "的", "跟", "给", "称", "到", "至", "让", "替", "为",
];

/// A name before the title that begins here: "张建国先生".
fn before_title(letters: &Letters, place: usize) -> Option<Range<usize>> {
    if !HONORIFICS.iter().any(|title| letters.begins(place, title)) {
        return None;
    }
    // 白塔镇长岭路: what two letters before 镇 and 村 are is mostly the town.
    let is_town = matches!(letters.get(place), Some('镇' | '村'));
    name_until(letters, place, false).filter(|name| begins_clean(letters, name.start) && (!is_town || name.len() > 2))
}

/// A name before what says whether it is a man or a woman: "李秀英，女，68岁".
fn before_sex(letters: &Letters, place: usize) -> Option<Range<usize>> {
    let is_sex = matches!(letters.get(place), Some('男' | '女'))
        && !letters.is_han(place + 1)
        && matches!(letters.get(place.wrapping_sub(1)), Some(',' | '(' | '、' | ' '));
    if !is_sex {
        return None;
    }
    name_until(letters, place - 1, true).filter(|name| begins_clean(letters, name.start))
}

/// What may stand between a name and the number of the one who bears it.
const UNTIL_NUMBER: &[&str] = &[
    "联系电话",
    "手机号码",
    "电话号码",
    "身份证号码",
    "身份证号",
    "身份证",
    "手机号",
    "电话",
    "手机",
    "联系方式",
    "微信号",
    "微信",
    "qq",
    ",",
    ":",
    "(",
    " ",
    "号",
    "是",
    "为",
    "、",
    "的",
    "卡号",
    "银行卡",
    "账号",
];

/// A name before a number that is somebody's.
fn before_number(letters: &Letters, number: usize) -> Option<Range<usize>> {
    let mut end = number;
    for _ in 0..5 {
        match UNTIL_NUMBER.iter().find(|word| letters.ends(end, word)) {
            Some(word) => end -= word.chars().count(),
            None => break,
        }
    }
    name_until(letters, end, true).filter(|name| begins_clean(letters, name.start))
}
