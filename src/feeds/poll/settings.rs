//! Which feeds a data folder asks: `feeds.json`, written by `zonglan feed add`, to be read and mended by people.

use super::PollError;
use super::address::Address;
use super::weather::WeatherReader;
use crate::domain::{Brings, Promise};
use crate::intake::{Crs, ImportRequest, Kind, LiveReader};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The settings' name in the data folder.
pub const FEEDS_FILE: &str = "feeds.json";
/// The environment's variable that holds a feed's key where the settings name no other.
pub const KEY_VARIABLE: &str = "ZONGLAN_FEED_KEY";
/// No feed is asked less often than once a day.
const MOST_SECS: u32 = 86_400;
/// A name's length, characters: it stands in the wall's footer.
const LONGEST_NAME: usize = 24;

/// What a feed brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolledKind {
    /// Where workers are.
    Positions,
    /// Matters with their histories, as another system tells them.
    Incidents,
    /// The weather, for the header.
    Weather,
}

impl PolledKind {
    /// The kind of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "positions" => Some(Self::Positions),
            "incidents" => Some(Self::Incidents),
            "weather" => Some(Self::Weather),
            _ => None,
        }
    }

    /// The kind of import whose fields and readers it has; none where it brings no rows.
    fn rows(self) -> Option<Kind> {
        match self {
            Self::Positions => Some(Kind::Fixes),
            Self::Incidents => Some(Kind::Incidents),
            Self::Weather => None,
        }
    }

    /// How often one is asked where nobody says, seconds.
    #[must_use]
    pub fn usual_secs(self) -> u32 {
        match self {
            Self::Positions => 15,
            Self::Incidents => 60,
            Self::Weather => 900,
        }
    }
}

/// What reads a feed's answers.
pub(super) enum Reader {
    /// Rows of a register, matters or positions.
    Rows(Box<LiveReader>),
    /// The weather.
    Weather(WeatherReader),
}

/// One feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedSetting {
    /// Its name, as the wall shows it.
    pub name: String,
    /// Where it is asked; `{key}` stands for its key.
    pub url: String,
    /// What it brings.
    pub kind: PolledKind,
    /// How often it is asked, seconds.
    pub every_secs: u32,
    /// Silent for longer than this it is stale, seconds; two periods where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale_after_secs: Option<u32>,
    /// Silent for longer than this it is dead, seconds; six periods where nobody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dead_after_secs: Option<u32>,
    /// The reference system of its positions, as `import --crs` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crs: Option<String>,
    /// Columns or templates by field, as `import --map` has them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub map: BTreeMap<String, String>,
    /// Values by field, as `import --set` has them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: BTreeMap<String, String>,
    /// Where the records stand in JSON that is no GeoJSON, such as `data.list`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// Further lines of the question's head by name; `{key}` stands for the key.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The environment's variable that holds its key.
    #[serde(default = "key_variable")]
    pub key_env: String,
}

fn key_variable() -> String {
    KEY_VARIABLE.to_owned()
}

impl FeedSetting {
    /// A feed that is asked as often as its kind usually is, its columns found by their names.
    #[must_use]
    pub fn new(name: &str, url: &str, kind: PolledKind) -> Self {
        Self {
            name: name.trim().to_owned(),
            url: url.trim().to_owned(),
            kind,
            every_secs: kind.usual_secs(),
            stale_after_secs: None,
            dead_after_secs: None,
            crs: None,
            map: BTreeMap::new(),
            set: BTreeMap::new(),
            records: None,
            headers: BTreeMap::new(),
            key_env: key_variable(),
        }
    }

    /// Whether it says something sensible.
    ///
    /// # Errors
    /// The first thing that doesn't.
    pub fn check(&self) -> Result<(), PollError> {
        let wrong = |what: &str, value: &dyn std::fmt::Display| {
            Err(PollError::Setting { what: what.to_owned(), value: value.to_string() })
        };
        let length = self.name.chars().count();
        if !(1..=LONGEST_NAME).contains(&length) || self.name.chars().any(char::is_control) {
            return wrong(&format!("a feed's name has 1 to {LONGEST_NAME} characters"), &self.name);
        }
        if !(1..=MOST_SECS).contains(&self.every_secs) {
            return wrong(&format!("a feed is asked every 1 to {MOST_SECS} seconds"), &self.every_secs);
        }
        let promise = self.promise();
        let every = i64::from(self.every_secs);
        if !(every <= promise.stale_after_secs && promise.stale_after_secs < promise.dead_after_secs) {
            let said = format!("{every}, {}, {} s", promise.stale_after_secs, promise.dead_after_secs);
            return wrong("a feed is asked, then stale, then dead, in this order", &said);
        }
        Address::parse(self)?;
        self.reader(&TimeZone::UTC)?;
        Ok(())
    }

    /// What the seat may expect of it.
    #[must_use]
    pub fn promise(&self) -> Promise {
        let usual = Promise::of_period(i64::from(self.every_secs));
        let stale_after_secs = self.stale_after_secs.map_or(usual.stale_after_secs, i64::from);
        let dead_after_secs = match (self.dead_after_secs, self.stale_after_secs) {
            (Some(secs), _) => i64::from(secs),
            (None, Some(stale)) => usual.dead_after_secs.max(3 * i64::from(stale)),
            (None, None) => usual.dead_after_secs,
        };
        let brings = match self.kind {
            PolledKind::Positions => Brings::Positions,
            PolledKind::Incidents => Brings::Matters,
            PolledKind::Weather => Brings::Weather,
        };
        Promise { stale_after_secs, dead_after_secs, brings, ..usual }
    }

    /// What reads its answers; `zone` is that of times that don't say theirs.
    ///
    /// # Errors
    /// A field that the kind doesn't have, a template or a reference system that can't be read.
    pub(super) fn reader(&self, zone: &TimeZone) -> Result<Reader, PollError> {
        let name = PathBuf::from(Address::parse(self)?.shown());
        let Some(rows) = self.kind.rows() else {
            let what = format!("the weather has no such field (it has {})", WeatherReader::fields());
            let reader = WeatherReader::new(&self.map).map_err(|value| PollError::Setting { what, value })?;
            return Ok(Reader::Weather(reader));
        };
        let mut request = ImportRequest::new(rows, vec![name], crate::domain::Timestamp(0));
        let pairs = |from: &BTreeMap<String, String>| from.clone().into_iter().collect();
        (request.maps, request.sets) = (pairs(&self.map), pairs(&self.set));
        request.crs = self.crs.as_deref().map(Crs::parse).transpose()?;
        request.zone = zone.clone();
        Ok(Reader::Rows(Box::new(LiveReader::new(request, self.records.clone())?)))
    }

    /// Its address without what may be secret in it.
    #[must_use]
    pub fn shown_url(&self) -> String {
        Address::parse(self).map_or_else(|_| "…".to_owned(), |address| address.shown())
    }

    /// Whether it wants a key, and whether there is one now: `not wanted`, `there` or `missing`.
    #[must_use]
    pub fn key_state(&self) -> &'static str {
        match (self.wants_key(), self.key()) {
            (false, _) => "not wanted",
            (true, Some(_)) => "there",
            (true, None) => "missing",
        }
    }

    pub(super) fn wants_key(&self) -> bool {
        std::iter::once(&self.url).chain(self.headers.values()).any(|text| text.contains(super::address::KEY))
    }

    /// The key, from the environment.
    pub(super) fn key(&self) -> Option<String> {
        std::env::var(&self.key_env).ok().filter(|key| !key.is_empty())
    }
}

/// All of a data folder's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedSettings {
    /// The feeds.
    pub feeds: Vec<FeedSetting>,
}

impl FeedSettings {
    /// The settings of a data folder; none where it asks no feed.
    ///
    /// # Errors
    /// When they are there and can't be read, or say nothing sensible.
    pub fn load(dir: &Path) -> Result<Self, PollError> {
        let path = dir.join(FEEDS_FILE);
        let unreadable = |why: String| PollError::File { what: "read", why, path: path.clone() };
        let settings: Self = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|why| unreadable(why.to_string()))?,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(why) => return Err(unreadable(why.to_string())),
        };
        settings.feeds.iter().try_for_each(FeedSetting::check).map_err(|why| unreadable(why.to_string()))?;
        let mut names: Vec<&str> = settings.feeds.iter().map(|feed| feed.name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(unreadable(format!("two feeds are called {}", pair[0]))),
            None => Ok(settings),
        }
    }

    /// Keeps the settings, for their owner's eyes; whoever reads them, after whatever moment of a kill, reads the old
    /// ones or these.
    ///
    /// # Errors
    /// When they can't be written.
    pub fn save(&self, dir: &Path) -> Result<(), PollError> {
        let (path, fresh) = (dir.join(FEEDS_FILE), dir.join("feeds.json.new"));
        let failed = |why: String| PollError::File { what: "keep", why, path: path.clone() };
        let text = serde_json::to_vec_pretty(self).map_err(|why| failed(why.to_string()))?;
        let written = private_file(&fresh)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .and_then(|()| std::fs::rename(&fresh, &path));
        written.map_err(|why| failed(why.to_string()))
    }

    /// Puts a feed in, in place of one of its name.
    pub fn put(&mut self, feed: FeedSetting) {
        match self.feeds.iter_mut().find(|there| there.name == feed.name) {
            Some(there) => *there = feed,
            None => self.feeds.push(feed),
        }
    }

    /// Takes a feed out; answers whether there was one of this name.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.feeds.len();
        self.feeds.retain(|feed| feed.name != name);
        self.feeds.len() < before
    }

    /// The feed of this name.
    ///
    /// # Errors
    /// There is none; the sentence says which there are.
    pub fn feed(&self, name: &str) -> Result<&FeedSetting, PollError> {
        self.feeds.iter().find(|feed| feed.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.feeds.iter().map(|feed| feed.name.as_str()).collect();
            let there = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
            PollError::Setting { what: format!("no feed has this name; there are: {there}"), value: name.to_owned() }
        })
    }
}

/// A new file that only its owner reads, where the system knows of owners: an address may hold more than it should.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
