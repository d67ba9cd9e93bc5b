//! A small county for the simulator to live in: it decides, applies and hands the news back, as a
//! seat and its store would.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use zonglan::domain::{
    Act, Actor, Append, Category, Command, CommandId, Desk, Difficulty, DutyChange, Event, Fix, IncidentCode,
    IncidentFile, LonLat, Recorded, Refusal, Role, RoundCommand, Rules, Source, Standing, State, Stream, Timestamp,
    Urgency, Vehicle, Worker, decide, decide_round,
};
use zonglan::feeds::simulator::{SimCategory, SimCounty, SimIncident, SimSettings, SimWorker, Simulator, StreetLine};
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::picture::{IncidentRow, Picture};

/// 2026-09-11 08:00 in China.
pub(super) const START: Timestamp = Timestamp(1_789_084_800);
const SOUTH_WEST: LonLat = LonLat::new(118.0, 36.0);
const BLOCKS: usize = 12;
/// About 150 m.
const BLOCK_DEG: f64 = 0.0015;

/// The midnight before the start, in China.
pub(super) fn midnight() -> Timestamp {
    START.plus_secs(-8 * 3_600)
}

/// A crossing of the grid, moved on by a share of a block towards the east.
pub(super) fn corner(column: usize, row: usize, share: f64) -> LonLat {
    let east_deg = (column as f64 + share) * BLOCK_DEG;
    LonLat::new(SOUTH_WEST.lon_deg + east_deg, SOUTH_WEST.lat_deg + row as f64 * BLOCK_DEG)
}

/// Streets like a chessboard, with names.
pub(super) fn grid_of_streets() -> Vec<StreetLine> {
    let line = |name: String, at: &dyn Fn(usize) -> LonLat| StreetLine {
        points: (0..BLOCKS).map(at).collect(),
        name: Some(name),
    };
    (0..BLOCKS)
        .flat_map(|n| {
            [
                line(format!("东西{n}路"), &|column| corner(column, n, 0.0)),
                line(format!("南北{n}路"), &|row| corner(n, row, 0.0)),
            ]
        })
        .collect()
}

/// Settings with so many reports a day.
pub(super) fn plain(reports_per_day: u32) -> SimSettings {
    SimSettings { reports_per_day, ..SimSettings::default() }
}

/// So many workers at the crossings; the second is off duty.
pub(super) fn roster(count: usize) -> Vec<SimWorker> {
    let points: Vec<LonLat> =
        (0..BLOCKS * BLOCKS).map(|n| corner(n * 5 % BLOCKS, n * 7 / BLOCKS % BLOCKS, 0.0)).collect();
    let mut roster = roster_at(&points, count, count);
    roster[1].on_duty = false;
    roster
}

/// Workers spread over these places, the first `on_duty` of them on duty.
pub(super) fn roster_at(points: &[LonLat], count: usize, on_duty: usize) -> Vec<SimWorker> {
    (0..count)
        .map(|n| {
            let at = points[n * 7_919 % points.len()];
            SimWorker {
                code: format!("W{n:04}").into(),
                at,
                on_duty: n < on_duty,
                role: Role::GridWorker,
                vehicle: [Vehicle::Walk, Vehicle::Ebike, Vehicle::Car][n % 3],
                home: (n % 4 != 0).then_some((at, 400.0)),
            }
        })
        .collect()
}

pub(super) fn categories() -> Vec<SimCategory> {
    // Hardly anything is most urgent.
    let all = Urgency::ALL.into_iter().zip([1, 5, 60, 34]).flat_map(|of_it| (0..3).map(move |n| (of_it, n)));
    all.map(|((urgency, weight), n)| SimCategory {
        code: format!("{urgency:?}-{n}").into(),
        name: ["路灯不亮", "占道经营", "井盖破损"][n].into(),
        weight,
        said: Vec::new(),
        done: ["已更换灯具", "已劝导整改", "已加固复位"].get(n).map(ToString::to_string).into_iter().collect(),
        urgency,
        difficulty: Difficulty::General,
        agency: (n > 0).then(|| "城管局".into()),
    })
    .collect()
}

pub(super) fn county_of<'a>(
    streets: &'a [StreetLine],
    roster: &'a [SimWorker],
    categories: &'a [SimCategory],
) -> SimCounty<'a> {
    SimCounty { streets, roster, categories, ..SimCounty::default() }
}

/// How far a place is from the nearest street, metres.
pub(crate) fn street_distance_m(streets: &[StreetLine], at: LonLat) -> f64 {
    let (x_m, y_m) = zonglan::spatial::geodesy::metres_per_degree(at.lat_deg);
    let to_m = |p: LonLat| ((p.lon_deg - at.lon_deg) * x_m, (p.lat_deg - at.lat_deg) * y_m);
    let stretches = streets.iter().flat_map(|line| line.points.windows(2));
    let off_m = stretches.map(|ends| {
        let ((ax, ay), (bx, by)) = (to_m(ends[0]), to_m(ends[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let share = (-(ax * dx + ay * dy) / (dx * dx + dy * dy).max(1e-9)).clamp(0.0, 1.0);
        (ax + share * dx).hypot(ay + share * dy)
    });
    off_m.fold(f64::INFINITY, f64::min)
}

/// Street lines of a GeoJSON file; none where there is no such file.
pub(crate) fn read_streets(path: &Path) -> Option<Vec<StreetLine>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut text).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let line = |feature: &serde_json::Value| StreetLine {
        points: feature["geometry"]["coordinates"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|at| Some(LonLat::new(at[0].as_f64()?, at[1].as_f64()?)))
            .collect(),
        name: feature["properties"]["name"].as_str().map(Into::into),
    };
    Some(file["features"].as_array().unwrap().iter().map(line).collect())
}

/// A simulator, the picture that its commands make, and what was said.
pub(super) struct World {
    pub(super) streets: Vec<StreetLine>,
    roster: Vec<SimWorker>,
    categories: Vec<SimCategory>,
    pub(super) simulator: Simulator,
    pub(super) picture: Picture,
    pub(super) now: Timestamp,
    pub(super) news: Vec<Recorded>,
    pub(super) refused: Vec<(Command, Refusal)>,
    rules: Rules,
    pub(super) ids: BTreeSet<CommandId>,
    pub(super) given: usize,
    pub(super) track: BTreeMap<String, Vec<LonLat>>,
    pub(super) beats: BTreeMap<String, usize>,
    pub(super) most_fixes_a_second: usize,
    said: Vec<(String, String, &'static str)>,
    /// Every command that held, as it was given.
    pub(super) held: Vec<Command>,
    /// Every visit that was made.
    pub(super) rounds: Vec<RoundCommand>,
    /// Every position as it was heard, and when.
    pub(super) heard: Vec<(Timestamp, Fix)>,
    /// Who came on duty and who went, in order.
    pub(super) duty: Vec<DutyChange>,
}

impl World {
    pub(super) fn new(seed: u64, settings: SimSettings) -> Self {
        Self::of(seed, START, &settings, (grid_of_streets(), roster(100), categories()))
    }

    /// A county of these streets, people and kinds of matters, which begins to live at `start`.
    pub(super) fn of(
        seed: u64,
        start: Timestamp,
        settings: &SimSettings,
        (streets, roster, categories): (Vec<StreetLine>, Vec<SimWorker>, Vec<SimCategory>),
    ) -> Self {
        let mut picture = Picture::new(settings.utc_offset_secs);
        let people = roster.iter().map(|worker| {
            Event::WorkerPut(Worker {
                code: worker.code.clone(),
                name: worker.code.to_string(),
                role: worker.role,
                agency: None,
                phone: None,
                skills: Vec::new(),
                home_area: None,
                vehicle: worker.vehicle,
                on_duty: worker.on_duty,
            })
        });
        let kinds = categories.iter().map(|category| {
            Event::CategoryPut(Category {
                code: category.code.clone(),
                parent: None,
                name: category.name.clone(),
                name_en: None,
                glyph: None,
                urgency: category.urgency,
                difficulty: category.difficulty,
                agency: category.agency.clone(),
            })
        });
        for event in people.chain(kinds) {
            let stream = Stream::of_register(&event).unwrap();
            let by = Actor::System("t".into());
            picture.apply(&Recorded { seq: picture.seq + 1, stream, version: 1, at: start, by, event });
        }
        let simulator = Simulator::new(seed, start, county_of(&streets, &roster, &categories), settings);
        Self {
            streets,
            roster,
            categories,
            simulator,
            picture,
            now: start,
            news: Vec::new(),
            refused: Vec::new(),
            rules: Rules::shipped(),
            ids: BTreeSet::new(),
            given: 0,
            track: BTreeMap::new(),
            beats: BTreeMap::new(),
            most_fixes_a_second: 0,
            said: Vec::new(),
            held: Vec::new(),
            rounds: Vec::new(),
            heard: Vec::new(),
            duty: Vec::new(),
        }
    }

    /// A new simulator on what the picture says, as after a restart of the program.
    pub(super) fn restart(&mut self, seed: u64, settings: SimSettings) {
        let rows = self.picture.incidents.rows();
        let open: Vec<SimIncident> = (0u32..)
            .zip(rows)
            .filter(|(_, row)| row.state.is_open())
            .map(|(number, row)| SimIncident {
                code: row.code.clone(),
                at: row.at,
                source: row.source,
                standing: self.picture.standing(number),
            })
            .collect();
        for worker in &mut self.roster {
            let number = self.picture.workers.number(worker.code.as_str()).unwrap();
            worker.on_duty = self.picture.workers.row(number).worker.on_duty;
        }
        let (roster, categories) = (&self.roster, &self.categories);
        let county = SimCounty { open: &open, ..county_of(&self.streets, roster, categories) };
        self.simulator = Simulator::new(seed, self.now, county, &settings);
        self.news.clear();
    }

    pub(super) fn run(&mut self, secs: i64) {
        for _ in 0..secs {
            self.now = self.now.plus_secs(1);
            let news = std::mem::take(&mut self.news);
            for message in self.simulator.advance(self.now, &news) {
                self.take(message);
            }
        }
    }

    pub(super) fn run_until(&mut self, most_secs: i64, holds: impl Fn(&World) -> bool) {
        for _ in 0..most_secs {
            if holds(self) {
                return;
            }
            self.run(1);
        }
        assert!(holds(self), "not in {most_secs} s");
    }

    fn take(&mut self, message: FeedMessage) {
        match message {
            FeedMessage::Beat { feed, .. } => *self.beats.entry(feed).or_default() += 1,
            FeedMessage::Fixes(fixes) => {
                let on_time = fixes.iter().filter(|fix| fix.fixed_at == self.now).count();
                self.most_fixes_a_second = self.most_fixes_a_second.max(on_time);
                for fix in fixes {
                    assert!(fix.fixed_at <= self.now, "{fix:?} comes from the future");
                    assert!(self.picture.may_keep(&fix), "{fix:?} is nobody's who is on duty");
                    let moves = self.picture.apply_fix(&fix);
                    assert!(moves || fix.fixed_at < self.now, "{fix:?} moves nobody");
                    if moves {
                        self.track.entry(fix.worker.to_string()).or_default().push(fix.at);
                    }
                    self.heard.push((self.now, fix));
                }
            }
            FeedMessage::Duty { feed, changes } => {
                for change in changes {
                    assert_eq!(change.at, self.now);
                    let number = self.picture.workers.number(change.worker.as_str()).unwrap();
                    let worker = self.picture.workers.row(number).worker.clone();
                    assert_ne!(worker.on_duty, change.on_duty, "{change:?} says nothing new");
                    let event = Event::WorkerPut(Worker { on_duty: change.on_duty, ..worker });
                    let stream = Stream::of_register(&event).unwrap();
                    let (seq, by) = (self.picture.seq + 1, Actor::System(feed.clone()));
                    let recorded = Recorded { seq, stream, version: 1, at: change.at, by, event };
                    self.picture.apply(&recorded);
                    self.news.push(recorded);
                    self.duty.push(change);
                }
            }
            FeedMessage::Weather(weather) => {
                assert_eq!(weather.at, self.now);
                assert!(weather.wmo_code.is_some() && weather.temperature_c.is_some(), "{weather:?}");
            }
            FeedMessage::Kept(_)
            | FeedMessage::Board(_)
            | FeedMessage::Counts { .. }
            | FeedMessage::Joined { .. }
            | FeedMessage::Told(_)
            | FeedMessage::Trouble { .. } => {
                panic!("the simulator does not say this: {message:?}")
            }
            FeedMessage::Round(command) => {
                assert_eq!(command.at, self.now);
                let append = decide_round(&self.picture, &self.rules, &command).unwrap();
                for (stream, event) in append.events {
                    let version = 1 + self.news.iter().filter(|recorded| recorded.stream == stream).count() as u32;
                    let by = append.by.clone();
                    let recorded = Recorded { seq: self.picture.seq + 1, stream, version, at: append.at, by, event };
                    self.picture.apply(&recorded);
                    self.news.push(recorded);
                }
                self.rounds.push(*command);
            }
            FeedMessage::Command(command) => {
                assert_eq!(command.at, self.now);
                self.given += 1;
                self.ids.insert(command.id.clone());
                self.said.push((command.by.to_string(), command.incident.to_string(), command.act.name()));
                match self.give(&command) {
                    Ok(()) => self.held.push(*command),
                    Err(refusal) => self.refused.push((*command, refusal)),
                }
            }
        }
    }

    fn give(&mut self, command: &Command) -> Result<(), Refusal> {
        let number = self.picture.incidents.number(&command.incident);
        let standing = number.map(|number| self.picture.standing(number));
        let Append { at, by, events, .. } = decide(&Desk::new(&self.rules), standing.as_ref(), command)?;
        let first = standing.map_or(0, |standing| standing.version) + 1;
        for (version, (stream, event)) in (first..).zip(events) {
            let recorded = Recorded { seq: self.picture.seq + 1, stream, version, at, by: by.clone(), event };
            self.picture.apply(&recorded);
            self.news.push(recorded);
        }
        Ok(())
    }

    /// An officer at a seat does something, and it must hold.
    pub(super) fn officer(&mut self, incident: &str, act: Act) {
        self.by(Actor::Officer("陈立".into()), incident, act);
    }

    /// A matter comes in from beside.
    pub(super) fn report(&mut self, incident: &str, at: LonLat, urgency: Urgency) {
        let file = IncidentFile { at: Some(at), urgency, source: Source::Grid, ..IncidentFile::default() };
        self.by(Actor::System("t".into()), incident, Act::Report { file: Box::new(file), personal: None });
    }

    /// Somebody does something, and it must hold.
    pub(super) fn by(&mut self, by: Actor, incident: &str, act: Act) {
        let id = format!("t-{}-{}", self.now.0, self.picture.seq).into();
        let command = Command { id, by, at: self.now, incident: incident.into(), seen_version: None, act };
        self.give(&command).unwrap();
    }

    fn number(&self, code: &str) -> u32 {
        self.picture.incidents.number(&IncidentCode::from(code)).unwrap()
    }

    pub(super) fn row(&self, code: &str) -> &IncidentRow {
        self.picture.incidents.row(self.number(code))
    }

    pub(super) fn standing(&self, code: &str) -> Standing {
        self.picture.standing(self.number(code))
    }

    pub(super) fn state(&self, code: &str) -> State {
        self.row(code).state
    }

    /// Whether the register has a worker on duty.
    pub(super) fn is_on_duty(&self, code: &str) -> bool {
        self.picture.workers.row(self.picture.workers.number(code).unwrap()).worker.on_duty
    }

    /// How many commands of a kind held.
    pub(super) fn count(&self, which: impl Fn(&Act) -> bool) -> usize {
        self.held.iter().filter(|command| which(&command.act)).count()
    }

    /// What somebody simulated said of a matter, in order.
    pub(super) fn said_by(&self, who: &str, incident: &str) -> Vec<&'static str> {
        let of_it = |(by, of, _): &&(String, String, &str)| by == who && of == incident;
        self.said.iter().filter(of_it).map(|(_, _, act)| *act).collect()
    }
}
