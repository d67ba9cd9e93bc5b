//! The seat raises what is late by itself: once, by the office's road, whoever else raises it, and for nothing while
//! nothing is late.

use super::{AT, NOW, store_one};
use crate::county::{Book, made_durable, small_county};
use std::collections::BTreeMap;
use zonglan::domain::{
    Act, Actor, AlarmLevel, Append, Command, Event, IncidentFile, IncidentRecord, LonLat, Recorded, Standing, Stream,
    Timestamp, Urgency,
};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat, StateExtras, Toast, state_json};

fn seat_over(picture: Picture, now: Timestamp) -> Seat {
    let mut seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), now, Lang::Zh);
    seat.alarms.is_on = true;
    seat
}

fn book() -> Book {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    book.report("CL-2", LonLat::new(118.02, 36.02), Urgency::U3, NOW);
    book
}

/// Every alarm among these events, by its matter.
fn alarms(events: &[Recorded]) -> Vec<(String, AlarmLevel, Timestamp)> {
    let of = |recorded: &Recorded| match &recorded.event {
        Event::Alarmed(alarm) => Some((recorded.stream.incident_code().unwrap().to_string(), alarm.level, recorded.at)),
        _ => None,
    };
    events.iter().filter_map(of).collect()
}

fn store_all(seat: &mut Seat) -> Vec<Recorded> {
    let mut all = Vec::new();
    while seat.commands_under_way() > 0 {
        all.extend(store_one(seat));
    }
    all
}

/// What must be raised: of every clock of every matter both levels, each at its own moment.
fn expected(book: &Book, until: Timestamp) -> BTreeMap<(String, AlarmLevel), Timestamp> {
    let mut standings: BTreeMap<String, Standing> = BTreeMap::new();
    for recorded in &book.events {
        let Some(code) = recorded.stream.incident_code() else { continue };
        standings.entry(code.to_string()).or_default().follow(recorded);
    }
    let mut expected = BTreeMap::new();
    for (code, standing) in standings {
        let clocks = standing.clocks();
        assert_eq!(clocks.len(), 1, "{code}: to be taken in");
        for level in [AlarmLevel::DueSoon, AlarmLevel::Overdue] {
            let at = clocks[0].raised_at(level);
            if at <= until {
                expected.insert((code.clone(), level), at);
            }
        }
    }
    expected
}

#[test]
fn each_clock_is_raised_as_due_soon_and_as_overdue_at_its_second() {
    let book = book();
    let until = NOW.plus_secs(4 * 3_600);
    let expected = expected(&book, until);
    assert!(expected.len() >= 4, "{expected:?}");
    let mut seat = seat_over(book.picture, NOW);
    let mut found = BTreeMap::new();
    for secs in 0..=until.secs_since(NOW) {
        seat.tick(NOW.plus_secs(secs));
        // A tick while one is under way gives nothing twice.
        seat.tick(NOW.plus_secs(secs));
        for (code, level, at) in alarms(&store_all(&mut seat)) {
            assert_eq!(found.insert((code, level), at), None, "once");
        }
    }
    assert_eq!(found, expected);
    assert_eq!((seat.alarms.raised(), seat.alarms.looked_at()), (expected.len() as u64, 2 * expected.len() as u64));
    assert_eq!(seat.toasts().count(), 0, "the list of changes tells of them");
}

#[test]
fn a_seat_that_only_shows_raises_nothing() {
    let mut seat = seat_over(book().picture, NOW);
    seat.alarms.is_on = false;
    for day in 0..30 {
        seat.tick(NOW.plus_secs(day * 86_400));
    }
    assert!(seat.take_outbox().is_empty());
}

/// A million clocks that run, none of them due: no entry of theirs is looked at in a day of ticks; the one that falls due
/// is the only one that is.
#[test]
fn running_clocks_cost_nothing_while_none_is_due() {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    let due = book.picture.timers.next_at().unwrap();
    let after_all = NOW.plus_secs(10 * 86_400);
    for n in 0..1_000_000 {
        book.picture.timers.set(100 + n, Some(after_all.plus_secs(i64::from(n))));
    }
    assert!(book.picture.timers.len() > 1_000_000);
    let mut seat = seat_over(book.picture, NOW);
    for secs in 0..due.secs_since(NOW) {
        seat.tick(NOW.plus_secs(secs));
    }
    assert_eq!((seat.alarms.looked_at(), seat.commands_under_way()), (0, 0));
    seat.tick(due);
    assert_eq!((seat.alarms.looked_at(), seat.commands_under_way()), (1, 1));
    assert_eq!(alarms(&store_all(&mut seat)).len(), 1);
    seat.tick(due);
    assert_eq!(seat.alarms.looked_at(), 1);
}

/// Whoever comes back after a long time is told in pieces: at most 64 at a time, and people's commands go between them.
#[test]
fn many_at_once_go_in_pieces() {
    let mut book = small_county();
    for n in 0..300 {
        book.report(&format!("CL-{n}"), AT, Urgency::U3, NOW);
    }
    let mut seat = seat_over(book.picture, NOW);
    let late = NOW.plus_secs(30 * 86_400);
    let mut rounds = Vec::new();
    loop {
        seat.tick(late);
        if seat.commands_under_way() == 0 {
            break;
        }
        rounds.push(seat.commands_under_way());
        assert!(rounds.len() < 100, "it never ends");
        store_all(&mut seat);
    }
    assert_eq!(rounds.iter().sum::<usize>(), 600);
    assert!(rounds.iter().all(|count| *count <= 64), "{rounds:?}");
    assert!(seat.picture.timers.is_empty());
}

/// A ledger on disk, with a seat in front of it that hears of what it keeps, or doesn't.
struct Disk {
    ledger: SqliteLedger,
    dir: tempfile::TempDir,
}

impl Disk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        for recorded in book().events {
            let expected = (recorded.stream.clone(), recorded.version - 1);
            ledger
                .append(&Append {
                    command: None,
                    at: recorded.at,
                    by: recorded.by,
                    expected: Some(expected),
                    events: vec![(recorded.stream, recorded.event)],
                    personal: Vec::new(),
                })
                .unwrap();
        }
        Self { ledger, dir }
    }

    fn events(&self) -> Vec<Recorded> {
        let mut events = Vec::new();
        let mut read = |recorded| {
            events.push(recorded);
            std::ops::ControlFlow::Continue(())
        };
        self.ledger.read_after(0, &mut read).unwrap();
        events
    }

    fn seat(&self, now: Timestamp) -> Seat {
        let mut picture = Picture::new(8 * 3600);
        self.events().iter().for_each(|recorded| picture.apply(recorded));
        picture.derive();
        seat_over(picture, now)
    }

    /// Makes what a seat wants durable; the answers, which the seat has not heard.
    fn keep(&mut self, seat: &mut Seat) -> Vec<FromStore> {
        let wanted = seat.take_outbox();
        let appends = wanted.into_iter().filter_map(|wanted| match wanted {
            ToStore::Append { ticket, append } => Some((ticket, append)),
            _ => None,
        });
        let answer = |(ticket, append)| match self.ledger.append(&append) {
            Ok(appended) => FromStore::Appended { ticket, recorded: appended.recorded },
            Err(error) => FromStore::Refused { ticket, why: error.to_string() },
        };
        appends.map(answer).collect()
    }
}

#[test]
fn killed_between_the_disk_and_the_answer_it_is_raised_once() {
    let mut disk = Disk::new();
    let late = NOW.plus_secs(4 * 3_600);
    let mut first = disk.seat(late);
    first.tick(late);
    assert!(!disk.keep(&mut first).is_empty());
    // The answers are lost with the first seat; a second folds what is there, and raises what is left.
    drop(first);
    disk.ledger = SqliteLedger::open(disk.dir.path()).unwrap();
    let mut second = disk.seat(late);
    for _ in 0..5 {
        second.tick(late);
        for answer in disk.keep(&mut second) {
            second.take_from_store(answer);
        }
    }
    let mut once = alarms(&disk.events());
    let all = once.len();
    once.sort();
    once.dedup();
    assert_eq!((all, once.len()), (4, 4), "{once:?}");
    assert_eq!(second.commands_under_way(), 0);
}

/// Two seats that know nothing of each other over one ledger: each alarm is there once, and both seats come to rest.
#[test]
fn two_seats_raise_it_once_together() {
    let mut disk = Disk::new();
    let late = NOW.plus_secs(4 * 3_600);
    let mut seats = [disk.seat(late), disk.seat(late)];
    for round in 0..8 {
        let now = late.plus_secs(6 * round);
        seats.iter_mut().for_each(|seat| seat.tick(now));
        let answers = seats.each_mut().map(|seat| disk.keep(seat));
        for (seat, answers) in seats.iter_mut().zip(answers) {
            answers.into_iter().for_each(|answer| seat.take_from_store(answer));
        }
    }
    assert_eq!(alarms(&disk.events()).len(), 4);
    for seat in &mut seats {
        assert_eq!((seat.commands_under_way(), seat.toasts().count()), (0, 0));
        let looked_at = seat.alarms.looked_at();
        seat.tick(late.plus_secs(3_600));
        assert_eq!(seat.alarms.looked_at(), looked_at, "nothing is asked for again and again");
    }
}

#[test]
fn a_store_that_refuses_is_asked_again_later_and_says_so_once() {
    let mut seat = seat_over(book().picture, NOW);
    let mut now = NOW.plus_secs(4 * 3_600);
    let (mut refusals, mut told) = (0, 0);
    for _ in 0..60 {
        now = now.plus_secs(1);
        let before = seat.toasts().count();
        seat.tick(now);
        for wanted in seat.take_outbox() {
            let ToStore::Append { ticket, .. } = wanted else { continue };
            refusals += 1;
            seat.take_from_store(FromStore::Refused { ticket, why: "the disk is full".into() });
        }
        told += usize::from(seat.toasts().filter(|toast| matches!(toast, Toast::NotStored(_))).count() > before);
    }
    assert!((12..=40).contains(&refusals), "two each five seconds, not each tick: {refusals}");
    assert_eq!(told, 1, "a disk that is full is no news each five seconds");
    // The clock is put back meanwhile: what rests for seconds does not rest for hours.
    seat.tick(NOW.plus_secs(3 * 3_600));
    for secs in 0..60 {
        seat.tick(NOW.plus_secs(3 * 3_600 + secs));
        store_all(&mut seat);
    }
    let due = expected(&book(), NOW.plus_secs(3 * 3_600 + 59)).len();
    assert_eq!(alarms_of(&seat), due, "what could not be kept is raised when it can");
    seat.tick(now);
    store_all(&mut seat);
    seat.tick(now.plus_secs(1));
    store_all(&mut seat);
    assert_eq!(alarms_of(&seat), 4, "what could not be kept was raised when it could");
}

fn alarms_of(seat: &Seat) -> usize {
    let rows = seat.picture.incidents.rows().iter();
    rows.map(|row| row.course.as_ref().map_or(0, |course| course.alarms.len())).sum()
}

#[test]
fn a_confidential_matter_is_raised_and_not_named() {
    let mut book = small_county();
    let file = IncidentFile {
        title: "举报乱倒废料".into(),
        confidential: true,
        at: Some(AT),
        reported_at: NOW,
        ..IncidentFile::default()
    };
    let by = Actor::System("test".into());
    let act = Act::Report { file: Box::new(file), personal: None };
    let command = Command { id: "r".into(), by, at: NOW, incident: "S-1".into(), seen_version: None, act };
    book.carry_out(&command).unwrap();
    let mut seat = seat_over(book.picture, NOW);
    let mut stored = Vec::new();
    for secs in 0..4 * 3_600 {
        seat.tick(NOW.plus_secs(secs));
        stored.extend(store_all(&mut seat));
    }
    assert_eq!(alarms(&stored).len(), 2, "its clocks are the ledger's like any other's");
    assert_eq!(seat.toasts().count(), 0);
    let told = state_json(&seat, &StateExtras::default()).to_string();
    assert!(!told.contains("举报乱倒废料"), "{told}");
    let said: String = stored.iter().map(|recorded| serde_json::to_string(&recorded.event).unwrap()).collect();
    assert!(!said.contains("举报"), "an alarm says which clock, and nothing of the matter");
}

/// Another system tells a matter anew: what was raised stays raised, and the row is what the fold of its events says.
#[test]
fn a_matter_told_anew_is_not_raised_anew() {
    let told = |title: &str, handled_at| IncidentRecord {
        file: IncidentFile {
            code: Some("M-1".into()),
            title: title.into(),
            at: Some(AT),
            reported_at: NOW,
            ..IncidentFile::default()
        },
        accepted_at: Some(NOW.plus_secs(60)),
        assigned_at: Some(NOW.plus_secs(120)),
        handled_at,
        deadline_at: Some(NOW.plus_secs(3_600)),
        ..IncidentRecord::default()
    };
    let mut book = small_county();
    book.put_incident(told("井盖缺失", None));
    let late = NOW.plus_secs(4_000);
    let mut seat = seat_over(book.picture, late);
    let mut stored = Vec::new();
    for _ in 0..3 {
        seat.tick(late);
        stored.extend(store_all(&mut seat));
    }
    assert_eq!(alarms(&stored).len(), 2);
    let anew = |seat: &mut Seat, record: IncidentRecord| {
        let (stream, event) = (Stream::incident(&"M-1".into()), Event::IncidentImported(Box::new(record)));
        let append = Append {
            command: None,
            at: late,
            by: Actor::System("import".into()),
            expected: None,
            events: vec![(stream, event)],
            personal: Vec::new(),
        };
        let recorded = made_durable(seat, append);
        seat.take_from_store(FromStore::News(recorded));
    };
    anew(&mut seat, told("井盖缺失，已设围挡", None));
    for secs in 0..5 {
        seat.tick(late.plus_secs(secs));
        assert_eq!(seat.commands_under_way(), 0, "it was raised already");
    }
    assert_eq!(alarms_of(&seat), 2);
    anew(&mut seat, told("井盖缺失，已设围挡", Some(late.plus_secs(30))));
    let number = seat.picture.incidents.number(&"M-1".into()).unwrap();
    let kinds: Vec<String> =
        seat.picture.incidents.row(number).steps().iter().map(|step| format!("{:?}", step.kind)).collect();
    assert_eq!(kinds, ["Reported", "Accepted", "Assigned", "Alarmed", "Alarmed", "Handled"], "the trace goes on");
    let standing = seat.picture.standing(number);
    let mut fold = Standing::default();
    let mut follow = |event: Event, at| fold.follow_event(&event, at, &Actor::System("x".into()));
    follow(Event::IncidentImported(Box::new(told("井盖缺失", None))), NOW);
    stored.into_iter().for_each(|recorded| follow(recorded.event, recorded.at));
    follow(Event::IncidentImported(Box::new(told("", Some(late.plus_secs(30))))), late);
    assert_eq!((standing.course, standing.state), (fold.course, fold.state));
}
