//! Integration tests: one binary, so that Bevy is linked once.

mod spatial;
mod tidy;
