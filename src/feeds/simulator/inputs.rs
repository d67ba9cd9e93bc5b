//! What the simulator is given: the county as it stands when life begins.

use super::streets::StreetLine;
use crate::domain::{
    AgencyName, Calendar, CampaignCode, CategoryCode, Checklist, ChecklistCode, Difficulty, Fix, IncidentCode, LonLat,
    PlaceCode, Role, Source, Standing, Timestamp, Urgency, Vehicle, WorkerCode,
};
use crate::rhythm::MATTERS_A_YEAR;
use crate::spatial::Surface;

/// One worker of the roster.
#[derive(Clone, Debug, PartialEq)]
pub struct SimWorker {
    /// The worker's number.
    pub code: WorkerCode,
    /// Where the worker is when life begins; the middle of the home area where nobody knows.
    pub at: LonLat,
    /// Whether the worker is on duty; only then there are positions.
    pub on_duty: bool,
    /// What the worker is: turns of duty go by it.
    pub role: Role,
    /// How the worker gets about.
    pub vehicle: Vehicle,
    /// The middle and the radius, metres, of the area that the worker walks; none = around `at`.
    pub home: Option<(LonLat, f64)>,
}

/// One kind of matter.
#[derive(Clone, Debug, PartialEq)]
pub struct SimCategory {
    /// Its code.
    pub code: CategoryCode,
    /// Its name, which titles are made of.
    pub name: String,
    /// How often it comes, beside the others.
    pub weight: u32,
    /// What people say has happened; its name where nothing is said.
    pub said: Vec<String>,
    /// What is done about it; a few words that always fit where nothing is named.
    pub done: Vec<String>,
    /// Its urgency.
    pub urgency: Urgency,
    /// Its difficulty.
    pub difficulty: Difficulty,
    /// The agency that answers for it.
    pub agency: Option<AgencyName>,
}

/// One matter that is open when life begins.
#[derive(Clone, Debug, PartialEq)]
pub struct SimIncident {
    /// Its number.
    pub code: IncidentCode,
    /// Where it is, where known.
    pub at: Option<LonLat>,
    /// By which mouth it came in.
    pub source: Source,
    /// How it stands, as `Picture::standing` says.
    pub standing: Standing,
}

/// A place that people on their rounds look at.
#[derive(Clone, Debug, PartialEq)]
pub struct SimPlace {
    /// Its code.
    pub code: PlaceCode,
    /// Where it is.
    pub at: LonLat,
    /// What it is looked at by: the campaign's checklist where one wants it, else its own.
    pub checklist: Option<ChecklistCode>,
    /// The campaign that still wants it.
    pub campaign: Option<CampaignCode>,
    /// When it was last looked at.
    pub last_at: Option<Timestamp>,
}

/// Where a worker was on the day before life began: at a matter, from the arrival until it was handled.
#[derive(Clone, Debug, PartialEq)]
pub struct SimStay {
    /// Who.
    pub worker: WorkerCode,
    /// Where.
    pub at: LonLat,
    /// Since when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
}

/// The county as it stands when life begins.
#[derive(Clone, Copy, Debug, Default)]
pub struct SimCounty<'a> {
    /// The streets that one can walk; may be empty, then people walk over open ground.
    pub streets: &'a [StreetLine],
    /// The lakes and rivers that people walk around; streets cross them on bridges.
    pub water: &'a [Surface],
    /// The workers, on duty or not.
    pub roster: &'a [SimWorker],
    /// The kinds of matters that get reported.
    pub categories: &'a [SimCategory],
    /// The matters that are open.
    pub open: &'a [SimIncident],
    /// The places that people look at; without any nobody visits anything.
    pub places: &'a [SimPlace],
    /// The checklists.
    pub checklists: &'a [Checklist],
    /// What the day's matters say of where people were; the hours before life begins are told by them.
    pub stays: &'a [SimStay],
    /// Where people are first known to have been on the day on which life begins, one position each: the hours before
    /// are told from there.
    pub known: &'a [Fix],
}

/// How the simulator runs.
#[derive(Clone, Debug, PartialEq)]
pub struct SimSettings {
    /// The site's civil time, seconds ahead of UTC: the rhythm of the day follows it.
    pub utc_offset_secs: i32,
    /// What the numbers of its matters begin with.
    pub code_prefix: String,
    /// The highest running number already used by an earlier run; numbers go on after it.
    pub highest_number: u32,
    /// New matters on a usual day; what a day has follows from the season, the weekday, the hour and the weather.
    pub reports_per_day: u32,
    /// Visits to places on a usual day, between eight and six.
    pub visits_per_day: u32,
    /// Whether there is weather.
    pub weather: bool,
    /// The working days and holidays.
    pub calendar: Calendar,
    /// Whether people come on duty and go; else those who are on duty stay.
    pub shifts: bool,
    /// How often a phone tells its position, seconds.
    pub fix_period_secs: u32,
    /// Whether the positions of the day before life begins are told, too, in its first minute, as far as they are not
    /// known.
    pub morning: bool,
}

impl Default for SimSettings {
    fn default() -> Self {
        Self {
            utc_offset_secs: 8 * 3600,
            code_prefix: "CL".into(),
            highest_number: 0,
            reports_per_day: (MATTERS_A_YEAR / 365) as u32,
            visits_per_day: 160,
            weather: true,
            calendar: Calendar::china(),
            shifts: false,
            fix_period_secs: 30,
            morning: false,
        }
    }
}
