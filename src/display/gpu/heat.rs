//! A raster of densities on the ground, coloured by a ramp.

use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageAddressMode, ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, Extent3d, ShaderType, TextureDimension, TextureFormat};
use bevy::sprite_render::AlphaMode2d;

/// The ramp and where the raster lies.
#[derive(Clone, Debug, ShaderType)]
pub(in crate::display) struct Ramp {
    /// Linear, lowest first.
    pub(in crate::display) colors: [Vec4; 7],
    /// Local metres: the south-western corner, width, height.
    pub(in crate::display) ground: Vec4,
}

/// The material of the heat.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Heat {
    #[uniform(0)]
    pub(in crate::display) ramp: Ramp,
    #[texture(1)]
    #[sampler(2)]
    pub(in crate::display) raster: Handle<Image>,
}

super::drawn_by!(Heat, HEAT, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION]);

/// A raster of places on the ramp (0 to 255), rows from south to north, smooth between its cells.
pub(in crate::display) fn raster(width: usize, height: usize, places: Vec<u8>) -> Image {
    let size = Extent3d { width: width as u32, height: height as u32, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new(size, TextureDimension::D2, places, TextureFormat::R8Unorm, usage);
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::ClampToEdge,
        address_mode_v: ImageAddressMode::ClampToEdge,
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        ..default()
    });
    image
}
