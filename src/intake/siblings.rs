//! The account of a territory after areas came in: gaps and overlaps between siblings.

use super::report::{Siblings, Spot};
use crate::domain::{Area, AreaCode, AreaLevel};
use crate::spatial::tiling::{self, Misfit};
use geo::MultiPolygon;
use std::collections::{BTreeMap, BTreeSet};

/// So many places are told one by one, the largest first.
const TOLD: usize = 100;

/// Compares the children of each parent where the parent or a child is among `came`, and areas
/// without a parent level by level; none where there is nothing to compare. Children of one parent
/// may be of several levels: together they cover it, and each level may lie over the others.
pub(crate) fn check(areas: &BTreeMap<&AreaCode, &Area>, came: &BTreeSet<&AreaCode>) -> Option<Siblings> {
    let mut groups: BTreeMap<(Option<&AreaCode>, Option<AreaLevel>), Vec<&Area>> = BTreeMap::new();
    for area in areas.values() {
        let parent = area.parent.as_ref().filter(|code| areas.contains_key(code));
        let level = parent.is_none().then_some(area.level);
        groups.entry((parent, level)).or_default().push(area);
    }
    let mut report = Siblings::default();
    for ((parent, _), children) in groups {
        let parent = parent.and_then(|code| areas.get(code)).copied();
        let is_new = |area: &Area| came.contains(&area.code);
        let compared = children.len() > 1 || parent.is_some();
        if compared && (parent.is_some_and(is_new) || children.iter().any(|child| is_new(child))) {
            report.add(parent, &children);
        }
    }
    report.places.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
    report.places.truncate(TOLD);
    (report.groups > 0).then_some(report)
}

fn word(misfit: Misfit) -> &'static str {
    match misfit {
        Misfit::Gap => "gap",
        Misfit::Overlap(..) => "overlap",
        Misfit::Beyond(_) => "beyond",
    }
}

impl Siblings {
    fn add(&mut self, parent: Option<&Area>, children: &[&Area]) {
        let outlines: Vec<&MultiPolygon<f64>> = children.iter().map(|child| &child.outline.0).collect();
        let found = tiling::check(parent.map(|parent| &parent.outline.0), &outlines);
        self.groups += 1;
        self.slivers += found.slivers as u64;
        self.slivers_m2 += found.slivers_m2;
        for place in found.places {
            let code = |child: usize| children[child].code.to_string();
            let areas = match place.misfit {
                Misfit::Overlap(a, b) if children[a].level != children[b].level => continue,
                Misfit::Overlap(a, b) => vec![code(a), code(b)],
                Misfit::Beyond(child) => vec![code(child)],
                Misfit::Gap => Vec::new(),
            };
            self.count(place.misfit, place.area_m2);
            let parent = parent.map(|parent| parent.code.to_string());
            let (lon, lat) = (place.at.lon_deg, place.at.lat_deg);
            self.places.push(Spot { what: word(place.misfit), parent, areas, lon, lat, area_m2: place.area_m2 });
        }
    }

    fn count(&mut self, misfit: Misfit, area_m2: f64) {
        let (count, sum_m2) = match misfit {
            Misfit::Gap => (&mut self.gaps, &mut self.gaps_m2),
            Misfit::Overlap(..) => (&mut self.overlaps, &mut self.overlaps_m2),
            Misfit::Beyond(_) => (&mut self.beyond, &mut self.beyond_m2),
        };
        *count += 1;
        *sum_m2 += area_m2;
    }

    /// One sentence, if anything is wrong; and where the largest place is.
    pub(crate) fn sentence(&self) -> Option<(String, String)> {
        let largest = self.places.first()?;
        let parts = [
            (self.gaps, self.gaps_m2, "gaps"),
            (self.overlaps, self.overlaps_m2, "overlaps"),
            (self.beyond, self.beyond_m2, "pieces beyond the parent"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        let parts: Vec<String> =
            parts.map(|(count, sum_m2, what)| format!("{count} {what} ({sum_m2:.0} m²)")).collect();
        let sentence = format!(
            "neighbouring areas don't fit together: {}; the largest is {} of {:.0} m²",
            parts.join(", "),
            match largest.what {
                "gap" => "a gap",
                "overlap" => "an overlap",
                _ => "a piece beyond its parent",
            },
            largest.area_m2
        );
        Some((sentence, format!("{:.6},{:.6}", largest.lon, largest.lat)))
    }
}
