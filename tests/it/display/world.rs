//! A small county of squares: 1 county, 4 towns, 16 villages, 64 grids, people, cameras, matters.

use geo::{MultiPolygon, polygon};
use std::path::PathBuf;
use std::sync::mpsc;
use zonglan::display::{BaseMapSource, FilmEnds, Headless, Links, ManualClock, ToFilm, Waker};
use zonglan::domain::{
    Actor, Area, AreaLevel, Camera, CameraState, Event, Fix, IncidentFile, LonLat, Outline, Recorded, Role, Stream,
    Timestamp, Urgency, Vehicle, Worker,
};
use zonglan::picture::Picture;
use zonglan::seat::link::{Answer, FromFeed, FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat};
use zonglan::spatial::basemap::{BaseMap, LandUse, Road, RoadClass, Surface};

pub(super) const LON_DEG: f64 = 118.0;
pub(super) const LAT_DEG: f64 = 36.0;
/// The county's side, degrees.
const SIDE_DEG: f64 = 0.16;
const NOW: Timestamp = Timestamp(1_789_000_000);

/// A command from beside and where its answer goes.
type Ask = (zonglan::seat::link::Order, mpsc::SyncSender<Answer>);

/// A seat and the other ends of its links.
pub(super) struct Rig {
    pub(super) seat: Headless,
    pub(super) clock: ManualClock,
    pub(super) feed: mpsc::SyncSender<FromFeed>,
    pub(super) film: (mpsc::SyncSender<Result<String, String>>, mpsc::Receiver<ToFilm>),
    store: (mpsc::SyncSender<FromStore>, mpsc::Receiver<ToStore>, mpsc::SyncSender<Ask>),
}

impl Rig {
    pub(super) fn new() -> Self {
        Self::with(|k| if k == 1 { Urgency::U1 } else { Urgency::U3 })
    }

    /// The county on a day on which nothing is urgent.
    pub(super) fn quiet() -> Self {
        Self::with(|k| if k % 2 == 0 { Urgency::U4 } else { Urgency::U3 })
    }

    /// The same county over another base map.
    pub(super) fn over(base_map: BaseMapSource) -> Self {
        Self::of(|_| Urgency::U3, base_map)
    }

    fn with(urgency: fn(u32) -> Urgency) -> Self {
        Self::of(urgency, BaseMapSource::Whole(Box::new(base_map)))
    }

    fn of(urgency: fn(u32) -> Urgency, base_map: BaseMapSource) -> Self {
        let screen = Screen::guessed(1280.0, 720.0);
        let seat = Seat::new(picture(urgency), screen, NOW, Lang::Zh);
        let (to_seat, from_store) = mpsc::sync_channel(64);
        let (to_store, requests) = mpsc::sync_channel(64);
        let (feed, from_feeds) = mpsc::sync_channel(64);
        let (ask, asks) = mpsc::sync_channel(4);
        let ((to_film, taken), (film_ends, from_film)) = (mpsc::sync_channel(4), mpsc::sync_channel(4));
        let clock = ManualClock::new(NOW);
        let links = Links {
            from_store,
            to_store,
            from_feeds,
            asks,
            replay: None,
            adviser: None,
            photos: None,
            video: None,
            sound: None,
            film: Some(FilmEnds { to_film, from_film }),
            clock: Box::new(clock.clone()),
            waker: Waker::default(),
        };
        let seat = Headless::new(seat, links, Some(base_map)).unwrap();
        Self { seat, clock, feed, film: (film_ends, taken), store: (to_seat, requests, ask) }
    }

    /// Makes durable what waits for the store.
    pub(super) fn answer_store(&mut self, durable: impl Fn(&Seat, zonglan::domain::Append) -> Vec<Recorded>) {
        while let Ok(request) = self.store.1.try_recv() {
            let ToStore::Append { ticket, append } = request else { continue };
            let recorded = durable(self.seat.seat(), append);
            self.store.0.send(FromStore::Appended { ticket, recorded }).unwrap();
            self.seat.update();
        }
    }

    /// How many commands have come to the store since it was last looked at; nobody answers them.
    pub(super) fn orders(&mut self) -> usize {
        self.store.1.try_iter().filter(|request| matches!(request, ToStore::Append { .. })).count()
    }

    /// The next file that the seat wants written.
    pub(super) fn file_to_write(&mut self) -> Option<zonglan::seat::FileToWrite> {
        self.store.1.try_iter().find_map(|request| match request {
            ToStore::Write(file) => Some(file),
            _ => None,
        })
    }

    /// The next frame; also written beside the test binary, to be looked at.
    pub(super) fn picture(&mut self, name: &str) -> image::RgbImage {
        let picture = self.seat.picture().unwrap();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("display");
        std::fs::create_dir_all(&folder).unwrap();
        picture.save(folder.join(format!("{name}.png"))).unwrap();
        picture
    }

    /// Keeps a script's frame beside them.
    pub(super) fn keep(&self, frame: &std::path::Path) {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("display");
        std::fs::copy(frame, folder.join(frame.file_name().unwrap())).unwrap();
    }
}

fn square(x: f64, y: f64, side: f64) -> Outline {
    let (w, s) = (LON_DEG + (x - 0.5) * SIDE_DEG, LAT_DEG + (y - 0.5) * SIDE_DEG);
    let (e, n) = (w + side * SIDE_DEG, s + side * SIDE_DEG);
    Outline(MultiPolygon(vec![polygon![(x: w, y: s), (x: e, y: s), (x: e, y: n), (x: w, y: n), (x: w, y: s)]]))
}

fn areas() -> Vec<Event> {
    let mut events = Vec::new();
    let levels = [(AreaLevel::County, 1), (AreaLevel::Town, 2), (AreaLevel::Village, 4), (AreaLevel::Grid, 8)];
    for (place, (level, n)) in levels.into_iter().enumerate() {
        for k in 0..n * n {
            let (x, y) = (k % n, k / n);
            let parent = place.checked_sub(1).map(|p| {
                let (above, m) = levels[p];
                format!("{}-{}", above.name(), (y * m / n) * m + x * m / n)
            });
            events.push(Event::AreaPut(Area {
                code: format!("{}-{k}", level.name()).as_str().into(),
                name: format!("区{k}"),
                level,
                parent: parent.map(|code| code.as_str().into()),
                population: Some(1_000 + 37 * k as u32),
                dedicated: false,
                valid_from: None,
                outline: square(f64::from(x) / f64::from(n), f64::from(y) / f64::from(n), 1.0 / f64::from(n)),
            }));
        }
    }
    events.push(Event::AreaPut(Area {
        code: "school".into(),
        name: "第一中学".into(),
        level: AreaLevel::Grid,
        parent: None,
        population: None,
        dedicated: true,
        valid_from: None,
        outline: square(0.72, 0.22, 0.05),
    }));
    events
}

/// The k-th of a scatter of places that fills the county evenly.
pub(super) fn scatter(k: u32) -> LonLat {
    let part = |step: f64| (f64::from(k) * step).fract() - 0.5;
    LonLat::new(LON_DEG + 0.9 * SIDE_DEG * part(0.618_034), LAT_DEG + 0.9 * SIDE_DEG * part(0.754_878))
}

fn picture(urgency: fn(u32) -> Urgency) -> Picture {
    let mut events: Vec<(Stream, Event)> =
        areas().into_iter().map(|event| (Stream::of_register(&event).unwrap(), event)).collect();
    for k in 0..200 {
        let worker = Event::WorkerPut(Worker {
            code: format!("W-{k}").as_str().into(),
            name: format!("张{k}"),
            role: Role::GridWorker,
            agency: None,
            phone: None,
            skills: Vec::new(),
            home_area: None,
            vehicle: Vehicle::Walk,
            on_duty: true,
        });
        events.push((Stream::of_register(&worker).unwrap(), worker));
        let camera = Event::CameraPut(Camera {
            code: format!("C-{k}").as_str().into(),
            name: format!("路口{k}"),
            operator: None,
            at: scatter(k + 7_000),
            direction_deg: Some((k * 40 % 360) as f32),
            fov_deg: Some(60.0),
            range_m: Some(62.0),
            state: if k % 7 == 0 { CameraState::Fault } else { CameraState::Online },
        });
        events.push((Stream::of_register(&camera).unwrap(), camera));
    }
    for k in 0..60_u32 {
        let code = format!("I-{k}").as_str().into();
        let file = IncidentFile {
            title: "路面塌陷".into(),
            urgency: urgency(k),
            at: Some(if k < 40 {
                scatter(k)
            } else {
                LonLat::new(LON_DEG + 0.002 * f64::from(k - 40), LAT_DEG - 0.02)
            }),
            ..IncidentFile::default()
        };
        events.push((Stream::incident(&code), Event::Reported(Box::new(file))));
    }
    let mut picture = Picture::new(8 * 3600);
    for (seq, (stream, event)) in (1_u64..).zip(events) {
        let by = Actor::System("test".into());
        picture.apply(&Recorded { seq, stream, version: 1, at: NOW.plus_secs(-3600), by, event });
    }
    picture.derive();
    for k in 0..200 {
        for step in 0..4_u32 {
            let at = scatter(k);
            let at = LonLat::new(at.lon_deg + 0.0006 * f64::from(step), at.lat_deg + 0.0002 * f64::from(step % 2));
            let fixed_at = NOW.plus_secs(i64::from(step) * 30 - 100 - i64::from(k % 10 == 0) * 300);
            picture.apply_fix(&Fix { worker: format!("W-{k}").as_str().into(), at, fixed_at, heading_deg: Some(75.0) });
        }
    }
    picture
}

fn base_map() -> BaseMap {
    let mut map = BaseMap::default();
    for k in 0..40_u32 {
        let class = RoadClass::ALL[(k % 5) as usize];
        let offset = f64::from(k) / 40.0 - 0.5;
        let line = (0..40_u32).map(|step| {
            let along = f64::from(step) / 40.0 - 0.5;
            let (x, y) = if k % 2 == 0 { (along, offset + 0.01 * (along * 20.0).sin()) } else { (offset, along) };
            LonLat::new(LON_DEG + 1.2 * SIDE_DEG * x, LAT_DEG + 1.2 * SIDE_DEG * y)
        });
        let name = Some(format!("第{k}路").into());
        map.roads.push(Road { class, name, line: line.collect(), from_m: 0.0 });
    }
    map.water.push(Surface::whole(square(0.6, 0.6, 0.1).0));
    map.landuse.push((LandUse::Green, square(0.2, 0.7, 0.12).0));
    for k in 0..400_u32 {
        let (x, y) = (f64::from(k % 20) * 0.008 + 0.42, f64::from(k / 20) * 0.008 + 0.42);
        map.buildings.push(Surface::whole(square(x, y, 0.004).0));
    }
    map
}
