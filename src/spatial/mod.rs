//! Map mathematics, indexes and spatial questions.
//!
//! Pure: no IO, no clock, f64 everywhere, positions in WGS-84 degrees. Metres are metres on the
//! ellipsoid unless a name says Mercator.

pub mod bounds;
pub mod mercator;
pub mod view;

pub use crate::domain::LonLat;
pub use bounds::Bounds;
pub use mercator::Mercator;
pub use view::{Px, View};
