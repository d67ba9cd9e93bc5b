//! What a seat tells its officer for a few seconds.

use super::link::SoundTrouble;
use crate::domain::{ActKind, FeedTrouble, IncidentCode, Refusal};
use crate::spatial::PictureTrouble;

/// What a seat tells its officer for a few seconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Toast {
    /// A command did not hold.
    Refused(Refusal),
    /// The store could not take something; nothing of it happened.
    NotStored(String),
    /// An order was taken back that had called this worker off, who is sent again; by row.
    SentAgain(u32),
    /// Nobody can be sent: the matter has no place or nobody is near.
    NobodyToSend,
    /// There is nothing left to acknowledge.
    NothingWaiting,
    /// Something was done with several matters at once.
    Several {
        /// What.
        act: ActKind,
        /// With how many.
        done: usize,
        /// How many of them refused it.
        refused: usize,
    },
    /// A matter was taken in under this number.
    TakenIn(IncidentCode),
    /// The wall became a desk for what is only done there.
    DeskForNow,
    /// The screen is too small for a desk.
    NoRoomForDesk,
    /// Matters are taken in at desks only.
    TakenInAtDesks,
    /// The shift was handed over to somebody.
    HandedOver(String),
    /// The past can't be shown.
    NoReplay(String),
    /// Nobody acts in the past.
    PastIsPast,
    /// Alarms can't be heard.
    NoSound(SoundTrouble),
    /// What was pressed only ended the turning: it wants to be pressed again.
    OnlyStopped,
    /// Something is open: the wall does not turn by itself.
    NoTurning,
    /// No scene of the tour has anything to say of this county.
    NothingToTour,
    /// Cameras' pictures are of now.
    VideoIsLive,
    /// No camera looks at the place.
    NoCameraLooks,
    /// The screen is filmed from now on.
    Filming,
    /// This was copied, for pasting it elsewhere.
    Copied(String),
    /// A file was written, under this name in the data folder.
    Exported(String),
    /// Visitors are there: this stays closed.
    Visiting,
    /// Something is wrong with the file of settings.
    SettingsFault {
        /// The first line, from 1.
        line: usize,
        /// How many there are.
        count: usize,
    },
    /// Something is wrong with the base map.
    BaseMap(PictureTrouble),
    /// A feed brings nothing, or not all.
    Feed {
        /// Its name.
        feed: String,
        /// Why.
        trouble: FeedTrouble,
    },
    /// A feed that had been dead speaks again.
    FeedIsBack {
        /// Its name.
        feed: String,
        /// How long it had been silent, seconds.
        silent_secs: i64,
    },
}
