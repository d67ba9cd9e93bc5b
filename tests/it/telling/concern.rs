//! Who is told of what, against a reading of the trace by brute force: whatever is asked about a matter is looked for in
//! the whole list of its events, back and forth, anew for each event.

use super::world::zone;
use crate::domain::model::life;
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{Actor, AlarmLevel, AreaCode, AreaLevel, Ask, CallBack, Event, Phase, Recorded, Stream};
use zonglan::telling::{KINDS, Matter, Notice, Recipient, notices};

/// A matter's events up to and with the last of the slice.
struct Trace<'a>(&'a [Recorded]);

type Told = BTreeSet<String>;

impl Trace<'_> {
    fn before(&self) -> Trace<'_> {
        Trace(&self.0[..self.0.len() - 1])
    }

    /// The last event that says something of it, as what it says.
    fn last<T>(&self, says: impl Fn(&Event) -> Option<T>) -> Option<T> {
        self.0.iter().rev().find_map(|recorded| says(&recorded.event))
    }

    fn agency(&self) -> Told {
        let said = self.last(|event| match event {
            Event::Assigned { agency: Some(agency), .. } | Event::Reworked { agency: Some(agency), .. } => {
                Some(Some(agency.clone()))
            }
            Event::Granted { ask: Ask::Return, .. } => Some(None),
            _ => None,
        });
        said.flatten().map(|agency| format!("agency:{agency}")).into_iter().collect()
    }

    fn worker(&self) -> Told {
        let said = self.last(|event| match event {
            Event::Assigned { worker, .. } => Some(worker.clone()),
            Event::Reassigned { to, .. } => Some(Some(to.clone())),
            Event::Recalled { .. } | Event::Reopened { .. } | Event::Granted { ask: Ask::Return, .. } => Some(None),
            _ => None,
        });
        said.flatten().map(|worker| format!("worker:{worker}")).into_iter().collect()
    }

    /// Where the last summons stands in the list, if nothing has taken it back and it is in force.
    fn summons(&self) -> Option<usize> {
        let given = self.0.iter().rposition(|recorded| matches!(recorded.event, Event::Summoned(_)))?;
        let Event::Summoned(summons) = &self.0[given].event else { unreachable!() };
        let mut in_force = summons.in_force;
        for at in given + 1..self.0.len() {
            match &self.0[at].event {
                Event::SummonsAllowed { .. } => in_force = true,
                Event::SummonsDenied { .. } => return None,
                // One that still waits for approval goes with what it was about.
                Event::Handled { .. } | Event::SettledOnSpot { .. } if !in_force => return None,
                event if ends(event) && !in_force => return None,
                // A return takes a summons with it that is not over.
                Event::Granted { ask: Ask::Return, .. } if !in_force || self.is_open(given, at) => return None,
                _ => {}
            }
        }
        in_force.then_some(given)
    }

    /// Whether a party of the summons at `given` still owed a result before the event at `until`.
    fn is_open(&self, given: usize, until: usize) -> bool {
        !Trace(&self.0[..until]).parties(given).is_empty()
    }

    /// The parties of the summons at `given` that still owe a result.
    fn parties(&self, given: usize) -> Vec<String> {
        let Event::Summoned(summons) = &self.0[given].event else { unreachable!() };
        let since = &self.0[given + 1..];
        if since.iter().any(|recorded| ends(&recorded.event) || matches!(recorded.event, Event::SummonsEnded { .. })) {
            return Vec::new();
        }
        let gave = |name: &str| {
            since
                .iter()
                .any(|recorded| matches!(&recorded.event, Event::JointResult { agency, .. } if agency.as_str() == name))
        };
        let names = summons.parties.iter().map(|party| party.agency.to_string());
        names.filter(|name| !gave(name)).collect()
    }

    fn joint(&self) -> Told {
        let Some(given) = self.summons() else { return Told::new() };
        self.parties(given).iter().map(|name| format!("agency:{name}")).collect()
    }

    fn not_reported_in(&self) -> Told {
        let Some(given) = self.summons() else { return Told::new() };
        let came = |name: &str| {
            let came = |recorded: &Recorded| matches!(&recorded.event, Event::ReportedIn { agency } if agency.as_str() == name);
            self.0[given..].iter().any(came)
        };
        let late = self.parties(given).into_iter().filter(|name| !came(name));
        late.map(|name| format!("agency:{name}")).collect()
    }

    fn lead(&self) -> Told {
        let Some(given) = self.summons() else { return Told::new() };
        let Event::Summoned(summons) = &self.0[given].event else { unreachable!() };
        let allowed =
            self.0[given..].iter().position(|recorded| matches!(recorded.event, Event::SummonsAllowed { .. }));
        // Whoever was assigned while it waited is in the lead.
        let then = allowed.map(|after| Trace(&self.0[..=given + after]).agency()).filter(|told| !told.is_empty());
        then.unwrap_or_else(|| [format!("agency:{}", summons.lead)].into())
    }

    fn upstream(&self) -> Told {
        let said = self.last(|event| match event {
            Event::Reported(file) => Some(file.upstream.as_ref().map(|upstream| upstream.system.clone())),
            _ => None,
        });
        said.flatten().map(|system| format!("upstream:{system}")).into_iter().collect()
    }

    /// Who reported it to us: not our own people, cameras or towns, and not through a platform above us.
    fn reporter(&self) -> Told {
        use zonglan::domain::Source::{CityHotline, Hotline, Mailbox, Snap, Visit, Web};
        let said = self.last(|event| match event {
            Event::Reported(file) => {
                let is_ours = file.upstream.as_ref().is_none_or(|upstream| upstream.system.is_empty());
                Some(is_ours && [CityHotline, Hotline, Mailbox, Visit, Web, Snap].contains(&file.source))
            }
            _ => None,
        });
        let code = || self.0[0].stream.incident_code().unwrap();
        if said == Some(true) { [format!("reporter:{}", code())].into() } else { Told::new() }
    }

    fn has(&self, is: impl Fn(&Event) -> bool) -> bool {
        self.0.iter().any(|recorded| is(&recorded.event))
    }

    /// Who asked for what still waited.
    fn asker(&self) -> Told {
        let by = self.last(|event| match event {
            Event::Asked(request) => Some(Some(request.by.clone())),
            Event::Granted { .. }
            | Event::Denied { .. }
            | Event::Recalled { .. }
            | Event::Handled { .. }
            | Event::SettledOnSpot { .. } => Some(None),
            event if ends(event) => Some(None),
            _ => None,
        });
        by.flatten().as_ref().and_then(field).into_iter().collect()
    }

    fn summoner(&self) -> Told {
        let by = self.last(|event| match event {
            Event::Summoned(summons) => Some(summons.by.clone()),
            _ => None,
        });
        by.as_ref().and_then(field).into_iter().collect()
    }

    fn level(&self) -> Option<AreaLevel> {
        let moved = self.last(|event| match event {
            Event::LevelMoved { to, .. } => Some(*to),
            Event::Escalated { .. } => Some(AreaLevel::County),
            _ => None,
        });
        moved.or_else(|| {
            self.last(|event| match event {
                Event::Reported(file) => Some(zonglan::domain::home_level(file.source)),
                _ => None,
            })
        })
    }

    /// Whom its last event concerns.
    fn told(&self, town: Option<&AreaCode>) -> Told {
        let Some(recorded) = self.0.last() else { return Told::new() };
        let before = self.before();
        let town: Told = town.iter().map(|code| format!("town:{code}")).collect();
        let called =
            || if self.has(|event| matches!(event, Event::Escalated { .. })) { town.clone() } else { Told::new() };
        let (agency, worker) = (self.agency(), self.worker());
        let those = |sets: &[Told]| -> Told { sets.iter().flatten().cloned().collect() };
        let all = match &recorded.event {
            Event::Accepted { .. } => those(&[self.upstream(), self.reporter()]),
            Event::ReportedBack { .. } => self.upstream(),
            Event::CalledBack { answer: CallBack::Unreachable } => self.reporter(),
            Event::Assigned { agency, worker, .. } => {
                let agency = agency.iter().map(|agency| format!("agency:{agency}"));
                agency.chain(worker.iter().map(|worker| format!("worker:{worker}"))).collect()
            }
            Event::Reassigned { .. } => those(&[worker, before.worker()]),
            Event::Recalled { .. } => before.worker(),
            Event::Declined { .. } | Event::Answered { .. } | Event::PassedOn { .. } => {
                those(&[self.upstream(), agency, worker, self.reporter()])
            }
            Event::ReturnedUp { .. } | Event::Merged { .. } | Event::Unmerged { .. } => {
                those(&[self.upstream(), agency, worker])
            }
            Event::Joined { .. } | Event::Parted { .. } | Event::Resumed { .. } | Event::Reworked { .. } => {
                those(&[agency, worker])
            }
            Event::LevelMoved { to: AreaLevel::Town, .. } => town,
            Event::Granted { ask: Ask::Return, .. } => those(&[before.asker(), before.agency(), before.worker()]),
            Event::Granted { .. } | Event::Denied { .. } => those(&[before.asker(), agency, worker]),
            Event::Reminded { .. } | Event::Supervised { .. } | Event::SupervisionLifted { .. } => {
                those(&[agency, worker, self.joint(), town])
            }
            Event::Noted { .. } => those(&[agency, worker, self.joint()]),
            Event::Summoned(_) | Event::SummonsAllowed { .. } => those(&[self.joint(), self.lead()]),
            Event::SummonsDenied { .. } => before.summoner(),
            Event::ReportedIn { .. } | Event::JointResult { .. } => self.lead(),
            Event::SummonsEnded { .. } => those(&[before.joint(), self.lead()]),
            Event::Escalated { .. } | Event::Criticised { .. } => those(&[agency, town]),
            Event::Rated { .. } => agency,
            Event::Handled { .. } | Event::SettledOnSpot { .. } => {
                those(&[agency, worker, self.upstream(), called(), self.reporter()])
            }
            Event::Closed | Event::Reopened { .. } => those(&[agency, self.upstream(), called(), self.reporter()]),
            Event::Alarmed(alarm) => match alarm.phase {
                Phase::Receipt => those(&[agency, worker]),
                Phase::ReportBack | Phase::Handle | Phase::Rework => those(&[agency, worker, self.joint()]),
                Phase::ReportIn => self.not_reported_in(),
                Phase::Answer => those(&[agency, town]),
                Phase::Supervise => those(&[agency, worker, town]),
                Phase::Level if self.level() == Some(AreaLevel::Town) => town,
                Phase::Level | Phase::Accept | Phase::Close => Told::new(),
            },
            _ => Told::new(),
        };
        let did_it = match &recorded.by {
            Actor::System(name) => Some(format!("upstream:{name}")),
            by => field(by),
        };
        all.into_iter().filter(|to| Some(to) != did_it.as_ref()).collect()
    }
}

fn field(actor: &Actor) -> Option<String> {
    match actor {
        Actor::Worker(code) => Some(format!("worker:{code}")),
        Actor::Agency(name) => Some(format!("agency:{name}")),
        Actor::Officer(_) | Actor::System(_) => None,
    }
}

fn ends(event: &Event) -> bool {
    matches!(
        event,
        Event::Closed
            | Event::Declined { .. }
            | Event::Answered { .. }
            | Event::PassedOn { .. }
            | Event::ReturnedUp { .. }
    )
}

/// What random commands hardly ever come to: an order that goes back above, a summons that is not allowed, a town that lets its
/// time run out.
fn rare() -> Vec<Recorded> {
    use zonglan::domain::{
        Alarm, AlarmLevel, AreaLevel, IncidentFile, Phase, Summons, SummonsCheck, Timestamp, Upstream,
    };
    let at = Timestamp(1_789_000_000);
    let upstream = Some(Upstream { system: "12345".into(), ..Upstream::default() });
    let agency = || Actor::Agency("城管局".into());
    let summons = Summons {
        by: agency(),
        at,
        check: SummonsCheck::Approval,
        told: None,
        in_force: false,
        lead: "住建局".into(),
        due_at: at.plus_secs(3_600),
        text: "到场".into(),
        parties: Vec::new(),
    };
    let reported = Event::Reported(Box::new(IncidentFile { upstream, ..IncidentFile::default() }));
    let assigned =
        Event::Assigned { agency: Some("城管局".into()), worker: Some("W1".into()), message: String::new() };
    let officer = || Actor::Officer("值班长".into());
    let events = [
        (officer(), reported),
        (officer(), assigned),
        (agency(), Event::Summoned(Box::new(summons))),
        (officer(), Event::SummonsDenied { reason: "不必".into() }),
        (officer(), Event::ReturnedUp { reason: "不属本县".into() }),
    ];
    let moved =
        Event::LevelMoved { from: AreaLevel::County, to: AreaLevel::Town, reason: "就地办理".into(), clock: None };
    let alarm = Alarm { phase: Phase::Level, level: AlarmLevel::Overdue, due_at: at };
    let at_town = [
        (officer(), Event::Reported(Box::default())),
        (officer(), moved),
        (Actor::System("clock".into()), Event::Alarmed(alarm)),
    ];
    let record = |code: &'static str, first_seq: u64| {
        move |(version, (by, event)): (u32, (Actor, Event))| {
            let stream = Stream::incident(&code.into());
            Recorded { seq: first_seq + u64::from(version), stream, version, at, by, event }
        }
    };
    let returned = (1..).zip(events).map(record("RARE", 1_000_000));
    returned.chain((1..).zip(at_town).map(record("RARE-2", 2_000_000))).collect()
}

#[test]
fn each_event_tells_exactly_those_whom_a_reading_of_the_trace_names() {
    let town: AreaCode = "990101002".into();
    let (mut told_of, mut numbers, mut events) = (BTreeMap::<String, u32>::new(), BTreeSet::new(), 0_u32);
    for seed in 0..15 {
        let mut matters: BTreeMap<Stream, Vec<Recorded>> = BTreeMap::new();
        let rare = if seed == 0 { rare() } else { Vec::new() };
        for recorded in life(20_260_911 + seed, seed as usize, 4_000).into_iter().chain(rare) {
            let stream = recorded.stream.clone();
            // Every other matter lies nowhere that anybody knows.
            let town = Some(&town).filter(|_| stream.as_str().bytes().last().is_some_and(|digit| digit % 2 == 0));
            let trace = matters.entry(stream).or_default();
            let made = notices(&recorded, &Matter::of(trace.iter()), town, &zone());
            trace.push(recorded);
            let recorded = trace.last().unwrap();
            let names: Vec<String> = made.iter().map(|notice| notice.to.key()).collect();
            let expected = Trace(trace).told(town);
            assert_eq!(names.iter().cloned().collect::<BTreeSet<_>>(), expected, "seed {seed}: {recorded:?}");
            assert_eq!(names.len(), expected.len(), "nobody is told twice of one event: {recorded:?}");
            for notice in made {
                check(&notice, recorded);
                assert!(numbers.insert((seed, notice.id.clone())), "a number twice: {}", notice.id);
                *told_of.entry(notice.routed_as.to_owned()).or_default() += 1;
            }
            events += 1;
        }
    }
    let untold: Vec<&str> = KINDS.iter().map(|kind| kind.name).filter(|name| !told_of.contains_key(*name)).collect();
    assert!(untold.is_empty(), "no notice of these kinds in {events} events: {untold:?}");
    eprintln!("telling: {events} events, {} notices, {} kinds", numbers.len(), told_of.len());
}

/// What must be so of every notice.
fn check(notice: &Notice, recorded: &Recorded) {
    assert_eq!(notice.seq, recorded.seq);
    assert!(notice.id.starts_with(&format!("n{}-", recorded.seq)), "{}", notice.id);
    assert!(!matches!(notice.to, Recipient::Town(ref code) if code.as_str().is_empty()));
    let json: serde_json::Value = serde_json::from_str(&notice.body).unwrap();
    assert_eq!(json["type"], format!("incident.{}", notice.routed_as));
    assert_eq!(json["data"]["to"], notice.to.key());
    assert_eq!(json["data"]["incident"], recorded.stream.incident_code().unwrap().as_str());
    let at: jiff::Timestamp = json["timestamp"].as_str().unwrap().parse().unwrap();
    assert_eq!(at.as_second(), recorded.at.0);
    for language in ["zh", "en"] {
        let text = json["data"]["text"][language].as_str().unwrap();
        assert!(text.contains(notice.incident.as_str()) && !text.contains('\n'), "{text}");
    }
    if let Event::Alarmed(alarm) = &recorded.event {
        let due: jiff::Timestamp = json["data"]["due_at"].as_str().unwrap().parse().unwrap();
        assert_eq!(due.as_second(), alarm.due_at.0);
        let word = if alarm.level == AlarmLevel::DueSoon { "临期" } else { "超期" };
        assert!(json["data"]["text"]["zh"].as_str().unwrap().contains(word));
    }
}

#[test]
fn a_notice_s_number_is_the_event_s_and_the_recipient_s_alone() {
    let mut matters: BTreeMap<Stream, Vec<Recorded>> = BTreeMap::new();
    let mut known: BTreeMap<String, (u64, String)> = BTreeMap::new();
    let events = life(5, 0, 3_000);
    for zone in [zone(), jiff::tz::TimeZone::UTC] {
        matters.clear();
        for recorded in &events {
            let trace = matters.entry(recorded.stream.clone()).or_default();
            for notice in notices(recorded, &Matter::of(trace.iter()), None, &zone) {
                let of = (notice.seq, notice.to.key());
                let first = known.entry(notice.id).or_insert_with(|| of.clone());
                assert_eq!(*first, of, "one number, two notices");
            }
            trace.push(recorded.clone());
        }
    }
    let of: BTreeSet<&(u64, String)> = known.values().collect();
    assert_eq!(of.len(), known.len(), "one notice, two numbers");
}
