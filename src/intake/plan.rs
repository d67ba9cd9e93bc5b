//! What an import would make of a file: which column serves which field and why, the first rows as they would be
//! understood, and what is missing. Nothing is written.

use super::identity::Watch;
use super::kind::looks::{Looks, looks, may_serve, wanted};
use super::known::Known;
use super::mapping::{Field, Mapping, Served};
use super::preview::understood;
use super::report::Problem;
use super::source::Input;
use super::table::{Columns, Read, Row, Shape, plain};
use super::{ImportRequest, IntakeError, Kind};
use crate::ledger::Ledger;
use serde::Serialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// So many rows are looked at.
const LOOKED_AT: usize = 200;
/// So many problems of the rows looked at are told.
const PROBLEMS: usize = 20;

/// What serves one field, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Planned {
    /// The field.
    pub field: &'static str,
    /// The column, the template, or the value.
    pub from: String,
    /// `--map`, `--set`, `header`, `similar header`, `content`, or `length of the code`.
    pub by: &'static str,
}

/// A field that nothing serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The field; `geometry` for an outline, `lon, lat` for a position.
    pub field: &'static str,
    /// Whether rows are skipped without it.
    pub needed: bool,
}

/// A column that serves nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// Its header.
    pub column: String,
    /// What its cells look like.
    looks: Looks,
}

/// The plan of an import.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// The kind.
    pub kind: Kind,
    /// The file that was looked at: the first.
    pub file: PathBuf,
    /// How many rows of it were looked at.
    pub rows_looked_at: u64,
    /// What serves which field.
    pub fields: Vec<Planned>,
    /// What nothing serves.
    pub missing: Vec<Missing>,
    /// What serves nothing.
    pub unused: Vec<Unused>,
    /// The first rows as they are understood; persons who reported are left out.
    pub rows: Vec<Value>,
    /// Of the rows looked at, those that could not be used.
    pub skipped: u64,
    /// What was wrong with them, and with those that could.
    pub problems: Vec<Problem>,
    /// How many problems there were.
    pub problems_total: u64,
    /// Fields and columns that the import has to be told: `--map`.
    #[serde(skip)]
    pub maps: Vec<(String, String)>,
    /// Fields and values that the import has to be told: `--set`.
    #[serde(skip)]
    pub sets: Vec<(String, String)>,
    /// The file's headers.
    #[serde(skip)]
    pub headers: Vec<String>,
}

/// Looks at the beginning of the request's first file and proposes how to read it. `ledger` says what is known
/// already; there may be none yet.
///
/// # Errors
/// As for an import of these rows.
pub fn plan(request: &ImportRequest, ledger: Option<&dyn Ledger>) -> Result<Plan, IntakeError> {
    let path = request.files.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    plan_input(request, &Input::new(path), ledger)
}

/// As [`plan`], of one input, whatever it is.
pub(super) fn plan_input(
    request: &ImportRequest,
    input: &Input,
    ledger: Option<&dyn Ledger>,
) -> Result<Plan, IntakeError> {
    let path = input.path();
    let known = || ledger.map_or_else(|| Ok(Known::default()), |ledger| Known::read(ledger, request.kind));
    let fields = request.kind.reader().fields();
    let beginning = Beginning::read(input)?;
    let mut mapping = Mapping::new(request.kind.name(), fields, &request.maps, &request.sets)?;
    if beginning.columns.len() > 0 || !input.is_live() {
        mapping.check_columns(path, &beginning.columns)?;
    }
    mapping.bind(&beginning.columns);
    let of_columns = beginning.looks(&known()?, request);
    let mut planned = as_bound(&mapping, fields, &beginning.columns, request);
    let spare = propose(request, &mapping, fields, &beginning, &of_columns, &mut planned);
    // Only what the import would not find by itself has to be said.
    let told = |by: &str| -> Vec<(String, String)> {
        planned.iter().filter(|p| p.by == by).map(|p| (p.field.to_owned(), p.from.clone())).collect()
    };
    let maps: Vec<_> = request.maps.iter().cloned().chain(told("similar header")).chain(told("content")).collect();
    let sets: Vec<_> = request.sets.iter().cloned().chain(told("length of the code")).collect();
    let full = ImportRequest { maps: maps.clone(), sets: sets.clone(), ..request.clone() };
    let (rows, report) = understood(&full, input, known()?)?;
    let headers: Vec<String> = (0..beginning.columns.len()).map(|at| beginning.columns.name(at)).collect();
    let unused = spare.iter().map(|at| Unused { column: headers[*at].clone(), looks: of_columns[*at] }).collect();
    Ok(Plan {
        kind: request.kind,
        file: path.to_owned(),
        rows_looked_at: report.read,
        missing: missing(request.kind, &planned, &beginning),
        unused,
        fields: planned,
        rows,
        skipped: report.skipped,
        problems: report.problems.into_iter().take(PROBLEMS).collect(),
        problems_total: report.problems_total,
        maps,
        sets,
        headers,
    })
}

/// The first rows of a file, as texts.
struct Beginning {
    columns: Columns,
    rows: Vec<Vec<String>>,
    has_outlines: bool,
    has_points: bool,
}

impl Beginning {
    fn read(input: &Input) -> Result<Self, IntakeError> {
        let mut found = Self { columns: Columns::default(), rows: Vec::new(), has_outlines: false, has_points: false };
        let mut watch = Watch::default();
        each_row(input, &mut |row| {
            watch.look(&row);
            for at in found.columns.len()..row.columns.len() {
                found.columns.push(&row.columns.name(at));
            }
            found.has_outlines |= matches!(row.shape, Some(Shape::Polygons(_)));
            found.has_points |= matches!(row.shape, Some(Shape::Point(..)));
            found.rows.push(row.cells.iter().map(str::to_owned).collect());
            Ok(())
        })?;
        match watch.column(&found.columns) {
            Some(column) => Err(IntakeError::IdNumbers { path: input.path().to_owned(), column }),
            None => Ok(found),
        }
    }

    fn cells(&self, column: usize) -> Vec<&str> {
        self.rows.iter().map(|row| row.get(column).map_or("", String::as_str)).collect()
    }

    fn looks(&self, known: &Known, request: &ImportRequest) -> Vec<Looks> {
        (0..self.columns.len()).map(|at| looks(&self.cells(at), known, &request.zone)).collect()
    }
}

/// The rows of a file's beginning; what can't be read at all is left out.
pub(super) fn each_row(input: &Input, take: &mut dyn FnMut(Row) -> Result<(), IntakeError>) -> Result<(), IntakeError> {
    let mut count = 0;
    let outcome = input.read(&mut |read| {
        if count == LOOKED_AT {
            return Err(IntakeError::Stopped { path: input.path().to_owned(), row: count as u64 });
        }
        count += 1;
        match read {
            Read::Row(row) => take(row),
            Read::Broken(..) => Ok(()),
        }
    });
    match outcome {
        // Enough was seen.
        Err(IntakeError::Stopped { .. }) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// What serves the fields without any guess by content.
fn as_bound(mapping: &Mapping, fields: &[Field], columns: &Columns, request: &ImportRequest) -> Vec<Planned> {
    let said = |of: &[(String, String)], field: &Field| {
        of.iter().rev().find(|(name, _)| plain(name) == plain(field.name)).map(|(_, text)| text.clone())
    };
    let planned = |(at, field): (usize, &Field)| {
        let (from, by) = match mapping.served(at) {
            Served::Column(column, false) => (columns.name(column), "header"),
            Served::Column(..) | Served::Template => (said(&request.maps, field)?, "--map"),
            Served::Value => (said(&request.sets, field)?, "--set"),
            Served::Not => return None,
        };
        Some(Planned { field: field.name, from, by })
    };
    fields.iter().enumerate().filter_map(planned).collect()
}

/// Proposes columns for fields that nothing serves: by headers that are nearly right, then by what the cells look like.
/// Answers with the columns that are left over.
fn propose(
    request: &ImportRequest,
    mapping: &Mapping,
    fields: &[Field],
    beginning: &Beginning,
    of_columns: &[Looks],
    planned: &mut Vec<Planned>,
) -> Vec<usize> {
    let mut spare: Vec<usize> = mapping.spare().to_vec();
    let add = |spare: &mut Vec<usize>, planned: &mut Vec<Planned>, field: &'static str, at: usize, by| {
        spare.retain(|column| *column != at);
        planned.push(Planned { field, from: beginning.columns.name(at), by });
    };
    let is_served = |planned: &[Planned], field: &str| planned.iter().any(|p| p.field == field);
    for field in fields {
        if !is_served(planned, field.name)
            && let Some(at) = similar(field, &spare, &beginning.columns, of_columns)
        {
            add(&mut spare, planned, field.name, at, "similar header");
        }
    }
    for field in fields {
        let kind = request.kind.name();
        let by_content = wanted(kind, field.name).iter().find_map(|w| spare.iter().find(|at| of_columns[**at] == *w));
        if !is_served(planned, field.name)
            && let Some(at) = by_content.copied()
        {
            add(&mut spare, planned, field.name, at, "content");
        }
    }
    if request.kind == Kind::Areas
        && !is_served(planned, "level")
        && !is_served(planned, "dedicated")
        && let Some(level) = level_by_code(planned, beginning)
    {
        planned.push(Planned { field: "level", from: level.to_owned(), by: "length of the code" });
    }
    let place = |p: &Planned| fields.iter().position(|field| field.name == p.field);
    planned.sort_by_key(place);
    spare
}

/// The spare column whose header holds the longest of the field's names, or is held by it.
fn similar(field: &Field, spare: &[usize], columns: &Columns, of_columns: &[Looks]) -> Option<usize> {
    let names = || std::iter::once(&field.name).chain(field.synonyms).map(|name| plain(name));
    let score = |at: usize| {
        let header = plain(&columns.name(at));
        let fits = |name: &String| {
            // "id" stands in many a word, and so does a single character.
            let long_enough = if name.is_ascii() { name.len() >= 4 } else { name.chars().count() >= 2 };
            long_enough && header.contains(name.as_str())
        };
        let may = may_serve(of_columns[at], field.name);
        names().filter(|name| may && fits(name)).map(|name| name.chars().count()).max().unwrap_or(0)
    };
    let best = spare.iter().copied().max_by_key(|at| (score(*at), std::cmp::Reverse(*at)))?;
    (score(best) > 0).then_some(best)
}

/// The level that codes of one length have: 6 digits a county, 9 a town, 12 a village, more a grid.
fn level_by_code(planned: &[Planned], beginning: &Beginning) -> Option<&'static str> {
    let code = planned.iter().find(|p| p.field == "code")?;
    let cells = beginning.cells(beginning.columns.find(&code.from)?);
    let mut lengths = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    let first = lengths.next()?;
    let alike = |cell: &str| cell.len() == first.len() && cell.bytes().all(|b| b.is_ascii_digit());
    if !alike(first) || !lengths.all(alike) {
        return None;
    }
    match first.len() {
        6 => Some("County"),
        9 => Some("Town"),
        12 => Some("Village"),
        13..=18 => Some("Grid"),
        _ => None,
    }
}

/// What the kind needs or would like and nothing serves.
fn missing(kind: Kind, planned: &[Planned], beginning: &Beginning) -> Vec<Missing> {
    let (needed, liked): (&[&'static str], &[&'static str]) = match kind {
        Kind::Areas => (&["code", "level", "geometry"], &["name", "parent", "population"]),
        Kind::Workers => (&["code", "name"], &["role", "home_area", "phone", "on_duty"]),
        Kind::Cameras => (&["code", "lon, lat"], &["name", "direction_deg", "state"]),
        Kind::Places => (&["code", "name", "lon, lat"], &["kind"]),
        Kind::Categories => (&["code", "name"], &["parent", "agency"]),
        Kind::Incidents => (&["code", "reported_at"], &["lon, lat", "category", "title", "agency", "deadline_at"]),
        Kind::Fixes => (&["worker", "lon, lat", "fixed_at"], &["accuracy_m"]),
        Kind::Checklists => (&["code", "name"], &["question", "kinds", "category"]),
        Kind::Campaigns => (&["code", "name", "from_at", "deadline_at"], &["checklist", "areas", "kinds"]),
        Kind::Inspections => (&["code", "place", "inspected_at"], &["worker", "checklist", "result", "incidents"]),
    };
    let serves = |field: &str| planned.iter().any(|p| p.field == field);
    let is_there = |field: &str| match field {
        "geometry" => beginning.has_outlines,
        "lon, lat" => beginning.has_points || (serves("lon") && serves("lat")),
        // The level may stand in for it.
        "level" => serves("level") || serves("dedicated"),
        field => serves(field),
    };
    let of = |fields: &[&'static str], needed: bool| {
        let not_there = fields.iter().filter(|field| !is_there(field));
        not_there.map(|field| Missing { field, needed }).collect::<Vec<_>>()
    };
    [of(needed, true), of(liked, false)].concat()
}
