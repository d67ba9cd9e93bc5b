//! Which of what is asked for: words of the command line become the picture's filters. A word that nothing answers to
//! is told together with those that exist.

use super::super::Usage;
use super::parse_time;
use clap::Args;
use serde::Serialize;
use std::collections::BTreeSet;
use zonglan::domain::{AreaCode, CameraState, Role, Source, State, Timestamp, Urgency};
use zonglan::picture::{CameraFilter, IncidentFilter, Picture, PlaceFilter, Wanted, WorkerFilter, WorkerState};

/// So many of the words that exist are told.
const WORDS_TOLD: usize = 12;

/// Conditions, all of which have to hold; several words between commas: any of them.
#[derive(Args)]
pub(super) struct FilterArgs {
    /// Workers: on_duty (nothing to do), on_task, offline, off_duty. Cameras: online, unknown, no_route, fault.
    /// Incidents: reported, accepted, assigned, receipted, on_scene, handled, closed, answered
    #[arg(long, value_name = "A,B")]
    state: Option<String>,
    /// Workers: GridChief, GridWorker, PartTime, Assistant, Responder
    #[arg(long, value_name = "A,B")]
    role: Option<String>,
    /// Workers: who can do one of these
    #[arg(long, value_name = "A,B")]
    skill: Option<String>,
    /// Workers: who sends them. Incidents: who answers for them
    #[arg(long, value_name = "A,B")]
    agency: Option<String>,
    /// Workers: with a position no older than so many seconds
    #[arg(long, value_name = "SECS")]
    max_age: Option<i64>,
    /// Workers: at home in this area or a part of it
    #[arg(long, value_name = "CODE")]
    home: Option<String>,
    /// Workers: only those on duty, with a fix to trust and nothing to do
    #[arg(long)]
    free: bool,
    /// Cameras: who runs them
    #[arg(long, value_name = "A,B")]
    operator: Option<String>,
    /// Incidents: U1, U2, U3, U4
    #[arg(long, value_name = "A,B")]
    urgency: Option<String>,
    /// Incidents: categories by code or name, with all that belongs to them
    #[arg(long, value_name = "A,B")]
    category: Option<String>,
    /// Incidents: grid, 12345, hotline, mailbox, visit, web, snap, camera, town
    #[arg(long, value_name = "A,B")]
    source: Option<String>,
    /// Incidents: reported then or later, RFC 3339; closed ones too
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Incidents: reported before then, RFC 3339; closed ones too
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Incidents: closed ones too
    #[arg(long)]
    all: bool,
    /// Places: their kinds, in the county's own words
    #[arg(long, value_name = "A,B")]
    kind: Option<String>,
    /// Incidents, cameras, places: only those in this area
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
}

impl FilterArgs {
    /// What is looked for, where `things` says of which kind.
    pub(super) fn wanted(&self, picture: &Picture, things: &str) -> anyhow::Result<Wanted> {
        let wanted = match things {
            "workers" => Wanted::Workers(self.workers(picture)?),
            "cameras" => Wanted::Cameras(self.cameras(picture)?),
            "incidents" => Wanted::Incidents(self.incidents(picture)?),
            "places" => Wanted::Places(self.places(picture)?),
            other => {
                let line = format!("what is looked for is workers, cameras, incidents or places, not {other}");
                return Err(Usage(line).into());
            }
        };
        self.check_that_all_apply(things)?;
        Ok(wanted)
    }

    /// A condition that says nothing of what is asked for would be left out silently: it is refused.
    fn check_that_all_apply(&self, things: &str) -> anyhow::Result<()> {
        let given: [(&str, bool, &[&str]); 15] = [
            ("state", self.state.is_some(), &["workers", "cameras", "incidents"]),
            ("role", self.role.is_some(), &["workers"]),
            ("skill", self.skill.is_some(), &["workers"]),
            ("agency", self.agency.is_some(), &["workers", "incidents"]),
            ("max-age", self.max_age.is_some(), &["workers"]),
            ("home", self.home.is_some(), &["workers"]),
            ("free", self.free, &["workers"]),
            ("operator", self.operator.is_some(), &["cameras"]),
            ("urgency", self.urgency.is_some(), &["incidents"]),
            ("category", self.category.is_some(), &["incidents"]),
            ("source", self.source.is_some(), &["incidents"]),
            ("from and --to", self.from.is_some() || self.to.is_some(), &["incidents"]),
            ("all", self.all, &["incidents"]),
            ("kind", self.kind.is_some(), &["places"]),
            ("area", self.area.is_some(), &["incidents", "cameras", "places"]),
        ];
        let stray = given.iter().find(|(_, is_given, of)| *is_given && !of.contains(&things));
        stray.map_or(Ok(()), |(name, _, of)| {
            Err(Usage(format!("--{name} says something of {}, not of {things}", of.join(", "))).into())
        })
    }

    fn workers(&self, picture: &Picture) -> anyhow::Result<WorkerFilter> {
        let rows = || picture.workers.rows().iter().map(|row| &row.worker);
        let skills = rows().flat_map(|worker| worker.skills.iter().map(String::as_str));
        let agencies = rows().filter_map(|worker| worker.agency.as_ref().map(|name| name.as_str()));
        Ok(WorkerFilter {
            states: fixed_words("state", &self.state, &WorkerState::ALL)?,
            roles: fixed_words("role", &self.role, &Role::ALL)?,
            skills: known_words("skill", &self.skill, skills)?,
            agencies: known_words("agency", &self.agency, agencies)?.into_iter().map(Into::into).collect(),
            max_fix_age_secs: self.max_age,
            home: area(picture, &self.home)?,
            free: self.free,
        })
    }

    fn cameras(&self, picture: &Picture) -> anyhow::Result<CameraFilter> {
        let operators = picture.cameras.rows().iter().filter_map(|camera| camera.operator.as_deref());
        Ok(CameraFilter {
            states: fixed_words("state", &self.state, &CameraState::ALL)?,
            operators: known_words("operator", &self.operator, operators)?,
            area: area(picture, &self.area)?,
        })
    }

    fn incidents(&self, picture: &Picture) -> anyhow::Result<IncidentFilter> {
        let names = picture.agencies.rows();
        let agencies = known_words("agency", &self.agency, names.iter().map(|name| name.as_str()))?;
        let numbered = (0u32..).zip(names).filter(|(_, name)| agencies.iter().any(|asked| asked == name.as_str()));
        let (from, to) = (moment(&self.from)?, moment(&self.to)?);
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            return Err(Usage("a period ends after it begins: --from TIME --to a later TIME".into()).into());
        }
        Ok(IncidentFilter {
            states: fixed_words("state", &self.state, &State::ALL)?,
            closed_too: self.all,
            urgencies: fixed_words("urgency", &self.urgency, &Urgency::ALL)?,
            sources: fixed_words("source", &self.source, &Source::ALL)?,
            categories: self.categories(picture)?,
            agencies: numbered.map(|(number, _)| number).collect(),
            area: area(picture, &self.area)?,
            from,
            to,
        })
    }

    /// The categories that are named, and all that belong to them.
    fn categories(&self, picture: &Picture) -> anyhow::Result<Vec<u32>> {
        let rows = picture.categories.rows();
        let words = rows.iter().flat_map(|category| [category.name.as_str(), category.code.as_str()]);
        let asked = known_words("category", &self.category, words)?;
        let is_asked =
            |row: &zonglan::domain::Category| asked.iter().any(|word| *word == row.name || word == row.code.as_str());
        let mut found: BTreeSet<u32> =
            (0u32..).zip(rows).filter(|(_, row)| is_asked(row)).map(|(number, _)| number).collect();
        // A catalogue has two or three levels: a round finds the parts of what the last one found.
        loop {
            let before = found.len();
            let is_part = |row: &zonglan::domain::Category| {
                let parent = row.parent.as_ref().and_then(|code| picture.categories.number(code));
                parent.is_some_and(|parent| found.contains(&parent))
            };
            let parts: Vec<u32> = (0u32..).zip(rows).filter(|(_, row)| is_part(row)).map(|(n, _)| n).collect();
            found.extend(parts);
            if found.len() == before {
                return Ok(found.into_iter().collect());
            }
        }
    }

    fn places(&self, picture: &Picture) -> anyhow::Result<PlaceFilter> {
        let kinds = picture.places.rows().iter().map(|place| place.kind.as_str());
        Ok(PlaceFilter { kinds: known_words("kind", &self.kind, kinds)?, area: area(picture, &self.area)? })
    }
}

fn moment(text: &Option<String>) -> anyhow::Result<Option<Timestamp>> {
    text.as_deref().map(parse_time).transpose()
}

/// The number of the area with this code, where one is named.
pub(in super::super) fn area(picture: &Picture, code: &Option<String>) -> anyhow::Result<Option<u32>> {
    let Some(code) = code else { return Ok(None) };
    let number = picture.areas.number(&AreaCode::from(code.as_str()));
    number.map(Some).ok_or_else(|| anyhow::anyhow!("no area has the code {code}"))
}

fn words(text: &Option<String>) -> Vec<&str> {
    let parts = text.iter().flat_map(|text| text.split(',')).map(str::trim);
    parts.filter(|word| !word.is_empty()).collect()
}

/// The values of a fixed list that the words name, spelled as in answers.
fn fixed_words<T: Serialize + Copy>(option: &str, text: &Option<String>, all: &[T]) -> anyhow::Result<Vec<T>> {
    let names = all.iter().map(|value| Ok(serde_json::to_value(value)?.as_str().unwrap_or_default().to_owned()));
    let names = names.collect::<anyhow::Result<Vec<String>>>()?;
    let find = |word: &str| {
        let place = names.iter().position(|name| name.eq_ignore_ascii_case(word));
        let unknown = || Usage(format!("--{option} knows {}, not {word}", names.join(", ")));
        place.map(|place| all[place]).ok_or_else(|| unknown().into())
    };
    words(text).into_iter().map(find).collect()
}

/// The words, where each is one that the county has.
fn known_words<'a>(
    option: &str,
    text: &Option<String>,
    existing: impl Iterator<Item = &'a str>,
) -> anyhow::Result<Vec<String>> {
    let asked = words(text);
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let existing: BTreeSet<&str> = existing.filter(|word| !word.is_empty()).collect();
    if let Some(unknown) = asked.iter().find(|word| !existing.contains(**word)) {
        let some: Vec<&str> = existing.iter().copied().take(WORDS_TOLD).collect();
        let more = existing.len() - some.len();
        let line = match (some.is_empty(), more) {
            (true, _) => format!("--{option}: nothing here says any; not {unknown}"),
            (_, 0) => format!("--{option} knows {} here, not {unknown}", some.join(", ")),
            _ => format!("--{option} knows {} and {more} more here, not {unknown}", some.join(", ")),
        };
        return Err(Usage(line).into());
    }
    Ok(asked.into_iter().map(str::to_owned).collect())
}
