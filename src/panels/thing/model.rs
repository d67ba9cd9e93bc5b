//! What the small card says.

use crate::domain::AreaLevel;
use crate::panels::text::{Key, day_words, format, shown, text, video_words, words};
use crate::seat::{CameraIntent, DayIntent, Intent, Lang, Seat, Selection};
use geo::Intersects;

/// A line that leads somewhere.
pub(crate) struct Link {
    pub(crate) id: String,
    pub(crate) words: String,
    pub(crate) intent: Intent,
}

/// The card's contents.
pub(crate) struct Model {
    pub(crate) title: String,
    pub(crate) subtitle: String,
    /// Label and words.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) links: Vec<Link>,
}

/// Tasks and children that are listed.
const LISTED: usize = 8;

impl Model {
    pub(crate) fn of(seat: &Seat, thing: Selection) -> Self {
        match thing {
            Selection::Worker(number) => worker(seat, number),
            Selection::Camera(number) => camera(seat, number),
            Selection::Area(number) => area(seat, number),
            // Matters have a card of their own.
            Selection::Incident(_) => {
                Self { title: String::new(), subtitle: String::new(), facts: Vec::new(), links: Vec::new() }
            }
        }
    }
}

fn chain(seat: &Seat, area: u32) -> String {
    words::chain(&seat.picture, area).join(" · ")
}

fn worker(seat: &Seat, number: u32) -> Model {
    let (lang, picture) = (seat.lang, &seat.picture);
    let row = picture.workers.row(number);
    let say = |key| text(lang, key);
    let nothing = || format::NOTHING.to_owned();
    let fix = row.fix.map(|fix| format::ago(lang, seat.now.secs_since(fix.fixed_at)));
    let mut facts = vec![
        (say(Key::Phone), seat.phone_shown(number).map_or_else(nothing, str::to_owned)),
        (say(Key::Home), row.home.map(|home| chain(seat, home)).unwrap_or_else(nothing)),
        (say(Key::LastFix), fix.unwrap_or_else(nothing)),
    ];
    if let Some(agency) = &row.worker.agency {
        facts.push((say(Key::Agency), agency.to_string()));
    }
    let tasks = row.tasks.len();
    facts.push((say(Key::Tasks), if tasks == 0 { say(Key::NoTasks).into() } else { format::number(tasks) }));
    let day = Link {
        id: "day-open".to_owned(),
        words: day_words::say(lang, day_words::DayWord::Open).to_owned(),
        intent: Intent::Day(DayIntent::Of(number)),
    };
    let tasks = row.tasks.iter().take(LISTED).map(|task| {
        let matter = picture.incidents.row(*task);
        Link {
            id: format!("task-{}", matter.code),
            words: format!("{} · {}", shown::title(seat, matter), words::state(lang, matter.state)),
            intent: Intent::Select(Selection::Incident(*task)),
        }
    });
    Model {
        title: shown::worker(seat, number),
        subtitle: format!("{} · {}", words::role(lang, row.worker.role), words::worker_state(seat, row)),
        facts,
        links: std::iter::once(day).chain(tasks).collect(),
    }
}

fn camera(seat: &Seat, number: u32) -> Model {
    let lang = seat.lang;
    let camera = &seat.picture.cameras.rows()[number as usize];
    let say = |key| text(lang, key);
    let place = seat.picture.areas.chain_at(camera.at).last().map(|area| chain(seat, *area));
    let mut facts = vec![
        (say(Key::Operator), camera.operator.clone().unwrap_or_else(|| format::NOTHING.into())),
        (say(Key::Code), camera.code.to_string()),
    ];
    facts.extend(place.map(|place| (say(Key::Place), place)));
    Model {
        title: shown::camera(seat, number),
        subtitle: format!("{} · {}", say(Key::Camera), words::camera_state(lang, camera.state)),
        facts,
        links: vec![Link {
            id: "camera-open".to_owned(),
            words: video_words::open(lang).to_owned(),
            intent: Intent::Camera(CameraIntent::Show(number)),
        }],
    }
}

fn area(seat: &Seat, number: u32) -> Model {
    let (lang, areas) = (seat.lang, &seat.picture.areas);
    let row = areas.row(number);
    let say = |key| text(lang, key);
    let open = open_within(seat, number);
    let unit = |n: String, unit: Key| format!("{n} {}", say(unit)).trim_end().to_owned();
    let mut facts = vec![(say(Key::Open), unit(format::number(open), Key::Piece))];
    if let Some(population) = row.population {
        facts.push((say(Key::Population), unit(format::number(population), Key::People)));
    }
    facts.push((say(Key::AreaSize), area_size(lang, row.area_km2)));
    if let Some(parent) = row.parent {
        let above = areas.chain_of(parent).into_iter().map(|a| areas.row(a).name.to_string());
        facts.push((say(Key::Belongs), above.collect::<Vec<_>>().join(" · ")));
    }
    let mut below: Vec<String> = Vec::new();
    for level in AreaLevel::ALL {
        let count = row.children.iter().filter(|child| areas.row(**child).level == level).count();
        if count > 0 {
            below.push(format!("{} {}", format::number(count), words::level(lang, level)));
        }
    }
    if !below.is_empty() {
        facts.push((say(Key::Children), below.join(" · ")));
    }
    facts.push((say(Key::Code), row.code.to_string()));
    let links = row.children.iter().take(LISTED).map(|child| Link {
        id: format!("area-{}", areas.row(*child).code),
        words: areas.row(*child).name.to_string(),
        intent: Intent::DrillTo(Some(*child)),
    });
    Model {
        title: row.name.to_string(),
        subtitle: if row.dedicated { say(Key::DedicatedGrid) } else { words::level(lang, row.level) }.to_owned(),
        facts,
        links: links.collect(),
    }
}

fn area_size(lang: Lang, km2: f64) -> String {
    match lang {
        Lang::Zh if km2 < 1.0 => format!("{:.1} 公顷", km2 * 100.0),
        Lang::En if km2 < 1.0 => format!("{:.1} ha", km2 * 100.0),
        _ => format!("{km2:.1} km²"),
    }
}

/// Open matters whose finest area lies in this one. Confidential ones count: a count gives nobody away, but to visitors, who
/// could look for what has no symbol.
fn open_within(seat: &Seat, area: u32) -> usize {
    let outline = &seat.picture.areas.row(area).outline.0;
    let is_dedicated = seat.picture.areas.row(area).dedicated;
    let within = |number: &u32| {
        if is_dedicated {
            let at = seat.picture.incidents.row(*number).at;
            return at.is_some_and(|at| outline.intersects(&geo::Point::new(at.lon_deg, at.lat_deg)));
        }
        let finest = seat.picture.incidents.row(*number).grid;
        finest.is_some_and(|finest| seat.picture.areas.chain_of(finest).contains(&area))
    };
    seat.picture.incidents.open().filter(|number| !seat.hides_incident(*number)).filter(within).count()
}
