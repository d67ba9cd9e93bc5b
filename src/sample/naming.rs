//! Names and codes of the areas: towns and villages are called as their settlements on the map.

use super::counties;
use super::country::Layers;
use super::maps::MapLayer;
use super::plane::Spot;
use super::territory::{Area, short};

/// A settlement on the map.
pub(super) struct Site {
    pub(super) at: Spot,
    pub(super) name: String,
}

/// The settlements of a map.
pub(super) struct Sites {
    pub(super) towns: Vec<Site>,
    /// Communities and villages.
    pub(super) villages: Vec<Site>,
}

impl Sites {
    /// Reads the settlements off a map.
    pub(super) fn read(map: &Layers) -> Self {
        let mut sites = Self { towns: Vec::new(), villages: Vec::new() };
        for feature in map.of(MapLayer::Settlements) {
            let Some(&at) = feature.paths.first().and_then(|path| path.first()) else { continue };
            let site = Site { at, name: feature.properties.name.clone().unwrap_or_default() };
            match feature.properties.class.as_str() {
                "town" => sites.towns.push(site),
                _ => sites.villages.push(site),
            }
        }
        sites
    }
}

/// Names and codes all areas: `levels` from towns to grids, towns and villages in the order of their settlements;
/// `heart` is the grid of the county's best-known crossing.
pub(super) fn name(levels: &mut [Vec<Area>; 4], sites: &Sites, county: u64, heart: Option<usize>) {
    let [towns, zones, villages, grids] = levels;
    name_towns(towns, &sites.towns, county);
    name_villages(villages, zones, towns, &sites.villages);
    name_zones(zones, towns, villages);
    name_grids(grids, villages, heart);
}

fn name_towns(towns: &mut [Area], sites: &[Site], county: u64) {
    // subdistricts and parks from 001, towns from 100, townships from 200, as division codes have it
    let mut next = [0, 99, 199];
    for (town, site) in towns.iter_mut().zip(sites) {
        let row = match site.name.chars().last() {
            Some('镇') => 1,
            Some('乡') => 2,
            _ => 0,
        };
        next[row] += 1;
        town.code = format!("{}{:03}", counties::code(county), next[row]);
        town.name.clone_from(&site.name);
        town.short = short(&site.name);
    }
}

fn name_villages(villages: &mut [Area], zones: &[Area], towns: &[Area], sites: &[Site]) {
    // communities from 001, villages from 201
    let mut next_code = vec![(0, 200); towns.len()];
    for (village, site) in villages.iter_mut().zip(sites) {
        let town = zones[village.parent].parent;
        let code = if site.name.ends_with("社区") { &mut next_code[town].0 } else { &mut next_code[town].1 };
        *code += 1;
        village.code = format!("{}{:03}", towns[town].code, *code);
        village.name.clone_from(&site.name);
        village.short = short(&site.name);
    }
}

fn name_zones(zones: &mut [Area], towns: &[Area], villages: &[Area]) {
    let mut number = vec![0; towns.len()];
    let mut chief: Vec<Option<usize>> = vec![None; zones.len()];
    for (index, village) in villages.iter().enumerate() {
        let best = &mut chief[village.parent];
        if best.is_none_or(|best| villages[best].people < village.people) {
            *best = Some(index);
        }
    }
    let mut central: Vec<Option<usize>> = vec![None; towns.len()];
    for (index, zone) in zones.iter().enumerate() {
        let heart = towns[zone.parent].middle;
        let best = &mut central[zone.parent];
        if best.is_none_or(|best| zones[best].middle.distance2(heart) > zone.middle.distance2(heart)) {
            *best = Some(index);
        }
    }
    // where the town's own community is, there is its middle
    for village in villages {
        let town = zones[village.parent].parent;
        if village.short == towns[town].short {
            central[town] = Some(village.parent);
        }
    }
    for (index, zone) in zones.iter_mut().enumerate() {
        let town = &towns[zone.parent];
        number[zone.parent] += 1;
        zone.code = format!("{}P{:02}", town.code, number[zone.parent]);
        zone.short = match chief[index] {
            Some(village) if central[zone.parent] != Some(index) => villages[village].short.clone(),
            _ => town.short.clone(),
        };
        zone.name = format!("{}片区", zone.short);
    }
}

/// Grids are numbered from the north-west, row by row, as people number blocks.
fn name_grids(grids: &mut [Area], villages: &[Area], centre: Option<usize>) {
    const ROW_DM: i32 = 2_500;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); villages.len()];
    for (index, grid) in grids.iter().enumerate() {
        members[grid.parent].push(index);
    }
    for (village, mut members) in villages.iter().zip(members) {
        members.sort_by_key(|&index| {
            let middle = grids[index].middle;
            (-middle.y_dm.div_euclid(ROW_DM), middle.x_dm, index)
        });
        // the best-known crossing lies in the third grid of its community, wherever it stands in the row
        if let Some(at) = members.iter().position(|&index| Some(index) == centre) {
            let third = 2.min(members.len() - 1);
            members.swap(at, third);
        }
        for (nth, index) in members.into_iter().enumerate() {
            let grid = &mut grids[index];
            grid.code = format!("{}{:03}", village.code, nth + 1);
            grid.short = format!("{}{:02}", village.short, nth + 1);
            grid.name = format!("{}网格", grid.short);
        }
    }
}
