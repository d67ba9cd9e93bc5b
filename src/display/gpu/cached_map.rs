//! The cached map as the main camera draws it: one quad, texel for texel.

use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, RenderPipelineDescriptor, SpecializedMeshPipelineError};
use bevy::shader::ShaderRef;
use bevy::sprite_render::{Material2d, Material2dKey};

/// The material of the cached map's quad.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct CachedMap {
    /// x, y: which texel the window's pixel (0, 0) is; whole numbers, negative ones too.
    #[uniform(0)]
    pub(in crate::display) shift: Vec4,
    #[texture(1)]
    pub(in crate::display) map: Handle<Image>,
}

impl Material2d for CachedMap {
    fn vertex_shader() -> ShaderRef {
        super::CACHED_MAP.into()
    }

    fn fragment_shader() -> ShaderRef {
        super::CACHED_MAP.into()
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        _: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        descriptor.vertex.buffers = vec![layout.0.get_layout(&[Mesh::ATTRIBUTE_POSITION.at_shader_location(0)])?];
        Ok(())
    }
}
