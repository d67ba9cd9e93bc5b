//! A second window for the tour's guide.

use super::beside_window::BesideWindow;
use super::schedule::{Intents, SeatResource};
use crate::panels::guide_window;
use bevy::ecs::schedule::ScheduleLabel;
use bevy::prelude::*;
use bevy_egui::EguiContext;

#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct GuidePass;

/// The guide's window, and its camera.
#[derive(Component, Clone, Copy)]
struct OfGuide;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, open).add_systems(GuidePass, show);
}

fn open(mut commands: Commands) {
    let window = BesideWindow {
        title: "讲解 Zonglan guide",
        name: "zonglan-guide",
        size_px: (960, 720),
        position: WindowPosition::Automatic,
    };
    window.open(&mut commands, GuidePass, OfGuide);
}

fn show(mut contexts: Query<&mut EguiContext, With<OfGuide>>, seat: Res<SeatResource>, mut intents: ResMut<Intents>) {
    let Ok(mut context) = contexts.single_mut() else { return };
    intents.0.extend(guide_window(context.get_mut(), &seat.0));
}
