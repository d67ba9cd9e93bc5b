//! Surfaces in flat colours, the colour by number from a buffer.

use super::ground::Ground;
use crate::spatial::{LonLat, Mercator};
use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, MeshVertexAttribute, PrimitiveTopology, VertexFormat};
use bevy::prelude::*;
use bevy::render::render_resource::AsBindGroup;
use bevy::render::storage::ShaderBuffer;
use bevy::sprite_render::AlphaMode2d;
use geo::{Coord, Polygon, TriangulateEarcut};

/// The number of a vertex's surface.
pub(super) const FILL: MeshVertexAttribute = MeshVertexAttribute::new("FillNumber", 0x5A4C_0003, VertexFormat::Uint32);

/// The material of all surfaces that share a table of colours.
#[derive(Asset, TypePath, AsBindGroup, Clone)]
pub(in crate::display) struct Fills {
    #[storage(0, read_only)]
    pub(in crate::display) fills: Handle<ShaderBuffer>,
    /// Whether the colours' opacities count.
    pub(in crate::display) blend: bool,
}

super::drawn_by!(
    Fills,
    FILLS,
    |fills| if fills.blend { AlphaMode2d::Blend } else { AlphaMode2d::Opaque },
    [Mesh::ATTRIBUTE_POSITION, FILL]
);

/// Surfaces on the way to the graphics card.
#[derive(Clone)]
pub(in crate::display) struct FillBuilder {
    pub(in crate::display) ground: Ground,
    positions: Vec<[f32; 3]>,
    fills: Vec<u32>,
    indices: Vec<u32>,
}

impl FillBuilder {
    /// No surfaces yet, about this origin.
    pub(in crate::display) fn new(origin: Mercator) -> Self {
        Self { ground: Ground::at(origin), positions: Vec::new(), fills: Vec::new(), indices: Vec::new() }
    }

    /// Adds a polygon with the colour of this number. One that can't be cut into triangles is left out.
    pub(in crate::display) fn polygon(&mut self, polygon: &Polygon<f64>, fill: u32) {
        if polygon.exterior().0.len() < 4 {
            return;
        }
        if let Some(corners) = convex_quad(polygon) {
            // Most fields and houses: nothing is to be sought.
            let first = self.positions.len() as u32;
            self.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
            for corner in corners {
                let [x, y] = self.ground.put(LonLat::from(corner));
                self.positions.push([x, y, 0.0]);
                self.fills.push(fill);
            }
            return;
        }
        let triangles = polygon.earcut_triangles_raw();
        let first = self.positions.len() as u32;
        for [lon_deg, lat_deg] in triangles.vertices {
            let [x, y] = self.ground.put(LonLat::new(lon_deg, lat_deg));
            self.positions.push([x, y, 0.0]);
            self.fills.push(fill);
        }
        self.indices.extend(triangles.triangle_indices.into_iter().map(|place| first + place as u32));
    }

    /// Whether there is nothing to draw.
    pub(in crate::display) fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// The mesh.
    pub(in crate::display) fn mesh(self) -> Mesh {
        Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
            .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
            .with_inserted_attribute(FILL, self.fills)
            .with_inserted_indices(Indices::U32(self.indices))
    }
}

/// The corners of a polygon that is a quadrilateral without a dent or a hole.
fn convex_quad(polygon: &Polygon<f64>) -> Option<[Coord<f64>; 4]> {
    let (&[a, b, c, d, end], true) = (polygon.exterior().0.as_slice(), polygon.interiors().is_empty()) else {
        return None;
    };
    let turn = |p: Coord<f64>, q: Coord<f64>, r: Coord<f64>| (q - p).x * (r - q).y - (q - p).y * (r - q).x;
    let turns = [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)];
    let is_convex = turns.iter().all(|turn| *turn > 0.0) || turns.iter().all(|turn| *turn < 0.0);
    (a == end && is_convex).then_some([a, b, c, d])
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn quadrilaterals_need_no_cutting_where_they_have_no_dent() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let turned = polygon![(x: 0.0, y: 1.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 0.0)];
        let dented = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 0.0), (x: 0.4, y: 0.4), (x: 0.0, y: 2.0)];
        let crossed = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0)];
        let triangle = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
        assert!(convex_quad(&square).is_some() && convex_quad(&turned).is_some());
        assert!(convex_quad(&dented).is_none() && convex_quad(&crossed).is_none() && convex_quad(&triangle).is_none());
        for (shape, corners, triangles) in [(&square, 4, 2), (&dented, 4, 2), (&triangle, 3, 1)] {
            let mut builder = FillBuilder::new(Mercator::new(0.0, 0.0));
            builder.polygon(shape, 0);
            assert_eq!((builder.positions.len(), builder.indices.len()), (corners, 3 * triangles));
        }
    }
}
