//! A piece of the cached map, and when it shows.

use crate::domain::AreaLevel;
use crate::seat::{Layer, Seat};
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::prelude::*;

/// The pieces of the cached map are on this render layer, so that only its camera sees them.
pub(super) const MAP_LAYER: usize = 1;

/// When a piece shows beyond its layer's own switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Always.
    Always,
    /// Not now: something finer or coarser shows in its stead.
    Never,
    /// While the areas are filled.
    Filled,
    /// While they are not.
    NotFilled,
    /// While areas of just this level are filled.
    FilledAt(AreaLevel),
}

/// A piece of the cached map. With a `Ground` it is placed by the view.
#[derive(Component, Clone, Copy, Debug, PartialEq)]
#[require(Transform, Visibility, NoFrustumCulling, RenderLayers = RenderLayers::layer(MAP_LAYER))]
pub(super) struct MapPiece {
    /// The layer that switches it.
    pub(super) layer: Layer,
    /// Above lower ones.
    pub(super) z: f32,
    /// From this effective zoom on.
    pub(super) from_zoom: f64,
    /// Up to this effective zoom.
    pub(super) to_zoom: f64,
    /// A further condition.
    pub(super) when: When,
}

impl MapPiece {
    /// A piece that shows at every zoom while its layer does.
    pub(super) fn new(layer: Layer, z: f32) -> Self {
        Self { layer, z, from_zoom: f64::NEG_INFINITY, to_zoom: f64::INFINITY, when: When::Always }
    }

    /// Whether it shows at this effective zoom, with the seat's layers and this level of filled areas.
    pub(super) fn shows(&self, seat: &Seat, z_eff: f64, fill_level: Option<AreaLevel>) -> bool {
        let when = match self.when {
            When::Always => true,
            When::Never => false,
            When::Filled => fill_level.is_some(),
            When::NotFilled => fill_level.is_none(),
            When::FilledAt(level) => fill_level == Some(level),
        };
        when && seat.layers.shows(self.layer) && z_eff >= self.from_zoom && z_eff < self.to_zoom
    }
}
