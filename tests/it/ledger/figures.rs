//! How fast: run by hand, `cargo test --release -- --ignored --nocapture figures`.
#![allow(clippy::print_stdout)]

use super::made_up::{MadeUp, append, imported, personal, stream};
use super::tracks::START;
use std::ops::ControlFlow;
use std::time::Instant;
use zonglan::domain::{Actor, Event, Fix, LonLat, Timestamp};
use zonglan::ledger::{Ledger, Put, SqliteLedger, TRACKS_FOLDER, Tracks};

const EVENTS: u32 = 220_000;

fn said(what: &str, began: Instant) {
    println!("{what}: {:.2} s", began.elapsed().as_secs_f64());
}

#[test]
#[ignore = "takes a while; measures"]
fn figures_of_the_ledger() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let by = Actor::System("import".into());
    let events: Vec<_> = (0..EVENTS).map(|n| (stream(n), imported(n))).collect();
    println!("body: {} bytes", serde_json::to_string(&events[9999].1).unwrap().len());
    for (what, due) in [("bulk, first", Put::New), ("bulk, the same again", Put::Unchanged)] {
        let began = Instant::now();
        let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
        for (stream, event) in &events {
            assert_eq!(bulk.put(stream, event, None).unwrap(), due);
        }
        said(&format!("{what}, put"), began);
        bulk.commit().unwrap();
        said(what, began);
    }
    let began = Instant::now();
    let mut bulk = ledger.bulk(Timestamp(1), &by).unwrap();
    for (n, (_, event)) in events.iter().enumerate() {
        bulk.put(&stream(EVENTS + n as u32), event, Some(&personal("王某某", "门前路面破损，雨天积水"))).unwrap();
    }
    bulk.commit().unwrap();
    said("bulk, into a full ledger, with personal data", began);
    drop(ledger);
    let began = Instant::now();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    said("open", began);
    let mut read = 0;
    let began = Instant::now();
    ledger
        .read_after(0, &mut |event| {
            read += 1;
            if event.seq == u64::from(EVENTS) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
    said(&format!("read {read}"), began);
    let began = Instant::now();
    for n in 0..200 {
        ledger.append(&append(&format!("c{n}"), &stream(n), 1, vec![Event::Delivered])).unwrap();
    }
    said("200 commands", began);
    let began = Instant::now();
    ledger.verify(&mut |_| ()).unwrap();
    said("verify 440,200", began);
    println!("file: {} MB", std::fs::metadata(ledger.path()).unwrap().len() / 1_000_000);
}

#[test]
#[ignore = "takes a while; measures"]
fn figures_of_the_tracks() {
    const WORKERS: u32 = 12_600;
    let dir = tempfile::tempdir().unwrap();
    let mut tracks = Tracks::open(dir.path()).unwrap();
    let mut random = MadeUp::new(5);
    let mut wander = |span: u32| f64::from(random.below(2 * span + 1)) - f64::from(span);
    let mut at: Vec<_> = (0..WORKERS).map(|_| (116.5e6 + wander(300_000), 31.2e6 + wander(300_000))).collect();
    let start = START - START.rem_euclid(86_400) + 3_600;
    let (mut appending, mut sealing, mut count) = (0.0, 0.0, 0);
    for round in 0..240 {
        let now = start + round * 30;
        let fixes: Vec<_> = at
            .iter_mut()
            .enumerate()
            .map(|(n, at)| {
                *at = (at.0 + wander(500), at.1 + wander(500));
                let fixed_at = Timestamp(now + (n as i64 * 7) % 29 + wander(1) as i64);
                let heading_deg = Some((180.0 + wander(180)) as f32);
                Fix {
                    worker: format!("W{n:05}").into(),
                    at: LonLat::new(at.0 / 1e6, at.1 / 1e6),
                    fixed_at,
                    heading_deg,
                }
            })
            .collect();
        let began = Instant::now();
        count += tracks.append(&fixes).unwrap().kept;
        appending += began.elapsed().as_secs_f64();
        let began = Instant::now();
        tracks.seal(Timestamp(now - 120)).unwrap();
        sealing += began.elapsed().as_secs_f64();
    }
    println!("{count} fixes: appended in {appending:.2} s (groups of {WORKERS}), sealed in {sealing:.2} s");
    for (what, at) in [("all sealed", start + 5_000), ("half raw", start + 7_200)] {
        for _ in 0..3 {
            let began = Instant::now();
            let there = tracks.county_at(Timestamp(at)).unwrap().len();
            println!("the county, {what}, {there} there: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
        }
    }
    let began = Instant::now();
    let there = tracks.track(&"W07777".into(), Timestamp(start), Timestamp(start + 7_200)).unwrap().len();
    println!("one worker's two hours, {there} fixes: {:.1} ms", began.elapsed().as_secs_f64() * 1e3);
    tracks.seal(Timestamp(start + 90_000)).unwrap();
    drop(tracks);
    let day = std::fs::read_dir(dir.path().join(TRACKS_FOLDER)).unwrap().next().unwrap().unwrap().path();
    let db = rusqlite::Connection::open(&day).unwrap();
    let bytes: i64 = db.query_row("SELECT sum(length(bytes)) FROM chunks", [], |row| row.get(0)).unwrap();
    println!("{:.2} bytes a fix in chunks", bytes as f64 / count as f64);
    println!("{:.2} bytes a fix in the file", std::fs::metadata(&day).unwrap().len() as f64 / count as f64);
}
