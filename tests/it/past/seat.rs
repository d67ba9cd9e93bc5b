//! The seat in the past: what shows, what can't be done, and what goes on live behind it.

use super::{OFFSET_SECS, Pages};
use crate::county::{Book, made_durable, small_county};
use zonglan::domain::{FeedMessage, Fix, LonLat, State, Timestamp, Urgency};
use zonglan::ledger::Tracks;
use zonglan::picture::{Picture, TimeMachine};
use zonglan::seat::link::{FromReplay, FromStore, ToReplay, ToStore};
use zonglan::seat::{
    AlarmIntent, Intent, Lang, ReplayIntent, Screen, Seat, Selection, Span, Stage, StateExtras, Toast, state_json,
};

const NOW: i64 = 1_789_000_000;

/// A seat, its time machine, and its clock in milliseconds.
struct Rig {
    seat: Seat,
    machine: TimeMachine,
    clock_ms: i64,
    /// How many pictures were asked for.
    asked: usize,
    _dir: tempfile::TempDir,
}

fn picture(book: &Book) -> Picture {
    let mut picture = Picture::new(OFFSET_SECS);
    book.events.iter().for_each(|recorded| picture.apply(recorded));
    picture.derive();
    picture
}

impl Rig {
    /// Three matters: one of yesterday, one of an hour ago, one of five minutes ago.
    fn new() -> Self {
        let mut book = small_county();
        for (code, ago) in [("A", 86_400), ("B", 3_600), ("C", 300)] {
            book.report(code, LonLat::new(118.03, 36.03), Urgency::U3, Timestamp(NOW - ago));
        }
        let dir = tempfile::tempdir().unwrap();
        let mut tracks = Tracks::open(dir.path()).unwrap();
        let walk: Vec<Fix> =
            (0..120).map(|n| fix(118.0 + 0.0005 * f64::from(n), NOW - 3_600 + 30 * i64::from(n))).collect();
        tracks.append(&walk).unwrap();
        let ledger = Box::new(Pages(book.events.clone()));
        let machine = TimeMachine::new(picture(&book), ledger, Tracks::open_read_only(dir.path())).unwrap();
        let seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), Timestamp(NOW), Lang::Zh);
        let mut rig = Self { seat, machine, clock_ms: NOW * 1_000, asked: 0, _dir: dir };
        rig.frame(0);
        rig
    }

    /// One frame after so many milliseconds; the time machine answers what it was asked.
    fn frame(&mut self, after_ms: i64) {
        self.ask(after_ms);
        self.answer();
        self.seat.tick(Timestamp(self.clock_ms / 1_000));
        self.seat.replay_pass(self.clock_ms);
    }

    fn ask(&mut self, after_ms: i64) {
        self.clock_ms += after_ms;
        self.seat.tick(Timestamp(self.clock_ms / 1_000));
        self.seat.replay_pass(self.clock_ms);
    }

    fn answer(&mut self) {
        for question in self.seat.take_replay_outbox() {
            let ToReplay::Show { moment, spare, news, density } = question else { continue };
            self.asked += 1;
            let picture = self.machine.picture_at(moment, spare.map(|picture| *picture), news).unwrap();
            let density = density.map(|(from, secs, count)| self.machine.density(from, secs, count));
            self.seat.take_from_replay(FromReplay::Shown { picture: Box::new(picture), density });
        }
    }

    fn mean(&mut self, intent: ReplayIntent) {
        self.seat.intend(Intent::Replay(intent));
        self.frame(20);
    }

    fn codes(&self) -> Vec<String> {
        self.seat.picture.incidents.rows().iter().map(|row| row.code.to_string()).collect()
    }

    fn state(&self) -> serde_json::Value {
        state_json(&self.seat, &StateExtras::default())
    }
}

fn fix(lon_deg: f64, fixed_at: i64) -> Fix {
    Fix { worker: "W1".into(), at: LonLat::new(lon_deg, 36.02), fixed_at: Timestamp(fixed_at), heading_deg: None }
}

#[test]
fn a_past_moment_shows_and_home_returns() {
    let mut rig = Rig::new();
    let live = rig.seat.picture.hash();
    assert_eq!(rig.state()["mode"], "live");
    let c = rig.seat.picture.incidents.number(&"C".into()).unwrap();
    rig.seat.intend(Intent::Select(Selection::Incident(c)));
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    assert_eq!((rig.state()["mode"].as_str(), rig.state()["now"].as_i64()), (Some("replay"), Some(NOW - 1_800)));
    assert_eq!(rig.state()["clock"], NOW, "the clock goes on");
    assert_eq!(rig.codes(), ["A", "B"]);
    assert_eq!(rig.seat.selection, None, "it had not come yet");
    let worker = rig.seat.picture.workers.number("W1").unwrap();
    let there = rig.seat.picture.workers.row(worker).fix.unwrap();
    assert_eq!(there.fixed_at, Timestamp(NOW - 1_800));
    assert!((there.at.lon_deg - 118.03).abs() < 1e-6, "{there:?}");
    rig.mean(ReplayIntent::To(Timestamp(NOW - 100)));
    let c = rig.seat.picture.incidents.number(&"C".into());
    assert_eq!(rig.seat.selected_incident(), c, "and now it has, and is selected again");
    rig.mean(ReplayIntent::To(Timestamp(NOW - 7_000)));
    assert_eq!(rig.codes(), ["A"]);
    rig.mean(ReplayIntent::Live);
    assert_eq!((rig.state()["mode"].as_str(), rig.seat.picture.hash()), (Some("live"), live));
    assert_eq!(rig.seat.selected_incident(), Some(2));
    assert_eq!(rig.seat.now, rig.seat.clock);
}

#[test]
fn nobody_acts_in_the_past_and_life_goes_on_behind_it() {
    let mut rig = Rig::new();
    let a = rig.seat.picture.incidents.number(&"A".into()).unwrap();
    rig.seat.intend(Intent::Select(Selection::Incident(a)));
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    for act in [Intent::Accept, Intent::Dispatch, Intent::Reassign, Intent::Recall, Intent::Confirm] {
        rig.seat.intend(act.clone());
        assert!(rig.seat.take_outbox().is_empty(), "{act:?}");
    }
    assert_eq!(rig.seat.toasts().filter(|toast| **toast == Toast::PastIsPast).count(), 5);
    // A feed reports a U1, and a worker walks: both are live.
    let file = zonglan::domain::IncidentFile {
        title: "路面塌陷".into(),
        urgency: Urgency::U1,
        at: Some(LonLat::new(118.01, 36.01)),
        reported_at: Timestamp(NOW),
        ..Default::default()
    };
    let command = zonglan::domain::Command {
        id: "u1".into(),
        by: zonglan::domain::Actor::System("来报".into()),
        at: Timestamp(NOW + 1),
        incident: "U1-1".into(),
        seen_version: None,
        act: zonglan::domain::Act::Report { file: Box::new(file), personal: None },
    };
    rig.seat.alarm_list.take_sound();
    rig.seat.take_from_feed(FeedMessage::Command(Box::new(command)));
    rig.seat.take_from_feed(FeedMessage::Fixes(vec![fix(118.09, NOW)]));
    let mut stored = 0;
    for request in rig.seat.take_outbox() {
        match request {
            ToStore::Append { ticket, append } => {
                let recorded = made_durable(&rig.seat, append);
                rig.seat.take_from_store(FromStore::Appended { ticket, recorded });
                stored += 1;
            }
            ToStore::Fixes(fixes) => assert_eq!(fixes.len(), 1),
            other => panic!("nobody asked for that: {other:?}"),
        }
    }
    assert_eq!(stored, 1);
    assert_eq!(rig.codes(), ["A", "B"], "the past is as it was");
    let alarm = rig.seat.live_alarm().unwrap();
    assert_eq!(rig.seat.live().incidents.row(alarm).code.as_str(), "U1-1");
    assert_eq!(rig.state()["replay"]["live_alarm"], "U1-1");
    assert_eq!(rig.state()["mode"], "replay", "it is told, nobody is dragged away");
    rig.frame(1_000);
    assert_eq!(rig.seat.alarm_list.take_sound(), Some(Urgency::U1), "it is heard in the past, too");
    assert_eq!(rig.seat.alarm_list.most_urgent(), Some(Urgency::U1), "the header says so");
    rig.seat.intend(Intent::Alarm(AlarmIntent::Shelve(0)));
    assert!(rig.seat.take_outbox().is_empty(), "and nobody shelves there");
    rig.mean(ReplayIntent::Live);
    assert_eq!(rig.codes(), ["A", "B", "C", "U1-1"]);
    assert_eq!(rig.seat.picture.incidents.row(a).state, State::Reported);
    let worker = rig.seat.picture.workers.number("W1").unwrap();
    assert!((rig.seat.picture.workers.row(worker).fix.unwrap().at.lon_deg - 118.09).abs() < 1e-9);
}

#[test]
fn it_plays_true_to_the_clock_and_ends_live() {
    let mut rig = Rig::new();
    rig.mean(ReplayIntent::To(Timestamp(NOW - 3_600)));
    rig.mean(ReplayIntent::Faster(2));
    assert_eq!(rig.state()["replay"]["speed"], 60);
    rig.mean(ReplayIntent::Toggle);
    let start = rig.seat.now.0;
    for _ in 0..100 {
        rig.frame(100);
    }
    let played = rig.seat.now.0 - start;
    assert!((595..=601).contains(&played), "ten seconds at ×60 are ten minutes: {played}");
    rig.mean(ReplayIntent::Toggle);
    let stands = rig.seat.now;
    rig.frame(5_000);
    assert_eq!(rig.seat.now, stands, "paused");
    rig.mean(ReplayIntent::Step(-1));
    assert_eq!(rig.seat.now.0, stands.0 - Span::Day.step_secs());
    rig.mean(ReplayIntent::Faster(9));
    assert_eq!(rig.state()["replay"]["speed"], 3_600);
    rig.mean(ReplayIntent::Toggle);
    rig.frame(4_000);
    assert_eq!(rig.state()["mode"], "live", "an hour takes a second");
    assert_eq!(rig.state()["replay"]["playing"], false);
}

#[test]
fn while_a_picture_is_made_only_the_newest_wish_is_remembered() {
    let mut rig = Rig::new();
    let asked = rig.asked;
    for ago in (100..3_000).step_by(100) {
        rig.seat.intend(Intent::Replay(ReplayIntent::To(Timestamp(NOW - ago))));
        rig.ask(10);
    }
    assert_eq!(rig.seat.now, rig.seat.clock, "nothing has come yet: still live");
    rig.frame(10);
    rig.frame(10);
    assert_eq!((rig.seat.now, rig.asked - asked), (Timestamp(NOW - 2_900), 2), "the first and the last");
    // Home while a picture is on its way: it comes, and is given back.
    rig.seat.intend(Intent::Replay(ReplayIntent::To(Timestamp(NOW - 50))));
    rig.ask(10);
    rig.seat.intend(Intent::Replay(ReplayIntent::Live));
    rig.answer();
    rig.frame(10);
    assert_eq!(rig.state()["mode"], "live");
    assert!(!rig.seat.replay.is_under_way());
}

#[test]
fn a_replay_that_nobody_touches_goes_back_by_itself() {
    let mut rig = Rig::new();
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    rig.frame(285_000);
    assert_eq!((rig.state()["mode"].as_str(), rig.seat.replay.returns_in_secs()), (Some("replay"), None));
    rig.frame(10_000);
    assert_eq!((rig.state()["mode"].as_str(), rig.seat.replay.returns_in_secs()), (Some("replay"), Some(5)));
    rig.frame(6_000);
    assert_eq!(rig.state()["mode"], "live");
}

#[test]
fn the_slider_knows_how_much_happened() {
    let mut rig = Rig::new();
    rig.mean(ReplayIntent::To(Timestamp(NOW - 100)));
    let (from, to) = rig.seat.slider_range();
    assert_eq!(to.secs_since(from), 86_400);
    assert!((from..to).contains(&Timestamp(NOW)) && to.secs_since(Timestamp(NOW)) <= 600, "live is its right edge");
    assert_eq!(rig.state()["replay"]["incidents"], 2, "the third came 24 hours ago, before its left edge");
    assert_eq!(rig.seat.replay.density().counts.len(), 144);
    rig.mean(ReplayIntent::Span(Span::Month));
    assert_eq!(rig.state()["replay"]["incidents"], 3);
    rig.mean(ReplayIntent::To(Timestamp(NOW - 400 * 86_400)));
    rig.mean(ReplayIntent::Span(Span::Year));
    let (from, to) = rig.seat.slider_range();
    assert!((from..to).contains(&rig.seat.now) && to < Timestamp(NOW));
    assert_eq!(rig.state()["replay"]["incidents"], 0);
}

/// The past raises nothing, whatever was due then; what falls due live is raised live, however long somebody looks back.
#[test]
fn alarms_are_of_the_live_county_whatever_shows() {
    let mut rig = Rig::new();
    // What the past had due was never raised: three matters with the clock of taking them in.
    let due_then = rig.seat.picture.alarms_due(Timestamp(NOW - 1_800), 100).len();
    assert!(due_then > 0);
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    assert!(rig.seat.replay.is_on());
    rig.seat.alarms.is_on = true;
    let mut raised = Vec::new();
    for _ in 0..12 {
        rig.frame(250);
        for wanted in rig.seat.take_outbox() {
            let ToStore::Append { ticket, append } = wanted else { continue };
            let recorded = made_durable(&rig.seat, append);
            raised.extend(recorded.clone());
            rig.seat.take_from_store(FromStore::Appended { ticket, recorded });
        }
    }
    assert!(rig.seat.replay.is_on() && !raised.is_empty());
    assert!(raised.iter().all(|recorded| recorded.at.0 >= NOW), "nothing is dated into the past");
    assert!(rig.seat.live().alarms_due(Timestamp(rig.clock_ms / 1_000), 1).is_empty(), "live nothing is left to raise");
    let shown = rig.seat.picture.incidents.rows().iter();
    assert!(
        shown.filter_map(|row| row.course.as_ref()).all(|course| course.alarms.is_empty()),
        "the past stays as it was"
    );
}

#[test]
fn a_leap_shows_the_same_time_of_another_day() {
    let mut rig = Rig::new();
    let leap = |rig: &mut Rig, spans: i32| {
        rig.seat.intend(Intent::Replay(ReplayIntent::Leap(spans)));
        rig.frame(100);
        rig.frame(100);
        rig.seat.now.0
    };
    assert_eq!(leap(&mut rig, -1), NOW - 86_400, "yesterday");
    assert_eq!(leap(&mut rig, -2), NOW - 3 * 86_400);
    assert_eq!(leap(&mut rig, 1), NOW - 2 * 86_400);
    rig.seat.intend(Intent::Replay(ReplayIntent::Span(Span::Month)));
    assert_eq!(leap(&mut rig, -1), NOW - 33 * 86_400);
    leap(&mut rig, 2);
    assert!(!rig.seat.replay.is_on(), "after now is live");
}

#[test]
fn esc_ends_a_search_and_a_filter_once_nothing_else_is_open() {
    use zonglan::seat::queue::{List, ListIntent};
    use zonglan::seat::work::WorkIntent;
    let mut seat = Rig::new().seat;
    let list = |seat: &mut Seat, intent| seat.intend(Intent::Work(WorkIntent::List(intent)));
    list(&mut seat, ListIntent::Show(List::Overdue));
    list(&mut seat, ListIntent::Search("路灯".into()));
    let number = seat.picture.incidents.number(&"C".into()).unwrap();
    seat.intend(Intent::Select(Selection::Incident(number)));
    seat.intend(Intent::Back);
    assert!(seat.selection.is_none() && seat.work.queue.filter.text == "路灯", "the selection goes first");
    seat.intend(Intent::Back);
    assert_eq!((seat.work.queue.filter.text.as_str(), seat.work.queue.filter.list), ("", List::default()));
}

#[test]
fn the_slider_stays_under_whoever_draws_along_it() {
    let mut rig = Rig::new();
    let day_secs = 86_400;
    let (from, to) = rig.seat.slider_range();
    rig.mean(ReplayIntent::To(from));
    assert_eq!(rig.seat.slider_range(), (from, to), "its left edge is its own");
    assert!(rig.seat.slider_ahead_secs().is_some());
    // Beyond it there is a civil day, which stays as long as the moment is in it, also where the last hours have it too.
    rig.mean(ReplayIntent::To(from.plus_secs(-1)));
    let yesterday = rig.seat.slider_range();
    let zone = rig.seat.picture.tallies.zone();
    assert_eq!((zone.local_secs(yesterday.0) % day_secs, yesterday.1.secs_since(yesterday.0)), (0, day_secs));
    assert_eq!(rig.seat.slider_ahead_secs(), None);
    for at in [from.plus_secs(600), yesterday.1, yesterday.0] {
        rig.mean(ReplayIntent::To(at));
        assert_eq!(rig.seat.slider_range(), yesterday, "at {}", at.0);
    }
    // Played over midnight it spans the last hours again, and live it always does.
    rig.mean(ReplayIntent::To(yesterday.1.plus_secs(1)));
    assert_eq!(rig.seat.slider_range(), (from, to));
    rig.mean(ReplayIntent::To(yesterday.0));
    rig.mean(ReplayIntent::Live);
    assert_eq!(rig.seat.slider_range(), (from, to));
    for span in [Span::Month, Span::Year, Span::Decade] {
        rig.mean(ReplayIntent::Span(span));
        let (_, to) = rig.seat.slider_range();
        assert!((0..=span.bar_secs()).contains(&to.secs_since(rig.seat.clock)), "{span:?}");
    }
}

/// What called then is listed then: by the picture of that moment alone, whatever has been done since.
#[test]
fn the_list_of_alarms_is_of_the_moment_that_shows() {
    let mut rig = Rig::new();
    rig.frame(1_000);
    let listed = |rig: &Rig| {
        let mut codes: Vec<String> = Stage::ALL
            .into_iter()
            .flat_map(|stage| rig.seat.alarm_list.of(stage))
            .map(|entry| rig.seat.picture.incidents.row(entry.number).code.to_string())
            .collect();
        codes.sort();
        codes
    };
    let live = listed(&rig);
    assert_eq!(live, ["A", "B", "C"]);
    let revision = rig.seat.alarm_list.revision();
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    assert_eq!(listed(&rig), ["A", "B"], "the third had not come");
    assert_ne!(rig.seat.alarm_list.revision(), revision, "panels look anew");
    assert_eq!(rig.state()["alarm_list"]["is_past"], true);
    let b = rig.seat.picture.incidents.number(&"B".into()).unwrap();
    let of_b = rig.seat.alarm_list.entry(b).unwrap();
    assert!(of_b.raised && of_b.since == Timestamp(NOW - 3_600), "half an hour after it came it was raised: {of_b:?}");
    assert_eq!(rig.seat.alarm_list.live_count(Stage::New), 3, "those of now are counted all the same");
    // A second after it came nobody had been too slow yet.
    rig.mean(ReplayIntent::To(Timestamp(NOW - 3_599)));
    let b = rig.seat.picture.incidents.number(&"B".into()).unwrap();
    assert!(!rig.seat.alarm_list.entry(b).unwrap().raised);
    rig.mean(ReplayIntent::To(Timestamp(NOW - 3_700)));
    assert_eq!(listed(&rig), ["A"]);
    rig.mean(ReplayIntent::Live);
    assert_eq!(listed(&rig), live);
}

#[test]
fn the_last_step_back_is_back_to_live() {
    let mut rig = Rig::new();
    rig.mean(ReplayIntent::To(Timestamp(NOW - 1_800)));
    let b = rig.seat.picture.incidents.number(&"B".into()).unwrap();
    rig.seat.intend(Intent::Select(Selection::Incident(b)));
    rig.seat.intend(Intent::Back);
    assert!(rig.seat.replay.is_on() && rig.seat.selection.is_none(), "what is open goes first");
    rig.seat.intend(Intent::Back);
    assert!(!rig.seat.replay.is_wanted());
}
