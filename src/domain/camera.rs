//! Cameras (雪亮工程): where they stand, what they look at, whether they answer.

use super::{CameraCode, LonLat};
use serde::{Deserialize, Serialize};

/// Whether a camera can be looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CameraState {
    /// It answers.
    Online,
    /// It is known to be broken.
    Fault,
    /// Nobody has said.
    #[default]
    Unknown,
    /// It sits on a network that can't be reached from here.
    NoRoute,
}

impl CameraState {
    /// All states, the most useful first.
    pub const ALL: [CameraState; 4] =
        [CameraState::Online, CameraState::Unknown, CameraState::NoRoute, CameraState::Fault];
}

/// One camera point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    /// Its code.
    pub code: CameraCode,
    /// Its name.
    pub name: String,
    /// Who runs it.
    pub operator: Option<String>,
    /// Where it stands.
    pub at: LonLat,
    /// Where it looks, degrees clockwise from north; none where unknown or turning.
    pub direction_deg: Option<f32>,
    /// Its horizontal field of view, degrees.
    pub fov_deg: Option<f32>,
    /// How far it sees, metres.
    pub range_m: Option<f32>,
    /// Whether it answers.
    pub state: CameraState,
}
