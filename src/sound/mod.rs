//! Sounds that call people: two patterns made in code, and a thread that hands them to whichever program of the machine
//! plays sounds. Nothing of it is linked, so a machine without sound builds and runs the same, and is silent.

mod pattern;
mod player;

pub use pattern::{SAMPLE_RATE_HZ, Tone, pattern, pattern_secs, wav};
pub use player::{Sound, SoundSettings, SoundState, SoundTrouble};
