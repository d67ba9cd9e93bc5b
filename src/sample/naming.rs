//! Names and codes of the areas: towns by where they lie, villages and communities from invented words.

use super::dice::Dice;
use super::names_words::{FAMILIES, communities, village_ends, village_words};
use super::plane::Spot;
use super::territory::Area;
use std::collections::BTreeSet;

/// A town: its short name, its ending, its code below the county's, and where it ought to lie. The first four are
/// the densest.
const TOWNS: [(&str, &str, u32, Spot); 12] = [
    ("城关", "街道", 1, Spot::new(6_000, -35_000)),
    ("文澜", "街道", 2, Spot::new(-40_000, -30_000)),
    ("临河", "街道", 3, Spot::new(-40_000, -75_000)),
    ("高新", "园区", 5, Spot::new(30_000, -25_000)),
    ("望湖", "街道", 4, Spot::new(30_000, -80_000)),
    ("青禾", "镇", 100, Spot::new(20_000, 85_000)),
    ("石桥", "镇", 101, Spot::new(30_000, 35_000)),
    ("东岭", "镇", 102, Spot::new(80_000, 15_000)),
    ("云溪", "镇", 103, Spot::new(70_000, -65_000)),
    ("沙河", "镇", 104, Spot::new(-30_000, 45_000)),
    ("柳林", "镇", 105, Spot::new(-85_000, -35_000)),
    ("白塔", "镇", 106, Spot::new(-80_000, 50_000)),
];

/// Names and codes all areas: `levels` from towns to grids; `centre` is the grid of the county's best-known crossing.
pub(super) fn name(levels: &mut [Vec<Area>; 4], dice: &mut Dice, centre: Option<usize>) {
    let [towns, zones, villages, grids] = levels;
    let village_of_centre = centre.map(|grid| grids[grid].parent);
    let town_of_village: Vec<usize> = villages.iter().map(|village| zones[village.parent].parent).collect();
    name_towns(towns, village_of_centre.map(|village| town_of_village[village]));
    name_villages(villages, towns, &town_of_village, dice, village_of_centre);
    name_zones(zones, towns, villages);
    name_grids(grids, villages, centre);
}

const SEAT_TOWNS: usize = 4;

fn name_towns(towns: &mut [Area], centre: Option<usize>) {
    let cost = |town: &Area, place: usize| town.middle.distance2(TOWNS[place].3);
    // the densest towns make up the seat, first of all the one with the centre
    let mut order: Vec<usize> = (0..towns.len()).collect();
    order.sort_by_key(|&town| {
        let per_km2 = u64::from(towns[town].people) * 10_000 / towns[town].cells.max(1);
        (Some(town) != centre, std::cmp::Reverse(per_km2), town)
    });
    let mut town_of_place = order;
    // exchange names as long as that brings them nearer to where they ought to lie; the centre keeps its own
    let mut better = true;
    while better {
        better = false;
        for a in 1..towns.len() {
            for b in a + 1..towns.len() {
                let (one, other) = (&towns[town_of_place[a]], &towns[town_of_place[b]]);
                let alike = (a < SEAT_TOWNS) == (b < SEAT_TOWNS);
                if alike && cost(other, a) + cost(one, b) < cost(one, a) + cost(other, b) {
                    town_of_place.swap(a, b);
                    better = true;
                }
            }
        }
    }
    for (&town, (short, ending, code, _)) in town_of_place.iter().zip(TOWNS) {
        towns[town].code = format!("990101{code:03}");
        towns[town].name = format!("{short}{ending}");
        towns[town].short = short.to_owned();
    }
}

fn name_villages(villages: &mut [Area], towns: &[Area], town_of: &[usize], dice: &mut Dice, centre: Option<usize>) {
    let heart = centre.map_or_else(Spot::default, |village| villages[village].middle);
    let mut order: Vec<usize> = (0..villages.len()).collect();
    order.sort_by_key(|&index| (villages[index].middle.distance2(heart), index));
    let mut words = communities();
    let (ends, stems) = (village_ends(), village_words());
    dice.shuffle(&mut words[6..]);
    let mut words = words.into_iter();
    let mut taken: BTreeSet<String> = towns.iter().map(|town| town.short.clone()).collect();
    let mut next_code = vec![(0, 200); towns.len()];
    for index in order {
        let village = &mut villages[index];
        let per_km2 = u64::from(village.people) * 10_000 / village.cells.max(1);
        let urban = per_km2 > 1_300;
        let (short, ending, code) = match urban.then(|| words.find(|word| !taken.contains(*word))).flatten() {
            Some(word) => (word.to_owned(), "社区", &mut next_code[town_of[index]].0),
            None => (village_name(dice, &taken, &ends, &stems), "村", &mut next_code[town_of[index]].1),
        };
        *code += 1;
        village.code = format!("{}{:03}", towns[town_of[index]].code, *code);
        village.name = format!("{short}{ending}");
        taken.insert(short.clone());
        village.short = short;
    }
}

/// A village's name, without its ending, that nobody has yet.
fn village_name(dice: &mut Dice, taken: &BTreeSet<String>, ends: &[&str], stems: &[&str]) -> String {
    let families: Vec<char> = FAMILIES.chars().collect();
    loop {
        let family = families[dice.skewed(0, families.len() as i64 - 1) as usize];
        let base =
            if dice.permille(600) { format!("{family}{}", dice.pick(ends)) } else { dice.pick(stems).to_owned() };
        let before = if dice.permille(720) {
            ""
        } else {
            dice.pick(&["东", "西", "南", "北", "前", "后", "大", "小", "上", "下"])
        };
        let name = format!("{before}{base}");
        // 家村村 is nobody's name
        if !name.ends_with('村') && !taken.contains(&name) {
            return name;
        }
    }
}

fn name_zones(zones: &mut [Area], towns: &[Area], villages: &[Area]) {
    let mut number = vec![0; towns.len()];
    let mut chief: Vec<Option<usize>> = vec![None; zones.len()];
    for (index, village) in villages.iter().enumerate() {
        let best = &mut chief[village.parent];
        if best.is_none_or(|best| villages[best].people < village.people) {
            *best = Some(index);
        }
    }
    let mut central: Vec<Option<usize>> = vec![None; towns.len()];
    for (index, zone) in zones.iter().enumerate() {
        let heart = towns[zone.parent].middle;
        let best = &mut central[zone.parent];
        if best.is_none_or(|best| zones[best].middle.distance2(heart) > zone.middle.distance2(heart)) {
            *best = Some(index);
        }
    }
    for (index, zone) in zones.iter_mut().enumerate() {
        let town = &towns[zone.parent];
        number[zone.parent] += 1;
        zone.code = format!("{}P{:02}", town.code, number[zone.parent]);
        zone.short = match chief[index] {
            Some(village) if central[zone.parent] != Some(index) => villages[village].short.clone(),
            _ => town.short.clone(),
        };
        zone.name = format!("{}片区", zone.short);
    }
}

/// Grids are numbered from the north-west, row by row, as people number blocks.
fn name_grids(grids: &mut [Area], villages: &[Area], centre: Option<usize>) {
    const ROW_DM: i32 = 2_500;
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); villages.len()];
    for (index, grid) in grids.iter().enumerate() {
        members[grid.parent].push(index);
    }
    for (village, mut members) in villages.iter().zip(members) {
        members.sort_by_key(|&index| {
            let middle = grids[index].middle;
            (-middle.y_dm.div_euclid(ROW_DM), middle.x_dm, index)
        });
        // the best-known crossing lies in the third grid of its community, wherever it stands in the row
        if let Some(at) = members.iter().position(|&index| Some(index) == centre) {
            let third = 2.min(members.len() - 1);
            members.swap(at, third);
        }
        for (nth, index) in members.into_iter().enumerate() {
            let grid = &mut grids[index];
            grid.code = format!("{}{:03}", village.code, nth + 1);
            grid.short = format!("{}{:02}", village.short, nth + 1);
            grid.name = format!("{}网格", grid.short);
        }
    }
}
