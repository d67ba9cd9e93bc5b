// The cached map under the panels: texel for texel at rest, stretched while the zoom moves.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}

// x, y: what the window's corner (0, 0) is in the texture; z: texels in one pixel.
@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> shift: vec4<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var map: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var between: sampler;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
};

@vertex
fn vertex(v: In) -> @builtin(position) vec4<f32> {
    return mesh2d_position_local_to_clip(get_world_from_local(v.instance), vec4<f32>(v.position, 1.0));
}

@fragment
fn fragment(@builtin(position) at: vec4<f32>) -> @location(0) vec4<f32> {
    let size = vec2<i32>(textureDimensions(map));
    if shift.z == 1.0 {
        let texel = vec2<i32>(floor(at.xy)) + vec2<i32>(shift.xy);
        return vec4<f32>(textureLoad(map, clamp(texel, vec2<i32>(0), size - 1), 0).rgb, 1.0);
    }
    return vec4<f32>(textureSampleLevel(map, between, (at.xy * shift.z + shift.xy) / vec2<f32>(size), 0.0).rgb, 1.0);
}
