//! Servers that answer badly, each in its own way: what they said last stands, each kind is told once, the feed grows
//! stale and dies, and comes back when the server does.

use super::world::{NOW, World, feed, incidents, page};
use crate::online::server::{Reply, Server};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use zonglan::domain::{FeedTrouble, NoAnswer};
use zonglan::seat::{FeedState, Toast};

const GOOD: usize = 0;
const BAD: usize = 1;
const GOOD_AGAIN: usize = 2;

/// What is told of a server that answers well, then only so, then well again.
fn fault(reply: impl Fn() -> Reply + Send + Sync + 'static) -> FeedTrouble {
    fault_within(1, reply)
}

/// The same, of one that may be talking to so many at once: whoever is sent on comes before the old line is closed.
fn fault_within(most_at_once: usize, reply: impl Fn() -> Reply + Send + Sync + 'static) -> FeedTrouble {
    let mode = Arc::new(AtomicUsize::new(GOOD));
    let theirs = Arc::clone(&mode);
    let server = Server::start(move |_| match theirs.load(Ordering::SeqCst) {
        GOOD => page(&incidents(&[("A1", "路灯不亮", 118.01)])),
        BAD => reply(),
        _ => page(&incidents(&[("A1", "换好了", 118.01)])),
    });
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.title("A1").is_some() && world.beats("a") >= 2);
    mode.store(BAD, Ordering::SeqCst);
    world.until(|world| !world.troubles().is_empty());
    let (asked, beats, events) = (server.asked().len(), world.beats("a"), world.events());
    world.until(|_| server.asked().len() >= asked + 2);
    assert_eq!((world.troubles().len(), world.beats("a")), (1, beats), "told once, and no sign of life");
    assert_eq!((world.title("A1").as_deref(), world.events()), (Some("路灯不亮"), events), "what it said last stands");
    for (secs, expected) in [(2, FeedState::Live), (1, FeedState::Stale), (4, FeedState::Dead)] {
        world.advance(secs);
        assert_eq!(world.seat.feeds.state("a"), Some(expected));
    }
    mode.store(GOOD_AGAIN, Ordering::SeqCst);
    world.until(|world| world.title("A1").as_deref() == Some("换好了") && world.beats("a") > beats);
    assert_eq!(world.seat.feeds.state("a"), Some(FeedState::Live));
    let back = Toast::FeedIsBack { feed: "a".into(), silent_secs: 7 };
    assert!(world.seat.toasts().any(|toast| *toast == back), "{:?}", world.seat.toasts().collect::<Vec<_>>());
    assert!(server.most_at_once() <= most_at_once, "one flight at a time");
    let trouble = world.troubles().remove(0);
    assert!(trouble.to_string().contains(&server.host()), "{trouble}");
    trouble
}

fn unreachable(trouble: FeedTrouble) -> NoAnswer {
    match trouble {
        FeedTrouble::Unreachable { why, .. } => why,
        other => panic!("{other}"),
    }
}

fn not_understood(body: impl AsRef<[u8]>) -> String {
    let body = body.as_ref().to_vec();
    match fault(move || Reply::Say(200, Vec::new(), body.clone())) {
        FeedTrouble::NotUnderstood { why, .. } => why,
        other => panic!("{other}"),
    }
}

#[test]
fn garbage() {
    let noise: Vec<u8> = (0..50_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(not_understood(noise).contains("neither text nor"));
}

#[test]
fn words_in_place_of_rows() {
    let why = not_understood("no service today; please try later; or call us\n");
    assert!(why.contains("no column serves code and reported_at") && why.contains("no service today"), "{why}");
}

#[test]
fn a_page_in_place_of_rows_says_what_it_says() {
    let why = not_understood("<html><head><title>请先登录</title></head><body>…</body></html>");
    assert_eq!(why, "it is a page that says: 请先登录");
}

#[test]
fn an_error_in_json_says_what_it_says() {
    let why = not_understood(r#"{"code":401,"msg":"令牌过期"}"#);
    assert!(why.contains("令牌过期"), "{why}");
}

#[test]
fn an_empty_answer() {
    assert!(not_understood("").contains("empty"));
}

#[test]
fn an_answer_that_breaks_off() {
    assert_eq!(unreachable(fault(|| Reply::BreakOff)), NoAnswer::BrokeOff);
}

#[test]
fn an_answer_that_was_cut_short_before_it_was_sent() {
    let whole = incidents(&[("A1", "没修好", 118.01), ("A2", "积水", 118.02)]);
    let half = whole[..whole.len() - 40].to_owned();
    assert!(not_understood(half).contains("was it"));
    let records = format!(r#"[{{"code":"A1","reported_at":{}}},{{"code":"A2""#, NOW.0);
    assert!(not_understood(records).contains("was it sent whole"));
}

#[test]
fn a_gzip_that_is_none_and_one_that_has_no_end() {
    let broken = || Reply::Say(200, vec![("Content-Encoding", "gzip".into())], b"\x1f\x8b no gzip at all".to_vec());
    assert_eq!(unreachable(fault(broken)), NoAnswer::BrokeOff);
    use std::io::Write;
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    (0..80).for_each(|_| bomb.write_all(&[b' '; 1 << 20]).unwrap());
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 1 << 20);
    let packed = bomb.clone();
    let on_the_way = move || Reply::Say(200, vec![("Content-Encoding", "gzip".into())], packed.clone());
    assert_eq!(unreachable(fault(on_the_way)), NoAnswer::TooLong);
    assert!(not_understood(bomb).contains("64 MiB"));
}

#[test]
fn as_slow_as_a_drip() {
    assert_eq!(unreachable(fault(|| Reply::Drip)), NoAnswer::TimedOut);
}

#[test]
fn a_line_that_stays_silent() {
    assert_eq!(unreachable(fault(|| Reply::Silent)), NoAnswer::TimedOut);
}

#[test]
fn without_an_end() {
    assert_eq!(unreachable(fault(|| Reply::Endless)), NoAnswer::TooLong);
}

#[test]
fn more_than_is_taken() {
    let much = || Reply::Say(200, vec![("X-Filler", "0".into())], vec![b' '; 3 << 20]);
    assert_eq!(unreachable(fault(much)), NoAnswer::TooLong);
}

#[test]
fn a_circle_of_redirects() {
    let round = || Reply::Say(302, vec![("Location", "/".into())], Vec::new());
    assert_eq!(unreachable(fault_within(2, round)), NoAnswer::RedirectLoop);
}

#[test]
fn a_server_in_trouble() {
    for status in [500, 503] {
        assert_eq!(
            unreachable(fault(move || Reply::Say(status, Vec::new(), b"no".to_vec()))),
            NoAnswer::Status(status)
        );
    }
}

#[test]
fn a_server_that_refuses() {
    let refused = fault(|| Reply::Say(403, Vec::new(), r#"{"error":{"message":"无权访问"}}"#.into()));
    let FeedTrouble::Refused { status: 403, said, .. } = refused else { panic!("{refused}") };
    assert_eq!(said, "无权访问");
    // Part of an answer, and "as it was" for somebody who has nothing, are none.
    for status in [206, 404, 304] {
        let refused = fault(move || Reply::Say(status, Vec::new(), Vec::new()));
        assert!(matches!(refused, FeedTrouble::Refused { status: said, .. } if said == status), "{refused}");
    }
}

#[test]
fn what_is_no_http() {
    let noise = || Reply::Raw(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec());
    assert!(matches!(unreachable(fault(noise)), NoAnswer::BrokeOff | NoAnswer::NoConnection));
}

#[test]
fn brackets_without_end_and_a_thousand_fields() {
    assert!(not_understood("[".repeat(200_000)).len() < 400);
    let wide: String = (0..1_500).map(|n| format!("\"f{n}\":{n},")).collect();
    assert!(not_understood(format!("[{{{wide}\"code\":\"A1\"}}]")).contains("different fields"));
}

#[test]
fn wrong_types_cost_their_rows_only() {
    let body = format!(
        r#"[{{"code":"A1","title":{{"a":[1,2]}},"reported_at":{t},"lon":"east","lat":true}},
            {{"code":["x","y"],"title":7,"reported_at":"{t}","lon":118.02,"lat":36.02,"urgency":{{}}}},
            {{"code":null,"reported_at":{t}}}, {{"code":"A3","reported_at":"soon"}}, null, "row", [], 
            {{"code":"A4","reported_at":{t},"closed_at":[],"confidential":"可能"}},
            {{"code":"A5","reported_at":{t}}},{{"code":"A6","reported_at":{t}}},{{"code":"A7","reported_at":{t}}}]"#,
        t = NOW.0 - 60
    );
    let server = Server::start(move |_| page(&body));
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.beats("a") >= 1 && world.title("A7").is_some());
    assert_eq!(world.title("x;y").as_deref(), Some("7"));
    assert_eq!(world.title("A3"), None);
    let incidents = &world.seat.picture.incidents;
    let row = incidents.row(incidents.number(&"A1".into()).unwrap());
    assert_eq!(row.at, None, "kept, but nowhere");
    assert_eq!(incidents.len(), 6);
}

#[test]
fn who_says_when_to_come_back_is_left_alone_until_then() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/busy" => Reply::Say(503, vec![("Retry-After", "3600".into())], Vec::new()),
        _ => page(&incidents(&[("A1", "路灯不亮", 118.01)])),
    });
    let mut world =
        World::new(&[feed("busy", &server.url("/busy"), "incidents"), feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.beats("a") >= 5);
    let asked = server.asked().iter().filter(|asked| asked.path == "/busy").count();
    assert_eq!(asked, 1, "five times as long as it would have waited");
}

#[test]
fn a_slow_feed_is_asked_once_at_a_time_and_keeps_nobody_waiting() {
    let server = Server::start(|asked| {
        if asked.path == "/slow" {
            std::thread::sleep(Duration::from_millis(600));
        }
        page(&incidents(&[(&asked.path[1..], "事", 118.01)]))
    });
    let slow = feed("slow", &server.url("/slow"), "incidents");
    let began = Instant::now();
    let mut world = World::new(&[slow, feed("quick", &server.url("/quick"), "incidents")]);
    world.until(|world| world.title("quick").is_some());
    assert!(world.title("slow").is_none() || began.elapsed() >= Duration::from_millis(600));
    world.until(|world| world.beats("slow") >= 3);
    assert!(server.most_at_once() <= 2, "{}", server.most_at_once());
}

#[test]
fn a_server_that_is_gone() {
    let server = Server::start(|_| page(&incidents(&[("A1", "路灯不亮", 118.01)])));
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.title("A1").is_some() && world.beats("a") >= 1);
    drop(server);
    world.until(|world| !world.troubles().is_empty());
    assert_eq!(unreachable(world.troubles().remove(0)), NoAnswer::NoConnection);
    assert!(world.title("A1").is_some());
}

#[test]
fn a_feed_that_never_answered_dies_as_well() {
    let server = Server::start(|_| Reply::Say(500, Vec::new(), Vec::new()));
    let mut slow = feed("a", &server.url("/"), "positions");
    (slow.stale_after_secs, slow.dead_after_secs) = (Some(10), Some(100));
    let mut world = World::new(&[slow]);
    world.until(|world| !world.troubles().is_empty());
    for (secs, expected) in [(10, FeedState::Live), (1, FeedState::Stale), (89, FeedState::Stale), (1, FeedState::Dead)]
    {
        world.advance(secs);
        assert_eq!(world.seat.feeds.state("a"), Some(expected), "as its setting says");
    }
    assert!(world.seat.feeds.all_dead());
}
