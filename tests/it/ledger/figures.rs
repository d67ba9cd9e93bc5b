//! How fast: run by hand, `cargo test --release -- --ignored --nocapture figures`.
#![allow(clippy::print_stdout)]

use super::made_up::{append, imported, personal, stream};
use std::ops::ControlFlow;
use std::time::Instant;
use zonglan::domain::{Actor, Event, Timestamp};
use zonglan::ledger::{Ledger, Put, SqliteLedger};

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
