//! Pictures and films of the screen, as somebody at it means them: what is to be taken, and under which name.

use super::link::ToStore;
use super::{FileToWrite, Seat, Toast};
use crate::domain::Timestamp;

/// What a person means about pictures of the screen.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordIntent {
    /// Take a picture of it now.
    Picture,
    /// Film it from now on; where it is filmed, end that.
    Film,
    /// A picture was taken: write it.
    Taken(FileToWrite),
}

/// What is taken of the screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// The film that is being taken, by its name.
    film: Option<String>,
    /// The picture that is to be taken, by its name.
    picture: Option<String>,
}

impl Recording {
    /// The film that is being taken, by its name without an ending.
    pub fn film(&self) -> Option<&str> {
        self.film.as_deref()
    }

    /// The picture that is wanted, by its name without an ending; once.
    pub fn take_picture(&mut self) -> Option<String> {
        self.picture.take()
    }
}

impl Seat {
    pub(super) fn record(&mut self, intent: RecordIntent) {
        match intent {
            RecordIntent::Picture => self.recording.picture = Some(self.record_name("screen")),
            RecordIntent::Film => {
                if self.recording.film.take().is_none() {
                    self.recording.film = Some(self.record_name("film"));
                    self.toast(Toast::Filming);
                }
            }
            RecordIntent::Taken(file) => self.post_to_store(ToStore::Write(file)),
        }
    }

    /// A film ended: its name in the data folder, or why there is none.
    pub fn take_film(&mut self, outcome: Result<String, String>) {
        // One that can't be written is not filmed on; one that was ended may have been followed by the next.
        if outcome.is_err() {
            self.recording.film = None;
        }
        self.written(outcome);
    }

    /// `film-20260911-140327`, by the site's clock, whatever moment shows.
    fn record_name(&self, what: &str) -> String {
        let local_secs = self.live().tallies.zone().local_secs(self.clock);
        match jiff::Timestamp::from_second(local_secs) {
            Ok(moment) => format!("{what}-{}", moment.strftime("%Y%m%d-%H%M%S")),
            Err(_) => format!("{what}-{}", Timestamp(local_secs).0),
        }
    }
}
