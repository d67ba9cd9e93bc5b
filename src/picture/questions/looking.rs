//! Which cameras look at a place: by where they stand, where they point, how wide and how far they see.

use super::CameraFilter;
use crate::domain::{Camera, CameraState, LonLat};
use crate::picture::Picture;
use crate::spatial::{bearing_deg, distance_m};

/// A camera's field of view where its direction is known and nobody has said how wide it sees, degrees: as the map
/// draws it.
pub const USUAL_FOV_DEG: f32 = 60.0;
/// How far a camera sees where nobody has said, metres.
pub const USUAL_RANGE_M: f64 = 60.0;

/// What the register does not say of a camera and was assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// No direction: it may turn, and sees all around.
    Direction,
    /// A direction without a field of view: [`USUAL_FOV_DEG`].
    FieldOfView,
    /// No range: [`USUAL_RANGE_M`].
    Range,
}

/// A camera that looks at a place, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Looking {
    /// The camera's row.
    pub camera: u32,
    /// How far the place is from it, metres.
    pub distance_m: f64,
    /// How far the place is off the middle of what it sees, degrees; none where it sees all around.
    pub off_axis_deg: Option<f64>,
    /// What had to be assumed.
    pub assumed: Vec<Assumed>,
}

impl Picture {
    /// The cameras that look at a place, best first: those that answer before those that may, what is known of before
    /// what had to be assumed to point there, near ones before far ones; ties by row.
    pub fn cameras_looking_at(&self, at: LonLat, filter: &CameraFilter) -> Vec<Looking> {
        let reach_m = self.cameras.longest_range_m().max(USUAL_RANGE_M);
        let near = self.cameras.index().within_circle(at, reach_m).into_iter();
        let mut looking: Vec<Looking> = near
            .filter(|hit| filter.includes(self, hit.id))
            .filter_map(|hit| look(&self.cameras.rows()[hit.id as usize], at).map(|l| Looking { camera: hit.id, ..l }))
            .collect();
        // They come by distance, then row, and a stable sort keeps that.
        looking.sort_by_key(|looking| {
            let state = self.cameras.rows()[looking.camera as usize].state;
            let use_of_it = CameraState::ALL.iter().position(|s| *s == state);
            (use_of_it, looking.assumed.contains(&Assumed::Direction))
        });
        looking
    }
}

/// How a camera looks at a place; none where it does not. The caller knows its row.
fn look(camera: &Camera, at: LonLat) -> Option<Looking> {
    let mut assumed = Vec::new();
    let range_m = camera.range_m.map(f64::from).unwrap_or_else(|| {
        assumed.push(Assumed::Range);
        USUAL_RANGE_M
    });
    let distance_m = distance_m(camera.at, at);
    if distance_m > range_m {
        return None;
    }
    let all_around = camera.fov_deg.is_some_and(|fov_deg| fov_deg >= 360.0);
    let off_axis_deg = match camera.direction_deg.map(f64::from).filter(|_| !all_around) {
        Some(direction_deg) => {
            let fov_deg = camera.fov_deg.unwrap_or_else(|| {
                assumed.push(Assumed::FieldOfView);
                USUAL_FOV_DEG
            });
            let off_deg = if distance_m > 0.0 { between_deg(direction_deg, bearing_deg(camera.at, at)) } else { 0.0 };
            if off_deg > f64::from(fov_deg) / 2.0 {
                return None;
            }
            Some(off_deg)
        }
        None => {
            assumed.extend((!all_around).then_some(Assumed::Direction));
            None
        }
    };
    Some(Looking { camera: 0, distance_m, off_axis_deg, assumed })
}

/// The angle between two directions, 0 to 180 degrees.
fn between_deg(a_deg: f64, b_deg: f64) -> f64 {
    let turn_deg = (a_deg - b_deg).rem_euclid(360.0);
    turn_deg.min(360.0 - turn_deg)
}
