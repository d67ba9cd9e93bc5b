//! Positions and shapes as words of the command line.

use super::super::Usage;
use clap::Args;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use zonglan::domain::LonLat;
use zonglan::spatial::{Bounds, Shape};

/// One shape.
#[derive(Args)]
pub(super) struct ShapeArgs {
    /// LON,LAT,METRES
    #[arg(long, allow_hyphen_values = true)]
    circle: Option<String>,
    /// WEST,SOUTH,EAST,NORTH
    #[arg(long, allow_hyphen_values = true)]
    bounds: Option<String>,
    /// LON,LAT LON,LAT LON,LAT …
    #[arg(long, allow_hyphen_values = true)]
    polygon: Option<String>,
}

impl ShapeArgs {
    pub(super) fn shape(&self) -> anyhow::Result<Shape> {
        match (&self.circle, &self.bounds, &self.polygon) {
            (Some(circle), None, None) => circle_of(circle),
            (None, Some(bounds), None) => bounds_of(bounds),
            (None, None, Some(polygon)) => polygon_of(polygon),
            _ => Err(Usage("within wants one of --circle, --bounds, --polygon, and only one".into()).into()),
        }
    }
}

fn circle_of(text: &str) -> anyhow::Result<Shape> {
    match numbers(text)?[..] {
        [lon, lat, radius_m] if LonLat::new(lon, lat).is_valid() && radius_m >= 0.0 => {
            Ok(Shape::Circle { at: LonLat::new(lon, lat), radius_m })
        }
        _ => Err(Usage(format!("not LON,LAT,METRES: {text}")).into()),
    }
}

fn bounds_of(text: &str) -> anyhow::Result<Shape> {
    let wrong = || Usage(format!("not WEST,SOUTH,EAST,NORTH in degrees: {text}"));
    let [west, south, east, north] = numbers(text)?[..] else { return Err(wrong().into()) };
    let (min, max) = (LonLat::new(west, south), LonLat::new(east, north));
    // West may lie east of east: then the rectangle runs across the 180° meridian.
    if !min.is_valid() || !max.is_valid() || south > north {
        return Err(wrong().into());
    }
    Ok(Shape::Bounds(Bounds { min, max }))
}

fn polygon_of(text: &str) -> anyhow::Result<Shape> {
    let points = text.split_whitespace().map(lonlat).collect::<anyhow::Result<Vec<_>>>()?;
    if points.len() < 3 {
        return Err(Usage(format!("a polygon wants three points or more, LON,LAT LON,LAT …: {text}")).into());
    }
    let ring = LineString(points.iter().map(|p| Coord { x: p.lon_deg, y: p.lat_deg }).collect());
    Ok(Shape::Polygon(MultiPolygon(vec![Polygon::new(ring, Vec::new())])))
}

/// `LON,LAT` in degrees.
pub(in super::super) fn lonlat(text: &str) -> anyhow::Result<LonLat> {
    match numbers(text)?.as_slice() {
        [lon, lat] if LonLat::new(*lon, *lat).is_valid() => Ok(LonLat::new(*lon, *lat)),
        _ => Err(Usage(format!("not LON,LAT in degrees: {text}")).into()),
    }
}

/// Numbers between commas.
pub(in super::super) fn numbers(text: &str) -> anyhow::Result<Vec<f64>> {
    text.split(',')
        .map(|part| part.trim().parse::<f64>().ok().filter(|number| number.is_finite()))
        .collect::<Option<Vec<f64>>>()
        .ok_or_else(|| Usage(format!("not numbers between commas: {text}")).into())
}
