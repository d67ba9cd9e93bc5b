//! Feeds that are asked, against servers on this machine: what they bring is in the picture once, what fails leaves the
//! picture as it was and is told once.

#![allow(clippy::unwrap_used)]

mod answers;
mod command_line;
mod faults;
mod positions;
mod rows;
mod world;

use world::{NOW, World, incidents, page};
use zonglan::domain::FeedMessage;
use zonglan::seat::FeedState;

#[test]
fn a_matter_and_a_worker_come_into_the_picture_and_stay_after_a_restart() {
    use crate::online::server::Server;
    let server = Server::start(|asked| match asked.path.as_str() {
        "/matters" => page(&incidents(&[("A1", "路灯不亮", 118.01), ("A2", "积水", 118.02)])),
        _ => page(&format!("worker,lon,lat,fixed_at\nW1,118.031,36.041,{}\n", NOW.0 - 5)),
    });
    let settings = [
        world::feed("市平台", &server.url("/matters"), "incidents"),
        world::feed("车载", &server.url("/gps"), "positions"),
    ];
    let mut world = World::new(&settings);
    world.until(|world| world.title("A2").as_deref() == Some("积水") && world.place("W1").is_some());
    assert_eq!(world.place("W1").unwrap().lon_deg, 118.031);
    assert_eq!(world.fixes.len(), 1, "it goes to the tracks as well");
    assert!(world.by("A1").contains("市平台"), "{}", world.by("A1"));
    world.until(|world| world.beats("市平台") >= 1 && world.beats("车载") >= 1);
    assert_eq!(world.seat.feeds.state("市平台"), Some(FeedState::Live));
    let positions = world.seat.feeds.iter().find(|(name, _)| *name == "车载").unwrap().1;
    assert_eq!(positions.promise.brings, zonglan::domain::Brings::Positions);
    let events = world.events();

    // Whoever starts again on the same folder tells nothing that is there.
    world.restart();
    world.until(|world| world.beats("市平台") >= 2);
    assert_eq!(world.events(), events);
    let told = world.said.iter().filter(|message| matches!(message, FeedMessage::Told(_))).count();
    assert_eq!(told, 0, "the store has no work with what it has");
}

#[test]
fn the_weather_stands_at_the_seat_and_the_last_word_holds() {
    use crate::online::server::Server;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let degrees = 20 + asked.fetch_add(1, Ordering::SeqCst).min(1);
        page(&format!(r#"{{"now":{{"temp":"{degrees}","text":"晴"}}}}"#))
    });
    let mut world = World::new(&[world::feed("天气", &server.url("/now"), "weather")]);
    let degrees = |world: &World| world.seat.weather.as_ref().and_then(|weather| weather.temperature_c);
    world.until(|world| degrees(world) == Some(20.0));
    world.until(|world| degrees(world) == Some(21.0));
    assert_eq!(world.seat.feeds.state("天气"), Some(FeedState::Live));
    let events = world.events();
    world.until(|world| world.beats("天气") >= 4);
    assert_eq!(world.events(), events, "nothing of it is kept");
}
