//! RTSP by a child that speaks it: `ffmpeg` sends what the camera sends as MJPEG, a few pictures a second, and is ended
//! with the look. It has the address, and so the key, on its command line, where this machine's own users may see it.

use super::VideoLimits;
use super::ask::Film;
use crate::domain::{NoAnswer, VideoTrouble};
use crate::runtime::{Worker, spawn_named};
use std::io::Read;
use std::process::{Child, Command, Stdio};
use tokio::sync::mpsc;
use tokio::time::timeout;

/// So many bytes are read at a time, and so many such pieces wait: the rest waits in the pipe.
const PIECE: usize = 64 << 10;
const PIECES: usize = 4;

/// The child; dropping it ends it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is waited for, so that nothing of it stays.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a child's pipe gave, and what must end with it: the child first, so that who reads the pipe comes to its end.
struct Spoken {
    pieces: mpsc::Receiver<Vec<u8>>,
    _child: Running,
    _reader: Worker,
}

fn start(url: &str, key_env: &str, limits: &VideoLimits) -> Result<Spoken, VideoTrouble> {
    let mut command = Command::new(&limits.ffmpeg);
    command.args(["-nostdin", "-hide_banner", "-loglevel", "quiet", "-threads", "1"]);
    // Nothing that an address leads on to reads this machine's files.
    command.args(["-protocol_whitelist", "rtsp,rtsps,rtp,srtp,udp,tcp,tls,crypto"]);
    command.args(["-rtsp_transport", "tcp", "-fflags", "nobuffer", "-analyzeduration", "2000000", "-i", url]);
    command.args(["-an", "-sn", "-dn", "-vf", "fps=5,scale=w='min(1280,iw)':h=-2", "-c:v", "mjpeg", "-q:v", "5"]);
    command.args(["-f", "mpjpeg", "pipe:1"]).env_remove(key_env);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = match command.spawn() {
        Ok(child) => Running(child),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => return Err(VideoTrouble::NoFfmpeg),
        Err(why) => {
            tracing::warn!("ffmpeg can't be started: {why}");
            return Err(VideoTrouble::NoFfmpeg);
        }
    };
    let mut pipe = child.0.stdout.take().ok_or(VideoTrouble::NoFfmpeg)?;
    let (out, pieces) = mpsc::channel(PIECES);
    let read = move || {
        let mut piece = vec![0; PIECE];
        while let Ok(count @ 1..) = pipe.read(&mut piece) {
            if out.blocking_send(piece[..count].to_vec()).is_err() {
                return;
            }
        }
    };
    let reader = spawn_named("zonglan-ffmpeg", read).map_err(|why| {
        tracing::warn!("ffmpeg can't be read: {why}");
        VideoTrouble::NoFfmpeg
    })?;
    Ok(Spoken { pieces, _child: child, _reader: reader })
}

/// Looks through `ffmpeg` until that fails; answers why it did.
pub(super) async fn look(
    url: &str,
    key_env: &str,
    limits: &VideoLimits,
    show: &mut (impl FnMut(Vec<u8>) + Send),
) -> VideoTrouble {
    let mut spoken = match start(url, key_env, limits) {
        Ok(spoken) => spoken,
        Err(trouble) => return trouble,
    };
    let mut film = Film::new(limits);
    let mut has_shown = false;
    loop {
        // It finds out about the stream before it says the first word: until then a picture's patience holds.
        match timeout(film.patience(), spoken.pieces.recv()).await {
            Ok(Some(piece)) => match film.take(&piece, show) {
                Ok(came) => has_shown |= came,
                Err(trouble) => return trouble,
            },
            // It says nothing of why: its words may hold the address.
            Ok(None) if has_shown => return VideoTrouble::Ended,
            Ok(None) => return NoAnswer::NoConnection.into(),
            Err(_) => return NoAnswer::TimedOut.into(),
        }
    }
}
