//! A real city's duplicates: Chicago marked which of its requests repeat an earlier one, by hand and not always; words
//! there are none but the address, so that place, moment and kind must tell. Where its files are at hand
//! (`ZONGLAN_SHARED_DATA`).

use super::{Told, catalogue, percent, take};
use std::path::PathBuf;
use zonglan::domain::{LonLat, Timestamp};
use zonglan::picture::{Picture, Verdict};

fn file() -> Option<PathBuf> {
    let folder = std::env::var_os("ZONGLAN_SHARED_DATA").map(|data| PathBuf::from(data).join("chicago"));
    let found = folder.map(|folder| folder.join("requests_311_sanitation.csv.gz")).filter(|file| file.is_file());
    if found.is_none() {
        eprintln!(
            "left out: the city's files are not here (set ZONGLAN_SHARED_DATA to the folder that holds chicago/)"
        );
    }
    found
}

/// Noon of a day that is told without its hour.
fn noon(day: &str) -> Option<Timestamp> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(Timestamp(day.at(12, 0, 0, 0).in_tz("America/Chicago").ok()?.timestamp().as_second()))
}

#[test]
fn duplicates_that_a_city_marked_are_found() {
    let Some(file) = file() else { return };
    let mut table = csv::Reader::from_reader(flate2::read::GzDecoder::new(std::fs::File::open(file).unwrap()));
    let heading = table.headers().unwrap().clone();
    let column = |name: &str| heading.iter().position(|there| there == name).unwrap();
    let [created, status, done, nature, address, lon, lat] =
        ["creation_date", "status", "completion_date", "nature", "street_address", "longitude", "latitude"].map(column);
    let mut picture = Picture::new(-6 * 3600);
    let mut marked: Vec<(u32, bool)> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (n, row) in table.records().map(Result::unwrap).enumerate() {
        let Some(reported_at) = noon(&row[created]) else { continue };
        let kind = if row[nature].is_empty() { "none" } else { &row[nature] };
        if seen.insert(kind.to_owned()) {
            catalogue(&mut picture, kind, None, kind);
        }
        let at = row[lon].parse().ok().zip(row[lat].parse().ok()).map(|(lon, lat)| LonLat::new(lon, lat));
        let told = Told {
            code: format!("R{n}"),
            title: row[address].to_owned(),
            category: Some(kind.into()),
            at,
            reported_at,
            handled_at: noon(&row[done]),
            ..Told::default()
        };
        let number = take(&mut picture, &told);
        marked.push((number, row[status].ends_with("Dup")));
    }
    assert!(marked.len() > 74_000);
    let asked: Vec<&(u32, bool)> = marked.iter().filter(|(number, is_dup)| *is_dup || number % 8 == 0).collect();
    // What an intake desk would have been told: the most like of what was there and not yet handled.
    let told: Vec<(bool, Option<f64>)> = asked
        .iter()
        .map(|(number, is_dup)| {
            let mut query = picture.similar_to(*number).unwrap();
            query.also_later = false;
            let found = picture.similar(&query);
            let open = found.iter().filter(|likeness| likeness.verdict != Verdict::Again);
            (*is_dup, open.map(|likeness| likeness.score_bits).max_by(f64::total_cmp))
        })
        .collect();
    let share = |is_dup: bool, bits: f64| {
        let of: Vec<_> = told.iter().filter(|(dup, _)| *dup == is_dup).collect();
        percent(of.iter().filter(|(_, best)| best.is_some_and(|best| best >= bits)).count(), of.len())
    };
    for bits in [3.0, 6.0, 7.5, 10.0, 12.0, 14.0, 16.0] {
        eprintln!(
            "from {bits} bits: told of {:.1} % of the marked, {:.1} % of the others",
            share(true, bits),
            share(false, bits)
        );
    }
    let (marked, others) = (share(true, 7.5), share(false, 7.5));
    assert!(marked >= 50.0 && marked >= 2.0 * others, "{marked} % of the marked, {others} % of the others");
}
