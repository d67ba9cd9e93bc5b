//! Letters over one buffer and an atlas; the atlas is written piece by piece, never as a whole.

use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::prelude::*;
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    AsBindGroup, Extent3d, Origin3d, ShaderType, TexelCopyBufferLayout, TexelCopyTextureInfo, TextureAspect,
    TextureDimension, TextureFormat,
};
use bevy::render::renderer::RenderQueue;
use bevy::render::storage::ShaderBuffer;
use bevy::render::texture::GpuImage;
use bevy::render::{ExtractSchedule, MainWorld, Render, RenderApp, RenderSystems};
use bevy::sprite_render::AlphaMode2d;

/// Bytes of one texel: coverage, and nearness to the letter.
pub(in crate::display) const TEXEL_BYTES: u32 = 2;

/// What part of a letter a quad draws; the numbers are the shader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::display) enum Part {
    /// Its dark rim.
    Rim = 1,
    /// The letter itself.
    Letter = 2,
}

/// One quad, as the shader reads it; all zero draws nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub(in crate::display) struct Glyph {
    /// The name's place, local metres; from there to the quad's middle, px, y up.
    pub(in crate::display) place: Vec4,
    /// Half width and height, px; cosine and sine of its turn.
    pub(in crate::display) shape: Vec4,
    /// The first texel; the part.
    pub(in crate::display) texels: Vec4,
    /// sRGB, opacity.
    pub(in crate::display) color: Vec4,
}

/// How all letters look.
#[derive(Clone, Debug, Default, PartialEq, ShaderType)]
pub(in crate::display) struct GlyphStyle {
    /// The rim's colour, sRGB.
    pub(in crate::display) rim: Vec4,
    /// The rim's width, and the farthest distance that the atlas knows, px.
    pub(in crate::display) reach: Vec4,
}

/// The material of letters.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Glyphs {
    #[storage(0, read_only)]
    pub(in crate::display) glyphs: Handle<ShaderBuffer>,
    #[texture(1)]
    #[sampler(2)]
    pub(in crate::display) atlas: Handle<Image>,
    #[uniform(3)]
    pub(in crate::display) style: GlyphStyle,
}

super::drawn_by!(Glyphs, GLYPHS, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION]);

/// An empty atlas: without a letter everywhere.
pub(in crate::display) fn atlas(side_px: u32) -> Image {
    let size = Extent3d { width: side_px, height: side_px, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new_uninit(size, TextureDimension::D2, TextureFormat::Rg8Unorm, usage);
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        ..default()
    });
    image
}

/// A rectangle of the atlas with its new texels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::display) struct Patch {
    pub(in crate::display) at_px: [u32; 2],
    pub(in crate::display) size_px: [u32; 2],
    pub(in crate::display) texels: Vec<u8>,
}

/// What is to be written into which atlas; on its way from the seat's world to the renderer's.
#[derive(Resource, Default)]
pub(in crate::display) struct Patches(pub(in crate::display) Vec<(Handle<Image>, Patch)>);

/// Adds the way of the patches. Beside `Material2dPlugin`, which brings the material.
pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Patches>();
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer
            .init_resource::<Patches>()
            .add_systems(ExtractSchedule, take)
            .add_systems(Render, write.in_set(RenderSystems::PrepareResources));
    }
}

fn take(mut seat_world: ResMut<MainWorld>, mut patches: ResMut<Patches>) {
    if let Some(mut new) = seat_world.get_resource_mut::<Patches>().filter(|new| !new.0.is_empty()) {
        patches.0.append(&mut new.0);
    }
}

/// Writes what has come. An atlas that isn't there yet gets its patches as soon as it is.
fn write(mut patches: ResMut<Patches>, images: Res<RenderAssets<GpuImage>>, queue: Res<RenderQueue>) {
    if patches.0.is_empty() {
        return;
    }
    patches.0.retain(|(atlas, patch)| {
        let Some(image) = images.get(atlas) else { return true };
        let [x, y] = patch.at_px;
        let [width, height] = patch.size_px;
        let into = TexelCopyTextureInfo {
            texture: &image.texture,
            mip_level: 0,
            origin: Origin3d { x, y, z: 0 },
            aspect: TextureAspect::All,
        };
        let layout =
            TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * TEXEL_BYTES), rows_per_image: None };
        queue.write_texture(into, &patch.texels, layout, Extent3d { width, height, depth_or_array_layers: 1 });
        false
    });
}
