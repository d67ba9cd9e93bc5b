//! The ledger: what is acknowledged is there, in order, whatever happens.
#![allow(clippy::unwrap_used)]

mod events;
mod figures;
mod made_up;
