//! The shapes of urgencies: octagon, triangle, diamond, circle.

use crate::domain::Urgency;
use bevy_egui::egui::{Pos2, pos2, vec2};

/// Points of the outline of an urgency's shape of `size` around `centre`, moved outwards by `by`.
pub(crate) fn outline(urgency: Urgency, centre: Pos2, size: f32, by: f32) -> Vec<Pos2> {
    match urgency {
        Urgency::U1 => regular(centre, 8, (size / 2.0 + by) / (std::f32::consts::PI / 8.0).cos(), 22.5),
        Urgency::U2 => triangle(centre, size, by),
        // Moving an edge out by `by` moves the corner out by √2 of that.
        Urgency::U3 => regular(centre, 4, size * 0.56 + by * std::f32::consts::SQRT_2, 0.0),
        Urgency::U4 => regular(centre, 28, size / 2.0 + by, 0.0),
    }
}

/// Where the glyph stands in a shape, and its share of the size.
pub(crate) fn glyph_place(urgency: Urgency, centre: Pos2, size: f32) -> (Pos2, f32) {
    match urgency {
        Urgency::U2 => (centre + vec2(0.0, size * 0.10), 0.49),
        Urgency::U3 => (centre, 0.54),
        _ => (centre, 0.60),
    }
}

fn regular(centre: Pos2, corners: u8, radius: f32, from_deg: f32) -> Vec<Pos2> {
    (0..corners)
        .map(|k| {
            let angle = (from_deg + 360.0 * f32::from(k) / f32::from(corners)).to_radians();
            centre + vec2(angle.cos(), angle.sin()) * radius.max(0.5)
        })
        .collect()
}

/// Point up, 1.2 times its size, so that its glyph is as large as the others'.
fn triangle(centre: Pos2, size: f32, by: f32) -> Vec<Pos2> {
    let (half_base, top, foot) = (0.625 * size, -0.66 * size, 0.42 * size);
    let height = foot - top;
    let side = height.hypot(half_base);
    let inner_radius = half_base * height / (half_base + side);
    let middle = pos2(centre.x, centre.y + foot - inner_radius);
    let grow = ((inner_radius + by) / inner_radius).max(0.1);
    [vec2(0.0, top), vec2(half_base, foot), vec2(-half_base, foot)]
        .into_iter()
        .map(|corner| middle + (centre + corner - middle) * grow)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_casing_surrounds_its_shape_by_its_width() {
        for urgency in Urgency::ALL {
            let centre = pos2(100.0, 100.0);
            let (shape, casing) = (outline(urgency, centre, 28.0, 0.0), outline(urgency, centre, 28.0, 2.0));
            for (k, corner) in casing.iter().enumerate() {
                let next = casing[(k + 1) % casing.len()];
                let normal = (next - *corner).rot90().normalized();
                // Every corner of the shape lies 2 inside of its own edge of the casing.
                let gap = (shape[k] - *corner).dot(normal).abs();
                assert!((gap - 2.0).abs() < 0.1, "{urgency:?}: {gap}");
            }
        }
    }
}
