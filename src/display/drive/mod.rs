//! Scripted driving of a seat without a window: what a person would do, one step a line.

mod expect;
mod parse;
mod run;

pub use expect::{Comparison, Expectation};
pub use parse::{Place, Step, parse};
pub use run::{Advance, Passing, run};

use super::error::DisplayError;

/// Why a script could not be read or a drive failed: the line and what was wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct DriveError {
    /// The script's line, from 1.
    pub line: usize,
    /// What was wrong.
    pub why: DriveProblem,
}

/// What was wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum DriveProblem {
    /// The line says nothing that is known.
    #[error("not a step: {0}")]
    NotAStep(String),
    /// A step lacks something, or has something that is not of its kind.
    #[error("{step} wants {wants}: {got}")]
    Wants {
        /// The step's word.
        step: &'static str,
        /// What it wants.
        wants: &'static str,
        /// What stood there.
        got: String,
    },
    /// What is to be clicked is not there.
    #[error("{0}")]
    NotThere(String),
    /// No key has this name.
    #[error("no key has this name: {0}")]
    NoKey(String),
    /// An expectation did not hold.
    #[error("expected {expected}, but it is {actual}")]
    Unmet {
        /// What was expected.
        expected: String,
        /// What the state says.
        actual: String,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {why}")]
    NotWritten {
        /// Where to.
        path: String,
        /// Why.
        why: std::io::Error,
    },
    /// Drawing failed.
    #[error(transparent)]
    Display(#[from] DisplayError),
    /// Time could not be moved on.
    #[error("{0}")]
    Advance(String),
}
