//! `zonglan bench`: what the program costs, as JSON.

mod crowd;
mod query;
#[cfg(feature = "display")]
mod render;
mod replay;

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
    /// 查询：spatial questions on made-up points and grids, one thread
    Query(query::QueryBenchArgs),
    /// 回放：past moments of a county's year, on the thread that makes them
    Replay(replay::ReplayBenchArgs),
}

impl BenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what {
            #[cfg(feature = "display")]
            What::Render(args) => args.run(),
            What::Query(args) => args.run(),
            What::Replay(args) => args.run(),
        }
    }
}
