//! A table: columns with names, rows of values, and where on the ground each row is.

use crate::domain::LonLat;
use geo::MultiPolygon;

/// A value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing is known, or nothing fits: never 0.
    #[default]
    Nothing,
    /// Words.
    Words(String),
    /// A number.
    Number(f64),
}

impl Cell {
    /// Words; empty ones are nothing.
    #[must_use]
    pub fn words(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Cell::Nothing } else { Cell::Words(words) }
    }
}

/// Where a row is, WGS-84.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ground {
    /// Nobody knows.
    #[default]
    Nowhere,
    /// At a point.
    Point(LonLat),
    /// Over a part of the ground.
    Area(MultiPolygon<f64>),
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its values, one a column.
    pub cells: Vec<Cell>,
    /// Where it is.
    pub ground: Ground,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is called.
    pub title: String,
    /// The columns' names.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}
