//! The generator of the fictitious county Chenglan (澄岚县, codes under 990101, which no division has), and of its
//! equally fictitious neighbours.
//!
//! [`write()`] writes *import files*, nothing else: what a real county would bring, in the forms that `import` reads.
//! Same seed, same bytes: whole numbers wherever an order of additions could show, one portable random stream per
//! part, gzip time 0. The base map in `maps/chenglan` is a seat of real street geometry that was moved, turned,
//! mirrored, trimmed and renamed, in a countryside that `country` made up; it and the areas cut along its streets are
//! under ODbL (see [`map_notice`]).

mod agencies;
mod arcs;
mod cameras;
mod categories;
mod counties;
mod country;
mod course;
mod cut;
mod dedicated;
mod dice;
mod duty;
mod found;
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
mod rounds;
mod scene;
mod script;
mod snap;
mod stories;
mod streets;
mod territory;
mod wording;
mod words;
mod workdays;

pub use categories::{KindHabits, kind_habits};
pub use duty::duty_table;
pub use maps::{MapLayer, map_licence, map_notice, shipped_areas, shipped_map, shipped_tiles};

use country::Layers;
use incidents::World;
use maps::Feature;
use plane::{Origin, Spot};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use streets::Streets;
use territory::Territory;

/// The instant at which the sample ends, seconds since 1970 in UTC: 2026-09-11T14:03:27+08:00.
pub const END: i64 = 1_789_106_607;
/// The county's time zone.
pub const ZONE: &str = "Asia/Shanghai";
/// The code of the county whose map the program carries.
pub const COUNTY: &str = "990101";
/// The seed that is used where none is asked for.
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
    #[error("the sample's ground was cut into {got} areas of level {level}, not {wanted}: this county cannot be made")]
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
/// `areas.geojson.gz`, `categories.csv`, `workers.csv`, `cameras.csv`, `places.csv`, `checklists.csv`, `campaigns.csv`,
/// `inspections.csv.gz`, `incidents.csv.gz`, `basemap/*.geojson.gz`, and the notices that must go with them. A prefecture and a province have a folder of these
/// for each county, named by its code; they are written one after the other, so that memory is that of one county.
///
/// The land is a county's own and does not change with the seed; people, cameras, places and matters do.
///
/// `progress` hears of each file when it is written, and how far the whole has come, from 0 to 1.
///
/// # Errors
/// Where the folder cannot be written, or a county's ground cannot be cut.
pub fn write(out: &Path, seed: u64, scale: Scale, progress: &mut dyn FnMut(&str, f32)) -> Result<Written, SampleError> {
    let counties = match scale {
        Scale::County => return County::shipped()?.write(out, seed, progress),
        Scale::Prefecture => counties::OF_PREFECTURE,
        Scale::Province => counties::OF_PROVINCE,
    };
    let mut written = Written::default();
    for number in 0..counties {
        let code = counties::code(number);
        let county = County::of(number)?;
        let one = county.write(&out.join(&code), county_seed(seed, number), &mut |file, share| {
            progress(&format!("{code}/{file}"), (number as f32 + share) / counties as f32);
        })?;
        written.files.extend(one.files);
        written.areas.iter_mut().zip(one.areas).for_each(|(all, areas)| *all += areas);
    }
    Ok(written)
}

/// The seed of one county's people and matters: the sample county's is the seed itself.
const fn county_seed(seed: u64, number: u64) -> u64 {
    seed.wrapping_add(number.wrapping_mul(1_000_003))
}

/// Makes the map and the areas of a county anew, also those that are shipped: each layer of the map with its name, and
/// the areas, all GeoJSON.
///
/// # Errors
/// As [`write()`].
pub fn make_land(number: u64) -> Result<(Vec<(MapLayer, String)>, String), SampleError> {
    let county = County::made(number)?;
    let layers = MapLayer::ALL.into_iter().map(|layer| (layer, county.map.geojson(layer, county.origin)));
    Ok((layers.collect(), county.areas))
}

/// The two streets whose crossing is the county's best-known place.
const HEART: [&str; 2] = ["梧桐路", "翠屏街"];

/// Where these streets cross; the middle where they do not.
fn heart(roads: &[Feature]) -> Spot {
    Streets::new(roads).crossing_of(HEART[0], HEART[1]).unwrap_or_default()
}

/// A county's land: its map and its areas.
struct County {
    number: u64,
    origin: Origin,
    map: Layers,
    /// GeoJSON.
    areas: String,
}

impl County {
    /// The land of a county by its number: the first is shipped.
    fn of(number: u64) -> Result<Self, SampleError> {
        if number == 0 { Self::shipped() } else { Self::made(number) }
    }

    fn shipped() -> Result<Self, SampleError> {
        let areas = String::from_utf8(maps::unpack("areas", shipped_areas())?)
            .map_err(|error| SampleError::Map { layer: "areas", reason: error.to_string() })?;
        // whoever lives there asks for its streets and its river; fields and houses are handed on as they are
        let map = Layers::shipped(&[MapLayer::Roads, MapLayer::Water])?;
        Ok(Self { number: 0, origin: Origin::default(), map, areas })
    }

    fn made(number: u64) -> Result<Self, SampleError> {
        let shipped = Layers::shipped(&MapLayer::ALL)?;
        let at = heart(shipped.of(MapLayer::Roads));
        let map = country::make(shipped, number, at);
        let origin = counties::origin(number);
        let areas = cut::territory(&map, number, heart(map.of(MapLayer::Roads)))?.geojson(origin);
        Ok(Self { number, origin, map, areas })
    }

    fn write(&self, out: &Path, seed: u64, progress: &mut dyn FnMut(&str, f32)) -> Result<Written, SampleError> {
        for folder in [out.to_path_buf(), out.join("basemap")] {
            std::fs::create_dir_all(&folder).map_err(|source| SampleError::Write { path: folder, source })?;
        }
        let mut streets = Streets::new(self.map.of(MapLayer::Roads));
        let heart = streets.crossing_of(HEART[0], HEART[1]).unwrap_or_default();
        let territory = Territory::read(self.areas.as_bytes(), self.origin)?;
        let mut written = Written { areas: territory.counts(), ..Written::default() };
        let mut save = |name: &str, bytes: &[u8], share: f32| {
            out::save(out, name, bytes, &mut written).map(|()| progress(name, share))
        };
        save("areas.geojson.gz", &self.packed_areas(), 0.1)?;
        save("categories.csv", categories::table(&categories::kinds()).bytes(), 0.1)?;
        streets.settle(&territory);
        let home = Home { territory: &territory, streets: &streets, number: self.number };
        let people = people::make(&home, seed);
        save("workers.csv", people.table.bytes(), 0.25)?;
        save("cameras.csv", cameras::make(&home, seed).bytes(), 0.3)?;
        let (table, places) = places::make(&home, seed);
        save("places.csv", table.bytes(), 0.3)?;
        let ([checklists, campaigns, visits], problems) = rounds::make(&home, &people, &places, seed);
        save("checklists.csv", checklists.bytes(), 0.3)?;
        save("campaigns.csv", campaigns.bytes(), 0.3)?;
        save("inspections.csv.gz", &out::gzip(visits.bytes(), 1), 0.32)?;
        let world = World { home, map: &self.map, people: &people, places: &places, problems: &problems, heart };
        save("incidents.csv.gz", &incidents_gz(&world, seed)?, 0.9)?;
        for layer in MapLayer::ALL {
            save(&format!("basemap/{}.geojson.gz", layer.name()), &self.packed(layer), 1.0)?;
        }
        save("NOTICE.md", map_notice().as_bytes(), 1.0)?;
        save("LICENSE-ODbL-1.0.md", map_licence().as_bytes(), 1.0)?;
        Ok(written)
    }

    fn packed_areas(&self) -> Cow<'static, [u8]> {
        match self.number {
            0 => Cow::Borrowed(shipped_areas()),
            _ => Cow::Owned(out::gzip(self.areas.as_bytes(), PACKING)),
        }
    }

    fn packed(&self, layer: MapLayer) -> Cow<'static, [u8]> {
        match self.number {
            0 => Cow::Borrowed(shipped_map(layer)),
            _ => Cow::Owned(out::gzip(self.map.geojson(layer, self.origin).as_bytes(), PACKING)),
        }
    }
}

/// How hard maps are packed that are not shipped.
const PACKING: u32 = 4;

/// A county as those see it who live there.
#[derive(Clone, Copy)]
struct Home<'a> {
    territory: &'a Territory,
    streets: &'a Streets,
    number: u64,
}

impl Home<'_> {
    /// A table of this county.
    fn table(&self, heading: &str, capacity: usize) -> out::Table {
        out::Table::new(heading, capacity).of(counties::origin(self.number))
    }
}

/// The year's matters, gzipped beside their making where a thread is to be had.
fn incidents_gz(world: &World, seed: u64) -> Result<Vec<u8>, SampleError> {
    const LEVEL: u32 = 1;
    std::thread::scope(|scope| {
        let (sink, parts) = std::sync::mpsc::sync_channel(8);
        let packer = move || out::gzip_parts(&parts, LEVEL);
        let table = world.home.table(incidents::HEADING, 2 << 20);
        let Ok(packer) = std::thread::Builder::new().name("sample-gzip".to_owned()).spawn_scoped(scope, packer) else {
            return Ok(out::gzip(incidents::make(world, seed, table).bytes(), LEVEL));
        };
        incidents::make(world, seed, table.into_sink(sink)).finish();
        match packer.join() {
            Ok(packed) => packed.map_err(|source| SampleError::Write { path: "incidents.csv.gz".into(), source }),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
