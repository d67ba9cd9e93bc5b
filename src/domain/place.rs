//! Places: schools, markets, enterprises, rooms where people mediate: whatever a county marks on its map and inspects.

use super::{LonLat, PlaceCode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its code.
    pub code: PlaceCode,
    /// Its name.
    pub name: String,
    /// Its kind, such as 学校; the county's own words.
    pub kind: String,
    /// Where it is.
    pub at: LonLat,
    /// What else the register says of it.
    #[serde(default, skip_serializing_if = "PlaceDetails::is_empty")]
    pub details: PlaceDetails,
}

/// What an inspector wants to know of a place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlaceDetails {
    /// Where it is, in words.
    pub address: Option<String>,
    /// The enterprise or body that runs it.
    pub enterprise: Option<String>,
    /// The checklist that it is inspected against.
    pub checklist: Option<String>,
    /// Whatever else the county notes, by its own headers; nothing that belongs to a person.
    pub attributes: BTreeMap<String, String>,
}

impl PlaceDetails {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
