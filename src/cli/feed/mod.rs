//! `zonglan feed`: which feeds a data folder asks, what one of them answers, and asking them without a seat.

mod run;

use super::import::{pair, quoted};
use super::site::Site;
use super::{Usage, answer};
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use zonglan::domain::{FeedMessage, Timestamp};
use zonglan::feeds::poll::{
    FeedSetting, FeedSettings, PollError, PollLimits, PollParts, PolledKind, Poller, Tested, test,
};
use zonglan::ledger::{DataDir, LEDGER_FILE, Ledger, SqliteLedger};
#[cfg(feature = "display")]
use zonglan::{
    domain::FeedTrouble,
    feeds::poll::FEEDS_FILE,
    seat::{Intent, Seat, Toast},
};

/// What to do with which feed.
#[derive(Args)]
pub(super) struct FeedArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 添加：record a feed, in place of one of its name
    Add(Box<AddArgs>),
    /// 列出：the feeds of a data folder
    List(DataArgs),
    /// 撤掉：ask a feed no more; what it brought stays
    Remove(NamedArgs),
    /// 试问：ask a feed once, show five rows as they are understood, and keep nothing
    Test(NamedArgs),
    /// 不开大屏接入：ask the feeds without a seat, until Ctrl-C
    Run(run::RunArgs),
}

#[derive(Args)]
struct DataArgs {
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

#[derive(Args)]
struct NamedArgs {
    /// The feed's name
    name: String,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Args)]
struct AddArgs {
    /// Its name, as the wall shows it
    name: String,
    /// Where it is asked, https://…; {key} stands for the key, which comes from the environment
    url: String,
    /// positions | incidents | weather
    #[arg(long)]
    kind: String,
    /// 每隔：how often it is asked, seconds [default: 15 for positions, 60 for incidents, 900 for the weather]
    #[arg(long, value_name = "SECS")]
    every: Option<u32>,
    /// Silent for longer it is stale, seconds [default: two periods]
    #[arg(long, value_name = "SECS")]
    stale_after: Option<u32>,
    /// Silent for longer it is dead, seconds [default: six periods]
    #[arg(long, value_name = "SECS")]
    dead_after: Option<u32>,
    /// wgs84 | cgcs2000 | gcj02 | bd09 | epsg:N | gk:M; what the answer declares, else wgs84
    #[arg(long)]
    crs: Option<String>,
    /// A field's column, or a template of columns, as import --map; fields within fields of JSON: lat=location.lat
    #[arg(long, value_name = "FIELD=COLUMN", allow_hyphen_values = true)]
    map: Vec<String>,
    /// A field's value for every row, as import --set
    #[arg(long, value_name = "FIELD=VALUE", allow_hyphen_values = true)]
    set: Vec<String>,
    /// Where the records stand in JSON that is no GeoJSON, such as data.list [default: the first list of objects]
    #[arg(long, value_name = "PATH")]
    records: Option<String>,
    /// A line of the question's head: 'Authorization=Bearer {key}'
    #[arg(long, value_name = "NAME=VALUE")]
    header: Vec<String>,
    /// The environment's variable that holds its key [default: ZONGLAN_FEED_KEY]
    #[arg(long, value_name = "NAME")]
    key_env: Option<String>,
    #[command(flatten)]
    data: DataArgs,
}

/// A setting as it is shown: without its key, and without what else may be one.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    url: String,
    kind: PolledKind,
    every_secs: u32,
    stale_after_secs: i64,
    dead_after_secs: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    crs: Option<&'a str>,
    map: &'a BTreeMap<String, String>,
    set: &'a BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    records: Option<&'a str>,
    headers: Vec<&'a str>,
    key_env: &'a str,
    /// Whether the key that it wants is there now.
    key: &'static str,
}

fn shown(feed: &FeedSetting) -> Shown<'_> {
    let promise = feed.promise();
    Shown {
        name: &feed.name,
        url: feed.shown_url(),
        kind: feed.kind,
        every_secs: feed.every_secs,
        stale_after_secs: promise.stale_after_secs,
        dead_after_secs: promise.dead_after_secs,
        crs: feed.crs.as_deref(),
        map: &feed.map,
        set: &feed.set,
        records: feed.records.as_deref(),
        headers: feed.headers.keys().map(String::as_str).collect(),
        key_env: &feed.key_env,
        key: feed.key_state(),
    }
}

impl FeedArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what {
            What::Add(args) => args.add(),
            What::List(DataArgs { data }) => {
                let settings = load(&data)?;
                answer(&settings.feeds.iter().map(shown).collect::<Vec<_>>())
            }
            What::Remove(NamedArgs { name, data }) => remove(&name, &data.data),
            What::Test(NamedArgs { name, data }) => try_out(&name, &data.data),
            What::Run(args) => args.run(),
        }
    }
}

impl AddArgs {
    fn setting(&self) -> anyhow::Result<FeedSetting> {
        let kind = PolledKind::parse(&self.kind)
            .ok_or_else(|| Usage(format!("--kind wants positions, incidents or weather: {}", self.kind)))?;
        let mut feed = FeedSetting::new(&self.name, &self.url, kind);
        feed.every_secs = self.every.unwrap_or(feed.every_secs);
        (feed.stale_after_secs, feed.dead_after_secs) = (self.stale_after, self.dead_after);
        (feed.crs, feed.records) = (self.crs.clone(), self.records.clone());
        let pairs = |option: &str, texts: &[String]| -> Result<BTreeMap<String, String>, Usage> {
            texts.iter().map(|text| pair(option, text)).collect()
        };
        feed.map = pairs("--map", &self.map)?;
        feed.set = pairs("--set", &self.set)?;
        feed.headers = pairs("--header", &self.header)?;
        if let Some(name) = &self.key_env {
            feed.key_env.clone_from(name);
        }
        feed.check().map_err(usage_apart)?;
        Ok(feed)
    }

    fn add(&self) -> anyhow::Result<()> {
        let (feed, dir) = (self.setting()?, &self.data.data);
        let _lock = DataDir::open(dir)?;
        let mut settings = load(dir)?;
        settings.put(feed.clone());
        settings.save(dir)?;
        let try_out = format!("zonglan feed test {} --data {}", quoted(&feed.name), quoted(&dir.display().to_string()));
        let mut said = serde_json::to_value(shown(&feed))?;
        if let Value::Object(said) = &mut said {
            said.insert("next".into(), json!(try_out));
        }
        answer(&said)
    }
}

fn remove(name: &str, dir: &Path) -> anyhow::Result<()> {
    let _lock = DataDir::open(dir)?;
    let mut settings = load(dir)?;
    settings.feed(name).map_err(usage_apart)?;
    settings.remove(name);
    settings.save(dir)?;
    answer(&json!({ "removed": name, "left": settings.feeds.len() }))
}

fn try_out(name: &str, dir: &Path) -> anyhow::Result<()> {
    let settings = load(dir)?;
    let feed = settings.feed(name).map_err(usage_apart)?;
    let ledger = dir.join(LEDGER_FILE).exists().then(|| SqliteLedger::open_read_only(dir)).transpose()?;
    let ledger = ledger.as_ref().map(|ledger| ledger as &dyn Ledger);
    let tested = test(feed, &Site::load(dir)?.time_zone()?, ledger, &PollLimits::default());
    let tested: Tested = tested.map_err(usage_apart)?;
    answer(&tested)
}

fn load(dir: &Path) -> anyhow::Result<FeedSettings> {
    FeedSettings::load(dir).map_err(usage_apart)
}

/// Marks what was wrong with the command rather than with the work.
fn usage_apart(error: PollError) -> anyhow::Error {
    if error.is_usage() { Usage(error.to_string()).into() } else { error.into() }
}

/// Asks the feeds of a data folder for a seat that lives by `now`; none where there is no feed. A wall whose feeds
/// can't be asked is still a wall: why is told.
#[cfg(feature = "display")]
pub(super) fn poller(
    seat: &mut Seat,
    dir: &Path,
    now: impl Fn() -> Timestamp + Send + Sync + 'static,
    out: SyncSender<FeedMessage>,
    wake: impl Fn() + Send + 'static,
) -> Option<Poller> {
    start(dir, Arc::new(now), out, Box::new(wake), false).unwrap_or_else(|why| {
        tracing::warn!("{why:#}");
        let trouble = FeedTrouble::NotUnderstood { host: FEEDS_FILE.to_owned(), why: format!("{why:#}") };
        seat.intend(Intent::Hear(Toast::Feed { feed: FEEDS_FILE.to_owned(), trouble }));
        None
    })
}

fn start(
    dir: &Path,
    clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    out: SyncSender<FeedMessage>,
    wake: Box<dyn Fn() + Send>,
    once: bool,
) -> anyhow::Result<Option<Poller>> {
    let settings = FeedSettings::load(dir)?;
    let parts = PollParts { dir: dir.to_path_buf(), zone: Site::load(dir)?.time_zone()?, clock, out, wake, once };
    Ok(Poller::start(&settings, PollLimits::default(), parts)?)
}
