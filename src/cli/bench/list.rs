//! `zonglan bench list`: what a list of very many open matters costs a frame.

use super::super::answer;
use super::crowd::Crowd;
use clap::Args;
use serde_json::{Value, json};
use std::time::Instant;
use zonglan::domain::{Actor, Event, IncidentCode, IncidentFile, Recorded, Stream, Timestamp, Urgency};
use zonglan::picture::Picture;
use zonglan::seat::queue::{List, ListIntent, Sort};
use zonglan::seat::{Intent, Lang, Screen, Seat, WorkIntent};

/// How many matters.
#[derive(Args)]
pub(super) struct ListBenchArgs {
    /// So many open matters
    #[arg(long, default_value_t = 100_000)]
    matters: u32,
    /// So many more that are over: searched like the others, in no list of what is to be done
    #[arg(long, default_value_t = 0)]
    over: u32,
    /// So many looks of each kind
    #[arg(long, default_value_t = 200)]
    looks: usize,
    /// Their seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

const NOW: Timestamp = Timestamp(1_789_000_000);
const TITLES: [&str; 8] =
    ["路面塌陷", "水管漏水", "路灯不亮", "井盖破损", "占道经营", "噪声扰民", "垃圾未清运", "邻里纠纷"];
const STREETS: [&str; 5] = ["翠屏街", "梧桐路", "崇文二街", "锦绣路", "青禾一街"];
const AGENCIES: [&str; 4] = ["城管局", "水务公司", "供电公司", "生态环境分局"];
/// What an officer sees of the list at once.
const SHOWN: usize = 30;

impl ListBenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let mut seat = self.seat();
        let first_ms = ms(|| seat.tick(NOW));
        // The words that are searched are made a thousand a look.
        let warm: Vec<f64> = (0..self.matters / 1_000 + 1).map(|_| ms(|| seat.tick(NOW))).collect();
        let rest = self.looks_of(&mut seat, |_, _| ());
        let scroll = self.looks_of(&mut seat, |seat, n| {
            let first = n * 7_919 % seat.work.queue.len().max(1);
            std::hint::black_box(seat.work.queue.rows(first, SHOWN));
        });
        let sort = self.looks_of(&mut seat, |seat, n| list(seat, ListIntent::Sort(Sort::ALL[n % Sort::ALL.len()])));
        let filter = self.looks_of(&mut seat, |seat, n| match n % 3 {
            0 => list(seat, ListIntent::Show(List::ALL[n % List::ALL.len()])),
            1 => list(seat, ListIntent::Urgency(Urgency::ALL[n % 4])),
            _ => list(seat, ListIntent::Clear),
        });
        list(&mut seat, ListIntent::Show(List::Open));
        let words = ["路", "cpj", "CL-77", "漏水 翠屏", "swgs", "无此事"];
        // What is over gets its words once somebody searches, a part in each look.
        list(&mut seat, ListIntent::Search(words[0].into()));
        let mut first_search = Vec::new();
        while first_search.is_empty() || seat.work.queue.is_searching() {
            first_search.push(ms(|| seat.tick(NOW)));
        }
        let search = self.looks_of(&mut seat, |seat, n| list(seat, ListIntent::Search(words[n % words.len()].into())));
        list(&mut seat, ListIntent::FindIn(List::Over));
        let found = words.map(|word| {
            list(&mut seat, ListIntent::Search(word.into()));
            seat.tick(NOW);
            seat.work.queue.count(List::Over)
        });
        let search_over =
            self.looks_of(&mut seat, |seat, n| list(seat, ListIntent::Search(words[n % words.len()].into())));
        list(&mut seat, ListIntent::Clear);
        list(&mut seat, ListIntent::Show(List::ToDo));
        list(&mut seat, ListIntent::Sort(Sort::Pressing));
        seat.tick(NOW);
        let change = self.looks_of(&mut seat, |seat, n| {
            (0..8).for_each(|k| accept(seat, (n * 8 + k) as u32 * 13 % self.matters));
        });
        let mut now = NOW;
        let second = self.looks_of(&mut seat, |seat, _| {
            now = now.plus_secs(1);
            seat.now = now;
        });
        answer(&json!({
            "matters": self.matters, "over": self.over, "listed": seat.work.queue.len(), "looks": self.looks, "seed": self.seed,
            "first_look_ms": round(first_ms), "looks_that_make_words": told(warm),
            "at_rest": rest, "scrolled": scroll, "sorted": sort, "filtered": filter, "searched": search,
            "first_search": { "looks": first_search.len(), "in_all_ms": round(first_search.iter().sum()), "look": told(first_search) },
            "over_searched": search_over, "over_found": found,
            "after_8_changes": change, "a_second_later": second,
        }))
    }

    fn seat(&self) -> Seat {
        let mut crowd = Crowd::new(self.seed);
        let mut picture = Picture::new(8 * 3600);
        for n in 0..self.matters + self.over {
            let at = crowd.place();
            let mut pick = |from: usize| (crowd.share() * from as f64) as usize;
            let (title, street) = (TITLES[pick(TITLES.len())], STREETS[pick(STREETS.len())]);
            let (urgency, age_secs) = (Urgency::ALL[pick(4)], pick(400_000) as i64);
            let agency = AGENCIES[pick(AGENCIES.len())];
            let code: IncidentCode = format!("CL-{n}").into();
            let file = IncidentFile {
                title: format!("{title} {n}号"),
                address: format!("{street}{}号", pick(300)),
                urgency,
                at: Some(at),
                reported_at: NOW.plus_secs(-age_secs),
                ..IncidentFile::default()
            };
            let stream = Stream::incident(&code);
            let reported = Event::Reported(Box::new(file));
            let assigned = Event::Assigned { agency: Some(agency.into()), worker: None, message: String::new() };
            let over = (n >= self.matters).then_some(Event::Closed);
            let events = [Some(reported), (n % 3 == 0).then_some(assigned), over];
            for (version, event) in (1..).zip(events.into_iter().flatten()) {
                let seq = picture.seq + 1;
                let by = Actor::System("bench".into());
                picture.apply(&Recorded { seq, stream: stream.clone(), version, at: NOW, by, event });
            }
        }
        Seat::new(picture, Screen::guessed(1920.0, 1080.0), NOW, Lang::Zh)
    }

    /// What a look costs after each of these, the work itself included.
    fn looks_of(&self, seat: &mut Seat, mut work: impl FnMut(&mut Seat, usize)) -> Value {
        let look = |n: usize| {
            ms(|| {
                work(seat, n);
                let now = seat.now;
                seat.tick(now);
            })
        };
        told((0..self.looks).map(look).collect())
    }
}

fn list(seat: &mut Seat, intent: ListIntent) {
    seat.intend(Intent::Work(WorkIntent::List(intent)));
}

fn accept(seat: &mut Seat, number: u32) {
    let row = seat.picture.incidents.row(number);
    let event = Event::Accepted {
        category: None,
        urgency: row.urgency,
        difficulty: row.difficulty,
        deadline_at: NOW.plus_secs(259_200),
        clock: None,
    };
    let (stream, version) = (Stream::incident(&row.code), row.version + 1);
    let (seq, by) = (seat.picture.seq + 1, Actor::System("bench".into()));
    seat.picture.apply(&Recorded { seq, stream, version, at: seat.now, by, event });
}

fn ms(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e3
}

fn round(ms: f64) -> f64 {
    (ms * 1e3).round() / 1e3
}

fn told(mut times_ms: Vec<f64>) -> Value {
    times_ms.sort_unstable_by(f64::total_cmp);
    let at = |percent: usize| times_ms.get((times_ms.len() * percent).div_ceil(100).max(1) - 1).copied().map(round);
    json!({ "p50_ms": at(50), "p99_ms": at(99), "worst_ms": at(100) })
}
