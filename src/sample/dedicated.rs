//! Dedicated grids (专属网格): schools, works, markets, parks, estates and the reservoir, each with people of its own,
//! lying in and across the grids of the tree.

use super::arcs;
use super::country::{Layers, TOLL_STATION};
use super::ground;
use super::maps::{Feature, MapLayer};
use super::plane::Spot;
use super::territory::Area;
use std::collections::BTreeMap;

/// Square decimetres in a hectare.
const HECTARE_DM2: u64 = 1_000_000;
/// What is not called anything on the map: its class, from how many hectares on and up to how many it is a dedicated
/// grid, and how it is called after its village.
const NAMELESS: [(&str, u64, u64, &[&str]); 4] = [
    ("industrial", 8, 400, &["工业园", "产业园"]),
    ("park", 5, 400, &["公园", "绿地"]),
    ("residential", 2, 60, &["小区", "家园"]),
    ("other", 3, 40, &["实验学校", "医院", "商贸城", "职教中心", "汽车站"]),
];

/// A dedicated grid.
pub(super) struct Dedicated {
    pub(super) code: String,
    pub(super) name: String,
    /// The code of the village or community that its middle lies in.
    pub(super) village: String,
    /// Counter-clockwise.
    pub(super) ring: Vec<Spot>,
}

/// Finds them on a county's map. `village_at` says in which village a spot lies.
pub(super) fn find<'a>(map: &Layers, village_at: impl Fn(Spot) -> Option<&'a Area>) -> Vec<Dedicated> {
    let reservoirs = map.of(MapLayer::Water).iter().filter(|water| water.properties.class == "reservoir");
    let mut found: Vec<Dedicated> = Vec::new();
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for (nth, feature) in map.of(MapLayer::Landuse).iter().chain(reservoirs).enumerate() {
        let Some(ring) = feature.paths.first().filter(|_| feature.paths.len() == 1) else { continue };
        let Some(village) = village_at(middle(ring)) else { continue };
        let Some(name) = name(feature, nth, &village.short) else { continue };
        let number = numbers.entry(village.code.clone()).or_default();
        *number += 1;
        let same = names.entry(name.clone()).or_default();
        *same += 1;
        let name = if *same > 1 { format!("{name}{same}号") } else { name };
        let mut ring = ring.clone();
        if arcs::doubled_area(&ring) < 0 {
            ring.reverse();
        }
        found.push(Dedicated {
            code: format!("{}Z{number:02}", village.code),
            name: format!("{name}专属网格"),
            village: village.code.clone(),
            ring,
        });
    }
    found
}

/// What is named is called by its name; what the seat's map does not name by its village and its use, where it is
/// large enough.
fn name(feature: &Feature, nth: usize, village: &str) -> Option<String> {
    let properties = &feature.properties;
    match &properties.name {
        Some(name) if name == TOLL_STATION => return Some(format!("{village}{name}")),
        Some(name) => return Some(name.clone()),
        None if properties.made != 0 => return None,
        None => {}
    }
    let hectares = arcs::doubled_area(&feature.paths[0]).unsigned_abs() / 2 / HECTARE_DM2;
    let (.., endings) = NAMELESS.iter().find(|row| row.0 == properties.class && (row.1..row.2).contains(&hectares))?;
    Some(format!("{village}{}", endings[nth % endings.len()]))
}

/// A spot inside a ring, near its middle.
pub(super) fn middle(ring: &[Spot]) -> Spot {
    let mut cells: Vec<usize> = Vec::new();
    ground::fill(&[ring.to_vec()], |cell| cells.push(cell));
    let count = cells.len().max(1);
    let sum = |part: fn(Spot) -> i32| cells.iter().map(|&cell| i64::from(part(ground::spot_of(cell)))).sum::<i64>();
    let heart = Spot::new((sum(|s| s.x_dm) / count as i64) as i32, (sum(|s| s.y_dm) / count as i64) as i32);
    let nearest = cells.iter().map(|&cell| ground::spot_of(cell)).min_by_key(|spot| (spot.distance2(heart), *spot));
    nearest.or_else(|| ring.first().copied()).unwrap_or_default()
}
