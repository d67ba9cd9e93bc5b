//! The two patterns, and their samples. They differ in pitch, in rhythm and in length, so that they are told apart without
//! looking, also by those who hear high tones badly.

use crate::domain::Urgency;

/// Samples a second.
pub const SAMPLE_RATE_HZ: u32 = 48_000;
/// How loud, of the loudest there is.
const LOUDNESS: f64 = 0.6;
/// A tone swells and fades for so long, so that it does not click, seconds.
const RAMP_SECS: f64 = 0.012;

/// A tone and the rest behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Its pitch, Hz.
    pub pitch_hz: f64,
    /// How long it sounds, seconds.
    pub secs: f64,
    /// How long nothing sounds after it, seconds.
    pub rest_secs: f64,
}

const fn tone(pitch_hz: f64, secs: f64, rest_secs: f64) -> Tone {
    Tone { pitch_hz, secs, rest_secs }
}

/// 特急: two bursts of four short high tones, up and down.
const U1: [Tone; 8] = [
    tone(880.0, 0.13, 0.05),
    tone(1_320.0, 0.13, 0.05),
    tone(880.0, 0.13, 0.05),
    tone(1_320.0, 0.13, 0.35),
    tone(880.0, 0.13, 0.05),
    tone(1_320.0, 0.13, 0.05),
    tone(880.0, 0.13, 0.05),
    tone(1_320.0, 0.13, 0.10),
];

/// 紧急: two long lower tones, falling.
const U2: [Tone; 2] = [tone(660.0, 0.32, 0.10), tone(520.0, 0.45, 0.10)];

/// What is heard for an urgency; nothing for U3 and U4.
pub fn pattern(urgency: Urgency) -> Option<&'static [Tone]> {
    match urgency {
        Urgency::U1 => Some(&U1),
        Urgency::U2 => Some(&U2),
        Urgency::U3 | Urgency::U4 => None,
    }
}

/// How long tones last with their rests, seconds.
pub fn pattern_secs(tones: &[Tone]) -> f64 {
    tones.iter().map(|tone| tone.secs + tone.rest_secs).sum()
}

/// The samples of tones.
fn samples(tones: &[Tone]) -> Vec<i16> {
    let rate = f64::from(SAMPLE_RATE_HZ);
    let mut samples = Vec::with_capacity((pattern_secs(tones) * rate) as usize + tones.len());
    for tone in tones {
        let count = (tone.secs * rate) as usize;
        samples.extend((0..count).map(|n| {
            let at_secs = n as f64 / rate;
            let ramp = (at_secs.min(tone.secs - at_secs) / RAMP_SECS).clamp(0.0, 1.0);
            // A fifth of the octave above makes it carry over a room's noise.
            let turn = std::f64::consts::TAU * tone.pitch_hz * at_secs;
            let wave = (turn.sin() + 0.2 * (2.0 * turn).sin()) / 1.2;
            (wave * ramp * LOUDNESS * f64::from(i16::MAX)) as i16
        }));
        samples.resize(samples.len() + (tone.rest_secs * rate) as usize, 0);
    }
    samples
}

/// Tones as a WAV file: one channel, 16 bits.
pub fn wav(tones: &[Tone]) -> Vec<u8> {
    let samples = samples(tones);
    let bytes = 2 * samples.len() as u32;
    let mut file = Vec::with_capacity(44 + bytes as usize);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1_u16, 1].into_iter().flat_map(u16::to_le_bytes));
    file.extend([SAMPLE_RATE_HZ, 2 * SAMPLE_RATE_HZ].into_iter().flat_map(u32::to_le_bytes));
    file.extend([2_u16, 16].into_iter().flat_map(u16::to_le_bytes));
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    file.extend(samples.into_iter().flat_map(i16::to_le_bytes));
    file
}
