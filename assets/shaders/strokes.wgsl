// Lines of a width in pixels, whatever the zoom: each segment is a quad that the vertex shader widens;
// the fragment shader cuts round ends, dashes and soft edges by distance. World units are pixels.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_world_to_clip}

struct Style {
    color: vec4<f32>,
    // on, off, on, off in px; all 0 draws a solid line
    dash: vec4<f32>,
    // half of the width in px; 0 draws nothing
    half_width: vec4<f32>,
};

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> styles: array<Style>;

struct In {
    @builtin(instance_index) instance: u32,
    // x, y of this end in local metres; z: metres along the whole line at this end
    @location(0) own: vec3<f32>,
    @location(1) other: vec2<f32>,
    // bit 0: left side, bit 1: this is the segment's far end, the rest: style
    @location(2) corner: u32,
};

struct Out {
    @builtin(position) clip: vec4<f32>,
    // px along and across the segment, from its near end
    @location(0) place: vec2<f32>,
    // The segment's length; metres along the line where it begins, in px; half its width. A software rasteriser pays dearly
    // for what each fragment loads from a buffer, so the style comes flat from the vertices.
    @location(1) @interpolate(flat) segment: vec3<f32>,
    @location(2) @interpolate(flat) color: vec4<f32>,
    @location(3) @interpolate(flat) dash: vec4<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    let world = get_world_from_local(v.instance);
    let own = (world * vec4<f32>(v.own.xy, 0.0, 1.0)).xy;
    let other = (world * vec4<f32>(v.other, 0.0, 1.0)).xy;
    let z = world[3].z;
    let scale = length(world[0].xy);
    let style = styles[v.corner >> 2u];
    let half_width = style.half_width.x;
    if half_width <= 0.0 {
        out.clip = vec4<f32>(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let far = (v.corner & 2u) != 0u;
    let reach = half_width + 1.0;
    let extent = max(distance(own, other), 1e-4);
    let outwards = (own - other) / extent;
    let forward = select(-outwards, outwards, far);
    let side = select(-1.0, 1.0, (v.corner & 1u) != 0u);
    let at = own + outwards * reach + vec2<f32>(-forward.y, forward.x) * side * reach;
    out.place = vec2<f32>(select(-reach, extent + reach, far), side * reach);
    out.segment = vec3<f32>(extent, select(v.own.z * scale, v.own.z * scale - extent, far), half_width);
    out.color = style.color;
    out.dash = style.dash;
    out.clip = mesh2d_position_world_to_clip(vec4<f32>(at, z, 1.0));
    return out;
}

// How far inside the dashes' ink a place along the line is, px; negative in a gap.
fn inside_dash(along: f32, dash: vec4<f32>) -> f32 {
    let total = dash.x + dash.y + dash.z + dash.w;
    let t = fract(along / total) * total;
    let first = min(t, dash.x - t);
    let start = dash.x + dash.y;
    let second = select(-1e6, min(t - start, start + dash.z - t), dash.z > 0.0);
    // The next period's first dash is near, too.
    return max(max(first, second), t - total);
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    let nearest = clamp(i.place.x, 0.0, i.segment.x);
    let away = distance(i.place, vec2<f32>(nearest, 0.0)) - i.segment.z;
    var alpha = clamp(0.5 - away, 0.0, 1.0);
    if i.dash.x > 0.0 {
        alpha *= clamp(0.5 + inside_dash(i.segment.y + nearest, i.dash), 0.0, 1.0);
    }
    return vec4<f32>(i.color.rgb, i.color.a * alpha);
}
