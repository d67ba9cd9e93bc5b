//! Land from afar: fields become the plain that they are, which covers what they cover.

use super::{Desk, tiles};
use geo::{Contains, MultiPolygon, Point};
use proptest::prelude::*;
use zonglan::spatial::{Band, LandUse, Mercator, TileId};

/// A field: a box turned by an angle, in Mercator metres.
#[derive(Clone, Copy, Debug)]
struct Field {
    middle: [f64; 2],
    half: [f64; 2],
    turn: [f64; 2],
}

impl Field {
    fn corners(&self) -> [[f64; 2]; 4] {
        let [c, s] = self.turn;
        [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]].map(|[x, y]| {
            let (x, y) = (x * self.half[0], y * self.half[1]);
            [self.middle[0] + x * c - y * s, self.middle[1] + x * s + y * c]
        })
    }

    fn holds(&self, at: [f64; 2]) -> bool {
        let (x, y) = (at[0] - self.middle[0], at[1] - self.middle[1]);
        let [c, s] = self.turn;
        (x * c + y * s).abs() < self.half[0] && (y * c - x * s).abs() < self.half[1]
    }
}

/// A plain of fields side by side in blocks, paths between them, about a corner in which four tiles of the coarsest band
/// meet.
fn plain(turn_rad: f64, strip_m: [f64; 2], gap_m: f64) -> Vec<Field> {
    let corner = TileId::at(Mercator::new(13_100_000.0, 4_300_000.0), Band::County.tile_zoom()).bounds().min;
    let turn = [turn_rad.cos(), turn_rad.sin()];
    let mut fields = Vec::new();
    let count = strip_m.map(|side_m| (3_000.0 / side_m).ceil() as i32);
    for row in -count[1]..=count[1] {
        for column in -count[0]..=count[0] {
            let [x, y] = [f64::from(column) * strip_m[0], f64::from(row) * strip_m[1]];
            let middle = [corner.x_m + x * turn[0] - y * turn[1], corner.y_m + x * turn[1] + y * turn[0]];
            let half = strip_m.map(|side_m| (side_m - gap_m) / 2.0);
            fields.push(Field { middle, half, turn });
        }
    }
    fields
}

fn geojson(rings: impl Iterator<Item = Vec<Vec<[f64; 2]>>>, landuse: &str) -> String {
    let lonlat = |at: &[f64; 2]| {
        let at = Mercator::new(at[0], at[1]).to_lonlat();
        format!("[{:.9},{:.9}]", at.lon_deg, at.lat_deg)
    };
    let ring = |ring: &Vec<[f64; 2]>| {
        let corners: Vec<String> = ring.iter().chain(ring.first()).map(lonlat).collect();
        format!("[{}]", corners.join(","))
    };
    let features: Vec<String> = rings
        .map(|rings| {
            let rings: Vec<String> = rings.iter().map(ring).collect();
            let geometry = format!(r#"{{"type":"Polygon","coordinates":[{}]}}"#, rings.join(","));
            format!(r#"{{"type":"Feature","properties":{{"landuse":"{landuse}"}},"geometry":{geometry}}}"#)
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// The land of a band, tile by tile.
fn land(desk: &Desk, band: Band, used: LandUse) -> Vec<MultiPolygon<f64>> {
    let of_tile = |(_, tile): (_, zonglan::spatial::BaseMap)| tile.landuse;
    let all = tiles(&desk.map(), band).into_iter().flat_map(of_tile);
    all.filter(|(is, _)| *is == used).map(|(_, shape)| shape).collect()
}

fn shows(land: &[MultiPolygon<f64>], at: [f64; 2]) -> bool {
    let at = Mercator::new(at[0], at[1]).to_lonlat();
    let at = Point::new(at.lon_deg, at.lat_deg);
    land.iter().any(|shape| shape.contains(&at))
}

/// The side of a cell, Mercator metres: a dp and a third where the coarsest band serves closest.
fn cell_m() -> f64 {
    TileId::side_m(Band::County.tile_zoom()) / 3072.0
}

/// The share of the ground within so many metres that fields cover, asked at 441 places.
fn share(fields: &[Field], at: [f64; 2], reach_m: f64) -> f64 {
    let near: Vec<&Field> = fields
        .iter()
        .filter(|field| {
            let far_m = reach_m * 1.5 + field.half[0] + field.half[1];
            (field.middle[0] - at[0]).hypot(field.middle[1] - at[1]) < far_m
        })
        .collect();
    let steps = || (-10..=10).map(|step| f64::from(step) / 10.0 * reach_m);
    let places = steps().flat_map(|x| steps().map(move |y| [at[0] + x, at[1] + y]));
    places.filter(|at| near.iter().any(|field| field.holds(*at))).count() as f64 / 441.0
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fields_from_afar_cover_what_they_cover(
        turn_rad in 0.0..3.0_f64, long_m in 150.0..600.0_f64, wide_m in 60.0..150.0_f64, gap_m in 2.0..5.0_f64,
        asked in prop::collection::vec((-4_200.0..4_200.0_f64, -4_200.0..4_200.0_f64), 300),
    ) {
        let desk = Desk::new();
        let fields = plain(turn_rad, [long_m, wide_m], gap_m);
        let text = geojson(fields.iter().map(|field| vec![field.corners().to_vec()]), "farmland");
        desk.import(vec![desk.file("landuse.geojson", text)]);
        let middle = fields[fields.len() / 2].middle;
        let land_from_afar = land(&desk, Band::County, LandUse::Green);
        let (mut inside, mut outside) = (0, 0);
        // Along the border between tiles, too.
        let along = (-20..=20).map(|k| [middle[0] + f64::from(k) * 97.0, middle[1]]);
        for at in asked.iter().map(|(x, y)| [middle[0] + x, middle[1] + y]).chain(along) {
            // What is more or less covered as far as an outline may be out.
            let share = share(&fields, at, 1.6 * cell_m());
            if share > 0.85 {
                prop_assert!(shows(&land_from_afar, at), "bare at {:?} (of {} covered)", at, share);
                inside += 1;
            } else if share < 0.1 {
                prop_assert!(!shows(&land_from_afar, at), "land at {:?} (of {} covered)", at, share);
                outside += 1;
            }
        }
        prop_assert!(inside > 20 && outside > 20, "{} {}", inside, outside);
        let corners = |band| -> usize {
            let rings = |shape: &MultiPolygon<f64>| -> usize {
                shape.iter().map(|polygon| polygon.exterior().0.len() + polygon.interiors().len() * 4).sum()
            };
            land(&desk, band, LandUse::Green).iter().map(rings).sum()
        };
        let (near, far) = (corners(Band::Street), corners(Band::County));
        prop_assert!(near >= 5 * fields.len() && far * 30 < near, "{} corners, {} from afar", near, far);
    }
}

#[test]
fn a_clearing_stays_open_and_a_speck_goes() {
    let desk = Desk::new();
    let at = Mercator::new(12_700_500.0, 4_000_700.0);
    let square = |x: f64, y: f64, side: f64| {
        let (x, y) = (at.x_m + x, at.y_m + y);
        vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side]]
    };
    let wood = vec![square(0.0, 0.0, 9_000.0), square(3_000.0, 3_000.0, 1_500.0)];
    // The hole drawn the same way round as the wood, which GeoJSON's makers often do; and a plot in it.
    let text = geojson([wood, vec![square(3_700.0, 3_700.0, 20.0)]].into_iter(), "forest");
    desk.import(vec![desk.file("landuse.geojson", text)]);
    let place = |x: f64, y: f64| [at.x_m + x, at.y_m + y];
    for band in Band::ALL {
        let land = land(&desk, band, LandUse::Green);
        for (x, y, covered) in [
            (100.0, 100.0, true),
            (2_900.0, 3_500.0, true),
            (3_100.0, 3_500.0, false),
            (4_400.0, 4_400.0, false),
            (4_600.0, 4_400.0, true),
            (8_900.0, 8_900.0, true),
            (9_100.0, 8_900.0, false),
            (3_710.0, 3_710.0, band != Band::County),
        ] {
            assert_eq!(shows(&land, place(x, y)), covered, "{band:?} {x} {y}");
        }
    }
}

#[test]
fn glass_and_green_keep_apart_from_afar() {
    let desk = Desk::new();
    let at = Mercator::new(12_700_500.0, 4_000_700.0);
    let column = |k: u32| {
        let (x, y) = (at.x_m + 400.0 * f64::from(k), at.y_m);
        vec![vec![[x, y], [x + 400.0, y], [x + 400.0, y + 5_000.0], [x, y + 5_000.0]]]
    };
    let green = geojson((0..10).step_by(2).map(column), "farmland");
    let glass = geojson((0..10).skip(1).step_by(2).map(column), "greenhouse_horticulture");
    desk.import(vec![desk.file("a-landuse.geojson", green), desk.file("b-landuse.geojson", glass)]);
    for band in Band::ALL {
        let (green, glass) = (land(&desk, band, LandUse::Green), land(&desk, band, LandUse::Glass));
        for k in 0..10_u32 {
            let middle = [at.x_m + 400.0 * f64::from(k) + 200.0, at.y_m + 2_500.0];
            let is = (shows(&green, middle), shows(&glass, middle));
            assert_eq!(is, (k % 2 == 0, k % 2 == 1), "{band:?} column {k}");
        }
    }
}

#[test]
fn land_stays_merged_for_longer_than_lines_do() {
    let bands = |z_eff| (Band::of_land(z_eff), Band::at(z_eff));
    assert_eq!(bands(11.9), (Band::County, Band::County));
    assert_eq!(bands(12.0), (Band::County, Band::Town));
    assert_eq!(bands(12.99), (Band::County, Band::Town));
    assert_eq!(bands(13.0), (Band::Town, Band::Town));
    assert_eq!(bands(13.5), (Band::Street, Band::Street));
}
