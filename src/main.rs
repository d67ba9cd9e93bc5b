//! The program: a command line, and one run mode for each of its words.

// Without the display nothing opens a seat, and what only seats need lies idle.
#[cfg_attr(not(feature = "display"), allow(dead_code))]
mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
