//! STANDARDS.md, section 3: what phones say, and how they are answered.

use super::phone::{Answer, curl, get, post};
use super::{AT, LI, NOW, Rig};
use serde_json::{Value, json};
use zonglan::domain::Timestamp;
use zonglan::feeds::receive::{Dialect, Envelope, Kind, Post, Report, read};
use zonglan::intake::gcj02_from_wgs84;
use zonglan::spatial::distance_m;

fn of_query(query: &str) -> Result<Report, String> {
    one(Envelope { query, ..Envelope::default() })
}

fn of_json(value: &Value) -> Result<Report, String> {
    one(Envelope { body: value.to_string().as_bytes(), ..Envelope::default() })
}

fn one(envelope: Envelope<'_>) -> Result<Report, String> {
    let mut post = read(&envelope).map_err(|malformed| malformed.to_string())?.unwrap();
    assert_eq!(post.reports.len(), 1, "{post:?}");
    Ok(post.reports.remove(0))
}

fn post_of(value: &Value, envelope: Envelope<'_>) -> Post {
    read(&Envelope { body: value.to_string().as_bytes(), ..envelope }).unwrap().unwrap()
}

#[test]
fn osmand_says_where_it_is_in_a_query_or_a_form() {
    let vector = "id=861001000719969&lat=41.666667&lon=-0.883333&altitude=350.059479&speed=0.000000&batt=87";
    let report = of_query(vector).unwrap();
    let position = report.position.unwrap();
    assert_eq!(report.device, "861001000719969");
    assert_eq!((position.lat_deg, position.lon_deg, position.fixed_at), (41.666_667, -0.883_333, None));
    assert_eq!(one(Envelope { body: vector.as_bytes(), ..Envelope::default() }).unwrap(), report, "by a form");
    let full = of_query(
        "deviceid=a%20b&location=36.5,118.25&timestamp=1789088700&speed=10&bearing=270&accuracy=12.5&hdop=3&charge=true",
    );
    let position = full.as_ref().unwrap().position.unwrap();
    assert_eq!(full.unwrap().device, "a b");
    assert_eq!((position.lat_deg, position.lon_deg), (36.5, 118.25));
    assert_eq!((position.fixed_at, position.accuracy_m), (Some(Timestamp(NOW)), Some(12.5)));
    assert_eq!(position.heading_deg, Some(270.0));
    for moment in
        ["1789088700", "1789088700000", "2026-09-11T01:05:00Z", "2026-09-11%2001:05:00", "2026-09-11T01:05:00%2B0000"]
    {
        let report = of_query(&format!("id=a&lat=36&lon=118&timestamp={moment}")).unwrap();
        assert_eq!(report.position.unwrap().fixed_at, Some(Timestamp(NOW)), "{moment}");
    }
    // Of a name that stands twice the first counts; without satellites it is nowhere; a mock says so; hdop is a guess.
    assert_eq!(of_query("id=a&id=b&lat=36&lon=118").unwrap().device, "a");
    assert_eq!(of_query("id=a&lat=36&lon=118&valid=false").unwrap().position, None);
    assert_eq!(of_query("id=a&batt=5").unwrap().position, None);
    assert!(of_query("id=a&lat=36&lon=118&valid=1&mock=true").unwrap().position.unwrap().is_mock);
    assert_eq!(of_query("id=a&lat=36&lon=118&hdop=2").unwrap().position.unwrap().accuracy_m, Some(10.0));
    assert_eq!(of_query("id=a&lat=36&lon=118&bearing=-1&accuracy=-1").unwrap().position.unwrap().heading_deg, None);
}

#[test]
fn owntracks_is_known_by_its_user_and_device_and_leaves_zeros_out() {
    let message = json!({
        "_type": "location", "lat": 36.05, "lon": 118.05, "tst": NOW, "acc": 14, "alt": 34, "vel": 3, "cog": 275,
        "batt": 87, "bs": 1, "conn": "m", "t": "u", "tid": "LI", "created_at": NOW + 1,
        "topic": "owntracks/wang/tablet",
    });
    let by_topic = of_json(&message).unwrap();
    let position = by_topic.position.unwrap();
    assert_eq!(by_topic.device, "wang/tablet");
    assert_eq!((position.lat_deg, position.lon_deg, position.fixed_at), (36.05, 118.05, Some(Timestamp(NOW))));
    assert_eq!((position.accuracy_m, position.heading_deg), (Some(14.0), Some(275.0)));
    let device = |envelope| post_of(&message, envelope).reports[0].device.clone();
    let headers = Envelope { limit_user: Some("li"), limit_device: Some("phone"), ..Envelope::default() };
    assert_eq!(device(headers), "li/phone");
    assert_eq!(device(Envelope { query: "u=zhao&d=p2", ..Envelope::default() }), "zhao/p2");
    assert_eq!(device(Envelope { query: "u=zhao&d=p2", ..headers }), "li/phone");
    assert_eq!(device(Envelope { limit_user: Some("li"), ..Envelope::default() }), "li");
    let nameless = json!({ "_type": "location", "lat": 1, "lon": 2, "tst": NOW });
    assert_eq!(post_of(&nameless, Envelope { user: Some("li"), ..Envelope::default() }).reports[0].device, "li");
    // At Greenwich there is no longitude, on the equator no latitude.
    let greenwich = of_json(&json!({ "_type": "location", "lat": 51.47, "tst": NOW })).unwrap().position.unwrap();
    assert_eq!((greenwich.lat_deg, greenwich.lon_deg), (51.47, 0.0));
    let texts = of_json(&json!({ "_type": "location", "lat": "36.05", "lon": "118.05", "tst": NOW.to_string() }));
    assert_eq!(texts.unwrap().position.unwrap().lat_deg, 36.05);
}

#[test]
fn an_array_of_messages_costs_only_what_is_wrong_in_it() {
    let location = |tst: i64| json!({ "_type": "location", "lat": 36, "lon": 118, "tst": tst });
    let array = json!([
        location(NOW), { "_type": "lwt", "tst": NOW }, { "_type": "transition" }, { "_type": "encrypted", "data": "x" },
        { "_type": "location", "lat": [36], "lon": 118, "tst": NOW }, { "_type": "location", "lat": 36, "lon": 118 },
        5, null, { "no": "type" }, { "_type": 7 }, location(NOW + 1),
    ]);
    let post = post_of(&array, Envelope { limit_user: Some("li"), ..Envelope::default() });
    assert_eq!(post.dialect, Dialect::OwnTracks);
    assert_eq!(post.reports.len(), 2);
    let count = |kind| post.beside.iter().filter(|there| **there == kind).count();
    assert_eq!((count(Kind::Other), count(Kind::Encrypted), count(Kind::Unreadable)), (2, 1, 6));
    assert_eq!(read(&Envelope::default()), Ok(None), "nothing is no fault");
    assert_eq!(read(&Envelope { body: b" \r\n", ..Envelope::default() }), Ok(None));
}

#[test]
fn traccar_s_client_and_server_speak_json() {
    let client = json!({
        "location": {
            "timestamp": "2026-09-11T01:05:00.000Z",
            "coords": { "latitude": 36.05, "longitude": 118.05, "accuracy": 4.8, "speed": -1, "heading": -1, "altitude": 9 },
            "is_moving": false, "odometer": 0, "event": "motionchange", "battery": { "level": 0.87, "is_charging": true },
            "activity": { "type": "still" }, "mock": true, "extras": {},
        },
        "device_id": 12345,
    });
    let report = of_json(&client).unwrap();
    let position = report.position.unwrap();
    assert_eq!((report.device.as_str(), position.fixed_at), ("12345", Some(Timestamp(NOW))));
    assert_eq!((position.accuracy_m, position.heading_deg, position.is_mock), (Some(4.8), None, true));
    let beat = of_json(&json!({ "location": { "timestamp": NOW, "battery": { "level": 1 } }, "device_id": "a" }));
    assert_eq!(beat.unwrap().position, None);
    let two = json!({ "device_id": "a", "location": [client["location"], client["location"]] });
    assert_eq!(post_of(&two, Envelope::default()).reports.len(), 2);
    let forwarded = |valid: bool, outdated: bool| {
        json!({
            "position": {
                "fixTime": "2026-09-11T01:05:00.000+00:00", "latitude": 36.05, "longitude": 118.05, "speed": 5.4,
                "course": 90.0, "accuracy": 0.0, "valid": valid, "outdated": outdated, "attributes": { "batteryLevel": 80 },
            },
            "device": { "id": 3, "uniqueId": "013800000001", "name": "巡逻车" },
        })
    };
    let report = of_json(&forwarded(true, false)).unwrap();
    let position = report.position.unwrap();
    assert_eq!((report.device.as_str(), position.fixed_at), ("013800000001", Some(Timestamp(NOW))));
    assert_eq!((position.heading_deg, position.accuracy_m), (Some(90.0), None), "an accuracy of 0 is none");
    assert_eq!(of_json(&forwarded(false, false)).unwrap().position, None);
    assert_eq!(of_json(&forwarded(true, true)).unwrap().position, None);
}

#[test]
fn what_can_t_be_understood_is_said_in_one_sentence() {
    for (query, body, says) in [
        ("", "id=", "'id' is missing"),
        ("lat=36&lon=118", "", "'id' is missing"),
        ("id=a&lat=north&lon=118", "", "'lat' is no number"),
        ("id=a&lat=NaN&lon=118", "", "'lat' is no number"),
        ("id=a&lat=36&lon=1e999", "", "'lon' is no number"),
        ("id=a&location=36", "", "'location' is not 'lat,lon'"),
        ("id=a&lat=36&lon=118&timestamp=soon", "", "'timestamp' is no time"),
        ("", "{", "not JSON: "),
        ("", "{}", "JSON that is understood is that of OwnTracks"),
        ("", r#"{"location":5,"device_id":"a"}"#, "'location' is no object"),
        ("", r#"{"location":{}}"#, "'device_id' is missing"),
        ("", r#"{"location":{"coords":{"latitude":[1],"longitude":2}},"device_id":"a"}"#, "'latitude' is no number"),
        ("", r#"{"location":{"timestamp":{},"coords":{}},"device_id":"a"}"#, "'timestamp' is no time"),
        ("", r#"{"position":{},"device":{}}"#, "the device's 'uniqueId' is missing"),
        ("", r#"{"position":[],"device":{"uniqueId":"a","x":1e999}}"#, "not JSON: "),
    ] {
        let malformed =
            read(&Envelope { query, body: body.as_bytes(), ..Envelope::default() }).unwrap_err().to_string();
        assert!(malformed.starts_with(says) && malformed.lines().count() == 1, "{query} {body}: {malformed}");
    }
    let deep = "[".repeat(100_000);
    assert!(read(&Envelope { body: deep.as_bytes(), ..Envelope::default() }).is_err());
}

#[test]
fn each_is_answered_in_its_own_way() {
    let rig = Rig::new();
    let said = |answer: Option<Answer>| answer.map(|answer| (answer.status, answer.body)).unwrap();
    let (ok, empty, list) = (200, String::new(), "[]".to_owned());
    assert_eq!(said(rig.osmand(AT, NOW)), (ok, empty.clone()));
    assert_eq!(said(rig.owntracks(AT, NOW)), (ok, list.clone()));
    assert_eq!(said(post(rig.at(), "/pub", LI, b"")), (ok, list.clone()));
    assert_eq!(said(post(rig.at(), "/pub", LI, br#"{"_type":"card","name":"Li"}"#)), (ok, list));
    assert_eq!(get(rig.at(), "/").unwrap().status, 400);
    assert_eq!(get(rig.at(), "/?id=nobody&lat=36&lon=118").unwrap().status, 400, "as the protocol has it");
    let client = |device: &str| {
        let location = json!({ "timestamp": NOW + 1, "coords": { "latitude": AT.lat_deg, "longitude": AT.lon_deg } });
        let body = json!({ "location": location, "device_id": device }).to_string();
        post(rig.at(), "/", &[("Content-Type", "application/json; charset=utf-8")], body.as_bytes()).unwrap().status
    };
    assert_eq!((client("861001000719969"), client("nobody"), client("ghost")), (200, 404, 200));
    let forwarded = |device: &str| {
        let position = json!({ "fixTime": (NOW + 2) * 1000, "latitude": AT.lat_deg, "longitude": AT.lon_deg });
        let body = json!({ "position": position, "device": { "uniqueId": device } }).to_string();
        post(rig.at(), "/", &[], body.as_bytes()).unwrap().status
    };
    assert_eq!((forwarded("861001000719969"), forwarded("nobody")), (200, 200), "a server would only send it again");
    let message = json!({ "_type": "location", "lat": 36.05, "lon": 118.05, "tst": NOW + 5 }).to_string();
    let as_nobody = [("X-Limit-U", "nobody"), ("X-Limit-D", "phone")];
    assert_eq!(post(rig.at(), "/pub", &as_nobody, message.as_bytes()).unwrap().status, 404);
    for wrong in ["Basic bGk6d3Jvbmc=", "Basic ???", "Basic", "Bearer wrong", "Digest s3cret", ""] {
        let headers = [("X-Limit-U", "li"), ("X-Limit-D", "phone"), ("Authorization", wrong)];
        let answer = post(rig.at(), "/pub", &headers, message.as_bytes()).unwrap();
        assert_eq!(answer.status, 401, "{wrong}");
        assert!(answer.head.contains("www-authenticate: basic realm="), "{}", answer.head);
    }
    let bearer = [("X-Limit-U", "li"), ("X-Limit-D", "phone"), ("Authorization", "Bearer s3cret")];
    assert_eq!(post(rig.at(), "/pub", &bearer, message.as_bytes()).unwrap().status, 200);
    assert_eq!((rig.moments("W1"), rig.moments("W2")), (vec![NOW, NOW + 5], vec![NOW, NOW + 1, NOW + 2]));
    let expected = [("kept", 5), ("unknown_device", 4), ("unknown_worker", 1), ("unauthorised", 6), ("other", 1)];
    assert_eq!(rig.counts(), expected);
    assert!(rig.track("W77").is_empty(), "no post makes a person");
}

#[test]
fn curl_with_the_vectors_is_a_phone() {
    let rig = Rig::new();
    let url = |path: &str| format!("http://{}{path}", rig.at());
    let vector = "/?id=861001000719969&lat=41.666667&lon=-0.883333&altitude=350.059479&speed=0.000000&batt=87";
    let Some(answer) = curl(&[&url(vector)]) else {
        eprintln!("no curl on this machine");
        return;
    };
    assert_eq!(answer, (200, String::new()));
    let fix = &rig.track("W2")[0];
    assert_eq!((fix.fixed_at, fix.at.lat_deg, fix.at.lon_deg), (Timestamp(NOW), 41.666_667, -0.883_333));
    let message = json!({ "_type": "location", "lat": 36.05, "lon": 118.05, "tst": NOW, "cog": 90 }).to_string();
    // curl says that it sends a form, whatever it sends.
    let phone = ["-u", "li:s3cret", "-H", "X-Limit-U: li", "-H", "X-Limit-D: phone", "-d", message.as_str()];
    assert_eq!(curl(&[&phone[..], &[&url("/pub")]].concat()), Some((200, "[]".to_owned())));
    assert_eq!(curl(&["-u", "li:no", "-d", &message, &url("/pub?u=li&d=phone")]).map(|(status, _)| status), Some(401));
    // A body by chunks, and one announced before it is sent.
    let chunked = ["-H", "Transfer-Encoding: chunked", "-H", "Expect: 100-continue", "-d", "id=gcj"];
    let shifted = gcj02_from_wgs84(AT);
    let form = format!("lat={}&lon={}&timestamp={}", shifted.lat_deg, shifted.lon_deg, NOW - 5);
    assert_eq!(curl(&[&chunked[..], &["-d", &form, &url("/osmand")]].concat()), Some((200, String::new())));
    let placed = rig.track("W3")[0].at;
    assert!(distance_m(placed, AT) < 0.2, "what Chinese maps shift is shifted back: {placed:?}");
}
