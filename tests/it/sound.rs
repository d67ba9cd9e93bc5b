//! Sounds: what they hold, and the thread that has them played, by programs of the test's own that write down what they are
//! given, hang, fail, or are not there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};
use zonglan::domain::Urgency;
use zonglan::sound::{
    SAMPLE_RATE_HZ, Sound, SoundSettings, SoundState, SoundTrouble, Tone, pattern, pattern_secs, wav,
};

/// Longer than anything takes here: who waits so long has failed.
const LONG: Duration = Duration::from_secs(60);

// ---- the patterns --------------------------------------------------------------------------------

/// The samples of a WAV file, read by its chunks.
fn samples(file: &[u8]) -> Vec<f64> {
    assert_eq!((&file[..4], &file[8..16]), (&b"RIFF"[..], &b"WAVEfmt "[..]));
    let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
    let half = |at: usize| u16::from_le_bytes(file[at..at + 2].try_into().unwrap());
    assert_eq!(word(4) as usize + 8, file.len());
    assert_eq!((half(20), half(22), word(24), half(34)), (1, 1, SAMPLE_RATE_HZ, 16), "PCM, mono, rate, bits");
    assert_eq!((word(28), half(32)), (2 * SAMPLE_RATE_HZ, 2));
    assert_eq!((&file[36..40], word(40) as usize + 44), (&b"data"[..], file.len()));
    file[44..].chunks_exact(2).map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]]))).collect()
}

/// How much of a pitch a stretch of samples holds (Goertzel), as a share of what a full tone of it would.
fn share_of(samples: &[f64], pitch_hz: f64) -> f64 {
    let turn = std::f64::consts::TAU * pitch_hz / f64::from(SAMPLE_RATE_HZ);
    let (mut re, mut im) = (0.0, 0.0);
    for (n, sample) in samples.iter().enumerate() {
        re += sample * (turn * n as f64).cos();
        im += sample * (turn * n as f64).sin();
    }
    let energy: f64 = samples.iter().map(|sample| sample * sample).sum();
    if energy == 0.0 { 0.0 } else { (re * re + im * im) * 2.0 / (samples.len() as f64 * energy) }
}

#[test]
fn each_pattern_holds_its_pitches_at_its_moments_and_the_two_are_unlike() {
    for urgency in [Urgency::U1, Urgency::U2] {
        let tones = pattern(urgency).unwrap();
        let samples = samples(&wav(tones));
        let rate = f64::from(SAMPLE_RATE_HZ);
        assert!((samples.len() as f64 / rate - pattern_secs(tones)).abs() < 0.01);
        let (mut at, others) = (0.0, [440.0, 1_000.0]);
        for tone in tones {
            let sounding = &samples[(at * rate) as usize..((at + tone.secs) * rate) as usize];
            assert!(share_of(sounding, tone.pitch_hz) > 0.8, "{tone:?}");
            assert!(others.iter().all(|other| share_of(sounding, *other) < 0.2), "{tone:?}");
            let rest = &samples
                [((at + tone.secs + 0.002) * rate) as usize..((at + tone.secs + tone.rest_secs) * rate) as usize - 2];
            assert!(rest.iter().all(|sample| *sample == 0.0), "nothing sounds between tones");
            at += tone.secs + tone.rest_secs;
        }
        let loudest = samples.iter().fold(0.0_f64, |most, sample| most.max(sample.abs()));
        assert!((10_000.0..30_000.0).contains(&loudest), "loud, and not clipped: {loudest}");
        let steepest = samples.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0_f64, f64::max);
        assert!(steepest < 6_000.0, "no click: {steepest}");
        assert!((0.8..2.5).contains(&pattern_secs(tones)), "heard, and over");
    }
    let pitches = |urgency: Urgency| -> Vec<i64> {
        pattern(urgency).unwrap().iter().map(|tone: &Tone| tone.pitch_hz as i64).collect()
    };
    let (first, second) = (pitches(Urgency::U1), pitches(Urgency::U2));
    assert!(first.iter().all(|pitch| !second.contains(pitch)) && first.len() >= 3 * second.len());
    assert!(pattern(Urgency::U3).is_none() && pattern(Urgency::U4).is_none(), "the others are never heard");
}

// ---- the thread ----------------------------------------------------------------------------------

/// Programs in a folder of their own, the sounds in another.
struct Rig {
    dir: tempfile::TempDir,
    told: Receiver<SoundState>,
    sound: Option<Sound>,
}

impl Rig {
    /// These programs, each a name and what its script does.
    fn new(programs: &[(&str, &str)], patience: Duration) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let bin = dir.path().join("bin");
        fs::create_dir(&bin).unwrap();
        for (name, script) in programs {
            let path = bin.join(name);
            let log = dir.path().join("log");
            fs::write(&path, format!("#!/bin/sh\nlog={}\n{script}\n", log.display())).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let words = |line: &str| line.split(' ').map(str::to_owned).collect();
        let settings = SoundSettings {
            players: ["best", "second -q"].map(words).into(),
            path: bin.into_os_string(),
            folder: dir.path().join("sounds"),
            patience,
        };
        let (to, told) = sync_channel(64);
        // A test that has ended wants no word.
        let sound = Sound::start(settings, move |state| drop(to.send(state))).unwrap();
        Self { dir, told, sound: Some(sound) }
    }

    fn ring(&self, urgency: Urgency) {
        (self.sound.as_ref().unwrap().ring())(urgency);
    }

    /// Waits until the log has so many lines; answers them.
    fn log(&self, lines: usize) -> Vec<String> {
        let since = Instant::now();
        loop {
            let log = fs::read_to_string(self.dir.path().join("log")).unwrap_or_default();
            if log.ends_with('\n') && log.lines().count() >= lines {
                return log.lines().map(str::to_owned).collect();
            }
            assert!(since.elapsed() < LONG, "{lines} lines: {log}");
            std::thread::yield_now();
        }
    }

    fn file(&self, urgency: Urgency) -> PathBuf {
        self.dir.path().join(format!("sounds/alarm-u{}.wav", urgency as u8 + 1))
    }

    fn hear(&self) -> SoundState {
        self.told.recv_timeout(LONG).unwrap()
    }

    /// Ends the thread, which must not take long, whatever plays.
    fn end(mut self) -> Vec<SoundState> {
        let since = Instant::now();
        drop(self.sound.take());
        assert!(since.elapsed() < LONG);
        self.told.try_iter().collect()
    }
}

/// Writes its name, its arguments, and the sum of the file that it is given.
const PLAYS: &str = r#"for file; do :; done; echo "${0##*/} $* $(cksum < "$file" | tr ' ' /)" >> "$log""#;
/// Writes the number of its process, and never ends.
const HANGS: &str = r#"echo "${0##*/} $$" >> "$log"; exec sleep 1000"#;
const FAILS: &str = r#"echo "${0##*/} fails" >> "$log"; exit 3"#;

fn cksum(path: &Path) -> String {
    let output = std::process::Command::new("cksum").stdin(fs::File::open(path).unwrap()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().replace(' ', "/")
}

/// Whether a process with this number is there.
fn lives(process: &str) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn the_first_program_that_is_there_gets_the_file_with_the_pattern() {
    let rig = Rig::new(&[("second", PLAYS)], LONG);
    rig.ring(Urgency::U1);
    let first = rig.log(1);
    rig.ring(Urgency::U3);
    // The one that plays has not ended, as far as the thread knows, for a few hundredths of a second.
    let since = Instant::now();
    while fs::read_to_string(rig.dir.path().join("log")).unwrap().lines().count() < 2 {
        assert!(since.elapsed() < LONG);
        rig.ring(Urgency::U2);
        std::thread::yield_now();
    }
    let second = rig.log(2).remove(1);
    for (urgency, line) in [(Urgency::U1, &first[0]), (Urgency::U2, &second)] {
        let file = rig.file(urgency);
        assert_eq!(fs::read(&file).unwrap(), wav(pattern(urgency).unwrap()));
        assert_eq!(*line, format!("second -q {} {}", file.display(), cksum(&file)));
    }
    assert!(!rig.file(Urgency::U3).exists());
    assert_eq!(rig.end(), [], "what works is not told");
}

#[test]
fn a_program_that_hangs_is_killed_told_once_and_the_next_sound_goes_to_another() {
    let rig = Rig::new(&[("best", HANGS), ("second", PLAYS)], Duration::ZERO);
    rig.ring(Urgency::U2);
    let hung = rig.log(1).remove(0);
    let process = hung.strip_prefix("best ").unwrap();
    let SoundState::Silent(trouble) = rig.hear() else { panic!("silent") };
    assert_eq!(trouble, SoundTrouble::Fails { player: "best".into(), why: "does not come to an end".into() });
    assert!(!lives(process), "killed, and waited for");
    rig.ring(Urgency::U1);
    assert_eq!(rig.hear(), SoundState::Heard);
    assert!(rig.log(2)[1].starts_with("second -q "));
    rig.end();
}

#[test]
fn u1_does_not_wait_for_u2_and_the_seat_s_end_kills_what_plays() {
    let rig = Rig::new(&[("best", HANGS)], LONG);
    rig.ring(Urgency::U2);
    let second = rig.log(1).remove(0);
    rig.ring(Urgency::U1);
    let log = rig.log(2);
    let (second, first) = (second.strip_prefix("best ").unwrap().to_owned(), log[1].strip_prefix("best ").unwrap());
    let first = first.to_owned();
    assert!(!lives(&second) && lives(&first), "two at once are no pattern");
    // What is less urgent, or the same, does not cut it off.
    (0..100).for_each(|_| rig.ring(Urgency::U2));
    rig.end();
    assert!(!lives(&first));
}

#[test]
fn one_that_fails_at_once_leaves_the_sound_to_the_next() {
    let rig = Rig::new(&[("best", FAILS), ("second", PLAYS)], LONG);
    rig.ring(Urgency::U1);
    assert!(rig.log(2)[1].starts_with("second -q "));
    assert_eq!(rig.end(), []);
}

#[test]
fn where_all_fail_it_is_told_once_with_the_way_out() {
    let rig = Rig::new(&[("best", FAILS), ("second", FAILS)], LONG);
    rig.ring(Urgency::U1);
    let SoundState::Silent(trouble) = rig.hear() else { panic!("silent") };
    let said = trouble.to_string();
    assert!(said.contains("second ended with the code 3") && said.contains("sound card"), "{said}");
    let since = Instant::now();
    while rig.log(2).len() < 6 {
        assert!(since.elapsed() < LONG);
        rig.ring(Urgency::U1);
        std::thread::yield_now();
    }
    assert_eq!(rig.end(), [], "and not again");
}

#[test]
fn where_none_is_there_it_is_told_at_the_start_and_nothing_waits() {
    let rig = Rig::new(&[], LONG);
    let SoundState::Silent(trouble) = rig.hear() else { panic!("silent") };
    assert_eq!(trouble, SoundTrouble::NoPlayer(vec!["best".into(), "second".into()]));
    let said = trouble.to_string();
    assert!(said.contains("best, second") && said.contains("install"), "{said}");
    (0..1_000).for_each(|_| rig.ring(Urgency::U1));
    assert_eq!(rig.end(), []);
}

#[test]
fn where_the_sounds_can_t_be_put_it_is_told() {
    let rig = Rig::new(&[("best", PLAYS)], LONG);
    // A file stands where the folder should: nobody can write into that, root neither.
    fs::write(rig.dir.path().join("sounds"), "").unwrap();
    rig.ring(Urgency::U1);
    let SoundState::Silent(SoundTrouble::NoFolder { folder, .. }) = rig.hear() else { panic!("silent") };
    assert!(folder.ends_with("sounds"));
    rig.end();
}

/// By PulseAudio's own player into a sink that goes nowhere, recorded from its monitor: what is heard holds the pattern's
/// pitches, in their order. It wants a running server with such a sink:
/// `pulseaudio -D --exit-idle-time=-1 -n -L module-native-protocol-unix -L "module-null-sink sink_name=nowhere"`.
#[test]
#[ignore = "wants a running PulseAudio with the sink `nowhere`"]
fn a_real_player_makes_the_pattern_heard() {
    use std::io::Read;
    let mut recorder = std::process::Command::new("parec")
        .args(["--device=nowhere.monitor", "--format=s16le", "--channels=1", "--rate=48000", "--latency-msec=50"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stream = recorder.stdout.take().unwrap();
    let mut heard = vec![0_u8; 4_800];
    stream.read_exact(&mut heard).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let (to, told) = sync_channel(64);
    let settings = SoundSettings::of_machine(dir.path().join("sounds"));
    let sound = Sound::start(settings, move |state| drop(to.send(state))).unwrap();
    for urgency in [Urgency::U1, Urgency::U2] {
        (sound.ring())(urgency);
        let tones = pattern(urgency).unwrap();
        // As many samples as the pattern and three seconds more take, as they come.
        let count = ((pattern_secs(tones) + 3.0) * f64::from(SAMPLE_RATE_HZ)) as usize;
        let mut bytes = vec![0_u8; 2 * count];
        stream.read_exact(&mut bytes).unwrap();
        let samples: Vec<f64> =
            bytes.chunks_exact(2).map(|pair| f64::from(i16::from_le_bytes([pair[0], pair[1]]))).collect();
        let window = SAMPLE_RATE_HZ as usize / 20;
        let loud = |window: &[f64]| window.iter().map(|sample| sample.abs()).fold(0.0, f64::max) > 3_000.0;
        let pitches: BTreeSet<i64> = tones.iter().map(|tone| tone.pitch_hz as i64).collect();
        let mut found: Vec<i64> = Vec::new();
        for window in samples.windows(window).step_by(window / 4).filter(|window| loud(window)) {
            let held = pitches.iter().find(|pitch| share_of(window, **pitch as f64) > 0.8).copied();
            found.extend(held.filter(|pitch| found.last() != Some(pitch)));
        }
        // The same pitch twice in a row is one run of windows.
        let mut expected: Vec<i64> = tones.iter().map(|tone| tone.pitch_hz as i64).collect();
        expected.dedup();
        assert_eq!(found, expected, "{urgency:?}");
    }
    drop(sound);
    recorder.kill().unwrap();
    recorder.wait().unwrap();
    assert_eq!(told.try_iter().collect::<Vec<_>>(), [], "nothing is wrong");
}
