// Surfaces: each vertex carries the number of its colour, so that recolouring touches no geometry.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> fills: array<vec4<f32>>;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    @location(1) fill: u32,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    @location(0) @interpolate(flat) fill: vec4<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    out.clip = mesh2d_position_local_to_clip(get_world_from_local(v.instance), vec4<f32>(v.position, 1.0));
    out.fill = fills[v.fill];
    return out;
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    return i.fill;
}
