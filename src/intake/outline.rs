//! Outlines on their way in: reference system, range, rounding, repair.

use super::crs::Crs;
use super::report::Flaw;
use super::table::Rings;
use crate::domain::LonLat;
use crate::spatial::repair::{Repair, repair_rings};
use geo::{BooleanOps, Coord, MapCoords, MultiPolygon};

/// Degrees on the way in have 7 decimals: a centimetre, and the same text every time.
pub(crate) fn round(degrees: f64) -> f64 {
    // Adding zero turns -0 into 0.
    (degrees * 1e7).round() / 1e7 + 0.0
}

fn round_coord(at: Coord<f64>) -> Coord<f64> {
    Coord { x: round(at.x), y: round(at.y) }
}

/// The polygons in WGS-84, in range, rounded and valid; and what had to be done to them.
pub(crate) fn clean(rings: &Rings, crs: Crs) -> Result<(MultiPolygon<f64>, Vec<Flaw>), Flaw> {
    let flaw = |problem: &str, value: &str| Flaw::new("geometry", problem, value);
    let mut corners = rings.iter().flatten().flatten();
    if let Some(far) = corners.find(|c| !LonLat::new(c.x, c.y).is_valid()) {
        let problem = "the outline's positions are not degrees of longitude and latitude, the row is skipped";
        return Err(flaw(problem, &format!("{},{}", far.x, far.y)));
    }
    let place = |c: &Coord<f64>| {
        let at = crs.to_wgs84(LonLat::new(c.x, c.y));
        round_coord(Coord { x: at.lon_deg, y: at.lat_deg })
    };
    let placed = rings.iter().map(|part| part.iter().map(|ring| ring.iter().map(place).collect()).collect()).collect();
    let (whole, done) = repair_rings(placed);
    if whole.0.is_empty() {
        return Err(flaw("the outline encloses nothing, the row is skipped", ""));
    }
    let notes = done.iter().filter_map(said).map(|what| flaw("the outline was repaired", &what)).collect();
    Ok((whole.map_coords(round_coord), notes))
}

/// What was done, if a person should know. Turning a ring and leaving out a corner that repeats the
/// one before change no ground: half the world's files need it.
fn said(repair: &Repair) -> Option<String> {
    Some(match repair {
        Repair::Reversed(_) | Repair::DuplicatesRemoved(..) => return None,
        Repair::Closed(ring) => format!("part {}, ring {}: closed", ring.part + 1, ring.ring + 1),
        Repair::BadCornersDropped(ring, count) => {
            format!("part {}, ring {}: {count} impossible corners left out", ring.part + 1, ring.ring + 1)
        }
        Repair::SpikesRemoved(ring, count) => {
            format!("part {}, ring {}: {count} spikes cut off", ring.part + 1, ring.ring + 1)
        }
        Repair::RingDropped(ring) => {
            format!("part {}, ring {}: without area, left out", ring.part + 1, ring.ring + 1)
        }
        Repair::Untangled { ring, pieces, uncertain } => format!(
            "part {}, ring {}: crossed itself, now {pieces} rings ({:.1} % uncertain)",
            ring.part + 1,
            ring.ring + 1,
            uncertain * 100.0
        ),
        Repair::RingsResolved => "rings that crossed each other were joined or cut out".to_owned(),
    })
}

/// Both outlines as one; rounded again, because cutting moves positions by less than that.
pub(crate) fn unite(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    a.union(b).map_coords(round_coord)
}
