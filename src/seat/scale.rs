//! How large things must be drawn, from who looks from how far at how fine a screen.

use super::setup::{Key, Settings};
use super::{Cells, Layout};

/// Nearer than this a screen is somebody's desk, m.
const DESK_WITHIN_M: f64 = 1.2;
/// The angle of an em's Han ink from a wall's farthest viewer, and at a desk, arc minutes (VISUAL.md section 2).
const WALL_ARC_MIN: f64 = 25.0;
const DESK_ARC_MIN: f64 = 21.5;
/// The height of Han ink, em (measured on the shipped font).
const HAN_INK_EM: f64 = 0.916;
/// An arc minute at one metre, mm.
const MM_A_METRE_AND_ARC_MIN: f64 = 0.2909;
/// The body text's size at scale 1, px; no screen is drawn smaller.
const BODY_PX: f64 = 16.0;
/// A canvas smaller than this holds no wall, and not even the form that would mend it, dp.
const LEAST_CANVAS_DP: (f64, f64) = (640.0, 360.0);
/// Coarser pixels than this are LEDs', on which thin strokes break up, mm.
const LED_FROM_MM: f64 = 0.7;
/// What is guessed: a 24″ screen of 1920 px at arm's length, LEDs of P1.25 from four metres, or from six where they are many.
const DESK_GUESS: (f64, f64) = (0.65, 0.277);
const WALL_GUESS: (f64, f64) = (4.0, 1.25);
const LARGE_WALL_M: f64 = 6.0;

/// Who looks, from how far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Viewing {
    /// A screen of known measures: farthest viewer in metres, pixel pitch in millimetres.
    Wall {
        /// Distance of the farthest viewer, m.
        distance_m: f64,
        /// Pixel pitch, mm.
        pitch_mm: f64,
    },
    /// A screen on a desk of which nothing is known: scale 1.
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
    /// The cells that it is made of.
    pub cells: Cells,
}

impl Screen {
    /// A screen with a sensible guess: as wide as a video wall is a P1.25 wall seen from 4 m or 6 m,
    /// anything else a screen near by.
    pub fn guessed(width_px: f64, height_px: f64) -> Self {
        let (distance_m, pitch_mm) = WALL_GUESS;
        let viewing = match width_px / height_px {
            aspect if aspect >= 2.8 && height_px <= 1200.0 => Viewing::Wall { distance_m, pitch_mm },
            _ if height_px > 2000.0 || width_px > 5000.0 => Viewing::Wall { distance_m: LARGE_WALL_M, pitch_mm },
            _ => Viewing::Desk,
        };
        Self { width_px, height_px, viewing, cells: Cells::default() }
    }

    /// A screen of which the settings say something: what they leave open follows from what they say, or is guessed.
    pub fn of(width_px: f64, height_px: f64, settings: &Settings) -> Self {
        let mut screen = Self::guessed(width_px, height_px);
        let pitch = pitch_from(settings, width_px, height_px);
        let distance = settings.number(Key::DistanceM);
        screen.viewing = match (distance, pitch) {
            (None, None) => screen.viewing,
            (Some(distance_m), Some(pitch_mm)) => Viewing::Wall { distance_m, pitch_mm },
            (Some(distance_m), None) => {
                // Nobody looks at a desk's screen from across the room.
                let near = distance_m <= DESK_WITHIN_M;
                Viewing::Wall { distance_m, pitch_mm: if near { DESK_GUESS.1 } else { WALL_GUESS.1 } }
            }
            (None, Some(pitch_mm)) => {
                let distance_m = match screen.viewing {
                    Viewing::Wall { distance_m, .. } => distance_m,
                    Viewing::Desk if pitch_mm < 0.5 => DESK_GUESS.0,
                    Viewing::Desk => WALL_GUESS.0,
                };
                Viewing::Wall { distance_m, pitch_mm }
            }
        };
        let count = |key| settings.count(key).unwrap_or(1);
        let hidden_mm = settings.number(Key::BezelMm).filter(|_| settings.flag(Key::Compensation) == Some(true));
        screen.cells = Cells {
            columns: count(Key::Columns),
            rows: count(Key::Rows),
            seam_px: hidden_mm.map_or(0.0, |mm| (mm / screen.measures().1).round()),
        };
        screen
    }

    /// How far the farthest viewer is, m, and how large a pixel, mm: as known, or guessed.
    pub fn measures(&self) -> (f64, f64) {
        match self.viewing {
            Viewing::Wall { distance_m, pitch_mm } => (distance_m, pitch_mm),
            Viewing::Desk => DESK_GUESS,
        }
    }

    /// Whether somebody sits in front of it.
    pub fn is_near(&self) -> bool {
        self.measures().0 <= DESK_WITHIN_M
    }

    /// Whether its pixels are so coarse that thin strokes break up.
    pub fn is_led(&self) -> bool {
        matches!(self.viewing, Viewing::Wall { pitch_mm, .. } if pitch_mm >= LED_FROM_MM)
    }

    /// Pixels of one dp: `u = max(16, round(0.2909·D·θ / (0.916·p)))`, `s = u/16`, θ = 25′ on a wall and 21.5′ at a desk
    /// (VISUAL.md). Bounded where so little would have room that nothing could be read or mended any more.
    pub fn scale(&self) -> f64 {
        match self.viewing {
            Viewing::Wall { pitch_mm, .. } if pitch_mm > 0.0 => {
                let arc_min = if self.is_near() { DESK_ARC_MIN } else { WALL_ARC_MIN };
                let u = self.em_px(arc_min).round().max(BODY_PX);
                (u / BODY_PX).min(self.most_scale())
            }
            _ => 1.0,
        }
    }

    /// Whether type would have to be larger than the screen has room for.
    pub fn is_too_small(&self) -> bool {
        let arc_min = if self.is_near() { DESK_ARC_MIN } else { WALL_ARC_MIN };
        self.em_px(arc_min) / BODY_PX > self.most_scale() + 0.05
    }

    fn most_scale(&self) -> f64 {
        let (long, short) = (self.width_px.max(self.height_px), self.width_px.min(self.height_px));
        (long / LEAST_CANVAS_DP.0).min(short / LEAST_CANVAS_DP.1).max(1.0)
    }

    /// The size of type whose Han ink takes so many arc minutes for the farthest viewer, px.
    pub fn em_px(&self, arc_min: f64) -> f64 {
        let (distance_m, pitch_mm) = self.measures();
        MM_A_METRE_AND_ARC_MIN * distance_m * arc_min / (HAN_INK_EM * pitch_mm)
    }

    /// The places of panels and map.
    pub fn layout(&self) -> Layout {
        Layout::of(self)
    }
}

/// The pixel pitch that the settings say, or that follows from the size they say, mm. Of several the first holds: pitch,
/// width, height, diagonal. The bezels' own width is no pixels', unless the picture goes on behind them.
fn pitch_from(settings: &Settings, width_px: f64, height_px: f64) -> Option<f64> {
    let compensated = settings.flag(Key::Compensation) == Some(true);
    let bezel_mm = settings.number(Key::BezelMm).filter(|_| !compensated).unwrap_or(0.0);
    let seams = |key| f64::from(settings.count(key).unwrap_or(1).saturating_sub(1)) * bezel_mm;
    let (across_mm, down_mm) = (seams(Key::Columns), seams(Key::Rows));
    let metres = |key| settings.number(key).map(|metres| metres * 1_000.0);
    let pitch = |mm: f64, px: f64| (mm > 0.0 && px > 0.0).then(|| mm / px);
    settings
        .number(Key::PitchMm)
        .or_else(|| metres(Key::WidthM).and_then(|mm| pitch(mm - across_mm, width_px)))
        .or_else(|| metres(Key::HeightM).and_then(|mm| pitch(mm - down_mm, height_px)))
        .or_else(|| metres(Key::DiagonalM).and_then(|mm| pitch(mm, width_px.hypot(height_px))))
}
