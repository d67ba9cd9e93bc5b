//! Integration tests: one binary, so that Bevy is linked once.

mod basemap;
mod county;
#[cfg(feature = "display")]
mod day;
#[cfg(feature = "display")]
mod display;
mod domain;
#[cfg(feature = "display")]
mod drives;
mod feeds;
mod gdal;
mod inspections;
mod intake;
mod intakeui;
mod labels;
mod ledger;
#[cfg(feature = "display")]
mod look;
mod online;
mod painting;
#[cfg(feature = "display")]
mod panels;
mod past;
mod photos;
mod picture;
mod plots;
mod poll;
mod program;
mod questions;
mod receive;
mod report;
mod sample;
mod seat;
mod similar;
mod sound;
mod spatial;
mod symbols;
mod telling;
mod tidy;
mod tight;
mod tour;
mod video;
