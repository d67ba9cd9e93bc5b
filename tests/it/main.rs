//! Integration tests: one binary, so that Bevy is linked once.

mod intake;
mod ledger;
mod spatial;
