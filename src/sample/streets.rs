//! Where things stand: spots along the county's streets, their addresses, and the crossings.

use super::maps::Feature;
use super::plane::Spot;
use super::territory::Territory;
use std::collections::BTreeMap;

/// The number of a street without a name.
pub(super) const NAMELESS: u16 = u16::MAX;
/// The rank of roads without crossings.
const EXPRESSWAY: u8 = 4;
/// How far apart the spots along a street stand, decimetres.
const SPACING_DM: i64 = 320;

/// A spot on a street.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub(super) spot: Spot,
    pub(super) street: u16,
    /// A house number there.
    pub(super) number: u16,
    /// Where the street leads, degrees clockwise from north.
    pub(super) heading_deg: i64,
    /// How important the street is: 4 expressway … 0 service way.
    pub(super) rank: u8,
}

/// A street that leaves a crossing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arm {
    pub(super) street: u16,
    pub(super) heading_deg: i64,
    pub(super) rank: u8,
}

/// A place where at least three arms of streets meet.
#[derive(Clone, Debug)]
pub(super) struct Crossing {
    pub(super) spot: Spot,
    pub(super) arms: Vec<Arm>,
    /// The highest rank of its arms.
    pub(super) rank: u8,
}

impl Crossing {
    /// Its named streets, each once, the most important first.
    pub(super) fn streets(&self) -> Vec<u16> {
        let mut arms: Vec<(std::cmp::Reverse<u8>, u16)> = self
            .arms
            .iter()
            .filter(|arm| arm.street != NAMELESS)
            .map(|arm| (std::cmp::Reverse(arm.rank), arm.street))
            .collect();
        arms.sort_unstable();
        let mut streets: Vec<u16> = Vec::new();
        for (_, street) in arms {
            if !streets.contains(&street) {
                streets.push(street);
            }
        }
        streets
    }
}

/// The streets of the county.
pub(super) struct Streets {
    /// Their names.
    pub(super) names: Vec<String>,
    /// Spots along them.
    pub(super) stops: Vec<Stop>,
    /// Their crossings.
    pub(super) crossings: Vec<Crossing>,
    /// The stops of each grid.
    by_grid: Vec<Vec<u32>>,
    /// The street that most stops of a grid stand on.
    main_street: Vec<u16>,
}

impl Streets {
    /// Reads the streets off the base map's roads; footpaths are none.
    pub(super) fn new(roads: &[Feature]) -> Self {
        let mut numbers: BTreeMap<&str, u16> = BTreeMap::new();
        for name in roads.iter().filter_map(|road| road.properties.name.as_deref()) {
            numbers.insert(name, 0);
        }
        for (number, street) in numbers.values_mut().enumerate() {
            *street = number as u16;
        }
        let mut stops = Vec::new();
        let mut ends: Vec<(Spot, Arm)> = Vec::new();
        for (nth, road) in roads.iter().enumerate() {
            let rank = match road.properties.class.as_str() {
                "expressway" => EXPRESSWAY,
                "primary" => 3,
                "secondary" => 2,
                "minor" if road.properties.service == 0 => 1,
                "minor" => 0,
                _ => continue,
            };
            let street =
                road.properties.name.as_deref().and_then(|name| numbers.get(name)).copied().unwrap_or(NAMELESS);
            for path in &road.paths {
                walk(path, (street, rank, nth), &mut stops);
                for pair in path.windows(2) {
                    let arm = |a: Spot, b: Spot| (a, Arm { street, heading_deg: a.bearing_deg(b), rank });
                    ends.push(arm(pair[0], pair[1]));
                    ends.push(arm(pair[1], pair[0]));
                }
            }
        }
        ends.sort_by_key(|(spot, arm)| (*spot, arm.heading_deg, arm.street));
        let crossings = ends
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|arms| arms.len() > 2)
            .map(|arms| Crossing {
                spot: arms[0].0,
                rank: arms.iter().map(|(_, arm)| arm.rank).max().unwrap_or(0),
                arms: arms.iter().map(|&(_, arm)| arm).collect(),
            })
            .collect();
        let names = numbers.into_keys().map(str::to_owned).collect();
        Self { names, stops, crossings, by_grid: Vec::new(), main_street: Vec::new() }
    }

    /// The crossing of two streets, where both names are known and they cross.
    pub(super) fn crossing_of(&self, one: &str, other: &str) -> Option<Spot> {
        let number = |name: &str| self.names.iter().position(|known| known == name).map(|at| at as u16);
        let (one, other) = (number(one)?, number(other)?);
        let has = |crossing: &Crossing, street: u16| crossing.arms.iter().any(|arm| arm.street == street);
        self.crossings.iter().find(|crossing| has(crossing, one) && has(crossing, other)).map(|crossing| crossing.spot)
    }

    /// Sorts the stops by grid; those outside the county are dropped, as are crossings there.
    pub(super) fn settle(&mut self, territory: &Territory) {
        let grids = territory.grids().len();
        self.stops.retain(|stop| territory.grid_at(stop.spot).is_some());
        self.crossings.retain(|crossing| territory.grid_at(crossing.spot).is_some());
        self.by_grid = vec![Vec::new(); grids];
        for (index, stop) in self.stops.iter().enumerate() {
            if let Some(grid) = territory.grid_at(stop.spot) {
                self.by_grid[grid].push(index as u32);
            }
        }
        self.main_street = self
            .by_grid
            .iter()
            .map(|stops| {
                let mut streets: Vec<u16> = stops.iter().map(|&stop| self.stops[stop as usize].street).collect();
                streets.sort_unstable();
                streets
                    .chunk_by(|a, b| a == b)
                    .filter(|run| run[0] != NAMELESS)
                    .max_by_key(|run| run.len())
                    .map_or(NAMELESS, |run| run[0])
            })
            .collect();
    }

    /// The stops of a grid.
    fn of_grid(&self, grid: usize) -> impl ExactSizeIterator<Item = &Stop> {
        self.by_grid[grid].iter().map(|&index| &self.stops[index as usize])
    }

    /// A stop of a grid by its number there.
    pub(super) fn stop_of_grid(&self, grid: usize, nth: usize) -> Option<&Stop> {
        self.by_grid[grid].get(nth).map(|&index| &self.stops[index as usize])
    }

    /// How many stops a grid has.
    pub(super) fn stops_in(&self, grid: usize) -> usize {
        self.by_grid[grid].len()
    }

    /// The street and house number nearest to a spot of a grid; no name where the grid has no named street. Nobody
    /// lives at an expressway.
    pub(super) fn address_at(&self, grid: usize, spot: Spot) -> (&str, u16) {
        let lived_at = self.of_grid(grid).filter(|stop| stop.rank < EXPRESSWAY);
        let nearest = lived_at.min_by_key(|stop| (stop.spot.distance2(spot), stop.spot));
        nearest.map_or(("", (grid % 97) as u16 + 1), |stop| (self.name_of(stop.street, grid), stop.number))
    }

    /// A street's name; of a nameless one, the main street of the grid; empty where that has none either.
    pub(super) fn name_of(&self, street: u16, grid: usize) -> &str {
        let street = if street == NAMELESS { self.main_street[grid] } else { street };
        self.names.get(street as usize).map_or("", String::as_str)
    }
}

/// Stops along one path: (street, rank, the road's number).
fn walk(path: &[Spot], (street, rank, nth): (u16, u8, usize), stops: &mut Vec<Stop>) {
    let first_number = (nth * 37 % 180) as i64;
    let (mut due, mut along) = (SPACING_DM / 3, 0);
    for pair in path.windows(2) {
        let length = pair[0].distance_dm(pair[1]).max(1);
        while due < along + length {
            let spot = pair[0].towards(pair[1], (due - along) * 1000 / length);
            let number = (first_number + due / 110) as u16 + 1;
            stops.push(Stop { spot, street, number, heading_deg: pair[0].bearing_deg(pair[1]), rank });
            due += SPACING_DM;
        }
        along += length;
    }
}
