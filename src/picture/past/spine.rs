//! The spine: who was there from when, and at which moments anything happened with whom.

use super::super::{IncidentRow, Picture};
use crate::domain::Timestamp;

/// The matters in the order in which they came, and every step of theirs: about 20 bytes a step.
#[derive(Debug, Default)]
pub(super) struct Spine {
    /// Rows of the whole picture; a matter's place here is its number in every past picture, so that the picture at a
    /// moment has the first so many of them.
    order: Vec<u32>,
    /// The inverse: the place of each row.
    places: Vec<u32>,
    /// When each came, ascending.
    came: Vec<i64>,
    /// When anything last happened with each.
    last: Vec<i64>,
    /// Every moment at which something happened, with the place of whom, ascending.
    steps: Vec<(i64, u32)>,
    /// Moments that were learnt since and are not among them yet.
    also: Vec<(i64, u32)>,
}

/// When anything happened with a matter after it came.
fn later(row: &IncidentRow) -> impl Iterator<Item = i64> + '_ {
    let came_at = row.came_at().0;
    row.moments().filter(move |secs| *secs > came_at)
}

impl Spine {
    pub(super) fn of(whole: &Picture) -> Self {
        let rows = whole.incidents.rows();
        let mut order: Vec<u32> = (0..whole.incidents.len()).collect();
        order.sort_by_key(|number| (rows[*number as usize].came_at(), *number));
        let mut places = vec![0; order.len()];
        (0u32..).zip(&order).for_each(|(place, number)| places[*number as usize] = place);
        let mut spine = Self { order, places, ..Self::default() };
        let known = spine.order.len() as u32;
        spine.learn(whole, 0..known);
        spine.steps.sort_unstable();
        spine
    }

    fn learn(&mut self, whole: &Picture, places: std::ops::Range<u32>) {
        for place in places {
            let row = whole.incidents.row(self.order[place as usize]);
            let came_at = row.came_at().0;
            self.came.push(came_at);
            self.steps.push((came_at, place));
            self.steps.extend(later(row).map(|secs| (secs, place)));
            self.last.push(later(row).max().unwrap_or(came_at));
        }
    }

    /// Takes in what happened since: rows of the whole picture that changed or came. False where somebody came before
    /// those who were there, so that the order no longer holds.
    pub(super) fn follow(&mut self, whole: &Picture, changed: &[u32]) -> bool {
        for number in self.order.len() as u32..whole.incidents.len() {
            let came_at = whole.incidents.row(number).came_at().0;
            if self.came.last().is_some_and(|last| came_at < *last) {
                return false;
            }
            let place = self.order.len() as u32;
            self.order.push(number);
            self.places.push(place);
            self.learn(whole, place..place + 1);
        }
        for number in changed {
            let (place, row) = (self.place(*number), whole.incidents.row(*number));
            if self.came[place as usize] != row.came_at().0 {
                return false;
            }
            self.last[place as usize] = later(row).max().unwrap_or(self.came[place as usize]);
            self.steps.extend(later(row).map(|secs| (secs, place)));
        }
        // Sorted runs are merged by the stable sort; steps told twice are one.
        self.steps.sort();
        self.steps.dedup();
        true
    }

    /// Learns of moments that rows don't bear any more; [`Spine::settle`] puts them in.
    pub(super) fn learn_also(&mut self, place: u32, moments: impl Iterator<Item = Timestamp>) {
        let came_at = self.came[place as usize];
        self.also.extend(moments.filter(|at| at.0 > came_at).map(|at| (at.0, place)));
    }

    /// Puts in what was learnt.
    pub(super) fn settle(&mut self) {
        if self.also.is_empty() {
            return;
        }
        for (secs, place) in &self.also {
            let last = &mut self.last[*place as usize];
            *last = (*last).max(*secs);
        }
        self.steps.append(&mut self.also);
        self.steps.sort();
        self.steps.dedup();
    }

    /// The place of a row of the whole picture.
    pub(super) fn place(&self, number: u32) -> u32 {
        self.places[number as usize]
    }

    /// The row of the whole picture that stands at a place.
    pub(super) fn number(&self, place: u32) -> u32 {
        self.order[place as usize]
    }

    /// How many were there at `moment`.
    pub(super) fn count_at(&self, moment: Timestamp) -> u32 {
        self.came.partition_point(|came_at| *came_at <= moment.0) as u32
    }

    /// Whether nothing happened with whom stands at a place after `moment`.
    pub(super) fn is_over(&self, place: u32, moment: Timestamp) -> bool {
        self.last[place as usize] <= moment.0
    }

    fn until(&self, moment: Timestamp) -> usize {
        self.steps.partition_point(|(secs, _)| *secs <= moment.0)
    }

    /// With whom anything happened in `after < t ≤ to`, each once, by place.
    pub(super) fn touched(&self, after: Timestamp, to: Timestamp) -> Vec<u32> {
        let steps = &self.steps[self.until(after)..self.until(to).max(self.until(after))];
        let mut places: Vec<u32> = steps.iter().map(|(_, place)| *place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The last moment up to `moment` at which anything happened; none before the first.
    pub(super) fn last_at(&self, moment: Timestamp) -> Option<Timestamp> {
        self.until(moment).checked_sub(1).map(|place| Timestamp(self.steps[place].0))
    }

    /// The first and the last moment at which anything happened.
    pub(super) fn range(&self) -> Option<(Timestamp, Timestamp)> {
        Some((Timestamp(self.steps.first()?.0), Timestamp(self.steps.last()?.0)))
    }

    /// How many steps happened, and how many matters came, in each of `count` stretches of `secs` from `from`.
    pub(super) fn density(&self, from: Timestamp, secs: i64, count: usize) -> Vec<(u32, u32)> {
        let bound = |place: usize| from.plus_secs(secs.saturating_mul(place as i64) - 1);
        let steps = |place| self.until(bound(place));
        let came = |place| self.count_at(bound(place));
        let stretch = |place| ((steps(place + 1) - steps(place)) as u32, came(place + 1) - came(place));
        (0..count).map(stretch).collect()
    }
}
