//! Shapes into tiles: once for each band, with as many corners as the eye can tell there, cut at the tiles'
//! borders. Tiles are encoded as they come, so that memory holds little more than the file that is written.

use super::clip::{Corner, line_by_tile, measured, rings_by_tile};
use super::generalise::{cells_along, merged};
use super::streets;
use super::tile::{Grid, Lines, Rings, Shape, append};
use super::words::Class;
use crate::intake::report::Flaw;
use crate::spatial::mercator::ground_scale;
use crate::spatial::{
    Band, Bounds, LandUse, LonLat, Mercator, MercatorBox, Road, RoadClass, TileId, TileKey, simplify_line,
    simplify_ring,
};
use geo::{LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A surface over more tiles of a band than this is no county's: 300 km a side. Nor is a line through so many.
const MOST_TILES: u64 = 4_096;
/// What is smaller than so many tolerances is a speck, and left out of the band.
const SPECK: f64 = 4.0;

/// The geometry of one feature, in WGS-84.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) lines: Vec<Vec<LonLat>>,
    pub(super) shape: MultiPolygon<f64>,
    /// The shape's edge, where a tile's border has cut it before.
    pub(super) edge: Option<Vec<Vec<LonLat>>>,
}

impl Default for Parts {
    fn default() -> Self {
        Self { lines: Vec::new(), shape: MultiPolygon(Vec::new()), edge: None }
    }
}

/// How many shapes of which kind a base map has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShapeCounts {
    /// Streets, pieces of one street joined.
    pub streets: u64,
    /// Those of them that have a name.
    pub named_streets: u64,
    /// Railways.
    pub railways: u64,
    /// Lakes and wide rivers.
    pub water: u64,
    /// Streams and canals as lines.
    pub waterways: u64,
    /// Parks, woods, fields.
    pub green: u64,
    /// Buildings.
    pub buildings: u64,
}

/// Tiles in the making.
#[derive(Default)]
pub(super) struct Cutter {
    tiles: BTreeMap<TileKey, Vec<u8>>,
    streets: Vec<Road>,
    /// Land of bands that show it merged: encoded rings of polygon after polygon, until all of it is there.
    land: BTreeMap<(TileKey, LandUse), Vec<u8>>,
    counts: ShapeCounts,
    bounds: Option<Bounds>,
}

/// All tiles of a base map, encoded.
pub(super) struct Cut {
    pub(super) tiles: BTreeMap<TileKey, Vec<u8>>,
    pub(super) counts: ShapeCounts,
    pub(super) bounds: Option<Bounds>,
}

impl Cutter {
    /// Takes a feature in; answers whether a base map draws any of it.
    ///
    /// # Errors
    /// What is wrong with it; nothing of it is taken then.
    pub(super) fn put(&mut self, class: Class, name: Option<&str>, parts: Parts) -> Result<bool, Flaw> {
        let bounds = Self::check(&parts)?;
        let Parts { lines, shape, edge } = parts;
        let lines = lines.into_iter().filter(|line| line.len() > 1 && line.iter().any(|at| *at != line[0]));
        let shown = match class {
            Class::Street(class) => {
                let road = |line| Road { class, name: name.map(Into::into), line, from_m: 0.0 };
                let before = self.streets.len();
                self.streets.extend(lines.map(road));
                self.streets.len() > before
            }
            Class::Railway => lines.fold(false, |_, line| {
                self.counts.railways += 1;
                self.line(&line, Band::County, |from_m, line| Shape::Railway { from_m, line })
            }),
            Class::Waterway if shape.0.is_empty() => lines.fold(false, |_, line| {
                self.counts.waterways += 1;
                self.line(&line, Band::County, |_, line| Shape::Waterway { line })
            }),
            Class::Water | Class::Waterway => {
                self.counts.water += u64::from(!shape.0.is_empty());
                self.surface(&shape, edge.as_deref(), |shape, edge| Shape::Water { shape, edge })
            }
            Class::Land(LandUse::Other) => false,
            Class::Land(used) => {
                self.counts.green += u64::from(!shape.0.is_empty());
                self.land(used, &shape)
            }
            Class::Building => self.building(&shape, edge),
        };
        if let Some(bounds) = bounds.filter(|_| shown) {
            self.bounds = Some(self.bounds.map_or(bounds, |held| held.union(&bounds)));
        }
        Ok(shown)
    }

    /// Joins the streets, cuts them, merges land, and gives everything.
    pub(super) fn finish(mut self) -> Cut {
        for ((key, used), bytes) in std::mem::take(&mut self.land) {
            let Some(cells) = cells_along(key.band) else { continue };
            for shape in merged(cells, &polygons_in(&bytes)) {
                self.push(key.band, key.tile, &land(used, shape));
            }
        }
        for road in streets::join(std::mem::take(&mut self.streets)) {
            self.counts.streets += 1;
            self.counts.named_streets += u64::from(road.name.is_some());
            let from = match road.class {
                RoadClass::Path => Band::Street,
                RoadClass::Minor => Band::Town,
                RoadClass::Secondary | RoadClass::Primary | RoadClass::Expressway => Band::County,
            };
            let Road { class, name, line, .. } = road;
            self.line(&line, from, |from_m, line| Shape::Street {
                class: class as u8,
                name: name.clone(),
                from_m,
                line,
            });
        }
        Cut { tiles: self.tiles, counts: self.counts, bounds: self.bounds }
    }

    /// Where it lies; refuses what lies beyond the world or covers more than any county.
    fn check(parts: &Parts) -> Result<Option<Bounds>, Flaw> {
        let of_shape = || parts.shape.0.iter().flat_map(corners_of);
        let corners = || parts.lines.iter().flatten().copied().chain(of_shape());
        if let Some(bad) = corners().find(|at| !at.is_valid()) {
            let value = format!("{} {}", bad.lon_deg, bad.lat_deg);
            return Err(Flaw::new("geometry", "a corner lies outside the world, the feature is left out", &value));
        }
        let around = MercatorBox::around(of_shape().map(project));
        if around.is_some_and(|around| TileId::count_in(&around, Band::Street.tile_zoom()) > MOST_TILES) {
            return Err(Flaw::new(
                "geometry",
                "the surface is larger than 300 km a side, it is left out: cut it to the county",
                "",
            ));
        }
        if parts.lines.iter().chain(parts.edge.iter().flatten()).any(|line| tiles_along(line) > MOST_TILES as f64) {
            let what = "the line runs on for thousands of kilometres, it is left out: cut it to the county";
            return Err(Flaw::new("geometry", what, ""));
        }
        Ok(Bounds::of_points(corners()))
    }

    fn push(&mut self, band: Band, tile: TileId, shape: &Shape) {
        let held = self.tiles.entry(TileKey { band, tile }).or_default();
        shape.append_to(held);
    }

    /// Cuts a line into the tiles of all bands from one on; says true, for whoever counts.
    fn line(&mut self, line: &[LonLat], from: Band, shape: impl Fn(f32, Vec<i32>) -> Shape) -> bool {
        for band in Band::ALL.into_iter().filter(|band| *band >= from) {
            let simple = simplify_line(line, tolerance_m(band, line));
            let corners = measured(simple.into_iter().map(project));
            let mut pieces = Vec::new();
            line_by_tile(&corners, band.tile_zoom(), |tile, piece| {
                pieces.push((tile, piece[0][2] as f32, Grid::of(tile).line(piece.iter().map(|c| [c[0], c[1]]))));
            });
            for (tile, from_m, line) in pieces {
                // Two numbers a corner: one corner alone is no line.
                if line.len() > 2 {
                    self.push(band, tile, &shape(from_m, line));
                }
            }
        }
        true
    }

    /// Cuts a surface into the tiles of all bands; answers whether there was any.
    fn surface(
        &mut self,
        shape: &MultiPolygon<f64>,
        edge: Option<&[Vec<LonLat>]>,
        make: impl Fn(Rings, Option<Lines>) -> Shape,
    ) -> bool {
        for band in Band::ALL {
            for polygon in shape {
                self.polygon(band, polygon, edge.is_some(), &make);
            }
            for line in edge.into_iter().flatten() {
                self.edge(band, line, &make);
            }
        }
        !shape.0.is_empty()
    }

    /// Cuts land into the tiles of all bands; answers whether there was any.
    fn land(&mut self, used: LandUse, shape: &MultiPolygon<f64>) -> bool {
        for rings in shape.iter().filter_map(|polygon| simple_rings(polygon, Band::Street)) {
            for band in Band::ALL {
                rings_by_tile(&rings, band.tile_zoom(), |tile, rings| {
                    let grid = Grid::of(tile);
                    let closed = rings.into_iter().map(|ring| grid.line(ring)).filter(|ring| ring.len() > 6);
                    let rings: Lines = closed.collect();
                    if rings.is_empty() {
                        return;
                    }
                    if cells_along(band).is_some() {
                        append(&rings, self.land.entry((TileKey { band, tile }, used)).or_default());
                    } else {
                        self.push(band, tile, &land(used, vec![rings]));
                    }
                });
            }
        }
        !shape.0.is_empty()
    }

    fn polygon(
        &mut self,
        band: Band,
        polygon: &Polygon<f64>,
        edge_apart: bool,
        make: impl Fn(Rings, Option<Lines>) -> Shape,
    ) {
        let Some(rings) = simple_rings(polygon, band) else { return };
        let zoom = band.tile_zoom();
        let mut by_tile: BTreeMap<TileId, (Lines, Lines)> = BTreeMap::new();
        rings_by_tile(&rings, zoom, |tile, rings| {
            let grid = Grid::of(tile);
            let closed = rings.into_iter().map(|ring| grid.line(ring)).filter(|ring| ring.len() > 6);
            by_tile.entry(tile).or_default().0.extend(closed);
        });
        let cut = by_tile.len() > 1;
        if cut && !edge_apart {
            for ring in &rings {
                let corners: Vec<Corner> = ring.iter().map(|at| [at[0], at[1], 0.0]).collect();
                line_by_tile(&corners, zoom, |tile, piece| {
                    let line = Grid::of(tile).line(piece.iter().map(|c| [c[0], c[1]]));
                    by_tile.entry(tile).or_default().1.push(line);
                });
            }
        }
        for (tile, (rings, lines)) in by_tile {
            let shape = if rings.is_empty() { Vec::new() } else { vec![rings] };
            self.push(band, tile, &make(shape, (cut || edge_apart).then_some(lines)));
        }
    }

    /// An edge that came apart from its surface.
    fn edge(&mut self, band: Band, line: &[LonLat], make: impl Fn(Rings, Option<Lines>) -> Shape) {
        let simple = simplify_line(line, tolerance_m(band, line));
        let corners = measured(simple.into_iter().map(project));
        let mut pieces = Vec::new();
        line_by_tile(&corners, band.tile_zoom(), |tile, piece| {
            pieces.push((tile, Grid::of(tile).line(piece.iter().map(|c| [c[0], c[1]]))));
        });
        for (tile, line) in pieces {
            self.push(band, tile, &make(Vec::new(), Some(vec![line])));
        }
    }

    /// A building goes whole into the tile of its middle.
    fn building(&mut self, shape: &MultiPolygon<f64>, edge: Option<Vec<Vec<LonLat>>>) -> bool {
        let corners = shape.iter().flat_map(|polygon| &polygon.exterior().0);
        let Some(around) = MercatorBox::around(corners.map(|at| project(LonLat::from(*at)))) else { return false };
        let tile = TileId::at(around.middle(), Band::Street.tile_zoom());
        let grid = Grid::of(tile);
        let whole = shape.iter().filter_map(|polygon| simple_rings(polygon, Band::Street));
        let rings: Rings = whole.map(|rings| rings.into_iter().map(|ring| grid.line(ring)).collect()).collect();
        if rings.is_empty() {
            return false;
        }
        self.counts.buildings += 1;
        let flat = |at: &LonLat| [project(*at).x_m, project(*at).y_m];
        let edge = edge.map(|lines| lines.iter().map(|line| grid.line(line.iter().map(flat))).collect());
        self.push(Band::Street, tile, &Shape::Building { shape: rings, edge });
        true
    }
}

/// All corners of a polygon, its holes' as well.
fn corners_of(polygon: &Polygon<f64>) -> impl Iterator<Item = LonLat> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.flat_map(|ring| &ring.0).map(|at| LonLat::from(*at))
}

/// About how many tiles of the finest band a line runs through.
fn tiles_along(line: &[LonLat]) -> f64 {
    let corners: Vec<Mercator> = line.iter().copied().map(project).collect();
    let along_m = corners.windows(2).map(|pair| (pair[1].x_m - pair[0].x_m).abs() + (pair[1].y_m - pair[0].y_m).abs());
    along_m.sum::<f64>() / TileId::side_m(Band::Street.tile_zoom())
}

/// Land of a use as a shape of a tile.
fn land(used: LandUse, shape: Rings) -> Shape {
    match used {
        LandUse::Glass => Shape::Glass { shape },
        LandUse::Green | LandUse::Other => Shape::Green { shape },
    }
}

/// The polygons that were put behind each other.
fn polygons_in(mut bytes: &[u8]) -> Vec<Lines> {
    let mut polygons = Vec::new();
    while let Ok((rings, rest)) = postcard::take_from_bytes(bytes) {
        polygons.push(rings);
        bytes = rest;
    }
    polygons
}

fn project(at: LonLat) -> Mercator {
    Mercator::from_lonlat(at)
}

/// The band's tolerance on the ground, where the line begins.
fn tolerance_m(band: Band, line: &[LonLat]) -> f64 {
    band.tolerance_m() * line.first().map_or(1.0, |at| ground_scale(at.lat_deg))
}

/// A polygon's rings in Mercator metres, with as many corners as show in the band; none for a speck.
fn simple_rings(polygon: &Polygon<f64>, band: Band) -> Option<Vec<Vec<[f64; 2]>>> {
    let mut rings = std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(|ring| simple_ring(ring, band));
    let outer = rings.next()??;
    Some(std::iter::once(outer).chain(rings.flatten()).collect())
}

fn simple_ring(ring: &LineString<f64>, band: Band) -> Option<Vec<[f64; 2]>> {
    let corners: Vec<LonLat> = ring.0.iter().map(|at| LonLat::from(*at)).collect();
    let simple: Vec<[f64; 2]> = simplify_ring(&corners, tolerance_m(band, &corners))
        .into_iter()
        .map(project)
        .map(|at| [at.x_m, at.y_m])
        .collect();
    let around = MercatorBox::around(simple.iter().map(|at| Mercator::new(at[0], at[1])))?;
    let speck_m = SPECK * band.tolerance_m();
    let side_m = (around.max.x_m - around.min.x_m).max(around.max.y_m - around.min.y_m);
    (simple.len() > 3 && side_m >= speck_m).then_some(simple)
}
