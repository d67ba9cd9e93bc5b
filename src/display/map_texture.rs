//! The cached map: base map, fill, heat, borders and cameras are drawn by a camera of their own into a
//! texture somewhat larger than the map, and only when something of it changed: its contents, the
//! zoom, the size, which layers show, or the pan that left the spare edge. Every other frame copies it.
//! While the zoom moves, the copy is stretched; it is drawn anew once the zoom rests, or has gone far.
//! Where the old one still serves, the new one is drawn beside it, a strip a frame, so that no frame waits for all of it.

use super::gpu::cached_map::CachedMap;
use super::gpu::ground::Ground;
use super::gpu::map_copy::{MapCopy, MapRect};
use super::map_piece::{Drawn, FillLevel, LAYER, MapPiece};
use super::schedule::{Held, Present, STRIPS, SeatResource, Step, UnderWay};
use super::screen::ScreenCamera;
use super::timing::{Part, Parts};
use crate::domain::AreaLevel;
use crate::panels::theme;
use crate::seat::{Layout, Seat};
use crate::spatial::View;
use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::camera::{CameraOutputMode, ClearColorConfig, RenderTarget, Viewport};
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
/// Of the spare edge so much is left when the next map is begun, so that it is there before the edge shows.
const SPARE_LEFT: f64 = 1.0 / 3.0;
/// About so many pixels are drawn in a frame while the old map serves; the rows are whole tiles of a rasteriser.
const STRIP_PX: u32 = 420_000;
/// The rows of such a tile.
const TILE_ROWS_PX: u32 = 64;
/// A map takes no more strips, or a large wall would wait too long for it.
const MOST_STRIPS: u32 = 8;

/// How often the contents of the cached map changed; whoever changes them counts it up.
#[derive(Resource, Default)]
pub(super) struct MapContent(pub(super) u64);

/// The zoom that the cached map is drawn for: the seat's own, but for a moment while that moves. Pieces whose
/// contents depend on the zoom go by this one.
#[derive(Resource, Default)]
pub(super) struct MapZoom {
    /// The zoom.
    pub(super) zoom: f64,
    /// Whether somebody moves it just now.
    moves: bool,
    /// The seat's zoom as it was last seen, and since when.
    seen: (f64, Duration),
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

/// The texture on screen, what it holds, the next one while it is drawn, and who draws.
#[derive(Resource)]
pub(super) struct MapTexture {
    drawn: Option<(Key, View)>,
    next: Option<Next>,
    camera: Entity,
    quad: Entity,
    material: Handle<CachedMap>,
    shown: Handle<Image>,
    size_px: UVec2,
    map: Option<crate::seat::Rect>,
}

/// A map that is drawn strip by strip while the one before is on screen.
#[derive(Debug)]
struct Next {
    key: Key,
    view: View,
    image: Handle<Image>,
    /// The first row that is not drawn yet.
    row: u32,
}

impl MapTexture {
    /// The view that the texture shows, spare edges included; none before it was first drawn.
    pub(super) fn view(&self) -> Option<View> {
        self.drawn.map(|(_, view)| view)
    }

    /// What is to be done in this frame. What is new waits while the zoom moves, for the next drawing that the zoom
    /// itself asks for: tiles come in one after the other then, and each would have all of the map drawn anew.
    fn plan(&self, key: Key, seat: &Seat, map_zoom: &MapZoom) -> Plan {
        let Some((drawn, view)) = self.drawn else { return Plan::AtOnce };
        let awaited = if map_zoom.moves { Key { content: drawn.content, ..key } } else { key };
        if drawn != awaited || !covers(&view, seat, 0.0) {
            return Plan::AtOnce;
        }
        let wears_out = view.zoom != map_zoom.zoom || !covers(&view, seat, SPARE_LEFT);
        if self.next.is_some() || wears_out { Plan::Strip } else { Plan::Nothing }
    }

    /// The rows of the next strip: as many of the texture's as are left, or as a strip has.
    fn strip(&self, from: u32) -> (u32, u32) {
        let strips = (self.size_px.x * self.size_px.y).div_ceil(STRIP_PX).min(MOST_STRIPS);
        let rows = self.size_px.y.div_ceil(strips).next_multiple_of(TILE_ROWS_PX);
        (from, (from + rows).min(self.size_px.y))
    }
}

/// What a frame does for the cached map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// The map on screen serves.
    Nothing,
    /// It does for now: a strip of the next one is drawn.
    Strip,
    /// It does not: the whole map is drawn in this frame.
    AtOnce,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<MapContent>()
        .init_resource::<FillLevel>()
        .init_resource::<MapZoom>()
        .add_systems(Startup, open)
        .add_systems(Update, follow_zoom.before(Present::Layers).in_set(Step::Present))
        .add_systems(Update, (compose, copy, tell).chain().in_set(Present::Compose).in_set(Step::Present));
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
        Camera {
            order: -1,
            is_active: false,
            clear_color: ClearColorConfig::Custom(canvas.into()),
            // What the strips before have drawn stays.
            output_mode: CameraOutputMode::Write { blend_state: None, clear_color: ClearColorConfig::None },
            ..default()
        },
        Msaa::Off,
        RenderTarget::from(image.clone()),
        RenderLayers::layer(LAYER),
    );
    let camera = commands.spawn(camera).id();
    let material = materials.add(CachedMap { shift: Vec4::ZERO, map: image.clone() });
    let quad = (Mesh2d(meshes.add(Rectangle::new(1.0, 1.0))), MeshMaterial2d(material.clone()), NoFrustumCulling);
    let quad = commands.spawn(quad).id();
    commands.insert_resource(MapTexture {
        drawn: None,
        next: None,
        camera,
        quad,
        material,
        shown: image,
        size_px,
        map: None,
    });
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

/// Whether the map lies within what the texture shows, to half a pixel, and with this share of the spare edge left.
fn covers(texture: &View, seat: &Seat, left: f64) -> bool {
    let middle = texture.screen_from_lonlat(seat.view.center);
    let stretch = texels_per_px(texture, seat);
    let spare = |texture_px: f64, map_px: f64| {
        (texture_px - map_px * stretch - left * (texture_px - map_px).max(0.0)) / 2.0 + 0.5
    };
    (middle.x - texture.width_px / 2.0).abs() <= spare(texture.width_px, seat.view.width_px)
        && (middle.y - texture.height_px / 2.0).abs() <= spare(texture.height_px, seat.view.height_px)
}

/// Lets the cached map follow the seat's zoom when that rests, or has left what can be stretched.
fn follow_zoom(seat: Res<SeatResource>, texture: Res<MapTexture>, time: Res<Time<Real>>, mut map: ResMut<MapZoom>) {
    let (zoom, now) = (seat.0.view.zoom, time.elapsed());
    if zoom != map.seen.0 {
        map.seen = (zoom, now);
    }
    let rests = now.saturating_sub(map.seen.1) >= REST;
    map.moves = !rests;
    let covers = |left| texture.view().is_some_and(|view| covers(&view, &seat.0, left));
    // A map that is being drawn is drawn to its end, while the one before covers all.
    let wears_out = texture.next.is_none() && (rests || (zoom - map.zoom).abs() > MOST_STRETCH || !covers(SPARE_LEFT));
    if wears_out || !covers(0.0) {
        map.zoom = zoom;
    }
}

/// Draws what the plan says: the camera's target and rows, and the pieces in them.
#[allow(clippy::too_many_arguments)] // a system's arguments are what it may touch
fn compose(
    seat: Res<SeatResource>,
    content: Res<MapContent>,
    fill: Res<FillLevel>,
    map_zoom: Res<MapZoom>,
    held: Res<Held>,
    mut map: ResMut<MapTexture>,
    mut images: ResMut<Assets<Image>>,
    mut materials: ResMut<Assets<CachedMap>>,
    mut targets: Query<(&mut Camera, &mut RenderTarget, &mut Projection, &mut Transform), Without<MapPiece>>,
    mut pieces: Query<(&MapPiece, &Ground, &mut Transform, &mut Visibility)>,
) {
    let (seat, map) = (&seat.0, &mut *map);
    let size_px = wanted_size(&seat.layout());
    let key = Key { content: content.0, scale: seat.screen.scale(), layers: seat.layers, fill: fill.0, size_px };
    let Ok((mut camera, mut target, mut projection, mut place)) = targets.get_mut(map.camera) else { return };
    let plan = if held.0 { Plan::Nothing } else { map.plan(key, seat, &map_zoom) };
    if camera.is_active != (plan != Plan::Nothing) {
        camera.is_active = plan != Plan::Nothing;
    }
    let view = View { width_px: f64::from(size_px.x), height_px: f64::from(size_px.y), ..seat.view };
    let (image, view, rows) = match plan {
        Plan::Nothing => return,
        Plan::AtOnce => {
            map.next = None;
            if map.size_px != size_px {
                map.size_px = size_px;
                map.shown = images.add(texture(size_px));
                // Bevy hears of a new target a frame later, by when the map is drawn: for the old size, stretched.
                projection.set_changed();
            }
            map.drawn = Some((key, view));
            (map.shown.clone(), view, (0, size_px.y))
        }
        Plan::Strip => {
            let next =
                map.next.take().unwrap_or_else(|| Next { key, view, image: images.add(texture(size_px)), row: 0 });
            let (image, view, rows) = (next.image.clone(), next.view, map.strip(next.row));
            if rows.1 < map.size_px.y {
                map.next = Some(Next { row: rows.1, ..next });
            } else {
                (map.drawn, map.shown) = (Some((next.key, next.view)), next.image);
            }
            (image, view, rows)
        }
    };
    *target = RenderTarget::from(image);
    look_at(rows, size_px, &mut camera, &mut place);
    let drawn = Drawn { view: &view, rows, fill: fill.0, seat };
    for (piece, ground, mut transform, mut visibility) in &mut pieces {
        piece.place(ground, &drawn, &mut transform, &mut visibility);
    }
    if let Some(material) = materials.get(&map.material)
        && material.map != map.shown
        && let Some(mut material) = materials.get_mut(&map.material)
    {
        material.map = map.shown.clone();
    }
}

/// Lets the camera draw these rows of its target: its world is that of the whole texture, pixels about the middle.
fn look_at(rows: (u32, u32), size_px: UVec2, camera: &mut Camera, place: &mut Transform) {
    let height_px = rows.1 - rows.0;
    camera.viewport = Some(Viewport {
        physical_position: UVec2::new(0, rows.0),
        physical_size: UVec2::new(size_px.x, height_px),
        ..default()
    });
    place.translation.y = (f64::from(size_px.y) / 2.0 - f64::from(rows.0) - f64::from(height_px) / 2.0) as f32;
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
    let rect = screen.single().ok().filter(|_| stretch == 1.0).and_then(|camera| {
        let (from, to, size) = texels_of(rect, shift.truncate().truncate(), map.size_px, seat)?;
        Some(MapRect { camera, map: map.shown.clone(), from, to, size })
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

/// Tells what is left to do: until the zoom rests, what is new may wait to be drawn.
fn tell(map: Res<MapTexture>, map_zoom: Res<MapZoom>, mut way: ResMut<UnderWay>) {
    way.set("map", map_zoom.moves);
    way.set(STRIPS, map.next.is_some());
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
