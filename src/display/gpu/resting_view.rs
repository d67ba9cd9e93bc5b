//! A camera that rests gives its pictures back. Bevy takes away what was extracted of it but leaves it the two pictures
//! and the depth that it last drew with, as large as what it draws onto: at 7680×2160 those of the cached map's camera
//! are 39 MB each, and the map is drawn for a few frames in an hour.

use bevy::prelude::*;
use bevy::render::camera::ExtractedCamera;
use bevy::render::view::{ViewDepthTexture, ViewTarget};
use bevy::render::{Render, RenderApp, RenderSystems};

pub(super) fn plugin(app: &mut App) {
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer.add_systems(Render, give_back.in_set(RenderSystems::Cleanup));
    }
}

/// Bevy's cache of textures lets go of what no view holds once that was not asked for in three frames, so that a zoom that
/// goes on draws into the same ones.
fn give_back(mut commands: Commands, resting: Query<Entity, (With<ViewTarget>, Without<ExtractedCamera>)>) {
    for view in &resting {
        commands.entity(view).remove::<(ViewTarget, ViewDepthTexture)>();
    }
}
