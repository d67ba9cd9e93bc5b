//! Dots by the ten thousand: one mesh of lone triangles, cut to discs, over a buffer of places.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::PrimitiveTopology;
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::render::storage::ShaderBuffer;
use bevy::sprite_render::AlphaMode2d;

/// How dots look.
#[derive(Clone, Debug, Default, PartialEq, ShaderType)]
pub(in crate::display) struct DotStyle {
    /// Linear, by state.
    pub(in crate::display) colors: [Vec4; 4],
    /// Radius, px, in x.
    pub(in crate::display) radius: Vec4,
}

/// The material of dots.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Dots {
    #[storage(0, read_only)]
    pub(in crate::display) dots: Handle<ShaderBuffer>,
    #[uniform(1)]
    pub(in crate::display) style: DotStyle,
}

super::drawn_by!(Dots, DOTS, |_| AlphaMode2d::Opaque, [Mesh::ATTRIBUTE_POSITION]);

/// The triangles of so many dots: corner in radii, and the dot's number.
pub(in crate::display) fn triangles(capacity: usize) -> Mesh {
    // The smallest that holds the disc; the shader cuts it.
    let corners = |dot: usize| [[0.0, 2.0, dot as f32], [-1.733, -1.0, dot as f32], [1.733, -1.0, dot as f32]];
    let corners: Vec<[f32; 3]> = (0..capacity).flat_map(corners).collect();
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, corners)
}
