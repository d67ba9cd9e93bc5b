//! One worker: walks, waits, goes where an order says.

use super::dice::Dice;
use super::inputs::SimWorker;
use super::phone::Phone;
use super::plane::Spot;
use super::route::{Ground, Leg};
use super::visits::Errand;
use crate::domain::{IncidentCode, Vehicle, WorkerCode};
use std::collections::VecDeque;

/// A place is on the streets when a node is no farther, metres.
const ON_STREET_M: f64 = 120.0;
/// A home is on the streets when a node is no farther from its middle, metres.
const HOME_ON_STREET_M: f64 = 300.0;
/// The smallest round that anybody walks, metres around the home's middle.
const SMALLEST_ROUND_M: f64 = 150.0;
/// The round of a worker of whom no home area is known, metres.
const USUAL_ROUND_M: f64 = 600.0;
/// Who looks around does not race, metres a second.
const PATROL_MPS: f64 = 2.8;
/// So many places on open ground are thought of before who has water all around stays.
const FIELD_TRIES: usize = 8;

/// One worker of the simulation.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) code: WorkerCode,
    pub(super) on_duty: bool,
    pub(super) vehicle: Vehicle,
    /// A worker's own share of the usual speed.
    pace: f64,
    home: Spot,
    round_m: f64,
    home_on_street: bool,
    pub(super) at: Spot,
    /// Where the last step went, degrees; none while standing.
    pub(super) heading_deg: Option<f64>,
    /// The way ahead, last leg first.
    path: Vec<Leg>,
    node: Option<u32>,
    before: Option<u32>,
    /// Stands until this second.
    pub(super) stands_until: i64,
    /// The second in which the turn of duty ends, where a turn has begun.
    pub(super) on_duty_until: i64,
    pub(super) phone: Phone,
    /// Whether the last corner was one of a street with a name, between buildings.
    built_up: bool,
    /// The second of the last fix.
    pub(super) last_fix: i64,
    /// The matters that the worker has receipted and not handled, in that order.
    pub(super) orders: VecDeque<IncidentCode>,
    /// The version, of the matter that the way leads to, at which the worker said "arrived".
    pub(super) said_arrived: Option<u32>,
    /// The matter that the way ahead leads to.
    going_to: Option<IncidentCode>,
    /// The visit that the worker is about to make.
    pub(super) errand: Option<Errand>,
}

impl Person {
    pub(super) fn new(worker: &SimWorker, ground: &Ground, dice: &mut Dice) -> Self {
        let at = ground.water.ashore(ground.plane.spot(worker.at));
        let (home, round_m) = match worker.home {
            Some((middle, radius_m)) if middle.is_valid() && radius_m.is_finite() => {
                (ground.water.ashore(ground.plane.spot(middle)), radius_m)
            }
            _ => (at, USUAL_ROUND_M),
        };
        let street = ground.node_near(home, HOME_ON_STREET_M);
        Self {
            code: worker.code.clone(),
            on_duty: worker.on_duty,
            vehicle: worker.vehicle,
            pace: 0.85 + 0.3 * dice.unit(),
            home: street.map_or(home, |node| ground.streets.spot(node)),
            round_m: round_m.max(SMALLEST_ROUND_M),
            home_on_street: street.is_some(),
            at,
            heading_deg: None,
            path: Vec::new(),
            node: None,
            before: None,
            stands_until: 0,
            on_duty_until: i64::MIN,
            phone: Phone::default(),
            built_up: street.is_some_and(|node| ground.streets.name(node).is_some()),
            last_fix: i64::MIN,
            orders: VecDeque::new(),
            said_arrived: None,
            going_to: None,
            errand: None,
        }
    }

    /// Whether the worker has nothing to do but walk the round.
    pub(super) fn is_idle(&self) -> bool {
        self.orders.is_empty()
    }

    /// Whether nothing holds the worker here: no order, nothing to settle, no position that is still to be told.
    pub(super) fn is_free(&self, now: i64) -> bool {
        self.is_idle() && self.errand.is_none() && self.stands_until <= now && self.phone.is_up_to_date(now)
    }

    /// Comes on duty, at home.
    pub(super) fn come_on_duty(&mut self) {
        (self.on_duty, self.at) = (true, self.home);
        self.take_way(Vec::new());
    }

    /// Goes home; nobody is told the way.
    pub(super) fn go_off_duty(&mut self) {
        (self.on_duty, self.heading_deg) = (false, None);
        self.take_way(Vec::new());
    }

    /// Whether the worker is where houses stand along the streets: there streets have names, between villages most have
    /// none.
    pub(super) fn is_between_buildings(&mut self, ground: &Ground) -> bool {
        if let Some(node) = self.node {
            self.built_up = ground.streets.name(node).is_some();
        }
        self.built_up
    }

    /// A place in the worker's round.
    pub(super) fn place_in_round(&self, dice: &mut Dice) -> Spot {
        let (reach_m, turn) = (self.round_m.min(800.0) * dice.unit().sqrt(), dice.unit() * std::f64::consts::TAU);
        self.home.moved(reach_m * turn.cos(), reach_m * turn.sin())
    }

    /// How fast the worker goes on the round, metres a second, before the own pace.
    pub(super) fn patrol_mps(&self) -> f64 {
        self.vehicle.speed_mps().min(PATROL_MPS)
    }

    /// Walks for one second along the way ahead.
    pub(super) fn walk(&mut self) {
        self.walk_for(1.0, if self.is_idle() { self.patrol_mps() } else { self.vehicle.speed_mps() });
    }

    /// Walks along the way ahead, at the own share of this speed.
    pub(super) fn walk_for(&mut self, secs: f64, usual_mps: f64) {
        let mut left_m = self.pace * usual_mps * secs;
        self.heading_deg = None;
        while let Some(leg) = self.path.last().copied() {
            let leg_m = self.at.distance_m(leg.to);
            if leg_m > 0.0 {
                self.heading_deg = Some(self.at.heading_deg(leg.to));
            }
            if leg_m > left_m {
                self.at = self.at.on_the_way(leg.to, left_m / leg_m);
                return;
            }
            left_m -= leg_m;
            self.at = leg.to;
            (self.before, self.node) = (self.node, leg.node);
            self.path.pop();
        }
    }

    /// Whether there is nothing left to walk.
    pub(super) fn has_stopped(&self) -> bool {
        self.path.is_empty()
    }

    /// Goes to the matter's place, unless already on the way there; answers whether a way was sought.
    pub(super) fn go_to(&mut self, matter: &IncidentCode, place: Spot, ground: &mut Ground) -> bool {
        if self.going_to.as_ref() == Some(matter) {
            return false;
        }
        self.going_to = Some(matter.clone());
        self.said_arrived = None;
        self.take_way(ground.way(self.at, place));
        true
    }

    /// Goes to the place that is to be looked at, unless already on the way.
    pub(super) fn go_on_errand(&mut self, ground: &mut Ground) {
        if let Some(errand) = self.errand.as_mut().filter(|errand| !errand.is_under_way) {
            errand.is_under_way = true;
            let way = ground.way(self.at, errand.spot);
            self.take_way(way);
        }
    }

    /// Takes an order off the list; who was on the way stops.
    pub(super) fn drop_order(&mut self, matter: &IncidentCode) {
        self.orders.retain(|order| order != matter);
        if self.going_to.as_ref() == Some(matter) {
            self.going_to = None;
            self.take_way(Vec::new());
        }
    }

    /// Takes this way and no other.
    pub(super) fn take_way(&mut self, way: Vec<Leg>) {
        self.path = way;
        (self.node, self.before) = (None, None);
    }

    /// Says where to walk next on the round. Answers whether a way through the streets was sought,
    /// which costs; with `may_seek` false who would need one waits a little.
    pub(super) fn patrol(&mut self, now: i64, ground: &mut Ground, dice: &mut Dice, may_seek: bool) -> bool {
        if !self.path.is_empty() || now < self.stands_until {
            return false;
        }
        if dice.happens(0.02) {
            self.stands_until = now + dice.between(20, 240);
            return false;
        }
        if self.node.is_none() {
            self.node = ground.node_near(self.at, ON_STREET_M).filter(|_| self.home_on_street);
            if let Some(node) = self.node {
                self.path.push(Leg { to: ground.streets.spot(node), node: Some(node) });
                return false;
            }
        }
        match self.next_corner(ground, dice) {
            Some(node) => self.path.push(Leg { to: ground.streets.spot(node), node: Some(node) }),
            None if !self.home_on_street && self.is_in_round(self.at) => {
                self.path.push(Leg { to: self.next_field(ground, dice), node: None });
            }
            None if may_seek => {
                let mut way = ground.way(self.at, self.home);
                // The last leg leads from the home's node to the home, which is that node.
                if way.len() > 1 && self.home_on_street {
                    way.remove(0);
                }
                if way.iter().all(|leg| leg.to == self.at) {
                    self.stands_until = now + dice.between(60, 300);
                } else {
                    self.take_way(way);
                }
                return true;
            }
            None => self.stands_until = now + dice.between(2, 20),
        }
        false
    }

    /// A corner next to this one, inside the round, and rather not the one just left.
    fn next_corner(&self, ground: &Ground, dice: &mut Dice) -> Option<u32> {
        let here = self.node?;
        let inside = |node: u32| self.is_in_round(ground.streets.spot(node));
        let near = || ground.streets.arcs(here).iter().map(|arc| arc.to).filter(|node| inside(*node));
        let onward: Vec<u32> = near().filter(|node| Some(*node) != self.before).collect();
        dice.pick(&onward).copied().or_else(|| near().next())
    }

    fn is_in_round(&self, spot: Spot) -> bool {
        spot.distance_m(self.home) <= self.round_m
    }

    /// A place near by on open ground, inside the round, that is reached dry-shod; here where none is found.
    fn next_field(&self, ground: &Ground, dice: &mut Dice) -> Spot {
        let near = (0..FIELD_TRIES).map(|_| self.any_field(dice)).find(|there| ground.water.is_dry(self.at, *there));
        near.unwrap_or_else(|| ground.water.ashore(self.at))
    }

    /// A place near by, inside the round, whatever lies there.
    fn any_field(&self, dice: &mut Dice) -> Spot {
        let (reach_m, turn) = (40.0 + 120.0 * dice.unit(), dice.unit() * std::f64::consts::TAU);
        let there = self.at.moved(reach_m * turn.cos(), reach_m * turn.sin());
        let home_m = self.at.distance_m(self.home);
        if self.is_in_round(there) || home_m < 1.0 {
            there
        } else {
            self.at.on_the_way(self.home, (reach_m / home_m).min(1.0))
        }
    }
}
