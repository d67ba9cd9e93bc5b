//! What the phones of those on duty tell, on time and late.

use super::Simulator;
use crate::domain::{Fix, WorkerCode};

impl Simulator {
    /// The positions that are heard in this second: each phone has its own second of the period.
    pub(super) fn regular_fixes(&mut self, fixes: &mut Vec<Fix>) {
        let (period_secs, now) = (self.fix_period_secs, self.now.0);
        let due = now.rem_euclid(period_secs) as usize;
        // Neighbours in the roster speak far apart: 7919 is prime and so has no factor with a period.
        let second_of = |place: usize| place.wrapping_mul(7919) % period_secs as usize;
        for place in 0..self.people.len() {
            let person = &mut self.people[place];
            if !person.on_duty || second_of(place) != due {
                continue;
            }
            // In a cellar, between mountains, out of battery: a few spells a minute in a county, never on an order.
            let falls_silent = !person.phone.is_silent(now)
                && person.is_idle()
                && person.phone.may_fall_silent(now, period_secs, &mut self.fixes);
            if falls_silent || person.phone.is_silent(now) {
                if person.phone.keeps() {
                    let fix = self.fix(place);
                    self.people[place].phone.keep(fix);
                }
                continue;
            }
            if person.phone.has_backlog() {
                person.phone.tell_backlog(now, &mut self.fixes, &mut self.late);
            }
            let fix = self.fix(place);
            self.people[place].phone.may_repeat(&fix, now, &mut self.fixes, &mut self.late);
            fixes.push(fix);
        }
    }

    /// The app sends the position along with what the worker says.
    pub(super) fn fix_with_word(&mut self, code: &WorkerCode, fixes: &mut Vec<Fix>) {
        let Some(place) = self.by_code.get(code).copied() else { return };
        let person = &self.people[place];
        if person.on_duty && person.last_fix < self.now.0 {
            fixes.push(self.fix(place));
        }
    }

    /// What the phone makes of where its worker is now.
    fn fix(&mut self, place: usize) -> Fix {
        let now = self.now;
        let person = &mut self.people[place];
        person.last_fix = now.0;
        let built_up = person.is_between_buildings(&self.ground);
        let (east_m, north_m) = person.phone.error_m(now.0, built_up, &mut self.fixes);
        Fix {
            worker: person.code.clone(),
            at: self.ground.plane.lonlat(person.at.moved(east_m, north_m)),
            fixed_at: now,
            heading_deg: person.heading_deg.map(|deg| deg as f32),
        }
    }
}
