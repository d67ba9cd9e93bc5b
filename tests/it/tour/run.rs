//! The tour as it runs: scenes by the clock, pauses, steps, what interrupts it, and what is left when it ends.

use super::findings::{NOW, lively};
use crate::county::made_durable;
use crate::past::Pages;
use zonglan::domain::{Act, Actor, Command, FeedMessage, Fix, IncidentFile, LonLat, StepKind, Timestamp, Urgency};
use zonglan::ledger::Tracks;
use zonglan::picture::{Indicator, Picture, TimeMachine};
use zonglan::seat::link::{FromReplay, FromStore, ToReplay, ToStore};
use zonglan::seat::tour::{FoundPlace, Route};
use zonglan::seat::{
    Intent, Lang, Layer, ReplayIntent, Screen, Seat, Selection, StateExtras, Toast, TourIntent, state_json,
};

/// A seat that is pumped by hand.
struct Rig {
    seat: Seat,
    clock_ms: i64,
    machine: Option<TimeMachine>,
    _dir: Option<tempfile::TempDir>,
}

impl Rig {
    fn new() -> Self {
        let (book, _) = lively();
        let seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
        let mut rig = Self { seat, clock_ms: NOW.0 * 1_000, machine: None, _dir: None };
        rig.pass(0);
        rig
    }

    /// The same with its past at hand.
    fn with_past() -> Self {
        let (book, _) = lively();
        let dir = tempfile::tempdir().unwrap();
        let walk = (0..600).map(|n| Fix {
            worker: "W1".into(),
            at: LonLat::new(118.02 + 0.00005 * f64::from(n), 36.02),
            fixed_at: NOW.plus_secs(-86_400 + 120 * i64::from(n)),
            heading_deg: None,
        });
        Tracks::open(dir.path()).unwrap().append(&walk.collect::<Vec<_>>()).unwrap();
        let mut whole = Picture::new(8 * 3600);
        book.events.iter().for_each(|recorded| whole.apply(recorded));
        let ledger = Box::new(Pages(book.events));
        let machine = TimeMachine::new(whole, ledger, Tracks::open_read_only(dir.path())).unwrap();
        let seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
        let mut rig = Self { seat, clock_ms: NOW.0 * 1_000, machine: Some(machine), _dir: Some(dir) };
        rig.pass(0);
        rig
    }

    /// One frame after so long.
    fn pass(&mut self, after_ms: i64) {
        self.clock_ms += after_ms;
        self.seat.tick(Timestamp(self.clock_ms.div_euclid(1_000)));
        self.seat.tour_pass(self.clock_ms);
        self.seat.replay_pass(self.clock_ms);
        for question in self.seat.take_replay_outbox() {
            let ToReplay::Show { moment, spare, news, density } = question else { continue };
            let answer = match &mut self.machine {
                Some(machine) => {
                    let picture = machine.picture_at(moment, spare.map(|picture| *picture), news).unwrap();
                    let density = density.map(|(from, secs, count)| machine.density(from, secs, count));
                    FromReplay::Shown { picture: Box::new(picture), density }
                }
                None => FromReplay::Failed { why: "there is none".into() },
            };
            self.seat.take_from_replay(answer);
        }
    }

    fn secs(&mut self, secs: i64) {
        (0..secs * 4).for_each(|_| self.pass(250));
    }

    fn mean(&mut self, intent: TourIntent) {
        self.seat.intend(Intent::Tour(intent));
        self.pass(20);
    }

    fn scene(&self) -> &'static str {
        self.seat.tour.scene().map_or("none", |(_, scene, _)| scene.finding.name())
    }

    fn left(&self) -> i64 {
        self.seat.tour.left_secs()
    }

    /// Reports a matter live, through the store.
    fn report(&mut self, code: &str, urgency: Urgency, confidential: bool) {
        let file = IncidentFile {
            title: "张三家燃气泄漏".into(),
            category: Some("road".into()),
            urgency,
            confidential,
            at: Some(LonLat::new(118.01, 36.01)),
            reported_at: self.seat.clock,
            ..IncidentFile::default()
        };
        let command = Command {
            id: format!("id-{code}").as_str().into(),
            by: Actor::System("来报".into()),
            at: self.seat.clock,
            incident: code.into(),
            seen_version: None,
            act: Act::Report { file: Box::new(file), personal: None },
        };
        self.seat.take_from_feed(FeedMessage::Command(Box::new(command)));
        for request in self.seat.take_outbox() {
            if let ToStore::Append { ticket, append } = request {
                let recorded = made_durable(&self.seat, append);
                self.seat.take_from_store(FromStore::Appended { ticket, recorded });
            }
        }
        self.secs(1);
    }
}

/// What the seat shows, as a person would see that it is as before.
fn shown(seat: &Seat) -> String {
    let state = state_json(seat, &StateExtras::default());
    let work = ["view", "selection", "drill", "indicator", "campaign", "layers", "mode", "tour"].map(|n| &state[n]);
    format!("{work:?} {} {}", seat.chosen, seat.replay.speed())
}

#[test]
fn scenes_follow_one_another_and_begin_anew() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    assert!(rig.seat.tour.is_on());
    let route = Route::shipped();
    let mut seen = Vec::new();
    for _ in 0..4_000 {
        if seen.last() != Some(&rig.scene()) {
            seen.push(rig.scene());
        }
        if rig.seat.tour.laps() == 2 {
            break;
        }
        rig.pass(250);
    }
    let lap = ["net", "intake", "matter", "early", "clocks", "reached", "outcome"];
    assert_eq!(seen, [&lap[..], &lap[..], &["net"]].concat(), "the joint matter leaves itself out");
    let told: Vec<_> = rig.seat.tour.scenes().map(|(place, _)| place).collect();
    assert_eq!(told, [0, 1, 2, 3, 5, 6, 7]);
    assert_eq!(route.scenes.len(), 8);
}

#[test]
fn a_scene_rests_as_long_as_it_says_once_the_map_has_landed() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    rig.mean(TourIntent::To(3));
    let before = rig.seat.view;
    assert!(rig.seat.tour.is_moving(), "the map flies to the town");
    rig.pass(100);
    assert!(rig.seat.view != before);
    let full = i64::from(Route::shipped().scenes[3].seconds);
    assert_eq!(rig.left(), full, "flying is no resting");
    while rig.seat.tour.is_moving() {
        rig.pass(50);
    }
    let Some((_, _, finding)) = rig.seat.tour.scene() else { panic!("a scene") };
    let Some(FoundPlace::Area(town)) = finding.place else { panic!("{:?}", finding.place) };
    assert_eq!(rig.seat.selection, Some(Selection::Area(town)));
    let bounds = rig.seat.picture.areas.row(town).bounds.unwrap();
    assert!(rig.seat.view.bounds().contains(bounds.min) && rig.seat.view.bounds().contains(bounds.max));
    rig.secs(full - 2);
    assert_eq!(rig.scene(), "early");
    rig.secs(3);
    assert_eq!(rig.scene(), "clocks");
    // A clock that jumps an hour skips nothing.
    rig.pass(3_600_000);
    assert_eq!(rig.scene(), "clocks");
}

#[test]
fn what_the_seat_showed_comes_back() {
    let mut rig = Rig::with_past();
    let number = rig.seat.picture.incidents.open().next().unwrap();
    rig.seat.intend(Intent::Select(Selection::Incident(number)));
    rig.seat.intend(Intent::Toggle(Layer::Heat));
    rig.seat.intend(Intent::NextIndicator);
    rig.seat.indicator = Indicator::Staff;
    rig.seat.intend(Intent::Pan { dx_px: 70.0, dy_px: -30.0 });
    rig.seat.intend(Intent::Replay(ReplayIntent::Faster(1)));
    rig.pass(250);
    let before = shown(&rig.seat);
    rig.mean(TourIntent::Toggle);
    for scene in 0..8 {
        rig.mean(TourIntent::To(scene));
        rig.secs(5);
    }
    rig.mean(TourIntent::To(6));
    rig.secs(6);
    assert!(rig.seat.replay.is_on(), "it ends in the middle of a replay");
    rig.seat.intend(Intent::Back);
    rig.pass(20);
    assert!(!rig.seat.tour.is_on() && !rig.seat.replay.is_on());
    assert_eq!(shown(&rig.seat), before);
}

#[test]
fn keys_pause_and_step() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    rig.secs(3);
    rig.mean(TourIntent::Pause);
    let left = rig.left();
    rig.secs(600);
    assert_eq!((rig.scene(), rig.left(), rig.seat.tour.is_paused()), ("net", left, true));
    rig.mean(TourIntent::Step(1));
    assert_eq!(rig.scene(), "intake");
    rig.mean(TourIntent::Step(-1));
    rig.mean(TourIntent::Step(-1));
    assert_eq!(rig.scene(), "outcome", "before the first comes the last");
    rig.mean(TourIntent::Step(-2));
    assert_eq!(rig.scene(), "clocks");
    rig.mean(TourIntent::Step(-1));
    assert_eq!(rig.scene(), "early", "the one that says nothing is stepped over");
    rig.mean(TourIntent::To(4));
    assert_eq!(rig.scene(), "early", "and can't be gone to");
    rig.mean(TourIntent::Pause);
    rig.secs(20);
    assert_eq!(rig.scene(), "clocks");
    rig.mean(TourIntent::Toggle);
    assert!(!rig.seat.tour.is_on());
}

#[test]
fn nobody_acts_on_a_tour() {
    let mut rig = Rig::new();
    let number = rig.seat.picture.queue(NOW)[0];
    rig.seat.intend(Intent::Select(Selection::Incident(number)));
    rig.mean(TourIntent::Toggle);
    rig.secs(4);
    rig.seat.take_outbox();
    let (view, layers) = (rig.seat.view, rig.seat.layers);
    let px = rig.seat.view.screen_from_lonlat(LonLat::new(118.05, 36.05));
    for intent in [
        Intent::Select(Selection::Incident(number)),
        Intent::Accept,
        Intent::Dispatch,
        Intent::Reassign,
        Intent::Recall,
        Intent::Confirm,
        Intent::Act(Act::Close),
        Intent::NextWaiting,
        Intent::Pan { dx_px: 90.0, dy_px: 0.0 },
        Intent::ZoomAt { px, dz: 2.0 },
        Intent::WholeCounty,
        Intent::Toggle(Layer::Heat),
        Intent::HoverAt(Some(px)),
    ] {
        rig.seat.intend(intent.clone());
        assert!(rig.seat.take_outbox().is_empty() && rig.seat.commands_under_way() == 0, "{intent:?}");
    }
    assert_eq!((rig.seat.view, rig.seat.layers, rig.seat.selection), (view, layers, None));
    assert!(!rig.seat.tour.is_paused());
    rig.seat.intend(Intent::PickAt(px));
    assert!(rig.seat.tour.is_paused(), "who touches the map wants it to wait");
}

#[test]
fn a_real_u1_interrupts_and_a_key_goes_on() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    rig.secs(4);
    rig.report("U3", Urgency::U3, false);
    rig.report("SECRET", Urgency::U1, true);
    assert_eq!(rig.seat.tour.alarm(), None, "neither is for visitors");
    rig.report("GAS", Urgency::U1, false);
    let told = state_json(&rig.seat, &StateExtras::default())["tour"]["alarm"].clone();
    assert_eq!((&told["town"], &told["category"]), (&"第0镇".into(), &"道路".into()));
    assert!(!format!("{:?}", rig.seat.tour.alarm()).contains("张三"), "category and town only");
    let (scene, left) = (rig.scene(), rig.left());
    rig.secs(60);
    assert_eq!((rig.scene(), rig.left()), (scene, left), "it waits");
    rig.report("GAS-2", Urgency::U1, false);
    assert_eq!(rig.seat.tour.alarm().map(|alarm| alarm.others), Some(1));
    rig.mean(TourIntent::Pause);
    assert!(rig.seat.tour.alarm().is_none() && !rig.seat.tour.is_paused());
    rig.secs(20);
    assert_ne!(rig.scene(), scene, "and goes on");
    assert!(rig.seat.tour.alarm().is_none(), "the same matter interrupts once");
    // Where nobody is there, it goes on by itself after five minutes.
    rig.report("GAS-3", Urgency::U1, false);
    rig.secs(290);
    assert!(rig.seat.tour.alarm().is_some());
    rig.secs(12);
    assert!(rig.seat.tour.alarm().is_none());
}

#[test]
fn a_dark_wall_waits_and_whatever_is_pressed_lights_it() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    rig.secs(4);
    let (scene, left) = (rig.scene(), rig.left());
    for light in [TourIntent::Dark, TourIntent::Pause, TourIntent::Step(1), TourIntent::End] {
        rig.mean(TourIntent::Dark);
        assert!(rig.seat.tour.is_dark());
        rig.secs(60);
        assert_eq!((rig.scene(), rig.left()), (scene, left), "whoever speaks has all the time");
        rig.mean(light);
        assert!(!rig.seat.tour.is_dark() && !rig.seat.tour.is_paused(), "{light:?}");
        assert_eq!(rig.scene(), scene, "{light:?} does nothing else");
    }
    // A paused tour is paused afterwards, too.
    rig.mean(TourIntent::Pause);
    rig.mean(TourIntent::Dark);
    rig.mean(TourIntent::Dark);
    assert!(rig.seat.tour.is_paused());
    rig.mean(TourIntent::Pause);
    // What must be acted on now is seen.
    rig.mean(TourIntent::Dark);
    rig.report("SECRET", Urgency::U1, true);
    assert!(rig.seat.tour.is_dark());
    rig.report("GAS", Urgency::U1, false);
    assert!(!rig.seat.tour.is_dark() && rig.seat.tour.alarm().is_some());
    rig.mean(TourIntent::Dark);
    assert!(!rig.seat.tour.is_dark() && rig.seat.tour.alarm().is_none(), "it is answered first");
}

#[test]
fn a_scene_plays_the_past_and_life_goes_on_behind_it() {
    let mut rig = Rig::with_past();
    rig.mean(TourIntent::Toggle);
    rig.mean(TourIntent::To(2));
    rig.secs(4);
    assert!(rig.seat.replay.is_on() && rig.seat.replay.is_playing());
    let (from, to) = rig.seat.tour.scene().unwrap().2.play.unwrap();
    assert!((from..=to).contains(&rig.seat.now), "{:?}", rig.seat.now);
    let at = rig.seat.now;
    rig.secs(1);
    assert!(rig.seat.now > at);
    rig.mean(TourIntent::Pause);
    let at = rig.seat.slider_at();
    rig.secs(5);
    assert_eq!((rig.seat.slider_at(), rig.seat.replay.is_playing()), (at, false), "the past pauses, too");
    rig.mean(TourIntent::Pause);
    rig.report("GAS", Urgency::U1, false);
    assert!(rig.seat.tour.alarm().is_some() && rig.seat.replay.is_on(), "live interrupts the past");
    let at = rig.seat.slider_at();
    rig.secs(5);
    assert_eq!(rig.seat.slider_at(), at);
    rig.mean(TourIntent::Pause);
    while rig.scene() == "matter" {
        assert!(rig.seat.slider_at() <= to.plus_secs(3_600), "it does not play on for ever");
        rig.pass(250);
    }
    rig.secs(2);
    assert!(!rig.seat.replay.is_on(), "the next scene is live");
    let row = rig.seat.picture.incidents.number(&"GAS".into());
    assert!(row.is_some_and(|row| rig.seat.picture.incidents.row(row).time(StepKind::Reported).is_some()));
}

#[test]
fn without_a_past_the_scene_is_what_it_says() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    rig.mean(TourIntent::To(6));
    rig.secs(10);
    assert_eq!((rig.scene(), rig.seat.replay.is_on()), ("reached", false));
    rig.secs(65);
    assert_eq!(rig.scene(), "outcome");
}

/// All that a tour keeps is replaced: after hundreds of laps it is as large as after the first.
#[test]
fn a_tour_that_loops_for_days_keeps_nothing() {
    let mut rig = Rig::with_past();
    rig.mean(TourIntent::Toggle);
    let mut sizes = Vec::new();
    for lap in 1..=60 {
        while rig.seat.tour.laps() < lap {
            rig.pass(2_000);
        }
        if rig.seat.tour.alarm().is_some() {
            rig.mean(TourIntent::Pause);
        }
        if lap == 3 || lap == 60 {
            rig.pass(20);
            sizes.push(format!("{:?}", rig.seat.tour).len());
        }
        rig.report(&format!("U1-{lap}"), if lap % 20 == 0 { Urgency::U1 } else { Urgency::U4 }, false);
    }
    // Digits may differ, and the three matters that came are known.
    assert!(sizes[1] < sizes[0] + 300, "{sizes:?}");
    assert!(rig.seat.toasts().count() < 3);
}

#[test]
fn a_county_without_anything_is_not_toured() {
    let mut seat = Seat::new(Picture::new(0), Screen::guessed(1920.0, 1080.0), NOW, Lang::En);
    seat.tick(NOW);
    seat.intend(Intent::Tour(TourIntent::Toggle));
    seat.tour_pass(1);
    assert!(!seat.tour.is_on());
    assert!(seat.toasts().any(|toast| *toast == Toast::NothingToTour));
    seat.intend(Intent::Tour(TourIntent::Pause));
    seat.intend(Intent::Tour(TourIntent::Step(1)));
    seat.intend(Intent::Tour(TourIntent::End));
    assert_eq!(state_json(&seat, &StateExtras::default())["tour"], serde_json::Value::Null);
}

#[test]
fn a_window_that_changes_its_size_keeps_the_scene_in_view() {
    let mut rig = Rig::new();
    rig.mean(TourIntent::Toggle);
    for (width_px, height_px) in [(3840.0, 1080.0), (1080.0, 1920.0), (1280.0, 720.0)] {
        rig.seat.resize(width_px, height_px);
        rig.pass(250);
        let (map, view) = (rig.seat.layout().map, rig.seat.view);
        assert_eq!((map.width_px, map.height_px), (view.width_px, view.height_px));
        let county = rig.seat.picture.areas.bounds().unwrap();
        assert!(view.bounds().contains(county.min) && view.bounds().contains(county.max));
    }
    rig.seat.intend(Intent::Tour(TourIntent::End));
    let (map, view) = (rig.seat.layout().map, rig.seat.view);
    assert_eq!((map.width_px, map.height_px), (view.width_px, view.height_px));
}
