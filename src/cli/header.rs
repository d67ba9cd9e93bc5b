//! `zonglan header`: the wall's own title, who is on duty, and the number under which its map was approved. Kept in
//! `header.json`; a wall that is open follows it within a minute.

use super::site::Site;
use super::{Usage, answer, cannot};
use clap::Args;
use serde_json::json;
use std::fs::File;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use zonglan::domain::{Board, Timestamp};
use zonglan::intake::read_duty;

/// Its name in a data folder.
pub(super) const FILE: &str = "header.json";
/// A longer title has no room in any header, characters.
const LONGEST_TITLE: usize = 40;
/// A longer number has no room at the foot of a small map, where it is never cut, characters.
const LONGEST_APPROVAL: usize = 30;

/// What the header says.
#[derive(Args)]
pub(super) struct HeaderArgs {
    /// 标题：the centre's own title, in place of the county's name and the program's; '' takes it away
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// The same for readers of English
    #[arg(long, value_name = "TEXT")]
    title_en: Option<String>,
    /// 审图号：the number under which the map that shows was approved, such as GS(2026)0000号, for the map's foot; '' takes it
    /// away
    #[arg(long, value_name = "NUMBER")]
    map_approval: Option<String>,
    /// 值班表：a sheet (CSV, XLSX, XLS, ODS; FILE#SHEET) with the columns 日期 date, 带班领导 leader, 值班长 shift_leader, and
    /// 开始 from, 结束 until where a turn is no whole day; in place of the one before
    #[arg(long, value_name = "FILE")]
    duty: Option<PathBuf>,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl HeaderArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let zone = Site::load(&self.data)?.time_zone()?;
        let mut board = load(&self.data)?;
        let words = [&self.title, &self.title_en, &self.map_approval];
        let changes = words.into_iter().any(Option::is_some) || self.duty.is_some();
        put(("a title", LONGEST_TITLE), self.title, &mut board.title)?;
        put(("a title", LONGEST_TITLE), self.title_en, &mut board.title_en)?;
        put(("a map's approval number", LONGEST_APPROVAL), self.map_approval, &mut board.map_approval)?;
        if let Some(file) = &self.duty {
            board.duty = read_duty(file, &zone)?;
        }
        if changes {
            std::fs::create_dir_all(&self.data).map_err(|error| cannot("make this folder", &self.data, error))?;
            save(&board, &self.data)?;
        }
        let now = Timestamp(jiff::Timestamp::now().as_second());
        let span = |at: Option<Timestamp>| at.map(|at| at.0);
        answer(&json!({
            "title": board.title,
            "title_en": board.title_en,
            "map_approval": board.map_approval,
            "turns": board.duty.len(),
            "from": span(board.duty.first().map(|turn| turn.from)),
            "until": span(board.duty.iter().map(|turn| turn.until).max()),
            "now": board.turn(now),
        }))
    }
}

/// Takes words over, where any were given; none are left where they are empty. What has no room on the wall is refused.
fn put((what, longest): (&str, usize), given: Option<String>, kept: &mut Option<String>) -> Result<(), Usage> {
    let Some(given) = given else { return Ok(()) };
    if given.trim().chars().count() > longest {
        return Err(Usage(format!("{what} has at most {longest} characters: {given}")));
    }
    *kept = Some(given.trim().to_owned()).filter(|words| !words.is_empty());
    Ok(())
}

/// The header's words of a data folder; none where nobody has said any.
pub(super) fn load(dir: &Path) -> anyhow::Result<Board> {
    let path = dir.join(FILE);
    match std::fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| cannot("understand this file", &path, error)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Board::default()),
        Err(error) => Err(cannot("read this file", &path, error)),
    }
}

/// Whoever reads it, after whatever moment of a kill, reads the old words or these.
fn save(board: &Board, dir: &Path) -> anyhow::Result<()> {
    let (path, fresh) = (dir.join(FILE), dir.join(format!("{FILE}.new")));
    let text = serde_json::to_vec_pretty(board)?;
    let written = File::create(&fresh)
        .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&fresh, &path));
    written.map_err(|error| cannot("write this file", &path, error))
}

#[cfg(feature = "display")]
pub(super) use follow::Header;

#[cfg(feature = "display")]
mod follow {
    use super::{FILE, load};
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
    use std::time::{Duration, SystemTime};
    use zonglan::domain::{Board, DutyTurn, FeedMessage, Timestamp};
    use zonglan::picture::Picture;
    use zonglan::runtime::{Worker, spawn_named};
    use zonglan::sample::duty_table;

    /// How often the file is looked at.
    const LOOKS: Duration = Duration::from_secs(20);
    /// A sample's invented duty table reaches so many days back and ahead.
    const SAMPLE_DAYS: i64 = 400;

    /// Where a seat has the header's words from.
    #[derive(Clone, Debug)]
    pub(in crate::cli) struct Header {
        dir: PathBuf,
        /// Who is on duty where nobody has said, in a sample.
        sample: Vec<DutyTurn>,
    }

    /// Follows the file until it is dropped.
    pub(in crate::cli) struct Followed {
        /// Its end is what the thread waits for; it goes first.
        _stop: SyncSender<()>,
        _worker: Worker,
    }

    impl Header {
        /// Of a folder with this county.
        pub(in crate::cli) fn of(dir: &Path, picture: &Picture, seed: u64, start: Timestamp) -> Self {
            let sample = || duty_table(seed, start, SAMPLE_DAYS, picture.tallies.zone());
            let sample = picture.is_sample().then(sample).unwrap_or_default();
            Self { dir: dir.to_path_buf(), sample }
        }

        /// What it says now. A file that can't be read is told in the log: a wall is a wall without it.
        pub(in crate::cli) fn board(&self) -> Board {
            let mut board = load(&self.dir).unwrap_or_else(|why| {
                tracing::warn!("the header says nothing of the centre: {why:#}");
                Board::default()
            });
            if board.duty.is_empty() {
                board.duty.clone_from(&self.sample);
            }
            board
        }

        /// Tells a seat whenever the file has changed.
        pub(in crate::cli) fn follow(
            self,
            to_seat: SyncSender<FeedMessage>,
            wake: impl Fn() + Send + 'static,
        ) -> std::io::Result<Followed> {
            let (stop, stopped) = sync_channel::<()>(0);
            let mut known = changed_at(&self.dir);
            let worker = spawn_named("header", move || {
                while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(LOOKS) {
                    let now = changed_at(&self.dir);
                    if now == known {
                        continue;
                    }
                    known = now;
                    if to_seat.send(FeedMessage::Board(Box::new(self.board()))).is_err() {
                        return;
                    }
                    wake();
                }
            })?;
            Ok(Followed { _stop: stop, _worker: worker })
        }
    }

    fn changed_at(dir: &Path) -> Option<SystemTime> {
        std::fs::metadata(dir.join(FILE)).and_then(|data| data.modified()).ok()
    }
}
