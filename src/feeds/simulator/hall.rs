//! The loop as people in the field and in the hall carry it: what each does next with each matter,
//! and the commands that come of it.

use super::GRID_APP;
use super::Simulator;
use super::agenda::Task;
use super::dice::Dice;
use super::matter::{Matter, Step};
use crate::domain::{Act, Actor, CallBack, Command, Fix, IncidentCode, State, Timestamp, WorkerCode};

/// Who reaches the place this near has arrived, metres.
const ARRIVED_M: f64 = 12.0;

/// After so many seconds without an effect a command is given again, under its number; then after
/// twice as many, and so on…
const AGAIN_AFTER_SECS: i64 = 90;
/// …but never more than so many.
const LONGEST_AGAIN_SECS: i64 = 3600;

/// How long what can't be said over a silent app waits before it is tried again, seconds.
const APP_RETRY_SECS: i64 = 5;

/// The hall's simulated people. Their names say what they are: nobody may take them for colleagues.
const INTAKE: &str = "模拟受理员";
const DISPATCHER: &str = "模拟派单员";
const SUPERVISOR: &str = "模拟核实员";
const CALLER: &str = "模拟回访员";

/// What was done, in a few words.
const RESULTS: [&str; 6] = [
    "已现场处置完毕",
    "已清理恢复",
    "已联系责任单位修复",
    "已劝导整改到位",
    "已设置警示并修复",
    "已与当事人说明并处理",
];

/// What citizens answer, and how often of a hundred.
const ANSWERS: [(CallBack, u32); 4] =
    [(CallBack::Satisfied, 86), (CallBack::Mostly, 9), (CallBack::Unreachable, 4), (CallBack::Unsatisfied, 1)];

/// Numbers of keyed streams: what is thrown for one version of one matter.
const DELAY: u64 = 0;
const WORDS: u64 = 1;

impl Simulator {
    /// Takes in a matter that was open before we looked; its next step comes some time, not at once.
    pub(super) fn take_backlog(&mut self, code: &IncidentCode, matter: Matter) {
        let (version, spread_secs) = (matter.standing.version, matter.backlog_secs());
        self.matters.insert(code.clone(), matter);
        self.give_to_worker(code);
        let mut dice = self.dice_of(code, version, DELAY);
        let late_secs = dice.between(0, spread_secs);
        self.plan(code, self.now, late_secs, &mut dice);
    }

    /// After something happened to a matter: who has it in hand, and what comes next.
    pub(super) fn carry_on(&mut self, code: &IncidentCode, since: Timestamp) {
        let Some(matter) = self.matters.get(code) else { return };
        let (state, version) = (matter.standing.state, matter.standing.version);
        let holder = self.person_of(matter).filter(|_| matter.is_in_hand());
        for (place, person) in self.people.iter_mut().enumerate() {
            if !person.orders.is_empty() && Some(place) != holder {
                person.drop_order(code);
            }
        }
        if !state.is_open() {
            self.forget(code);
            return;
        }
        self.give_to_worker(code);
        let mut dice = self.dice_of(code, version, DELAY);
        self.plan(code, since, 0, &mut dice);
    }

    fn give_to_worker(&mut self, code: &IncidentCode) {
        let Some(matter) = self.matters.get(code).filter(|matter| matter.is_in_hand()) else { return };
        let Some(place) = self.person_of(matter) else { return };
        let orders = &mut self.people[place].orders;
        if !orders.contains(code) {
            orders.push_back(code.clone());
        }
    }

    fn plan(&mut self, code: &IncidentCode, since: Timestamp, late_secs: i64, dice: &mut Dice) {
        let Some(matter) = self.matters.get(code) else { return };
        let knows_worker = self.person_of(matter).is_some();
        if let Some((step, after_secs)) = matter.next_step(knows_worker, dice) {
            let version = matter.standing.version;
            // A clock that runs ahead of ours must not hold the matter up.
            let due = since.min(self.now).plus_secs(late_secs + after_secs).0.max(self.now.0 + 1);
            self.agenda.put(due, Task { matter: code.clone(), version, step, given_as: None, tries: 0 });
        }
    }

    /// Whoever has reached the place of the order in hand says so.
    pub(super) fn arrivals(&mut self) {
        for person in self.people.iter_mut().filter(|person| !person.is_idle()) {
            let Some(code) = person.orders.front() else { continue };
            let Some(matter) = self.matters.get(code) else { continue };
            let Some(at) = matter.at.filter(|_| matter.standing.state == State::Receipted) else { continue };
            let version = matter.standing.version;
            let near = person.has_stopped() || person.at.distance_m(self.ground.plane.spot(at)) <= ARRIVED_M;
            if near && person.said_arrived != Some(version) {
                person.said_arrived = Some(version);
                let task = Task { matter: code.clone(), version, step: Step::Arrive, given_as: None, tries: 0 };
                self.agenda.put(self.now.0, task);
            }
        }
    }

    /// Does what is due, unless its matter has moved on since it was planned.
    pub(super) fn due_tasks(&mut self, fixes: &mut Vec<Fix>, commands: &mut Vec<Command>) {
        while let Some(mut task) = self.agenda.take_due(self.now.0) {
            let Some(matter) = self.matters.get(&task.matter) else { continue };
            if matter.standing.version != task.version {
                continue;
            }
            if task.step.by_app() && self.switches.is_silent(GRID_APP) {
                self.agenda.put(self.now.0 + APP_RETRY_SECS, task);
                continue;
            }
            let Some((by, act)) = self.word(&task) else { continue };
            if let Actor::Worker(code) = &by {
                self.fix_with_word(code, fixes);
            }
            let mut command = self.command(task.matter.clone(), by, Some(task.version), act);
            command.id = task.given_as.clone().unwrap_or(command.id);
            task.given_as = Some(command.id.clone());
            commands.push(command);
            let again_secs = (AGAIN_AFTER_SECS << task.tries.min(10)).min(LONGEST_AGAIN_SECS);
            task.tries += 1;
            self.agenda.put(self.now.0 + again_secs, task);
        }
    }

    /// The app sends the position along with what the worker says.
    fn fix_with_word(&mut self, code: &WorkerCode, fixes: &mut Vec<Fix>) {
        let Some(place) = self.by_code.get(code).copied() else { return };
        let person = &self.people[place];
        if person.on_duty && person.last_fix < self.now.0 {
            fixes.push(self.fix(place));
        }
    }

    /// Who says what in this step; none where nobody is there to say it.
    fn word(&self, task: &Task) -> Option<(Actor, Act)> {
        let matter = self.matters.get(&task.matter)?;
        let mut dice = self.dice_of(&task.matter, task.version, WORDS);
        let worker = || matter.standing.worker.clone().map(Actor::Worker);
        let officer = |name: &str| Some(Actor::Officer(name.into()));
        let handle = |dice: &mut Dice| Act::Handle { result: dice.pick(&RESULTS).copied().unwrap_or_default().into() };
        let (by, act) = match task.step {
            Step::Accept => (officer(INTAKE), Act::Accept { category: None, urgency: None, difficulty: None }),
            Step::Assign => (officer(DISPATCHER), self.order(matter)?),
            Step::Deliver => (worker(), Act::Deliver),
            Step::Receipt => (worker(), Act::Receipt),
            Step::Arrive | Step::ArriveSomewhere => (worker(), Act::Arrive),
            Step::Handle => (worker(), handle(&mut dice)),
            Step::SettleOnSpot => (matter.reporter.clone().map(Actor::Worker), handle(&mut dice)),
            Step::AgencyHandle => (matter.standing.agency.clone().map(Actor::Agency), handle(&mut dice)),
            Step::Check => (officer(SUPERVISOR), Act::Check { passed: true }),
            Step::CallBack => {
                let (answer, _) = ANSWERS[dice.weighted(&ANSWERS.map(|(_, weight)| weight))];
                (officer(CALLER), Act::CallBack { answer })
            }
            Step::Close => (officer(CALLER), Act::Close),
        };
        Some((by?, act))
    }

    /// Whom the hall sends: the agency that answers for such matters, and the nearest who is free.
    fn order(&self, matter: &Matter) -> Option<Act> {
        let of_category = || self.reporter.category(matter.standing.category.as_ref()?.as_str())?.agency.clone();
        let agency = matter.standing.agency.clone().or_else(of_category);
        let place = matter.at.map(|at| self.ground.plane.spot(at));
        let free =
            self.people.iter().filter(|person| person.on_duty && person.is_idle() && person.silent_until < self.now.0);
        let nearest =
            place.and_then(|place| free.min_by(|a, b| a.at.distance_m(place).total_cmp(&b.at.distance_m(place))));
        let worker = nearest.map(|person| person.code.clone());
        (agency.is_some() || worker.is_some()).then(|| Act::Assign {
            agency,
            worker,
            message: "请到现场查看处置".into(),
        })
    }

    fn dice_of(&self, code: &IncidentCode, version: u32, what: u64) -> Dice {
        Dice::keyed(self.seed, code.as_str(), u64::from(version) * 2 + what)
    }
}
