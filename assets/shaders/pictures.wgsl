// Pictures of the ground: drawn quiet, between two tones of the theme, so that what stands on them keeps its contrast.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}

struct Tone {
    // Where in the picture this piece lies: x, y of its corner, and how much of it, 0 to 1.
    part: vec4<f32>,
    // sRGB: what quiet ground becomes, and what stands out most.
    low: vec4<f32>,
    high: vec4<f32>,
    // x: 1 where the picture is dark on light; y: how much of a cool colour stays.
    how: vec4<f32>,
};

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<uniform> tone: Tone;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var picture: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var picture_sampler: sampler;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    @location(1) uv: vec2<f32>,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    @location(0) uv: vec2<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    out.clip = mesh2d_position_local_to_clip(get_world_from_local(v.instance), vec4<f32>(v.position, 1.0));
    out.uv = tone.part.xy + v.uv * tone.part.zw;
    return out;
}

fn linear(srgb: vec3<f32>) -> vec3<f32> {
    let low = srgb / 12.92;
    let high = pow((srgb + 0.055) / 1.055, vec3<f32>(2.4));
    return select(high, low, srgb <= vec3<f32>(0.04045));
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    let texel = textureSample(picture, picture_sampler, i.uv);
    let luma = dot(texel.rgb, vec3<f32>(0.2126, 0.7152, 0.0722));
    let place = mix(luma, 1.0 - luma, tone.how.x);
    // Water and woods keep a breath of their colour; warm ones, which are for what must be acted on, keep none.
    let colour = texel.rgb - luma;
    let cool = clamp(-8.0 * colour.r, 0.0, 1.0) * tone.how.y;
    let toned = mix(tone.low.rgb, tone.high.rgb, place) + cool * colour;
    return vec4<f32>(linear(clamp(toned, vec3<f32>(0.0), tone.high.rgb)), texel.a);
}
