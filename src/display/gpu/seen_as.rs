//! The whole screen through other eyes (`seat::Sight`): one pass over the finished picture, panels included, before it goes to
//! the window. While nobody checks, the pass is not there.

use super::SEEN_AS;
use super::panel_copy;
use crate::display::schedule::{SeatResource, Step};
use crate::display::screen::ScreenCamera;
use crate::seat::Sight;
use bevy::core_pipeline::Core2d;
use bevy::core_pipeline::fullscreen_material::{FullscreenMaterial, FullscreenMaterialPlugin};
use bevy::core_pipeline::upscaling::upscaling;
use bevy::ecs::schedule::{ScheduleConfigs, ScheduleLabel};
use bevy::ecs::system::BoxedSystem;
use bevy::prelude::*;
use bevy::render::extract_component::ExtractComponent;
use bevy::render::render_resource::ShaderType;
use bevy::shader::ShaderRef;

/// What of the light's red, green and blue is seen as red, green and blue; the fourth number is not used.
#[derive(Component, ExtractComponent, ShaderType, Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::display) struct SeenAs {
    red: Vec4,
    green: Vec4,
    blue: Vec4,
}

impl SeenAs {
    fn of(sight: Sight) -> Self {
        let [red, green, blue] = sight.matrix().map(|row| Vec4::new(row[0] as f32, row[1] as f32, row[2] as f32, 0.0));
        Self { red, green, blue }
    }
}

impl FullscreenMaterial for SeenAs {
    fn fragment_shader() -> ShaderRef {
        SEEN_AS.into()
    }

    fn schedule() -> impl ScheduleLabel + Clone {
        Core2d
    }

    fn schedule_configs(system: ScheduleConfigs<BoxedSystem>) -> ScheduleConfigs<BoxedSystem> {
        // What rests is copied off the screen as it is, before.
        system.after(panel_copy::copy).before(upscaling)
    }
}

pub(super) fn plugin(app: &mut App) {
    app.add_plugins(FullscreenMaterialPlugin::<SeenAs>::default()).add_systems(Update, follow.in_set(Step::Present));
}

fn follow(
    mut commands: Commands,
    seat: Res<SeatResource>,
    camera: Query<(Entity, Option<&SeenAs>), With<ScreenCamera>>,
) {
    let Ok((camera, now)) = camera.single() else { return };
    let wanted = seat.0.see_as.map(SeenAs::of);
    if wanted.as_ref() == now {
        return;
    }
    match wanted {
        Some(eyes) => commands.entity(camera).insert(eyes),
        None => commands.entity(camera).remove::<SeenAs>(),
    };
}
