//! The making of the territory: ground cut into grids, these merged up five levels, named, and written as GeoJSON.

use super::SampleError;
use super::arcs::{self, Arc};
use super::dice::Dice;
use super::fronts;
use super::ground::{self, Ground, SIDE};
use super::maps::Feature;
use super::merge::{self, Region};
use super::naming;
use super::plane::{Spot, push_degrees};
use super::snap::Snap;
use super::territory::{Area, COUNTS, GRID, LEVELS, TOWN, VILLAGE, ZONE};
use std::fmt::Write as _;

/// How many people live in the county, about.
const PEOPLE: u64 = 618_000;

/// The territory as it was cut.
struct Cut {
    /// Towns, zones, villages, grids.
    levels: [Vec<Area>; 4],
    /// Each cell's grid + 1; 0 outside.
    grid_of_cell: Vec<u32>,
    arcs: Vec<Arc>,
}

/// Cuts and names the territory of a seed: a GeoJSON FeatureCollection, parents before children. `centre` is the
/// county's best-known crossing.
pub(super) fn territory(roads: &[Feature], seed: u64, centre: Spot) -> Result<String, SampleError> {
    let ground = Ground::new(roads)?;
    Ok(Cut::new(&ground, &Snap::new(roads), seed, centre)?.geojson())
}

impl Cut {
    fn new(ground: &Ground, snap: &Snap, seed: u64, centre: Spot) -> Result<Self, SampleError> {
        let dice = &mut Dice::new(seed, 1);
        let (mut piece, pieces) = fronts::grow(ground, dice);
        fronts::heal(&mut piece, pieces);
        let regions = merge::regions(&piece, pieces, ground, |cell| fronts::worth(ground, cell));
        let (grid_of_piece, grids) = merge::merge(regions, COUNTS[GRID]);
        for cell in &mut piece {
            *cell = arcs::inner(*cell).map_or(fronts::NOBODY, |index| grid_of_piece[index] + 1);
        }
        fronts::tidy(&mut piece, grids.len() as u32);
        let regions = merge::regions(&piece, grids.len() as u32, ground, |_| 0);
        let parents = merge_up(regions)?;
        let arcs = arcs::trace(&piece, snap);
        let mut cut = Self { levels: Default::default(), grid_of_cell: piece, arcs };
        cut.count(&parents, ground);
        let centre = cut.grid_at(centre);
        naming::name(&mut cut.levels, dice, centre);
        Ok(cut)
    }

    fn grid_at(&self, spot: Spot) -> Option<usize> {
        arcs::inner(self.grid_of_cell[ground::cell_of(spot)?])
    }

    /// Fills in what can be counted from the raster.
    fn count(&mut self, parents: &[Vec<u32>; 3], ground: &Ground) {
        let grids = parents[VILLAGE].len();
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
        let mut levels: [Vec<Area>; 4] = COUNTS.map(|count| vec![Area::default(); count]);
        for grid in 0..grids {
            let (cells, x, y) = sums[grid];
            let (village, cells) = (parents[VILLAGE][grid] as usize, cells.max(1));
            // most by floors; the rest, as the map lacks many a farmhouse, by grid and by area
            let housed = floors[grid] * PEOPLE * 72 / 100 / all_floors;
            let people =
                (housed + PEOPLE * 14 / 100 / grids as u64 + PEOPLE * 14 * cells as u64 / 100 / all_cells) as u32;
            let zone = parents[ZONE][village] as usize;
            let town = parents[TOWN][zone] as usize;
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
            let mut sums = vec![(0_i64, 0_i64, 0_i64); COUNTS[level]];
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

    fn geojson(&self) -> String {
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
        feature(&mut out, ["990101", "澄岚县", "County", ""], people, county.first());
        for (level, name) in LEVELS.iter().enumerate() {
            let of_grid = &of_level[GRID - level];
            let rings = arcs::rings(&self.arcs, COUNTS[level], |piece| arcs::inner(piece).map(|grid| of_grid[grid]));
            let mut order: Vec<usize> = (0..self.levels[level].len()).collect();
            order.sort_by(|&a, &b| self.levels[level][a].code.cmp(&self.levels[level][b].code));
            for index in order {
                let area = &self.levels[level][index];
                let parent = match level {
                    TOWN => "990101",
                    _ => &self.levels[level - 1][area.parent].code,
                };
                out.push_str(",\n");
                feature(&mut out, [&area.code, &area.name, name, parent], u64::from(area.people), rings.get(index));
            }
        }
        out.push_str("\n]}\n");
        out
    }
}

fn feature(out: &mut String, [code, name, level, parent]: [&str; 4], people: u64, rings: Option<&Vec<Vec<Spot>>>) {
    let _ = write!(
        out,
        "{{\"type\":\"Feature\",\"properties\":{{\"code\":\"{code}\",\"name\":\"{name}\",\"level\":\"{level}\",\"parent\":"
    );
    let _ = match parent {
        "" => write!(out, "null"),
        _ => write!(out, "\"{parent}\""),
    };
    let _ = write!(out, ",\"population\":{people}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[");
    for (nth, ring) in rings.into_iter().flatten().enumerate() {
        out.push_str(if nth == 0 { "[" } else { ",[" });
        for (nth, spot) in ring.iter().enumerate() {
            let (lon_e6, lat_e6) = spot.degrees_e6();
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

/// Merges grids to villages, these to zones, these to towns: the zone of each village and so on, towns first.
fn merge_up(mut regions: Vec<Region>) -> Result<[Vec<u32>; 3], SampleError> {
    let mut parents: [Vec<u32>; 3] = Default::default();
    // how much a region counts by its number of grids, and how much by its area: country towns are few and wide
    let mut grids_below = vec![1_u64; regions.len()];
    for (level, per_grid, per_cell_permille) in [(VILLAGE, 800, 180), (ZONE, 700, 380), (TOWN, 560, 560)] {
        for (region, &grids) in regions.iter_mut().zip(&grids_below) {
            region.weight = grids * per_grid + region.area * per_cell_permille / 1000;
        }
        let (groups, merged) = merge::merge(regions, COUNTS[level]);
        let wrong = merged.len() != COUNTS[level];
        if wrong {
            return Err(SampleError::Cut { level: LEVELS[level], wanted: COUNTS[level], got: merged.len() });
        }
        let mut below = vec![0; merged.len()];
        for (index, &group) in groups.iter().enumerate() {
            below[group as usize] += grids_below[index];
        }
        grids_below = below;
        parents[level] = groups;
        regions = merged;
    }
    Ok(parents)
}
