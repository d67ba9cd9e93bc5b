//! Integration tests: one binary, so that Bevy is linked once.

mod county;
mod ledger;
mod picture;
mod sample;
mod seat;
mod spatial;
mod tidy;
