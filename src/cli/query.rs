//! `zonglan query`: spatial questions and figures, answered in JSON.

use super::county::{County, now, user_data_dir};
use super::{Usage, answer};
use clap::{Args, Subcommand};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};
use std::path::PathBuf;
use zonglan::domain::{AreaCode, FixAge, LonLat, Timestamp};
use zonglan::picture::Picture;
use zonglan::spatial::{Bounds, Hit};

/// A question.
#[derive(Args)]
pub(super) struct QueryArgs {
    #[command(subcommand)]
    question: Question,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR", global = true)]
    data: Option<PathBuf>,
    /// The moment to ask for, RFC 3339; a county's last moment, or now
    #[arg(long, value_name = "TIME", global = true)]
    at_time: Option<String>,
}

#[derive(Subcommand)]
enum Question {
    /// 最近：the nearest workers, cameras or incidents
    Nearest {
        /// workers | cameras | incidents
        kind: String,
        /// LON,LAT
        #[arg(allow_hyphen_values = true)]
        at: String,
        /// How many
        #[arg(short, default_value_t = 10)]
        k: usize,
        /// Workers: only those on duty, with a fix to trust and nothing to do
        #[arg(long)]
        free: bool,
    },
    /// 范围内：what lies within a circle, a rectangle or a polygon
    Within {
        /// workers | cameras | incidents
        kind: String,
        /// LON,LAT,METRES
        #[arg(long, allow_hyphen_values = true)]
        circle: Option<String>,
        /// WEST,SOUTH,EAST,NORTH
        #[arg(long, allow_hyphen_values = true)]
        bounds: Option<String>,
        /// LON,LAT LON,LAT LON,LAT …
        #[arg(long, allow_hyphen_values = true)]
        polygon: Option<String>,
    },
    /// 谁负责：the areas that a point lies in, and who answers for them
    At {
        /// LON,LAT
        #[arg(allow_hyphen_values = true)]
        at: String,
    },
    /// 事件：incidents, the most pressing first
    Incidents {
        /// Only those in this area
        #[arg(long)]
        area: Option<String>,
        /// Closed ones too
        #[arg(long)]
        all: bool,
        /// How many at the most
        #[arg(long, default_value_t = 100)]
        limit: usize,
    },
    /// 指标：the wall's figures
    Figures,
}

impl QueryArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        let (picture, _ledger) = County::read(&dir)?;
        let moment = match &self.at_time {
            Some(text) => parse_time(text)?,
            None if picture.is_sample() => picture.latest_at,
            None => now(),
        };
        let value = match &self.question {
            Question::Nearest { kind, at, k, free } => nearest(&picture, kind, lonlat(at)?, *k, *free, moment)?,
            Question::Within { kind, circle, bounds, polygon } => {
                within(&picture, kind, [circle, bounds, polygon].map(|shape| shape.as_deref()))?
            }
            // The moment only counts where somebody names it: else it is the present cut that is asked for.
            Question::At { at } => match &self.at_time {
                Some(_) => at_point_then(&picture, lonlat(at)?, moment),
                None => at_point(&picture, lonlat(at)?),
            },
            Question::Incidents { area, all, limit } => incidents(&picture, area.as_deref(), *all, *limit, moment)?,
            Question::Figures => serde_json::to_value(picture.figures(moment))?,
        };
        answer(&value)
    }
}

/// A moment in RFC 3339.
pub(super) fn parse_time(text: &str) -> anyhow::Result<Timestamp> {
    let moment: jiff::Timestamp =
        text.parse().map_err(|_| Usage(format!("not a time with its zone (2026-09-11T14:03:27+08:00): {text}")))?;
    Ok(Timestamp(moment.as_second()))
}

/// `LON,LAT` in degrees.
pub(super) fn lonlat(text: &str) -> anyhow::Result<LonLat> {
    match numbers(text)?.as_slice() {
        [lon, lat] if LonLat::new(*lon, *lat).is_valid() => Ok(LonLat::new(*lon, *lat)),
        _ => Err(Usage(format!("not LON,LAT in degrees: {text}")).into()),
    }
}

/// Numbers between commas.
pub(super) fn numbers(text: &str) -> anyhow::Result<Vec<f64>> {
    text.split(',')
        .map(|part| part.trim().parse::<f64>().ok().filter(|number| number.is_finite()))
        .collect::<Option<Vec<f64>>>()
        .ok_or_else(|| Usage(format!("not numbers between commas: {text}")).into())
}

fn index<'a>(picture: &'a Picture, kind: &str) -> anyhow::Result<&'a zonglan::spatial::PointIndex<u32>> {
    match kind {
        "workers" => Ok(picture.workers.index()),
        "cameras" => Ok(picture.cameras.index()),
        "incidents" => Ok(picture.incidents.open_index()),
        other => Err(Usage(format!("what is looked for is workers, cameras or incidents, not {other}")).into()),
    }
}

fn describe(picture: &Picture, kind: &str, id: u32) -> Value {
    match kind {
        "workers" => {
            let row = picture.workers.row(id);
            let fix =
                row.fix.map(|fix| json!({ "lon": fix.at.lon_deg, "lat": fix.at.lat_deg, "fixed_at": fix.fixed_at.0 }));
            json!({ "worker": row.worker.code, "name": row.worker.name, "fix": fix, "tasks": row.tasks.len() })
        }
        "cameras" => {
            let camera = &picture.cameras.rows()[id as usize];
            json!({ "camera": camera.code, "name": camera.name, "state": camera.state,
                "lon": camera.at.lon_deg, "lat": camera.at.lat_deg })
        }
        _ => incident(picture, id),
    }
}

fn incident(picture: &Picture, number: u32) -> Value {
    let row = picture.incidents.row(number);
    // What is confidential is only counted, never told.
    let title = if row.confidential { "" } else { &row.title };
    let at = row.at.filter(|_| !row.confidential);
    json!({
        "incident": row.code, "title": title, "state": row.state, "urgency": row.urgency,
        "reported_at": row.reported_at().0, "deadline_at": row.deadline_at.map(|at| at.0),
        "lon": at.map(|at| at.lon_deg), "lat": at.map(|at| at.lat_deg),
        "agency": row.agency.map(|a| picture.agencies.name(a).to_string()),
        "worker": row.worker.map(|w| picture.workers.row(w).worker.code.to_string()),
        "confidential": row.confidential,
    })
}

fn told(picture: &Picture, kind: &str, hits: Vec<Hit<u32>>) -> Value {
    hits.into_iter()
        .map(|hit| {
            let mut value = describe(picture, kind, hit.id);
            value["distance_m"] = json!((hit.distance_m * 10.0).round() / 10.0);
            value
        })
        .collect()
}

fn nearest(
    picture: &Picture,
    kind: &str,
    at: LonLat,
    k: usize,
    free: bool,
    moment: Timestamp,
) -> anyhow::Result<Value> {
    let eligible = |id: u32| {
        if kind != "workers" {
            return true;
        }
        let row = picture.workers.row(id);
        !free || (row.fix_age(moment) <= FixAge::Old && !row.is_on_task())
    };
    Ok(told(picture, kind, index(picture, kind)?.nearest(at, k, eligible)))
}

fn within(picture: &Picture, kind: &str, shapes: [Option<&str>; 3]) -> anyhow::Result<Value> {
    let index = index(picture, kind)?;
    let ids = match shapes {
        [Some(circle), None, None] => {
            let wrong = || Usage(format!("not LON,LAT,METRES: {circle}"));
            let [lon, lat, radius_m] = numbers(circle)?[..] else { return Err(wrong().into()) };
            let at = LonLat::new(lon, lat);
            if !at.is_valid() || radius_m < 0.0 {
                return Err(wrong().into());
            }
            return Ok(told(picture, kind, index.within_circle(at, radius_m)));
        }
        [None, Some(bounds), None] => {
            let wrong = || Usage(format!("not WEST,SOUTH,EAST,NORTH in degrees: {bounds}"));
            let [west, south, east, north] = numbers(bounds)?[..] else { return Err(wrong().into()) };
            let (min, max) = (LonLat::new(west, south), LonLat::new(east, north));
            // West may lie east of east: then the rectangle runs across the 180° meridian.
            if !min.is_valid() || !max.is_valid() || south > north {
                return Err(wrong().into());
            }
            index.within_bounds(&Bounds { min, max })
        }
        [None, None, Some(polygon)] => {
            let points = polygon.split_whitespace().map(lonlat).collect::<anyhow::Result<Vec<_>>>()?;
            if points.len() < 3 {
                return Err(Usage(format!("a polygon wants three points or more, LON,LAT LON,LAT …: {polygon}")).into());
            }
            let ring = LineString(points.iter().map(|p| Coord { x: p.lon_deg, y: p.lat_deg }).collect());
            index.within_polygon(&MultiPolygon(vec![Polygon::new(ring, Vec::new())]))
        }
        _ => return Err(Usage("within wants one of --circle, --bounds, --polygon, and only one".into()).into()),
    };
    Ok(ids.into_iter().map(|id| describe(picture, kind, id)).collect())
}

/// The areas as the territory was cut at a moment; who answered for them then, nobody has kept.
fn at_point_then(picture: &Picture, at: LonLat, moment: Timestamp) -> Value {
    let chain = picture.areas.chain_then(at, moment);
    chain
        .into_iter()
        .map(|area| {
            json!({ "code": area.code, "name": area.name, "level": area.level, "dedicated": area.dedicated,
                "valid_from": area.valid_from.map(|at| at.0), "valid_to": area.valid_to.map(|at| at.0) })
        })
        .collect()
}

fn at_point(picture: &Picture, at: LonLat) -> Value {
    let chain = picture.areas.chain_at(at).into_iter().chain(picture.areas.dedicated_at(at));
    let people = |area: u32| -> Vec<Value> {
        let answers = picture.workers.rows().iter().filter(|row| row.home == Some(area));
        answers
            .map(|row| json!({ "worker": row.worker.code, "name": row.worker.name, "role": row.worker.role }))
            .collect()
    };
    chain
        .map(|number| {
            let row = picture.areas.row(number);
            json!({ "code": row.code, "name": row.name, "level": row.level, "dedicated": row.dedicated,
                "people": people(number) })
        })
        .collect()
}

fn incidents(
    picture: &Picture,
    area: Option<&str>,
    all: bool,
    limit: usize,
    moment: Timestamp,
) -> anyhow::Result<Value> {
    let area = match area {
        Some(code) => {
            let number = picture.areas.number(&AreaCode::from(code));
            Some(number.ok_or_else(|| anyhow::anyhow!("no area has the code {code}"))?)
        }
        None => None,
    };
    let inside = |number: &u32| {
        let grid = picture.incidents.row(*number).grid;
        area.is_none_or(|area| grid.is_some_and(|grid| picture.areas.chain_of(grid).contains(&area)))
    };
    let numbers: Vec<u32> = if all {
        let mut numbers: Vec<u32> =
            picture.incidents.reported_between(Timestamp(i64::MIN), Timestamp(i64::MAX)).collect();
        numbers.reverse();
        numbers
    } else {
        picture.queue(moment)
    };
    Ok(numbers.into_iter().filter(inside).take(limit).map(|number| incident(picture, number)).collect())
}
