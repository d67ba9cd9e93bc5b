//! The ledger: what is acknowledged is there, in order, whatever happens.
#![allow(clippy::unwrap_used)]

mod chain;
mod events;
mod figures;
mod groups;
mod kills;
mod made_up;
mod no_room;
mod refusals;
mod tracks;
