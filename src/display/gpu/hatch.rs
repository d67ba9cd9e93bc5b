//! Hatches over surfaces: which of them, by number from a buffer.

use super::fills::FILL;
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::render::storage::ShaderBuffer;
use bevy::sprite_render::AlphaMode2d;

/// One stroke direction: lines rising to the right.
pub(in crate::display) const RISING: u32 = 1;
/// Lines both ways.
pub(in crate::display) const CROSSED: u32 = 2;

/// The material of hatches.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Hatch {
    /// By surface: `RISING` and `CROSSED`, or neither.
    #[storage(0, read_only)]
    pub(in crate::display) kinds: Handle<ShaderBuffer>,
    /// Linear, of rising lines.
    #[uniform(1)]
    pub(in crate::display) rising: Vec4,
    /// Linear, of crossed lines.
    #[uniform(2)]
    pub(in crate::display) crossed: Vec4,
    /// From line to line, and a line's width, px.
    #[uniform(3)]
    pub(in crate::display) pitch_px: Vec4,
}

super::drawn_by!(Hatch, HATCH, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION, FILL]);
