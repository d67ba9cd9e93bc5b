//! Matters: new ones go in, changed ones are told anew, gone ones stay; and nothing fills the ledger.

use super::world::{NOW, World, feed, incidents, page};
use crate::online::server::{Reply, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use zonglan::domain::{Act, Actor, Command, Event, FeedMessage, FeedTrouble, State};
use zonglan::seat::link::FromFeed;

/// A server that says one thing after the other, as the test steps on.
fn steps(said: Vec<String>) -> (Server, Arc<AtomicUsize>) {
    let step = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&step);
    let server = Server::start(move |_| page(&said[theirs.load(Ordering::SeqCst).min(said.len() - 1)]));
    (server, step)
}

#[test]
fn new_changed_and_gone() {
    let said = [
        incidents(&[("A1", "路灯不亮", 118.01), ("A2", "积水", 118.02)]),
        incidents(&[("A1", "路灯不亮", 118.01), ("A2", "积水已退", 118.02), ("A3", "占道", 118.03)]),
        incidents(&[("A3", "占道", 118.03)]),
    ];
    let (server, step) = steps(said.into());
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    let before = world.events();
    world.until(|world| world.title("A2").is_some());
    assert_eq!(world.events(), before + 2);
    step.store(1, Ordering::SeqCst);
    world.until(|world| world.title("A3").is_some());
    assert_eq!((world.title("A2").as_deref(), world.events()), (Some("积水已退"), before + 4));
    step.store(2, Ordering::SeqCst);
    let beats = world.beats("a");
    world.until(|world| world.beats("a") >= beats + 3);
    assert!(world.title("A1").is_some() && world.title("A2").is_some(), "what a source is silent about stays");
    assert_eq!(world.events(), before + 4);
}

#[test]
fn a_storm_of_duplicates_does_not_grow_the_ledger() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        // Every answer differs, every row is there a thousand times, and half of the copies say something else.
        let nonce = asked.fetch_add(1, Ordering::SeqCst);
        let row =
            |copy: usize| format!("A{},{},118.0{},36.0{},{}\n", copy % 5, copy / 2_500, copy % 5, copy % 5, NOW.0 - 99);
        let rows: String = (0..5_000).map(row).collect();
        page(&format!("code,title,lon,lat,reported_at,nonce{nonce}\n{rows}"))
    });
    let mut world = World::new(&[feed("storm", &server.url("/"), "incidents")]);
    let before = world.events();
    world.until(|world| world.beats("storm") >= 4);
    assert_eq!(world.events(), before + 5);
    assert_eq!(world.title("A4").as_deref(), Some("0"), "the first of a code counts");
    let told: usize =
        world.said.iter().map(|said| if let FeedMessage::Told(told) = said { told.rows.len() } else { 0 }).sum();
    assert_eq!(told, 5, "the store hears of each once");
}

#[test]
fn two_servers_that_quarrel_do_not_fill_the_ledger() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let other = asked.fetch_add(1, Ordering::SeqCst) % 2 == 1;
        page(&incidents(&[("A1", if other { "新" } else { "旧" }, 118.01), ("A2", "静", 118.02)]))
    });
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.beats("a") >= 6);
    assert_eq!((world.history("A1").len(), world.history("A2").len()), (2, 1));
}

fn officer(world: &mut World, id: &str, act: Act) {
    let (by, at) = (Actor::Officer("陈立".into()), world.now());
    let command = Command { id: id.into(), by, at, incident: "A1".into(), seen_version: None, act };
    world.seat.take_from_feed(FromFeed::Command(Box::new(command)));
    world.pump();
}

#[test]
fn what_was_done_here_is_not_undone_by_a_source_that_lags_behind() {
    let told = |title: &str, rest: &str| {
        format!(r#"[{{"code":"A1","title":"{title}","reported_at":{},"lon":118.02,"lat":36.02{rest}}}]"#, NOW.0 - 600)
    };
    let closed = format!(r#","handled_at":{},"closed_at":{}"#, NOW.0 - 60, NOW.0 - 30);
    let (server, step) = steps(vec![told("积水", ""), told("积水（改）", ""), told("积水", &closed)]);
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.title("A1").is_some());
    officer(&mut world, "1", Act::Assign { agency: None, worker: Some("W1".into()), message: "去".into() });
    let state = |world: &World| {
        let incidents = &world.seat.picture.incidents;
        incidents.row(incidents.number(&"A1".into()).unwrap()).state
    };
    assert_eq!(state(&world), State::Assigned);
    let events = world.events();
    step.store(1, Ordering::SeqCst);
    let beats = world.beats("a");
    world.until(|world| world.beats("a") >= beats + 3);
    assert_eq!((state(&world), world.events()), (State::Assigned, events), "the order stands");
    step.store(2, Ordering::SeqCst);
    world.until(|world| state(world) == State::Closed);
    assert!(world.by("A1").contains('a'), "a source that is further is heard");
}

#[test]
fn two_feeds_with_the_same_numbers_are_told_so_and_the_first_stays() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/one" => page(&incidents(&[("17", "甲", 118.01)])),
        _ => page(&incidents(&[("17", "乙", 118.03), ("18", "丙", 118.02)])),
    });
    let one = feed("one", &server.url("/one"), "incidents");
    let mut world = World::new(&[one.clone(), feed("two", &server.url("/two"), "incidents")]);
    world.until(|world| world.title("17").is_some() && world.title("18").is_some() && !world.troubles().is_empty());
    let FeedTrouble::SameNumbers { rows: 1, other, code } = &world.troubles()[0] else { panic!("{:?}", world.said) };
    assert_eq!((code.as_str(), world.history("17").len()), ("17", 1));
    assert!(["one", "two"].contains(&other.as_str()));
}

#[test]
fn what_the_store_could_not_keep_is_told_again_and_said() {
    let server = Server::start(|_| page(&incidents(&[("A1", "积水", 118.01)])));
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.is_full = true;
    world.until(|world| world.troubles().contains(&FeedTrouble::NotKept { rows: 1 }));
    assert!(world.title("A1").is_none());
    world.is_full = false;
    world.until(|world| world.title("A1").is_some());
    let beats = world.beats("a");
    world.until(|world| world.beats("a") >= beats + 2);
    assert_eq!((world.history("A1").len(), world.troubles().len()), (1, 1));
}

#[test]
fn a_category_that_nobody_knows_enters_the_catalogue_once() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let n = asked.fetch_add(1, Ordering::SeqCst);
        page(&format!("code,category,reported_at,n{n}\nA1,占道经营,{t}\nA2,占道经营,{t}\n", t = NOW.0 - 60))
    });
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    let before = world.events();
    world.until(|world| world.title("A2").is_some() && world.beats("a") >= 3);
    assert_eq!(world.events(), before + 3);
    assert_eq!(world.title("A1").as_deref(), Some("占道经营"), "its category is its title");
    let names: Vec<_> = world.seat.picture.categories.rows().iter().map(|row| row.name.clone()).collect();
    assert_eq!(names, ["占道经营"]);
}

#[test]
fn personal_data_are_kept_apart_and_id_numbers_refuse_the_answer() {
    let server = Server::start(|asked| {
        let last = if asked.path == "/id" { "11010519491231002X" } else { "平安" };
        page(&format!(
            "code,reported_at,reporter_name,reporter_phone,text,备注\nA1,{},王五,13800000000,漏水,{last}\n",
            NOW.0 - 60
        ))
    });
    let mut world = World::new(&[feed("a", &server.url("/plain"), "incidents")]);
    world.until(|world| world.title("A1").is_some());
    let history = world.history("A1");
    let said = format!("{:?}", history[0].event);
    assert!(matches!(history[0].event, Event::IncidentImported(_)) && !said.contains("王五") && !said.contains("138"));
    let personal = zonglan::ledger::Ledger::personal(&world.ledger, &history[0].stream).unwrap().unwrap();
    assert_eq!(personal.reporter_name.as_deref(), Some("王五"));
    let mut world = World::new(&[feed("a", &server.url("/id"), "incidents")]);
    world.until(|world| !world.troubles().is_empty());
    let said = world.troubles()[0].to_string();
    assert!(said.contains("id numbers") && said.contains("备注") && !said.contains("1949"), "{said}");
    assert!(world.title("A1").is_none());
}

#[test]
fn a_backlog_of_thousands_goes_in_once_in_pieces() {
    let rows: String =
        (0..3_000).map(|n| format!("B{n},事{n},{},{}\n", NOW.0 - 10_000 + n, 118.0 + n as f64 * 3e-5)).collect();
    let body = format!("code,title,reported_at,lon,lat\n{}", rows.replace('\n', ",36.05\n"));
    let server = Server::start(move |_| Reply::Say(200, Vec::new(), body.clone().into_bytes()));
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    let before = world.events();
    world.until(|world| world.title("B2999").is_some() && world.beats("a") >= 2);
    assert_eq!(world.events(), before + 3_000);
    let most = world.said.iter().map(|said| if let FeedMessage::Told(told) = said { told.rows.len() } else { 0 }).max();
    assert!(most <= Some(256), "an order never waits behind more: {most:?}");
}
