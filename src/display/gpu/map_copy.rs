//! The cached map's way onto the screen where it shows texel for texel: its rectangle is copied behind everything else,
//! which no shader has to do. (In software a quad that reads the texture costs ten times as much.)

use bevy::core_pipeline::{Core2d, Core2dSystems};
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    Extent3d, Origin3d, RenderPassDescriptor, TexelCopyTextureInfo, Texture, TextureAspect,
};
use bevy::render::renderer::{RenderContext, ViewQuery};
use bevy::render::sync_world::MainEntity;
use bevy::render::texture::GpuImage;
use bevy::render::view::ViewTarget;

/// What is copied in this frame.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::display) struct MapRect {
    /// The camera onto whose picture it goes.
    pub(in crate::display) camera: Entity,
    /// The texture.
    pub(in crate::display) map: Handle<Image>,
    /// The rectangle's first texel.
    pub(in crate::display) from: UVec2,
    /// The first pixel that it covers.
    pub(in crate::display) to: UVec2,
    /// Its size, px.
    pub(in crate::display) size: UVec2,
}

/// The rectangle of this frame; none where a quad shows the map.
#[derive(Resource, ExtractResource, Clone, Debug, Default, PartialEq)]
pub(in crate::display) struct MapCopy(pub(in crate::display) Option<MapRect>);

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<MapCopy>().add_plugins(ExtractResourcePlugin::<MapCopy>::default());
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer.add_systems(Core2d, copy.in_set(Core2dSystems::Prepass));
    }
}

fn copy(
    view: ViewQuery<(&ViewTarget, &MainEntity)>,
    plan: Option<Res<MapCopy>>,
    images: Res<RenderAssets<GpuImage>>,
    mut context: RenderContext,
) {
    let (target, camera) = view.into_inner();
    let Some(rect) = plan.as_ref().and_then(|plan| plan.0.as_ref()).filter(|rect| rect.camera == camera.id()) else {
        return;
    };
    let Some(map) = images.get(&rect.map) else { return };
    // Within a frame in which the size changes one of the two may be of the old one.
    let room = |texture: &Texture, corner: UVec2| UVec2::new(texture.width(), texture.height()).saturating_sub(corner);
    let size = rect.size.min(room(&map.texture, rect.from)).min(room(target.main_texture(), rect.to));
    if size.x == 0 || size.y == 0 {
        return;
    }
    // The picture is cleared before, by a pass that draws nothing: whoever draws first would clear the copy away.
    drop(context.begin_tracked_render_pass(RenderPassDescriptor {
        label: Some("before the map"),
        color_attachments: &[Some(target.get_color_attachment())],
        depth_stencil_attachment: None,
        timestamp_writes: None,
        occlusion_query_set: None,
        multiview_mask: None,
    }));
    let info = |texture, corner: UVec2| TexelCopyTextureInfo {
        texture,
        mip_level: 0,
        origin: Origin3d { x: corner.x, y: corner.y, z: 0 },
        aspect: TextureAspect::All,
    };
    let size = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
    let (from, to) = (info(&*map.texture, rect.from), info(&**target.main_texture(), rect.to));
    context.command_encoder().copy_texture_to_texture(from, to, size);
}
