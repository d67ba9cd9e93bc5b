//! The ground as a raster of 20 m cells: what lies inside the county, what hinders a boundary from
//! crossing, and how densely the land is built.

use super::country::Layers;
use super::maps::{Feature, MapLayer};
use super::plane::Spot;

/// Cells along one side of the raster.
pub(super) const SIDE: usize = 2460;
/// A cell's side, decimetres.
pub(super) const CELL_DM: i32 = 200;
const HALF_DM: i32 = SIDE as i32 * CELL_DM / 2;
/// Cells along one side of a tile, in which building volume is counted.
const TILE: usize = 6;
const TILES: usize = SIDE / TILE;

/// What a cell is, by how strongly it parts its neighbours.
pub(super) const OPEN: u8 = 0;
const EDGE: u8 = 1;
const PATH: u8 = 2;
const SERVICE: u8 = 3;
pub(super) const WATER: u8 = 4;
pub(super) const MINOR: u8 = 5;
const BROOK: u8 = 6;
const RAIL: u8 = 7;
const SECONDARY: u8 = 8;
const PRIMARY: u8 = 9;
const EXPRESS: u8 = 10;
/// What it costs a front to enter a cell of each kind; open ground adds its own unevenness.
pub(super) const COST: [u32; 11] = [10, 260, 150, 55, 60, 260, 240, 280, 340, 420, 480];
/// The same for a village on its way out into its fields: roads lead there, water and tracks end them.
pub(super) const COST_OF_FIELDS: [u32; 11] = [10, 150, 60, 20, 160, 60, 260, 300, 100, 120, 420];

/// The raster of the ground.
pub(super) struct Ground {
    /// Whether a cell lies inside the county.
    pub(super) inside: Vec<bool>,
    /// What a cell is.
    pub(super) kind: Vec<u8>,
    /// Building volume (square metres of floors) per tile, smoothed.
    volume: Vec<u32>,
    /// Each building: where it stands and its floors' square metres.
    pub(super) buildings: Vec<(Spot, u32)>,
}

/// The cell of a spot; none outside the raster.
pub(super) fn cell_of(spot: Spot) -> Option<usize> {
    let (x, y) = ((spot.x_dm + HALF_DM).div_euclid(CELL_DM), (spot.y_dm + HALF_DM).div_euclid(CELL_DM));
    let side = SIDE as i32;
    (x >= 1 && y >= 1 && x < side - 1 && y < side - 1).then(|| y as usize * SIDE + x as usize)
}

/// The middle of a cell.
pub(super) fn spot_of(cell: usize) -> Spot {
    corner_spot(cell % SIDE, cell / SIDE, CELL_DM / 2)
}

/// A cell's south-west corner, moved by so many decimetres north and east.
pub(super) fn corner_spot(x: usize, y: usize, by_dm: i32) -> Spot {
    Spot::new(x as i32 * CELL_DM - HALF_DM + by_dm, y as i32 * CELL_DM - HALF_DM + by_dm)
}

impl Ground {
    /// Rasterises a base map.
    pub(super) fn new(map: &Layers) -> Self {
        let mut inside = vec![false; SIDE * SIDE];
        for feature in map.of(MapLayer::County) {
            fill(&feature.paths, |cell| inside[cell] = true);
        }
        let mut kind = vec![OPEN; SIDE * SIDE];
        for feature in map.of(MapLayer::Landuse) {
            feature.paths.iter().for_each(|path| draw(&mut kind, path, EDGE));
        }
        for feature in map.of(MapLayer::Water) {
            fill(&feature.paths, |cell| kind[cell] = kind[cell].max(WATER));
        }
        for feature in map.of(MapLayer::Waterways) {
            feature.paths.iter().for_each(|path| draw(&mut kind, path, BROOK));
        }
        for feature in map.of(MapLayer::Railways) {
            feature.paths.iter().for_each(|path| draw(&mut kind, path, RAIL));
        }
        for feature in map.of(MapLayer::Roads) {
            let class = match feature.properties.class.as_str() {
                "expressway" => EXPRESS,
                "primary" => PRIMARY,
                "secondary" => SECONDARY,
                "minor" if feature.properties.service == 0 => MINOR,
                "minor" => SERVICE,
                _ => PATH,
            };
            feature.paths.iter().for_each(|path| draw(&mut kind, path, class));
        }
        let buildings: Vec<_> = map.of(MapLayer::Buildings).iter().filter_map(floors).collect();
        let volume = smooth(&buildings);
        Self { inside, kind, volume, buildings }
    }

    /// How densely the land around a cell is built: floors' square metres per 1,000 square metres of land.
    pub(super) fn built_permille(&self, cell: usize) -> u32 {
        let tile = cell / SIDE / TILE * TILES + cell % SIDE / TILE;
        (u64::from(self.volume[tile]) * 1000 / (TILE * TILE * 400) as u64) as u32
    }
}

fn floors(building: &Feature) -> Option<(Spot, u32)> {
    let ring = building.paths.first()?;
    let doubled: i64 = ring
        .windows(2)
        .map(|pair| {
            i64::from(pair[0].x_dm - ring[0].x_dm) * i64::from(pair[1].y_dm - ring[0].y_dm)
                - i64::from(pair[1].x_dm - ring[0].x_dm) * i64::from(pair[0].y_dm - ring[0].y_dm)
        })
        .sum();
    let ground_m2 = (doubled.unsigned_abs() / 200).min(20_000) as u32;
    Some((*ring.first()?, ground_m2 * building.properties.levels.unwrap_or(2).min(30)))
}

/// Volume per tile, two times averaged over 5 × 5 tiles (600 m).
fn smooth(buildings: &[(Spot, u32)]) -> Vec<u32> {
    const REACH: usize = 2;
    let mut tiles = vec![0_u32; TILES * TILES];
    for &(spot, floors_m2) in buildings {
        if let Some(cell) = cell_of(spot) {
            tiles[cell / SIDE / TILE * TILES + cell % SIDE / TILE] += floors_m2;
        }
    }
    for pass in 0..4 {
        let step = if pass % 2 == 0 { 1 } else { TILES };
        let mut next = vec![0_u32; TILES * TILES];
        for line in 0..TILES {
            let start = if step == 1 { line * TILES } else { line };
            for at in 0..TILES {
                let span = at.saturating_sub(REACH)..(at + REACH + 1).min(TILES);
                next[start + at * step] = span.map(|k| tiles[start + k * step]).sum::<u32>() / (2 * REACH as u32 + 1);
            }
        }
        tiles = next;
    }
    tiles
}

/// Marks the cells along a path, never stepping over a corner, so that no front slips through.
fn draw(kind: &mut [u8], path: &[Spot], class: u8) {
    const STEP_DM: i64 = 50;
    let mut last: Option<usize> = None;
    for pair in path.windows(2) {
        let steps = (pair[0].distance_dm(pair[1]) / STEP_DM).max(1);
        for step in 0..=steps {
            let at = pair[0].towards(pair[1], step * 1000 / steps);
            let Some(cell) = cell_of(at) else {
                last = None;
                continue;
            };
            if let Some(before) = last
                && before % SIDE != cell % SIDE
                && before / SIDE != cell / SIDE
            {
                let between = before / SIDE * SIDE + cell % SIDE;
                kind[between] = kind[between].max(class);
            }
            kind[cell] = kind[cell].max(class);
            last = Some(cell);
        }
    }
}

/// Calls `mark` for each cell whose middle lies inside the rings (even-odd).
pub(super) fn fill(rings: &[Vec<Spot>], mut mark: impl FnMut(usize)) {
    let row_of = |y_dm: i32| (y_dm + HALF_DM - CELL_DM / 2).div_euclid(CELL_DM);
    let mut crossings: Vec<(i32, i32)> = Vec::new();
    for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
        let (low, high) = if pair[0].y_dm < pair[1].y_dm { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
        for row in (row_of(low.y_dm) + 1).max(0)..=row_of(high.y_dm).min(SIDE as i32 - 1) {
            let y = i64::from(row * CELL_DM - HALF_DM + CELL_DM / 2);
            let rise = i64::from(high.y_dm - low.y_dm);
            let x = i64::from(low.x_dm) + i64::from(high.x_dm - low.x_dm) * (y - i64::from(low.y_dm)) / rise;
            crossings.push((row, x as i32));
        }
    }
    crossings.sort_unstable();
    for row in crossings.chunk_by(|a, b| a.0 == b.0) {
        for span in row.chunks_exact(2) {
            let column = |x: i32| (x + HALF_DM + CELL_DM / 2).div_euclid(CELL_DM).clamp(1, SIDE as i32 - 1);
            (column(span[0].1)..column(span[1].1)).for_each(|x| mark(row[0].0 as usize * SIDE + x as usize));
        }
    }
}
