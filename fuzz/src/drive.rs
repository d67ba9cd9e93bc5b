//! The drive script's parser. It belongs to the display, which is not built here: the two files that read the text
//! stand on nothing but these errors, and are taken as they are.

#[path = "../../src/display/drive/expect.rs"]
mod expect;
#[path = "../../src/display/drive/parse.rs"]
mod parse;

pub use parse::parse;

/// As the display's own, as far as reading needs it.
#[derive(Debug)]
pub struct DriveError {
    pub line: usize,
    pub why: DriveProblem,
}

/// As the display's own, as far as reading needs it.
#[derive(Debug)]
pub enum DriveProblem {
    NotAStep(String),
    Wants { step: &'static str, wants: &'static str, got: String },
    Unmet { expected: String, actual: String },
}
