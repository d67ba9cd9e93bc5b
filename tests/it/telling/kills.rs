//! Killed with SIGKILL: between the queue and the wire, on the wire, and at random. Each notice arrives at least once,
//! always under one number and in the same words; none is lost. `ZONGLAN_KILLS` sets the number of random kills.

use super::endpoint::{Endpoint, Got, Reply, secret};
use super::world::zone;
use crate::program::Desk;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::process::{Child, Stdio};
use std::time::Duration;
use zonglan::domain::{Recorded, Stream};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::telling::{DeliveryState, Matter, Outbox, notices};

/// A county whose notices go to this endpoint, its outbox at the present.
fn desk(server: &Endpoint) -> Desk {
    let desk = Desk::small();
    // Whoever reported is told only where somebody says so.
    let takes = r#"[{}, {"to": "reporter"}]"#;
    let endpoint = format!(r#"{{"name":"甲","url":"{}","secret_file":"secret","takes":{takes}}}"#, server.url());
    let settings = format!(r#"{{"endpoints":[{endpoint}]}}"#);
    desk.file("data/telling.json", settings);
    desk.file("data/secret", secret());
    desk.done("tell run --once");
    desk
}

fn running(desk: &Desk) -> Child {
    desk.command("tell run").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn states(desk: &Desk) -> Vec<DeliveryState> {
    let outbox = Outbox::open_read_only(&desk.data()).unwrap().unwrap();
    outbox.list(None, None, 1_000).unwrap().into_iter().map(|kept| kept.state).collect()
}

/// The numbers and words of all notices after the county's import, by the ledger alone.
fn expected(desk: &Desk) -> BTreeMap<String, String> {
    let ledger = SqliteLedger::open_read_only(&desk.data()).unwrap();
    let (mut matters, mut all): (BTreeMap<Stream, Vec<Recorded>>, _) = (BTreeMap::new(), BTreeMap::new());
    let mut read = |recorded: Recorded| {
        let trace = matters.entry(recorded.stream.clone()).or_default();
        let told = notices(&recorded, &Matter::of(trace.iter()), None, &zone());
        all.extend(told.into_iter().map(|notice| (notice.id, notice.body)));
        trace.push(recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut read).unwrap();
    all
}

fn check(desk: &Desk, got: &[Got]) {
    let expected = expected(desk);
    assert!(!expected.is_empty());
    for one in got {
        assert_eq!(expected.get(one.id()), Some(&one.body), "a number that no event has, or other words");
    }
    let arrived: BTreeSet<&str> = got.iter().map(Got::id).collect();
    let missing: Vec<_> = expected.keys().filter(|id| !arrived.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "lost: {missing:?}");
}

#[test]
fn killed_while_a_notice_is_on_the_wire() {
    // It never answers the first: whoever sent it is killed while it waits.
    let server = Endpoint::start(|nth, _| if nth == 0 { Reply::Hang } else { Reply::Say(200, vec![]) });
    let desk = desk(&server);
    desk.done("act report K1 --title 积水 --place 118.01,36.01");
    desk.done("act assign K1 --agency 城管局 --worker W1 --text 请前往");
    let child = running(&desk);
    server.wait_for(1);
    kill(child);
    let states_then = states(&desk);
    assert_eq!(states_then.iter().filter(|state| **state == DeliveryState::Sent).count(), 1, "{states_then:?}");
    desk.done("tell run --once");
    let got = server.got();
    assert_eq!(got[0].id(), got[1].id(), "first of all it is sent again");
    assert_eq!(got.len(), expected(&desk).len() + 1);
    check(&desk, &got);
}

#[test]
fn killed_between_the_queue_and_the_wire() {
    // The endpoint wants to be left alone: the others are queued and not sent.
    let server = Endpoint::start(|nth, _| {
        if nth == 0 { Reply::Say(503, vec![("Retry-After", "1".into())]) } else { Reply::Say(200, vec![]) }
    });
    let desk = desk(&server);
    desk.done("act report K1 --title 积水 --place 118.01,36.01");
    desk.done("act assign K1 --agency 城管局 --worker W1 --text 请前往");
    let output = desk.run("tell run --once");
    assert_eq!(output.status.code(), Some(1));
    // The worker, the agency and whoever reported it.
    assert_eq!(states(&desk), [DeliveryState::Queued; 3]);
    let child = running(&desk);
    kill(child);
    assert_eq!(states(&desk).len(), 3);
    // From now on it runs until all is told.
    let child = running(&desk);
    server.wait_for(4);
    kill(child);
    check(&desk, &server.got());
}

#[test]
fn killed_at_random_while_things_happen() {
    let kills = std::env::var("ZONGLAN_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(8);
    // One in four is answered badly, so that every state is there to be killed in.
    let server = Endpoint::start(|nth, _| match nth % 8 {
        3 => Reply::Say(400, vec![]),
        6 => Reply::Close,
        _ => Reply::Say(200, vec![]),
    });
    let desk = desk(&server);
    let mut random = ChaCha8Rng::seed_from_u64(7);
    for round in 0..kills {
        let child = running(&desk);
        desk.done(&format!("act report R{round} --title 积水 --place 118.01,36.01"));
        desk.done(&format!("act assign R{round} --agency 城管局 --worker W1 --text 请前往"));
        std::thread::sleep(Duration::from_millis(u64::from(random.next_u32() % 60)));
        if random.next_u32() % 2 == 0 {
            desk.done(&format!("act remind R{round} --text 抓紧"));
        }
        kill(child);
    }
    // In the end it runs until nothing is left; what waits is asked for at once.
    let child = running(&desk);
    let outbox = || Outbox::open_read_only(&desk.data()).unwrap().unwrap().counts().unwrap();
    let done = |count: zonglan::telling::Counts| count.queued + count.sent == 0;
    // After each bad answer the endpoint is left alone for a while.
    let until = std::time::Instant::now() + Duration::from_secs(120 + 6 * kills);
    let wanted = expected(&desk).len() as u64;
    while !(done(outbox()) && outbox().delivered == wanted) {
        assert!(std::time::Instant::now() < until, "{:?} of {wanted}", outbox());
        std::thread::sleep(Duration::from_millis(20));
    }
    kill(child);
    let got = server.got();
    check(&desk, &got);
    assert_eq!(states(&desk).len() as u64, wanted, "each event tells each recipient once");
    eprintln!("telling: {kills} kills, {wanted} notices, {} messages, none lost", got.len());
}
