//! Inspections: visits and what they come to, campaigns step by step against a recount, their past, their imports.
#![allow(clippy::unwrap_used)]

mod decided;
mod folded;
mod past;
mod seat;

use crate::county::{Book, small_county};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{
    Actor, AnswerKind, Campaign, Category, CheckItem, Checklist, Difficulty, Event, LonLat, Place, Problem, Register,
    RoundAct, RoundCommand, Timestamp, Urgency, Visit,
};

/// When visits begin here.
const START: Timestamp = Timestamp(1_788_600_000);
const KINDS: [&str; 3] = ["学校", "企业", "公园"];

/// A visit by worker W0 of place P0, in which everything fits.
fn visit(code: &str, at: Timestamp) -> (Visit, Timestamp) {
    let visit =
        Visit { code: code.into(), place: "P0".into(), worker: "W0".into(), else_fits: true, ..Visit::default() };
    (visit, at)
}

fn told((visit, at): (Visit, Timestamp)) -> RoundCommand {
    let by = Actor::Worker(visit.worker.clone());
    RoundCommand { id: format!("v-{}", visit.code).into(), by, at, act: RoundAct::Visit(Box::new(visit)) }
}

fn place(number: u32, dice: &mut ChaCha8Rng) -> Place {
    // Some lie outside the county.
    let at = |dice: &mut ChaCha8Rng| f64::from(dice.random_range(0..1_030)) / 10_000.0;
    Place {
        code: format!("P{number}").into(),
        name: format!("场所{number}"),
        kind: KINDS[number as usize % 3].into(),
        at: LonLat::new(118.0 + at(dice), 36.0 + at(dice)),
        ..Place::default()
    }
}

fn checklist(code: &str, kinds: &[&str]) -> Checklist {
    let item = |code: &str, question: &str, kind| CheckItem {
        code: code.into(),
        question: question.into(),
        kind,
        category: (code == "1").then(|| "XF".into()),
    };
    Checklist {
        code: code.into(),
        name: code.into(),
        kinds: kinds.iter().map(ToString::to_string).collect(),
        items: vec![
            item("1", "消防通道畅通", AnswerKind::Fits),
            item("2", "灭火器数量", AnswerKind::Number),
            item("3", "负责人意见", AnswerKind::Text),
        ],
    }
}

fn campaign(code: &str) -> Campaign {
    Campaign {
        code: code.into(),
        name: code.into(),
        checklist: Some("L1".into()),
        areas: Vec::new(),
        kinds: vec!["学校".into(), "企业".into()],
        from: START.plus_secs(10_000),
        deadline_at: START.plus_secs(400_000),
        closed: false,
    }
}

/// The small county with 60 places, two checklists, a category and two campaigns, of which one is of one town.
fn inspected_county() -> Book {
    let mut book = small_county();
    let mut dice = ChaCha8Rng::seed_from_u64(3);
    book.put(Event::CategoryPut(Category {
        code: "XF".into(),
        parent: None,
        name: "消防隐患".into(),
        name_en: None,
        glyph: None,
        urgency: Urgency::U2,
        difficulty: Difficulty::Simple,
        agency: None,
    }));
    (0..60).for_each(|number| book.put(Event::PlacePut(place(number, &mut dice))));
    book.put(Event::ChecklistPut(checklist("L1", &["学校", "企业"])));
    book.put(Event::ChecklistPut(checklist("L2", &["公园"])));
    book.put(Event::CampaignPut(campaign("Z1")));
    let of_a_town = Campaign {
        checklist: None,
        areas: vec!["990101002".into()],
        kinds: Vec::new(),
        deadline_at: START.plus_secs(200_000),
        ..campaign("Z2")
    };
    book.put(Event::CampaignPut(of_a_town));
    book.picture.derive();
    book
}

/// Random visits, tellings anew, places that move, go and come, campaigns that change: every kind of event.
fn inspect(book: &mut Book, seed: u64, steps: usize) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut now = START;
    for step in 0..steps {
        now = now.plus_secs(dice.random_range(1..4_000));
        let number = dice.random_range(0..60);
        match dice.random_range(0..40) {
            0 => book.put_at(now, Event::PlacePut(place(number, &mut dice))),
            1 => {
                let (register, code) = (Register::Place, format!("P{number}"));
                book.put_at(now, Event::Retired { register, code, from: now });
            }
            2 => {
                let closed = dice.random_range(0..4) == 0;
                let from = START.plus_secs(dice.random_range(0..90_000));
                book.put_at(now, Event::CampaignPut(Campaign { closed, from, ..campaign("Z1") }));
            }
            3 => {
                let due: Vec<_> = book.picture.reminders_due(0, None, &Actor::Officer("陈立".into()), now);
                let closed = book.picture.inspections.campaigns.row(0).closed;
                for command in due.iter().take(3) {
                    assert_eq!(book.round(command).is_err(), closed, "nobody is reminded of what is over");
                }
            }
            4 => {
                // Another system tells a visit anew: at another time, of another place.
                let Some(row) = book.picture.inspections.rows().get(dice.random_range(0..60)) else { continue };
                let code = row.code.clone();
                let inspection = zonglan::domain::Inspection {
                    place: format!("P{number}").as_str().into(),
                    inspected_at: now.plus_secs(-dice.random_range(0..200_000)),
                    checklist: Some("L1".into()),
                    code: code.clone(),
                    ..Default::default()
                };
                let event = Event::Inspected(Box::new(inspection));
                book.record(zonglan::domain::Stream::inspection(&code), now, Actor::System("import".into()), event);
            }
            kind => {
                let (mut visit, at) = visit(&format!("J{seed}-{step}"), now);
                visit.place = format!("P{number}").as_str().into();
                visit.worker = format!("W{}", number % 10).as_str().into();
                visit.campaign = (kind % 5 == 0).then(|| ["Z1", "Z2"][kind as usize / 5 % 2].into());
                match kind {
                    5..10 => visit.not_done = Some("店门关闭".into()),
                    10..22 => {
                        let settled = (kind % 2 == 0).then(|| "当场清理".to_owned());
                        let item = Some("1".to_owned());
                        visit.problems.push(Problem { item, settled, ..Problem::default() });
                    }
                    _ => {}
                }
                visit.checklist = (kind == 25).then(|| "L2".into());
                // What is gone, closed or not of the campaign's kind is refused and leaves nothing.
                let _ = book.round(&told((visit, at)));
            }
        }
        if dice.random_range(0..7) == 0 {
            book.picture.derive();
        }
    }
}
