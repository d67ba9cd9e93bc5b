//! Which household: building, unit, room, and the number in a street.

use super::letters::Letters;
use std::ops::Range;

/// What follows the number of a household's part. Longer ones first.
const PARTS: &[&str] = &["号楼", "号院", "单元", "号房", "栋", "幢", "座", "室", "户", "号"];
/// What a street or settlement ends in, after which a number with 号 is a house's.
const STREETS: &str = "路街巷弄村道区园院里同庄组社苑府城居段坊屯寨";
/// What 号 belongs to instead of the house.
const NOT_HOUSES: &[&str] = &["线", "公路", "国道", "省道", "高速", "文", "桥", "门岗", "台"];

/// Whether this letter tells which household it is: a digit, plain or Chinese, or a building's letter.
pub(super) fn tells(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '０'..='９' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '〇' | '百')
}

/// The households in a text, in order; parts that follow each other are one.
pub(super) fn find(letters: &Letters) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut place = 0;
    while place < letters.len() {
        let digits = (place..).take_while(|at| letters.get(*at).is_some_and(tells)).count();
        if digits == 0 {
            place += 1;
            continue;
        }
        let end = place + digits;
        let goes_on = found.last().is_some_and(|last| last.end == place);
        if let Some(whole) = dashed(letters, place, end) {
            found.push(whole.clone());
            place = whole.end;
        } else if let Some(part) = PARTS.iter().find(|part| letters.begins(end, part)) {
            let whole = place..end + part.chars().count();
            place = whole.end;
            if is_house(letters, &whole, part, digits, goes_on) {
                join(&mut found, whole);
            }
        } else {
            // "5栋1803": a room's bare number after the building.
            if goes_on && (3..=4).contains(&digits) && letters.slice(place..end).iter().all(char::is_ascii_digit) {
                join(&mut found, place..end);
            }
            place = end;
        }
    }
    found
}

fn join(found: &mut Vec<Range<usize>>, part: Range<usize>) {
    match found.last_mut().filter(|last| last.end == part.start) {
        Some(last) => last.end = part.end,
        None => found.push(part),
    }
}

fn is_house(letters: &Letters, whole: &Range<usize>, part: &str, digits: usize, goes_on: bool) -> bool {
    let before = letters.get(whole.start.wrapping_sub(1));
    let is_other = NOT_HOUSES.iter().any(|word| letters.begins(whole.end, word));
    match part {
        "号" => digits <= 5 && !is_other && (goes_on || before.is_some_and(|c| STREETS.contains(c))),
        // "三户" are three households, "301户" is one; "一座桥" is a bridge.
        "户" => goes_on || digits >= 3 && letters.get(whole.start).is_some_and(|c| c.is_ascii_digit()),
        "座" => goes_on || letters.get(whole.start).is_some_and(|c| c.is_ascii_uppercase()),
        "室" => goes_on || (3..=4).contains(&digits) && letters.get(whole.start).is_some_and(|c| c.is_ascii_digit()),
        "栋" | "幢" => !letters.begins(whole.end, "楼房") && before.is_none_or(|c| !"这那每各共有".contains(c)),
        _ => true,
    }
}

/// Building, unit and room with dashes between, and 室 or 户 at the end: "12-3-402室".
fn dashed(letters: &Letters, start: usize, first_end: usize) -> Option<Range<usize>> {
    let (mut end, mut dashes) = (first_end, 0);
    while letters.get(end) == Some('-') {
        let digits = (end + 1..).take_while(|at| letters.get(*at).is_some_and(|c| c.is_ascii_digit())).count();
        if digits == 0 {
            break;
        }
        (end, dashes) = (end + 1 + digits, dashes + 1);
    }
    let named = ["室", "户", "号"].iter().any(|part| letters.begins(end, part));
    (dashes > 0 && named).then_some(start..end + 1)
}
