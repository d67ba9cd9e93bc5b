// The finished screen as other eyes see it: each pixel's light through a matrix. The textures are sRGB, so that what is read
// and written here is light.

#import bevy_core_pipeline::fullscreen_vertex_shader::FullscreenVertexOutput

struct SeenAs {
    red: vec4<f32>,
    green: vec4<f32>,
    blue: vec4<f32>,
}

@group(0) @binding(0) var screen: texture_2d<f32>;
@group(0) @binding(1) var screen_sampler: sampler;
@group(0) @binding(2) var<uniform> eyes: SeenAs;

@fragment
fn fragment(in: FullscreenVertexOutput) -> @location(0) vec4<f32> {
    let light = textureLoad(screen, vec2<i32>(in.position.xy), 0);
    let seen = vec3(dot(eyes.red.rgb, light.rgb), dot(eyes.green.rgb, light.rgb), dot(eyes.blue.rgb, light.rgb));
    return vec4(clamp(seen, vec3(0.0), vec3(1.0)), light.a);
}
