//! The command line: one file a subcommand. JSON on stdout, everything else on stderr; exit code 0
//! done, 1 the work failed, 2 wrong usage.

// What only seats use stands idle in a build without the display.
#![cfg_attr(not(feature = "display"), allow(dead_code))]

mod act;
#[cfg(feature = "display")]
mod adviser;
mod base_map;
mod bench;
mod beside;
mod county;
mod doctor;
mod draft_keeper;
#[cfg(feature = "display")]
mod drive;
mod exports;
mod feed;
#[cfg(feature = "display")]
mod film;
#[cfg(feature = "display")]
mod frame;
mod gaps;
mod hand_over;
mod header;
mod import;
#[cfg(feature = "display")]
mod letters;
#[cfg(feature = "display")]
mod life;
mod notice;
mod online;
mod phones;
#[cfg(feature = "display")]
mod plot;
mod progress;
mod query;
#[cfg(feature = "display")]
mod replay;
#[cfg(feature = "display")]
mod restart;
mod rules;
mod sample;
mod sample_county;
mod screen_options;
#[cfg(feature = "display")]
mod seat_options;
mod seat_settings;
mod settings;
mod simulated;
mod site;
#[cfg(feature = "display")]
mod sound;
mod store;
mod tell;
#[cfg(feature = "display")]
mod tour;
mod track_looks;
mod track_store;
mod visit;
#[cfg(feature = "display")]
mod wall;

use clap::{Parser, Subcommand};
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// 纵览 Zonglan: a county on one map
#[derive(Parser)]
#[command(name = "zonglan", version, about, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    /// Without a word: the wall on the sample county
    #[cfg(feature = "display")]
    #[command(flatten)]
    wall: wall::WallArgs,
}

#[derive(Subcommand)]
enum Command {
    /// 大屏：the wall, in a window
    #[cfg(feature = "display")]
    Wall(wall::WallArgs),
    /// 导览：the wall, from scene to scene by itself; or a guide's words for it
    #[cfg(feature = "display")]
    Tour(Box<tour::TourArgs>),
    /// 截图：one frame, without a window
    #[cfg(feature = "display")]
    Frame(frame::FrameArgs),
    /// 脚本：operate the seat by a script, without a window
    #[cfg(feature = "display")]
    Drive(drive::DriveArgs),
    /// 测速：what frames and questions cost, in JSON
    Bench(bench::BenchArgs),
    /// 导入：files into a data folder
    Import(Box<import::ImportArgs>),
    /// 接入：feeds of positions and matters that are asked over HTTP
    Feed(Box<feed::FeedArgs>),
    /// 抬头：the wall's own title, and who is on duty
    Header(header::HeaderArgs),
    /// 缺口：what the registers are missing
    Gaps(gaps::GapsArgs),
    /// 查询：spatial questions and figures, in JSON
    Query(query::QueryArgs),
    /// 图表：a plot as SVG or PNG, without a screen
    #[cfg(feature = "display")]
    Plot(plot::PlotArgs),
    /// 处置：one command for one matter, in JSON
    Act(Box<act::ActArgs>),
    /// 告知：notices of what happened, to those whom it concerns, by signed webhooks
    Tell(tell::TellArgs),
    /// 文书：the supervision notice or the summons of a matter, as DOCX or HTML
    Notice(notice::NoticeArgs),
    /// 检查：a place was looked at against its checklist; 催办 of what a campaign still wants
    Visit(Box<visit::VisitArgs>),
    /// 自检：what is set and by whom, what is wrong with it, whether the ledger's chain is whole
    Doctor(doctor::DoctorArgs),
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
    log_to_stderr();
    let outcome = match cli.command {
        #[cfg(feature = "display")]
        None => cli.wall.run(),
        #[cfg(not(feature = "display"))]
        None => Err(Usage("this build has no display: name a subcommand (--help)".into()).into()),
        #[cfg(feature = "display")]
        Some(Command::Wall(args)) => args.run(),
        #[cfg(feature = "display")]
        Some(Command::Tour(args)) => args.run(),
        #[cfg(feature = "display")]
        Some(Command::Frame(args)) => args.run(),
        #[cfg(feature = "display")]
        Some(Command::Drive(args)) => args.run(),
        Some(Command::Bench(args)) => args.run(),
        Some(Command::Import(args)) => args.run(),
        Some(Command::Feed(args)) => args.run(),
        Some(Command::Header(args)) => args.run(),
        Some(Command::Gaps(args)) => args.run(),
        Some(Command::Query(args)) => args.run(),
        #[cfg(feature = "display")]
        Some(Command::Plot(args)) => args.run(),
        Some(Command::Act(args)) => args.run(),
        Some(Command::Tell(args)) => args.run(),
        Some(Command::Notice(args)) => args.run(),
        Some(Command::Visit(args)) => args.run(),
        Some(Command::Doctor(args)) => args.run(),
        Some(Command::Sample(args)) => args.run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody reads it, there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "zonglan: {}", sentence(&error));
            ExitCode::from(if error.is::<Usage>() { 2 } else { 1 })
        }
    }
}

/// The error and its causes in one line; a cause that was named already isn't named again.
fn sentence(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let cause = cause.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line = format!("{line}: {cause}");
        }
    }
    line
}

/// Warnings go to stderr (`RUST_LOG` asks for more or less), a seat's as well: Bevy's own log is switched off.
fn log_to_stderr() {
    // What libraries merely remark on means nothing to whoever runs a command.
    let asked = tracing_subscriber::EnvFilter::try_from_default_env();
    let filter = asked.unwrap_or_else(|_| "error,zonglan=warn".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    // A second one would be refused; there is none.
    let _ = log.without_time().try_init();
}

/// What a file or folder can't be used for and why, with the path last.
fn cannot(what: &str, path: &std::path::Path, why: impl std::fmt::Display) -> anyhow::Error {
    anyhow::anyhow!("can't {what} ({why}): {}", path.display())
}

/// Puts one JSON document on stdout.
fn answer(value: &impl serde::Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_string(value)?;
    text.push('\n');
    put(text.as_bytes())
}

/// Puts an answer's bytes on stdout. Whoever reads them may have seen enough (`| head`): that is no failure.
fn put(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => Ok(outcome?),
    }
}
