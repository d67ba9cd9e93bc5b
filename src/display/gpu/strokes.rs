//! Lines whose width is in pixels: built once, widened by the vertex shader.

use super::ground::Ground;
use crate::spatial::{LonLat, Mercator};
use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, MeshVertexAttribute, PrimitiveTopology, VertexFormat};
use bevy::prelude::*;
use bevy::render::render_resource::{AsBindGroup, ShaderType};
use bevy::render::storage::ShaderBuffer;
use bevy::sprite_render::AlphaMode2d;

const OTHER: MeshVertexAttribute = MeshVertexAttribute::new("StrokeOther", 0x5A4C_0001, VertexFormat::Float32x2);
const CORNER: MeshVertexAttribute = MeshVertexAttribute::new("StrokeCorner", 0x5A4C_0002, VertexFormat::Uint32);

/// How a line looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, ShaderType)]
pub(in crate::display) struct Style {
    /// Linear.
    pub(in crate::display) color: Vec4,
    /// On, off, on, off, px; zero is solid.
    pub(in crate::display) dash: Vec4,
    /// Half of the width, px, in x; 0 draws nothing.
    pub(in crate::display) half_width: Vec4,
}

impl Style {
    /// A line of this width, px; dashes in px.
    pub(in crate::display) fn new(color: [f32; 4], width_px: f64, dash_px: [f64; 4]) -> Self {
        Self {
            color: Vec4::from_array(color),
            dash: Vec4::from_array(dash_px.map(|px| px as f32)),
            half_width: Vec4::new(width_px as f32 / 2.0, 0.0, 0.0, 0.0),
        }
    }
}

/// The material of all lines that share a table of styles.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Strokes {
    #[storage(0, read_only)]
    pub(in crate::display) styles: Handle<ShaderBuffer>,
}

super::drawn_by!(Strokes, STROKES, |_| AlphaMode2d::Blend, [Mesh::ATTRIBUTE_POSITION, OTHER, CORNER]);

/// Lines on the way to the graphics card.
pub(in crate::display) struct StrokeBuilder {
    pub(in crate::display) ground: Ground,
    own: Vec<[f32; 3]>,
    other: Vec<[f32; 2]>,
    corner: Vec<u32>,
}

impl StrokeBuilder {
    /// No lines yet, about this origin.
    pub(in crate::display) fn new(origin: Mercator) -> Self {
        Self { ground: Ground::at(origin), own: Vec::new(), other: Vec::new(), corner: Vec::new() }
    }

    /// Adds a line with the style of this number; later ones lie on top.
    pub(in crate::display) fn line(&mut self, points: impl IntoIterator<Item = LonLat>, style: u32) {
        self.stretch(points, style, 0.0);
    }

    /// Adds a stretch of a line, with so many metres of the line before it: dashes run on through it.
    pub(in crate::display) fn stretch(&mut self, points: impl IntoIterator<Item = LonLat>, style: u32, from_m: f64) {
        let mut along_m = from_m as f32;
        let mut before: Option<[f32; 2]> = None;
        for point in points {
            let to = self.ground.put(point);
            if let Some(from) = before {
                let length_m = (to[0] - from[0]).hypot(to[1] - from[1]);
                if length_m == 0.0 {
                    continue;
                }
                self.segment(from, to, [along_m, along_m + length_m], style);
                along_m += length_m;
            }
            before = Some(to);
        }
    }

    fn segment(&mut self, from: [f32; 2], to: [f32; 2], along_m: [f32; 2], style: u32) {
        for (own, other, along, far) in [(from, to, along_m[0], 0), (to, from, along_m[1], 2)] {
            for side in [0, 1] {
                self.own.push([own[0], own[1], along]);
                self.other.push(other);
                self.corner.push(style << 2 | far | side);
            }
        }
    }

    /// Whether there is nothing to draw.
    pub(in crate::display) fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// The mesh.
    pub(in crate::display) fn mesh(self) -> Mesh {
        let quads = 0..(self.own.len() / 4) as u32;
        let indices = quads.flat_map(|quad| [0, 1, 2, 2, 1, 3].map(|corner| 4 * quad + corner)).collect();
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.own)
            .with_inserted_attribute(OTHER, self.other)
            .with_inserted_attribute(CORNER, self.corner)
            .with_inserted_indices(Indices::U32(indices))
    }
}
