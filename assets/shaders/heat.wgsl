// Heat: the county's own surface, coloured by a raster of densities that is fixed to the ground.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}

struct Ramp {
    colors: array<vec4<f32>, 7>,
    // local metres of the raster's south-western corner, and of its width and height
    ground: vec4<f32>,
};

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> ramp: Ramp;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var raster: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var raster_sampler: sampler;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    @location(0) uv: vec2<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    out.clip = mesh2d_position_local_to_clip(get_world_from_local(v.instance), vec4<f32>(v.position, 1.0));
    out.uv = (v.position.xy - ramp.ground.xy) / ramp.ground.zw;
    return out;
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    // The raster holds the place on the ramp, 0 to 1: its classes are doublings of the density.
    let step = textureSample(raster, raster_sampler, i.uv).r * 6.0;
    let low = u32(clamp(floor(step), 0.0, 5.0));
    return mix(ramp.colors[low], ramp.colors[low + 1u], clamp(step - f32(low), 0.0, 1.0));
}
