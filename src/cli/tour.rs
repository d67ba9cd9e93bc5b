//! `zonglan tour`: the wall, touring; or a guide's words for it. The route: `--route`, else `tour.toml` in the data folder,
//! else the shipped one.

use super::wall::WallArgs;
use super::{cannot, put};
use clap::Args;
use std::io::ErrorKind;
use std::path::Path;
use zonglan::panels::tour_script;
use zonglan::seat::tour::Route;

/// Its name in a data folder.
pub(super) const FILE: &str = "tour.toml";

/// A tour.
#[derive(Args)]
pub(super) struct TourArgs {
    #[command(flatten)]
    wall: WallArgs,
    /// 讲解词：print what a guide says to each scene of the county as it is, and show nothing
    #[arg(long)]
    words: bool,
}

impl TourArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        if self.words {
            return self.print_words();
        }
        WallArgs { tours: true, ..self.wall }.run()
    }

    fn print_words(&self) -> anyhow::Result<()> {
        let options = &self.wall.options;
        options.check()?;
        let mut home = options.passing_home()?;
        let county = options.open(&mut home)?;
        let at = options.start(&county)?;
        let route = load(options.route.as_deref(), county.dir.path())?.unwrap_or_else(Route::shipped);
        put(tour_script(&route, &county.picture, at, options.lang(county.dir.path())?).as_bytes())
    }
}

/// The route that the user names, or the data folder has; none where there is neither.
///
/// # Errors
/// A file that can't be read or is no route, with what is wrong with it.
pub(super) fn load(named: Option<&Path>, dir: &Path) -> anyhow::Result<Option<Route>> {
    let path = named.map_or_else(|| dir.join(FILE), Path::to_path_buf);
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(Route::parse(&text).map_err(|error| cannot("tour by this route", &path, error))?)),
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => Ok(None),
        Err(error) => Err(cannot("read this route", &path, error)),
    }
}
