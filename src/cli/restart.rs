//! A wall whose graphics device is lost starts itself anew, looking where it looked.

use super::county::now;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;
use zonglan::display::Looking;
use zonglan::runtime::{MOST_RESTARTS, RESTARTS_WITHIN_SECS, Restarts, without_options};

/// The moments of the new starts so far, handed from process to process.
const BEFORE: &str = "ZONGLAN_RESTARTED_AT";

/// Puts a new process of the same program in place of this one. Comes back only where that can't be, with why.
pub(super) fn start_anew(looking: &Looking) -> anyhow::Error {
    let before = Restarts::parse(&std::env::var(BEFORE).unwrap_or_default());
    let Some(restarts) = before.one_more(now().0) else {
        return anyhow::anyhow!(
            "the graphics device was lost {} times within {} minutes: look at the card, its driver and the system's log",
            MOST_RESTARTS + 1,
            RESTARTS_WITHIN_SECS / 60
        );
    };
    tracing::warn!("the graphics device was lost: starting anew");
    let program = match std::env::current_exe() {
        Ok(program) => program,
        Err(error) => {
            return anyhow::anyhow!("the graphics device was lost, and the program can't be started anew: {error}");
        }
    };
    let mut words = without_options(std::env::args_os().skip(1), &["--view", "--area", "--select"]);
    // As it was last, not as it was started.
    words.retain(|word| word.as_os_str() != "--visit");
    words.extend(looking.visit.then(|| OsString::from("--visit")));
    let view = format!("--view={:.7},{:.7},{:.4}", looking.center.lon_deg, looking.center.lat_deg, looking.zoom);
    let select = looking.selection.as_ref().map(|selection| format!("--select={selection}"));
    let mut command = Command::new(program);
    command.args(words).arg(view).args(select).env(BEFORE, restarts.to_string());
    anyhow::anyhow!("the graphics device was lost, and the program can't be started anew: {}", command.exec())
}
