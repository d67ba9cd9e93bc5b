//! `zonglan bench`: what the program costs, as JSON.

mod crowd;
mod list;
mod query;
#[cfg(feature = "display")]
mod render;

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
    /// 列表：a list of very many open matters, what a frame of it costs
    List(list::ListBenchArgs),
    /// 查询：spatial questions on made-up points and grids, one thread
    Query(query::QueryBenchArgs),
}

impl BenchArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        match self.what {
            #[cfg(feature = "display")]
            What::Render(args) => args.run(),
            What::List(args) => args.run(),
            What::Query(args) => args.run(),
        }
    }
}
