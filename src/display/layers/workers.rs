//! Workers: flat dots by the thousand on the county, from effective zoom 13 on discs by state with
//! heading and a fading tail. They move towards their last fix over at most one period, never beyond.

use super::super::gpu::dots::{DotStyle, Dots, triangles};
use super::super::gpu::ground::Ground;
use super::super::gpu::marks::{Mark, Marks, quads};
use super::super::map_texture::on_screen;
use super::super::schedule::{Present, Reports, SeatResource};
use super::buffer::Capacity;
use super::worker_marks::{State, dots_of, marks_of};
use crate::domain::Timestamp;
use crate::panels::theme::{self, by_zoom};
use crate::seat::{Hidden, Layer, Seat};
use crate::spatial::{LonLat, Mercator};
use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// From this effective zoom on each worker is a mark of its own.
const MARKS_FROM: f64 = 13.0;

/// A layer of the workers: the far or the near one.
#[derive(Resource, Default)]
struct Far {
    made: Option<(u64, u64, Timestamp)>,
    capacity: Capacity,
    buffer: Handle<ShaderBuffer>,
    material: Handle<Dots>,
    entity: Option<Entity>,
    ground: Option<Ground>,
}

#[derive(Resource, Default)]
struct Near {
    made: Option<(u64, u64, Timestamp, f64, LonLat, f64, bool)>,
    capacity: Capacity,
    buffer: Handle<ShaderBuffer>,
    entity: Option<Entity>,
    ground: Option<Ground>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Far>()
        .init_resource::<Near>()
        .add_systems(Update, (far, near, place).chain().in_set(Present::Layers));
}

fn shows(seat: &Seat) -> bool {
    seat.layers.shows(Layer::Workers)
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn far(
    mut commands: Commands,
    seat: Res<SeatResource>,
    mut far: ResMut<Far>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Dots>>,
    mut reports: ResMut<Reports>,
) {
    let (seat, far) = (&seat.0, &mut *far);
    if !shows(seat) {
        reports.rests(Layer::Workers);
        return;
    }
    if seat.z_eff() >= MARKS_FROM {
        return;
    }
    let revisions = seat.picture.revisions;
    let key = (revisions.fixes, revisions.workers, seat.now);
    if far.made != Some(key) {
        far.made = Some(key);
        let ground = *far.ground.get_or_insert_with(|| Ground::at(Mercator::from_lonlat(seat.view.center)));
        let mut dots = dots_of(seat, &ground);
        reports.drew(Layer::Workers, dots.len());
        if far.capacity.fit(&mut dots) {
            if let Some(old) = far.entity {
                commands.entity(old).despawn();
            }
            let mesh = Mesh2d(meshes.add(triangles(dots.len())));
            far.buffer = buffers.add(ShaderBuffer::from(dots));
            far.material = materials.add(Dots { dots: far.buffer.clone(), style: DotStyle::default() });
            let entity = commands.spawn((mesh, MeshMaterial2d(far.material.clone()), NoFrustumCulling));
            far.entity = Some(entity.id());
        } else if let Some(mut buffer) = buffers.get_mut(&far.buffer) {
            buffer.set_data(dots);
        }
    }
    let style = dot_style(seat);
    if materials.get(&far.material).is_some_and(|material| material.style != style)
        && let Some(mut material) = materials.get_mut(&far.material)
    {
        material.style = style;
    }
}

fn dot_style(seat: &Seat) -> DotStyle {
    let radius_dp = by_zoom(&[(9.0, 1.2), (11.0, 1.6), (13.0, 3.0)], seat.z_eff());
    let colors = State::ALL.map(|state| Vec4::from_array(state.token().linear(1.0)));
    DotStyle { colors, radius: Vec4::splat((radius_dp * seat.screen.scale()) as f32) }
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn near(
    mut commands: Commands,
    seat: Res<SeatResource>,
    mut near: ResMut<Near>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Marks>>,
    mut reports: ResMut<Reports>,
) {
    let (seat, near) = (&seat.0, &mut *near);
    if !shows(seat) || seat.z_eff() < MARKS_FROM {
        return;
    }
    let revisions = seat.picture.revisions;
    let (size, tracks) = (seat.view.width_px + seat.view.height_px, !seat.hides(Hidden::Tracks));
    let key = (revisions.fixes, revisions.workers, seat.now, seat.view.zoom, seat.view.center, size, tracks);
    if near.made == Some(key) {
        return;
    }
    near.made = Some(key);
    let ground = Ground::at(Mercator::from_lonlat(seat.view.center));
    near.ground = Some(ground);
    let (mut marks, workers): (Vec<Mark>, usize) = marks_of(seat, &ground);
    reports.drew(Layer::Workers, workers);
    if near.capacity.fit(&mut marks) {
        if let Some(old) = near.entity {
            commands.entity(old).despawn();
        }
        let mesh = Mesh2d(meshes.add(quads(marks.len())));
        near.buffer = buffers.add(ShaderBuffer::from(marks));
        let casing = Vec4::from_array(theme::CANVAS.linear(1.0));
        let material = materials.add(Marks { marks: near.buffer.clone(), casing });
        near.entity = Some(commands.spawn((mesh, MeshMaterial2d(material), NoFrustumCulling)).id());
    } else if let Some(mut buffer) = buffers.get_mut(&near.buffer) {
        buffer.set_data(marks);
    }
}

/// Puts both where the map is now, and shows the one for this zoom.
fn place(
    seat: Res<SeatResource>,
    far: Res<Far>,
    near: Res<Near>,
    mut entities: Query<(&mut Transform, &mut Visibility)>,
) {
    let seat = &seat.0;
    let is_near = seat.z_eff() >= MARKS_FROM;
    for (entity, ground, wanted) in [(far.entity, far.ground, !is_near), (near.entity, near.ground, is_near)] {
        let (Some(entity), Some(ground)) = (entity, ground) else { continue };
        let Ok((mut transform, mut visibility)) = entities.get_mut(entity) else { continue };
        let shown = if wanted && shows(seat) { Visibility::Visible } else { Visibility::Hidden };
        visibility.set_if_neq(shown);
        let mut there = ground.transform(&seat.view, 0.0);
        there.translation += on_screen(seat, 100.0).translation;
        transform.set_if_neq(there);
    }
}
