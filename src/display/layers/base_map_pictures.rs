//! Base maps that are pictures: what the map shows of them, and a little around it, is read and decoded off the frame
//! and put on the graphics card; what was shown longest ago goes when there is much. Until a tile is there, its part
//! of a coarser one stands in for it.

use super::super::gpu::pictures::Pictures;
use super::super::links::LinkEnds;
use super::super::map_texture::{MapContent, MapZoom};
use super::super::schedule::{Intents, Present, Reports, SeatResource, UnderWay};
use super::picture_map::{Graphics, PictureMap};
use crate::seat::{Intent, Layer, Toast};
use crate::spatial::{PictureSource, View};
use bevy::prelude::*;
use std::sync::Arc;

/// All maps of pictures.
#[derive(Resource)]
pub(super) struct PictureMaps(Vec<PictureMap>);

impl PictureMaps {
    pub(super) fn new(sources: Vec<Arc<dyn PictureSource>>) -> Self {
        Self(sources.into_iter().enumerate().map(|(number, source)| PictureMap::new(number, source)).collect())
    }
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_view.run_if(resource_exists::<PictureMaps>).in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_view(
    mut commands: Commands,
    seat: Res<SeatResource>,
    map_zoom: Res<MapZoom>,
    mut links: ResMut<LinkEnds>,
    mut maps: ResMut<PictureMaps>,
    mut images: ResMut<Assets<Image>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<Pictures>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut intents: ResMut<Intents>,
    mut way: ResMut<UnderWay>,
) {
    let seat = &seat.0;
    let told = maps.0.iter().flat_map(|map| map.source().troubles());
    intents.0.extend(told.map(|trouble| Intent::Hear(Toast::BaseMap(trouble))));
    if !seat.layers.shows(Layer::Basemap) {
        way.set("pictures", false);
        return;
    }
    // The cached map's zoom, which stays for a moment while the seat's own moves.
    let view = View { zoom: map_zoom.zoom, ..seat.view };
    let looks = (view, seat.z_eff() + map_zoom.zoom - seat.view.zoom);
    let mut graphics =
        Graphics { commands: &mut commands, images: &mut images, meshes: &mut meshes, materials: &mut materials };
    let mut changed = false;
    for map in &mut maps.0 {
        changed |= map.follow(looks, &mut links, &mut graphics);
    }
    if changed {
        content.0 += 1;
        reports.drew(Layer::Basemap, maps.0.iter().map(PictureMap::shown).sum());
    }
    way.set("pictures", maps.0.iter().any(PictureMap::waits));
}
