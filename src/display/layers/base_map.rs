//! A base map that is read as a whole: cut into chunks off the frame, put on the map a few chunks a frame.

use super::super::map_texture::MapContent;
use super::super::schedule::{Present, Reports, UnderWay};
use super::base_map_build::{BuiltMap, Cut, build};
use super::base_map_pictures::PictureMaps;
use super::base_map_tiles::Tiles;
use super::labels::Streets;
use super::pieces::{Built, Shared};
use super::pool::Job;
use crate::display::BaseMapSource;
use crate::seat::Layer;
use bevy::prelude::*;
use std::sync::{Mutex, PoisonError};

/// So many chunks are put on the map within one frame.
const CHUNKS_A_FRAME: usize = 64;

/// Where the base map comes from, until it is read.
#[derive(Resource)]
pub(in crate::display) struct BaseMapResource(Mutex<Option<BaseMapSource>>);

impl From<Option<BaseMapSource>> for BaseMapResource {
    fn from(source: Option<BaseMapSource>) -> Self {
        Self(Mutex::new(source))
    }
}

/// Marks the base map's pieces.
#[derive(Clone, Copy, Component)]
struct OfBaseMap;

#[derive(Resource, Default)]
struct Loading {
    job: Job<BuiltMap>,
    built: Vec<Built>,
    shapes: usize,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Loading>().add_systems(Startup, start).add_systems(Update, put.in_set(Present::Layers));
}

fn start(
    mut commands: Commands,
    source: Res<BaseMapResource>,
    mut loading: ResMut<Loading>,
    mut way: ResMut<UnderWay>,
) {
    let source = source.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    match source {
        Some(BaseMapSource::Whole(read)) => {
            loading.job.start(move || build(&read(), Cut::ByPlace));
            way.set("base map", true);
        }
        Some(BaseMapSource::Tiles(tiles)) => commands.insert_resource(Tiles::new(tiles)),
        Some(BaseMapSource::Pictures { pictures, over }) => {
            commands.insert_resource(PictureMaps::new(pictures));
            if let Some(tiles) = over {
                commands.insert_resource(Tiles::new(tiles));
            }
        }
        None => {}
    }
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn put(
    mut commands: Commands,
    mut loading: ResMut<Loading>,
    mut meshes: ResMut<Assets<Mesh>>,
    shared: Res<Shared>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut streets: ResMut<Streets>,
    mut way: ResMut<UnderWay>,
) {
    let loading = &mut *loading;
    if let Some(map) = loading.job.take() {
        streets.set(map.streets);
        loading.shapes = map.shapes;
        loading.built = map.pieces;
        if loading.built.is_empty() {
            way.set("base map", false);
        }
    }
    if loading.built.is_empty() {
        return;
    }
    let left = loading.built.len().saturating_sub(CHUNKS_A_FRAME);
    for built in loading.built.drain(left..) {
        built.spawn(&mut commands, &mut meshes, &shared, OfBaseMap);
    }
    if left == 0 {
        // One drawing for all of it: the map is drawn anew when the last chunk is there.
        content.0 += 1;
        reports.drew(Layer::Basemap, loading.shapes);
        way.set("base map", false);
    }
}
