//! The seat without graphics: intents, the office, feeds; the store is a spy that answers when told.
#![allow(clippy::unwrap_used)]

mod alarm_flood;
mod alarm_list;
mod alarms;
mod cameras;
mod clock;
mod desk_sides;
mod drafts;
mod flying;
mod found_places;
mod heat;
mod list;
mod pace;
mod reach;
mod setup;
mod shift;
mod staff;
mod taken_back;
mod tools;
mod turning;
mod visit;
mod walls;
mod work;

use crate::county::{made_durable, small_county};
use std::sync::mpsc::sync_channel;
use zonglan::domain::{Act, Actor, Command, DutyChange, Fix, LonLat, Recorded, State, Timestamp, Urgency};
use zonglan::seat::link::{Answer, FromFeed, FromStore, ToStore};
use zonglan::seat::{Delivery, FeedState, Intent, Lang, Layer, Screen, Seat, Selection, Toast};

const NOW: Timestamp = Timestamp(1_789_000_000);
const AT: LonLat = LonLat::new(118.05, 36.05);

fn seat() -> Seat {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    book.report("CL-2", LonLat::new(118.02, 36.02), Urgency::U3, NOW);
    book.stand("W1", zonglan::spatial::destination(AT, 45.0, 320.0), NOW.plus_secs(-20));
    book.stand("W2", zonglan::spatial::destination(AT, 90.0, 900.0), NOW.plus_secs(-20));
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat
}

/// Makes what the seat wants stored durable, as a store would, one request at a time.
fn store_one(seat: &mut Seat) -> Vec<Recorded> {
    let mut outbox = seat.take_outbox();
    // Views and drafts are kept beside the ledger: nobody waits for an answer.
    outbox.retain(|wanted| !matches!(wanted, ToStore::Settings(_)));
    if outbox.is_empty() {
        return Vec::new();
    }
    let ToStore::Append { ticket, append } = outbox.remove(0) else { panic!("an append") };
    seat.return_to_outbox(outbox);
    let recorded = made_durable(seat, append);
    seat.take_from_store(FromStore::Appended { ticket, recorded: recorded.clone() });
    recorded
}

fn state(seat: &Seat, code: &str) -> State {
    seat.picture.incidents.row(seat.picture.incidents.number(&code.into()).unwrap()).state
}

#[test]
fn two_clicks_send_somebody_and_nothing_is_shown_as_sent_before_it_is_durable() {
    let mut seat = seat();
    let px = seat.view.screen_from_lonlat(AT);
    seat.intend(Intent::PickAt(px));
    let incident = seat.selected_incident().unwrap();
    assert_eq!(seat.recommendation.candidates.len(), 2, "the card holds candidates at once");
    seat.intend(Intent::Dispatch);
    assert_eq!(state(&seat, "CL-1"), State::Reported, "not before the store has it");
    assert_eq!(seat.commands_under_way(), 1);
    assert_eq!(store_one(&mut seat).len(), 3, "accepted, with the clock of finding out, and assigned in one");
    assert_eq!(state(&seat, "CL-1"), State::Assigned);
    assert_eq!(seat.delivery(incident), Delivery::Sending);
    seat.tick(NOW.plus_secs(15));
    assert_eq!(seat.delivery(incident), Delivery::Undelivered);
}

#[test]
fn the_keyboard_alone_sends_and_takes_back() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    assert_eq!(seat.selection.map(|s| s.id(&seat.picture)), Some("CL-1".into()), "the most urgent first");
    seat.intend(Intent::Choose(1));
    let chosen = seat.recommendation.candidates[1].worker;
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    let incident = seat.selected_incident().unwrap();
    assert_eq!(seat.picture.incidents.row(incident).worker, Some(chosen));
    assert!(seat.order.is_some(), "the bar offers to take it back");
    seat.intend(Intent::Recall);
    store_one(&mut seat);
    assert_eq!(state(&seat, "CL-1"), State::Accepted);
    assert_eq!(seat.picture.incidents.row(incident).worker, None);
}

#[test]
fn a_key_pressed_twice_does_not_send_twice() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Dispatch);
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    seat.intend(Intent::Dispatch);
    assert!(store_one(&mut seat).is_empty() && seat.commands_under_way() == 0);
    let incident = seat.selected_incident().unwrap();
    let first = seat.picture.incidents.row(incident).worker;
    seat.tick(NOW.plus_secs(11));
    seat.intend(Intent::Choose(0));
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    assert_ne!(seat.picture.incidents.row(incident).worker, first, "somebody else, chosen on purpose");
}

#[test]
fn a_double_click_sends_one_person() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Dispatch);
    store_one(&mut seat);
    seat.tick(NOW.plus_secs(11));
    let incident = seat.selected_incident().unwrap();
    let sent = |seat: &Seat| seat.picture.incidents.row(incident).worker;
    let first = sent(&seat);
    seat.intend(Intent::Reassign);
    seat.intend(Intent::Reassign);
    store_one(&mut seat);
    let second = sent(&seat);
    assert_ne!(second, first, "the first press sends somebody else");
    seat.tick(NOW.plus_secs(12));
    seat.intend(Intent::Reassign);
    assert!(store_one(&mut seat).is_empty() && sent(&seat) == second, "the second press is the same one");
    seat.tick(NOW.plus_secs(14));
    seat.intend(Intent::Reassign);
    assert!(!store_one(&mut seat).is_empty(), "later it is meant");
}

#[test]
fn who_was_just_called_off_is_offered_last() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    let offered = |seat: &Seat| -> Vec<u32> { seat.recommendation.candidates.iter().map(|one| one.worker).collect() };
    let all = offered(&seat);
    assert!(all.len() >= 2, "{all:?}");
    for round in 0..2 {
        seat.intend(if round == 0 { Intent::Dispatch } else { Intent::Reassign });
        store_one(&mut seat);
        seat.tick(NOW.plus_secs(11 * (round + 1)));
    }
    let left = offered(&seat);
    assert_eq!(left.last(), Some(&all[0]), "{left:?}: it was {} who was sent first", all[0]);
    assert!(left.len() == 1 || left[0] != all[0]);
}

#[test]
fn commands_for_one_matter_wait_for_each_other() {
    let mut seat = seat();
    let by = Actor::Worker("W1".into());
    let command = |n: u32, act| Command {
        id: format!("c{n}").into(),
        by: by.clone(),
        at: NOW,
        incident: "CL-1".into(),
        seen_version: None,
        act,
    };
    let assign = Act::Assign { agency: None, worker: Some("W1".into()), message: String::new() };
    for (n, act) in (0..).zip([assign, Act::Deliver, Act::Receipt, Act::Arrive]) {
        seat.take_from_feed(FromFeed::Command(Box::new(command(n, act))));
    }
    for expected in [State::Assigned, State::Assigned, State::Receipted, State::OnScene] {
        assert!(!store_one(&mut seat).is_empty());
        assert_eq!(state(&seat, "CL-1"), expected);
    }
    assert_eq!((seat.commands_under_way(), seat.feed_refusals()), (0, 0));
}

#[test]
fn a_store_that_refuses_leaves_everything_as_it_was_and_says_so() {
    let mut seat = seat();
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Dispatch);
    let Some(ToStore::Append { ticket, .. }) = seat.take_outbox().pop() else { panic!("an append") };
    seat.take_from_store(FromStore::Refused { ticket, why: "the disk is full".into() });
    assert_eq!(state(&seat, "CL-1"), State::Reported);
    assert_eq!(seat.toasts().last(), Some(&Toast::NotStored("the disk is full".into())));
    assert_eq!(seat.commands_under_way(), 0);
}

#[test]
fn whoever_asks_from_beside_gets_an_answer_either_way() {
    let mut seat = seat();
    let (reply, answer) = sync_channel(1);
    let close = Command {
        id: "x".into(),
        by: Actor::Officer("陈立".into()),
        at: NOW,
        incident: "CL-1".into(),
        seen_version: None,
        act: Act::Close,
    };
    seat.command_from_beside(close.clone(), reply);
    assert!(matches!(answer.try_recv().unwrap(), Answer::Refused(why) if why.contains("possible: accept, assign")));
    let (reply, answer) = sync_channel(1);
    let accept = Act::Accept { category: None, urgency: None, difficulty: None };
    seat.command_from_beside(Command { act: accept, ..close }, reply);
    store_one(&mut seat);
    // Its report was two events: the matter, and the clock until it is taken in.
    assert!(matches!(answer.try_recv().unwrap(), Answer::Done(recorded) if recorded[0].version == 3));
}

#[test]
fn a_silent_feed_grows_stale_and_dies() {
    let mut seat = seat();
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 30, at: NOW });
    for (later_secs, expected) in [(60, FeedState::Live), (61, FeedState::Stale), (181, FeedState::Dead)] {
        seat.tick(NOW.plus_secs(later_secs));
        assert_eq!(seat.feeds.state("定位"), Some(expected), "after {later_secs} s");
    }
    assert!(seat.feeds.all_dead());
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 30, at: NOW.plus_secs(182) });
    seat.tick(NOW.plus_secs(183));
    assert_eq!(seat.feeds.state("定位"), Some(FeedState::Live));
}

#[test]
fn zooming_keeps_the_point_under_the_cursor_and_drilling_goes_down_and_up() {
    let mut seat = seat();
    let px = seat.view.screen_from_lonlat(AT);
    seat.intend(Intent::ZoomAt { px, dz: 2.5 });
    let after = seat.view.screen_from_lonlat(AT);
    assert!((after.x - px.x).abs() < 1e-6 && (after.y - px.y).abs() < 1e-6);
    seat.intend(Intent::WholeCounty);
    let town = seat.picture.areas.number(&"990101003".into()).unwrap();
    seat.intend(Intent::Fit(Selection::Area(town)));
    let names: Vec<&str> = seat.breadcrumb().iter().map(|n| &*seat.picture.areas.row(*n).name).collect();
    assert_eq!(names, ["测试县", "第3镇"]);
    seat.intend(Intent::LevelUp);
    assert_eq!(seat.drill, None);
    assert_eq!(seat.breadcrumb().len(), 1, "the county is the whole");
}

#[test]
fn where_no_area_is_the_whole_none_is_named_as_such() {
    let mut book = crate::county::small_county();
    let events: Vec<_> = std::mem::take(&mut book.events);
    let mut towns = zonglan::picture::Picture::new(8 * 3600);
    let is_county = |event: &zonglan::domain::Event| matches!(event, zonglan::domain::Event::AreaPut(area) if area.level == zonglan::domain::AreaLevel::County);
    events.iter().filter(|recorded| !is_county(&recorded.event)).for_each(|recorded| towns.apply(recorded));
    let mut seat = Seat::new(towns, Screen::guessed(1920.0, 1080.0), NOW, Lang::En);
    seat.tick(NOW);
    assert!(seat.breadcrumb().is_empty());
}

#[test]
fn layers_are_named_as_the_command_line_names_them() {
    let mut seat = seat();
    seat.layers.take("-heat,fill").unwrap();
    assert!(!seat.layers.shows(Layer::Heat) && seat.layers.shows(Layer::AreaFill) && seat.layers.shows(Layer::Workers));
    seat.layers.take("workers").unwrap();
    assert!(seat.layers.shows(Layer::Workers) && !seat.layers.shows(Layer::Basemap));
    assert_eq!(seat.layers.take("nonsense"), Err("nonsense".into()));
}

#[test]
fn a_click_on_a_dedicated_grid_means_it_and_the_next_one_the_area_below() {
    let mut book = small_county();
    let corners = [(118.049, 36.049), (118.051, 36.049), (118.051, 36.051), (118.049, 36.051)];
    let ring = geo::LineString::from(corners.to_vec());
    let outline = zonglan::domain::Outline(geo::MultiPolygon(vec![geo::Polygon::new(ring, Vec::new())]));
    book.put(zonglan::domain::Event::AreaPut(zonglan::domain::Area {
        code: "market".into(),
        name: "农贸市场".into(),
        level: zonglan::domain::AreaLevel::Grid,
        parent: None,
        population: None,
        dedicated: true,
        valid_from: None,
        outline,
    }));
    let mut seat = Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh);
    seat.tick(NOW);
    seat.view.center = AT;
    let code = |seat: &Seat| seat.selection.map(|thing| thing.id(&seat.picture));
    let click = |seat: &mut Seat| {
        let px = seat.view.screen_from_lonlat(AT);
        seat.intend(Intent::PickAt(px));
    };
    seat.view.zoom = 12.0;
    click(&mut seat);
    assert_ne!(code(&seat).as_deref(), Some("market"), "from far it is not drawn, and not meant");
    seat.view.zoom = 16.0;
    click(&mut seat);
    assert_eq!(code(&seat).as_deref(), Some("market"));
    click(&mut seat);
    let below = code(&seat).unwrap();
    assert_ne!(below, "market");
    seat.layers.set(Layer::Dedicated, false);
    seat.selection = None;
    click(&mut seat);
    assert_eq!(code(&seat), Some(below), "what is not shown is not meant");
}

#[test]
fn gaps_are_searched_while_they_show_and_anew_when_a_register_changes() {
    let mut book = small_county();
    let mut seat = Seat::new(
        std::mem::replace(&mut book.picture, zonglan::picture::Picture::new(0)),
        Screen::guessed(1920.0, 1080.0),
        NOW,
        Lang::Zh,
    );
    seat.tick(NOW);
    assert!(!seat.gaps.is_searching() && seat.gaps.revision() == 0, "nobody looks");
    seat.intend(Intent::Toggle(Layer::Gaps));
    let settle = |seat: &mut Seat, now| {
        let frames = (0..10).take_while(|_| {
            seat.tick(now);
            seat.gaps.is_searching()
        });
        frames.count()
    };
    assert!(settle(&mut seat, NOW) > 1, "a frame goes through one part only");
    assert_eq!(*seat.gaps.gaps(), seat.picture.gaps());
    let before = seat.gaps.revision();
    assert!(before > 0);
    seat.tick(NOW);
    assert!(!seat.gaps.is_searching(), "nothing has changed");
    // A camera far outside of the county is a gap more.
    let outside = zonglan::domain::Event::CameraPut(zonglan::domain::Camera {
        code: "FAR".into(),
        name: "远处".into(),
        operator: None,
        at: LonLat::new(100.0, 20.0),
        direction_deg: None,
        fov_deg: None,
        range_m: None,
        state: zonglan::domain::CameraState::Online,
    });
    let stream = zonglan::domain::Stream::of_register(&outside).unwrap();
    let by = Actor::System("test".into());
    let seq = seat.picture.seq + 1;
    seat.picture.apply(&Recorded { seq, stream, version: 1, at: NOW, by, event: outside });
    settle(&mut seat, NOW);
    assert!(seat.gaps.revision() > before);
    let outside = seat.gaps.gaps().of(zonglan::picture::GapKind::CameraOutside).unwrap();
    assert!(outside.items.iter().any(|item| item.code == "FAR"));
}

/// The positions that the seat gives to the store; nothing else may wait there.
fn for_tracks(seat: &mut Seat) -> Vec<Vec<Fix>> {
    let fixes = |message| match message {
        ToStore::Fixes(fixes) => fixes,
        other => panic!("not a position: {other:?}"),
    };
    seat.take_outbox().into_iter().map(fixes).collect()
}

#[test]
fn a_late_position_moves_nobody_and_goes_to_the_track() {
    let mut seat = seat();
    let fix = |worker: &str, secs: i64, lon_deg: f64| Fix {
        worker: worker.into(),
        at: LonLat::new(lon_deg, 36.05),
        fixed_at: NOW.plus_secs(secs),
        heading_deg: None,
    };
    let now = fix("W1", 10, 118.06);
    let backlog = vec![fix("W1", -30, 118.04), fix("W1", -60, 118.03), fix("W1", -30, 118.04)];
    seat.take_from_feed(FromFeed::Fixes(vec![now.clone()]));
    seat.take_from_feed(FromFeed::Fixes(backlog.clone()));
    seat.take_from_feed(FromFeed::Fixes(vec![fix("NOBODY", 10, 118.05), fix("W1", 20, 200.0)]));
    assert_eq!(for_tracks(&mut seat), [vec![now.clone()], backlog]);
    let row = seat.picture.workers.row(seat.picture.workers.number("W1").unwrap());
    assert_eq!(row.fix.map(|fix| fix.at), Some(now.at));
}

#[test]
fn who_goes_off_duty_stands_on_the_map_no_more_once_that_is_durable() {
    let mut seat = seat();
    let change = |worker: &str, on_duty, secs| DutyChange { worker: worker.into(), on_duty, at: NOW.plus_secs(secs) };
    let said = |changes: Vec<DutyChange>| FromFeed::Duty { feed: "网格App".into(), changes };
    let is_on_map = |seat: &Seat, worker: &str| {
        seat.picture.workers.row(seat.picture.workers.number(worker).unwrap()).is_on_map(NOW.plus_secs(5))
    };
    seat.take_from_feed(said(vec![change("NOBODY", true, 1)]));
    assert!(seat.take_outbox().is_empty(), "of strangers nothing is said");
    seat.take_from_feed(said(vec![change("W1", false, 2), change("W2", false, 3)]));
    assert!(is_on_map(&seat, "W1"), "not before the store has it");
    let recorded = store_one(&mut seat);
    assert_eq!(recorded.len(), 2, "together");
    assert!(recorded.iter().all(|one| one.by == Actor::System("网格App".into()) && one.at == NOW.plus_secs(3)));
    assert!(!is_on_map(&seat, "W1") && !is_on_map(&seat, "W2"));
    let fix = Fix { worker: "W1".into(), at: AT, fixed_at: NOW.plus_secs(4), heading_deg: None };
    seat.take_from_feed(FromFeed::Fixes(vec![fix.clone()]));
    assert!(seat.take_outbox().is_empty(), "positions exist on duty only");
    seat.take_from_feed(said(vec![change("W1", true, 4)]));
    let Some(ToStore::Append { ticket, append }) = seat.take_outbox().pop() else { panic!("an append") };
    seat.take_from_store(FromStore::Refused { ticket, why: "the disk is full".into() });
    assert_eq!(seat.feed_refusals(), 1, "and that is counted");
    let recorded = made_durable(&seat, append);
    seat.take_from_store(FromStore::Appended { ticket, recorded });
    seat.take_from_feed(FromFeed::Fixes(vec![fix.clone()]));
    assert_eq!(for_tracks(&mut seat), [vec![fix]]);
    assert!(is_on_map(&seat, "W1") && !is_on_map(&seat, "W2"));
}
