//! `zonglan act`: one command for one matter. Beside a running seat it goes through the seat's
//! socket, so that there is one writer; alone it opens the county itself.

use super::county::{County, now, user_data_dir};
use super::query::{lonlat, parse_time};
use super::{Usage, answer, beside};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;
use zonglan::domain::{
    Act, Actor, CallBack, Command, IncidentFile, Personal, Recorded, Source, Timestamp, Urgency, decide,
};
use zonglan::ledger::{DataDir, Ledger, SqliteLedger};

/// What to do with which matter.
#[derive(Args)]
pub(super) struct ActArgs {
    /// report | accept | assign | deliver | receipt | arrive | handle | check | callback | close | recall | reassign
    act: String,
    /// 事件编号：the matter's number
    incident: String,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Who does it: a name in the hall, or worker:CODE
    #[arg(long, default_value = "命令行")]
    by: String,
    /// When, RFC 3339; now, or the sample's own moment
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The command's number; the same number again is answered with the first result
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The version of the matter that you saw
    #[arg(long)]
    seen: Option<u32>,
    /// assign, reassign: the person
    #[arg(long)]
    worker: Option<String>,
    /// assign: the agency
    #[arg(long)]
    agency: Option<String>,
    /// assign, reassign: the message; handle: the result; report: what was said
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
    /// report: LON,LAT
    #[arg(long, value_name = "LON,LAT", allow_hyphen_values = true)]
    place: Option<String>,
    /// check: it is not done
    #[arg(long)]
    failed: bool,
    /// callback: satisfied | mostly | unsatisfied | unreachable
    #[arg(long, default_value = "satisfied")]
    answer: String,
}

impl ActArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        let mut command = self.command()?;
        if let Some(holder) = DataDir::peek(&dir)? {
            return answer(&beside::ask(&dir, &holder, command, self.at.is_some())?);
        }
        // Only an import or a seat makes a county: a folder's name that is mistyped here makes none.
        drop(SqliteLedger::open_read_only(&dir)?);
        let mut county = County::open(&dir, None, &mut |_, _| {})?;
        county.keep_picture()?;
        if let Some(first) = county.ledger.first_result(&command.id)? {
            return answer(&told(&first));
        }
        know_worker(&county, &command.act)?;
        if self.at.is_none() && county.picture.is_sample() {
            date(&mut command, county.picture.latest_at);
        }
        let number = county.picture.incidents.number(&command.incident);
        let standing = number.map(|number| county.picture.standing(number));
        let append = decide(standing.as_ref(), &command)?;
        let appended = county.ledger.append(&append)?;
        answer(&told(&appended.recorded))
    }

    fn command(&self) -> anyhow::Result<Command> {
        let at = self.at.as_deref().map_or_else(|| Ok(now()), parse_time)?;
        let mut entropy = [0_u8; 8];
        getrandom::fill(&mut entropy).map_err(|error| anyhow::anyhow!("no random number to be had: {error}"))?;
        let id = self.id.clone().unwrap_or_else(|| format!("act-{:016x}", u64::from_be_bytes(entropy)));
        let by = match self.by.strip_prefix("worker:") {
            Some(code) => Actor::Worker(code.into()),
            None => Actor::Officer(self.by.clone()),
        };
        let incident = self.incident.as_str().into();
        Ok(Command { id: id.into(), by, at, incident, seen_version: self.seen, act: self.act(at)? })
    }

    fn act(&self, at: Timestamp) -> anyhow::Result<Act> {
        let message = self.text.clone();
        let worker = self.worker.as_deref().map(Into::into);
        let category = self.category.as_deref().map(Into::into);
        let urgency = self.urgency.as_deref();
        let urgency = urgency.map(|word| parse_word::<Urgency>("--urgency", "U1, U2, U3 or U4", word)).transpose()?;
        Ok(match self.act.as_str() {
            "report" => {
                let place = self.place.as_deref().map(lonlat).transpose()?;
                let file = IncidentFile {
                    category,
                    urgency: urgency.unwrap_or_default(),
                    source: Source::Hotline,
                    title: self.title.clone(),
                    at: place,
                    reported_at: at,
                    ..IncidentFile::default()
                };
                let text = (!self.text.is_empty()).then(|| self.text.clone());
                Act::Report { file: Box::new(file), personal: Some(Personal { text, ..Personal::default() }) }
            }
            "accept" => Act::Accept { category, urgency, difficulty: None },
            "assign" => Act::Assign { agency: self.agency.as_deref().map(Into::into), worker, message },
            "deliver" => Act::Deliver,
            "receipt" => Act::Receipt,
            "arrive" => Act::Arrive,
            "handle" => Act::Handle { result: message },
            "check" => Act::Check { passed: !self.failed },
            "callback" => Act::CallBack { answer: parse_word::<CallBack>("--answer", ANSWERS, &self.answer)? },
            "close" => Act::Close,
            "recall" => Act::Recall,
            "reassign" => {
                let worker = worker.ok_or_else(|| Usage("reassign wants --worker CODE".into()))?;
                Act::Reassign { worker, message }
            }
            other => return Err(Usage(format!("no such act ({ACTS}): {other}")).into()),
        })
    }
}

const ACTS: &str = "report, accept, assign, deliver, receipt, arrive, handle, check, callback, close, recall, reassign";
const ANSWERS: &str = "satisfied, mostly, unsatisfied or unreachable";

/// A word of one of the domain's lists.
fn parse_word<T: serde::de::DeserializeOwned>(option: &str, words: &str, word: &str) -> anyhow::Result<T> {
    serde_json::from_value(Value::from(word)).map_err(|_| Usage(format!("{option} wants {words}: {word}")).into())
}

/// An order to a person whom nobody knows would reach nobody.
fn know_worker(county: &County, act: &Act) -> anyhow::Result<()> {
    match act {
        Act::Assign { worker: Some(worker), .. } | Act::Reassign { worker, .. }
            if county.picture.workers.number(worker.as_str()).is_none() =>
        {
            anyhow::bail!("no worker has the code {worker}")
        }
        _ => Ok(()),
    }
}

/// Dates a command: a sample county has its own time, and so has a seat on one.
pub(super) fn date(command: &mut Command, at: Timestamp) {
    command.at = at;
    if let Act::Report { file, .. } = &mut command.act {
        file.reported_at = at;
    }
}

/// What was recorded, as JSON.
pub(super) fn told(recorded: &[Recorded]) -> Value {
    recorded
        .iter()
        .map(|r| {
            json!({ "seq": r.seq, "stream": r.stream, "version": r.version, "at": r.at.0, "by": r.by, "event": r.event })
        })
        .collect()
}
