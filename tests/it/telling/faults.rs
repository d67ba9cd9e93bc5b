//! Endpoints that fail on purpose. Each notice waits, is sent again under its number and arrives, or is given up and told.

use super::endpoint::{Endpoint, Got, Reply};
use super::world::{World, assigned, settings};
use std::time::Duration;
use zonglan::domain::{Event, FeedTrouble};
use zonglan::telling::{DeliveryState, Kept};

/// A world with one notice, after its endpoint has answered the first time as `answer` says; later it takes everything.
fn after_one(
    mut world: World,
    answer: impl Fn() -> Reply + Send + Sync + 'static,
) -> (World, Endpoint, zonglan::telling::TellSettings) {
    let server = Endpoint::start(move |nth, _| if nth == 0 { answer() } else { Reply::Say(200, vec![]) });
    let settings = settings(&server);
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, "请办理"));
    let tally = world.once(&settings);
    assert_eq!(tally.attempts, 1, "nothing is hammered on");
    (world, server, settings)
}

fn only(world: &World) -> Kept {
    let mut list = world.outbox().list(None, None, 9).unwrap();
    assert_eq!(list.len(), 1);
    list.remove(0)
}

#[test]
fn whatever_goes_wrong_it_arrives_later_under_the_same_number() {
    let replies: [fn() -> Reply; 8] = [
        || Reply::Say(500, vec![]),
        || Reply::Body(502, "<html><title>Bad Gateway</title></html>".into()),
        || Reply::Say(400, vec![]),
        || Reply::Say(404, vec![]),
        || Reply::Close,
        || Reply::Hang,
        || Reply::Drip(500),
        || Reply::Say(302, vec![("Location", "/elsewhere".into())]),
    ];
    for (nth, reply) in replies.into_iter().enumerate() {
        // Who never answers is not waited for; what is answered at once is answered within any patience.
        let world = if matches!(reply(), Reply::Hang | Reply::Drip(_)) {
            World::impatient(Duration::from_millis(400))
        } else {
            World::new()
        };
        let (world, server, settings) = after_one(world, reply);
        let kept = only(&world);
        assert_eq!((kept.state, kept.tries), (DeliveryState::Queued, 1), "reply {nth}: {kept:?}");
        assert!(!kept.last_answer.is_empty(), "reply {nth}");
        let wait = kept.next_at.unwrap().secs_since(world.now());
        assert!((3..=5).contains(&wait), "reply {nth}: the first wait is 5 s, less up to a half: {wait}");
        world.pass(wait - 1);
        assert_eq!(world.once(&settings).attempts, 0, "reply {nth}: too early");
        world.pass(1);
        let tally = world.once(&settings);
        assert_eq!((tally.attempts, tally.counts.delivered), (1, 1), "reply {nth}");
        let got = server.got();
        assert_eq!(got.len(), 2);
        assert_eq!((got[0].id(), &got[0].body), (got[1].id(), &got[1].body), "reply {nth}: the same message");
        assert_ne!(got[0].header("webhook-timestamp"), got[1].header("webhook-timestamp"), "signed anew");
        got[1].check_signature(world.now());
        assert!(got.iter().all(|one| one.path == "/hook"), "a redirect leads nowhere");
    }
}

#[test]
fn a_server_that_has_the_head_of_a_good_answer_has_the_message() {
    let (world, server, _) = after_one(World::new(), || Reply::Drip(200));
    assert_eq!(only(&world).state, DeliveryState::Delivered, "what else it says is not waited for");
    assert_eq!(server.got().len(), 1);
}

#[test]
fn a_server_says_when_to_come_back() {
    for status in [429, 503] {
        let (world, _server, settings) =
            after_one(World::new(), move || Reply::Say(status, vec![("Retry-After", "120".into())]));
        assert_eq!(only(&world).next_at, Some(world.now().plus_secs(120)));
        world.pass(119);
        assert_eq!(world.once(&settings).attempts, 0);
        world.pass(1);
        assert_eq!(world.once(&settings).counts.delivered, 1);
    }
    // A day is the most that anybody is believed.
    let (world, _server, _) =
        after_one(World::new(), || Reply::Say(503, vec![("Retry-After", "99999999999999".into())]));
    assert_eq!(only(&world).next_at, Some(world.now().plus_secs(86_400)));
}

#[test]
fn an_endpoint_in_trouble_is_left_alone_with_everything() {
    let server = Endpoint::start(|nth, _| if nth == 0 { Reply::Say(503, vec![]) } else { Reply::Say(200, vec![]) });
    let settings = settings(&server);
    let mut world = World::new();
    world.once(&settings);
    for matter in ["M1", "M2", "M3"] {
        world.append(matter, "派单乙", assigned(Some("城管局"), Some("W1"), ""));
    }
    let tally = world.once(&settings);
    assert_eq!((tally.attempts, tally.counts.queued), (1, 6));
    world.pass(5);
    assert_eq!(world.once(&settings).counts.delivered, 6);
}

#[test]
fn a_message_that_one_endpoint_never_takes_holds_up_its_recipient_only() {
    let poison = |got: &Got| got.json()["data"]["to"] == "worker:W1";
    let server =
        Endpoint::start(move |_, got| if poison(got) { Reply::Say(400, vec![]) } else { Reply::Say(200, vec![]) });
    let mut settings = settings(&server);
    settings.endpoints[0].most_tries = 3;
    let mut world = World::new();
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), Some("W1"), "一"));
    world.append("M2", "派单乙", assigned(Some("城管局"), Some("W1"), "二"));
    let tally = world.once(&settings);
    assert_eq!(
        (tally.attempts, tally.counts.delivered, tally.counts.queued),
        (3, 2, 2),
        "the second waits behind the first"
    );
    for _ in 0..2 {
        world.pass(86_400);
        world.once(&settings);
    }
    let failed = world.outbox().list(Some(DeliveryState::Failed), Some("worker:W1"), 9).unwrap();
    assert_eq!(failed.len(), 1);
    assert_eq!((failed[0].tries, failed[0].incident.as_str()), (3, "M1"));
    assert!(failed[0].last_answer.contains("400"));
    let said: Vec<String> =
        server.got().iter().filter(|got| poison(got)).map(|got| got.json()["data"]["said"].to_string()).collect();
    assert_eq!(said, ["\"一\"", "\"一\"", "\"一\"", "\"二\""], "in order; the next comes when the first is given up");
}

#[test]
fn what_was_given_up_can_be_sent_again() {
    let server = Endpoint::start(|nth, _| if nth < 2 { Reply::Say(500, vec![]) } else { Reply::Say(200, vec![]) });
    let mut settings = settings(&server);
    settings.endpoints[0].most_tries = 2;
    let mut world = World::new();
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    world.once(&settings);
    world.pass(86_400);
    assert_eq!(world.once(&settings).counts.failed, 1);
    assert_eq!(world.once(&settings).attempts, 0);
    let id = only(&world).id;
    assert_eq!(world.outbox().retry(Some("n0"), world.now()).unwrap(), 0);
    assert_eq!(world.outbox().retry(Some(&id), world.now()).unwrap(), 1);
    assert_eq!(world.once(&settings).counts.delivered, 1);
    let kept = only(&world);
    assert_eq!((kept.state, kept.tries, kept.retried), (DeliveryState::Delivered, 1, 1));
    assert!(server.got().iter().all(|got| got.id() == id));
}

#[test]
fn an_endpoint_that_is_gone_is_asked_no_more_until_somebody_says_so() {
    let server = Endpoint::start(|nth, _| if nth == 0 { Reply::Say(410, vec![]) } else { Reply::Say(200, vec![]) });
    let settings = settings(&server);
    let mut world = World::new();
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), Some("W1"), ""));
    let tally = world.once(&settings);
    assert_eq!((tally.attempts, tally.counts.failed), (1, 2));
    world.append("M2", "派单乙", Event::Reminded { text: String::new() });
    world.pass(30 * 86_400);
    let tally = world.once(&settings);
    assert_eq!((tally.attempts, tally.counts.failed, tally.counts.queued), (0, 3, 0), "it is told, not asked");
    assert_eq!(world.outbox().retry(None, world.now()).unwrap(), 3);
    assert_eq!(world.once(&settings).counts.delivered, 3);

    // At another address it is another endpoint.
    let mut moved = settings.clone();
    moved.endpoints[0].url = format!("{}?2", moved.endpoints[0].url);
    world.append("M3", "派单乙", Event::Reminded { text: String::new() });
    assert_eq!(world.once(&moved).counts.delivered, 4);
}

#[test]
fn one_message_at_a_time_is_under_way_to_an_endpoint() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let settings = settings(&server);
    let mut world = World::new();
    let teller = world.start(&settings);
    for matter in 0..20 {
        world.append(&format!("M{matter}"), "派单乙", assigned(Some("城管局"), Some("W1"), ""));
    }
    let got = server.wait_for(40);
    world.until(|outbox| outbox.counts().unwrap().delivered == 40);
    drop(teller);
    let incidents = |to: &str| -> Vec<String> {
        let theirs = got.iter().filter(|one| one.json()["data"]["to"] == to);
        theirs.map(|one| one.json()["data"]["incident"].as_str().unwrap().to_owned()).collect()
    };
    let in_order: Vec<String> = (0..20).map(|matter| format!("M{matter}")).collect();
    assert_eq!((incidents("worker:W1"), incidents("agency:城管局")), (in_order.clone(), in_order));
}

#[test]
fn a_secret_that_an_answer_repeats_is_written_nowhere() {
    let (world, ..) =
        after_one(World::new(), || Reply::Body(500, format!("signed with {}", super::endpoint::secret())));
    let kept = only(&world);
    assert_eq!(kept.last_answer, "HTTP 500");
}

#[test]
fn nobody_listening_is_waited_for() {
    let server = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let settings = settings(&server);
    drop(server);
    let mut world = World::new();
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    let tally = world.once(&settings);
    assert_eq!((tally.attempts, tally.counts.queued), (1, 1));
    assert!(only(&world).last_answer.contains("no connection"), "{:?}", only(&world));
}

#[test]
fn waits_grow_and_are_not_forgotten_by_a_restart() {
    let server = Endpoint::start(|_, _| Reply::Say(500, vec![]));
    let settings = settings(&server);
    let mut world = World::new();
    world.once(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, ""));
    let mut longest = 5;
    for tries in 1..=15 {
        assert_eq!(world.once(&settings).attempts, 1);
        let kept = only(&world);
        let wait = kept.next_at.unwrap().secs_since(world.now());
        assert_eq!(kept.tries, tries);
        assert!(wait <= longest && wait * 2 >= longest, "try {tries}: {wait} of {longest}");
        longest = (longest * 2).min(4 * 3_600);
        world.pass(wait);
    }
    assert_eq!(world.once(&settings).counts.failed, 1, "the sixteenth is the last");
    assert!(server.most_at_once() <= 2, "one, and perhaps one whose line is just being closed");
}

#[test]
fn what_is_given_up_is_said_once_with_the_way_out_and_again_after_a_restart() {
    let server = Endpoint::start(|_, _| Reply::Say(410, vec![]));
    let (mut world, settings) = (World::new(), settings(&server));
    world.once(&settings);
    let (teller, heard) = world.start_and_hear(&settings);
    world.append("M1", "派单乙", assigned(Some("城管局"), None, "请办理"));
    let wait = Duration::from_secs(60);
    let (endpoint, trouble) = heard.recv_timeout(wait).unwrap();
    let FeedTrouble::NotTold { notices, why } = &trouble else { panic!("{trouble}") };
    assert_eq!((endpoint.as_str(), *notices), ("甲", 1));
    assert!(why.contains("410") && trouble.to_string().contains("tell retry"), "{trouble}");
    drop(teller);
    assert!(heard.try_recv().is_err(), "it was said once");
    let (teller, heard) = world.start_and_hear(&settings);
    assert_eq!(
        heard.recv_timeout(wait).unwrap(),
        ("甲".to_owned(), FeedTrouble::NotTold { notices: 1, why: String::new() }),
        "nobody has put it back"
    );
    drop(teller);
    world.outbox().retry(None, world.now()).unwrap();
    let taking = Endpoint::start(|_, _| Reply::Say(200, vec![]));
    let (teller, heard) = world.start_and_hear(&super::world::settings(&taking));
    world.until(|outbox| outbox.counts().is_ok_and(|counts| counts.delivered == 1));
    drop(teller);
    assert!(heard.try_recv().is_err(), "nothing is left to say");
}
