//! What goes between a seat and the threads around it: the store, the feeds, those who ask from
//! beside. Plain data over bounded channels; who carries it is not the seat's business.

use super::intake::OpenDraft;
use super::setup::Settings;
use super::{FileToWrite, HandOver, SeatSettings};
use crate::domain::{Append, Command, Fix, IncidentCode, Receipt, Recorded, RoundCommand, Timestamp, Told, WorkerCode};
use crate::picture::{Density, Picture};
use serde::{Deserialize, Serialize};

/// From the seat to the time machine.
#[derive(Debug)]
pub enum ToReplay {
    /// Make the picture of a moment.
    Show {
        /// Which.
        moment: Timestamp,
        /// A picture that is not needed any more.
        spare: Option<Box<Picture>>,
        /// Take in first what the ledger heard since.
        news: bool,
        /// Say how much happened: from when, in stretches of so many seconds, how many of them.
        density: Option<(Timestamp, i64, usize)>,
    },
    /// This picture is not needed any more.
    Done(Box<Picture>),
    /// Write down who looks, then read a worker's positions.
    Track {
        /// Whose.
        worker: WorkerCode,
        /// From when.
        from: Timestamp,
        /// Until when, included.
        to: Timestamp,
        /// Who looks.
        by: String,
    },
}

/// From the time machine to the seat.
#[derive(Debug)]
pub enum FromReplay {
    /// The picture of the moment that was asked for.
    Shown {
        /// It.
        picture: Box<Picture>,
        /// How much happened, where that was asked for.
        density: Option<Density>,
    },
    /// A worker's positions.
    Track {
        /// Whose.
        worker: WorkerCode,
        /// From when.
        from: Timestamp,
        /// They, in the order of time; or why they can't be shown, one sentence.
        track: Result<Vec<Fix>, String>,
    },
    /// It can't be made.
    Failed {
        /// Why, one sentence.
        why: String,
    },
}

/// From the seat, or a feed whose senders wait, to the store.
#[derive(Debug)]
pub enum ToStore {
    /// Make these events durable, then answer with the ticket.
    Append {
        /// Names the request in the answer.
        ticket: u64,
        /// The events.
        append: Append,
    },
    /// Make these positions durable.
    Fixes(Vec<Fix>),
    /// Keep this for the next seat of the folder: views of the list, drafts.
    Settings(Box<SeatSettings>),
    /// Keep how the seat is set up.
    Setup(Box<Settings>),
    /// Keep the draft of a matter, in place of what had its name.
    KeepDraft(Box<OpenDraft>),
    /// Erase the draft of this name.
    EraseDraft(IncidentCode),
    /// Say which drafts are kept.
    ReadDrafts,
    /// Write down that a shift is handed over.
    HandOver(Box<HandOver>),
    /// Make this file and write it among what was exported.
    Write(FileToWrite),
    /// Make these positions durable soon, and tell whoever waits for it how that ended.
    Keep {
        /// The positions.
        fixes: Vec<Fix>,
        /// Who waits.
        receipt: Receipt,
    },
    /// Take in what another system tells; what is new of it comes back as news.
    TakeIn(Box<Told>),
}

/// From the store to the seat.
#[derive(Clone, Debug)]
pub enum FromStore {
    /// The events are durable; they come in the ledger's order.
    Appended {
        /// The request's ticket.
        ticket: u64,
        /// The events with their places.
        recorded: Vec<Recorded>,
    },
    /// Nothing of the request happened.
    Refused {
        /// The request's ticket.
        ticket: u64,
        /// Why, one sentence.
        why: String,
    },
    /// Events that somebody else appended.
    News(Vec<Recorded>),
    /// The drafts of matters that are kept.
    Drafts(Vec<OpenDraft>),
    /// Drafts can't be kept just now.
    DraftsNotKept {
        /// Why, one sentence.
        why: String,
    },
    /// A file was written, under this name in the data folder; or why it can't be, one sentence.
    Written(Result<String, String>),
    /// How the seat is set up holds, but is not kept.
    SetupNotKept {
        /// Why, one sentence.
        why: String,
    },
    /// A hand-over is durable, or why it can't be made.
    HandedOver(Result<HandOver, String>),
    /// Positions can't be made durable just now: they wait and are tried again.
    FixesWaiting {
        /// How many.
        count: usize,
        /// Why, one sentence.
        why: String,
    },
    /// Positions could not be kept.
    FixesLost {
        /// How many.
        count: usize,
        /// Why, one sentence.
        why: String,
    },
}

/// From whatever has alarms' sounds played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromSound {
    /// One was played to its end, after trouble.
    Heard,
    /// Nothing is heard.
    Silent(SoundTrouble),
}

/// Why alarms can't be heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundTrouble {
    /// No program that plays sounds is installed; these would do.
    NoPlayer(Vec<String>),
    /// None of the installed programs plays; the last that was tried.
    Fails(String),
    /// The sounds' files can't be written into this folder.
    NoFolder(String),
}

/// From the seat to the adviser, and back.
pub use super::intake::{FromAdviser, Question};

/// From a feed to the seat.
pub use crate::domain::FeedMessage as FromFeed;

/// What somebody beside (the local socket, a script) wants done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Something with a matter.
    Command(Box<Command>),
    /// A visit, or a reminder of visits.
    Round(Box<RoundCommand>),
}

/// How a command that came from beside (the local socket, a script) ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is durable: the places and what happened.
    Done(Vec<Recorded>),
    /// It did not hold: why.
    Refused(String),
}
