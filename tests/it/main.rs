//! Integration tests: one binary, so that Bevy is linked once.

#[cfg(feature = "display")]
mod display;
mod county;
mod ledger;
#[cfg(feature = "display")]
mod panels;
mod picture;
mod seat;
mod spatial;
mod tidy;
