//! Base maps: OSM PBF, vector tiles in MBTiles and PMTiles, GeoJSON layers, turned once into what a seat
//! reads fast; and tiles of pictures, copied as they are.
//!
//! Each format has a reader (`pbf`, `mbtiles`, `pmtiles`, `geojson`) that hands feature after feature to the
//! `desk`; `words` says what a feature is, `cut` cuts it into the tiles of all bands, `generalise`
//! makes fields into land where they are seen from afar, `file` keeps them. A
//! bad feature or tile costs itself; a file that breaks off costs the import, and the old base map stays.

mod clip;
mod cut;
mod desk;
mod error;
mod file;
mod generalise;
mod geojson;
mod layer;
mod mbtiles;
mod mvt;
mod pbf;
mod picture_file;
mod pictures;
mod pmtiles;
mod rings;
mod run;
mod sniff;
mod streets;
mod tile;
mod words;

pub use cut::ShapeCounts;
pub use desk::{BaseMapProgress, BaseMapReport};
pub use error::BaseMapError;
pub use file::{BASE_MAP_FILE, BaseMapFile};
pub use layer::{LayerError, parse};
pub use picture_file::PictureFile;
pub use pictures::{Encoding, PictureSet};
pub use run::{BaseMapRequest, import_base_map};
