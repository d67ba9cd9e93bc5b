//! The command line: one file a subcommand. JSON on stdout, everything else on stderr; exit code 0
//! done, 1 the work failed, 2 wrong usage.

mod act;
mod beside;
mod county;
mod import;
mod progress;
mod query;
mod sample;
mod site;
mod store;

use clap::{Parser, Subcommand};
use std::io::Write;
use std::process::ExitCode;

/// 纵览 Zonglan: a county on one map
#[derive(Parser)]
#[command(name = "zonglan", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 导入：files into a data folder
    Import(import::ImportArgs),
    /// 查询：spatial questions and figures, in JSON
    Query(query::QueryArgs),
    /// 处置：one command for one matter, in JSON
    Act(act::ActArgs),
    /// 演示数据：write the sample county's import files
    Sample(sample::SampleArgs),
}

/// The command was wrong, not the work: exit code 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Usage(String);

/// Runs what the command line asks for, and answers with the exit code.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Import(args) => args.run(),
        Command::Query(args) => args.run(),
        Command::Act(args) => args.run(),
        Command::Sample(args) => args.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One line, whatever the causes had to say.
            let line = error.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(std::io::stderr(), "zonglan: {line}");
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// Puts one JSON document on stdout.
fn answer(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
