//! One row seen through the mapping: texts, numbers, times, positions, and what was wrong with them.

use super::crs::Misfit;
use super::guards::Guard;
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
    /// What places positions, and watches them.
    pub(crate) guard: &'a mut Guard,
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
    pub(crate) fn position(
        &mut self,
        lon: impl Into<usize>,
        lat: impl Into<usize>,
    ) -> Result<Option<LonLat>, Misplaced> {
        let Some((x, y)) = self.numbers(lon, lat)? else { return Ok(None) };
        match self.guard.place(x, y) {
            Ok(at) => {
                let at = LonLat::new(round(at.lon_deg), round(at.lat_deg));
                self.notes.extend(self.guard.far(at));
                Ok(Some(at))
            }
            Err(misfit) => {
                let flaw = Flaw::new("lon", misfit.sentence(), &format!("{x},{y}"));
                Err(if misfit == Misfit::Swapped { Misplaced::Swapped(flaw) } else { Misplaced::Nowhere(flaw) })
            }
        }
    }

    /// As [`Record::position`], for what can be kept without one: a position at which the file's
    /// rows pile up is none.
    pub(crate) fn own_position(
        &mut self,
        lon: impl Into<usize>,
        lat: impl Into<usize>,
    ) -> Result<Option<LonLat>, Misplaced> {
        match self.position(lon, lat)? {
            Some(at) if self.guard.is_default(at) => {
                let value = format!("{},{}", at.lon_deg, at.lat_deg);
                Err(Misplaced::Nowhere(Flaw::new("lon", "a position that too many rows have to be its own", &value)))
            }
            at => Ok(at),
        }
    }

    /// The two numbers of its position as they stand there, in whatever system.
    pub(crate) fn numbers(
        &self,
        lon: impl Into<usize>,
        lat: impl Into<usize>,
    ) -> Result<Option<(f64, f64)>, Misplaced> {
        let (lon, lat) = (lon.into(), lat.into());
        match (self.text(lon), self.text(lat)) {
            (None, None) => match &self.row.shape {
                None => Ok(None),
                Some(Shape::Point(x, y)) => Ok(Some((*x, *y))),
                Some(Shape::Broken(why)) => Err(Misplaced::Nowhere(Flaw::new("geometry", why.as_str(), ""))),
                Some(Shape::Polygons(..)) => Err(Misplaced::not_a_point("Polygon")),
                Some(Shape::Mixed(..)) => Err(Misplaced::not_a_point("GeometryCollection")),
                Some(Shape::Other(what)) => Err(Misplaced::not_a_point(what)),
            },
            (Some(x), Some(y)) => {
                let degrees = |field: usize, text: &str| {
                    text.parse::<f64>().map_err(|_| {
                        Misplaced::Nowhere(Flaw::new(self.mapping.field_name(field), "not a number of degrees", text))
                    })
                };
                Ok(Some((degrees(lon, &x)?, degrees(lat, &y)?)))
            }
            (None, Some(y)) => Err(Misplaced::half(self.mapping.field_name(lon), &y)),
            (Some(x), None) => Err(Misplaced::half(self.mapping.field_name(lat), &x)),
        }
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
