//! The tools on the map: shapes that ask what lies inside (框选), a line that is measured (量测), several things selected at
//! once, and who answers for a place (此处归谁).

mod drawing;
mod intent;
mod within;

pub use drawing::{DrawKind, Drawing, Measured};
pub use intent::ToolIntent;
pub use within::{Counts, Within};

use super::{Seat, Selection};
use crate::domain::{IncidentCode, LonLat};
use crate::spatial::{Px, Shape};
use serde_json::{Value, json};

/// At most so many things are selected one by one.
pub const MOST_PICKED: usize = 200;

/// A thing that was picked with others: matters by their codes, since another picture numbers them otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// A matter.
    Incident(IncidentCode),
    /// A worker, by row.
    Worker(u32),
    /// A camera, by row.
    Camera(u32),
}

/// What the panel of what was found is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// What lies in a shape.
    Shape {
        /// How it was drawn.
        kind: DrawKind,
        /// It.
        shape: Shape,
    },
    /// Things picked one by one.
    Several(Vec<Picked>),
}

/// Which of what was found is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listed {
    /// Open matters.
    #[default]
    Incidents,
    /// Workers on duty.
    Workers,
    /// Cameras.
    Cameras,
    /// Areas.
    Areas,
}

impl Listed {
    /// All of them.
    pub const ALL: [Listed; 4] = [Listed::Incidents, Listed::Workers, Listed::Cameras, Listed::Areas];

    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["incidents", "workers", "cameras", "areas"][self as usize]
    }
}

/// The tools of a seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tools {
    /// What is being drawn.
    pub drawing: Option<Drawing>,
    /// Each click picks one more thing.
    pub picks: bool,
    /// The line that was measured.
    pub measured: Option<Measured>,
    /// What was asked about, or picked.
    pub asked: Option<Asked>,
    /// Which of it is listed.
    pub list: Listed,
    /// The place about which it is told who answers.
    pub place: Option<LonLat>,
    /// Where the pointer rested last, while it is on the map.
    pub(super) pointer: Option<Px>,
    /// Moves with whatever is asked about.
    revision: u64,
}

impl Tools {
    /// Moves with whatever is asked about: equal ones mean the same question.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What was picked one by one.
    pub fn several(&self) -> &[Picked] {
        match &self.asked {
            Some(Asked::Several(picked)) => picked,
            _ => &[],
        }
    }

    pub(super) fn ask(&mut self, asked: Option<Asked>) {
        self.asked = asked;
        self.revision += 1;
    }
}

/// The tools, for scripts and tests.
pub(super) fn tools_json(seat: &Seat) -> Value {
    let tools = &seat.tools;
    let found = seat.within_asked().map(|found| {
        let counts = found.counts;
        let first = |numbers: &[u32], thing: fn(u32) -> Selection| {
            numbers.iter().take(50).map(|number| thing(*number).id(&seat.picture)).collect::<Vec<_>>()
        };
        json!({
            "incidents": first(&found.incidents, Selection::Incident), "incident_count": counts.incidents(),
            "urgencies": counts.urgencies, "overdue": counts.overdue, "confidential": found.confidential,
            "workers": first(&found.workers, Selection::Worker), "worker_count": counts.workers(),
            "free": counts.free, "on_task": counts.on_task, "offline": counts.offline,
            "cameras": first(&found.cameras, Selection::Camera), "camera_count": counts.cameras,
            "areas": first(&found.areas, Selection::Area), "area_count": found.areas.len(),
        })
    });
    let asked = tools.asked.as_ref().map(|asked| match asked {
        Asked::Shape { kind, shape } => json!({ "kind": kind.name(), "area_m2": shape.area_m2().round() }),
        Asked::Several(picked) => json!({ "kind": "several", "picked": picked.len() }),
    });
    let here = tools.place.map(|at| {
        let here = seat.picture.here(at, seat.now);
        let areas: Vec<String> =
            here.areas.iter().map(|answerable| Selection::Area(answerable.area).id(&seat.picture)).collect();
        json!({
            "lon": at.lon_deg, "lat": at.lat_deg, "areas": areas,
            "answers": here.answers.map(|number| Selection::Worker(number).id(&seat.picture)),
        })
    });
    json!({
        "drawing": tools.drawing.as_ref().map(|drawing| json!({
            "kind": drawing.kind.name(), "corners": drawing.corners.len(),
        })),
        "picks": tools.picks,
        "measured": tools.measured.as_ref().map(|line| json!({
            "corners": line.corners.len(), "length_m": line.total_m().round(), "closed": line.closed,
            "area_m2": line.area_m2().map(f64::round),
        })),
        "asked": asked,
        "found": found,
        "list": tools.list.name(),
        "place": here,
    })
}
