//! Integration tests: one binary, so that Bevy is linked once.

mod county;
#[cfg(feature = "display")]
mod display;
mod feeds;
mod intake;
mod ledger;
mod picture;
mod seat;
mod spatial;
mod tidy;
