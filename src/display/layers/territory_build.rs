//! Cuts the territory into pieces. Runs off the frame.
//!
//! Borders: each stretch is drawn once, at the coarsest level at which its two sides differ, whole from
//! junction to junction, so that dashes run through. Surfaces and borders are simplified along the same
//! stretches, so that neighbours keep sharing every corner.

use super::super::gpu::fills::{FillBuilder, Fills};
use super::super::gpu::hatch::Hatch;
use super::super::gpu::strokes::StrokeBuilder;
use super::super::map_piece::{MapPiece, When};
use super::pieces::{Built, Ink, With};
use super::styles;
use crate::domain::AreaLevel;
use crate::seat::Layer;
use crate::spatial::{Bounds, LonLat, Mercator, Polyline, shared_edges, simplify_line};
use bevy::prelude::Handle;
use geo::{Coord, LineString, MultiPolygon, Polygon, polygon};
use std::collections::{BTreeMap, HashSet};

/// The side of a chunk, Mercator metres.
const CHUNK_M: f64 = 5_000.0;
/// Borders are drawn with as many corners as the eye can tell: up to which effective zoom, and how far they may leave their
/// course, metres: half a pixel there, and finer than that farther out.
const BORDERS: [(f64, f64); 3] = [(GRIDS_FROM, 12.0), (13.75, 5.0), (f64::INFINITY, FINE_M)];
/// Grids' borders show from this effective zoom on.
const GRIDS_FROM: f64 = 12.5;
const FINE_M: f64 = 0.8;
/// How far the veil reaches beyond the county, degrees.
const VEIL_DEG: f64 = 3.0;

/// One area, as the build needs it.
pub(super) struct AreaShape {
    pub(super) number: u32,
    pub(super) level: AreaLevel,
    pub(super) parent: Option<u32>,
    pub(super) outline: MultiPolygon<f64>,
}

/// The territory in pieces.
pub(super) struct BuiltTerritory {
    pub(super) pieces: Vec<Built>,
    pub(super) county: Vec<Polygon<f64>>,
    /// How many stretches of border there are.
    pub(super) borders: usize,
}

/// What the areas' surfaces are drawn with: colours and hatches by row.
pub(super) struct SurfaceMaterials {
    pub(super) fills: Handle<Fills>,
    pub(super) hatch: Handle<Hatch>,
}

/// Cuts the territory into pieces.
pub(super) fn build(shapes: &[AreaShape], materials: &SurfaceMaterials) -> BuiltTerritory {
    let mut pieces = Vec::new();
    let mut borders = 0;
    let mut chunks = BORDERS.map(|_| Chunks::default());
    for level in AreaLevel::ALL {
        let of_level: Vec<&AreaShape> = shapes.iter().filter(|shape| shape.level == level).collect();
        let polygons: Vec<_> = of_level.iter().map(|shape| (shape.number, &shape.outline)).collect();
        let arcs = shared_edges(&polygons);
        for arc in arcs.iter().filter(|arc| belongs_to_level(arc, shapes)) {
            borders += 1;
            let finest = simplify_line(&arc.points, FINE_M);
            for ((to_zoom, tolerance_m), chunks) in BORDERS.into_iter().zip(&mut chunks) {
                if to_zoom > GRIDS_FROM || level < AreaLevel::Village {
                    chunks.strokes(&arc.points).line(simplify_line(&finest, tolerance_m), styles::border(level));
                }
            }
        }
        pieces.extend(surfaces(&of_level, &arcs, level, materials));
    }
    let border = MapPiece::new(Layer::Boundaries, 20.0);
    let mut from_zoom = f64::NEG_INFINITY;
    for ((to_zoom, _), chunks) in BORDERS.into_iter().zip(chunks) {
        pieces.extend(chunks.finish(MapPiece { from_zoom, to_zoom, ..border }));
        from_zoom = to_zoom;
    }
    let county: Vec<Polygon<f64>> =
        shapes.iter().filter(|shape| shape.parent.is_none()).flat_map(|shape| shape.outline.0.clone()).collect();
    pieces.extend(ground(&county));
    BuiltTerritory { pieces, county, borders }
}

/// Whether a stretch of a level's borders is no coarser area's border, too.
fn belongs_to_level(arc: &Polyline, shapes: &[AreaShape]) -> bool {
    // Shapes come in the order of their numbers, not all of which are there.
    let shape = |number: u32| Some(&shapes[shapes.binary_search_by_key(&number, |shape| shape.number).ok()?]);
    let parent = |number: u32| shape(number).and_then(|shape| shape.parent);
    match arc.right {
        Some(right) => parent(arc.left) == parent(right),
        None => parent(arc.left).is_none(),
    }
}

/// The county's ground, and a veil over everything else.
fn ground(county: &[Polygon<f64>]) -> Vec<Built> {
    let points = county.iter().flat_map(|polygon| polygon.exterior().0.iter().map(|c| LonLat::from(*c)));
    let Some(bounds) = Bounds::of_points(points) else { return Vec::new() };
    let origin = Mercator::from_lonlat(bounds.center());
    let mut land = FillBuilder::new(origin);
    county.iter().for_each(|polygon| land.polygon(polygon, Ink::Land as u32));
    let (w, s) = (bounds.min.lon_deg - VEIL_DEG, bounds.min.lat_deg - VEIL_DEG);
    let (e, n) = (bounds.max.lon_deg + VEIL_DEG, bounds.max.lat_deg + VEIL_DEG);
    let outside = polygon![(x: w, y: s), (x: e, y: s), (x: e, y: n), (x: w, y: n), (x: w, y: s)];
    // Areas without a common whole touch each other, and holes that touch can't be cut out: no veil then.
    let mut veil = FillBuilder::new(origin);
    if let [whole] = county {
        let hole = vec![whole.exterior().clone()];
        veil.polygon(&Polygon::new(outside.exterior().clone(), hole), Ink::Veil as u32);
    }
    let land = Built::fills(land, MapPiece::new(Layer::Basemap, 0.0), With::Opaque);
    let veil = Built::fills(veil, MapPiece::new(Layer::Basemap, 15.0), With::Blend);
    land.into_iter().chain(veil).collect()
}

/// The surfaces of one level's areas, each with its row's number as colour.
fn surfaces(areas: &[&AreaShape], arcs: &[Polyline], level: AreaLevel, materials: &SurfaceMaterials) -> Vec<Built> {
    let tolerance_m = match level {
        AreaLevel::County | AreaLevel::Town => 8.0,
        AreaLevel::Zone => 6.0,
        AreaLevel::Village => 3.0,
        AreaLevel::Grid => FINE_M,
    };
    let kept: HashSet<(i64, i64)> =
        arcs.iter().flat_map(|arc| simplify_line(&arc.points, tolerance_m)).map(|at| key(at.coord())).collect();
    let mut chunks: BTreeMap<(i64, i64), FillBuilder> = BTreeMap::new();
    for area in areas {
        for polygon in &area.outline {
            let Some(first) = polygon.exterior().0.first() else { continue };
            let (place, origin) = chunk_of(LonLat::from(*first));
            let simple = Polygon::new(
                thin_ring(polygon.exterior(), &kept),
                polygon.interiors().iter().map(|hole| thin_ring(hole, &kept)).collect(),
            );
            chunks.entry(place).or_insert_with(|| FillBuilder::new(origin)).polygon(&simple, area.number);
        }
    }
    let piece = MapPiece { when: When::FilledAt(level), ..MapPiece::new(Layer::AreaFill, 2.0) };
    let mut pieces = Vec::new();
    for builder in chunks.into_values() {
        // Coarser areas always hold something that is late: a hatch over all of them would tell nothing.
        if level == AreaLevel::Grid {
            let above = MapPiece { z: 2.5, ..piece };
            pieces.extend(Built::fills(builder.clone(), above, With::Hatched(materials.hatch.clone())));
        }
        pieces.extend(Built::fills(builder, piece, With::Own(materials.fills.clone())));
    }
    pieces
}

/// Coordinates to 1e-7°, as borders are rounded.
fn key(at: Coord<f64>) -> (i64, i64) {
    ((at.x * 1e7).round() as i64, (at.y * 1e7).round() as i64)
}

/// A ring with only those corners that its borders kept; a ring that would vanish stays as it is.
fn thin_ring(ring: &LineString<f64>, kept: &HashSet<(i64, i64)>) -> LineString<f64> {
    let thinned: Vec<Coord<f64>> = ring.0.iter().copied().filter(|at| kept.contains(&key(*at))).collect();
    if thinned.len() < 3 {
        return ring.clone();
    }
    let mut thinned = LineString(thinned);
    thinned.close();
    thinned
}

fn chunk_of(at: LonLat) -> ((i64, i64), Mercator) {
    let at = Mercator::from_lonlat(at);
    let place = ((at.x_m / CHUNK_M).floor() as i64, (at.y_m / CHUNK_M).floor() as i64);
    (place, Mercator::new((place.0 as f64 + 0.5) * CHUNK_M, (place.1 as f64 + 0.5) * CHUNK_M))
}

/// Lines by chunk.
#[derive(Default)]
pub(super) struct Chunks(BTreeMap<(i64, i64), StrokeBuilder>);

impl Chunks {
    /// The builder of the chunk in which a line's middle corner lies.
    pub(super) fn strokes(&mut self, line: &[LonLat]) -> &mut StrokeBuilder {
        let (place, origin) = chunk_of(line.get(line.len() / 2).copied().unwrap_or_default());
        self.0.entry(place).or_insert_with(|| StrokeBuilder::new(origin))
    }

    /// The pieces.
    pub(super) fn finish(self, piece: MapPiece) -> impl Iterator<Item = Built> {
        self.0.into_values().filter_map(move |builder| Built::strokes(builder, piece))
    }
}
