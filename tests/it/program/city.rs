//! A real city by `import` alone, where its files are at hand (`ZONGLAN_SHARED_DATA`): counts as their provenance
//! says, and a request dispatched to a person.

use super::{Desk, answer, from_now};
use serde_json::Value;
use std::path::{Path, PathBuf};

pub(super) fn city() -> Option<PathBuf> {
    let folder = std::env::var_os("ZONGLAN_SHARED_DATA").map(|data| PathBuf::from(data).join("chicago"));
    let found = folder.filter(|folder| folder.is_dir());
    if found.is_none() {
        eprintln!(
            "left out: the city's files are not here (set ZONGLAN_SHARED_DATA to the folder that holds chicago/)"
        );
    }
    found
}

/// The rows that the provenance gives a file: the first number of its second column.
fn rows_of(city: &Path, file: &str) -> u64 {
    let text = std::fs::read_to_string(city.join("PROVENANCE.md")).unwrap();
    let line = text.lines().find(|line| line.starts_with(&format!("| {file} |"))).unwrap();
    let rows = line.split('|').nth(2).unwrap().split_whitespace().next().unwrap();
    rows.replace(',', "").parse().unwrap()
}

/// Imports one of the city's files, options one a word or as they stand between quotes.
fn take(desk: &Desk, city: &Path, kind: &str, file: &str, options: &[&str]) -> Value {
    let mut command = desk.command(&format!("import {kind}"));
    let report = answer(file, &command.arg(city.join(file)).args(options).output().unwrap());
    let name = file.trim_end_matches(".gz").trim_end_matches(".geojson");
    let listed = if name.ends_with(".csv") { file } else { name };
    assert_eq!(report["read"], rows_of(city, listed), "{file}");
    report
}

fn count(report: &Value, field: &str) -> u64 {
    report[field].as_u64().unwrap()
}

pub(super) fn take_all(desk: &Desk, city: &Path) {
    let districts = ["--set", "level=Town", "--map", "code={DIST_NUM:02}", "--map", "name=District {DIST_NUM}"];
    let districts = take(desk, city, "areas", "police_districts.geojson.gz", &districts);
    let sectors = [
        "--set",
        "level=Zone",
        "--map",
        "code=sector_id",
        "--map",
        "parent=district",
        "--map",
        "name=Sector {sector_id}",
    ];
    let sectors = take(desk, city, "areas", "police_sectors_derived.geojson.gz", &sectors);
    let beats = [
        "--set",
        "level=Grid",
        "--map",
        "code=beat_num",
        "--map",
        "parent={beat_num:.3}",
        "--map",
        "name=Beat {beat_num}",
    ];
    let beats = take(desk, city, "areas", "police_beats.geojson.gz", &beats);
    for report in [&districts, &sectors, &beats] {
        assert_eq!(count(report, "kept"), count(report, "read"));
    }
    let red = ["--map", "code=RL-{id}", "--map", "name=intersection", "--map", "direction_deg=firstApproach"];
    let red = take(desk, city, "cameras", "red_light_cameras.csv", &red);
    let speed = ["--map", "code=locationId", "--map", "name=address", "--map", "direction_deg=firstApproach"];
    let speed = take(desk, city, "cameras", "speed_cameras.csv", &speed);
    assert_eq!((count(&red, "kept"), count(&speed, "kept")), (298, 212));
    let requests = [
        "--zone",
        "America/Chicago",
        "--map",
        "code=service_request_number",
        "--map",
        "category=nature",
        "--set",
        "category=Sanitation Code Violation",
        "--set",
        "nature=complaint",
        "--set",
        "source=hotline",
        "--map",
        "reported_at=creation_date",
        "--map",
        "closed_at=completion_date",
        "--map",
        "address=street_address",
    ];
    let requests = take(desk, city, "incidents", "requests_311_sanitation.csv.gz", &requests);
    // 375 repeat a number that has come before.
    assert_eq!((count(&requests, "kept"), count(&requests, "skipped")), (74_401 - 375, 375));
}

#[test]
fn a_city_goes_in_and_a_request_is_dispatched() {
    let Some(city) = city() else { return };
    let desk = Desk::new();
    take_all(&desk, &city);
    let list = |words: &str| desk.done(words).as_array().unwrap().clone();
    assert_eq!(list("query incidents --all --limit 1000000").len(), 74_401 - 375);
    let open = list("query incidents --limit 1000000");
    assert_eq!(open.len(), 325, "those without a completion");
    let request = open.iter().find(|request| request["lon"].is_f64() && request["state"] == "reported").unwrap();
    let (code, lon, lat) = (request["incident"].as_str().unwrap(), &request["lon"], &request["lat"]);
    let here = desk.done(&format!("query at {lon},{lat}"));
    let chain = here["areas"].as_array().unwrap();
    let levels: Vec<&str> = chain.iter().map(|area| area["level"].as_str().unwrap()).collect();
    assert_eq!(levels.len(), 3, "{chain:?}");
    assert!(chain.windows(2).all(|pair| {
        let [outer, inner] = [0, 1].map(|nth| pair[nth]["code"].as_str().unwrap());
        inner.starts_with(outer)
    }));
    assert!(!list(&format!("query nearest cameras {lon},{lat} -k 3")).is_empty());

    let mut people = String::from("code,name,home_area,on_duty,lon,lat,fixed_at\n");
    for n in 0..5 {
        let lon = lon.as_f64().unwrap() + 0.001 * f64::from(n + 1);
        let beat = chain[2]["code"].as_str().unwrap();
        people += &format!("X{n},Inspector {n},{beat},true,{lon},{lat},{}\n", from_now(-30));
    }
    desk.file("people.csv", people);
    assert_eq!(desk.done("import workers people.csv")["kept"], 5);
    let free = desk.done(&format!("query nearest workers {lon},{lat} -k 3 --free"));
    assert_eq!(super::column(&free, "worker"), ["X0", "X1", "X2"]);
    let sent = desk.done(&format!("act assign {code} --worker X0 --id first"));
    assert_eq!(sent.as_array().unwrap().len(), 2, "taken in and assigned: {sent}");
    desk.done(&format!("act receipt {code} --by worker:X0"));
    let open = list("query incidents --limit 1000000");
    let found = open.iter().find(|request| request["incident"] == code).unwrap();
    assert_eq!((&found["state"], &found["worker"]), (&"receipted".into(), &"X0".into()));
    let free = desk.done(&format!("query nearest workers {lon},{lat} -k 3 --free"));
    assert_eq!(super::column(&free, "worker"), ["X1", "X2", "X3"], "who was sent is not free");
    let figures = desk.done("query figures");
    assert_eq!(figures["open"]["numerator"], 325);
    assert_eq!(
        (&figures["staff_on_duty"], &figures["staff_on_task"], &figures["staff_free"]),
        (&5.into(), &1.into(), &4.into())
    );
    assert_eq!(
        figures["towns"].as_array().unwrap().len(),
        23,
        "25 rows, two of which belong to districts that came before"
    );
}

#[cfg(feature = "display")]
/// When each request was opened and closed, by the file itself: the first row of a number holds, days begin at midnight.
fn opened_and_closed(city: &Path) -> Vec<(i64, Option<i64>)> {
    let zone = jiff::tz::TimeZone::get("America/Chicago").unwrap();
    let midnight = |date: &str| -> Option<i64> {
        let date: jiff::civil::Date = date.get(..10)?.parse().ok()?;
        Some(date.to_zoned(zone.clone()).unwrap().timestamp().as_second())
    };
    let file = std::fs::File::open(city.join("requests_311_sanitation.csv.gz")).unwrap();
    let mut rows = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let heads = rows.headers().unwrap().clone();
    let at = |name: &str| heads.iter().position(|head| head == name).unwrap();
    let [number, opened, closed] = ["service_request_number", "creation_date", "completion_date"].map(at);
    let mut seen = std::collections::BTreeSet::new();
    let rows = rows.records().map(Result::unwrap).filter(|row| seen.insert(row[number].to_owned()));
    rows.filter_map(|row| Some((midnight(&row[opened])?, midnight(&row[closed])))).collect()
}

#[cfg(feature = "display")]
#[test]
fn the_wall_plays_the_citys_years_and_counts_as_the_file_does() {
    let Some(city) = city() else { return };
    let desk = Desk::new();
    take_all(&desk, &city);
    let shares = [0.9, 0.7, 0.55, 0.5, 0.35];
    let mut script = String::from("wait settled\nstate live.json\nframe live.png\nclick #replay-decade\n");
    let mut before = 0.995;
    for (n, share) in shares.iter().enumerate() {
        script += &format!("drag #time-slider@{before} #time-slider@{share}\nwait settled\nstate past-{n}.json\n");
        before = *share;
    }
    script +=
        "key K\nwait settled\nframe trend.png\nstate trend.json\nkey Escape\nkey Home\nwait settled\nstate home.json\n";
    desk.file("years.drive", script);
    let words = "drive years.drive --out out --lang en --size 1920x1080 --at 2015-01-02T10:00:00-06:00";
    desk.done(words);
    let state = |name: &str| -> Value {
        serde_json::from_slice(&std::fs::read(desk.path("out").join(format!("{name}.json"))).unwrap()).unwrap()
    };
    let requests = opened_and_closed(&city);
    let open_at = |now: i64| {
        requests.iter().filter(|(opened, closed)| *opened <= now && closed.is_none_or(|closed| now < closed)).count()
    };
    let mut moments = Vec::new();
    for n in 0..shares.len() {
        let past = state(&format!("past-{n}"));
        assert_eq!(past["mode"], "replay");
        let now = past["now"].as_i64().unwrap();
        assert_eq!(past["figures"]["open"]["numerator"].as_u64().unwrap() as usize, open_at(now), "at {now}");
        moments.push(now);
    }
    assert!(moments.is_sorted_by(|a, b| a > b), "{moments:?}");
    assert!(moments[0] - moments[4] > 4 * 365 * 86_400, "over years: {moments:?}");
    assert!(moments.iter().any(|at| open_at(*at) > 200), "and there is something to see");
    assert_eq!(state("home")["mode"], "live");
    assert_eq!(state("live")["figures"]["open"]["numerator"], 325);
}
