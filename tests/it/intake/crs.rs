//! Reference systems against an independent tool, there and back, and as files and commands name them.

use super::{Desk, told};
use crate::spatial::Dice;
use proj4rs::Proj;
use proj4rs::adaptors::transform_xy;
use zonglan::domain::{Event, LonLat};
use zonglan::intake::{Crs, Kind, gcj02_from_wgs84};
use zonglan::spatial::distance_m;

/// Numbers in a system and the WGS-84 degrees that PROJ 9.5 gives for them (through pyproj 3.7): of
/// the same datum by the register's own definitions; Xian 1980 without a shift, since none is
/// published; Beijing 1954 and Hong Kong 1980 by the shifts that stand in the register.
const PROJ: &[(&str, f64, f64, f64, f64)] = &[
    ("epsg:4326", 117.200000000, 36.4, 117.2, 36.4),
    ("epsg:4490", 117.200000000, 36.4, 117.2, 36.4),
    ("epsg:4491", 13422255.5475, 4341093.3996, 74.100000000, 39.200000000),
    ("epsg:4513", 25614029.3333, 4219396.0497, 76.300000000, 38.100000000),
    ("epsg:4527", 39580736.5411, 4030304.0626, 117.900000000, 36.400000000),
    ("epsg:4527", 39378883.5981, 2769914.0352, 115.800000000, 25.030000000),
    ("epsg:4528", 40413335.2294, 3342626.6289, 119.100000000, 30.200000000),
    ("epsg:4534", 614029.3333, 4219396.0497, 76.300000000, 38.100000000),
    ("epsg:4547", 592542.6183, 2500520.4203, 114.900000000, 22.600000000),
    ("epsg:4547", 429285.1715, 5007565.2310, 113.100000000, 45.200000000),
    ("epsg:4548", 580736.5411, 4030304.0626, 117.900000000, 36.400000000),
    ("epsg:4549", 640060.3377, 3457406.4355, 121.470000000, 31.230000000),
    ("epsg:4549", 358546.5495, 2755704.6774, 118.600000000, 24.900000000),
    ("epsg:4508", 740524.6116, 3356018.4232, 113.500000000, 30.300000000),
    ("epsg:3857", 13046644.3210, 4355801.2650, 117.200000000, 36.400000000),
    ("epsg:3857", -9751587.3935, 5131067.3356, -87.600000000, 41.800000000),
    ("epsg:32650", 517934.0677, 4028334.3594, 117.200000000, 36.400000000),
    ("epsg:32648", 409952.4142, 3393407.3874, 104.060000000, 30.670000000),
    ("epsg:32721", 371624.5442, 6170423.2404, -58.400000000, -34.600000000),
    ("epsg:3035", 4355947.7357, 3121111.7866, 10.500000000, 51.200000000),
    ("epsg:3395", 13046644.3210, 4330443.7211, 117.200000000, 36.400000000),
    ("epsg:2327", 13456747.6984, 4329726.6728, 74.500000000, 39.100000000),
    ("epsg:2363", 39526980.6933, 4007778.4280, 117.300000000, 36.200000000),
    ("epsg:2384", 526980.6933, 4007778.4280, 117.300000000, 36.200000000),
    ("epsg:3435", 1175784.2560, 1899646.7883, -87.630000000, 41.880000000),
    ("epsg:2263", 989791.4573, 212522.5192, -73.980000000, 40.750000000),
    ("epsg:4214", 117.300000000, 36.200000000, 117.300631297, 36.200193532),
    ("epsg:2414", 38520000.0000, 3900000.0000, 114.220231736, 35.228371271),
    ("epsg:2436", 520000.0000, 3900000.0000, 117.220315679, 35.228356906),
    ("epsg:2326", 835000.0000, 817000.0000, 114.164569592, 22.291910459),
    ("gk:117", 580736.5411, 4030304.0626, 117.900000000, 36.400000000),
    ("gk:118.5", 473261.5347, 4085455.3345, 118.200000000, 36.900000000),
    ("gk:117", 374407.6365, 4030838.4028, 115.600000000, 36.400000000),
];

#[test]
fn positions_agree_with_proj() {
    for &(crs, x, y, lon, lat) in PROJ {
        let at = Crs::parse(crs).unwrap().converter().unwrap().place(x, y).unwrap();
        let off_m = distance_m(at, LonLat::new(lon, lat));
        assert!(off_m < 0.01, "{crs} {x},{y}: {off_m} m off");
    }
}

#[test]
fn there_and_back_is_the_same_place_in_every_zone() {
    let mut dice = Dice::new(51);
    let degrees = Proj::from_proj_string("+proj=longlat +ellps=GRS80").unwrap();
    for zone in 25..=45 {
        let meridian = zone * 3;
        let plane = format!("+proj=tmerc +lat_0=0 +lon_0={meridian} +k=1 +x_0=500000 +ellps=GRS80");
        let plane = Proj::from_proj_string(&plane).unwrap();
        let converter = Crs::parse(&format!("gk:{meridian}")).unwrap().converter().unwrap();
        for _ in 0..200 {
            let at = LonLat::new(f64::from(meridian) + dice.between(-3.0, 3.0), dice.between(18.0, 54.0));
            let (x, y) = transform_xy(&degrees, &plane, at.lon_deg.to_radians(), at.lat_deg.to_radians()).unwrap();
            for prefix in [0.0, f64::from(zone) * 1e6] {
                assert!(distance_m(converter.place(x + prefix, y).unwrap(), at) < 1e-3, "{at:?} in {meridian}");
            }
        }
    }
}

#[test]
fn no_numbers_and_no_names_bring_it_down() {
    let mut dice = Dice::new(52);
    let converters: Vec<_> = PROJ.iter().map(|row| Crs::parse(row.0).unwrap().converter().unwrap()).collect();
    for question in 0..20_000 {
        let size = 10_f64.powf(dice.between(-3.0, 12.0));
        let odd = [f64::NAN, f64::INFINITY, -0.0, 1e308, -1e-308];
        let mut number = || match dice.below(12) {
            0 => odd[dice.below(odd.len())],
            _ => dice.between(-size, size),
        };
        let (x, y) = (number(), number());
        if let Ok(at) = converters[question % converters.len()].place(x, y) {
            assert!(at.is_valid(), "{x},{y} gave {at:?}");
        }
    }
    // Every number of the register is read or refused with one sentence.
    let mut read = 0;
    for number in 1_000..40_000 {
        match Crs::parse(&format!("epsg:{number}")) {
            Ok(_) => read += 1,
            Err(error) => assert!(error.is_usage() && error.to_string().ends_with(&format!("epsg:{number}"))),
        }
    }
    assert!(read > 5_000, "{read}");
}

fn places(desk: &Desk) -> Vec<LonLat> {
    let at = |event: Event| if let Event::PlacePut(place) = event { Some(place.at) } else { None };
    desk.events().into_iter().filter_map(at).collect()
}

fn assert_at(found: &[LonLat], lon: f64, lat: f64) {
    assert!(found.iter().all(|at| distance_m(*at, LonLat::new(lon, lat)) < 0.02), "{found:?}");
}

#[test]
fn the_command_names_the_system() {
    for (crs, x, y) in [
        ("gk:117", "580736.5411", "4030304.0626"),
        ("gk:117", "39580736.5411", "4030304.0626"),
        ("gk:117", "20580736.5411", "4030304.0626"),
        ("epsg:4548", "580736.5411", "4030304.0626"),
        ("epsg:4527", "39580736.5411", "4030304.0626"),
        ("cgcs2000", "117.9", "36.4"),
    ] {
        let mut desk = Desk::new();
        let mut request = desk.request(Kind::Places, format!("code,name,lon,lat\nP1,a,{x},{y}\n"));
        request.crs = Some(Crs::parse(crs).unwrap());
        let report = desk.try_import(&request).unwrap();
        assert_eq!((report.kept, report.problems_total), (1, 0), "{crs} {report:?}");
        assert_at(&places(&desk), 117.9, 36.4);
    }
    let shifted = gcj02_from_wgs84(LonLat::new(117.9, 36.4));
    let mut desk = Desk::new();
    let sheet = format!("code,name,lon,lat\nP1,a,{},{}\n", shifted.lon_deg, shifted.lat_deg);
    let mut request = desk.request(Kind::Places, sheet);
    request.crs = Some(Crs::Gcj02);
    desk.try_import(&request).unwrap();
    assert_at(&places(&desk), 117.9, 36.4);
}

/// A GeoJSON with one place at 117.9,36.4 in CGCS2000 / 3-degree Gauss–Krüger CM 117°, that names
/// its system before or after its features.
fn in_metres(crs: &str, first: bool) -> String {
    let named = format!(r#""crs":{{"type":"name","properties":{{"name":"{crs}"}}}}"#);
    let features = r#""features":[{"type":"Feature","properties":{"code":"P1","name":"a"},"geometry":{"type":"Point","coordinates":[580736.5411,4030304.0626]}}]"#;
    let (a, b) = if first { (named.as_str(), features) } else { (features, named.as_str()) };
    format!(r#"{{"type":"FeatureCollection",{a},{b}}}"#)
}

#[test]
fn the_file_names_the_system() {
    for first in [true, false] {
        let mut desk = Desk::new();
        let report = desk.import(Kind::Places, in_metres("urn:ogc:def:crs:EPSG::4548", first));
        assert_eq!((report.kept, report.problems_total), (1, 0), "{report:?}");
        assert_at(&places(&desk), 117.9, 36.4);
    }
    let mut desk = Desk::new();
    let mut request = desk.request(Kind::Places, in_metres("urn:ogc:def:crs:EPSG::4548", true));
    request.crs = Some(Crs::parse("gk:117").unwrap());
    assert_eq!(desk.try_import(&request).unwrap().kept, 1);
}

#[test]
fn what_is_known_roughly_is_said() {
    for (crs, x, y, metres) in [("epsg:2384", 526980.0, 4007778.0, "200 m"), ("epsg:2436", 520000.0, 3900000.0, "20 m")]
    {
        let mut desk = Desk::new();
        let mut request = desk.request(Kind::Places, format!("code,name,lon,lat\nP1,a,{x},{y}\n"));
        request.crs = Some(Crs::parse(crs).unwrap());
        let report = desk.try_import(&request).unwrap();
        assert_eq!((report.kept, report.problems_total, report.problems[0].row), (1, 1, 0));
        assert!(told(&report)[0].ends_with(metres) && report.problems[0].value == crs, "{report:?}");
    }
}
