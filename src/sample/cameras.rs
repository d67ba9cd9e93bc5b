//! Cameras: at crossings first, then along the streets, each looking along one.

use super::dice::Dice;
use super::out::Table;
use super::people::near;
use super::plane::Spot;
use super::streets::NAMELESS;
use super::territory::Territory;
use super::{Home, counties};
use std::collections::BTreeMap;

const CAMERAS: usize = 20_000;
const HEADING: &str = "code,name,operator,lon,lat,direction_deg,fov_deg,range_m,state";

struct Camera {
    name: String,
    at: Spot,
    direction_deg: i64,
}

/// The cameras so far.
struct Cameras<'a> {
    territory: &'a Territory,
    list: Vec<Camera>,
    /// How many each village may still have, as long as that counts.
    left: Vec<u32>,
    bounded: bool,
    /// How many have each name: no two are called alike.
    names: BTreeMap<String, u32>,
}

impl<'a> Cameras<'a> {
    fn new(territory: &'a Territory) -> Self {
        let left = territory.villages().iter().map(|village| 5 + village.people / 44).collect();
        Self { territory, list: Vec::with_capacity(CAMERAS), left, bounded: true, names: BTreeMap::new() }
    }

    fn are_complete(&self) -> bool {
        self.list.len() >= CAMERAS
    }

    /// Puts one up, unless its village has enough.
    fn put_up(&mut self, name: String, at: Spot, direction_deg: i64, grid: usize) {
        let is_complete = self.are_complete();
        let left = &mut self.left[self.territory.village_of(grid)];
        if is_complete || (self.bounded && *left == 0) {
            return;
        }
        *left = left.saturating_sub(1);
        let same = self.names.entry(name.clone()).or_default();
        *same += 1;
        let name = if *same > 1 { format!("{name}{same}号机") } else { name };
        self.list.push(Camera { name, at, direction_deg });
    }
}

/// Makes the cameras' table: as many as people live there, at crossings and entrances first.
pub(super) fn make(home: &Home, seed: u64) -> Table {
    let dice = &mut Dice::new(seed, 3);
    let mut cameras = Cameras::new(home.territory);
    at_crossings(home, dice, &mut cameras);
    along_streets(home, dice, &mut cameras);
    cameras.bounded = false;
    along_streets(home, dice, &mut cameras);
    let Cameras { list: cameras, .. } = cameras;
    let code = counties::code(home.number);
    let mut table = home.table(HEADING, 3 << 20);
    for (nth, camera) in cameras.iter().enumerate() {
        // GB/T 28181: centre (division and 00), industry 13, type 132 (network camera), network 0, serial
        let code = format!("{code}00131320{:06}", nth + 1);
        let operator = dice.weighted(&[520, 210, 120, 60, 50, 40]);
        let operator = ["公安局", "城管局", "交通局", "教体局", "水利局", "铁塔公司"][operator];
        let state = ["online", "fault", "no_route", "unknown"][dice.weighted(&[960, 22, 11, 7])];
        let fov_deg = dice.pick(&[60, 70, 75, 80, 90, 100, 110]);
        let range_m = dice.pick(&[60, 80, 80, 100, 100, 120, 150]);
        table.text(&code).text(&camera.name).text(operator).place(camera.at);
        table.number(camera.direction_deg).number(fov_deg).number(range_m).text(state).end();
    }
    table
}

/// The four winds by a direction: 北 东 南 西.
fn wind(direction_deg: i64) -> &'static str {
    ["北", "东", "南", "西"][((direction_deg + 45) / 90 % 4) as usize]
}

fn at_crossings(home: &Home, dice: &mut Dice, cameras: &mut Cameras) {
    let Home { territory, streets, .. } = *home;
    let mut order: Vec<usize> = (0..streets.crossings.len()).collect();
    order.sort_by_key(|&index| {
        let crossing = &streets.crossings[index];
        (std::cmp::Reverse(crossing.rank), std::cmp::Reverse(crossing.streets().len()), index)
    });
    for index in order {
        let crossing = &streets.crossings[index];
        let Some(grid) = territory.grid_at(crossing.spot) else { continue };
        if crossing.rank == 0 || (crossing.rank == 1 && !dice.permille(900)) {
            continue;
        }
        let named = crossing.streets();
        let name = match named[..] {
            [one, other, ..] => format!("{}与{}口", streets.name_of(one, grid), streets.name_of(other, grid)),
            [one] => format!("{}口", streets.name_of(one, grid)),
            [] => format!("{}路口", territory.grids()[grid].short),
        };
        for arm in &crossing.arms {
            if arm.rank == 0 || (crossing.rank < 2 && !dice.permille(600)) {
                continue;
            }
            let direction_deg = (arm.heading_deg + dice.between(-6, 6)).rem_euclid(360);
            let name = format!("{name}{}向", wind(direction_deg));
            cameras.put_up(name, near(dice, crossing.spot, 60), direction_deg, grid);
        }
    }
}

fn along_streets(home: &Home, dice: &mut Dice, cameras: &mut Cameras) {
    let Home { territory, streets, .. } = *home;
    let mut order: Vec<usize> = (0..streets.stops.len()).collect();
    dice.shuffle(&mut order);
    // named streets first, then what leads to a yard or a field
    order.sort_by_key(|&index| streets.stops[index].street == NAMELESS && streets.stops[index].rank < 2);
    for index in order {
        if cameras.are_complete() {
            return;
        }
        let stop = streets.stops[index];
        let Some(grid) = territory.grid_at(stop.spot) else { continue };
        let turn = if dice.permille(500) { 180 } else { 0 };
        let direction_deg = (stop.heading_deg + turn + dice.between(-8, 8)).rem_euclid(360);
        let street = streets.name_of(stop.street, grid);
        let name = match (street, stop.street) {
            ("", _) => format!("{}{}向{}号", territory.grids()[grid].short, wind(direction_deg), stop.number),
            (street, NAMELESS) => format!("{street}支路{}号", stop.number),
            (street, _) if dice.permille(300) => format!("{street}{}段{}号", wind(direction_deg), stop.number),
            (street, _) => format!("{street}{}号", stop.number),
        };
        cameras.put_up(name, near(dice, stop.spot, 40), direction_deg, grid);
    }
}
