//! Alarms' sounds at a wall or desk: the thread that has them played, and its line to the seat.

use std::path::Path;
use std::sync::mpsc::sync_channel;
use zonglan::display::SoundEnds;
use zonglan::seat::link::{FromSound, SoundTrouble as Told};
use zonglan::sound::{Sound, SoundSettings, SoundState, SoundTrouble};

/// So much may wait for the seat: it is told only what changes.
const WAITING: usize = 16;

/// Starts the thread; its sounds lie in the data folder. What can't be had is told in the log: a silent wall is a wall.
pub(super) fn start(dir: &Path, wake: impl Fn() + Send + 'static) -> Option<(Sound, SoundEnds)> {
    let (to_seat, from_sound) = sync_channel(WAITING);
    let tell = move |state| {
        // A seat that has gone away needs no word.
        if to_seat.try_send(told(state)).is_ok() {
            wake();
        }
    };
    let started = Sound::start(SoundSettings::of_machine(dir.join("sounds")), tell);
    let sound = started.inspect_err(|error| tracing::warn!("alarms can't be heard: {error}")).ok()?;
    let play = Box::new(sound.ring());
    Some((sound, SoundEnds { play, from_sound }))
}

fn told(state: SoundState) -> FromSound {
    match state {
        SoundState::Heard => FromSound::Heard,
        SoundState::Silent(SoundTrouble::NoPlayer(players)) => FromSound::Silent(Told::NoPlayer(players)),
        SoundState::Silent(SoundTrouble::Fails { player, .. }) => FromSound::Silent(Told::Fails(player)),
        SoundState::Silent(SoundTrouble::NoFolder { folder, .. }) => FromSound::Silent(Told::NoFolder(folder)),
    }
}
