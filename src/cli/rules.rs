//! The rules that a data folder goes by: `rules.json` and `calendar.json` in it, where an administrator has put them;
//! else those that are shipped.

use super::cannot;
use super::site::Site;
use std::io::ErrorKind;
use std::path::Path;
use zonglan::domain::{Calendar, Rules};

/// Their name in a data folder, and the calendar's.
pub(super) const RULES: &str = "rules.json";
/// See [`RULES`].
pub(super) const CALENDAR: &str = "calendar.json";

/// The rules of the site in `dir`.
///
/// # Errors
/// A file that is there and can't be used, with what is wrong with it.
pub(super) fn load(dir: &Path) -> anyhow::Result<Rules> {
    let zone = Site::load(dir)?.time_zone()?;
    let calendar = match read(&dir.join(CALENDAR))? {
        Some(text) => {
            Calendar::parse(&text).map_err(|error| cannot("use this calendar", &dir.join(CALENDAR), error))?
        }
        None => Calendar::china(),
    };
    let text = read(&dir.join(RULES))?;
    let text = text.as_deref().unwrap_or(Rules::SHIPPED);
    Rules::parse(text, zone, calendar).map_err(|error| cannot("go by these rules", &dir.join(RULES), error))
}

fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(cannot("read this file", path, error)),
    }
}
