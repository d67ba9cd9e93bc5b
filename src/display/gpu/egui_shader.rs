//! The panels' own shader in place of bevy_egui's, and textures as it wants them.
//!
//! bevy_egui keeps its textures as sRGB: sampling them turns four texels into light, its shader turns the result back, multiplies
//! and turns it into light again. On a software rasteriser that is most of what panels and symbols cost. Here the
//! textures are plain numbers, and one turn into light is left.

use bevy::prelude::*;
use bevy::render::render_resource::TextureFormat;
use bevy_egui::render::EGUI_SHADER_HANDLE;
use bevy_egui::{EguiManagedTextures, EguiPostUpdateSet, EguiRenderOutput, egui};

/// Beside `EguiPlugin`, whose shader is there once every plugin has finished.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Written>().add_systems(Startup, replace).add_systems(
        PostUpdate,
        (
            note.after(EguiPostUpdateSet::ProcessOutput).before(EguiPostUpdateSet::PostProcessOutput),
            plain.after(EguiPostUpdateSet::PostProcessOutput),
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

/// The textures that the panels write to in this frame. No other is touched: what is touched is sent to the graphics card anew.
#[derive(Resource, Default)]
struct Written(Vec<(Entity, u64)>);

/// Makes what is about to be written sRGB again: bevy_egui writes a part of a texture by colours, and those become other
/// numbers in a texture of plain ones.
fn note(
    outputs: Query<(Entity, &EguiRenderOutput)>,
    textures: Res<EguiManagedTextures>,
    mut images: ResMut<Assets<Image>>,
    mut written: ResMut<Written>,
) {
    let managed = |id: &egui::TextureId| match id {
        egui::TextureId::Managed(id) => Some(*id),
        egui::TextureId::User(_) => None,
    };
    for (entity, output) in &outputs {
        written.0.extend(output.textures_delta.set.keys().filter_map(managed).map(|id| (entity, id)));
    }
    set_format(&written.0, &textures, &mut images, TextureFormat::Rgba8UnormSrgb);
}

/// Tells each that was written that its numbers are plain.
fn plain(textures: Res<EguiManagedTextures>, mut images: ResMut<Assets<Image>>, mut written: ResMut<Written>) {
    set_format(&written.0, &textures, &mut images, TextureFormat::Rgba8Unorm);
    written.0.clear();
}

fn set_format(
    ids: &[(Entity, u64)],
    textures: &EguiManagedTextures,
    images: &mut Assets<Image>,
    format: TextureFormat,
) {
    for texture in ids.iter().filter_map(|id| textures.get(id)) {
        if let Some(mut image) = images.get_mut(&texture.handle) {
            image.texture_descriptor.format = format;
        }
    }
}
