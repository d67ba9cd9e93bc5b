//! The county's water as a board of fields: where nobody can stand, and which straight lines lie across it. Streets cross
//! it on their bridges.

use super::plane::{Plane, Spot};
use super::streets::Streets;
use crate::domain::LonLat;
use crate::spatial::Surface;
use geo::Polygon;
use std::collections::{BTreeMap, HashMap};

/// A field's side, metres.
const FIELD_M: f64 = 10.0;
/// Fields along a tile's side: a row of them is one word.
const TILE: i32 = 64;
/// Land is sought so many fields around.
const FARTHEST: i32 = 200;

/// A field: columns to the east and rows to the north of the sheet's origin.
type Field = (i32, i32);

/// The board; only tiles with water are kept, so that memory follows the water and not the county.
#[derive(Debug, Default)]
pub(super) struct Water {
    tiles: HashMap<Field, [u64; TILE as usize]>,
}

impl Water {
    /// The board of these surfaces, less what lies under the streets.
    pub(super) fn new(surfaces: &[Surface], streets: &Streets, plane: &Plane) -> Self {
        let mut water = Self::default();
        for polygon in surfaces.iter().flat_map(|surface| &surface.shape) {
            water.flood(polygon, plane);
        }
        if !water.tiles.is_empty() {
            water.bridge(streets);
        }
        water
    }

    /// Marks the fields whose middle lies in the polygon, and all that its edge touches: so even the bed of a narrow
    /// river has no gaps.
    fn flood(&mut self, polygon: &Polygon<f64>, plane: &Plane) {
        let mut crossings: BTreeMap<i32, Vec<f64>> = BTreeMap::new();
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        for side in rings.flat_map(|ring| ring.lines()) {
            let (start, end) = (LonLat::from(side.start), LonLat::from(side.end));
            if !start.is_valid() || !end.is_valid() {
                continue;
            }
            let (from, to) = (plane.spot(start), plane.spot(end));
            passed(from, to).for_each(|field| self.put(field, true));
            let (low, high) = if from.y_m <= to.y_m { (from, to) } else { (to, from) };
            for row in first_from(low.y_m)..first_from(high.y_m) {
                let share = (middle((0, row)).y_m - low.y_m) / (high.y_m - low.y_m);
                crossings.entry(row).or_default().push(low.on_the_way(high, share).x_m);
            }
        }
        for (row, mut shores_m) in crossings {
            shores_m.sort_by(f64::total_cmp);
            for shores_m in shores_m.chunks_exact(2) {
                (first_from(shores_m[0])..first_from(shores_m[1])).for_each(|column| self.put((column, row), true));
            }
        }
    }

    fn bridge(&mut self, streets: &Streets) {
        for node in 0..streets.len() as u32 {
            for arc in streets.arcs(node).iter().filter(|arc| arc.to > node) {
                passed(streets.spot(node), streets.spot(arc.to)).for_each(|field| self.put(field, false));
            }
        }
    }

    fn put(&mut self, field: Field, wet: bool) {
        let (tile, row, column) = place(field);
        if wet {
            self.tiles.entry(tile).or_insert([0; TILE as usize])[row] |= column;
        } else if let Some(tile) = self.tiles.get_mut(&tile) {
            tile[row] &= !column;
        }
    }

    fn is_wet(&self, field: Field) -> bool {
        let (tile, row, column) = place(field);
        self.tiles.get(&tile).is_some_and(|tile| tile[row] & column != 0)
    }

    /// Whether one can go straight from here to there and never gets wet.
    pub(super) fn is_dry(&self, from: Spot, to: Spot) -> bool {
        self.tiles.is_empty() || !passed(from, to).any(|field| self.is_wet(field))
    }

    /// The place itself where that is land, else land that is as near as any, or farther by less than half: it is looked for
    /// in squares around the place.
    pub(super) fn ashore(&self, spot: Spot) -> Spot {
        let (column, row) = field_of(spot);
        if !self.is_wet((column, row)) {
            return spot;
        }
        let around = |reach: i32| {
            let sides = move |along: i32| [(along, -reach), (along, reach), (-reach, along), (reach, along)];
            (-reach..=reach).flat_map(sides).map(|(east, north)| (column + east, row + north))
        };
        let nearest = |reach: i32| {
            let land = around(reach).filter(|field| !self.is_wet(*field)).map(middle);
            land.min_by(|a, b| a.distance_m(spot).total_cmp(&b.distance_m(spot)))
        };
        (1..=FARTHEST).find_map(nearest).unwrap_or(spot)
    }
}

/// A field's tile, its row there, and the bit of its column.
fn place((column, row): Field) -> (Field, usize, u64) {
    let tile = (column.div_euclid(TILE), row.div_euclid(TILE));
    (tile, row.rem_euclid(TILE) as usize, 1 << column.rem_euclid(TILE))
}

fn field_of(spot: Spot) -> Field {
    ((spot.x_m / FIELD_M).floor() as i32, (spot.y_m / FIELD_M).floor() as i32)
}

fn middle((column, row): Field) -> Spot {
    Spot { x_m: (f64::from(column) + 0.5) * FIELD_M, y_m: (f64::from(row) + 0.5) * FIELD_M }
}

/// The first row or column whose middle lies no lower than this.
fn first_from(m: f64) -> i32 {
    (m / FIELD_M - 0.5).ceil() as i32
}

/// The fields that a straight line passes, each beside the one before: lines that cross share a field.
fn passed(from: Spot, to: Spot) -> impl Iterator<Item = Field> {
    let (first, last) = (field_of(from), field_of(to));
    let (mut east, mut north) = (Borders::new(from.x_m, to.x_m), Borders::new(from.y_m, to.y_m));
    let steps = first.0.abs_diff(last.0) + first.1.abs_diff(last.1);
    let onward = move |&(column, row): &Field| {
        Some(if east.next < north.next { (column + east.pass(), row) } else { (column, row + north.pass()) })
    };
    std::iter::successors(Some(first), onward).take(steps as usize + 1)
}

/// The borders between fields that a line meets along one axis: how far along the line the next one is, how far one is from
/// the other (both as shares of the line), and where it leads.
#[derive(Clone, Copy, Debug)]
struct Borders {
    next: f64,
    apart: f64,
    step: i32,
}

impl Borders {
    fn new(from_m: f64, to_m: f64) -> Self {
        let (from, fields) = (from_m / FIELD_M, (to_m - from_m) / FIELD_M);
        let (border, step) = if fields > 0.0 { (from.floor() + 1.0, 1) } else { (from.floor(), -1) };
        let next = if fields == 0.0 { f64::INFINITY } else { (border - from) / fields };
        Self { next, apart: fields.abs().recip(), step }
    }

    /// Goes over the next one; answers where it led.
    fn pass(&mut self) -> i32 {
        self.next += self.apart;
        self.step
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feeds::simulator::streets::StreetLine;
    use geo::{Coord, LineString, MultiPolygon};

    fn spot(x_m: f64, y_m: f64) -> Spot {
        Spot { x_m, y_m }
    }

    /// A square lake of a kilometre with an island of 200 m in its middle, and a river 6 m wide that runs north from it;
    /// a road crosses the river.
    fn lake() -> (Water, Plane) {
        let plane = Plane::new(LonLat::new(118.0, 36.0));
        let ring = |west: f64, south: f64, east: f64, north: f64| {
            let corner = |(x_m, y_m): (f64, f64)| -> Coord<f64> { plane.lonlat(spot(x_m, y_m)).coord() };
            LineString([(west, south), (east, south), (east, north), (west, north), (west, south)].map(corner).to_vec())
        };
        let lake = Polygon::new(ring(-500.0, -500.0, 500.0, 500.0), vec![ring(-100.0, -100.0, 100.0, 100.0)]);
        let river = Polygon::new(ring(-3.0, 500.0, 3.0, 3_000.0), Vec::new());
        let surface = Surface::whole(MultiPolygon(vec![lake, river]));
        let points = [(-300.0, 1_003.0), (300.0, 1_013.0)].map(|(x_m, y_m)| plane.lonlat(spot(x_m, y_m)));
        let road = StreetLine { points: points.to_vec(), name: None };
        (Water::new(&[surface], &Streets::build(&[road], &plane), &plane), plane)
    }

    #[test]
    fn lines_over_water_are_not_dry_but_on_a_bridge() {
        let (water, plane) = lake();
        assert!(!water.is_dry(spot(-600.0, 0.0), spot(600.0, 0.0)), "over the lake");
        assert!(!water.is_dry(spot(0.0, 0.0), spot(0.0, 600.0)), "off the island");
        assert!(water.is_dry(spot(-60.0, -70.0), spot(80.0, 90.0)), "on the island");
        assert!(water.is_dry(spot(-600.0, -600.0), spot(600.0, -530.0)), "beside the lake");
        for (from, to) in
            [((-50.0, 700.0), (50.0, 700.0)), ((-9.0, 640.0), (55.0, 710.0)), ((33.0, 804.0), (-17.0, 757.0))]
        {
            let (from, to) = (spot(from.0, from.1), spot(to.0, to.1));
            assert!(!water.is_dry(from, to) && !water.is_dry(to, from), "{from:?} {to:?}: a narrow river has no gaps");
        }
        let (west, east) = (plane.spot(plane.lonlat(spot(-300.0, 1_003.0))), spot(300.0, 1_013.0));
        assert!(water.is_dry(west, east), "over the bridge");
        assert!(Water::default().is_dry(west, spot(1e9, -1e9)), "where no water is known all is land");
    }

    #[test]
    fn who_stands_in_water_comes_ashore_near_by() {
        let (water, _) = lake();
        for at in [spot(-600.0, 12.0), spot(50.0, 50.0)] {
            assert_eq!(water.ashore(at), at);
        }
        let shores_m = [
            ((-450.0, 20.0), 50.0),
            ((30.0, -480.0), 20.0),
            ((-140.0, 3.0), 40.0),
            ((2.0, 650.0), 5.0),
            ((-300.0, -300.0), 200.0),
        ];
        for ((x_m, y_m), nearest_m) in shores_m {
            let (at, most_m) = (spot(x_m, y_m), nearest_m * std::f64::consts::SQRT_2 + 2.0 * FIELD_M);
            let land = water.ashore(at);
            assert!(water.is_dry(land, land) && land.distance_m(at) < most_m, "{at:?} {land:?}");
        }
        let (island, shore) = (water.ashore(spot(-140.0, 3.0)), water.ashore(spot(-450.0, 20.0)));
        assert!(island.x_m > -110.0 && shore.x_m < -500.0, "{island:?} {shore:?}");
    }
}
