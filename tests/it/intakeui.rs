//! Taking a matter in at a seat: over a real ledger and a real file of drafts; the adviser answers when it is told to.
#![allow(clippy::unwrap_used)]

mod advice;
mod drafts;
mod flow;
mod places;

use crate::county::small_county;
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;
use zonglan::domain::{
    Act, Actor, AgencyName, Append, Category, Command, Difficulty, Event, IncidentCode, IncidentFile, LonLat, Nature,
    Personal, Place, State, Timestamp, Urgency,
};
use zonglan::ledger::{Drafts, KeptDraft, Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::seat::intake::{Adviser, FromAdviser, IntakeSlot, OpenDraft, Question};
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{IntakeIntent, Intent, Lang, Screen, Seat};

/// 2026-09-11 09:03:27 in the county.
const NOW: Timestamp = Timestamp(1_789_088_607);
const AT: LonLat = LonLat::new(118.0301, 36.0302);

/// The county's own things: a catalogue, landmarks, and matters that somebody reported before.
fn furnish(book: &mut crate::county::Book) {
    let kinds =
        [("lamp", "路灯不亮", Urgency::U4), ("cover", "井盖破损", Urgency::U2), ("noise", "工地噪声", Urgency::U3)];
    for (code, name, urgency) in kinds {
        book.put(Event::CategoryPut(Category {
            code: code.into(),
            parent: None,
            name: name.into(),
            name_en: Some(format!("kind {code}")),
            glyph: Some('路'),
            urgency,
            difficulty: Difficulty::General,
            agency: Some(AgencyName::from("城管局")),
        }));
    }
    for (code, name, at) in [("P1", "青年广场", AT), ("P2", "柳河小学", LonLat::new(118.081, 36.011))] {
        book.put(Event::PlacePut(Place { code: code.into(), name: name.into(), at, ..Place::default() }));
    }
    matter(book, "OPEN-1", "青年广场井盖缺失", AT, NOW.plus_secs(-3_600));
    matter(book, "DONE-1", "柳河小学门口路灯不亮", LonLat::new(118.081, 36.011), NOW.plus_secs(-5 * 86_400));
    for (n, act) in [
        Act::Assign { agency: Some("城管局".into()), worker: None, message: String::new() },
        Act::Handle { result: "已更换灯泡，电话13900001234".into() },
        Act::Check { passed: true },
        Act::CallBack { answer: zonglan::domain::CallBack::Satisfied },
        Act::Close,
    ]
    .into_iter()
    .enumerate()
    {
        let by = Actor::Officer(format!("甲{n}"));
        let at = NOW.plus_secs(-4 * 86_400 + 60 * n as i64);
        let id = format!("done-{n}").as_str().into();
        book.carry_out(&Command { id, by, at, incident: "DONE-1".into(), seen_version: None, act }).unwrap();
    }
    for n in 0..4 {
        book.stand(&format!("W{n}"), zonglan::spatial::destination(AT, 80.0 * f64::from(n), 300.0), NOW.plus_secs(-9));
    }
}

fn matter(book: &mut crate::county::Book, code: &str, title: &str, at: LonLat, when: Timestamp) {
    let category = if title.contains("井盖") { "cover" } else { "lamp" };
    let file = IncidentFile {
        title: title.into(),
        category: Some(category.into()),
        nature: Nature::Help,
        at: Some(at),
        reported_at: when,
        ..IncidentFile::default()
    };
    let act = Act::Report { file: Box::new(file), personal: None };
    let by = Actor::System("test".into());
    let id = format!("report-{code}").as_str().into();
    book.carry_out(&Command { id, by, at: when, incident: code.into(), seen_version: None, act }).unwrap();
}

/// A folder with the county's ledger in it.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut book = small_county();
    furnish(&mut book);
    let mut ledger = SqliteLedger::open(dir.path()).unwrap();
    for recorded in book.events {
        let (at, by) = (recorded.at, recorded.by);
        let events = vec![(recorded.stream, recorded.event)];
        ledger.append(&Append { command: None, at, by, expected: None, events, personal: Vec::new() }).unwrap();
    }
    dir
}

fn picture_of(ledger: &SqliteLedger) -> Picture {
    let mut picture = Picture::new(8 * 3_600);
    let fold = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut { fold }).unwrap();
    picture.derive();
    picture
}

/// A seat, its store, and the adviser, each of which does its next piece of work when it is told to.
struct Rig {
    seat: Seat,
    ledger: SqliteLedger,
    drafts: Drafts,
    adviser: Adviser,
    /// What the store has taken and not done.
    wanted: VecDeque<ToStore>,
    now: Timestamp,
    /// How many intents were meant.
    acts: usize,
}

impl Rig {
    /// Opens the folder, as a program does that starts: kept drafts are read before the first frame.
    fn open(dir: &Path, now: Timestamp) -> Self {
        let ledger = SqliteLedger::open(dir).unwrap();
        let mut seat = Seat::new(picture_of(&ledger), Screen::guessed(1920.0, 1080.0), now, Lang::Zh);
        for n in 0..4 {
            let fix = zonglan::domain::Fix {
                worker: format!("W{n}").as_str().into(),
                at: zonglan::spatial::destination(AT, 80.0 * f64::from(n), 300.0),
                fixed_at: now.plus_secs(-9),
                heading_deg: None,
            };
            assert!(seat.picture.apply_fix(&fix));
        }
        let drafts = Drafts::open(dir).unwrap();
        seat.take_intake_drafts(drafts.all().unwrap().into_iter().map(open_draft).collect());
        seat.tick(now);
        let adviser = Adviser::default();
        let mut rig = Self { seat, ledger, drafts, adviser, wanted: VecDeque::new(), now, acts: 0 };
        rig.tick(0);
        rig
    }

    fn mean(&mut self, intent: Intent) {
        self.acts += 1;
        self.seat.intend(intent);
        self.tick(0);
    }

    fn intake(&mut self, intent: IntakeIntent) {
        self.mean(Intent::Intake(intent));
    }

    fn say(&mut self, slot: IntakeSlot, text: &str) {
        self.intake(IntakeIntent::Say(slot, text.into()));
    }

    fn tick(&mut self, secs: i64) {
        self.now = self.now.plus_secs(secs);
        self.seat.tick(self.now);
        self.wanted.extend(self.seat.take_outbox());
    }

    /// The store does one thing; answers whether there was one.
    fn store_one(&mut self) -> bool {
        let Some(wanted) = self.wanted.pop_front() else { return false };
        match wanted {
            ToStore::Append { ticket, append } => {
                let answer = match self.ledger.append(&append) {
                    Ok(appended) => FromStore::Appended { ticket, recorded: appended.recorded },
                    Err(error) => FromStore::Refused { ticket, why: error.to_string() },
                };
                self.seat.take_from_store(answer);
            }
            ToStore::KeepDraft(draft) => {
                let OpenDraft { name, by, changed_at, draft } = *draft;
                self.drafts.keep(&KeptDraft { name: name.to_string(), by, changed_at, draft }).unwrap();
            }
            ToStore::EraseDraft(name) => _ = self.drafts.erase(name.as_str()).unwrap(),
            ToStore::ReadDrafts => {
                let all = self.drafts.all().unwrap().into_iter().map(open_draft).collect();
                self.seat.take_from_store(FromStore::Drafts(all));
            }
            _ => {}
        }
        self.tick(0);
        true
    }

    fn store_all(&mut self) {
        while self.store_one() {}
    }

    /// The questions that wait.
    fn questions(&mut self) -> Vec<Question> {
        self.seat.intake.take_questions()
    }

    fn answer(&mut self, question: &Question) {
        let by_caller: Vec<IncidentCode> = match &question.phone {
            Some(phone) => {
                self.ledger.reported_by(phone).unwrap().iter().filter_map(|stream| stream.incident_code()).collect()
            }
            None => Vec::new(),
        };
        let picture = self.seat.live();
        let places = self.adviser.places(picture, question);
        let advice = Box::new(self.adviser.advise(picture, &by_caller, question));
        self.seat.take_from_adviser(FromAdviser::Places { draft: question.draft.clone(), places });
        self.seat.take_from_adviser(FromAdviser::Advice { draft: question.draft.clone(), advice });
        self.tick(0);
    }

    /// Answers until nothing more is asked.
    fn advise(&mut self) {
        loop {
            let questions = self.questions();
            if questions.is_empty() {
                return;
            }
            questions.iter().for_each(|question| self.answer(question));
        }
    }

    fn name(&self) -> IncidentCode {
        self.seat.intake.form.as_ref().unwrap().name.clone()
    }

    fn state_of(&self, code: &str) -> Option<State> {
        let rows = &self.seat.picture.incidents;
        rows.number(&code.into()).map(|number| rows.row(number).state)
    }

    fn kept(&self) -> Vec<String> {
        self.drafts.all().unwrap().into_iter().map(|kept| kept.name).collect()
    }

    /// What is kept apart of a matter's reporter.
    fn personal(&self, code: &IncidentCode) -> Option<Personal> {
        self.ledger.personal(&zonglan::domain::Stream::incident(code)).unwrap()
    }
}

fn open_draft(kept: KeptDraft) -> OpenDraft {
    OpenDraft { name: kept.name.as_str().into(), by: kept.by, changed_at: kept.changed_at, draft: kept.draft }
}
