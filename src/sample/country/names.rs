//! Names of what is made. All are common or invented: likeness to a real place is chance.

use super::super::counties;
use super::super::dice::Dice;
use super::super::names_words::{FAMILIES, communities, village_ends, village_words};
use super::lines::At;
use std::collections::BTreeSet;

/// The river that runs through the seat.
pub(in super::super) const MAIN_RIVER: &str = "澄河";
/// Rivers, the main one first.
pub(super) const RIVERS: [&str; 28] = [
    MAIN_RIVER,
    "岚溪",
    "白鹭河",
    "柳清河",
    "青石河",
    "芦河",
    "石门河",
    "杏花河",
    "麦河",
    "望岚河",
    "小澄河",
    "苇河",
    "桃溪",
    "槐河",
    "双泉河",
    "鹤鸣河",
    "红石河",
    "沙沟河",
    "枣林河",
    "莲塘河",
    "雁河",
    "响水河",
    "榆河",
    "黑松河",
    "回龙河",
    "药沟河",
    "窑河",
    "碾河",
];
pub(super) const RESERVOIR: &str = "岚山水库";
pub(super) const DAM: &str = "岚山水库大坝";
pub(super) const DAM_ROAD: &str = "水库坝顶路";
pub(super) const CANAL: &str = "岚澄干渠";
pub(in super::super) const TOLL_STATION: &str = "收费站";
pub(super) const EXPRESSWAY: &str = "岚东高速";
/// The county beyond the border, where a road is named after it.
pub(super) const NEIGHBOUR: &str = "川原";
pub(super) const RAILWAY: &str = "岚海铁路";

/// Towns of the first county: short name, ending. The seat's five first. Other counties' towns have other names, but
/// the same endings in the same order.
pub(in super::super) const TOWNS: [(&str, &str); 15] = [
    ("城关", "街道"),
    ("文澜", "街道"),
    ("临河", "街道"),
    ("望湖", "街道"),
    ("高新", "园区"),
    ("青禾", "镇"),
    ("石桥", "镇"),
    ("东岭", "镇"),
    ("云溪", "镇"),
    ("沙河", "镇"),
    ("柳林", "镇"),
    ("白塔", "镇"),
    ("双泉", "镇"),
    ("枣园", "镇"),
    ("麦坪", "乡"),
];
/// Where the seat's towns have their middles.
pub(super) const SEAT_TOWN_AT: [At; 5] =
    [[440.0, -720.0], [-4_200.0, -2_600.0], [-2_600.0, -6_600.0], [1_600.0, -6_200.0], [4_300.0, -1_600.0]];
/// About where the country's towns lie, as their names say.
pub(super) const COUNTRY_TOWN_AT: [At; 10] = [
    [1_500.0, 9_500.0],
    [8_500.0, 5_500.0],
    [16_500.0, 4_000.0],
    [13_500.0, -7_500.0],
    [-7_500.0, 6_500.0],
    [-12_500.0, -3_000.0],
    [-14_500.0, 4_500.0],
    [-2_500.0, 16_500.0],
    [-12_500.0, -11_500.0],
    [3_500.0, -14_500.0],
];

/// What other counties' towns are called: one of the first with one of the second.
const TOWN_FIRST: &str = "青白石柳枣麦双云沙东古泉河龙凤鹤桃杏梨松柏竹荷苇雁鹿金银玉长";
const TOWN_SECOND: &str = "桥塔泉园坪溪河林湖岭禾店集口滩埠湾庄营峪";
/// Towns that every county has.
const COMMON: [&str; 2] = ["城关", "高新"];

/// The towns of a county: short name, ending.
pub(super) fn towns(county: u64, dice: &mut Dice) -> Vec<(String, &'static str)> {
    let (first, second): (Vec<char>, Vec<char>) = (TOWN_FIRST.chars().collect(), TOWN_SECOND.chars().collect());
    let mut taken: BTreeSet<String> = TOWNS.iter().map(|town| town.0.to_owned()).collect();
    let mut name = |usual: &str| {
        while county > 0 && !COMMON.contains(&usual) {
            let (one, other) = (dice.pick(&first), dice.pick(&second));
            let name = format!("{one}{other}");
            if one != other && taken.insert(name.clone()) {
                return name;
            }
        }
        usual.to_owned()
    };
    TOWNS.iter().map(|(usual, ending)| (name(usual), *ending)).collect()
}

/// A name of the first county's waters and ways as it is in another: what is called after the county is called after
/// that one.
pub(in super::super) fn of_county(county: u64, name: &str) -> String {
    let mut letters = counties::name(county).chars();
    let (first, second) = (letters.next().unwrap_or('澄'), letters.next().unwrap_or('岚'));
    let other = |letter: char| match letter {
        '澄' => first,
        '岚' => second,
        letter => letter,
    };
    name.chars().map(other).collect()
}

/// The names that villages may still have.
pub(super) struct Villages {
    taken: BTreeSet<String>,
    communities: std::vec::IntoIter<&'static str>,
    ends: Vec<&'static str>,
    stems: Vec<&'static str>,
    families: Vec<char>,
}

impl Villages {
    pub(super) fn new(dice: &mut Dice, towns: &[(String, &str)]) -> Self {
        let mut words = communities();
        dice.shuffle(&mut words[6..]);
        let taken = towns.iter().map(|town| town.0.clone()).collect();
        let families = FAMILIES.chars().collect();
        Self { taken, communities: words.into_iter(), ends: village_ends(), stems: village_words(), families }
    }

    /// Nobody else gets this name.
    pub(super) fn take(&mut self, name: &str) {
        self.taken.insert(name.to_owned());
    }

    /// The next community's name, without its ending.
    pub(super) fn community(&mut self) -> &'static str {
        let taken = &mut self.taken;
        self.communities.find(|word| taken.insert((*word).to_owned())).unwrap_or_default()
    }

    /// A village's name, without its ending, that nobody has yet.
    pub(super) fn village(&mut self, dice: &mut Dice) -> String {
        loop {
            let family = self.families[dice.skewed(0, self.families.len() as i64 - 1) as usize];
            let base = if dice.permille(640) {
                format!("{family}{}", dice.pick(&self.ends))
            } else {
                dice.pick(&self.stems).to_owned()
            };
            let before = if dice.permille(740) {
                ""
            } else {
                dice.pick(&["东", "西", "南", "北", "前", "后", "大", "小", "上", "下"])
            };
            let name = format!("{before}{base}");
            // 家村村 is nobody's name
            if !name.ends_with('村') && self.taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

/// The name of the county road between two towns.
pub(super) fn county_road(one: &str, other: &str) -> String {
    let first = |name: &str| name.chars().next().unwrap_or('县');
    format!("{}{}线", first(one), first(other))
}
