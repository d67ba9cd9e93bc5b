//! How large things must be drawn, from who looks from how far at how fine a screen.

use super::Layout;

/// Who looks, from how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Viewing {
    /// A wall: farthest viewer in metres, pixel pitch in millimetres.
    Wall {
        /// Distance of the farthest viewer, m.
        distance_m: f64,
        /// Pixel pitch, mm.
        pitch_mm: f64,
    },
    /// A screen on a desk: scale 1.
    Desk,
}

/// A screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Width, px.
    pub width_px: f64,
    /// Height, px.
    pub height_px: f64,
    /// How it is looked at.
    pub viewing: Viewing,
}

impl Screen {
    /// A screen with a sensible guess: as wide as a video wall is a P1.25 wall seen from 4 m or 6 m,
    /// anything else a screen near by.
    pub fn guessed(width_px: f64, height_px: f64) -> Self {
        let viewing = match width_px / height_px {
            aspect if aspect >= 2.8 && height_px <= 1200.0 => Viewing::Wall { distance_m: 4.0, pitch_mm: 1.25 },
            _ if height_px > 2000.0 || width_px > 5000.0 => Viewing::Wall { distance_m: 6.0, pitch_mm: 1.25 },
            _ => Viewing::Desk,
        };
        Self { width_px, height_px, viewing }
    }

    /// Pixels of one dp: `u = max(16, 0.2909·D·θ / (0.916·p))`, `s = u/16`, θ = 25′ on a wall (VISUAL.md).
    pub fn scale(&self) -> f64 {
        match self.viewing {
            Viewing::Wall { distance_m, pitch_mm } if pitch_mm > 0.0 => {
                let u = (0.2909 * distance_m * 25.0 / (0.916 * pitch_mm)).round().max(16.0);
                u / 16.0
            }
            _ => 1.0,
        }
    }

    /// The places of panels and map.
    pub fn layout(&self) -> Layout {
        Layout::wall(self.width_px, self.height_px, self.scale())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_the_design_language() {
        let wall = |distance_m, pitch_mm| Screen {
            width_px: 3840.0,
            height_px: 1080.0,
            viewing: Viewing::Wall { distance_m, pitch_mm },
        };
        assert_eq!(wall(4.0, 1.25).scale() * 16.0, 25.0);
        assert_eq!(wall(6.0, 1.25).scale() * 16.0, 38.0);
        assert_eq!(wall(8.0, 0.9).scale() * 16.0, 71.0);
        assert_eq!(Screen::guessed(1920.0, 1080.0).scale(), 1.0);
        assert_eq!(Screen::guessed(3840.0, 1080.0).scale() * 16.0, 25.0);
    }
}
