//! What is measured, and what is aimed at: two cores, a software rasteriser.

use serde_json::Value;
use std::collections::BTreeMap;

/// What the runs of a section answered, by their names.
pub(super) type Answers = BTreeMap<&'static str, Value>;

/// Runs that belong together, and what is told of them.
pub(super) struct Section {
    /// Its name, for `--only` and for the marks in the file.
    pub(super) name: &'static str,
    /// Its heading.
    pub(super) title: &'static str,
    /// Whether it wants the display.
    pub(super) drawn: bool,
    /// The runs: a name, the words behind `bench`, and those of a quick run.
    pub(super) runs: &'static [(&'static str, &'static str, &'static str)],
    /// What is told of them.
    pub(super) rows: &'static [Row],
}

/// One figure.
pub(super) struct Row {
    /// What it is.
    pub(super) what: &'static str,
    /// Its unit.
    pub(super) unit: &'static str,
    /// Where it stands in the answers.
    pub(super) value: fn(&Answers) -> Option<f64>,
    /// What is aimed at.
    pub(super) aim: Aim,
}

/// What is aimed at.
#[derive(Clone, Copy)]
pub(super) enum Aim {
    AtMost(f64),
    AtLeast(f64),
    /// True, told as 1.
    Holds,
    /// Told beside the others.
    Nothing,
}

impl Aim {
    /// Whether a value reaches it; none where nothing is aimed at.
    pub(super) fn is_met(self, value: f64) -> Option<bool> {
        match self {
            Aim::AtMost(most) => Some(value <= most),
            Aim::AtLeast(least) => Some(value >= least),
            Aim::Holds => Some(value == 1.0),
            Aim::Nothing => None,
        }
    }
}

/// The number (or the truth, as 1 or 0) at `run/field/field…`.
fn at(answers: &Answers, path: &str) -> Option<f64> {
    let (run, fields) = path.split_once('/')?;
    let value = fields.split('/').try_fold(answers.get(run)?, |value, field| value.get(field))?;
    value.as_f64().or(value.as_bool().map(|holds| f64::from(u8::from(holds))))
}

fn ratio(answers: &Answers, above: &str, below: &str) -> Option<f64> {
    Some(at(answers, above)? / at(answers, below)?)
}

/// What grew from the middle of a life to its end.
fn grown(answers: &Answers, path: &str) -> Option<f64> {
    Some(at(answers, &format!("day/{path}/last"))? - at(answers, &format!("day/{path}/middle"))?)
}

fn gpu_grown(answers: &Answers, what: &str) -> Option<f64> {
    Some(at(answers, &format!("day/gpu/last/{what}"))? - at(answers, &format!("day/gpu/middle/{what}"))?)
}

/// Everything of a frame but raster and upload.
fn own_parts_ms(answers: &Answers, run: &str) -> Option<f64> {
    ["ingest", "derive", "prepare", "egui"].iter().map(|part| at(answers, &format!("{run}/parts/{part}"))).sum()
}

macro_rules! row {
    ($what:literal, $unit:literal, $path:literal, $aim:expr) => {
        Row { what: $what, unit: $unit, value: |answers| at(answers, $path), aim: $aim }
    };
}

use Aim::{AtLeast, AtMost, Holds, Nothing};

/// A panel that rests is kept in a texture of its own, and which do when one counts is chance: so many more or less mean
/// nothing.
const PANELS: f64 = 8.0;

/// Every section, in the order of the file.
pub(super) const SECTIONS: &[Section] = &[
    Section {
        name: "render",
        title: "Frames, offscreen, the sample county",
        drawn: true,
        runs: &[
            ("w1", "render --scene W1 --size 1920x1080", "render --frames 24 --size 640x360"),
            ("all", "render --scene W1-all --size 1920x1080", "render --scene W1-all --frames 12 --size 640x360"),
            ("wide", "render --scene W1 --size 3840x1080 --frames 120", "render --frames 12 --size 1280x360"),
            ("largest", "render --scene W1 --size 7680x2160 --frames 24", "render --frames 4 --size 1280x720"),
        ],
        rows: &[
            row!("an empty frame, 1920×1080, p50", "ms", "w1/empty/p50_ms", Nothing),
            row!("W1, panning and zooming with fixes coming in, p50", "ms", "w1/frame/p50_ms", AtMost(45.0)),
            row!("the same, p95", "ms", "w1/frame/p95_ms", AtMost(60.0)),
            Row {
                what: "the same, p50 by the empty frame's",
                unit: "×",
                value: |all| ratio(all, "w1/frame/p50_ms", "w1/empty/p50_ms"),
                aim: AtMost(4.5),
            },
            Row {
                what: "at rest, p50 by the empty frame's",
                unit: "×",
                value: |all| ratio(all, "w1/at_rest/p50_ms", "w1/empty/p50_ms"),
                aim: AtMost(3.5),
            },
            Row {
                what: "CPU of our threads above the empty frame's",
                unit: "ms",
                value: |all| Some(at(all, "w1/frame/cpu_ms")? - at(all, "w1/empty/cpu_ms")?),
                aim: AtMost(4.0),
            },
            row!("W1, every layer forced on, p50", "ms", "all/frame/p50_ms", Nothing),
            Row {
                what: "ingest, derive, prepare and egui at 1920×1080, mean",
                unit: "ms",
                value: |all| own_parts_ms(all, "w1"),
                aim: Nothing,
            },
            Row {
                what: "the same at 3840×1080, by that",
                unit: "×",
                value: |all| Some(own_parts_ms(all, "wide")? / own_parts_ms(all, "w1")?),
                aim: AtMost(1.1),
            },
            row!("first picture of a county that is there", "ms", "w1/first_picture_ms", AtMost(2_000.0)),
            row!("memory, 1920×1080", "MB", "w1/rss_mb", AtMost(600.0)),
            row!("memory, 7680×2160", "MB", "largest/rss_mb", AtMost(900.0)),
            row!("the same while the map is drawn anew", "MB", "largest/rss_map_drawn_mb", Nothing),
        ],
    },
    Section {
        name: "ingest",
        title: "Positions and commands, from a feed to the disk, one thread",
        drawn: false,
        runs: &[("ingest", "ingest", "ingest --secs 20 --commands 20")],
        rows: &[
            row!("positions a second", "", "ingest/positions/a_second", Nothing),
            row!("share of one core that they take", "%", "ingest/positions/core_percent", AtMost(10.0)),
            row!("at the seat, each", "µs", "ingest/positions/seat_us_each", Nothing),
            row!("in the store, each", "µs", "ingest/positions/store_us_each", Nothing),
            row!("most that would go through in a second", "", "ingest/positions/most_a_second", Nothing),
            row!("a matter reported, durable and answered, p50", "ms", "ingest/commands/p50_ms", Nothing),
            row!("the same, p99", "ms", "ingest/commands/p99_ms", Nothing),
        ],
    },
    Section {
        name: "loop",
        title: "The loop's commands: from the press to the picture, and how many go through",
        drawn: true,
        runs: &[
            ("click", "click", "click --orders 3 --size 640x360"),
            ("commands", "commands", "commands --commands 200"),
            ("fold", "fold", "fold --times 1 --matters 2000"),
        ],
        rows: &[
            row!(
                "from the press that sends somebody to the frame that shows it, durable, p50",
                "ms",
                "click/p50_ms",
                Nothing
            ),
            row!("the same, p99", "ms", "click/p99_ms", AtMost(50.0)),
            row!("frames that takes, mean", "", "click/frames_each", Nothing),
            row!("commands a second, 64 under way, each durable", "", "commands/a_second", AtLeast(1_000.0)),
            row!("one of them, p99", "ms", "commands/p99_ms", Nothing),
            row!("the sample's year, told step by step: events", "", "fold/events", Nothing),
            row!("folded, events a second", "", "fold/a_second", AtLeast(1_000_000.0)),
        ],
    },
    Section {
        name: "list",
        title: "The list of 100,000 open matters, and a search through 900,000 more that are over",
        drawn: false,
        runs: &[("list", "list --over 900000", "list --matters 2000 --over 8000 --looks 12")],
        rows: &[
            row!("at rest, p99", "ms", "list/at_rest/p99_ms", AtMost(16.0)),
            row!("scrolled, p99", "ms", "list/scrolled/p99_ms", AtMost(16.0)),
            row!("after 8 changes, p99", "ms", "list/after_8_changes/p99_ms", AtMost(16.0)),
            row!("sorted anew, p50", "ms", "list/sorted/p50_ms", AtMost(16.0)),
            row!("filtered anew, p50", "ms", "list/filtered/p50_ms", AtMost(16.0)),
            row!("searched anew, the open ones listed, p50", "ms", "list/searched/p50_ms", AtMost(50.0)),
            row!("the same, worst", "ms", "list/searched/worst_ms", AtMost(50.0)),
            row!("searched anew, what is over listed, p50", "ms", "list/over_searched/p50_ms", AtMost(50.0)),
            row!("the same, worst", "ms", "list/over_searched/worst_ms", AtMost(50.0)),
            row!("the first search of all: in all, over many looks", "ms", "list/first_search/in_all_ms", Nothing),
            row!("its longest look", "ms", "list/first_search/look/worst_ms", AtMost(50.0)),
        ],
    },
    Section {
        name: "adviser",
        title: "The intake's adviser on the sample county",
        drawn: true,
        runs: &[("adviser", "adviser", "adviser --questions 4")],
        rows: &[
            row!("the first answer after a form opens: places", "ms", "adviser/first/places_ms", Nothing),
            row!("the first answer: all of it", "ms", "adviser/first/advice_ms", Nothing),
            row!("the next ones: places, p50", "ms", "adviser/next/places_p50_ms", AtMost(50.0)),
            row!("the next ones: all of it, p50", "ms", "adviser/next/advice_p50_ms", AtMost(100.0)),
            row!("the same, p99", "ms", "adviser/next/advice_p99_ms", AtMost(200.0)),
            row!("memory of its picture and indexes", "MB", "adviser/memory_mb/adviser", Nothing),
        ],
    },
    Section {
        name: "query",
        title: "Questions among 1,000,000 points, one thread",
        drawn: false,
        runs: &[("query", "query", "query --points 20000 --questions 500")],
        rows: &[
            row!("nearest 10, p99", "µs", "query/resting/nearest_10/p99_us", AtMost(50.0)),
            row!(
                "nearest 10, 1 in 100 eligible, p99",
                "µs",
                "query/resting/nearest_10_of_1_in_100/p99_us",
                AtMost(300.0)
            ),
            row!(
                "a box: p99 by 50 µs and 50 ns a result",
                "×",
                "query/resting/within_bounds/p99_of_50_us_and_50_ns_a_result",
                AtMost(1.0)
            ),
            row!(
                "how many in a circle: p99 by 50 µs and 50 ns a result",
                "×",
                "query/resting/count_within_circle/p99_of_50_us_and_50_ns_a_result",
                AtMost(1.0)
            ),
            row!(
                "a circle with distances: p99 by 50 µs and 50 ns a result",
                "×",
                "query/resting/within_circle/p99_of_50_us_and_50_ns_a_result",
                AtMost(1.0)
            ),
            row!(
                "a polygon: p99 by 50 µs and 50 ns a result",
                "×",
                "query/resting/within_polygon/p99_of_50_us_and_50_ns_a_result",
                AtMost(1.0)
            ),
            row!("area of a point, p99", "µs", "query/areas/area_of_point/p99_us", AtMost(20.0)),
            row!("moves a second among 100,000 workers", "", "query/moving/updates_per_sec", AtLeast(1_000_000.0)),
        ],
    },
    Section {
        name: "replay",
        title: "The past, on the thread that makes it: a year's matters, 30 days of people by turns, one day of everybody",
        drawn: false,
        runs: &[
            ("turns", "replay --days 30", "replay --days 1 --seeks 8"),
            ("all", "replay --everybody", "replay --days 0 --seeks 8"),
        ],
        rows: &[
            row!("any moment of the year, from any other, p95", "ms", "turns/seek/p95_ms", AtMost(200.0)),
            row!(
                "the slider drawn through a day, pictures a second",
                "",
                "turns/scrub_a_day/pictures_a_second",
                AtLeast(10.0)
            ),
            row!("through a month, a picture every 2 hours, p95", "ms", "turns/scrub_a_month/p95_ms", AtMost(100.0)),
            row!("30 days by turns: positions on disk", "", "turns/tracks/fixes", Nothing),
            row!("most people at a time", "", "turns/tracks/most_walkers", Nothing),
            row!(
                "any moment of them from far away, with everybody's way, p95",
                "ms",
                "turns/seek_with_positions/p95_ms",
                AtMost(200.0)
            ),
            row!("a worker's day, p95", "ms", "turns/a_workers_day/p95_ms", AtMost(200.0)),
            row!("played at ×60, a picture every 6 s, p99", "ms", "turns/play_x60/p99_ms", AtMost(100.0)),
            row!("on disk, a position", "bytes", "turns/tracks/bytes_a_fix", AtMost(6.0)),
            row!("a day of everybody: positions on disk", "", "all/tracks/fixes", Nothing),
            row!("most people at a time", "", "all/tracks/most_walkers", Nothing),
            row!("any moment of it from far away, p95", "ms", "all/seek_with_positions/p95_ms", AtMost(200.0)),
            row!("a worker's day, p95", "ms", "all/a_workers_day/p95_ms", AtMost(200.0)),
            row!("played at ×60, a picture every 6 s, p99", "ms", "all/play_x60/p99_ms", AtMost(100.0)),
            row!("on disk, a position", "bytes", "all/tracks/bytes_a_fix", AtMost(6.0)),
            Row {
                what: "on disk, 30 such days (extrapolated)",
                unit: "GB",
                value: |all| Some(at(all, "all/tracks/mb")? * 30.0 / 1e3),
                aim: Nothing,
            },
            row!("positions written and packed a second", "", "all/tracks/written_a_second", Nothing),
            row!("memory, 30 days by turns", "MB", "turns/rss_mb", Nothing),
        ],
    },
    Section {
        name: "play",
        title: "A past in which everybody walks, played at ×60 on the wall, 1920×1080",
        drawn: true,
        runs: &[("play", "play", "play --secs 2 --by-turns --size 640x360")],
        rows: &[
            row!("people on the map at the end", "", "play/on_the_map", Nothing),
            row!("moments that show in a second", "", "play/pictures_a_second", AtLeast(10.0)),
            row!("frames a second", "", "play/frames_a_second", Nothing),
            row!("a frame, p50", "ms", "play/frame_p50_ms", Nothing),
            row!("a frame, p99", "ms", "play/frame_p99_ms", AtMost(100.0)),
            row!("the moment that shows is behind the one that is due, p99", "ms", "play/behind_p99_ms", AtMost(200.0)),
        ],
    },
    Section {
        name: "start",
        title: "Starts, the program's own start, the copy of the county and the PNG included",
        drawn: true,
        runs: &[("start", "start", "start --times 1 --size 640x360")],
        rows: &[
            row!("from nothing to the picture, p50", "ms", "start/first_start/p50_ms", AtMost(10_000.0)),
            row!("with a county that is there, p50", "ms", "start/warm_start/p50_ms", Nothing),
            row!("both fonts, in the program's file", "bytes", "start/fonts/bytes", Nothing),
            row!("reading them for the panels (egui's first pass), p50", "ms", "start/fonts/egui_p50_ms", Nothing),
            row!("reading them for the names on the map, p50", "ms", "start/fonts/labels_p50_ms", Nothing),
        ],
    },
    Section {
        name: "idle",
        title: "A wall in a window that nobody touches",
        drawn: true,
        runs: &[
            ("idle", "idle", "idle --secs 3 --settle-secs 3 --size 640x360"),
            ("large", "idle --size 7680x2160", "idle --secs 3 --settle-secs 3 --size 1280x720"),
            ("minutes", "idle --no-seconds", "idle --secs 3 --settle-secs 12 --size 640x360 --no-seconds"),
            ("live", "idle --feeds --secs 120", "idle --secs 3 --settle-secs 3 --size 640x360 --feeds"),
        ],
        rows: &[
            row!("without feeds, 1920×1080, of one core", "%", "idle/core_percent", AtMost(8.0)),
            row!("the same at 7680×2160", "%", "large/core_percent", AtMost(30.0)),
            row!("the same at 1920×1080, a clock without seconds", "%", "minutes/core_percent", AtMost(1.0)),
            row!("with the county alive, of one core", "%", "live/core_percent", Nothing),
            row!("from a feed's word to its picture, p50", "ms", "live/word_to_picture/p50_ms", Nothing),
            row!("the same, p99", "ms", "live/word_to_picture/p99_ms", AtMost(1_000.0)),
            row!("memory, without feeds, 1920×1080", "MB", "idle/rss_mb", Nothing),
            row!("memory, with the county alive", "MB", "live/rss_mb", AtMost(600.0)),
        ],
    },
    Section {
        name: "day",
        title: "A day of the county through the wall, without a window",
        drawn: true,
        runs: &[("day", "day", "day --hours 0.5 --size 640x360")],
        rows: &[
            row!("hours of the county's life", "h", "day/hours", Nothing),
            row!("took", "s", "day/took_secs", Nothing),
            row!("frames drawn", "", "day/frames/drawn", Nothing),
            row!("a frame, p50", "ms", "day/frames/p50_ms", Nothing),
            row!("positions made durable", "", "day/positions", Nothing),
            row!("memory when the second half begins", "MB", "day/memory/middle_mb", Nothing),
            row!("memory at the end", "MB", "day/memory/last_mb", Nothing),
            row!(
                "its slope over the second half (least squares)",
                "MB an hour",
                "day/memory/slope_mb_per_hour",
                AtMost(1.0)
            ),
            row!("the slope's standard error", "MB an hour", "day/memory/standard_error_mb_per_hour", Nothing),
            Row {
                what: "handles more at the end than when the second half begins",
                unit: "",
                value: |all| grown(all, "handles"),
                aim: AtMost(0.0),
            },
            Row { what: "threads more, likewise", unit: "", value: |all| grown(all, "threads"), aim: AtMost(0.0) },
            Row { what: "GPU buffers more", unit: "", value: |all| gpu_grown(all, "buffers"), aim: AtMost(0.0) },
            Row { what: "GPU textures more", unit: "", value: |all| gpu_grown(all, "textures"), aim: AtMost(PANELS) },
            row!("on disk, a position once packed", "bytes", "day/tracks/bytes_per_position", AtMost(6.0)),
            row!("events folded anew", "", "day/fold/events", Nothing),
            row!("the picture's hash is that of a fresh fold", "", "day/fold/hash_is_equal", Holds),
            row!("every figure is", "", "day/fold/figures_are_equal", Holds),
            row!("matters counted one by one are as many", "", "day/fold/recount_is_equal", Holds),
            row!("everybody stands where the tracks say", "", "day/fold/positions_are_equal", Holds),
        ],
    },
];
