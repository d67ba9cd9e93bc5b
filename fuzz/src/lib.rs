//! What the targets share: a way from bytes to files and through the program's own doors, and what must hold of the
//! answer. A target's input begins with a byte that chooses among the ways; `examples/seeds.rs` writes first inputs.

pub mod blank;
pub mod drive;
pub mod files;
pub mod maps;

use blank::Blank;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, Once, PoisonError};
use zonglan::domain::Timestamp;
use zonglan::intake::{Crs, ImportRequest, IntakeError, Kind, import, plan};

/// What the last panic said.
static SAID: Mutex<String> = Mutex::new(String::new());

/// Runs one input. A panic that the program itself catches (some libraries panic on damaged files, which costs the
/// file) is none of our business; any other ends the process, and so is found.
pub fn run(work: impl FnOnce()) {
    static QUIET: Once = Once::new();
    // In place of the hook that ends the process at every panic, caught or not.
    QUIET.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            *SAID.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
        }));
    });
    if std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).is_err() {
        eprintln!("{}", SAID.lock().unwrap_or_else(PoisonError::into_inner));
        std::process::abort();
    }
}

/// A kind by any number.
pub fn kind(number: u8) -> Kind {
    Kind::ALL[usize::from(number) % Kind::ALL.len()]
}

/// Imports the files as `choice` says, into a ledger that knows a county; or makes a plan of them.
pub fn take_in(choice: u8, files: Vec<PathBuf>) {
    let mut request = ImportRequest::new(kind(choice & 0x0f), files, Timestamp(1_789_088_700));
    request.crs = match choice >> 4 & 3 {
        0 | 1 => None,
        2 => Some(Crs::Gcj02),
        _ => Some(Crs::GaussKruger { meridian_deg: 120.0 }),
    };
    if choice & 0x80 != 0 {
        let _ = plan(&request, (choice & 0x40 != 0).then_some(&Blank::knowing() as _)).map_err(|e| hold_sentence(&e));
        return;
    }
    let mut ledger = if choice & 0x40 == 0 { Blank::default() } else { Blank::knowing() };
    match import(&request, &mut ledger, &mut |_| ControlFlow::Continue(())) {
        Ok(report) => assert_eq!(report.read, report.kept + report.skipped + report.unchanged, "the counts add up"),
        Err(error) => hold_sentence(&error),
    }
}

/// A refusal is one sentence that says something.
pub fn hold_sentence(error: &IntakeError) {
    assert!(error.to_string().len() > 10, "no sentence: {error}");
}
