//! Integration tests: one binary, so that Bevy is linked once.

mod county;
mod picture;
mod seat;
mod ledger;
mod spatial;
mod tidy;
