//! Panels that rest are copied onto the screen, each out of a texture of its own; one that has changed is drawn, and once
//! it stands twice alike it is copied the other way, off the screen.

use bevy::core_pipeline::Core2d;
use bevy::core_pipeline::upscaling::upscaling;
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::extract_resource::{ExtractResource, ExtractResourcePlugin};
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{Extent3d, Origin3d, PipelineCache, TexelCopyTextureInfo, Texture, TextureAspect};
use bevy::render::renderer::{RenderContext, ViewQuery};
use bevy::render::sync_world::MainEntity;
use bevy::render::texture::GpuImage;
use bevy::render::view::ViewTarget;
use bevy_egui::render::egui_pass;
use bevy_egui::render::systems::EguiPipelines;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What happens with a panel in this frame.
#[derive(Clone, Debug)]
pub(in crate::display) struct PanelRect {
    /// Its pixels on the screen.
    pub(in crate::display) at: URect,
    /// A texture of its size.
    pub(in crate::display) image: Handle<Image>,
    /// Whether the texture goes onto the screen; otherwise the screen into the texture.
    pub(in crate::display) shown: bool,
    /// Set once the texture holds the panel.
    pub(in crate::display) held: Arc<AtomicBool>,
}

/// The panels that are copied in this frame, and the camera onto whose picture.
#[derive(Resource, ExtractResource, Clone, Debug, Default)]
pub(in crate::display) struct PanelCopy {
    /// The camera.
    pub(in crate::display) camera: Option<Entity>,
    /// The panels; none covers another.
    pub(in crate::display) panels: Vec<PanelRect>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<PanelCopy>().add_plugins(ExtractResourcePlugin::<PanelCopy>::default());
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer.add_systems(Core2d, copy.after(egui_pass).before(upscaling));
    }
}

pub(super) fn copy(
    view: ViewQuery<(&ViewTarget, &MainEntity)>,
    plan: Option<Res<PanelCopy>>,
    images: Res<RenderAssets<GpuImage>>,
    pipelines: Res<EguiPipelines>,
    cache: Res<PipelineCache>,
    mut context: RenderContext,
) {
    let (target, camera) = view.into_inner();
    let Some(plan) = plan.filter(|plan| plan.camera == Some(camera.id())) else { return };
    // While egui's shader is being compiled it draws nothing.
    let is_drawn = pipelines.0.values().all(|pipeline| cache.get_render_pipeline(*pipeline).is_some());
    let screen = target.main_texture();
    for panel in &plan.panels {
        let Some(kept) = images.get(&panel.image).map(|image| &image.texture) else { continue };
        let (size, at) = (panel.at.size(), panel.at.max);
        // Within a frame in which the size changes the picture may be of the old one.
        if (kept.width(), kept.height()) != (size.x, size.y) || at.x > screen.width() || at.y > screen.height() {
            continue;
        }
        let extent = Extent3d { width: size.x, height: size.y, depth_or_array_layers: 1 };
        let (on_screen, in_texture) = (corner(screen, panel.at.min), corner(kept, UVec2::ZERO));
        if panel.shown {
            context.command_encoder().copy_texture_to_texture(in_texture, on_screen, extent);
        } else if is_drawn {
            context.command_encoder().copy_texture_to_texture(on_screen, in_texture, extent);
            panel.held.store(true, Ordering::Release);
        }
    }
}

fn corner(texture: &Texture, at: UVec2) -> TexelCopyTextureInfo<'_> {
    let origin = Origin3d { x: at.x, y: at.y, z: 0 };
    TexelCopyTextureInfo { texture, mip_level: 0, origin, aspect: TextureAspect::All }
}
