//! `zonglan visit`: a place was looked at, or people are reminded of what a campaign still wants. Beside a running seat it
//! goes through the seat's socket, like `act`.

use super::act::{actor, random_id, told};
use super::county::{County, now, user_data_dir};
use super::query::parse_time;
use super::{Usage, answer, beside, rules};
use clap::Args;
use serde_json::Value;
use std::path::PathBuf;
use zonglan::domain::{
    ItemAnswer, ItemReply, Problem, RoundAct, RoundCommand, Timestamp, Urgency, Visit, decide_round,
};
use zonglan::ledger::{DataDir, Holder, Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::seat::link::Order;

/// Who looked at which place, and what was found.
#[derive(Args)]
pub(super) struct VisitArgs {
    /// 检查编号：the visit's code, a new one
    #[arg(required_unless_present = "remind")]
    code: Option<String>,
    /// 催办：remind everybody who has places of this campaign left, once a day
    #[arg(long, value_name = "CAMPAIGN", conflicts_with_all = ["code", "place", "worker"])]
    remind: Option<String>,
    /// With --remind: only of places in this area
    #[arg(long, value_name = "CODE", requires = "remind")]
    area: Option<String>,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 场所：the place's code
    #[arg(long, value_name = "CODE", required_unless_present = "remind")]
    place: Option<String>,
    /// 检查人：the worker's number
    #[arg(long, value_name = "CODE", required_unless_present = "remind")]
    worker: Option<String>,
    /// 检查表；the campaign's, the place's own, or that of its kind
    #[arg(long, value_name = "CODE")]
    checklist: Option<String>,
    /// 专项任务：the campaign that it is made for
    #[arg(long, value_name = "CODE")]
    campaign: Option<String>,
    /// An item's answer: fits, fails, n/a, a whole number or words
    #[arg(long, value_name = "ITEM=ANSWER")]
    answer: Vec<String>,
    /// 其余合格：every other item fits
    #[arg(long)]
    else_fits: bool,
    /// A problem that becomes a matter; ITEM may be empty, and so may TEXT where there is an item
    #[arg(long, value_name = "ITEM=TEXT")]
    problem: Vec<String>,
    /// 当场整改：a problem that was settled on the spot, and how
    #[arg(long, value_name = "ITEM=TEXT=HOW")]
    settled: Vec<String>,
    /// The category of the matters; the items' own
    #[arg(long)]
    category: Option<String>,
    /// The urgency of the matters: U1 | U2 | U3 | U4; their category's
    #[arg(long)]
    urgency: Option<String>,
    /// 未能检查：why it could not be done
    #[arg(long, value_name = "WHY")]
    not_done: Option<String>,
    /// Who tells it: a name in the hall, worker:CODE or system:NAME; the worker
    #[arg(long, value_parser = super::act::named)]
    by: Option<String>,
    /// When, RFC 3339; now, or the sample's own moment
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// The command's number; the same number again is answered with the first result
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

impl VisitArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        if let Some(holder) = DataDir::peek(&dir)? {
            return self.beside(&dir, &holder);
        }
        // Only an import or a seat makes a county: a folder's name that is mistyped here makes none.
        drop(SqliteLedger::open_read_only(&dir)?);
        let mut county = County::open(&dir, None, &mut |_, _| {})?;
        county.keep_picture()?;
        let rules = rules::load(&dir)?;
        let commands = self.commands(&county.picture)?;
        let mut done = Vec::new();
        for command in &commands {
            let recorded = match county.ledger.first_result(&command.id)? {
                Some(recorded) => recorded,
                None => county.ledger.append(&decide_round(&county.picture, &rules, command)?)?.recorded,
            };
            recorded.iter().for_each(|recorded| county.picture.apply(recorded));
            done.push(told(&recorded));
        }
        self.tell(done)
    }

    /// Through the socket of the seat that holds the folder.
    fn beside(&self, dir: &std::path::Path, holder: &Holder) -> anyhow::Result<()> {
        let (picture, _) = County::read(dir)?;
        let is_dated = self.at.is_some() || self.remind.is_some();
        let ask = |command| beside::ask(dir, holder, Order::Round(Box::new(command)), is_dated);
        self.tell(self.commands(&picture)?.into_iter().map(ask).collect::<anyhow::Result<_>>()?)
    }

    fn tell(&self, mut done: Vec<Value>) -> anyhow::Result<()> {
        match (&self.remind, done.pop()) {
            (Some(_), last) => answer(&done.into_iter().chain(last).collect::<Vec<_>>()),
            (None, last) => answer(&last.unwrap_or_default()),
        }
    }

    fn commands(&self, picture: &Picture) -> anyhow::Result<Vec<RoundCommand>> {
        let at = match self.at.as_deref() {
            Some(at) => parse_time(at)?,
            None if picture.is_sample() => picture.latest_at,
            None => now(),
        };
        match &self.remind {
            Some(code) => self.reminders(picture, code, at),
            None => Ok(vec![self.visit(at)?]),
        }
    }

    fn reminders(&self, picture: &Picture, code: &str, at: Timestamp) -> anyhow::Result<Vec<RoundCommand>> {
        let campaign = super::query::campaign(picture, code)?;
        let area = super::query::area(picture, &self.area)?;
        let by = actor(self.by.as_deref().unwrap_or("命令行"));
        Ok(picture.reminders_due(campaign, area, &by, at))
    }

    fn visit(&self, at: Timestamp) -> anyhow::Result<RoundCommand> {
        let worker = self.worker.clone().unwrap_or_default();
        let urgency = match self.urgency.as_deref() {
            None => None,
            Some(text) => Some(
                serde_json::from_value::<Urgency>(text.into())
                    .map_err(|_| Usage(format!("no such urgency (U1, U2, U3, U4): {text}")))?,
            ),
        };
        let mut problems = Vec::new();
        for text in &self.problem {
            let (item, text) = parts(text, "--problem wants ITEM=TEXT")?;
            let category = self.category.as_deref().map(Into::into);
            problems.push(Problem { item, text: text.into(), category, urgency, ..Problem::default() });
        }
        for text in &self.settled {
            let wanted = "--settled wants ITEM=TEXT=HOW";
            let (item, rest) = parts(text, wanted)?;
            let (text, how) = rest.split_once('=').ok_or_else(|| Usage(format!("{wanted}: {text}")))?;
            problems.push(Problem { item, text: text.into(), settled: Some(how.into()), ..Problem::default() });
        }
        let mut answers = Vec::new();
        for text in &self.answer {
            let (item, reply) = parts(text, "--answer wants ITEM=ANSWER")?;
            answers.push(ItemAnswer { item: item.unwrap_or_default(), reply: ItemReply::parse(reply) });
        }
        let visit = Visit {
            code: self.code.clone().unwrap_or_default().into(),
            place: self.place.clone().unwrap_or_default().into(),
            checklist: self.checklist.as_deref().map(Into::into),
            campaign: self.campaign.as_deref().map(Into::into),
            answers,
            else_fits: self.else_fits,
            problems,
            not_done: self.not_done.clone(),
            worker: worker.as_str().into(),
        };
        let by = self.by.as_deref().map_or_else(|| actor(&format!("worker:{worker}")), actor);
        let id = self.id.clone().map_or_else(|| random_id("visit"), Ok)?.into();
        Ok(RoundCommand { id, by, at, act: RoundAct::Visit(Box::new(visit)) })
    }
}

/// `ITEM=REST`; no item where it is empty.
fn parts<'a>(text: &'a str, wanted: &str) -> anyhow::Result<(Option<String>, &'a str)> {
    let (item, rest) = text.split_once('=').ok_or_else(|| Usage(format!("{wanted}: {text}")))?;
    Ok(((!item.is_empty()).then(|| item.to_owned()), rest))
}
