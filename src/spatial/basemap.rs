//! What a base map is made of: plain shapes, read-only, nothing that anybody decides on.

use super::LonLat;
use geo::MultiPolygon;

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

/// One street.
#[derive(Clone, Debug, PartialEq)]
pub struct Road {
    /// How important it is.
    pub class: RoadClass,
    /// Its name, where it has one.
    pub name: Option<Box<str>>,
    /// Its middle line.
    pub line: Vec<LonLat>,
}

/// What a stretch of land is used for, as far as the map shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LandUse {
    /// Parks, woods, fields: drawn green.
    Green,
    /// Everything else: not drawn.
    Other,
}

impl LandUse {
    /// The use by the name that base-map files use.
    pub fn parse(name: &str) -> Self {
        match name {
            "park" | "forest" | "wood" | "farm" | "grass" | "meadow" | "garden" | "cemetery" => LandUse::Green,
            _ => LandUse::Other,
        }
    }
}

/// A base map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseMap {
    /// Streets.
    pub roads: Vec<Road>,
    /// Lakes and wide rivers.
    pub water: Vec<MultiPolygon<f64>>,
    /// Streams and canals as lines.
    pub waterways: Vec<Vec<LonLat>>,
    /// Land by its use.
    pub landuse: Vec<(LandUse, MultiPolygon<f64>)>,
    /// Buildings.
    pub buildings: Vec<MultiPolygon<f64>>,
    /// Railways.
    pub railways: Vec<Vec<LonLat>>,
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
}
