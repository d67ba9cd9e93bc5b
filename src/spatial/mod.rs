//! Map mathematics, indexes and spatial questions.
//!
//! Pure: no IO, no clock, f64 everywhere, positions in WGS-84 degrees. Metres are metres on the
//! ellipsoid unless a name says Mercator.

pub mod area_index;
pub mod basemap;
pub mod borders;
pub mod bounds;
pub mod china;
mod columns;
mod extent;
mod faults;
mod flight;
pub mod geodesy;
pub mod heat;
mod isolines;
pub mod labels;
mod loops;
pub mod mercator;
pub mod pictures;
pub mod point_index;
mod point_tree;
mod polygon_raster;
pub mod prepared;
pub mod repair;
mod settle;
pub mod shape;
pub mod simplify;
pub mod tiles;
pub mod tiling;
pub mod view;
mod wedge;

pub use crate::domain::LonLat;
pub use area_index::{AreaHit, AreaIndex};
pub use basemap::{Band, BaseMap, Course, LandUse, Road, RoadClass, Surface, TileKey, TileSource};
pub use borders::{Polyline, shared_edges};
pub use bounds::Bounds;
pub use flight::Flight;
pub use geodesy::{area_m2, bearing_deg, destination, distance_m};
pub use heat::HeatField;
pub use isolines::contours;
pub use mercator::Mercator;
pub use pictures::{NoAnswer, PictureAbout, PictureRead, PictureSource, PictureTrouble, Tone};
pub use point_index::{Hit, PointIndex};
pub use prepared::PreparedPolygon;
pub use repair::{Repair, repair};
pub use shape::{Found, Shape};
pub use simplify::{simplify_flat_ring, simplify_line, simplify_ring};
pub use tiles::{MercatorBox, TileId};
pub use view::{Px, View};
