//! Lengths of time as rules say them: `30 minutes`, `24 hours`, `3 working days`, `4 working hours`.

use serde::{Deserialize, Serialize};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Span {
    /// Round the clock, seconds.
    Secs(u32),
    /// Working days; the day on which it begins is not counted.
    WorkingDays(u32),
    /// Within working hours, seconds.
    WorkingSecs(u32),
}

impl Span {
    /// Whether it stands still when nobody works.
    pub fn is_working(self) -> bool {
        !matches!(self, Span::Secs(_))
    }
}

/// Longer than any deadline; shorter than what would make counting days slow.
const MOST_DAYS: u32 = 3_000;

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || format!("a span is told like '30 minutes', '24 hours' or '3 working days': {text}");
        let words: Vec<&str> = text.split_whitespace().collect();
        let (count, working, unit) = match words.as_slice() {
            [count, unit] => (count, false, unit),
            [count, "working", unit] => (count, true, unit),
            _ => return Err(wrong()),
        };
        let count: u32 = count.parse().map_err(|_| wrong())?;
        let secs = match unit.trim_end_matches('s') {
            "minute" => 60,
            "hour" => 3_600,
            "day" => 86_400,
            _ => return Err(wrong()),
        };
        let whole = count.checked_mul(secs).filter(|whole| *whole > 0 && *whole <= MOST_DAYS * 86_400);
        let whole = whole.ok_or_else(wrong)?;
        Ok(match (working, secs) {
            (true, 86_400) => Span::WorkingDays(count),
            (true, _) => Span::WorkingSecs(whole),
            (false, _) => Span::Secs(whole),
        })
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        let plain = |secs: u32| match secs {
            secs if secs % 3_600 == 0 => (secs / 3_600, "hours"),
            secs => (secs / 60, "minutes"),
        };
        match span {
            Span::WorkingDays(days) => format!("{days} working days"),
            Span::Secs(secs) => format!("{} {}", plain(secs).0, plain(secs).1),
            Span::WorkingSecs(secs) => format!("{} working {}", plain(secs).0, plain(secs).1),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_and_written() {
        for (text, span) in [
            ("30 minutes", Span::Secs(1_800)),
            ("24 hours", Span::Secs(86_400)),
            ("3 working days", Span::WorkingDays(3)),
            ("4 working hours", Span::WorkingSecs(14_400)),
        ] {
            assert_eq!(Span::try_from(text.to_owned()), Ok(span));
            assert_eq!(String::from(span), text);
        }
        for bad in ["", "3", "days 3", "0 hours", "3 weeks", "-1 hours", "99999999 days", "3 idle days"] {
            assert!(Span::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
