//! New matters: how many at which hour of which day, what, where, and who says so; by the rates of [`crate::rhythm`].

use super::dice::Dice;
use super::inputs::{SimCategory, SimSettings};
use super::person::Person;
use super::plane::Spot;
use super::route::Ground;
use crate::domain::{self, Actor, Calendar, IncidentCode, IncidentFile, LonLat, Source, Timestamp};
use crate::rhythm::{self, Civil, MOUTHS, STORM_MOUTHS, Sky, Weather};

/// A place belongs to a street when a node is no farther, metres.
const STREET_NAME_M: f64 = 80.0;

/// A new matter, before anybody has heard of it.
#[derive(Clone, Debug)]
pub(super) struct Report {
    pub(super) by: Actor,
    pub(super) file: IncidentFile,
    /// The place of the worker who found it.
    pub(super) finder: Option<usize>,
}

/// The day that it is.
#[derive(Clone, Copy, Debug)]
struct Today {
    day: i64,
    /// Its usual matters, as a share of a usual day's.
    share: f64,
    sky: Sky,
}

/// Thinks new matters up.
#[derive(Debug)]
pub(super) struct Reporter {
    dice: Dice,
    categories: Vec<SimCategory>,
    per_day: f64,
    utc_offset_secs: i32,
    calendar: Calendar,
    weather: Option<Weather>,
    today: Today,
    code_prefix: String,
    run: String,
    last_number: u32,
}

impl Reporter {
    pub(super) fn new(
        seed: u64,
        dice: Dice,
        categories: &[SimCategory],
        start: Timestamp,
        settings: &SimSettings,
    ) -> Self {
        Self {
            dice,
            categories: categories.to_vec(),
            per_day: f64::from(settings.reports_per_day),
            utc_offset_secs: settings.utc_offset_secs,
            calendar: settings.calendar.clone(),
            weather: settings.weather.then(|| Weather::new(seed)),
            today: Today { day: i64::MIN, share: 0.0, sky: Sky::Fair },
            code_prefix: settings.code_prefix.clone(),
            run: base36(start.0),
            last_number: settings.highest_number,
        }
    }

    /// The kinds of matters.
    pub(super) fn categories(&self) -> &[SimCategory] {
        &self.categories
    }

    /// The kind of matter with this code.
    pub(super) fn category(&self, code: &str) -> Option<&SimCategory> {
        self.categories.iter().find(|category| category.code.as_str() == code)
    }

    /// The moment by the site's clock.
    pub(super) fn civil(&self, at: Timestamp) -> Civil {
        Civil::of(at, self.utc_offset_secs)
    }

    /// The weather as a service would tell it; none where there is none.
    pub(super) fn weather_at(&self, at: Timestamp) -> Option<domain::Weather> {
        Some(self.weather?.told(at, self.utc_offset_secs))
    }

    /// What this second brings, in most seconds nothing; never more than one matter.
    pub(super) fn in_second(&mut self, at: Timestamp, people: &[Person], ground: &Ground) -> Option<Report> {
        let now = self.civil(at);
        if self.today.day != now.day {
            let sky = self.weather.map_or(Sky::Fair, |weather| weather.sky(now.day));
            let share = rhythm::day_share(now, &self.calendar) * sky.volume();
            self.today = Today { day: now.day, share, sky };
        }
        let usual = self.per_day * self.today.share * rhythm::hour_share(now.hour()) / 3_600.0;
        let storms = self.per_day * self.weather.map_or(0.0, |weather| weather.surge_a_second(now));
        let thrown = self.dice.unit();
        if people.is_empty() || thrown >= usual + storms {
            return None;
        }
        let of_storm = thrown >= usual;
        let shares = if of_storm { STORM_MOUTHS } else { MOUTHS.map(|(_, share)| share) };
        let (source, _) = MOUTHS[self.dice.weighted(&shares)];
        let (by, spot, finder) = match source {
            Source::Grid => self.found_by_grid(at, people)?,
            _ => self.said_by_citizen(source, people, ground)?,
        };
        let mut file = self.file(spot, ground, source, (now, of_storm));
        file.reported_at = at;
        Some(Report { by, file, finder })
    }

    /// A number that no other matter has or will have: the day, a running number, and the moment
    /// at which this run began (two runs never begin at the same moment: a run's matters all lie
    /// after its beginning, and the next run begins after the last of them).
    pub(super) fn next_code(&mut self, at: Timestamp) -> IncidentCode {
        self.last_number += 1;
        let local_secs = at.0.saturating_add(i64::from(self.utc_offset_secs));
        let day = jiff::Timestamp::from_second(local_secs)
            .map_or_else(|_| "000000".to_owned(), |local| local.strftime("%y%m%d").to_string());
        format!("{}{day}-S{:04}-{}", self.code_prefix, self.last_number, self.run).into()
    }

    /// Whether a number is of the kind that `next_code` gives, in this run or an earlier one.
    pub(super) fn is_own(&self, code: &IncidentCode) -> bool {
        let rest = code.as_str().strip_prefix(self.code_prefix.as_str()).and_then(|rest| rest.get(6..));
        rest.and_then(|rest| rest.strip_prefix("-S")).is_some_and(|rest| rest.contains('-'))
    }

    fn found_by_grid(&mut self, at: Timestamp, people: &[Person]) -> Option<(Actor, Spot, Option<usize>)> {
        let start = self.dice.below(people.len());
        // The first one from there on who walks the round with a phone that answers.
        let finder = (start..people.len()).chain(0..start).find(|place| {
            let person = &people[*place];
            person.on_duty && person.is_idle() && !person.phone.is_silent(at.0)
        })?;
        let person = &people[finder];
        let spot = person.at.moved(self.dice.around_zero(4.0), self.dice.around_zero(4.0));
        Some((Actor::Worker(person.code.clone()), spot, Some(finder)))
    }

    fn said_by_citizen(
        &mut self,
        source: Source,
        people: &[Person],
        ground: &Ground,
    ) -> Option<(Actor, Spot, Option<usize>)> {
        // Where there are workers there are citizens.
        let spot = people.get(self.dice.below(people.len()))?.place_in_round(&mut self.dice);
        let spot = ground.water.ashore(spot);
        let spot = ground.node_near(spot, 300.0).map_or(spot, |node| ground.streets.spot(node));
        let spot = spot.moved(self.dice.around_zero(6.0), self.dice.around_zero(6.0));
        Some((Actor::System(mouth(source).into()), spot, None))
    }

    fn file(&mut self, spot: Spot, ground: &Ground, source: Source, (now, of_storm): (Civil, bool)) -> IncidentFile {
        let at: LonLat = ground.plane.lonlat(spot);
        let street = ground.node_near(spot, STREET_NAME_M).and_then(|node| ground.streets.name(node));
        let kind = self.pick_kind(source, street.is_some(), (now, of_storm));
        let kind = kind.and_then(|place| self.categories.get(place));
        let (parent, name) = kind.map_or(("", "现场情况"), |kind| (parent_of(kind), kind.name.as_str()));
        let natures = rhythm::natures(source, parent, name);
        let weights: Vec<u32> = natures.iter().map(|(_, weight)| *weight).collect();
        let (nature, _) = natures[self.dice.weighted(&weights)];
        let chances = rhythm::confidential_permille(nature, name).map(|permille| f64::from(permille) / 1000.0);
        let confidential = chances.into_iter().any(|chance| self.dice.happens(chance));
        let said = kind.and_then(|kind| self.dice.pick(&kind.said)).map_or(name, String::as_str);
        let title = match street {
            _ if confidential => format!("{name}（保密件）"),
            Some(street) => format!("{street}{said}"),
            None => said.to_owned(),
        };
        IncidentFile {
            category: kind.map(|kind| kind.code.clone()),
            nature,
            source,
            urgency: kind.map(|kind| kind.urgency).unwrap_or_default(),
            difficulty: kind.map(|kind| kind.difficulty).unwrap_or_default(),
            title,
            address: street.map(|street| format!("{street}附近")).unwrap_or_default(),
            at: Some(at),
            confidential,
            ..IncidentFile::default()
        }
    }

    /// The place of a kind that fits the mouth, the place, the season and the weather; none where there are no kinds.
    fn pick_kind(&mut self, source: Source, urban: bool, (now, of_storm): (Civil, bool)) -> Option<usize> {
        let (month, sky) = (now.month(), self.today.sky);
        let most = u32::try_from(self.categories.len().max(1)).unwrap_or(u32::MAX);
        let of_a_storm: Vec<u32> = self.categories.iter().map(|kind| rhythm::storm(&kind.name)).collect();
        let fitting = |kind: &SimCategory| {
            let shares = [
                rhythm::season(&kind.name, month),
                rhythm::weather(&kind.name, sky),
                rhythm::fit(parent_of(kind), &kind.name, source, urban),
            ];
            let whole = shares.into_iter().fold(u64::from(kind.weight), |weight, share| weight * u64::from(share));
            // Ten thousandths, each so small that all of them add up.
            u32::try_from(whole / 100).unwrap_or(u32::MAX).min(u32::MAX / most)
        };
        let usual = || self.categories.iter().map(fitting).collect::<Vec<u32>>();
        let weights = if of_storm && of_a_storm.iter().any(|weight| *weight > 0) { of_a_storm } else { usual() };
        let any = weights.iter().any(|weight| *weight > 0);
        any.then(|| self.dice.weighted(&weights))
    }
}

/// The code of the kind's group, as the catalogue spells it: the first two signs.
fn parent_of(kind: &SimCategory) -> &str {
    kind.code.as_str().get(..2).unwrap_or_default()
}

/// Who speaks by a mouth.
fn mouth(source: Source) -> &'static str {
    match source {
        Source::Grid => "网格App",
        Source::CityHotline => "12345",
        Source::Hotline => "本县热线",
        Source::Mailbox => "领导信箱",
        Source::Visit => "来访登记",
        Source::Web => "网站",
        Source::Snap => "随手拍",
        Source::Camera => "视频巡查",
        Source::Town => "镇街来电",
    }
}

/// A moment in a few signs.
pub(super) fn base36(secs: i64) -> String {
    let mut left = secs.unsigned_abs();
    let mut signs = Vec::new();
    while left > 0 || signs.is_empty() {
        signs.push(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(left % 36) as usize]);
        left /= 36;
    }
    signs.iter().rev().map(|sign| char::from(*sign)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_the_day_and_the_run() {
        let settings = SimSettings { highest_number: 41, ..SimSettings::default() };
        let start = Timestamp(1_789_056_000); // 2026-09-10T16:00:00Z, midnight of the 11th in China
        let mut reporter = Reporter::new(1, Dice::new(1, 1), &[], start, &settings);
        assert_eq!(reporter.next_code(start.plus_secs(-1)).as_str(), "CL260910-S0042-TL5OG0");
        let code = reporter.next_code(start);
        assert_eq!(code.as_str(), "CL260911-S0043-TL5OG0");
        assert!(reporter.is_own(&code));
        for other in ["CL260911-0486", "CL", "", "X260911-S0043-TL5OG0", "CL260911-S0043", "CL网格网格网格-S1-2"]
        {
            let _ = reporter.is_own(&other.into());
        }
        assert!(!reporter.is_own(&"CL260911-0486".into()) && !reporter.is_own(&"CL260911-S0043".into()));
        assert_eq!(base36(0), "0");
        assert_eq!(base36(36 * 36 - 1), "ZZ");
    }
}
