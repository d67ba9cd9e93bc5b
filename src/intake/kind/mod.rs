//! From rows to what the ledger keeps: one file a kind, each with its fields.

mod areas;
mod cameras;
mod campaigns;
mod categories;
mod checklists;
mod fixes;
mod incidents;
mod inspections;
pub(super) mod looks;
mod places;
mod words;
mod workers;

use super::diff::Codes;
use super::hand::{Batch, Entry, Hand};
use super::known::Known;
use super::mapping::Field;
use super::record::Record;
use super::report::{Flaw, ImportReport};
use super::{ImportRequest, IntakeError};
use crate::domain::{Event, Personal, Register, Stream, Timestamp};
use crate::ledger::WrittenEvent;
use serde::Serialize;
use std::collections::HashMap;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The territory's areas.
    Areas,
    /// The people of the grids, with their last known positions.
    Workers,
    /// Cameras.
    Cameras,
    /// Places.
    Places,
    /// The catalogue of matters.
    Categories,
    /// Matters with their histories.
    Incidents,
    /// Workers' positions, for the tracks.
    Fixes,
    /// Checklists.
    Checklists,
    /// Campaigns of visits.
    Campaigns,
    /// Visits to places.
    Inspections,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 10] = [
        Kind::Areas,
        Kind::Workers,
        Kind::Cameras,
        Kind::Places,
        Kind::Categories,
        Kind::Incidents,
        Kind::Fixes,
        Kind::Checklists,
        Kind::Campaigns,
        Kind::Inspections,
    ];

    /// The kind as the command line spells it.
    pub fn name(self) -> &'static str {
        [
            "areas",
            "workers",
            "cameras",
            "places",
            "categories",
            "incidents",
            "fixes",
            "checklists",
            "campaigns",
            "inspections",
        ][self as usize]
    }

    /// The register that it fills; none where its things happen rather than are.
    pub fn register(self) -> Option<Register> {
        Some(match self {
            Kind::Areas => Register::Area,
            Kind::Workers => Register::Worker,
            Kind::Cameras => Register::Camera,
            Kind::Places => Register::Place,
            Kind::Categories => Register::Category,
            Kind::Checklists => Register::Checklist,
            Kind::Campaigns => Register::Campaign,
            Kind::Incidents | Kind::Fixes | Kind::Inspections => return None,
        })
    }

    /// The kind with this name.
    ///
    /// # Errors
    /// A sentence that lists the kinds, or says that this one can't be imported yet.
    pub fn parse(text: &str) -> Result<Self, IntakeError> {
        Self::ALL.into_iter().find(|kind| kind.name() == text).ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            IntakeError::Kind(match text {
                "basemap" => format!("a base map is no register ({names} are): {text}"),
                _ => format!("no such kind ({names}): {text}"),
            })
        })
    }

    /// What reads its rows.
    pub(super) fn reader(self) -> Box<dyn KindReader> {
        match self {
            Kind::Areas => Box::<areas::Areas>::default(),
            Kind::Workers => Box::<workers::Workers>::default(),
            Kind::Cameras => Box::<cameras::Cameras>::default(),
            Kind::Places => Box::<places::Places>::default(),
            Kind::Categories => Box::<categories::Categories>::default(),
            Kind::Incidents => Box::<incidents::Incidents>::default(),
            Kind::Fixes => Box::<fixes::Fixes>::default(),
            Kind::Checklists => Box::<checklists::Checklists>::default(),
            Kind::Campaigns => Box::<campaigns::Campaigns>::default(),
            Kind::Inspections => Box::<inspections::Inspections>::default(),
        }
    }
}

/// Reads the rows of one kind.
pub(super) trait KindReader: Send {
    /// The fields it knows.
    fn fields(&self) -> &'static [Field];

    /// Takes one row. An error that is the row's own costs the row only.
    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError>;

    /// After the last row of the last file: what could not be decided before.
    fn finish(&mut self, _out: &mut Out) -> Result<(), IntakeError> {
        Ok(())
    }
}

/// Why a row did not go in.
pub(super) enum RowError {
    /// Something is wrong with it; it is skipped.
    Flaw(Flaw),
    /// The import as a whole can't go on.
    Stop(IntakeError),
}

impl From<Flaw> for RowError {
    fn from(flaw: Flaw) -> Self {
        Self::Flaw(flaw)
    }
}

impl From<IntakeError> for RowError {
    fn from(error: IntakeError) -> Self {
        Self::Stop(error)
    }
}

/// Where readers put what they have made of rows.
pub(super) struct Out {
    pub(super) entries: Hand,
    pub(super) report: ImportReport,
    pub(super) known: Known,
    /// The codes that have come, for what the register has beside them.
    pub(super) codes: Codes,
    /// When the import takes place.
    pub(super) at: Timestamp,
    /// Since when areas that are told anew are as they are told.
    pub(super) valid_from: Option<Timestamp>,
    /// The file's name in problems, where there are several files.
    pub(super) file: Option<String>,
}

impl Out {
    pub(super) fn new(request: &ImportRequest, known: Known, entries: Hand) -> Self {
        Self {
            entries,
            report: ImportReport::new(request.kind),
            known,
            codes: Codes::default(),
            at: request.at,
            valid_from: request.valid_from,
            file: None,
        }
    }

    /// The report, when nothing more comes: the other end hears of that.
    pub(super) fn into_report(self) -> ImportReport {
        self.report
    }

    /// The report, what was kept, and what was known, when nothing more comes.
    pub(super) fn into_parts(self) -> (ImportReport, Vec<Batch>, Known) {
        (self.report, self.entries.into_kept(), self.known)
    }

    /// Puts a register's entry made of `rows` rows, and counts them.
    pub(super) fn register(&mut self, event: Event, rows: u64) -> Result<(), IntakeError> {
        let Some(stream) = Stream::of_register(&event) else { return Ok(()) };
        self.put(stream, event, None, rows)
    }

    fn put(&mut self, stream: Stream, event: Event, personal: Option<Personal>, rows: u64) -> Result<(), IntakeError> {
        let event = WrittenEvent::new(&stream, &event)?;
        self.entries.give(Entry { stream, event, personal, rows })
    }

    /// Tells a problem.
    pub(super) fn tell(&mut self, row: u64, flaw: Flaw) {
        let flaw = match &self.file {
            Some(name) => flaw.in_file(name),
            None => flaw,
        };
        self.report.tell(row, flaw);
    }

    /// Tells a problem of the import as a whole.
    pub(super) fn tell_of_all(&mut self, flaw: Flaw) {
        self.report.tell(0, flaw);
    }
}

/// The codes that have come, with their rows: one code is one thing.
#[derive(Default)]
struct Seen(HashMap<Box<str>, u64>);

impl Seen {
    /// Notes the code.
    ///
    /// # Errors
    /// The problem, if it has come before: the first row stays.
    fn once(&mut self, code: &str, row: u64) -> Result<(), Flaw> {
        match self.0.get(code) {
            Some(first) => Err(Flaw::new("code", format!("the code has come before, row {first} stays"), code)),
            None => {
                self.0.insert(code.into(), row);
                Ok(())
            }
        }
    }
}
