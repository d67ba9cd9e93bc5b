//! The program: a command line, and one run mode for each of its words.

mod cli;

fn main() -> std::process::ExitCode {
    #[cfg(all(feature = "display", target_os = "linux"))]
    name_a_runtime_dir();
    cli::run()
}

/// Where no desktop has named a folder for sockets, Wayland's library, which graphics drivers ask at every start,
/// complains on stderr, and not even as ours. Any absolute path contents it: finding nothing there is no complaint.
#[cfg(all(feature = "display", target_os = "linux"))]
#[allow(unsafe_code)]
fn name_a_runtime_dir() {
    if std::env::var_os("XDG_RUNTIME_DIR").is_none_or(|path| path.is_empty()) {
        // SAFETY: this is the first thing the program does: no other thread runs that could read the environment.
        unsafe { std::env::set_var("XDG_RUNTIME_DIR", "/nonexistent") };
    }
}
