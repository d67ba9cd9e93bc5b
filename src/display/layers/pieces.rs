//! Pieces of the cached map on their way from a job to entities, and the materials they share.

use super::super::gpu::fills::{FillBuilder, Fills};
use super::super::gpu::ground::Ground;
use super::super::gpu::hatch::Hatch;
use super::super::gpu::strokes::{StrokeBuilder, Strokes};
use super::super::map_piece::{MapPiece, When};
use super::super::map_texture::MapContent;
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
    /// Greenhouses.
    Glass,
    /// What lies over the land outside the county.
    Veil,
    /// Dedicated grids.
    Dedicated,
}

/// How much of the land outside the county the veil hides.
const VEIL_ALPHA: f32 = 0.62;
/// How much of the ground a dedicated grid covers.
const DEDICATED_ALPHA: f32 = 0.03;

/// With what a piece is drawn.
#[derive(Clone, Debug)]
pub(super) enum With {
    /// Lines, by the shared styles.
    Strokes,
    /// Streets: lines by the shared styles, and under all of those their casings.
    Streets,
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
    is_land: bool,
}

impl Built {
    /// Lines; none where there are none.
    pub(super) fn strokes(builder: StrokeBuilder, piece: MapPiece) -> Option<Self> {
        let ground = builder.ground;
        (!builder.is_empty()).then(|| Self { ground, mesh: builder.mesh(), with: With::Strokes, piece, is_land: false })
    }

    /// Streets, with casings; none where there are none.
    pub(super) fn streets(builder: StrokeBuilder, piece: MapPiece) -> Option<Self> {
        Self::strokes(builder, piece).map(|built| Self { with: With::Streets, ..built })
    }

    /// The same as what land is used for, which follows the zoom by bands of its own.
    pub(super) fn of_land(self) -> Self {
        Self { is_land: true, ..self }
    }

    /// Whether it is what land is used for.
    pub(super) fn is_land(&self) -> bool {
        self.is_land
    }

    /// How many corners the graphics card gets.
    pub(super) fn vertices(&self) -> usize {
        self.mesh.count_vertices()
    }

    /// Shown under a condition.
    pub(super) fn when(mut self, when: When) -> Self {
        self.piece.when = when;
        self
    }

    /// Surfaces; none where there are none.
    pub(super) fn fills(builder: FillBuilder, piece: MapPiece, with: With) -> Option<Self> {
        let ground = builder.ground;
        (!builder.is_empty()).then(|| Self { ground, mesh: builder.mesh(), with, piece, is_land: false })
    }

    /// Puts it on the map, with a mark by which its owner finds it again; answers what was put there.
    pub(super) fn spawn(
        self,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        shared: &Shared,
        owner: impl Component + Copy,
    ) -> Vec<Entity> {
        let Self { ground, mesh, with, piece, is_land: _ } = self;
        let mesh = Mesh2d(meshes.add(mesh));
        let put = |commands: &mut Commands, piece: MapPiece| {
            commands.spawn((mesh.clone(), ground, piece, Visibility::Hidden, owner)).id()
        };
        let body = put(commands, piece);
        let mut put_there = vec![body];
        let mut entity = commands.entity(body);
        match with {
            With::Strokes | With::Streets => entity.insert(MeshMaterial2d(shared.strokes.clone())),
            With::Opaque => entity.insert(MeshMaterial2d(shared.opaque.clone())),
            With::Blend => entity.insert(MeshMaterial2d(shared.blend.clone())),
            With::Own(ref material) => entity.insert(MeshMaterial2d(material.clone())),
            With::Hatched(ref material) => entity.insert(MeshMaterial2d(material.clone())),
        };
        if matches!(with, With::Streets) {
            // The same lines once more, wider and under the streets of every class: crossings stay open.
            let from_zoom = piece.from_zoom.max(CASINGS_FROM);
            let casing = put(commands, MapPiece { z: CASINGS_Z, from_zoom, ..piece });
            commands.entity(casing).insert(MeshMaterial2d(shared.casings.clone()));
            put_there.push(casing);
        }
        put_there
    }
}

/// Streets have casings from this effective zoom on.
pub(super) const CASINGS_FROM: f64 = 13.0;
/// Where they lie: over everything that is no street.
pub(super) const CASINGS_Z: f32 = 6.0;

/// The materials that pieces share.
#[derive(Resource)]
pub(super) struct Shared {
    pub(super) strokes: Handle<Strokes>,
    pub(super) styles: Handle<ShaderBuffer>,
    casings: Handle<Strokes>,
    pub(super) casing_styles: Handle<ShaderBuffer>,
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
        theme::GLASS.linear(1.0),
        theme::CANVAS.linear(VEIL_ALPHA),
        theme::TEXT_2.linear(DEDICATED_ALPHA),
    ];
    let mut buffers = world.resource_mut::<Assets<ShaderBuffer>>();
    let fills = buffers.add(ShaderBuffer::from(inks.map(Vec4::from_array)));
    let styles = buffers.add(ShaderBuffer::from(super::styles::table(12.0, 1.0)));
    let casing_styles = buffers.add(ShaderBuffer::from(super::styles::casings(12.0, 1.0)));
    let mut materials = world.resource_mut::<Assets<Fills>>();
    let opaque = materials.add(Fills { fills: fills.clone(), blend: false });
    let blend = materials.add(Fills { fills, blend: true });
    let mut materials = world.resource_mut::<Assets<Strokes>>();
    let strokes = materials.add(Strokes { styles: styles.clone() });
    let casings = materials.add(Strokes { styles: casing_styles.clone() });
    world.insert_resource(Shared { strokes, styles, casings, casing_styles, opaque, blend });
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
