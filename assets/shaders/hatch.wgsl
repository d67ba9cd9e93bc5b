// Hatches over surfaces: each vertex carries the number of its surface, whose hatch a buffer tells. The lines lie on the
// ground, at a pitch in pixels.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> kinds: array<u32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<uniform> rising: vec4<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var<uniform> crossed: vec4<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var<uniform> pitch_px: vec4<f32>;

const RISING: u32 = 1u;
const CROSSED: u32 = 2u;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    @location(1) surface: u32,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    // px from the origin of the surface's chunk, y up
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) kind: u32,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    let world = get_world_from_local(v.instance);
    out.kind = kinds[v.surface];
    if out.kind == 0u {
        // Most surfaces have no hatch: they cost no fragment.
        out.clip = vec4<f32>(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    out.clip = mesh2d_position_local_to_clip(world, vec4<f32>(v.position, 1.0));
    out.at = (world * vec4<f32>(v.position.xy, 0.0, 0.0)).xy;
    return out;
}

// How much of a pixel lies on the lines across this direction.
fn lines(across: f32) -> f32 {
    let from_line = abs(fract(across / pitch_px.x) - 0.5) * pitch_px.x;
    return clamp(pitch_px.y * 0.5 + 0.5 - from_line, 0.0, 1.0);
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    const HALF_ROOT: f32 = 0.70710678;
    let up = lines((i.at.x - i.at.y) * HALF_ROOT);
    let down = lines((i.at.x + i.at.y) * HALF_ROOT);
    var ink = vec4<f32>(crossed.rgb, crossed.a * max(up, down) * f32((i.kind & CROSSED) >> 1u));
    if (i.kind & RISING) != 0u {
        ink = mix(ink, rising, up);
    }
    return ink;
}
