//! The simulator: a county that lives by itself. Workers come on duty and go, walk their rounds along the streets and
//! around the water, look at places against their checklists,
//! receive orders, go, arrive, settle, and now and then return what isn't theirs; their phones drift, fall silent and tell
//! late; citizens and workers report by hour, weekday, season and weather; a small hall accepts, sends and closes what
//! nobody at a seat takes up, but never what is urgent.
//!
//! It lives second by second: the same seed, start, county and news bring the same messages,
//! however the seconds are cut into calls (but for news, which is heard at the beginning of a call).

mod agenda;
mod beats;
mod dice;
mod hall;
mod inputs;
mod matter;
mod morning;
mod person;
mod phone;
mod plane;
mod positions;
mod reports;
mod route;
mod shifts;
mod streets;
mod trouble;
mod visits;
mod water;

pub use beats::{GRID_APP, HOTLINE, POSITIONS, Switches};
pub use inputs::{SimCategory, SimCounty, SimIncident, SimPlace, SimSettings, SimStay, SimWorker};
pub use streets::StreetLine;

use super::{Feed, FeedMessage};
use crate::domain::{Act, Actor, Command, CommandId, Event, IncidentCode, LonLat, Recorded, Timestamp, WorkerCode};
use agenda::Agenda;
use dice::Dice;
use matter::Matter;
use morning::Morning;
use person::Person;
use phone::Late;
use reports::Reporter;
use route::Ground;
use shifts::Shifts;
use std::collections::BTreeMap;
use visits::Visits;

/// The longest time that one call lives through second by second; of a longer one the beginning is
/// slept through.
const LONGEST_CALL_SECS: i64 = 3600;

/// How often the weather is told, seconds.
const WEATHER_SECS: i64 = 600;

/// How many ways through the streets may be sought a second for those who walk home: it keeps the
/// first seconds cheap, when many may stand outside their round.
const WAYS_HOME_A_SECOND: usize = 3;

/// Parts of the simulation that have a stream of randomness each.
const PART_PEOPLE: u64 = 1;
const PART_WALKS: u64 = 2;
const PART_FIXES: u64 = 3;
const PART_REPORTS: u64 = 4;
const PART_VISITS: u64 = 5;
const PART_MORNING: u64 = 6;

/// The simulator feed.
#[derive(Debug)]
pub struct Simulator {
    seed: u64,
    start: Timestamp,
    now: Timestamp,
    fix_period_secs: i64,
    switches: Switches,
    ground: Ground,
    people: Vec<Person>,
    by_code: BTreeMap<WorkerCode, usize>,
    matters: BTreeMap<IncidentCode, Matter>,
    agenda: Agenda,
    reporter: Reporter,
    visits: Visits,
    walks: Dice,
    fixes: Dice,
    late: Late,
    shifts: Option<Shifts>,
    /// What is still to be told of the hours before.
    morning: Option<Morning>,
    /// Who was called in on an order and has not said so yet.
    called: Vec<usize>,
    run: String,
    last_command: u64,
}

impl Simulator {
    /// A county that begins to live at `start`; its first second is the one after.
    pub fn new(seed: u64, start: Timestamp, county: SimCounty<'_>, settings: &SimSettings) -> Self {
        let ground = Ground::new(county.streets, county.water, middle(county));
        let mut dice = Dice::new(seed, PART_PEOPLE);
        let roster: Vec<&SimWorker> = county.roster.iter().filter(|worker| worker.at.is_valid()).collect();
        let people: Vec<Person> = roster.iter().map(|worker| Person::new(worker, &ground, &mut dice)).collect();
        let by_code = people.iter().enumerate().map(|(place, person)| (person.code.clone(), place)).collect();
        let told = || {
            let (people, dice) = ((&roster[..], &people[..], &ground), Dice::new(seed, PART_MORNING));
            Morning::new(seed, start, county, settings, people, dice)
        };
        let mut simulator = Self {
            seed,
            start,
            now: start,
            fix_period_secs: i64::from(settings.fix_period_secs.max(1)),
            switches: Switches::default(),
            morning: settings.morning.then(told).flatten(),
            reporter: Reporter::new(seed, Dice::new(seed, PART_REPORTS), county.categories, start, settings),
            visits: Visits::new(Dice::new(seed, PART_VISITS), county, &ground, settings, &reports::base36(start.0)),
            ground,
            people,
            by_code,
            matters: BTreeMap::new(),
            agenda: Agenda::default(),
            walks: Dice::new(seed, PART_WALKS),
            fixes: Dice::new(seed, PART_FIXES),
            late: Late::default(),
            shifts: settings.shifts.then(|| Shifts::new(seed, &roster, start, settings)),
            called: Vec::new(),
            run: reports::base36(start.0),
            last_command: 0,
        };
        for open in county.open.iter().filter(|open| open.standing.state.is_open()) {
            let own = simulator.reporter.is_own(&open.code);
            simulator.take_backlog(&open.code, Matter::from_open(open, own));
        }
        simulator
    }

    /// The switches that make its sources fall silent, for those who test stale and dead feeds.
    pub fn switches(&self) -> Switches {
        self.switches.clone()
    }

    /// Makes one source silent, or lets it speak again; answers whether there is such a source.
    /// While the workers' app is silent what workers do comes in late; while the hotline is silent
    /// citizens call in vain.
    pub fn silence(&mut self, feed: &str, silent: bool) -> bool {
        self.switches.silence(feed, silent)
    }

    fn hear(&mut self, recorded: &Recorded) {
        if let Event::WorkerPut(_) = &recorded.event {
            self.hear_of_worker(recorded);
            return;
        }
        match &recorded.event {
            Event::Inspected(inspection) => self.visits.hear(inspection),
            Event::CampaignPut(campaign) if campaign.closed => self.visits.forget(&campaign.code),
            _ => {}
        }
        let Some(code) = recorded.stream.incident_code() else { return };
        match &recorded.event {
            Event::Reported(file) => {
                let own = self.reporter.is_own(&code);
                self.matters.insert(code.clone(), Matter::from_report(file, recorded, own));
            }
            Event::IncidentImported(record) => {
                self.forget(&code);
                let own = self.reporter.is_own(&code);
                let matter = Matter::from_record(record, recorded.version, own);
                if matter.standing.state.is_open() {
                    self.take_backlog(&code, matter);
                }
                return;
            }
            _ => {
                let Some(matter) = self.matters.get_mut(&code) else { return };
                matter.follow(recorded);
            }
        }
        self.carry_on(&code, recorded.at);
    }

    fn hear_of_worker(&mut self, recorded: &Recorded) {
        let Event::WorkerPut(worker) = &recorded.event else { return };
        // Of a worker new to the register nobody knows where to begin; the next start does.
        let Some(place) = self.by_code.get(&worker.code) else { return };
        let person = &mut self.people[*place];
        person.vehicle = worker.vehicle;
        // What our own people said of themselves comes back late: they may have said something else since.
        if !matches!(&recorded.by, Actor::System(feed) if feed == GRID_APP) {
            person.on_duty = worker.on_duty;
        }
    }

    fn second(&mut self, out: &mut Vec<FeedMessage>) {
        let at = self.now;
        out.extend(beats::beats(at.secs_since(self.start), at, self.fix_period_secs, &self.switches));
        if (at.secs_since(self.start) - 1).rem_euclid(WEATHER_SECS) == 0 {
            out.extend(self.reporter.weather_at(at).map(|weather| FeedMessage::Weather(Box::new(weather))));
        }
        self.turns(out);
        self.walk();
        let mut fixes = Vec::new();
        self.regular_fixes(&mut fixes);
        self.late.take_due(at.0, &mut fixes);
        self.tell_morning(&mut fixes);
        self.arrivals();
        let mut commands = Vec::new();
        self.due_tasks(&mut fixes, &mut commands);
        commands.extend(self.new_report());
        let rounds = self.rounds();
        if !fixes.is_empty() && !self.switches.is_silent(POSITIONS) {
            out.push(FeedMessage::Fixes(fixes));
        }
        out.extend(commands.into_iter().map(|command| FeedMessage::Command(Box::new(command))));
        out.extend(rounds.into_iter().map(|command| FeedMessage::Round(Box::new(command))));
    }

    /// Everybody walks for one second: to where an order leads, or on the round.
    fn walk(&mut self) {
        let mut ways_left = WAYS_HOME_A_SECOND;
        for person in &mut self.people {
            match person.orders.front().cloned() {
                Some(code) => {
                    let place = self.matters.get(&code).and_then(|matter| matter.at);
                    if let Some(at) = place {
                        let spot = self.ground.plane.spot(at);
                        person.go_to(&code, spot, &mut self.ground);
                    }
                }
                None if person.on_duty && person.errand.is_some() => person.go_on_errand(&mut self.ground),
                None if person.on_duty => {
                    let sought = person.patrol(self.now.0, &mut self.ground, &mut self.walks, ways_left > 0);
                    ways_left -= usize::from(sought);
                }
                None => continue,
            }
            person.walk();
        }
    }

    fn new_report(&mut self) -> Option<Command> {
        let report = self.reporter.in_second(self.now, &self.people, &self.ground)?;
        let mouth = if report.finder.is_some() { GRID_APP } else { HOTLINE };
        if self.switches.is_silent(mouth) {
            return None;
        }
        if let Some(person) = report.finder.and_then(|place| self.people.get_mut(place)) {
            // Who reports something stands before it.
            person.stands_until = self.now.0 + 180;
        }
        let incident = self.reporter.next_code(self.now);
        let mut file = report.file;
        file.code = Some(incident.clone());
        let act = Act::Report { file: Box::new(file), personal: None };
        Some(self.command(incident, report.by, None, act))
    }

    fn command(&mut self, incident: IncidentCode, by: Actor, seen_version: Option<u32>, act: Act) -> Command {
        Command { id: self.next_id(), by, at: self.now, incident, seen_version, act }
    }

    fn next_id(&mut self) -> CommandId {
        self.last_command += 1;
        format!("sim-{}-{}", self.run, self.last_command).into()
    }

    /// Lets go of a matter that has come to its end.
    fn forget(&mut self, code: &IncidentCode) {
        if let Some(matter) = self.matters.remove(code) {
            self.take_from_worker(&matter, code);
        }
    }

    fn person_of(&self, matter: &Matter) -> Option<usize> {
        matter.standing.worker.as_ref().and_then(|code| self.by_code.get(code)).copied()
    }

    fn take_from_worker(&mut self, matter: &Matter, code: &IncidentCode) {
        if let Some(place) = self.person_of(matter) {
            self.people[place].drop_order(code);
        }
    }
}

/// Where the county lies: the middle of its workers, or of its streets.
fn middle(county: SimCounty<'_>) -> LonLat {
    let of = |places: &mut dyn Iterator<Item = LonLat>| {
        let (mut sum, mut count) = (LonLat::default(), 0.0);
        for at in places.filter(|at| at.is_valid()) {
            (sum.lon_deg, sum.lat_deg, count) = (sum.lon_deg + at.lon_deg, sum.lat_deg + at.lat_deg, count + 1.0);
        }
        (count > 0.0).then(|| LonLat::new(sum.lon_deg / count, sum.lat_deg / count))
    };
    of(&mut county.roster.iter().map(|worker| worker.at))
        .or_else(|| of(&mut county.streets.iter().flat_map(|line| line.points.iter().copied())))
        .unwrap_or_default()
}

impl Feed for Simulator {
    fn name(&self) -> &str {
        "simulator"
    }

    fn advance(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage> {
        for recorded in news {
            self.hear(recorded);
        }
        let mut out = Vec::new();
        let slept = self.now.0.max(now.0.saturating_sub(LONGEST_CALL_SECS));
        for second in slept.saturating_add(1)..=now.0 {
            self.now = Timestamp(second);
            self.second(&mut out);
        }
        out
    }
}
