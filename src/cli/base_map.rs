//! `zonglan import basemap`.

use super::answer;
use super::import::stop_on_ctrl_c;
use super::progress::ProgressLine;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use zonglan::intake::basemap::{BaseMapRequest, import_base_map};
use zonglan::ledger::DataDir;

/// The request's files become its folder's base map.
pub(super) fn import(request: &BaseMapRequest) -> anyhow::Result<()> {
    // A dry run leaves no new folder behind.
    let _lock = (!request.dry_run).then(|| DataDir::open(&request.dir)).transpose()?;
    let stop = stop_on_ctrl_c();
    let mut line = ProgressLine::new();
    let outcome = import_base_map(request, &mut |progress| {
        match progress.file {
            Some(file) => line.say(&format!("读取 reading {}: {}", file.display(), progress.features)),
            None => line.say("写入 writing"),
        }
        if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    line.clear();
    answer(&outcome?)
}
