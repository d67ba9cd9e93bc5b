//! `zonglan query track`: the way of one worker through a day. A look at a person's track is written down before it is
//! answered (DOMAIN.md, section 7).

use super::super::site::Site;
use super::super::{Usage, track_looks};
use super::describe::round_m;
use anyhow::Context;
use serde_json::{Value, json};
use std::path::Path;
use zonglan::domain::{Timestamp, WorkerCode};
use zonglan::ledger::Tracks;
use zonglan::picture::{Picture, Walk};

/// The first second of a civil day such as 2026-09-11 and the last one.
pub(super) fn day(dir: &Path, text: &str) -> anyhow::Result<(Timestamp, Timestamp)> {
    let wrong = || Usage(format!("--day wants a date such as 2026-09-11: {text}"));
    let date: jiff::civil::Date = text.parse().map_err(|_| wrong())?;
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| wrong())?.timestamp().as_second();
    let zone = Site::load(dir)?.civil_zone()?;
    let midnight = |secs: i64| zone.moment(midnight.saturating_add(secs));
    Ok((midnight(0), midnight(86_400).plus_secs(-1)))
}

/// The way of a worker over the picture at the day's end.
pub(super) fn track(
    dir: &Path,
    picture: &Picture,
    code: &str,
    (from, to): (Timestamp, Timestamp),
    by: &str,
) -> anyhow::Result<Value> {
    let number = picture.workers.number(code).with_context(|| format!("no worker has this number: {code}"))?;
    track_looks::note(dir, code, (from, to), by)?;
    let fixes = Tracks::open_read_only(dir).track(&WorkerCode::from(code), from, to)?;
    let walk = picture.walk(number, &fixes, from, to);
    let row = picture.workers.row(number);
    let told: Vec<Value> = fixes.iter().map(|fix| json!([fix.fixed_at.0, fix.at.lon_deg, fix.at.lat_deg])).collect();
    let mut value = describe(picture, &walk);
    value["worker"] = json!(row.worker.code);
    value["home"] = json!(row.home.map(|home| picture.areas.row(home).code.to_string()));
    (value["from"], value["to"], value["fixes"]) = (json!(from.0), json!(to.0), json!(told));
    Ok(value)
}

fn describe(picture: &Picture, walk: &Walk) -> Value {
    let area = |area: u32| json!({ "code": picture.areas.row(area).code, "name": picture.areas.row(area).name });
    json!({
        "length_m": walk.length_m.round(), "moving_secs": walk.moving_secs, "standing_secs": walk.standing_secs,
        "silent_secs": walk.silent_secs, "inside_secs": walk.inside_secs, "outside_secs": walk.outside_secs,
        "speed_mps": walk.speed_mps().map(|mps| (mps * 100.0).round() / 100.0), "jumps": walk.jumps,
        "stops": walk.stops.iter().map(|stop| json!({
            "lon": stop.at.lon_deg, "lat": stop.at.lat_deg, "from": stop.from.0, "to": stop.to.0,
            "secs": stop.to.secs_since(stop.from), "area": stop.area.map(area), "incident": stop.incident,
        })).collect::<Vec<_>>(),
        "done": walk.done.iter().map(|done| json!({
            "incident": done.incident, "step": done.kind, "at": done.at.0, "away_m": done.away_m.map(round_m),
        })).collect::<Vec<_>>(),
    })
}
