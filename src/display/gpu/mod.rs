//! What the graphics card is given: meshes, buffers, shaders. Nothing here knows what a layer means.
//! Positions are metres of Mercator about an origin near by (`Ground`), never absolute ones.

/// A material that one shader file draws, from these attributes of its vertices, whichever way its triangles turn.
macro_rules! drawn_by {
    ($material:ty, $shader:ident, $alpha:expr, [$($attribute:expr),+]) => {
        impl bevy::sprite_render::Material2d for $material {
            fn vertex_shader() -> bevy::shader::ShaderRef {
                super::$shader.into()
            }

            fn fragment_shader() -> bevy::shader::ShaderRef {
                super::$shader.into()
            }

            fn alpha_mode(&self) -> AlphaMode2d {
                let of: fn(&Self) -> AlphaMode2d = $alpha;
                of(self)
            }

            fn specialize(
                descriptor: &mut bevy::render::render_resource::RenderPipelineDescriptor,
                layout: &bevy::mesh::MeshVertexBufferLayoutRef,
                _: bevy::sprite_render::Material2dKey<Self>,
            ) -> Result<(), bevy::render::render_resource::SpecializedMeshPipelineError> {
                let attributes = [$($attribute),+].into_iter().zip(0..);
                let attributes: Vec<_> = attributes.map(|(attribute, at)| attribute.at_shader_location(at)).collect();
                descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
                descriptor.primitive.cull_mode = None;
                Ok(())
            }
        }
    };
}
use drawn_by;

pub(super) mod cached_map;
pub(super) mod dots;
mod egui_shader;
pub(super) mod fills;
pub(super) mod glyphs;
pub(super) mod ground;
pub(super) mod hatch;
pub(super) mod heat;
pub(super) mod letters;
pub(super) mod map_copy;
pub(super) mod marks;
pub(super) mod panel_copy;
pub(super) mod pictures;
mod resting_view;
mod seen_as;
pub(super) mod strokes;

use bevy::asset::uuid_handle;
use bevy::prelude::*;
use bevy::render::RenderApp;
use bevy::render::mesh::allocator::MeshAllocatorSettings;
use bevy::render::slab_allocator::SlabAllocatorSettings;
use bevy::sprite_render::Material2dPlugin;

const STROKES: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0001");
const FILLS: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0002");
const HEAT: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0003");
const CACHED_MAP: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0004");
const DOTS: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0005");
const MARKS: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0006");
const HATCH: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0007");
const GLYPHS: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0008");
const PICTURES: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e0009");
const SEEN_AS: Handle<Shader> = uuid_handle!("2f0b8f0e-7b2d-4c67-9c11-7a1d5c2e000a");

macro_rules! shaders {
    ($shaders:ident: $($handle:ident = $file:literal),+ $(,)?) => { $(
        let source = include_str!(concat!("../../../assets/shaders/", $file));
        // The handle is ours alone, so nothing was there before.
        drop($shaders.insert($handle.id(), Shader::from_wgsl(source, $file)));
    )+ };
}

pub(super) fn plugin(app: &mut App) {
    if let Some(renderer) = app.get_sub_app_mut(RenderApp) {
        renderer.insert_resource(a_buffer_a_mesh());
    }
    app.add_plugins((
        Material2dPlugin::<strokes::Strokes>::default(),
        Material2dPlugin::<fills::Fills>::default(),
        Material2dPlugin::<hatch::Hatch>::default(),
        Material2dPlugin::<heat::Heat>::default(),
        Material2dPlugin::<cached_map::CachedMap>::default(),
        Material2dPlugin::<dots::Dots>::default(),
        Material2dPlugin::<marks::Marks>::default(),
        Material2dPlugin::<pictures::Pictures>::default(),
        Material2dPlugin::<glyphs::Glyphs>::default(),
        egui_shader::plugin,
        glyphs::plugin,
        map_copy::plugin,
        panel_copy::plugin,
        resting_view::plugin,
        seen_as::plugin,
    ));
    app.add_plugins(letters::plugin);
    let mut shaders = app.world_mut().resource_mut::<Assets<Shader>>();
    shaders!(shaders:
        STROKES = "strokes.wgsl",
        FILLS = "fills.wgsl",
        HATCH = "hatch.wgsl",
        HEAT = "heat.wgsl",
        CACHED_MAP = "cached_map.wgsl",
        DOTS = "dots.wgsl",
        MARKS = "marks.wgsl",
        GLYPHS = "glyphs.wgsl",
        PICTURES = "pictures.wgsl",
        SEEN_AS = "seen_as.wgsl",
    );
}

/// Meshes come and go with the view: each has a buffer of its own, which goes with it. Bevy's slabs grow into one buffer
/// of all that was ever there at a time, copied at each growth and never smaller again; and each slab, however small,
/// keeps tables for 131,072 meshes beside it, 4.2 MB.
fn a_buffer_a_mesh() -> MeshAllocatorSettings {
    MeshAllocatorSettings {
        slab_allocator_settings: SlabAllocatorSettings { large_threshold: 0, ..default() },
        ..default()
    }
}
