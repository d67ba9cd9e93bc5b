//! The loop as people in the field and in the hall carry it: what each does next with each matter,
//! and the commands that come of it.

use super::GRID_APP;
use super::Simulator;
use super::agenda::Task;
use super::dice::Dice;
use super::matter::{Matter, Step};
use super::trouble::{NOT_DONE, RETURNS_GRANTED};
use crate::domain::{
    Act, Actor, AgencyName, Ask, Command, Difficulty, Fix, IncidentCode, Nature, State, Timestamp, Urgency, WorkerCode,
};
use crate::rhythm::CALL_BACKS;

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
pub(super) const DISPATCHER: &str = "模拟派单员";
pub(super) const SHIFT_LEADER: &str = "模拟值班长";
const SUPERVISOR: &str = "模拟核实员";
const CALLER: &str = "模拟回访员";

/// What was done, in a few words, where the kind of matter names nothing.
const RESULTS: [&str; 6] = [
    "已现场处置完毕",
    "已清理恢复",
    "已联系责任单位修复",
    "已劝导整改到位",
    "已设置警示并修复",
    "已与当事人说明并处理",
];

/// What is answered at once.
const ANSWERS: [&str; 3] = ["已解释政策，来电人表示明白", "已告知办理途径和所需材料", "已当场答复"];
const THANKS: &str = "已记录并致谢，建议转相关单位参考";

/// Why something isn't taken in, and where to go with it instead.
const DECLINES: [(&str, &str); 3] = [
    ("已进入诉讼或仲裁程序", "请按程序向受理的法院或仲裁机构反映"),
    ("不在本县管辖范围", "请向事发地热线反映"),
    ("属公安机关职责", "请拨打110或到属地派出所反映"),
];

/// Why an agency or a worker returns an order, and why it may not.
const NOT_OURS: [&str; 4] = [
    "经现场核查，不属我单位职责",
    "产权属其他单位，请改派",
    "位置在相邻辖区，请重新派单",
    "与已派工单重复，请改派主办单位",
];
const YOURS: &str = "经核对职责清单，属你单位职责，请继续办理";
/// Why more time is wanted.
const LONGER: [&str; 3] = ["需采购配件，申请延期", "需协调产权单位，申请延期", "施工受天气影响，申请延期"];
/// How much more, seconds.
const LONGER_SECS: i64 = 2 * 86_400;

/// Agencies' people work from half past seven to half past seven, seconds after midnight.
const AGENCIES_OPEN: std::ops::Range<i64> = 27_000..70_200;

/// How often only the agency is told, with nobody sent ahead, by difficulty.
fn agency_alone(difficulty: Difficulty) -> f64 {
    match difficulty {
        Difficulty::Simple => 0.25,
        Difficulty::General => 0.5,
        Difficulty::Complex => 0.75,
    }
}

/// Numbers of keyed streams: what is thrown for one version of one matter.
const DELAY: u64 = 0;
const WORDS: u64 = 1;
const TROUBLE: u64 = 2;

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
        let Some(version) = self.matters.get(code).map(|matter| matter.standing.version) else { return };
        let mut dice = self.dice_of(code, version, TROUBLE);
        let Some(matter) = self.matters.get_mut(code) else { return };
        matter.meet_trouble(&mut dice);
        let goes_on = matter.goes_on();
        let Some(matter) = self.matters.get(code) else { return };
        let holder = self.person_of(matter).filter(|_| matter.is_in_hand());
        for (place, person) in self.people.iter_mut().enumerate() {
            if !person.orders.is_empty() && Some(place) != holder {
                person.drop_order(code);
            }
        }
        if !goes_on {
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
        self.call_in(place);
    }

    fn plan(&mut self, code: &IncidentCode, since: Timestamp, late_secs: i64, dice: &mut Dice) {
        let Some(matter) = self.matters.get(code) else { return };
        let knows_worker = self.person_of(matter).is_some();
        if let Some((step, after_secs)) = matter.next_step(knows_worker, dice) {
            let version = matter.standing.version;
            // A clock that runs ahead of ours must not hold the matter up.
            let mut due = since.min(self.now).plus_secs(late_secs + after_secs).0.max(self.now.0 + 1);
            if matches!(step, Step::AgencyHandle | Step::AskExtend) && matter.standing.urgency > Urgency::U2 {
                due = self.while_agencies_work(due, dice);
            }
            if step == Step::SettleOnSpot {
                self.keep_reporter(code, due);
            }
            self.agenda.put(due, Task { matter: code.clone(), version, step, given_as: None, tries: 0 });
        }
    }

    /// Whoever is to settle on the spot what they found stays there until then.
    fn keep_reporter(&mut self, code: &IncidentCode, until: i64) {
        let reporter = self.matters.get(code).and_then(|matter| matter.reporter.as_ref());
        if let Some(place) = reporter.and_then(|code| self.by_code.get(code)) {
            let person = &mut self.people[*place];
            person.stands_until = person.stands_until.max(until);
        }
    }

    /// The moment itself while agencies work, else one in the first two hours of their next day.
    fn while_agencies_work(&self, due: i64, dice: &mut Dice) -> i64 {
        let second = self.reporter.civil(Timestamp(due)).second;
        if AGENCIES_OPEN.contains(&second) {
            return due;
        }
        let next_midnight = if second >= AGENCIES_OPEN.end { 86_400 } else { 0 };
        due - second + next_midnight + AGENCIES_OPEN.start + dice.between(0, 7_200)
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

    /// Who says what in this step; none where nobody is there to say it.
    fn word(&self, task: &Task) -> Option<(Actor, Act)> {
        let matter = self.matters.get(&task.matter)?;
        let now = &matter.standing;
        let mut dice = self.dice_of(&task.matter, task.version, WORDS);
        let worker = || now.worker.clone().map(Actor::Worker);
        let agency = || now.agency.clone().map(Actor::Agency);
        let officer = |name: &str| Some(Actor::Officer(name.into()));
        let one_of = |words: &[&str], dice: &mut Dice| dice.pick(words).copied().unwrap_or_default().to_owned();
        let (by, act) = match task.step {
            Step::Accept => (officer(INTAKE), Act::Accept { category: None, urgency: None, difficulty: None }),
            Step::Decline => {
                let (reason, go_to) = dice.pick(&DECLINES).copied().unwrap_or_default();
                (officer(INTAKE), Act::Decline { reason: reason.into(), go_to: go_to.into() })
            }
            Step::Answer if now.nature == Nature::Consultation => {
                (officer(INTAKE), Act::Answer { text: one_of(&ANSWERS, &mut dice) })
            }
            Step::Answer => (officer(INTAKE), Act::Answer { text: THANKS.into() }),
            Step::Assign => (officer(DISPATCHER), self.order(matter, &mut dice)?),
            Step::Deliver => (worker(), Act::Deliver),
            Step::Receipt => (worker(), Act::Receipt),
            Step::Arrive | Step::ArriveSomewhere => (worker(), Act::Arrive),
            Step::Handle => (worker(), Act::Handle { result: self.result(matter, &mut dice) }),
            Step::SettleOnSpot => {
                let (result, photos) = (self.result(matter, &mut dice), Vec::new());
                (matter.reporter.clone().map(Actor::Worker), Act::Settle { result, photos })
            }
            Step::AgencyHandle => (agency(), Act::Handle { result: self.result(matter, &mut dice) }),
            Step::AskReturn => {
                (worker().or_else(agency), Act::Ask { ask: Ask::Return, reason: one_of(&NOT_OURS, &mut dice) })
            }
            Step::AskExtend => {
                let until = now.deadline_at?.max(self.now).plus_secs(LONGER_SECS);
                (agency(), Act::Ask { ask: Ask::Extend { until }, reason: one_of(&LONGER, &mut dice) })
            }
            Step::Rule => (officer(SHIFT_LEADER), ruling(matter, &mut dice)?),
            Step::HandOver => match self.nearest_free(matter) {
                Some(worker) => {
                    (officer(DISPATCHER), Act::Reassign { worker, message: "原处置人员无法前往，请接手".into() })
                }
                // Where there is nobody else, it is the one who was sent after all.
                None => (worker(), Act::Receipt),
            },
            Step::Check => {
                // What an urgent matter needed is seen at once.
                let passed = now.urgency <= Urgency::U2 || !dice.happens(f64::from(NOT_DONE) / 1000.0);
                (officer(SUPERVISOR), Act::Check { passed })
            }
            Step::CallBack => {
                let (answer, _) = CALL_BACKS[dice.weighted(&CALL_BACKS.map(|(_, weight)| weight))];
                (officer(CALLER), Act::CallBack { answer })
            }
            Step::Close if now.state == State::Answered => (officer(INTAKE), Act::Close),
            Step::Close => (officer(CALLER), Act::Close),
        };
        Some((by?, act))
    }

    /// What was done about a matter, in the words of its kind.
    fn result(&self, matter: &Matter, dice: &mut Dice) -> String {
        let kind = matter.standing.category.as_ref().and_then(|code| self.reporter.category(code.as_str()));
        let done = kind.and_then(|kind| dice.pick(&kind.done)).map(String::as_str);
        let done = done.or_else(|| dice.pick(&RESULTS).copied()).unwrap_or_default();
        let again = matter.standing.course.as_ref().is_some_and(|course| course.reworks > 0);
        if again { format!("二次办理：{done}") } else { done.to_owned() }
    }

    /// Whom the hall sends: the agency that answers for such matters, and mostly the nearest who is free.
    fn order(&self, matter: &Matter, dice: &mut Dice) -> Option<Act> {
        let of_category = || self.reporter.category(matter.standing.category.as_ref()?.as_str())?.agency.clone();
        let agency = matter.standing.agency.clone().or_else(of_category);
        let agency = match agency {
            Some(returned) if matter.returned_by.as_ref() == Some(&returned) => self.another(&returned, dice),
            agency => agency,
        };
        let alone = agency.is_some() && dice.happens(agency_alone(matter.standing.difficulty));
        let worker = if alone { None } else { self.nearest_free(matter) };
        (agency.is_some() || worker.is_some()).then(|| Act::Assign {
            agency,
            worker,
            message: "请到现场查看处置".into(),
        })
    }

    /// Another agency than this one; none where there is no other.
    fn another(&self, agency: &AgencyName, dice: &mut Dice) -> Option<AgencyName> {
        let known = self.reporter.categories().iter().filter_map(|kind| kind.agency.as_ref());
        let others: Vec<&AgencyName> = known.filter(|other| *other != agency).collect();
        dice.pick(&others).map(|other| (*other).clone())
    }

    /// The worker nearest to a matter who is on duty, free, heard, and not the one who was sent.
    fn nearest_free(&self, matter: &Matter) -> Option<WorkerCode> {
        let place = self.ground.plane.spot(matter.at?);
        let free = self.people.iter().filter(|person| {
            let is_sent = matter.standing.worker.as_ref() == Some(&person.code);
            person.on_duty && person.is_idle() && !is_sent && !person.phone.is_silent(self.now.0)
        });
        let nearest = free.min_by(|a, b| a.at.distance_m(place).total_cmp(&b.at.distance_m(place)));
        nearest.map(|person| person.code.clone())
    }

    fn dice_of(&self, code: &IncidentCode, version: u32, what: u64) -> Dice {
        Dice::keyed(self.seed, code.as_str(), u64::from(version) * 4 + what)
    }
}

/// What the shift leader says to what was asked: more time is given, a return not always.
fn ruling(matter: &Matter, dice: &mut Dice) -> Option<Act> {
    let request = matter.standing.course.as_ref()?.request.as_ref()?;
    let granted = request.ask != Ask::Return || dice.happens(f64::from(RETURNS_GRANTED) / 1000.0);
    Some(if granted { Act::Grant } else { Act::Deny { reason: YOURS.into() } })
}
