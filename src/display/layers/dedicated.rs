//! Dedicated grids (专属网格): a school, a factory, a market, beside the tree of areas. A faint surface and a long-dashed
//! edge, from where they are large enough to be told apart.

use super::super::gpu::fills::FillBuilder;
use super::super::gpu::strokes::StrokeBuilder;
use super::super::map_piece::MapPiece;
use super::super::map_texture::MapContent;
use super::super::schedule::{Present, Reports, SeatResource, UnderWay};
use super::pieces::{Built, Ink, Shared, With, With_, clear};
use super::pool::Job;
use super::styles;
use crate::domain::LonLat;
use crate::seat::{DEDICATED_FROM, Layer};
use crate::spatial::Mercator;
use bevy::prelude::*;
use geo::{BoundingRect, MultiPolygon};
use std::collections::BTreeMap;

/// The side of a chunk, degrees.
const CHUNK_DEG: f64 = 0.1;

/// Marks the layer's pieces.
#[derive(Clone, Copy, Component)]
struct OfDedicated;

#[derive(Default)]
struct Made {
    areas: u64,
    grids: usize,
    job: Job<Vec<Built>>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_areas.in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_areas(
    mut commands: Commands,
    seat: Res<SeatResource>,
    shared: Res<Shared>,
    mut made: Local<Made>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut way: ResMut<UnderWay>,
    old: Query<Entity, With_<OfDedicated>>,
) {
    let picture = &seat.0.picture;
    if made.areas != picture.revisions.areas && !made.job.is_under_way() {
        made.areas = picture.revisions.areas;
        let outlines: Vec<MultiPolygon<f64>> =
            picture.areas.dedicated().map(|(_, row)| row.outline.0.clone()).collect();
        // Most counties have none, and then there is nothing to wait for.
        if outlines.is_empty() && made.grids == 0 {
            return;
        }
        made.grids = outlines.len();
        made.job.start(move || build(&outlines));
        way.set("dedicated", true);
    }
    let Some(built) = made.job.take() else { return };
    way.set("dedicated", false);
    clear(&mut commands, &old, &mut content);
    for piece in built {
        piece.spawn(&mut commands, &mut meshes, &shared, OfDedicated);
    }
    reports.drew(Layer::Dedicated, made.grids);
}

fn build(outlines: &[MultiPolygon<f64>]) -> Vec<Built> {
    let mut chunks: BTreeMap<(i64, i64), (FillBuilder, StrokeBuilder)> = BTreeMap::new();
    for outline in outlines {
        let Some(corner) = outline.bounding_rect().map(|rect| rect.min()) else { continue };
        let place = ((corner.x / CHUNK_DEG).floor() as i64, (corner.y / CHUNK_DEG).floor() as i64);
        let origin = Mercator::from_lonlat(LonLat::from(corner));
        let (fills, strokes) =
            chunks.entry(place).or_insert_with(|| (FillBuilder::new(origin), StrokeBuilder::new(origin)));
        for polygon in outline {
            fills.polygon(polygon, Ink::Dedicated as u32);
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                strokes.line(ring.0.iter().map(|corner| LonLat::from(*corner)), styles::DEDICATED);
            }
        }
    }
    let surface = MapPiece { from_zoom: DEDICATED_FROM, ..MapPiece::new(Layer::Dedicated, 8.0) };
    let edge = MapPiece { z: 21.0, ..surface };
    let built =
        |(fills, strokes)| Built::fills(fills, surface, With::Blend).into_iter().chain(Built::strokes(strokes, edge));
    chunks.into_values().flat_map(built).collect()
}
