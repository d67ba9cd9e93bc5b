//! One map of pictures as a seat has it: which of its tiles are on the graphics card, which are on their way there, and
//! what each piece of the view shows.

use super::super::gpu::pictures::{Pictures, Toning, net, texture};
use super::super::links::LinkEnds;
use super::super::map_piece::MapPiece;
use super::super::pictures::{Pixels, decode};
use super::base_map_slots::{SIDE_PX, part_of, slots, stand_in, to_read};
use super::pool::Job;
use crate::panels::theme;
use crate::seat::Layer;
use crate::spatial::{Mercator, PictureRead, PictureSource, TileId, Tone, View};
use bevy::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So many tiles are read and decoded at once, of one map.
const AT_ONCE: usize = 24;
/// So much of the graphics card's memory one map's tiles may take before some go, bytes.
const MOST_BYTES: usize = 160 << 20;
/// So many tiles are remembered for not being there.
const MOST_ABSENT: usize = 8_192;
/// A seat without a window waits for tiles that come later no longer than this after the last one came.
const PATIENCE: Duration = Duration::from_secs(4);
/// How far the lowest map lies over the land, and each further one over that.
const LOWEST_Z: f32 = 0.2;
const Z_STEP: f32 = 0.1;
/// So many have a height of their own; all of them lie under everything else of a base map.
const MOST_OVER_EACH_OTHER: usize = 7;
/// A bent grid's tile is a net of so many cells: bent by less than a tenth of a pixel within each.
const CELLS: u16 = 8;

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

/// Where what is drawn goes.
pub(super) struct Graphics<'a, 'w, 's> {
    pub(super) commands: &'a mut Commands<'w, 's>,
    pub(super) images: &'a mut Assets<Image>,
    pub(super) meshes: &'a mut Assets<Mesh>,
    pub(super) materials: &'a mut Assets<Pictures>,
}

/// The map.
pub(super) struct PictureMap {
    source: Arc<dyn PictureSource>,
    number: usize,
    side_px: u32,
    loaded: BTreeMap<TileId, Loaded>,
    absent: BTreeMap<TileId, Absent>,
    jobs: Vec<(TileId, Job<Result<Outcome, String>>)>,
    /// Tiles that came while they were being read: what that finds may be older than the news.
    overtaken: BTreeSet<TileId>,
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

impl PictureMap {
    /// A map of which nothing is there yet; the number says how many lie under it.
    pub(super) fn new(number: usize, source: Arc<dyn PictureSource>) -> Self {
        Self {
            source,
            number,
            side_px: SIDE_PX,
            loaded: BTreeMap::new(),
            absent: BTreeMap::new(),
            jobs: Vec::new(),
            overtaken: BTreeSet::new(),
            slots: BTreeMap::new(),
            turn: 0,
            at_rest: None,
            moved_at: Instant::now(),
            looked_at: None,
            complained: false,
        }
    }

    /// Takes in what has come, starts reading what is wanted, and lets the view show what there is; answers whether
    /// the view shows anything else than before.
    pub(super) fn follow(
        &mut self,
        looks: (View, f64),
        links: &mut LinkEnds,
        graphics: &mut Graphics<'_, '_, '_>,
    ) -> bool {
        let fresh = self.take_news() | self.take_finished(graphics.images);
        if self.looked_at != Some(looks) {
            (self.looked_at, self.moved_at) = (Some(looks), Instant::now());
        }
        if !fresh && self.at_rest == Some(looks) && self.jobs.is_empty() {
            return false;
        }
        self.turn += 1;
        let slots = slots(self.source.as_ref(), &looks.0, looks.1, self.side_px);
        let to_read = to_read(self.source.about(), &slots, |tile| self.absent.get(tile) == Some(&Absent::Nothing));
        self.start_reading(&to_read, links);
        self.source.want(&to_read);
        let changed = self.show(&slots, graphics);
        self.forget(&to_read);
        let is_there = |tile: &TileId| self.loaded.contains_key(tile) || self.absent.contains_key(tile);
        self.at_rest = (self.jobs.is_empty() && to_read.iter().all(is_there)).then_some(looks);
        changed
    }

    /// How many pieces of the view show something.
    pub(super) fn shown(&self) -> usize {
        self.slots.len()
    }

    /// The map's source.
    pub(super) fn source(&self) -> &dyn PictureSource {
        self.source.as_ref()
    }

    /// Whether something is under way that is worth waiting for.
    pub(super) fn waits(&self) -> bool {
        let later = self.absent.values().any(|absent| *absent == Absent::Later);
        self.at_rest.is_none() || (later && self.moved_at.elapsed() < PATIENCE)
    }

    /// Tiles that have come are read again, whatever was known of them.
    fn take_news(&mut self) -> bool {
        let news = self.source.news();
        for tile in &news {
            self.absent.remove(tile);
            if self.jobs.iter().any(|(reading, _)| reading == tile) {
                self.overtaken.insert(*tile);
            }
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
            let was_overtaken = self.overtaken.remove(&tile);
            match outcome {
                Ok(Outcome::Later) if was_overtaken => {}
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
    fn show(&mut self, slots: &[TileId], graphics: &mut Graphics<'_, '_, '_>) -> bool {
        let mut changed = false;
        let wanted: BTreeSet<TileId> = slots.iter().copied().collect();
        let gone: Vec<TileId> = self.slots.keys().filter(|slot| !wanted.contains(slot)).copied().collect();
        for slot in gone {
            changed |= self.hide(slot, graphics.commands);
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
            self.hide(*slot, graphics.commands);
            changed = true;
            if let Some((tile, picture)) = picture {
                let entity = self.spawn(*slot, tile, picture.clone(), graphics);
                self.slots.insert(*slot, Slot { entity, shows: tile, picture });
            }
        }
        changed
    }

    fn hide(&mut self, slot: TileId, commands: &mut Commands<'_, '_>) -> bool {
        let Some(slot) = self.slots.remove(&slot) else { return false };
        commands.entity(slot.entity).despawn();
        true
    }

    fn spawn(&self, slot: TileId, tile: TileId, picture: Handle<Image>, graphics: &mut Graphics<'_, '_, '_>) -> Entity {
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
        let piece = MapPiece::new(Layer::Basemap, LOWEST_Z + Z_STEP * self.number.min(MOST_OVER_EACH_OTHER) as f32);
        let material = MeshMaterial2d(graphics.materials.add(Pictures { tone, picture }));
        let mesh = Mesh2d(graphics.meshes.add(mesh));
        graphics.commands.spawn((mesh, material, ground, piece, Visibility::Hidden)).id()
    }

    /// Takes away what was wanted longest ago, while there is too much.
    fn forget(&mut self, to_read: &[TileId]) {
        for tile in to_read {
            if let Some(loaded) = self.loaded.get_mut(tile).filter(|loaded| loaded.wanted != STALE) {
                loaded.wanted = self.turn;
            }
        }
        // What comes later comes only to those who still want it: whoever looks again asks again.
        let wanted: BTreeSet<&TileId> = to_read.iter().collect();
        let remembers_all = self.absent.len() < MOST_ABSENT;
        self.absent.retain(|tile, absent| wanted.contains(tile) || (remembers_all && *absent == Absent::Nothing));
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

fn toning(tone: Tone) -> Toning {
    let theme::PictureTone { low, high, turned, cool } = theme::picture_tone(tone);
    let srgb = |token: theme::Token| Vec4::from_array(token.srgb());
    let how = Vec4::new(if turned { 1.0 } else { 0.0 }, cool, 0.0, 0.0);
    Toning { part: Vec4::ZERO, low: srgb(low), high: srgb(high), how }
}
