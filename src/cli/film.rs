//! Films of a seat's screen: a thread that hands its pictures to `ffmpeg`, or writes them one by one where that is not
//! installed; in the folder `exports` of the data folder.

use super::cannot;
use anyhow::Context;
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::sync_channel;
use zonglan::display::{FilmEnds, ToFilm};
use zonglan::runtime::{Worker, spawn_named};

const FOLDER: &str = "exports";
/// So many pictures may wait to be written, each as large as the screen.
const WAITING: usize = 3;

/// Starts the thread and gives the seat's ends of its line. Without it nothing can be filmed, and that is told in the log.
pub(super) fn start(dir: &Path, wake: impl Fn() + Send + 'static) -> Option<(Worker, FilmEnds)> {
    let (to_film, taken) = sync_channel(WAITING);
    let (tell, from_film) = sync_channel(WAITING);
    let folder = dir.join(FOLDER);
    let run = move || {
        let mut film: Option<Film> = None;
        let end = |film: Option<Film>| {
            let Some(film) = film else { return };
            // A seat that is gone hears nothing; the film is there.
            let _ = tell.try_send(film.finish().map_err(|error| super::sentence(&error)));
            wake();
        };
        while let Ok(message) = taken.recv() {
            let ToFilm::Frame(frame) = message else {
                end(film.take());
                continue;
            };
            let Some(pixels) = (frame.pixels)() else { continue };
            if film.as_ref().is_some_and(|film| !film.takes(&frame.film, pixels.dimensions())) {
                end(film.take());
            }
            film.get_or_insert_with(|| Film::new(&folder, &frame.film, pixels.dimensions())).add(frame.at_ms, pixels);
        }
        end(film);
    };
    let started = spawn_named("zonglan-film", run);
    let worker = started.inspect_err(|error| tracing::warn!("nothing can be filmed: {error}")).ok()?;
    Some((worker, FilmEnds { to_film, from_film }))
}

/// One film.
struct Film {
    name: String,
    size_px: (u32, u32),
    folder: PathBuf,
    into: anyhow::Result<Into>,
    last: Option<image::RgbaImage>,
}

/// Where its pictures go.
enum Into {
    /// A running `ffmpeg`, which writes this file.
    Ffmpeg(Child, Option<ChildStdin>, PathBuf),
    /// A folder of pictures.
    Pictures(PathBuf),
}

impl Film {
    fn new(folder: &Path, name: &str, size_px: (u32, u32)) -> Self {
        let into = open(folder, name, size_px);
        Self { name: name.into(), size_px, folder: folder.into(), into, last: None }
    }

    fn takes(&self, name: &str, size_px: (u32, u32)) -> bool {
        self.name == name && self.size_px == size_px
    }

    /// Adds a picture. What goes wrong is kept for the end.
    fn add(&mut self, at_ms: u64, pixels: image::RgbaImage) {
        let added = match &mut self.into {
            Err(_) => return,
            Ok(Into::Ffmpeg(_, stdin, _)) => {
                let stdin = stdin.as_mut().context("ffmpeg listens no more");
                stdin.and_then(|stdin| Ok(stdin.write_all(&pixels)?))
            }
            Ok(Into::Pictures(folder)) => {
                let path = folder.join(format!("{at_ms:09}.png"));
                pixels.save(&path).map_err(|error| cannot("write this file", &path, error))
            }
        };
        match (added, &mut self.into) {
            (Ok(()), _) => self.last = Some(pixels),
            // It says itself why it ended.
            (Err(_), Ok(Into::Ffmpeg(_, stdin, _))) => *stdin = None,
            (Err(error), into) => *into = Err(error),
        }
    }

    /// Ends it; answers its name in the data folder.
    fn finish(mut self) -> anyhow::Result<String> {
        let path = match self.into? {
            Into::Pictures(folder) => folder,
            Into::Ffmpeg(mut child, stdin, fresh) => {
                // The last picture stands until the film was ended.
                if let (Some(mut stdin), Some(last)) = (stdin, self.last.take()) {
                    let _ = stdin.write_all(&last);
                }
                let mut said = String::new();
                if let Some(mut stderr) = child.stderr.take() {
                    let _ = stderr.read_to_string(&mut said);
                }
                let status = child.wait()?;
                let why = said.lines().last().unwrap_or("without a word").trim();
                anyhow::ensure!(status.success(), "ffmpeg ended the film: {why}");
                let path = self.folder.join(format!("{}.mp4", self.name));
                std::fs::rename(&fresh, &path).map_err(|error| cannot("write this file", &path, error))?;
                path
            }
        };
        Ok(format!("{FOLDER}/{}", path.file_name().unwrap_or_default().to_string_lossy()))
    }
}

/// Opens what a film's pictures go into. They come when something changes, each with its own time.
fn open(folder: &Path, name: &str, (width_px, height_px): (u32, u32)) -> anyhow::Result<Into> {
    std::fs::create_dir_all(folder).map_err(|error| cannot("make this folder", folder, error))?;
    let fresh = folder.join(format!("{name}.mp4.new"));
    let mut command = Command::new("ffmpeg");
    command.args(["-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-use_wallclock_as_timestamps", "1"]);
    command.args(["-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", &format!("{width_px}x{height_px}"), "-i", "-"]);
    // Films of this kind have even sides.
    command.args(["-vf", "pad=ceil(iw/2)*2:ceil(ih/2)*2", "-fps_mode", "vfr", "-pix_fmt", "yuv420p"]);
    command.args(["-preset", "veryfast", "-movflags", "+faststart", "-f", "mp4"]).arg(&fresh);
    match command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn() {
        Ok(mut child) => {
            let stdin = child.stdin.take();
            Ok(Into::Ffmpeg(child, stdin, fresh))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let pictures = folder.join(name);
            std::fs::create_dir_all(&pictures).map_err(|error| cannot("make this folder", &pictures, error))?;
            Ok(Into::Pictures(pictures))
        }
        Err(error) => Err(anyhow::anyhow!("ffmpeg does not start: {error}")),
    }
}
