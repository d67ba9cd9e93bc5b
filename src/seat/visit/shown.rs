//! What may be shown: the one place that says what visitors do not see, and how people, phones, cameras and free text
//! stand on the screen meanwhile. Whatever draws asks here.

use crate::domain::{Actor, MaskScope, Post, Refusal, Role, mask};
use crate::seat::{DEFAULT_OFFICER, Seat, Selection};
use std::borrow::Cow;

/// What visitors do not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Names of staff and officers, and those in free text.
    Names,
    /// Phone numbers.
    Phones,
    /// Where cameras stand, and what they are called.
    Cameras,
    /// Matters that are kept from the wall anyway; visitors do not learn how many there are either.
    Confidential,
    /// Where one person has been, goes, and looks to.
    Tracks,
    /// Photos of matters.
    Photos,
    /// Forms, drafts, matters that are taken in, the shift.
    Forms,
}

/// How somebody may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named<'a> {
    /// By this name: a person's where names show, else an agency's.
    Name(&'a str),
    /// By what they are in the county's organisation.
    Role(Role),
    /// By the post that they hold; none: whoever is on duty.
    Post(Option<Post>),
}

impl Seat {
    /// Whether this is hidden now.
    pub fn hides(&self, what: Hidden) -> bool {
        match what {
            Hidden::Names
            | Hidden::Phones
            | Hidden::Cameras
            | Hidden::Confidential
            | Hidden::Tracks
            | Hidden::Photos
            | Hidden::Forms => self.visit.is_on(),
        }
    }

    /// Whether a thing can be neither selected nor pointed at now.
    pub fn hides_thing(&self, thing: Selection) -> bool {
        match thing {
            Selection::Worker(_) => self.hides(Hidden::Names),
            Selection::Camera(_) => self.hides(Hidden::Cameras),
            Selection::Incident(number) => self.hides_incident(number),
            Selection::Area(_) => false,
        }
    }

    /// Whether a matter is hidden now.
    pub fn hides_incident(&self, number: u32) -> bool {
        self.hides(Hidden::Confidential) && self.picture.incidents.row(number).confidential
    }

    /// How a worker may be named: visitors hear of the agency that sends them, else of what they are.
    pub fn named_worker(&self, number: u32) -> Named<'_> {
        let worker = &self.picture.workers.row(number).worker;
        match &worker.agency {
            _ if !self.hides(Hidden::Names) => Named::Name(&worker.name),
            Some(agency) => Named::Name(agency.as_str()),
            None => Named::Role(worker.role),
        }
    }

    /// How an officer may be named: visitors hear of the first post that the roster has for them.
    pub fn named_officer<'a>(&self, name: &'a str) -> Named<'a> {
        if name == DEFAULT_OFFICER {
            return Named::Post(None);
        }
        if !self.hides(Hidden::Names) {
            return Named::Name(name);
        }
        let entry = self.rules.roster.iter().find(|entry| entry.name == name);
        Named::Post(entry.and_then(|entry| entry.posts.first().copied()))
    }

    /// How whoever did something may be named; an import says nothing of it.
    pub fn named_actor<'a>(&'a self, actor: &'a Actor) -> Named<'a> {
        match actor {
            Actor::Officer(name) => self.named_officer(name),
            Actor::Worker(code) => match self.picture.workers.number(code.as_str()) {
                Some(number) => self.named_worker(number),
                None if self.hides(Hidden::Names) => Named::Post(Some(Post::Worker)),
                None => Named::Name(code.as_str()),
            },
            Actor::Agency(name) => Named::Name(name.as_str()),
            Actor::System(_) => Named::Name(""),
        }
    }

    /// A worker's phone number, where it may be shown and is known.
    pub fn phone_shown(&self, worker: u32) -> Option<&str> {
        let phone = self.picture.workers.row(worker).worker.phone.as_deref();
        phone.filter(|_| !self.hides(Hidden::Phones))
    }

    /// A camera's name, where it may be shown.
    pub fn camera_shown(&self, number: u32) -> Option<&str> {
        (!self.hides(Hidden::Cameras)).then(|| self.picture.cameras.rows()[number as usize].name.as_str())
    }

    /// A free text as it may be shown: for visitors with stars in place of names, numbers and households.
    pub fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !self.hides(Hidden::Names) || text.is_empty() {
            return Cow::Borrowed(text);
        }
        let covered = self.visit.names.cover(text);
        let masked = match mask(&covered, MaskScope::Household) {
            Cow::Owned(masked) => Some(masked),
            Cow::Borrowed(_) => None,
        };
        masked.map_or(covered, Cow::Owned)
    }

    /// A refusal as it may be shown: for visitors it names nobody.
    pub fn refusal_shown(&self, refusal: &Refusal) -> Refusal {
        let nobody = || "…".to_owned();
        match refusal {
            _ if !self.hides(Hidden::Names) => refusal.clone(),
            Refusal::WithOthers(_) => Refusal::WithOthers(nobody()),
            Refusal::CalledByHandler(_) => Refusal::CalledByHandler(nobody()),
            Refusal::CheckedByHandler(_) => Refusal::CheckedByHandler(nobody()),
            Refusal::SamePerson(_) => Refusal::SamePerson(nobody()),
            Refusal::OwnRequest(_) => Refusal::OwnRequest(nobody()),
            other => other.clone(),
        }
    }
}
