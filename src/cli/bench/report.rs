//! `zonglan bench report`: every bench, beside what is aimed at, into a file of which only the marked parts are written.

use super::super::{Usage, answer, cannot};
use super::targets::{Aim, Answers, Row, SECTIONS, Section};
use clap::Args;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What to measure, and where to write it.
#[derive(Args)]
pub(super) struct ReportArgs {
    /// The file; what stands in it outside of the marked parts stays as it is
    #[arg(long, value_name = "FILE", default_value = "docs/benchmarks.md")]
    out: PathBuf,
    /// Only these: render,ingest,list,adviser,query,replay,start,idle,day
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    only: Vec<String>,
    /// Small and short, to see that it runs: not for comparison
    #[arg(long)]
    quick: bool,
}

impl ReportArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let sections = self.sections()?;
        // Before anything is measured: what can't be read or written is told now, not in a quarter of an hour.
        let mut text = read(&self.out)?;
        write(&self.out, &text)?;
        let (mut failed, mut missed) = (Vec::new(), Vec::new());
        for section in sections {
            let measured = measure(section, self.quick);
            missed.extend(section.rows.iter().filter(|row| is_missed(row, &measured.answers)).map(|row| row.what));
            text = with_part(&text, section.name, &part(section, &measured, self.quick));
            // Each as soon as it is there: what comes later may fail.
            write(&self.out, &text)?;
            failed.extend(measured.failed);
        }
        anyhow::ensure!(failed.is_empty(), "not everything could be measured: {}", failed.join("; "));
        answer(&json!({ "written": self.out, "missed": missed }))
    }

    fn sections(&self) -> anyhow::Result<Vec<&'static Section>> {
        let can_run = |section: &&Section| cfg!(feature = "display") || !section.drawn;
        if self.only.is_empty() {
            return Ok(SECTIONS.iter().filter(can_run).collect());
        }
        let find = |name: &String| -> anyhow::Result<&'static Section> {
            let known: Vec<_> = SECTIONS.iter().filter(can_run).map(|section| section.name).collect();
            let found = SECTIONS.iter().filter(can_run).find(|section| section.name == name);
            found.ok_or_else(|| Usage(format!("--only wants some of {}: {name}", known.join(","))).into())
        };
        self.only.iter().map(find).collect()
    }
}

fn read(path: &Path) -> anyhow::Result<String> {
    match std::fs::read_to_string(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok("# Benchmarks\n".into()),
        text => text.map_err(|error| cannot("read this file", path, error)),
    }
}

/// Whoever reads it, after whatever moment of a kill, reads the old file or the new one.
fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let written = std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, path));
    written.map_err(|error| cannot("write this file", path, error))
}

/// What the runs of a section came to.
struct Measured {
    answers: Answers,
    /// Why a run has no answer.
    failed: Vec<String>,
    /// The machine's load when it began: whatever else ran took its share.
    load: String,
}

/// Runs a section, each run in a process of its own: memory and starts are a process's.
fn measure(section: &Section, quick: bool) -> Measured {
    let load = first_word("/proc/loadavg");
    let (mut answers, mut failed) = (Answers::new(), Vec::new());
    for (name, words, quick_words) in section.runs {
        let words = if quick { quick_words } else { words };
        let (answer, why) = run(words);
        answers.extend(answer.map(|answer| (*name, answer)));
        failed.extend(why.map(|why| format!("bench {words}: {why}")));
    }
    Measured { answers, failed, load }
}

/// One run: what it answered, and why it failed. One that found something wrong may have answered all the same.
fn run(words: &str) -> (Option<Value>, Option<String>) {
    let started = std::env::current_exe();
    let output = started.and_then(|program| Command::new(program).arg("bench").args(words.split(' ')).output());
    let output = match output {
        Ok(output) => output,
        Err(error) => return (None, Some(error.to_string())),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    let sentence = said.lines().last().unwrap_or("it ended without a word").trim_start_matches("zonglan: ");
    let why = (!output.status.success()).then(|| sentence.to_owned());
    (serde_json::from_slice(&output.stdout).ok(), why)
}

fn is_missed(row: &Row, answers: &Answers) -> bool {
    (row.value)(answers).is_some_and(|value| row.aim.is_met(value) == Some(false))
}

/// A section's part of the file.
fn part(section: &Section, measured: &Measured, quick: bool) -> String {
    let mut text = format!("## {}\n\n", section.title);
    let adapter = measured.answers.values().find_map(|answer| answer["adapter"].as_str());
    let words: Vec<String> =
        section.runs.iter().map(|run| format!("`{}`", if quick { run.2 } else { run.1 })).collect();
    let drawn_by = adapter.map(|name| format!(", drawn by {name}")).unwrap_or_default();
    let (machine, commit, day) = (machine(), commit(), jiff::Timestamp::now().strftime("%Y-%m-%d"));
    // Writing into a text can't fail.
    let _ = writeln!(
        text,
        "`zonglan bench` {} on {day}, {commit}: {machine}{drawn_by}, load {}.",
        words.join(", "),
        measured.load
    );
    if quick {
        text.push_str("A quick run, small and short: not for comparison.\n");
    }
    text.push_str("\n| | measured | aim | met |\n| --- | --- | --- | --- |\n");
    for row in section.rows {
        let value = (row.value)(&measured.answers);
        let told = value.map_or("not measured".into(), |value| with_unit(&said(value, row.aim), row.unit));
        let aim = match row.aim {
            Aim::AtMost(most) => with_unit(&format!("at most {}", number(most)), row.unit),
            Aim::AtLeast(least) => with_unit(&format!("at least {}", number(least)), row.unit),
            Aim::Holds => "yes".into(),
            Aim::Nothing => String::new(),
        };
        let met = match value.map(|value| row.aim.is_met(value)) {
            Some(Some(true)) => "yes",
            Some(Some(false)) => "no",
            _ => "",
        };
        let _ = writeln!(text, "| {} | {told} | {aim} | {met} |", row.what);
    }
    for why in &measured.failed {
        let _ = writeln!(text, "\nNot measured: {why}.");
    }
    text
}

fn said(value: f64, aim: Aim) -> String {
    match aim {
        Aim::Holds => (if value == 1.0 { "yes" } else { "no" }).into(),
        _ => number(value),
    }
}

fn with_unit(number: &str, unit: &str) -> String {
    if unit.is_empty() { number.to_owned() } else { format!("{number} {unit}") }
}

/// A number as one reads it: three digits that count, thousands apart.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || value == value.round() => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with('-')));
    let mut apart = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            apart.push(',');
        }
        apart.push(digit);
    }
    format!("{sign}{apart}{rest}")
}

/// `text` with the part of this name in place of the one before, or behind everything where there is none yet.
fn with_part(text: &str, name: &str, part: &str) -> String {
    let (begin, end) =
        (format!("<!-- bench {name}: written by `zonglan bench report` -->\n"), format!("<!-- /bench {name} -->\n"));
    let fresh = format!("{begin}{part}{end}");
    let place = text.find(&begin).and_then(|from| Some((from, from + text[from..].find(&end)? + end.len())));
    match place {
        Some((from, to)) => format!("{}{fresh}{}", &text[..from], &text[to..]),
        None => format!("{}\n\n{fresh}", text.trim_end()),
    }
}

/// The processor, its cores and the memory.
fn machine() -> String {
    let line = |path: &str, name: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let found = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.split_once(':').map(|(_, value)| value.trim().to_owned()));
        found.unwrap_or_else(|| "unknown".into())
    };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = line("/proc/meminfo", "MemTotal");
    let memory =
        memory.trim_end_matches(" kB").parse::<f64>().map_or(memory.clone(), |kb| format!("{:.0} GB", kb / 1e6));
    format!("{}, {cores} cores, {memory}", line("/proc/cpuinfo", "model name"))
}

/// The commit that the program's sources stand at, where git knows; else the program's version.
fn commit() -> String {
    let git = |words: &str| {
        let output =
            Command::new("git").args(words.split(' ')).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let changed = git("status --porcelain --untracked-files=no").is_some_and(|lines| {
        // The file that is being written is no change of the program.
        lines.lines().any(|line| !line.ends_with(".md"))
    });
    let commit = git("rev-parse --short HEAD").map(|hash| format!("commit {hash}"));
    let commit = commit.unwrap_or_else(|| format!("version {}", env!("CARGO_PKG_VERSION")));
    if changed { format!("{commit} with changes") } else { commit }
}

fn first_word(path: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.split_whitespace().next().unwrap_or("unknown").to_owned()
}
