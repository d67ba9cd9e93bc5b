//! Against a real `ffmpeg` that serves MJPEG over HTTP, until it is killed; and children that stand in for it.

use super::{World, every_half_second, limits};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use zonglan::domain::{NoAnswer, PhotoFormat, VideoTrouble};
use zonglan::feeds::video::{Shot, VideoLimits};

/// A real `ffmpeg`, ended with the test.
pub(super) struct Ffmpeg(Child);

impl Ffmpeg {
    /// Starts it; none, with a word, where it is not installed.
    pub(super) fn start(arguments: &[&str]) -> Option<Self> {
        let mut command = Command::new("ffmpeg");
        command.args(["-nostdin", "-loglevel", "quiet"]).args(arguments);
        match command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn() {
            Ok(child) => Some(Self(child)),
            Err(why) => {
                eprintln!("skipped: ffmpeg is not installed ({why})");
                None
            }
        }
    }

    pub(super) fn wait(&mut self) -> bool {
        self.0.wait().unwrap().success()
    }
}

impl Drop for Ffmpeg {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody has.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

pub(super) fn number(shot: &Shot) -> u64 {
    shot.frame.as_ref().map_or(0, |frame| frame.number)
}

/// Real pictures are larger than made ones, and a real program takes its time.
pub(super) fn roomy() -> VideoLimits {
    let (head, silence, picture) = (Duration::from_secs(5), Duration::from_secs(5), Duration::from_secs(8));
    VideoLimits { most_bytes: 1 << 20, head, silence, picture, ..limits() }
}

#[test]
fn a_real_mjpeg_source_is_seen_until_it_is_killed_and_again_when_it_is_back() {
    let address = format!("http://127.0.0.1:{}/feed", free_port());
    let source = || {
        let film = "testsrc2=size=320x180:rate=10";
        // Without `-re` it would send as fast as it is read.
        let out =
            ["-c:v", "mjpeg", "-f", "mpjpeg", "-content_type", "application/octet-stream", "-listen", "1", &address];
        Ffmpeg::start(&[&["-re", "-f", "lavfi", "-i", film][..], &out].concat())
    };
    let Some(first) = source() else { return };
    let world = World::with(vec![every_half_second("C", &address)], roomy());
    world.watch(&["C"]);
    let shot = world.until("C", |shot| number(shot) >= 5);
    let picture = shot.frame.unwrap();
    assert_eq!(PhotoFormat::of(&picture.bytes), Some(PhotoFormat::Jpeg));
    assert!(picture.bytes.ends_with(&[0xff, 0xd9]) && shot.trouble.is_none(), "whole, and nothing behind it");
    drop(first);
    let shot = world.until("C", |shot| shot.trouble.is_some());
    let ended = [VideoTrouble::Ended, NoAnswer::BrokeOff.into(), NoAnswer::NoConnection.into()];
    assert!(ended.contains(shot.trouble.as_ref().unwrap()), "{:?}", shot.trouble);
    let last = number(&shot);
    assert!(last >= 5, "its last picture still shows");
    let _second = source();
    assert_eq!(world.until("C", |shot| number(shot) > last + 2).trouble, None);
}

/// A program that does what a shell script says, in the place of `ffmpeg`.
#[cfg(unix)]
fn in_its_place(dir: &Path, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = dir.join("ffmpeg-stand-in");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path
}

/// What a camera by a stand-in comes to show.
#[cfg(unix)]
fn by(script: &str, mut holds: impl FnMut(&Shot) -> bool) -> (World, Shot, tempfile::TempDir) {
    let dir = tempfile::TempDir::new().unwrap();
    let limits = VideoLimits { ffmpeg: in_its_place(dir.path(), script), ..limits() };
    let world = World::with(vec![every_half_second("C", "rtsp://127.0.0.1:9/live")], limits);
    world.watch(&["C"]);
    // A child of another test that is just being forked may hold the script open for writing: then it is tried again.
    let shot = world.until("C", |shot| shot.trouble != Some(VideoTrouble::NoFfmpeg) && holds(shot));
    (world, shot, dir)
}

#[cfg(unix)]
#[test]
fn a_child_that_fails_hangs_or_raves_is_named_and_none_is_left() {
    let picture = r"printf -- '--f\r\nContent-length: 5\r\n\r\n\377\330\377\331x\r\n'";
    let troubled = |shot: &Shot| shot.trouble.is_some();
    assert_eq!(by("exit 1", troubled).1.trouble, Some(NoAnswer::NoConnection.into()));
    assert_eq!(by("exec sleep 600", troubled).1.trouble, Some(NoAnswer::TimedOut.into()));
    assert_eq!(by("exec cat /dev/zero", troubled).1.trouble, Some(VideoTrouble::NotAPicture));
    let (_, shot, _) = by(picture, |shot| troubled(shot) && shot.frame.is_some());
    assert_eq!((shot.trouble, shot.frame.unwrap().bytes.len()), (Some(VideoTrouble::Ended), 5));
    // The child says its own number and lives on; closed, it is gone.
    let script = format!("echo $$ > \"$(dirname \"$0\")/pid\"\n{picture}\nexec sleep 600");
    let (world, _, dir) = by(&script, |shot| shot.frame.is_some());
    let pid = std::fs::read_to_string(dir.path().join("pid")).unwrap();
    let lives = || Path::new(&format!("/proc/{}", pid.trim())).exists();
    assert!(!cfg!(target_os = "linux") || lives());
    drop(world);
    assert!(!lives(), "whoever closes waits for its end");
}

#[test]
fn without_ffmpeg_that_is_said() {
    let limits = VideoLimits { ffmpeg: PathBuf::from("no-such-program-of-zonglan"), ..limits() };
    let world = World::with(vec![every_half_second("C", "rtsp://127.0.0.1:9/live")], limits);
    world.watch(&["C"]);
    assert_eq!(world.until("C", |shot| shot.trouble.is_some()).trouble, Some(VideoTrouble::NoFfmpeg));
}
