//! Rounds with a checklist: who walks near a place goes there, looks, and says what was found.

use super::GRID_APP;
use super::Simulator;
use super::dice::Dice;
use super::inputs::{SimCounty, SimPlace, SimSettings};
use super::person::Person;
use super::plane::Spot;
use super::route::Ground;
use crate::domain::{
    Actor, AnswerKind, CampaignCode, Checklist, ChecklistCode, Inspection, InspectionCode, InspectionResult,
    ItemAnswer, ItemReply, PlaceCode, Problem, RoundAct, RoundCommand, Timestamp, Visit, WorkerCode,
};
use std::collections::BTreeMap;

/// People make visits from eight to six, seconds after midnight.
const HOURS: std::ops::Range<i64> = 28_800..64_800;
/// Nobody goes farther for a visit, metres.
const REACH_M: f64 = 900.0;
/// Who comes this near is there, metres.
const THERE_M: f64 = 25.0;
/// So many places are thought of before nobody goes anywhere.
const TRIES: usize = 12;
/// Where a campaign still wants places, so many visits are for it.
const FOR_CAMPAIGN: f64 = 0.8;
/// A place that was looked at is left alone for so long, seconds.
const AGAIN_SECS: i64 = 30 * 86_400;
/// A visit takes so long, seconds.
const LOOKS_SECS: (i64, i64) = (4 * 60, 14 * 60);
/// The share of visits that find the door shut, and why they say so.
const SHUT: f64 = 0.04;
const WHY_SHUT: [&str; 3] = ["店门关闭", "负责人外出", "停业中"];
/// The share of the others that find problems (Wuxing: 39.86 in 100), and of the problems those settled on the spot.
const PROBLEMS: f64 = 0.4;
const SETTLED: f64 = 0.72;
const HOW_SETTLED: [&str; 4] = ["已当场整改", "已现场清理", "已当场更换", "已督促当场改正"];

/// A place on the simulator's ground.
#[derive(Clone, Debug)]
struct Stop {
    place: SimPlace,
    spot: Spot,
    /// Somebody is on the way there.
    is_taken: bool,
}

/// A visit that somebody is about to make.
#[derive(Clone, Copy, Debug)]
pub(super) struct Errand {
    stop: usize,
    pub(super) spot: Spot,
    /// Whether the way was sought.
    pub(super) is_under_way: bool,
    /// The second in which all is looked at; none before the arrival.
    pub(super) until: Option<i64>,
}

/// Thinks visits up.
#[derive(Debug)]
pub(super) struct Visits {
    dice: Dice,
    stops: Vec<Stop>,
    by_code: BTreeMap<PlaceCode, usize>,
    checklists: BTreeMap<ChecklistCode, Checklist>,
    /// The places that campaigns still want.
    wanted: Vec<usize>,
    a_second: f64,
    run: String,
    last_number: u32,
}

impl Visits {
    pub(super) fn new(dice: Dice, county: SimCounty<'_>, ground: &Ground, settings: &SimSettings, run: &str) -> Self {
        let stops: Vec<Stop> = county
            .places
            .iter()
            .filter(|place| place.at.is_valid())
            .map(|place| (ground.water.ashore(ground.plane.spot(place.at)), place.clone()))
            .map(|(spot, place)| Stop { place, spot, is_taken: false })
            .collect();
        let mut visits = Self {
            dice,
            by_code: stops.iter().enumerate().map(|(stop, of)| (of.place.code.clone(), stop)).collect(),
            stops,
            checklists: county.checklists.iter().map(|list| (list.code.clone(), list.clone())).collect(),
            wanted: Vec::new(),
            a_second: f64::from(settings.visits_per_day) / (HOURS.end - HOURS.start) as f64,
            run: run.to_owned(),
            last_number: 0,
        };
        visits.list_wanted();
        visits
    }

    fn list_wanted(&mut self) {
        let wanted = |(stop, of): (usize, &Stop)| of.place.campaign.is_some().then_some(stop);
        self.wanted = self.stops.iter().enumerate().filter_map(wanted).collect();
    }

    /// Somebody, perhaps not one of ours, looked at a place.
    pub(super) fn hear(&mut self, inspection: &Inspection) {
        let Some(stop) = self.by_code.get(&inspection.place).copied() else { return };
        if inspection.result != InspectionResult::NotDone {
            let place = &mut self.stops[stop].place;
            place.last_at = place.last_at.max(Some(inspection.inspected_at));
            if place.campaign.take().is_some() {
                self.list_wanted();
            }
        }
    }

    /// Who sets out for which place in this second; mostly nobody.
    fn sets_out(&mut self, at: Timestamp, second_of_day: i64, people: &[Person]) -> Option<(usize, Errand)> {
        if self.stops.is_empty() || !HOURS.contains(&second_of_day) || !self.dice.happens(self.a_second) {
            return None;
        }
        for _ in 0..TRIES {
            let for_campaign = !self.wanted.is_empty() && self.dice.happens(FOR_CAMPAIGN);
            let stop = match for_campaign {
                true => self.wanted[self.dice.below(self.wanted.len())],
                false => self.dice.below(self.stops.len()),
            };
            let Stop { place, spot, is_taken } = &self.stops[stop];
            let rests = !for_campaign && place.last_at.is_some_and(|last| at.secs_since(last) < AGAIN_SECS);
            if *is_taken || rests {
                continue;
            }
            let may_go = |person: &&(usize, &Person)| {
                let (_, person) = person;
                person.on_duty && person.is_idle() && person.errand.is_none() && !person.phone.is_silent(at.0)
            };
            let away_m = |person: &Person| person.at.distance_m(*spot);
            let nearest = people
                .iter()
                .enumerate()
                .filter(|person| may_go(&person))
                .min_by(|(_, a), (_, b)| away_m(a).total_cmp(&away_m(b)));
            if let Some((who, _)) = nearest.filter(|(_, person)| away_m(person) <= REACH_M) {
                let errand = Errand { stop, spot: *spot, is_under_way: false, until: None };
                self.stops[stop].is_taken = true;
                return Some((who, errand));
            }
        }
        None
    }

    /// What is said of a visit; the matters' numbers come from `number`.
    fn told(&mut self, errand: Errand, worker: &WorkerCode, at: Timestamp) -> Visit {
        self.last_number += 1;
        let code = InspectionCode::from(format!("SV{:05}-{}", self.last_number, self.run));
        let place = &self.stops[errand.stop].place;
        let mut visit = Visit {
            code,
            place: place.code.clone(),
            worker: worker.clone(),
            campaign: place.campaign.clone(),
            checklist: place.checklist.clone().filter(|code| self.checklists.contains_key(code)),
            else_fits: true,
            ..Visit::default()
        };
        self.stops[errand.stop].is_taken = false;
        let dice = &mut self.dice;
        if dice.happens(SHUT) {
            visit.not_done = dice.pick(&WHY_SHUT).map(ToString::to_string);
            return visit;
        }
        let place = &mut self.stops[errand.stop].place;
        place.last_at = Some(at);
        let items = visit.checklist.as_ref().and_then(|code| self.checklists.get(code)).map(|list| &list.items);
        let items = items.map_or(&[][..], Vec::as_slice);
        for item in items.iter().filter(|item| item.kind == AnswerKind::Number) {
            let reply = ItemReply::Number(dice.between(2, 16));
            visit.answers.push(ItemAnswer { item: item.code.clone(), reply });
        }
        let fits: Vec<&str> =
            items.iter().filter(|item| item.kind == AnswerKind::Fits).map(|item| item.code.as_str()).collect();
        if let Some(item) = dice.pick(&fits).filter(|_| dice.happens(PROBLEMS)) {
            let settled = dice.happens(SETTLED).then(|| dice.pick(&HOW_SETTLED).map(ToString::to_string)).flatten();
            visit.problems.push(Problem { item: Some((*item).to_owned()), settled, ..Problem::default() });
        }
        visit
    }

    /// A campaign is over: nobody makes visits for it any more.
    pub(super) fn forget(&mut self, campaign: &CampaignCode) {
        for stop in self.stops.iter_mut().filter(|stop| stop.place.campaign.as_ref() == Some(campaign)) {
            stop.place.campaign = None;
        }
        self.list_wanted();
    }

    fn lets_go(&mut self, errand: Errand) {
        self.stops[errand.stop].is_taken = false;
    }
}

impl Simulator {
    /// Somebody sets out, somebody arrives, somebody is done: at most one visit a person.
    pub(super) fn rounds(&mut self) -> Vec<RoundCommand> {
        let now = self.now;
        let second_of_day = self.reporter.civil(now).second;
        if let Some((who, errand)) = self.visits.sets_out(now, second_of_day, &self.people) {
            self.people[who].errand = Some(errand);
        }
        let mut over = Vec::new();
        for (place, person) in self.people.iter_mut().enumerate() {
            let Some(errand) = person.errand else { continue };
            if !person.on_duty || !person.is_idle() {
                // An order goes first, and whoever goes home goes: the place is somebody's some other time.
                person.errand = None;
                self.visits.lets_go(errand);
            } else if let Some(until) = errand.until {
                if until <= now.0 {
                    over.push((place, errand));
                }
            } else if errand.is_under_way && person.has_stopped() {
                if person.at.distance_m(errand.spot) > THERE_M {
                    person.errand = None;
                    self.visits.lets_go(errand);
                } else {
                    let until = now.0 + self.visits.dice.between(LOOKS_SECS.0, LOOKS_SECS.1);
                    person.errand = Some(Errand { until: Some(until), ..errand });
                    person.stands_until = person.stands_until.max(until);
                }
            }
        }
        if self.switches.is_silent(GRID_APP) {
            return Vec::new(); // What was looked at is told when the app speaks again.
        }
        over.into_iter().map(|(place, errand)| self.visited(place, errand)).collect()
    }

    fn visited(&mut self, place: usize, errand: Errand) -> RoundCommand {
        let person = &mut self.people[place];
        person.errand = None;
        let worker = person.code.clone();
        let mut visit = self.visits.told(errand, &worker, self.now);
        for problem in visit.problems.iter_mut().filter(|problem| problem.settled.is_none()) {
            problem.incident = Some(self.reporter.next_code(self.now));
        }
        let act = RoundAct::Visit(Box::new(visit));
        RoundCommand { id: self.next_id(), by: Actor::Worker(worker), at: self.now, act }
    }
}
