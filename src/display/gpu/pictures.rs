//! Pictures of the ground: quads, or where their grid is bent fine nets, each with a part of a picture on it.

use super::ground::Ground;
use crate::spatial::Mercator;
use bevy::asset::RenderAssetUsages;
use bevy::image::{ImageAddressMode, ImageFilterMode, ImageSampler, ImageSamplerDescriptor};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, Extent3d, ShaderType, TextureDimension, TextureFormat};
use bevy::sprite_render::AlphaMode2d;

/// Which part of a picture, and how it is toned.
#[derive(Clone, Copy, Debug, PartialEq, ShaderType)]
pub(in crate::display) struct Toning {
    /// The part's corner, and how much of the picture it is, 0 to 1.
    pub(in crate::display) part: Vec4,
    /// sRGB: what quiet ground becomes.
    pub(in crate::display) low: Vec4,
    /// sRGB: what stands out most.
    pub(in crate::display) high: Vec4,
    /// x: 1 where the picture is dark on light; y: how much of a cool colour stays.
    pub(in crate::display) how: Vec4,
}

/// The material of one piece.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Pictures {
    #[uniform(0)]
    pub(in crate::display) tone: Toning,
    #[texture(1)]
    #[sampler(2)]
    pub(in crate::display) picture: Handle<Image>,
}

super::drawn_by!(Pictures, PICTURES, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION, Mesh::ATTRIBUTE_UV_0]);

/// A picture on its way to the graphics card: sRGB bytes with opacity, rows from the north. They are toned as they
/// are, so that no conversion comes between.
pub(in crate::display) fn texture(width: u32, height: u32, rgba: Vec<u8>) -> Image {
    let size = Extent3d { width, height, depth_or_array_layers: 1 };
    let usage = RenderAssetUsages::RENDER_WORLD;
    let mut image = Image::new(size, TextureDimension::D2, rgba, TextureFormat::Rgba8Unorm, usage);
    image.sampler = ImageSampler::Descriptor(ImageSamplerDescriptor {
        address_mode_u: ImageAddressMode::ClampToEdge,
        address_mode_v: ImageAddressMode::ClampToEdge,
        mag_filter: ImageFilterMode::Linear,
        min_filter: ImageFilterMode::Linear,
        ..default()
    });
    image
}

/// A piece reaches beyond its own ground by this share of its side, so that no gap shows between two.
const BEYOND: f64 = 1.0 / 1024.0;

/// A net of `cells` by `cells` over a piece of ground: `place` says where a share of its width, from the west, and of
/// its height, from the north, lies.
pub(in crate::display) fn net(origin: Mercator, cells: u16, place: impl Fn(f64, f64) -> Mercator) -> (Ground, Mesh) {
    let mut ground = Ground::at(origin);
    let share = |step: u16| match step {
        0 => -BEYOND,
        step if step == cells => 1.0 + BEYOND,
        step => f64::from(step) / f64::from(cells),
    };
    let (mut positions, mut uvs, mut indices) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..=cells {
        for column in 0..=cells {
            let (right, down) = (share(column), share(row));
            let [x, y] = ground.put_mercator(place(right, down));
            positions.push([x, y, 0.0]);
            uvs.push([right as f32, down as f32]);
        }
    }
    let wide = cells + 1;
    for (row, column) in (0..cells).flat_map(|row| (0..cells).map(move |column| (row, column))) {
        let first = row * wide + column;
        indices.extend([first, first + wide, first + 1, first + 1, first + wide, first + wide + 1]);
    }
    let mesh = Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, uvs)
        .with_inserted_indices(Indices::U16(indices));
    (ground, mesh)
}
