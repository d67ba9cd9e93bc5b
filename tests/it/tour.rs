//! The tour: its route, what its scenes find, and how it goes from scene to scene.
#![allow(clippy::unwrap_used)]

mod findings;
mod route;
mod run;
