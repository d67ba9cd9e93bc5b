//! What the slider says.

use crate::domain::{CivilZone, Timestamp};
use crate::panels::cache::{Moment, minute_of};
use crate::panels::text::{Civil, Key as Word, format, span_words, text};
use crate::picture::Density;
use crate::seat::{Lang, Seat, Span};

/// What the slider's contents depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Key {
    moment: Moment,
    at: Timestamp,
    span: Span,
    is_wanted: bool,
    is_loading: bool,
    density_from: (Timestamp, usize),
}

impl Key {
    pub(crate) fn of(seat: &Seat, moment: Moment) -> Self {
        let density = seat.replay.density();
        let density_from = (density.from, density.counts.len());
        Self {
            moment,
            at: stands_at(seat),
            span: seat.replay.span,
            is_wanted: seat.replay.is_wanted(),
            is_loading: is_loading(seat),
            density_from,
        }
    }
}

/// The slider's contents.
pub(crate) struct Model {
    span: Span,
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    /// From when to when it spans.
    pub(crate) range: (Timestamp, Timestamp),
    /// Of each stretch how many matters came, of the most in any, and how many steps happened; the latter only where the
    /// time machine has said so.
    pub(crate) bars: Vec<(f32, Option<f32>)>,
    /// How much of the whole is behind live: right of that the slider looks ahead.
    pub(crate) past_share: f32,
    /// Of each stretch of the hours ahead how much falls due in it if nothing changes, of the most that came or falls due in
    /// any; and how many these are. None but beside the last 24 hours.
    pub(crate) due: Vec<(f32, usize)>,
    /// That in words, all of them together.
    pub(crate) due_words: String,
    /// Where words stand below, and which: in full, and where these have no room.
    pub(crate) ticks: Vec<(f32, [String; 2])>,
    /// Where the moment stands that shows, 0 to 1, and what is written there in replay.
    pub(crate) at: f32,
    /// How far one step of the span goes, of the same whole; and the moment in words, for whoever can't see the slider.
    pub(crate) step: f32,
    pub(crate) stands_at: String,
    pub(crate) at_words: Option<String>,
    /// The moment of those alone.
    pub(crate) at_moment: Option<String>,
    /// Where live is, where the span has it, and what is written there in replay.
    pub(crate) live: Option<f32>,
    pub(crate) live_words: Option<String>,
    /// What is written about going back to live; none while it is live.
    pub(crate) back: Option<String>,
}

impl Model {
    pub(crate) fn of(seat: &Seat) -> Self {
        let (lang, zone) = (seat.lang, seat.picture.tallies.zone());
        let (span, range) = (seat.replay.span, seat.slider_range());
        let is_past = seat.replay.is_wanted();
        let place = |at: Timestamp| share(range, at);
        let civil = |at: Timestamp| Civil::at(at, zone);
        let moment = |at: Timestamp| words_at(seat, span, at);
        let live = (range.0..=range.1).contains(&seat.clock).then(|| place(minute_of(seat.clock)));
        let back = match seat.replay.returns_in_secs() {
            Some(secs) if lang == Lang::Zh => {
                Some(format!("{}{}", format::span_short(lang, secs), text(lang, Word::BackSoon)))
            }
            Some(secs) => Some(format!("{} {}", text(lang, Word::BackSoon), format::span_short(lang, secs))),
            None => is_past.then(|| text(lang, Word::BackToLive).into()),
        };
        let ahead_secs = seat.slider_ahead_secs().unwrap_or(0);
        let whole_secs = range.1.secs_since(range.0).max(1);
        let due = due(seat, range, ahead_secs);
        let due_count: usize = due.iter().map(|(_, count)| count).sum();
        let most_due = due.iter().map(|(_, count)| *count as i64).max().unwrap_or(0);
        Self {
            span,
            title: text(lang, if ahead_secs > 0 && !is_past { Word::TimelineTitle } else { Word::TimelineMoment }),
            unit: span_words::unit(lang, span),
            range,
            bars: bars(seat, range, span, most_due),
            past_share: whole_secs as f32 / (whole_secs + ahead_secs) as f32,
            due,
            due_words: span_words::due_ahead(lang, ahead_secs / 3_600, due_count),
            ticks: ticks(seat, range, ahead_secs, span),
            at: place(stands_at(seat)),
            step: span.step_secs() as f32 / whole_secs as f32,
            stands_at: civil(seat.slider_at()).date_and_minute(lang),
            at_words: is_past.then(|| {
                let says = if is_loading(seat) { Word::ReplayReading } else { Word::ReplayTo };
                format!("{}{}", text(lang, says), moment(seat.slider_at()))
            }),
            at_moment: is_past.then(|| moment(seat.slider_at())),
            live: live.filter(|_| is_past),
            live_words: is_past.then(|| format!("{} {}", text(lang, Word::Live), civil(seat.clock).hour_minute())),
            back,
        }
    }
}

impl Model {
    /// A moment as the slider says it.
    pub(crate) fn words_of(&self, seat: &Seat, at: Timestamp) -> String {
        words_at(seat, self.span, at)
    }
}

/// The moment at which the cursor stands. Live it goes on by minutes: by seconds it would move less than a pixel, and the
/// slider, as wide as the wall, be drawn anew for that.
fn stands_at(seat: &Seat) -> Timestamp {
    let at = seat.slider_at();
    if seat.replay.is_wanted() { at } else { minute_of(at) }
}

pub(super) fn words_at(seat: &Seat, span: Span, at: Timestamp) -> String {
    let [civil, now] = [at, seat.clock].map(|at| Civil::at(at, seat.picture.tallies.zone()));
    match span {
        Span::Day if civil.is_same_day(&now) => civil.hour_minute(),
        _ => format!("{} {}", civil.date_seen_from(seat.lang, &now), civil.hour_minute()),
    }
}

/// Whether the moment that is wanted is still being read: none shows yet, or one that is far from it.
fn is_loading(seat: &Seat) -> bool {
    const FAR_SECS: i64 = 3_600;
    let is_far = || seat.now.secs_since(seat.slider_at()).abs() > FAR_SECS;
    !seat.replay.is_on() || (seat.replay.is_under_way() && is_far())
}

/// The moment at a share of the slider that is so wide, dp: a whole one by the county's clocks, so that half past two can be
/// hit. Five minutes of a day; where a dp is more than that, so much of it.
pub(super) fn snapped(zone: &CivilZone, (from, to): (Timestamp, Timestamp), share: f32, width_dp: f32) -> Timestamp {
    const WHOLE_SECS: [i64; 10] = [300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400];
    let whole = to.secs_since(from).max(1);
    let secs_a_dp = whole as f64 / f64::from(width_dp.max(1.0));
    let step = WHOLE_SECS.into_iter().find(|secs| *secs as f64 >= secs_a_dp).unwrap_or(86_400);
    let at = from.plus_secs((f64::from(share) * whole as f64).round() as i64);
    // Counted from the day's own beginning: not every day has 24 hours.
    let day = zone.day_start(zone.day(at));
    let steps = (at.secs_since(day) as f64 / step as f64).round() as i64;
    let next = zone.day_start(zone.day(at) + 1);
    let snapped = day.plus_secs(steps * step);
    if snapped > next || step == 86_400 && steps > 0 { next } else { snapped }.min(to).max(from)
}

/// Where a moment stands in a range, 0 to 1.
fn share((from, to): (Timestamp, Timestamp), at: Timestamp) -> f32 {
    (at.secs_since(from) as f32 / to.secs_since(from).max(1) as f32).clamp(0.0, 1.0)
}

/// What happened in each stretch, of the most: by the time machine where it has answered for this span, else what came by
/// the live picture's own count.
///
/// What falls due in a stretch is drawn by the same measure, `most_due` at the most.
fn bars(seat: &Seat, (from, to): (Timestamp, Timestamp), span: Span, most_due: i64) -> Vec<(f32, Option<f32>)> {
    let count = (to.secs_since(from) / span.bar_secs()) as usize;
    let density: &Density = seat.replay.density();
    let is_told =
        seat.replay.is_wanted() && (density.from, density.secs, density.counts.len()) == (from, span.bar_secs(), count);
    let counts: Vec<(i64, Option<i64>)> = if is_told {
        density.counts.iter().map(|(steps, came)| (i64::from(*came), Some(i64::from(*steps)))).collect()
    } else {
        let tallies = &seat.live().tallies;
        let stretch = |n: usize| from.plus_secs(n as i64 * span.bar_secs());
        (0..count).map(|n| (tallies.received_between(stretch(n), stretch(n + 1)), None)).collect()
    };
    let most_came = counts.iter().map(|(came, _)| *came).max().unwrap_or(0).max(most_due).max(1) as f32;
    let most_steps = counts.iter().filter_map(|(_, steps)| *steps).max().unwrap_or(0).max(1) as f32;
    counts.into_iter().map(|(came, steps)| (came as f32 / most_came, steps.map(|n| n as f32 / most_steps))).collect()
}

/// What falls due in each stretch of the hours ahead, if nothing changes from now on, whatever moment shows.
fn due(seat: &Seat, (from, edge): (Timestamp, Timestamp), ahead_secs: i64) -> Vec<(f32, usize)> {
    let (secs, live) = (Span::Day.bar_secs(), seat.live());
    let (bars, mut counts) = (edge.secs_since(from) / secs, vec![0_usize; (ahead_secs / secs) as usize]);
    let rows = live.incidents.open().map(|number| live.incidents.row(number));
    for at in rows.filter(|row| row.state.is_handling()).filter_map(|row| row.due_at()).filter(|at| *at > seat.clock) {
        // What is due before the edge, minutes from now, is in the first.
        let place = at.secs_since(edge).div_euclid(secs).max(0) as usize;
        if let Some(count) = counts.get_mut(place) {
            *count += 1;
        }
    }
    let stretch = |n: i64| from.plus_secs(n * secs);
    let tallies = &live.tallies;
    let came = (0..bars).map(|n| tallies.received_between(stretch(n), stretch(n + 1)) as usize);
    let most = came.chain(counts.iter().copied()).max().unwrap_or(0).max(1) as f32;
    counts.into_iter().map(|count| (count as f32 / most, count)).collect()
}

/// The words below, at shares of what is behind live: every third hour of a day, days of a month, the first days of a year's months, ten years by their numbers.
fn ticks(seat: &Seat, range: (Timestamp, Timestamp), ahead_secs: i64, span: Span) -> Vec<(f32, [String; 2])> {
    let tallies = &seat.picture.tallies;
    let civil = |at: Timestamp| Civil::at(at, tallies.zone());
    match span {
        Span::Day => {
            let stretches = (range.1.secs_since(range.0) + ahead_secs) / span.bar_secs();
            let moments = (0..=stretches).map(|n| range.0.plus_secs(n * span.bar_secs()));
            let hours = moments.filter(|at| civil(*at).secs_of_day() % 10_800 == 0);
            let place = |at: Timestamp| at.secs_since(range.0) as f32 / range.1.secs_since(range.0).max(1) as f32;
            let words = |at: Timestamp| match civil(at).secs_of_day() / 3_600 {
                // Where two days meet the new one is named.
                0 if at > range.0 && at < range.1 => [civil(at).month_day(seat.lang), hour_words(seat.lang, 0)],
                0 if at == range.1 && ahead_secs == 0 => both(hour_words(seat.lang, 24)),
                hour => both(hour_words(seat.lang, hour)),
            };
            hours.map(|at| (place(at), words(at))).collect()
        }
        Span::Month | Span::Year | Span::Decade => {
            let days = (tallies.day(range.0)..tallies.day(range.1)).map(|day| tallies.day_start(day));
            let is_named = |at: &Timestamp| match span {
                Span::Month => tallies.day(*at).rem_euclid(5) == 0,
                Span::Decade => civil(*at).is_first_of_year(),
                _ => civil(*at).is_first_of_month(),
            };
            let words = |civil: Civil| if span == Span::Decade { civil.year() } else { civil.month_day(seat.lang) };
            days.filter(is_named).map(|at| (share(range, at), both(words(civil(at))))).collect()
        }
    }
}

fn both(words: String) -> [String; 2] {
    [words.clone(), words]
}

fn hour_words(lang: Lang, hour: i64) -> String {
    format!("{hour}{}", text(lang, Word::Hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_hits_whole_moments() {
        let (from, day) = (Timestamp(1_789_056_000), 86_400);
        let zone = CivilZone::from(8 * 3_600);
        let at = |share: f32, days: i64, width_dp: f32| {
            snapped(&zone, (from, from.plus_secs(days * day)), share, width_dp).secs_since(from)
        };
        // Two in the afternoon of a day, a dp beside it.
        assert_eq!(at(14.0 / 24.0 + 0.9 / 600.0, 1, 600.0), 14 * 3_600);
        assert_eq!(at(14.0 / 24.0 - 0.4 / 120.0, 1, 120.0), 14 * 3_600);
        // Of a month whole hours, of a year whole days.
        assert_eq!(at(0.3331, 30, 800.0) % 3_600, 0);
        assert_eq!(at(0.4321, 365, 400.0) % day, 0);
        assert_eq!((at(0.0, 1, 600.0), at(1.0, 1, 600.0)), (0, day));
    }

    #[test]
    fn whole_moments_are_those_of_the_countys_clocks() {
        // Chicago's 2014, whose summer is an hour ahead.
        let zone = CivilZone::new(jiff::tz::TimeZone::posix("CST6CDT,M3.2.0,M11.1.0").expect("a zone"));
        let year = (Timestamp(1_388_556_000), Timestamp(1_388_556_000 + 365 * 86_400));
        for share in [0.1, 0.33, 0.5, 0.66, 0.9] {
            let at = snapped(&zone, year, share, 400.0);
            assert_eq!(zone.local_secs(at) % 86_400, 0, "{share}: a day begins");
        }
        // The Sunday of 23 hours: its noon is noon.
        let day = zone.day(Timestamp(1_394_380_800));
        let range = (zone.day_start(day), zone.day_start(day + 1));
        assert_eq!(range.1.secs_since(range.0), 23 * 3_600);
        let at = snapped(&zone, range, 0.5, 23.0);
        assert_eq!(zone.local_secs(at) % 3_600, 0);
    }
}
