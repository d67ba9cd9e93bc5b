//! Made-up events and appends, by seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use zonglan::domain::{
    Actor, AnswerKind, Append, Area, AreaLevel, CallBack, Camera, CameraState, Campaign, CampaignReminder, Category,
    CheckItem, Checklist, Difficulty, Event, Finding, FindingOutcome, IncidentFile, IncidentRecord, Inspection,
    InspectionResult, ItemAnswer, ItemReply, LonLat, Nature, Outline, Personal, Place, PlaceDetails, Register, Role,
    Source, Stream, Timestamp, Urgency, Vehicle, Worker,
};

/// A source of made-up things.
pub(crate) struct MadeUp(ChaCha8Rng);

impl MadeUp {
    pub(crate) fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub(crate) fn below(&mut self, n: u32) -> u32 {
        self.0.next_u32() % n
    }

    fn text(&mut self) -> String {
        const WORDS: [&str; 8] = ["城关街道", "井盖", "\"引号\"", "路灯\n不亮", "𠮷野", "a\\b", "", "Zonglan"];
        (0..self.below(4)).map(|_| WORDS[self.below(8) as usize]).collect()
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.below(2) == 0 { None } else { Some(make(self)) }
    }

    fn time(&mut self) -> Timestamp {
        Timestamp(1_780_000_000 + i64::from(self.below(30_000_000)))
    }

    /// At most seven decimals, as registers have them.
    fn point(&mut self) -> LonLat {
        let degrees = |n: u32| f64::from(n) / 1e7;
        LonLat::new(degrees(self.below(1_800_000_000)), degrees(self.below(900_000_000)))
    }

    fn file(&mut self) -> IncidentFile {
        IncidentFile {
            code: self.maybe(|m| m.text().into()),
            category: self.maybe(|m| m.text().into()),
            nature: Nature::Complaint,
            source: Source::ALL[self.below(9) as usize],
            urgency: Urgency::ALL[self.below(4) as usize],
            difficulty: Difficulty::Complex,
            title: self.text(),
            address: self.text(),
            at: self.maybe(Self::point),
            reported_at: self.time(),
            confidential: self.below(2) == 0,
            upstream_number: self.maybe(Self::text),
            upstream: None,
            inspection: self.maybe(|m| m.text().into()),
        }
    }

    fn record(&mut self) -> IncidentRecord {
        IncidentRecord {
            file: self.file(),
            deadline_at: self.maybe(Self::time),
            agency: self.maybe(|m| m.text().into()),
            accepted_at: self.maybe(Self::time),
            satisfaction: self.maybe(|_| CallBack::Mostly),
            result: self.maybe(Self::text),
            ..IncidentRecord::default()
        }
    }

    fn area(&mut self) -> Area {
        let ring = (0..4 + self.below(30)).map(|_| self.point()).map(|at| (at.lon_deg, at.lat_deg)).collect::<Vec<_>>();
        Area {
            code: self.text().into(),
            name: self.text(),
            level: AreaLevel::ALL[self.below(5) as usize],
            parent: self.maybe(|m| m.text().into()),
            population: self.maybe(|m| m.below(100_000)),
            dedicated: self.below(4) == 0,
            valid_from: self.maybe(Self::time),
            outline: Outline(geo::MultiPolygon(vec![geo::Polygon::new(ring.into(), Vec::new())])),
        }
    }

    fn worker(&mut self) -> Worker {
        Worker {
            code: self.text().into(),
            name: self.text(),
            role: Role::Responder,
            agency: self.maybe(|m| m.text().into()),
            phone: self.maybe(Self::text),
            skills: (0..self.below(3)).map(|_| self.text()).collect(),
            home_area: self.maybe(|m| m.text().into()),
            vehicle: Vehicle::Ebike,
            on_duty: self.below(2) == 0,
        }
    }

    fn inspection(&mut self) -> Inspection {
        let replies = [ItemReply::Fits, ItemReply::Fails, ItemReply::NotApplicable, ItemReply::Number(-7)];
        let reply = |m: &mut Self| match m.below(5) {
            4 => ItemReply::Text(m.text()),
            n => replies[n as usize].clone(),
        };
        let findings = (0..self.below(3)).map(|_| Finding {
            item: self.maybe(Self::text),
            text: self.text(),
            outcome: match self.below(2) {
                0 => FindingOutcome::Became(self.text().into()),
                _ => FindingOutcome::Settled(self.text()),
            },
        });
        Inspection {
            findings: findings.collect(),
            code: self.text().into(),
            place: self.text().into(),
            worker: self.maybe(|m| m.text().into()),
            checklist: self.maybe(|m| m.text().into()),
            campaign: self.maybe(|m| m.text().into()),
            inspected_at: self.time(),
            result: InspectionResult::Problems,
            answers: (0..self.below(3)).map(|_| ItemAnswer { item: self.text(), reply: reply(self) }).collect(),
            note: self.text(),
        }
    }

    /// An event of checklists, campaigns and visits.
    fn of_rounds(&mut self, number: u32) -> Event {
        match number {
            20 => {
                let items = (0..self.below(3)).map(|_| CheckItem {
                    code: self.text(),
                    question: self.text(),
                    kind: AnswerKind::Number,
                    category: self.maybe(|m| m.text().into()),
                });
                let items = items.collect();
                let (code, name) = (self.text().into(), self.text());
                Event::ChecklistPut(Checklist { code, name, kinds: vec![self.text()], items })
            }
            21 => Event::CampaignPut(Campaign {
                code: self.text().into(),
                name: self.text(),
                checklist: self.maybe(|m| m.text().into()),
                areas: (0..self.below(3)).map(|_| self.text().into()).collect(),
                kinds: (0..self.below(3)).map(|_| self.text()).collect(),
                from: self.time(),
                deadline_at: self.time(),
                closed: self.below(2) == 0,
            }),
            22 => Event::Inspected(Box::new(self.inspection())),
            _ => Event::CampaignReminded(CampaignReminder {
                campaign: self.text().into(),
                worker: self.text().into(),
                day: 20_700,
                places: self.below(90),
            }),
        }
    }

    /// An event of any kind.
    pub(crate) fn event(&mut self) -> Event {
        match self.below(24) {
            0 => Event::AreaPut(self.area()),
            1 => Event::WorkerPut(self.worker()),
            2 => Event::CameraPut(Camera {
                code: self.text().into(),
                name: self.text(),
                operator: self.maybe(Self::text),
                at: self.point(),
                direction_deg: self.maybe(|m| m.below(3600) as f32 / 10.0),
                fov_deg: self.maybe(|m| m.below(180) as f32),
                range_m: None,
                state: CameraState::NoRoute,
            }),
            3 => Event::CategoryPut(Category {
                code: self.text().into(),
                parent: self.maybe(|m| m.text().into()),
                name: self.text(),
                name_en: None,
                glyph: self.maybe(|_| '水'),
                urgency: Urgency::U1,
                difficulty: Difficulty::Simple,
                agency: None,
            }),
            4 => {
                let (code, name, kind, at) = (self.text().into(), self.text(), self.text(), self.point());
                let attributes = (0..self.below(3)).map(|_| (self.text(), self.text())).collect();
                let address = self.maybe(Self::text);
                let details = PlaceDetails { address, attributes, ..PlaceDetails::default() };
                Event::PlacePut(Place { code, name, kind, at, details })
            }
            n @ 20..24 => self.of_rounds(n),
            5 => Event::IncidentImported(Box::new(self.record())),
            6 => Event::Reported(Box::new(self.file())),
            7 => Event::Accepted {
                category: self.maybe(|m| m.text().into()),
                urgency: Urgency::U2,
                difficulty: Difficulty::General,
                deadline_at: self.time(),
                clock: None,
            },
            8 => Event::Assigned {
                agency: self.maybe(|m| m.text().into()),
                worker: self.maybe(|m| m.text().into()),
                message: self.text(),
            },
            9 => Event::Delivered,
            10 => Event::Receipted,
            11 => Event::Arrived,
            12 => Event::Handled { result: self.text() },
            13 => Event::Checked { passed: self.below(2) == 0 },
            14 => Event::CalledBack { answer: CallBack::Unreachable },
            15 => Event::Closed,
            17 => Event::Retired { register: Register::Camera, code: self.text(), from: self.time() },
            16 => Event::Recalled { worker: self.maybe(|m| m.text().into()) },
            _ => {
                let (from, to, message) = (self.maybe(|m| m.text().into()), self.text().into(), self.text());
                Event::Reassigned { from, to, message }
            }
        }
    }

    pub(crate) fn actor(&mut self) -> Actor {
        let name = self.text();
        match self.below(4) {
            0 => Actor::Officer(name),
            1 => Actor::Worker(name.into()),
            2 => Actor::Agency(name.into()),
            _ => Actor::System(name),
        }
    }

    /// Up to five events to few streams, under command number `n` or none.
    pub(crate) fn append(&mut self, n: u32) -> Append {
        let events = (0..1 + self.below(5)).map(|_| (stream(self.below(6)), self.event())).collect();
        let personal = self.maybe(|m| (stream(m.below(6)), personal(&m.text(), &m.text()))).into_iter().collect();
        let command = self.maybe(|_| format!("c{n}").into());
        Append { command, at: self.time(), by: self.actor(), expected: None, events, personal }
    }
}

pub(crate) fn stream(n: u32) -> Stream {
    Stream::new(format!("incident/CL{n}"))
}

pub(crate) fn personal(name: &str, text: &str) -> Personal {
    Personal { reporter_name: Some(name.into()), reporter_phone: None, text: Some(text.into()) }
}

/// An append of these events to one stream, resting on `expected`.
pub(crate) fn append(command: &str, to: &Stream, expected: u32, events: Vec<Event>) -> Append {
    Append {
        command: Some(command.into()),
        at: Timestamp(1_790_000_000),
        by: Actor::Officer("陈立".into()),
        expected: Some((to.clone(), expected)),
        events: events.into_iter().map(|event| (to.clone(), event)).collect(),
        personal: Vec::new(),
    }
}

/// A matter as an import brings it, about 400 bytes.
pub(crate) fn imported(n: u32) -> Event {
    let at = |secs: i64| Some(Timestamp(1_780_000_000 + i64::from(n) * 150 + secs));
    Event::IncidentImported(Box::new(IncidentRecord {
        file: IncidentFile {
            code: Some(format!("CL{n:06}").into()),
            category: Some("0203".into()),
            title: "路面破损，雨天积水".into(),
            address: "城关街道 文昌路 12 号门前".into(),
            at: Some(LonLat::new(116.0 + f64::from(n % 1000) / 1e4, 31.0 + f64::from(n / 1000) / 1e4)),
            reported_at: Timestamp(1_780_000_000 + i64::from(n) * 150),
            ..IncidentFile::default()
        },
        deadline_at: at(86_400),
        agency: Some("住建局".into()),
        worker: Some("W000123".into()),
        accepted_at: at(60),
        assigned_at: at(90),
        receipted_at: at(200),
        arrived_at: at(1_500),
        handled_at: at(5_000),
        closed_at: at(90_000),
        ..IncidentRecord::default()
    }))
}
