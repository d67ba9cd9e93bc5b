//! Who looks through a camera is written down before anybody is asked; and the settings that say where cameras are.

use super::server::Server;
use super::{World, every_half_second, jpeg, limits};
use serde_json::Value;
use tempfile::TempDir;
use zonglan::domain::VideoTrouble;
use zonglan::feeds::video::{CAMERA_LOOKS_FILE, CAMERAS_FILE, CameraSettings, Looks, Video};

#[test]
fn each_look_is_a_line_and_one_that_goes_on_is_no_second() {
    let server = Server::start(|_, answer| answer.say("200 OK", &[], &jpeg(1)));
    let world = World::new(vec![every_half_second("C*", &server.url("/{code}"))]);
    world.watch(&["C1"]);
    world.until_shows("C1", 1);
    world.watch(&["C1", "C2", "D"]);
    world.until_shows("C2", 1);
    assert_eq!(world.shot("D").trouble, Some(VideoTrouble::NoAddress), "said at once, and nobody looked");
    world.watch(&[]);
    world.watch(&["C1"]);
    world.until_shows("C1", 1);
    let text = std::fs::read_to_string(world.dir.path().join(CAMERA_LOOKS_FILE)).unwrap();
    let looks: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let cameras: Vec<&str> = looks.iter().map(|look| look["camera"].as_str().unwrap()).collect();
    // Closed and opened within a moment is one look.
    assert!(["C1 C2", "C1 C2 C1"].contains(&cameras.join(" ").as_str()), "{cameras:?}");
    assert!(looks.iter().all(|look| look["by"] == "值班员" && look["at"].as_i64().unwrap() > 1_700_000_000));
}

#[test]
fn what_can_t_be_written_down_is_not_shown() {
    let server = Server::start(|_, answer| answer.say("200 OK", &[], &jpeg(1)));
    let dir = TempDir::new().unwrap();
    let settings = CameraSettings { cameras: vec![every_half_second("C", &server.url("/"))] };
    let video = Video::start(settings, limits(), Looks::of(&dir.path().join("gone"))).unwrap();
    let (told, tell) = std::sync::mpsc::sync_channel(16);
    video.set_bell(move || _ = told.try_send(()));
    video.watch(&["C".into()], "张");
    tell.recv_timeout(std::time::Duration::from_secs(30)).unwrap();
    let shot = video.shot(&"C".into());
    assert_eq!((shot.trouble, shot.frame.is_none()), (Some(VideoTrouble::NotNoted), true));
    assert!(server.asked().is_empty());
}

#[test]
fn settings_say_where_cameras_are_and_what_is_wrong_with_them() {
    let loaded = |text: &str| {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join(CAMERAS_FILE), text).unwrap();
        CameraSettings::load(dir.path()).map_err(|error| error.to_string())
    };
    let settings = loaded(
        r#"{"cameras": [{"codes": "3402*", "address": "http://127.0.0.1:1984/api/stream.mjpeg?src={code}"},
            {"codes": "C9", "address": "rtsp://viewer:{key}@10.0.0.8/live", "key_env": "C9_KEY", "every_ms": 2000}]}"#,
    )
    .unwrap();
    assert_eq!((settings.cameras.len(), settings.cameras[1].key_env.as_str()), (2, "C9_KEY"));
    assert_eq!(CameraSettings::load(TempDir::new().unwrap().path()).unwrap(), CameraSettings::default());
    for (text, says) in [
        ("{", "EOF"),
        (r#"{"cameras": [{"codes": "a", "adress": "http://h/"}]}"#, "unknown field"),
        (r#"{"cameras": [{"codes": "", "address": "http://h/"}]}"#, "its beginning and one *"),
        (r#"{"cameras": [{"codes": "a*b*", "address": "http://h/"}]}"#, "its beginning and one *"),
        (r#"{"cameras": [{"codes": "a", "address": "http://h/", "every_ms": 10}]}"#, "every 500 to 60000 ms"),
        (r#"{"cameras": [{"codes": "a", "address": "rtsp://me:s3cret@h/"}]}"#, "NAME:{key}@"),
    ] {
        let sentence = loaded(text).unwrap_err();
        assert!(
            sentence.starts_with("can't read where cameras' pictures are (") && sentence.contains(says),
            "{sentence}"
        );
        assert!(sentence.ends_with(CAMERAS_FILE) && !sentence.contains("s3cret"), "{sentence}");
    }
}
