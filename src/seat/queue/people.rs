//! Workers whom the search finds: by name, number or the initials of the name's pinyin.

use super::search::initials;
use crate::picture::Picture;
use crate::seat::{Hidden, Seat};

/// So many are offered.
const OFFERED: usize = 4;

/// Whom the search finds, as of the last look.
#[derive(Debug, Default)]
pub(super) struct People {
    asked: Option<(String, u64)>,
    /// Those offered, who is on duty first.
    offered: Vec<u32>,
    all: usize,
}

impl People {
    /// Looks anew where the words or the register have changed.
    pub(super) fn follow(&mut self, picture: &Picture, text: &str) {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        // One letter or figure is in every other name; one Han character is a surname.
        let is_asked = words.iter().any(|word| word.chars().count() > 1 || !word.is_ascii());
        let asked = is_asked.then(|| (text.to_owned(), picture.revisions.workers));
        if self.asked == asked {
            return;
        }
        let finds = |number: &u32| {
            let row = picture.workers.row(*number);
            let worker = &row.worker;
            let (name, code) = (worker.name.to_lowercase(), worker.code.as_str().to_lowercase());
            let is_found = words.iter().all(|word| {
                name.contains(word) || code.contains(word) || (word.is_ascii() && initials(&name).contains(word))
            });
            is_found && !row.retired
        };
        let count = if is_asked { picture.workers.rows().len() as u32 } else { 0 };
        let mut found: Vec<u32> = (0..count).filter(finds).collect();
        found.sort_by_key(|number| !picture.workers.row(*number).worker.on_duty);
        self.all = found.len();
        found.truncate(OFFERED);
        (self.asked, self.offered) = (asked, found);
    }
}

impl Seat {
    /// The first few workers whom the search of the list finds, and how many there are; nobody where names are hidden.
    pub fn found_people(&self) -> (&[u32], usize) {
        let people = &self.work.queue.people;
        if self.hides(Hidden::Names) { (&[], 0) } else { (&people.offered, people.all) }
    }
}
