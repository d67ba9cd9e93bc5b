//! The shifted systems of Chinese internet maps: GCJ-02 and Baidu's BD-09.

use crate::domain::LonLat;
use std::f64::consts::PI;

/// Where GCJ-02 differs from WGS-84: a rectangle around China, as everybody implements it.
fn is_shifted(at: LonLat) -> bool {
    (72.004..=137.8347).contains(&at.lon_deg) && (0.8293..=55.8271).contains(&at.lat_deg)
}

/// GCJ-02 of a WGS-84 position; outside China unchanged.
#[must_use]
pub fn gcj02_from_wgs84(at: LonLat) -> LonLat {
    if !is_shifted(at) {
        return at;
    }
    const A_M: f64 = 6_378_245.0;
    const EE: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (at.lon_deg - 105.0, at.lat_deg - 35.0);
    let common = (20.0 * (6.0 * PI * x).sin() + 20.0 * (2.0 * PI * x).sin()) * 2.0 / 3.0;
    let d_lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * (PI * y).sin() + 40.0 * (PI * y / 3.0).sin()) * 2.0 / 3.0
        + (160.0 * (PI * y / 12.0).sin() + 320.0 * (PI * y / 30.0).sin()) * 2.0 / 3.0;
    let d_lon = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * (PI * x).sin() + 40.0 * (PI * x / 3.0).sin()) * 2.0 / 3.0
        + (150.0 * (PI * x / 12.0).sin() + 300.0 * (PI * x / 30.0).sin()) * 2.0 / 3.0;
    let phi = at.lat_deg.to_radians();
    let m = 1.0 - EE * phi.sin() * phi.sin();
    LonLat::new(
        at.lon_deg + d_lon * 180.0 / (A_M / m.sqrt() * phi.cos() * PI),
        at.lat_deg + d_lat * 180.0 / ((A_M * (1.0 - EE)) / (m * m.sqrt()) * PI),
    )
}

/// WGS-84 of a GCJ-02 position, to a millimetre or so: the shift has no closed inverse.
#[must_use]
pub fn wgs84_from_gcj02(at: LonLat) -> LonLat {
    if !is_shifted(at) {
        return at;
    }
    let mut guess = at;
    for _ in 0..10 {
        let shifted = gcj02_from_wgs84(guess);
        let (d_lon, d_lat) = (shifted.lon_deg - at.lon_deg, shifted.lat_deg - at.lat_deg);
        guess = LonLat::new(guess.lon_deg - d_lon, guess.lat_deg - d_lat);
        if d_lon.abs() < 1e-9 && d_lat.abs() < 1e-9 {
            break;
        }
    }
    guess
}

const BD_X: f64 = PI * 3000.0 / 180.0;

/// BD-09 of a GCJ-02 position.
#[must_use]
pub fn bd09_from_gcj02(at: LonLat) -> LonLat {
    let (x, y) = (at.lon_deg, at.lat_deg);
    let z = x.hypot(y) + 2e-5 * (y * BD_X).sin();
    let theta = y.atan2(x) + 3e-6 * (x * BD_X).cos();
    LonLat::new(z * theta.cos() + 0.0065, z * theta.sin() + 0.006)
}

/// GCJ-02 of a BD-09 position.
#[must_use]
pub fn gcj02_from_bd09(at: LonLat) -> LonLat {
    let (x, y) = (at.lon_deg - 0.0065, at.lat_deg - 0.006);
    let z = x.hypot(y) - 2e-5 * (y * BD_X).sin();
    let theta = y.atan2(x) - 3e-6 * (x * BD_X).cos();
    LonLat::new(z * theta.cos(), z * theta.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: LonLat, lon: f64, lat: f64, within: f64) {
        assert!((a.lon_deg - lon).abs() < within && (a.lat_deg - lat).abs() < within, "{a:?} is not {lon},{lat}");
    }

    #[test]
    fn published_vectors_hold() {
        let wgs = LonLat::new(116.404, 39.915);
        near(gcj02_from_wgs84(wgs), 116.41024449916938, 39.91640428150164, 1e-10);
        near(gcj02_from_wgs84(LonLat::new(121.5272106, 31.1774276)), 121.531541859215, 31.17530398364597, 1e-10);
        near(bd09_from_gcj02(wgs), 116.41036949371029, 39.92133699351022, 1e-10);
        near(gcj02_from_bd09(wgs), 116.39762729119315, 39.90865673957631, 1e-10);
        near(bd09_from_gcj02(gcj02_from_wgs84(wgs)), 116.41662724378733, 39.922699552216216, 1e-10);
        near(gcj02_from_wgs84(LonLat::new(72.0, 30.0)), 72.0, 30.0, 0.0001e-10);
    }

    #[test]
    fn there_and_back_is_the_same_place() {
        for lon in 74..135 {
            for lat in 4..54 {
                let at = LonLat::new(f64::from(lon) + 0.137, f64::from(lat) + 0.731);
                let gcj = gcj02_from_wgs84(at);
                near(wgs84_from_gcj02(gcj), at.lon_deg, at.lat_deg, 1e-7);
                near(wgs84_from_gcj02(gcj02_from_bd09(bd09_from_gcj02(gcj))), at.lon_deg, at.lat_deg, 1e-5);
            }
        }
        let chicago = LonLat::new(-87.6, 41.8);
        assert_eq!(wgs84_from_gcj02(chicago), chicago);
    }
}
