//! The county's ground, as far as the ledger has it: where positions ought to lie.

use crate::domain::{Area, AreaCode, AreaLevel, LonLat};
use crate::intake::crs::{Converter, Crs};
use crate::spatial::{AreaIndex, Bounds, distance_m};
use geo::{Centroid, MultiPolygon};
use std::collections::BTreeMap;

/// A position this far from the county's areas is no neighbour's, metres.
const FAR_M: f64 = 50_000.0;

/// The middle of the county, as far as a person points at it, metres.
const MIDDLE_M: f64 = 200.0;

/// So large a share of positions has to lie in the county for a reading to fit.
const FITS: f64 = 0.8;

/// The coarsest areas that there are; a later one replaces an earlier one of the same code.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    level: Option<AreaLevel>,
    areas: BTreeMap<AreaCode, MultiPolygon<f64>>,
}

impl Ground {
    /// Takes an area, if none that is there is coarser.
    pub(crate) fn put(&mut self, area: &Area) {
        if self.level.is_none_or(|level| area.level < level) {
            self.level = Some(area.level);
            self.areas.clear();
        }
        if self.level == Some(area.level) {
            self.areas.insert(area.code.clone(), area.outline.0.clone());
        }
    }

    /// Made ready for questions; none where there is no area.
    pub(super) fn prepared(&self) -> Option<Prepared> {
        let index = AreaIndex::from_refs(self.areas.values().enumerate().map(|(id, area)| (0, id as u32, area)));
        let corners = self.areas.values().flat_map(|area| area.iter().flat_map(|part| part.exterior().coords()));
        let bounds = Bounds::of_points(corners.map(|&at| at.into()))?;
        let mut middles = vec![bounds.center()];
        let whole = MultiPolygon(self.areas.values().flat_map(|area| area.0.clone()).collect());
        middles.extend(whole.centroid().map(|at| LonLat::from(at.0)));
        Some(Prepared { index, bounds, middles })
    }
}

/// The ground, ready for questions.
pub(super) struct Prepared {
    index: AreaIndex,
    bounds: Bounds,
    middles: Vec<LonLat>,
}

/// A reading of a file's numbers under which they lie in the county.
pub(super) struct Fit {
    pub(super) crs: Crs,
    pub(super) swapped: bool,
    /// The share of positions that lie in the county then.
    pub(super) share: f64,
}

impl Prepared {
    fn holds(&self, at: LonLat) -> bool {
        !self.index.at(at).is_empty()
    }

    /// Whether this is the middle of the county, where software points that knows no better.
    pub(super) fn is_middle(&self, at: LonLat) -> bool {
        self.middles.iter().any(|middle| distance_m(*middle, at) < MIDDLE_M)
    }

    /// How far the position is from the county's box, metres, if that is further than any neighbour.
    pub(super) fn far_m(&self, at: LonLat) -> Option<f64> {
        let nearest = LonLat::new(
            at.lon_deg.clamp(self.bounds.min.lon_deg, self.bounds.max.lon_deg),
            at.lat_deg.clamp(self.bounds.min.lat_deg, self.bounds.max.lat_deg),
        );
        Some(distance_m(at, nearest)).filter(|far_m| *far_m > FAR_M)
    }

    /// The share of the numbers that lie in the county when read so.
    pub(super) fn share(&self, numbers: &[(f64, f64)], converter: &Converter, swapped: bool) -> f64 {
        let inside = numbers.iter().filter(|(x, y)| {
            let (x, y) = if swapped { (y, x) } else { (x, y) };
            converter.place(*x, *y).is_ok_and(|at| self.holds(at))
        });
        inside.count() as f64 / numbers.len().max(1) as f64
    }

    /// The UTM zones that the county may have been surveyed in, north and south: its own and the neighbours'.
    fn utm_zones(&self) -> impl Iterator<Item = Crs> {
        let zone = |lon_deg: f64| ((lon_deg + 180.0) / 6.0).floor() as i32;
        let (west, east) = (zone(self.bounds.min.lon_deg) - 1, zone(self.bounds.max.lon_deg) + 1);
        // A county across the 180° meridian begins in zone 60 and ends in zone 1; none has more than all.
        let east = if east < west { east + 60 } else { east.min(west + 59) };
        let zones = (west..=east).map(|zone| zone.rem_euclid(60) as u16 + 1);
        zones.flat_map(|zone| [32_600, 32_700].map(|side| Crs::Epsg(side + zone)))
    }

    /// The reading under which most of the numbers lie in the county, if that fits: the file's own
    /// system with its axes swapped, those that Chinese offices have, and UTM. Of equals the first.
    pub(super) fn best_fit(&self, numbers: &[(f64, f64)], own: &Crs) -> Option<Fit> {
        let meridians = (25..=45).map(|zone| Crs::GaussKruger { meridian_deg: f64::from(zone * 3) });
        let utm = self.utm_zones();
        let systems = [own.clone(), Crs::Wgs84, Crs::Gcj02, Crs::Bd09].into_iter();
        let mut best: Option<Fit> = None;
        for crs in systems.chain(meridians).chain([Crs::Epsg(3857)]).chain(utm) {
            let Ok(converter) = crs.converter() else { continue };
            for swapped in [false, true] {
                let share = self.share(numbers, &converter, swapped);
                if share >= FITS && best.as_ref().is_none_or(|best| share > best.share) {
                    best = Some(Fit { crs: crs.clone(), swapped, share });
                }
            }
        }
        best
    }
}
