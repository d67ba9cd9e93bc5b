//! Cells as texts.

use calamine::{Data, ExcelDateTime};

/// A sheet keeps 15 digits of a number: whole ones are exact below this.
const EXACT_BELOW: f64 = 1e15;

/// A cell as a person sees it: codes without ".0" or an exponent, times as ISO 8601.
pub(super) fn text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(is) => is.to_string(),
        Data::DateTime(at) => time(at),
    }
}

fn time(at: &ExcelDateTime) -> String {
    if at.is_duration() || at.as_f64() < 0.0 {
        return at.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if at.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if at.as_f64().fract() == 0.0 {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// What makes a cell doubtful, if anything.
pub(super) fn doubt(cell: &Data) -> Option<String> {
    match cell {
        Data::Error(error) => Some(format!("holds the error {error}, taken as empty")),
        Data::Float(number) if number.abs() >= EXACT_BELOW && number.fract() == 0.0 => {
            Some("was kept as a number of more than 15 digits, its last ones are lost: format it as text".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn cells_are_what_a_person_sees() {
        let at = |value| Data::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false));
        for (cell, shown) in [
            (Data::Float(370_102_001.0), "370102001"),
            (Data::Float(370_102_001_001_000.0), "370102001001000"),
            (Data::Float(120.5), "120.5"),
            (Data::Int(7), "7"),
            (at(45_943.0), "2025-10-13"),
            (at(45_943.5), "2025-10-13 12:00:00"),
            (at(0.25), "06:00:00"),
            (Data::Empty, ""),
        ] {
            assert_eq!(text(&cell), shown);
        }
        assert!(doubt(&Data::Float(370_102_001_001_000_100.0)).is_some());
        assert!(doubt(&Data::Float(370_102_001_001_000.0)).is_none());
    }
}
