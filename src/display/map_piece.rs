//! The pieces of the cached map: what each hangs on, and when it shows.

use super::gpu::ground::Ground;
use crate::domain::AreaLevel;
use crate::seat::{Layer, Seat};
use crate::spatial::View;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::prelude::*;

/// The pieces of the cached map are on this render layer, so that only its camera sees them.
pub(super) const LAYER: usize = 1;
/// What reaches farther than a piece's extent: half of the widest line, a camera's wedge.
const REACH_PX: f64 = 24.0;

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
#[require(Transform, Visibility, NoFrustumCulling, RenderLayers = RenderLayers::layer(LAYER))]
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

    /// Puts the piece where the view has it, if it shows and reaches into the rows; else hides it.
    pub(super) fn place(
        &self,
        ground: &Ground,
        to: &Drawn<'_>,
        transform: &mut Transform,
        visibility: &mut Mut<'_, Visibility>,
    ) {
        let seen = self.shows(to) && ground.is_seen(to.view, to.rows, REACH_PX * to.seat.screen.scale());
        let wanted = if seen { Visibility::Visible } else { Visibility::Hidden };
        visibility.set_if_neq(wanted);
        if seen {
            *transform = ground.transform(to.view, self.z);
        }
    }

    fn shows(&self, to: &Drawn<'_>) -> bool {
        let when = match self.when {
            When::Always => true,
            When::Never => false,
            When::Filled => to.fill.is_some(),
            When::NotFilled => to.fill.is_none(),
            When::FilledAt(level) => to.fill == Some(level),
        };
        let z_eff = to.seat.z_eff() + to.view.zoom - to.seat.view.zoom;
        when && to.seat.layers.shows(self.layer) && z_eff >= self.from_zoom && z_eff < self.to_zoom
    }
}

/// The level of areas that are filled, while they are; kept by the fill layer.
#[derive(Resource, Default)]
pub(super) struct FillLevel(pub(super) Option<AreaLevel>);

/// What is drawn: the view, which of its rows (of pixels, from the top), and what decides which pieces show.
pub(super) struct Drawn<'a> {
    /// The whole view.
    pub(super) view: &'a View,
    /// The first row, and the one after the last.
    pub(super) rows: (u32, u32),
    /// The level of areas that are filled.
    pub(super) fill: Option<AreaLevel>,
    /// Whose layers show.
    pub(super) seat: &'a Seat,
}
