//! Telling: whom an event concerns learns of it once, whatever the endpoint, the clock or the power does.

#![allow(clippy::unwrap_used)]

mod concern;
mod endpoint;
mod faults;
mod kills;
mod papers;
mod program;
mod secrecy;
mod signature;
mod world;

use endpoint::{Endpoint, Reply};
use std::collections::BTreeSet;
use world::{World, assigned, settings, takes_all};
use zonglan::domain::{Actor, Event, Timestamp};
use zonglan::telling::{DeliveryState, TellError};

#[test]
fn a_worker_and_an_agency_are_told_in_order_and_once() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let mut world = World::new();
    let settings = settings(&server);
    // A county that has lived before anybody was to be told.
    world.append("M0", "派单乙", assigned(Some("城管局"), Some("W1"), "旧事"));
    let first = world.once(&settings);
    assert_eq!((first.attempts, first.counts.delivered), (0, 0), "what happened before is news to nobody");

    world.append("M1", "派单乙", assigned(Some("城管局"), Some("W1"), "请前往"));
    world.append("M1", "督办丙", Event::Reminded { text: "抓紧".into() });
    world.append("M1", "值班长", Event::Recalled { worker: Some("W1".into()) });
    let tally = world.once(&settings);
    assert_eq!((tally.counts.delivered, tally.counts.queued, tally.counts.failed), (6, 0, 0));
    let got = server.got();
    let told: Vec<(String, String)> =
        got.iter().map(|one| (one.json()["data"]["to"].as_str().unwrap().into(), one.kind())).collect();
    let expected = [
        ("worker:W1", "incident.assigned"),
        ("agency:城管局", "incident.assigned"),
        ("worker:W1", "incident.reminded"),
        ("agency:城管局", "incident.reminded"),
        ("town:990101000", "incident.reminded"),
        ("worker:W1", "incident.relieved"),
    ];
    assert_eq!(told, expected.map(|(to, kind)| (to.to_owned(), kind.to_owned())));
    let ids: BTreeSet<&str> = got.iter().map(|one| one.id()).collect();
    assert_eq!(ids.len(), 6);
    let first = got[0].json();
    assert_eq!(first["data"]["incident"], "M1");
    assert_eq!(first["data"]["said"], "请前往");
    assert!(first["data"]["text"]["zh"].as_str().unwrap().contains("交办"), "{first}");
    assert!(first["data"]["text"]["en"].as_str().unwrap().starts_with("Assigned to you: M1"), "{first}");
    got.iter().for_each(|one| one.check_signature(world.now()));

    // Whoever looks again finds nothing new.
    assert_eq!(world.once(&settings).attempts, 0);
    assert_eq!(server.got().len(), 6);
}

#[test]
fn a_notice_goes_to_the_first_endpoint_that_takes_it_and_to_no_other() {
    let (first, second) =
        (Endpoint::start(|_, _| Reply::Say(204, vec![])), Endpoint::start(|_, _| Reply::Say(201, vec![])));
    let mut world = World::new();
    let mut settings = settings(&first);
    settings.endpoints[0].takes =
        vec![serde_json::from_str(r#"{"to":"agency:城管局","kinds":["assigned","supervised"]}"#).unwrap()];
    let mut other = takes_all("乙", &second);
    other.takes = vec![serde_json::from_str(r#"{"to":"worker"}"#).unwrap()];
    settings.endpoints.push(other);
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), Some("W1"), "请前往"));
    world.append("M1", "督办丙", Event::Reminded { text: "抓紧".into() });
    let tally = world.once(&settings);
    assert_eq!((first.got().len(), second.got().len()), (1, 2));
    // The reminder to the agency and to the town is for nobody, and is counted.
    assert_eq!((tally.counts.delivered, tally.counts.untaken), (3, 2));
}

#[test]
fn two_do_not_send_from_one_outbox() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let world = World::new();
    let settings = settings(&server);
    let teller = world.start(&settings);
    let error = world.try_once(&settings).unwrap_err();
    assert!(matches!(error, TellError::InUse(_)), "{error}");
    drop(teller);
    world.once(&settings);
}

#[test]
fn a_running_teller_tells_what_happens_meanwhile() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let mut world = World::new();
    let settings = settings(&server);
    let teller = world.start(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    assert_eq!(server.wait_for(1)[0].json()["data"]["to"], "agency:城管局");
    world.append("M2", "派单乙", assigned(Some("城管局"), None, ""));
    assert_eq!(server.wait_for(2)[1].json()["data"]["incident"], "M2");
    world.until(|outbox| outbox.counts().unwrap().delivered == 2);
    assert!(!teller.is_finished());
    drop(teller);
}

#[test]
fn whoever_did_it_is_not_told_of_it() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let mut world = World::new();
    let settings = settings(&server);
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), Some("W1"), ""));
    world.append_by("M1", Actor::Worker("W1".into()), Event::Handled { result: "修好了".into() });
    world.once(&settings);
    let handled: Vec<_> = server.got().into_iter().filter(|one| one.kind() == "incident.handled").collect();
    let to: Vec<_> = handled.iter().map(|one| one.json()["data"]["to"].clone()).collect();
    assert_eq!(to, ["agency:城管局"]);
}

#[test]
fn an_outbox_of_another_ledger_begins_at_the_present() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let (mut old, mut new) = (World::new(), World::new());
    let settings = settings(&server);
    old.once(&settings);
    old.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    old.once(&settings);
    new.append("M7", "派单乙", assigned(Some("住建局"), None, ""));
    new.append("M8", "派单乙", assigned(Some("住建局"), None, ""));
    new.take_outbox_of(&old);
    assert_eq!(new.once(&settings).attempts, 0, "its place is no place of this ledger");
    new.append("M9", "派单乙", assigned(Some("住建局"), None, ""));
    assert_eq!(new.once(&settings).attempts, 1);
    assert_eq!(server.got().last().unwrap().json()["data"]["incident"], "M9");
}

#[test]
fn a_clock_that_jumps_loses_nothing_and_holds_nothing_up() {
    let server = Endpoint::start(|nth, _| if nth == 0 { Reply::Say(500, vec![]) } else { Reply::Say(200, vec![]) });
    let mut world = World::new();
    let settings = settings(&server);
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    assert_eq!(world.once(&settings).counts.queued, 1);
    let kept = world.outbox().list(Some(DeliveryState::Queued), None, 9).unwrap();
    assert!(kept[0].next_at.unwrap() > world.now());
    assert_eq!(world.once(&settings).attempts, 0, "it waits");
    // Put back by a year: the moment that was set then lies farther off than any wait.
    world.set_clock(Timestamp(world.now().0 - 365 * 86_400));
    let tally = world.once(&settings);
    assert_eq!((tally.attempts, tally.counts.delivered), (1, 1));
    // And set forward by ten years: what was delivered long ago is forgotten, nothing is told anew.
    world.set_clock(Timestamp(world.now().0 + 3_650 * 86_400));
    assert_eq!(world.once(&settings).attempts, 0);
    world.append("M2", "派单乙", assigned(Some("城管局"), None, ""));
    assert_eq!(world.once(&settings).attempts, 1);
    server.got().last().unwrap().check_signature(world.now());
}
