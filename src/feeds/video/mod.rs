//! Cameras' pictures: from an address that gives one picture a question, from one that never stops sending them (MJPEG),
//! and from RTSP through `ffmpeg` where that is installed (STANDARDS.md, section 4).
//!
//! `settings` says where each camera's picture is to be had, kept in the data folder and not in the register: the chain
//! can't forget, and an address may lead past a lock. `address` makes a question of one, its key apart; `parts` cuts a
//! stream into pictures, within bounds; `ask` asks over HTTP; `child` lets `ffmpeg` speak; `thread` has one task for each
//! camera that somebody looks at, and ends it when nobody does. Of each camera the newest picture is kept and no other.
//! Who looks is written down first (`looks`). Nothing is decoded here.

mod address;
mod ask;
mod child;
mod error;
mod limits;
mod looks;
mod parts;
mod settings;
mod thread;

pub use error::VideoError;
pub use limits::VideoLimits;
pub use looks::{CAMERA_LOOKS_FILE, Looks};
pub use parts::{Broken, Parts};
pub use settings::{CAMERAS_FILE, CameraSetting, CameraSettings, KEY_VARIABLE};
pub use thread::{Frame, Shot, Video};
