//! Cuts a base map into pieces that the graphics card can skip one by one. Runs off the frame.

use super::super::gpu::fills::FillBuilder;
use super::super::gpu::strokes::StrokeBuilder;
use super::super::map_piece::MapPiece;
use super::pieces::{Built, Ink, With};
use super::styles;
use crate::seat::Layer;
use crate::spatial::basemap::{BaseMap, LandUse, RoadClass, Surface};
use crate::spatial::labels::StreetNames;
use crate::spatial::{Band, LonLat, Mercator, TileId, TileKey, simplify_line};
use geo::MultiPolygon;
use std::collections::BTreeMap;

/// The side of a chunk of small things, Mercator metres.
const CHUNK_M: f64 = 2_500.0;
/// The side of a chunk of what shows on a whole county.
const LARGE_CHUNK_M: f64 = 10_000.0;
/// Lines keep to their course within this, metres.
const TOLERANCE_M: f64 = 1.0;
/// Minor streets and paths show from this effective zoom on.
const MINOR_FROM: f64 = 12.5;
/// Buildings show from this effective zoom on.
const BUILDINGS_FROM: f64 = 13.5;
/// Their outlines from this one.
const EDGES_FROM: f64 = 15.0;

/// A base map in pieces.
pub(super) struct BuiltMap {
    pub(super) pieces: Vec<Built>,
    /// Its named streets.
    pub(super) streets: StreetNames,
    /// How many shapes are in them.
    pub(super) shapes: usize,
}

/// How a base map is cut.
#[derive(Clone, Copy)]
pub(super) enum Cut {
    /// By where each thing begins: a whole map at once.
    ByPlace,
    /// A tile, into so many parts along its side that what lies outside of the view is mostly not drawn.
    Tile(TileKey),
}

/// Into how many parts the side of a band's tile is cut: they are 20 and 5 km long.
fn parts_along(band: Band) -> u32 {
    [8, 4, 1][band as usize]
}

type Place = (i64, i64);

/// Builders by chunk.
struct Chunks<B> {
    cut: Cut,
    side_m: f64,
    make: fn(Mercator) -> B,
    builders: BTreeMap<Place, B>,
}

impl<B> Chunks<B> {
    fn new(cut: Cut, side_m: f64, make: fn(Mercator) -> B) -> Self {
        Self { cut, side_m, make, builders: BTreeMap::new() }
    }

    /// The builder of the chunk that a place lies in.
    fn at(&mut self, at: LonLat) -> &mut B {
        let make = self.make;
        let (side_m, corner) = match self.cut {
            Cut::ByPlace => (self.side_m, Mercator::default()),
            Cut::Tile(TileKey { band, tile }) => {
                (TileId::side_m(tile.zoom) / f64::from(parts_along(band)), tile.bounds().min)
            }
        };
        let at = Mercator::from_lonlat(at);
        let place = |at_m: f64, corner_m: f64| ((at_m - corner_m) / side_m).floor() as i64;
        let place = (place(at.x_m, corner.x_m), place(at.y_m, corner.y_m));
        let middle = |place: i64, corner_m: f64| corner_m + (place as f64 + 0.5) * side_m;
        let origin = Mercator::new(middle(place.0, corner.x_m), middle(place.1, corner.y_m));
        self.builders.entry(place).or_insert_with(|| make(origin))
    }
}

/// Cuts a base map into pieces. Whatever shares a height is of one colour: tiles that reach into each other
/// show no seam, and a crossing looks the same in whichever tile its streets are.
pub(super) fn build(map: &BaseMap, cut: Cut) -> BuiltMap {
    let mut pieces = Vec::new();
    surfaces_of(map, cut, &mut pieces);
    lines_of(map, cut, &mut pieces);
    BuiltMap { pieces, streets: StreetNames::of(&map.roads), shapes: map.len() }
}

fn at_height(z: f32) -> MapPiece {
    MapPiece::new(Layer::Basemap, z)
}

fn surfaces_of(map: &BaseMap, cut: Cut, pieces: &mut Vec<Built>) {
    for (used_for, ink, z) in [(LandUse::Green, Ink::Green, 1.0), (LandUse::Glass, Ink::Glass, 1.5)] {
        let mut land = Chunks::new(cut, LARGE_CHUNK_M, FillBuilder::new);
        let used = map.landuse.iter().filter(|(used, _)| *used == used_for);
        used.for_each(|(_, shape)| fill(&mut land, shape, ink));
        pieces.extend(surfaces(land, at_height(z)).map(Built::of_land));
    }

    let mut water = Chunks::new(cut, LARGE_CHUNK_M, FillBuilder::new);
    map.water.iter().for_each(|surface| fill(&mut water, &surface.shape, Ink::Water));
    pieces.extend(surfaces(water, at_height(3.0)));

    let mut buildings = Chunks::new(cut, CHUNK_M, FillBuilder::new);
    map.buildings.iter().for_each(|surface| fill(&mut buildings, &surface.shape, Ink::Building));
    pieces.extend(surfaces(buildings, MapPiece { from_zoom: BUILDINGS_FROM, ..at_height(4.0) }));
}

fn lines_of(map: &BaseMap, cut: Cut, pieces: &mut Vec<Built>) {
    let mut wet = Chunks::new(cut, LARGE_CHUNK_M, StrokeBuilder::new);
    map.water.iter().for_each(|surface| edge(&mut wet, surface, styles::SHORE));
    map.waterways.iter().for_each(|line| stroke(&mut wet, line, styles::WATERWAY, 0.0));
    pieces.extend(lines(wet, at_height(3.5)));

    let mut edges = Chunks::new(cut, CHUNK_M, StrokeBuilder::new);
    map.buildings.iter().for_each(|surface| edge(&mut edges, surface, styles::BUILDING_EDGE));
    pieces.extend(lines(edges, MapPiece { from_zoom: EDGES_FROM, ..at_height(5.0) }));

    for class in RoadClass::ALL {
        let (side_m, from_zoom) =
            if class <= RoadClass::Minor { (CHUNK_M, MINOR_FROM) } else { (LARGE_CHUNK_M, f64::NEG_INFINITY) };
        let mut streets = Chunks::new(cut, side_m, StrokeBuilder::new);
        let of_class = map.roads.iter().filter(|road| road.class == class);
        of_class.for_each(|road| stroke(&mut streets, &road.line, styles::road(class), road.from_m));
        // Over the casings, which lie under all of them.
        let piece = MapPiece { from_zoom, ..at_height(6.1 + 0.1 * f32::from(class as u8)) };
        pieces.extend(streets.builders.into_values().filter_map(|builder| Built::streets(builder, piece)));
    }
    let mut rails = Chunks::new(cut, LARGE_CHUNK_M, StrokeBuilder::new);
    map.railways.iter().for_each(|rail| stroke(&mut rails, &rail.line, styles::RAILWAY, rail.from_m));
    // Over lanes, under the streets that cross on bridges.
    pieces.extend(lines(rails, at_height(6.25)));
}

fn surfaces(chunks: Chunks<FillBuilder>, piece: MapPiece) -> impl Iterator<Item = Built> {
    chunks.builders.into_values().filter_map(move |builder| Built::fills(builder, piece, With::Opaque))
}

fn lines(chunks: Chunks<StrokeBuilder>, piece: MapPiece) -> impl Iterator<Item = Built> {
    chunks.builders.into_values().filter_map(move |builder| Built::strokes(builder, piece))
}

fn fill(chunks: &mut Chunks<FillBuilder>, shape: &MultiPolygon<f64>, ink: Ink) {
    for polygon in shape {
        if let Some(first) = polygon.exterior().0.first() {
            chunks.at(LonLat::from(*first)).polygon(polygon, ink as u32);
        }
    }
}

fn edge(chunks: &mut Chunks<StrokeBuilder>, surface: &Surface, style: u32) {
    for line in surface.edges() {
        if let Some(first) = line.first() {
            chunks.at(*first).line(line.iter().copied(), style);
        }
    }
}

fn stroke(chunks: &mut Chunks<StrokeBuilder>, line: &[LonLat], style: u32, from_m: f64) {
    let Some(first) = line.first() else { return };
    match chunks.cut {
        Cut::ByPlace => chunks.at(*first).stretch(simplify_line(line, TOLERANCE_M), style, from_m),
        Cut::Tile(_) => chunks.at(*first).stretch(line.iter().copied(), style, from_m),
    }
}
