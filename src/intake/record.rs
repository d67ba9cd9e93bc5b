//! One row seen through the mapping: texts, numbers, times, positions, and what was wrong with them.

use super::crs::Crs;
use super::mapping::Mapping;
use super::outline::round;
use super::report::Flaw;
use super::table::{Row, Shape};
use super::time;
use crate::domain::{LonLat, Timestamp};
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// A row with its mapping.
pub(crate) struct Record<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) mapping: &'a Mapping,
    pub(crate) crs: Crs,
    pub(crate) zone: &'a TimeZone,
    /// What is wrong though the row is used.
    pub(crate) notes: Vec<Flaw>,
}

impl<'a> Record<'a> {
    /// The row's number.
    pub(crate) fn number(&self) -> u64 {
        self.row.number
    }

    /// The field's text, none if empty.
    pub(crate) fn text(&self, field: impl Into<usize>) -> Option<Cow<'a, str>> {
        self.mapping.text(field.into(), &self.row)
    }

    /// The field's text as a string of its own.
    pub(crate) fn string(&self, field: impl Into<usize>) -> Option<String> {
        self.text(field).map(Cow::into_owned)
    }

    /// The field's text; without it the row can't be used.
    pub(crate) fn required(&self, field: impl Into<usize>) -> Result<Cow<'a, str>, Flaw> {
        let field = field.into();
        self.text(field).ok_or_else(|| Flaw::new(self.mapping.field_name(field), "missing, the row is skipped", ""))
    }

    /// Notes a problem with a field; the row is used.
    pub(crate) fn note(&mut self, field: impl Into<usize>, problem: &str, value: &str) {
        self.notes.push(Flaw::new(self.mapping.field_name(field.into()), problem, value));
    }

    /// One of a few words, read by `pick`; one that isn't known is noted and left out.
    pub(crate) fn choice<T>(&mut self, field: impl Into<usize>, pick: impl Fn(&str) -> Option<T>) -> Option<T> {
        let field = field.into();
        let text = self.text(field)?;
        let found = pick(&text);
        if found.is_none() {
            self.note(field, "the word is not known and left out", &text);
        }
        found
    }

    /// A number in this range; anything else is noted and left out.
    pub(crate) fn number_in<T: FromStr + PartialOrd>(
        &mut self,
        field: impl Into<usize>,
        range: &RangeInclusive<T>,
    ) -> Option<T> {
        let field = field.into();
        let text = self.text(field)?;
        let number = text.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.note(field, "not a number that is possible here, left out", &text);
        }
        number
    }

    /// A time; one that can't be read is noted and left out.
    pub(crate) fn time(&mut self, field: impl Into<usize>) -> Option<Timestamp> {
        let field = field.into();
        let text = self.text(field)?;
        let at = time::parse(&text, self.zone);
        if at.is_none() {
            self.note(field, "not a time that can be read (yyyy-mm-dd hh:mm), left out", &text);
        }
        at
    }

    /// A time without which the row can't be used.
    pub(crate) fn required_time(&self, field: impl Into<usize>) -> Result<Timestamp, Flaw> {
        let field = field.into();
        let text = self.required(field)?;
        time::parse(&text, self.zone).ok_or_else(|| {
            Flaw::new(
                self.mapping.field_name(field),
                "not a time that can be read (yyyy-mm-dd hh:mm), the row is skipped",
                &text,
            )
        })
    }

    /// Where the row is, in WGS-84 with 7 decimals: by its columns if they say, else by its shape;
    /// none if neither does.
    pub(crate) fn position(&self, lon: impl Into<usize>, lat: impl Into<usize>) -> Result<Option<LonLat>, Misplaced> {
        let (lon, lat) = (lon.into(), lat.into());
        let (x, y) = match (self.text(lon), self.text(lat)) {
            (None, None) => match &self.row.shape {
                None => return Ok(None),
                Some(Shape::Point(x, y)) => (*x, *y),
                Some(Shape::Broken(why)) => return Err(Misplaced::Nowhere(Flaw::new("geometry", why.as_str(), ""))),
                Some(Shape::Polygons(..)) => return Err(Misplaced::not_a_point("Polygon")),
                Some(Shape::Other(what)) => return Err(Misplaced::not_a_point(what)),
            },
            (Some(x), Some(y)) => {
                let degrees = |field: usize, text: &str| {
                    text.parse::<f64>().map_err(|_| {
                        Misplaced::Nowhere(Flaw::new(self.mapping.field_name(field), "not a number of degrees", text))
                    })
                };
                (degrees(lon, &x)?, degrees(lat, &y)?)
            }
            (None, Some(y)) => return Err(Misplaced::half(self.mapping.field_name(lon), &y)),
            (Some(x), None) => return Err(Misplaced::half(self.mapping.field_name(lat), &x)),
        };
        locate(x, y, self.crs).map(Some)
    }
}

/// Why a row's position can't be used.
#[derive(Debug)]
pub(crate) enum Misplaced {
    /// It is nowhere: what can do without a position may be kept without.
    Nowhere(Flaw),
    /// Longitude and latitude have changed places: the mapping is wrong, not the row.
    Swapped(Flaw),
}

impl Misplaced {
    fn not_a_point(what: &str) -> Self {
        Self::Nowhere(Flaw::new("geometry", "not a point", what))
    }

    fn half(missing: &str, other: &str) -> Self {
        Self::Nowhere(Flaw::new(missing, "missing, while the other half of the position is there", other))
    }

    /// The problem of a row that can't do without its position.
    pub(crate) fn into_flaw(self) -> Flaw {
        match self {
            Self::Nowhere(flaw) | Self::Swapped(flaw) => flaw,
        }
    }
}

/// The position in WGS-84. Swapped is what is out of range as it stands and in range the other way
/// round, and what lies in the ice north of 73° but the other way round in China.
fn locate(x: f64, y: f64, crs: Crs) -> Result<LonLat, Misplaced> {
    let flaw = |problem: &str| Flaw::new("lon", problem, &format!("{x},{y}"));
    if x == 0.0 && y == 0.0 {
        return Err(Misplaced::Nowhere(flaw("0,0 is no position")));
    }
    let there = LonLat::new(x, y);
    let in_china_if_turned = (18.0..=54.0).contains(&x) && (73.0..=136.0).contains(&y);
    if in_china_if_turned || (!there.is_valid() && LonLat::new(y, x).is_valid()) {
        let problem = "longitude and latitude look swapped: map the columns the other way round";
        return Err(Misplaced::Swapped(flaw(problem)));
    }
    if !there.is_valid() {
        return Err(Misplaced::Nowhere(flaw("not degrees of longitude and latitude")));
    }
    let at = crs.to_wgs84(there);
    Ok(LonLat::new(round(at.lon_deg), round(at.lat_deg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn impossible_positions_are_told_apart() {
        assert!(matches!(locate(0.0, 0.0, Crs::Wgs84), Err(Misplaced::Nowhere(_))));
        assert!(locate(41.8, -87.6, Crs::Wgs84).is_ok());
        assert!(matches!(locate(31.2, 121.5, Crs::Wgs84), Err(Misplaced::Swapped(_))));
        assert!(matches!(locate(39.5, 76.0, Crs::Gcj02), Err(Misplaced::Swapped(_))));
        assert!(matches!(locate(1_165_166.5, 1_872_509.0, Crs::Wgs84), Err(Misplaced::Nowhere(_))));
        assert!(matches!(locate(f64::NAN, 30.0, Crs::Wgs84), Err(Misplaced::Nowhere(_))));
        assert_eq!(locate(120.123_456_789, 30.0, Crs::Wgs84).ok(), Some(LonLat::new(120.123_456_8, 30.0)));
    }
}
