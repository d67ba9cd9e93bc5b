//! What a base map is made of: plain shapes, read-only, nothing that anybody decides on.

use super::LonLat;
use super::tiles::TileId;
use geo::{LineString, MultiPolygon};
use std::collections::BTreeSet;

/// How important a street is, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RoadClass {
    /// Footways and tracks.
    Path,
    /// Streets to live in.
    Minor,
    /// Streets between quarters.
    Secondary,
    /// Main roads.
    Primary,
    /// Roads without crossings.
    Expressway,
}

impl RoadClass {
    /// All classes, least important first: the order in which they are drawn.
    pub const ALL: [RoadClass; 5] =
        [RoadClass::Path, RoadClass::Minor, RoadClass::Secondary, RoadClass::Primary, RoadClass::Expressway];

    /// The class by the name that base-map files use; what they don't say is a minor street.
    pub fn parse(name: &str) -> Self {
        match name {
            "path" => RoadClass::Path,
            "secondary" => RoadClass::Secondary,
            "primary" => RoadClass::Primary,
            "expressway" => RoadClass::Expressway,
            _ => RoadClass::Minor,
        }
    }
}

/// One street, or the stretch of it that lies in a tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// How important it is.
    pub class: RoadClass,
    /// Its name, where it has one.
    pub name: Option<Box<str>>,
    /// Its middle line.
    pub line: Vec<LonLat>,
    /// How much of the street lies before this stretch, Mercator metres: dashes run on through it.
    pub from_m: f64,
}

/// A line without a name, or the stretch of it that lies in a tile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Course {
    /// Its middle line.
    pub line: Vec<LonLat>,
    /// How much of the line lies before this stretch, Mercator metres: dashes run on through it.
    pub from_m: f64,
}

/// What a stretch of land is used for, as far as the map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LandUse {
    /// Parks, woods, fields: drawn green.
    Green,
    /// Fields under glass or foil: whole landscapes of them lie round many a county town.
    Glass,
    /// Everything else: not drawn.
    Other,
}

impl LandUse {
    /// The use by the word that base-map files and OpenStreetMap have for it.
    pub fn parse(name: &str) -> Self {
        match name {
            "park" | "forest" | "wood" | "farm" | "farmland" | "grass" | "grassland" | "meadow" | "garden"
            | "cemetery" | "orchard" | "vineyard" | "allotments" | "village_green" | "recreation_ground"
            | "golf_course" | "nature_reserve" | "scrub" | "heath" | "pitch" | "dog_park" | "greenfield"
            | "plant_nursery" | "flowerbed" | "national_park" | "agriculture" | "crop" => LandUse::Green,
            "greenhouse" | "greenhouse_horticulture" => LandUse::Glass,
            _ => LandUse::Other,
        }
    }
}

/// A surface that shows its edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// The surface.
    pub shape: MultiPolygon<f64>,
    /// Its edge, where that is not simply the shape's rings: a shape cut at a tile's border has sides that
    /// are no edge of anything.
    pub edge: Option<Vec<Vec<LonLat>>>,
}

impl Surface {
    /// A surface that nobody cut.
    #[must_use]
    pub fn whole(shape: MultiPolygon<f64>) -> Self {
        Self { shape, edge: None }
    }

    /// The lines of its edge.
    #[must_use]
    pub fn edges(&self) -> Vec<Vec<LonLat>> {
        let ring = |ring: &LineString<f64>| ring.0.iter().map(|at| LonLat::from(*at)).collect();
        let rings =
            self.shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
        self.edge.clone().unwrap_or_else(|| rings.map(ring).collect())
    }
}

/// A base map, or what of it lies in a tile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseMap {
    /// Streets.
    pub roads: Vec<Road>,
    /// Lakes and wide rivers.
    pub water: Vec<Surface>,
    /// Streams and canals as lines.
    pub waterways: Vec<Vec<LonLat>>,
    /// Land by its use.
    pub landuse: Vec<(LandUse, MultiPolygon<f64>)>,
    /// Buildings.
    pub buildings: Vec<Surface>,
    /// Railways.
    pub railways: Vec<Course>,
}

impl BaseMap {
    /// Takes another layer's shapes in.
    pub fn extend(&mut self, other: BaseMap) {
        self.roads.extend(other.roads);
        self.water.extend(other.water);
        self.waterways.extend(other.waterways);
        self.landuse.extend(other.landuse);
        self.buildings.extend(other.buildings);
        self.railways.extend(other.railways);
    }

    /// How many shapes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.roads.len()
            + self.water.len()
            + self.waterways.len()
            + self.landuse.len()
            + self.buildings.len()
            + self.railways.len()
    }

    /// Whether there is nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// From this effective zoom on, fields show one by one.
const LAND_FROM: f64 = 13.0;

/// How close a tiled base map is looked at. Each band has tiles of its own, with as many shapes and corners
/// as the eye can tell there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// A whole county and more.
    County,
    /// A town.
    Town,
    /// Streets and houses.
    Street,
}

impl Band {
    /// All bands, from far to near.
    pub const ALL: [Band; 3] = [Band::County, Band::Town, Band::Street];

    /// The band for this effective zoom.
    #[must_use]
    pub fn at(z_eff: f64) -> Self {
        let nearest = Self::ALL.into_iter().rev().find(|band| z_eff >= band.from_zoom());
        nearest.unwrap_or(Band::County)
    }

    /// The band that shows what land is used for, which stays with merged surfaces for longer than lines do: strips of
    /// fields are a few pixels wide then, and ten thousand of them cost more than all else on the map.
    #[must_use]
    pub fn of_land(z_eff: f64) -> Self {
        Self::at(z_eff).min(if z_eff < LAND_FROM { Band::County } else { Band::Street })
    }

    /// The effective zoom from which it serves.
    #[must_use]
    pub fn from_zoom(self) -> f64 {
        [f64::NEG_INFINITY, 12.0, 13.5][self as usize]
    }

    /// The zoom of its tiles.
    #[must_use]
    pub fn tile_zoom(self) -> u8 {
        [8, 11, 13][self as usize]
    }

    /// How far its lines may leave their course, Mercator metres: a third of a dp where it serves closest.
    #[must_use]
    pub fn tolerance_m(self) -> f64 {
        [12.5, 4.5, 0.4][self as usize]
    }
}

/// One tile of a tiled base map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileKey {
    /// The band.
    pub band: Band,
    /// The tile, of the band's zoom.
    pub tile: TileId,
}

/// A base map that is read tile by tile, from any thread.
pub trait TileSource: Send + Sync {
    /// The tiles that hold something.
    fn tiles(&self) -> &BTreeSet<TileKey>;

    /// What is in a tile.
    ///
    /// # Errors
    /// A sentence, where the tile can't be read.
    fn read(&self, tile: TileKey) -> Result<BaseMap, String>;
}
