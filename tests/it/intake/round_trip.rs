//! What random rows say is what the ledger has, and a second time changes nothing.

use super::Desk;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use std::ops::ControlFlow;
use std::time::Instant;
use zonglan::domain::{
    CallBack, Difficulty, Event, IncidentFile, IncidentRecord, LonLat, Nature, Source, Timestamp, Upstream, Urgency,
};
use zonglan::domain::{Personal, Role, Vehicle, Worker};
use zonglan::intake::Kind;
use zonglan::ledger::Ledger;

struct Dice(ChaCha8Rng);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0.next_u32() % n
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u32) as usize]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    fn time(&mut self) -> Timestamp {
        Timestamp(1_780_000_000 + i64::from(self.below(10_000_000)))
    }

    fn text(&mut self) -> String {
        let words = ["井盖", "破损,", "\"急\"", "line\nbreak", ";", "East 3rd", "𠮷"];
        (0..=self.below(3)).map(|_| self.pick(&words)).collect::<String>()
    }

    fn at(&mut self) -> LonLat {
        let degrees = |n: u32| f64::from(n) / 1e7;
        LonLat::new(degrees(1_000_000_000 + self.below(300_000_000)), degrees(200_000_000 + self.below(300_000_000)))
    }
}

/// The word by which serde writes a value.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn rfc3339(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.0).unwrap().to_string()
}

const HEADER: [&str; 34] = [
    "code",
    "nature",
    "source",
    "urgency",
    "difficulty",
    "title",
    "address",
    "lon",
    "lat",
    "reported_at",
    "confidential",
    "upstream_number",
    "deadline_at",
    "agency",
    "worker",
    "accepted_at",
    "assigned_at",
    "receipted_at",
    "arrived_at",
    "handled_at",
    "checked_at",
    "called_back_at",
    "satisfaction",
    "closed_at",
    "answered_at",
    "result",
    "reporter_name",
    "reporter_phone",
    "text",
    "category",
    "upstream",
    "upstream_deadline_at",
    "return_until",
    "upstream_calls_back",
];

fn matter(dice: &mut Dice, number: u32) -> (IncidentRecord, Personal) {
    let natures = [Nature::Help, Nature::Complaint, Nature::GridFound, Nature::Dispute];
    let file = IncidentFile {
        code: Some(format!("CL-{number:06}").into()),
        category: Some(dice.pick(&["W1", "W2", "W3"]).into()),
        nature: dice.pick(&natures),
        source: dice.pick(&Source::ALL),
        urgency: dice.pick(&Urgency::ALL),
        difficulty: dice.pick(&[Difficulty::Simple, Difficulty::General, Difficulty::Complex]),
        title: dice.text(),
        address: dice.text(),
        at: dice.maybe(Dice::at),
        reported_at: Timestamp(1_770_000_000 + i64::from(dice.below(9_000_000))),
        confidential: dice.below(5) == 0,
        upstream_number: dice.maybe(Dice::text),
        upstream: dice.maybe(|dice| Upstream {
            system: dice.text(),
            // Later than any of ours: the earlier of the two wins.
            deadline_at: dice.maybe(|dice| Timestamp(dice.time().0 + 20_000_000)),
            return_until: dice.maybe(Dice::time),
            calls_back: dice.below(2) == 0,
        }),
        inspection: None,
    };
    let above = file.upstream.as_ref().and_then(|upstream| upstream.deadline_at);
    let record = IncidentRecord {
        file,
        deadline_at: dice.maybe(Dice::time).or(above),
        agency: dice.maybe(|dice| dice.text().into()),
        worker: dice.maybe(|_| "W0001".into()),
        accepted_at: dice.maybe(Dice::time),
        assigned_at: dice.maybe(Dice::time),
        receipted_at: dice.maybe(Dice::time),
        arrived_at: dice.maybe(Dice::time),
        handled_at: dice.maybe(Dice::time),
        checked_at: dice.maybe(Dice::time),
        called_back_at: dice.maybe(Dice::time),
        satisfaction: dice.maybe(|dice| dice.pick(&[CallBack::Satisfied, CallBack::Unreachable])),
        closed_at: dice.maybe(Dice::time),
        answered_at: dice.maybe(Dice::time),
        result: dice.maybe(Dice::text),
    };
    let personal = Personal {
        reporter_name: dice.maybe(Dice::text),
        reporter_phone: dice.maybe(|_| "13800000000".to_owned()),
        text: dice.maybe(Dice::text),
    };
    (record, personal)
}

fn cells((record, personal): &(IncidentRecord, Personal)) -> [String; 34] {
    let file = &record.file;
    let above = file.upstream.as_ref();
    let time = |at: Option<Timestamp>| at.map(rfc3339).unwrap_or_default();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    [
        text(file.code.as_ref().map(|code| code.as_str())),
        word(file.nature),
        word(file.source),
        word(file.urgency),
        word(file.difficulty),
        file.title.clone(),
        file.address.clone(),
        file.at.map(|at| at.lon_deg.to_string()).unwrap_or_default(),
        file.at.map(|at| at.lat_deg.to_string()).unwrap_or_default(),
        rfc3339(file.reported_at),
        file.confidential.to_string(),
        text(file.upstream_number.as_deref()),
        time(record.deadline_at),
        text(record.agency.as_ref().map(|agency| agency.as_str())),
        text(record.worker.as_ref().map(|worker| worker.as_str())),
        time(record.accepted_at),
        time(record.assigned_at),
        time(record.receipted_at),
        time(record.arrived_at),
        time(record.handled_at),
        time(record.checked_at),
        time(record.called_back_at),
        record.satisfaction.map(word).unwrap_or_default(),
        time(record.closed_at),
        time(record.answered_at),
        text(record.result.as_deref()),
        text(personal.reporter_name.as_deref()),
        text(personal.reporter_phone.as_deref()),
        text(personal.text.as_deref()),
        text(file.category.as_ref().map(|category| category.as_str())),
        text(above.map(|upstream| &*upstream.system)),
        time(above.and_then(|upstream| upstream.deadline_at)),
        time(above.and_then(|upstream| upstream.return_until)),
        above.map(|upstream| upstream.calls_back.to_string()).unwrap_or_default(),
    ]
}

fn sheet<const N: usize>(header: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

const CATALOGUE: &str = "code,name\nW1,井盖\nW2,路灯\nW3,噪音\n";

#[test]
fn random_matters_arrive_as_they_were() {
    for seed in 0..8 {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
        let matters: Vec<_> = (0..150).map(|number| matter(&mut dice, number)).collect();
        let mut desk = Desk::new();
        desk.import(Kind::Categories, CATALOGUE);
        let text = sheet(&HEADER, matters.iter().map(cells));
        let report = desk.import(Kind::Incidents, &text);
        assert_eq!((report.kept, report.problems_total), (150, 0), "{report:?}");
        let recorded: Vec<_> = desk.recorded().into_iter().skip(3).collect();
        for (recorded, (matter, personal)) in recorded.iter().zip(&matters) {
            assert_eq!(recorded.event, Event::IncidentImported(Box::new(matter.clone())));
            let kept = desk.ledger.personal(&recorded.stream).unwrap().unwrap_or_default();
            assert_eq!(&kept, personal);
        }
        let again = desk.import(Kind::Incidents, &text);
        assert_eq!((again.kept, again.unchanged), (0, 150));
        assert_eq!(desk.recorded().len(), 153);
    }
}

#[test]
fn random_workers_arrive_as_they_were() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(11));
    let roles = [Role::GridChief, Role::GridWorker, Role::PartTime, Role::Assistant, Role::Responder];
    let workers: Vec<Worker> = (0..300)
        .map(|number| Worker {
            code: format!("G{number:05}").into(),
            name: dice.text(),
            role: dice.pick(&roles),
            agency: dice.maybe(|dice| dice.text().into()),
            phone: dice.maybe(|_| "+86 138 0000 0000".to_owned()),
            skills: (0..dice.below(3)).map(|_| dice.pick(&["电工", "调解"]).to_owned()).collect(),
            home_area: None,
            vehicle: dice.pick(&[Vehicle::Walk, Vehicle::Ebike, Vehicle::Car]),
            on_duty: dice.below(2) == 0,
        })
        .collect();
    let header = ["code", "name", "role", "agency", "phone", "skills", "vehicle", "on_duty"];
    let cells = |worker: &Worker| {
        [
            worker.code.to_string(),
            worker.name.clone(),
            word(worker.role),
            worker.agency.as_ref().map(ToString::to_string).unwrap_or_default(),
            worker.phone.clone().unwrap_or_default(),
            worker.skills.join(";"),
            word(worker.vehicle),
            worker.on_duty.to_string(),
        ]
    };
    let mut desk = Desk::new();
    let report = desk.import(Kind::Workers, sheet(&header, workers.iter().map(cells)));
    assert_eq!((report.kept, report.problems_total), (300, 0), "{report:?}");
    let expected: Vec<Event> = workers.into_iter().map(Event::WorkerPut).collect();
    assert_eq!(desk.events(), expected);
}

/// The time that this thread has had a processor, seconds; 0 where the system doesn't say.
fn cpu_secs() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}

#[test]
#[ignore = "a measurement: run by name in release"]
fn a_county_year_is_read_in_time() {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(1));
    let matters: Vec<_> = (0..180_000).map(|number| matter(&mut dice, number)).collect();
    let mut desk = Desk::new();
    let text = sheet(&HEADER, matters.iter().map(cells));
    let request = desk.request(Kind::Incidents, &text);
    let (started, cpu) = (Instant::now(), cpu_secs());
    zonglan::intake::import(&request, &mut super::transaction::Nowhere, &mut |_| ControlFlow::Continue(())).unwrap();
    let (alone, alone_cpu) = (started.elapsed(), cpu_secs() - cpu);
    let (started, cpu) = (Instant::now(), cpu_secs());
    let report = desk.try_import(&request).unwrap();
    let (whole, whole_cpu) = (started.elapsed(), cpu_secs() - cpu);
    let line = format!(
        "{} rows, {} MB: read and decided in {alone:.2?} (CPU {alone_cpu:.2} s), with the ledger {whole:.2?} (CPU {whole_cpu:.2} s)\n",
        report.kept,
        text.len() >> 20
    );
    std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
}
