//! What the registers are missing: grids that nobody walks are hatched, everything else that has a place gets a cross.
//! Prepared off the frame when other gaps were found; it rests in the cached map.

use super::super::gpu::fills::FillBuilder;
use super::super::gpu::ground::Ground;
use super::super::gpu::hatch::{CROSSED, Hatch};
use super::super::gpu::marks::{Kind, Mark, Marks, quads};
use super::super::map_piece::MapPiece;
use super::super::map_texture::MapContent;
use super::super::schedule::{Present, Reports, SeatResource, UnderWay};
use super::area_hatch::pitch_px;
use super::pieces::{Built, Shared, With, With_, clear};
use super::pool::Job;
use crate::domain::LonLat;
use crate::panels::theme;
use crate::picture::Gaps;
use crate::seat::{Layer, Seat};
use crate::spatial::Mercator;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use geo::{BoundingRect, MultiPolygon};
use std::collections::BTreeMap;

/// How much of the ground the hatch's lines hide: names stand on it.
const HATCH_ALPHA: f32 = 0.17;
/// From a cross's middle to its ends, and its casing, dp.
const CROSS_DP: f64 = 6.5;
const CASING_DP: f64 = 1.5;
/// The side of a chunk of hatches, degrees.
const CHUNK_DEG: f64 = 0.1;

/// Marks the layer's pieces.
#[derive(Clone, Copy, Component)]
struct OfGaps;

/// What the pieces were last made of: the gaps' revision, the areas', and the screen's scale.
type Key = (u64, u64, f64);

#[derive(Default)]
struct Made {
    key: Option<Key>,
    job: Job<Vec<Built>>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_gaps.in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_gaps(
    mut commands: Commands,
    seat: Res<SeatResource>,
    shared: Res<Shared>,
    mut made: Local<Made>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut hatches: ResMut<Assets<Hatch>>,
    mut marks: ResMut<Assets<Marks>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut way: ResMut<UnderWay>,
    old: Query<Entity, With_<OfGaps>>,
) {
    let seat = &seat.0;
    if !seat.layers.shows(Layer::Gaps) || seat.gaps.revision() == 0 {
        reports.rests(Layer::Gaps);
        return;
    }
    let scale = seat.screen.scale();
    let key = (seat.gaps.revision(), seat.picture.revisions.areas, scale);
    if made.key != Some(key) && !made.job.is_under_way() {
        made.key = Some(key);
        let kinds = buffers.add(ShaderBuffer::from(vec![CROSSED]));
        let crossed = Vec4::from_array(theme::TEXT_1.linear(HATCH_ALPHA));
        let hatch = hatches.add(Hatch { kinds, rising: crossed, crossed, pitch_px: pitch_px(scale) });
        let outlines = unwalked(seat);
        made.job.start(move || hatched(&outlines, &hatch));
        way.set("gap hatches", true);
    }
    let Some(built) = made.job.take() else { return };
    way.set("gap hatches", false);
    clear(&mut commands, &old, &mut content);
    for piece in built {
        piece.spawn(&mut commands, &mut meshes, &shared, OfGaps);
    }
    let crosses = crosses(seat.gaps.gaps(), scale);
    let items: usize = seat.gaps.gaps().gaps.iter().map(|gap| gap.items.len()).sum();
    reports.drew(Layer::Gaps, items);
    if let Some((ground, crosses)) = crosses {
        let mesh = Mesh2d(meshes.add(quads(crosses.len())));
        let casing = Vec4::from_array(theme::CANVAS.linear(1.0));
        let material = marks.add(Marks { marks: buffers.add(ShaderBuffer::from(crosses)), casing });
        let piece = MapPiece::new(Layer::Gaps, 31.0);
        commands.spawn((mesh, MeshMaterial2d(material), ground, piece, Visibility::Hidden, OfGaps));
    }
}

/// The outlines of the grids that nobody walks.
fn unwalked(seat: &Seat) -> Vec<MultiPolygon<f64>> {
    let areas = &seat.picture.areas;
    let rows = seat.gaps.gaps().hatched().filter_map(|code| areas.number(&code));
    rows.map(|number| areas.row(number).outline.0.clone()).collect()
}

fn hatched(outlines: &[MultiPolygon<f64>], hatch: &Handle<Hatch>) -> Vec<Built> {
    let mut chunks: BTreeMap<(i64, i64), FillBuilder> = BTreeMap::new();
    for outline in outlines {
        let Some(corner) = outline.bounding_rect().map(|rect| rect.min()) else { continue };
        let place = ((corner.x / CHUNK_DEG).floor() as i64, (corner.y / CHUNK_DEG).floor() as i64);
        let origin = Mercator::from_lonlat(LonLat::from(corner));
        let chunk = chunks.entry(place).or_insert_with(|| FillBuilder::new(origin));
        outline.iter().for_each(|polygon| chunk.polygon(polygon, 0));
    }
    let piece = MapPiece::new(Layer::Gaps, 9.0);
    chunks.into_values().filter_map(|chunk| Built::fills(chunk, piece, With::Hatched(hatch.clone()))).collect()
}

/// A cross wherever something that isn't hatched has a place; none where nothing has.
fn crosses(gaps: &Gaps, scale: f64) -> Option<(Ground, Vec<Mark>)> {
    let places: Vec<LonLat> = gaps.crossed().filter_map(|(_, item)| item.at).collect();
    let mut ground = Ground::at(Mercator::from_lonlat(*places.first()?));
    let color = theme::TEXT_1.linear(1.0);
    let cross = |at| Mark::cased(Kind::Cross, ground.put(at), CROSS_DP * scale, color, CASING_DP * scale, None);
    let crosses = places.into_iter().map(cross).collect();
    Some((ground, crosses))
}
