//! A program that starts itself anew: how often it may, and with which words.

use std::ffi::{OsStr, OsString};
use std::fmt;

/// So many new starts are allowed …
pub const MOST_RESTARTS: usize = 3;
/// … within so many seconds; what fails more often fails for a reason that a new start doesn't mend.
pub const RESTARTS_WITHIN_SECS: i64 = 300;

/// The moments of the new starts so far, seconds since 1970. As text they go from one process to the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restarts(Vec<i64>);

impl Restarts {
    /// Reads what [`Restarts`] wrote; what is none of it counts for nothing.
    pub fn parse(text: &str) -> Self {
        Self(text.split(',').filter_map(|moment| moment.trim().parse().ok()).collect())
    }

    /// One more at `now`, where it is allowed. A moment that lies ahead counts: the clock was put back since.
    pub fn one_more(&self, now: i64) -> Option<Self> {
        let counts = |moment: &&i64| now.saturating_sub(**moment) < RESTARTS_WITHIN_SECS;
        let mut moments: Vec<i64> = self.0.iter().filter(counts).copied().collect();
        moments.push(now);
        (moments.len() <= MOST_RESTARTS).then_some(Self(moments))
    }
}

impl fmt::Display for Restarts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let moments: Vec<String> = self.0.iter().map(i64::to_string).collect();
        f.write_str(&moments.join(","))
    }
}

/// The words of a command line without these options and their values: `--view X` and `--view=X` alike.
pub fn without_options(words: impl Iterator<Item = OsString>, options: &[&str]) -> Vec<OsString> {
    let mut left = Vec::new();
    let mut words = words;
    while let Some(word) = words.next() {
        let is = |option: &&str| word == OsStr::new(option);
        let has_value = |option: &&str| {
            let text = word.to_string_lossy();
            text.strip_prefix(*option).is_some_and(|rest| rest.starts_with('='))
        };
        if options.iter().any(is) {
            words.next();
        } else if !options.iter().any(has_value) {
            left.push(word);
        }
    }
    left
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn three_times_in_five_minutes_and_again_when_they_have_passed() {
        let mut restarts = Restarts::parse("");
        for now in [1_000, 1_010, 1_299] {
            restarts = Restarts::parse(&restarts.one_more(now).unwrap().to_string());
        }
        assert_eq!(restarts.one_more(1_299), None);
        assert_eq!(restarts.one_more(900), None, "the clock was put back: that makes no room");
        assert_eq!(restarts.one_more(1_300).unwrap().to_string(), "1010,1299,1300");
        assert_eq!(restarts.one_more(9_999).unwrap().to_string(), "9999");
        assert_eq!(Restarts::parse("x,, 7 ,seven"), Restarts(vec![7]));
    }

    #[test]
    fn options_go_with_their_values() {
        let words =
            ["wall", "--view", "118,36,12", "--size=9x9", "--select=worker:1", "--viewing", "--area", "3", "--view"];
        let left = without_options(words.into_iter().map(OsString::from), &["--view", "--select", "--area"]);
        assert_eq!(left, ["wall", "--size=9x9", "--viewing"]);
    }
}
