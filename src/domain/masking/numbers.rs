//! Numbers that belong to a person: known by their own checks, by how they are grouped, and by the words beside them.

use super::PersonalKind;
use super::letters::Letters;
use super::words::{CARD_WORDS, CHAT_WORDS, ID_WORDS, MAIL_LETTERS, ORDER_WORDS, PHONE_WORDS, UNITS};
use std::ops::Range;

/// Digits that stand together.
struct Group {
    at: Range<usize>,
    digits: String,
}

/// What stands before a number.
struct Before {
    is_order: bool,
    is_phone: bool,
    is_id: bool,
    is_card: bool,
    is_chat: bool,
}

/// So many letters before its number an identity card may be spoken of.
const ID_WITHIN: usize = 12;
/// More groups than this no number has.
const MOST_GROUPS: usize = 6;

/// The numbers that belong to a person, in order.
pub(super) fn find(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    let groups = groups(letters);
    let mut found = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let run = 1 + (first + 1..groups.len()).take_while(|next| are_joined(letters, &groups, *next)).count();
        let longest = run.min(MOST_GROUPS);
        let taken = (1..=longest).rev().find_map(|count| {
            let group = &groups[first..first + count];
            Some((count, judge(letters, group)?))
        });
        match taken {
            Some((count, kind)) => {
                found.push((groups[first].at.start..groups[first + count - 1].at.end, kind));
                first += count;
            }
            None => first += 1,
        }
    }
    found
}

/// Runs of digits; an X that ends an identity card's number belongs to it.
fn groups(letters: &Letters) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut place = 0;
    while let Some(c) = letters.get(place) {
        if !c.is_ascii_digit() {
            place += 1;
            continue;
        }
        let start = place;
        let mut digits = String::new();
        while let Some(c) = letters.get(place).filter(char::is_ascii_digit) {
            digits.push(c);
            place += 1;
        }
        let ends_in_x = matches!(letters.get(place), Some('X' | 'x'))
            && matches!(digits.len(), 3 | 7 | 11 | 17)
            && !letters.get(place + 1).is_some_and(|c| c.is_ascii_alphanumeric());
        if ends_in_x {
            digits.push('X');
            place += 1;
        }
        groups.push(Group { at: start..place, digits });
    }
    groups
}

/// Whether a group goes on with the number of the one before it: one sign lies between them, or a bracket and a sign.
fn are_joined(letters: &Letters, groups: &[Group], next: usize) -> bool {
    let between = letters.slice(groups[next - 1].at.end..groups[next].at.start);
    matches!(between, [' ' | '-' | '.' | ')'] | [')', ' ' | '-'])
}

/// What these groups are together.
fn judge(letters: &Letters, groups: &[Group]) -> Option<PersonalKind> {
    let (start, end) = (groups.first()?.at.start, groups.last()?.at.end);
    if !stands_alone(letters, start, end) {
        return None;
    }
    let digits: String = groups.iter().map(|group| group.digits.as_str()).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    let before = before(letters, start);
    let counts_something = UNITS.iter().any(|unit| letters.begins(end, unit)) && !letters.begins(end, "户名");
    let plain = !digits.ends_with('X');
    if is_id(&digits, &lengths, &before) {
        return Some(PersonalKind::Id);
    }
    if !plain || counts_something {
        return None;
    }
    if before.is_chat && lengths.len() == 1 && (5..=11).contains(&digits.len()) {
        return Some(PersonalKind::Account);
    }
    if before.is_order {
        return None;
    }
    if is_mobile(&digits, &lengths) {
        return Some(PersonalKind::Mobile);
    }
    if is_landline(&digits, &lengths, before.is_phone) {
        return Some(PersonalKind::Landline);
    }
    is_card(&digits, &lengths, before.is_card).then_some(PersonalKind::BankCard)
}

/// Whether nothing but a word or a sign stands on either side: a part of a serial number, a decimal or a path is none.
fn stands_alone(letters: &Letters, start: usize, end: usize) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = letters.get(start.wrapping_sub(1)).unwrap_or(' ');
    let told = before.is_ascii_alphabetic() && letters.ends_with_any(start, &PHONE_WORDS);
    let told = told || before.is_ascii_alphabetic() && letters.ends_with_any(start, &CHAT_WORDS);
    let after = letters.get(end).unwrap_or(' ');
    let decimal = |sign: char, beyond: usize| {
        matches!(sign, '.' | '/') && letters.get(beyond).is_some_and(|c| c.is_ascii_digit())
    };
    (told || !is_part(before))
        && !is_part(after)
        && !decimal(after, end + 1)
        && !decimal(before, start.wrapping_sub(2))
        // A longer number goes on: 2026-09-11-13900001234.
        && !matches!((before, letters.get(start.wrapping_sub(2))), ('-', Some(c)) if c.is_ascii_alphanumeric())
}

fn before(letters: &Letters, start: usize) -> Before {
    let mut place = start;
    while let Some(' ' | ':' | '是' | '为' | '(' | '号' | '码' | '#' | '.' | '"' | '“' | '+') =
        letters.get(place.wrapping_sub(1))
    {
        place -= 1;
    }
    for filler in ["number", "no", "num"] {
        if letters.ends(place, filler) && letters.get(place.wrapping_sub(filler.len() + 1)) == Some(' ') {
            place -= filler.len() + 1;
        }
    }
    let told = |words: &[&str]| letters.ends_with_any(place, words);
    // An identity card is often spoken of before its number comes.
    let clause = letters.slice(place.saturating_sub(ID_WITHIN)..place).iter().collect::<String>();
    let is_id = told(&ID_WORDS) || clause.contains("身份证");
    Before {
        is_order: told(&ORDER_WORDS),
        is_phone: told(&PHONE_WORDS),
        is_id,
        is_card: told(&CARD_WORDS),
        is_chat: told(&CHAT_WORDS),
    }
}

/// GB 11643: six digits of the place, eight of the day of birth, three in turn, one that checks the rest. The older
/// ones of fifteen digits have two for the year and no check. One that was mistyped is known by the word before it.
fn is_id(digits: &str, lengths: &[usize], before: &Before) -> bool {
    let grouped = before.is_id || lengths.len() == 1 || lengths.iter().all(|length| *length >= 3);
    if !grouped {
        return false;
    }
    match digits.len() {
        18 if is_birthday(&digits[6..14]) && has_check_digit(digits) => true,
        15 if !before.is_order && lengths.len() == 1 && is_province(digits) => {
            is_birthday(&format!("19{}", &digits[6..12])) || before.is_id
        }
        15..=18 => before.is_id,
        _ => false,
    }
}

fn is_province(digits: &str) -> bool {
    matches!(
        digits.get(..2).and_then(|two| two.parse::<u8>().ok()),
        Some(11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65)
    )
}

fn is_birthday(digits: &str) -> bool {
    let part = |range: Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    matches!((part(0..4), part(4..6), part(6..8)), (1900..=2099, 1..=12, 1..=31))
}

/// The check digit of ISO 7064, MOD 11-2.
fn has_check_digit(digits: &str) -> bool {
    let value = |c: char| if c == 'X' { Some(10) } else { c.to_digit(10) };
    let sum = digits.chars().try_fold(0, |sum, c| Some((sum * 2 + value(c)?) % 11));
    sum == Some(1) && !digits[..digits.len() - 1].contains('X')
}

fn is_mobile(digits: &str, lengths: &[usize]) -> bool {
    let (own, own_lengths) = without_country(digits, lengths);
    let is_grouped = own_lengths.len() == 1 || own_lengths.iter().all(|length| (3..=8).contains(length));
    let mut own = own.chars();
    own.clone().count() == 11 && own.next() == Some('1') && matches!(own.next(), Some('3'..='9')) && is_grouped
}

/// The number without China's code, told apart or glued on.
fn without_country<'a>(digits: &'a str, lengths: &'a [usize]) -> (&'a str, &'a [usize]) {
    for code in ["0086", "86"] {
        if let Some(rest) = digits.strip_prefix(code).filter(|rest| rest.len() == 11) {
            let apart = lengths.first() == Some(&code.len());
            return (rest, if apart { &lengths[1..] } else { lengths });
        }
    }
    (digits, lengths)
}

/// A number with its area code, or one without where the words before it say that it is a phone's. The numbers that
/// firms and offices publish (400, 800, 95…, 12345) are nobody's.
fn is_landline(digits: &str, lengths: &[usize], is_told: bool) -> bool {
    let own = |rest: &str| matches!(rest.len(), 7 | 8) && matches!(rest.as_bytes()[0], b'2'..=b'8');
    if digits.starts_with("400") || digits.starts_with("800") {
        return false;
    }
    if digits.starts_with('0') {
        let area = if matches!(digits.as_bytes().get(1), Some(b'1' | b'2')) { 3 } else { 4 };
        let is_area = area == 3 || matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'));
        let is_grouped = lengths.len() == 1 || lengths[0] == area && lengths[1..].iter().all(|length| *length >= 3);
        return is_area && is_grouped && digits.get(area..).is_some_and(own);
    }
    // North America's: three, three and four digits.
    let american = |digits: &str| matches!(digits.as_bytes(), [b'2'..=b'9', _, _, b'2'..=b'9', ..]);
    match lengths {
        [3, 3, 4] => american(digits),
        [1, 3, 3, 4] => digits.starts_with('1') && american(&digits[1..]),
        _ => is_told && own(digits) && (lengths.len() == 1 || lengths.iter().all(|length| (3..=4).contains(length))),
    }
}

/// A card's number by Luhn's check and its issuer's first digits, or an account's by the word before it.
fn is_card(digits: &str, lengths: &[usize], is_told: bool) -> bool {
    let Some((last, others)) = lengths.split_last() else { return false };
    let is_grouped = others.is_empty() || others.iter().all(|length| *length == 4) && *last <= 4;
    let issued = digits.starts_with(['4', '5', '6']) || digits.starts_with("35") || digits.starts_with("37");
    let checked = (15..=19).contains(&digits.len()) && issued && has_luhn(digits);
    (is_grouped || *lengths == [6, 13]) && (checked || is_told && (12..=22).contains(&digits.len()))
}

fn has_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit - b'0') * (1 + place as u32 % 2);
            digit / 10 + digit % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Mail addresses, WeChat accounts with letters in them, passports.
pub(super) fn accounts(letters: &Letters) -> Vec<(Range<usize>, PersonalKind)> {
    let mut found = Vec::new();
    let is_part = |c: char| c.is_ascii_alphanumeric() || MAIL_LETTERS.contains(&c);
    let mut place = 0;
    while place < letters.len() {
        let start = place;
        while letters.get(place).is_some_and(|c| is_part(c) || c == '@') {
            place += 1;
        }
        if place == start {
            place += 1;
            continue;
        }
        let word: String = letters.slice(start..place).iter().collect();
        let word = word.trim_end_matches(['.', '-', '_']);
        let end = start + word.len();
        if is_mail(word) || is_chat_name(word) && before(letters, start).is_chat {
            found.push((start..end, PersonalKind::Account));
        } else if is_passport(word) && before(letters, start).is_id {
            found.push((start..end, PersonalKind::Id));
        }
    }
    found
}

fn is_mail(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let is_host = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty()) && !host.contains('@');
    !name.is_empty() && is_host
}

/// Six to twenty letters, digits and signs; the first is a letter.
fn is_chat_name(word: &str) -> bool {
    (6..=20).contains(&word.len())
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// One or two letters and seven or eight digits.
fn is_passport(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - digits.len();
    (1..=2).contains(&letters) && matches!(digits.len(), 7 | 8) && digits.bytes().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_the_standards_own() {
        // The examples of GB 11643 and of ISO/IEC 7812.
        assert!(has_check_digit("11010519491231002X") && has_check_digit("440524188001010014"));
        assert!(!has_check_digit("110105194912310021") && !has_check_digit("1101051949123100XX"));
        assert!(has_luhn("49927398716") && !has_luhn("49927398717"));
    }
}
