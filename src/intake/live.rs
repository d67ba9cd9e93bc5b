//! A live source's answers into rows: by the same readers and guards as an import's, but without files, and without a
//! transaction. Whoever asks decides what of it is new.

use super::hand::{Batch, keeping};
use super::kind::Out;
use super::known::Known;
use super::mapping::{Mapping, Served};
use super::plan::plan_input;
use super::run::one_input;
use super::source::Input;
use super::table::Columns;
use super::{ImportReport, ImportRequest, IntakeError, Kind, Plan};
use crate::domain::{Event, Fix, Personal, Stream, Timestamp};
use crate::ledger::{Ledger, LedgerError, WrittenEvent};
use std::path::Path;

/// Reads one source's answers.
pub struct LiveReader {
    request: ImportRequest,
    records: Option<String>,
    /// What the ledger knows, kept from answer to answer.
    known: Option<Known>,
}

/// What one row came to.
#[derive(Clone, Debug)]
pub struct LiveRow {
    /// The thing that it is about.
    pub stream: Stream,
    written: WrittenEvent,
    /// The personal data in it.
    pub personal: Option<Personal>,
}

impl LiveRow {
    /// The bytes of what it says, personal data apart: equal bytes say the same.
    pub fn bytes(&self) -> &[u8] {
        self.written.bytes()
    }

    /// What it says.
    ///
    /// # Errors
    /// It would not read back.
    pub fn event(&self) -> Result<Event, LedgerError> {
        self.written.event(&self.stream)
    }
}

/// What one answer came to.
pub struct Understood {
    /// Rows of registers and matters.
    pub rows: Vec<LiveRow>,
    /// Positions.
    pub fixes: Vec<Fix>,
    /// How many rows there were and what is wrong with them.
    pub report: ImportReport,
    /// Fields without which no row can be used, and which no column serves, where there are columns.
    pub unserved: Vec<&'static str>,
}

impl LiveReader {
    /// A reader of answers that are read as `request` says. The first of its files is no file but the source's name in
    /// sentences. `records` says where the records of plain JSON stand, such as `data.list`.
    ///
    /// # Errors
    /// The mapping names fields that the kind doesn't have, or the kind has no live sources.
    pub fn new(request: ImportRequest, records: Option<String>) -> Result<Self, IntakeError> {
        if !matches!(request.kind, Kind::Incidents | Kind::Fixes) {
            return Err(IntakeError::Kind(format!(
                "incidents and fixes come live, others by import: {}",
                request.kind.name()
            )));
        }
        Mapping::new(request.kind.name(), request.kind.reader().fields(), &request.maps, &request.sets)?;
        Ok(Self { request, records, known: None })
    }

    fn name(&self) -> &Path {
        self.request.files.first().map_or(Path::new(""), |name| name.as_path())
    }

    /// Reads an answer of the moment `at`. Nothing is written.
    ///
    /// # Errors
    /// The answer as a whole can't be used, as for an import of a file like it.
    pub fn read(&mut self, bytes: &[u8], at: Timestamp, ledger: &dyn Ledger) -> Result<Understood, IntakeError> {
        self.request.at = at;
        let mut known = match self.known.take() {
            Some(known) => known,
            None => Known::read(ledger, self.request.kind)?,
        };
        known.catch_up(ledger)?;
        let mut reader = self.request.kind.reader();
        let fields = reader.fields();
        let mut mapping = Mapping::new(self.request.kind.name(), fields, &self.request.maps, &self.request.sets)?;
        let mut out = Out::new(&self.request, known, keeping());
        let name = self.name().to_owned();
        let input = Input::answered(&name, bytes, self.records.as_deref());
        let outcome = one_input(&self.request, 0, &input, &mut mapping, reader.as_mut(), &mut out);
        let outcome = outcome.and_then(|()| reader.finish(&mut out));
        let (mut report, batches, known) = out.into_parts();
        self.known = Some(known);
        outcome?;
        let unserved = unserved(self.request.kind, &mut mapping, &report.columns);
        let (mut rows, mut fixes) = (Vec::new(), Vec::new());
        for Batch { entries, fixes: some, .. } in batches {
            rows.extend(entries.into_iter().map(|entry| LiveRow {
                stream: entry.stream,
                written: entry.event,
                personal: entry.personal,
            }));
            fixes.extend(some);
        }
        report.kept = report.read - report.skipped;
        Ok(Understood { rows, fixes, report, unserved })
    }

    /// How an answer of the moment `at` would be read: which column serves which field, and the first rows as they are understood.
    /// `ledger` says what is known already; there may be none yet.
    ///
    /// # Errors
    /// As for [`LiveReader::read`].
    pub fn plan(&self, bytes: &[u8], at: Timestamp, ledger: Option<&dyn Ledger>) -> Result<Plan, IntakeError> {
        let request = ImportRequest { at, ..self.request.clone() };
        plan_input(&request, &Input::answered(self.name(), bytes, self.records.as_deref()), ledger)
    }
}

fn unserved(kind: Kind, mapping: &mut Mapping, columns: &[String]) -> Vec<&'static str> {
    if columns.is_empty() {
        return Vec::new();
    }
    mapping.unbind();
    mapping.bind(&Columns::header(0, columns.iter().map(String::as_str)));
    let needed: &[&'static str] = if kind == Kind::Fixes { &["worker", "fixed_at"] } else { &["code", "reported_at"] };
    let fields = kind.reader().fields();
    let is_served = |name: &str| {
        let place = fields.iter().position(|field| field.name == name);
        place.is_some_and(|place| mapping.served(place) != Served::Not)
    };
    needed.iter().copied().filter(|name| !is_served(name)).collect()
}
