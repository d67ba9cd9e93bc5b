// The panels and symbols: what bevy_egui's own shader draws, for a software rasteriser. Its textures hold sRGB as plain numbers
// (see `display/gpu/egui_shader.rs`), so that nothing need be turned into light to be sampled and back to be multiplied.

struct Transform {
    scale: vec2<f32>,
    translation: vec2<f32>,
}

struct In {
    @location(0) position: vec2<f32>,
    @location(1) uv: vec2<f32>,
    @location(2) color: vec4<f32>,
}

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) color: vec4<f32>,
    @location(1) uv: vec2<f32>,
}

@group(0) @binding(0) var<uniform> transform: Transform;

#ifdef BINDLESS
@group(1) @binding(0) var image_texture: binding_array<texture_2d<f32>>;
@group(1) @binding(1) var image_sampler: binding_array<sampler>;

struct BindlessOffset {
    offset: u32,
};
var<immediate> offset: BindlessOffset;
#else
@group(1) @binding(0) var image_texture: texture_2d<f32>;
@group(1) @binding(1) var image_sampler: sampler;
#endif

@vertex
fn vs_main(in: In) -> Out {
    return Out(vec4<f32>(in.position * transform.scale + transform.translation, 0.0, 1.0), in.color, in.uv);
}

@fragment
fn fs_main(in: Out) -> @location(0) vec4<f32> {
    #ifdef BINDLESS
    let texel = textureSampleLevel(image_texture[offset.offset], image_sampler[offset.offset], in.uv, 0.0);
    #else
    let texel = textureSampleLevel(image_texture, image_sampler, in.uv, 0.0);
    #endif
    // egui multiplies in sRGB; the target wants light. The power 2.4 of y is y² times a parabola in its root, at most 0.07 of
    // 255 steps off: `pow` costs several times as much.
    let srgb = texel * in.color;
    let y = (srgb.rgb + 0.055) / 1.055;
    let root = sqrt(y);
    let high = y * y * (0.0771214 + root * (1.0612742 - 0.1389862 * root));
    return vec4<f32>(select(high, srgb.rgb / 12.92, srgb.rgb <= vec3<f32>(0.04045)), srgb.a);
}
