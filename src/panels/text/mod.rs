//! Every word of the interface, in both languages, in one table; and how numbers, times and
//! distances are said.

pub(crate) mod alarm_words;
mod calendar;
mod catalogue;
pub(crate) mod day_words;
mod desk_catalogue;
pub(crate) mod desk_words;
pub(crate) mod edge_words;
pub(crate) mod feed_words;
pub(crate) mod format;
mod help_words;
pub(crate) mod intake_catalogue;
pub(crate) mod map_words;
pub(crate) mod photo_words;
pub(crate) mod plot_words;
mod refusals;
pub(crate) mod setup_words;
pub(crate) mod shift_words;
pub(crate) mod shown;
pub(crate) mod sign_words;
pub(crate) mod span_words;
pub(crate) mod staff_words;
pub(crate) mod tool_words;
pub(crate) mod tour_words;
pub(crate) mod turn_words;
pub(crate) mod video_words;
pub(crate) mod visit_words;
mod weather_words;
pub(crate) mod words;

pub(crate) use calendar::Civil;
pub(crate) use catalogue::{Key, text};
pub(crate) use desk_catalogue::{Word, say};
pub(crate) use help_words::{KEYS, KeyGroup};
pub(crate) use intake_catalogue as intake_words;
pub(crate) use intake_catalogue::{IntakeWord, tell};
pub(crate) use weather_words::weather;
