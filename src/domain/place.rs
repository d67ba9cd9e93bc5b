//! Places: schools, markets, enterprises, rooms where people mediate: whatever a county marks on its map.

use super::{LonLat, PlaceCode};
use serde::{Deserialize, Serialize};

/// One place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its code.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Its kind, such as 学校; the county's own words.
    pub kind: String,
    /// Where it is.
    pub at: LonLat,
}
