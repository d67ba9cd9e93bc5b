//! Files that a seat has made: plots as SVG and PNG, in the folder `exports` of the data folder. Each is made and written on a
//! thread of its own, so that neither a frame nor the store waits for it.

use super::cannot;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::SyncSender;
use zonglan::runtime::{Worker, spawn_named};
use zonglan::seat::FileToWrite;
use zonglan::seat::link::FromStore;

const FOLDER: &str = "exports";

/// Makes and writes a file, and tells the seat how that ended; answers the thread that does.
pub(super) fn write_beside(dir: &Path, file: FileToWrite, answers: SyncSender<FromStore>) -> Option<Worker> {
    let (dir, seat) = (dir.to_path_buf(), answers.clone());
    let started = spawn_named("zonglan-export", move || {
        let written = write(&dir, &file).map_err(|error| super::sentence(&error));
        // A seat that is gone hears nothing; the file is there.
        let _ = answers.send(FromStore::Written(written));
    });
    started
        .inspect_err(|error| {
            let why = format!("no thread to write a file with: {error}");
            let _ = seat.send(FromStore::Written(Err(why)));
        })
        .ok()
}

/// Writes it whole or not at all; answers its name in the data folder.
fn write(dir: &Path, file: &FileToWrite) -> anyhow::Result<String> {
    let bytes = file.bytes().map_err(anyhow::Error::msg)?;
    let folder = dir.join(FOLDER);
    std::fs::create_dir_all(&folder).map_err(|error| cannot("make this folder", &folder, error))?;
    write_whole(&folder.join(&file.name), &bytes)?;
    Ok(format!("{FOLDER}/{}", file.name))
}

/// Writes a file under another name first, so that under its own it is whole.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let fresh = path.with_file_name(name);
    let put = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&fresh)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&fresh, path)
    };
    put().map_err(|error| cannot("write this file", path, error))
}
