//! A county's map: the seat of real streets, and round it a countryside that is made up: hills and plain, rivers that
//! run down from them, towns where roads meet, villages with their lanes and yards, fields in strips.

mod coarse;
mod fields;
mod flow;
mod houses;
mod land;
mod layers;
pub(super) mod lines;
mod names;
mod noise;
mod relief;
mod roads;
mod seat;
mod sites;
mod ways;

pub(super) use layers::Layers;
pub(super) use names::{MAIN_RIVER, TOLL_STATION, TOWNS as TOWN_NAMES, of_county};
pub(super) use sites::{TOWNS, VILLAGES};

use super::dice::Dice;
use super::maps::MapLayer;
use super::plane::Spot;
use flow::Flow;
use land::Land;
use relief::Relief;

/// The seed of the maps: a county keeps its land whatever the people's seed is.
const LAND_SEED: u64 = 990_101;

/// Makes the map of a county by its number, 0 being the shipped one: the real streets of `layers` stay where they are
/// within the seat, everything else is made anew. `heart` is the best-known crossing.
pub(super) fn make(layers: Layers, county: u64, heart: Spot) -> Layers {
    let dice = |part: u64| Dice::new(LAND_SEED + county, 100 + part);
    let relief = Relief::new(&mut dice(0));
    let flow = Flow::new(&relief);
    let mut land = Land::new(seat::trim(layers), &relief.outline);
    land.layers.put(MapLayer::County, "", super::counties::name(county), &relief.outline);
    flow.draw(&relief, &mut land);
    ways::canal(&flow, &mut land);
    land.settle_water();
    let expressway = ways::expressway(&mut dice(2), &mut land);
    let ends = seat::railway_ends(&land.layers);
    let mut ways = ends.map_or_else(Vec::new, |ends| ways::railways(ends, &mut dice(3), &mut land));
    ways.push(expressway);
    let towns = names::towns(county, &mut dice(6));
    let sites = sites::settle(&relief, &flow, &mut land, &mut dice(1), (lines::at(heart), ways.as_slice()), &towns);
    let expressway = ways.pop().unwrap_or_default();
    ways::draw_railways(&ways, &sites, &mut land);
    let gates = seat::gates(&land.layers);
    let mut net = roads::Net::new(&relief, &flow, &land);
    net.lay(&sites, &gates, &mut land);
    let roads = net.draw(&mut land);
    ways::draw_expressway(&expressway, &roads, &mut land);
    let building = &mut dice(4);
    sites.iter().for_each(|site| houses::build(site, building, &mut land));
    fields::woods(&relief, &mut land);
    fields::lay_out(&sites, &relief, &flow, &mut dice(5), &mut land);
    let mut layers = land.layers;
    if county > 0 {
        layers.rename(|name| names::of_county(county, name));
    }
    turn(&mut layers, county);
    layers
}

/// Other counties lie mirrored and turned, so that no two seats look alike.
fn turn(layers: &mut Layers, county: u64) {
    let (mirror, quarter) = (county % 8 >= 4, county % 4);
    layers.turn(|spot| {
        let Spot { x_dm, y_dm } = spot;
        let x_dm = if mirror { -x_dm } else { x_dm };
        match quarter {
            0 => Spot::new(x_dm, y_dm),
            1 => Spot::new(-y_dm, x_dm),
            2 => Spot::new(-x_dm, -y_dm),
            _ => Spot::new(y_dm, -x_dm),
        }
    });
}
