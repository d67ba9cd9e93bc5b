//! Hours of the whole sample county at 240 times the speed: simulator, seat, ledger and tracks wired as the wall wires
//! them, without a window. What is seen is printed; what must hold is held.

use super::{simulated, take};
use crate::program::Desk;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::time::Instant;
use zonglan::domain::{Act, Event, Fix, Recorded, Timestamp};
use zonglan::feeds::simulator::StreetLine;
use zonglan::feeds::{Feed, FeedMessage};
use zonglan::ledger::{Ledger, SqliteLedger, Tracks};
use zonglan::picture::Picture;
use zonglan::sample::END;
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{Lang, Screen, Seat};

const HOURS: i64 = 20;
/// A call lives through so many seconds.
const STEP_SECS: i64 = 60;

fn fold(ledger: &SqliteLedger) -> Picture {
    let mut picture = Picture::new(8 * 3_600);
    let mut each = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut each).unwrap();
    picture.derive();
    picture
}

/// What was seen in the hours.
#[derive(Default)]
struct Seen {
    reports: BTreeMap<i64, usize>,
    mouths: BTreeMap<String, usize>,
    acts: BTreeMap<&'static str, usize>,
    came: BTreeMap<i64, usize>,
    went: BTreeMap<i64, usize>,
    fixes: usize,
    late: usize,
    oldest_secs: i64,
    repeated: usize,
    off_duty: usize,
    known: HashSet<(String, i64)>,
    results: BTreeMap<String, usize>,
}

impl Seen {
    fn hear(&mut self, message: &FeedMessage, at: Timestamp, picture: &Picture) {
        let hour = at.secs_since(Timestamp(END)) / 3_600;
        match message {
            FeedMessage::Duty { changes, .. } => {
                let ups = changes.iter().filter(|change| change.on_duty).count();
                *self.came.entry(hour).or_default() += ups;
                *self.went.entry(hour).or_default() += changes.len() - ups;
            }
            FeedMessage::Command(command) => {
                *self.acts.entry(command.act.name()).or_default() += 1;
                match &command.act {
                    Act::Report { file, .. } => {
                        *self.reports.entry(hour).or_default() += 1;
                        *self.mouths.entry(format!("{:?}", file.source)).or_default() += 1;
                    }
                    Act::Handle { result } => *self.results.entry(result.clone()).or_default() += 1,
                    _ => {}
                }
            }
            FeedMessage::Fixes(fixes) => fixes.iter().for_each(|fix| self.hear_fix(fix, picture)),
            _ => {}
        }
    }

    fn hear_fix(&mut self, fix: &Fix, picture: &Picture) {
        self.fixes += 1;
        self.repeated += usize::from(!self.known.insert((fix.worker.to_string(), fix.fixed_at.0)));
        self.off_duty += usize::from(!picture.may_keep(fix));
        let newest = picture.workers.number(fix.worker.as_str()).and_then(|number| picture.workers.row(number).fix);
        if let Some(before_secs) =
            newest.map(|newest| newest.fixed_at.secs_since(fix.fixed_at)).filter(|secs| *secs > 0)
        {
            self.late += 1;
            self.oldest_secs = self.oldest_secs.max(before_secs);
        }
    }
}

/// Does what the seat wants done, as the store's thread does; answers what was appended.
fn serve(seat: &mut Seat, ledger: &mut SqliteLedger, tracks: &mut Tracks) -> Vec<Recorded> {
    let mut news = Vec::new();
    loop {
        let outbox = seat.take_outbox();
        if outbox.is_empty() {
            return news;
        }
        for request in outbox {
            match request {
                ToStore::Append { ticket, append } => {
                    let recorded = ledger.append(&append).unwrap().recorded;
                    news.extend(recorded.clone());
                    seat.take_from_store(FromStore::Appended { ticket, recorded });
                }
                ToStore::Fixes(fixes) => assert_eq!(tracks.append(&fixes).unwrap().refused, 0),
                other => panic!("nobody asks for {other:?}"),
            }
        }
    }
}

/// How far the positions of those who walk a round are from the next street, and how many are in their own grid.
fn where_they_are(picture: &Picture, now: Timestamp) -> (Vec<f64>, usize, usize) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/chenglan/roads.geojson.gz");
    let streets: Vec<StreetLine> = crate::feeds::world::read_streets(&path).unwrap();
    let on_round = picture.workers.rows().iter().filter(|row| row.is_on_map(now) && !row.is_on_task());
    let (mut off_m, mut at_home, mut of) = (Vec::new(), 0, 0);
    for (nth, row) in on_round.enumerate() {
        let (Some(fix), Some(home)) = (row.fix, row.home) else { continue };
        of += 1;
        at_home += usize::from(picture.areas.chain_at(fix.at).contains(&home));
        if nth % 8 == 0 {
            off_m.push(crate::feeds::world::street_distance_m(&streets, fix.at));
        }
    }
    off_m.sort_by(f64::total_cmp);
    (off_m, at_home, of)
}

#[test]
#[ignore = "a measurement of minutes: cargo test --release -- --ignored --nocapture hours_of_the_county"]
fn hours_of_the_county_leave_what_the_ledger_says() {
    let desk = Desk::new();
    let registers = ["areas.geojson.gz", "categories.csv", "workers.csv", "places.csv", "incidents.csv.gz"];
    for file in registers {
        take(&desk, file.split('.').next().unwrap(), file);
    }
    let mut ledger = SqliteLedger::open(&desk.data()).unwrap();
    let mut tracks = Tracks::open(&desk.data()).unwrap();
    let mut picture = fold(&ledger);
    let start = Timestamp(END);
    for fix in tracks.county_at(start).unwrap() {
        picture.apply_fix(&fix);
    }
    let mut simulator = simulated::simulator(&picture, &desk.data(), 990_101, start, &BTreeSet::new()).unwrap();
    let mut seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), start, Lang::Zh);
    let (mut seen, mut news, began) = (Seen::default(), Vec::new(), Instant::now());
    let mut events: BTreeMap<String, usize> = BTreeMap::new();
    for step in 1..=HOURS * 3_600 / STEP_SECS {
        let now = start.plus_secs(step * STEP_SECS);
        for message in simulator.advance(now, &std::mem::take(&mut news)) {
            seen.hear(&message, now, &seat.picture);
            seat.take_from_feed(message);
        }
        seat.tick(now);
        news = serve(&mut seat, &mut ledger, &mut tracks);
        for recorded in &news {
            let kind = format!("{:?}", recorded.event);
            let kind = kind.split([' ', '(', '{']).next().unwrap_or_default().to_owned();
            *events.entry(kind).or_default() += 1;
            if let (Event::Handled { .. }, 1) = (&recorded.event, events["Handled"]) {
                eprintln!("the first handled: {recorded:?}");
            }
        }
        if step * STEP_SECS % 3_600 == 0 {
            let (off_m, at_home, of) = where_they_are(&seat.picture, now);
            let at = |share: f64| off_m.get((off_m.len() as f64 * share) as usize).copied().unwrap_or_default();
            let on_duty = seat.picture.workers.rows().iter().filter(|row| row.worker.on_duty).count();
            eprintln!(
                "hour {}: {on_duty} on duty, {at_home} of {of} on their rounds in their own grid, off the street p50 {:.1} \
                 p90 {:.1} p99 {:.1} m",
                step * STEP_SECS / 3_600,
                at(0.5),
                at(0.9),
                at(0.99)
            );
        }
    }
    eprintln!("{HOURS} h in {:?}; refused: {}", began.elapsed(), seat.feed_refusals());
    eprintln!(
        "reports by hour {:?}\nby mouth {:?}\ncame {:?}\nwent {:?}",
        seen.reports, seen.mouths, seen.came, seen.went
    );
    eprintln!("acts {:?}\nevents {events:?}\nresults {:?}", seen.acts, seen.results);
    eprintln!(
        "fixes {}, late {}, the oldest {} s behind, said again {}, of nobody on duty {}",
        seen.fixes, seen.late, seen.oldest_secs, seen.repeated, seen.off_duty
    );
    assert!(seen.late > 0 && seen.repeated > 0 && events["Handled"] > 0 && events["WorkerPut"] > 0);
    assert_eq!(fold(&ledger).hash(), seat.picture.hash(), "what the seat shows is what the ledger says");
}
