//! What a window says in its log: that its picture stands, where its widgets are, who has the keyboard.

use super::PATIENCE;
use std::io::{BufRead, BufReader, Read};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;
use zonglan::display::{PICTURE_STANDS, Whereabouts};

/// What the window is asked to say.
pub(super) const ASKED_FOR: &str = "zonglan=debug,whereabouts=debug";
/// How many of the last lines a failure shows.
const LAST_LINES: usize = 20;

/// What a window has said so far.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Window {
    stands: bool,
    has_ended: bool,
    /// Where everything is now.
    pub(in super::super) now: Whereabouts,
    lines: Vec<String>,
}

impl Window {
    pub(super) fn stands(&self) -> Option<()> {
        self.stands.then_some(())
    }

    fn hear(&mut self, line: &str) {
        self.stands |= line.contains(PICTURE_STANDS);
        match Whereabouts::of_line(line) {
            Some(now) => self.now = now,
            None => {
                self.lines.push(line.to_owned());
                let over = self.lines.len().saturating_sub(LAST_LINES);
                self.lines.drain(..over);
            }
        }
    }
}

/// Hears a window, and lets others wait for what it says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said(Arc<(Mutex<Window>, Condvar)>);

impl Said {
    /// Listens to a log from now on: whoever writes into a full pipe waits, so it is read to its end.
    pub(super) fn listen(&self, log: impl Read + Send + 'static) {
        let said = self.clone();
        let listen = move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                said.change(|window| window.hear(&line));
            }
            said.change(|window| window.has_ended = true);
        };
        std::thread::Builder::new().name("window-says".into()).spawn(listen).unwrap();
    }

    fn change(&self, change: impl FnOnce(&mut Window)) {
        let (window, bell) = &*self.0;
        change(&mut window.lock().unwrap_or_else(PoisonError::into_inner));
        bell.notify_all();
    }

    /// Waits until the window says what is looked for.
    pub(super) fn wait_until<T>(&self, what: &str, found: impl Fn(&Window) -> Option<T>) -> T {
        let began = Instant::now();
        let (window, bell) = &*self.0;
        let mut window = window.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(found) = found(&window) {
                return found;
            }
            let left = PATIENCE.checked_sub(began.elapsed()).filter(|_| !window.has_ended);
            let Some(left) = left else { panic!("the window never had {what}: {window:#?}") };
            window = bell.wait_timeout(window, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
