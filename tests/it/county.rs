//! A small square county for tests: one county, four towns, sixteen grids, ten workers; and a book
//! that carries commands out without a disk.
#![allow(clippy::unwrap_used)]

use geo::{MultiPolygon, polygon};
use zonglan::domain::{
    Act, Actor, Append, Area, AreaLevel, Category, Command, Desk, Difficulty, Event, Fix, IncidentCode, IncidentFile,
    IncidentRecord, LonLat, Outline, Recorded, Refusal, RoundCommand, RoundRefusal, Rules, Stream, Timestamp, Urgency,
    Worker, decide, decide_round,
};
use zonglan::picture::Picture;
use zonglan::seat::Seat;

/// A ledger in memory and the picture that follows from it.
pub(crate) struct Book {
    pub(crate) picture: Picture,
    pub(crate) events: Vec<Recorded>,
    pub(crate) rules: Rules,
}

impl Book {
    /// Puts a register's event in.
    pub(crate) fn put(&mut self, event: Event) {
        let stream = Stream::of_register(&event).unwrap();
        self.record(stream, Timestamp(1_788_000_000), Actor::System("test".into()), event);
    }

    /// Puts a register's event in at a moment of its own.
    pub(crate) fn put_at(&mut self, at: Timestamp, event: Event) {
        let stream = Stream::of_register(&event).unwrap();
        self.record(stream, at, Actor::System("test".into()), event);
    }

    /// Puts a matter in that was imported at a moment, with its history.
    pub(crate) fn import_at(&mut self, at: Timestamp, record: IncidentRecord) {
        let stream = Stream::incident(record.file.code.as_ref().unwrap());
        self.record(stream, at, Actor::System("import".into()), Event::IncidentImported(Box::new(record)));
    }

    /// Puts a matter in as another system tells it, or tells it anew.
    pub(crate) fn put_incident(&mut self, record: IncidentRecord) {
        let (stream, at) = (Stream::incident(record.file.code.as_ref().unwrap()), record.file.reported_at);
        self.record(stream, at, Actor::System("test".into()), Event::IncidentImported(Box::new(record)));
    }

    pub(crate) fn record(&mut self, stream: Stream, at: Timestamp, by: Actor, event: Event) {
        let version = 1 + self.events.iter().filter(|recorded| recorded.stream == stream).count() as u32;
        let recorded = Recorded { seq: self.events.len() as u64 + 1, stream, version, at, by, event };
        self.picture.apply(&recorded);
        self.events.push(recorded);
    }

    /// Decides a command on the picture and records what follows.
    pub(crate) fn carry_out(&mut self, command: &Command) -> Result<(), Refusal> {
        let picture = &self.picture;
        let known = |code: &IncidentCode| picture.incidents.number(code).map(|number| picture.standing(number));
        let standing = known(&command.incident);
        let other = command.other(standing.as_ref()).and_then(known);
        let append = decide(&Desk { rules: &self.rules, other: other.as_ref() }, standing.as_ref(), command)?;
        for (stream, event) in append.events {
            self.record(stream, append.at, append.by.clone(), event);
        }
        Ok(())
    }

    /// Decides what somebody on a round says and records what follows.
    pub(crate) fn round(&mut self, command: &RoundCommand) -> Result<(), RoundRefusal> {
        let append = decide_round(&self.picture, &self.rules, command)?;
        for (stream, event) in append.events {
            self.record(stream, append.at, append.by.clone(), event);
        }
        Ok(())
    }

    /// Reports a matter.
    pub(crate) fn report(&mut self, code: &str, at: LonLat, urgency: Urgency, now: Timestamp) {
        let file = IncidentFile {
            title: "路面塌陷，水涌出".into(),
            urgency,
            at: Some(at),
            reported_at: now,
            ..IncidentFile::default()
        };
        let act = Act::Report { file: Box::new(file), personal: None };
        let by = Actor::System("test".into());
        let id = format!("report-{code}").into();
        self.carry_out(&Command { id, by, at: now, incident: code.into(), seen_version: None, act }).unwrap();
    }

    /// Says where a worker is.
    pub(crate) fn stand(&mut self, worker: &str, at: LonLat, fixed_at: Timestamp) {
        let fix = Fix { worker: worker.into(), at, fixed_at, heading_deg: None };
        assert!(self.picture.apply_fix(&fix), "{worker} moves");
    }
}

/// What a store answers when it has made an append of a seat durable.
pub(crate) fn made_durable(seat: &Seat, append: Append) -> Vec<Recorded> {
    let base = append.expected.map_or(0, |(_, version)| version);
    let recorded = (1u32..).zip(append.events).map(|(n, (stream, event))| Recorded {
        seq: seat.live().seq + u64::from(n),
        stream,
        version: base + n,
        at: append.at,
        by: append.by.clone(),
        event,
    });
    recorded.collect()
}

fn square(west: f64, south: f64, size: f64) -> Outline {
    let (east, north) = (west + size, south + size);
    Outline(MultiPolygon(vec![polygon![
        (x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north), (x: west, y: south)
    ]]))
}

/// The county of 0.1° × 0.1° with its south-west corner at 118° E 36° N.
pub(crate) fn small_county() -> Book {
    let mut book = Book { picture: Picture::new(8 * 3600), events: Vec::new(), rules: Rules::shipped() };
    let mut area = |code: String, name: String, level, parent: Option<String>, outline| {
        let parent = parent.map(Into::into);
        book.put(Event::AreaPut(Area {
            code: code.into(),
            name,
            level,
            parent,
            population: Some(1_200),
            dedicated: false,
            valid_from: None,
            outline,
        }));
    };
    area("990101".into(), "测试县".into(), AreaLevel::County, None, square(118.0, 36.0, 0.1));
    for town in 0..4 {
        let (west, south) = (118.0 + 0.05 * f64::from(town % 2), 36.0 + 0.05 * f64::from(town / 2));
        let town_code = format!("99010100{town}");
        let parent = Some("990101".to_owned());
        area(town_code.clone(), format!("第{town}镇"), AreaLevel::Town, parent, square(west, south, 0.05));
        for grid in 0..4 {
            let west = west + 0.025 * f64::from(grid % 2);
            let south = south + 0.025 * f64::from(grid / 2);
            let code = format!("{town_code}00{grid}");
            let parent = Some(town_code.clone());
            area(code, format!("网格{town}{grid}"), AreaLevel::Grid, parent, square(west, south, 0.025));
        }
    }
    for n in 0..10 {
        book.put(Event::WorkerPut(Worker {
            code: format!("W{n}").into(),
            name: format!("张{n}"),
            role: Default::default(),
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: Some(format!("99010100{}00{}", n % 4, n / 4).into()),
            vehicle: Default::default(),
            on_duty: true,
        }));
    }
    book.picture.derive();
    book
}

/// A kind of matter that says nothing of itself but its place in the catalogue.
pub(crate) fn kind(code: &str, parent: Option<&str>) -> Event {
    Event::CategoryPut(Category {
        code: code.into(),
        parent: parent.map(Into::into),
        name: code.into(),
        name_en: None,
        glyph: None,
        urgency: Urgency::U3,
        difficulty: Difficulty::General,
        agency: None,
    })
}
