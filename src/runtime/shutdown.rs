//! The word "stop", said once and heard by every thread that sleeps on it.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A token that many threads share; once requested it stays requested.
#[derive(Clone, Debug, Default)]
pub struct Shutdown(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    requested: Mutex<bool>,
    changed: Condvar,
}

impl Shutdown {
    /// A token that nobody has requested yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks everybody who holds the token to stop, and wakes those who sleep on it.
    pub fn request(&self) {
        // A flag can't be half set: a thread that panicked while holding it changes nothing.
        *self.0.requested.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.changed.notify_all();
    }

    /// Whether somebody has asked.
    pub fn is_requested(&self) -> bool {
        *self.0.requested.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps for `timeout` or until somebody asks; answers whether somebody has.
    pub fn wait_timeout(&self, timeout: Duration) -> bool {
        let until = Instant::now() + timeout;
        let mut requested = self.0.requested.lock().unwrap_or_else(PoisonError::into_inner);
        while !*requested {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            (requested, _) = self.0.changed.wait_timeout(requested, left).unwrap_or_else(PoisonError::into_inner);
        }
        *requested
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::runtime::spawn_named;

    #[test]
    fn a_request_wakes_those_who_sleep() {
        let shutdown = Shutdown::new();
        assert!(!shutdown.wait_timeout(Duration::from_millis(1)));
        let theirs = shutdown.clone();
        let began = Instant::now();
        let sleeper = spawn_named("sleeper", move || assert!(theirs.wait_timeout(Duration::from_secs(60)))).unwrap();
        shutdown.request();
        sleeper.join().unwrap();
        assert!(began.elapsed() < Duration::from_secs(30));
        assert!(shutdown.is_requested() && shutdown.wait_timeout(Duration::from_secs(60)));
    }
}
