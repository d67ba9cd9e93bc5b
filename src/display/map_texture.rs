//! The cached map: base map, fill, heat, borders and cameras are drawn by a camera of their own into a
//! texture somewhat larger than the map, and only when something of it changed: its contents, the
//! zoom, the size, which layers show, or the pan that left the spare edge. Every other frame copies it.
//! While the zoom moves, the copy is stretched; it is drawn anew once the zoom rests, or has gone far.

use super::gpu::cached_map::CachedMap;
use super::gpu::ground::Ground;
use super::gpu::map_copy::{MapCopy, MapRect};
use super::map_piece::{MAP_LAYER, MapPiece};
use super::schedule::{Held, Present, SeatResource, Step, UnderWay};
use super::screen::ScreenCamera;
use super::timing::{Part, Parts};
use crate::domain::AreaLevel;
use crate::panels::theme;
use crate::seat::{Layout, Seat};
use crate::spatial::View;
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::camera::{ClearColorConfig, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use std::time::Duration;

/// The spare edge, px on every side.
const SPARE_PX: u32 = 160;
/// No texture is wider or higher; at such sizes the spare edge shrinks.
const LARGEST_PX: u32 = 8192;
/// The copy is stretched by no more than so many zoom levels.
const MOST_STRETCH: f64 = 0.5;
/// The zoom rests when nobody moved it for so long.
const REST: Duration = Duration::from_millis(150);
/// What reaches farther than a piece's extent: half of the widest line, a camera's wedge.
const REACH_PX: f64 = 24.0;

/// How often the contents of the cached map changed; whoever changes them counts it up.
#[derive(Resource, Default)]
pub(super) struct MapContent(pub(super) u64);

/// The level of areas that are filled, while they are; kept by the fill layer.
#[derive(Resource, Default)]
pub(super) struct FillLevel(pub(super) Option<AreaLevel>);

/// The zoom that the cached map is drawn for: the seat's own, but for a moment while that moves. Pieces whose
/// contents depend on the zoom go by this one.
#[derive(Resource, Default)]
pub(super) struct MapZoom {
    /// The zoom.
    pub(super) zoom: f64,
    /// Whether somebody moves it just now.
    moves: bool,
    /// Whether it is ahead of the seat's, on the way out.
    leads: bool,
    /// The seat's zoom as it was last seen, and since when.
    seen: (f64, Duration),
}

impl MapZoom {
    /// The zoom whose tiles are needed: the seat's, or the one that it is on its way out to.
    pub(super) fn needed(&self, seat: &Seat) -> f64 {
        if self.leads { self.zoom } else { seat.view.zoom }
    }
}

/// All that decides what the texture holds, but for where it looks.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    content: u64,
    scale: f64,
    layers: crate::seat::LayerSet,
    fill: Option<AreaLevel>,
    size_px: UVec2,
}

/// The texture, what it holds, and who draws it.
#[derive(Resource)]
pub(super) struct MapTexture {
    drawn: Option<(Key, View)>,
    camera: Entity,
    quad: Entity,
    material: Handle<CachedMap>,
    size_px: UVec2,
    map: Option<crate::seat::Rect>,
}

impl MapTexture {
    /// The view that the texture shows, spare edges included; none before it was first drawn.
    pub(super) fn view(&self) -> Option<View> {
        self.drawn.map(|(_, view)| view)
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<MapContent>()
        .init_resource::<FillLevel>()
        .init_resource::<MapZoom>()
        .add_systems(Startup, open)
        .add_systems(Update, follow_zoom.before(Present::Layers).in_set(Step::Present))
        .add_systems(Update, (compose, copy).chain().in_set(Present::Compose));
}

fn open(
    mut commands: Commands,
    mut images: ResMut<Assets<Image>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut materials: ResMut<Assets<CachedMap>>,
) {
    let size_px = UVec2::splat(1);
    let image = images.add(texture(size_px));
    let canvas = LinearRgba::from_f32_array(theme::CANVAS.linear(1.0));
    let camera = (
        Camera2d,
        // Before the screen's camera, so that a frame shows what was drawn in it.
        Camera { order: -1, is_active: false, clear_color: ClearColorConfig::Custom(canvas.into()), ..default() },
        Msaa::Off,
        RenderTarget::from(image.clone()),
        RenderLayers::layer(MAP_LAYER),
    );
    let camera = commands.spawn(camera).id();
    let material = materials.add(CachedMap { shift: Vec4::ZERO, map: image });
    let quad = (Mesh2d(meshes.add(Rectangle::new(1.0, 1.0))), MeshMaterial2d(material.clone()), NoFrustumCulling);
    let quad = commands.spawn(quad).id();
    commands.insert_resource(MapTexture { drawn: None, camera, quad, material, size_px, map: None });
}

/// The texture's size for a map of this layout.
fn wanted_size(layout: &Layout) -> UVec2 {
    let side = |px: f64| (px.max(1.0) as u32 + 2 * SPARE_PX).min(LARGEST_PX);
    UVec2::new(side(layout.map.width_px), side(layout.map.height_px))
}

/// How many of the texture's pixels one of the map's is.
fn texels_per_px(texture: &View, seat: &Seat) -> f64 {
    (texture.zoom - seat.view.zoom).exp2()
}

/// Whether the map lies within what the texture shows, to half a pixel.
fn covers(texture: &View, seat: &Seat) -> bool {
    let middle = texture.screen_from_lonlat(seat.view.center);
    let stretch = texels_per_px(texture, seat);
    let spare = |texture_px: f64, map_px: f64| (texture_px - map_px * stretch) / 2.0 + 0.5;
    (middle.x - texture.width_px / 2.0).abs() <= spare(texture.width_px, seat.view.width_px)
        && (middle.y - texture.height_px / 2.0).abs() <= spare(texture.height_px, seat.view.height_px)
}

/// Lets the cached map follow the seat's zoom when that rests, or has left what can be stretched. On the way out it goes ahead:
/// a map of just what is seen would leave its edges bare in the next frame.
fn follow_zoom(
    seat: Res<SeatResource>,
    texture: Res<MapTexture>,
    time: Res<Time<Real>>,
    mut map: ResMut<MapZoom>,
    mut way: ResMut<UnderWay>,
) {
    let (zoom, now) = (seat.0.view.zoom, time.elapsed());
    let goes_out = zoom < map.seen.0 && map.moves;
    if zoom != map.seen.0 {
        map.seen = (zoom, now);
    }
    let rests = now.saturating_sub(map.seen.1) >= REST;
    let serves = (zoom - map.zoom).abs() <= MOST_STRETCH && texture.view().is_some_and(|view| covers(&view, &seat.0));
    map.moves = !rests;
    if rests || !serves {
        map.leads = goes_out && !rests;
        map.zoom = if map.leads { zoom - MOST_STRETCH } else { zoom };
    }
    // Until the zoom rests, what is new may wait to be drawn.
    way.set("map", map.moves);
}

/// Decides whether the texture must be drawn anew, and places the pieces if so.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn compose(
    seat: Res<SeatResource>,
    content: Res<MapContent>,
    fill: Res<FillLevel>,
    map_zoom: Res<MapZoom>,
    held: Res<Held>,
    mut texture_of: ResMut<MapTexture>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<CachedMap>>,
    mut targets: Query<(&mut Camera, &mut RenderTarget, &mut Projection)>,
    mut pieces: Query<(&MapPiece, &Ground, &mut Transform, &mut Visibility)>,
) {
    let seat = &seat.0;
    let map = &mut *texture_of;
    let size_px = wanted_size(&seat.layout());
    let (scale, layers) = (seat.screen.scale(), seat.layers);
    let key = Key { content: content.0, scale, layers, fill: fill.0, size_px };
    let Ok((mut camera, mut target, mut projection)) = targets.get_mut(map.camera) else { return };
    // While the zoom moves, what is new waits for the next drawing that the zoom itself asks for: tiles come in one
    // after the other then, and each would have all of the map drawn anew.
    let is_new =
        |drawn: Key| if map_zoom.moves { drawn != Key { content: drawn.content, ..key } } else { drawn != key };
    let is_stale = |(drawn, view): (Key, View)| is_new(drawn) || !covers(&view, seat) || view.zoom != map_zoom.zoom;
    // An empty map costs nothing to draw, and nothing would come to have it drawn again: its first drawings are before the
    // card has what copies them.
    let stale = !held.0 && (pieces.is_empty() || map.drawn.is_none_or(is_stale));
    if camera.is_active != stale {
        camera.is_active = stale;
    }
    if !stale {
        return;
    }
    if map.size_px != size_px {
        map.size_px = size_px;
        let image = images.add(texture(size_px));
        *target = RenderTarget::from(image.clone());
        // Bevy hears of a new target a frame later, by when the map is drawn: for the old size, stretched to the new one.
        projection.set_changed();
        if let Some(mut material) = materials.get_mut(&map.material) {
            material.map = image;
        }
    }
    let view =
        View { width_px: f64::from(size_px.x), height_px: f64::from(size_px.y), zoom: map_zoom.zoom, ..seat.view };
    let z_eff = seat.z_eff() + map_zoom.zoom - seat.view.zoom;
    for (piece, ground, mut transform, mut visibility) in &mut pieces {
        let seen = piece.shows(seat, z_eff, fill.0) && ground.is_seen(&view, REACH_PX * scale);
        let wanted = if seen { Visibility::Visible } else { Visibility::Hidden };
        visibility.set_if_neq(wanted);
        if seen {
            *transform = ground.transform(&view, piece.z);
        }
    }
    map.drawn = Some((key, view));
}

/// Shows the right part of the texture where the map is.
fn copy(
    seat: Res<SeatResource>,
    mut map: ResMut<MapTexture>,
    mut materials: ResMut<Assets<CachedMap>>,
    mut quads: Query<(&mut Transform, &mut Visibility)>,
    screen: Query<Entity, With<ScreenCamera>>,
    mut copied: ResMut<MapCopy>,
    mut parts: ResMut<Parts>,
) {
    let seat = &seat.0;
    let Some(view) = map.view() else { return };
    let rect = seat.layout().map;
    if map.map != Some(rect) {
        map.map = Some(rect);
        if let Ok((mut transform, _)) = quads.get_mut(map.quad) {
            *transform = on_screen(seat, -900.0);
            transform.scale = Vec3::new(rect.width_px as f32, rect.height_px as f32, 1.0);
        }
    }
    let middle = view.screen_from_lonlat(seat.view.center);
    let stretch = texels_per_px(&view, seat);
    let shift = |middle: f64, map_px: f64, edge_px: f64| {
        let shift = middle - (map_px / 2.0 + edge_px) * stretch;
        // Texel for texel there is nothing between two texels.
        (if stretch == 1.0 { shift.round() } else { shift }) as f32
    };
    let shift = Vec4::new(
        shift(middle.x, seat.view.width_px, rect.x_px),
        shift(middle.y, seat.view.height_px, rect.y_px),
        stretch as f32,
        0.0,
    );
    let texture = materials.get(&map.material).map(|material| material.map.clone());
    let rect = texture.zip(screen.single().ok()).filter(|_| stretch == 1.0).and_then(|(texture, camera)| {
        let (from, to, size) = texels_of(rect, shift.truncate().truncate(), map.size_px, seat)?;
        Some(MapRect { camera, map: texture, from, to, size })
    });
    if let Ok((_, mut visibility)) = quads.get_mut(map.quad) {
        visibility.set_if_neq(if rect.is_some() { Visibility::Hidden } else { Visibility::Visible });
    }
    if copied.0 != rect {
        copied.0 = rect;
    }
    if materials.get(&map.material).is_some_and(|material| material.shift != shift)
        && let Some(mut material) = materials.get_mut(&map.material)
    {
        material.shift = shift;
    }
    parts.end(Part::Prepare);
}

/// The rectangle of whole pixels that the map covers: its first texel, its first pixel, its size; none where the texture
/// does not reach over all of it.
fn texels_of(map: crate::seat::Rect, shift: Vec2, texture_px: UVec2, seat: &Seat) -> Option<(UVec2, UVec2, UVec2)> {
    // A pixel is the map's if its middle is.
    let first = |edge_px: f64| (edge_px - 0.5).ceil().max(0.0);
    let to = (first(map.x_px), first(map.y_px));
    let end = (
        first(map.x_px + map.width_px).min(seat.screen.width_px),
        first(map.y_px + map.height_px).min(seat.screen.height_px),
    );
    let from = (to.0 + f64::from(shift.x), to.1 + f64::from(shift.y));
    let size = (end.0 - to.0, end.1 - to.1);
    let reaches = from.0 >= 0.0
        && from.1 >= 0.0
        && from.0 + size.0 <= f64::from(texture_px.x)
        && from.1 + size.1 <= f64::from(texture_px.y);
    let whole = |(x, y): (f64, f64)| UVec2::new(x as u32, y as u32);
    (reaches && size.0 >= 1.0 && size.1 >= 1.0).then(|| (whole(from), whole(to), whole(size)))
}

/// The middle of the map in the world of the screen's camera: pixels about the screen's middle, y up.
pub(super) fn on_screen(seat: &Seat, z: f32) -> Transform {
    let map = seat.layout().map;
    let x = map.x_px + map.width_px / 2.0 - seat.screen.width_px / 2.0;
    let y = seat.screen.height_px / 2.0 - map.y_px - map.height_px / 2.0;
    Transform::from_xyz(x as f32, y as f32, z)
}

fn texture(size_px: UVec2) -> Image {
    let size = Extent3d { width: size_px.x, height: size_px.y, depth_or_array_layers: 1 };
    let format = TextureFormat::Rgba8UnormSrgb;
    let mut image = Image::new_uninit(size, TextureDimension::D2, format, RenderAssetUsages::RENDER_WORLD);
    image.texture_descriptor.usage |=
        TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING | TextureUsages::COPY_SRC;
    image
}
