//! The whole loop under random commands. `ZONGLAN_MODEL_STEPS` says how many (a small number otherwise),
//! `ZONGLAN_MODEL_SEED` from which seed; both are told, with how many commands held.

use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet};
use zonglan::domain::{
    Act, ActKind, Actor, AgencyName, Alarm, AlarmLevel, Answerable, AreaLevel, Ask, CallBack, Command, Desk,
    Difficulty, Event, IncidentCode, IncidentFile, Leads, Mediation, Nature, Phase, Photo, PhotoMoment, Recorded,
    Refusal, Rules, Service, Source, Standing, State, Timestamp, Upstream, Urgency, decide, moves_of, possible,
};
use zonglan::picture::Picture;

const AGENCIES: [&str; 4] = ["城管局", "住建局", "应急局", "交警大队"];
const OFFICERS: [&str; 8] = ["受理甲", "派单乙", "督办丙", "回访丁", "值班长", "指挥长", "镇街戊", "审计己"];
/// Matters in one life; few, so that commands meet.
const MATTERS: u32 = 12;
/// Commands in one life.
const LIFE: usize = 4_000;

struct World<'r> {
    dice: ChaCha8Rng,
    rules: &'r Rules,
    now: Timestamp,
    matters: BTreeMap<IncidentCode, Standing>,
    events: Vec<Recorded>,
    picture: Option<Picture>,
    held: u64,
    kinds: BTreeSet<ActKind>,
}

impl<'r> World<'r> {
    fn new(seed: u64, rules: &'r Rules, with_picture: bool) -> Self {
        Self {
            dice: ChaCha8Rng::seed_from_u64(seed),
            rules,
            now: Timestamp(1_789_000_000),
            matters: BTreeMap::new(),
            events: Vec::new(),
            picture: with_picture.then(|| Picture::new(8 * 3600)),
            held: 0,
            kinds: BTreeSet::new(),
        }
    }

    fn below(&mut self, n: usize) -> usize {
        self.dice.random_range(0..n)
    }

    fn coin(&mut self) -> bool {
        self.dice.random_range(0..2) == 0
    }

    fn agency(&mut self) -> AgencyName {
        AGENCIES[self.below(AGENCIES.len())].into()
    }

    fn actor(&mut self, standing: Option<&Standing>) -> Actor {
        match self.below(10) {
            0..=4 => Actor::Officer(OFFICERS[self.below(OFFICERS.len())].into()),
            5 => Actor::System("timer".into()),
            6 => Actor::Worker(format!("W{}", self.below(3)).into()),
            7 => Actor::Agency(self.agency()),
            8 => standing.and_then(|s| s.worker.clone()).map_or(Actor::Officer("镇街戊".into()), Actor::Worker),
            _ => standing.and_then(|s| s.agency.clone()).map_or(Actor::Officer("派单乙".into()), Actor::Agency),
        }
    }

    /// A moment that may lie on either side of now.
    fn moment(&mut self) -> Timestamp {
        self.now.plus_secs(self.dice.random_range(-100_000..1_500_000))
    }

    fn file(&mut self) -> IncidentFile {
        let upstream = (self.below(4) == 0).then(|| Upstream {
            system: "12345".into(),
            deadline_at: self.coin().then(|| self.moment()),
            return_until: self.coin().then(|| self.moment()),
            calls_back: self.below(3) == 0,
        });
        IncidentFile {
            nature: if self.below(3) == 0 { Nature::Dispute } else { Nature::Complaint },
            source: Source::ALL[self.below(9)],
            urgency: Urgency::ALL[self.below(4)],
            difficulty: [Difficulty::Simple, Difficulty::General, Difficulty::Complex][self.below(3)],
            category: (self.below(6) == 0).then(|| ["fire01", "labour2"][self.below(2)].into()),
            reported_at: self.now,
            upstream,
            ..IncidentFile::default()
        }
    }

    fn act(&mut self, kind: ActKind, code: &IncidentCode) -> Act {
        let text = || "说明".to_owned();
        let answers = [CallBack::Satisfied, CallBack::Mostly, CallBack::Unsatisfied, CallBack::Unreachable];
        match kind {
            ActKind::Report => Act::Report { file: Box::new(self.file()), personal: None },
            ActKind::Accept => Act::Accept { category: None, urgency: None, difficulty: None },
            ActKind::Assign => {
                let agency = (self.below(4) > 0).then(|| self.agency());
                Act::Assign { agency, worker: self.coin().then(|| "W1".into()), message: String::new() }
            }
            ActKind::Deliver => Act::Deliver,
            ActKind::Receipt => Act::Receipt,
            ActKind::Arrive => Act::Arrive,
            ActKind::ReportBack => Act::ReportBack { text: text() },
            ActKind::Handle => Act::Handle { result: text() },
            ActKind::Check => Act::Check { passed: self.below(3) > 0 },
            ActKind::CallBack => Act::CallBack { answer: answers[self.below(4)] },
            ActKind::Close => Act::Close,
            ActKind::Recall => Act::Recall,
            ActKind::Reassign => Act::Reassign { worker: format!("W{}", self.below(3)).into(), message: String::new() },
            ActKind::Answer => Act::Answer { text: text() },
            ActKind::Decline => Act::Decline { reason: text(), go_to: text() },
            ActKind::Settle => Act::Settle { result: text(), photos: self.photos() },
            ActKind::Attach => Act::Attach { photos: self.photos() },
            ActKind::PassOn => Act::PassOn { service: Service::Fire, note: text() },
            ActKind::Merge => Act::Merge { into: self.code() },
            ActKind::Unmerge => Act::Unmerge,
            ActKind::Raise => Act::Raise { to: self.coin().then(|| AreaLevel::ALL[self.below(5)]), reason: text() },
            ActKind::PassDown => Act::PassDown { to: AreaLevel::ALL[self.below(5)], reason: text() },
            ActKind::Escalate => Act::Escalate { reason: text() },
            ActKind::Rate => Act::Rate { rating: answers[self.below(3)] },
            ActKind::AskReturn => Act::Ask { ask: Ask::Return, reason: text() },
            ActKind::AskExtend => Act::Ask { ask: Ask::Extend { until: self.moment() }, reason: text() },
            ActKind::AskSuspend => {
                Act::Ask { ask: Ask::Suspend { until: self.moment(), listed: self.coin() }, reason: text() }
            }
            ActKind::Grant => Act::Grant,
            ActKind::Deny => Act::Deny { reason: text() },
            ActKind::Resume => Act::Resume,
            ActKind::ReturnUp => Act::ReturnUp { reason: text() },
            ActKind::Remind => Act::Remind { text: text() },
            ActKind::Note => Act::Note { text: text() },
            ActKind::Summon => Act::Summon {
                agencies: (0..self.below(4)).map(|_| self.agency()).collect(),
                lead: self.coin().then(|| self.agency()),
                due_at: self.coin().then(|| self.moment()),
                told: self.coin().then(|| "值班长".into()),
                text: text(),
            },
            ActKind::AllowSummons => Act::AllowSummons,
            ActKind::DenySummons => Act::DenySummons { reason: text() },
            ActKind::ReportIn => Act::ReportIn { agency: self.agency() },
            ActKind::JointResult => Act::JointResult { agency: self.agency(), result: text() },
            ActKind::EndSummons => Act::EndSummons { reason: text() },
            ActKind::Supervise => Act::Supervise { text: text() },
            ActKind::Criticise => Act::Criticise { text: text() },
            ActKind::LiftSupervision => Act::LiftSupervision { reason: text() },
            ActKind::Mediate => {
                use Mediation::{Agreed, Mediating, NotAgreed, Performed, VisitedAgain};
                let phase = [Mediating, Agreed, NotAgreed, Performed, VisitedAgain][self.below(5)];
                Act::Mediate { phase, text: text() }
            }
            ActKind::Reopen => Act::Reopen { reason: text() },
            ActKind::Acknowledge => Act::Acknowledge,
            ActKind::Shelve => Act::Shelve { until: self.moment(), reason: text() },
            ActKind::Unshelve => Act::Unshelve,
            ActKind::Alarm => {
                let clocks = self.matters.get(code).map(Standing::clocks).unwrap_or_default();
                let clock = (!clocks.is_empty()).then(|| clocks[self.below(clocks.len())]);
                let level = [AlarmLevel::DueSoon, AlarmLevel::Overdue][self.below(2)];
                let (phase, due_at) = clock.map_or((Phase::Handle, self.now), |clock| (clock.phase, clock.due_at));
                Act::Alarm { alarm: Alarm { phase, level, due_at } }
            }
        }
    }

    fn photos(&mut self) -> Vec<Photo> {
        let sha256 = if self.below(8) == 0 { "no hash".into() } else { "0f".repeat(32) };
        vec![Photo { moment: PhotoMoment::After, sha256 }]
    }

    fn code(&mut self) -> IncidentCode {
        format!("M{}", self.dice.random_range(0..MATTERS)).into()
    }

    fn step(&mut self, n: usize) {
        // Mostly minutes, sometimes days; and now and then somebody's clock is behind.
        let passed = if self.below(20) == 0 { 400_000 } else { 900 };
        self.now = self.now.plus_secs(self.dice.random_range(0..passed));
        let code = self.code();
        let before = self.matters.get(&code).cloned();
        let by = self.actor(before.as_ref());
        let kinds = match &before {
            None => vec![ActKind::Report],
            Some(before) => possible(before.state, self.rules.posts_of(&by, None)),
        };
        // What is seen and shelved carries nothing on: it must not crowd out what does.
        let of_alarms = [ActKind::Acknowledge, ActKind::Shelve, ActKind::Unshelve];
        let shelves = self.below(4) == 0;
        let kinds: Vec<ActKind> = kinds.into_iter().filter(|kind| shelves || !of_alarms.contains(kind)).collect();
        let kind = if kinds.is_empty() || self.below(6) == 0 {
            ActKind::ALL[self.below(ActKind::ALL.len())]
        } else {
            kinds[self.below(kinds.len())]
        };
        // What ends a matter comes up as often as what moves it: most lives would be short.
        let ends = matches!(kind, ActKind::Decline | ActKind::Answer | ActKind::PassOn | ActKind::ReturnUp);
        if ends && self.below(4) > 0 {
            return;
        }
        let act = self.act(kind, &code);
        let late = if self.below(10) == 0 { self.dice.random_range(0..5_000) } else { 0 };
        let at = self.now.plus_secs(-late);
        let seen_version = (self.below(10) == 0).then(|| self.dice.random_range(0..20));
        let command = Command { id: format!("c{n}").into(), by, at, incident: code.clone(), seen_version, act };
        self.carry_out(&command, before.as_ref());
    }

    fn carry_out(&mut self, command: &Command, before: Option<&Standing>) {
        if self.picture.is_some() {
            // As it goes through a seat's socket.
            let told = serde_json::to_string(command).unwrap();
            assert_eq!(serde_json::from_str::<Command>(&told).unwrap(), *command, "{told}");
        }
        let other = command.other(before).and_then(|code| self.matters.get(code));
        let decided = decide(&Desk { rules: self.rules, other }, before, command);
        let append = match decided {
            Ok(append) => append,
            Err(refusal) => return check_refusal(&refusal, command, before),
        };
        assert!(!append.events.is_empty(), "{command:?}");
        self.held += 1;
        self.kinds.insert(command.act.kind());
        for (stream, event) in append.events {
            let code = stream.incident_code().unwrap();
            let standing = self.matters.entry(code).or_default();
            let (version, seq) = (standing.version + 1, self.events.len() as u64 + 1);
            assert!(append.at >= standing.last_at || version == 1, "time goes backwards: {command:?}");
            let recorded = Recorded { seq, stream, version, at: append.at, by: append.by.clone(), event };
            standing.follow(&recorded);
            if let Some(picture) = &mut self.picture {
                picture.apply(&recorded);
            }
            self.events.push(recorded);
        }
        check_move(command, before, &self.matters[&command.incident]);
        check(&command.incident, &self.matters);
    }

    /// Folds every event anew: what comes out is what the steps came to.
    fn check_fold(&self) {
        let mut folded: BTreeMap<IncidentCode, Standing> = BTreeMap::new();
        let mut last: BTreeMap<&str, Timestamp> = BTreeMap::new();
        for recorded in &self.events {
            let at = last.entry(recorded.stream.as_str()).or_insert(recorded.at);
            assert!(recorded.at >= *at, "time goes backwards in {}", recorded.stream.as_str());
            *at = recorded.at;
            folded.entry(recorded.stream.incident_code().unwrap()).or_default().follow(recorded);
        }
        assert_eq!(folded, self.matters);
        let Some(picture) = &self.picture else { return };
        for (code, standing) in &self.matters {
            assert_eq!(picture.standing(picture.incidents.number(code).unwrap()), *standing, "{code}");
        }
        let restored = Picture::from_checkpoint(&picture.to_checkpoint().unwrap(), 8 * 3600).unwrap();
        assert_eq!(restored.hash(), picture.hash());
        assert_eq!(restored.timers.len(), picture.timers.len());
        assert_eq!(restored.alarms_due(self.now, usize::MAX), picture.alarms_due(self.now, usize::MAX));
    }
}

/// A refusal says something, and does not offer what it refuses.
fn check_refusal(refusal: &Refusal, command: &Command, before: Option<&Standing>) {
    assert!(refusal.to_string().len() > 15, "{refusal:?}");
    if let Refusal::NotNow { instead, .. } | Refusal::NotYours { instead, .. } = refusal {
        assert!(!instead.contains(&command.act.kind()), "{refusal:?} {command:?} {before:?}");
    }
}

/// What must be so of a matter at all times.
fn check(code: &IncidentCode, matters: &BTreeMap<IncidentCode, Standing>) {
    let now = &matters[code];
    let course = now.course.as_deref();
    let clocks = now.clocks();
    let phases: BTreeSet<Phase> = clocks.iter().map(|clock| clock.phase).collect();
    assert_eq!(phases.len(), clocks.len(), "one clock a phase: {now:?}");
    if now.state.is_open() {
        let deadline = now.deadline().unwrap_or_else(|| panic!("{code} is open without a deadline: {now:?}"));
        assert!(clocks.contains(&deadline), "its clock runs: {now:?}");
        if now.state.is_handling() && now.state > State::Reported {
            assert_eq!(now.deadline_at, Some(deadline.due_at), "one deadline, told once: {now:?}");
            let handling = clocks.iter().filter(|c| matches!(c.phase, Phase::Handle | Phase::Rework)).count();
            assert_eq!(handling, 1, "{now:?}");
        }
    } else {
        assert!(clocks.is_empty() && now.deadline().is_none(), "{code} is at its end and a clock runs: {now:?}");
    }
    if matches!(now.state, State::Assigned | State::Receipted | State::OnScene) {
        assert!(now.agency.is_some() || now.worker.is_some(), "{code} is out with nobody: {now:?}");
        let answers = now.agency.clone().map_or(Answerable::Office(now.level()), Answerable::Agency);
        assert_eq!(now.answerable(), answers, "{now:?}");
    }
    if let Some(suspension) = course.and_then(|course| course.suspension) {
        assert!(now.state.is_handling() || now.state == State::Merged, "{now:?}");
        assert!(suspension.since < suspension.until, "{now:?}");
    }
    let merged = course.and_then(|course| course.merged.as_ref());
    assert_eq!(now.state == State::Merged, merged.is_some(), "{now:?}");
    // No matter is lost: whoever is told under another number is found from there, and the way ends.
    let (mut at, mut ways) = (code, 0);
    while let Some(merged) = matters[at].course.as_ref().and_then(|course| course.merged.as_ref()) {
        let into = &matters[&merged.into];
        assert!(into.course.as_ref().is_some_and(|course| course.reports.contains(at)), "{at} is lost in {into:?}");
        (at, ways) = (&merged.into, ways + 1);
        assert!(ways <= MATTERS, "{code} is merged in a circle");
    }
    for report in course.map_or(&[][..], |course| &course.reports) {
        let back = matters[report].course.as_ref().and_then(|course| course.merged.as_ref());
        assert_eq!(back.map(|merged| &merged.into), Some(code), "{report} is told under {code}");
    }
}

/// What must be so of a step.
fn check_move(command: &Command, before: Option<&Standing>, after: &Standing) {
    let Some(before) = before else { return };
    let kind = command.act.kind();
    assert!(after.version > before.version && after.last_at >= before.last_at);
    let leads = |leads: Leads| match leads {
        Leads::To(to) => after.state == to,
        Leads::Stays => after.state == before.state,
        Leads::StaysOr(to) => after.state == before.state || after.state == to,
        Leads::Back => after.state < State::Handled,
    };
    let told = moves_of(kind).filter(|row| row.from.contains(&before.state)).any(|row| leads(row.leads));
    assert!(told, "the table says nothing of {kind:?} from {:?} to {:?}", before.state, after.state);
    let granted_return = kind == ActKind::Grant && after.agency.is_none() && after.state == State::Accepted;
    if before.state >= State::Assigned && before.state < State::Handled && after.state.is_open() {
        // 首接责任: whoever was assigned first answers until the end, or until a return is granted.
        assert!(after.agency == before.agency || granted_return, "{kind:?}: {before:?} {after:?}");
    }
    if after.level() != before.level() {
        assert!(matches!(kind, ActKind::Raise | ActKind::PassDown | ActKind::Escalate), "{kind:?}");
        assert_eq!(after.level() < before.level(), kind != ActKind::PassDown, "the lower number is the higher level");
    }
    match kind {
        ActKind::CallBack => {
            assert_ne!(before.handled_by.as_ref(), Some(&command.by), "who handled never calls back");
            let checker = before.course.as_ref().and_then(|course| course.checked_by.as_ref());
            assert_ne!(checker, Some(&command.by), "check and call back are two people's");
        }
        ActKind::Close if before.state == State::Handled => assert!(before.verified, "closed unverified"),
        ActKind::ReturnUp => {
            let upstream = before.course.as_ref().unwrap().upstream.as_ref().unwrap();
            assert!(after.last_at <= upstream.return_until.unwrap(), "returned late");
        }
        _ => {}
    }
    let limit = after.course.as_ref().and_then(|course| course.upstream.as_ref()?.deadline_at);
    if let (Some(clock), Some(limit)) = (after.course.as_ref().and_then(|course| course.handling), limit) {
        assert!(clock.due_at <= limit || clock.since >= limit, "the deadline from above wins: {after:?}");
    }
}

fn three_rules() -> [Rules; 3] {
    [Rules::SHIPPED, Rules::ROUND_THE_CLOCK, Rules::BY_LEVEL].map(|text| {
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        Rules::parse(text, zone, zonglan::domain::Calendar::china()).unwrap()
    })
}

/// What so many random commands come to, for whoever reads events: with the `nth` of the shipped rules.
pub(crate) fn life(seed: u64, nth: usize, steps: usize) -> Vec<Recorded> {
    let rules = three_rules();
    let mut world = World::new(seed, &rules[nth % 3], false);
    (0..steps).for_each(|n| world.step(n));
    world.events
}

fn from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn the_loop_keeps_its_promises_under_random_commands() {
    let (steps, seed) = (from_env("ZONGLAN_MODEL_STEPS", 120_000), from_env("ZONGLAN_MODEL_SEED", 20_260_912));
    let rules = three_rules();
    let (mut done, mut held, mut kinds, mut lives) = (0, 0, BTreeSet::new(), 0_u64);
    while done < steps {
        let mut world = World::new(seed.wrapping_add(lives), &rules[lives as usize % 3], lives % 20 == 0);
        (0..LIFE).for_each(|n| world.step(n));
        world.check_fold();
        (done, held, lives) = (done + LIFE as u64, held + world.held, lives + 1);
        kinds.extend(world.kinds);
    }
    eprintln!("model check: seed {seed}, {done} steps in {lives} lives, {held} commands held");
    let missing: Vec<_> = ActKind::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
    assert!(missing.is_empty(), "never held: {missing:?}");
    assert!(held * 5 > done, "too few commands hold for the check to mean much: {held} of {done}");
}

/// What is recorded reads back as what it was, and old programs' events are still read.
#[test]
fn every_event_of_the_loop_is_durable() {
    use zonglan::ledger::{Ledger, SqliteLedger};
    let rules = three_rules();
    let mut types = BTreeSet::new();
    for (seed, rules) in (77..).zip(&rules) {
        let mut world = World::new(seed, rules, false);
        (0..3_000).for_each(|n| world.step(n));
        let dir = tempfile::tempdir().unwrap();
        let mut ledger = SqliteLedger::open(dir.path()).unwrap();
        let all = zonglan::domain::Append {
            command: None,
            at: world.now,
            by: Actor::System("test".into()),
            expected: None,
            events: world.events.iter().map(|recorded| (recorded.stream.clone(), recorded.event.clone())).collect(),
            personal: Vec::new(),
        };
        ledger.append(&all).unwrap();
        let mut read = Vec::new();
        let mut keep = |recorded| {
            read.push(recorded);
            std::ops::ControlFlow::Continue(())
        };
        ledger.read_after(0, &mut keep).unwrap();
        let told = |events: &[Recorded]| -> Vec<_> {
            events.iter().map(|r| (r.stream.clone(), r.version, r.event.clone())).collect()
        };
        assert_eq!(told(&read), told(&world.events));
        types.extend(read.iter().filter_map(|recorded| recorded.event.step()));
        assert!(read.iter().any(|recorded| matches!(recorded.event, Event::ClockSet(_))));
    }
    assert!(types.len() > 40, "{types:?}");
}
