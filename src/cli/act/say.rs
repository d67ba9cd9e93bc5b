//! What an act says, from the words on the command line.

use super::super::Usage;
use super::super::query::{lonlat, parse_time};
use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::path::Path;
use zonglan::domain::{
    Act, ActKind, AgencyName, AreaLevel, Ask, CallBack, Difficulty, Draft, IncidentFile, Mediation, Nature, Personal,
    Photo, PhotoMoment, Service, Source, Timestamp, Upstream, Urgency,
};
use zonglan::ledger::{PhotoStore, SqliteLedger, is_photo_name};

/// What the acts say; each takes what it wants.
#[derive(Args)]
pub(super) struct Said {
    /// assign, reassign: the person
    #[arg(long)]
    worker: Option<String>,
    /// assign, report-in, joint-result: the agency
    #[arg(long)]
    agency: Option<String>,
    /// What is said: the message, the result, the reason, the note
    #[arg(long, default_value = "")]
    text: String,
    /// report: a few words
    #[arg(long, default_value = "")]
    title: String,
    /// report, accept: the category
    #[arg(long)]
    category: Option<String>,
    /// report, accept: U1 | U2 | U3 | U4
    #[arg(long)]
    urgency: Option<String>,
    /// report, accept: simple | general | complex
    #[arg(long)]
    difficulty: Option<String>,
    /// report: consultation | help | complaint | report | suggestion | praise | grid_found | dispute
    #[arg(long)]
    nature: Option<String>,
    /// report: grid | 12345 | hotline | mailbox | visit | web | snap | camera | town
    #[arg(long)]
    source: Option<String>,
    /// report: LON,LAT
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    place: Option<String>,
    /// report: where it is, in words
    #[arg(long, default_value = "")]
    address: String,
    /// report: it has no place, such as a question on a law
    #[arg(long)]
    nowhere: bool,
    /// report: who reported it; kept apart, masked elsewhere
    #[arg(long, value_name = "NAME")]
    caller: Option<String>,
    /// report: the reporter's number; kept apart, masked elsewhere
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// report: 保密件
    #[arg(long, num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    confidential: Option<bool>,
    /// report: the platform above us, such as 12345
    #[arg(long, value_name = "SYSTEM")]
    upstream: Option<String>,
    /// report: its number there
    #[arg(long, value_name = "NUMBER")]
    upstream_number: Option<String>,
    /// report: by when that platform wants it handled
    #[arg(long, value_name = "TIME")]
    upstream_deadline: Option<String>,
    /// report: until when it takes the order back
    #[arg(long, value_name = "TIME")]
    return_until: Option<String>,
    /// report: it calls the citizen back itself
    #[arg(long)]
    upstream_calls_back: bool,
    /// check: it is not done
    #[arg(long)]
    failed: bool,
    /// callback, rate: satisfied | mostly | unsatisfied | unreachable
    #[arg(long, default_value = "satisfied")]
    answer: String,
    /// decline: where to go instead
    #[arg(long, default_value = "")]
    go_to: String,
    /// pass-on: 110 | 119 | 120
    #[arg(long)]
    service: Option<String>,
    /// merge: the matter under whose number it is told
    #[arg(long, value_name = "NUMBER")]
    into: Option<String>,
    /// raise, pass-down: county | town | zone | village | grid
    #[arg(long, value_name = "LEVEL")]
    to: Option<String>,
    /// ask-extend, ask-suspend, shelve: until when
    #[arg(long, value_name = "TIME")]
    until: Option<String>,
    /// ask-suspend: 挂账, it stands on the list of what can't be solved for long
    #[arg(long)]
    listed: bool,
    /// summon: the agencies
    #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
    agencies: Vec<String>,
    /// summon: the one in the lead
    #[arg(long, value_name = "NAME")]
    lead: Option<String>,
    /// summon: by when they must report in
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    /// summon: who in the hall was told by phone
    #[arg(long, value_name = "NAME")]
    told: Option<String>,
    /// mediate: mediating | agreed | not_agreed | performed | visited_again
    #[arg(long)]
    phase: Option<String>,
    /// settle, attach: a photo from before (JPEG, PNG, WebP), taken in without what tells where it was taken; or the
    /// SHA-256 of one that was taken in
    #[arg(long, value_name = "FILE|SHA256")]
    before: Vec<String>,
    /// settle, attach: a photo from after, likewise
    #[arg(long, value_name = "FILE|SHA256")]
    after: Vec<String>,
}

impl Said {
    /// The act of this name with what was said.
    pub(super) fn act(&self, name: &str, at: Timestamp, dir: &Path) -> anyhow::Result<Act> {
        let Some(kind) = ActKind::parse(name) else {
            let names: Vec<&str> = ActKind::ALL.iter().map(|kind| kind.name()).collect();
            return Err(Usage(format!("no such act ({}): {name}", names.join(", "))).into());
        };
        let has_photos = !self.before.is_empty() || !self.after.is_empty();
        if has_photos && !matches!(kind, ActKind::Settle | ActKind::Attach) {
            return Err(Usage(format!("'{name}' carries no photos: give them by 'attach', or with 'settle'")).into());
        }
        let text = || self.text.clone();
        Ok(match kind {
            ActKind::Report => self.report(at)?,
            ActKind::Accept => Act::Accept {
                category: self.category.as_deref().map(Into::into),
                urgency: self.urgency()?,
                difficulty: self.difficulty()?,
            },
            ActKind::Assign => {
                let agency = self.agency.as_deref().map(Into::into);
                Act::Assign { agency, worker: self.worker.as_deref().map(Into::into), message: text() }
            }
            ActKind::Deliver => Act::Deliver,
            ActKind::Receipt => Act::Receipt,
            ActKind::Arrive => Act::Arrive,
            ActKind::ReportBack => Act::ReportBack { text: text() },
            ActKind::Handle => Act::Handle { result: text() },
            ActKind::Check => Act::Check { passed: !self.failed },
            ActKind::CallBack => Act::CallBack { answer: self.answer()? },
            ActKind::Close => Act::Close,
            ActKind::Recall => Act::Recall,
            ActKind::Reassign => {
                let worker = self.worker.as_deref().ok_or_else(|| Usage("reassign wants --worker CODE".into()))?;
                Act::Reassign { worker: worker.into(), message: text() }
            }
            ActKind::Answer => Act::Answer { text: text() },
            ActKind::Decline => Act::Decline { reason: text(), go_to: self.go_to.clone() },
            ActKind::Settle => Act::Settle { result: text(), photos: self.photos(dir)? },
            ActKind::Attach => Act::Attach { photos: self.photos(dir)? },
            ActKind::PassOn => {
                let word = wanted("--service", self.service.as_deref())?;
                Act::PassOn { service: word_of::<Service>("--service", "110, 119 or 120", word)?, note: text() }
            }
            ActKind::ReturnUp => Act::ReturnUp { reason: text() },
            ActKind::Reopen => Act::Reopen { reason: text() },
            ActKind::Merge => Act::Merge { into: wanted("--into", self.into.as_deref())?.into() },
            ActKind::Unmerge => Act::Unmerge,
            _ => self.later(kind)?,
        })
    }

    /// The acts beside the plain path and its ends.
    fn later(&self, kind: ActKind) -> anyhow::Result<Act> {
        let text = || self.text.clone();
        let agency = || Ok::<AgencyName, anyhow::Error>(wanted("--agency", self.agency.as_deref())?.into());
        let until = || parse_time(wanted("--until", self.until.as_deref())?);
        Ok(match kind {
            ActKind::Raise => Act::Raise { to: self.to.as_deref().map(level).transpose()?, reason: text() },
            ActKind::PassDown => Act::PassDown { to: level(wanted("--to", self.to.as_deref())?)?, reason: text() },
            ActKind::Escalate => Act::Escalate { reason: text() },
            ActKind::Rate => Act::Rate { rating: self.answer()? },
            ActKind::AskReturn => Act::Ask { ask: Ask::Return, reason: text() },
            ActKind::AskExtend => Act::Ask { ask: Ask::Extend { until: until()? }, reason: text() },
            ActKind::AskSuspend => {
                Act::Ask { ask: Ask::Suspend { until: until()?, listed: self.listed }, reason: text() }
            }
            ActKind::Grant => Act::Grant,
            ActKind::Deny => Act::Deny { reason: text() },
            ActKind::Resume => Act::Resume,
            ActKind::Remind => Act::Remind { text: text() },
            ActKind::Note => Act::Note { text: text() },
            ActKind::Summon => Act::Summon {
                agencies: self.agencies.iter().map(|name| name.as_str().into()).collect(),
                lead: self.lead.as_deref().map(Into::into),
                due_at: self.due.as_deref().map(parse_time).transpose()?,
                told: self.told.clone(),
                text: text(),
            },
            ActKind::AllowSummons => Act::AllowSummons,
            ActKind::DenySummons => Act::DenySummons { reason: text() },
            ActKind::ReportIn => Act::ReportIn { agency: agency()? },
            ActKind::JointResult => Act::JointResult { agency: agency()?, result: text() },
            ActKind::EndSummons => Act::EndSummons { reason: text() },
            ActKind::Supervise => Act::Supervise { text: text() },
            ActKind::Criticise => Act::Criticise { text: text() },
            ActKind::LiftSupervision => Act::LiftSupervision { reason: text() },
            ActKind::Acknowledge => Act::Acknowledge,
            ActKind::Shelve => Act::Shelve { until: until()?, reason: text() },
            ActKind::Unshelve => Act::Unshelve,
            ActKind::Mediate => {
                let word = wanted("--phase", self.phase.as_deref())?;
                Act::Mediate { phase: word_of::<Mediation>("--phase", PHASES, word)?, text: text() }
            }
            other => {
                let hint = if other == ActKind::Alarm { ": alarms are raised together, by --alarms" } else { "" };
                return Err(Usage(format!("'{}' is not given like this{hint}", other.name())).into());
            }
        })
    }

    fn report(&self, at: Timestamp) -> anyhow::Result<Act> {
        let (nature, source, upstream) = (self.nature()?, self.source()?, self.upstream()?);
        let file = IncidentFile {
            category: self.category.as_deref().map(Into::into),
            nature: nature.unwrap_or_default(),
            urgency: self.urgency()?.unwrap_or_default(),
            difficulty: self.difficulty()?.unwrap_or_default(),
            source: source.unwrap_or(Source::Hotline),
            title: self.title.clone(),
            at: self.place.as_deref().map(lonlat).transpose()?,
            reported_at: at,
            address: self.address.clone(),
            confidential: self.confidential.unwrap_or(false),
            upstream_number: self.upstream_number.clone(),
            upstream,
            ..IncidentFile::default()
        };
        let text = (!self.text.is_empty()).then(|| self.text.clone());
        let personal = Personal { reporter_name: self.caller.clone(), reporter_phone: self.phone.clone(), text };
        Ok(Act::Report { file: Box::new(file), personal: Some(personal) })
    }

    /// Puts what is said into a draft; what is not said stays as it was.
    pub(super) fn fill(&self, draft: &mut Draft) -> anyhow::Result<()> {
        let set = |field: &mut String, said: &String| {
            if !said.is_empty() {
                field.clone_from(said);
            }
        };
        set(&mut draft.text, &self.text);
        set(&mut draft.title, &self.title);
        set(&mut draft.address, &self.address);
        draft.is_nowhere |= self.nowhere;
        if let Some(place) = &self.place {
            (draft.at, draft.is_nowhere) = (Some(lonlat(place)?), false);
        }
        draft.source = self.source()?.or(draft.source);
        draft.nature = self.nature()?.or(draft.nature);
        draft.urgency = self.urgency()?.or(draft.urgency);
        draft.difficulty = self.difficulty()?.or(draft.difficulty);
        draft.confidential = self.confidential.or(draft.confidential);
        draft.upstream = self.upstream()?.or(draft.upstream.take());
        let said = |said: &Option<String>, was: Option<String>| said.clone().or(was);
        draft.reporter_name = said(&self.caller, draft.reporter_name.take());
        draft.reporter_phone = said(&self.phone, draft.reporter_phone.take());
        draft.upstream_number = said(&self.upstream_number, draft.upstream_number.take());
        draft.category = self.category.as_deref().map(Into::into).or(draft.category.take());
        Ok(())
    }

    fn nature(&self) -> anyhow::Result<Option<Nature>> {
        self.nature.as_deref().map(|word| word_of("--nature", NATURES, word)).transpose()
    }

    fn source(&self) -> anyhow::Result<Option<Source>> {
        self.source.as_deref().map(|word| word_of("--source", SOURCES, word)).transpose()
    }

    fn upstream(&self) -> anyhow::Result<Option<Upstream>> {
        let time = |text: &Option<String>| text.as_deref().map(parse_time).transpose();
        let Some(system) = &self.upstream else { return Ok(None) };
        Ok(Some(Upstream {
            system: system.clone(),
            deadline_at: time(&self.upstream_deadline)?,
            return_until: time(&self.return_until)?,
            calls_back: self.upstream_calls_back,
        }))
    }

    fn urgency(&self) -> anyhow::Result<Option<Urgency>> {
        self.urgency.as_deref().map(|word| word_of("--urgency", "U1, U2, U3 or U4", word)).transpose()
    }

    fn difficulty(&self) -> anyhow::Result<Option<Difficulty>> {
        self.difficulty.as_deref().map(|word| word_of("--difficulty", "simple, general or complex", word)).transpose()
    }

    fn answer(&self) -> anyhow::Result<CallBack> {
        word_of("--answer", "satisfied, mostly, unsatisfied or unreachable", &self.answer)
    }

    /// The photos, those of files taken in: they are durable before anything speaks of them.
    fn photos(&self, dir: &Path) -> anyhow::Result<Vec<Photo>> {
        let said = self.before.iter().map(|word| (PhotoMoment::Before, word));
        let said = said.chain(self.after.iter().map(|word| (PhotoMoment::After, word)));
        said.map(|(moment, word)| Ok(Photo { moment, sha256: photo_of(dir, word)? })).collect()
    }
}

/// The name of a photo that a word means: a file, or the name of one that was taken in.
fn photo_of(dir: &Path, word: &str) -> anyhow::Result<String> {
    let file = Path::new(word);
    if is_photo_name(word) && !file.exists() {
        return Ok(word.to_ascii_lowercase());
    }
    // A folder's name that is mistyped becomes no folder of photos.
    drop(SqliteLedger::open_read_only(dir)?);
    Ok(PhotoStore::of(dir).keep_file(file)?.sha256)
}

const PHASES: &str = "mediating, agreed, not_agreed, performed or visited_again";
const NATURES: &str = "consultation, help, complaint, report, suggestion, praise, grid_found or dispute";
const SOURCES: &str = "grid, 12345, hotline, mailbox, visit, web, snap, camera or town";

fn wanted<'a>(option: &str, word: Option<&'a str>) -> anyhow::Result<&'a str> {
    word.ok_or_else(|| Usage(format!("this act wants {option}")).into())
}

fn level(word: &str) -> anyhow::Result<AreaLevel> {
    AreaLevel::parse(word)
        .ok_or_else(|| Usage(format!("--to wants county, town, zone, village or grid: {word}")).into())
}

/// A word of one of the domain's lists.
fn word_of<T: DeserializeOwned>(option: &str, words: &str, word: &str) -> anyhow::Result<T> {
    serde_json::from_value(Value::from(word)).map_err(|_| Usage(format!("{option} wants {words}: {word}")).into())
}
