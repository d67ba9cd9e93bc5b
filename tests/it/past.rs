//! Past moments: the picture at a moment against the picture folded up to that moment, on a path of its own.
#![allow(clippy::unwrap_used)]

mod cut;
mod positions;
mod seat;
mod walk;

use crate::county::{Book, small_county};
use crate::picture::live;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::ControlFlow;
use zonglan::domain::{
    Actor, Append, Area, AreaLevel, CallBack, Camera, CameraState, Event, IncidentFile, IncidentRecord, LonLat,
    Outline, Personal, Recorded, Register, Stream, Timestamp, Urgency,
};
use zonglan::ledger::{Appended, Bulk, Checkpoint, Ledger, LedgerError};
use zonglan::picture::{Past, Picture};

const OFFSET_SECS: i32 = 8 * 3600;

/// A ledger that is only read.
pub(crate) struct Pages(pub(crate) Vec<Recorded>);

fn only_read<T>() -> Result<T, LedgerError> {
    Err(LedgerError::ReadOnly { path: "pages".into(), why: "a test's".into() })
}

impl Ledger for Pages {
    fn append(&mut self, _: &Append) -> Result<Appended, LedgerError> {
        only_read()
    }
    fn read_after(&self, seq: u64, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        let _ = self.0.iter().filter(|recorded| recorded.seq > seq).try_for_each(|recorded| each(recorded.clone()));
        Ok(())
    }
    fn read_stream(&self, stream: &Stream) -> Result<Vec<Recorded>, LedgerError> {
        Ok(self.0.iter().filter(|recorded| recorded.stream == *stream).cloned().collect())
    }
    fn last_seq(&self) -> Result<u64, LedgerError> {
        Ok(self.0.last().map_or(0, |recorded| recorded.seq))
    }
    fn personal(&self, _: &Stream) -> Result<Option<Personal>, LedgerError> {
        Ok(None)
    }
    fn erase_personal(&mut self, _: &Stream) -> Result<(), LedgerError> {
        only_read()
    }
    fn bulk(&mut self, _: Timestamp, _: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError> {
        only_read()
    }
    fn save_checkpoint(&mut self, _: &Checkpoint) -> Result<(), LedgerError> {
        only_read()
    }
    fn load_checkpoint(&self, _: u32) -> Result<Option<Checkpoint>, LedgerError> {
        Ok(None)
    }
}

/// The picture folded from the events of which `counts` keeps something.
fn folded(events: &[Recorded], counts: impl Fn(&Recorded) -> Option<Recorded>) -> Picture {
    let mut picture = Picture::new(OFFSET_SECS);
    events.iter().filter_map(counts).for_each(|recorded| picture.apply(&recorded));
    picture.derive();
    picture
}

/// The same in every way that somebody could see, positions apart.
fn assert_same(past: &Picture, folded: &Picture, moment: Timestamp) {
    assert_eq!(past.hash(), folded.hash(), "at {}", moment.0);
    // A town without a matter stands where it came; rows are numbered alike in both.
    assert_eq!(past.figures(moment), folded.figures(moment), "at {}", moment.0);
    let codes = |picture: &Picture, numbers: Vec<u32>| -> Vec<String> {
        numbers.into_iter().map(|n| picture.incidents.row(n).code.to_string()).collect()
    };
    let mut queues = [codes(past, past.queue(moment)), codes(folded, folded.queue(moment))];
    queues.iter_mut().for_each(|queue| queue.sort());
    assert_eq!(queues[0], queues[1], "at {}", moment.0);
    let tasks = |picture: &Picture| -> Vec<Vec<String>> {
        let of = |tasks: &Vec<u32>| {
            let mut codes = codes(picture, tasks.clone());
            codes.sort();
            codes
        };
        picture.workers.rows().iter().map(|row| of(&row.tasks)).collect()
    };
    assert_eq!(tasks(past), tasks(folded), "at {}", moment.0);
    for row in past.incidents.rows() {
        let number = folded.incidents.number(&row.code).unwrap();
        let same = folded.incidents.row(number);
        let words = |row: &zonglan::picture::IncidentRow| (row.steps(), row.result.clone(), row.grid, row.town, row.at);
        assert_eq!(words(row), words(same), "{} at {}", row.code, moment.0);
    }
    let spot = LonLat::new(118.04, 36.04);
    let near = |picture: &Picture| -> Vec<String> {
        let hits = picture.incidents.closed_index().nearest(spot, 5, |_| true);
        let mut near = codes(picture, hits.iter().map(|hit| hit.id).collect());
        near.sort();
        near
    };
    assert_eq!(near(past), near(folded), "at {}", moment.0);
}

fn between(dice: &mut ChaCha8Rng, from: Timestamp, to: Timestamp) -> Timestamp {
    Timestamp(dice.random_range(from.0..=to.0))
}

fn tile(west: f64, east: f64) -> Outline {
    Outline(geo::MultiPolygon(vec![
        geo::Rect::new(geo::Coord { x: west, y: 36.0 }, geo::Coord { x: east, y: 36.025 }).to_polygon(),
    ]))
}

/// A county that was lived: matters carried along, people hired and let go, a camera that breaks, a grid cut anew.
fn lived() -> Book {
    let mut book = small_county();
    let camera = |state| Camera {
        code: "C1".into(),
        name: "翠屏街口".into(),
        operator: None,
        at: LonLat::new(118.02, 36.02),
        direction_deg: None,
        fov_deg: None,
        range_m: None,
        state,
    };
    book.put(Event::CameraPut(camera(CameraState::Online)));
    live(&mut book, 41, 900);
    let at = book.picture.latest_at.plus_secs(10);
    book.put_at(at, Event::CameraPut(camera(CameraState::Fault)));
    let worker = |book: &Book, number: u32, on_duty| {
        Event::WorkerPut(zonglan::domain::Worker { on_duty, ..book.picture.workers.row(number).worker.clone() })
    };
    let event = worker(&book, 3, false);
    book.put_at(at, event);
    // One grid gives its eastern half to a new one.
    let code = "990101000000";
    let grid = |code: &str, outline| {
        Event::AreaPut(Area {
            code: code.into(),
            name: format!("新{code}"),
            level: AreaLevel::Grid,
            parent: Some("990101000".into()),
            population: None,
            dedicated: false,
            valid_from: Some(at),
            outline,
        })
    };
    book.put_at(at, grid(code, tile(118.0, 118.0125)));
    book.put_at(at, grid("990101000009", tile(118.0125, 118.025)));
    book.picture.derive();
    go_on(&mut book, at.plus_secs(5), 43);
    let at = book.picture.latest_at.plus_secs(10);
    let gone = Event::Retired { register: Register::Worker, code: "W7".into(), from: at };
    book.put_at(at, gone);
    let event = worker(&book, 3, true);
    book.put_at(at, event);
    book.picture.derive();
    go_on(&mut book, at.plus_secs(5), 44);
    book
}

/// More life, later than all that was.
fn go_on(book: &mut Book, from: Timestamp, seed: u64) {
    let mut more = small_county();
    live(&mut more, seed, 700);
    let shift = from.secs_since(Timestamp(1_789_000_000));
    let events: Vec<Recorded> = more.events.into_iter().filter(|e| e.stream.incident_code().is_some()).collect();
    for recorded in events {
        let event = match recorded.event {
            Event::Reported(mut file) => {
                file.reported_at = file.reported_at.plus_secs(shift);
                Event::Reported(file)
            }
            event => event,
        };
        let stream = Stream::new(format!("{}-{seed}", recorded.stream.as_str()));
        book.record(stream, recorded.at.plus_secs(shift), recorded.by, event);
    }
}

#[test]
fn a_past_picture_is_the_picture_that_was_folded_live_up_to_that_moment() {
    let book = lived();
    let ledger = Pages(book.events.clone());
    let whole = folded(&book.events, |recorded| Some(recorded.clone()));
    let first = Timestamp(1_788_999_000);
    let last = whole.latest_at.plus_secs(1_000);
    let hash = whole.hash();
    let mut past = Past::new(whole, &ledger).unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(5);
    let mut spare = None;
    let mut moment = last;
    for turn in 0..100 {
        // Far and near, there and back: both ways of moving a picture.
        moment = match turn % 3 {
            0 => between(&mut dice, first, last),
            1 => moment.plus_secs(dice.random_range(-9_000..9_000)).clamp(first, last),
            _ => moment.plus_secs(dice.random_range(-300..300)).clamp(first, last),
        };
        let picture = past.picture_at(moment, spare.take(), &ledger).unwrap();
        let live = folded(&book.events, |recorded| (recorded.at <= moment).then(|| recorded.clone()));
        assert_same(&picture, &live, moment);
        assert_eq!(picture.moment(), Some(moment));
        spare = (turn % 10 != 9).then_some(picture);
    }
    let now = past.picture_at(last, spare, &ledger).unwrap();
    assert_eq!(now.hash(), hash, "the last moment is the present");
}

/// A history as another system tells it; some of its moments are not known.
fn told(dice: &mut ChaCha8Rng, code: &str, begin: Timestamp) -> IncidentRecord {
    let mut at = begin;
    let reported_at = at;
    let steps = dice.random_range(0..9);
    let mut next = |place: u32, dice: &mut ChaCha8Rng| {
        at = at.plus_secs(dice.random_range(0..40_000));
        let is_told = dice.random_range(0..8) > 0;
        (place < steps && is_told).then_some(at)
    };
    // One in some was written down as taken in before it was reported.
    let accepted_at = next(0, dice).map(|at| if at.0 % 11 == 0 { begin.plus_secs(-90_000) } else { at });
    let assigned_at = next(1, dice);
    let receipted_at = next(2, dice);
    let arrived_at = next(3, dice);
    let handled_at = next(4, dice);
    let checked_at = next(5, dice);
    let called_back_at = next(6, dice);
    let closed_at = next(7, dice);
    IncidentRecord {
        file: IncidentFile {
            code: Some(code.into()),
            title: "井盖破损".into(),
            urgency: Urgency::ALL[dice.random_range(0..4)],
            at: Some(LonLat::new(118.0 + dice.random_range(0.0..0.1), 36.0 + dice.random_range(0.0..0.1))),
            reported_at,
            ..IncidentFile::default()
        },
        deadline_at: (dice.random_range(0..4) > 0).then(|| reported_at.plus_secs(100_000)),
        agency: Some(["城管局", "住建局"][dice.random_range(0..2)].into()),
        worker: (dice.random_range(0..3) > 0).then(|| format!("W{}", dice.random_range(0..10)).into()),
        accepted_at,
        assigned_at,
        receipted_at,
        arrived_at,
        handled_at,
        checked_at,
        called_back_at,
        satisfaction: called_back_at.map(|_| CallBack::Satisfied),
        closed_at,
        answered_at: None,
        result: handled_at.map(|_| "修好了".into()),
    }
}

#[test]
fn imported_histories_are_cut_and_go_on_living() {
    let mut book = small_county();
    let mut dice = ChaCha8Rng::seed_from_u64(9);
    let (begin, imported) = (Timestamp(1_788_000_000), Timestamp(1_789_000_000));
    for n in 0..600 {
        let reported_at = between(&mut dice, begin, imported.plus_secs(-1));
        let record = told(&mut dice, &format!("CL-{}", n + 20), reported_at);
        book.import_at(imported, record);
    }
    // Some lives go on: the first of the imported codes are those that live commands name.
    live(&mut book, 77, 1_500);
    // Some are told anew, later, with another history, also of a moment before or after.
    let again = book.picture.latest_at.plus_secs(60);
    for n in 0..120 {
        let reported_at = between(&mut dice, begin, imported);
        let record = told(&mut dice, &format!("CL-{}", 5 * n + 20), reported_at);
        book.import_at(again, record);
    }
    let ledger = Pages(book.events.clone());
    let whole = folded(&book.events, |recorded| Some(recorded.clone()));
    let last = whole.latest_at.max(again).plus_secs(1_000);
    let mut past = Past::new(folded(&book.events, |recorded| Some(recorded.clone())), &ledger).unwrap();
    let mut spare = None;
    for turn in 0..100 {
        let moment = if turn % 2 == 0 { between(&mut dice, begin, last) } else { between(&mut dice, begin, imported) };
        let picture = past.picture_at(moment, spare.take(), &ledger).unwrap();
        // By the last word of a matter.
        let is_there = |stream: &Stream| {
            let Some(code) = stream.incident_code() else { return true };
            let row = whole.incidents.row(whole.incidents.number(&code).unwrap());
            let seen = row.trace.first().filter(|step| step.kind == zonglan::domain::StepKind::Reported);
            seen.map_or(row.reported_at(), |step| step.at) <= moment
        };
        let mut live = folded(&book.events, |recorded| match &recorded.event {
            _ if !is_there(&recorded.stream) => None,
            Event::IncidentImported(record) => {
                let event = Event::IncidentImported(Box::new(record.until(moment)?));
                Some(Recorded { event, ..recorded.clone() })
            }
            _ if recorded.stream.incident_code().is_none() => Some(recorded.clone()),
            _ => (recorded.at <= moment).then(|| recorded.clone()),
        });
        live.seq = book.events.iter().rfind(|recorded| recorded.at <= moment).map_or(0, |recorded| recorded.seq);
        assert_same(&picture, &live, moment);
        spare = (turn % 10 != 9).then_some(picture);
    }
}

#[test]
fn what_the_ledger_hears_later_is_taken_in() {
    let mut book = small_county();
    live(&mut book, 3, 500);
    let known = book.events.len();
    live_on(&mut book);
    let all = book.events.clone();
    let early = Pages(all[..known].to_vec());
    let mut past = Past::new(folded(&early.0, |recorded| Some(recorded.clone())), &early).unwrap();
    let mut spare = None;
    let mut dice = ChaCha8Rng::seed_from_u64(2);
    for heard in (known..=all.len()).step_by(23) {
        let ledger = Pages(all[..heard].to_vec());
        past.catch_up(&ledger).unwrap();
        let last = all[heard - 1].at;
        for moment in [last, between(&mut dice, Timestamp(1_789_000_000), last)] {
            let picture = past.picture_at(moment, spare.take(), &ledger).unwrap();
            let live = folded(&ledger.0, |recorded| (recorded.at <= moment).then(|| recorded.clone()));
            assert_same(&picture, &live, moment);
            spare = Some(picture);
        }
    }
}

/// Who comes on duty and goes while the past is looked at is told of people who are there: pictures that were given out
/// are brought along, and each moment has whoever was on duty then.
#[test]
fn turns_of_duty_that_are_heard_later_are_taken_in() {
    let mut book = small_county();
    live(&mut book, 4, 300);
    let known = book.events.len();
    let workers: Vec<_> = book.picture.workers.rows().iter().map(|row| row.worker.clone()).collect();
    let from = book.picture.latest_at.plus_secs(60);
    for turn in 0..30_i64 {
        let worker = &workers[turn as usize % workers.len().min(3)];
        let event = Event::WorkerPut(zonglan::domain::Worker { on_duty: turn % 2 == 0, ..worker.clone() });
        let stream = Stream::of_register(&event).unwrap();
        book.record(stream, from.plus_secs(600 * turn), Actor::System("duty".into()), event);
    }
    let all = book.events.clone();
    let early = Pages(all[..known].to_vec());
    let mut past = Past::new(folded(&early.0, |recorded| Some(recorded.clone())), &early).unwrap();
    let mut spare = Some(past.picture_at(from, None, &early).unwrap());
    let mut changes = 0;
    for heard in known + 1..=all.len() {
        let ledger = Pages(all[..heard].to_vec());
        assert!(past.catch_up(&ledger).unwrap());
        for moment in [all[heard - 1].at, from.plus_secs(1_000), from.plus_secs(-1)] {
            let picture = past.picture_at(moment, spare.take(), &ledger).unwrap();
            let live = folded(&ledger.0, |recorded| (recorded.at <= moment).then(|| recorded.clone()));
            let on_duty = |picture: &Picture| -> Vec<bool> {
                picture.workers.rows().iter().map(|row| row.worker.on_duty).collect()
            };
            assert_eq!(on_duty(&picture), on_duty(&live), "at {}", moment.0);
            assert_same(&picture, &live, moment);
            changes += usize::from(on_duty(&picture) != on_duty(&folded(&early.0, |recorded| Some(recorded.clone()))));
            spare = Some(picture);
        }
    }
    assert!(changes > 10, "{changes}");
}

/// Commands for the same matters and new ones, after all that was.
fn live_on(book: &mut Book) {
    let from = book.picture.latest_at.plus_secs(60);
    go_on(book, from, 55);
    for n in 0..40 {
        let at = book.picture.latest_at.plus_secs(30);
        let act = zonglan::domain::Act::Remind { text: "请尽快".into() };
        let _ = book.carry_out(&zonglan::domain::Command {
            id: format!("r{n}").into(),
            by: Actor::Officer("陈立".into()),
            at,
            incident: format!("CL-{n}").as_str().into(),
            seen_version: None,
            act,
        });
    }
}
