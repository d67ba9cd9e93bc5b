//! Positions that can't be meant: what the user reads, one kind of wrong file after the other.

use super::{Desk, told};
use zonglan::domain::{Event, LonLat};
use zonglan::intake::{Crs, ImportReport, Kind, gcj02_from_wgs84};

/// A sheet of places at these numbers.
fn sheet(numbers: impl IntoIterator<Item = (String, String)>) -> String {
    let rows = numbers.into_iter().enumerate().map(|(n, (x, y))| format!("P{n},place,{x},{y}\n"));
    format!("code,name,lon,lat\n{}", rows.collect::<String>())
}

/// So many different numbers around these, a step apart.
fn around(count: usize, x: f64, y: f64, step: f64) -> Vec<(String, String)> {
    let at = |n: usize| (x + step * (n % 5) as f64, y + step * (n / 5) as f64);
    (0..count).map(at).map(|(x, y)| (x.to_string(), y.to_string())).collect()
}

/// A county of this size around 117.9,36.4.
fn county(desk: &mut Desk, half_deg: f64) {
    let (w, e, s, n) = (117.9 - half_deg, 117.9 + half_deg, 36.4 - half_deg, 36.4 + half_deg);
    let report = desk.import(
        Kind::Areas,
        format!(
            r#"{{"type":"Feature","properties":{{"code":"370783","name":"县","level":"County"}},"geometry":{{"type":"Polygon","coordinates":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}}}"#
        ),
    );
    assert_eq!((report.kept, report.problems_total), (1, 0));
}

/// What stands before the file's path in the refusal.
fn refused(desk: &mut Desk, crs: Option<&str>, content: String) -> String {
    let mut request = desk.request(Kind::Places, content);
    request.crs = crs.map(|crs| Crs::parse(crs).unwrap());
    let before = desk.events().len();
    let error = desk.try_import(&request).unwrap_err();
    assert!(!error.is_usage());
    assert_eq!(desk.events().len(), before, "nothing of it is in the ledger");
    let sentence = error.to_string();
    let (what, path) = sentence.rsplit_once(": ").unwrap();
    assert!(path.ends_with("file"), "{sentence}");
    what.to_owned()
}

/// Whether there is a county already, `--crs`, the positions, and the sentence.
type Case = (bool, Option<&'static str>, Vec<(String, String)>, String);

#[test]
#[allow(clippy::too_many_lines)] // a table, one wrong file after the other
fn files_that_are_wrong_as_a_whole_are_refused_with_a_way_out() {
    let other_way = "map the columns the other way round (--map lon=… --map lat=…)";
    let fits_other_way = "with the columns mapped the other way round (--map lon=… --map lat=…)";
    let turned = |numbers: Vec<(String, String)>| numbers.into_iter().map(|(x, y)| (y, x)).collect::<Vec<_>>();
    let degrees = || around(40, 117.9, 36.4, 0.001);
    let metres = || around(40, 580_736.5, 4_030_304.0, 100.0);
    let zoned = || around(40, 39_580_736.5, 4_030_304.0, 100.0);
    let cases: Vec<Case> = vec![
        (
            false,
            None,
            turned(degrees()),
            format!("longitude and latitude, or easting and northing, have changed places (40 of 40 rows, such as 36.4,117.9): {other_way}"),
        ),
        (
            false,
            None,
            around(40, 1_165_166.5, 1_872_509.25, 10.0),
            "metres or feet pose as degrees (40 of 40 rows, such as 1165166.5,1872509.25): name the system (--crs epsg:N), or map the columns that hold degrees (--map lon=… --map lat=…)".to_owned(),
        ),
        (
            false,
            None,
            metres(),
            "metres or feet pose as degrees (40 of 40 rows, such as 580736.5,4030304): name the system, --crs gk:M with the county's central meridian, such as gk:117".to_owned(),
        ),
        (
            false,
            Some("gcj02"),
            zoned(),
            "Gauss–Krüger metres pose as degrees (40 of 40 rows, such as 39580736.5,4030304): they fit --crs gk:117".to_owned(),
        ),
        (
            false,
            None,
            turned(zoned()),
            format!("Gauss–Krüger metres pose as degrees (40 of 40 rows, such as 4030304,39580736.5): they fit --crs gk:117 {fits_other_way}"),
        ),
        (
            false,
            None,
            around(40, 12_400_000.0, 4_355_000.0, 100.0),
            "metres or feet pose as degrees (40 of 40 rows, such as 12400000,4355000): they fit --crs epsg:3857".to_owned(),
        ),
        (
            false,
            None,
            around(40, 13_200_000.0, 4_355_000.0, 100.0),
            "metres or feet pose as degrees (40 of 40 rows, such as 13200000,4355000): they fit --crs epsg:3857, or gk:75".to_owned(),
        ),
        (
            false,
            Some("gk:117"),
            degrees(),
            "the numbers are degrees, not metres (40 of 40 rows, such as 117.9,36.4): leave out --crs, or name the system of the degrees".to_owned(),
        ),
        (
            false,
            Some("gk:117"),
            turned(metres()),
            format!("longitude and latitude, or easting and northing, have changed places (40 of 40 rows, such as 4030304,580736.5): {other_way}"),
        ),
        (
            false,
            Some("gk:120"),
            zoned(),
            "the eastings are another zone's (40 of 40 rows, such as 39580736.5,4030304): they fit --crs gk:117".to_owned(),
        ),
        (
            false,
            Some("gk:117"),
            around(40, 9_000_000.0, 9_000_000.0, 1.0),
            "the numbers are no positions in the reference system (40 of 40 rows, such as 9000000,9000000): name the right one by --crs".to_owned(),
        ),
        // With a county in the ledger every reading is tried on it.
        (
            true,
            None,
            metres(),
            "metres or feet pose as degrees (40 of 40 rows, such as 580736.5,4030304): with --crs gk:117, 100 % lie in the county".to_owned(),
        ),
        (
            true,
            None,
            turned(metres()),
            format!("metres or feet pose as degrees (40 of 40 rows, such as 4030304,580736.5): with --crs gk:117 and {fits_other_way}, 100 % lie in the county"),
        ),
        (
            true,
            Some("gk:120"),
            metres(),
            "read as gk:120, 0 % of the positions lie in the county's areas: with --crs gk:117, 100 % lie in the county".to_owned(),
        ),
        (
            true,
            Some("epsg:4528"),
            around(40, 40_580_736.5, 4_030_304.0, 100.0).into_iter().map(|(x, y)| (x.replacen("40", "39", 1), y)).collect(),
            "the numbers are no positions in the reference system (40 of 40 rows, such as 39580736.5,4030304): with --crs gk:117, 100 % lie in the county".to_owned(),
        ),
    ];
    for (with_county, crs, numbers, sentence) in cases {
        let mut desk = Desk::new();
        if with_county {
            county(&mut desk, 0.2);
        }
        assert_eq!(refused(&mut desk, crs, sheet(numbers)), sentence);
    }
}

#[test]
fn a_shift_of_half_a_kilometre_shows_where_the_territory_is_small() {
    let mut desk = Desk::new();
    county(&mut desk, 0.002);
    let shifted = around(30, 117.8985, 36.3985, 0.0005).into_iter().map(|(x, y)| {
        let at = gcj02_from_wgs84(LonLat::new(x.parse().unwrap(), y.parse().unwrap()));
        (at.lon_deg.to_string(), at.lat_deg.to_string())
    });
    let sentence = refused(&mut desk, None, sheet(shifted));
    assert_eq!(
        sentence,
        "read as wgs84, 0 % of the positions lie in the county's areas: with --crs gcj02, 100 % lie in the county"
    );
}

#[test]
fn a_file_that_declares_another_system_than_the_command_says_is_refused() {
    let text = |name: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{name}"}}}},"features":[{{"type":"Feature","properties":{{"code":"P1","name":"a"}},"geometry":{{"type":"Point","coordinates":[117.9,36.4]}}}}]}}"#
        )
    };
    let mut desk = Desk::new();
    assert_eq!(
        refused(&mut desk, Some("wgs84"), text("urn:ogc:def:crs:EPSG::4548")),
        "--crs says wgs84, but the file itself declares epsg:4548: leave out --crs, or remove the declaration if it is wrong"
    );
    assert_eq!(
        refused(&mut desk, None, text("MARS_2000")),
        "the file's reference system is not understood, name it by --crs (wgs84, cgcs2000, gcj02, bd09, epsg:N, gk:M): MARS_2000"
    );
    let mut request = desk.request(Kind::Places, text("MARS_2000"));
    request.crs = Some(Crs::Wgs84);
    assert_eq!(desk.try_import(&request).unwrap().kept, 1, "the command's word holds where the file's can't be read");
}

fn import(desk: &mut Desk, crs: Option<&str>, numbers: Vec<(String, String)>) -> ImportReport {
    let mut request = desk.request(Kind::Places, sheet(numbers));
    request.crs = crs.map(|crs| Crs::parse(crs).unwrap());
    desk.try_import(&request).unwrap()
}

#[test]
fn single_rows_cost_themselves() {
    let cases = [
        (None, "36.4", "117.9", "longitude and latitude look swapped: map the columns the other way round"),
        (None, "580736.5", "4030304", "not degrees of longitude and latitude"),
        (None, "0", "0", "0,0 is no position"),
        (None, "NaN", "36.4", "not a position in the file's reference system"),
        (None, "117.9", "inf", "not a position in the file's reference system"),
        (None, "117°54'", "36.4", "not a number of degrees"),
        (None, "", "36.4", "missing, while the other half of the position is there"),
        (Some("gk:117"), "117.9", "36.4", "degrees, where the file's reference system has metres"),
        (Some("gk:117"), "40580736", "4030304", "the number in front of the easting is that of the zone of 120°"),
    ];
    for (crs, x, y, sentence) in cases {
        let mut desk = Desk::new();
        let mut numbers =
            if crs.is_some() { around(10, 580_736.5, 4_030_304.0, 50.0) } else { around(10, 117.9, 36.4, 0.01) };
        numbers[3] = (x.to_owned(), y.to_owned());
        let report = import(&mut desk, crs, numbers);
        assert_eq!((report.kept, report.skipped), (9, 1), "{report:?}");
        assert_eq!(told(&report), [format!("5 lon {sentence}")]);
    }
}

#[test]
fn rows_far_away_and_files_from_elsewhere_are_told() {
    let mut desk = Desk::new();
    county(&mut desk, 0.2);
    let mut numbers = around(20, 117.9, 36.4, 0.001);
    numbers[4] = ("121.5".to_owned(), "31.2".to_owned());
    let report = import(&mut desk, None, numbers);
    assert_eq!((report.kept, report.problems_total), (20, 1));
    assert_eq!(told(&report), ["6 lon 638 km away from the county's areas, kept as it is"]);
    let elsewhere = import(&mut desk, None, around(20, 118.5, 36.4, 0.001));
    assert_eq!(
        told(&elsewhere),
        ["0 lon 100 % of the positions lie outside the county's areas that the ledger has, kept as they are"]
    );
}

fn matters(rows: usize, piled: impl Fn(usize) -> bool, spot: &str) -> String {
    let row = |n: usize| {
        let own = format!("{},{}", 117.8 + 1e-5 * n as f64, 36.3);
        format!("M{n},2026-09-01,{}\n", if piled(n) { spot } else { &own })
    };
    format!("code,reported_at,lon,lat\n{}", (0..rows).map(row).collect::<String>())
}

fn unlocated(desk: &Desk) -> usize {
    let none = |event: &Event| matches!(event, Event::IncidentImported(matter) if matter.file.at.is_none());
    desk.events().iter().filter(|event| none(event)).count()
}

#[test]
fn matters_piled_on_one_spot_are_kept_without_a_position() {
    let mut desk = Desk::new();
    let report = desk.import(Kind::Incidents, matters(300, |n| n % 10 == 0, "118.0200000,36.4100000"));
    assert_eq!((report.kept, report.problems_total), (300, 31), "{report:?}");
    assert_eq!(
        told(&report)[..2],
        [
            "0 lon 30 of the 300 positions are exactly one, which looks like a default and not like a place: they are kept without a position".to_owned(),
            "2 lon a position that too many rows have to be its own, the row is kept unlocated".to_owned()
        ]
    );
    assert_eq!(report.problems[0].value, "118.0200000,36.4100000");
    assert_eq!(unlocated(&desk), 30);
    // Nineteen are a busy corner, and one in thirty is no pile.
    let mut desk = Desk::new();
    assert_eq!(desk.import(Kind::Incidents, matters(30, |n| n < 19, "118.02,36.41")).problems_total, 0);
    assert_eq!(desk.import(Kind::Incidents, matters(900, |n| n % 30 == 0, "118.02,36.41")).problems_total, 0);
}

#[test]
fn the_middle_of_the_county_is_called_by_its_name() {
    let mut desk = Desk::new();
    county(&mut desk, 0.2);
    let report = desk.import(Kind::Incidents, matters(100, |n| n % 4 == 0, "117.9,36.4"));
    assert!(told(&report)[0].contains("25 of the 100 positions are exactly one (the middle of the county),"));
    assert_eq!(unlocated(&desk), 25);
}

#[test]
fn cameras_and_places_on_one_spot_are_told_and_workers_lose_their_positions() {
    let rows: String =
        (0..40).map(|n| format!("C{n},cam,{},36.4\n", if n < 25 { 117.9 } else { f64::from(n) })).collect();
    let mut desk = Desk::new();
    let report = desk.import(Kind::Cameras, format!("code,name,lon,lat\n{rows}"));
    assert_eq!((report.kept, report.problems_total), (40, 1));
    assert!(told(&report)[0].ends_with("looks like a default and not like a place: they are kept where they are"));
    let rows: String = (0..30).map(|n| format!("W{n},w,true,117.9,36.4,2026-09-11T09:00:00+08:00\n")).collect();
    let report = desk.import(Kind::Workers, format!("code,name,on_duty,lon,lat,fixed_at\n{rows}"));
    assert_eq!((report.kept, report.fixes.len(), report.problems_total), (30, 0, 31));
}

#[test]
fn a_pile_that_comes_late_is_still_told() {
    let mut desk = Desk::new();
    let report = desk.import(Kind::Incidents, matters(30_000, |n| n >= 27_000, "118.02,36.41"));
    assert_eq!((report.kept, report.problems_total, unlocated(&desk)), (30_000, 1, 0));
    let sentence = &told(&report)[0];
    assert!(
        sentence.starts_with("0 lon about 3000 of the 30000 positions")
            && sentence.ends_with("they are kept where they are"),
        "{sentence}"
    );
}

#[test]
fn utm_is_named_wherever_the_county_lies() {
    let easts = [
        ("epsg:32616", 447_000.0, 4_636_000.0),
        ("epsg:32737", 257_000.0, 9_857_000.0),
        ("epsg:32660", 770_000.0, 1_980_000.0),
    ];
    for (name, x, y) in easts {
        let middle = Crs::parse(name).unwrap().converter().unwrap().place(x, y).unwrap();
        let mut desk = Desk::new();
        let corner = |dx: f64, dy: f64| format!("[{:.5},{:.5}]", middle.lon_deg + dx, middle.lat_deg + dy);
        let ring = [(-0.2, -0.2), (0.2, -0.2), (0.2, 0.2), (-0.2, 0.2), (-0.2, -0.2)].map(|(dx, dy)| corner(dx, dy));
        let area = format!(
            r#"{{"type":"Feature","properties":{{"code":"C","name":"c","level":"County"}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
            ring.join(",")
        );
        desk.import(Kind::Areas, area);
        let sentence = refused(&mut desk, None, sheet(around(40, x, y, 100.0)));
        assert!(sentence.ends_with(&format!("with --crs {name}, 100 % lie in the county")), "{sentence}");
    }
}
