//! What an overlay computed, made sound.
//!
//! An overlay works on a grid of integers and gives floats back. Its corners are put back on those that were there
//! before, so that neighbours still share them; each of these steps moves corners by a hair, and so may lay one on
//! another or an edge over a corner. What comes out is therefore looked through again, and where it is not sound, it
//! is computed once more on ever coarser decimals, which nearly coincident corners do not survive.

use geo::bool_ops::FillRule;
use geo::{Area, BooleanOps, Coord, LineString, MapCoords, MultiPolygon, OpType, Polygon};
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{faults, loops};

/// Corners that an overlay moved by no more than this go back to where they were, degrees.
const SNAP_DEG: f64 = 1e-9;

/// Steps of the decimals on which it is tried again, per degree: from 0.1 mm to a decimetre.
const COARSER_PER_DEG: [f64; 4] = [1e9, 1e8, 1e7, 1e6];

/// What coarser decimals may do to an area: this share of it, and so much of any.
const OFF_SHARE: f64 = 1e-3;
const OFF_DEG2: f64 = 1e-10;

/// An overlay's outcome on the corners that were there before, sound, and of the same area. What can't be made sound so
/// keeps its area: a hair's breadth is less than ground that is lost.
pub(super) fn settle(overlaid: MultiPolygon<f64>, corners: Vec<Coord<f64>>) -> MultiPolygon<f64> {
    let corners = Corners::new(corners);
    let as_it_is = tidy(&overlaid, false, |at| at);
    let area_deg2 = as_it_is.unsigned_area();
    let fits = |polygon: &MultiPolygon<f64>| {
        let off_deg2 = (polygon.unsigned_area() - area_deg2).abs();
        off_deg2 <= OFF_DEG2 + OFF_SHARE * area_deg2 && is_sound(polygon)
    };
    let settled = |overlaid: &MultiPolygon<f64>| {
        let snapped = |roles| tidy(overlaid, roles, |at| corners.near(at));
        let unsnapped = |roles| tidy(overlaid, roles, |at| at);
        let tries: [&dyn Fn() -> MultiPolygon<f64>; 4] =
            [&|| snapped(true), &|| snapped(false), &|| unsnapped(true), &|| unsnapped(false)];
        tries.into_iter().map(|tried| tried()).find(fits)
    };
    let again = |per_deg| {
        let coarse = tidy(&overlaid, false, |at| rounded(at, per_deg));
        settled(&overlay(&coarse, &MultiPolygon(Vec::new()), OpType::Union, FillRule::NonZero))
    };
    settled(&overlaid).or_else(|| COARSER_PER_DEG.into_iter().find_map(again)).unwrap_or(as_it_is)
}

/// Whether no ring crosses or touches itself, and all of them are where they may be.
fn is_sound(polygon: &MultiPolygon<f64>) -> bool {
    let parts: Vec<Vec<&LineString<f64>>> =
        polygon.iter().map(|part| std::iter::once(part.exterior()).chain(part.interiors()).collect()).collect();
    faults::find(&parts).is_empty()
}

/// Both polygons overlaid. Where nearly nothing lies between edges the library may take a ring for a hole in nothing,
/// and panics; seen from another side, or on coarser decimals, it does not. Without any answer `a` stays as it is.
///
/// Its answers have holes that turn either way: what goes in again, goes in by the even-odd rule.
pub(super) fn overlay(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>, op: OpType, rule: FillRule) -> MultiPolygon<f64> {
    let seen = |to: &dyn Fn(Coord<f64>) -> Coord<f64>| {
        let (a, b) = (a.map_coords(to), b.map_coords(to));
        catch_unwind(AssertUnwindSafe(|| a.boolean_op_with_fill_rule(&b, op, rule))).ok()
    };
    let turned = |at: Coord<f64>| Coord { x: at.y, y: at.x };
    seen(&|at| at)
        .or_else(|| seen(&turned).map(|answer| answer.map_coords(turned)))
        .or_else(|| COARSER_PER_DEG.into_iter().find_map(|per_deg| seen(&|at| rounded(at, per_deg))))
        .unwrap_or_else(|| a.clone())
}

fn rounded(at: Coord<f64>, per_deg: f64) -> Coord<f64> {
    Coord { x: (at.x * per_deg).round() / per_deg, y: (at.y * per_deg).round() / per_deg }
}

/// The corners moved, and the rings that follow from that; `roles` says whether a hole is to be believed to be one.
fn tidy(polygon: &MultiPolygon<f64>, roles: bool, to: impl Fn(Coord<f64>) -> Coord<f64>) -> MultiPolygon<f64> {
    let moved = |ring: &LineString<f64>| ring.coords().map(|&at| to(at)).collect::<Vec<_>>();
    let part = |part: &Polygon<f64>| {
        loops::surface(std::iter::once(part.exterior()).chain(part.interiors()).map(moved), roles)
    };
    MultiPolygon(polygon.iter().flat_map(part).collect())
}

/// Corners from west to east.
struct Corners(Vec<Coord<f64>>);

impl Corners {
    fn new(mut corners: Vec<Coord<f64>>) -> Self {
        corners.sort_unstable_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        Self(corners)
    }

    /// The nearest corner, if one is near enough; else the place itself.
    fn near(&self, at: Coord<f64>) -> Coord<f64> {
        let first = self.0.partition_point(|corner| corner.x < at.x - SNAP_DEG);
        let near = self.0[first..].iter().take_while(|corner| corner.x <= at.x + SNAP_DEG);
        let apart = |corner: &Coord<f64>| (corner.x - at.x).abs().max((corner.y - at.y).abs());
        let nearest = near.filter(|corner| apart(corner) <= SNAP_DEG).min_by(|a, b| apart(a).total_cmp(&apart(b)));
        nearest.copied().unwrap_or(at)
    }
}
