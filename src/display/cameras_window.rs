//! A second window for cameras' pictures: opened and closed as the seat says, and closed by hand as any window.

use super::beside_window::BesideWindow;
use super::egui_glue::PanelsResource;
use super::schedule::{Intents, Present, SeatResource};
use crate::panels::{CamerasStand, CamerasWindow};
use crate::seat::{CameraIntent, Intent};
use bevy::ecs::schedule::ScheduleLabel;
use bevy::prelude::*;
use bevy::window::{ClosingWindow, Monitor, PrimaryWindow};
use bevy_egui::{EguiContext, EguiManagedTextures};

const SIZE_PX: (u32, u32) = (1_280, 800);

#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct CamerasPass;

/// The cameras' window, and its camera.
#[derive(Component, Clone, Copy)]
struct OfCameras;

/// What the window shows, while it is open.
#[derive(Resource, Default)]
struct OpenWindow(Option<CamerasWindow>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<OpenWindow>()
        .add_systems(Update, follow.in_set(Present::Layers))
        .add_systems(CamerasPass, show);
}

/// Opens and closes the window as the seat says. Whoever closes it by hand wants the pictures back over the map.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow(
    mut commands: Commands,
    seat: Res<SeatResource>,
    mut panels: ResMut<PanelsResource>,
    mut open: ResMut<OpenWindow>,
    mut intents: ResMut<Intents>,
    mut textures: ResMut<EguiManagedTextures>,
    windows: Query<Entity, (With<OfCameras>, With<Window>)>,
    closing: Query<(), With<ClosingWindow>>,
    cameras: Query<Entity, (With<OfCameras>, With<Camera>)>,
    wall: Query<&Window, With<PrimaryWindow>>,
    monitors: Query<&Monitor>,
) {
    let wanted = seat.0.cameras.are_apart();
    match (windows.single().ok(), wanted) {
        (None, true) => {
            open.0 = Some(CamerasWindow::new(panels.video_source()));
            let position = on_another_monitor(wall.single().ok(), &monitors);
            let title = "视频画面 Zonglan cameras";
            let window = BesideWindow { title, name: "zonglan-cameras", size_px: SIZE_PX, position };
            window.open(&mut commands, CamerasPass, OfCameras);
        }
        (Some(window), _) if !wanted || closing.contains(window) => {
            if closing.contains(window) {
                intents.0.push(Intent::Camera(CameraIntent::Apart(false)));
            } else {
                commands.entity(window).despawn();
            }
            open.0 = None;
            for camera in &cameras {
                // bevy_egui keeps the textures of a context that is gone.
                textures.retain(|(of, _), _| *of != camera);
                commands.entity(camera).despawn();
            }
        }
        _ => {}
    }
    let stand = if open.0.is_some() { CamerasStand::Apart } else { CamerasStand::OnMap };
    panels.panels.stand_cameras(stand);
}

/// The middle of a screen on which the wall does not lie, where there is one.
fn on_another_monitor(wall: Option<&Window>, monitors: &Query<&Monitor>) -> WindowPosition {
    let Some(WindowPosition::At(wall)) = wall.map(|wall| wall.position) else { return WindowPosition::Automatic };
    let lies_on = |monitor: &&Monitor| {
        let size = IVec2::new(monitor.physical_width as i32, monitor.physical_height as i32);
        let from = monitor.physical_position;
        wall.cmpge(from).all() && wall.cmplt(from + size).all()
    };
    let Some(free) = monitors.iter().find(|monitor| !lies_on(monitor)) else { return WindowPosition::Automatic };
    let spare_px = UVec2::new(free.physical_width, free.physical_height).saturating_sub(SIZE_PX.into());
    WindowPosition::At(free.physical_position + (spare_px / 2).as_ivec2())
}

fn show(
    mut contexts: Query<&mut EguiContext, With<OfCameras>>,
    seat: Res<SeatResource>,
    mut open: ResMut<OpenWindow>,
    mut intents: ResMut<Intents>,
) {
    let (Ok(mut context), Some(window)) = (contexts.single_mut(), &mut open.0) else { return };
    intents.0.extend(window.show(context.get_mut(), &seat.0));
}
