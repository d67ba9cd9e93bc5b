//! `zonglan bench`: what the program costs, as JSON.

#[cfg(feature = "display")]
mod adviser;
#[cfg(feature = "display")]
mod click;
mod commands;
mod crowd;
#[cfg(feature = "display")]
mod day;
mod fold;
#[cfg(feature = "display")]
mod idle;
mod ingest;
mod list;
#[cfg(feature = "display")]
mod play;
mod query;
#[cfg(feature = "display")]
mod refold;
#[cfg(feature = "display")]
mod render;
mod replay;
mod report;
#[cfg(feature = "display")]
mod samples;
#[cfg(feature = "display")]
mod start;
mod targets;
mod walkers;

use clap::{Args, Subcommand};

/// What to measure.
#[derive(Args)]
pub(super) struct BenchArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 画面：frames of a scene beside empty ones of the same size
    #[cfg(feature = "display")]
    Render(render::RenderArgs),
    /// 来件建议：how long the intake's form waits for advice, and what the adviser's picture takes
    #[cfg(feature = "display")]
    Adviser(adviser::AdviserArgs),
    /// 列表：a list of very many open matters, what a frame of it costs
    List(list::ListBenchArgs),
    /// 查询：spatial questions on made-up points and grids, one thread
    Query(query::QueryBenchArgs),
    /// 回放：past moments of a county's year, on the thread that makes them
    Replay(replay::ReplayBenchArgs),
    /// 播放：a past in which everybody walks, played on the wall
    #[cfg(feature = "display")]
    Play(play::PlayArgs),
    /// 接入：positions and commands from a feed to the disk
    Ingest(ingest::IngestArgs),
    /// 指令：commands that go through in a second, each durable before it is answered
    Commands(commands::CommandsArgs),
    /// 重建：a year's events, told step by step, into a picture
    Fold(fold::FoldArgs),
    /// 点派：from the press that sends somebody to the frame that shows it
    #[cfg(feature = "display")]
    Click(click::ClickArgs),
    /// 启动：from nothing, and with a county that is there, to the first picture
    #[cfg(feature = "display")]
    Start(start::StartArgs),
    /// 待机：a wall in a window that nobody touches
    #[cfg(feature = "display")]
    Idle(idle::IdleArgs),
    /// 一天：a day of the county through the wall without a window: does anything grow
    #[cfg(feature = "display")]
    Day(day::DayArgs),
    /// 报告：all of these, beside what is aimed at, into docs/benchmarks.md
    Report(report::ReportArgs),
}

impl BenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what {
            #[cfg(feature = "display")]
            What::Render(args) => args.run(),
            #[cfg(feature = "display")]
            What::Adviser(args) => args.run(),
            What::List(args) => args.run(),
            What::Query(args) => args.run(),
            What::Replay(args) => args.run(),
            #[cfg(feature = "display")]
            What::Play(args) => args.run(),
            What::Ingest(args) => args.run(),
            What::Commands(args) => args.run(),
            What::Fold(args) => args.run(),
            #[cfg(feature = "display")]
            What::Click(args) => args.run(),
            #[cfg(feature = "display")]
            What::Start(args) => args.run(),
            #[cfg(feature = "display")]
            What::Idle(args) => args.run(),
            #[cfg(feature = "display")]
            What::Day(args) => args.run(),
            What::Report(args) => args.run(),
        }
    }
}

/// The value that so many in a hundred do not exceed, to the hundredth.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let place = (values.len() * percent).div_ceil(100).max(1) - 1;
    values.get(place).copied().map_or(0.0, round)
}

/// To the hundredth.
fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}
