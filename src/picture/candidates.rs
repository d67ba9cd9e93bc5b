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
        recommendation
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
        // A bonus is worth the time that knowing the place saves, in seconds.
        let mut bonus_secs = 0.0;
        let near = self.areas_now(incident);
        if let Some(home) = worker.home.filter(|home| near.contains(home)) {
            let (reason, secs) = match self.areas.row(home).level {
                crate::domain::AreaLevel::Grid => (Reason::OwnGrid, 240.0),
                crate::domain::AreaLevel::Village | crate::domain::AreaLevel::Zone => (Reason::OwnVillage, 120.0),
                _ => (Reason::OwnTown, 60.0),
            };
            reasons.push(reason);
            bonus_secs += secs;
        } else if worker.home_town.is_some() && worker.home_town == row.town {
            reasons.push(Reason::OwnTown);
            bonus_secs += 30.0;
        }
        let agency = row.agency.map(|a| self.agencies.name(a));
        if agency.is_some() && worker.worker.agency.as_ref() == agency {
            reasons.push(Reason::OwnAgency);
            bonus_secs += 90.0;
        }
        if let Some(skill) = worker.worker.skills.iter().find(|skill| row.title.contains(skill.as_str())) {
            reasons.push(Reason::Skill(skill.clone()));
            bonus_secs += 90.0;
        }
        if let Some(fix) = worker.fix {
            reasons.push(Reason::FixAgeSecs(now.secs_since(fix.fixed_at).max(0)));
        }
        if worker.worker.role == Role::Assistant {
            bonus_secs -= 60.0;
        }
        let candidate = Candidate { worker: number, distance_m, eta_secs: eta_secs.round() as i64, reasons };
        (eta_secs - bonus_secs, candidate)
    }

    /// How long a matter has waited for its order to be delivered, seconds; none when nothing waits.
    pub fn undelivered_secs(&self, incident: u32, now: Timestamp) -> Option<i64> {
        let row = self.incidents.row(incident);
        let waits = row.state == crate::domain::State::Assigned && row.worker.is_some();
        let assigned = row.time(StepKind::Assigned).filter(|_| waits && row.time(StepKind::Delivered).is_none())?;
        Some(now.secs_since(assigned))
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
