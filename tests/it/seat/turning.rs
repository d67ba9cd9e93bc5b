//! A wall that turns by itself: when, to what, how long, and who ends it.

use super::{AT, NOW, store_one};
use crate::county::small_county;
use zonglan::domain::{
    Act, Actor, Command, FeedMessage, IncidentFile, IncidentRecord, LonLat, Source, Timestamp, Urgency,
};
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{
    Intent, Lang, PlotIntent, Screen, Seat, Selection, StateExtras, Subject, Toast, TourIntent, TurnPhase, VisitIntent,
    WorkIntent, state_json,
};

const DAY: i64 = 86_400;

/// A wall pumped four times a second.
struct Wall {
    seat: Seat,
    ms: i64,
}

/// Of the four towns 0 is late by three days, 1 by one day, 2 is late with a confidential matter only, 3 has news.
fn wall(settings: &[(Key, Value)]) -> Wall {
    let mut book = small_county();
    let record = |code: &str, at: LonLat, late_secs: i64, confidential: bool| IncidentRecord {
        file: IncidentFile {
            code: Some(code.into()),
            source: Source::Hotline,
            title: "井盖缺失".into(),
            urgency: Urgency::U3,
            at: Some(at),
            reported_at: NOW.plus_secs(-30 * DAY),
            confidential,
            ..IncidentFile::default()
        },
        accepted_at: Some(NOW.plus_secs(-30 * DAY + 600)),
        deadline_at: Some(NOW.plus_secs(-late_secs)),
        ..IncidentRecord::default()
    };
    book.put_incident(record("OLD-0", LonLat::new(118.01, 36.01), 3 * DAY, false));
    book.put_incident(record("OLD-1", LonLat::new(118.07, 36.01), DAY, false));
    book.put_incident(record("OLD-2", LonLat::new(118.01, 36.07), 9 * DAY, true));
    for n in 0..3 {
        book.report(&format!("NEW-{n}"), LonLat::new(118.08, 36.08), Urgency::U3, NOW.plus_secs(-60));
    }
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    let mut kept = Settings::default();
    for (key, value) in settings {
        assert!(kept.set(*key, *value));
    }
    seat.set_up(kept, Settings::default(), Vec::new());
    let mut wall = Wall { seat, ms: NOW.0 * 1_000 };
    wall.pass(0);
    wall
}

fn turning() -> Wall {
    wall(&[(Key::Turn, Value::Flag(true))])
}

impl Wall {
    fn pass(&mut self, after_ms: i64) {
        self.ms += after_ms;
        self.seat.tick(Timestamp(self.ms.div_euclid(1_000)));
        self.seat.tour_pass(self.ms);
        self.seat.turn_pass(self.ms);
        self.seat.replay_pass(self.ms);
    }

    fn secs(&mut self, secs: i64) {
        (0..secs * 4).for_each(|_| self.pass(250));
    }

    fn phase(&self) -> TurnPhase {
        self.seat.turn_phase()
    }

    /// Passes until it looks at something else, which must come within so many seconds; answers how long that took, ms.
    fn until_changed(&mut self, most_secs: i64) -> i64 {
        let (before, began) = (self.phase(), self.ms);
        while self.phase() == before {
            assert!(self.ms - began < most_secs * 1_000, "still {before:?}");
            self.pass(250);
        }
        self.ms - began
    }

    fn town(&self, n: u32) -> u32 {
        self.seat.picture.areas.number(&format!("99010100{n}").as_str().into()).unwrap()
    }

    fn sees(&self, at: LonLat) -> bool {
        let px = self.seat.view.screen_from_lonlat(at);
        (0.0..self.seat.view.width_px).contains(&px.x) && (0.0..self.seat.view.height_px).contains(&px.y)
    }

    fn report(&mut self, code: &str, urgency: Urgency, confidential: bool) {
        let file = IncidentFile {
            title: "张三家燃气泄漏".into(),
            urgency,
            confidential,
            at: Some(AT),
            reported_at: self.seat.clock,
            ..IncidentFile::default()
        };
        let act = Act::Report { file: Box::new(file), personal: None };
        let (id, incident) = (format!("id-{code}").as_str().into(), code.into());
        let by = Actor::System("来报".into());
        let command = Command { id, by, at: self.seat.clock, incident, seen_version: None, act };
        self.seat.take_from_feed(FeedMessage::Command(Box::new(command)));
        assert!(!store_one(&mut self.seat).is_empty());
    }
}

#[test]
fn nothing_moves_unless_somebody_wants_it() {
    let mut wall = wall(&[]);
    let view = wall.seat.view;
    wall.secs(1_200);
    assert_eq!((wall.phase(), wall.seat.view, wall.seat.selection), (TurnPhase::Off, view, None));
}

#[test]
fn it_announces_itself_and_takes_turns_with_the_whole_county() {
    let mut wall = turning();
    let whole = wall.seat.view;
    wall.secs(289);
    assert_eq!((wall.phase(), wall.seat.view), (TurnPhase::Still, whole));
    wall.secs(2);
    assert_eq!(wall.phase(), TurnPhase::Announced(9));
    wall.secs(8);
    assert_eq!(wall.seat.view, whole, "announced is not begun");
    wall.secs(1);
    // Of those that are late the longest first; what is confidential is no reason.
    let TurnPhase::Looking(Subject::Overdue { town, secs }) = wall.phase() else { panic!("{:?}", wall.phase()) };
    assert_eq!(town, wall.town(0));
    assert!((3 * DAY + 290..3 * DAY + 310).contains(&secs));
    assert_eq!(wall.seat.selection, Some(Selection::Area(town)));
    assert!(wall.seat.turning.is_moving());
    wall.secs(4);
    assert!(!wall.seat.turning.is_moving() && wall.seat.view.zoom > whole.zoom);
    assert!(wall.sees(LonLat::new(118.01, 36.01)) && !wall.sees(LonLat::new(118.09, 36.09)));
    let rest = wall.seat.view;
    wall.secs(10);
    assert_eq!(wall.seat.view, rest, "it rests");
    wall.until_changed(20);
    assert_eq!((wall.phase(), wall.seat.selection), (TurnPhase::Whole(true), None));
    wall.secs(4);
    assert_eq!(wall.seat.view, whole);
    // Changes take turns with what is late.
    wall.until_changed(12);
    assert_eq!(wall.phase(), TurnPhase::Looking(Subject::Changed { town: wall.town(3), changes: 3 }));
    wall.until_changed(30);
    wall.until_changed(15);
    assert!(matches!(wall.phase(), TurnPhase::Looking(Subject::Overdue { town, .. }) if town == wall.town(1)));
    // Then all was looked at: the whole county rests, and says so.
    wall.until_changed(30);
    wall.until_changed(15);
    assert_eq!(wall.phase(), TurnPhase::Whole(false));
    wall.secs(60);
    assert_eq!((wall.phase(), wall.seat.view), (TurnPhase::Whole(false), whole));
    // After a quarter of an hour the first is looked at again; nothing has changed since.
    wall.secs(900);
    let looked = |wall: &mut Wall| {
        (0..8).any(|_| {
            wall.until_changed(1_000);
            matches!(wall.phase(), TurnPhase::Looking(Subject::Overdue { town, .. }) if town == wall.town(0))
        })
    };
    assert!(looked(&mut wall));
}

#[test]
fn it_looks_for_at_least_eight_seconds_and_as_long_as_is_set() {
    for (secs, least, most) in [(8.0, 8_000, 11_000), (20.0, 20_000, 23_000), (45.0, 45_000, 48_000)] {
        let settings = [
            (Key::Turn, Value::Flag(true)),
            (Key::TurnRestSecs, Value::Number(secs)),
            (Key::TurnAfterMins, Value::Number(1.0)),
        ];
        let mut wall = wall(&settings);
        while !matches!(wall.phase(), TurnPhase::Looking(_)) {
            wall.pass(250);
            assert!(wall.ms <= (NOW.0 + 61) * 1_000, "a minute was set");
        }
        let looked_ms = wall.until_changed(60);
        assert!((least..most).contains(&looked_ms), "{secs} s: {looked_ms} ms");
        let whole_ms = wall.until_changed(20);
        assert!((8_000..11_000).contains(&whole_ms), "the whole county in between: {whole_ms} ms");
    }
    assert!(!Settings::default().set(Key::TurnRestSecs, Value::Number(7.9)), "less is refused");
}

#[test]
fn whatever_a_person_does_ends_it_and_the_map_stays() {
    let deeds: [fn(&mut Seat); 5] = [
        |seat| seat.touched(),
        |seat| seat.intend(Intent::HoverAt(None)),
        |seat| seat.intend(Intent::Pan { dx_px: 0.0, dy_px: 0.0 }),
        |seat| seat.intend(Intent::StepTown(0)),
        |seat| {
            let command = Command {
                id: "beside".into(),
                by: Actor::Officer("李".into()),
                at: seat.clock,
                incident: "NEW-0".into(),
                seen_version: None,
                act: Act::Note { text: "看到".into() },
            };
            let (reply, _answers) = std::sync::mpsc::sync_channel(1);
            seat.order_from_beside(zonglan::seat::link::Order::Command(Box::new(command)), reply);
        },
    ];
    for (n, deed) in deeds.into_iter().enumerate() {
        let mut wall = turning();
        wall.secs(300);
        wall.pass(150);
        assert!(wall.seat.turning.is_moving(), "in the middle of a flight");
        let view = wall.seat.view;
        deed(&mut wall.seat);
        assert_eq!(wall.phase(), TurnPhase::Still, "deed {n}");
        if n != 3 {
            wall.secs(285);
            assert_eq!(wall.seat.view, view, "deed {n}: it stays where it is, for as long as before");
            assert_eq!(wall.phase(), TurnPhase::Still, "deed {n}");
            wall.secs(17);
            assert!(matches!(wall.phase(), TurnPhase::Looking(_)), "deed {n}: {:?}", wall.phase());
        }
    }
    // What is announced does not begin.
    let mut wall = turning();
    wall.secs(295);
    assert!(matches!(wall.phase(), TurnPhase::Announced(_)));
    wall.seat.touched();
    wall.secs(20);
    assert_eq!(wall.phase(), TurnPhase::Still);
}

#[test]
fn a_new_u1_comes_first_shows_its_card_and_nothing_is_done_with_it() {
    let mut wall = turning();
    wall.secs(310);
    assert!(matches!(wall.phase(), TurnPhase::Looking(Subject::Overdue { .. })));
    wall.report("GAS-U2", Urgency::U2, false);
    wall.report("SECRET", Urgency::U1, true);
    wall.secs(2);
    assert!(matches!(wall.phase(), TurnPhase::Looking(Subject::Overdue { .. })), "neither is a new U1 for a wall");
    wall.report("GAS-1", Urgency::U1, false);
    wall.secs(1);
    let gas = wall.seat.picture.incidents.number(&"GAS-1".into()).unwrap();
    assert_eq!(wall.phase(), TurnPhase::Looking(Subject::Urgent { incident: gas }));
    assert_eq!(wall.seat.selection, Some(Selection::Incident(gas)), "its card shows");
    wall.secs(10);
    assert!(wall.seat.z_eff() > 14.0 && wall.sees(AT));
    assert_eq!(wall.seat.commands_under_way(), 0);
    assert!(wall.seat.take_outbox().is_empty(), "nothing is done with it");
    let state = state_json(&wall.seat, &StateExtras::default());
    assert_eq!((state["turn"]["phase"].as_str(), state["turn"]["incident"].as_str()), (Some("looking"), Some("GAS-1")));
    // It goes on, and comes back to it while nobody acknowledges it.
    wall.until_changed(20);
    assert_eq!(wall.phase(), TurnPhase::Whole(true));
    let mut looks = Vec::new();
    let began = wall.ms;
    while wall.ms - began < 400_000 {
        wall.until_changed(200);
        looks.push(wall.phase());
    }
    assert!(looks.contains(&TurnPhase::Looking(Subject::Urgent { incident: gas })), "{looks:?}");
    assert!(looks.iter().any(|look| matches!(look, TurnPhase::Looking(Subject::Overdue { .. }))), "{looks:?}");
}

#[test]
fn whoever_stops_it_by_a_key_sends_and_acknowledges_nothing() {
    for (n, act) in [Intent::Work(WorkIntent::Enter), Intent::Accept, Intent::Dispatch].into_iter().enumerate() {
        let mut wall = turning();
        wall.report("GAS-1", Urgency::U1, false);
        wall.secs(310);
        assert!(matches!(wall.phase(), TurnPhase::Looking(Subject::Urgent { .. })));
        // The window tells of the key first, then of what it means.
        wall.seat.touched();
        wall.seat.intend(act.clone());
        wall.pass(20);
        wall.seat.intend(act.clone());
        assert_eq!(wall.seat.commands_under_way(), 0, "act {n}");
        assert!(wall.seat.toasts().any(|toast| *toast == Toast::OnlyStopped), "act {n}");
        assert!(wall.seat.selected_incident().is_some(), "its card stays, to be looked at");
        wall.secs(2);
        wall.seat.intend(Intent::Accept);
        assert_eq!(wall.seat.commands_under_way(), 1, "pressed again, it is done");
    }
}

#[test]
fn the_key_asks_for_it_once() {
    let mut wall = wall(&[]);
    wall.seat.intend(Intent::Turn);
    wall.pass(250);
    assert_eq!(wall.phase(), TurnPhase::Announced(10));
    wall.secs(11);
    assert!(matches!(wall.phase(), TurnPhase::Looking(_)));
    // The same key ends it, whichever way it is told.
    wall.seat.touched();
    wall.seat.intend(Intent::Turn);
    wall.secs(1_200);
    assert_eq!(wall.phase(), TurnPhase::Off, "it does not come back by itself");
    wall.seat.intend(Intent::Plot(PlotIntent::Next));
    wall.seat.intend(Intent::Turn);
    assert!(wall.seat.toasts().any(|toast| *toast == Toast::NoTurning));
    assert_eq!(wall.phase(), TurnPhase::Off);
}

#[test]
fn it_keeps_out_of_the_way_of_whatever_is_open() {
    let busy: [fn(&mut Seat); 6] = [
        |seat| seat.intend(Intent::Tour(TourIntent::Toggle)),
        |seat| seat.intend(Intent::Help),
        |seat| seat.intend(Intent::Plot(PlotIntent::Next)),
        |seat| seat.intend(Intent::Visit(VisitIntent::Toggle)),
        |seat| seat.intend(Intent::Work(WorkIntent::Desk)),
        |seat| seat.intend(Intent::Setup(zonglan::seat::SetupIntent::Toggle)),
    ];
    for (n, open) in busy.into_iter().enumerate() {
        let mut wall = turning();
        open(&mut wall.seat);
        wall.secs(500);
        assert_eq!(wall.phase(), TurnPhase::Still, "case {n}");
        assert!(!wall.seat.turning.is_moving());
    }
    // What opens while it turns ends it: somebody opened it.
    let mut wall = turning();
    wall.secs(305);
    wall.seat.intend(Intent::Replay(zonglan::seat::ReplayIntent::To(NOW.plus_secs(-3_600))));
    wall.pass(250);
    assert_eq!(wall.phase(), TurnPhase::Still);
}

#[test]
fn it_cuts_where_motion_is_reduced() {
    let mut wall = wall(&[(Key::Turn, Value::Flag(true)), (Key::ReducedMotion, Value::Flag(true))]);
    let mut views = vec![wall.seat.view];
    for _ in 0..4 * 400 {
        wall.pass(250);
        assert!(!wall.seat.turning.is_moving());
        if views.last() != Some(&wall.seat.view) {
            views.push(wall.seat.view);
        }
    }
    assert!((3..=9).contains(&views.len()), "one view a look: {}", views.len());
}

#[test]
fn the_same_wall_looks_at_the_same_whenever_it_is_asked() {
    let looks = || {
        let mut wall = turning();
        let mut looks = Vec::new();
        for second in 0..900 {
            if second == 400 {
                wall.report("GAS-1", Urgency::U1, false);
            }
            wall.secs(1);
            looks.push((wall.phase(), wall.seat.view));
        }
        looks
    };
    assert_eq!(looks(), looks());
}

#[test]
fn a_clock_that_jumps_does_not_begin_it() {
    let mut wall = turning();
    wall.pass(3_600_000);
    assert_eq!(wall.phase(), TurnPhase::Still);
    wall.pass(-7_200_000);
    wall.secs(280);
    assert_eq!(wall.phase(), TurnPhase::Still);
    wall.secs(25);
    assert!(matches!(wall.phase(), TurnPhase::Looking(_)));
}

#[test]
fn two_keys_step_through_the_towns() {
    let mut wall = wall(&[]);
    let towns: Vec<u32> = wall.seat.picture.figures(NOW).towns.iter().map(|line| line.town).collect();
    let whole = wall.seat.view;
    for town in &towns {
        wall.seat.intend(Intent::StepTown(1));
        assert_eq!(wall.seat.drill, Some(*town));
    }
    wall.seat.intend(Intent::StepTown(1));
    assert_eq!((wall.seat.drill, wall.seat.view), (None, whole), "after the last one the whole county");
    wall.seat.intend(Intent::StepTown(-1));
    assert_eq!(wall.seat.drill, towns.last().copied());
    // From a grid the next town is its town's.
    let grid = wall.seat.picture.areas.number(&"990101001000".into()).unwrap();
    let place = towns.iter().position(|town| *town == wall.town(1)).unwrap();
    wall.seat.intend(Intent::DrillTo(Some(grid)));
    wall.seat.intend(Intent::StepTown(1));
    assert_eq!(wall.seat.drill, towns.get(place + 1).copied());
}
