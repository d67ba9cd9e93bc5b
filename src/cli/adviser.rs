//! The adviser's thread: it says what a matter that is being taken in probably is, where it might be, and which matters
//! are like it. It has a picture of its own, made when a form first opens and kept up with the ledger from question to
//! question, so that no frame waits for an index over the county's years; nobody having asked for a while, it lets go of it.

use super::county::County;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use zonglan::display::AdviserEnds;
use zonglan::domain::IncidentCode;
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::intake::Adviser;
use zonglan::seat::link::{FromAdviser, Question};

/// One question is under way at a time, and answered in two parts.
const WAITING: usize = 4;
/// After so long without a question it lets go of its picture.
const IDLE: Duration = Duration::from_secs(900);

/// Starts the thread over a data folder. It ends when the seat's end is dropped. `wake` is called when an answer waits.
pub(super) fn start(dir: &Path, wake: impl Fn() + Send + 'static) -> anyhow::Result<(Worker, AdviserEnds)> {
    let (to_adviser, questions) = sync_channel(WAITING);
    let (answers, from_adviser) = sync_channel(WAITING);
    let mut desk = Desk { dir: dir.to_path_buf(), county: None, adviser: Adviser::default() };
    let thread = spawn_named("zonglan-adviser", move || desk.serve(&questions, &answers, &wake))?;
    Ok((thread, AdviserEnds { to_adviser, from_adviser }))
}

struct Desk {
    dir: PathBuf,
    county: Option<(Picture, SqliteLedger)>,
    adviser: Adviser,
}

impl Desk {
    fn serve(&mut self, questions: &Receiver<Question>, answers: &SyncSender<FromAdviser>, wake: &impl Fn()) {
        loop {
            let question = match questions.recv_timeout(IDLE) {
                Ok(question) => question,
                Err(RecvTimeoutError::Timeout) => {
                    self.county = None;
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut is_heard = true;
            let mut tell = |answer| {
                is_heard &= answers.send(answer).is_ok();
                wake();
            };
            if let Err(error) = self.answer(&question, &mut tell) {
                // What could not be read once is read anew.
                self.county = None;
                tell(FromAdviser::Failed { why: super::sentence(&error) });
            }
            if !is_heard {
                return; // The seat is gone.
            }
        }
    }

    fn answer(&mut self, question: &Question, tell: &mut dyn FnMut(FromAdviser)) -> anyhow::Result<()> {
        let (mut picture, ledger) = match self.county.take() {
            Some(county) => county,
            None => County::read(&self.dir)?,
        };
        ledger.read_after(picture.seq, &mut |recorded| {
            picture.apply(&recorded);
            ControlFlow::Continue(())
        })?;
        picture.derive();
        let places = self.adviser.places(&picture, question);
        tell(FromAdviser::Places { draft: question.draft.clone(), places });
        let by_caller = question.phone.as_deref().map(|phone| ledger.reported_by(phone)).transpose()?;
        let by_caller: Vec<IncidentCode> =
            by_caller.unwrap_or_default().iter().filter_map(|stream| stream.incident_code()).collect();
        let advice = Box::new(self.adviser.advise(&picture, &by_caller, question));
        self.county = Some((picture, ledger));
        tell(FromAdviser::Advice { draft: question.draft.clone(), advice });
        Ok(())
    }
}
