// Letters of names: quads pulled from a buffer, cut out of an atlas of coverage and distance. All dark rims are drawn
// before all letters, so that no rim eats into its neighbour.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_world_to_clip}
#import bevy_sprite::mesh2d_view_bindings::view

struct Glyph {
    // x, y of the name's place in local metres; from there to the quad's middle in px, y up
    place: vec4<f32>,
    // half width and half height in px; cosine and sine of its turn
    shape: vec4<f32>,
    // its first texel; what it is: 0 nothing, 1 a rim, 2 a letter
    texels: vec4<f32>,
    // sRGB, opacity
    color: vec4<f32>,
};

struct Style {
    // the rim's colour, sRGB
    rim: vec4<f32>,
    // the rim's width and the farthest distance that the atlas knows, px
    reach: vec4<f32>,
};

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> glyphs: array<Glyph>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var atlas: texture_2d<f32>;
@group(#{MATERIAL_BIND_GROUP}) @binding(2) var between: sampler;
@group(#{MATERIAL_BIND_GROUP}) @binding(3) var<uniform> style: Style;

const RIM: f32 = 1.0;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) corner_and_glyph: vec3<f32>,
};

// All that a fragment needs comes flat from the vertices: a software rasteriser pays dearly for what each fragment loads from
// a buffer, and for each `pow`.
struct Out {
    @builtin(position) clip: vec4<f32>,
    // in the atlas, 0 to 1
    @location(0) at: vec2<f32>,
    // linear, opacity
    @location(1) @interpolate(flat) color: vec4<f32>,
    // what it is; green of the rim and of the letter, sRGB; green of the rim, linear
    @location(2) @interpolate(flat) more: vec4<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    let glyph = glyphs[u32(v.corner_and_glyph.z)];
    if glyph.texels.z == 0.0 {
        out.clip = vec4<f32>(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let world = get_world_from_local(v.instance);
    let half_view = view.viewport.zw * 0.5;
    // A name's place falls on a whole pixel, so that texels of upright letters fall on pixels.
    let place = floor((world * vec4<f32>(glyph.place.xy, 0.0, 1.0)).xy + half_view + 0.5) - half_view;
    let corner = v.corner_and_glyph.xy * glyph.shape.xy;
    let turn = glyph.shape.zw;
    let turned = vec2<f32>(corner.x * turn.x - corner.y * turn.y, corner.x * turn.y + corner.y * turn.x);
    out.clip = mesh2d_position_world_to_clip(vec4<f32>(place + glyph.place.zw + turned, world[3].z, 1.0));
    let texel = glyph.texels.xy + (vec2<f32>(v.corner_and_glyph.x, -v.corner_and_glyph.y) + 1.0) * glyph.shape.xy;
    out.at = texel / vec2<f32>(textureDimensions(atlas));
    let rim = linear(style.rim.rgb);
    out.color = vec4<f32>(select(linear(glyph.color.rgb), rim, glyph.texels.z == RIM), glyph.color.a);
    out.more = vec4<f32>(glyph.texels.z, style.rim.g, glyph.color.g, rim.g);
    return out;
}

fn linear(srgb: vec3<f32>) -> vec3<f32> {
    let high = pow((srgb + 0.055) / 1.055, vec3<f32>(2.4));
    return select(high, srgb / 12.92, srgb <= vec3<f32>(0.04045));
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    let found = textureSampleLevel(atlas, between, i.at, 0.0).rg;
    let distance = (1.0 - found.g) * style.reach.y;
    // Half covered is half as light to the eye, not half of the light: letters would grow fat. Below every letter
    // lies its rim, so the opacity that gives just that shade is known.
    let srgb = mix(i.more.y, i.more.z, found.r);
    let y = (srgb + 0.055) / 1.055;
    let root = sqrt(y);
    // y^2.4, at most 0.07 of 255 steps off.
    let high = y * y * (0.0771214 + root * (1.0612742 - 0.1389862 * root));
    let shade = select(high, srgb / 12.92, srgb <= 0.04045);
    let letter = (shade - i.more.w) / max(i.color.g - i.more.w, 1e-4);
    let ink = select(letter, style.reach.x + 0.5 - distance, i.more.x == RIM);
    return vec4<f32>(i.color.rgb, i.color.a * clamp(ink, 0.0, 1.0));
}
