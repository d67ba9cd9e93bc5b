//! A drawing as pixels, without a screen or a graphics card: egui lays it out and cuts it into triangles, which are filled
//! here one by one. So a picture in a file has the letters of the screen.

use super::drawing::Drawing;
use super::paint;
use crate::panels::{fonts, theme};
use bevy_egui::egui::epaint::{ImageDelta, Mesh, Primitive, Vertex};
use bevy_egui::egui::{self, Color32, ImageData, Pos2, RawInput, Rect, TextureId, TexturesDelta, pos2};

/// A picture: RGB, row by row from the upper left corner.
pub(super) struct PlotPixels {
    /// How wide, px.
    pub(super) width_px: usize,
    /// How high, px.
    pub(super) height_px: usize,
    /// Three bytes a pixel.
    pub(super) rgb: Vec<u8>,
}

/// A context with the program's letters, for what is drawn on no screen. Its passes bring the letters' texture.
pub(super) struct OffScreen {
    ctx: egui::Context,
    letters: Option<egui::ColorImage>,
}

impl OffScreen {
    /// A context in which letters hold.
    pub(super) fn new(scale: f32) -> Self {
        let ctx = egui::Context::default();
        ctx.set_pixels_per_point(scale);
        fonts::install(&ctx);
        let mut screen = Self { ctx, letters: None };
        // What is installed holds from the pass after.
        (0..2).for_each(|_| drop(screen.pass(Rect::from_min_size(Pos2::ZERO, egui::vec2(16.0, 16.0)), |_| ())));
        screen
    }

    /// One pass over `room`; answers what `draw` answers and what was drawn.
    pub(super) fn pass<T>(
        &mut self,
        room: Rect,
        draw: impl FnOnce(&egui::Painter) -> T,
    ) -> (Option<T>, egui::FullOutput) {
        let input = RawInput { screen_rect: Some(room), max_texture_side: Some(4096), ..RawInput::default() };
        let (mut draw, mut answer) = (Some(draw), None);
        let output = self.ctx.run_ui(input, |ui| {
            if let Some(draw) = draw.take() {
                let painter = ui.ctx().layer_painter(egui::LayerId::background()).with_clip_rect(room);
                answer = Some(draw(&painter));
            }
        });
        self.take(&output.textures_delta);
        (answer, output)
    }

    /// Keeps the letters' texture in step.
    fn take(&mut self, delta: &TexturesDelta) {
        let parts = delta.set.get(&TextureId::Managed(0));
        parts.into_iter().flatten().for_each(|part| self.take_part(part));
    }

    fn take_part(&mut self, part: &ImageDelta) {
        let ImageData::Color(image) = &part.image;
        let Some([left, top]) = part.pos else {
            self.letters = Some(image.as_ref().clone());
            return;
        };
        let Some(letters) = &mut self.letters else { return };
        for (row, line) in image.pixels.chunks(image.size[0].max(1)).enumerate() {
            let start = (top + row) * letters.size[0] + left;
            if let Some(target) = letters.pixels.get_mut(start..start + line.len()) {
                target.copy_from_slice(line);
            }
        }
    }
}

/// The drawing as pixels, `scale` of them a dp.
pub(super) fn pixels(drawing: &Drawing, scale: f32) -> PlotPixels {
    let mut screen = OffScreen::new(scale);
    let room = Rect::from_min_size(Pos2::ZERO, drawing.size);
    let (_, output) = screen.pass(room, |painter| paint::paint(painter, Pos2::ZERO, drawing));
    let side = |dp: f32| (dp * scale).round().max(1.0) as usize;
    let (width_px, height_px) = (side(drawing.size.x), side(drawing.size.y));
    let mut canvas = Canvas { width_px, height_px, pixels: vec![theme::PANEL.bytes(); width_px * height_px] };
    let letters = screen.letters.unwrap_or_else(|| egui::ColorImage::filled([1, 1], Color32::WHITE));
    for primitive in screen.ctx.tessellate(output.shapes, scale) {
        if let Primitive::Mesh(mesh) = primitive.primitive {
            canvas.fill(&mesh, scale, &letters);
        }
    }
    PlotPixels { width_px, height_px, rgb: canvas.pixels.concat() }
}

struct Canvas {
    width_px: usize,
    height_px: usize,
    /// Red, green, blue.
    pixels: Vec<[u8; 3]>,
}

impl Canvas {
    fn fill(&mut self, mesh: &Mesh, scale: f32, letters: &egui::ColorImage) {
        for corners in mesh.indices.chunks_exact(3) {
            let vertex = |n: usize| mesh.vertices.get(corners[n] as usize).copied();
            if let (Some(a), Some(b), Some(c)) = (vertex(0), vertex(1), vertex(2)) {
                self.triangle([a, b, c], scale, letters);
            }
        }
    }

    /// Each pixel whose middle lies in the triangle, by the edges' signed areas. A middle on an edge that two triangles
    /// share belongs to one of them, by the direction of the edge, so that nothing is laid twice over a seam.
    fn triangle(&mut self, mut corners: [Vertex; 3], scale: f32, letters: &egui::ColorImage) {
        let mut at = corners.map(|corner| pos2(corner.pos.x * scale, corner.pos.y * scale));
        let mut area = cross(at[0], at[1], at[2]);
        if area < 0.0 {
            at.swap(1, 2);
            corners.swap(1, 2);
            area = -area;
        }
        if !(area.is_finite() && area > 1e-6) {
            return;
        }
        let bound = |value: f32, most: usize| (value.max(0.0) as usize).min(most);
        let span = |of: fn(&Pos2) -> f32, most: usize| {
            let values = at.map(|corner| of(&corner));
            let least = values.iter().copied().fold(f32::INFINITY, f32::min);
            let greatest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            bound(least.floor(), most)..bound(greatest.ceil() + 1.0, most)
        };
        let is_kept = [(1, 2), (2, 0), (0, 1)].map(|(from, to)| {
            let edge = at[to] - at[from];
            edge.y < 0.0 || (edge.y == 0.0 && edge.x > 0.0)
        });
        for y in span(|at| at.y, self.height_px) {
            for x in span(|at| at.x, self.width_px) {
                let middle = pos2(x as f32 + 0.5, y as f32 + 0.5);
                let shares = [cross(at[1], at[2], middle), cross(at[2], at[0], middle), cross(at[0], at[1], middle)];
                let inside = shares.iter().zip(is_kept).all(|(share, kept)| *share > 0.0 || (*share == 0.0 && kept));
                if inside {
                    let source = shade(&corners, shares.map(|share| share / area), letters);
                    let pixel = &mut self.pixels[y * self.width_px + x];
                    *pixel = over(source, *pixel);
                }
            }
        }
    }
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// The colour at a point of a triangle: its corners' by their shares, times the letters' texture there. Both are
/// premultiplied, red, green, blue, alpha, 0 to 1.
fn shade(corners: &[Vertex; 3], shares: [f32; 3], letters: &egui::ColorImage) -> [f32; 4] {
    let mut colour = [0.0; 4];
    let mut uv = egui::Vec2::ZERO;
    for (corner, share) in corners.iter().zip(shares) {
        for (sum, byte) in colour.iter_mut().zip(corner.color.to_array()) {
            *sum += share * f32::from(byte) / 255.0;
        }
        uv += share * corner.uv.to_vec2();
    }
    let texel = sample(letters, uv.x, uv.y);
    std::array::from_fn(|n| colour[n] * texel[n])
}

/// The texture at a point, linear between texels.
fn sample(image: &egui::ColorImage, u: f32, v: f32) -> [f32; 4] {
    let [width, height] = image.size;
    let (x, y) = (u * width as f32 - 0.5, v * height as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let (right_share, lower_share) = (x - left, y - top);
    let texel = |x: f32, y: f32| {
        let clamped = |value: f32, most: usize| (value.max(0.0) as usize).min(most.saturating_sub(1));
        let pixel = image.pixels.get(clamped(y, height) * width + clamped(x, width));
        pixel.copied().unwrap_or(Color32::WHITE).to_array()
    };
    let corners = [texel(left, top), texel(left + 1.0, top), texel(left, top + 1.0), texel(left + 1.0, top + 1.0)];
    let weights = [
        (1.0 - right_share) * (1.0 - lower_share),
        right_share * (1.0 - lower_share),
        (1.0 - right_share) * lower_share,
        right_share * lower_share,
    ];
    std::array::from_fn(|n| {
        corners.iter().zip(weights).map(|(texel, weight)| f32::from(texel[n]) / 255.0 * weight).sum()
    })
}

fn over(source: [f32; 4], below: [u8; 3]) -> [u8; 3] {
    let mix = |n: usize| (source[n] * 255.0 + f32::from(below[n]) * (1.0 - source[3])).round().clamp(0.0, 255.0) as u8;
    std::array::from_fn(mix)
}
