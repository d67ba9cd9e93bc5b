//! Areas: the tree of places that a county is cut into, and where a point lies.

use super::{AreaCode, Timestamp};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The five levels of the territory, coarsest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AreaLevel {
    /// 区 / 县 / 县级市
    County,
    /// 镇 / 乡 / 街道 / 园区
    Town,
    /// 片区
    Zone,
    /// 村 / 社区
    Village,
    /// 网格
    Grid,
}

impl AreaLevel {
    /// All levels, coarsest first.
    pub const ALL: [AreaLevel; 5] =
        [AreaLevel::County, AreaLevel::Town, AreaLevel::Zone, AreaLevel::Village, AreaLevel::Grid];

    /// The level by its English name, as import files and `--set level=` spell it.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.name().eq_ignore_ascii_case(text.trim()))
    }

    /// The English name: `County`, `Town`, `Zone`, `Village`, `Grid`.
    pub fn name(self) -> &'static str {
        ["County", "Town", "Zone", "Village", "Grid"][self as usize]
    }
}

/// An area's outline: polygons with holes, WGS-84 degrees; written as nested arrays like GeoJSON's.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline(pub MultiPolygon<f64>);

impl Serialize for Outline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let ring = |ring: &LineString<f64>| ring.0.iter().map(|c| [c.x, c.y]).collect::<Vec<_>>();
        let polygons: Vec<Vec<Vec<[f64; 2]>>> = self
            .0
            .iter()
            .map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect())
            .collect();
        polygons.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Outline {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let polygons = Vec::<Vec<Vec<[f64; 2]>>>::deserialize(from)?;
        let line = |ring: Vec<[f64; 2]>| LineString(ring.into_iter().map(|[x, y]| Coord { x, y }).collect());
        Ok(Outline(MultiPolygon(
            polygons
                .into_iter()
                .map(|rings| {
                    let mut rings = rings.into_iter().map(line);
                    let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
                    Polygon::new(exterior, rings.collect())
                })
                .collect(),
        )))
    }
}

/// One area of the territory, as the register has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    /// Its code, unique in the county.
    pub code: AreaCode,
    /// Its name as people say it, such as 城关街道.
    pub name: String,
    /// Its level.
    pub level: AreaLevel,
    /// The area that it is part of; none for the county itself.
    pub parent: Option<AreaCode>,
    /// People living there, where known.
    pub population: Option<u32>,
    /// Whether it is a dedicated grid (专属网格: a school, a factory, a market): a second layer that lies inside or
    /// across the tree's areas and is never part of their sums.
    #[serde(default, skip_serializing_if = "is_no")]
    pub dedicated: bool,
    /// Since when the area is as it is told here; none: since ever, or as it was before where it is only corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Timestamp>,
    /// Its outline.
    pub outline: Outline,
}

// What is not said is not written: areas that were put before these fields came keep their bytes.
fn is_no(said: &bool) -> bool {
    !said
}
