//! Positions of the past: into the tracks, each once, the impossible ones told.

use super::{Desk, told};
use std::ops::ControlFlow;
use zonglan::domain::Timestamp;
use zonglan::intake::{ImportReport, ImportRequest, IntakeError, Kind, import_fixes};
use zonglan::ledger::Tracks;

fn take(desk: &Desk, request: &ImportRequest) -> Result<ImportReport, IntakeError> {
    let mut tracks = Tracks::open(&desk.dir.path().join("data")).unwrap();
    let report = import_fixes(request, &desk.ledger, &mut tracks, &mut |_| ControlFlow::Continue(()))?;
    assert_eq!(report.read, report.kept + report.skipped + report.unchanged, "{report:?}");
    Ok(report)
}

fn track(desk: &Desk, worker: &str) -> Vec<(i64, f64)> {
    let tracks = Tracks::open_read_only(&desk.dir.path().join("data"));
    let fixes = tracks.track(&worker.into(), Timestamp(1_780_000_000), Timestamp(1_800_000_000)).unwrap();
    fixes.iter().map(|fix| (fix.fixed_at.0, (fix.at.lon_deg * 1e4).round() / 1e4)).collect()
}

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.import(Kind::Workers, "code,name\nW1,张一\nW2,张二\n");
    desk
}

#[test]
fn fixes_are_kept_once_and_the_impossible_ones_are_told() {
    let desk = desk();
    let text = "worker,lon,lat,time,accuracy,mock\n\
        W1,118.01,36.01,2026-09-11 08:00,12,\n\
        W1,118.02,36.01,1789084860,150,\n\
        W1,118.02,36.01,1789084860000,12,\n\
        W2,118.03,36.02,2026-09-11T00:02:00Z,,1\n\
        W9,118.01,36.01,2026-09-11 08:00,12,\n\
        W1,0,0,2026-09-11 08:02,12,\n\
        W1,118.04,36.01,2026-09-11 12:00,12,\n\
        W1,118.04,36.01,1970-01-01 00:00,12,\n\
        W1,118.04,36.01,soon,12,\n\
        W1,,,2026-09-11 08:04,12,\n";
    let request = desk.request(Kind::Fixes, text);
    let dry = take(&desk, &ImportRequest { dry_run: true, ..request.clone() }).unwrap();
    assert!(track(&desk, "W1").is_empty());
    let report = take(&desk, &request).unwrap();
    // A phone that tells a moment twice is heard once.
    assert_eq!((report.kept, report.unchanged, report.skipped, dry.kept), (3, 1, 6, 4));
    assert_eq!(track(&desk, "W1"), [(1_789_084_800, 118.01), (1_789_084_860, 118.02)]);
    assert_eq!(track(&desk, "W2"), [(1_789_084_920, 118.03)]);
    let flags: Vec<(&str, u64)> = report.flags.iter().map(|(flag, count)| (*flag, *count)).collect();
    assert_eq!(flags, [("future", 2), ("inaccurate", 1), ("mock", 1), ("nowhere", 2), ("unknown_worker", 1)]);
    let problems = told(&report);
    assert!(problems.iter().any(|p| p.starts_with("6 worker the register has no such worker")), "{problems:?}");
    assert!(problems.iter().any(|p| p.starts_with("3 accuracy_m the fix may be over 100 m off, kept")), "{problems:?}");
    let again = take(&desk, &request).unwrap();
    assert_eq!((again.kept, again.unchanged), (0, 4));
    assert_eq!(desk.recorded().len(), 2, "positions are no events");
}

#[test]
fn what_was_kept_before_a_stop_is_not_kept_twice() {
    let desk = desk();
    let row = |n: i64| format!("W1,118.{:04},36.01,{}\n", n % 9_000, 1_789_000_000 + n);
    let text: String = std::iter::once("worker,lon,lat,time\n".to_owned()).chain((0..80_000).map(row)).collect();
    let request = desk.request(Kind::Fixes, text);
    let mut tracks = Tracks::open(&desk.dir.path().join("data")).unwrap();
    let stopped = import_fixes(&request, &desk.ledger, &mut tracks, &mut |progress| {
        if progress.rows < 75_000 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    assert!(matches!(stopped, Err(IntakeError::Stopped { .. })));
    let kept = track(&desk, "W1").len();
    assert!(kept > 0 && kept < 80_000, "groups before the stop are durable: {kept}");
    let report = take(&desk, &request).unwrap();
    assert_eq!((report.kept as usize, report.unchanged as usize), (80_000 - kept, kept));
    assert_eq!(track(&desk, "W1").len(), 80_000);
}
