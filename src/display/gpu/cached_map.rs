//! The cached map as the main camera draws it: one quad, texel for texel, or stretched while the zoom moves.

use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::sprite_render::AlphaMode2d;

/// The material of the cached map's quad.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct CachedMap {
    /// x, y: which texel the window's corner (0, 0) is, negative ones too; z: texels in one pixel. Where that is one,
    /// x and y are whole numbers.
    #[uniform(0)]
    pub(in crate::display) shift: Vec4,
    #[texture(1)]
    #[sampler(2)]
    pub(in crate::display) map: Handle<Image>,
}

super::drawn_by!(CachedMap, CACHED_MAP, |_| AlphaMode2d::Opaque, [Mesh::ATTRIBUTE_POSITION]);
