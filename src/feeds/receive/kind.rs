//! What comes, by kind, and how often: what the feed's health shows.

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $name:literal,)+) => {
        /// A kind of thing that came.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            /// All kinds.
            pub const ALL: &'static [Kind] = &[$(Kind::$kind,)+];

            /// Its name in a seat's state.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => $name,)+ }
            }
        }
    };
}

kinds! {
    /// Fixes that are durable.
    Kept "kept",
    /// Of those: heard of over two minutes after they were made.
    Late "late",
    /// Of those: older than another of the same worker that was heard before.
    OutOfOrder "out_of_order",
    /// Of those: perhaps over 100 m off.
    Inaccurate "inaccurate",
    /// Of those: made up, as the device itself says.
    Mock "mock",
    /// Heard before: a fix of this worker at this second.
    Repeated "repeated",
    /// Over five minutes ahead of now: not kept.
    Future "future",
    /// Before 2000: not kept.
    LostDate "lost_date",
    /// At 0,0, where nobody is: not kept.
    Zero "zero",
    /// Nowhere on earth, or not in degrees: not kept.
    Nowhere "nowhere",
    /// Nobody can have moved so fast: not kept.
    Wild "wild",
    /// Of somebody off duty: not kept.
    OffDuty "off_duty",
    /// The device lives and says nothing of where.
    NoPosition "no_position",
    /// Of a device that the settings don't have: not kept.
    UnknownDevice "unknown_device",
    /// The settings name a worker whom the register doesn't have: not kept.
    UnknownWorker "unknown_worker",
    /// The secret was missing or wrong.
    Unauthorised "unauthorised",
    /// Nothing that could be understood.
    Unreadable "unreadable",
    /// Encrypted by a key that is not here.
    Encrypted "encrypted",
    /// Messages of other kinds: a card, a waypoint, a last will.
    Other "other",
    /// Fixes that the disk did not take: the phone was not told that they are here.
    NotKept "not_kept",
}

/// How often each kind came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts([u64; Kind::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Kind::ALL.len()])
    }
}

impl Counts {
    /// How often this kind came.
    #[must_use]
    pub fn of(&self, kind: Kind) -> u64 {
        self.0[kind as usize]
    }

    /// The kinds that came at all, by name, in the order of [`Kind::ALL`].
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, u64)> {
        let all = Kind::ALL.iter().map(|kind| (kind.name(), self.of(*kind)));
        all.filter(|(_, count)| *count > 0).collect()
    }

    pub(super) fn add(&mut self, kind: Kind, count: usize) {
        self.0[kind as usize] += count as u64;
    }
}
