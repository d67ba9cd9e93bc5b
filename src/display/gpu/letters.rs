//! Letters that are drawn for the first time go to the card alone: `bevy_egui` would hand their whole texture over again,
//! megabytes of it. Whatever textures egui sets, the card has in the frame that draws them.

use bevy::asset::AssetEventSystems;
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{Extent3d, Origin3d, TexelCopyBufferLayout, TexelCopyTextureInfo, TextureAspect};
use bevy::render::renderer::RenderQueue;
use bevy::render::texture::GpuImage;
use bevy::render::{ExtractSchedule, MainWorld, Render, RenderApp, RenderSystems};
use bevy_egui::egui::epaint::{ImageData, ImageDelta};
use bevy_egui::egui::{Color32, TextureId, TexturesDelta};
use bevy_egui::{EguiManagedTextures, EguiPostUpdateSet, EguiRenderOutput};

/// A texture that is not on the card after so many frames is none any more.
const MOST_FRAMES: u8 = 8;
const BYTES_A_TEXEL: u32 = 4;

/// A part of a texture that is written anew.
struct Patch {
    texture: AssetId<Image>,
    at: UVec2,
    size: UVec2,
    rgba: Vec<u8>,
    /// For how many frames its texture has been waited for.
    waited: u8,
}

/// What this frame's letters change.
#[derive(Resource, Default)]
pub(super) struct Letters(Vec<Patch>);

/// What is still to be written, on the side that draws.
#[derive(Resource, Default)]
struct ToWrite(Vec<Patch>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Letters>()
        .add_systems(
            PostUpdate,
            take.after(EguiPostUpdateSet::ProcessOutput).before(EguiPostUpdateSet::PostProcessOutput),
        )
        // What is told of textures behind this is told in the next frame, and drawn without them in this one.
        .configure_sets(PostUpdate, EguiPostUpdateSet::PostProcessOutput.before(AssetEventSystems));
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer
            .init_resource::<ToWrite>()
            .add_systems(ExtractSchedule, hand_over)
            .add_systems(Render, write.in_set(RenderSystems::PrepareResources));
    }
}

/// Takes out of egui's output what changes a part of a texture that is there. Where all of it is set anew in the same frame,
/// both stay together.
pub(super) fn take(
    mut outputs: Query<(Entity, &mut EguiRenderOutput)>,
    textures: Res<EguiManagedTextures>,
    mut letters: ResMut<Letters>,
) {
    for (context, mut output) in &mut outputs {
        output.textures_delta.set.retain(|id, deltas| {
            let TextureId::Managed(number) = *id else { return true };
            let Some(texture) = textures.get(&(context, number)) else { return true };
            let Some(patches) =
                deltas.iter().map(|delta| Patch::of(texture.handle.id(), delta)).collect::<Option<Vec<_>>>()
            else {
                return true;
            };
            letters.0.extend(patches);
            false
        });
    }
}

/// Whether a texture is set anew as a whole, other than those that are `arriving` and shown by nothing yet.
pub(in crate::display) fn sets_anew(delta: &TexturesDelta, arriving: &[TextureId]) -> bool {
    let others = delta.set.iter().filter(|(id, _)| !arriving.contains(id));
    others.flat_map(|(_, deltas)| deltas).any(|delta| delta.pos.is_none())
}

impl Patch {
    /// None where the delta is of the whole texture.
    fn of(texture: AssetId<Image>, delta: &ImageDelta) -> Option<Self> {
        let [x, y] = delta.pos?;
        let ImageData::Color(image) = &delta.image;
        let rgba = image.pixels.iter().flat_map(Color32::to_array).collect();
        let [width, height] = image.size;
        let (at, size) = (UVec2::new(x as u32, y as u32), UVec2::new(width as u32, height as u32));
        Some(Self { texture, at, size, rgba, waited: 0 })
    }
}

fn hand_over(mut main: ResMut<MainWorld>, mut to_write: ResMut<ToWrite>) {
    to_write.0.append(&mut main.resource_mut::<Letters>().0);
}

/// Writes what has come, each texture's in its order; a texture that the card does not have yet is waited for.
fn write(mut to_write: ResMut<ToWrite>, images: Res<RenderAssets<GpuImage>>, queue: Res<RenderQueue>) {
    to_write.0.retain_mut(|patch| {
        let Some(image) = images.get(patch.texture) else {
            patch.waited += 1;
            return patch.waited < MOST_FRAMES;
        };
        let end = patch.at + patch.size;
        if end.x <= image.texture.width() && end.y <= image.texture.height() {
            let origin = Origin3d { x: patch.at.x, y: patch.at.y, z: 0 };
            let layout = TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(BYTES_A_TEXEL * patch.size.x),
                rows_per_image: None,
            };
            queue.write_texture(
                TexelCopyTextureInfo { texture: &image.texture, mip_level: 0, origin, aspect: TextureAspect::All },
                &patch.rgba,
                layout,
                Extent3d { width: patch.size.x, height: patch.size.y, depth_or_array_layers: 1 },
            );
        }
        false
    });
}
