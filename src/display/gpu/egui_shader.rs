//! The panels' own shader in place of bevy_egui's, and textures as it wants them.
//!
//! bevy_egui keeps its textures as sRGB: sampling them turns four texels into light, its shader turns the result back, multiplies
//! and turns it into light again. On a software rasteriser that is most of what panels and symbols cost. Here the
//! textures are plain numbers, and one turn into light is left.

use super::letters;
use bevy::asset::AssetEventSystems;
use bevy::prelude::*;
use bevy::render::render_resource::TextureFormat;
use bevy_egui::render::EGUI_SHADER_HANDLE;
use bevy_egui::{EguiManagedTextures, EguiPostUpdateSet, EguiRenderOutput, egui};

/// Beside `EguiPlugin`, whose shader is there once every plugin has finished.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Written>().add_systems(Startup, replace).add_systems(
        PostUpdate,
        (
            // What changes a part of a texture goes to the card alone (`letters`) and is not written here.
            note.after(letters::take).before(EguiPostUpdateSet::PostProcessOutput),
            plain.after(EguiPostUpdateSet::PostProcessOutput).before(AssetEventSystems),
        ),
    );
}

fn replace(mut shaders: ResMut<Assets<Shader>>) {
    let source = include_str!("../../../assets/shaders/egui.wgsl");
    if let Err(error) = shaders.insert(EGUI_SHADER_HANDLE.id(), Shader::from_wgsl(source, "egui.wgsl")) {
        // Its own handle can't have outlived itself; were it so, panels would be too dark.
        error!("the panels' shader can't be set: {error}");
    }
}

/// The textures that are set anew in this frame. No other is touched: what is touched is sent to the graphics card as it
/// stands here, without the letters that went there alone.
#[derive(Resource, Default)]
struct Written(Vec<(Entity, u64)>);

fn note(outputs: Query<(Entity, &EguiRenderOutput)>, mut written: ResMut<Written>) {
    let managed = |id: &egui::TextureId| match id {
        egui::TextureId::Managed(id) => Some(*id),
        egui::TextureId::User(_) => None,
    };
    for (entity, output) in &outputs {
        written.0.extend(output.textures_delta.set.keys().filter_map(managed).map(|id| (entity, id)));
    }
}

/// Tells each of them that its numbers are plain.
fn plain(textures: Res<EguiManagedTextures>, mut images: ResMut<Assets<Image>>, mut written: ResMut<Written>) {
    for texture in written.0.drain(..).filter_map(|id| textures.get(&id)) {
        if let Some(mut image) = images.get_mut(&texture.handle) {
            image.texture_descriptor.format = TextureFormat::Rgba8Unorm;
        }
    }
}
