//! Outlines on their way in: reference system, range, rounding, repair.

use super::guards::Guard;
use super::report::Flaw;
use super::table::Rings;
use crate::spatial::repair::{Repair, RingRef, Tangle, repair, repair_rings};
use geo::{BooleanOps, Coord, MapCoords, MultiPolygon};

/// Degrees on the way in have 7 decimals: a centimetre, and the same text every time.
pub(crate) fn round(degrees: f64) -> f64 {
    // Adding zero turns -0 into 0.
    (degrees * 1e7).round() / 1e7 + 0.0
}

fn round_coord(at: Coord<f64>) -> Coord<f64> {
    Coord { x: round(at.x), y: round(at.y) }
}

/// More corners than any surveyor sets: the outline is used, and its weight told.
const HEAVY: usize = 100_000;

/// More corners than can be looked through for crossings while somebody waits.
const TOO_HEAVY: usize = 5_000_000;

/// Numbers that stand for the outline as a whole, in its own system: the mean of its first ring's
/// corners.
pub(crate) fn middle(rings: &Rings) -> Option<(f64, f64)> {
    let is_number = |at: &&Coord<f64>| at.x.is_finite() && at.y.is_finite() && (at.x, at.y) != (0.0, 0.0);
    let corners = rings.iter().flatten().find(|ring| ring.iter().any(|at| is_number(&at)))?.iter().filter(is_number);
    let (count, x, y) = corners.fold((0.0, 0.0, 0.0), |(count, x, y), at| (count + 1.0, x + at.x, y + at.y));
    Some((x / count, y / count))
}

/// The polygons in WGS-84, in range, rounded and valid; and what had to be done to them.
pub(crate) fn clean(rings: &Rings, guard: &mut Guard) -> Result<(MultiPolygon<f64>, Vec<Flaw>), Flaw> {
    let flaw = |problem: &str, value: &str| Flaw::new("geometry", problem, value);
    let corners = rings.iter().flatten().flatten();
    let count = corners.clone().count();
    if count > TOO_HEAVY {
        let problem = "the outline has more than 5,000,000 corners, the row is skipped: simplify it";
        return Err(flaw(problem, &count.to_string()));
    }
    let Some((x, y)) = middle(rings) else { return Err(flaw("the outline encloses nothing, the row is skipped", "")) };
    let converter = guard.place_outline(x, y);
    // What is no number and what is 0,0 is no corner of anything; whatever else doesn't fit may be half the outline.
    let place = |c: &Coord<f64>| match converter.place(c.x, c.y) {
        Ok(at) => Ok(round_coord(Coord { x: at.lon_deg, y: at.lat_deg })),
        Err(_) if !c.x.is_finite() || !c.y.is_finite() || (c.x, c.y) == (0.0, 0.0) => {
            Ok(Coord { x: f64::NAN, y: f64::NAN })
        }
        Err(misfit) => {
            let problem = format!("the outline: {}, the row is skipped", misfit.sentence());
            Err(flaw(&problem, &format!("{},{}", c.x, c.y)))
        }
    };
    let ring = |ring: &Vec<Coord<f64>>| ring.iter().map(place).collect::<Result<Vec<_>, _>>();
    let placed = rings.iter().map(|part| part.iter().map(ring).collect()).collect::<Result<_, _>>()?;
    let (whole, done) = repair_rings(placed);
    if whole.0.is_empty() {
        return Err(flaw("the outline encloses nothing, the row is skipped", ""));
    }
    let mut notes: Vec<Flaw> = done.iter().filter_map(said).collect();
    if count > HEAVY {
        notes.push(flaw("the outline has very many corners, drawing it takes long: simplify it", &count.to_string()));
    }
    Ok((rounded(whole), notes))
}

/// The polygon, which is valid, with rounded corners and valid still: rounding may lay a corner on another or an edge
/// over one, where they are less than a centimetre apart. What no rounding leaves valid stays as it is.
fn rounded(valid: MultiPolygon<f64>) -> MultiPolygon<f64> {
    const TRIES: usize = 8;
    let mut exact = valid;
    for _ in 0..TRIES {
        let rounded = exact.map_coords(round_coord);
        if rounded == exact {
            break;
        }
        let (mended, done) = repair(rounded);
        if mended.0.is_empty() {
            break;
        }
        exact = mended;
        if done.is_empty() {
            break;
        }
    }
    exact
}

/// What was done, and where, if a person should know. Turning a ring and leaving out a corner that
/// repeats the one before change no ground: half the world's files need it.
fn said(repair: &Repair) -> Option<Flaw> {
    let ring = |ring: &RingRef| match (ring.part, ring.ring) {
        (0, 0) => "the outer ring".to_owned(),
        (part, 0) => format!("part {}'s outer ring", part + 1),
        (0, hole) => format!("hole {hole}"),
        (part, hole) => format!("part {}'s hole {hole}", part + 1),
    };
    let (what, at) = match repair {
        Repair::Reversed(_) | Repair::DuplicatesRemoved(..) => return None,
        Repair::Closed(of) => (format!("{} was not closed", ring(of)), None),
        Repair::BadCornersDropped(of, count) => {
            (format!("{} had {count} impossible corners, left out", ring(of)), None)
        }
        Repair::SpikesRemoved { ring: of, count, at } => {
            (format!("{} had a spike ({count} corners), cut off", ring(of)), Some(at))
        }
        Repair::RingDropped(of, at) => (format!("{} had no area, left out", ring(of)), at.as_ref()),
        Repair::Untangled { ring: of, pieces, uncertain, at } => {
            let doubt = if *uncertain > 0.0 {
                format!("; {:.1} % went around twice and are kept, which is uncertain", uncertain * 100.0)
            } else {
                String::new()
            };
            (format!("{} crossed itself and became {pieces}{doubt}", ring(of)), Some(at))
        }
        Repair::RingsResolved(tangle, at) => (of_tangle(*tangle).to_owned(), Some(at)),
        Repair::SliverDropped(at) => ("a part smaller than 1 m², left out".to_owned(), Some(at)),
        Repair::SliverFilled(at) => ("a hole smaller than 1 m², filled".to_owned(), Some(at)),
    };
    let at = at.map_or_else(String::new, |at| format!("{:.7},{:.7}", at.lon_deg, at.lat_deg));
    Some(Flaw::new("geometry", format!("the outline was repaired: {what}"), &at))
}

fn of_tangle(tangle: Tangle) -> &'static str {
    match tangle {
        Tangle::Crossing => "rings crossed, overlapped or shared an edge, joined or cut out",
        Tangle::HoleOutside => "a hole lay outside, cut back to what is inside",
        Tangle::HoleInHole => "a hole lay in a hole, joined",
        Tangle::PartInPart => "a part lay in another part, joined",
    }
}

/// Both outlines as one; rounded again, because cutting moves positions by less than that.
pub(crate) fn unite(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    rounded(repair(a.union(b)).0)
}
