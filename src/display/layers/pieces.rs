//! Pieces of the cached map on their way from a job to entities, and the materials they share.

use super::super::gpu::fills::{FillBuilder, Fills};
use super::super::gpu::ground::Ground;
use super::super::gpu::hatch::Hatch;
use super::super::gpu::strokes::{StrokeBuilder, Strokes};
use super::super::map_texture::{MapContent, MapPiece};
use crate::panels::theme;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// The numbers of the shared flat colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// The county's ground.
    Land,
    /// Parks, woods, fields.
    Green,
    /// Water.
    Water,
    /// Buildings.
    Building,
    /// What lies over the land outside the county.
    Veil,
}

/// How much of the land outside the county the veil hides.
const VEIL_ALPHA: f32 = 0.62;

/// With what a piece is drawn.
#[derive(Clone, Debug)]
pub(super) enum With {
    /// Lines, by the shared styles.
    Strokes,
    /// Surfaces in the shared flat colours.
    Opaque,
    /// The same, where opacities count.
    Blend,
    /// Surfaces in colours of their own.
    Own(Handle<Fills>),
    /// Hatches over surfaces.
    Hatched(Handle<Hatch>),
}

/// A piece before it is an entity.
pub(super) struct Built {
    ground: Ground,
    mesh: Mesh,
    with: With,
    piece: MapPiece,
}

impl Built {
    /// Lines; none where there are none.
    pub(super) fn strokes(builder: StrokeBuilder, piece: MapPiece) -> Option<Self> {
        let ground = builder.ground;
        (!builder.is_empty()).then(|| Self { ground, mesh: builder.mesh(), with: With::Strokes, piece })
    }

    /// Surfaces; none where there are none.
    pub(super) fn fills(builder: FillBuilder, piece: MapPiece, with: With) -> Option<Self> {
        let ground = builder.ground;
        (!builder.is_empty()).then(|| Self { ground, mesh: builder.mesh(), with, piece })
    }

    /// Puts it on the map, with a mark by which its owner finds it again.
    pub(super) fn spawn(
        self,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        shared: &Shared,
        owner: impl Component,
    ) {
        let mut entity =
            commands.spawn((Mesh2d(meshes.add(self.mesh)), self.ground, self.piece, Visibility::Hidden, owner));
        match self.with {
            With::Strokes => entity.insert(MeshMaterial2d(shared.strokes.clone())),
            With::Opaque => entity.insert(MeshMaterial2d(shared.opaque.clone())),
            With::Blend => entity.insert(MeshMaterial2d(shared.blend.clone())),
            With::Own(material) => entity.insert(MeshMaterial2d(material)),
            With::Hatched(material) => entity.insert(MeshMaterial2d(material)),
        };
    }
}

/// The materials that pieces share.
#[derive(Resource)]
pub(super) struct Shared {
    pub(super) strokes: Handle<Strokes>,
    pub(super) styles: Handle<ShaderBuffer>,
    opaque: Handle<Fills>,
    blend: Handle<Fills>,
}

pub(super) fn plugin(app: &mut App) {
    let world = app.world_mut();
    let inks = [
        theme::LAND.linear(1.0),
        theme::PARK.linear(1.0),
        theme::WATER.linear(1.0),
        theme::BUILDING.linear(1.0),
        theme::CANVAS.linear(VEIL_ALPHA),
    ];
    let mut buffers = world.resource_mut::<Assets<ShaderBuffer>>();
    let fills = buffers.add(ShaderBuffer::from(inks.map(Vec4::from_array)));
    let styles = buffers.add(ShaderBuffer::from(super::styles::table(12.0, 1.0)));
    let mut materials = world.resource_mut::<Assets<Fills>>();
    let opaque = materials.add(Fills { fills: fills.clone(), blend: false });
    let blend = materials.add(Fills { fills, blend: true });
    let strokes = world.resource_mut::<Assets<Strokes>>().add(Strokes { styles: styles.clone() });
    world.insert_resource(Shared { strokes, styles, opaque, blend });
}

/// Takes an owner's pieces off the map.
pub(super) fn clear<T: Component>(commands: &mut Commands, old: &Query<Entity, With_<T>>, content: &mut MapContent) {
    for entity in old {
        commands.entity(entity).despawn();
    }
    content.0 += 1;
}

/// Bevy's filter, whose name is taken by `With` here.
pub(super) type With_<T> = bevy::ecs::query::With<T>;
