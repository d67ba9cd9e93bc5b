//! How a county lives: how many matters come in at which hour, on which day, in which season and weather, of which
//! kinds and by which mouths, how they end, and when people are on duty.
//!
//! One home for these rates: the sample's year is made by them, and the simulator lives on by them. Where a figure has a
//! source it is named beside it; the others are this project's own, in the proportions of the published counties.

mod civil;
mod duty;
mod hash;
mod kinds;
mod mouths;
mod outcome;
mod volume;
mod weather;

pub use civil::Civil;
pub use duty::{Shift, day_shift, duty_key, on_duty_permille, shift};
pub use kinds::{fit, season, storm, weather};
pub use mouths::{MOUTHS, STORM_MOUTHS, confidential_permille, natures};
pub use outcome::{ANSWERED_PERMILLE, CALL_BACKS, SUGGESTIONS_ANSWERED_PERMILLE, on_the_spot_permille};
pub use volume::{HOLIDAY_PERMILLE, HOURS, MATTERS_A_YEAR, SEASON_PERMILLE, WEEK_PERMILLE, day_share, hour_share};
pub use weather::{Sky, Storm, Weather};
