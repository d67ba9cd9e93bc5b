//! The map's layers, one file each. A layer looks at the revisions it depends on and, where one moved,
//! prepares its contents, off the frame where that takes long.

mod area_fill;
mod area_hatch;
mod base_map;
mod base_map_build;
mod base_map_pictures;
mod base_map_slots;
mod base_map_tiles;
mod buffer;
mod cameras;
mod dedicated;
mod gaps;
mod heat;
mod label_names;
mod labels;
mod picture_map;
mod pieces;
mod pool;
mod styles;
mod territory;
mod territory_build;
mod worker_marks;
mod workers;

pub(super) use base_map::BaseMapResource;

use bevy::prelude::App;

/// Adds all layers. A new one is one file and one line here.
pub(super) fn plugin(app: &mut App) {
    app.add_plugins((
        pieces::plugin,
        styles::plugin,
        base_map::plugin,
        base_map_tiles::plugin,
        base_map_pictures::plugin,
        territory::plugin,
        area_fill::plugin,
        area_hatch::plugin,
        heat::plugin,
        gaps::plugin,
        dedicated::plugin,
        cameras::plugin,
        workers::plugin,
        labels::plugin,
    ));
}
