//! The field: areas, workers, cameras, incidents, commands, events. Pure: no IO, no clock.
//!
//! Time is an argument everywhere. The same events in the same order make the same picture.

mod area;
mod camera;
mod category;
mod code;
mod command;
mod course;
mod deadline;
mod decide;
mod event;
mod feed;
mod incident;
mod lonlat;
mod loop_page;
mod moves;
mod place;
mod recorded;
mod refusal;
mod rules;
mod standing;
mod step;
mod time;
mod worker;

pub use area::{Area, AreaLevel, Outline};
pub use camera::{Camera, CameraState};
pub use category::{Category, Difficulty, Urgency};
pub use code::{AgencyName, AreaCode, CameraCode, CategoryCode, CommandId, IncidentCode, PlaceCode, WorkerCode};
pub use command::{Act, Command};
pub use course::{
    Alarm, AlarmLevel, Ask, Clock, Course, Escalation, Mediation, MergedInto, Party, Phase, Photo, PhotoMoment,
    Request, Service, Summons, Supervision, SupervisionStep, Suspension, Upstream, home_level,
};
pub use deadline::{DueState, due_state};
pub use decide::{Desk, decide};
pub use event::{Actor, Event};
pub use feed::FeedMessage;
pub use incident::{CallBack, IncidentFile, IncidentRecord, Nature, Source, State, Step, StepKind};
pub use lonlat::LonLat;
pub use loop_page::loop_page;
pub use moves::{ActKind, Leads, MOVES, Move, moves_of, possible};
pub use place::{Place, PlaceDetails};
pub use recorded::{Append, Personal, Recorded, Register, Stream};
pub use refusal::Refusal;
pub use rules::{
    Calendar, CalendarError, Case, DayEnd, Emergency, Hours, Post, Posts, RosterEntry, Rule, Rules, RulesError, Span,
    Stretch, SummonsCheck,
};
pub use standing::{Answerable, Standing};
pub use time::Timestamp;
pub use worker::{Fix, FixAge, Role, Vehicle, Worker, fix_age};

/// Division codes under this prefix belong to no real county: what carries them is sample data,
/// and every seat says so on screen.
pub const SAMPLE_COUNTY_PREFIX: &str = "990101";
