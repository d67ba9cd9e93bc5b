// Marks by the hundred: discs, rings, squares, wedges and tails, cut by distance, pulled from a buffer.
#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_world_to_clip}

struct Mark {
    // x, y in local metres; radius in px; kind
    place: vec4<f32>,
    // linear
    color: vec4<f32>,
    // kind's own: heading (radians from east, or beyond 10 for none) and casing px; a wedge's direction and half
    // opening; a tail's vector in metres, its width in px and the opacity of its older end
    more: vec4<f32>,
};

@group(#{MATERIAL_BIND_GROUP}) @binding(0) var<storage, read> marks: array<Mark>;
@group(#{MATERIAL_BIND_GROUP}) @binding(1) var<uniform> casing: vec4<f32>;

const DISC: u32 = 1u;
const HOLLOW: u32 = 2u;
const RINGED: u32 = 3u;
const SQUARE: u32 = 4u;
const SLASHED: u32 = 5u;
const WEDGE: u32 = 6u;
const TAIL: u32 = 7u;
const CROSS: u32 = 8u;

struct In {
    @builtin(instance_index) instance: u32,
    @location(0) corner_and_mark: vec3<f32>,
};

// All that a fragment needs comes flat from the vertices: a software rasteriser pays dearly for what each fragment loads from
// a buffer, and for each sine.
struct Out {
    @builtin(position) clip: vec4<f32>,
    // px from the mark's middle, y up; of a tail: along and across
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) color: vec4<f32>,
    // kind, radius, casing; a tail's length
    @location(2) @interpolate(flat) form: vec4<f32>,
    // where it heads or looks, as a vector: none for no heading; of a wedge cosine and sine of half its opening; of a tail
    // half its width and the opacity of its older end
    @location(3) @interpolate(flat) turn: vec4<f32>,
};

@vertex
fn vertex(v: In) -> Out {
    var out: Out;
    let world = get_world_from_local(v.instance);
    let mark = marks[u32(v.corner_and_mark.z)];
    let kind = u32(mark.place.w);
    if kind == 0u {
        out.clip = vec4<f32>(2.0, 2.0, 2.0, 1.0);
        return out;
    }
    let middle = (world * vec4<f32>(mark.place.xy, 0.0, 1.0)).xy;
    var at: vec2<f32>;
    if kind == TAIL {
        let span = (world * vec4<f32>(mark.more.xy, 0.0, 0.0)).xy;
        let along = max(length(span), 1e-4);
        let forward = span / along;
        let reach = mark.more.z * 0.5 + 1.0;
        out.form.w = along;
        out.turn = vec4<f32>(0.0, 0.0, mark.more.z * 0.5, mark.more.w);
        out.at = vec2<f32>(select(-reach, along + reach, v.corner_and_mark.x > 0.0), v.corner_and_mark.y * reach);
        at = middle + forward * out.at.x + vec2<f32>(-forward.y, forward.x) * out.at.y;
    } else {
        // Room for casing, ring and the heading's nose.
        let reach = select(mark.place.z * 1.7 + 4.0, mark.place.z + 2.0, kind == WEDGE);
        out.at = v.corner_and_mark.xy * reach;
        at = middle + out.at;
        if kind == WEDGE {
            out.turn = vec4<f32>(cos(mark.more.x), sin(mark.more.x), cos(mark.more.y), sin(mark.more.y));
        } else if mark.more.x <= 10.0 {
            out.turn = vec4<f32>(cos(mark.more.x), sin(mark.more.x), 0.0, 0.0);
        }
    }
    out.color = mark.color;
    out.form = vec4<f32>(mark.place.w, mark.place.z, mark.more.y, out.form.w);
    out.clip = mesh2d_position_world_to_clip(vec4<f32>(at, world[3].z, 1.0));
    return out;
}

fn ink(distance: f32) -> f32 {
    return clamp(0.5 - distance, 0.0, 1.0);
}

fn box_distance(at: vec2<f32>, half: f32) -> f32 {
    let d = abs(at) - vec2<f32>(half);
    return length(max(d, vec2<f32>(0.0))) + min(max(d.x, d.y), 0.0);
}

// Two bars as long as the radius and a third of it wide, from corner to corner.
fn cross_distance(at: vec2<f32>, radius: f32) -> f32 {
    let turned = abs(vec2<f32>(at.x + at.y, at.x - at.y) * 0.7071);
    let along = max(turned.x, turned.y) - radius;
    return max(min(turned.x, turned.y) - max(radius * 0.17, 0.9), along);
}

// A nose that shows where somebody is heading: the disc drawn out to a point.
fn disc_distance(at: vec2<f32>, radius: f32, forward: vec2<f32>) -> f32 {
    let disc = length(at) - radius;
    let along = dot(at, forward);
    let across = abs(dot(at, vec2<f32>(-forward.y, forward.x)));
    let nose = max((across + (along - radius * 1.6) * 0.62) * 0.85, radius * 0.6 - along);
    return select(disc, min(disc, nose), dot(forward, forward) > 0.5);
}

fn over(top: vec4<f32>, below: vec4<f32>) -> vec4<f32> {
    let alpha = top.a + below.a * (1.0 - top.a);
    return vec4<f32>((top.rgb * top.a + below.rgb * below.a * (1.0 - top.a)) / max(alpha, 1e-4), alpha);
}

// A sector: inside the circle and between two rays, whose distance is that to the nearer one.
fn wedge_distance(at: vec2<f32>, radius: f32, turn: vec4<f32>) -> f32 {
    let along = dot(turn.xy, at);
    let across = abs(turn.x * at.y - turn.y * at.x);
    // Along and across the nearer ray; behind the rays' beginning the distance is that to it.
    let outside = across * turn.z - along * turn.w;
    let forward = along * turn.z + across * turn.w;
    let side = select(select(-length(at), length(at), outside > 0.0), outside, forward > 0.0);
    return max(length(at) - radius, side);
}

@fragment
fn fragment(i: Out) -> @location(0) vec4<f32> {
    let kind = u32(i.form.x);
    let radius = i.form.y;
    if kind == WEDGE {
        let inside = wedge_distance(i.at, radius, i.turn);
        return vec4<f32>(i.color.rgb, i.color.a * (ink(inside) * 0.4 + ink(abs(inside + 0.5) - 0.5) * 0.9));
    }
    if kind == TAIL {
        let share = clamp(i.at.x / i.form.w, 0.0, 1.0);
        let away = distance(i.at, vec2<f32>(clamp(i.at.x, 0.0, i.form.w), 0.0)) - i.turn.z;
        return vec4<f32>(i.color.rgb, mix(i.turn.w, i.color.a, share) * ink(away));
    }
    var shape: f32;
    if kind == SQUARE || kind == SLASHED {
        shape = box_distance(i.at, radius);
    } else if kind == CROSS {
        shape = cross_distance(i.at, radius);
    } else {
        shape = disc_distance(i.at, radius, i.turn.xy);
    }
    let rim = max(radius * 0.22, 1.2);
    var inner = ink(shape);
    if kind == HOLLOW {
        inner = ink(abs(shape + rim * 0.5) - rim * 0.5);
    } else if kind == RINGED {
        let disc = ink(length(i.at) - radius * 0.5);
        inner = max(disc, ink(abs(shape + rim * 0.5) - rim * 0.5));
    } else if kind == SLASHED {
        let slash = ink(max(abs(i.at.x - i.at.y) * 0.7071 - rim * 0.5, shape));
        inner = max(ink(abs(shape + rim * 0.5) - rim * 0.5), slash);
    }
    let body = vec4<f32>(i.color.rgb, i.color.a * inner);
    return over(body, vec4<f32>(casing.rgb, i.color.a * ink(shape - i.form.z)));
}
