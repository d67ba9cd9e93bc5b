//! The making of the territory: villages grow round their settlements, are cut into grids, and make up zones and
//! towns; all is named and written as GeoJSON.

use super::arcs::{self, Arc};
use super::country::Layers;
use super::dedicated::{self, Dedicated};
use super::dice::Dice;
use super::fronts;
use super::ground::{self, Ground, SIDE};
use super::maps::MapLayer;
use super::merge::{self, Region};
use super::naming::{self, Sites};
use super::plane::{Origin, Spot, push_degrees};
use super::snap::Snap;
use super::territory::{Area, COUNTS, DEDICATED, GRID, LEVELS, TOWN, VILLAGE, ZONE};
use super::{DEFAULT_SEED, SampleError, counties};
use std::collections::BinaryHeap;
use std::fmt::Write as _;

/// How many people live in the county, about.
const PEOPLE: u64 = 618_000;

/// How often pieces are sown before a county is given up.
const MOST_SOWINGS: u64 = 8;

/// The territory as it was cut.
pub(super) struct Cut {
    /// Towns, zones, villages, grids.
    levels: [Vec<Area>; 4],
    /// Each cell's grid + 1; 0 outside.
    grid_of_cell: Vec<u32>,
    arcs: Vec<Arc>,
    /// Beside the tree.
    dedicated: Vec<Dedicated>,
    county: u64,
}

/// Cuts and names the territory of a county over its map. `heart` is the county's best-known crossing.
pub(super) fn territory(map: &Layers, county: u64, heart: Spot) -> Result<Cut, SampleError> {
    let ground = Ground::new(map);
    Cut::new(&ground, map, county, heart)
}

/// The parents of all areas: the village of each grid, the zone of each village, the town of each zone.
struct Parents {
    village_of_grid: Vec<u32>,
    zone_of_village: Vec<u32>,
    town_of_zone: Vec<u32>,
}

impl Cut {
    fn new(ground: &Ground, map: &Layers, county: u64, heart: Spot) -> Result<Self, SampleError> {
        let sites = Sites::read(map);
        // Smoothing may swallow a small grid: then other pieces are sown, until there are as many as there should be.
        let sow_anew = |stream| sow(ground, &sites, &mut Dice::new(DEFAULT_SEED + county, stream));
        let mut sown = sow_anew(1);
        for stream in 2..=MOST_SOWINGS {
            if sown.is_ok() {
                break;
            }
            sown = sow_anew(stream);
        }
        let (piece, parents) = sown?;
        let arcs = arcs::trace(&piece, &Snap::new(map.of(MapLayer::Roads)));
        let mut cut = Self { levels: Default::default(), grid_of_cell: piece, arcs, dedicated: Vec::new(), county };
        cut.count(&parents, ground);
        let heart = cut.grid_at(heart);
        naming::name(&mut cut.levels, &sites, county, heart);
        cut.dedicated =
            dedicated::find(map, |at| Some(&cut.levels[VILLAGE][cut.levels[GRID][cut.grid_at(at)?].parent]));
        Ok(cut)
    }

    fn grid_at(&self, spot: Spot) -> Option<usize> {
        arcs::inner(self.grid_of_cell[ground::cell_of(spot)?])
    }

    /// Fills in what can be counted from the raster.
    fn count(&mut self, parents: &Parents, ground: &Ground) {
        let grids = parents.village_of_grid.len();
        let mut sums = vec![(0_i64, 0_i64, 0_i64); grids];
        for (cell, &grid) in self.grid_of_cell.iter().enumerate() {
            if let Some(grid) = arcs::inner(grid) {
                let sum = &mut sums[grid];
                *sum = (sum.0 + 1, sum.1 + (cell % SIDE) as i64, sum.2 + (cell / SIDE) as i64);
            }
        }
        let mut floors = vec![0_u64; grids];
        for &(spot, floors_m2) in &ground.buildings {
            if let Some(grid) = self.grid_at(spot) {
                floors[grid] += u64::from(floors_m2);
            }
        }
        let all_cells = sums.iter().map(|sum| sum.0 as u64).sum::<u64>().max(1);
        let all_floors = floors.iter().sum::<u64>().max(1);
        let counts = [COUNTS[TOWN], parents.town_of_zone.len(), parents.zone_of_village.len(), grids];
        let mut levels: [Vec<Area>; 4] = counts.map(|count| vec![Area::default(); count]);
        for grid in 0..grids {
            let (cells, x, y) = sums[grid];
            let (village, cells) = (parents.village_of_grid[grid] as usize, cells.max(1));
            // most by floors; the rest, as the map lacks many a house, by grid and by area
            let housed = floors[grid] * PEOPLE * 84 / 100 / all_floors;
            let people =
                (housed + PEOPLE * 12 / 100 / grids as u64 + PEOPLE * 4 * cells as u64 / 100 / all_cells) as u32;
            let zone = parents.zone_of_village[village] as usize;
            let town = parents.town_of_zone[zone] as usize;
            levels[VILLAGE][village].parent = zone;
            levels[ZONE][zone].parent = town;
            let area = &mut levels[GRID][grid];
            area.parent = village;
            area.middle = ground::spot_of((y / cells) as usize * SIDE + (x / cells) as usize);
            for (level, index) in [(TOWN, town), (ZONE, zone), (VILLAGE, village), (GRID, grid)] {
                levels[level][index].people += people;
                levels[level][index].cells += cells as u64;
            }
        }
        for level in [VILLAGE, ZONE, TOWN] {
            let mut sums = vec![(0_i64, 0_i64, 0_i64); counts[level]];
            for child in &levels[level + 1] {
                let (sum, cells) = (&mut sums[child.parent], child.cells as i64);
                let part = |v: i32| i64::from(v) * cells;
                *sum = (sum.0 + cells, sum.1 + part(child.middle.x_dm), sum.2 + part(child.middle.y_dm));
            }
            for (area, (cells, x, y)) in levels[level].iter_mut().zip(sums) {
                area.middle = Spot::new((x / cells.max(1)) as i32, (y / cells.max(1)) as i32);
            }
        }
        self.levels = levels;
    }

    /// A GeoJSON FeatureCollection, parents before children.
    pub(super) fn geojson(&self, origin: Origin) -> String {
        let mut out = String::with_capacity(8 << 20);
        out.push_str("{\"type\":\"FeatureCollection\",\"features\":[\n");
        let people: u64 = self.levels[TOWN].iter().map(|town| u64::from(town.people)).sum();
        let mut parent_of_grid: Vec<usize> = (0..self.levels[GRID].len()).collect();
        let mut of_level: Vec<Vec<usize>> = vec![parent_of_grid.clone()];
        for level in [GRID, VILLAGE, ZONE] {
            parent_of_grid.iter_mut().for_each(|index| *index = self.levels[level][*index].parent);
            of_level.push(parent_of_grid.clone());
        }
        let county = arcs::rings(&self.arcs, 1, |piece| arcs::inner(piece).map(|_| 0));
        let code = counties::code(self.county);
        feature(&mut out, [&code, counties::name(self.county), "County", ""], Some(people), (county.first(), origin));
        for (level, name) in LEVELS.iter().enumerate() {
            let of_grid = &of_level[GRID - level];
            let rings =
                arcs::rings(&self.arcs, self.levels[level].len(), |piece| arcs::inner(piece).map(|grid| of_grid[grid]));
            let mut order: Vec<usize> = (0..self.levels[level].len()).collect();
            order.sort_by(|&a, &b| self.levels[level][a].code.cmp(&self.levels[level][b].code));
            for index in order {
                let area = &self.levels[level][index];
                let parent = match level {
                    TOWN => &code,
                    _ => &self.levels[level - 1][area.parent].code,
                };
                out.push_str(",\n");
                let people = Some(u64::from(area.people));
                feature(&mut out, [&area.code, &area.name, name, parent], people, (rings.get(index), origin));
            }
        }
        for dedicated in &self.dedicated {
            out.push_str(",\n");
            let Dedicated { code, name, village, ring } = dedicated;
            feature(&mut out, [code, name, DEDICATED, village], None, (Some(&vec![ring.clone()]), origin));
        }
        out.push_str("\n]}\n");
        out
    }
}

/// The rings of an area, and where its county lies.
type Outline<'a> = (Option<&'a Vec<Vec<Spot>>>, Origin);

fn feature(out: &mut String, [code, name, level, parent]: [&str; 4], people: Option<u64>, (rings, origin): Outline) {
    let _ = write!(
        out,
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":\"{name}\",\"level\":\"{level}\",\"parent\":"
    );
    let _ = match parent {
        "" => write!(out, "null"),
        _ => write!(out, "\"{parent}\""),
    };
    if let Some(people) = people {
        let _ = write!(out, ",\"population\":{people}");
    }
    out.push_str("},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
    for (nth, ring) in rings.into_iter().flatten().enumerate() {
        out.push_str(if nth == 0 { "[" } else { ",[" });
        for (nth, spot) in ring.iter().enumerate() {
            let (lon_e6, lat_e6) = origin.degrees_e6(*spot);
            out.push_str(if nth == 0 { "[" } else { ",[" });
            push_degrees(out, lon_e6);
            out.push(',');
            push_degrees(out, lat_e6);
            out.push(']');
        }
        out.push(']');
    }
    out.push_str("]}}");
}

/// The grid + 1 of each cell, and who belongs to whom.
fn sow(ground: &Ground, sites: &Sites, dice: &mut Dice) -> Result<(Vec<u32>, Parents), SampleError> {
    let seeds: Vec<usize> = sites.villages.iter().filter_map(|site| ground::cell_of(site.at)).collect();
    let mut village = fronts::grow(&seeds, &fronts::prices(ground, &ground::COST_OF_FIELDS, dice), None);
    fronts::heal(&mut village, seeds.len() as u32, None);
    let pieces = fronts::sow(ground, dice, &seeds);
    let mut piece = fronts::grow(&pieces, &fronts::prices(ground, &ground::COST, dice), Some(&village));
    fronts::heal(&mut piece, pieces.len() as u32, Some(&village));
    let regions = merge::regions(&piece, pieces.len() as u32, ground, |cell| fronts::worth(ground, cell));
    // a seed may have fallen where no front could grow from it
    let village_of_piece: Vec<u32> = pieces.iter().map(|&seed| village[seed].max(1) - 1).collect();
    let quota = quota(&regions, &village_of_piece, seeds.len());
    let grid_of_piece = merge::merge_within(&regions, &village_of_piece, &quota);
    for cell in &mut piece {
        *cell = arcs::inner(*cell).map_or(fronts::NOBODY, |index| grid_of_piece[index] + 1);
    }
    let grids = grid_of_piece.iter().max().map_or(0, |most| *most + 1);
    let mut village_of_grid = vec![0; grids as usize];
    for (&grid, &village) in grid_of_piece.iter().zip(&village_of_piece) {
        village_of_grid[grid as usize] = village;
    }
    fronts::tidy(&mut piece, grids);
    let regions = merge::regions(&piece, grids, ground, |_| 0);
    let parents = gather(&regions, village_of_grid, sites)?;
    Ok((piece, parents))
}

/// A piece of fewer cells makes no grid of its own: smoothing could swallow it.
const LEAST_CELLS: u64 = 12;

/// How many grids each village is cut into: by what its land counts for, never more than it has pieces of some size.
fn quota(regions: &[Region], village_of: &[u32], villages: usize) -> Vec<usize> {
    let (mut weight, mut pieces) = (vec![0_u64; villages], vec![0_usize; villages]);
    for (region, &village) in regions.iter().zip(village_of).filter(|(region, _)| region.area > 0) {
        weight[village as usize] += region.weight;
        pieces[village as usize] += usize::from(region.area >= LEAST_CELLS);
    }
    let mut quota = vec![1_usize; villages];
    // one by one to the village that has most land for each of its grids
    let can_be_cut = |village: &usize| pieces[*village] > 1;
    let mut next: BinaryHeap<(u64, usize)> =
        (0..villages).filter(can_be_cut).map(|village| (weight[village], village)).collect();
    for _ in villages..COUNTS[GRID] {
        let Some((_, village)) = next.pop() else { break };
        quota[village] += 1;
        if quota[village] < pieces[village] {
            next.push((weight[village] / quota[village] as u64, village));
        }
    }
    quota
}

/// Grids make up villages, these towns, each round its middle; a town's villages are divided into zones.
fn gather(regions: &[Region], mut village_of_grid: Vec<u32>, sites: &Sites) -> Result<Parents, SampleError> {
    let grids = regions.iter().filter(|grid| grid.area > 0).count();
    if grids != COUNTS[GRID] {
        return Err(SampleError::Cut { level: LEVELS[GRID], wanted: COUNTS[GRID], got: grids });
    }
    merge::mend(regions, &mut village_of_grid);
    let count = sites.villages.len();
    let mut villages = merge::lift(regions, &village_of_grid, count);
    let lost = villages.iter().filter(|village| village.area == 0).count();
    if lost > 0 {
        return Err(SampleError::Cut { level: LEVELS[VILLAGE], wanted: count, got: count - lost });
    }
    let middles: Vec<Spot> = sites.villages.iter().map(|site| site.at).collect();
    let seats: Vec<usize> = sites.towns.iter().filter_map(|town| nearest_to(&middles, town.at)).collect();
    let mut town_of_village = merge::nearest(&villages, &middles, &seats);
    merge::mend(&villages, &mut town_of_village);
    let mut grids = vec![0_u64; count];
    village_of_grid.iter().for_each(|&village| grids[village as usize] += 1);
    for (village, &grids) in villages.iter_mut().zip(&grids) {
        village.weight = grids * 500 + village.area / 3;
    }
    let mut of_town = vec![0_usize; sites.towns.len()];
    town_of_village.iter().for_each(|&town| of_town[town as usize] += 1);
    let zone_of_village = merge::merge_within(&villages, &town_of_village, &zones_of_towns(&of_town));
    let zones = zone_of_village.iter().max().map_or(0, |most| *most as usize + 1);
    if zones != COUNTS[ZONE] {
        return Err(SampleError::Cut { level: LEVELS[ZONE], wanted: COUNTS[ZONE], got: zones });
    }
    let mut town_of_zone = vec![0; zones];
    for (&zone, &town) in zone_of_village.iter().zip(&town_of_village) {
        town_of_zone[zone as usize] = town;
    }
    Ok(Parents { village_of_grid, zone_of_village, town_of_zone })
}

fn nearest_to(middles: &[Spot], at: Spot) -> Option<usize> {
    (0..middles.len()).min_by_key(|&nth| (middles[nth].distance2(at), nth))
}

/// How many zones each town has, by its villages: at least one.
fn zones_of_towns(villages: &[usize]) -> Vec<usize> {
    let mut zones = vec![1; villages.len()];
    for _ in villages.len()..COUNTS[ZONE] {
        let most = (0..villages.len()).max_by_key(|&town| (villages[town] * 1000 / zones[town], town));
        if let Some(town) = most {
            zones[town] += 1;
        }
    }
    zones
}
