//! The matters that stand on the wall when the sample ends: two most urgent, nine urgent, some others.

use super::END;
use super::country;
use super::course::{ACCEPTED, Steps};
use super::incidents::World;
use super::maps::MapLayer;
use super::plane::Spot;
use super::workdays;

/// Where a scripted matter lies.
pub(super) enum At {
    /// The crossing of 梧桐路 and 翠屏街.
    Crossing,
    /// On a street.
    Street(&'static str),
    /// On the river's bank in a town.
    Bank(&'static str),
    /// Somewhere in a town.
    Town(&'static str),
}

/// A matter of the last hour, or one that is overdue.
pub(super) struct Scene {
    pub(super) kind: &'static str,
    pub(super) urgency: u8,
    pub(super) source: &'static str,
    pub(super) at: At,
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    /// When it was reported: seconds before the end, or overdue by so many seconds where negative.
    pub(super) ago_secs: i64,
    /// How many steps have been taken.
    pub(super) taken: usize,
}

const fn scene(
    (kind, urgency, source): (&'static str, u8, &'static str),
    at: At,
    (title, text): (&'static str, &'static str),
    (ago_secs, taken): (i64, usize),
) -> Scene {
    Scene { kind, urgency, source, at, title, text, ago_secs, taken }
}

/// All of them.
pub(super) const SCENES: [Scene; 16] = [
    scene(
        ("路面塌陷", 1, "12345"),
        At::Crossing,
        ("路面塌陷，水涌出", "路面塌陷约 2×3 米，有水涌出，行人绕行，无人受伤。"),
        (52, 1),
    ),
    scene(
        ("堤防隐患", 1, "grid"),
        At::Bank("临河"),
        ("澄河堤脚渗水", "堤脚一处渗水，水色清，渗水点约脸盆大小，已设警戒，堤顶无裂缝。"),
        (39 * 60, 4),
    ),
    scene(
        ("水管漏水", 2, "snap"),
        At::Street("崇文二街"),
        ("崇文二街水管漏水", "路边水管漏水，水流到机动车道，约二十米一段。"),
        (108, 0),
    ),
    scene(
        ("信号灯故障", 2, "camera"),
        At::Street("锦绣路"),
        ("锦绣路口信号灯失电", "视频巡查发现信号灯四面全灭，车辆抢行。"),
        (185, 0),
    ),
    scene(
        ("低洼积水", 2, "grid"),
        At::Street("青禾一街"),
        ("青禾一街低洼积水", "低洼处积水约二十厘米，电动车无法通过。"),
        (42 * 60, 3),
    ),
    scene(
        ("树木倒伏", 2, "grid"),
        At::Street("锦绣路"),
        ("锦绣路倒树占道", "一棵行道树倒伏，占住非机动车道，无人受伤。"),
        (36 * 60, 5),
    ),
    scene(
        ("水管漏水", 2, "town"),
        At::Town("石桥"),
        ("供水管爆裂", "镇街来电：供水管爆裂，周边两个小区水压下降。"),
        (31 * 60, 4),
    ),
    scene(
        ("道路遗撒", 2, "grid"),
        At::Town("东岭"),
        ("油污洒落路面", "车道油污约三十米，已有电动车打滑。"),
        (17 * 60, 2),
    ),
    scene(
        ("电梯故障", 2, "12345"),
        At::Town("文澜"),
        ("电梯停运，老人无法下楼", "单元唯一电梯停运，楼上有老人需要就医。"),
        (49 * 60, 4),
    ),
    scene(
        ("变电箱破损", 2, "grid"),
        At::Town("柳林"),
        ("配电箱门敞开", "配电箱门敞开，裸线外露，离幼儿园约五十米。"),
        (26 * 60, 3),
    ),
    scene(
        ("低洼积水", 2, "snap"),
        At::Town("望湖"),
        ("桥下积水", "铁路桥下积水没过半个车轮，两辆车熄火，无人受困。"),
        (22 * 60, 3),
    ),
    scene(
        ("建筑垃圾", 3, "grid"),
        At::Town("城关"),
        ("工地渣土撒漏", "工地门口渣土撒漏约五十米，车辆带泥上路。"),
        (-7_200, 3),
    ),
    scene(
        ("井盖破损", 3, "grid"),
        At::Street("翠屏街"),
        ("翠屏街井盖破损", "井盖一角缺损，车辆碾过有响声，已摆锥桶。"),
        (-2_400, 3),
    ),
    scene(
        ("摊位纠纷", 3, "grid"),
        At::Street("育才路"),
        ("育才路摊位纠纷", "两名摊主争抢摊位，围观十余人，情绪较激动。"),
        (380, 0),
    ),
    scene(
        ("工地噪声", 4, "12345"),
        At::Street("普济二路"),
        ("普济二路工地噪声", "午休时间切割钢筋，附近居民无法休息，希望调整作业时间。"),
        (21 * 60, 1),
    ),
    scene(
        ("违停", 4, "camera"),
        At::Street("人民大道"),
        ("人民大道公交站违停", "视频巡查发现公交站台前三辆车违停。"),
        (9 * 60, 2),
    ),
];

impl Scene {
    /// When it was reported.
    pub(super) fn reported(&self) -> i64 {
        if self.ago_secs >= 0 {
            return END - self.ago_secs;
        }
        // three working days and the time overdue before the end
        let due = END + self.ago_secs;
        (1..12).map(|days| due - days * 86_400).find(|&at| workdays::later(at, 3) == due).unwrap_or(due - 3 * 86_400)
    }

    /// Its deadline where it has one of its own: urgent and sudden matters are found out and reported back in an hour.
    pub(super) fn deadline(&self) -> Option<i64> {
        (self.urgency <= 2).then(|| self.reported() + 3600)
    }

    /// Its first step, where that is told.
    pub(super) fn fix(&self, steps: &mut Steps) {
        if matches!(self.at, At::Crossing) {
            steps[ACCEPTED] = Some(END - 43);
        }
    }

    /// Where it is.
    pub(super) fn spot(&self, world: &World) -> Spot {
        let (territory, streets, centre) = (world.home.territory, world.home.streets, world.heart);
        let lies_in = |spot: Spot, town: &str| {
            territory.grid_at(spot).is_some_and(|grid| Some(territory.town_of(grid)) == number_of(town))
        };
        let nearest = |spots: &mut dyn Iterator<Item = Spot>| spots.min_by_key(|spot| (spot.distance2(centre), *spot));
        match self.at {
            At::Crossing => Some(centre),
            At::Street(name) => {
                let street = streets.names.iter().position(|known| known == name).map(|at| at as u16);
                let stops = streets.stops.iter().filter(|stop| Some(stop.street) == street);
                let mut spots: Vec<Spot> = stops.map(|stop| stop.spot).collect();
                spots.sort_by_key(|spot| (spot.distance2(centre), *spot));
                // two matters of one street lie apart
                spots.get(self.ago_secs.unsigned_abs() as usize % 7 * 4 % spots.len().max(1)).copied()
            }
            At::Bank(town) => {
                let water = world.map.of(MapLayer::Water);
                let name = country::of_county(world.home.number, country::MAIN_RIVER);
                let river = water.iter().filter(|feature| feature.properties.name.as_ref() == Some(&name));
                nearest(
                    &mut river
                        .flat_map(|feature| feature.paths.iter().flatten().copied())
                        .filter(|&at| lies_in(at, town)),
                )
            }
            At::Town(town) => Some(in_town(world, town, self.ago_secs.unsigned_abs() as usize % 60 + 20)),
        }
        .unwrap_or(centre)
    }
}

/// The number of a town by its name in the first county: other counties' towns follow each other as those do, by
/// their codes, but are called otherwise.
fn number_of(town: &str) -> Option<usize> {
    country::TOWN_NAMES.iter().position(|name| name.0 == town)
}

/// A spot in a town: on one of its streets, so many hundredths down their list.
pub(super) fn in_town(world: &World, town: &str, share: usize) -> Spot {
    let territory = world.home.territory;
    let spots: Vec<Spot> = world
        .home
        .streets
        .stops
        .iter()
        .filter(|stop| stop.rank == 1)
        .map(|stop| stop.spot)
        .filter(|&at| territory.grid_at(at).is_some_and(|grid| Some(territory.town_of(grid)) == number_of(town)))
        .collect();
    spots.get(spots.len() * share.min(99) / 100).copied().unwrap_or(world.heart)
}
