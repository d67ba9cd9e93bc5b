//! The generator of the fictitious county Chenglan (澄岚县, codes under 990101, which no division has).
//!
//! [`write()`] writes *import files*, nothing else: what a real county would bring, in the forms that `import` reads.
//! Same seed, same bytes: whole numbers wherever an order of additions could show, one portable random stream per
//! part, gzip time 0. The base map in `maps/chenglan` is real street geometry that was moved, turned, mirrored and
//! renamed; it and the areas cut along its streets are under ODbL (see [`map_notice`]).

mod agencies;
mod arcs;
mod cameras;
mod categories;
mod course;
mod cut;
mod dice;
mod fronts;
mod ground;
mod incidents;
mod maps;
mod merge;
mod names_words;
mod naming;
mod open;
mod out;
mod people;
mod places;
mod plane;
mod scene;
mod script;
mod snap;
mod streets;
mod territory;
mod wording;
mod workdays;

pub use maps::{MapLayer, map_licence, map_notice, shipped_areas, shipped_map};

use incidents::World;
use maps::Feature;
use plane::Spot;
use std::path::{Path, PathBuf};
use streets::Streets;
use territory::Territory;

/// The instant at which the sample ends, seconds since 1970 in UTC: 2026-09-11T14:03:27+08:00.
pub const END: i64 = 1_789_106_607;
/// The county's time zone.
pub const ZONE: &str = "Asia/Shanghai";
/// The seed that is used where none is asked for; its areas are shipped, others are cut on demand.
pub const DEFAULT_SEED: u64 = 990_101;

/// How large a territory the sample has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// One county.
    County,
    /// Ten counties.
    Prefecture,
    /// A hundred counties.
    Province,
}

/// Why a sample could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// Only a county can be written yet.
    #[error("the sample can be written at the scale of a county only; {0:?} is not built yet")]
    Scale(Scale),
    /// A file or folder could not be written.
    #[error("can't write the sample ({source}): {}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A layer of the shipped base map could not be read.
    #[error("the shipped base map's layer {layer} cannot be read: {reason}")]
    Map {
        /// Which layer.
        layer: &'static str,
        /// Why.
        reason: String,
    },
    /// The territory did not come out in the numbers it must have.
    #[error("the sample's ground was cut into {got} areas of level {level}, not {wanted}: try another seed")]
    Cut {
        /// Which level.
        level: &'static str,
        /// How many there should be.
        wanted: usize,
        /// How many there are.
        got: usize,
    },
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The files, in the order in which they should be imported; notices last.
    pub files: Vec<PathBuf>,
    /// How many areas there are below the county: towns, zones, villages, grids.
    pub areas: [usize; 4],
}

/// Writes the import files of the sample with this seed into a folder, which is made where it is missing:
/// `areas.geojson.gz`, `categories.csv`, `workers.csv`, `cameras.csv`, `places.csv`, `incidents.csv.gz`,
/// `basemap/*.geojson.gz`, and the notices that must go with them.
///
/// `progress` hears of each file when it is written, and how far the whole has come, from 0 to 1.
///
/// # Errors
/// Where the scale is not built yet, the folder cannot be written, or (for odd seeds) the ground cannot be cut.
pub fn write(out: &Path, seed: u64, scale: Scale, progress: &mut dyn FnMut(&str, f32)) -> Result<Written, SampleError> {
    if scale != Scale::County {
        return Err(SampleError::Scale(scale));
    }
    for folder in [out.to_path_buf(), out.join("basemap")] {
        std::fs::create_dir_all(&folder).map_err(|source| SampleError::Write { path: folder, source })?;
    }
    let roads = maps::read(MapLayer::Roads)?;
    let mut streets = Streets::new(&roads);
    let centre = streets.crossing_of(CENTRE[0], CENTRE[1]).unwrap_or_default();
    let (areas, areas_gz) = areas(&roads, seed, centre)?;
    let territory = Territory::read(&areas)?;
    let mut written = Written { areas: territory.counts(), ..Written::default() };
    let mut save = |name: &str, bytes: &[u8], share: f32| {
        out::save(out, name, bytes, &mut written).map(|()| progress(name, share))
    };
    save("areas.geojson.gz", &areas_gz, 0.1)?;
    save("categories.csv", categories::table(&categories::kinds()).bytes(), 0.1)?;
    streets.settle(&territory);
    let people = people::make(&territory, &streets, seed);
    save("workers.csv", people.table.bytes(), 0.25)?;
    save("cameras.csv", cameras::make(&territory, &streets, seed).bytes(), 0.3)?;
    save("places.csv", places::make(&territory, &streets, seed).bytes(), 0.3)?;
    let world = World { territory: &territory, streets: &streets, people: &people, centre };
    save("incidents.csv.gz", &incidents_gz(&world, seed)?, 0.95)?;
    for layer in MapLayer::ALL {
        save(&format!("basemap/{}.geojson.gz", layer.name()), shipped_map(layer), 1.0)?;
    }
    save("NOTICE.md", map_notice().as_bytes(), 1.0)?;
    save("LICENSE-ODbL-1.0.md", map_licence().as_bytes(), 1.0)?;
    Ok(written)
}

/// The year's matters, gzipped beside their making where a thread is to be had.
fn incidents_gz(world: &World, seed: u64) -> Result<Vec<u8>, SampleError> {
    const LEVEL: u32 = 1;
    std::thread::scope(|scope| {
        let (sink, parts) = std::sync::mpsc::sync_channel(8);
        let packer = move || out::gzip_parts(&parts, LEVEL);
        let table = out::Table::new(incidents::HEADING, 2 << 20);
        let Ok(packer) = std::thread::Builder::new().name("sample-gzip".to_owned()).spawn_scoped(scope, packer) else {
            return Ok(out::gzip(incidents::make(world, seed, table)?.bytes(), LEVEL));
        };
        incidents::make(world, seed, table.into_sink(sink))?.finish();
        match packer.join() {
            Ok(packed) => packed.map_err(|source| SampleError::Write { path: "incidents.csv.gz".into(), source }),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}

/// The two streets whose crossing is the county's best-known place.
const CENTRE: [&str; 2] = ["梧桐路", "翠屏街"];

/// The areas of a seed as GeoJSON, plain and gzipped: the shipped ones, or cut afresh.
fn areas(roads: &[Feature], seed: u64, centre: Spot) -> Result<(Vec<u8>, Vec<u8>), SampleError> {
    if seed == DEFAULT_SEED {
        return Ok((maps::unpack("areas", shipped_areas())?, shipped_areas().to_vec()));
    }
    let plain = cut::territory(roads, seed, centre)?.into_bytes();
    let packed = out::gzip(&plain, 9);
    Ok((plain, packed))
}

/// Cuts the areas of a seed afresh, also those that are shipped: GeoJSON, gzipped.
///
/// # Errors
/// As [`write()`].
pub fn cut_areas(seed: u64) -> Result<Vec<u8>, SampleError> {
    let roads = maps::read(MapLayer::Roads)?;
    let centre = Streets::new(&roads).crossing_of(CENTRE[0], CENTRE[1]).unwrap_or_default();
    Ok(out::gzip(cut::territory(&roads, seed, centre)?.as_bytes(), 9))
}
