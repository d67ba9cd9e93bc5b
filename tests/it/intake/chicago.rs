//! A real city's files, where they are at hand (`ZONGLAN_SHARED_DATA`): counts as their provenance
//! has them.

use super::{Desk, pairs};
use jiff::tz::TimeZone;
use std::io::Write;
use std::path::PathBuf;
use zonglan::domain::{Event, Timestamp};
use zonglan::intake::{ImportReport, ImportRequest, Kind};

fn city() -> Option<PathBuf> {
    let folder = std::env::var_os("ZONGLAN_SHARED_DATA").map(|data| PathBuf::from(data).join("chicago"));
    let found = folder.filter(|folder| folder.is_dir());
    if found.is_none() {
        let line =
            "left out: the city's files are not here (set ZONGLAN_SHARED_DATA to the folder that holds chicago/)\n";
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    found
}

fn take(desk: &mut Desk, kind: Kind, file: PathBuf, maps: &[(&str, &str)], sets: &[(&str, &str)]) -> ImportReport {
    let mut request = ImportRequest::new(kind, vec![file], Timestamp(1_789_088_700));
    request.maps = pairs(maps);
    request.sets = pairs(sets);
    request.zone = TimeZone::get("America/Chicago").unwrap();
    desk.try_import(&request).unwrap()
}

#[test]
fn the_territory_goes_in_as_three_levels() {
    let Some(city) = city() else { return };
    let mut desk = Desk::new();
    let mut areas = |file: &str, level: &str, maps: &[(&str, &str)]| {
        take(&mut desk, Kind::Areas, city.join(file), maps, &[("level", level)])
    };
    let districts =
        areas("police_districts.geojson.gz", "Town", &[("code", "{DIST_NUM:02}"), ("name", "District {DIST_NUM}")]);
    let sectors = areas(
        "police_sectors_derived.geojson.gz",
        "Zone",
        &[("code", "sector_id"), ("parent", "district"), ("name", "Sector {sector_id}")],
    );
    let beats = areas(
        "police_beats.geojson.gz",
        "Grid",
        &[("code", "beat_num"), ("parent", "{beat_num:.3}"), ("name", "Beat {beat_num}")],
    );
    assert_eq!((districts.read, districts.kept), (25, 25));
    assert_eq!((sectors.read, sectors.kept), (67, 67));
    assert_eq!((beats.read, beats.kept), (277, 277));
    // Beat 3100 is what lies outside: three rows, one area, no sector.
    let orphans: Vec<_> = beats.problems.iter().filter(|told| told.field == "parent").collect();
    assert!(orphans.len() == 1 && orphans[0].value == "310", "{orphans:?}");
    let united = |report: &ImportReport| report.problems.iter().filter(|told| told.field == "code").count();
    assert_eq!((united(&districts), united(&sectors), united(&beats)), (2, 0, 2));
    let repaired = |report: &ImportReport| report.problems.iter().filter(|told| told.field == "geometry").count();
    // Of each, two rings crossed themselves at one place, and of one a loop under 1 m² was left out.
    assert_eq!((repaired(&districts), repaired(&sectors), repaired(&beats)), (0, 3, 3));
    assert_eq!(desk.events().len(), 23 + 67 + 275);
}

#[test]
fn both_camera_files_go_in() {
    let Some(city) = city() else { return };
    let mut desk = Desk::new();
    let red = take(
        &mut desk,
        Kind::Cameras,
        city.join("red_light_cameras.csv"),
        &[("code", "RL-{id}"), ("direction_deg", "firstApproach")],
        &[],
    );
    let speed = take(
        &mut desk,
        Kind::Cameras,
        city.join("speed_cameras.csv"),
        &[("code", "locationId"), ("direction_deg", "firstApproach")],
        &[],
    );
    assert_eq!((red.kept, red.skipped, speed.kept, speed.skipped), (298, 0, 212, 0));
    let aimed = |event: &Event| matches!(event, Event::CameraPut(camera) if camera.direction_deg.is_some());
    assert_eq!(desk.events().iter().filter(|event| aimed(event)).count(), 510);
}

#[test]
fn the_requests_go_in_and_add_up() {
    let Some(city) = city() else { return };
    let mut desk = Desk::new();
    let maps = [
        ("code", "service_request_number"),
        ("category", "nature"),
        ("reported_at", "creation_date"),
        ("closed_at", "completion_date"),
        ("address", "street_address"),
    ];
    let sets = [("category", "Sanitation Code Violation"), ("nature", "complaint"), ("source", "hotline")];
    let report = take(&mut desk, Kind::Incidents, city.join("requests_311_sanitation.csv.gz"), &maps, &sets);
    // 375 rows repeat a number that has come before.
    assert_eq!((report.read, report.kept, report.skipped), (74_401, 74_026, 375));
    assert_eq!(report.problems_total, 375 + 10);
    let events = desk.events();
    let matters: Vec<_> = events
        .iter()
        .filter_map(|event| if let Event::IncidentImported(matter) = event { Some(matter) } else { None })
        .collect();
    assert_eq!(matters.len(), 74_026);
    assert_eq!(events.len() - matters.len(), 10);
    assert!(matters.iter().all(|matter| matter.file.category.is_some() && !matter.file.title.is_empty()));
    assert_eq!(matters.iter().filter(|matter| matter.file.at.is_none()).count(), 24);
    let open = matters.iter().filter(|matter| matter.closed_at.is_none()).count();
    assert_eq!(open, 325);
}
