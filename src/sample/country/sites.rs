//! Where people live: towns, the seat's communities, villages.

use super::super::dice::Dice;
use super::super::maps::{MapLayer, Properties};
use super::coarse;
use super::flow::{Flow, RIVER_CELLS};
use super::land::Land;
use super::lines::{self, At, distance_m};
use super::names;
use super::relief::Relief;
use super::seat;

/// How many towns and villages there are; the first so many towns are the seat's, the last villages the country's.
pub(in super::super) const TOWNS: usize = 15;
pub(in super::super) const VILLAGES: usize = 653;
const SEAT_TOWNS: usize = 5;
const SEAT_COMMUNITIES: usize = 116;

/// What a settlement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rank {
    /// A country town.
    Town,
    /// A village.
    Village,
}

/// A settlement that is to be built.
pub(super) struct Site {
    pub(super) at: At,
    pub(super) rank: Rank,
    /// The name without its ending.
    pub(super) name: String,
    /// How its lanes lie.
    pub(super) along: At,
    /// How many houses it has, about.
    pub(super) houses: usize,
}

/// Chooses and names all settlements, towns off the `ways` that pass through and villages round the `heart`, notes them
/// in their layer, and says which are to be built.
pub(super) fn settle(
    relief: &Relief,
    flow: &Flow,
    land: &mut Land,
    dice: &mut Dice,
    (heart, ways): (At, &[Vec<At>]),
    names_of_towns: &[(String, &str)],
) -> Vec<Site> {
    let communities = seat_communities(land, dice, heart);
    let towns = country_towns(relief, land, dice, ways);
    let (of_seat, of_country) = names_of_towns.split_at(SEAT_TOWNS.min(names_of_towns.len()));
    let villages = villages(relief, flow, land, dice, &towns);
    let mut names = names::Villages::new(dice, names_of_towns);
    for ((name, ending), at) in of_seat.iter().zip(names::SEAT_TOWN_AT) {
        note(land, "town", &format!("{name}{ending}"), at);
    }
    let mut order = communities;
    order.sort_by(|a, b| distance_m(*a, heart).total_cmp(&distance_m(*b, heart)));
    for at in order {
        note(land, "community", &format!("{}社区", names.community()), at);
    }
    let mut sites = Vec::new();
    for ((name, ending), &at) in of_country.iter().zip(&towns) {
        note(land, "town", &format!("{name}{ending}"), at);
        note(land, "community", &format!("{name}社区"), at);
        names.take(name);
        let along = relief.contour(at);
        sites.push(Site { at, rank: Rank::Town, name: name.clone(), along, houses: 900 });
    }
    for at in villages {
        let name = names.village(dice);
        note(land, "village", &format!("{name}村"), at);
        let room = 1.0 - 0.6 * relief.hilly[coarse::cell(at)];
        let houses = (36.0 + dice.skewed(20, 400) as f64 * room).max(60.0) as usize;
        sites.push(Site { at, rank: Rank::Village, name, along: relief.contour(at), houses });
    }
    sites
}

fn note(land: &mut Land, class: &str, name: &str, at: At) {
    let properties =
        Properties { class: class.to_owned(), name: Some(name.to_owned()), made: 1, ..Properties::default() };
    land.layers.put_with(MapLayer::Settlements, properties, &[at]);
}

/// Communities are as dense as the seat is built; the first lies round its heart.
fn seat_communities(land: &Land, dice: &mut Dice, heart: At) -> Vec<At> {
    let houses = land.layers.of(MapLayer::Buildings).iter().filter_map(|house| house.paths.first()?.first());
    let mut houses: Vec<At> = houses.map(|&spot| lines::at(spot)).collect();
    dice.shuffle(&mut houses);
    houses.insert(0, heart);
    spread(&houses, SEAT_COMMUNITIES, |at| 500.0 + 420.0 * seat::reach(at))
}

/// Country towns as far from each other as may be, in the order of their names.
fn country_towns(relief: &Relief, land: &Land, dice: &mut Dice, ways: &[Vec<At>]) -> Vec<At> {
    let wanted = TOWNS - SEAT_TOWNS;
    let fits = |at: &At| {
        let open = (0..8).all(|nth| {
            let [x, y] = [(nth % 3 - 1) as f64, (nth / 3 - 1) as f64].map(|v| v * 1_700.0);
            land.inside([at[0] + x, at[1] + y])
        });
        // what passes through the county passes its towns by
        let apart = ways.iter().flatten().step_by(5).all(|way| distance_m(*way, *at) > 1_350.0);
        open && apart
            && land.free_around(*at, 500.0)
            && seat::reach(*at) > 1.5
            && relief.above_cm[coarse::cell(*at)] < 3_000
    };
    let candidates: Vec<At> = scatter(dice, 9_000).into_iter().filter(fits).collect();
    let mut left = spread(&candidates, wanted, |_| 6_000.0);
    let mut towns = Vec::new();
    for ideal in names::COUNTRY_TOWN_AT {
        let nearest =
            (0..left.len()).min_by(|&a, &b| distance_m(left[a], ideal).total_cmp(&distance_m(left[b], ideal)));
        towns.extend(nearest.map(|nth| left.swap_remove(nth)));
    }
    towns
}

/// Villages: dense in the plain, sparse in the hills, never in the water.
fn villages(relief: &Relief, flow: &Flow, land: &Land, dice: &mut Dice, towns: &[At]) -> Vec<At> {
    let wanted = VILLAGES - SEAT_COMMUNITIES - towns.len();
    let fits = |at: &At| {
        let cell = coarse::cell(*at);
        let by_river = coarse::around(cell).any(|(beside, _)| flow.gathered[beside] >= RIVER_CELLS);
        land.free_around(*at, 130.0)
            && land.inside([at[0] + 300.0, at[1]])
            && land.inside([at[0] - 300.0, at[1]])
            && !by_river
            && relief.above_cm[cell] < 2_600
            && seat::reach(*at) > 1.07
            && towns.iter().all(|town| distance_m(*town, *at) > 1_250.0)
    };
    let candidates: Vec<At> = scatter(dice, 60_000).into_iter().filter(fits).collect();
    let spacing = |at: At| {
        let hilly = relief.hilly[coarse::cell(at)];
        1_000.0 * (1.0 + 0.55 * hilly + 0.28 * relief.noise.at(at, 2_600.0))
    };
    spread(&candidates, wanted, spacing)
}

fn scatter(dice: &mut Dice, count: usize) -> Vec<At> {
    let mut anywhere = || dice.between(-243_000, 243_000) as f64 / 10.0;
    (0..count).map(|_| [anywhere(), anywhere()]).collect()
}

/// So many of the candidates, apart from each other as the spacing asks, all spacings being stretched alike.
fn spread(candidates: &[At], wanted: usize, spacing_m: impl Fn(At) -> f64) -> Vec<At> {
    let (mut low, mut high) = (0.1, 6.0);
    for _ in 0..14 {
        let factor = (low + high) / 2.0;
        if choose(candidates, |at| spacing_m(at) * factor).len() >= wanted {
            low = factor;
        } else {
            high = factor;
        }
    }
    let mut chosen = choose(candidates, |at| spacing_m(at) * low);
    chosen.truncate(wanted);
    chosen
}

fn choose(candidates: &[At], spacing_m: impl Fn(At) -> f64) -> Vec<At> {
    const BIN_M: f64 = 1_000.0;
    const BINS: usize = 52;
    let bin = |v: f64| ((v / BIN_M) + BINS as f64 / 2.0).clamp(0.0, BINS as f64 - 1.0) as usize;
    let mut bins: Vec<Vec<At>> = vec![Vec::new(); BINS * BINS];
    let mut chosen = Vec::new();
    for &at in candidates {
        let apart = spacing_m(at);
        let near = |v: f64| bin(v - apart)..=bin(v + apart);
        let taken = near(at[1])
            .flat_map(|y| near(at[0]).map(move |x| y * BINS + x))
            .any(|nth| bins[nth].iter().any(|other| distance_m(*other, at) < apart));
        if !taken {
            bins[bin(at[1]) * BINS + bin(at[0])].push(at);
            chosen.push(at);
        }
    }
    chosen
}
