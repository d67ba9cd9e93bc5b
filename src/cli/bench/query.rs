//! `zonglan bench query`: what spatial questions cost, on one thread.

use super::super::answer;
use super::crowd::{Crowd, grids};
use super::percentile;
use clap::Args;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Instant;
use zonglan::domain::{Actor, Camera, CameraState, Event, LonLat, Recorded, Stream, Timestamp};
use zonglan::picture::{CameraFilter, Picture};
use zonglan::spatial::{AreaIndex, Bounds, PointIndex};

/// How much to ask of how many.
#[derive(Args)]
pub(super) struct QueryBenchArgs {
    /// So many points, half as many grids, a tenth as many workers that move, a fiftieth as many cameras
    #[arg(long, default_value_t = 1_000_000)]
    points: u32,
    /// So many questions of each kind
    #[arg(long, default_value_t = 20_000)]
    questions: usize,
    /// The county's seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// One in so many is what the filtered question looks for.
const ONE_IN: u32 = 100;

impl QueryBenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut crowd = Crowd::new(self.seed);
        let points = self.of_points(&mut crowd);
        let side = f64::from(self.points / 2).sqrt().max(1.0) as u32;
        let areas = self.of_areas(&mut crowd, side);
        let cameras = self.of_cameras(&mut crowd);
        let moves = self.of_moves(&mut crowd);
        let measured = json!({
            "points": self.points, "grids": side * side, "questions": self.questions, "seed": self.seed,
            "resting": points, "areas": areas, "cameras": cameras, "moving": moves,
        });
        answer(&measured)
    }

    fn of_points(&self, crowd: &mut Crowd) -> Value {
        let places = crowd.places(self.points as usize);
        let (build_ms, index) = timed_ms(|| PointIndex::build((0u32..).zip(places)));
        let asked = crowd.places(self.questions);
        let boxes: Vec<Bounds> = asked.iter().map(|at| around(*at, 0.02 * crowd.share())).collect();
        let stars: Vec<_> = asked.iter().map(|_| crowd.star(0.01, 24)).collect();
        let radii_m: Vec<f64> = asked.iter().map(|_| 1_000.0 * crowd.share()).collect();
        // Scattered, as free workers are among all: every hundredth id stands anywhere.
        let eligible: Vec<bool> = (0..self.points).map(|id| id % ONE_IN == 0).collect();
        json!({
            "build_ms": build_ms,
            "nearest_10": measure(&asked, |at, _| index.nearest(*at, 10, |_| true).len()),
            "nearest_10_of_1_in_100":
                measure(&asked, |at, _| index.nearest(*at, 10, |id| eligible[id as usize]).len()),
            "within_bounds": measure(&boxes, |bounds, _| index.within_bounds(bounds).len()),
            "count_within_bounds": measure(&boxes, |bounds, _| index.count_within_bounds(bounds)),
            "within_circle": measure(&asked, |at, n| index.within_circle(*at, radii_m[n]).len()),
            "count_within_circle": measure(&asked, |at, n| index.count_within_circle(*at, radii_m[n])),
            "within_polygon": measure(&stars, |star, _| index.within_polygon(star).len()),
        })
    }

    fn of_areas(&self, crowd: &mut Crowd, side: u32) -> Value {
        let grids: Vec<_> = (0u32..).zip(grids(side)).map(|(id, grid)| (5, id, grid)).collect();
        let (build_ms, index) = timed_ms(|| AreaIndex::build(&grids));
        let asked = crowd.places(self.questions);
        json!({ "build_ms": build_ms, "area_of_point": measure(&asked, |at, _| index.at(*at).len()) })
    }

    fn of_cameras(&self, crowd: &mut Crowd) -> Value {
        let mut picture = Picture::new(8 * 3600);
        for n in 0..self.points / 50 {
            let event = Event::CameraPut(Camera {
                code: format!("C{n}").into(),
                name: String::new(),
                operator: None,
                at: crowd.place(),
                direction_deg: (n % 5 > 0).then_some((360.0 * crowd.share()) as f32),
                fov_deg: (n % 7 > 0).then_some(90.0),
                range_m: (n % 3 > 0).then_some(150.0),
                state: CameraState::ALL[n as usize % 4],
            });
            let Some(stream) = Stream::of_register(&event) else { continue };
            let (seq, at, by) = (u64::from(n) + 1, Timestamp(0), Actor::System("bench".into()));
            picture.apply(&Recorded { seq, stream, version: 1, at, by, event });
        }
        let asked = crowd.places(self.questions);
        let look = |at: &LonLat, _| picture.cameras_looking_at(*at, &CameraFilter::default()).len();
        json!({ "cameras": self.points / 50, "cameras_at": measure(&asked, look) })
    }

    fn of_moves(&self, crowd: &mut Crowd) -> Value {
        let workers = (self.points / 10).max(1);
        let mut places = crowd.places(workers as usize);
        let mut index = PointIndex::build((0u32..).zip(places.iter().copied()));
        let updates = 10 * workers;
        let steps: Vec<(u32, LonLat)> = (0..updates)
            .map(|_| {
                let worker = (crowd.share() * f64::from(workers)) as u32;
                let place = &mut places[worker as usize];
                *place = crowd.steps_from(*place);
                (worker, *place)
            })
            .collect();
        let (moving_ms, moved) = timed_ms(|| steps.iter().filter(|(id, at)| index.insert(*id, *at).is_ok()).count());
        let asked = crowd.places(self.questions);
        json!({
            "workers": workers, "updates": moved,
            "updates_per_sec": (moved as f64 / moving_ms * 1e3).round(),
            "update": measure(&steps[..self.questions.min(steps.len())], |(id, at), _| {
                usize::from(index.insert(*id, *at).is_ok())
            }),
            "nearest_10_after": measure(&asked, |at, _| index.nearest(*at, 10, |_| true).len()),
        })
    }
}

/// A box with half this width about a place.
fn around(at: LonLat, half_deg: f64) -> Bounds {
    let corner = |sign: f64| LonLat::new(at.lon_deg + sign * half_deg, at.lat_deg + sign * half_deg);
    Bounds::new(corner(-1.0), corner(1.0))
}

fn timed_ms<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let done = work();
    (start.elapsed().as_secs_f64() * 1e3, done)
}

/// Asks every question once; `ask` answers how many results it had. The first twentieth is not counted: caches fill.
fn measure<Q>(questions: &[Q], mut ask: impl FnMut(&Q, usize) -> usize) -> Value {
    let mut times_us = Vec::with_capacity(questions.len());
    let (mut results, mut over) = (0, Vec::new());
    for (n, question) in questions.iter().enumerate() {
        let start = Instant::now();
        let found = black_box(ask(question, n));
        let time_us = start.elapsed().as_secs_f64() * 1e6;
        if n >= questions.len() / 20 {
            times_us.push(time_us);
            results += found;
            // How it compares with 50 µs and 50 ns a result.
            over.push(time_us / (50.0 + 0.05 * found as f64));
        }
    }
    let count = times_us.len().max(1);
    json!({
        "p50_us": percentile(&mut times_us, 50), "p95_us": percentile(&mut times_us, 95),
        "p99_us": percentile(&mut times_us, 99), "results_mean": (results as f64 / count as f64).round(),
        "p50_of_50_us_and_50_ns_a_result": percentile(&mut over, 50),
        "p99_of_50_us_and_50_ns_a_result": percentile(&mut over, 99),
    })
}
