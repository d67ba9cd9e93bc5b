//! Windows beside the seat's own: each with its own camera and egui context, and nothing of the map.

use crate::panels::theme;
use bevy::camera::RenderTarget;
use bevy::camera::visibility::RenderLayers;
use bevy::ecs::schedule::ScheduleLabel;
use bevy::prelude::*;
use bevy::window::{WindowRef, WindowResolution};
use bevy_egui::EguiSchedule;

/// No layer of the map is drawn for these cameras.
const NOTHING_OF_THE_MAP: usize = 31;

/// What such a window is.
pub(super) struct BesideWindow {
    pub(super) title: &'static str,
    /// The name by which a window manager knows it.
    pub(super) name: &'static str,
    pub(super) size_px: (u32, u32),
    pub(super) position: WindowPosition,
}

impl BesideWindow {
    /// Opens it; what is in it is drawn by the systems of `pass`. `mark` finds its window and its camera again.
    pub(super) fn open(self, commands: &mut Commands, pass: impl ScheduleLabel, mark: impl Component + Copy) {
        let window = Window {
            title: self.title.into(),
            name: Some(self.name.into()),
            resolution: WindowResolution::new(self.size_px.0, self.size_px.1),
            position: self.position,
            ..default()
        };
        let window = commands.spawn((window, mark)).id();
        let ground = LinearRgba::from_f32_array(theme::PANEL.linear(1.0));
        let camera = Camera { clear_color: ClearColorConfig::Custom(ground.into()), ..default() };
        let target = RenderTarget::Window(WindowRef::Entity(window));
        let layers = RenderLayers::layer(NOTHING_OF_THE_MAP);
        commands.spawn((Camera2d, camera, Msaa::Off, target, layers, EguiSchedule::new(pass), mark));
    }
}
