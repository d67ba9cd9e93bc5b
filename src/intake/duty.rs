//! The duty table 值班表, as a centre keeps it in a sheet: a row a turn, with its date, its hours where a turn is no whole
//! day, and who leads.

use super::source::Input;
use super::table::{Columns, Read, Row};
use super::{IntakeError, time};
use crate::domain::{CivilZone, DutyTurn, Timestamp};
use jiff::tz::TimeZone;
use std::path::Path;

/// The columns that a table may have, each by the names that it goes by.
const DATE: &[&str] = &["date", "日期", "值班日期"];
const FROM: &[&str] = &["from", "开始", "起"];
const UNTIL: &[&str] = &["until", "结束", "止"];
const LEADER: &[&str] = &["leader", "带班领导", "带班"];
const SHIFT_LEADER: &[&str] = &["shift_leader", "值班长", "值班"];
/// A longer name has no room in the header, characters.
const LONGEST_NAME: usize = 24;

/// The turns of a table, in the order of time. A turn without hours is the whole day; one that ends no later than it begins
/// ends the next day. `zone` is the site's.
///
/// # Errors
/// The file can't be read, lacks the date or both names, or a row says what is no date, no time or no turn.
pub fn read_duty(path: &Path, zone: &TimeZone) -> Result<Vec<DutyTurn>, IntakeError> {
    let wrong = |what: String| IntakeError::Misread { path: path.to_path_buf(), what };
    let civil = CivilZone::new(zone.clone());
    let mut turns = Vec::new();
    let columns = Input::new(path).read(&mut |read| {
        match read {
            Read::Broken(number, why, _) => return Err(wrong(format!("row {number} can't be read ({why})"))),
            Read::Row(row) if row.is_empty() => {}
            Read::Row(row) => {
                let turn = turn(&row, zone, &civil).map_err(|why| wrong(format!("row {}: {why}", row.number)))?;
                turns.extend(turn);
            }
        }
        Ok(())
    })?;
    let has = |names| place(&columns, names).is_some();
    if !has(DATE) || !(has(LEADER) || has(SHIFT_LEADER)) {
        let wanted = "a duty table has the columns 日期 (date) and 带班领导 (leader) or 值班长 (shift_leader)";
        return Err(wrong(format!("{wanted}, this one has: {}", columns.list())));
    }
    turns.sort_by_key(|turn: &DutyTurn| turn.from);
    Ok(turns)
}

fn place(columns: &Columns, names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| columns.find(name))
}

/// The turn of a row; none where nobody is named.
fn turn(row: &Row<'_>, zone: &TimeZone, civil: &CivilZone) -> Result<Option<DutyTurn>, String> {
    let cell = |names| place(row.columns, names).and_then(|at| row.cell(at));
    let name = |names| -> Result<Option<String>, String> {
        match cell(names) {
            Some(name) if name.chars().count() > LONGEST_NAME => Err(format!("too long for a name: {name}")),
            name => Ok(name.map(str::to_owned)),
        }
    };
    let (leader, shift_leader) = (name(LEADER)?, name(SHIFT_LEADER)?);
    if leader.is_none() && shift_leader.is_none() {
        return Ok(None);
    }
    let date = cell(DATE).ok_or("no date")?;
    let day = time::parse(date, zone).map(|at| civil.day(at)).ok_or_else(|| format!("no date: {date}"))?;
    let at = |hour: Option<&str>, otherwise: Timestamp| match hour {
        None => Ok(otherwise),
        Some(hour) => hour_of_day(hour).map(|secs| civil.moment(day * 86_400 + secs)).ok_or(format!("no time: {hour}")),
    };
    let from = at(cell(FROM), civil.day_start(day))?;
    let until = at(cell(UNTIL), civil.day_start(day + 1))?;
    let until = if until <= from { until.plus_secs(86_400) } else { until };
    Ok(Some(DutyTurn { from, until, leader, shift_leader }))
}

/// Seconds after midnight of `8:30`, `08:30:00` or `24:00`.
fn hour_of_day(text: &str) -> Option<i64> {
    let mut parts = text.split([':', '：']).map(|part| part.trim().parse::<i64>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    let is_time = (0..=24).contains(&hour) && (0..60).contains(&minute) && (hour < 24 || minute == 0);
    (is_time && parts.all(|part| part.is_some())).then_some(hour * 3_600 + minute * 60)
}
