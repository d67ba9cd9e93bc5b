//! New matters: how many at which hour, what, where, and who says so.

use super::dice::Dice;
use super::inputs::{SimCategory, SimSettings};
use super::person::Person;
use super::plane::Spot;
use super::route::Ground;
use crate::domain::{Actor, IncidentCode, IncidentFile, LonLat, Nature, Source, Timestamp, Urgency};

/// How much of a day's talk falls into each hour.
const HOURS: [u32; 24] = [4, 3, 2, 2, 3, 6, 14, 30, 52, 60, 58, 50, 34, 38, 52, 56, 54, 46, 36, 30, 26, 20, 12, 7];

/// How often each urgency comes: hardly anything is 特急.
const URGENCIES: [u32; 4] = [1, 5, 60, 34];

/// By which mouths citizens speak, and how often.
const MOUTHS: [(Source, u32, &str); 7] = [
    (Source::CityHotline, 60, "12345"),
    (Source::Hotline, 12, "本县热线"),
    (Source::Snap, 12, "随手拍"),
    (Source::Web, 6, "网站"),
    (Source::Visit, 4, "来访登记"),
    (Source::Mailbox, 3, "领导信箱"),
    (Source::Town, 3, "镇街来电"),
];

/// What kinds of talk citizens' matters are, and how often.
const NATURES: [(Nature, u32); 3] = [(Nature::Complaint, 60), (Nature::Help, 34), (Nature::Suggestion, 6)];

/// Of four matters three are found by the grid.
const GRID_SHARE: f64 = 0.75;

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

/// Thinks new matters up.
#[derive(Debug)]
pub(super) struct Reporter {
    dice: Dice,
    categories: Vec<SimCategory>,
    by_urgency: [Vec<usize>; 4],
    per_day: u32,
    utc_offset_secs: i32,
    code_prefix: String,
    run: String,
    last_number: u32,
}

impl Reporter {
    pub(super) fn new(dice: Dice, categories: &[SimCategory], start: Timestamp, settings: &SimSettings) -> Self {
        let of = |urgency: Urgency| {
            categories.iter().enumerate().filter(|(_, c)| c.urgency == urgency).map(|(place, _)| place).collect()
        };
        Self {
            dice,
            categories: categories.to_vec(),
            by_urgency: Urgency::ALL.map(of),
            per_day: settings.reports_per_day,
            utc_offset_secs: settings.utc_offset_secs,
            code_prefix: settings.code_prefix.clone(),
            run: base36(start.0),
            last_number: settings.highest_number,
        }
    }

    /// The kind of matter with this place.
    pub(super) fn category(&self, code: &str) -> Option<&SimCategory> {
        self.categories.iter().find(|category| category.code.as_str() == code)
    }

    /// What this second brings, in most seconds nothing.
    pub(super) fn in_second(&mut self, at: Timestamp, people: &[Person], ground: &Ground) -> Option<Report> {
        let weight = HOURS[self.local_secs(at).rem_euclid(86_400) as usize / 3600];
        let a_second = f64::from(self.per_day) * f64::from(weight) / (f64::from(HOURS.iter().sum::<u32>()) * 3600.0);
        if people.is_empty() || !self.dice.happens(a_second) {
            return None;
        }
        let mut report = if self.dice.happens(GRID_SHARE) {
            self.found_by_grid(at, people, ground)?
        } else {
            self.said_by_citizen(people, ground)?
        };
        report.file.reported_at = at;
        Some(report)
    }

    /// A number that no other matter has or will have: the day, a running number, and the moment
    /// at which this run began (two runs never begin at the same moment: a run's matters all lie
    /// after its beginning, and the next run begins after the last of them).
    pub(super) fn next_code(&mut self, at: Timestamp) -> IncidentCode {
        self.last_number += 1;
        let day = jiff::Timestamp::from_second(self.local_secs(at))
            .map_or_else(|_| "000000".to_owned(), |local| local.strftime("%y%m%d").to_string());
        format!("{}{day}-S{:04}-{}", self.code_prefix, self.last_number, self.run).into()
    }

    /// Whether a number is of the kind that `next_code` gives, in this run or an earlier one.
    pub(super) fn is_own(&self, code: &IncidentCode) -> bool {
        let rest = code.as_str().strip_prefix(self.code_prefix.as_str()).and_then(|rest| rest.get(6..));
        rest.and_then(|rest| rest.strip_prefix("-S")).is_some_and(|rest| rest.contains('-'))
    }

    fn local_secs(&self, at: Timestamp) -> i64 {
        at.0.saturating_add(i64::from(self.utc_offset_secs))
    }

    fn found_by_grid(&mut self, at: Timestamp, people: &[Person], ground: &Ground) -> Option<Report> {
        let start = self.dice.below(people.len());
        // The first one from there on who walks the round with a phone that answers.
        let finder = (start..people.len()).chain(0..start).find(|place| {
            let person = &people[*place];
            person.on_duty && person.is_idle() && person.silent_until < at.0
        })?;
        let person = &people[finder];
        let spot = person.at.moved(self.dice.around_zero(4.0), self.dice.around_zero(4.0));
        let file = self.file(spot, ground, Nature::GridFound, Source::Grid);
        Some(Report { by: Actor::Worker(person.code.clone()), file, finder: Some(finder) })
    }

    fn said_by_citizen(&mut self, people: &[Person], ground: &Ground) -> Option<Report> {
        // Where there are workers there are citizens.
        let spot = people.get(self.dice.below(people.len()))?.place_in_round(&mut self.dice);
        let spot = ground.node_near(spot, 300.0).map_or(spot, |node| ground.streets.spot(node));
        let spot = spot.moved(self.dice.around_zero(6.0), self.dice.around_zero(6.0));
        let (source, _, name) = MOUTHS[self.dice.weighted(&MOUTHS.map(|(_, weight, _)| weight))];
        let (nature, _) = NATURES[self.dice.weighted(&NATURES.map(|(_, weight)| weight))];
        let file = self.file(spot, ground, nature, source);
        Some(Report { by: Actor::System(name.into()), file, finder: None })
    }

    fn file(&mut self, spot: Spot, ground: &Ground, nature: Nature, source: Source) -> IncidentFile {
        let at: LonLat = ground.plane.lonlat(spot);
        let street = ground.node_near(spot, STREET_NAME_M).and_then(|node| ground.streets.name(node));
        let category = self.pick_category();
        let name = category.map_or("现场情况", |category| category.name.as_str());
        IncidentFile {
            category: category.map(|category| category.code.clone()),
            nature,
            source,
            urgency: category.map(|category| category.urgency).unwrap_or_default(),
            difficulty: category.map(|category| category.difficulty).unwrap_or_default(),
            title: street.map_or_else(|| name.to_owned(), |street| format!("{street}{name}")),
            address: street.map(|street| format!("{street}附近")).unwrap_or_default(),
            at: Some(at),
            ..IncidentFile::default()
        }
    }

    fn pick_category(&mut self) -> Option<&SimCategory> {
        let mut weights = URGENCIES;
        for (weight, of_it) in weights.iter_mut().zip(&self.by_urgency) {
            *weight = if of_it.is_empty() { 0 } else { *weight };
        }
        let class = self.dice.weighted(&weights);
        let place = *self.dice.pick(&self.by_urgency[class])?;
        self.categories.get(place)
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
        let mut reporter = Reporter::new(Dice::new(1, 1), &[], start, &settings);
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
