//! Names: placed anew when the view or the names change, uploaded when that changed which stand where, moved by the
//! transform alone while the map is panned. Above all that lies on the ground, below the overlay's symbols and the
//! panels, and off both: so this runs behind the panels' pass.

use super::super::egui_glue::PanelsResource;
use super::super::glyphs::{Full, Letters};
use super::super::gpu::glyphs::{Glyph, GlyphStyle, Glyphs, Part as Piece, Patches, atlas};
use super::super::gpu::ground::Ground;
use super::super::gpu::marks::quads;
use super::super::map_texture::on_screen;
use super::super::schedule::{Present, Reports, SeatResource};
use super::super::timing::{Part, Parts};
use super::buffer::Capacity;
use super::label_names::{Names, Of, Words};
use crate::panels::{MapNotes, theme};
use crate::seat::{Layer, LayerSet, Seat};
use crate::spatial::labels::{Room, Standing, StreetNames, place};
use crate::spatial::{Mercator, View};
use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use std::time::Instant;

/// The dark rim of letters, dp.
const RIM_DP: f32 = 1.6;
/// How far names keep from the map's edge, dp.
const MARGIN_DP: f32 = 4.0;
/// How far names keep from each other, dp.
const GAP_DP: f32 = 2.0;
/// Above workers.
const Z: f32 = 200.0;
/// Names are placed about a new origin when the last one is farther than this, Mercator metres: single precision
/// then still tells a hundredth of a pixel.
const FAR_M: f64 = 20_000.0;

/// The base map's named streets, as the base map's layer found them.
#[derive(Resource, Default)]
pub(super) struct Streets {
    names: StreetNames,
    revision: u64,
}

impl Streets {
    /// Takes other streets.
    pub(super) fn set(&mut self, names: StreetNames) {
        self.names = names;
        self.revision += 1;
    }
}

/// What decides which names stand where.
#[derive(PartialEq)]
struct Key {
    view: View,
    scale: f64,
    layers: LayerSet,
    areas: u64,
    streets: u64,
    notes: MapNotes,
}

/// A name that stands.
#[derive(Clone, PartialEq)]
struct Shown {
    at: Mercator,
    offset_px: [f32; 2],
    words: Words,
}

/// The layer.
#[derive(Resource)]
struct Labels {
    key: Option<Key>,
    names: Names,
    standing: Standing<Of>,
    shown: Vec<Shown>,
    letters: Letters,
    told_missing: usize,
    ground: Ground,
    capacity: Capacity,
    buffer: Handle<ShaderBuffer>,
    atlas: Handle<Image>,
    material: Handle<Glyphs>,
    entity: Option<Entity>,
}

pub(super) fn plugin(app: &mut App) {
    let letters = Letters::new(RIM_DP);
    let world = app.world_mut();
    let atlas = world.resource_mut::<Assets<Image>>().add(atlas(letters.side_px()));
    world.insert_resource(Labels {
        key: None,
        names: Names::default(),
        standing: Standing::default(),
        shown: Vec::new(),
        letters,
        told_missing: 0,
        ground: Ground::at(Mercator::default()),
        capacity: Capacity::default(),
        buffer: Handle::default(),
        atlas,
        material: Handle::default(),
        entity: None,
    });
    app.init_resource::<Streets>().add_systems(Update, follow.in_set(Present::Layers));
}

/// The assets that the layer is made of.
#[derive(bevy::ecs::system::SystemParam)]
struct Gpu<'w> {
    buffers: ResMut<'w, Assets<ShaderBuffer>>,
    images: ResMut<'w, Assets<Image>>,
    meshes: ResMut<'w, Assets<Mesh>>,
    materials: ResMut<'w, Assets<Glyphs>>,
    patches: ResMut<'w, Patches>,
}

#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn follow(
    mut commands: Commands,
    seat: Res<SeatResource>,
    panels: Res<PanelsResource>,
    streets: Res<Streets>,
    mut labels: ResMut<Labels>,
    mut gpu: Gpu,
    mut reports: ResMut<Reports>,
    mut parts: ResMut<Parts>,
    mut entities: Query<(&mut Transform, &mut Visibility)>,
) {
    let start = Instant::now();
    let (seat, labels) = (&seat.0, &mut *labels);
    let notes = panels.panels.map_notes().filter(|_| !panels.hidden && seat.layers.shows(Layer::Labels));
    match notes {
        Some(notes) => {
            if labels.place(seat, notes, &streets) {
                let glyphs = labels.glyphs(&mut gpu);
                labels.upload(&mut commands, &mut gpu, seat, glyphs);
                reports.drew(Layer::Labels, labels.shown.len());
            }
        }
        None => {
            labels.key = None;
            labels.shown.clear();
            reports.rests(Layer::Labels);
        }
    }
    if let Some(entity) = labels.entity
        && let Ok((mut transform, mut visibility)) = entities.get_mut(entity)
    {
        let shows = if labels.shown.is_empty() { Visibility::Hidden } else { Visibility::Visible };
        visibility.set_if_neq(shows);
        transform.set_if_neq(labels.transform(seat));
    }
    parts.add(Part::Prepare, start.elapsed());
}

impl Labels {
    /// Places the names; answers whether others stand now, or elsewhere.
    fn place(&mut self, seat: &Seat, notes: &MapNotes, streets: &Streets) -> bool {
        let scale = seat.screen.scale();
        let same = self.key.as_ref().is_some_and(|key| {
            key.view == seat.view
                && key.scale == scale
                && key.layers == seat.layers
                && key.areas == seat.picture.revisions.areas
                && key.streets == streets.revision
                && key.notes == *notes
        });
        if same {
            return false;
        }
        self.key = Some(Key {
            view: seat.view,
            scale,
            layers: seat.layers,
            areas: seat.picture.revisions.areas,
            streets: streets.revision,
            notes: notes.clone(),
        });
        let scale = scale as f32;
        let rim_px = RIM_DP * scale;
        self.letters.set_rim(rim_px);
        self.names.follow(seat, notes, (&streets.names, streets.revision), &mut self.letters, rim_px);
        let room = Room { view: seat.view, margin_px: MARGIN_DP * scale, gap_px: GAP_DP * scale, taken: &notes.taken };
        let placed = place(&room, &self.names.candidates, &mut self.standing);
        let shown = placed.into_iter().map(|placed| Shown {
            at: self.names.candidates[placed.candidate].at,
            offset_px: placed.offset_px.map(f32::round),
            words: self.names.words[placed.candidate].in_size(placed.size),
        });
        let shown: Vec<Shown> = shown.collect();
        let origin = Mercator::from_lonlat(seat.view.center);
        let from_origin_m = (origin.x_m - self.ground.origin.x_m).hypot(origin.y_m - self.ground.origin.y_m);
        if shown == self.shown && from_origin_m < FAR_M {
            return false;
        }
        self.shown = shown;
        self.ground = Ground::at(origin);
        true
    }

    /// The quads of all names: every rim before every letter.
    fn glyphs(&mut self, gpu: &mut Gpu<'_>) -> Vec<Glyph> {
        loop {
            self.letters.begin();
            let mut glyphs = Vec::new();
            let laid = self.shown.iter().try_for_each(|shown| lay(shown, &self.ground, &mut self.letters, &mut glyphs));
            if laid == Ok(()) {
                let letters = glyphs.clone();
                glyphs.iter_mut().for_each(|glyph| glyph.texels.z = Piece::Rim as u32 as f32);
                glyphs.extend(letters);
                self.tell_missing();
                return glyphs;
            }
            if self.letters.grow() {
                self.atlas = gpu.images.add(atlas(self.letters.side_px()));
            } else if self.shown.pop().is_none() {
                // The largest atlas holds what a wall of names needs; were it too small, the last names would go.
                return Vec::new();
            }
        }
    }

    fn tell_missing(&mut self) {
        let missing = self.letters.missing();
        if missing.len() > self.told_missing {
            self.told_missing = missing.len();
            let all: String = missing.iter().collect();
            tracing::warn!("{} characters of names are in no font of the program and show as 〓: {all}", missing.len());
        }
    }

    fn upload(&mut self, commands: &mut Commands, gpu: &mut Gpu<'_>, seat: &Seat, mut glyphs: Vec<Glyph>) {
        let patches = self.letters.take_patches();
        gpu.patches.0.extend(patches.into_iter().map(|patch| (self.atlas.clone(), patch)));
        let grown = self.capacity.fit(&mut glyphs);
        let material = self.material(grown, glyphs, gpu);
        match self.entity {
            Some(_) if !grown => {}
            old => {
                if let Some(old) = old {
                    commands.entity(old).despawn();
                }
                let mesh = Mesh2d(gpu.meshes.add(quads(self.capacity.count())));
                let entity = (mesh, MeshMaterial2d(material), NoFrustumCulling, self.transform(seat));
                self.entity = Some(commands.spawn(entity).id());
            }
        }
    }

    /// The material, with these glyphs in its buffer.
    fn material(&mut self, grown: bool, glyphs: Vec<Glyph>, gpu: &mut Gpu<'_>) -> Handle<Glyphs> {
        if grown {
            self.buffer = gpu.buffers.add(ShaderBuffer::from(glyphs));
        } else if let Some(mut buffer) = gpu.buffers.get_mut(&self.buffer) {
            buffer.set_data(glyphs);
        }
        let rim_px = RIM_DP * self.key.as_ref().map_or(1.0, |key| key.scale as f32);
        let rim = srgb(theme::CANVAS);
        let reach = Vec4::new(rim_px, self.letters.reach_px() as f32, 0.0, 0.0);
        let wanted =
            Glyphs { glyphs: self.buffer.clone(), atlas: self.atlas.clone(), style: GlyphStyle { rim, reach } };
        match gpu.materials.get(&self.material) {
            Some(old) if !grown => {
                let same = old.atlas == wanted.atlas && old.style == wanted.style;
                if !same && let Some(mut material) = gpu.materials.get_mut(&self.material) {
                    *material = wanted;
                }
            }
            _ => self.material = gpu.materials.add(wanted),
        }
        self.material.clone()
    }

    fn transform(&self, seat: &Seat) -> Transform {
        let mut there = self.ground.transform(&seat.view, 0.0);
        there.translation += on_screen(seat, Z).translation;
        there
    }
}

fn srgb(token: theme::Token) -> Vec4 {
    let [r, g, b] = token.bytes().map(|byte| f32::from(byte) / 255.0);
    Vec4::new(r, g, b, 1.0)
}

/// Adds the letters of one name.
fn lay(shown: &Shown, ground: &Ground, letters: &mut Letters, glyphs: &mut Vec<Glyph>) -> Result<(), Full> {
    let Words { text, size_px, token, laid, .. } = &shown.words;
    let local = [(shown.at.x_m - ground.origin.x_m) as f32, (shown.at.y_m - ground.origin.y_m) as f32];
    let baseline_px = letters.baseline_px(*size_px) as f32;
    let width_px: f32 = text.chars().map(|c| letters.advance_px(c, *size_px)).sum();
    let mut pen_px = (shown.offset_px[0] - width_px / 2.0).round();
    for (place, c) in text.chars().enumerate() {
        let advance_px = letters.advance_px(c, *size_px);
        let letter = letters.letter(c, *size_px)?;
        let [width, height] = letter.size_px.map(|px| px as f32);
        let [left, top] = letter.from_pen_px.map(|px| px as f32);
        // The quad's upper left corner, and its turn.
        let (corner, turn) = match laid.as_ref().map(|laid| laid.glyphs[place]) {
            None => ([pen_px + left, shown.offset_px[1] + baseline_px + top], 0.0),
            Some((at, turn)) => {
                // From the middle of the letter's own square to the middle of the quad, turned with it.
                let (x, y) = (left + (width - advance_px) / 2.0, top + height / 2.0 + baseline_px);
                let (sin, cos) = turn.sin_cos();
                let middle = [at[0] + x * cos - y * sin, at[1] + x * sin + y * cos];
                let corner = [middle[0] - width / 2.0, middle[1] - height / 2.0];
                (if turn == 0.0 { corner.map(f32::round) } else { corner }, turn)
            }
        };
        pen_px += advance_px;
        if letter.size_px == [0, 0] {
            continue;
        }
        let [x, y] = [corner[0] + width / 2.0, corner[1] + height / 2.0];
        let [u, v] = letter.at_px.map(|px| px as f32);
        glyphs.push(Glyph {
            place: Vec4::new(local[0], local[1], x, -y),
            shape: Vec4::new(width / 2.0, height / 2.0, turn.cos(), -turn.sin()),
            texels: Vec4::new(u, v, Piece::Letter as u32 as f32, 0.0),
            color: srgb(*token),
        });
    }
    Ok(())
}
