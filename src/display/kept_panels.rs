//! What rests of the panels is not drawn again: each is known by the hash of its triangles, and while that stays its
//! pixels are copied (`gpu::panel_copy`). Panels are opaque and none covers another; one that something above reaches
//! into is drawn.

use super::egui_glue::PanelsResource;
use super::gpu::letters::sets_anew;
use super::gpu::panel_copy::{PanelCopy, PanelRect};
use super::screen::ScreenCamera;
use bevy::asset::RenderAssetUsages;
use bevy::platform::hash::FixedHasher;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy_egui::egui::epaint::{ClippedPrimitive, Mesh as Triangles, Primitive};
use bevy_egui::egui::{self, Rect as EguiRect};
use bevy_egui::{EguiContext, EguiPostUpdateSet, EguiRenderOutput, PrimaryEguiContext};
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A clip may stand out of its panel by so much, points: rounding.
const ROUNDING: f32 = 0.01;

/// The panels that were drawn last, and whether panels are kept at all.
#[derive(Resource)]
pub(super) struct KeptPanels {
    pub(super) enabled: bool,
    panels: Vec<Kept>,
}

/// A panel as it was last drawn.
struct Kept {
    at: URect,
    hash: u64,
    image: Handle<Image>,
    held: Arc<AtomicBool>,
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(KeptPanels { enabled: true, panels: Vec::new() })
        .add_systems(PostUpdate, keep.after(EguiPostUpdateSet::ProcessOutput));
}

fn keep(
    panels: Res<PanelsResource>,
    mut kept: ResMut<KeptPanels>,
    mut outputs: Query<(&mut EguiContext, &mut EguiRenderOutput), With<PrimaryEguiContext>>,
    screen: Query<Entity, With<ScreenCamera>>,
    mut images: ResMut<Assets<Image>>,
    mut copied: ResMut<PanelCopy>,
) {
    copied.panels.clear();
    copied.camera = screen.single().ok();
    let Ok((mut context, mut output)) = outputs.single_mut() else { return };
    let px_per_point = context.get_mut().pixels_per_point();
    // A texture that is set anew may change under triangles that don't.
    if !kept.enabled || sets_anew(&output.textures_delta, &panels.panels.arriving()) {
        kept.panels.clear();
    }
    if !kept.enabled {
        return;
    }
    let drawn = Drawn::of(&output.paint_jobs, panels.panels.opaque());
    let mut dropped = vec![false; output.paint_jobs.len()];
    let before = std::mem::take(&mut kept.panels);
    for panel in drawn.0.into_iter().filter(|panel| !panel.is_covered && !panel.jobs.is_empty()) {
        let at = pixels_of(panel.rect, px_per_point);
        let Some(was) = before.iter().find(|was| was.at == at) else {
            let image = images.add(texture(at.size()));
            kept.panels.push(Kept { at, hash: panel.hash, image, held: Arc::default() });
            continue;
        };
        let mut now = Kept { at, hash: panel.hash, image: was.image.clone(), held: Arc::default() };
        if was.hash == panel.hash {
            now.held = Arc::clone(&was.held);
            let shown = was.held.load(Ordering::Acquire);
            copied.panels.push(PanelRect { at, image: now.image.clone(), shown, held: Arc::clone(&now.held) });
            panel.jobs.iter().for_each(|job| dropped[*job] = shown);
        }
        kept.panels.push(now);
    }
    let mut dropped = dropped.into_iter();
    output.paint_jobs.retain(|_| !dropped.next().unwrap_or(false));
}

/// What egui would draw, by panel.
struct Drawn(Vec<DrawnPanel>);

struct DrawnPanel {
    rect: EguiRect,
    /// Of all its triangles.
    hash: u64,
    /// Its own jobs, by number.
    jobs: Vec<usize>,
    /// Something that is drawn later reaches into it.
    is_covered: bool,
}

impl Drawn {
    fn of(jobs: &[ClippedPrimitive], panels: &[EguiRect]) -> Self {
        let empty = |rect: &EguiRect| DrawnPanel { rect: *rect, hash: 0, jobs: Vec::new(), is_covered: false };
        let mut drawn: Vec<DrawnPanel> = panels.iter().map(empty).collect();
        let mut hashers: Vec<_> = panels.iter().map(|_| FixedHasher.build_hasher()).collect();
        for (number, job) in jobs.iter().enumerate() {
            let owner = panels.iter().position(|panel| panel.expand(ROUNDING).contains_rect(job.clip_rect));
            match (owner, &job.primitive) {
                (Some(owner), Primitive::Mesh(triangles)) => {
                    let over = panels[owner];
                    // Whatever was drawn before and reaches under it is covered. Each job says so, not the first alone: that
                    // may be something of the map's that happens to stand inside the panel's rectangle.
                    let below = drawn.iter_mut().enumerate().filter(|(n, panel)| *n != owner && !panel.jobs.is_empty());
                    below.for_each(|(_, panel)| panel.is_covered |= overlaps(panel.rect, over));
                    drawn[owner].jobs.push(number);
                    hash(job.clip_rect, triangles, &mut hashers[owner]);
                }
                (_, Primitive::Mesh(triangles)) => {
                    let reach = triangles.calc_bounds().intersect(job.clip_rect);
                    let below = drawn.iter_mut().filter(|panel| !panel.jobs.is_empty());
                    below.for_each(|panel| panel.is_covered |= overlaps(panel.rect, reach));
                }
                (_, Primitive::Callback(_)) => drawn.iter_mut().for_each(|panel| panel.is_covered = true),
            }
        }
        drawn.iter_mut().zip(hashers).for_each(|(panel, hasher)| panel.hash = hasher.finish());
        Self(drawn)
    }
}

/// Whether two rectangles share more than an edge: panels stand side by side.
fn overlaps(a: EguiRect, b: EguiRect) -> bool {
    a.intersect(b).shrink(ROUNDING).is_positive()
}

fn hash(clip: EguiRect, triangles: &Triangles, into: &mut impl Hasher) {
    let point = |at: egui::Pos2| u64::from(at.x.to_bits()) << 32 | u64::from(at.y.to_bits());
    into.write_u64(point(clip.min));
    into.write_u64(point(clip.max));
    triangles.texture_id.hash(into);
    for vertex in &triangles.vertices {
        into.write_u64(point(vertex.pos));
        into.write_u64(point(vertex.uv));
        into.write_u32(u32::from_le_bytes(vertex.color.to_array()));
    }
    into.write_usize(triangles.indices.len());
    triangles.indices.iter().for_each(|index| into.write_u32(*index));
}

/// The pixels that a panel's clip lets through (`bevy_egui` rounds it so).
fn pixels_of(rect: EguiRect, px_per_point: f32) -> URect {
    let px = |points: f32| (points * px_per_point).round().max(0.0) as u32;
    URect::new(px(rect.min.x), px(rect.min.y), px(rect.max.x), px(rect.max.y))
}

fn texture(size_px: UVec2) -> Image {
    let size = Extent3d { width: size_px.x.max(1), height: size_px.y.max(1), depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let mut image = Image::new_uninit(size, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage = TextureUsages::COPY_SRC | TextureUsages::COPY_DST | TextureUsages::TEXTURE_BINDING;
    image
}
