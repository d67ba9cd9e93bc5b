//! The list of alarms: its stages against a fold of the events that knows nothing of it, shelves that outlive a kill and are
//! seen by every seat, what is old, floods, sounds.

use super::{AT, NOW, state, store_one};
use crate::county::{Book, small_county};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use zonglan::domain::{
    Act, ActKind, Actor, Append, Command, Event, IncidentFile, Phase, Recorded, Refusal, State, StepKind, Timestamp,
    Urgency,
};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::seat::alarm_list::{AlarmLine, SHELF_SECS, raised_after_secs};
use zonglan::seat::link::{FromSound, FromStore, SoundTrouble, ToStore};
use zonglan::seat::work::Slot;
use zonglan::seat::{
    AlarmIntent, Intent, Lang, Screen, Seat, Selection, Stage, StateExtras, Toast, WorkIntent, state_json,
};

fn seat_over(picture: Picture, now: Timestamp) -> Seat {
    let mut seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), now, Lang::Zh);
    seat.officer = "陈立".into();
    seat.tick(now);
    seat
}

fn number(seat: &Seat, code: &str) -> u32 {
    seat.live().incidents.number(&code.into()).unwrap()
}

fn select(seat: &mut Seat, code: &str) {
    let number = number(seat, code);
    seat.intend(Intent::Select(Selection::Incident(number)));
}

/// Something that happens beside the seat, decided and made durable.
fn carry_out(seat: &mut Seat, code: &str, act: Act) -> Vec<Recorded> {
    let (reply, _answer) = sync_channel(1);
    let by = match act {
        Act::Report { .. } => Actor::System("test".into()),
        _ => Actor::Officer("李敏".into()),
    };
    let id = format!("{code}-{}-{:?}", seat.clock.0, act.kind()).into();
    let (at, incident) = (seat.clock, code.into());
    seat.command_from_beside(Command { id, by, at, incident, seen_version: None, act }, reply);
    let recorded = store_one(seat);
    seat.tick(seat.clock);
    recorded
}

fn report(seat: &mut Seat, code: &str, urgency: Urgency) {
    let file =
        IncidentFile {
            title: "路面塌陷".into(), urgency, at: Some(AT), reported_at: seat.clock, ..Default::default()
        };
    carry_out(seat, code, Act::Report { file: Box::new(file), personal: None });
}

fn assign() -> Act {
    Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() }
}

fn accept() -> Act {
    Act::Accept { category: None, urgency: None, difficulty: None }
}

fn stage(seat: &Seat, code: &str) -> Option<Stage> {
    seat.alarm_list.entry(number(seat, code)).map(|entry| entry.stage)
}

fn stored(seat: &mut Seat) -> Vec<Recorded> {
    let mut all = Vec::new();
    while seat.commands_under_way() > 0 {
        all.extend(store_one(seat));
    }
    seat.tick(seat.clock);
    all
}

// ---- the oracle ----------------------------------------------------------------------------------

/// A matter as the events tell it, for alarms alone.
#[derive(Clone, Debug, Default)]
struct Told {
    urgency: Option<Urgency>,
    /// 0 reported, 1 taken in, 2 sent, 3 over.
    far: u8,
    waits_since: i64,
    due: Option<i64>,
    found_out_by: Option<i64>,
    seen: Option<i64>,
    shelf: Option<i64>,
}

impl Told {
    fn hear(&mut self, event: &Event, at: i64) {
        match event {
            Event::Reported(file) => (self.urgency, self.waits_since) = (Some(file.urgency), at),
            Event::Accepted { deadline_at, .. } => {
                (self.far, self.due, self.seen) = (1, Some(deadline_at.0), Some(at));
            }
            Event::ClockSet(clock) if clock.phase == Phase::ReportBack => self.found_out_by = Some(clock.due_at.0),
            Event::Assigned { .. } => (self.far, self.seen, self.shelf) = (2, Some(at), None),
            Event::Recalled { .. } => (self.far, self.waits_since, self.seen) = (1, at, Some(at)),
            Event::ReportedBack { .. } => self.found_out_by = None,
            Event::Reminded { .. } | Event::Acknowledged => self.seen = Some(at),
            Event::Shelved { until, .. } => (self.shelf, self.seen) = (Some(until.0), Some(at)),
            Event::Unshelved => self.shelf = None,
            Event::Handled { .. } => self.far = 3,
            _ => {}
        }
    }

    fn stage(&self, now: i64) -> Option<(Stage, bool)> {
        let urgency = self.urgency?;
        if self.far == 3 {
            return None;
        }
        if self.shelf.is_some_and(|until| now < until) {
            return Some((Stage::Shelved, false));
        }
        let raised = self.far < 2 && now - self.waits_since >= raised_after_secs(urgency);
        let late = [self.due, self.found_out_by].into_iter().flatten().filter(|due| *due < now);
        let again = late.chain(self.shelf).max();
        let unseen = again.is_some_and(|since| self.seen.is_none_or(|seen| seen < since));
        Some(match self.far {
            0 => (Stage::New, raised),
            _ if unseen => (Stage::New, raised),
            1 => (Stage::Acknowledged, raised),
            _ if urgency <= Urgency::U2 || again.is_some() => (Stage::Dispatched, false),
            _ => return None,
        })
    }
}

#[test]
fn the_stages_are_what_the_events_say_whatever_happens_and_whenever_one_looks() {
    for seed in 0..12_u64 {
        let mut dice = ChaCha8Rng::seed_from_u64(seed);
        let mut below = move |most: u32| dice.next_u32() % most;
        let mut seat = seat_over(small_county().picture, NOW);
        let mut told: BTreeMap<String, Told> = BTreeMap::new();
        for step in 0..400 {
            let wait = if below(12) == 0 { 90_000 } else { i64::from(below(900)) };
            seat.tick(seat.clock.plus_secs(wait));
            let code = format!("CL-{}", below(9));
            let act = match below(11) {
                0..=2 if !told.contains_key(&code) => {
                    let (urgency, reported_at) = (Urgency::ALL[below(4) as usize], seat.clock);
                    let file = IncidentFile { urgency, at: Some(AT), reported_at, ..IncidentFile::default() };
                    Act::Report { file: Box::new(file), personal: None }
                }
                _ if !told.contains_key(&code) => continue,
                0 | 1 => accept(),
                2 | 3 => assign(),
                4 => Act::Recall,
                5 => Act::Remind { text: String::new() },
                6 => Act::Acknowledge,
                7 | 8 => {
                    let until = seat.clock.plus_secs(i64::from(below(7_200)) + 1);
                    Act::Shelve { until, reason: "等待".into() }
                }
                9 => Act::Unshelve,
                _ if below(4) == 0 => Act::Handle { result: "好".into() },
                _ => Act::ReportBack { text: "属实".into() },
            };
            for recorded in carry_out(&mut seat, &code, act) {
                told.entry(code.clone()).or_default().hear(&recorded.event, recorded.at.0);
            }
            for (code, told) in &told {
                let entry = seat.alarm_list.entry(number(&seat, code));
                let found = entry.map(|entry| (entry.stage, entry.raised));
                assert_eq!(found, told.stage(seat.clock.0), "seed {seed}, step {step}, {code}: {told:?}");
            }
            assert_lists(&seat);
        }
    }
}

/// Each list holds what is in its stage, by urgency and age; what is shelved by its end.
fn assert_lists(seat: &Seat) {
    let mut listed = 0;
    for stage in Stage::ALL {
        let list: Vec<_> = seat.alarm_list.of(stage).copied().collect();
        assert!(list.iter().all(|entry| entry.stage == stage));
        let key = |entry: &zonglan::seat::alarm_list::AlarmEntry| match entry.shelved_until {
            Some(until) => (until.0, 0),
            None => (entry.urgency as i64, entry.since.0),
        };
        assert!(list.is_sorted_by_key(key), "{list:?}");
        assert_eq!(seat.alarm_list.count(stage), list.len());
        listed += list.len();
    }
    let rows = seat.picture.incidents.rows().len() as u32;
    let entries = (0..rows).filter(|number| seat.alarm_list.entry(*number).is_some()).count();
    assert_eq!(listed + seat.alarm_list.old_count(), entries);
}

// ---- acknowledging, shelving ----------------------------------------------------------------------

#[test]
fn new_acknowledged_dispatched_closed_and_acknowledging_sends_nobody() {
    let mut seat = seat_over(small_county().picture, NOW);
    report(&mut seat, "CL-1", Urgency::U1);
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::New));
    seat.intend(Intent::NextWaiting);
    seat.intend(Intent::Accept);
    let kinds: Vec<_> = stored(&mut seat).iter().filter_map(|recorded| recorded.event.step()).collect();
    assert_eq!(kinds, [StepKind::Accepted], "taken in, by whoever sits here, and nobody sent");
    assert_eq!((stage(&seat, "CL-1"), state(&seat, "CL-1")), (Some(Stage::Acknowledged), State::Accepted));
    carry_out(&mut seat, "CL-1", assign());
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::Dispatched));
    // The deadline passes: it calls again, and the same key acknowledges that, by name, in the ledger.
    let due = seat.picture.incidents.row(number(&seat, "CL-1")).due_at().unwrap();
    seat.tick(due);
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::Dispatched));
    seat.tick(due.plus_secs(1));
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::New));
    seat.intend(Intent::Accept);
    let events = stored(&mut seat);
    assert_eq!(events.len(), 1);
    assert_eq!((&events[0].event, &events[0].by), (&Event::Acknowledged, &Actor::Officer("陈立".into())));
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::Dispatched));
    seat.intend(Intent::Act(Act::Acknowledge));
    let refused = seat.toasts().any(|toast| *toast == Toast::Refused(Refusal::NoAlarm));
    assert!(refused && seat.commands_under_way() == 0, "there is nothing to acknowledge twice");
}

#[test]
fn nobody_acknowledges_all_u1_and_u2_at_once() {
    let mut seat = seat_over(small_county().picture, NOW);
    for (n, urgency) in Urgency::ALL.into_iter().enumerate() {
        report(&mut seat, &format!("CL-{n}"), urgency);
        carry_out(&mut seat, &format!("CL-{n}"), assign());
    }
    seat.tick(NOW.plus_secs(30 * 86_400));
    assert_eq!(seat.alarm_list.count(Stage::New), 4);
    seat.intend(Intent::Work(WorkIntent::List(zonglan::seat::queue::ListIntent::MarkAll)));
    let marked = seat.marked_for(ActKind::Acknowledge);
    let urgencies: Vec<Urgency> = marked.iter().map(|n| seat.picture.incidents.row(*n).urgency).collect();
    assert_eq!(
        (urgencies.len(), urgencies.contains(&Urgency::U1), urgencies.contains(&Urgency::U2)),
        (2, false, false)
    );
}

#[test]
fn shelved_by_one_press_with_a_reason_it_comes_back_as_new_and_ctrl_z_takes_it_back() {
    let mut seat = seat_over(small_county().picture, NOW);
    report(&mut seat, "CL-1", Urgency::U2);
    select(&mut seat, "CL-1");
    seat.intend(Intent::Alarm(AlarmIntent::Shelve(0)));
    let events = stored(&mut seat);
    let Event::Shelved { until, reason } = &events[0].event else { panic!("{events:?}") };
    assert_eq!((*until, reason.as_str()), (NOW.plus_secs(SHELF_SECS), "等待现场反馈"));
    assert_eq!(events[0].by, Actor::Officer("陈立".into()));
    assert_eq!((stage(&seat, "CL-1"), seat.alarm_list.count(Stage::Shelved)), (Some(Stage::Shelved), 1));
    seat.intend(Intent::Select(Selection::Area(0)));
    seat.intend(Intent::NextWaiting);
    assert_eq!(seat.selected_incident(), None, "F2 passes by what is shelved");
    // Taken back within ten seconds, whatever is selected meanwhile.
    seat.intend(Intent::Recall);
    assert!(matches!(stored(&mut seat)[..], [Recorded { event: Event::Unshelved, .. }]));
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::New));
    select(&mut seat, "CL-1");
    seat.intend(Intent::Alarm(AlarmIntent::Shelve(1)));
    stored(&mut seat);
    seat.tick(NOW.plus_secs(SHELF_SECS - 1));
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::Shelved));
    seat.alarm_list.take_sound();
    seat.tick(NOW.plus_secs(SHELF_SECS));
    assert_eq!(stage(&seat, "CL-1"), Some(Stage::New));
    assert_eq!(seat.alarm_list.take_sound(), Some(Urgency::U2), "what comes back is heard");
}

#[test]
fn more_than_half_an_hour_wants_a_second_word_and_a_reason_is_wanted_always() {
    let mut seat = seat_over(small_county().picture, NOW);
    report(&mut seat, "CL-1", Urgency::U3);
    select(&mut seat, "CL-1");
    let form = |seat: &mut Seat| seat.intend(Intent::Work(WorkIntent::Open(ActKind::Shelve)));
    let work = |seat: &mut Seat, intent| seat.intend(Intent::Work(intent));
    form(&mut seat);
    work(&mut seat, WorkIntent::Confirm);
    assert_eq!(seat.commands_under_way(), 0, "without a reason nothing is shelved");
    work(&mut seat, WorkIntent::Say(Slot::Words, "已电话联系".into()));
    work(&mut seat, WorkIntent::Confirm);
    let events = stored(&mut seat);
    let Event::Shelved { until, .. } = events[0].event else { panic!("{events:?}") };
    assert!((SHELF_SECS - 60..=SHELF_SECS).contains(&until.secs_since(NOW)), "half an hour, to the minute");
    // An hour: asked first.
    form(&mut seat);
    let hour = seat.until_text(ActKind::Shelve, number(&seat, "CL-1"), zonglan::seat::work::UntilStep::Minutes(60));
    work(&mut seat, WorkIntent::Say(Slot::Until, hour.clone()));
    work(&mut seat, WorkIntent::Say(Slot::Words, "待专业队伍".into()));
    work(&mut seat, WorkIntent::Confirm);
    assert_eq!(seat.commands_under_way(), 0);
    assert!(matches!(seat.confirming(), Some((_, Act::Shelve { .. }))));
    seat.intend(Intent::Unconfirm);
    assert!(seat.confirming().is_none() && seat.commands_under_way() == 0);
    form(&mut seat);
    work(&mut seat, WorkIntent::Say(Slot::Until, hour));
    work(&mut seat, WorkIntent::Say(Slot::Words, "待专业队伍".into()));
    work(&mut seat, WorkIntent::Confirm);
    seat.intend(Intent::Confirm);
    assert!(matches!(stored(&mut seat)[0].event, Event::Shelved { .. }));
    // Longer than a week, or into the past, the domain refuses.
    for (secs, refusal) in [(8 * 86_400, "week"), (0, "later")] {
        let (reply, answer) = sync_channel(1);
        let act = Act::Shelve { until: NOW.plus_secs(secs), reason: "x".into() };
        let by = Actor::Officer("李敏".into());
        let id = format!("x{secs}").into();
        seat.command_from_beside(Command { id, by, at: NOW, incident: "CL-1".into(), seen_version: None, act }, reply);
        let zonglan::seat::link::Answer::Refused(why) = answer.recv().unwrap() else { panic!("refused") };
        assert!(why.contains(refusal), "{why}");
    }
}

/// A shelf on disk: the seat that made it is killed before it hears the answer; another one, and a second beside it, know
/// it, who made it and why, until the same second.
#[test]
fn a_shelf_outlives_a_kill_and_every_seat_sees_it() {
    let dir = tempfile::tempdir().unwrap();
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    let mut book: Book = small_county();
    book.report("CL-1", AT, Urgency::U1, NOW);
    for recorded in book.events {
        let expected = Some((recorded.stream.clone(), recorded.version - 1));
        let events = vec![(recorded.stream, recorded.event)];
        let (at, by) = (recorded.at, recorded.by);
        ledger.append(&Append { command: None, at, by, expected, events, personal: Vec::new() }).unwrap();
    }
    let fold = |ledger: &SqliteLedger| {
        let mut picture = Picture::new(8 * 3_600);
        let mut read = |recorded: Recorded| {
            picture.apply(&recorded);
            std::ops::ControlFlow::Continue(())
        };
        ledger.read_after(0, &mut read).unwrap();
        picture.derive();
        picture
    };
    let mut first = seat_over(fold(&ledger), NOW);
    let mut other = seat_over(fold(&ledger), NOW);
    select(&mut first, "CL-1");
    first.intend(Intent::Alarm(AlarmIntent::Shelve(0)));
    let wanted = first.take_outbox().into_iter().find_map(|wanted| match wanted {
        ToStore::Append { append, .. } => Some(append),
        _ => None,
    });
    let recorded = ledger.append(&wanted.unwrap()).unwrap().recorded;
    drop((first, ledger));
    let ledger = SqliteLedger::open(dir.path()).unwrap();
    let mut second = seat_over(fold(&ledger), NOW.plus_secs(60));
    other.take_from_store(FromStore::News(recorded));
    for seat in [&mut second, &mut other] {
        seat.tick(NOW.plus_secs(60));
        assert_eq!(stage(seat, "CL-1"), Some(Stage::Shelved));
        let shelf = seat.picture.incidents.row(0).course.as_ref().unwrap().shelf.clone().unwrap();
        assert_eq!((shelf.by, shelf.reason.as_str()), (Actor::Officer("陈立".into()), "等待现场反馈"));
        seat.tick(NOW.plus_secs(SHELF_SECS - 1));
        assert_eq!(stage(seat, "CL-1"), Some(Stage::Shelved));
        seat.tick(NOW.plus_secs(SHELF_SECS));
        assert_eq!(stage(seat, "CL-1"), Some(Stage::New));
    }
    // And by a checkpoint, whose bytes hold it.
    let again = Picture::from_checkpoint(&fold(&ledger).to_checkpoint().unwrap(), 8 * 3_600).unwrap();
    assert_eq!(again.hash(), fold(&ledger).hash());
    assert_eq!(again.incidents.row(0).course, fold(&ledger).incidents.row(0).course);
}

// ---- raised, old, floods, sounds -------------------------------------------------------------------

#[test]
fn nobody_sent_for_1_5_15_30_minutes_it_is_raised_once_and_nothing_is_written() {
    for (urgency, minutes) in Urgency::ALL.into_iter().zip([1, 5, 15, 30]) {
        let mut seat = seat_over(small_county().picture, NOW);
        report(&mut seat, "CL-1", urgency);
        carry_out(&mut seat, "CL-1", accept());
        seat.alarm_list.take_sound();
        let raised = |seat: &Seat| seat.alarm_list.entry(number(seat, "CL-1")).unwrap().raised;
        let mut sounds = Vec::new();
        for secs in 1..minutes * 60 {
            seat.tick(NOW.plus_secs(secs));
            assert!(!raised(&seat), "{urgency:?} at {secs}");
            sounds.extend(seat.alarm_list.take_sound());
        }
        assert_eq!(sounds, []);
        for secs in minutes * 60..minutes * 60 + 120 {
            seat.tick(NOW.plus_secs(secs));
            assert!(raised(&seat));
            sounds.extend(seat.alarm_list.take_sound());
        }
        let heard = if urgency <= Urgency::U2 { vec![urgency] } else { vec![] };
        assert_eq!(sounds, heard, "U1 and U2 are heard, once");
        assert!(seat.take_outbox().iter().all(|wanted| !matches!(wanted, ToStore::Append { .. })));
        carry_out(&mut seat, "CL-1", assign());
        let entry = seat.alarm_list.entry(number(&seat, "CL-1"));
        assert!(entry.is_none_or(|entry| !entry.raised));
    }
}

#[test]
fn a_county_with_many_late_matters_opens_without_a_cry() {
    let mut book = small_county();
    for n in 0..300 {
        book.report(&format!("CL-{n}"), AT, Urgency::ALL[1 + n % 3], NOW);
        let by = Actor::Officer("李敏".into());
        for act in [accept(), assign()] {
            let id = format!("{n}-{:?}", act.kind()).into();
            let incident = format!("CL-{n}").as_str().into();
            book.carry_out(&Command { id, by: by.clone(), at: NOW, incident, seen_version: None, act }).unwrap();
        }
    }
    let late = NOW.plus_secs(60 * 86_400);
    let mut seat = seat_over(book.picture, late);
    assert_eq!((seat.alarm_list.count(Stage::New), seat.alarm_list.old_count()), (0, 300));
    assert_eq!(seat.alarm_list.lines(), [AlarmLine::Old { count: 300, overdue: 300 }], "one line");
    let mut sounds = 0;
    for secs in 0..1_200 {
        seat.tick(late.plus_secs(secs));
        sounds += usize::from(seat.alarm_list.take_sound().is_some());
        assert!(!seat.alarm_list.flood().is_on());
    }
    assert_eq!(sounds, 0);
    // What comes now is told singly, above that line.
    report(&mut seat, "NEW", Urgency::U2);
    assert_eq!(seat.alarm_list.take_sound(), Some(Urgency::U2));
    assert!(matches!(seat.alarm_list.lines()[..], [AlarmLine::One(_), AlarmLine::Old { .. }]));
    // One of the old ones that is seen to is no longer among them; the line leads to the list of what is overdue.
    carry_out(&mut seat, "CL-7", Act::Remind { text: "请抓紧".into() });
    assert_eq!(seat.alarm_list.old_count(), 299);
    seat.alarm_list.is_open = true;
    seat.intend(Intent::Alarm(AlarmIntent::Old));
    assert_eq!(seat.work.queue.filter.list, zonglan::seat::queue::List::Overdue);
    assert!(!seat.alarm_list.is_open);
}

#[test]
fn twenty_five_in_ten_minutes_are_grouped_u1_stays_single_on_top_and_it_ends_by_itself() {
    let mut seat = seat_over(small_county().picture, NOW);
    let mut sounds = Vec::new();
    for n in 0..25_i64 {
        seat.tick(NOW.plus_secs(n * 20));
        let urgency = if n % 10 == 4 { Urgency::U1 } else { Urgency::ALL[1 + n as usize % 3] };
        report(&mut seat, &format!("CL-{n}"), urgency);
        for secs in 0..20 {
            seat.tick(NOW.plus_secs(n * 20 + secs));
            sounds.extend(seat.alarm_list.take_sound().map(|_| n * 20 + secs));
        }
    }
    assert!(seat.alarm_list.flood().is_on());
    let lines = seat.alarm_list.lines();
    let single = lines.iter().take_while(|line| matches!(line, AlarmLine::One(entry) if entry.urgency == Urgency::U1));
    assert_eq!(single.count(), 3, "each U1 by itself, before all others: {lines:?}");
    let [_, _, _, AlarmLine::Group(group)] = lines[..] else { panic!("{lines:?}") };
    assert_eq!((group.count, group.urgency), (22, Urgency::U2), "one town, one category");
    let in_flood: Vec<i64> = sounds.iter().copied().filter(|at| *at >= 200).collect();
    assert!(in_flood.len() >= 2 && in_flood.is_sorted_by(|a, b| b - a >= 60), "{sounds:?}");
    seat.intend(Intent::Alarm(AlarmIntent::Unfold(group.key)));
    assert_eq!(seat.alarm_list.lines().len(), 4 + 22);
    let told = state_json(&seat, &StateExtras::default());
    assert_eq!(told["alarm_list"]["new"], 25);
    assert!(told["alarm_list"]["flood_since"].is_i64());
    // Nothing more comes: within the window it is over, and each stands singly again.
    seat.tick(NOW.plus_secs(24 * 20 + 600));
    assert!(!seat.alarm_list.flood().is_on());
    assert!(seat.alarm_list.lines().iter().all(|line| matches!(line, AlarmLine::One(_))));
}

#[test]
fn mute_is_kept_and_what_is_muted_is_not_heard() {
    let mut seat = seat_over(small_county().picture, NOW);
    seat.intend(Intent::Alarm(AlarmIntent::Mute));
    report(&mut seat, "CL-1", Urgency::U1);
    assert_eq!(seat.alarm_list.take_sound(), None);
    seat.tick(NOW.plus_secs(1));
    let kept = seat.take_outbox().into_iter().filter_map(|wanted| match wanted {
        ToStore::Settings(settings) => Some(settings),
        _ => None,
    });
    let kept = kept.last().unwrap();
    let bytes = serde_json::to_string(&kept).unwrap();
    let mut next = seat_over(small_county().picture, NOW);
    next.take_settings(serde_json::from_str(&bytes).unwrap());
    assert!(next.alarm_list.muted);
    next.intend(Intent::Alarm(AlarmIntent::Mute));
    report(&mut next, "CL-2", Urgency::U1);
    assert_eq!(next.alarm_list.take_sound(), Some(Urgency::U1));
    assert_eq!(next.alarm_list.take_sound(), None, "once");
}

#[test]
fn silence_is_told_once_and_shown_as_long_as_it_lasts() {
    let mut seat = seat_over(small_county().picture, NOW);
    let trouble = SoundTrouble::NoPlayer(vec!["aplay".into()]);
    seat.take_from_sound(FromSound::Silent(trouble.clone()));
    assert_eq!(seat.toasts().collect::<Vec<_>>(), [&Toast::NoSound(trouble.clone())]);
    seat.tick(NOW.plus_secs(60));
    assert_eq!((seat.toasts().count(), seat.alarm_list.silent.as_ref()), (0, Some(&trouble)));
    seat.take_from_sound(FromSound::Heard);
    assert_eq!(seat.alarm_list.silent, None);
    // Whoever wants silence is not told that there is silence.
    seat.intend(Intent::Alarm(AlarmIntent::Mute));
    seat.take_from_sound(FromSound::Silent(trouble));
    assert_eq!(seat.toasts().count(), 0);
}
