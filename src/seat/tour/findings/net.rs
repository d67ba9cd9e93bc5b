//! 一张网: the territory, and who is on duty in it.

use super::by_town;
use crate::domain::{AreaLevel, Role, Timestamp};
use crate::picture::Picture;
use crate::seat::tour::finding::{Basis, Finding, Plot, PlotKind, PlotShape, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Towns, villages and grids; where people are registered, how many are on duty, and in how many grids nobody is. Somebody
/// who answers for a village or a zone is there for its grids, too; a responder answers for none.
pub(crate) fn net(picture: &Picture, now: Timestamp) -> Option<Finding> {
    let count = |level| picture.areas.of_level(level).count() as i64;
    let (towns, villages, grids) = (count(AreaLevel::Town), count(AreaLevel::Village), count(AreaLevel::Grid));
    if grids == 0 {
        return None;
    }
    let some = |count: i64| (count > 0).then_some(Value::Count(count));
    let mut finding = Finding::new(Basis { of: grids, whole: None, from: None, to: now })
        .with("grids", Value::Count(grids))
        .with_known("towns", some(towns))
        .with_known("villages", some(villages));
    let workers = || picture.workers.rows().iter().filter(|row| !row.retired);
    if workers().next().is_none() {
        let mut of_town: BTreeMap<u32, f64> = BTreeMap::new();
        for grid in picture.areas.of_level(AreaLevel::Grid) {
            let mut chain = picture.areas.chain_of(grid).into_iter();
            let town = chain.find(|area| picture.areas.row(*area).level == AreaLevel::Town);
            *of_town.entry(town.unwrap_or(u32::MAX)).or_default() += 1.0;
        }
        let bars = by_town(picture, None, |town| of_town.get(&town).copied());
        finding.plot = (towns > 1).then_some(Plot { kind: PlotKind::GridsByTown, shape: PlotShape::Bars(bars) });
        return Some(finding);
    }
    let on_duty = || workers().filter(|row| row.worker.on_duty);
    let answers = on_duty().filter(|row| row.worker.role != Role::Responder);
    let homes: BTreeSet<u32> = answers.filter_map(|row| row.home).collect();
    let is_manned = |grid: u32| {
        let mut chain = picture.areas.chain_of(grid).into_iter();
        chain.any(|area| picture.areas.row(area).level >= AreaLevel::Zone && homes.contains(&area))
    };
    let unmanned = picture.areas.of_level(AreaLevel::Grid).filter(|grid| !is_manned(*grid)).count() as i64;
    let mut of_town: BTreeMap<u32, f64> = BTreeMap::new();
    on_duty().filter_map(|row| row.home_town).for_each(|town| *of_town.entry(town).or_default() += 1.0);
    let bars = by_town(picture, None, |town| Some(of_town.get(&town).copied().unwrap_or(0.0)));
    finding.plot = (towns > 1).then_some(Plot { kind: PlotKind::StaffByTown, shape: PlotShape::Bars(bars) });
    finding.basis = Basis { of: on_duty().count() as i64, whole: Some(workers().count() as i64), from: None, to: now };
    let on_duty = Value::Count(finding.basis.of);
    Some(finding.with("on_duty", on_duty).with("unmanned", Value::Count(unmanned)))
}
