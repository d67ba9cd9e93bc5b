//! One feed: what it is asked, what is made of its answers, and what of them is told.

use super::address::Address;
use super::fetch::{Answer, PollLimits, Question};
use super::patience::Patience;
use super::settings::Reader;
use super::weigh::{Against, Scales};
use super::{FeedSetting, PollError};
use crate::domain::{Actor, FeedMessage, FeedTrouble, Timestamp, Told, ToldRow};
use crate::fetch::{Clients, Redirects, Tags, complaint, said};
use crate::intake::{IntakeError, Understood};
use crate::ledger::Ledger;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// So many rows are told at once: the store makes them durable while an officer's order waits behind them.
const ROWS_AT_ONCE: usize = 256;
/// So many positions are told at once.
const FIXES_AT_ONCE: usize = 4_096;
/// An answer of fewer bytes that can't be used is quoted.
const QUOTED_BYTES: usize = 4_096;

/// One feed and what it said.
pub(super) struct Polled {
    pub(super) setting: FeedSetting,
    pub(super) clients: Clients,
    pub(super) patience: Patience,
    address: Address,
    reader: Reader,
    scales: Scales,
    tags: Tags,
    /// The last answer that could be used, by its digest: the same again is not read again.
    last: Option<[u8; 32]>,
}

/// Where and when an answer is taken in.
pub(super) struct Desk<'a> {
    pub(super) ledger: &'a dyn Ledger,
    /// The names of all feeds.
    pub(super) feeds: &'a BTreeSet<String>,
    /// The seat's moment.
    pub(super) at: Timestamp,
    /// The steady clock's.
    pub(super) now: Instant,
    /// What is said.
    pub(super) out: &'a mut Vec<FeedMessage>,
}

/// Why an answer brought nothing, and when the server wants to be asked again.
type Failure = (FeedTrouble, Option<Duration>);

impl Polled {
    /// The feed of a setting; times that don't say theirs are of `zone`.
    ///
    /// # Errors
    /// The setting says nothing sensible; TLS can't be had.
    pub(super) fn new(
        setting: FeedSetting,
        zone: &TimeZone,
        limits: &PollLimits,
        seed: u64,
    ) -> Result<Self, PollError> {
        setting.check()?;
        let redirects = if setting.wants_key() { Redirects::SameHost } else { Redirects::Anywhere };
        let every = Duration::from_secs(u64::from(setting.every_secs));
        Ok(Self {
            clients: Clients::new(&limits.bounds(), redirects).map_err(PollError::NoPoller)?,
            patience: Patience::new(every, limits.longest_wait, seed, Instant::now()),
            address: Address::parse(&setting)?,
            reader: setting.reader(zone)?,
            scales: Scales::default(),
            tags: Tags::default(),
            last: None,
            setting,
        })
    }

    /// What it is asked now; `now` is in seconds of the epoch.
    ///
    /// # Errors
    /// It wants a key that isn't there.
    pub(super) fn question(&self, now: i64) -> Result<Question, FeedTrouble> {
        Question::new(&self.setting, &self.address, self.tags.clone(), now)
    }

    /// Takes an answer in.
    pub(super) fn take(&mut self, answer: Answer, desk: &mut Desk) {
        match self.make_of(answer, desk) {
            Ok(()) => {
                self.patience.answered(desk.now);
                self.tell_rows(desk);
                let period_secs = self.setting.promise().period_secs;
                desk.out.push(FeedMessage::Beat { feed: self.setting.name.clone(), period_secs, at: desk.at });
            }
            Err((trouble, retry_after)) => {
                self.patience.failed(retry_after, desk.now);
                self.tell(trouble, desk);
            }
        }
    }

    /// It could not even be asked.
    pub(super) fn not_asked(&mut self, trouble: FeedTrouble, desk: &mut Desk) {
        self.patience.failed(None, desk.now);
        self.tell(trouble, desk);
    }

    fn make_of(&mut self, answer: Answer, desk: &mut Desk) -> Result<(), Failure> {
        let against = Against { feed: &self.setting.name, feeds: desk.feeds, ledger: desk.ledger, now: desk.now };
        if let Err(why) = self.scales.settle(&against) {
            let host = self.address.host.clone();
            return Err((FeedTrouble::NotUnderstood { host, why: why.to_string() }, None));
        }
        match answer {
            Answer::Unchanged | Answer::Nothing => Ok(()),
            Answer::Failed { trouble, retry_after } => Err((trouble, retry_after)),
            Answer::Body(bytes, tags) => {
                let digest: [u8; 32] = Sha256::digest(&bytes).into();
                if self.last != Some(digest) {
                    self.understand(&bytes, desk).map_err(|trouble| (trouble, None))?;
                }
                (self.last, self.tags) = (Some(digest), tags);
                Ok(())
            }
        }
    }

    /// Reads an answer and hears its rows; positions are told at once.
    fn understand(&mut self, bytes: &[u8], desk: &mut Desk) -> Result<(), FeedTrouble> {
        let reader = match &mut self.reader {
            Reader::Rows(reader) => reader,
            Reader::Weather(reader) => {
                let host = || self.address.host.clone();
                let unread = |why| FeedTrouble::NotUnderstood { host: host(), why: quoted(&self.setting, why, bytes) };
                let weather = reader.read(bytes, desk.at).map_err(unread)?;
                desk.out.push(FeedMessage::Weather(Box::new(weather)));
                return Ok(());
            }
        };
        let Understood { rows, fixes, report, unserved } = reader
            .read(bytes, desk.at, desk.ledger)
            .map_err(|why| not_understood(&self.address.host, &self.setting, &why, bytes))?;
        if !unserved.is_empty() {
            let why = format!(
                "no column serves {} (it has: {}): name them with --map",
                unserved.join(" and "),
                report.columns.iter().take(12).cloned().collect::<Vec<_>>().join(", ")
            );
            let why = quoted(&self.setting, why, bytes);
            return Err(FeedTrouble::NotUnderstood { host: self.address.host.clone(), why });
        }
        // Strangers among the positions are no fault: a fleet has more devices than the county has workers.
        let strangers = report.flags.get("unknown_worker").copied().unwrap_or(0);
        let bad = report.skipped - strangers.min(report.skipped);
        if report.skipped > 0 {
            tracing::info!("feed {}: {} of {} rows can't be used", self.setting.name, report.skipped, report.read);
        }
        let is_useless = report.read > 0 && report.skipped == report.read;
        if is_useless || bad * 2 > report.read {
            let of_a_row = || report.problems.iter().filter(|problem| problem.row > 0);
            let skipped = of_a_row().find(|problem| problem.problem.contains("skipped"));
            let first = skipped.or_else(|| of_a_row().next());
            let first = first.map(|problem| format!("row {}: {} {}", problem.row, problem.field, problem.problem));
            let trouble =
                FeedTrouble::BadRows { bad: report.skipped, of: report.read, first: first.unwrap_or_default() };
            if is_useless {
                return Err(trouble);
            }
            self.tell(trouble, desk);
        }
        let fresh = self.scales.fresh_fixes(fixes);
        desk.out.extend(fresh.chunks(FIXES_AT_ONCE).map(|some| FeedMessage::Fixes(some.to_vec())));
        self.scales.hear(rows, desk.now);
        Ok(())
    }

    /// Tells the rows that the ledger does not have.
    fn tell_rows(&mut self, desk: &mut Desk) {
        let against = Against { feed: &self.setting.name, feeds: desk.feeds, ledger: desk.ledger, now: desk.now };
        let weighed = match self.scales.weigh(&against) {
            Ok(weighed) => weighed,
            Err(why) => {
                let host = self.address.host.clone();
                return self.tell(FeedTrouble::NotUnderstood { host, why: why.to_string() }, desk);
            }
        };
        if weighed.held > 0 {
            tracing::debug!("feed {}: {} rows are left as they are here", self.setting.name, weighed.held);
        }
        if weighed.unkept > 0 {
            self.tell(FeedTrouble::NotKept { rows: weighed.unkept }, desk);
        }
        if let Some((rows, other, code)) = weighed.clash {
            self.tell(FeedTrouble::SameNumbers { rows, other, code }, desk);
        }
        let by = Actor::System(self.setting.name.clone());
        let at = desk.at;
        let told = |rows: &[ToldRow]| Told { by: by.clone(), at, rows: rows.to_vec() };
        let messages = weighed.rows.chunks(ROWS_AT_ONCE).map(|rows| FeedMessage::Told(Box::new(told(rows))));
        desk.out.extend(messages);
    }

    fn tell(&mut self, trouble: FeedTrouble, desk: &mut Desk) {
        if self.patience.may_tell(&trouble, desk.now) {
            tracing::warn!("feed {}: {trouble}", self.setting.name);
            desk.out.push(FeedMessage::Trouble { feed: self.setting.name.clone(), trouble });
        }
    }
}

/// An answer that can't be used, in the server's own words where it has some.
pub(super) fn not_understood(host: &str, setting: &FeedSetting, why: &IntakeError, bytes: &[u8]) -> FeedTrouble {
    FeedTrouble::NotUnderstood { host: host.to_owned(), why: quoted(setting, why.to_string(), bytes) }
}

/// The reason, with what a page or an object says in place of rows.
pub(super) fn quoted(setting: &FeedSetting, why: String, bytes: &[u8]) -> String {
    let key = setting.key().filter(|_| setting.wants_key());
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        return format!("it is a page that says: {}", said(bytes, key.as_deref()));
    }
    match complaint(bytes, key.as_deref()).filter(|_| bytes.len() < QUOTED_BYTES) {
        Some(words) => format!("{why} (it says: {words})"),
        None => why,
    }
}
