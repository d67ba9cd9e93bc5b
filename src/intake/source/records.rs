//! JSON that is a list of records: `[{…},…]`, the same somewhere inside an object, or an object a line. Fields within
//! fields get names with dots: `location.lat`.

use super::geojson::cell;
use super::{IntakeError, Sink, Source};
use crate::intake::table::{Columns, Read, Row};
use csv::StringRecord;
use serde_json::{Deserializer, Map, Value};

/// So deep a list of records is looked for where nobody says where it stands.
const MOST_DEPTH: usize = 4;
/// So many elements of a list get columns of their own: `coordinates.0`.
const MOST_ELEMENTS: usize = 4;

/// Reads a JSON text; `at` says where its records stand, such as `data.list`, or `.` for the text itself.
pub(super) fn read(source: &Source, text: &str, at: Option<&str>, sink: &mut Sink) -> Result<Columns, IntakeError> {
    let mut reading = Reading { columns: Columns::default(), number: 0, cells: Vec::new(), sink };
    for document in Deserializer::from_str(text).into_iter::<Value>() {
        let mut document = document.map_err(|error| {
            let cut_off = "the text ends before the brackets are closed, was it sent whole?".to_owned();
            source.damaged(reading.number, if error.is_eof() { cut_off } else { error.to_string() })
        })?;
        let records = match at {
            Some(at) => named(source, document, at)?,
            // An object without a list is a record itself.
            None => first_list(&mut document).unwrap_or_else(|| vec![document]),
        };
        records.into_iter().try_for_each(|record| reading.record(record))?;
    }
    Ok(reading.columns)
}

/// The records that stand there.
fn named(source: &Source, mut document: Value, at: &str) -> Result<Vec<Value>, IntakeError> {
    for name in at.split('.').filter(|name| !name.is_empty()) {
        let has = match &document {
            Value::Object(fields) => fields.keys().take(8).cloned().collect::<Vec<_>>().join(", "),
            _ => String::new(),
        };
        let inner = match &mut document {
            Value::Object(fields) => fields.get_mut(name).map(Value::take),
            Value::Array(items) => name.parse::<usize>().ok().and_then(|place| items.get_mut(place)).map(Value::take),
            _ => None,
        };
        document = inner.ok_or_else(|| source.unsupported(format!("it has no {name} of {at} (it has: {has})")))?;
    }
    match document {
        Value::Array(records) => Ok(records),
        Value::Null => Ok(Vec::new()),
        record @ Value::Object(_) => Ok(vec![record]),
        _ => Err(source.unsupported(format!("no records stand at {at}"))),
    }
}

/// The first list with an object in it, the outermost first; an empty list where there is no other.
fn first_list(document: &mut Value) -> Option<Vec<Value>> {
    let mut empty = None;
    let mut level = vec![document];
    for _ in 0..MOST_DEPTH {
        let mut inner = Vec::new();
        for value in level {
            match value {
                Value::Array(items) if items.iter().any(Value::is_object) => return Some(std::mem::take(items)),
                Value::Array(items) if items.is_empty() => empty = Some(Vec::new()),
                Value::Object(fields) => inner.extend(fields.values_mut()),
                _ => {}
            }
        }
        level = inner;
    }
    empty
}

struct Reading<'a, 's> {
    columns: Columns,
    number: u64,
    cells: Vec<String>,
    sink: &'a mut Sink<'s>,
}

impl Reading<'_, '_> {
    /// One element of the list; one that is no object costs itself.
    fn record(&mut self, record: Value) -> Result<(), IntakeError> {
        self.number += 1;
        let Value::Object(fields) = record else {
            let begin: String = record.to_string().chars().take(60).collect();
            return (self.sink)(Read::Broken(self.number, "not a record of fields".to_owned(), begin));
        };
        self.cells.iter_mut().for_each(String::clear);
        self.fields("", fields);
        let cells = StringRecord::from_iter(&self.cells);
        (self.sink)(Read::Row(Row {
            number: self.number,
            columns: &self.columns,
            cells: &cells,
            shape: None,
            remark: None,
        }))
    }

    fn fields(&mut self, outer: &str, fields: Map<String, Value>) {
        for (name, value) in fields {
            let name = if outer.is_empty() { name } else { format!("{outer}.{name}") };
            match value {
                Value::Object(inner) => self.fields(&name, inner),
                Value::Array(items) => {
                    if items.len() <= MOST_ELEMENTS {
                        let plain = items.iter().enumerate().filter(|(_, item)| !item.is_array() && !item.is_object());
                        plain.for_each(|(place, item)| self.put(&format!("{name}.{place}"), cell(item.clone())));
                    }
                    self.put(&name, cell(Value::Array(items)));
                }
                value => self.put(&name, cell(value)),
            }
        }
    }

    fn put(&mut self, name: &str, text: String) {
        let at = self.columns.intern(name);
        if self.cells.len() <= at {
            self.cells.resize(at + 1, String::new());
        }
        self.cells[at] = text;
    }
}
