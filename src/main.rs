//! The program: a command line, and one run mode for each of its words.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
