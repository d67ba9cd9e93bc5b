//! Zonglan (纵览): a whole county on one map, live, on the wall of a command centre.
//!
//! What happens is an event in one ledger; the picture is what the events add up to; layers and
//! panels only draw the picture; a click is a command; a command that holds becomes events.
//! ARCHITECTURE.md has the map of the rooms and the invariants they keep.

pub mod domain;
pub mod feeds;
mod fetch;
pub mod intake;
pub mod ledger;
pub mod online;
pub mod picture;
pub mod report;
pub mod rhythm;
pub mod runtime;
pub mod sample;
pub mod seat;
pub mod sound;
pub mod spatial;
pub mod telling;

#[cfg(feature = "display")]
pub mod display;
#[cfg(feature = "display")]
pub mod panels;
