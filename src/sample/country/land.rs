//! What of the land is taken already: a raster of 20 m cells beside the layers.

use super::super::ground::{self, SIDE};
use super::super::maps::MapLayer;
use super::layers::Layers;
use super::lines::{self, At};

const FREE: u8 = 0;
const OUTSIDE: u8 = 1;
const WATER: u8 = 2;
const TAKEN: u8 = 3;

/// The layers as they grow, and what they cover.
pub(super) struct Land {
    pub(super) layers: Layers,
    cover: Vec<u8>,
    /// Lines of water that are still to be marked: rivers do not stand in each other's way.
    pub(super) later: Vec<(Vec<At>, f64)>,
}

impl Land {
    /// The land with the seat on it, inside the outline.
    pub(super) fn new(layers: Layers, outline: &[At]) -> Self {
        let mut land = Self { layers, cover: vec![OUTSIDE; SIDE * SIDE], later: Vec::new() };
        let rings = |ring: &[At]| vec![ring.iter().map(|&at| lines::spot(at)).collect::<Vec<_>>()];
        ground::fill(&rings(outline), |cell| {
            land.cover[cell] = FREE;
        });
        land.take_seat();
        for water in land.layers.of(MapLayer::Water) {
            ground::fill(&water.paths, |cell| land.cover[cell] = WATER);
        }
        land
    }

    /// Takes what the seat has built on, and its yards; the open land between is tilled like that round it.
    fn take_seat(&mut self) {
        const YARDS_M: [(MapLayer, f64); 4] = [
            (MapLayer::Roads, 30.0),
            (MapLayer::Railways, 45.0),
            (MapLayer::Buildings, 75.0),
            (MapLayer::Landuse, 10.0),
        ];
        for (layer, yard_m) in YARDS_M {
            let features = self.layers.of(layer).iter();
            let paths: Vec<Vec<At>> = features
                .flat_map(|f| &f.paths)
                .map(|path| path.iter().map(|&spot| lines::at(spot)).collect())
                .collect();
            for path in &paths {
                self.mark_line(path, yard_m, TAKEN);
                if layer == MapLayer::Landuse {
                    self.take_ring(path);
                }
            }
        }
    }

    fn cover(&self, at: At) -> u8 {
        ground::cell_of(lines::spot(at)).map_or(OUTSIDE, |cell| self.cover[cell])
    }

    /// Whether a place lies in the county.
    pub(super) fn inside(&self, at: At) -> bool {
        self.cover(at) != OUTSIDE
    }

    pub(super) fn is_water(&self, at: At) -> bool {
        self.cover(at) == WATER
    }

    /// Whether nothing stands at a place.
    pub(super) fn free(&self, at: At) -> bool {
        self.cover(at) == FREE
    }

    /// Whether nothing stands at a place nor so far to its four sides.
    pub(super) fn free_around(&self, [x, y]: At, reach_m: f64) -> bool {
        [[x, y], [x + reach_m, y], [x - reach_m, y], [x, y + reach_m], [x, y - reach_m]].iter().all(|&at| self.free(at))
    }

    /// Takes the land along a line, so far to both sides.
    pub(super) fn block_line(&mut self, path: &[At], half_m: f64) {
        self.mark_line(path, half_m, TAKEN);
    }

    /// Takes the land inside a ring for water.
    pub(super) fn block_ring(&mut self, ring: &[At]) {
        let ring: Vec<_> = ring.iter().map(|&at| lines::spot(at)).collect();
        let cover = &mut self.cover;
        ground::fill(&[ring], |cell| cover[cell] = if cover[cell] == OUTSIDE { OUTSIDE } else { WATER });
    }

    /// Takes the land inside a ring.
    pub(super) fn take_ring(&mut self, ring: &[At]) {
        let ring: Vec<_> = ring.iter().map(|&at| lines::spot(at)).collect();
        let cover = &mut self.cover;
        ground::fill(&[ring], |cell| {
            if cover[cell] == FREE {
                cover[cell] = TAKEN;
            }
        });
    }

    /// Takes the land along the rivers drawn so far.
    pub(super) fn settle_water(&mut self) {
        for (line, half_m) in std::mem::take(&mut self.later) {
            self.mark_line(&line, half_m, WATER);
        }
    }

    fn mark_line(&mut self, path: &[At], half_m: f64, cover: u8) {
        const CELL_M: f64 = 20.0;
        let reach = (half_m / CELL_M).ceil() as i64;
        for at in lines::steps(path, CELL_M / 2.0) {
            for (u, v) in
                (-reach..=reach).flat_map(|u| (-reach..=reach).map(move |v| (u as f64 * CELL_M, v as f64 * CELL_M)))
            {
                if u * u + v * v > half_m * half_m {
                    continue;
                }
                if let Some(cell) = ground::cell_of(lines::spot([at[0] + u, at[1] + v]))
                    && self.cover[cell] == FREE
                {
                    self.cover[cell] = cover;
                }
            }
        }
    }
}
