//! Saved views of the list: whose each is, and which of them an officer sees.

use super::Queue;
use crate::seat::{DEFAULT_OFFICER, SavedView, Seat};

impl SavedView {
    /// Whether an officer sees it: his own, and what is everybody's.
    fn is_for(&self, officer: &str) -> bool {
        self.officer.as_deref().is_none_or(|owner| owner == officer)
    }
}

impl Queue {
    /// The views that an officer sees, each with its place among all.
    fn views_of<'a>(&'a self, officer: &'a str) -> impl Iterator<Item = (usize, &'a SavedView)> {
        self.views.iter().enumerate().filter(move |(_, view)| view.is_for(officer))
    }

    /// Saves the list as it stands for an officer. Where he sees one of this name already, it becomes this and stays whose it
    /// was: what everybody had is not taken from the others.
    pub(super) fn save_view(&mut self, officer: &str, mut view: SavedView) {
        // Nobody in particular sits there: it is everybody's.
        view.officer = Some(officer.to_owned()).filter(|officer| officer != DEFAULT_OFFICER);
        let same = self.views_of(officer).find(|(_, other)| other.name == view.name).map(|(place, _)| place);
        if let Some(place) = same {
            view.officer = self.views.remove(place).officer;
        }
        self.views.push(view);
        self.views_revision += 1;
    }

    /// Forgets the view of this place among those that an officer sees.
    pub(super) fn forget_view(&mut self, officer: &str, place: usize) {
        let found = self.views_of(officer).nth(place).map(|(place, _)| place);
        if let Some(place) = found {
            self.views.remove(place);
            self.views_revision += 1;
        }
    }
}

impl Seat {
    /// The saved views that whoever sits here sees: his own, and those that are everybody's. A view's place is its place
    /// among these.
    pub fn views(&self) -> impl Iterator<Item = &SavedView> {
        self.work.queue.views_of(&self.officer).map(|(_, view)| view)
    }
}
