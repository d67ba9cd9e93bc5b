//! What a worker's day says.

use crate::domain::{CivilZone, Timestamp};
use crate::panels::text::day_words::{self, DayWord, say};
use crate::panels::text::{Civil, format, shown, words};
use crate::picture::{Leg, Walk};
use crate::seat::{DayLook, DayTrack, Seat};

/// The words at the left.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) name: String,
    pub(super) date: String,
    pub(super) has_next: bool,
    pub(super) facts: Vec<(&'static str, String)>,
}

/// A stay.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StopLine {
    pub(super) from: Timestamp,
    pub(super) to: Timestamp,
    pub(super) words: String,
}

/// Something done.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct DoneLine {
    pub(super) at: Timestamp,
    pub(super) words: String,
}

/// The panel.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Model {
    pub(super) side: Side,
    /// It is being read: what stands in its place meanwhile.
    pub(super) wait: Option<Wait>,
    /// In place of the plot, where there is none.
    pub(super) instead: Option<String>,
    pub(super) legs: Vec<Leg>,
    pub(super) stops: Vec<StopLine>,
    pub(super) done: Vec<DoneLine>,
    /// The axis of time: whole hours.
    pub(super) axis: (Timestamp, Timestamp),
    pub(super) has_home: bool,
}

/// How long somebody has waited (VISUAL.md, section 4): blocks where text and figures will stand, then words, then a way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wait {
    /// What comes within a second needs no word.
    Blocks,
    /// After a second.
    Words,
    /// After ten.
    Again,
}

impl Wait {
    pub(super) fn of(seat: &Seat) -> Option<Self> {
        Some(match seat.day_awaited_for_ms()? {
            ..1_000 => Self::Blocks,
            1_000..10_000 => Self::Words,
            _ => Self::Again,
        })
    }
}

/// How many positions came, where they did.
pub(super) fn told(look: &DayLook) -> Option<usize> {
    match &look.track {
        DayTrack::Told { fixes, .. } => Some(fixes.len()),
        _ => None,
    }
}

/// Why it can't be shown.
pub(super) fn failed(look: &DayLook) -> Option<String> {
    match &look.track {
        DayTrack::Failed(why) => Some(why.clone()),
        _ => None,
    }
}

impl Model {
    pub(super) fn of(seat: &Seat, look: &DayLook) -> Self {
        let lang = seat.lang;
        let zone = seat.picture.tallies.zone();
        let civil = Civil::at(look.from, zone);
        let worker = seat.live().workers.number(look.worker.as_str());
        let name = seat.picture.workers.number(look.worker.as_str());
        let mut side = Side {
            name: name.map_or_else(|| look.worker.to_string(), |number| shown::worker(seat, number)),
            date: civil.date_and_weekday(lang),
            has_next: seat.picture.tallies.day(look.from) < seat.picture.tallies.day(seat.now),
            facts: Vec::new(),
        };
        let has_home = worker.is_some_and(|number| seat.live().workers.row(number).home.is_some());
        let mut model = Self {
            side: side.clone(),
            wait: Wait::of(seat),
            instead: None,
            legs: Vec::new(),
            stops: Vec::new(),
            done: Vec::new(),
            axis: (look.from, look.from.plus_secs(86_400)),
            has_home,
        };
        match &look.track {
            DayTrack::Waiting => {
                let words = say(lang, DayWord::Reading).to_owned();
                model.instead = model.wait.filter(|wait| *wait != Wait::Blocks).map(|_| words + "…");
            }
            DayTrack::Failed(why) => model.instead = Some(format!("{}{why}", say(lang, DayWord::Failed))),
            DayTrack::Told { fixes, walk } => {
                side.facts = facts(seat, look, walk, has_home);
                model.side = side;
                model.done = done(seat, walk, zone);
                if fixes.is_empty() && walk.done.is_empty() {
                    model.instead = Some(say(lang, DayWord::NoFixes).to_owned());
                }
                model.legs.clone_from(&walk.legs);
                model.stops = stops(seat, walk, zone);
                model.axis = axis(look, walk, zone);
            }
        }
        model
    }
}

fn facts(seat: &Seat, look: &DayLook, walk: &Walk, has_home: bool) -> Vec<(&'static str, String)> {
    let lang = seat.lang;
    let clock = |at| Civil::at(at, seat.picture.tallies.zone()).hour_minute();
    let since = match &look.track {
        DayTrack::Told { fixes, .. } => fixes.first().map(|fix| clock(fix.fixed_at)),
        _ => None,
    };
    let hours = |secs| day_words::hours(lang, secs);
    let known = |words: String| if walk.fixes == 0 { format::NOTHING.to_owned() } else { words };
    let mut facts = vec![
        ("", day_words::until(lang, since.as_deref(), &clock(look.to))),
        ("", day_words::fixes(lang, walk.fixes, walk.jumps)),
        (say(lang, DayWord::Length), known(format::distance(lang, walk.length_m))),
        (say(lang, DayWord::Moving), hours(walk.moving_secs)),
        (say(lang, DayWord::Standing), hours(walk.standing_secs)),
        (say(lang, DayWord::Silent), hours(walk.silent_secs)),
    ];
    if has_home {
        facts.push((say(lang, DayWord::Inside), hours(walk.inside_secs)));
        facts.push((say(lang, DayWord::Outside), hours(walk.outside_secs)));
    } else {
        facts.push(("", say(lang, DayWord::NoHome).to_owned()));
    }
    facts
}

fn stops(seat: &Seat, walk: &Walk, zone: &CivilZone) -> Vec<StopLine> {
    let clock = |at| Civil::at(at, zone).hour_minute();
    let line = |(n, stop): (usize, &crate::picture::Stop)| {
        let place = stop.area.map_or_else(String::new, |area| seat.live().areas.row(area).name.to_string());
        let words = day_words::stop(n + 1, &place, &clock(stop.from), &clock(stop.to));
        StopLine { from: stop.from, to: stop.to, words }
    };
    walk.stops.iter().enumerate().map(line).collect()
}

fn done(seat: &Seat, walk: &Walk, zone: &CivilZone) -> Vec<DoneLine> {
    let lang = seat.lang;
    let rows = &seat.live().incidents;
    let line = |done: &crate::picture::Done| {
        let row = rows.number(&done.incident).map(|number| rows.row(number));
        let title = row.map_or_else(|| done.incident.to_string(), |row| shown::short_title(seat, row));
        let clock = Civil::at(done.at, zone).hour_minute();
        let away = done.away_m.map_or_else(String::new, |away_m| format!(" {}", format::distance(lang, away_m)));
        DoneLine { at: done.at, words: format!("{clock} {} {title}{away}", words::step(lang, done.kind)) }
    };
    walk.done.iter().map(line).collect()
}

/// Whole hours around everything that is known, three at least.
fn axis(look: &DayLook, walk: &Walk, zone: &CivilZone) -> (Timestamp, Timestamp) {
    let moments = walk.legs.iter().flat_map(|leg| [leg.from, leg.to]).chain(walk.done.iter().map(|done| done.at));
    let (mut from, mut to) = (look.to, look.from);
    for moment in moments {
        (from, to) = (from.min(moment), to.max(moment));
    }
    if from > to {
        return (look.from, look.from.plus_secs(86_400));
    }
    let hour = |at: Timestamp| zone.local_secs(at).div_euclid(3_600);
    let from = zone.moment(hour(from) * 3_600);
    let to = zone.moment((hour(to) + 1) * 3_600);
    (from, to.max(from.plus_secs(3 * 3_600)))
}
