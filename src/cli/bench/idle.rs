//! `zonglan bench idle`: what a wall costs that nobody touches, in a window of its own, and how soon it shows what feeds say.

use super::super::{Usage as WrongUsage, answer};
use crate::cli::sample_county::throwaway_sample;
use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use zonglan::display::{PICTURE_STANDS, WORD_TO_PICTURE};
use zonglan::runtime::{Usage, cpu_secs_of_process};
use zonglan::sample::DEFAULT_SEED;

/// Which wall, for how long.
#[derive(Args)]
pub(super) struct IdleArgs {
    /// WxH in pixels
    #[arg(long, default_value = "1920x1080")]
    size: String,
    /// For so long it is looked at, seconds
    #[arg(long, default_value_t = 40)]
    secs: u64,
    /// It is left alone for so long before, seconds
    #[arg(long, default_value_t = 20)]
    settle_secs: u64,
    /// The county lives meanwhile
    #[arg(long)]
    feeds: bool,
    /// The clock shows no seconds
    #[arg(long)]
    no_seconds: bool,
}

impl IdleArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if !cfg!(target_os = "linux") {
            return Err(WrongUsage("a process's time is read from Linux's /proc".into()).into());
        }
        let screen = Screen::start(&self.size)?;
        let county = throwaway_sample(DEFAULT_SEED, &mut |_, _| {})?;
        if self.no_seconds {
            std::fs::write(county.copy.0.join("settings.toml"), "clock_seconds = false\n")?;
        }
        let mut wall = Wall::open(&self, &screen, &county.copy.0)?;
        // Opening, drawing all that the first minute brings, and what the desktop does with a new window.
        let at_rest_ms = wall.wait_for_picture()?;
        std::thread::sleep(Duration::from_secs(self.settle_secs));
        let (began, before_secs) = (Instant::now(), cpu_secs_of_process(wall.process.id()));
        std::thread::sleep(Duration::from_secs(self.secs));
        let took_secs = began.elapsed().as_secs_f64();
        let cpu_secs = cpu_secs_of_process(wall.process.id()) - before_secs;
        let usage = Usage::of_process(wall.process.id());
        let delays = wall.close()?;
        answer(&json!({
            "size": self.size, "feeds": self.feeds, "seconds": !self.no_seconds, "screen": screen.name,
            "drawn_after_ms": at_rest_ms, "looked_at_secs": took_secs,
            "core_percent": (cpu_secs / took_secs * 1e4).round() / 1e2,
            "rss_mb": usage.rss_mb.round(), "threads": usage.threads, "handles": usage.handles,
            "word_to_picture": delays,
        }))
    }
}

/// A screen for the window, of memory (Xvfb), that goes with this: whatever size is asked for fits on it.
struct Screen {
    name: String,
    server: Child,
}

impl Screen {
    fn start(size: &str) -> anyhow::Result<Self> {
        let mut server = Command::new("Xvfb");
        // It chooses a number that is free, and says it once windows can open.
        server.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", &format!("{size}x24")]);
        let server = server.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut server = server.context("a window of a given size is opened under Xvfb: install xvfb")?;
        let mut number = String::new();
        if let Some(stdout) = server.stdout.take() {
            BufReader::new(stdout).read_line(&mut number)?;
        }
        let screen = Self { name: format!(":{}", number.trim()), server };
        anyhow::ensure!(!number.trim().is_empty(), "Xvfb did not start");
        Ok(screen)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A wall in a process of its own; it ends with this.
struct Wall {
    process: Child,
    opened: Instant,
    said: Option<JoinHandle<String>>,
}

impl Wall {
    fn open(args: &IdleArgs, screen: &Screen, data: &std::path::Path) -> anyhow::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["wall", "--size", &args.size, "--distance", "6", "--data"]).arg(data);
        if !args.feeds {
            command.arg("--without-feeds");
        }
        command.env("DISPLAY", &screen.name).env_remove("WAYLAND_DISPLAY").env("RUST_LOG", "zonglan=debug");
        let opened = Instant::now();
        let process = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        Ok(Self { process: process.context("the program can't start itself")?, opened, said: None })
    }

    /// Waits until it says that a picture stands; how long that took, ms.
    fn wait_for_picture(&mut self) -> anyhow::Result<f64> {
        let mut stderr = BufReader::new(self.process.stderr.take().context("the wall says nothing")?);
        let mut line = String::new();
        loop {
            line.clear();
            anyhow::ensure!(stderr.read_line(&mut line)? > 0, "the wall ended before it showed a picture");
            if line.contains(PICTURE_STANDS) {
                break;
            }
        }
        let took_ms = self.opened.elapsed().as_secs_f64() * 1e3;
        // Whoever writes into a full pipe waits: the rest is read as it comes.
        self.said = Some(std::thread::Builder::new().name("wall-log".into()).spawn(move || rest_of(stderr))?);
        Ok(took_ms.round())
    }

    /// Ends it as a desktop would; what it then told of its words and pictures.
    fn close(mut self) -> anyhow::Result<Value> {
        Command::new("kill").arg(self.process.id().to_string()).status()?;
        let status = self.process.wait()?;
        let said = self.said.take().and_then(|reader| reader.join().ok()).unwrap_or_default();
        let last = said.lines().last().unwrap_or("nothing").to_owned();
        anyhow::ensure!(status.success(), "the wall ended badly: {last}");
        let Some(told) = said.lines().find_map(|line| Some(line.split_once(WORD_TO_PICTURE)?.1)) else {
            return Ok(Value::Null);
        };
        let numbers: Vec<u64> =
            told.split(|letter: char| !letter.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
        match numbers[..] {
            [half_ms, _, most_ms, frames] => Ok(json!({ "p50_ms": half_ms, "p99_ms": most_ms, "frames": frames })),
            _ => anyhow::bail!("the wall told its delays in other words: {told}"),
        }
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn rest_of(mut stderr: BufReader<ChildStderr>) -> String {
    let mut said = Vec::new();
    let _ = stderr.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}
