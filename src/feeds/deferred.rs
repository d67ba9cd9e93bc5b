//! A feed that takes long to make.

use super::{Feed, FeedMessage};
use crate::domain::{Recorded, Timestamp};

type Make = Box<dyn FnOnce() -> Option<Box<dyn Feed>> + Send>;

/// A feed that is made when it is first to speak, on the thread where it lives, so that nobody waits for it. Where it
/// can't be made it stays silent, which a seat shows as a dead feed.
pub struct Deferred {
    name: String,
    make: Option<Make>,
    feed: Option<Box<dyn Feed>>,
}

impl Deferred {
    /// A feed of this name that `make` will make; `make` says why where it can't.
    pub fn new(name: &str, make: impl FnOnce() -> Option<Box<dyn Feed>> + Send + 'static) -> Self {
        Self { name: name.to_owned(), make: Some(Box::new(make)), feed: None }
    }
}

impl Feed for Deferred {
    fn name(&self) -> &str {
        &self.name
    }

    fn advance(&mut self, now: Timestamp, news: &[Recorded]) -> Vec<FeedMessage> {
        if let Some(make) = self.make.take() {
            self.feed = make();
        }
        self.feed.as_mut().map(|feed| feed.advance(now, news)).unwrap_or_default()
    }
}
