//! A second window for the tour's guide: its own camera and egui context, nothing of the map.

use super::schedule::{Intents, SeatResource};
use crate::panels::{guide_window, theme};
use bevy::camera::RenderTarget;
use bevy::camera::visibility::RenderLayers;
use bevy::ecs::schedule::ScheduleLabel;
use bevy::prelude::*;
use bevy::window::{WindowRef, WindowResolution};
use bevy_egui::{EguiContext, EguiSchedule};

/// No layer of the map is drawn for this camera.
const NOTHING_OF_THE_MAP: usize = 31;
const SIZE_PX: (u32, u32) = (960, 720);

#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct GuidePass;

/// The camera of the guide's window.
#[derive(Component)]
struct GuideCamera;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, open).add_systems(GuidePass, show);
}

fn open(mut commands: Commands) {
    let window = Window {
        title: "讲解 Zonglan guide".into(),
        name: Some("zonglan-guide".into()),
        resolution: WindowResolution::new(SIZE_PX.0, SIZE_PX.1),
        ..default()
    };
    let window = commands.spawn(window).id();
    let ground = LinearRgba::from_f32_array(theme::PANEL.linear(1.0));
    let camera = Camera { clear_color: ClearColorConfig::Custom(ground.into()), ..default() };
    let target = RenderTarget::Window(WindowRef::Entity(window));
    let layers = RenderLayers::layer(NOTHING_OF_THE_MAP);
    commands.spawn((Camera2d, camera, Msaa::Off, target, layers, EguiSchedule::new(GuidePass), GuideCamera));
}

fn show(
    mut contexts: Query<&mut EguiContext, With<GuideCamera>>,
    seat: Res<SeatResource>,
    mut intents: ResMut<Intents>,
) {
    let Ok(mut context) = contexts.single_mut() else { return };
    intents.0.extend(guide_window(context.get_mut(), &seat.0));
}
