//! The county's territory as the rest of the sample sees it: read off its GeoJSON, whether shipped or just cut.

use super::SampleError;
use super::country;
use super::dedicated;
use super::ground::{self, SIDE};
use super::plane::{Origin, Spot};
use serde::Deserialize;
use std::collections::BTreeMap;

/// How many areas of each level the county has: towns, zones, villages, grids.
pub(super) const COUNTS: [usize; 4] = [country::TOWNS, 46, country::VILLAGES, 5000];
pub(super) const TOWN: usize = 0;
pub(super) const ZONE: usize = 1;
pub(super) const VILLAGE: usize = 2;
pub(super) const GRID: usize = 3;
pub(super) const LEVELS: [&str; 4] = ["Town", "Zone", "Village", "Grid"];

/// The level of what lies beside the tree.
pub(super) const DEDICATED: &str = "Dedicated";

/// One area below the county.
#[derive(Clone, Debug, Default)]
pub(super) struct Area {
    pub(super) code: String,
    pub(super) name: String,
    /// The name without its ending: 城关, 桐荫, 桐荫03.
    pub(super) short: String,
    /// The index of the area above; 0 for towns.
    pub(super) parent: usize,
    pub(super) people: u32,
    /// A spot inside, near the middle.
    pub(super) middle: Spot,
    /// Cells of 20 m.
    pub(super) cells: u64,
}

#[derive(Deserialize)]
struct RawProperties {
    code: String,
    name: String,
    level: String,
    parent: Option<String>,
    #[serde(default)]
    population: u32,
}

#[derive(Deserialize)]
struct RawGeometry {
    coordinates: Vec<Vec<[f64; 2]>>,
}

#[derive(Deserialize)]
struct RawFeature {
    properties: RawProperties,
    geometry: RawGeometry,
}

#[derive(Deserialize)]
struct RawCollection {
    features: Vec<RawFeature>,
}

/// The territory of the sample county.
pub(super) struct Territory {
    levels: [Vec<Area>; 4],
    /// Beside the tree.
    dedicated: Vec<Area>,
    /// Each cell's grid + 1; 0 outside.
    grid_of_cell: Vec<u16>,
}

impl Territory {
    /// Reads a territory off its GeoJSON; its county lies at `origin`.
    pub(super) fn read(geojson: &[u8], origin: Origin) -> Result<Self, SampleError> {
        let bad = |reason: String| SampleError::Map { layer: "areas", reason };
        let raw: RawCollection = serde_json::from_slice(geojson).map_err(|error| bad(error.to_string()))?;
        let mut levels: [Vec<Area>; 4] = Default::default();
        let mut grid_of_cell = vec![0_u16; SIDE * SIDE];
        let mut index_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut beside = Vec::new();
        for feature in raw.features {
            let RawProperties { code, name, level, parent, population } = feature.properties;
            let ring = |ring: Vec<[f64; 2]>| ring.into_iter().map(|at| origin.spot(at)).collect::<Vec<Spot>>();
            let rings = feature.geometry.coordinates.into_iter().map(ring);
            if level == DEDICATED {
                let middle = rings.into_iter().next().map_or_else(Spot::default, |ring| dedicated::middle(&ring));
                beside.push(Area { short: short(&name), code, name, middle, ..Area::default() });
                continue;
            }
            let Some(level) = LEVELS.iter().position(|&known| known == level) else { continue };
            let index = levels[level].len();
            let parent = match parent {
                Some(parent) if level > TOWN => {
                    *index_of.get(&parent).ok_or_else(|| bad(format!("{code} lies in {parent}, which is not there")))?
                }
                _ => 0,
            };
            index_of.insert(code.clone(), index);
            let mut area = Area { short: short(&name), code, name, parent, people: population, ..Area::default() };
            if level == GRID {
                let rings: Vec<Vec<Spot>> = rings.collect();
                measure(&mut area, &rings, index as u16 + 1, &mut grid_of_cell);
            }
            levels[level].push(area);
        }
        for level in [VILLAGE, ZONE, TOWN] {
            gather(&mut levels, level);
        }
        Ok(Self { levels, dedicated: beside, grid_of_cell })
    }

    pub(super) fn towns(&self) -> &[Area] {
        &self.levels[TOWN]
    }

    pub(super) fn villages(&self) -> &[Area] {
        &self.levels[VILLAGE]
    }

    pub(super) fn grids(&self) -> &[Area] {
        &self.levels[GRID]
    }

    /// The grids beside the tree.
    pub(super) fn dedicated(&self) -> &[Area] {
        &self.dedicated
    }

    /// The grid of a spot.
    pub(super) fn grid_at(&self, spot: Spot) -> Option<usize> {
        usize::from(self.grid_of_cell[ground::cell_of(spot)?]).checked_sub(1)
    }

    /// A grid's village.
    pub(super) fn village_of(&self, grid: usize) -> usize {
        self.levels[GRID][grid].parent
    }

    /// A grid's town.
    pub(super) fn town_of(&self, grid: usize) -> usize {
        self.levels[ZONE][self.levels[VILLAGE][self.village_of(grid)].parent].parent
    }

    /// How many of each level there are: towns, zones, villages, grids.
    pub(super) fn counts(&self) -> [usize; 4] {
        [TOWN, ZONE, VILLAGE, GRID].map(|level| self.levels[level].len())
    }
}

/// Marks a grid's cells and notes its size and a spot near its middle that lies in it.
fn measure(area: &mut Area, rings: &[Vec<Spot>], number: u16, grid_of_cell: &mut [u16]) {
    let (mut cells, mut x, mut y) = (0_u64, 0, 0);
    let mut own: Vec<usize> = Vec::new();
    ground::fill(rings, |cell| {
        grid_of_cell[cell] = number;
        own.push(cell);
        (cells, x, y) = (cells + 1, x + cell % SIDE, y + cell / SIDE);
    });
    let count = own.len().max(1);
    let (x, y) = ((x / count) as i64, (y / count) as i64);
    let off = |cell: usize| ((cell % SIDE) as i64 - x).pow(2) + ((cell / SIDE) as i64 - y).pow(2);
    let nearest = own.into_iter().min_by_key(|&cell| (off(cell), cell));
    area.cells = cells;
    area.middle = nearest.map_or_else(|| rings[0][0], ground::spot_of);
}

/// Sizes and middles of a level from those below.
fn gather(levels: &mut [Vec<Area>; 4], level: usize) {
    let mut sums = vec![(0_i64, 0_i64, 0_i64); levels[level].len()];
    for child in &levels[level + 1] {
        let (sum, cells) = (&mut sums[child.parent], child.cells as i64);
        let part = |v: i32| i64::from(v) * cells;
        *sum = (sum.0 + cells, sum.1 + part(child.middle.x_dm), sum.2 + part(child.middle.y_dm));
    }
    for (area, (cells, x, y)) in levels[level].iter_mut().zip(sums) {
        area.cells = cells as u64;
        area.middle = Spot::new((x / cells.max(1)) as i32, (y / cells.max(1)) as i32);
    }
}

/// A name without its ending.
pub(super) fn short(name: &str) -> String {
    let endings = ["街道", "园区", "片区", "社区", "网格", "镇", "乡", "村"];
    endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
}
