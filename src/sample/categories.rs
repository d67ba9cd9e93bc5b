//! The catalogue of matters: data, as a county would bring it (city management after CJ/T 214's groups,
//! disputes, public services). It stands in `data/categories.txt`.

use super::out::Table;
use crate::domain::Difficulty;
use std::collections::BTreeMap;

/// A kind of matter.
pub(super) struct Kind {
    /// Its code: its parent's, and its number there.
    pub(super) code: String,
    /// Its parent's code.
    pub(super) parent: &'static str,
    pub(super) name: &'static str,
    name_en: &'static str,
    glyph: &'static str,
    pub(super) urgency: &'static str,
    pub(super) difficulty: &'static str,
    pub(super) agency: &'static str,
    /// How often it comes, beside the others.
    pub(super) weight: u32,
    /// What people say has happened.
    pub(super) said: Vec<&'static str>,
    /// How its size is told: by area, length or number (A, L, N), or not at all (P).
    pub(super) size: char,
    /// What is done about it.
    pub(super) done: Vec<&'static str>,
}

impl Kind {
    /// How hard it is.
    pub(super) fn how_hard(&self) -> Difficulty {
        match self.difficulty {
            "simple" => Difficulty::Simple,
            "complex" => Difficulty::Complex,
            _ => Difficulty::General,
        }
    }
}

/// What a kind of the sample's catalogue is like, beyond what a county's register of categories tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindHabits {
    /// How often it comes, beside the others.
    pub weight: u32,
    /// What people say has happened.
    pub said: Vec<&'static str>,
    /// What is done about it.
    pub done: Vec<&'static str>,
}

/// What the kinds of the sample's catalogue are like, by their codes.
pub fn kind_habits() -> BTreeMap<String, KindHabits> {
    let habits = |kind: Kind| (kind.code, KindHabits { weight: kind.weight, said: kind.said, done: kind.done });
    kinds().into_iter().map(habits).collect()
}

fn lines() -> impl Iterator<Item = Vec<&'static str>> {
    let text = include_str!("data/categories.txt");
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('|').collect())
}

/// All kinds, in the catalogue's order.
pub(super) fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for line in lines() {
        let [parent, name, name_en, glyph, urgency, difficulty, agency, weight, said, size, done] = line[..] else {
            continue;
        };
        let number = kinds.iter().filter(|kind| kind.parent == parent).count() + 1;
        kinds.push(Kind {
            code: format!("{parent}{number:02}"),
            parent,
            name,
            name_en,
            glyph,
            urgency,
            difficulty,
            agency,
            weight: weight.parse().unwrap_or(1),
            said: said.split(';').collect(),
            size: size.chars().next().unwrap_or('P'),
            done: done.split(';').collect(),
        });
    }
    kinds
}

/// The catalogue's table: parents, then kinds.
pub(super) fn table(kinds: &[Kind]) -> Table {
    let mut table = Table::new("code,parent,name,name_en,glyph,urgency,difficulty,agency", 1 << 14);
    for line in lines() {
        if let [code, name, name_en, glyph] = line[..] {
            table.text(code).text("").text(name).text(name_en).text(glyph).text("U4").text("general").text("").end();
        }
    }
    for kind in kinds {
        table.text(&kind.code).text(kind.parent).text(kind.name).text(kind.name_en).text(kind.glyph);
        table.text(kind.urgency).text(kind.difficulty).text(kind.agency).end();
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_whole() {
        let (kinds, parents) = (kinds(), lines().filter(|line| line.len() == 4).count());
        assert_eq!((parents, kinds.len(), lines().count()), (13, 99, 112));
        for kind in &kinds {
            assert_eq!(kind.glyph.chars().count(), 1, "{}", kind.name);
            assert!(["U1", "U2", "U3", "U4"].contains(&kind.urgency), "{}", kind.name);
            assert!(["simple", "general", "complex"].contains(&kind.difficulty), "{}", kind.name);
        }
        let agencies: std::collections::BTreeSet<_> = kinds.iter().map(|kind| kind.agency).collect();
        assert!(agencies.len() >= 12);
    }
}
