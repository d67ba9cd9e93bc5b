//! What the header says.

use crate::domain::{AreaLevel, DutyTurn, Urgency};
use crate::panels::text::{Civil, Key, alarm_words, format, shift_words, shown, text, visit_words, weather};
use crate::seat::{DEFAULT_OFFICER, FeedState, Hidden, Lang, Seat, Stage};

/// What the header says of the alarms.
pub(crate) struct Alarms {
    /// How many nobody has acknowledged.
    pub(crate) count: String,
    /// The most urgent of those.
    pub(crate) urgency: Option<Urgency>,
    /// What is shelved, and whether alarms can be heard; empty where there is nothing to say.
    pub(crate) rest: String,
}

impl Alarms {
    fn of(seat: &Seat) -> Self {
        let (lang, list) = (seat.lang, &seat.alarm_list);
        let shelved = list.live_count(Stage::Shelved);
        let shelved =
            (shelved > 0).then(|| format!("{} {}", alarm_words::stage(lang, Stage::Shelved), format::number(shelved)));
        let sound = match list.silent {
            _ if list.muted => Some(alarm_words::muted(lang)),
            Some(_) => Some(alarm_words::silent(lang)),
            None => None,
        };
        let rest = shelved.into_iter().chain(sound.map(str::to_owned));
        // Beside those of a past moment stand those of now, which call for somebody.
        let count = |count: usize| format::number(count);
        let live =
            seat.replay.is_on().then(|| format!(" · {} {}", text(lang, Key::Live), count(list.live_count(Stage::New))));
        Self {
            count: format!(
                "{} {}{}",
                alarm_words::alarms(lang),
                count(list.count(Stage::New)),
                live.unwrap_or_default()
            ),
            urgency: list.most_urgent(),
            rest: rest.map(|part| format!(" · {part}")).collect(),
        }
    }
}

/// The header's words.
pub(crate) struct Model {
    pub(crate) date: String,
    /// Without its year.
    pub(crate) short_date: String,
    /// The weather, where it is known; none in the past.
    pub(crate) weather: Option<String>,
    pub(crate) is_sample: bool,
    /// The mark of visit mode.
    pub(crate) visit: Option<&'static str>,
    /// The alarms: how many are new, how many shelved, whether they can be heard.
    pub(crate) alarms: Alarms,
    pub(crate) title: String,
    /// The title where there is no room for the whole one.
    pub(crate) short_title: String,
    /// The county alone, where there is no room for that either.
    pub(crate) county: String,
    pub(crate) live: &'static str,
    pub(crate) worst: Option<FeedState>,
    /// Who leads, and who sits here, from most to fewest words.
    pub(crate) officers: Vec<String>,
    /// Whether somebody else can be chosen.
    pub(crate) has_roster: bool,
    pub(crate) clock: String,
    /// In a past moment: which and how fast, in full and in few words, and what the clock says.
    pub(crate) past: Option<([String; 2], String)>,
}

impl Model {
    pub(crate) fn of(seat: &Seat) -> Self {
        let lang = seat.lang;
        let civil = Civil::at(seat.now, seat.picture.tallies.zone());
        let worst = seat.feeds.iter().map(|(_, feed)| feed.state).max();
        let live = match worst {
            None => Key::NoFeeds,
            Some(FeedState::Live) => Key::Live,
            Some(FeedState::Stale) if seat.feeds.all_late() => Key::AllStale,
            Some(FeedState::Stale) => Key::SomeStale,
            Some(FeedState::Dead) if seat.feeds.all_dead() => Key::AllDead,
            Some(FeedState::Dead) => Key::SomeDead,
        };
        let mut counties = seat.picture.areas.of_level(AreaLevel::County);
        let county = match (counties.next(), counties.next()) {
            (Some(only), None) => seat.picture.areas.row(only).name.to_string(),
            _ => text(lang, Key::Product).into(),
        };
        let officer = match seat.officer.as_str() {
            DEFAULT_OFFICER => text(lang, Key::DutyOfficer).into(),
            name => format!("{} {}", text(lang, Key::OnDuty), shown::officer(seat, name)),
        };
        let gap = if lang == Lang::En { " · " } else { " " };
        let own = match lang {
            Lang::Zh => &seat.board.title,
            Lang::En if seat.board.title_en.is_none() => &seat.board.title,
            Lang::En => &seat.board.title_en,
        };
        let zone = seat.picture.tallies.zone();
        let told = seat.weather.as_ref().filter(|_| !seat.replay.is_on());
        Self {
            date: civil.date_and_weekday(lang),
            short_date: civil.day_and_weekday(lang),
            weather: told.and_then(|told| weather(lang, told, seat.clock, zone)),
            is_sample: seat.picture.is_sample(),
            visit: seat.visit.is_on().then(|| visit_words::mode(lang)),
            alarms: Alarms::of(seat),
            title: own.clone().unwrap_or_else(|| format!("{county}{gap}{}", text(lang, Key::Title))),
            short_title: format!("{county}{gap}{}", text(lang, Key::ShortTitle)),
            county,
            live: text(lang, live),
            worst,
            officers: officers(seat, officer),
            has_roster: !seat.roster().is_empty() && !seat.hides(Hidden::Forms),
            clock: if seat.setup.clock_seconds() { civil.clock() } else { civil.hour_minute() },
            past: seat.replay.is_on().then(|| {
                let live = Civil::at(seat.clock, seat.picture.tallies.zone());
                let speed = if seat.replay.is_playing() {
                    format!("×{}", seat.replay.speed())
                } else {
                    text(lang, Key::Paused).into()
                };
                let word = text(lang, Key::ReplayWord);
                let date = civil.date_seen_from(lang, &live);
                let few = format!("{word} {date} {}", civil.hour_minute());
                (
                    [format!("{word} {date} {} {speed}", civil.clock()), few],
                    format!("{} {}", text(lang, Key::Live), live.clock()),
                )
            }),
        }
    }
}

/// Who leads at the moment that shows, with whoever sits here: fewer words where there is less room. Visitors read no names.
fn officers(seat: &Seat, officer: String) -> Vec<String> {
    let turn = seat.board.turn(seat.now).filter(|_| !seat.hides(Hidden::Names));
    let led = |turn: &DutyTurn, with_leader: bool| {
        let leader = turn.leader.as_ref().filter(|_| with_leader).map(|name| shift_words::leader(seat.lang, name));
        let shift = turn.shift_leader.as_ref().map(|name| shift_words::shift_leader(seat.lang, name));
        leader.into_iter().chain(shift).collect::<Vec<String>>()
    };
    let is_named = seat.officer != DEFAULT_OFFICER;
    let with = |mut led: Vec<String>| {
        led.extend(Some(officer.clone()).filter(|_| is_named || led.is_empty()));
        led.join(" · ")
    };
    let led = turn.into_iter().flat_map(|turn| [led(turn, true), led(turn, false)]);
    let mut officers: Vec<String> = led.filter(|led| !led.is_empty()).map(with).collect();
    officers.push(officer.clone());
    officers.dedup();
    officers
}
