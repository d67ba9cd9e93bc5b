//! One question for a person's eyes: what a feed answers now, and how that would be read. Nothing is written.

use super::address::Address;
use super::fetch::{Answer, PollLimits, Question, fetch};
use super::polled::{not_understood, quoted};
use super::settings::Reader;
use super::thread::now_secs;
use super::{FeedSetting, PollError};
use crate::domain::{FeedTrouble, Timestamp, Weather};
use crate::fetch::{Clients, Redirects, Tags};
use crate::intake::Plan;
use crate::ledger::Ledger;
use jiff::tz::TimeZone;
use serde::Serialize;

/// What a feed answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tested {
    /// The feed.
    pub feed: String,
    /// How many bytes, unpacked.
    pub bytes: usize,
    /// Whether the server can say that nothing has changed (`ETag`, `Last-Modified`): then that costs it next to
    /// nothing.
    pub knows_changes: bool,
    /// What it says.
    #[serde(flatten)]
    pub says: Says,
}

/// What an answer says.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Says {
    /// Which column serves which field, and the first rows as they are understood.
    Rows(Box<Plan>),
    /// The weather.
    Weather {
        /// As it would be shown.
        weather: Weather,
    },
}

/// Asks a feed once. `ledger` says what is known already; times that don't say theirs are of `zone`.
///
/// # Errors
/// The setting says nothing sensible; [`PollError::Trouble`] where nothing came that could be used.
pub fn test(
    setting: &FeedSetting,
    zone: &TimeZone,
    ledger: Option<&dyn Ledger>,
    limits: &PollLimits,
) -> Result<Tested, PollError> {
    setting.check()?;
    let trouble = |trouble| PollError::Trouble { feed: setting.name.clone(), trouble };
    let address = Address::parse(setting)?;
    let question = Question::new(setting, &address, Tags::default(), now_secs()).map_err(trouble)?;
    let redirects = if setting.wants_key() { Redirects::SameHost } else { Redirects::Anywhere };
    let clients = Clients::new(&limits.bounds(), redirects).map_err(PollError::NoPoller)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|why| PollError::NoPoller(why.to_string()))?;
    let answer = runtime.block_on(fetch(&clients, limits, &question));
    runtime.shutdown_background();
    let nothing = || {
        let why = "the server has nothing to say now".to_owned();
        trouble(FeedTrouble::NotUnderstood { host: address.host.clone(), why })
    };
    match answer {
        Answer::Failed { trouble: why, .. } => Err(trouble(why)),
        Answer::Unchanged | Answer::Nothing => Err(nothing()),
        Answer::Body(bytes, tags) => {
            let reader = match setting.reader(zone)? {
                Reader::Rows(reader) => reader,
                Reader::Weather(reader) => {
                    let unread = |why| {
                        trouble(FeedTrouble::NotUnderstood {
                            host: address.host.clone(),
                            why: quoted(setting, why, &bytes),
                        })
                    };
                    let weather = reader.read(&bytes, Timestamp(now_secs())).map_err(unread)?;
                    let says = Says::Weather { weather };
                    return Ok(Tested {
                        feed: setting.name.clone(),
                        bytes: bytes.len(),
                        knows_changes: !tags.is_empty(),
                        says,
                    });
                }
            };
            let plan = reader.plan(&bytes, Timestamp(now_secs()), ledger);
            let plan = plan.map_err(|why| {
                if why.is_usage() {
                    return PollError::Intake(why);
                }
                trouble(not_understood(&address.host, setting, &why, &bytes))
            })?;
            Ok(Tested {
                feed: setting.name.clone(),
                bytes: bytes.len(),
                knows_changes: !tags.is_empty(),
                says: Says::Rows(Box::new(plan)),
            })
        }
    }
}
