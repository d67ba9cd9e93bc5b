//! `zonglan act`: one command for one matter. Beside a running seat it goes through the seat's
//! socket, so that there is one writer; alone it opens the county itself.

mod form;
mod say;

use super::county::{County, now, user_data_dir};
use super::query::parse_time;
use super::{Usage, answer, beside, rules};
use clap::Args;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use zonglan::domain::{Act, Actor, Command, Desk, IncidentCode, Recorded, Rules, Timestamp, decide, loop_page};
use zonglan::ledger::{Appended, DataDir, Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::seat::link::Order;

/// What to do with which matter. What each act wants said, and who may do it in which state, stands in docs/loop.md.
#[derive(Args)]
pub(super) struct ActArgs {
    /// report | accept | assign | receipt | arrive | handle | check | callback | close | … (docs/loop.md has them all)
    #[arg(required_unless_present_any = ["diagram", "alarms"])]
    act: Option<String>,
    /// 事件编号：the matter's number
    #[arg(required_unless_present_any = ["diagram", "alarms"])]
    incident: Option<String>,
    /// Print who may do what in which state, as Markdown with a diagram
    #[arg(long)]
    diagram: bool,
    /// Raise every clock that is due soon or overdue by now, each once
    #[arg(long)]
    alarms: bool,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Who does it: a name in the hall, worker:CODE, agency:NAME or system:NAME
    #[arg(long, default_value = "命令行", value_parser = named)]
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
    #[command(flatten)]
    form: form::FormArgs,
    #[command(flatten)]
    said: say::Said,
}

/// The most alarms that one call raises: whoever comes back after a year is told so in pieces.
const MOST_ALARMS: usize = 10_000;

impl ActArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.diagram {
            return Ok(std::io::stdout().write_all(loop_page().as_bytes())?);
        }
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        if let Some(told) = self.keep_draft(&dir)? {
            return answer(&told);
        }
        let mut commands = if self.alarms { Vec::new() } else { vec![self.command(&dir)?] };
        if let Some(holder) = DataDir::peek(&dir)? {
            if self.alarms {
                let (picture, _) = County::read(&dir)?;
                commands = picture.alarms_due(self.moment(&picture)?, MOST_ALARMS);
            }
            let ask = |command| {
                let order = Order::Command(Box::new(command));
                beside::ask(&dir, &holder, order, self.alarms || self.at.is_some())
            };
            let advice = if self.form.advises() {
                let (picture, ledger) = County::read(&dir)?;
                self.advice(&picture, &ledger, &commands)?
            } else {
                None
            };
            let told: Vec<Value> = commands.into_iter().map(ask).collect::<anyhow::Result<_>>()?;
            return self.tell(&dir, told, advice);
        }
        // Only an import or a seat makes a county: a folder's name that is mistyped here makes none.
        drop(SqliteLedger::open_read_only(&dir)?);
        let mut county = County::open(&dir, None, &mut |_, _| {})?;
        county.keep_picture()?;
        let rules = rules::load(&dir)?;
        if self.alarms {
            commands = county.picture.alarms_due(self.moment(&county.picture)?, MOST_ALARMS);
        } else if self.at.is_none() && county.picture.is_sample() {
            commands.iter_mut().for_each(|command| date(command, county.picture.latest_at));
        }
        let advice = self.advice(&county.picture, &county.ledger, &commands)?;
        let done: Vec<Value> = commands
            .iter()
            .map(|command| Ok(told(&carry_out(&mut county, &rules, command)?.recorded)))
            .collect::<anyhow::Result<_>>()?;
        self.tell(&dir, done, advice)
    }

    /// One command's events, or the list of what each alarm's command recorded; with what was advised, where that was
    /// asked for. A draft whose report is durable goes.
    fn tell(&self, dir: &Path, mut told: Vec<Value>, advice: Option<Value>) -> anyhow::Result<()> {
        if self.form.reports_draft() {
            form::forget(dir, self.incident.as_deref().unwrap_or_default())?;
        }
        if self.alarms {
            return answer(&told);
        }
        let recorded = told.pop().unwrap_or_default();
        match advice {
            Some(mut advice) => {
                advice["recorded"] = recorded;
                answer(&advice)
            }
            None => answer(&recorded),
        }
    }

    /// What a report's matter is like, as the county was before it; none where nobody asks.
    fn advice(&self, picture: &Picture, ledger: &SqliteLedger, commands: &[Command]) -> anyhow::Result<Option<Value>> {
        let [command] = commands else { return Ok(None) };
        if !self.form.advises() {
            return Ok(None);
        }
        let moment = if self.at.is_some() { command.at } else { self.moment(picture)? };
        form::advice_on(picture, ledger, &command.act, moment).map(Some)
    }

    /// Keeps or erases a draft, where that is all that is asked for.
    fn keep_draft(&self, dir: &Path) -> anyhow::Result<Option<Value>> {
        let name = self.incident.as_deref().unwrap_or_default();
        if self.form.is_asked() && self.act.as_deref() != Some("report") {
            return Err(Usage("only a report has a draft: act report NUMBER --draft".into()).into());
        }
        let at = self.at.as_deref().map(parse_time).transpose()?;
        self.form.keep(dir, name, &self.said, (self.actor(), at))
    }

    fn actor(&self) -> Actor {
        actor(&self.by)
    }

    /// The moment at which alarms are raised: the one named, else a sample's own.
    fn moment(&self, picture: &Picture) -> anyhow::Result<Timestamp> {
        match self.at.as_deref() {
            Some(at) => parse_time(at),
            None if picture.is_sample() => Ok(picture.latest_at),
            None => Ok(now()),
        }
    }

    fn command(&self, dir: &Path) -> anyhow::Result<Command> {
        let at = self.at.as_deref().map_or_else(|| Ok(now()), parse_time)?;
        let name = self.incident.as_deref().unwrap_or_default();
        let (act, id) = if self.form.reports_draft() {
            // The same draft again, after a kill between the report and the answer, is answered with the first result.
            (form::report_of(dir, name, &self.said, at)?, format!("draft-{name}"))
        } else {
            let act = self.said.act(self.act.as_deref().unwrap_or_default(), at, dir)?;
            (act, random_id("act")?)
        };
        let id = self.id.clone().unwrap_or(id).into();
        Ok(Command { id, by: self.actor(), at, incident: name.into(), seen_version: self.seen, act })
    }
}

/// Decides a command on the county as it is, and makes what follows durable. One that was given before is answered with
/// its first result.
fn carry_out(county: &mut County, rules: &Rules, command: &Command) -> anyhow::Result<Appended> {
    if let Some(recorded) = county.ledger.first_result(&command.id)? {
        return Ok(Appended { recorded, repeat: true });
    }
    know_worker(county, &command.act)?;
    let picture = &county.picture;
    let known = |code: &IncidentCode| picture.incidents.number(code).map(|number| picture.standing(number));
    let standing = known(&command.incident);
    let other = command.other(standing.as_ref()).and_then(known);
    let append = decide(&Desk { rules, other: other.as_ref() }, standing.as_ref(), command)?;
    let appended = county.ledger.append(&append)?;
    appended.recorded.iter().for_each(|recorded| county.picture.apply(recorded));
    Ok(appended)
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

/// Who a name means: one in the hall, worker:CODE, agency:NAME or system:NAME.
pub(super) fn actor(name: &str) -> Actor {
    match name.split_once(':') {
        Some(("worker", code)) => Actor::Worker(code.into()),
        Some(("agency", name)) => Actor::Agency(name.into()),
        Some(("system", name)) => Actor::System(name.into()),
        _ => Actor::Officer(name.to_owned()),
    }
}

/// Refuses a name that names nobody.
pub(super) fn named(by: &str) -> Result<String, String> {
    let kinds = ["worker", "agency", "system"];
    let name = by.split_once(':').filter(|(kind, _)| kinds.contains(kind)).map_or(by, |(_, name)| name);
    if name.trim().is_empty() { Err("it names nobody".into()) } else { Ok(by.to_owned()) }
}

/// A number for a command that nobody gave one.
pub(super) fn random_id(before: &str) -> anyhow::Result<String> {
    let mut entropy = [0_u8; 8];
    getrandom::fill(&mut entropy).map_err(|error| anyhow::anyhow!("no random number to be had: {error}"))?;
    Ok(format!("{before}-{:016x}", u64::from_be_bytes(entropy)))
}

/// Dates whatever is wanted, as [`date`] does. A reminder's day is named with it, and stays.
pub(super) fn date_order(order: &mut Order, at: Timestamp) {
    match order {
        Order::Command(command) => date(command, at),
        Order::Round(command) => command.at = at,
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

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn an_act_is_somebodys() {
        for nobody in ["", " ", "worker:", "agency: ", "system:"] {
            assert!(named(nobody).is_err(), "{nobody:?}");
        }
        for somebody in ["李娜", "worker:W1", "agency:城管局", "夜班:李娜"] {
            assert_eq!(named(somebody).as_deref(), Ok(somebody));
        }
    }
}
