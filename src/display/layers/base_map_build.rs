//! Cuts a base map into chunks that the graphics card can skip one by one. Runs off the frame.

use super::super::gpu::fills::FillBuilder;
use super::super::gpu::strokes::StrokeBuilder;
use super::super::map_texture::MapPiece;
use super::pieces::{Built, Ink, With};
use super::styles;
use crate::seat::Layer;
use crate::spatial::basemap::{BaseMap, LandUse, RoadClass};
use crate::spatial::labels::StreetNames;
use crate::spatial::{LonLat, Mercator, simplify_line};
use geo::{LineString, MultiPolygon};
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

type Place = (i64, i64);

/// Builders by chunk.
struct Chunks<B> {
    side_m: f64,
    make: fn(Mercator) -> B,
    builders: BTreeMap<Place, B>,
}

impl<B> Chunks<B> {
    fn new(side_m: f64, make: fn(Mercator) -> B) -> Self {
        Self { side_m, make, builders: BTreeMap::new() }
    }

    /// The builder of the chunk that a place lies in.
    fn at(&mut self, at: LonLat) -> &mut B {
        let at = Mercator::from_lonlat(at);
        let place = ((at.x_m / self.side_m).floor() as i64, (at.y_m / self.side_m).floor() as i64);
        let middle = |step: i64| (step as f64 + 0.5) * self.side_m;
        let origin = Mercator::new(middle(place.0), middle(place.1));
        let make = self.make;
        self.builders.entry(place).or_insert_with(|| make(origin))
    }
}

/// Cuts a base map into pieces.
pub(super) fn build(map: &BaseMap) -> BuiltMap {
    let mut pieces = Vec::new();
    let base = |z| MapPiece::new(Layer::Basemap, z);
    let mut green = Chunks::new(LARGE_CHUNK_M, FillBuilder::new);
    let used = map.landuse.iter().filter(|(used_for, _)| *used_for == LandUse::Green);
    used.for_each(|(_, shape)| fill(&mut green, shape, Ink::Green));
    pieces.extend(surfaces(green, base(1.0)));

    let mut water = Chunks::new(LARGE_CHUNK_M, FillBuilder::new);
    map.water.iter().for_each(|shape| fill(&mut water, shape, Ink::Water));
    pieces.extend(surfaces(water, base(3.0)));

    let mut buildings = Chunks::new(CHUNK_M, FillBuilder::new);
    map.buildings.iter().for_each(|shape| fill(&mut buildings, shape, Ink::Building));
    pieces.extend(surfaces(buildings, MapPiece { from_zoom: BUILDINGS_FROM, ..base(4.0) }));

    let mut edges = Chunks::new(CHUNK_M, StrokeBuilder::new);
    map.buildings.iter().for_each(|shape| outline(&mut edges, shape, styles::BUILDING_EDGE));
    pieces.extend(lines(edges, MapPiece { from_zoom: EDGES_FROM, ..base(5.0) }));

    let mut minor = Chunks::new(CHUNK_M, StrokeBuilder::new);
    let mut major = Chunks::new(LARGE_CHUNK_M, StrokeBuilder::new);
    map.water.iter().for_each(|shape| outline(&mut major, shape, styles::SHORE));
    map.waterways.iter().for_each(|line| stroke(&mut major, line, styles::WATERWAY));
    map.railways.iter().for_each(|line| stroke(&mut major, line, styles::RAILWAY));
    for class in RoadClass::ALL {
        let chunks = if class <= RoadClass::Minor { &mut minor } else { &mut major };
        let of_class = map.roads.iter().filter(|road| road.class == class);
        of_class.for_each(|road| stroke(chunks, &road.line, styles::road(class)));
    }
    pieces.extend(lines(minor, MapPiece { from_zoom: MINOR_FROM, ..base(6.0) }));
    pieces.extend(lines(major, base(7.0)));
    let shapes = map.roads.len()
        + map.water.len()
        + map.waterways.len()
        + map.railways.len()
        + map.landuse.len()
        + map.buildings.len();
    BuiltMap { pieces, streets: StreetNames::of(&map.roads), shapes }
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

fn outline(chunks: &mut Chunks<StrokeBuilder>, shape: &MultiPolygon<f64>, style: u32) {
    let ring = |ring: &LineString<f64>, chunks: &mut Chunks<StrokeBuilder>| {
        if let Some(first) = ring.0.first() {
            chunks.at(LonLat::from(*first)).line(ring.0.iter().map(|c| LonLat::from(*c)), style);
        }
    };
    for polygon in shape {
        ring(polygon.exterior(), chunks);
        polygon.interiors().iter().for_each(|hole| ring(hole, chunks));
    }
}

fn stroke(chunks: &mut Chunks<StrokeBuilder>, line: &[LonLat], style: u32) {
    if let Some(first) = line.first() {
        chunks.at(*first).line(simplify_line(line, TOLERANCE_M), style);
    }
}
