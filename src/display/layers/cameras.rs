//! Cameras: squares by state from effective zoom 14, with what they look at where somebody asks or few
//! stand about. They stand still, so they are part of the cached map.

use super::super::gpu::ground::Ground;
use super::super::gpu::marks::{Kind, Mark, Marks, quads};
use super::super::map_piece::MapPiece;
use super::super::map_texture::{MapContent, MapZoom};
use super::super::schedule::{Present, Reports, SeatResource};
use super::buffer::Capacity;
use crate::domain::{Camera, CameraState};
use crate::panels::theme::{self, by_zoom};
use crate::seat::{Layer, Seat, Selection};
use crate::spatial::{Bounds, Mercator, Px};
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

/// Cameras show from this effective zoom on.
const FROM_ZOOM: f64 = 14.0;
/// What they look at shows from this effective zoom on for those that somebody asks for…
const WEDGES_FROM: f64 = 15.0;
/// … and from this one for all, where they are few.
const ALL_WEDGES_FROM: f64 = 17.0;
/// The marks reach this share of the map beyond its edges, so that a pan seldom needs new ones.
const SPARE: f64 = 0.5;
/// A camera's usual opening and range, where nobody has said.
const USUAL_FOV_DEG: f32 = 60.0;
const USUAL_RANGE_M: f32 = 60.0;
/// So many cameras about are few; with more, a hundred overlapping wedges would be a fog.
const FEW: usize = 24;
/// The opacity of what they look at.
const WEDGE_ALPHA: f32 = 0.16;

/// Marks the cameras' piece.
#[derive(Component)]
struct OfCameras;

/// What the marks were last made of.
#[derive(Default)]
struct Made {
    key: Option<(u64, f64, f64, Vec<u32>)>,
    within: Option<Bounds>,
    capacity: Capacity,
    buffer: Handle<ShaderBuffer>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_view.in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_view(
    mut commands: Commands,
    seat: Res<SeatResource>,
    map_zoom: Res<MapZoom>,
    mut made: Local<Made>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Marks>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut pieces: Query<(Entity, &mut Ground), bevy::ecs::query::With<OfCameras>>,
) {
    let seat = &seat.0;
    if !seat.layers.shows(Layer::Cameras) || seat.z_eff() < FROM_ZOOM {
        reports.rests(Layer::Cameras);
        made.key = None;
        return;
    }
    let key = (seat.picture.revisions.cameras, map_zoom.zoom, seat.screen.scale(), asked_for(seat));
    let seen = seat.view.bounds();
    let within = made.within.is_some_and(|within| within.contains(seen.min) && within.contains(seen.max));
    if made.key.as_ref() == Some(&key) && within {
        return;
    }
    let (ground, mut marks, bounds) = marks_of(seat);
    let drawn = marks.len();
    made.key = Some(key);
    made.within = Some(bounds);
    content.0 += 1;
    reports.drew(Layer::Cameras, drawn);
    let grown = made.capacity.fit(&mut marks);
    if let Some((entity, mut old)) = pieces.iter_mut().next() {
        if !grown {
            *old = ground;
            if let Some(mut buffer) = buffers.get_mut(&made.buffer) {
                buffer.set_data(marks);
            }
            return;
        }
        commands.entity(entity).despawn();
    }
    let mesh = Mesh2d(meshes.add(quads(marks.len())));
    made.buffer = buffers.add(ShaderBuffer::from(marks));
    let casing = Vec4::from_array(theme::CANVAS.linear(1.0));
    let material = materials.add(Marks { marks: made.buffer.clone(), casing });
    let piece = MapPiece { from_zoom: FROM_ZOOM, ..MapPiece::new(Layer::Cameras, 30.0) };
    commands.spawn((mesh, MeshMaterial2d(material), ground, piece, Visibility::Hidden, OfCameras));
}

/// The marks of the cameras on the map and a little beyond it, and the box that was looked through.
fn marks_of(seat: &Seat) -> (Ground, Vec<Mark>, Bounds) {
    let view = &seat.view;
    let (spare_x, spare_y) = (view.width_px * SPARE, view.height_px * SPARE);
    let corner = |x, y| view.lonlat_from_screen(Px::new(x, y));
    let bounds = Bounds::new(corner(-spare_x, view.height_px + spare_y), corner(view.width_px + spare_x, -spare_y));
    let mut ground = Ground::at(Mercator::from_lonlat(view.center));
    let mut numbers = seat.picture.cameras.index().within_bounds(&bounds);
    numbers.sort_unstable();
    let rows = seat.picture.cameras.rows();
    let cameras: Vec<&Camera> = numbers.iter().filter_map(|number| rows.get(*number as usize)).collect();
    let places: Vec<[f32; 2]> = cameras.iter().map(|camera| ground.put(camera.at)).collect();
    let mut marks = Vec::with_capacity(cameras.len() * 2);
    if seat.z_eff() >= WEDGES_FROM {
        let asked_for = asked_for(seat);
        let all = cameras.len() <= FEW && seat.z_eff() >= ALL_WEDGES_FROM;
        let asked = |number: &u32| all || asked_for.contains(number);
        let looked = numbers.iter().zip(cameras.iter().zip(&places)).filter(|(number, _)| asked(number));
        let wedges = looked.filter_map(|(_, (camera, at))| wedge(seat, camera, *at));
        marks.extend(wedges);
    }
    marks.extend(cameras.iter().zip(&places).map(|(camera, at)| square(seat, camera, *at)));
    (ground, marks, bounds)
}

/// The cameras that somebody asks for: those of the card, and the selected one.
fn asked_for(seat: &Seat) -> Vec<u32> {
    let selected = match seat.selection {
        Some(Selection::Camera(number)) => Some(number),
        _ => None,
    };
    seat.recommendation.cameras.iter().map(|(number, _)| *number).chain(selected).collect()
}

fn square(seat: &Seat, camera: &Camera, at: [f32; 2]) -> Mark {
    let scale = seat.screen.scale();
    let size_dp = by_zoom(&[(14.0, 3.0), (15.0, 6.0), (16.0, 8.0), (17.0, 14.0)], seat.z_eff());
    let (kind, token) = match camera.state {
        CameraState::Online => (Kind::Square, theme::CAMERA),
        CameraState::Fault => (Kind::Slashed, theme::CAMERA_FAULT),
        // Nobody knows whether it answers: neither the one nor the other.
        CameraState::Unknown | CameraState::NoRoute => (Kind::Square, theme::CAMERA_FAULT),
    };
    let casing_px = by_zoom(&[(14.0, 1.0), (17.0, 2.0)], seat.z_eff()) * f64::from(theme::rims()) * scale;
    Mark::cased(kind, at, size_dp * scale / 2.0, token.linear(1.0), casing_px, None)
}

fn wedge(seat: &Seat, camera: &Camera, at: [f32; 2]) -> Option<Mark> {
    let toward_deg = camera.direction_deg.filter(|_| camera.state != CameraState::Fault)?;
    let range_m = f64::from(camera.range_m.unwrap_or(USUAL_RANGE_M));
    let radius_px = range_m / seat.view.ground_m_per_px();
    let opening_deg = camera.fov_deg.unwrap_or(USUAL_FOV_DEG).clamp(5.0, 360.0);
    Some(Mark::wedge(at, radius_px, theme::CAMERA.linear(WEDGE_ALPHA), toward_deg, opening_deg))
}
