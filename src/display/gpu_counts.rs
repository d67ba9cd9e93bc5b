//! What the program holds of the graphics card, as wgpu's own registries count it.

use super::headless::Headless;
use super::map_piece::MapPiece;
use crate::seat::Layer;
use bevy::render::RenderApp;
use bevy::render::renderer::RenderInstance;
use serde::Serialize;

/// How many things of each kind are alive on the graphics card: made and not let go of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GpuCounts {
    /// Buffers: vertices, uniforms, what the layers upload.
    pub buffers: usize,
    /// Textures: targets, the cached map, letters, tiles' pictures.
    pub textures: usize,
    /// Views of textures.
    pub texture_views: usize,
    /// Groups of what a shader is given.
    pub bind_groups: usize,
    /// Pipelines that draw.
    pub render_pipelines: usize,
    /// Shaders.
    pub shader_modules: usize,
}

impl Headless {
    /// Of how many pieces each layer of the cached map is made, in the order of `Layer::ALL`. Each has buffers of its own
    /// where it is large, and shares some where it is small.
    pub fn map_pieces(&mut self) -> [usize; Layer::ALL.len()] {
        let world = self.app.world_mut();
        let mut pieces = [0; Layer::ALL.len()];
        world.query::<&MapPiece>().iter(world).for_each(|piece| pieces[piece.layer as usize] += 1);
        pieces
    }

    /// What is alive on the graphics card now; none where no driver of this machine's own counts it.
    pub fn gpu_counts(&self) -> Option<GpuCounts> {
        let instance = self.app.get_sub_app(RenderApp)?.world().get_resource::<RenderInstance>()?;
        let report = instance.0.generate_report()?;
        let hub = report.hub_report();
        Some(GpuCounts {
            buffers: hub.buffers.num_kept_from_user,
            textures: hub.textures.num_kept_from_user,
            texture_views: hub.texture_views.num_kept_from_user,
            bind_groups: hub.bind_groups.num_kept_from_user,
            render_pipelines: hub.render_pipelines.num_kept_from_user,
            shader_modules: hub.shader_modules.num_kept_from_user,
        })
    }
}
