//! How the territory was cut before: areas as they were, and the territory of any moment.

use super::AreaRow;
use super::areas::{Areas, index_of};
use crate::domain::{Area, AreaCode, AreaLevel, LonLat, Outline, Timestamp};
use crate::spatial::AreaIndex;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// An area as it was for a while, before it was told anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PastArea {
    /// The row of the area with this code.
    pub number: u32,
    /// Its name then.
    pub name: Box<str>,
    /// Its level then.
    pub level: AreaLevel,
    /// The area that it was part of.
    pub parent_code: Option<AreaCode>,
    /// People living there then.
    pub population: Option<u32>,
    /// Whether it was a dedicated grid.
    pub dedicated: bool,
    /// Since when it was so; none: since ever.
    pub valid_from: Option<Timestamp>,
    /// Until when it was so.
    pub valid_to: Timestamp,
    /// Its outline then.
    pub outline: Outline,
}

impl PastArea {
    fn held_at(&self, moment: Timestamp) -> bool {
        holds(self.valid_from, Some(self.valid_to), moment)
    }

    /// The row that it was, under its code.
    fn row(&self, code: &AreaCode) -> AreaRow {
        AreaRow::new(&Area {
            code: code.clone(),
            name: self.name.to_string(),
            level: self.level,
            parent: self.parent_code.clone(),
            population: self.population,
            dedicated: self.dedicated,
            valid_from: self.valid_from,
            outline: self.outline.clone(),
        })
    }
}

/// An area as it was at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaThen<'a> {
    /// The row of the area with this code, which tells what it is now.
    pub number: u32,
    /// Its code.
    pub code: &'a AreaCode,
    /// Its name then.
    pub name: &'a str,
    /// Its level then.
    pub level: AreaLevel,
    /// Whether it was a dedicated grid.
    pub dedicated: bool,
    /// Since when it was so.
    pub valid_from: Option<Timestamp>,
    /// Until when; none where it still is.
    pub valid_to: Option<Timestamp>,
}

/// Whether what is valid `from ≤ t < to` is so at `moment`.
fn holds(from: Option<Timestamp>, to: Option<Timestamp>, moment: Timestamp) -> bool {
    from.is_none_or(|from| from <= moment) && to.is_none_or(|to| moment < to)
}

/// The territory as it was until a moment, from the moment before it in the list.
#[derive(Debug)]
struct Cut {
    until: Timestamp,
    /// Made when somebody first asks: most starts ask for nothing that old.
    index: OnceLock<AreaIndex>,
}

/// All cuts but the present one.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    past: Vec<PastArea>,
    /// In the order of time.
    cuts: Vec<Cut>,
    /// When the first cut begins, where that is known; it stands in for whatever was before.
    begin: Option<Timestamp>,
    /// The present rows and their index, while rows of another moment are shown in their place.
    aside: Option<(Vec<AreaRow>, Option<AreaIndex>)>,
}

impl Cuts {
    pub(super) fn restore(past: Vec<PastArea>) -> Self {
        Self { past, ..Self::default() }
    }

    pub(super) fn past(&self) -> &[PastArea] {
        &self.past
    }

    /// What the row said of its area holds until `from`, as far as it had begun by then.
    pub(super) fn close(&mut self, number: u32, row: &AreaRow, from: Timestamp) {
        self.trim(number, from);
        let valid_to = row.valid_to.map_or(from, |to| to.min(from));
        if row.valid_from.is_none_or(|began| began < valid_to) {
            self.past.push(PastArea {
                number,
                name: row.name.clone(),
                level: row.level,
                parent_code: row.parent_code.clone(),
                population: row.population,
                dedicated: row.dedicated,
                valid_from: row.valid_from,
                valid_to,
                outline: row.outline.clone(),
            });
        }
    }

    /// Nothing that was told of the area before holds from `from` on: what is told last counts.
    pub(super) fn trim(&mut self, number: u32, from: Timestamp) {
        self.past.retain_mut(|past| {
            if past.number == number {
                past.valid_to = past.valid_to.min(from);
            }
            past.valid_from.is_none_or(|began| began < past.valid_to)
        });
    }

    /// Finds the moments at which anything changed. Before all of them the first cut known stands in.
    pub(super) fn rebuild(&mut self, rows: &[AreaRow]) {
        let of_rows = rows.iter().map(|row| (row.valid_from, row.valid_to));
        let of_past = self.past.iter().map(|past| (past.valid_from, Some(past.valid_to)));
        let periods: Vec<_> = of_rows.chain(of_past).collect();
        let mut moments: Vec<Timestamp> = periods.iter().flat_map(|(from, to)| [*from, *to]).flatten().collect();
        moments.sort_unstable();
        moments.dedup();
        let all_begin = periods.iter().all(|(from, _)| from.is_some());
        self.begin = moments.first().copied().filter(|_| all_begin);
        let cuts = moments.into_iter().skip(usize::from(self.begin.is_some()));
        self.cuts = cuts.map(|until| Cut { until, index: OnceLock::new() }).collect();
    }

    /// The cut that held at `moment`; none for the present one.
    fn cut(&self, moment: Timestamp) -> Option<&Cut> {
        self.cuts.get(self.cuts.partition_point(|cut| cut.until <= moment))
    }
}

impl Areas {
    /// The rows as they are, whatever is shown in their place.
    pub(super) fn present(&self) -> &[AreaRow] {
        self.cuts.aside.as_ref().map_or(&self.rows, |(rows, _)| rows)
    }

    /// Which cut of the territory held at `moment`, counted from the first; none for the present one.
    pub(super) fn cut_number(&self, moment: Timestamp) -> Option<usize> {
        let number = self.cuts.cuts.partition_point(|cut| cut.until <= moment);
        (number < self.cuts.cuts.len()).then_some(number)
    }

    /// What is known of the territory at `moment`: the rows as they were then, and what had ended by then.
    pub(super) fn known_at(&self, moment: Timestamp) -> (Vec<AreaRow>, Vec<PastArea>) {
        let moment = self.known_moment(moment);
        let mut rows = Vec::new();
        let mut ended = Vec::new();
        for row in self.present().iter().filter(|row| row.valid_from.is_none_or(|from| from <= moment)) {
            rows.push(AreaRow { valid_to: row.valid_to.filter(|to| *to <= moment), ..row.clone() });
        }
        for past in self.cuts.past() {
            if past.valid_to <= moment {
                ended.push(past.clone());
            } else if past.held_at(moment) {
                rows.push(past.row(&self.rows[past.number as usize].code));
            }
        }
        (rows, ended)
    }

    /// The territory of a moment: every area that was there then, the tree and the dedicated grids, in the order of
    /// their rows. The moment before the first cut known has that one.
    pub fn at(&self, moment: Timestamp) -> impl Iterator<Item = AreaThen<'_>> {
        let moment = self.known_moment(moment);
        let present = (0u32..).zip(self.present()).filter(move |(_, row)| holds(row.valid_from, row.valid_to, moment));
        let present = present.map(|(number, row)| AreaThen {
            number,
            code: &row.code,
            name: &row.name,
            level: row.level,
            dedicated: row.dedicated,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        });
        let past = self.cuts.past().iter().filter(move |past| past.held_at(moment));
        let past = past.map(|past| AreaThen {
            number: past.number,
            code: &self.rows[past.number as usize].code,
            name: &past.name,
            level: past.level,
            dedicated: past.dedicated,
            valid_from: past.valid_from,
            valid_to: Some(past.valid_to),
        });
        let mut all: Vec<AreaThen> = present.chain(past).collect();
        all.sort_by_key(|area| area.number);
        all.into_iter()
    }

    /// The areas in which a point lay at a moment, coarsest first, dedicated grids last.
    pub fn chain_then(&self, at: LonLat, moment: Timestamp) -> Vec<AreaThen<'_>> {
        let hits = self.index_at(moment).map(|index| index.at(at)).unwrap_or_default();
        let of_row: std::collections::BTreeMap<u32, AreaThen> =
            self.at(moment).map(|area| (area.number, area)).collect();
        hits.into_iter().filter_map(|hit| of_row.get(&hit.id).copied()).collect()
    }

    /// The moment, or the first one of which anything is known.
    fn known_moment(&self, moment: Timestamp) -> Timestamp {
        self.cuts.begin.map_or(moment, |begin| begin.max(moment))
    }

    /// The index of the territory that held at `moment`; none while there is none.
    pub(super) fn index_at(&self, moment: Timestamp) -> Option<&AreaIndex> {
        let Some(cut) = self.cuts.cut(moment) else {
            return self.cuts.aside.as_ref().map_or(self.index.as_ref(), |(_, index)| index.as_ref());
        };
        let moment = cut.until.plus_secs(-1);
        Some(cut.index.get_or_init(|| {
            let present = (0u32..).zip(self.present()).filter(|(_, row)| holds(row.valid_from, row.valid_to, moment));
            let past = self.cuts.past().iter().filter(|past| past.held_at(moment));
            let present = present.map(|(number, row)| (number, row.level, row.dedicated, &row.outline));
            index_of(present.chain(past.map(|past| (past.number, past.level, past.dedicated, &past.outline))))
        }))
    }

    /// Shows the rows as they were at `moment`: outlines, names, tree and index. Numbers stay, and so does what the
    /// picture remembers of the present, see [`Areas::show_present`]. Answers whether that shows anything else than
    /// before.
    pub(super) fn show_at(&mut self, moment: Timestamp) -> bool {
        let was_aside = self.show_present();
        if self.cuts.cut(moment).is_none() {
            return was_aside;
        }
        let moment = self.known_moment(moment);
        let mut rows = self.rows.clone();
        for row in &mut rows {
            row.valid_to =
                if holds(row.valid_from, row.valid_to, moment) { None } else { row.valid_to.or(Some(moment)) };
        }
        for past in self.cuts.past().iter().filter(|past| past.held_at(moment)) {
            let row = &mut rows[past.number as usize];
            *row = past.row(&row.code);
        }
        self.cuts.aside = Some((std::mem::replace(&mut self.rows, rows), self.index.take()));
        self.link();
        true
    }

    /// Whether rows of another moment are shown.
    pub(super) fn shows_past(&self) -> bool {
        self.cuts.aside.is_some()
    }

    /// Shows the rows as they are; answers whether others were shown.
    pub(super) fn show_present(&mut self) -> bool {
        let Some((rows, index)) = self.cuts.aside.take() else { return false };
        (self.rows, self.index) = (rows, index);
        true
    }
}
