//! The county's ground, what lies outside it, its areas' surfaces and their borders. Prepared off the
//! frame whenever the areas change.

use super::super::gpu::fills::Fills;
use super::super::gpu::hatch::Hatch;
use super::super::map_texture::MapContent;
use super::super::schedule::{Present, Reports, SeatResource, UnderWay};
use super::area_hatch::area_hatch;
use super::pieces::{Shared, With_, clear};
use super::pool::Job;
use super::territory_build::{AreaShape, BuiltTerritory, SurfaceMaterials, build};
use crate::seat::Layer;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use geo::Polygon;
use std::sync::Arc;

/// The buffer of areas' colours grows in steps of this many.
const COLOUR_STEP: usize = 1_024;

/// What the other layers need of the territory.
#[derive(Resource, Default)]
pub(super) struct Territory {
    /// Counts up when the territory was prepared anew.
    pub(super) revision: u64,
    /// The county's own outline: the areas that are part of nothing.
    pub(super) county: Arc<Vec<Polygon<f64>>>,
    /// Colours by area's row, and how many have room.
    pub(super) colours: Handle<ShaderBuffer>,
    /// Hatches by area's row, and with what they are drawn.
    pub(super) hatches: Handle<ShaderBuffer>,
    pub(super) hatch: Handle<Hatch>,
    pub(super) capacity: usize,
    prepared_for: Option<u64>,
    job: Job<BuiltTerritory>,
}

/// Marks the territory's pieces.
#[derive(Clone, Copy, Component)]
struct OfTerritory;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Territory>().add_systems(Update, follow_areas.in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_areas(
    mut commands: Commands,
    seat: Res<SeatResource>,
    shared: Res<Shared>,
    mut territory: ResMut<Territory>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Fills>>,
    mut hatch_materials: ResMut<Assets<Hatch>>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut way: ResMut<UnderWay>,
    old: Query<Entity, With_<OfTerritory>>,
) {
    let picture = &seat.0.picture;
    let revision = picture.revisions.areas.max(u64::from(!picture.areas.rows().is_empty()));
    let territory = &mut *territory;
    if !territory.job.is_under_way() && territory.prepared_for != Some(revision) && revision > 0 {
        territory.prepared_for = Some(revision);
        let shapes: Vec<AreaShape> = picture
            .areas
            .tree()
            .map(|(number, row)| AreaShape {
                number,
                level: row.level,
                parent: row.parent,
                outline: row.outline.0.clone(),
            })
            .collect();
        territory.capacity = picture.areas.rows().len().next_multiple_of(COLOUR_STEP);
        // A buffer of another size would leave the material bound to the old one: both are new.
        territory.colours = buffers.add(ShaderBuffer::from(vec![Vec4::ZERO; territory.capacity]));
        territory.hatches = buffers.add(ShaderBuffer::from(vec![0_u32; territory.capacity]));
        territory.hatch = hatch_materials.add(area_hatch(territory.hatches.clone(), seat.0.screen.scale()));
        let materials = SurfaceMaterials {
            fills: materials.add(Fills { fills: territory.colours.clone(), blend: false }),
            hatch: territory.hatch.clone(),
        };
        territory.job.start(move || build(&shapes, &materials));
        way.set("territory", true);
    }
    if let Some(built) = territory.job.take() {
        clear(&mut commands, &old, &mut content);
        for piece in built.pieces {
            piece.spawn(&mut commands, &mut meshes, &shared, OfTerritory);
        }
        territory.county = Arc::new(built.county);
        territory.revision += 1;
        reports.drew(Layer::Boundaries, built.borders);
        way.set("territory", false);
    }
}
