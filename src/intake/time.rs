//! Times as people and other systems write them.

use crate::domain::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Reads a moment: RFC 3339, or `yyyy-mm-dd[ hh:mm[:ss]]` with `-`, `/` or `.` between the parts of
/// the date, which is then the local time of `zone`; a day alone is its midnight; or seconds or milliseconds since
/// 1970, from 1973 on. `None` for anything else.
pub(crate) fn parse(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    if let Some(moment) = since_1970(text.trim()) {
        return Some(moment);
    }
    let mut rest = Rest(text.trim().as_bytes());
    let year = rest.number(4, 4)?;
    let separator = rest.one_of(b"-/.")?;
    let month = rest.number(1, 2)?;
    rest.one_of(&[separator])?;
    let day = rest.number(1, 2)?;
    let (mut hour, mut minute, mut second) = (0, 0, 0);
    let mut offset_secs = None;
    if !rest.0.is_empty() {
        rest.one_of(b"Tt ")?;
        hour = rest.number(1, 2)?;
        rest.one_of(b":")?;
        minute = rest.number(2, 2)?;
        if rest.one_of(b":").is_some() {
            second = rest.number(2, 2)?;
            second -= u32::from(second == 60);
            if rest.one_of(b".,").is_some() {
                rest.number(1, 9)?;
            }
        }
        offset_secs = rest.offset_secs()?;
    }
    let civil = DateTime::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()?;
    let secs = match offset_secs {
        Some(offset_secs) => TimeZone::UTC.to_timestamp(civil).ok()?.as_second() - i64::from(offset_secs),
        None => zone.to_timestamp(civil).ok()?.as_second(),
    };
    Some(Timestamp(secs))
}

/// Seconds or milliseconds since 1970, as programs count; days and years have fewer digits.
fn since_1970(text: &str) -> Option<Timestamp> {
    let whole = text.split('.').next()?;
    if whole.len() < 9 || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    // A fraction is cut off; what is no number at all ("1.2.3") was not meant so.
    text.parse::<f64>().ok()?;
    let number = whole.parse::<i64>().ok()?;
    match number {
        100_000_000..10_000_000_000 => Some(Timestamp(number)),
        100_000_000_000..10_000_000_000_000 => Some(Timestamp(number.div_euclid(1_000))),
        _ => None,
    }
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        if digits < least {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        Some(number.iter().fold(0, |sum, b| sum * 10 + u32::from(b - b'0')))
    }

    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.contains(first).then(|| {
            self.0 = rest;
            *first
        })
    }

    /// `Z`, `+08:00`, `+0800`, `+08` or nothing, and then the end; the outer none is "something else".
    fn offset_secs(&mut self) -> Option<Option<i32>> {
        while self.one_of(b" ").is_some() {}
        if self.0.is_empty() {
            return Some(None);
        }
        if self.one_of(b"Zz").is_some() {
            return self.0.is_empty().then_some(Some(0));
        }
        let sign = if self.one_of(b"+-")? == b'-' { -1 } else { 1 };
        let hours = self.number(2, 2)?;
        let _ = self.one_of(b":");
        let minutes = if self.0.is_empty() { 0 } else { self.number(2, 2)? };
        let secs = i32::try_from(hours * 3600 + minutes * 60).ok()?;
        (self.0.is_empty() && hours < 24 && minutes < 60).then_some(Some(sign * secs))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_spellings_are_one_moment() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let moment = Some(Timestamp(1_789_088_700)); // 2026-09-11 09:05 in Shanghai
        for text in [
            "2026-09-11T01:05:00Z",
            "2026-09-11T09:05:00+08:00",
            "2026-09-11T09:05:00.25+0800",
            "2026-09-11 09:05",
            "2026-09-11 09:05:00",
            "2026/9/11 9:05",
            "2026.09.11 09:05",
            " 2026-09-11 09:05:00 ",
            "1789088700",
            "1789088700.75",
            "1789088700999",
        ] {
            assert_eq!(parse(text, &zone), moment, "{text}");
        }
        assert_eq!(parse("2026-09-11", &zone), Some(Timestamp(1_789_056_000)));
        assert_eq!(parse("2026-07-01", &TimeZone::get("America/Chicago").unwrap()), Some(Timestamp(1_782_882_000)));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in [
            "",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-09",
            "11/09/2026",
            "2026-09-11 25:00",
            "2026-09-11 09:05 h",
            "20260911",
            "45911.378472",
            "20260911090500",
            "1789088700.7.5",
            "-1789088700",
        ] {
            assert_eq!(parse(text, &TimeZone::UTC), None, "{text}");
        }
    }
}
