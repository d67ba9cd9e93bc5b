//! What a camera may cost.

use std::path::PathBuf;
use std::time::Duration;

/// What a camera may cost, and how long whoever fails is left alone.
#[derive(Clone, Debug)]
pub struct VideoLimits {
    /// So many cameras are open at the same time.
    pub open: usize,
    /// How long the connection may take.
    pub connect: Duration,
    /// How long it may take until the answer's head is there.
    pub head: Duration,
    /// How long a single picture may take, from the question to its last byte.
    pub whole: Duration,
    /// How long a stream may be silent.
    pub silence: Duration,
    /// How long a stream may send without a picture coming of it.
    pub picture: Duration,
    /// How large a picture may be, bytes.
    pub most_bytes: usize,
    /// The first wait after a failure; it doubles.
    pub first_wait: Duration,
    /// The longest wait after failures.
    pub longest_wait: Duration,
    /// The program that reads RTSP.
    pub ffmpeg: PathBuf,
}

impl Default for VideoLimits {
    fn default() -> Self {
        Self {
            open: 4,
            connect: Duration::from_secs(5),
            head: Duration::from_secs(8),
            whole: Duration::from_secs(10),
            silence: Duration::from_secs(8),
            picture: Duration::from_secs(12),
            most_bytes: 4 << 20,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_secs(30),
            ffmpeg: PathBuf::from("ffmpeg"),
        }
    }
}
