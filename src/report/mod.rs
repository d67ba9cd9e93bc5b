//! What goes out of the house as a file: tables of things with their places, as GeoJSON, CSV and XLSX. Whoever asks says
//! what stands in them and in which words; nothing here looks at the county, and nothing writes a file.

mod csv_file;
mod geojson;
mod table;
mod xlsx;

pub use table::{Cell, Ground, Row, Table};

/// As what a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Features with their places (RFC 7946).
    GeoJson,
    /// Values between commas, in UTF-8 with the mark by which Excel knows it.
    Csv,
    /// An Excel workbook of one sheet.
    Xlsx,
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// An Excel sheet has no room for so many rows.
    #[error("an Excel sheet holds {most} rows at the most, these are {rows}")]
    TooManyRows {
        /// So many there are, the names included.
        rows: usize,
        /// So many there may be.
        most: usize,
    },
    /// Packing failed.
    #[error("can't pack the workbook: {0}")]
    Packing(#[from] zip::result::ZipError),
    /// Writing failed.
    #[error("can't write the table: {0}")]
    Writing(#[from] std::io::Error),
}

impl TableFormat {
    /// All of them.
    pub const ALL: [TableFormat; 3] = [TableFormat::GeoJson, TableFormat::Csv, TableFormat::Xlsx];

    /// The ending of such files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        ["geojson", "csv", "xlsx"][self as usize]
    }

    /// The format of files with this ending, in letters of either size.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }

    /// The table as a file's bytes.
    ///
    /// # Errors
    /// It has more rows than the format holds.
    pub fn bytes(self, table: &Table) -> Result<Vec<u8>, ReportError> {
        match self {
            TableFormat::GeoJson => Ok(geojson::bytes(table)),
            TableFormat::Csv => Ok(csv_file::bytes(table)?),
            TableFormat::Xlsx => xlsx::bytes(table),
        }
    }
}
