//! `zonglan tell`: notices of what happened go to those whom it concerns, and how far each is.

use super::county::now;
use super::import::stop_on_ctrl_c;
use super::site::Site;
use super::{Usage, answer};
use anyhow::Context;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use zonglan::domain::FeedMessage;
use zonglan::telling::{
    DeliveryState, Kept, Outbox, TELLING_FILE, TellError, TellLimits, TellParts, TellSettings, Teller, tell_once, test,
};

/// How often it is looked whether somebody wants it to end.
const LOOK_UP: Duration = Duration::from_millis(50);

/// What to do about notices.
#[derive(Args)]
pub(super) struct TellArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 发送：send what is to be told, until Ctrl-C; a wall does so by itself where telling.json is in its folder
    Run(RunArgs),
    /// 列出：the notices of a data folder, the newest first
    List(ListArgs),
    /// 重发：put what has failed back into the queue
    Retry(RetryArgs),
    /// 试发：send one signed test message to an endpoint
    Test(TestArgs),
}

#[derive(Args)]
struct DataArgs {
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Args)]
struct RunArgs {
    #[command(flatten)]
    data: DataArgs,
    /// 只发一次：send what is due now, and end
    #[arg(long)]
    once: bool,
}

#[derive(Args)]
struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
    /// queued | sent | delivered | failed
    #[arg(long)]
    state: Option<String>,
    /// To whom: worker, agency, town, upstream or reporter, a name or code, or both: agency:住建局
    #[arg(long)]
    to: Option<String>,
    /// At most so many
    #[arg(long, default_value_t = 100)]
    limit: u32,
}

#[derive(Args)]
struct RetryArgs {
    /// The notice's number
    #[arg(required_unless_present = "failed")]
    id: Option<String>,
    /// All that have failed
    #[arg(long, conflicts_with = "id")]
    failed: bool,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Args)]
struct TestArgs {
    /// The endpoint's name
    endpoint: String,
    #[command(flatten)]
    data: DataArgs,
}

impl TellArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what {
            What::Run(args) => args.run(),
            What::List(args) => args.run(),
            What::Retry(args) => args.run(),
            What::Test(args) => args.run(),
        }
    }
}

impl RunArgs {
    fn run(self) -> anyhow::Result<()> {
        let dir = &self.data.data;
        let (settings, parts) = (settings(dir)?, parts(dir)?);
        if self.once {
            let tally = tell_once(&settings, parts).map_err(usage_apart)?;
            answer(&tally)?;
            let left = tally.counts.queued + tally.counts.sent + tally.counts.failed;
            anyhow::ensure!(
                left == 0,
                "{left} notices are not delivered (zonglan tell list says why): {}",
                dir.display()
            );
            return Ok(());
        }
        let teller = Teller::start(&settings, parts).map_err(usage_apart)?;
        let stop = stop_on_ctrl_c();
        while !stop.load(Ordering::Relaxed) && !teller.is_finished() {
            std::thread::sleep(LOOK_UP);
        }
        drop(teller);
        answer(&outbox(dir)?.map(|outbox| outbox.counts()).transpose()?.unwrap_or_default())
    }
}

impl ListArgs {
    fn run(self) -> anyhow::Result<()> {
        let state = self.state.as_deref().map(|name| {
            let wanted = || Usage(format!("--state wants queued, sent, delivered or failed: {name}"));
            DeliveryState::parse(name).ok_or_else(wanted)
        });
        let state = state.transpose()?;
        let Some(outbox) = outbox(&self.data.data)? else {
            return answer(&json!({ "counts": zonglan::telling::Counts::default(), "notices": [] }));
        };
        let zone = Site::load(&self.data.data)?.time_zone()?;
        let civil = |at: zonglan::domain::Timestamp| {
            jiff::Timestamp::from_second(at.0)
                .map(|moment| moment.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
        };
        let shown = |kept: &Kept| -> anyhow::Result<Value> {
            let mut shown = serde_json::to_value(kept)?;
            for (field, at) in
                [("queued_at", Some(kept.queued_at)), ("changed_at", Some(kept.changed_at)), ("next_at", kept.next_at)]
            {
                if let Some(at) = at {
                    shown[field] = json!(civil(at)?);
                }
            }
            Ok(shown)
        };
        let list = outbox.list(state, self.to.as_deref(), self.limit)?;
        let notices = list.iter().map(shown).collect::<anyhow::Result<Vec<_>>>()?;
        answer(&json!({ "counts": outbox.counts()?, "notices": notices }))
    }
}

impl RetryArgs {
    fn run(self) -> anyhow::Result<()> {
        let dir = &self.data.data;
        let retried = match outbox(dir)? {
            Some(_) => Outbox::open(dir)?.retry(self.id.as_deref(), now())?,
            None => 0,
        };
        match self.id {
            Some(id) if retried == 0 => Err(usage_apart(TellError::NoNotice(id))),
            _ => answer(&json!({ "retried": retried })),
        }
    }
}

impl TestArgs {
    fn run(self) -> anyhow::Result<()> {
        let (settings, parts) = (settings(&self.data.data)?, parts(&self.data.data)?);
        let endpoint = settings.endpoint(&self.endpoint).map_err(usage_apart)?;
        let status = test(endpoint, &parts).map_err(usage_apart)?;
        answer(&json!({ "endpoint": endpoint.name, "url": endpoint.shown_url(), "status": status }))
    }
}

fn outbox(dir: &Path) -> anyhow::Result<Option<Outbox>> {
    Ok(Outbox::open_read_only(dir)?)
}

fn settings(dir: &Path) -> anyhow::Result<TellSettings> {
    let settings = TellSettings::load(dir).map_err(usage_apart)?;
    settings.with_context(|| format!("nobody is to be told here: write {TELLING_FILE} first: {}", dir.display()))
}

fn parts(dir: &Path) -> anyhow::Result<TellParts> {
    let zone = Site::load(dir)?.time_zone()?;
    // Receivers go by the world's time, whatever a demo lives by.
    Ok(TellParts { dir: dir.to_path_buf(), zone, clock: Arc::new(now), limits: TellLimits::default(), hears: None })
}

/// Marks what was wrong with the command rather than with the work.
fn usage_apart(error: TellError) -> anyhow::Error {
    if error.is_usage() { Usage(error.to_string()).into() } else { error.into() }
}

/// Tells what happens on a wall, where its folder says whom; why nobody can be told is told. The seat hears of notices that
/// were given up.
pub(super) fn teller(dir: &Path, to_seat: SyncSender<FeedMessage>, wake: impl Fn() + Send + 'static) -> Option<Teller> {
    let hears = move |endpoint: &str, trouble| {
        // A seat that is gone hears nothing any more.
        let _ = to_seat.send(FeedMessage::Trouble { feed: endpoint.to_owned(), trouble });
        wake();
    };
    let start = || -> anyhow::Result<Option<Teller>> {
        let Some(settings) = TellSettings::load(dir)? else { return Ok(None) };
        Ok(Some(Teller::start(&settings, TellParts { hears: Some(Box::new(hears)), ..parts(dir)? })?))
    };
    start().unwrap_or_else(|why| {
        tracing::warn!("nobody is told: {why:#}");
        None
    })
}
