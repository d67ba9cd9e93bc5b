//! Rows as every format gives them: cells under named columns, and a shape where the format has one.

use csv::StringRecord;
use geo::Coord;
use std::collections::BTreeMap;

/// The columns of one file. A CSV knows them from its header; GeoJSON's grow as properties appear.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    names: Vec<String>,
    index: BTreeMap<String, usize>,
    /// Whether no further column can appear.
    pub(crate) complete: bool,
    /// The reference system that the file itself declares: WKT, `EPSG:N`, a GeoJSON's `crs`.
    pub(crate) declared: Option<String>,
    /// What a person should know about the file as a whole, with the row that it is about.
    pub(crate) notes: Vec<(u64, String)>,
}

impl Columns {
    /// The columns that a header in this row names; one that comes twice is told.
    pub(crate) fn header<'a>(row: u64, names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut columns = Self { complete: true, ..Self::default() };
        for name in names.into_iter().map(str::trim) {
            if !name.is_empty() && columns.index.contains_key(name) {
                columns.note(row, format!("two columns are called {name}, the first of them is used"));
            }
            columns.push(name);
        }
        columns
    }

    /// Notes something about the file as a whole.
    pub(crate) fn note(&mut self, row: u64, what: impl Into<String>) {
        self.notes.push((row, what.into()));
    }

    /// The place of the column with this name, added if it isn't there yet. A name that comes twice
    /// keeps its first place.
    pub(crate) fn intern(&mut self, name: &str) -> usize {
        if let Some(at) = self.index.get(name) {
            return *at;
        }
        self.push(name)
    }

    /// A further column, even if its name is taken (a CSV's cells are found by place).
    pub(crate) fn push(&mut self, name: &str) -> usize {
        let at = self.names.len();
        self.names.push(name.to_owned());
        self.index.entry(name.to_owned()).or_insert(at);
        at
    }

    /// The place of the column called exactly so, else of the first that is so in [`plain`].
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied().or_else(|| {
            let wanted = plain(name);
            self.names.iter().position(|column| plain(column) == wanted)
        })
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The column's name; a column beyond the header is known by its number.
    pub(crate) fn name(&self, at: usize) -> String {
        match self.names.get(at) {
            Some(name) if !name.is_empty() => name.clone(),
            _ => format!("column {}", at + 1),
        }
    }

    /// All names, for a sentence.
    pub(crate) fn list(&self) -> String {
        self.names.join(", ")
    }
}

/// A header as it is compared: without case, blanks, underscores and hyphens.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-')).flat_map(char::to_lowercase).collect()
}

/// Polygons as a file gives them: by part, its rings, the outer one first; nothing checked.
pub(crate) type Rings = Vec<Vec<Vec<Coord<f64>>>>;

/// What a row says about where it is, as written: no reference system applied yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    /// A point: x, y.
    Point(f64, f64),
    /// Polygons.
    Polygons(Rings),
    /// A collection's polygons, and what else is in it: `LineString`, `2 Point`.
    Mixed(Rings, String),
    /// Another kind of geometry, by its name.
    Other(&'static str),
    /// A geometry that can't be read, and why.
    Broken(String),
}

/// One row of a file.
pub(crate) struct Row<'a> {
    /// Its number as a person finds it: the row of the sheet (the header is row 1), the line of
    /// newline GeoJSON, the feature's number in a collection.
    pub(crate) number: u64,
    /// The file's columns.
    pub(crate) columns: &'a Columns,
    /// Its cells; missing ones at the end are empty.
    pub(crate) cells: &'a StringRecord,
    /// Its shape, where the format has one.
    pub(crate) shape: Option<Shape>,
    /// What is wrong with the row as a whole, though it can be used.
    pub(crate) remark: Option<String>,
}

impl<'a> Row<'a> {
    /// The cell in this column, without blanks at its ends; none if there is nothing in it.
    pub(crate) fn cell(&self, at: usize) -> Option<&'a str> {
        self.cells.get(at).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The first column whose text was not readable in the file's encoding.
    pub(crate) fn unreadable_column(&self) -> Option<String> {
        if !self.cells.as_slice().contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let at = self.cells.iter().position(|cell| cell.contains(char::REPLACEMENT_CHARACTER))?;
        Some(self.columns.name(at))
    }

    /// Whether nothing at all stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.shape.is_none() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// What a source hands on, one after the other.
pub(crate) enum Read<'a> {
    /// A row.
    Row(Row<'a>),
    /// A row that can't be read at all: its number, why, and its beginning.
    Broken(u64, String, String),
}
