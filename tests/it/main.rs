//! Integration tests: one binary, so that Bevy is linked once.

#[cfg(feature = "display")]
mod display;
mod county;
mod ledger;
mod picture;
mod seat;
mod spatial;
mod tidy;
