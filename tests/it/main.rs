//! Integration tests: one binary, so that Bevy is linked once.

mod basemap;
mod county;
#[cfg(feature = "display")]
mod display;
mod domain;
#[cfg(feature = "display")]
mod drives;
mod feeds;
mod intake;
mod labels;
mod ledger;
#[cfg(feature = "display")]
mod panels;
mod picture;
mod program;
mod questions;
mod sample;
mod seat;
mod spatial;
mod symbols;
mod tidy;
