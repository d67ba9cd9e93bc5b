//! From town to town with two keys, as a clicker in a presenter's hand has them.

use super::Seat;

impl Seat {
    /// Goes so many towns on or back, in the order of their table; before the first and after the last is the whole county.
    /// From an area within a town the next one is its town's.
    pub(super) fn step_town(&mut self, steps: i32) {
        let towns: Vec<u32> = self.picture.figures(self.now).towns.iter().map(|line| line.town).collect();
        let here = self.drill.map(|area| self.picture.areas.chain_of(area));
        let place = here.and_then(|chain| towns.iter().position(|town| chain.contains(town)));
        // The whole county is the place before the first.
        let places = towns.len() as i64 + 1;
        let next = (place.map_or(0, |place| place as i64 + 1) + i64::from(steps)).rem_euclid(places);
        let area = usize::try_from(next - 1).ok().map(|place| towns[place]);
        self.drill_to(area);
    }
}
