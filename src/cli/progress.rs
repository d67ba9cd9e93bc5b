//! How far long work is, on a terminal, rewritten in place; nothing where nobody looks.

use std::io::{IsTerminal, Write};

/// One line on stderr.
pub(super) struct ProgressLine {
    shown: bool,
    any: bool,
}

impl ProgressLine {
    pub(super) fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal(), any: false }
    }

    /// Says what is being done and which share of it is done, 0 to 1.
    pub(super) fn share(&mut self, what: &str, share: f32) {
        self.say(&format!("{what} {:.0} %", share * 100.0));
    }

    /// Says something.
    pub(super) fn say(&mut self, text: &str) {
        if self.shown {
            // A terminal that has gone away needs no progress.
            let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
            self.any = true;
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.any) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
