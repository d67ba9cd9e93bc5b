//! A base map that is read tile by tile: only what the map shows, and a little around it, is read and cut into
//! triangles, off the frame; the tiles longest unused go when there are many. Until a tile is there, a coarser
//! one stands in for it.

use super::super::map_piece::{MapPiece, When};
use super::super::map_texture::{MapContent, MapZoom};
use super::super::schedule::{Present, Reports, SeatResource, UnderWay};
use super::base_map_build::{BuiltMap, Cut, build};
use super::labels::Streets;
use super::pieces::Shared;
use super::pool::Job;
use crate::seat::Layer;
use crate::spatial::labels::StreetNames;
use crate::spatial::{Band, Mercator, MercatorBox, Px, TileKey, TileSource, View};
use bevy::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Tiles this far outside of the map are read, px: what the cached map has to spare, and some more.
const AROUND_PX: f64 = 256.0;
/// So many tiles are read at once.
const AT_ONCE: usize = 2;
/// So many corners may lie in the graphics card's memory (about 28 bytes each) before tiles go.
const MOST_VERTICES: usize = 5_000_000;

/// Marks the tiles' pieces.
#[derive(Clone, Copy, Component)]
struct OfTile;

/// A tile that is on the graphics card.
struct Loaded {
    /// What land is used for, and everything else.
    entities: [Vec<Entity>; 2],
    vertices: usize,
    shapes: usize,
    streets: StreetNames,
    /// The last turn in which it was wanted.
    wanted: u64,
}

/// All tiles, and which of them show.
#[derive(Resource)]
pub(super) struct Tiles {
    source: Arc<dyn TileSource>,
    loaded: BTreeMap<TileKey, Loaded>,
    jobs: Vec<(TileKey, Job<Result<BuiltMap, String>>)>,
    /// Tiles that can't be read: told once, then left alone.
    broken: BTreeSet<TileKey>,
    /// The tiles whose pieces show: those of land, and all others.
    shown: [BTreeSet<TileKey>; 2],
    turn: u64,
    /// What was looked at when there was last something to do; none while there is.
    at_rest: Option<(View, f64)>,
}

impl Tiles {
    pub(super) fn new(source: Arc<dyn TileSource>) -> Self {
        Self {
            source,
            loaded: BTreeMap::new(),
            jobs: Vec::new(),
            broken: BTreeSet::new(),
            shown: Default::default(),
            turn: 0,
            at_rest: None,
        }
    }
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, follow_view.run_if(resource_exists::<Tiles>).in_set(Present::Layers));
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow_view(
    mut commands: Commands,
    seat: Res<SeatResource>,
    map_zoom: Res<MapZoom>,
    mut tiles: ResMut<Tiles>,
    mut meshes: ResMut<Assets<Mesh>>,
    shared: Res<Shared>,
    mut pieces: Query<&mut MapPiece, With<OfTile>>,
    mut content: ResMut<MapContent>,
    mut reports: ResMut<Reports>,
    mut streets: ResMut<Streets>,
    mut way: ResMut<UnderWay>,
) {
    let (seat, tiles) = (&seat.0, &mut *tiles);
    let zoom = map_zoom.needed(seat);
    let looks = (View { zoom, ..seat.view }, seat.z_eff() + zoom - seat.view.zoom);
    if !seat.layers.shows(Layer::Basemap) || (tiles.at_rest == Some(looks) && tiles.jobs.is_empty()) {
        return;
    }
    tiles.turn += 1;
    let wanted = wanted(&looks.0, looks.1, tiles.source.tiles());
    for key in &wanted {
        if let Some(tile) = tiles.loaded.get_mut(key) {
            tile.wanted = tiles.turn;
        }
    }
    for (key, built) in tiles.take_finished() {
        match built {
            Ok(built) => tiles.put(key, built, &mut commands, &mut meshes, &shared),
            Err(why) => {
                tracing::warn!("{why}");
                tiles.broken.insert(key);
            }
        }
    }
    tiles.start_reading(&wanted);
    let shows = [Band::of_land(looks.1), Band::at(looks.1)]
        .map(|band| showing(&wanted, band, |key| tiles.loaded.contains_key(key)));
    if tiles.show(&shows, &mut pieces) {
        content.0 += 1;
        let [_, lines] = &tiles.shown;
        streets.set(StreetNames::union(lines.iter().filter_map(|key| Some(&tiles.loaded.get(key)?.streets))));
        reports.drew(Layer::Basemap, shows[1].iter().filter_map(|key| Some(tiles.loaded.get(key)?.shapes)).sum());
    }
    tiles.forget(&mut commands);
    let all_there = wanted.iter().all(|key| tiles.loaded.contains_key(key) || tiles.broken.contains(key));
    let rests = all_there && tiles.jobs.is_empty() && tiles.shown == shows;
    tiles.at_rest = rests.then_some(looks);
    way.set("base map", !rests);
}

impl Tiles {
    fn take_finished(&mut self) -> Vec<(TileKey, Result<BuiltMap, String>)> {
        let mut finished = Vec::new();
        self.jobs.retain_mut(|(key, job)| match job.take() {
            Some(built) => {
                finished.push((*key, built));
                false
            }
            None => true,
        });
        finished
    }

    /// Puts a tile on the graphics card; it shows when it is decided that it does.
    fn put(
        &mut self,
        key: TileKey,
        built: BuiltMap,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        shared: &Shared,
    ) {
        let vertices = built.pieces.iter().map(super::pieces::Built::vertices).sum();
        let mut entities = [Vec::new(), Vec::new()];
        for piece in built.pieces {
            let of = &mut entities[usize::from(!piece.is_land())];
            of.extend(piece.when(When::Never).spawn(commands, meshes, shared, OfTile));
        }
        self.loaded.insert(
            key,
            Loaded { entities, vertices, shapes: built.shapes, streets: built.streets, wanted: self.turn },
        );
    }

    /// Starts reading the first tiles that are wanted and not there.
    fn start_reading(&mut self, wanted: &[TileKey]) {
        for key in wanted {
            if self.jobs.len() >= AT_ONCE {
                return;
            }
            let under_way = self.jobs.iter().any(|(reading, _)| reading == key);
            if under_way || self.loaded.contains_key(key) || self.broken.contains(key) {
                continue;
            }
            let (key, source) = (*key, Arc::clone(&self.source));
            let mut job = Job::default();
            job.start(move || Ok(build(&source.read(key)?, Cut::Tile(key))));
            self.jobs.push((key, job));
        }
    }

    /// Lets just these tiles' land and these tiles' other pieces show; answers whether that changed anything.
    fn show(&mut self, shows: &[BTreeSet<TileKey>; 2], pieces: &mut Query<&mut MapPiece, With<OfTile>>) -> bool {
        let mut any = false;
        for (kind, (shown, shows)) in self.shown.iter_mut().zip(shows).enumerate() {
            let changed: Vec<TileKey> = shown.symmetric_difference(shows).copied().collect();
            for key in changed {
                let when = if shows.contains(&key) { When::Always } else { When::Never };
                let Some(tile) = self.loaded.get(&key) else {
                    shown.remove(&key);
                    continue;
                };
                let entities = &tile.entities[kind];
                // Pieces that were put in this very frame are there in the next one.
                if entities.iter().any(|entity| !pieces.contains(*entity)) {
                    continue;
                }
                for entity in entities {
                    if let Ok(mut piece) = pieces.get_mut(*entity) {
                        piece.when = when;
                    }
                }
                if when == When::Always {
                    shown.insert(key)
                } else {
                    shown.remove(&key)
                };
                any = true;
            }
        }
        any
    }

    /// Takes away what was wanted longest ago, while there is too much.
    fn forget(&mut self, commands: &mut Commands) {
        let mut vertices: usize = self.loaded.values().map(|tile| tile.vertices).sum();
        while vertices > MOST_VERTICES {
            let idle = self.loaded.iter().filter(|(_, tile)| tile.wanted < self.turn);
            let Some(oldest) = idle.min_by_key(|(_, tile)| tile.wanted).map(|(key, _)| *key) else { return };
            let Some(tile) = self.loaded.remove(&oldest) else { return };
            vertices -= tile.vertices;
            self.shown.iter_mut().for_each(|shown| _ = shown.remove(&oldest));
            tile.entities.into_iter().flatten().for_each(|entity| commands.entity(entity).despawn());
        }
    }
}

/// The tiles to be read for a view, in the order in which they are: from the coarsest band to that of the zoom, each
/// from the middle outwards.
fn wanted(view: &View, z_eff: f64, tiles: &BTreeSet<TileKey>) -> Vec<TileKey> {
    let corner = |x, y| view.mercator_from_screen(Px::new(x, y));
    let around = MercatorBox {
        min: corner(-AROUND_PX, view.height_px + AROUND_PX),
        max: corner(view.width_px + AROUND_PX, -AROUND_PX),
    };
    let middle = Mercator::from_lonlat(view.center);
    let mut wanted = Vec::new();
    for band in Band::ALL.into_iter().filter(|band| *band <= Band::at(z_eff)) {
        let first = wanted.len();
        // Whichever are fewer: the tiles of the map or those of the view.
        wanted.extend(tiles.iter().filter(|key| key.band == band && meets(key, &around)));
        wanted[first..].sort_by(|a, b| far(a, middle).total_cmp(&far(b, middle)));
    }
    wanted
}

fn meets(key: &TileKey, around: &MercatorBox) -> bool {
    let tile = key.tile.bounds();
    let apart = tile.max.x_m < around.min.x_m
        || tile.min.x_m > around.max.x_m
        || tile.max.y_m < around.min.y_m
        || tile.min.y_m > around.max.y_m;
    !apart
}

fn far(key: &TileKey, middle: Mercator) -> f64 {
    let at = key.tile.bounds().middle();
    (at.x_m - middle.x_m).hypot(at.y_m - middle.y_m)
}

/// Which of the tiles that are there show: those of the band, and for each that isn't there the nearest coarser one.
fn showing(wanted: &[TileKey], band: Band, is_there: impl Fn(&TileKey) -> bool) -> BTreeSet<TileKey> {
    let stand_in = |key: &TileKey| {
        Band::ALL.into_iter().rev().filter(|coarser| *coarser <= key.band).find_map(|band| {
            let key = TileKey { band, tile: key.tile.ancestor(band.tile_zoom()) };
            is_there(&key).then_some(key)
        })
    };
    wanted.iter().filter(|key| key.band == band).filter_map(stand_in).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spatial::{LonLat, TileId};

    /// All tiles of all bands around a place.
    fn around(center: LonLat, side_m: f64) -> BTreeSet<TileKey> {
        let at = Mercator::from_lonlat(center);
        let of = MercatorBox { min: at, max: at }.grown(side_m / 2.0);
        let of_band = |band: Band| TileId::cover(&of, band.tile_zoom()).map(move |tile| TileKey { band, tile });
        Band::ALL.into_iter().flat_map(of_band).collect()
    }

    #[test]
    fn what_is_read_is_what_is_seen_and_coarse_comes_first() {
        let center = LonLat::new(114.02, 22.53);
        let tiles = around(center, 200_000.0);
        let view = View::new(center, 15.0, 1920.0, 1080.0);
        let wanted = wanted(&view, 15.0, &tiles);
        assert!(wanted.is_sorted_by_key(|key| key.band));
        let streets = wanted.iter().filter(|key| key.band == Band::Street).count();
        assert!((6..=20).contains(&streets), "{streets}");
        let near = wanted.iter().find(|key| key.band == Band::Street).map(|key| key.tile);
        assert_eq!(near, Some(TileId::at(Mercator::from_lonlat(center), 13)));
        assert!(super::wanted(&view, 12.0, &tiles).iter().all(|key| key.band < Band::Street));
        assert!(super::wanted(&View { center: LonLat::new(0.0, 0.0), ..view }, 15.0, &tiles).is_empty());
    }

    #[test]
    fn a_coarser_tile_stands_in_for_one_that_is_not_there_yet() {
        let center = LonLat::new(114.02, 22.53);
        let tiles = around(center, 30_000.0);
        let view = View::new(center, 14.0, 1920.0, 1080.0);
        let wanted = wanted(&view, 14.0, &tiles);
        let none = showing(&wanted, Band::Street, |_| false);
        assert!(none.is_empty());
        let coarse = showing(&wanted, Band::Street, |key| key.band < Band::Street);
        assert!(!coarse.is_empty() && coarse.iter().all(|key| key.band == Band::Town));
        let all = showing(&wanted, Band::Street, |_| true);
        assert!(all.iter().all(|key| key.band == Band::Street), "nothing coarse lies under what is fine");
        let missing = all.iter().next().copied();
        let mixed = showing(&wanted, Band::Street, |key| Some(*key) != missing);
        assert_eq!(mixed.iter().filter(|key| key.band == Band::Town).count(), 1);
        assert_eq!(mixed.len(), all.len());
    }
}
