//! Workers: the people who walk the grids, and where their phones last said they were.

use super::{AgencyName, AreaCode, LonLat, Timestamp, WorkerCode};
use serde::{Deserialize, Serialize};

/// What a worker is in the county's organisation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// 网格长: answers for a grid.
    GridChief,
    /// 专职网格员
    #[default]
    GridWorker,
    /// 兼职网格员
    PartTime,
    /// 网格协管员
    Assistant,
    /// 部门下沉力量: an agency's person, posted to a town.
    Responder,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 5] = [Role::GridChief, Role::GridWorker, Role::PartTime, Role::Assistant, Role::Responder];
}

/// How a worker gets about; the guess for the time of arrival follows from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vehicle {
    /// On foot.
    #[default]
    Walk,
    /// On an electric bicycle.
    Ebike,
    /// By car.
    Car,
}

impl Vehicle {
    /// A usual speed in a town's streets, metres a second.
    pub fn speed_mps(self) -> f64 {
        match self {
            Vehicle::Walk => 1.3,
            Vehicle::Ebike => 4.2,
            Vehicle::Car => 7.5,
        }
    }
}

/// One worker of the register.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Worker {
    /// The worker's number.
    pub code: WorkerCode,
    /// The worker's name.
    pub name: String,
    /// What the worker is.
    pub role: Role,
    /// The organisation that sends the worker, where it isn't the grid's own.
    pub agency: Option<AgencyName>,
    /// The duty phone.
    pub phone: Option<String>,
    /// What the worker can do, such as 电工.
    pub skills: Vec<String>,
    /// The area the worker answers for or is posted to.
    pub home_area: Option<AreaCode>,
    /// How the worker gets about.
    pub vehicle: Vehicle,
    /// Whether the worker is on duty; positions exist on duty only.
    pub on_duty: bool,
}

/// One position of a worker's phone, on duty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// Whose.
    pub worker: WorkerCode,
    /// Where.
    pub at: LonLat,
    /// When the phone was there (not when we heard of it).
    pub fixed_at: Timestamp,
    /// Where it was going, degrees clockwise from north, where known.
    pub heading_deg: Option<f32>,
}

/// How far a fix can be trusted by its age (VISUAL.md: 2, 10 and 30 minutes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FixAge {
    /// Up to 2 minutes.
    Fresh,
    /// Over 2 minutes: drawn hollow.
    Old,
    /// Over 10 minutes: grey, with its time; nobody is sent on the strength of it.
    VeryOld,
    /// Over 30 minutes: off the map and counted as offline (离线).
    Offline,
}

/// The age class of a fix at `now`. A fix from the future (a phone's clock ahead) counts as fresh.
pub fn fix_age(fixed_at: Timestamp, now: Timestamp) -> FixAge {
    match now.secs_since(fixed_at) {
        ..=120 => FixAge::Fresh,
        121..=600 => FixAge::Old,
        601..=1800 => FixAge::VeryOld,
        _ => FixAge::Offline,
    }
}
