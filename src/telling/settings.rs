//! Who is told where: `telling.json` in the data folder, written and mended by people.

use super::concern::KINDS;
use super::webhook::Secrets;
use super::{Notice, Recipient, TellError};
use reqwest::Url;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The settings' name in the data folder.
pub const TELLING_FILE: &str = "telling.json";
/// The environment's variable that holds an endpoint's secret where the settings name no other.
const SECRET_VARIABLE: &str = "ZONGLAN_TELL_SECRET";
/// How often a message is sent at most where nobody says.
const USUAL_TRIES: u32 = 16;
const LONGEST_NAME: usize = 40;

/// Which notices an endpoint takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// To whom: `worker`, `agency`, `town`, `upstream` or `reporter`, or one of them by name: `agency:住建局`. None: to
    /// anybody but reporters, who are told only where this says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Of which kinds; none: of any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<String>,
}

impl Take {
    fn takes(&self, notice: &Notice) -> bool {
        let is_citizens = matches!(notice.to, Recipient::Reporter(_));
        let to = self.to.as_deref().map_or(!is_citizens, |to| to == notice.to.kind() || to == notice.to.key());
        to && (self.kinds.is_empty() || self.kinds.iter().any(|kind| kind == notice.routed_as))
    }
}

/// Where notices go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Its name.
    pub name: String,
    /// Its address: https://…, or http:// on this machine.
    pub url: String,
    /// Which notices it takes; none said: all but those to reporters. A notice goes to the first endpoint that takes it, and to no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    /// The environment's variable that holds its secret.
    #[serde(default = "secret_variable")]
    pub secret_env: String,
    /// The file that holds its secret, in place of the environment; in the data folder unless the path says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_file: Option<PathBuf>,
    /// How often a message is sent at most before it has failed.
    #[serde(default = "usual_tries")]
    pub most_tries: u32,
    /// Whether it may be spoken to without TLS on another machine: in a net that nobody else reads.
    #[serde(default)]
    pub plain_http: bool,
}

fn secret_variable() -> String {
    SECRET_VARIABLE.to_owned()
}

fn usual_tries() -> u32 {
    USUAL_TRIES
}

/// An address that can be spoken to, with what its messages are signed with.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) host: String,
    pub(super) secrets: Secrets,
}

impl Endpoint {
    /// Whether it says something sensible.
    ///
    /// # Errors
    /// The first thing that doesn't.
    pub fn check(&self) -> Result<(), TellError> {
        let wrong = |what: String, value: &str| Err(TellError::Setting { what, value: value.to_owned() });
        let length = self.name.chars().count();
        if !(1..=LONGEST_NAME).contains(&length) || self.name.chars().any(char::is_control) {
            return wrong(format!("an endpoint's name has 1 to {LONGEST_NAME} characters"), &self.name);
        }
        if self.most_tries == 0 || self.most_tries > 100 {
            return wrong("a message is sent 1 to 100 times at most".into(), &self.most_tries.to_string());
        }
        for take in &self.takes {
            if let Some(to) = &take.to {
                let (kind, name) = to.split_once(':').map_or((to.as_str(), None), |(kind, name)| (kind, Some(name)));
                if !Recipient::KINDS.contains(&kind) || name.is_some_and(|name| name.trim().is_empty()) {
                    let what =
                        "`to` is worker, agency, town, upstream or reporter, or one of them by name: agency:住建局";
                    return wrong(what.into(), to);
                }
            }
            if let Some(kind) = take.kinds.iter().find(|kind| KINDS.iter().all(|known| known.name != kind.as_str())) {
                let known: Vec<&str> = KINDS.iter().map(|known| known.name).collect();
                return wrong(format!("no notice is of this kind; there are {}", known.join(", ")), kind);
            }
        }
        self.address().map(|_| ())
    }

    /// Its address and how the server is called.
    fn address(&self) -> Result<(Url, String), TellError> {
        let wrong = |what: String| TellError::Setting { what, value: self.shown_url() };
        let url = Url::parse(self.url.trim()).map_err(|why| wrong(format!("this is no address ({why})")))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(wrong("a password doesn't belong in an address: messages are signed".into()));
        }
        let host = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (Some(host), None) => host.to_owned(),
            (None, _) => return Err(wrong("the address names no server".into())),
        };
        let is_here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => Ok((url, host)),
            "http" if is_here || self.plain_http => Ok((url, host)),
            "http" => Err(wrong(
                "notices go by https:// (or, in a net of your own, by http:// with \"plain_http\": true)".into(),
            )),
            _ => Err(wrong("the address of an endpoint begins with https://".into())),
        }
    }

    pub(super) fn target(&self, dir: &Path) -> Result<Target, TellError> {
        let (url, host) = self.address()?;
        Ok(Target { url, host, secrets: Secrets::of(self, dir)? })
    }

    /// Its address without what may be secret in it.
    #[must_use]
    pub fn shown_url(&self) -> String {
        let bare = self.url.split(['?', '#']).next().unwrap_or_default();
        if bare.contains('@') { "…".to_owned() } else { bare.to_owned() }
    }

    fn takes(&self, notice: &Notice) -> bool {
        let all = [Take::default()];
        let takes = if self.takes.is_empty() { &all[..] } else { &self.takes };
        takes.iter().any(|take| take.takes(notice))
    }
}

/// All of a data folder's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TellSettings {
    /// Where notices go; of two that take one, the first has it.
    pub endpoints: Vec<Endpoint>,
    /// The centre's name, as papers have it below their text; none: the county's, as the register knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub centre: Option<String>,
}

impl TellSettings {
    /// The settings of a data folder; none where it has no such file.
    ///
    /// # Errors
    /// It is there and can't be read, or says nothing sensible.
    pub fn load(dir: &Path) -> Result<Option<Self>, TellError> {
        let path = dir.join(TELLING_FILE);
        let unreadable = |why: String| TellError::File { why, path: path.clone() };
        let settings: Self = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|why| unreadable(why.to_string()))?,
            Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(why) => return Err(unreadable(why.to_string())),
        };
        settings.check().map_err(|why| unreadable(why.to_string()))?;
        Ok(Some(settings))
    }

    fn check(&self) -> Result<(), TellError> {
        self.endpoints.iter().try_for_each(Endpoint::check)?;
        let mut names: Vec<&str> = self.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => {
                Err(TellError::Setting { what: "two endpoints have one name".into(), value: pair[0].to_owned() })
            }
            None => Ok(()),
        }
    }

    /// The endpoint of this name.
    ///
    /// # Errors
    /// There is none; which there are.
    pub fn endpoint(&self, name: &str) -> Result<&Endpoint, TellError> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.endpoints.iter().map(|endpoint| endpoint.name.as_str()).collect();
            TellError::Setting {
                what: format!("there is no such endpoint, only {}", names.join(", ")),
                value: name.into(),
            }
        })
    }

    /// The endpoint that a notice goes to; none where nobody takes it.
    pub fn route(&self, notice: &Notice) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.takes(notice))
    }
}
