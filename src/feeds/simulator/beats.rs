//! The three sources that the simulator plays, their beats, and the switch that makes them fall silent.

use crate::domain::Timestamp;
use crate::feeds::FeedMessage;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The positions of phones.
pub const POSITIONS: &str = "定位";
/// The grid workers' app.
pub const GRID_APP: &str = "网格App";
/// The hotline, and the other mouths by which citizens speak.
pub const HOTLINE: &str = "12345";

/// The sources in the order in which they beat.
const NAMES: [&str; 3] = [POSITIONS, GRID_APP, HOTLINE];

/// How often the app and the hotline beat, seconds.
const BEAT_SECS: i64 = 60;

/// Makes sources fall silent; shared with the simulator that it came from, whatever thread runs it.
#[derive(Clone, Debug, Default)]
pub struct Switches(Arc<[AtomicBool; 3]>);

impl Switches {
    /// Makes a source silent, or lets it speak again; answers whether there is such a source.
    pub fn silence(&self, feed: &str, silent: bool) -> bool {
        let place = NAMES.iter().position(|name| *name == feed);
        if let Some(place) = place {
            self.0[place].store(silent, Ordering::Relaxed);
        }
        place.is_some()
    }

    /// Whether a source is silent now.
    pub fn is_silent(&self, feed: &str) -> bool {
        NAMES.iter().zip(self.0.iter()).any(|(name, silent)| *name == feed && silent.load(Ordering::Relaxed))
    }
}

/// The beats that are due in one second; the first second has them all.
pub(super) fn beats(
    since_start_secs: i64,
    at: Timestamp,
    fix_period_secs: i64,
    switches: &Switches,
) -> Vec<FeedMessage> {
    let periods = [fix_period_secs, BEAT_SECS, BEAT_SECS];
    let due = NAMES.iter().zip(periods).filter(|(name, period_secs)| {
        (since_start_secs - 1).rem_euclid(*period_secs) == 0 && !switches.is_silent(name)
    });
    due.map(|(name, period_secs)| FeedMessage::Beat { feed: (*name).into(), period_secs, at }).collect()
}
