//! Marks by the hundred: discs, rings, squares, wedges, tails over one buffer.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::render::storage::ShaderBuffer;
use bevy::sprite_render::AlphaMode2d;

/// "No heading": beyond any angle.
const NO_HEADING: f32 = 99.0;

/// What a mark is; the numbers are the shader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::display) enum Kind {
    /// A full disc.
    Disc = 1,
    /// A ring.
    Hollow = 2,
    /// A ring with a smaller disc in it.
    Ringed = 3,
    /// A full square.
    Square = 4,
    /// A hollow square with a slash.
    Slashed = 5,
    /// A sector.
    Wedge = 6,
    /// A line that fades towards its older end.
    Tail = 7,
    /// A cross, ×.
    Cross = 8,
}

/// One mark, as the shader reads it; all zero draws nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub(in crate::display) struct Mark {
    place: Vec4,
    color: Vec4,
    more: Vec4,
}

impl Mark {
    /// A mark with a casing; a heading in degrees clockwise from north gives a disc a nose.
    pub(in crate::display) fn cased(
        kind: Kind,
        at_m: [f32; 2],
        radius_px: f64,
        color: [f32; 4],
        casing_px: f64,
        heading_deg: Option<f32>,
    ) -> Self {
        Self {
            place: Vec4::new(at_m[0], at_m[1], radius_px as f32, kind as u32 as f32),
            color: Vec4::from_array(color),
            more: Vec4::new(heading_deg.map_or(NO_HEADING, east_rad), casing_px as f32, 0.0, 0.0),
        }
    }

    /// A sector: what a camera looks at.
    pub(in crate::display) fn wedge(
        at_m: [f32; 2],
        radius_px: f64,
        color: [f32; 4],
        toward_deg: f32,
        opening_deg: f32,
    ) -> Self {
        Self {
            place: Vec4::new(at_m[0], at_m[1], radius_px as f32, Kind::Wedge as u32 as f32),
            color: Vec4::from_array(color),
            more: Vec4::new(east_rad(toward_deg), opening_deg.to_radians() / 2.0, 0.0, 0.0),
        }
    }

    /// A line from one place to a later one, with the opacities of its ends.
    pub(in crate::display) fn tail(
        from_m: [f32; 2],
        to_m: [f32; 2],
        color: [f32; 4],
        width_px: f64,
        from_alpha: f32,
    ) -> Self {
        Self {
            place: Vec4::new(from_m[0], from_m[1], 0.0, Kind::Tail as u32 as f32),
            color: Vec4::from_array(color),
            more: Vec4::new(to_m[0] - from_m[0], to_m[1] - from_m[1], width_px as f32, from_alpha),
        }
    }
}

/// Degrees clockwise from north as radians counter-clockwise from east, within a turn.
fn east_rad(north_deg: f32) -> f32 {
    (90.0 - north_deg).rem_euclid(360.0).to_radians()
}

/// The material of marks.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Marks {
    #[storage(0, read_only)]
    pub(in crate::display) marks: Handle<ShaderBuffer>,
    /// Linear.
    #[uniform(1)]
    pub(in crate::display) casing: Vec4,
}

super::drawn_by!(Marks, MARKS, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION]);

/// The quads of so many marks: corner, and the mark's number.
pub(in crate::display) fn quads(capacity: usize) -> Mesh {
    let corners = [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]];
    let vertices = (0..capacity).flat_map(|mark| corners.map(|[x, y]| [x, y, mark as f32]));
    let indices = (0..capacity as u32).flat_map(|quad| [0, 1, 2, 2, 1, 3].map(|corner| 4 * quad + corner));
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, vertices.collect::<Vec<[f32; 3]>>())
        .with_inserted_indices(Indices::U32(indices.collect()))
}
