// Dots by the ten thousand: one triangle around each disc, cut by distance, pulled from a buffer.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_world_to_clip}

struct Style {
    // by state: on duty, on task, old, very old
    colors: array<vec4<f32>, 4>,
    // radius in px
    radius: vec4<f32>,
};

// x, y in local metres; 1 where there is a dot; its state
@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> dots: array<vec4<f32>>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<uniform> style: Style;

// The dot's number comes in an attribute: `vertex_index` counts from where the mesh lies in its slab.
struct In {
    @builtin(instance_index) instance: u32,
    @location(0) corner_and_dot: vec3<f32>,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    // in radii from the dot's middle
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) color: vec4<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    let world = get_world_from_local(v.instance);
    let dot = dots[u32(v.corner_and_dot.z)];
    let center = (world * vec4<f32>(dot.xy, 0.0, 1.0)).xy;
    let at = center + v.corner_and_dot.xy * style.radius.x * dot.z;
    out.clip = mesh2d_position_world_to_clip(vec4<f32>(at, world[3].z, 1.0));
    out.at = v.corner_and_dot.xy;
    out.color = style.colors[u32(dot.w)];
    return out;
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    if dot(i.at, i.at) > 1.0 {
        discard;
    }
    return i.color;
}
