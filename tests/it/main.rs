//! Integration tests: one binary, so that Bevy is linked once.

#[cfg(feature = "display")]
mod display;
mod tidy;
mod spatial;
