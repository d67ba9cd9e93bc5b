//! Areas: collected first, because one may come in several rows and before its parent.

use super::{KindReader, Out, RowError, words};
use crate::domain::{Area, AreaCode, AreaLevel, Event, LonLat, Outline};
use crate::intake::IntakeError;
use crate::intake::codes::{self, Oddities};
use crate::intake::known::Known;
use crate::intake::mapping::{Field, fields};
use crate::intake::outline;
use crate::intake::record::Record;
use crate::intake::report::{Flaw, Siblings};
use crate::intake::siblings;
use crate::intake::table::Shape;
use crate::spatial::{AreaIndex, area_m2};
use geo::{InteriorPoint, MultiPolygon};
use std::collections::BTreeMap;

fields! {
    Code "code" ["编码", "代码", "区划代码", "网格编码", "网格编号", "adcode", "id"],
    Name "name" ["名称", "网格名称", "区域名称", "label", "title"],
    Level "level" ["层级", "级别", "等级"],
    Parent "parent" ["上级", "上级编码", "所属", "parent_code"],
    Dedicated "dedicated" ["专属", "是否专属", "专属网格"],
    Population "population" ["人口", "人口数", "常住人口"],
}

/// An area as far as it has come, and the rows that it came in.
struct Found {
    area: Area,
    row: u64,
    rows: u64,
    file: Option<String>,
}

/// Reads areas.
#[derive(Default)]
pub(super) struct Areas {
    found: Vec<Found>,
    at: BTreeMap<AreaCode, usize>,
}

impl KindReader for Areas {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = AreaCode::from(record.required(F::Code)?.into_owned());
        let outline = self.outline(record)?;
        if let Some(at) = self.at.get(&code) {
            let first = &mut self.found[*at];
            first.area.outline = Outline(outline::unite(&first.area.outline.0, &outline));
            first.rows += 1;
            let problem = format!("the code has come before, its outline is united with that of row {}", first.row);
            record.note(F::Code, &problem, code.as_str());
            return Ok(());
        }
        let (level, dedicated) = level(record)?;
        let name = record.string(F::Name).unwrap_or_else(|| {
            record.note(F::Name, "missing, the code stands in for it", code.as_str());
            code.to_string()
        });
        let population = record.number_in(F::Population, &(0..=u32::MAX));
        let parent = record.string(F::Parent).map(AreaCode::from);
        let outline = Outline(outline);
        let area = Area { code: code.clone(), name, level, parent, population, dedicated, valid_from: None, outline };
        self.at.insert(code, self.found.len());
        self.found.push(Found { area, row: record.number(), rows: 1, file: out.file.clone() });
        Ok(())
    }

    fn finish(&mut self, out: &mut Out) -> Result<(), IntakeError> {
        self.find_parents(out);
        self.cut_circles(out);
        self.look_around(out);
        let mut order: Vec<usize> = (0..self.found.len()).collect();
        // Coarse before fine, else as they came: a parent is there before its children.
        order.sort_by_key(|at| self.found[*at].area.level);
        for at in order {
            let found = &self.found[at];
            out.file.clone_from(&found.file);
            if let Some(parent) = &found.area.parent
                && !self.at.contains_key(parent)
                && !out.known.has_area(parent)
            {
                let problem = "no area has this code yet, the row is kept";
                out.tell(found.row, Flaw::new("parent", problem, parent.as_str()));
            }
            let mut area = found.area.clone();
            out.codes.layers.insert((area.level, area.dedicated));
            // What is as it was holds since it was put; only what is told anew holds from the moment given.
            let as_before = out.known.area(&area.code).filter(|known| is_same(known, &area));
            area.valid_from = as_before.map_or(out.valid_from, |known| known.valid_from);
            out.register(Event::AreaPut(area), found.rows)?;
        }
        Ok(())
    }
}

/// The row's level, and whether it is a dedicated grid, which is said in its level or apart.
fn level(record: &mut Record) -> Result<(AreaLevel, bool), Flaw> {
    let said = record.text(F::Level);
    let by_level = said.as_deref().is_some_and(words::is_dedicated);
    if by_level || record.choice(F::Dedicated, words::yes_no).unwrap_or(false) {
        return Ok((AreaLevel::Grid, true));
    }
    let level = record.required(F::Level)?;
    let level = words::level(&level).ok_or_else(|| {
        Flaw::new("level", "no such level (County, Town, Zone, Village, Grid, Dedicated), the row is skipped", &level)
    })?;
    Ok((level, false))
}

/// Whether both say the same, whenever it began.
fn is_same(known: &Area, area: &Area) -> bool {
    known.outline == area.outline
        && (&known.name, known.level, &known.parent) == (&area.name, area.level, &area.parent)
        && (known.population, known.dedicated) == (area.population, area.dedicated)
}

impl Areas {
    fn outline(&self, record: &mut Record) -> Result<MultiPolygon<f64>, Flaw> {
        let flaw = |problem: &str, value: &str| Flaw::new("geometry", problem, value);
        let rings = match &record.row.shape {
            None => return Err(flaw("an area needs an outline, the row is skipped", "")),
            Some(Shape::Polygons(rings)) => rings,
            Some(Shape::Mixed(rings, left_out)) => {
                let problem = "a collection: its polygons are used, the rest is left out";
                record.notes.push(flaw(problem, left_out));
                rings
            }
            Some(Shape::Point(..)) => return Err(flaw("an outline is a Polygon or MultiPolygon", "Point")),
            Some(Shape::Other(what)) => return Err(flaw("an outline is a Polygon or MultiPolygon", what)),
            Some(Shape::Broken(why)) => return Err(flaw("the outline can't be read", why)),
        };
        let (outline, done) = outline::clean(rings, record.guard)?;
        record.notes.extend(done);
        Ok(outline)
    }

    /// The tree's areas as they will be: those of the ledger, and those that have come.
    fn with_known<'a>(&'a self, known: &'a Known) -> BTreeMap<&'a AreaCode, &'a Area> {
        let came = self.found.iter().map(|found| (&found.area.code, &found.area));
        known.areas().iter().chain(came).filter(|(_, area)| !area.dedicated).collect()
    }

    /// An area without a parent gets the smallest coarser area that holds it.
    fn find_parents(&mut self, out: &mut Out) {
        let all = self.with_known(&out.known);
        let areas: Vec<&Area> = all.into_values().collect();
        let coarsest = areas.iter().map(|area| area.level).min();
        let alone = |area: &Area| !area.dedicated && area.parent.is_none() && Some(area.level) > coarsest;
        if !self.found.iter().any(|found| alone(&found.area)) {
            return;
        }
        let index = AreaIndex::from_refs(areas.iter().enumerate().map(|(id, area)| (0, id as u32, &area.outline.0)));
        let sizes_m2: Vec<f64> = areas.iter().map(|area| area_m2(&area.outline.0)).collect();
        let parent = |area: &Area| {
            let inside = LonLat::from(area.outline.0.interior_point()?.0);
            let holding = index.at(inside).into_iter().map(|hit| hit.id as usize);
            let coarser = holding.filter(|other| areas[*other].level < area.level);
            // Of equal outlines the finest: a town of one village is the village's parent.
            let order = |a: &usize, b: &usize| {
                sizes_m2[*a].total_cmp(&sizes_m2[*b]).then(areas[*b].level.cmp(&areas[*a].level))
            };
            coarser.min_by(order).map(|parent| areas[parent].code.clone())
        };
        let parents: Vec<(usize, Option<AreaCode>)> = self
            .found
            .iter()
            .enumerate()
            .filter(|(_, found)| alone(&found.area))
            .map(|(at, found)| (at, parent(&found.area)))
            .collect();
        let (mut given, mut none) = (0, Vec::new());
        for (at, parent) in parents {
            given += u64::from(parent.is_some());
            if parent.is_none() {
                none.push(self.found[at].area.code.to_string());
            }
            self.found[at].area.parent = parent;
        }
        if given > 0 {
            let problem = format!("missing in {given} rows: the smallest coarser area that holds the area is taken");
            out.tell_of_all(Flaw::new("parent", problem, ""));
        }
        if let Some(first) = none.first() {
            let problem = format!("missing in {} rows whose areas lie in no coarser one: kept without", none.len());
            out.tell_of_all(Flaw::new("parent", problem, first));
        }
    }

    /// What is odd about the codes, and whether neighbours fit together.
    fn look_around(&self, out: &mut Out) {
        let all = self.with_known(&out.known);
        let came = || self.found.iter().filter(|found| !found.area.dedicated);
        let levels = codes::divisional_levels(came().map(|found| &found.area));
        let mut oddities = Oddities::default();
        for Found { area, row, file, .. } in came().filter(|found| levels.contains(&found.area.level)) {
            let parent = area.parent.as_ref().and_then(|parent| all.get(parent)).copied();
            if let Some(oddity) = codes::of_area(area, parent) {
                oddities.add("code", oddity, *row, area.code.as_str(), file);
            }
        }
        let siblings = siblings::check(&all, &came().map(|found| &found.area.code).collect());
        oddities.tell(out);
        if let Some((sentence, place)) = siblings.as_ref().and_then(Siblings::sentence) {
            out.tell_of_all(Flaw::new("siblings", sentence, &place));
        }
        out.report.siblings = siblings;
    }

    /// An area above itself, however many steps up, would hang whoever climbs: it loses its parent.
    fn cut_circles(&mut self, out: &mut Out) {
        for start in 0..self.found.len() {
            let mut at = start;
            for _ in 0..=self.found.len() {
                let parent = self.found[at].area.parent.as_ref().and_then(|parent| self.at.get(parent));
                let Some(parent) = parent else { break };
                at = *parent;
                if at == start {
                    let found = &mut self.found[start];
                    let parent = found.area.parent.take().map(|code| code.to_string()).unwrap_or_default();
                    out.file.clone_from(&found.file);
                    let problem = "the area would be part of itself, it is kept without a parent";
                    out.tell(found.row, Flaw::new("parent", problem, &parent));
                    break;
                }
            }
        }
    }
}
