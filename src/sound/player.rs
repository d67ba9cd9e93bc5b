//! The thread that has sounds played: one program of the machine at a time, killed when it hangs, when something more
//! urgent is to be heard, and when the seat ends.

use super::pattern::{pattern, pattern_secs, wav};
use crate::domain::Urgency;
use crate::runtime::{Worker, spawn_named};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};
use thiserror::Error;

/// So many sounds may wait for the thread; what comes on top is not heard.
const WAITING: usize = 4;
/// So often is looked whether the program has ended, while one plays: there is no event for it that can also be left.
const LOOK: Duration = Duration::from_millis(40);

/// With what and from where sounds are played.
#[derive(Clone, Debug)]
pub struct SoundSettings {
    /// The programs, the best first: each is given the file's path behind its options.
    pub players: Vec<Vec<String>>,
    /// Where programs lie, as `PATH` spells it.
    pub path: OsString,
    /// Where the sounds' files are put.
    pub folder: PathBuf,
    /// How much longer than its sound a program may take.
    pub patience: Duration,
}

impl SoundSettings {
    /// What this machine has: PipeWire's, PulseAudio's, ALSA's player, macOS's; the files in this folder.
    pub fn of_machine(folder: PathBuf) -> Self {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect();
        Self {
            players: ["pw-play", "paplay", "aplay -q", "afplay"].map(words).into(),
            path: std::env::var_os("PATH").unwrap_or_default(),
            folder,
            patience: Duration::from_secs(4),
        }
    }
}

/// Why nothing is heard.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SoundTrouble {
    /// No program is there.
    #[error("alarms can't be heard: none of {} is installed; install one (aplay is in alsa-utils), or mute", .0.join(", "))]
    NoPlayer(Vec<String>),
    /// None of those that are there plays.
    #[error(
        "alarms can't be heard: {player} {why}; look whether this machine has a sound card that is switched on, or mute"
    )]
    Fails {
        /// The last that was tried.
        player: String,
        /// What it did.
        why: String,
    },
    /// The sounds' files can't be written.
    #[error("alarms can't be heard: their sounds can't be put into {folder} ({why}); make it writable, or mute")]
    NoFolder {
        /// Where to.
        folder: String,
        /// What the system says.
        why: String,
    },
}

/// What the thread tells, each time that it changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundState {
    /// A sound was played to its end, after trouble.
    Heard,
    /// Nothing is heard.
    Silent(SoundTrouble),
}

enum Message {
    Play(Urgency),
    Stop,
}

/// Has sounds played. Dropped, whatever plays is killed.
#[derive(Debug)]
pub struct Sound {
    to: SyncSender<Message>,
    worker: Option<Worker>,
}

impl Sound {
    /// Starts the thread. `tell` hears of trouble when it begins, of the lack of any program at once, and of its end.
    ///
    /// # Errors
    /// The system's, when it has no room for one more thread.
    pub fn start(settings: SoundSettings, tell: impl Fn(SoundState) + Send + 'static) -> std::io::Result<Self> {
        let (to, from) = sync_channel(WAITING);
        let worker = spawn_named("sound", move || {
            let mut desk = PlayerDesk { settings, tell: Box::new(tell), told: None, bad: BTreeSet::new() };
            desk.look_for_players();
            desk.run(&from);
        })?;
        Ok(Self { to, worker: Some(worker) })
    }

    /// What plays the sound of an urgency and never waits. What comes faster than it can be played is not heard.
    pub fn ring(&self) -> impl Fn(Urgency) + Send + 'static {
        let to = self.to.clone();
        move |urgency| match to.try_send(Message::Play(urgency)) {
            Ok(()) | Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {}
        }
    }
}

impl Drop for Sound {
    fn drop(&mut self) {
        // The thread looks every few hundredths of a second, so there is room at once; gone, it needs no word.
        let _ = self.to.send(Message::Stop);
        drop(self.worker.take());
    }
}

struct PlayerDesk {
    settings: SoundSettings,
    tell: Box<dyn Fn(SoundState) + Send>,
    /// The trouble that was told last and is not over.
    told: Option<SoundTrouble>,
    /// The programs that failed last: others are tried first.
    bad: BTreeSet<usize>,
}

struct Playing {
    child: Child,
    urgency: Urgency,
    player: usize,
    /// Those that are tried if this one fails.
    others: Vec<usize>,
    until: Instant,
}

impl Drop for Playing {
    fn drop(&mut self) {
        // One that has ended already is not killed, only waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl PlayerDesk {
    fn run(&mut self, from: &Receiver<Message>) {
        let mut playing: Option<Playing> = None;
        loop {
            let message = match &playing {
                None => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(_) => from.recv_timeout(LOOK),
            };
            match message {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Message::Play(urgency)) => {
                    // However fast sounds are wanted, the one that plays is looked after.
                    playing = playing.and_then(|playing| self.look(playing));
                    if playing.as_ref().is_none_or(|playing| urgency < playing.urgency) {
                        // Two at once are no pattern.
                        drop(playing.take());
                        playing = self.begin(urgency, self.order());
                    }
                }
                Err(RecvTimeoutError::Timeout) => playing = playing.and_then(|playing| self.look(playing)),
            }
        }
    }

    fn name(&self, player: usize) -> String {
        self.settings.players[player].first().cloned().unwrap_or_default()
    }

    /// Where a program lies.
    fn found(&self, player: usize) -> Option<PathBuf> {
        let name = self.settings.players[player].first()?;
        std::env::split_paths(&self.settings.path).map(|folder| folder.join(name)).find(|path| is_program(path))
    }

    fn installed(&self) -> Vec<usize> {
        (0..self.settings.players.len()).filter(|player| self.found(*player).is_some()).collect()
    }

    /// The programs in the order in which they are tried.
    fn order(&self) -> Vec<usize> {
        let mut order = self.installed();
        order.sort_by_key(|player| self.bad.contains(player));
        order
    }

    fn look_for_players(&mut self) {
        if self.installed().is_empty() {
            self.no_player();
        }
    }

    fn no_player(&mut self) {
        let names = (0..self.settings.players.len()).map(|player| self.name(player)).collect();
        self.trouble(SoundTrouble::NoPlayer(names));
    }

    /// Begins to play with the first of these programs that starts.
    fn begin(&mut self, urgency: Urgency, order: Vec<usize>) -> Option<Playing> {
        let tones = pattern(urgency)?;
        let file = match sound_file(&self.settings.folder, urgency, &wav(tones)) {
            Ok(file) => file,
            Err(error) => {
                let folder = self.settings.folder.display().to_string();
                self.trouble(SoundTrouble::NoFolder { folder, why: error.to_string() });
                return None;
            }
        };
        let mut order = order.into_iter();
        let mut last = None;
        while let Some(player) = order.next() {
            let Some(program) = self.found(player) else { continue };
            let mut command = Command::new(program);
            command.args(self.settings.players[player].iter().skip(1)).arg(&file);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            match command.spawn() {
                Ok(child) => {
                    let until = Instant::now() + Duration::from_secs_f64(pattern_secs(tones)) + self.settings.patience;
                    return Some(Playing { child, urgency, player, others: order.collect(), until });
                }
                Err(error) => {
                    self.bad.insert(player);
                    last = Some((player, format!("does not start ({error})")));
                }
            }
        }
        match last {
            Some((player, why)) => self.trouble(SoundTrouble::Fails { player: self.name(player), why }),
            None => self.no_player(),
        }
        None
    }

    /// Looks after the program that plays: whether it has ended, and how; whether it hangs.
    fn look(&mut self, mut playing: Playing) -> Option<Playing> {
        let player = playing.player;
        match playing.child.try_wait() {
            Ok(None) if Instant::now() < playing.until => Some(playing),
            Ok(None) => {
                // By now the sound would be late: the next one is tried with another program first.
                drop(playing);
                self.failed(player, "does not come to an end".into());
                None
            }
            Ok(Some(status)) if status.success() => {
                self.bad.remove(&player);
                if self.told.take().is_some() {
                    (self.tell)(SoundState::Heard);
                }
                None
            }
            Ok(Some(status)) => self.next_after(&mut playing, ended(status)),
            Err(error) => self.next_after(&mut playing, format!("can't be waited for ({error})")),
        }
    }

    /// A program failed at once: the next one plays the sound.
    fn next_after(&mut self, playing: &mut Playing, why: String) -> Option<Playing> {
        let others = std::mem::take(&mut playing.others);
        if others.is_empty() {
            self.failed(playing.player, why);
            return None;
        }
        self.bad.insert(playing.player);
        self.begin(playing.urgency, others)
    }

    fn failed(&mut self, player: usize, why: String) {
        self.bad.insert(player);
        self.trouble(SoundTrouble::Fails { player: self.name(player), why });
    }

    /// Told once, until a sound is heard again.
    fn trouble(&mut self, trouble: SoundTrouble) {
        if self.told.is_none() {
            tracing::warn!("{trouble}");
            (self.tell)(SoundState::Silent(trouble.clone()));
            self.told = Some(trouble);
        }
    }
}

fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with the code {code}"),
        None => "was killed".into(),
    }
}

/// The file that holds a sound; written where it is not there yet, or holds something else.
fn sound_file(folder: &Path, urgency: Urgency, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let file = folder.join(format!("alarm-u{}.wav", urgency as u8 + 1));
    if std::fs::read(&file).is_ok_and(|there| there == bytes) {
        return Ok(file);
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(&file, bytes)?;
    Ok(file)
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}
