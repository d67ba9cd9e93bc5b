//! Rounds: checklists, the year's visits to the places, and a campaign that is under way when the sample ends.

use super::categories;
use super::dice::Dice;
use super::found::{Numbers, Problem};
use super::out::{DAY_SECS, Table, second_of_day, weekday};
use super::people::People;
use super::places::PlaceRow;
use super::{END, Home};

const CHECKLISTS: &str = "code,name,kinds,item,question,answer,category";
const CAMPAIGNS: &str = "code,name,checklist,areas,kinds,from_at,deadline_at,closed";
const INSPECTIONS: &str = "code,place,worker,checklist,campaign,inspected_at,result,answers,settled,incidents,note";

/// An item: what is looked at, how it is answered, the category of what is wrong with it, how it is put right at once.
type Item = (&'static str, &'static str, &'static str, &'static str);

/// A checklist: its code, its name, the kinds of places, its items.
struct List {
    code: &'static str,
    name: &'static str,
    kinds: &'static str,
    items: &'static [Item],
}

const FIRE: Item = ("消防通道畅通", "fits", "消防隐患", "已清理杂物，恢复畅通");
const EXTINGUISHERS: Item = ("灭火器在有效期内", "fits", "消防隐患", "已更换到期灭火器");
const WIRES: Item = ("无私拉乱接电线", "fits", "飞线充电", "已拆除私拉电线");
const COUNT: Item = ("灭火器数量", "number", "", "");
const FOOD: Item = ("食品留样与索证齐全", "fits", "食品安全", "已补齐留样和票据");

const LISTS: [List; 7] = [
    List {
        code: "JC01",
        name: "校园及周边安全检查表",
        kinds: "学校;幼儿园",
        items: &[FIRE, EXTINGUISHERS, ("门卫与防护设施到位", "fits", "", "已补齐防护器材"), FOOD, COUNT],
    },
    List {
        code: "JC02",
        name: "养老与医疗机构安全检查表",
        kinds: "养老院;医院;卫生室",
        items: &[FIRE, EXTINGUISHERS, WIRES, ("应急照明完好", "fits", "消防隐患", "已更换灯具"), FOOD, COUNT],
    },
    List {
        code: "JC03",
        name: "人员密集场所消防检查表",
        kinds: "商场;市场;物业",
        items: &[FIRE, EXTINGUISHERS, WIRES, ("疏散指示标志完好", "fits", "消防隐患", "已更换标志"), COUNT],
    },
    List {
        code: "JC04",
        name: "企业与工地安全生产检查表",
        kinds: "企业;工地;加油站",
        items: &[
            FIRE,
            EXTINGUISHERS,
            WIRES,
            ("危险物品分类存放", "fits", "危险化学品", "已分类存放并上锁"),
            ("作业人员持证并佩戴防护用品", "fits", "", "已补发防护用品"),
            COUNT,
        ],
    },
    List {
        code: "JC05",
        name: "公共设施巡查表",
        kinds: "公园;公厕;避难场所;消防站;志愿站",
        items: &[
            ("设施完好无破损", "fits", "公厕问题", "已现场修复"),
            ("环境整洁", "fits", "", "已现场保洁"),
            ("标识清楚", "fits", "", "已扶正擦净"),
        ],
    },
    List {
        code: "JC06",
        name: "村居阵地巡查表",
        kinds: "村居委会;调解室;文明实践站",
        items: &[
            FIRE,
            ("值班值守在岗", "fits", "", "已通知值班人员到岗"),
            ("公示内容更新", "fits", "", "已更新公示栏"),
            ("本月活动场次", "number", "", ""),
        ],
    },
    List {
        code: "JC07",
        name: "重点场所秋季消防专项检查表",
        kinds: "",
        items: &[FIRE, EXTINGUISHERS, WIRES, ("消防栓水压正常", "fits", "消防隐患", "已打开阀门，恢复水压"), COUNT],
    },
];

/// The campaign that is under way: code, name, kinds, and its checklist's place among the lists.
const CAMPAIGN: (&str, &str, &str, usize) =
    ("ZX2609", "重点场所秋季消防安全专项检查", "学校;幼儿园;养老院;医院;商场;市场;企业;加油站", 6);
/// It began so long before the sample's last midnight, days, and must be done so long after it.
const BEGAN_DAYS: i64 = 10;
const DUE_DAYS: i64 = 7;

/// Of the places that the campaign does not take in or has not come to, so many per mille are visited in the year; with
/// the campaign's that is a coverage of about 65 in 100.
const COVERED_PERMILLE: u32 = 570;
/// Of the places visited, so many per mille are found with problems (Wuxing: 39.86 in 100).
const PROBLEMS_PERMILLE: u32 = 400;
/// Of problems that have a category, so many per mille are not settled on the spot.
const BECAME_PERMILLE: u32 = 450;
/// Of all visits, so many per mille find the door shut.
const SHUT_PERMILLE: u32 = 35;

/// The tables of checklists, campaigns and visits, and the problems that became matters, in the visits' order.
pub(super) fn make(home: &Home, people: &People, places: &[PlaceRow], seed: u64) -> ([Table; 3], Vec<Problem>) {
    let dice = &mut Dice::new(seed, 8);
    let midnight = END - second_of_day(END);
    let (from, due) = (midnight - BEGAN_DAYS * DAY_SECS, midnight + DUE_DAYS * DAY_SECS + 18 * 3600);
    let mut campaigns = home.table(CAMPAIGNS, 1 << 10);
    let (code, name, kinds, list) = CAMPAIGN;
    campaigns.text(code).text(name).text(LISTS[list].code).text("").text(kinds).moment(Some(from)).moment(Some(due));
    campaigns.text("false").end();
    let visits = Visits { home, people, from, today: midnight };
    let mut table = home.table(INSPECTIONS, 2 << 20);
    let problems = visits.write(dice, places, &mut table, &mut Dice::new(seed, 9));
    ([checklists(home), campaigns, table], problems)
}

fn checklists(home: &Home) -> Table {
    let kinds = categories::kinds();
    let category = |name: &str| kinds.iter().find(|kind| kind.name == name).map_or("", |kind| kind.code.as_str());
    let mut table = home.table(CHECKLISTS, 1 << 13);
    for list in &LISTS {
        for (number, (question, answer, of, _)) in (1..).zip(list.items) {
            table.text(list.code).text(list.name).text(list.kinds).number(number);
            table.text(question).text(answer).text(category(of)).end();
        }
    }
    table
}

/// One visit, before it is written.
struct Told {
    at: i64,
    place: usize,
    list: usize,
    of_campaign: bool,
    shut: bool,
    problem: bool,
}

struct Visits<'a> {
    home: &'a Home<'a>,
    people: &'a People,
    /// Since when the campaign runs.
    from: i64,
    /// The sample's last midnight.
    today: i64,
}

impl Visits<'_> {
    fn write(&self, dice: &mut Dice, places: &[PlaceRow], table: &mut Table, outcome: &mut Dice) -> Vec<Problem> {
        let territory = self.home.territory;
        // Towns are not equally quick.
        let pace: Vec<u32> = (0..territory.towns().len()).map(|_| dice.between(250, 950) as u32).collect();
        let mut all = Vec::with_capacity(places.len() * 2);
        for (place, row) in places.iter().enumerate() {
            let Some(list) = LISTS.iter().position(|list| list.kinds.split(';').any(|kind| kind == row.kind)) else {
                continue;
            };
            let in_campaign = CAMPAIGN.2.split(';').any(|kind| kind == row.kind);
            let done = in_campaign && dice.permille(pace[territory.town_of(row.grid)]);
            let covered = dice.permille(COVERED_PERMILLE);
            let first = all.len();
            let told = |at, list, of_campaign| Told { at, place, list, of_campaign, shut: false, problem: false };
            if covered {
                let days = self.from.div_euclid(DAY_SECS) - (END.div_euclid(DAY_SECS) - 365);
                for _ in 0..=dice.skewed(0, 3) {
                    let day = self.from - dice.between(1, days) * DAY_SECS;
                    all.push(told(working(dice, day), list, false));
                }
            }
            if done {
                let day = self.from + dice.between(0, BEGAN_DAYS - 1) * DAY_SECS;
                let at = working(dice, day);
                all.push(told(at, CAMPAIGN.3, true));
            }
            let visits = all.len() - first;
            if visits > 0 && dice.permille(PROBLEMS_PERMILLE) {
                let which = first + dice.index(visits);
                all[which].problem = true;
            }
            if dice.permille(SHUT_PERMILLE) {
                let day = self.from - dice.between(1, 200) * DAY_SECS;
                let at = working(dice, day);
                all.push(Told { shut: true, ..told(at, list, false) });
            }
        }
        all.sort_by_key(|told| (told.at, told.place));
        let (mut numbers, mut problems) = (Numbers::new(self.home), Vec::new());
        for (number, told) in (1..).zip(&all) {
            let visit = format!("{}V{number:06}", super::counties::letters(self.home.number));
            let mut became = |(question, _, category, _): Item| {
                // Today's are all scripted.
                let becomes = !category.is_empty() && outcome.permille(BECAME_PERMILLE) && told.at < self.today;
                becomes.then(|| {
                    let (matter, visit) = (numbers.next(told.at), visit.clone());
                    let place = told.place;
                    problems.push(Problem {
                        matter: matter.clone(),
                        visit,
                        place,
                        found_at: told.at,
                        question,
                        category,
                    });
                    matter
                })
            };
            self.row(dice, table, &places[told.place], told, (&visit, &mut became));
        }
        problems
    }

    fn row(
        &self,
        dice: &mut Dice,
        table: &mut Table,
        place: &PlaceRow,
        told: &Told,
        (visit, became): (&str, &mut dyn FnMut(Item) -> Option<String>),
    ) {
        let list = &LISTS[told.list];
        let of_grid = self.people.of_grid.get(place.grid).map_or(&[][..], Vec::as_slice);
        let who = of_grid.get(dice.index(of_grid.len())).map(|who| &self.people.workers[*who as usize].code);
        table.text(visit).text(&place.code).text(who.map_or("", String::as_str)).text(list.code);
        table.text(if told.of_campaign { CAMPAIGN.0 } else { "" }).moment(Some(told.at));
        if told.shut {
            table
                .text("not_done")
                .text("")
                .text("")
                .text("")
                .text(dice.pick(&["店门关闭", "负责人外出", "停业中"]))
                .end();
            return;
        }
        let fits: Vec<usize> = (0..list.items.len()).filter(|item| list.items[*item].1 == "fits").collect();
        let wrong = told.problem.then(|| dice.pick(&fits));
        let mut answers = String::new();
        for (item, (_, answer, ..)) in list.items.iter().enumerate() {
            let reply = match *answer {
                "number" => dice.between(2, 16).to_string(),
                _ if wrong == Some(item) => "fails".to_owned(),
                _ => "fits".to_owned(),
            };
            let before = if item > 0 { ";" } else { "" };
            answers.push_str(&format!("{before}{}={reply}", item + 1));
        }
        let wrong = wrong.map(|item| list.items[item]);
        let matter = wrong.and_then(became);
        let settled = wrong.filter(|_| matter.is_none()).map(|(question, _, _, how)| format!("{question}：{how}"));
        table.text(if wrong.is_some() { "problems" } else { "fine" }).text(&answers);
        table.text(&settled.unwrap_or_default()).text(&matter.unwrap_or_default()).text("").end();
    }
}

/// A moment of a working day, on this day or the Friday before it.
fn working(dice: &mut Dice, at: i64) -> i64 {
    let back = (weekday(at) - 4).max(0);
    let midnight = at - second_of_day(at) - back * DAY_SECS;
    // Seldom at noon.
    let second = if dice.permille(550) { dice.between(30_600, 41_400) } else { dice.between(50_400, 62_000) };
    midnight + second
}
