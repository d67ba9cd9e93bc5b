//! The time machine's thread: it opens the past when somebody first asks for it, and makes one picture after the other.
//! A seat asks for one at a time and remembers only its newest wish, so that nothing piles up here. Nobody having asked for a
//! while, it lets go of the past, which takes as much memory as several pictures.

use super::county::County;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use zonglan::display::ReplayEnds;
use zonglan::domain::{Fix, Timestamp, WorkerCode};
use zonglan::ledger::Tracks;
use zonglan::picture::{Picture, TimeMachine};
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::link::{FromReplay, ToReplay};

/// One question under way, and what is given back.
const WAITING: usize = 8;
/// After so long without a question it lets go of the past.
const IDLE: Duration = Duration::from_secs(900);

/// Starts the thread over the past of a data folder. It ends when the seat's end is dropped. `wake` is called when an
/// answer waits.
pub(super) fn start(dir: &Path, wake: impl Fn() + Send + 'static) -> anyhow::Result<(Worker, ReplayEnds)> {
    let (to_machine, requests) = sync_channel(WAITING);
    let (answers, from_machine) = sync_channel(WAITING);
    let mut desk = Desk { dir: dir.to_path_buf(), machine: None, spares: Vec::new() };
    let thread = spawn_named("zonglan-replay", move || desk.serve(&requests, &answers, &wake))?;
    Ok((thread, ReplayEnds { to_machine, from_machine }))
}

struct Desk {
    dir: PathBuf,
    machine: Option<TimeMachine>,
    /// Pictures that were given back: bringing one to another moment is cheaper than making one.
    spares: Vec<Picture>,
}

impl Desk {
    fn serve(&mut self, requests: &Receiver<ToReplay>, answers: &SyncSender<FromReplay>, wake: &impl Fn()) {
        loop {
            let request = match requests.recv_timeout(IDLE) {
                Ok(request) => request,
                Err(RecvTimeoutError::Timeout) => {
                    (self.machine, self.spares) = (None, Vec::new());
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let answer = match request {
                ToReplay::Done(picture) => {
                    // A seat shows one while the next is made; more of them would only fill memory.
                    self.spares.push(*picture);
                    self.spares.truncate(2);
                    // Nobody looks any more: what is read of the ledger along the way is read anew next time.
                    self.machine.iter_mut().for_each(TimeMachine::rest);
                    continue;
                }
                ToReplay::Track { worker, from, to, by } => {
                    let track = self.track(&worker, (from, to), &by).map_err(|error| super::sentence(&error));
                    FromReplay::Track { worker, from, track }
                }
                ToReplay::Show { moment, spare, news, density } => {
                    self.spares.extend(spare.map(|picture| *picture));
                    self.show(moment, news, density)
                        .unwrap_or_else(|error| FromReplay::Failed { why: super::sentence(&error) })
                }
            };
            if answers.send(answer).is_err() {
                return; // The seat is gone.
            }
            wake();
        }
    }

    /// A worker's positions; who looks is written down before they are read.
    fn track(&self, worker: &WorkerCode, span: (Timestamp, Timestamp), by: &str) -> anyhow::Result<Vec<Fix>> {
        super::track_looks::note(&self.dir, worker.as_str(), span, by)?;
        Ok(Tracks::open_read_only(&self.dir).track(worker, span.0, span.1)?)
    }

    fn show(
        &mut self,
        moment: Timestamp,
        news: bool,
        density: Option<(Timestamp, i64, usize)>,
    ) -> anyhow::Result<FromReplay> {
        if self.machine.is_none() {
            let (picture, ledger) = County::read(&self.dir)?;
            let tracks = Tracks::open_read_only(&self.dir);
            self.machine = Some(TimeMachine::new(picture, Box::new(ledger), tracks)?);
        }
        let Some(machine) = &mut self.machine else { anyhow::bail!("the past is not there") };
        let spare = self.spares.pop();
        let picture = Box::new(machine.picture_at(moment, spare, news)?);
        let density = density.map(|(from, secs, count)| machine.density(from, secs, count));
        Ok(FromReplay::Shown { picture, density })
    }
}
