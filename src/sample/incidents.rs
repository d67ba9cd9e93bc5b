//! A year of matters: put together, settled, and written in the order in which they came in.

use super::categories::{self, Kind};
use super::country::Layers;
use super::course::{self, CALLED_BACK, CLOSED, Given, HANDLED, Steps, Way};
use super::dice::Dice;
use super::found::{self, Problem};
use super::names_words::FAMILIES;
use super::open;
use super::out::{Table, date};
use super::people::People;
use super::places::PlaceRow;
use super::plane::Spot;
use super::scene::{self, Draw, Stage};
use super::script::{SCENES, Scene};
use super::stories::{self, STORIES, Story};
use super::words::{Words, fill_words};
use super::{END, Home, counties};
use crate::domain::{CallBack, Nature};
use crate::rhythm::{
    ANSWERED_PERMILLE, CALL_BACKS, MOUTHS, STORM_MOUTHS, SUGGESTIONS_ANSWERED_PERMILLE, confidential_permille, natures,
    on_the_spot_permille,
};

/// The columns of the table.
pub(super) const HEADING: &str = "code,category,nature,source,urgency,difficulty,title,text,address,lon,lat,reported_at,accepted_at,\
assigned_at,agency,worker,receipted_at,arrived_at,handled_at,checked_at,called_back_at,satisfaction,closed_at,answered_at,\
deadline_at,confidential,upstream_number,reporter_name,reporter_phone,result,inspection";
/// The mouths' names, in the order of [`MOUTHS`], and how many came in by each today.
const SOURCES: [(&str, u32); 9] = [
    ("grid", 342),
    ("12345", 81),
    ("snap", 27),
    ("camera", 14),
    ("town", 13),
    ("mailbox", 9),
    ("hotline", 0),
    ("visit", 0),
    ("web", 0),
];

/// One matter.
#[derive(Clone, Default)]
pub(super) struct Matter {
    pub(super) reported: i64,
    pub(super) kind: usize,
    pub(super) source: &'static str,
    pub(super) nature: &'static str,
    pub(super) urgency: u8,
    pub(super) difficulty: &'static str,
    pub(super) grid: usize,
    pub(super) at: Spot,
    pub(super) way: Way,
    pub(super) steps: Steps,
    pub(super) deadline: i64,
    pub(super) open: bool,
    pub(super) confidential: bool,
    /// The scripted matter that it is.
    pub(super) scene: Option<usize>,
    /// The story that it is.
    pub(super) story: Option<&'static Story>,
}

impl Matter {
    fn given(&self) -> Given {
        Given {
            reported: self.reported,
            urgency: self.urgency,
            difficulty: self.difficulty,
            way: self.way,
            citizen: !matches!(self.source, "grid" | "camera"),
        }
    }
}

/// What the matters are made from.
pub(super) struct World<'a> {
    pub(super) home: Home<'a>,
    pub(super) map: &'a Layers,
    pub(super) people: &'a People,
    pub(super) places: &'a [PlaceRow],
    /// What visits found and did not settle.
    pub(super) problems: &'a [Problem],
    /// The county's best-known crossing.
    pub(super) heart: Spot,
}

/// Fills the matters' table.
pub(super) fn make(world: &World, seed: u64, table: Table) -> Table {
    let kinds = categories::kinds();
    let mut matters = happen(world, &kinds, seed);
    matters.sort_by_key(|matter| (matter.reported, matter.at));
    let dice = &mut Dice::new(seed, 6);
    for matter in &mut matters {
        let given = matter.given();
        matter.steps = course::run(dice, &given);
        matter.deadline = course::deadline(&given);
        if let Some(story) = matter.story {
            course::settle(&mut matter.steps, matter.deadline, story.late);
        }
    }
    for matter in &mut matters {
        if let Some(scene) = matter.scene.map(|nth| &SCENES[nth]) {
            matter.open = true;
            matter.deadline = scene.deadline().unwrap_or(matter.deadline);
            course::cut_off(matter.reported, &mut matter.steps, scene.taken);
            scene.fix(&mut matter.steps);
        }
    }
    open::choose(&mut matters, dice);
    for matter in matters.iter_mut().filter(|matter| !matter.open) {
        course::finish_before_end(matter.reported, &mut matter.steps);
    }
    let found = found::Writer::new(world, &kinds, seed);
    write(world, (&kinds, &matters), &mut Dice::new(seed, 7), found, table)
}

/// Everything that comes in during the year, in no order.
fn happen(world: &World, kinds: &[Kind], seed: u64) -> Vec<Matter> {
    let dice = &mut Dice::new(seed, 5);
    let stage = Stage::new(world.home.territory, world.home.streets, dice);
    let draw = Draw::new(kinds);
    let shares = MOUTHS.map(|mouth| mouth.1);
    let mut matters = Vec::with_capacity(190_000);
    for (nth, volume) in scene::volumes(dice).into_iter().enumerate() {
        let days_ago = scene::DAYS - 1 - nth as i64;
        for _ in 0..volume {
            let reported = scene::moment(dice, days_ago);
            let source = SOURCES[dice.weighted(&shares)].0;
            matters.push(make_one(dice, world, kinds, (&stage, &draw), (reported, source, false)));
        }
    }
    for reported in scene::storm(dice) {
        let source = SOURCES[dice.weighted(&STORM_MOUTHS)].0;
        matters.push(make_one(dice, world, kinds, (&stage, &draw), (reported, source, true)));
    }
    matters.extend(STORIES.iter().map(|story| stories::told(world, kinds, story)));
    let mut left = SOURCES.map(|source| source.1);
    let mut today = scene::TODAY;
    for (nth, scene) in SCENES.iter().enumerate().filter(|(nth, _)| happens_in(world.home.number, *nth)) {
        let matter = staged(world, kinds, nth, scene);
        if scene.ago_secs >= 0 {
            today -= 1;
            for (left, source) in left.iter_mut().zip(SOURCES) {
                *left -= u32::from(source.0 == scene.source).min(*left);
            }
        }
        matters.push(matter);
    }
    while today > 0 {
        let reported = scene::moment(dice, 0);
        if reported >= END - 75 {
            continue;
        }
        let source = dice.weighted(&left);
        left[source] -= left[source].min(1);
        matters.push(make_one(dice, world, kinds, (&stage, &draw), (reported, SOURCES[source].0, false)));
        today -= 1;
    }
    matters
}

fn make_one(
    dice: &mut Dice,
    world: &World,
    kinds: &[Kind],
    (stage, draw): (&Stage, &Draw),
    (reported, source, storm): (i64, &'static str, bool),
) -> Matter {
    let (grid, at) = stage.place(dice, reported, world.home.territory, world.home.streets);
    let urban = world.home.territory.villages()[world.home.territory.village_of(grid)].name.ends_with("社区");
    let kind = loop {
        let kind = if storm { draw.storm_kind(dice) } else { draw.kind(dice, reported, source, urban) };
        // what is urgent in the last hours is scripted
        if reported < END - 2 * 3600 || !matches!(kinds[kind].urgency, "U1" | "U2") {
            break kind;
        }
    };
    let kind_of = &kinds[kind];
    let nature = nature(dice, source, kind_of);
    let urgency = urgency(dice, kind_of);
    let easy = urgency >= 3 && kind_of.difficulty != "complex" && nature != "dispute";
    let way = match (source, nature) {
        ("grid", _) if kind_of.name == "走访服务" => Way::OnTheSpot,
        ("grid", _) if easy && dice.permille(on_the_spot_permille(kind_of.how_hard())) => Way::OnTheSpot,
        (_, "consultation" | "praise") if dice.permille(ANSWERED_PERMILLE) => Way::Answered,
        (_, "suggestion") if dice.permille(SUGGESTIONS_ANSWERED_PERMILLE) => Way::Answered,
        _ => Way::Sent,
    };
    // Nothing is thrown where the chance is none: the sample's bytes are promised.
    let kept = confidential_permille(if nature == "report" { Nature::Report } else { Nature::GridFound }, kind_of.name);
    let confidential = kept.into_iter().any(|permille| permille > 0 && dice.permille(permille));
    Matter {
        reported,
        kind,
        source,
        nature,
        urgency,
        difficulty: kind_of.difficulty,
        grid,
        at,
        way,
        confidential,
        ..Matter::default()
    }
}

/// Whether a scripted matter is one of this county's: the first has all of them, no other has the same ones as its
/// neighbour.
const fn happens_in(county: u64, scene: usize) -> bool {
    county == 0 || (scene as u64 * 7 + county * 3) % 5 < 2
}

/// A scripted matter.
fn staged(world: &World, kinds: &[Kind], nth: usize, scene: &Scene) -> Matter {
    let at = scene.spot(world);
    let kind = kinds.iter().position(|kind| kind.name == scene.kind).unwrap_or(0);
    Matter {
        reported: scene.reported(),
        kind,
        source: scene.source,
        nature: if scene.source == "grid" || scene.source == "camera" { "grid_found" } else { "help" },
        urgency: scene.urgency,
        difficulty: kinds[kind].difficulty,
        grid: world.home.territory.grid_at(at).unwrap_or(0),
        at,
        scene: Some(nth),
        ..Matter::default()
    }
}

fn urgency(dice: &mut Dice, kind: &Kind) -> u8 {
    let usual = kind.urgency.as_bytes().get(1).map_or(3, |digit| digit - b'0');
    match (usual, dice.below(1000)) {
        (3, 0..110) => 4,
        (4, 0..60) => 3,
        (2, 0..200) => 3,
        _ => usual,
    }
}

fn nature(dice: &mut Dice, source: &str, kind: &Kind) -> &'static str {
    let place = SOURCES.iter().position(|known| known.0 == source).unwrap_or(0);
    let natures = natures(MOUTHS[place].0, kind.parent, kind.name);
    let weights: Vec<u32> = natures.iter().map(|nature| nature.1).collect();
    let nature = match natures {
        [(only, _)] => *only,
        _ => natures[dice.weighted(&weights)].0,
    };
    match nature {
        Nature::Consultation => "consultation",
        Nature::Help => "help",
        Nature::Complaint => "complaint",
        Nature::Report => "report",
        Nature::Suggestion => "suggestion",
        Nature::Praise => "praise",
        Nature::GridFound => "grid_found",
        Nature::Dispute => "dispute",
    }
}

/// Who goes to look first: for open matters the nearest on duty, else one of the grid's or the agency's people.
fn worker_for(dice: &mut Dice, people: &People, town: usize, matter: &Matter, agency: &str) -> Option<u32> {
    if matter.open && matter.scene.is_some_and(|nth| SCENES[nth].taken < 2) {
        return None;
    }
    if matter.open {
        let on_duty = people.workers.iter().enumerate().filter(|(_, worker)| worker.on_duty);
        return on_duty.min_by_key(|(nth, worker)| (worker.at.distance2(matter.at), *nth)).map(|(nth, _)| nth as u32);
    }
    let sent: Vec<u32> = match matter.way {
        Way::Sent if dice.permille(400) => {
            let posted = people.of_town[town].iter().copied();
            posted.filter(|&nth| people.workers[nth as usize].agency == agency).collect()
        }
        _ => Vec::new(),
    };
    let candidates = if sent.is_empty() { &people.of_grid[matter.grid] } else { &sent };
    candidates.get(dice.index(candidates.len())).copied()
}

fn write(
    world: &World,
    (kinds, matters): (&[Kind], &[Matter]),
    dice: &mut Dice,
    mut found: found::Writer,
    mut table: Table,
) -> Table {
    let families: Vec<char> = FAMILIES.chars().collect();
    let letters = counties::letters(world.home.number);
    let mut words = Words::default();
    let (mut day, mut number) = ((0, 0, 0), 0);
    for (nth, matter) in matters.iter().enumerate() {
        let today = date(matter.reported);
        number = if today == day { number + 1 } else { 1 };
        day = today;
        found.write_until(matter.reported, &mut table);
        let kind = &kinds[matter.kind];
        words.code = format!("{letters}{:02}{:02}{:02}-{number:04}", day.0 % 100, day.1, day.2);
        fill_words(dice, world, matter, kind, &families, nth, &mut words);
        row(dice, world, matter, kind, &words, &mut table);
    }
    table
}

/// Writes a matter's row.
pub(super) fn row(dice: &mut Dice, world: &World, matter: &Matter, kind: &Kind, words: &Words, table: &mut Table) {
    let steps = &matter.steps;
    let town = world.home.territory.town_of(matter.grid);
    let agency = if matter.way == Way::Sent && steps[course::ASSIGNED].is_some() { kind.agency } else { "" };
    let sent = steps[course::ASSIGNED].is_some();
    let worker = if sent { worker_for(dice, world.people, town, matter, agency) } else { None };
    let worker = worker.map_or("", |nth| &world.people.workers[nth as usize].code);
    let satisfaction = match steps[CALLED_BACK] {
        Some(_) if matter.story.is_some() => matter.story.map_or("", |story| story.satisfaction),
        Some(_) => match CALL_BACKS[dice.weighted(&CALL_BACKS.map(|answer| answer.1))].0 {
            CallBack::Satisfied => "satisfied",
            CallBack::Mostly => "mostly",
            CallBack::Unsatisfied => "unsatisfied",
            CallBack::Unreachable => "unreachable",
        },
        None => "",
    };
    let answered = (matter.way == Way::Answered).then_some(steps[CLOSED]).flatten().map(|closed| closed - 30);
    let urgency = ["U1", "U2", "U3", "U4"][usize::from(matter.urgency.clamp(1, 4)) - 1];
    table
        .text(&words.code)
        .text(&kind.code)
        .text(matter.nature)
        .text(matter.source)
        .text(urgency)
        .text(matter.difficulty);
    table.text(&words.title).text(&words.text).text(&words.address).place(matter.at);
    table.moment(Some(matter.reported)).moment(steps[course::ACCEPTED]).moment(steps[course::ASSIGNED]);
    table.text(agency).text(worker).moment(steps[course::RECEIPTED]).moment(steps[course::ARRIVED]);
    table.moment(steps[HANDLED]).moment(steps[course::CHECKED]).moment(steps[CALLED_BACK]).text(satisfaction);
    table.moment(steps[CLOSED]).moment(answered).moment(Some(matter.deadline));
    table.text(if matter.confidential { "true" } else { "false" }).text(&words.upstream).text(&words.reporter);
    table.text(&words.phone).text(&words.result).text(&words.inspection).end();
}
