//! The county's seat: real streets, trimmed to about twelve kilometres across, and the roads that lead out of it.

use super::super::maps::{Feature, MapLayer};
use super::super::plane::Spot;
use super::layers::Layers;
use super::lines::{self, At, direction, distance_m};
use super::noise::Noise;
use std::collections::BTreeMap;

/// The seat's middle, and how far it reaches east and west, north and south, metres.
const MIDDLE: At = [-500.0, -2_900.0];
const REACH_M: At = [6_900.0, 5_900.0];
/// The main river's course through the seat as it is on the map, downstream.
pub(super) const RIVER: [At; 9] = [
    [9_000.0, -4_700.0],
    [7_315.0, -4_720.0],
    [4_921.0, -4_270.0],
    [1_675.0, -3_680.0],
    [-2_400.0, -5_200.0],
    [-3_900.0, -7_000.0],
    [-5_290.0, -7_100.0],
    [-6_400.0, -6_450.0],
    [-11_250.0, -4_120.0],
];
/// The main line lies north of this.
const MAIN_LINE_DM: i32 = -20_000;
/// Surfaces of water are kept whole where they touch the seat or nearly so.
const WATER_REACH: f64 = 1.12;

/// How far out of the seat's middle a place is: below 1 inside.
pub(super) fn reach(at: At) -> f64 {
    let (x, y) = ((at[0] - MIDDLE[0]) / REACH_M[0], (at[1] - MIDDLE[1]) / REACH_M[1]);
    (x * x + y * y).sqrt() * (1.0 + 0.09 * Noise(17).rough(at, 3_000.0, 3))
}

/// The direction straight out of the seat.
pub(super) fn outward(at: At) -> At {
    direction(MIDDLE, at)
}

fn is_in(spot: Spot) -> bool {
    reach(lines::at(spot)) < 1.0
}

/// Keeps of the layers what belongs to the seat: what was generated before goes.
pub(super) fn trim(layers: Layers) -> Layers {
    let mut trimmed = Layers::default();
    for (layer, features) in layers.0 {
        for feature in features.into_iter().filter(|feature| feature.properties.made == 0) {
            match layer {
                MapLayer::County | MapLayer::Settlements => {}
                MapLayer::Roads | MapLayer::Waterways | MapLayer::Railways => cut(&mut trimmed, layer, feature),
                MapLayer::Water => {
                    if feature.paths.iter().flatten().any(|&spot| reach(lines::at(spot)) < WATER_REACH) {
                        trimmed.add(layer, feature);
                    }
                }
                MapLayer::Landuse | MapLayer::Buildings => {
                    if feature.paths.first().and_then(|ring| ring.first()).is_some_and(|&spot| is_in(spot)) {
                        trimmed.add(layer, feature);
                    }
                }
            }
        }
    }
    trimmed
}

/// The parts of a line that lie inside. Roads without crossings go: the new expressway passes the seat by.
fn cut(into: &mut Layers, layer: MapLayer, feature: Feature) {
    if feature.properties.class == "expressway" && feature.properties.name.as_deref() == Some("环城快速路") {
        return;
    }
    for path in &feature.paths {
        for part in path.split(|&spot| !is_in(spot)).filter(|part| part.len() > 1) {
            into.add(layer, Feature { properties: feature.properties.clone(), paths: vec![part.to_vec()] });
        }
    }
}

/// A road or track that ends at the seat's edge and may go on.
pub(super) struct Gate {
    pub(super) at: At,
    /// 3 primary, 2 secondary.
    pub(super) rank: u8,
}

/// The roads that lead out, at least so far apart.
pub(super) fn gates(layers: &Layers) -> Vec<Gate> {
    const APART_M: f64 = 1_300.0;
    let roads = layers.of(MapLayer::Roads).iter().filter_map(|road| match road.properties.class.as_str() {
        "primary" | "expressway" => Some((3, road)),
        "secondary" => Some((2, road)),
        _ => None,
    });
    let mut found = loose_ends(roads);
    found.sort_by_key(|&(rank, spot)| (std::cmp::Reverse(rank), spot));
    let mut gates: Vec<Gate> = Vec::new();
    for (rank, spot) in found {
        let at = lines::at(spot);
        if reach(at) > 0.9 && gates.iter().all(|gate| distance_m(gate.at, at) > APART_M) {
            gates.push(Gate { at, rank });
        }
    }
    gates
}

/// The westernmost and the easternmost end of the main line; sidings to works end farther south.
pub(super) fn railway_ends(layers: &Layers) -> Option<[At; 2]> {
    let ends = loose_ends(layers.of(MapLayer::Railways).iter().map(|track| (1, track)));
    let mut at_edge = ends
        .into_iter()
        .map(|(_, spot)| spot)
        .filter(|&spot| reach(lines::at(spot)) > 0.88 && spot.y_dm > MAIN_LINE_DM);
    let first = at_edge.next()?;
    let (mut west, mut east) = (first, first);
    at_edge.for_each(|spot| (west, east) = (west.min(spot), east.max(spot)));
    Some([lines::at(west), lines::at(east)])
}

fn loose_ends<'a>(paths: impl Iterator<Item = (u8, &'a Feature)>) -> Vec<(u8, Spot)> {
    let mut ends: BTreeMap<Spot, (u8, usize)> = BTreeMap::new();
    for (rank, feature) in paths {
        for path in &feature.paths {
            for (nth, &spot) in path.iter().enumerate() {
                let meeting = ends.entry(spot).or_insert((rank, 0));
                meeting.0 = meeting.0.max(rank);
                meeting.1 += if nth == 0 || nth + 1 == path.len() { 1 } else { 2 };
            }
        }
    }
    ends.into_iter().filter(|(_, (_, count))| *count == 1).map(|(spot, (rank, _))| (rank, spot)).collect()
}
