//! Area-of-point on a real city's requests against an independent tool: shapely, where python has it, reads the very
//! files that were imported.

use super::city::{city, take_all};
use super::{Desk, questions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use zonglan::domain::{AreaLevel, LonLat};

fn shapely_is_here() -> bool {
    let tried = Command::new("python3").args(["-c", "import shapely; assert shapely.__version__ >= '2'"]).output();
    let is_here = tried.is_ok_and(|tried| tried.status.success());
    if !is_here {
        eprintln!("left out: python3 has no shapely 2 to compare with (pip install shapely)");
    }
    is_here
}

/// The places of all located requests, repeated numbers too.
fn requests(city: &Path) -> Vec<LonLat> {
    let file = std::fs::File::open(city.join("requests_311_sanitation.csv.gz")).unwrap();
    let mut table = csv::Reader::from_reader(flate2::read::GzDecoder::new(file));
    let heading = table.headers().unwrap().clone();
    let [lon, lat] = ["longitude", "latitude"].map(|name| heading.iter().position(|h| h == name).unwrap());
    let rows = table.records().map(Result::unwrap);
    rows.filter_map(|row| Some(LonLat::new(row[lon].parse().ok()?, row[lat].parse().ok()?))).collect()
}

/// What shapely says of each place: the names of the areas inside which it lies, and of those on whose edge.
fn second_opinion(file: &Path, property: &str, places: &[LonLat]) -> Vec<(Vec<String>, Vec<String>)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/program/areas_of_points.py");
    let mut python = Command::new("python3");
    let mut python = python.arg(script).arg(file).arg(property);
    python = python.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = python.spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    let lines: String = places.iter().map(|at| format!("{},{}\n", at.lon_deg, at.lat_deg)).collect();
    // It reads all before it answers: nobody waits for the other.
    stdin.write_all(lines.as_bytes()).unwrap();
    drop(stdin);
    let output = running.wait_with_output().unwrap();
    assert!(output.status.success(), "{file:?}");
    let names = |list: &str| list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers = answers.lines().map(|line| line.split_once('|').unwrap());
    answers.map(|(inside, edge)| (names(inside), names(edge))).collect()
}

#[test]
fn shapely_agrees_on_where_every_request_lies() {
    let Some(city) = city() else { return };
    if !shapely_is_here() {
        return;
    }
    let desk = Desk::new();
    take_all(&desk, &city);
    let picture = questions::picture(&desk);
    let places = requests(&city);
    assert_eq!(places.len(), 74_377);
    let layers = [
        ("police_beats.geojson.gz", "beat_num", AreaLevel::Grid),
        ("police_districts.geojson.gz", "DIST_NUM", AreaLevel::Town),
    ];
    for (file, property, level) in layers {
        let opinions = second_opinion(&city.join(file), property, &places);
        assert_eq!(opinions.len(), places.len());
        let (mut found, mut on_edges, mut wrong) = (0, 0, Vec::new());
        for (at, (inside, edge)) in places.iter().zip(opinions) {
            let ours = picture.areas.chain_at(*at).into_iter().map(|number| picture.areas.row(number));
            let ours: Vec<String> = ours
                .filter(|row| row.level == level)
                // The import gave districts two digits.
                .map(|row| row.code.as_str().trim_start_matches('0').to_owned())
                .collect();
            let theirs = |names: &[String]| {
                let mut names: Vec<String> = names.iter().map(|n| n.trim_start_matches('0').to_owned()).collect();
                names.sort();
                names
            };
            let mut sorted = ours.clone();
            sorted.sort();
            found += usize::from(!ours.is_empty());
            on_edges += usize::from(inside.is_empty() && !edge.is_empty());
            // On the edge of several it is one of them.
            let agrees = match inside.is_empty() {
                false => sorted == theirs(&inside),
                true => ours.len() == edge.len().min(1) && ours.iter().all(|code| theirs(&edge).contains(code)),
            };
            if !agrees {
                wrong.push(format!("{at:?}: ours {ours:?}, inside {inside:?}, on the edge of {edge:?}"));
            }
        }
        eprintln!("{file}: {found} of {} places lie in an area, {on_edges} of them on an edge", places.len());
        assert!(wrong.is_empty(), "{file}: {} disagree:\n{}", wrong.len(), wrong.join("\n"));
        assert!(found > 74_000, "the places lie in the city: {found}");
    }
}
