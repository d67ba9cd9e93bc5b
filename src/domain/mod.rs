//! The field: areas, workers, cameras, incidents, commands, events. Pure: no IO, no clock.
//!
//! Time is an argument everywhere. The same events in the same order make the same picture.

mod area;
mod board;
mod camera;
mod category;
mod civil_zone;
mod code;
mod command;
mod course;
mod danger;
mod deadline;
mod decide;
mod draft;
mod event;
mod feed;
mod incident;
mod inspection;
mod lonlat;
mod loop_page;
mod masking;
mod moves;
mod no_answer;
mod phone;
mod photo;
mod place;
mod receipt;
mod record;
mod recorded;
mod refusal;
mod rules;
mod standing;
mod step;
mod time;
mod video;
mod weather;
mod worker;

pub use area::{Area, AreaLevel, Outline};
pub use board::{Board, DutyTurn};
pub use camera::{Camera, CameraState};
pub use category::{Category, Difficulty, Urgency};
pub use civil_zone::CivilZone;
pub use code::{
    AgencyName, AreaCode, CameraCode, CampaignCode, CategoryCode, ChecklistCode, CommandId, IncidentCode,
    InspectionCode, PlaceCode, WorkerCode,
};
pub use command::{Act, Command};
pub use course::{
    Alarm, AlarmCause, AlarmLevel, Ask, Clock, Course, Escalation, MOST_SHELF_SECS, Mediation, MergedInto, Party,
    Phase, Photo, PhotoMoment, Request, Service, Shelf, Summons, Supervision, SupervisionStep, Suspension, Upstream,
    alarm_since, home_level,
};
pub use danger::{Danger, danger_in};
pub use deadline::{DueState, due_state};
pub use decide::{Desk, decide};
pub use draft::{AskedField, Draft, FormField, Need, Unfinished};
pub use event::{Actor, Event};
pub use feed::{Brings, DutyChange, FeedMessage, FeedTrouble, Promise, Told, ToldRow};
pub use incident::{CallBack, IncidentFile, Nature, Source, State, Step, StepKind};
pub use inspection::{
    AnswerKind, Campaign, CampaignReminder, CampaignState, CheckItem, Checklist, Finding, FindingOutcome, Inspection,
    InspectionRegisters, InspectionResult, ItemAnswer, ItemReply, Problem, RoundAct, RoundCommand, RoundRefusal, Visit,
    decide_round,
};
pub use lonlat::LonLat;
pub use loop_page::loop_page;
pub use masking::{MaskScope, PersonalKind, PersonalSpan, mask, personal_spans};
pub use moves::{ActKind, Leads, MOVES, Move, moves_of, possible};
pub use no_answer::NoAnswer;
pub use phone::phone_key;
pub use photo::{
    CleanPhoto, MOST_PHOTO_BYTES, MOST_PHOTO_PIXELS, MOST_PHOTO_SIDE_PX, Orientation, PhotoFormat, PhotoRefusal,
    clean_photo,
};
pub use place::{Place, PlaceDetails};
pub use receipt::Receipt;
pub use record::{IncidentRecord, KnownBy};
pub use recorded::{Append, Personal, Recorded, Register, Stream};
pub use refusal::Refusal;
pub use rules::{
    Calendar, CalendarError, Case, DayEnd, Emergency, Hours, Post, Posts, RosterEntry, Rule, Rules, RulesError, Span,
    Stretch, SummonsCheck,
};
pub use standing::{Answerable, Standing};
pub use time::Timestamp;
pub use video::VideoTrouble;
pub use weather::Weather;
pub use worker::{Fix, FixAge, Role, Vehicle, Worker, fix_age};

/// Division codes that begin so belong to nowhere on earth: a county that bears them lies on no real map.
pub const FICTITIOUS_PREFIX: &str = "99";

/// Whether a code is that of a fictitious county of the sample, or of something in it: 99, which is no province, and
/// then the number of one of its ten prefectures and of one of that prefecture's ten counties, from 01 to 10. What
/// carries such a code is sample data, and every seat says so on screen.
#[must_use]
pub fn is_sample_code(code: &str) -> bool {
    let digit = |at: usize| code.as_bytes().get(at).filter(|byte| byte.is_ascii_digit()).map(|byte| byte - b'0');
    let number = |at: usize| Some(digit(at)? * 10 + digit(at + 1)?);
    number(0) == Some(99) && [2, 4].into_iter().all(|at| matches!(number(at), Some(1..=10)))
}

#[cfg(test)]
mod tests {
    use super::is_sample_code;

    #[test]
    fn only_the_sample_has_the_sample_s_codes() {
        assert!(["990101", "991010", "990101001003005", "990207"].into_iter().all(is_sample_code));
        assert!(
            !["", "99", "9901", "990100", "990111", "991101", "370101", "99a101", "XX990101"]
                .iter()
                .any(|code| is_sample_code(code))
        );
    }
}
