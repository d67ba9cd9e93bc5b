//! The field's own rules, away from everything else: the calendar, the clocks, the table of moves, the whole loop under
//! random commands.
#![allow(clippy::unwrap_used)]

mod calendar;
mod civil_zone;
mod clocks;
mod masking;
pub(crate) mod model;
mod moves;
