//! Whom to send: the best few with the reasons, and who was left out and why.

use super::{Picture, WorkerRow};
use crate::domain::{FixAge, LonLat, Role, StepKind, Timestamp};

/// How many are recommended.
const RECOMMENDED: usize = 5;
/// How many of the nearest are looked at.
const LOOKED_AT: usize = 60;
/// How many left-out people are named.
const LEFT_OUT_NAMED: usize = 4;
/// Streets are longer than the straight line; estimates say that they are estimates.
const DETOUR: f64 = 1.4;
/// What it takes to get going, seconds.
const START_SECS: f64 = 45.0;

/// Why somebody is a good choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The matter lies in the person's own grid.
    OwnGrid,
    /// It lies in the person's own village.
    OwnVillage,
    /// It lies in the person's town.
    OwnTown,
    /// The person's agency answers for the matter.
    OwnAgency,
    /// The person can do what it takes.
    Skill(String),
    /// The person's position is this old, seconds.
    FixAgeSecs(i64),
}

/// Why somebody near is not recommended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// Already sent to this many matters.
    OnTask(usize),
    /// The position is this old, seconds.
    OldFix(i64),
    /// No position for over half an hour.
    Offline,
}

/// Why somebody stands where they stand among those who could go: by arrival, unless it says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Standpoint {
    /// By the time of arrival.
    #[default]
    ByArrival,
    /// First, and there before everybody else.
    Soonest,
    /// Before somebody who would be there sooner: this weighs more.
    Ahead(Reason),
    /// Behind somebody who would be there later, but of whom this is true.
    Lacks(Reason),
    /// Behind somebody who would be there later: assistants go where nobody else does.
    Assists,
    /// Behind somebody who would be there later: an order has just called this one off.
    CalledOff,
}

/// Somebody who could go.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The worker's row.
    pub worker: u32,
    /// How far, metres, straight.
    pub distance_m: f64,
    /// When the person could be there, seconds from now; an estimate from the straight line.
    pub eta_secs: i64,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Why at this place of the list.
    pub stands: Standpoint,
}

/// Somebody near who was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The worker's row.
    pub worker: u32,
    /// How far, metres.
    pub distance_m: f64,
    /// Why.
    pub why: WhyNot,
}

/// Whom to send to one matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recommendation {
    /// The best first.
    pub candidates: Vec<Candidate>,
    /// Near people who were left out, nearest first.
    pub left_out: Vec<LeftOut>,
    /// Cameras near the matter, nearest first: row and metres.
    pub cameras: Vec<(u32, f64)>,
}

impl Picture {
    /// Whom to send to the matter with this number at `now`. Ordered by the time of arrival, with a
    /// bonus for those who know the place or the work; ties by row.
    pub fn recommend(&self, incident: u32, now: Timestamp) -> Recommendation {
        let row = self.incidents.row(incident);
        let Some(at) = row.at else { return Recommendation::default() };
        let hits = self.workers.index().nearest(at, LOOKED_AT, |n| self.workers.row(n).worker.on_duty);
        let mut recommendation = Recommendation { cameras: self.cameras_near(at), ..Default::default() };
        let mut ranked: Vec<(f64, Candidate)> = Vec::new();
        for hit in hits {
            let worker = self.workers.row(hit.id);
            if row.worker == Some(hit.id) {
                continue;
            }
            match why_not(worker, now) {
                Some(why) if recommendation.left_out.len() < LEFT_OUT_NAMED => {
                    recommendation.left_out.push(LeftOut { worker: hit.id, distance_m: hit.distance_m, why });
                }
                Some(_) => {}
                None => ranked.push(self.candidate(incident, hit.id, hit.distance_m, now)),
            }
        }
        ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.worker.cmp(&b.1.worker)));
        recommendation.candidates = ranked.into_iter().take(RECOMMENDED).map(|(_, candidate)| candidate).collect();
        self.put_last(&mut recommendation.candidates, &[]);
        recommendation
    }

    /// Puts those whom an order has just called off behind the others, and says of each why it stands where it stands.
    pub fn put_last(&self, candidates: &mut [Candidate], called_off: &[u32]) {
        candidates.sort_by_key(|candidate| called_off.contains(&candidate.worker));
        for place in 0..candidates.len() {
            candidates[place].stands = self.standpoint(candidates, place, called_off);
        }
    }

    fn standpoint(&self, candidates: &[Candidate], place: usize, called_off: &[u32]) -> Standpoint {
        let own = &candidates[place];
        let assists = |one: &Candidate| self.workers.row(one.worker).worker.role == Role::Assistant;
        let slower = candidates[..place].iter().find(|above| above.eta_secs > own.eta_secs);
        let mut sooner = candidates.iter().filter(|other| other.eta_secs < own.eta_secs).peekable();
        let is_soonest = place == 0 && sooner.peek().is_none();
        let passed = candidates[place + 1..]
            .iter()
            .find(|below| below.eta_secs < own.eta_secs && !called_off.contains(&below.worker));
        match (slower, passed) {
            (Some(_), _) if called_off.contains(&own.worker) => Standpoint::CalledOff,
            (Some(above), _) if assists(own) && !assists(above) => Standpoint::Assists,
            (Some(above), _) => edge(above, own).map_or(Standpoint::ByArrival, Standpoint::Lacks),
            (None, Some(below)) => edge(own, below).map_or(Standpoint::ByArrival, Standpoint::Ahead),
            (None, None) if is_soonest => Standpoint::Soonest,
            (None, None) => Standpoint::ByArrival,
        }
    }

    fn cameras_near(&self, at: LonLat) -> Vec<(u32, f64)> {
        self.cameras
            .index()
            .nearest(at, RECOMMENDED, |_| true)
            .into_iter()
            .map(|hit| (hit.id, hit.distance_m))
            .collect()
    }

    fn candidate(&self, incident: u32, number: u32, distance_m: f64, now: Timestamp) -> (f64, Candidate) {
        let row = self.incidents.row(incident);
        let worker = self.workers.row(number);
        let eta_secs = START_SECS + distance_m * DETOUR / worker.worker.vehicle.speed_mps();
        let mut reasons = Vec::new();
        // Whose home is the town knows it better than whose home is somewhere in it.
        let mut bonus_secs = 0.0;
        let near = self.areas_now(incident);
        if let Some(home) = worker.home.filter(|home| near.contains(home)) {
            reasons.push(match self.areas.row(home).level {
                crate::domain::AreaLevel::Grid => Reason::OwnGrid,
                crate::domain::AreaLevel::Village | crate::domain::AreaLevel::Zone => Reason::OwnVillage,
                _ => Reason::OwnTown,
            });
        } else if worker.home_town.is_some() && worker.home_town == row.town {
            reasons.push(Reason::OwnTown);
            bonus_secs -= 30.0;
        }
        let agency = row.agency.map(|a| self.agencies.name(a));
        if agency.is_some() && worker.worker.agency.as_ref() == agency {
            reasons.push(Reason::OwnAgency);
        }
        if let Some(skill) = worker.worker.skills.iter().find(|skill| row.title.contains(skill.as_str())) {
            reasons.push(Reason::Skill(skill.clone()));
        }
        if let Some(fix) = worker.fix {
            reasons.push(Reason::FixAgeSecs(now.secs_since(fix.fixed_at).max(0)));
        }
        if worker.worker.role == Role::Assistant {
            bonus_secs -= 60.0;
        }
        bonus_secs += reasons.iter().map(worth_secs).sum::<f64>();
        let (eta, stands) = (eta_secs.round() as i64, Standpoint::default());
        (eta_secs - bonus_secs, Candidate { worker: number, distance_m, eta_secs: eta, reasons, stands })
    }

    /// How long a matter has waited for its order to be delivered, seconds; none when nothing waits.
    pub fn undelivered_secs(&self, incident: u32, now: Timestamp) -> Option<i64> {
        let row = self.incidents.row(incident);
        let waits = row.state == crate::domain::State::Assigned && row.worker.is_some();
        let assigned = row.time(StepKind::Assigned).filter(|_| waits && row.time(StepKind::Delivered).is_none())?;
        Some(now.secs_since(assigned))
    }
}

/// The weightiest of what is true of `one` and not of `other`.
fn edge(one: &Candidate, other: &Candidate) -> Option<Reason> {
    let own = one.reasons.iter().filter(|reason| worth_secs(reason) > 0.0 && !other.reasons.contains(reason));
    own.max_by(|a, b| worth_secs(a).total_cmp(&worth_secs(b))).cloned()
}

/// The time that knowing the place or the work is taken to save, seconds.
fn worth_secs(reason: &Reason) -> f64 {
    match reason {
        Reason::OwnGrid => 240.0,
        Reason::OwnVillage => 120.0,
        Reason::OwnAgency | Reason::Skill(_) => 90.0,
        Reason::OwnTown => 60.0,
        Reason::FixAgeSecs(_) => 0.0,
    }
}

fn why_not(worker: &WorkerRow, now: Timestamp) -> Option<WhyNot> {
    let old = || worker.fix.map_or(0, |fix| now.secs_since(fix.fixed_at));
    match worker.fix_age(now) {
        _ if worker.is_on_task() => Some(WhyNot::OnTask(worker.tasks.len())),
        FixAge::Offline => Some(WhyNot::Offline),
        FixAge::VeryOld => Some(WhyNot::OldFix(old())),
        FixAge::Fresh | FixAge::Old => None,
    }
}
