//! Good answers in every format, and questions that spare both sides the work.

use super::world::{NOW, World, feed, incidents, mapped, page};
use crate::online::server::{Reply, Server};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use zonglan::domain::LonLat;
use zonglan::intake::gcj02_from_wgs84;
use zonglan::spatial::distance_m;

fn gzip(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[test]
fn a_table_of_an_older_system_with_a_mapping() {
    let server = Server::start(|_| {
        let table = "工单号,摘要,经度,纬度,登记\n17,井盖缺失,118.02,36.04,2026-09-10 08:30\n18,噪声,118.03,36.05,2026/9/10 9:05:11\n";
        Reply::Say(200, Vec::new(), encoding_rs::GB18030.encode(table).0.into_owned())
    });
    let map = [("code", "HX-{工单号:05}"), ("title", "摘要"), ("reported_at", "登记")];
    let mut world = World::new(&[mapped("12345", &server.url("/工单"), "incidents", &map)]);
    world.until(|world| world.title("HX-00018").as_deref() == Some("噪声"));
    assert_eq!(world.title("HX-00017").as_deref(), Some("井盖缺失"));
    assert!(world.troubles().is_empty(), "{:?}", world.troubles());
}

#[test]
fn json_within_json_in_another_system_moves_the_right_people() {
    let at = LonLat::new(118.0321, 36.0456);
    let shifted = gcj02_from_wgs84(at);
    let body = format!(
        r#"{{"code":0,"msg":"ok","tags":[],"data":{{"total":3,"list":[
            {{"dev":{{"id":"W3"}},"gps":{{"lng":{x},"lat":{y}}},"ts":{millis},"state":"on"}},
            {{"dev":{{"id":"NOBODY"}},"gps":{{"lng":{x},"lat":{y}}},"ts":{millis}}},
            {{"dev":{{"id":"W4"}},"gps":{{"lng":"{x}","lat":"{y}"}},"ts":"{millis}"}},
            17]}}}}"#,
        x = shifted.lon_deg,
        y = shifted.lat_deg,
        millis = (NOW.0 - 3) * 1_000
    );
    let server = Server::start(move |_| page(&body));
    let map = [("worker", "dev.id"), ("lon", "gps.lng"), ("lat", "gps.lat"), ("fixed_at", "ts")];
    let mut found = mapped("对讲机", &server.url("/found"), "positions", &map);
    found.crs = Some("gcj02".into());
    let mut named = found.clone();
    (named.name, named.records) = ("车载".into(), Some("data.list".into()));
    for setting in [found, named] {
        let mut world = World::new(&[setting]);
        world.until(|world| world.place("W3").is_some() && world.place("W4").is_some());
        let off_m = distance_m(world.place("W3").unwrap(), at);
        assert!(off_m < 0.2, "{off_m} m");
        assert!(world.seat.picture.workers.number("NOBODY").is_none(), "only known workers move");
        assert!(world.troubles().is_empty(), "{:?}", world.troubles());
    }
}

#[test]
fn lists_objects_a_line_and_pairs_of_coordinates_are_records_too() {
    let millis = NOW.0 * 1_000;
    let texts = [
        format!(r#"[{{"id":"W1","at":[118.02,36.02],"time":{millis}}}]"#),
        format!(
            "{{\"id\":\"W1\",\"at\":[118.02,36.02],\"time\":{millis}}}\n{{\"id\":\"W2\",\"at\":[118.03,36.02],\"time\":{millis}}}\n"
        ),
        format!(r#"{{"id":"W1","at":[118.02,36.02],"time":{millis}}}"#),
        format!(r#"{{"W":{{"1":{{"rows":[{{"id":"W1","at":[118.02,36.02],"time":{millis}}}]}}}}}}"#),
    ];
    for text in texts {
        let body = text.clone();
        let server = Server::start(move |_| page(&body));
        let map = [("lon", "at.0"), ("lat", "at.1"), ("fixed_at", "time")];
        let mut world = World::new(&[mapped("gps", &server.url("/"), "positions", &map)]);
        world.until(|world| world.place("W1").is_some() || !world.troubles().is_empty());
        assert_eq!(world.place("W1"), Some(LonLat::new(118.02, 36.02)), "{text}: {:?}", world.troubles());
    }
}

#[test]
fn packed_answers_are_unpacked_on_the_way_or_as_files() {
    let text = incidents(&[("A1", "路灯不亮", 118.01)]);
    let answer = text.clone();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/encoded" => Reply::Say(200, vec![("Content-Encoding", "gzip".into())], gzip(&answer)),
        _ => Reply::Say(200, vec![("Content-Type", "application/gzip".into())], gzip(&answer)),
    });
    for path in ["/encoded", "/matters.geojson.gz"] {
        let mut world = World::new(&[feed("a", &server.url(path), "incidents")]);
        world.until(|world| world.title("A1").is_some());
    }
    assert!(server.asked()[0].head.to_ascii_lowercase().contains("accept-encoding: gzip"));
}

#[test]
fn a_server_that_knows_its_answers_again_is_asked_by_their_tags() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |question| {
        let count = asked.fetch_add(1, Ordering::SeqCst);
        let head = question.head.to_ascii_lowercase();
        match (count, head.contains("if-none-match: \"v1\""), head.contains("if-modified-since: wed, 09 sep 2026")) {
            (0, false, false) => Reply::Say(
                200,
                vec![("ETag", "\"v1\"".into()), ("Last-Modified", "Wed, 09 Sep 2026 10:00:00 GMT".into())],
                incidents(&[("A1", "路灯不亮", 118.01)]).into_bytes(),
            ),
            (1 | 2, true, true) => Reply::Say(304, Vec::new(), Vec::new()),
            (3, true, true) => {
                Reply::Say(200, vec![("ETag", "\"v2\"".into())], incidents(&[("A1", "换好了", 118.01)]).into_bytes())
            }
            _ => Reply::Say(
                if head.contains("if-none-match: \"v2\"") && !head.contains("if-modified-since") { 304 } else { 500 },
                Vec::new(),
                Vec::new(),
            ),
        }
    });
    let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
    world.until(|world| world.beats("a") >= 3);
    assert_eq!(world.title("A1").as_deref(), Some("路灯不亮"));
    world.until(|world| world.beats("a") >= 5);
    assert_eq!((world.title("A1").as_deref(), world.history("A1").len()), (Some("换好了"), 2));
    assert!(world.troubles().is_empty(), "{:?}", world.troubles());
}

#[test]
fn nothing_now_is_an_answer() {
    let replies: [fn() -> Reply; 5] = [
        || Reply::Say(204, Vec::new(), Vec::new()),
        || page(r#"{"type":"FeatureCollection","features":[]}"#),
        || page(r#"{"code":0,"data":{"list":[]}}"#),
        || page("[]"),
        || page("编号,上报时间\n"),
    ];
    for reply in replies {
        let server = Server::start(move |_| reply());
        let mut world = World::new(&[feed("a", &server.url("/"), "incidents")]);
        world.until(|world| world.beats("a") >= 1 || !world.troubles().is_empty());
        assert!(world.troubles().is_empty(), "{:?}", world.troubles());
    }
}
