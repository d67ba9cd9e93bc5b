//! The counties of a prefecture and a province: their names, codes, and where they lie beside the first.

use super::plane::Origin;

/// How many counties a prefecture has, and how many a province.
pub(super) const OF_PREFECTURE: u64 = 10;
pub(super) const OF_PROVINCE: u64 = 100;
/// A county's name is one of the first (by prefecture) and one of the second (by county).
const FIRST: [&str; 10] = ["澄", "霁", "翎", "芷", "澹", "珩", "葭", "霖", "岫", "皓"];
const SECOND: [&str; 10] = ["岚", "川", "原", "陵", "溪", "台", "丘", "泽", "源", "浦"];
const FIRST_LETTERS: [char; 10] = ['C', 'J', 'L', 'Z', 'D', 'H', 'A', 'N', 'X', 'G'];
const SECOND_LETTERS: [char; 10] = ['L', 'C', 'Y', 'R', 'X', 'T', 'Q', 'E', 'U', 'P'];
/// How far apart the middles of neighbours lie, millionths of a degree: about 50 km.
const PITCH_E6: (i64, i64) = (552_000, 448_000);

/// Prefecture and county within it, both from 0.
fn place(county: u64) -> (usize, usize) {
    let county = county % OF_PROVINCE;
    ((county / OF_PREFECTURE) as usize, (county % OF_PREFECTURE) as usize)
}

/// A county's name.
pub(super) fn name(county: u64) -> &'static str {
    // one leaked string a county would do as well: the few names are joined here once and for all
    static NAMES: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(|| {
        FIRST.iter().flat_map(|first| SECOND.iter().map(move |second| format!("{first}{second}县"))).collect()
    });
    let (prefecture, nth) = place(county);
    &NAMES[prefecture * SECOND.len() + nth]
}

/// A county's division code: under 99, which no province has.
pub(super) fn code(county: u64) -> String {
    let (prefecture, nth) = place(county);
    format!("99{:02}{:02}", prefecture + 1, nth + 1)
}

/// What the codes of its people, places and matters begin with.
pub(super) fn letters(county: u64) -> String {
    let (prefecture, nth) = place(county);
    format!("{}{}", FIRST_LETTERS[prefecture], SECOND_LETTERS[nth])
}

/// Where it lies: prefectures are five counties wide and two high, a province two prefectures wide and five high.
pub(super) fn origin(county: u64) -> Origin {
    let (prefecture, nth) = place(county);
    let column = prefecture % 2 * 5 + nth % 5;
    let row = prefecture / 2 * 2 + nth / 5;
    Origin { lon_e6: column as i64 * PITCH_E6.0, lat_e6: -(row as i64) * PITCH_E6.1 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_counties_are_one() {
        let all = || 0..OF_PROVINCE;
        assert_eq!((name(0), code(0).as_str(), letters(0).as_str()), ("澄岚县", "990101", "CL"));
        assert_eq!(all().map(name).collect::<BTreeSet<_>>().len(), 100);
        assert_eq!(all().map(code).collect::<BTreeSet<_>>().len(), 100);
        assert_eq!(code(0), super::super::COUNTY);
        assert!(all().all(|county| crate::domain::is_sample_code(&code(county))));
        assert_eq!(all().map(letters).collect::<BTreeSet<_>>().len(), 100);
        assert_eq!(
            all()
                .map(|county| {
                    let o = origin(county);
                    (o.lon_e6, o.lat_e6)
                })
                .collect::<BTreeSet<_>>()
                .len(),
            100
        );
    }
}
