//! Base maps that are pictures: what the map shows of them, and a little around it, is read and decoded off the frame
//! and put on the graphics card; what was shown longest ago goes when there is much. Until a tile is there, its part
//! of a coarser one stands in for it.

use super::super::gpu::pictures::{Pictures, Toning, net, texture};
use super::super::links::LinkEnds;
use super::super::map_texture::{MapContent, MapPiece, MapZoom};
use super::super::pictures::{Pixels, decode};
use super::super::schedule::{Intents, Present, Reports, SeatResource, UnderWay};
use super::base_map_slots::{SIDE_PX, part_of, slots, stand_in, to_read};
use super::pool::Job;
use crate::panels::theme;
use crate::seat::{Intent, Layer, Toast};
use crate::spatial::{Mercator, PictureRead, PictureSource, TileId, View};
use bevy::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many tiles are read and decoded at once, of one map.
const AT_ONCE: usize = 24;
/// So much of the graphics card's memory one map's tiles may take before some go, bytes.
const MOST_BYTES: usize = 160 << 20;
/// A seat without a window waits for tiles that come later no longer than this after the last one came.
const PATIENCE: Duration = Duration::from_secs(4);
/// How far the lowest map lies over the land, and each further one over that.
const LOWEST_Z: f32 = 0.2;
const Z_STEP: f32 = 0.1;
/// A bent grid's tile is a net of so many cells: bent by less than a tenth of a pixel within each.
const CELLS: u16 = 8;

/// All maps of pictures.
#[derive(Resource)]
pub(super) struct PictureMaps(Vec<PictureMap>);

impl PictureMaps {
    pub(super) fn new(sources: Vec<Arc<dyn PictureSource>>) -> Self {
        Self(sources.into_iter().enumerate().map(|(number, source)| PictureMap::new(number, source)).collect())
    }
}

/// What came of reading a tile.
enum Outcome {
    Pixels(Pixels),
    Nothing,
    Later,
}

/// Why a tile isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absent {
    /// There is none, or none that can be read.
    Nothing,
    /// It is being fetched.
    Later,
}

/// A tile on the graphics card.
struct Loaded {
    picture: Handle<Image>,
    bytes: usize,
    /// The last turn in which it was wanted.
    wanted: u64,
}

/// A piece of the map, and the tile whose picture it shows.
struct Slot {
    entity: Entity,
    shows: TileId,
    picture: Handle<Image>,
}

struct PictureMap {
    source: Arc<dyn PictureSource>,
    number: usize,
    side_px: u32,
    loaded: BTreeMap<TileId, Loaded>,
    absent: BTreeMap<TileId, Absent>,
    jobs: Vec<(TileId, Job<Result<Outcome, String>>)>,
    slots: BTreeMap<TileId, Slot>,
    turn: u64,
    /// What was looked at when there was last something to do; none while there is.
    at_rest: Option<(View, f64)>,
    /// When a tile last came, or the view last moved.
    moved_at: Instant,
    looked_at: Option<(View, f64)>,
    /// That tiles can't be read is said once.
    complained: bool,
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
    let told = maps.0.iter().flat_map(|map| map.source.troubles());
    intents.0.extend(told.map(|trouble| Intent::Hear(Toast::BaseMap(trouble))));
    if !seat.layers.shows(Layer::Basemap) {
        way.set("pictures", false);
        return;
    }
    // The cached map's zoom, which stays for a moment while the seat's own moves.
    let view = View { zoom: map_zoom.zoom, ..seat.view };
    let looks = (view, seat.z_eff() + map_zoom.zoom - seat.view.zoom);
    let (mut changed, mut waits) = (false, false);
    for map in &mut maps.0 {
        let fresh = map.take_news() | map.take_finished(&mut images);
        if map.looked_at != Some(looks) {
            (map.looked_at, map.moved_at) = (Some(looks), Instant::now());
        }
        if !fresh && map.at_rest == Some(looks) && map.jobs.is_empty() {
            continue;
        }
        map.turn += 1;
        let slots = slots(map.source.as_ref(), &looks.0, looks.1, map.side_px);
        let to_read = to_read(map.source.about(), &slots, |tile| map.absent.get(tile) == Some(&Absent::Nothing));
        map.start_reading(&to_read, &mut links);
        map.source.want(&to_read);
        changed |= map.show(&slots, &mut commands, &mut meshes, &mut materials);
        map.forget(&to_read);
        let is_there = |tile: &TileId| map.loaded.contains_key(tile) || map.absent.contains_key(tile);
        map.at_rest = (map.jobs.is_empty() && to_read.iter().all(is_there)).then_some(looks);
    }
    for map in &maps.0 {
        waits |= map.at_rest.is_none() || map.waits();
    }
    if changed {
        content.0 += 1;
        reports.drew(Layer::Basemap, maps.0.iter().map(|map| map.slots.len()).sum());
    }
    way.set("pictures", waits);
}

impl PictureMap {
    fn new(number: usize, source: Arc<dyn PictureSource>) -> Self {
        Self {
            source,
            number,
            side_px: SIDE_PX,
            loaded: BTreeMap::new(),
            absent: BTreeMap::new(),
            jobs: Vec::new(),
            slots: BTreeMap::new(),
            turn: 0,
            at_rest: None,
            moved_at: Instant::now(),
            looked_at: None,
            complained: false,
        }
    }

    /// Whether tiles that come later are worth waiting for.
    fn waits(&self) -> bool {
        let later = self.absent.values().any(|absent| *absent == Absent::Later);
        later && self.moved_at.elapsed() < PATIENCE
    }

    /// Tiles that have come are read again, whatever was known of them.
    fn take_news(&mut self) -> bool {
        let news = self.source.news();
        for tile in &news {
            self.absent.remove(tile);
            // What was there stays until the new one is; marked as unwanted it would not be read again.
            if let Some(loaded) = self.loaded.get_mut(tile) {
                loaded.wanted = STALE;
            }
        }
        !news.is_empty()
    }

    fn take_finished(&mut self, images: &mut Assets<Image>) -> bool {
        let mut finished = Vec::new();
        self.jobs.retain_mut(|(tile, job)| match job.take() {
            Some(outcome) => {
                finished.push((*tile, outcome));
                false
            }
            None => true,
        });
        let any = !finished.is_empty();
        for (tile, outcome) in finished {
            match outcome {
                Ok(Outcome::Pixels(pixels)) => self.put(tile, pixels, images),
                Ok(Outcome::Later) => self.is_absent(tile, Absent::Later),
                Ok(Outcome::Nothing) => self.is_absent(tile, Absent::Nothing),
                Err(why) => {
                    if !std::mem::replace(&mut self.complained, true) {
                        tracing::warn!("{why}");
                    }
                    self.is_absent(tile, Absent::Nothing);
                }
            }
        }
        any
    }

    fn is_absent(&mut self, tile: TileId, absent: Absent) {
        if absent == Absent::Nothing {
            self.loaded.remove(&tile);
        }
        self.absent.insert(tile, absent);
    }

    fn put(&mut self, tile: TileId, pixels: Pixels, images: &mut Assets<Image>) {
        self.side_px = pixels.width;
        self.moved_at = Instant::now();
        let bytes = pixels.rgba.len();
        let picture = images.add(texture(pixels.width, pixels.height, pixels.rgba));
        self.absent.remove(&tile);
        self.loaded.insert(tile, Loaded { picture, bytes, wanted: self.turn });
    }

    /// Starts reading the first tiles that are wanted and not there.
    fn start_reading(&mut self, to_read: &[TileId], links: &mut LinkEnds) {
        let under_way: BTreeSet<TileId> = self.jobs.iter().map(|(tile, _)| *tile).collect();
        for tile in to_read {
            if self.jobs.len() >= AT_ONCE {
                return;
            }
            let is_there = self.loaded.get(tile).is_some_and(|loaded| loaded.wanted != STALE);
            if is_there || self.absent.contains_key(tile) || under_way.contains(tile) {
                continue;
            }
            let (tile, source, waker) = (*tile, Arc::clone(&self.source), links.waker());
            let mut job = Job::default();
            job.start(move || {
                let outcome = read(source.as_ref(), tile);
                // A resting window would leave it lying for a second.
                waker.wake();
                outcome
            });
            self.jobs.push((tile, job));
        }
    }

    /// Lets each slot show the finest picture that there is of it; answers whether that changed anything.
    fn show(
        &mut self,
        slots: &[TileId],
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        materials: &mut Assets<Pictures>,
    ) -> bool {
        let mut changed = false;
        let wanted: BTreeSet<TileId> = slots.iter().copied().collect();
        let gone: Vec<TileId> = self.slots.keys().filter(|slot| !wanted.contains(slot)).copied().collect();
        for slot in gone {
            changed |= self.hide(slot, commands);
        }
        for slot in slots {
            let shows = stand_in(*slot, |tile| self.loaded.contains_key(tile));
            let picture = shows.and_then(|tile| Some((tile, self.loaded.get(&tile)?.picture.clone())));
            let is_shown = match (&picture, self.slots.get(slot)) {
                (Some((tile, picture)), Some(slot)) => slot.shows == *tile && slot.picture == *picture,
                (None, None) => true,
                _ => false,
            };
            if is_shown {
                continue;
            }
            self.hide(*slot, commands);
            changed = true;
            if let Some((tile, picture)) = picture {
                let entity = self.spawn(*slot, tile, picture.clone(), commands, meshes, materials);
                self.slots.insert(*slot, Slot { entity, shows: tile, picture });
            }
        }
        changed
    }

    fn hide(&mut self, slot: TileId, commands: &mut Commands) -> bool {
        let Some(slot) = self.slots.remove(&slot) else { return false };
        commands.entity(slot.entity).despawn();
        true
    }

    fn spawn(
        &self,
        slot: TileId,
        tile: TileId,
        picture: Handle<Image>,
        commands: &mut Commands,
        meshes: &mut Assets<Mesh>,
        materials: &mut Assets<Pictures>,
    ) -> Entity {
        let bounds = slot.bounds();
        let place = |right: f64, down: f64| {
            let width_m = bounds.max.x_m - bounds.min.x_m;
            let at = Mercator::new(bounds.min.x_m + right * width_m, bounds.max.y_m - down * width_m);
            self.source.to_ground(at)
        };
        let bent = self.source.to_ground(bounds.min) != bounds.min;
        let (ground, mesh) = net(place(0.5, 0.5), if bent { CELLS } else { 1 }, place);
        let [x, y, share] = part_of(slot, tile);
        let tone = Toning { part: Vec4::new(x, y, share, share), ..toning(self.source.about().tone) };
        let piece = MapPiece::new(Layer::Basemap, LOWEST_Z + Z_STEP * self.number as f32);
        let material = MeshMaterial2d(materials.add(Pictures { tone, picture }));
        commands.spawn((Mesh2d(meshes.add(mesh)), material, ground, piece, Visibility::Hidden)).id()
    }

    /// Takes away what was wanted longest ago, while there is too much.
    fn forget(&mut self, to_read: &[TileId]) {
        for tile in to_read {
            if let Some(loaded) = self.loaded.get_mut(tile).filter(|loaded| loaded.wanted != STALE) {
                loaded.wanted = self.turn;
            }
        }
        if self.absent.len() > 4 * to_read.len().max(1_024) {
            let wanted: BTreeSet<&TileId> = to_read.iter().collect();
            self.absent.retain(|tile, _| wanted.contains(tile));
        }
        let mut bytes: usize = self.loaded.values().map(|loaded| loaded.bytes).sum();
        let shown: BTreeSet<TileId> = self.slots.values().map(|slot| slot.shows).collect();
        while bytes > MOST_BYTES {
            let idle = self.loaded.iter().filter(|(tile, loaded)| loaded.wanted < self.turn && !shown.contains(tile));
            let Some(oldest) = idle.min_by_key(|(_, loaded)| loaded.wanted).map(|(tile, _)| *tile) else { return };
            bytes -= self.loaded.remove(&oldest).map_or(0, |loaded| loaded.bytes);
        }
    }
}

/// The turn of a tile that has changed where it came from.
const STALE: u64 = 0;

fn read(source: &dyn PictureSource, tile: TileId) -> Result<Outcome, String> {
    match source.read(tile)? {
        PictureRead::Nothing => Ok(Outcome::Nothing),
        PictureRead::Later => Ok(Outcome::Later),
        PictureRead::Picture(bytes) => decode(&bytes)
            .map(Outcome::Pixels)
            .map_err(|why| format!("the base map's tile {}/{}/{} can't be drawn ({why})", tile.zoom, tile.x, tile.y)),
    }
}

fn toning(tone: crate::spatial::Tone) -> Toning {
    let theme::PictureTone { low, high, turned, cool } = theme::picture_tone(tone);
    let srgb = |token: theme::Token| Vec4::from_array(token.srgb());
    let how = Vec4::new(if turned { 1.0 } else { 0.0 }, cool, 0.0, 0.0);
    Toning { part: Vec4::ZERO, low: srgb(low), high: srgb(high), how }
}
