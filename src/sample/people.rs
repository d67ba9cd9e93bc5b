//! Workers: who walks the grids, who is posted to the towns, who is on duty and where.

use super::agencies::POSTED;
use super::dice::Dice;
use super::names_words::{FAMILIES, GIVEN};
use super::out::Table;
use super::plane::Spot;
use super::streets::Streets;
use super::territory::Territory;
use super::{END, Home, counties};
use crate::domain::Role;
use crate::rhythm::on_duty_permille;
use std::collections::BTreeSet;

/// One worker.
#[derive(Clone, Debug, Default)]
pub(super) struct Worker {
    pub(super) code: String,
    pub(super) agency: &'static str,
    pub(super) on_duty: bool,
    /// Where a worker on duty was last seen.
    pub(super) at: Spot,
}

/// The workers and how to find them.
pub(super) struct People {
    pub(super) table: Table,
    /// What their codes begin with.
    letters: String,
    pub(super) workers: Vec<Worker>,
    /// The workers of each grid, the chief first.
    pub(super) of_grid: Vec<Vec<u32>>,
    /// The responders of each town.
    pub(super) of_town: Vec<Vec<u32>>,
}

/// How many responders the agencies post to the towns.
const RESPONDERS: usize = 1_300;
const HEADING: &str = "code,name,role,agency,phone,skills,home_area,vehicle,lon,lat,fixed_at,on_duty";
/// Roles of the grids' people, with how many per mille of the grids have one, and how many of those are on duty.
const ROLES: [(&str, u32, u32); 4] = [
    ("GridChief", 1000, on_duty_permille(Role::GridChief)),
    ("GridWorker", 280, on_duty_permille(Role::GridWorker)),
    ("PartTime", 560, on_duty_permille(Role::PartTime)),
    ("Assistant", 420, on_duty_permille(Role::Assistant)),
];
const SKILLS: [&str; 12] =
    ["急救", "电工", "水暖", "调解", "消防", "路政熟", "手语", "心理疏导", "护林", "防汛", "驾驶", "无人机"];

/// Makes the workers.
pub(super) fn make(home: &Home, seed: u64) -> People {
    let Home { territory, streets, .. } = *home;
    let dice = &mut Dice::new(seed, 2);
    let mut people = People {
        table: home.table(HEADING, 2 << 20),
        letters: counties::letters(home.number),
        workers: Vec::new(),
        of_grid: vec![Vec::new(); territory.grids().len()],
        of_town: vec![Vec::new(); territory.towns().len()],
    };
    let mut taken: Vec<BTreeSet<String>> = vec![BTreeSet::new(); territory.villages().len()];
    for grid in 0..territory.grids().len() {
        for (role, share, on_duty) in ROLES {
            if dice.permille(share) {
                let name = free_name(dice, &mut taken[territory.village_of(grid)]);
                let skills = if dice.permille(300) { dice.pick(&SKILLS) } else { "" };
                let vehicle = if dice.permille(450) { "ebike" } else { "walk" };
                people.of_grid[grid].push(people.workers.len() as u32);
                let at = dice.permille(on_duty).then(|| stand_well_inside(dice, streets, territory, grid));
                let home = &territory.grids()[grid].code;
                people.add(dice, [&name, role, skills, home, vehicle], "", at);
            }
        }
    }
    people.of_the_dedicated(dice, territory);
    let shares: Vec<u32> = POSTED.iter().map(|agency| agency.2).collect();
    let mut taken: Vec<BTreeSet<String>> = vec![BTreeSet::new(); territory.towns().len()];
    let grids_of_town: Vec<Vec<usize>> = (0..territory.towns().len())
        .map(|town| (0..territory.grids().len()).filter(|&grid| territory.town_of(grid) == town).collect())
        .collect();
    for nth in 0..RESPONDERS {
        // every town has the same few first, the rest go where the grids are
        let town = match nth / 20 {
            town if town < territory.towns().len() => town,
            _ => territory.town_of(dice.index(territory.grids().len())),
        };
        let (agency, skills, _) = POSTED[if nth % 20 < POSTED.len() { nth % 20 } else { dice.weighted(&shares) }];
        let name = free_name(dice, &mut taken[town]);
        let first = dice.pick(skills);
        let second = dice.pick(skills);
        let skills = if first == second { first.to_owned() } else { format!("{first};{second}") };
        let vehicle = dice.pick(&["car", "car", "ebike", "ebike", "walk"]);
        people.of_town[town].push(people.workers.len() as u32);
        let at = dice.permille(on_duty_permille(Role::Responder)).then(|| {
            let grid = dice.pick(&grids_of_town[town]);
            stand_well_inside(dice, streets, territory, grid)
        });
        let home = &territory.towns()[town].code;
        people.add(dice, [&name, "Responder", &skills, home, vehicle], agency, at);
    }
    people
}

impl People {
    /// Dedicated grids have people of their own: somebody who answers for it, and often a second who goes round.
    fn of_the_dedicated(&mut self, dice: &mut Dice, territory: &Territory) {
        const ROUND_DM: i64 = 400;
        for grid in territory.dedicated() {
            let mut taken = BTreeSet::new();
            for (role, share) in [("GridChief", 1000), ("PartTime", 450)] {
                if dice.permille(share) {
                    let name = free_name(dice, &mut taken);
                    let skills = if dice.permille(400) { dice.pick(&SKILLS) } else { "" };
                    let at = dice.permille(60).then(|| near(dice, grid.middle, ROUND_DM));
                    let at = at.filter(|&at| territory.grid_at(at).is_some());
                    self.add(dice, [&name, role, skills, &grid.code, "walk"], "", at);
                }
            }
        }
    }

    fn add(&mut self, dice: &mut Dice, text: [&str; 5], agency: &'static str, at: Option<Spot>) {
        let [name, role, skills, home, vehicle] = text;
        let number = self.workers.len() + 1;
        let code = format!("{}{number:05}", self.letters);
        // 199-0000-xxxx and the like: numbers that nobody has
        let phone = format!("199{:04}{:04}", number / 10_000, number % 10_000);
        self.table.text(&code).text(name).text(role).text(agency).text(&phone).text(skills).text(home).text(vehicle);
        match at {
            Some(at) => {
                let age_secs = match dice.below(1000) {
                    0..950 => dice.between(0, 50),
                    950..980 => dice.between(180, 900),
                    _ => dice.between(2_000, 2_400),
                };
                self.table.place(at).moment(Some(END - age_secs)).text("true");
            }
            None => {
                self.table.text("").text("").text("").text("false");
            }
        }
        self.table.end();
        self.workers.push(Worker { code, agency, on_duty: at.is_some(), at: at.unwrap_or_default() });
    }
}

/// A spot on a street of a grid, or its middle where it has no street.
pub(super) fn stand(dice: &mut Dice, streets: &Streets, territory: &Territory, grid: usize) -> Spot {
    match streets.stop_of_grid(grid, dice.index(streets.stops_in(grid).max(1))) {
        Some(stop) => near(dice, stop.spot, 40),
        None => near(dice, territory.grids()[grid].middle, 100),
    }
}

/// The like, but not on a street at the grid's edge, where there is another.
fn stand_well_inside(dice: &mut Dice, streets: &Streets, territory: &Territory, grid: usize) -> Spot {
    const EDGE_DM: i32 = 180;
    const TRIES: usize = 8;
    let inside = |spot: &Spot| {
        let corners = [(-EDGE_DM, -EDGE_DM), (-EDGE_DM, EDGE_DM), (EDGE_DM, -EDGE_DM), (EDGE_DM, EDGE_DM)];
        corners.iter().all(|(x, y)| territory.grid_at(Spot::new(spot.x_dm + x, spot.y_dm + y)) == Some(grid))
    };
    let tried = (0..TRIES).map(|_| stand(dice, streets, territory, grid)).find(inside);
    tried.unwrap_or(territory.grids()[grid].middle)
}

/// A spot within so many decimetres in either direction.
pub(super) fn near(dice: &mut Dice, spot: Spot, reach_dm: i64) -> Spot {
    let mut off = || dice.between(-reach_dm, reach_dm) as i32;
    Spot::new(spot.x_dm + off(), spot.y_dm + off())
}

fn free_name(dice: &mut Dice, taken: &mut BTreeSet<String>) -> String {
    loop {
        let name = person(dice);
        if taken.insert(name.clone()) {
            return name;
        }
    }
}

/// A name by chance: any likeness is chance too.
pub(super) fn person(dice: &mut Dice) -> String {
    let (families, given): (Vec<char>, Vec<char>) = (FAMILIES.chars().collect(), GIVEN.chars().collect());
    let mut name = family(dice, &families).to_string();
    for _ in 0..if dice.permille(780) { 2 } else { 1 } {
        name.push(dice.pick(&given));
    }
    name
}

/// A family name: the usual ones oftener.
pub(super) fn family(dice: &mut Dice, families: &[char]) -> char {
    families.get(dice.skewed(0, families.len() as i64 - 1) as usize).copied().unwrap_or('王')
}
