//! What stands in one tile of a base-map file: shape after shape, corners as differences on a grid of the
//! tile's own, so that most take two or three bytes.

use crate::spatial::{BaseMap, Course, LandUse, LonLat, Mercator, Road, RoadClass, Surface, TileId};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

/// Steps of the grid along a tile's side.
pub(super) const STEPS: f64 = 65_536.0;

/// Lines, each x, y, x, y … as differences in steps of a tile's grid.
pub(super) type Lines = Vec<Vec<i32>>;
/// Polygons: of each its rings, the outer one first.
pub(super) type Rings = Vec<Lines>;

/// One shape. Lines are x, y, x, y … as differences; the order of the variants is the file's format.
#[derive(Serialize, Deserialize)]
pub(super) enum Shape {
    Street { class: u8, name: Option<Box<str>>, from_m: f32, line: Vec<i32> },
    Railway { from_m: f32, line: Vec<i32> },
    Waterway { line: Vec<i32> },
    Water { shape: Rings, edge: Option<Lines> },
    Green { shape: Rings },
    Building { shape: Rings, edge: Option<Lines> },
    Glass { shape: Rings },
}

impl Shape {
    /// Encodes the shape behind those that are there.
    pub(super) fn append_to(&self, bytes: &mut Vec<u8>) {
        append(self, bytes);
    }
}

/// Encodes something of a tile behind what is there.
pub(super) fn append(what: &impl Serialize, bytes: &mut Vec<u8>) {
    // Into memory, and of types that postcard all knows: there is nothing that could fail.
    if let Ok(encoded) = postcard::to_stdvec(what) {
        bytes.extend(encoded);
    }
}

/// A tile's grid: from its north-west corner, x east, y south. It goes on beyond the tile.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    west_m: f64,
    north_m: f64,
    step_m: f64,
}

impl Grid {
    pub(super) fn of(tile: TileId) -> Self {
        let bounds = tile.bounds();
        Self { west_m: bounds.min.x_m, north_m: bounds.max.y_m, step_m: TileId::side_m(tile.zoom) / STEPS }
    }

    /// A line of Mercator metres as differences; corners that fall together are one.
    pub(super) fn line(&self, line: impl IntoIterator<Item = [f64; 2]>) -> Vec<i32> {
        differences(line.into_iter().map(|[x_m, y_m]| {
            [(x_m - self.west_m) / self.step_m, (self.north_m - y_m) / self.step_m].map(|v| v.round() as i32)
        }))
    }

    fn points(&self, steps: &[i32]) -> impl Iterator<Item = LonLat> {
        corners(steps).map(move |at| {
            let (x_m, y_m) = (f64::from(at[0]) * self.step_m, f64::from(at[1]) * self.step_m);
            Mercator::new(self.west_m + x_m, self.north_m - y_m).to_lonlat()
        })
    }

    fn shape(&self, polygons: &[Vec<Vec<i32>>]) -> MultiPolygon<f64> {
        let ring = |steps: &Vec<i32>| LineString(self.points(steps).map(LonLat::coord).collect::<Vec<Coord<f64>>>());
        let polygon = |rings: &Vec<Vec<i32>>| {
            let mut rings = rings.iter().map(ring);
            Some(Polygon::new(rings.next()?, rings.collect()))
        };
        MultiPolygon(polygons.iter().filter_map(polygon).collect())
    }

    fn surface(&self, shape: &[Vec<Vec<i32>>], edge: Option<&[Vec<i32>]>) -> Surface {
        let edge = edge.map(|lines| lines.iter().map(|line| self.points(line).collect()).collect());
        Surface { shape: self.shape(shape), edge }
    }
}

/// Corners on a grid as differences; those that fall together are one.
pub(super) fn differences(line: impl IntoIterator<Item = [i32; 2]>) -> Vec<i32> {
    let mut before = [0_i32; 2];
    let mut steps = Vec::new();
    for at in line {
        if steps.is_empty() || at != before {
            steps.extend([at[0].wrapping_sub(before[0]), at[1].wrapping_sub(before[1])]);
            before = at;
        }
    }
    steps
}

/// The corners that differences lead to.
pub(super) fn corners(steps: &[i32]) -> impl Iterator<Item = [i32; 2]> {
    let mut at = [0_i32; 2];
    steps.chunks_exact(2).map(move |step| {
        at = [at[0].wrapping_add(step[0]), at[1].wrapping_add(step[1])];
        at
    })
}

/// What a tile's bytes say.
///
/// # Errors
/// Where they are no shapes.
pub(super) fn decode(tile: TileId, mut bytes: &[u8]) -> Result<BaseMap, postcard::Error> {
    let grid = Grid::of(tile);
    let mut map = BaseMap::default();
    while !bytes.is_empty() {
        let (shape, rest) = postcard::take_from_bytes::<Shape>(bytes)?;
        bytes = rest;
        match shape {
            Shape::Street { class, name, from_m, line } => {
                let class = RoadClass::ALL.get(usize::from(class)).copied().unwrap_or(RoadClass::Minor);
                map.roads.push(Road { class, name, line: grid.points(&line).collect(), from_m: f64::from(from_m) });
            }
            Shape::Railway { from_m, line } => {
                map.railways.push(Course { line: grid.points(&line).collect(), from_m: f64::from(from_m) });
            }
            Shape::Waterway { line } => map.waterways.push(grid.points(&line).collect()),
            Shape::Water { shape, edge } => map.water.push(grid.surface(&shape, edge.as_deref())),
            Shape::Green { shape } => map.landuse.push((LandUse::Green, grid.shape(&shape))),
            Shape::Glass { shape } => map.landuse.push((LandUse::Glass, grid.shape(&shape))),
            Shape::Building { shape, edge } => map.buildings.push(grid.surface(&shape, edge.as_deref())),
        }
    }
    Ok(map)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn shapes_come_back_to_a_step_of_the_grid() {
        let tile = TileId::at(Mercator::from_lonlat(LonLat::new(114.02, 22.53)), 13);
        let grid = Grid::of(tile);
        let middle = tile.bounds().middle();
        let line = [
            [middle.x_m, middle.y_m],
            [middle.x_m + 900.0, middle.y_m - 3_000.0],
            [middle.x_m + 900.0, middle.y_m - 3_000.0],
        ];
        let mut bytes = Vec::new();
        let steps = grid.line(line);
        assert_eq!(steps.len(), 4, "the same corner twice is one");
        Shape::Street { class: 3, name: Some("深南大道".into()), from_m: 12.5, line: steps.clone() }
            .append_to(&mut bytes);
        Shape::Water { shape: vec![vec![steps.clone(), steps]], edge: Some(vec![]) }.append_to(&mut bytes);
        let map = decode(tile, &bytes).unwrap();
        assert_eq!((map.roads[0].class, map.roads[0].name.as_deref()), (RoadClass::Primary, Some("深南大道")));
        assert!((map.roads[0].from_m - 12.5).abs() < 1e-6);
        for (at, [x_m, y_m]) in map.roads[0].line.iter().zip(line) {
            let back = Mercator::from_lonlat(*at);
            assert!((back.x_m - x_m).abs() < 0.04 && (back.y_m - y_m).abs() < 0.04, "{back:?}");
        }
        assert_eq!(map.water[0].shape.0[0].interiors().len(), 1);
        assert_eq!(map.water[0].edges(), Vec::<Vec<LonLat>>::new());
        assert!(decode(tile, &bytes[..bytes.len() - 3]).is_err());
        assert!(decode(tile, &[0xff; 40]).is_err());
    }
}
