//! Validators of codes. They warn and never refuse: codes are opaque to everything else, special
//! areas exist, and a county may have codes of its own.

use super::kind::Out;
use super::report::Flaw;
use crate::domain::{Area, AreaLevel};
use std::collections::BTreeMap;

/// So many codes of one oddity are told one by one; more are summed up.
const ONE_BY_ONE: usize = 3;

/// Oddities found, by what is odd about them.
#[derive(Default)]
pub(super) struct Oddities(BTreeMap<&'static str, Found>);

struct Found {
    field: &'static str,
    count: u64,
    /// The first: row, code, file.
    first: Vec<(u64, String, Option<String>)>,
}

impl Oddities {
    /// Notes one.
    pub(super) fn add(
        &mut self,
        field: &'static str,
        oddity: &'static str,
        row: u64,
        code: &str,
        file: &Option<String>,
    ) {
        let found = self.0.entry(oddity).or_insert(Found { field, count: 0, first: Vec::new() });
        found.count += 1;
        if found.first.len() < ONE_BY_ONE {
            found.first.push((row, code.to_owned(), file.clone()));
        }
    }

    /// Tells them: few of one kind at their rows, many in one line of the file as a whole.
    pub(super) fn tell(self, out: &mut Out) {
        let file = out.file.take();
        for (oddity, Found { field, count, first }) in self.0 {
            if count as usize <= ONE_BY_ONE {
                for (row, code, file) in first {
                    out.file = file;
                    out.tell(row, Flaw::new(field, format!("{oddity}, kept as it is"), &code));
                }
            } else {
                let rows: Vec<String> = first.iter().map(|(row, ..)| row.to_string()).collect();
                let problem = format!("{count} codes: {oddity}, kept as they are (rows {}, …)", rows.join(", "));
                out.file = None;
                out.tell(0, Flaw::new(field, problem, first.first().map_or("", |(_, code, _)| code)));
            }
        }
        out.file = file;
    }
}

/// The part of a division code that says something: the levels below, written as zeros, taken off.
fn significant(code: &str) -> &str {
    match code.len() {
        12 if code.ends_with("000000") => &code[..6],
        12 if code.ends_with("000") => &code[..9],
        9 if code.ends_with("000") => &code[..6],
        _ => code,
    }
}

/// Whether the text could be a division code at all.
fn is_divisional(code: &str) -> bool {
    code.len() >= 6 && code.bytes().all(|b| b.is_ascii_digit())
}

/// The digits of a division code at this level (GB/T 2260 and the statistics office's 12 digits);
/// none where codes are the county's own.
fn digits(level: AreaLevel) -> Option<(usize, &'static str)> {
    match level {
        AreaLevel::County => Some((6, "a county's division code has 6 digits")),
        AreaLevel::Town => Some((9, "a town's division code has 9 digits")),
        AreaLevel::Village => Some((12, "a village's division code has 12 digits")),
        AreaLevel::Zone | AreaLevel::Grid => None,
    }
}

/// What is odd about an area's code, given its parent where that is known.
pub(super) fn of_area(area: &Area, parent: Option<&Area>) -> Option<&'static str> {
    let (wanted, oddity) = digits(area.level)?;
    let code = area.code.as_str();
    // A village's last three digits are never 000.
    let own = if wanted == 12 { code } else { significant(code) };
    if own.len() != wanted || !is_divisional(code) {
        return Some(oddity);
    }
    let parents = parent.filter(|parent| digits(parent.level).is_some()).map(|parent| parent.code.as_str());
    if let Some(above) = parents.filter(|code| is_divisional(code)).map(significant)
        && !own.starts_with(above)
    {
        return Some("the code does not begin with its parent's");
    }
    // 001–099 streets, 100–199 towns, 200–399 townships; 400–599 places on a par with them.
    let number = own.get(own.len() - 3..).and_then(|end| end.parse::<u32>().ok());
    match (wanted, number) {
        (9, Some(0 | 600..)) => Some("no town has this number within its county (001–599)"),
        (12, Some(0 | 600..)) => Some("no village has this number within its town (001–599)"),
        _ => None,
    }
}

/// The levels at which most codes are division codes: only there is one that isn't odd.
pub(super) fn divisional_levels<'a>(areas: impl Iterator<Item = &'a Area>) -> Vec<AreaLevel> {
    let mut counts: BTreeMap<AreaLevel, (u64, u64)> = BTreeMap::new();
    for area in areas {
        let (all, divisional) = counts.entry(area.level).or_default();
        *all += 1;
        *divisional += u64::from(is_divisional(area.code.as_str()));
    }
    counts.into_iter().filter(|(_, (all, divisional))| divisional * 2 >= *all).map(|(level, _)| level).collect()
}

/// What is odd about a camera's code. One that is plainly no GB/T 28181 code is the operator's own.
pub(super) fn of_camera(code: &str) -> Option<&'static str> {
    if code.parse::<f64>().is_ok() && code.contains(['e', 'E']) && code.starts_with(|c: char| c.is_ascii_digit()) {
        return Some("the code went through a spreadsheet as a number and has lost its last digits");
    }
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    if !digits || code.len() < 16 {
        return None;
    }
    if code.len() != 20 {
        return Some("a GB/T 28181 code has 20 digits");
    }
    // 8 digits of the centre, 2 of the trade, 3 of the kind, 1 of the network, 6 of the device.
    if code.ends_with("00000") {
        return Some("the code ends in zeros: it may have lost its last digits in a spreadsheet");
    }
    let kind = &code[10..13];
    (!matches!(kind, "131" | "132")).then_some("digits 11 to 13 of a GB/T 28181 camera are 131 or 132")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::Outline;
    use geo::MultiPolygon;

    fn area(code: &str, level: AreaLevel) -> Area {
        Area {
            code: code.into(),
            name: String::new(),
            level,
            parent: None,
            population: None,
            dedicated: false,
            valid_from: None,
            outline: Outline(MultiPolygon(vec![])),
        }
    }

    #[test]
    fn divisions_fit_their_level_and_their_parent() {
        use AreaLevel::{County, Grid, Town, Village, Zone};
        let county = area("370783", County);
        let of = |code: &str, level| of_area(&area(code, level), Some(&county));
        for (code, level) in [
            ("370783", County),
            ("370783000000", County),
            ("370783001", Town),
            ("370783100000", Town),
            ("370783100201", Village),
            ("片区一", Zone),
            ("37078300100101", Grid),
        ] {
            assert_eq!(of_area(&area(code, level), None), None, "{code}");
        }
        for (code, level, word) in [
            ("3707", County, "6 digits"),
            ("37078301", Town, "9 digits"),
            ("370783", Town, "9 digits"),
            ("370783100", Village, "12 digits"),
            ("37078310020A", Village, "12 digits"),
            ("370784100", Town, "begin"),
            ("370784100201", Village, "begin"),
            ("370783700", Town, "number"),
            ("370783100900", Village, "number"),
        ] {
            assert!(of(code, level).is_some_and(|oddity| oddity.contains(word)), "{code}: {:?}", of(code, level));
        }
        let own = [area("D1", Town), area("D2", Town), area("370783", County)];
        assert_eq!(divisional_levels(own.iter()), [County]);
    }

    #[test]
    fn cameras_have_twenty_digits_or_their_operators_own_codes() {
        for fine in ["37078300001310000001", "37078300001320000042", "RL-12", "12345", "南门", "CAM1E5"] {
            assert_eq!(of_camera(fine), None, "{fine}");
        }
        for (code, word) in [
            ("3.70783E+19", "spreadsheet"),
            ("3707830000131000001", "20 digits"),
            ("37078300001310000000", "zeros"),
            ("37078300002150000001", "131"),
        ] {
            assert!(of_camera(code).is_some_and(|oddity| oddity.contains(word)), "{code}");
        }
    }
}
