//! Files: CSV rows, gzip without a time, and moments of time in words.

use super::plane::{Origin, Spot, push_degrees};
use super::{SampleError, Written};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender};

/// Hours that the county's clock is ahead of UTC.
const ZONE_SECS: i64 = 8 * 3600;
pub(super) const DAY_SECS: i64 = 86_400;
/// How much of a table is handed over at once.
const PART_BYTES: usize = 1 << 20;

/// A table that is being written.
pub(super) struct Table {
    text: String,
    at_start: bool,
    /// Where the county lies whose table it is.
    origin: Origin,
    /// Where full parts go, if they do.
    sink: Option<SyncSender<Vec<u8>>>,
}

impl Table {
    /// A table with its heading.
    pub(super) fn new(heading: &str, capacity: usize) -> Self {
        let mut text = String::with_capacity(capacity);
        text.push_str(heading);
        text.push_str("\r\n");
        Self { text, at_start: true, origin: Origin::default(), sink: None }
    }

    /// The same table for a county that lies elsewhere.
    pub(super) fn of(self, origin: Origin) -> Self {
        Self { origin, ..self }
    }

    /// The same table, its rows handed over part by part as they are written.
    pub(super) fn into_sink(self, sink: SyncSender<Vec<u8>>) -> Self {
        Self { sink: Some(sink), ..self }
    }

    fn separate(&mut self) {
        if !self.at_start {
            self.text.push(',');
        }
        self.at_start = false;
    }

    /// A field of text.
    pub(super) fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        if value.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&value.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
        self
    }

    /// A field that holds a whole number.
    pub(super) fn number(&mut self, value: i64) -> &mut Self {
        use std::fmt::Write as _;
        self.separate();
        let _ = write!(self.text, "{value}");
        self
    }

    /// Two fields: longitude and latitude.
    pub(super) fn place(&mut self, at: Spot) -> &mut Self {
        let (lon_e6, lat_e6) = self.origin.degrees_e6(at);
        self.separate();
        push_degrees(&mut self.text, lon_e6);
        self.text.push(',');
        push_degrees(&mut self.text, lat_e6);
        self
    }

    /// A field that holds a moment, or nothing where that has not come.
    pub(super) fn moment(&mut self, at: Option<i64>) -> &mut Self {
        self.separate();
        if let Some(at) = at {
            push_moment(&mut self.text, at);
        }
        self
    }

    /// Ends the row.
    pub(super) fn end(&mut self) {
        self.text.push_str("\r\n");
        self.at_start = true;
        if self.sink.is_some() && self.text.len() > PART_BYTES {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        if let Some(sink) = &self.sink {
            // a receiver that is gone has failed, and says so itself
            let _ = sink.send(std::mem::take(&mut self.text).into_bytes());
        }
    }

    /// Hands over what is left, where rows are handed over.
    pub(super) fn finish(mut self) {
        self.hand_over();
    }

    /// The bytes of the whole table.
    pub(super) fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

/// Year, month and day of a moment by the county's clock.
pub(super) fn date(at: i64) -> (i64, i64, i64) {
    // days since 0000-03-01, after H. Hinnant's civil_from_days
    let days = day(at) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// The day of a moment by the county's clock, counted from 1970-01-01.
pub(super) fn day(at: i64) -> i64 {
    (at + ZONE_SECS).div_euclid(DAY_SECS)
}

/// Seconds since the county's midnight.
pub(super) fn second_of_day(at: i64) -> i64 {
    (at + ZONE_SECS).rem_euclid(DAY_SECS)
}

/// The day of the week: 0 Monday … 6 Sunday.
pub(super) fn weekday(at: i64) -> i64 {
    (day(at) + 3).rem_euclid(7)
}

fn push_moment(text: &mut String, at: i64) {
    let (year, month, day) = date(at);
    let second = second_of_day(at);
    let two = |text: &mut String, value: i64| {
        text.push(char::from(b'0' + (value / 10 % 10) as u8));
        text.push(char::from(b'0' + (value % 10) as u8));
    };
    two(text, year / 100);
    two(text, year % 100);
    for (mark, value) in [('-', month), ('-', day), ('T', second / 3600), (':', second / 60 % 60), (':', second % 60)] {
        text.push(mark);
        two(text, value);
    }
    text.push_str("+08:00");
}

/// Gzips without a time, so that the same content gives the same bytes.
pub(super) fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut from = flate2::GzBuilder::new().mtime(0).read(bytes, flate2::Compression::new(level));
    let mut packed = Vec::with_capacity(bytes.len() / 5);
    // reading from memory cannot fail
    let _ = from.read_to_end(&mut packed);
    packed
}

/// Gzips, without a time, what comes in parts.
pub(super) fn gzip_parts(parts: &Receiver<Vec<u8>>, level: u32) -> std::io::Result<Vec<u8>> {
    let mut packed = flate2::GzBuilder::new().mtime(0).write(Vec::new(), flate2::Compression::new(level));
    for part in parts {
        packed.write_all(&part)?;
    }
    packed.finish()
}

/// Writes one file of the sample and notes it.
pub(super) fn save(folder: &Path, name: &str, bytes: &[u8], written: &mut Written) -> Result<(), SampleError> {
    let path = folder.join(name);
    std::fs::write(&path, bytes).map_err(|source| SampleError::Write { path: path.clone(), source })?;
    written.files.push(path);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_by_the_county_s_clock() {
        let mut text = String::new();
        push_moment(&mut text, super::super::END);
        assert_eq!(text, "2026-09-11T14:03:27+08:00");
        assert_eq!(weekday(super::super::END), 4);
        assert_eq!(date(951_753_600 + 3600), (2000, 2, 29));
    }
}
