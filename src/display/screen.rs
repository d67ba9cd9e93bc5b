//! The camera that draws the whole screen, and the seat's size, which follows the window's.

use super::schedule::{SeatResource, Step};
use crate::panels::theme;
use bevy::camera::{CameraMainTextureUsages, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::TextureUsages;
use bevy::window::PrimaryWindow;
use bevy_egui::{EguiContextSettings, PrimaryEguiContext};

/// The camera of the whole screen.
#[derive(Component)]
pub(super) struct ScreenCamera;

/// Whether who looks from how far stays as it is, whatever the size; otherwise a new size is set up anew.
#[derive(Resource, Default)]
pub(super) struct ViewingStays(pub(super) bool);

pub(super) fn plugin(app: &mut App) {
    let canvas = LinearRgba::from_f32_array(theme::CANVAS.linear(1.0));
    app.insert_resource(ClearColor(canvas.into()))
        .init_resource::<ViewingStays>()
        .add_systems(Update, follow_window.in_set(Step::Ingest));
}

/// Spawns the screen's camera, onto an image or the window.
pub(super) fn spawn_camera(world: &mut World, target: Option<Handle<Image>>) -> Entity {
    // The cached map is copied onto its picture.
    let usages = CameraMainTextureUsages::default().with(TextureUsages::COPY_DST);
    // Its passes are ours (`passes`).
    let by_hand = EguiContextSettings { run_manually: true, ..default() };
    let camera = world.spawn((Camera2d, Msaa::Off, usages, ScreenCamera, PrimaryEguiContext, by_hand)).id();
    if let Some(image) = target {
        world.entity_mut(camera).insert(RenderTarget::from(image));
    }
    camera
}

fn follow_window(
    windows: Query<&Window, With<PrimaryWindow>>,
    stays: Res<ViewingStays>,
    mut seat: ResMut<SeatResource>,
) {
    let Ok(window) = windows.single() else { return };
    let (width_px, height_px) = (f64::from(window.physical_width()), f64::from(window.physical_height()));
    let screen = seat.0.screen;
    if width_px < 1.0 || height_px < 1.0 || (screen.width_px == width_px && screen.height_px == height_px) {
        return;
    }
    if stays.0 {
        seat.0.resize(width_px, height_px);
    } else {
        seat.0.fit_screen(width_px, height_px);
    }
}
