//! Places: what a county marks on its map besides people and cameras.

use super::dice::Dice;
use super::names_words::communities;
use super::out::Table;
use super::people::stand;
use super::plane::Spot;
use super::{Home, counties};

const HEADING: &str = "code,name,kind,lon,lat,area";

/// What every village and community has: (kind, ending of its name).
const EVERY_VILLAGE: [(&str, &str); 4] = [
    ("村居委会", "党群服务中心"),
    ("调解室", "人民调解室"),
    ("文明实践站", "新时代文明实践站"),
    ("卫生室", "卫生服务站"),
];

/// What towns have by their people: (kind, endings, people per such place).
const BY_PEOPLE: [(&str, &[&str], u32); 15] = [
    ("学校", &["小学", "实验小学", "中学", "初级中学"], 5_200),
    ("幼儿园", &["幼儿园", "中心幼儿园"], 3_600),
    ("医院", &["医院", "中医院", "康复医院"], 32_000),
    ("市场", &["农贸市场", "便民市场", "集市"], 9_000),
    ("物业", &["物业服务中心", "物业公司"], 2_600),
    ("企业", &["机械厂", "食品公司", "纺织公司", "建材公司", "电子公司", "包装厂", "木业公司"], 1_100),
    ("志愿站", &["志愿服务站", "爱心驿站"], 3_400),
    ("养老院", &["养老服务中心", "敬老院"], 22_000),
    ("加油站", &["加油站"], 16_000),
    ("公园", &["公园", "口袋公园", "广场"], 9_500),
    ("商场", &["购物中心", "超市", "百货"], 7_000),
    ("工地", &["建设工地", "改造工地"], 12_000),
    ("公厕", &["公厕"], 4_200),
    ("避难场所", &["应急避难场所"], 15_000),
    ("消防站", &["微型消防站"], 8_500),
];

/// A place, for those who visit it.
pub(super) struct PlaceRow {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) grid: usize,
    pub(super) at: Spot,
}

/// Makes the places' table, and the places for those who visit them.
pub(super) fn make(home: &Home, seed: u64) -> (Table, Vec<PlaceRow>) {
    let Home { territory, streets, .. } = *home;
    let dice = &mut Dice::new(seed, 4);
    let mut table = home.table(HEADING, 1 << 20);
    let letters = counties::letters(home.number).replace("CL", "PL");
    let communities = communities();
    let mut rows: Vec<PlaceRow> = Vec::new();
    let mut row = |dice: &mut Dice, name: String, kind: &'static str, grid: usize| {
        let code = format!("{letters}{:05}", rows.len() + 1);
        let at = stand(dice, streets, territory, grid);
        table.text(&code).text(&name).text(kind).place(at).text(&territory.grids()[grid].code).end();
        rows.push(PlaceRow { code, name, kind, grid, at });
    };
    let mut of_village: Vec<Vec<usize>> = vec![Vec::new(); territory.villages().len()];
    let mut of_town: Vec<Vec<usize>> = vec![Vec::new(); territory.towns().len()];
    for grid in 0..territory.grids().len() {
        of_village[territory.village_of(grid)].push(grid);
        of_town[territory.town_of(grid)].push(grid);
    }
    for (village, grids) in territory.villages().iter().zip(&of_village) {
        for (kind, ending) in EVERY_VILLAGE {
            let grid = dice.pick(grids);
            row(dice, format!("{}{ending}", village.name), kind, grid);
        }
    }
    for (town, grids) in territory.towns().iter().zip(&of_town) {
        for (kind, endings, people_each) in BY_PEOPLE {
            for nth in 0..(town.people / people_each).max(1) {
                let grid = dice.pick(grids);
                let street = streets.name_of(super::streets::NAMELESS, grid);
                let before = match (nth, street) {
                    (0, _) => town.short.clone(),
                    (_, street) if !street.is_empty() && dice.permille(450) => street.to_owned(),
                    _ if dice.permille(500) => dice.pick(&communities).to_owned(),
                    _ => territory.villages()[territory.village_of(grid)].short.clone(),
                };
                let ending = dice.pick(endings);
                row(dice, format!("{before}{ending}"), kind, grid);
            }
        }
    }
    (table, rows)
}
