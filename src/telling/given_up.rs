//! Notices that were given up, until somebody hears of it: whom they concern has not been told.

use super::Outbox;
use crate::domain::FeedTrouble;
use crate::ledger::LedgerError;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// An endpoint's is said so often at most: who is down for a night is not said a thousand times.
const EVERY: Duration = Duration::from_secs(3_600);

/// What was given up, by endpoint.
#[derive(Debug, Default)]
pub(super) struct GivenUp(BTreeMap<String, Account>);

#[derive(Debug, Default)]
struct Account {
    unsaid: u64,
    why: String,
    said_at: Option<Instant>,
}

impl GivenUp {
    /// What earlier runs gave up and nobody put back.
    pub(super) fn before(outbox: &Outbox) -> Result<Self, LedgerError> {
        let counts = outbox.failed_by_endpoint()?;
        let account = |unsaid| Account { unsaid, ..Account::default() };
        Ok(Self(counts.into_iter().map(|(endpoint, count)| (endpoint, account(count))).collect()))
    }

    /// So many of an endpoint's were given up now.
    pub(super) fn note(&mut self, endpoint: &str, notices: u64, why: &str) {
        if notices == 0 {
            return;
        }
        let account = self.0.entry(endpoint.to_owned()).or_default();
        account.unsaid += notices;
        why.clone_into(&mut account.why);
    }

    /// Says what was not said yet, each endpoint's for itself and no sooner than an hour after the last time.
    pub(super) fn say(&mut self, now: Instant, hears: &dyn Fn(&str, FeedTrouble)) {
        for (endpoint, account) in &mut self.0 {
            let is_patient = account.said_at.is_some_and(|at| now.saturating_duration_since(at) < EVERY);
            if account.unsaid == 0 || is_patient {
                continue;
            }
            let (notices, why) = (std::mem::take(&mut account.unsaid), account.why.clone());
            account.said_at = Some(now);
            hears(endpoint, FeedTrouble::NotTold { notices, why });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[test]
    fn each_endpoint_is_said_at_once_then_hourly_and_nothing_is_left_out() {
        let (start, heard) = (Instant::now(), RefCell::new(Vec::new()));
        let hears = |endpoint: &str, trouble| {
            let FeedTrouble::NotTold { notices, .. } = trouble else { panic!("{trouble}") };
            heard.borrow_mut().push((endpoint.to_owned(), notices));
        };
        let mut given_up = GivenUp::default();
        let (mut noted, mut last) = (BTreeMap::new(), BTreeMap::<String, u64>::new());
        for minute in 0..600_u64 {
            for (endpoint, each) in [("a", 7), ("b", 60), ("c", 1_000)] {
                if minute % each == 3 {
                    given_up.note(endpoint, minute % 4, "HTTP 500");
                    *noted.entry(endpoint.to_owned()).or_insert(0) += minute % 4;
                }
            }
            given_up.say(start + Duration::from_secs(minute * 60), &hears);
            for (endpoint, notices) in heard.borrow_mut().drain(..) {
                assert!(notices > 0);
                let before = last.insert(endpoint.clone(), minute);
                assert!(before.is_none_or(|before| minute - before >= 60), "{endpoint} at {minute} and {before:?}");
                *noted.entry(endpoint).or_insert(0) -= notices;
            }
        }
        given_up.say(start + Duration::from_secs(700 * 60), &hears);
        heard.borrow_mut().drain(..).for_each(|(endpoint, notices)| *noted.entry(endpoint).or_insert(0) -= notices);
        assert_eq!(last.len(), 3);
        assert!(noted.values().all(|left| *left == 0), "{noted:?}");
    }
}
