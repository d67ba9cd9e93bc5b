//! The design language's values (VISUAL.md section 2). Colours live here and nowhere else.

#![allow(clippy::disallowed_methods)] // The one place where colours are made.

mod contrast;
mod sight;

pub use crate::seat::Sight;
pub(crate) use contrast::rims;
pub use contrast::{contrast, set_contrast};

use crate::domain::{AreaLevel, Urgency};
use crate::spatial::Tone;
use bevy_egui::egui::Color32;

/// One colour token, sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token(u8, u8, u8);

impl Token {
    const fn hex(rgb: u32) -> Self {
        Self((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8)
    }

    /// The colour for egui.
    pub fn egui(self) -> Color32 {
        let Self(red, green, blue) = self.shown();
        Color32::from_rgb(red, green, blue)
    }

    /// The colour for egui with this opacity, 0 to 1.
    pub fn egui_alpha(self, alpha: f32) -> Color32 {
        self.egui().gamma_multiply(alpha)
    }

    /// The opaque colour that this one at `alpha` gives over `ground`.
    pub fn over(self, ground: Token, alpha: f32) -> Color32 {
        let (top, ground) = (self.shown(), ground.shown());
        let mix = |top: u8, below: u8| {
            (f32::from(below) + (f32::from(top) - f32::from(below)) * alpha.clamp(0.0, 1.0)).round() as u8
        };
        Color32::from_rgb(mix(top.0, ground.0), mix(top.1, ground.1), mix(top.2, ground.2))
    }

    /// Linear red, green, blue and this opacity, for shaders and vertex colours.
    pub fn linear(self, alpha: f32) -> [f32; 4] {
        let linear = |byte: u8| {
            let srgb = f32::from(byte) / 255.0;
            if srgb <= 0.040_45 { srgb / 12.92 } else { ((srgb + 0.055) / 1.055).powf(2.4) }
        };
        let Self(red, green, blue) = self.shown();
        [linear(red), linear(green), linear(blue), alpha]
    }

    /// Red, green, blue of sRGB, 0 to 1, opaque.
    pub fn srgb(self) -> [f32; 4] {
        let Self(red, green, blue) = self.shown();
        [red, green, blue, 255].map(|byte| f32::from(byte) / 255.0)
    }

    /// The bytes, sRGB.
    pub fn bytes(self) -> [u8; 3] {
        let Self(red, green, blue) = self.shown();
        [red, green, blue]
    }
}

macro_rules! tokens {
    ($($(#[$doc:meta])* $name:ident = $hex:literal;)+) => { $(
        $(#[$doc])*
        pub const $name: Token = Token::hex($hex);
    )+ };
}

tokens! {
    /// Behind everything; also the casing of symbols and letters.
    CANVAS = 0x0C1015;
    /// Panels.
    PANEL = 0x121820;
    /// Land without anything on it.
    LAND = 0x161C24;
    /// Raised rows, buttons at rest.
    RAISED = 0x1C2530;
    /// Water.
    WATER = 0x1E2F40;
    /// Parks, woods, fields.
    PARK = 0x182420;
    /// Fields under glass or foil, between green and building.
    GLASS = 0x1D2B2E;
    /// Buildings.
    BUILDING = 0x212B36;
    /// Buildings' outline from z_eff 15.
    BUILDING_OUTLINE = 0x2D3845;
    /// Text of the first rank.
    TEXT_1 = 0xDDE5EC;
    /// Text of the second rank.
    TEXT_2 = 0xA9B6C2;
    /// Text of the third rank.
    TEXT_3 = 0x8291A0;
    /// Disabled.
    DISABLED = 0x5D6B78;
    /// Disabled text of an action on a raised ground.
    DISABLED_ACTION = 0x7A8896;
    /// Minor roads.
    ROAD_MINOR = 0x2A3440;
    /// Secondary roads.
    ROAD_SECONDARY = 0x364250;
    /// Primary roads.
    ROAD_PRIMARY = 0x445261;
    /// Expressways.
    ROAD_EXPRESSWAY = 0x586878;
    /// 特急
    U1 = 0xF0434F;
    /// 特急, as text.
    U1_TEXT = 0xFF8086;
    /// 紧急
    U2 = 0xFF9C19;
    /// 一般
    U3 = 0xFFEA80;
    /// 较低
    U4 = 0x5AA9FF;
    /// A worker on duty.
    WORKER = 0x5FC9A8;
    /// A worker on task; also the rim of U1 and the glyph over half a symbol.
    WORKER_ON_TASK = 0xF2F7FA;
    /// A worker whose fix is too old.
    WORKER_OLD = 0x75838F;
    /// A camera that answers.
    CAMERA = 0x8CA0B5;
    /// A camera that doesn't.
    CAMERA_FAULT = 0x66737F;
    /// The selection.
    SELECTION = 0xFFFFFF;
    /// Query geometry.
    QUERY = 0x46D9D0;
    /// Stale data.
    STALE = 0x93A1AE;
    /// Replay.
    REPLAY = 0xE07BE0;
    /// A 7-day band, a chart's ground.
    CHART_BAND = 0x2A3440;
}

/// A boundary's colour by level.
pub const fn boundary(level: AreaLevel) -> Token {
    match level {
        AreaLevel::County => Token::hex(0xB4C1CE),
        AreaLevel::Town => Token::hex(0x8496A8),
        AreaLevel::Zone => Token::hex(0x7D90A3),
        AreaLevel::Village => Token::hex(0x617386),
        AreaLevel::Grid => Token::hex(0x455565),
    }
}

/// An urgency's colour.
pub const fn urgency(urgency: Urgency) -> Token {
    match urgency {
        Urgency::U1 => U1,
        Urgency::U2 => U2,
        Urgency::U3 => U3,
        Urgency::U4 => U4,
    }
}

/// An urgency's colour as text.
pub const fn urgency_text(u: Urgency) -> Token {
    match u {
        Urgency::U1 => U1_TEXT,
        other => urgency(other),
    }
}

/// Between which tones a picture of the ground is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureTone {
    /// What quiet ground becomes.
    pub low: Token,
    /// What stands out most.
    pub high: Token,
    /// Whether light becomes dark.
    pub turned: bool,
    /// How much of a cool colour stays; warm ones, which are for what must be acted on, keep none.
    pub cool: f32,
}

/// How pictures are toned: a drawn map's ground is land, its lines are no lighter than the map's own roads; a
/// photograph, which is all surface, stays below the colours of buildings' outlines, so that U1 keeps 3 to 1 on it.
pub const fn picture_tone(tone: Tone) -> PictureTone {
    match tone {
        Tone::Light => PictureTone { low: LAND, high: ROAD_EXPRESSWAY, turned: true, cool: 0.2 },
        Tone::Dark => PictureTone { low: CANVAS, high: ROAD_EXPRESSWAY, turned: false, cool: 0.2 },
        Tone::Photo => PictureTone { low: CANVAS, high: BUILDING_OUTLINE, turned: false, cool: 0.12 },
    }
}

/// The five classes of an area fill, lowest first.
pub const FILL: [Token; 5] =
    [Token::hex(0x1B2531), Token::hex(0x223646), Token::hex(0x2A4A5E), Token::hex(0x356277), Token::hex(0x4A7F92)];

/// From this effective zoom on no heat is drawn: a few streets lie within one bandwidth, and all of them would only be
/// tinted.
pub const HEAT_TO_ZOOM: f64 = 14.5;

/// The heat ramp "Frost" with its opacities.
pub const FROST: [(Token, f32); 7] = [
    (Token::hex(0x16222E), 0.0),
    (Token::hex(0x1D4257), 0.35),
    (Token::hex(0x23687F), 0.45),
    (Token::hex(0x3A8F9C), 0.55),
    (Token::hex(0x73B7B0), 0.60),
    (Token::hex(0xB9DCC6), 0.65),
    (Token::hex(0xF3F8E2), 0.70),
];

/// Heat under labels is thinned by this factor.
pub const HEAT_UNDER_LABELS: f32 = 0.85;

/// The densities at which the ramp's colours stand, reported per km² over the period.
pub const HEAT_STOPS_PER_KM2: [f64; 7] = [0.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0];

/// The ramp of a comparison, from fewer to more, with its opacities: teal and violet differ for every eye, and more is
/// the lighter end in greys, too. Nothing warm: nobody must act on it at once.
pub const CHANGE: [(Token, f32); 7] = [
    (Token::hex(0x2BA39B), 0.70),
    (Token::hex(0x267E84), 0.60),
    (Token::hex(0x1F4A55), 0.40),
    (Token::hex(0x16222E), 0.0),
    (Token::hex(0x5B4E96), 0.50),
    (Token::hex(0x9582DB), 0.65),
    (Token::hex(0xE4DBFC), 0.80),
];

/// The differences at which its colours stand, per km² over the period.
pub const CHANGE_STOPS_PER_KM2: [f64; 7] = [-40.0, -20.0, -10.0, 0.0, 10.0, 20.0, 40.0];

/// An isoline: its value per km², its colour, its width, dp.
pub type Isoline = (f64, Token, f32);

/// The isolines of a comparison over a filled map: difference per km², colour, width dp.
pub const CHANGE_ISOLINES: [Isoline; 4] = [
    (-20.0, Token::hex(0x2BA39B), 2.0),
    (-10.0, Token::hex(0x2BA39B), 1.3),
    (10.0, Token::hex(0xB3A3EE), 1.3),
    (20.0, Token::hex(0xE4DBFC), 2.0),
];

/// The isolines of heat over a filled map: density per km², colour, width dp.
pub const ISOLINES: [Isoline; 3] =
    [(20.0, Token::hex(0x4FA9B3), 1.3), (40.0, Token::hex(0x8CCFC4), 1.8), (80.0, Token::hex(0xF3F8E2), 2.3)];

/// Sizes of type, dp.
pub mod size {
    /// Captions.
    pub const CAPTION: f32 = 13.0;
    /// Running text.
    pub const BODY: f32 = 16.0;
    /// A panel's title.
    pub const PANEL_TITLE: f32 = 18.0;
    /// A county's name on the map.
    pub const MAP_COUNTY: f32 = 26.0;
    /// A town's.
    pub const MAP_TOWN: f32 = 20.0;
    /// A zone's.
    pub const MAP_ZONE: f32 = 16.0;
    /// A village's.
    pub const MAP_VILLAGE: f32 = 14.0;
    /// A grid's.
    pub const MAP_GRID: f32 = 13.0;
    /// A card's title.
    pub const TITLE: f32 = 20.0;
    /// The clock.
    pub const CLOCK: f32 = 28.0;
    /// A key figure.
    pub const KPI: f32 = 40.0;
}

/// A value that depends on the effective zoom: (z_eff, value) pairs, linear between, flat outside.
pub fn by_zoom(table: &[(f64, f64)], z_eff: f64) -> f64 {
    let Some(first) = table.first() else { return 0.0 };
    let mut before = *first;
    for &(zoom, value) in table {
        if z_eff <= zoom {
            let span = zoom - before.0;
            let share = if span > 0.0 { ((z_eff - before.0) / span).clamp(0.0, 1.0) } else { 1.0 };
            return before.1 + (value - before.1) * share;
        }
        before = (zoom, value);
    }
    before.1
}

/// A boundary's width, dp, at a zoom; 0 where the level does not show (VISUAL.md's table).
pub fn boundary_width_dp(level: AreaLevel, z_eff: f64) -> f64 {
    let (from, table): (f64, &[(f64, f64)]) = match level {
        AreaLevel::County => (0.0, &[(9.0, 1.5), (11.0, 2.0), (13.0, 2.5), (15.0, 3.0)]),
        AreaLevel::Town => (0.0, &[(9.0, 1.0), (11.0, 1.75), (13.0, 2.0)]),
        AreaLevel::Zone => (11.0, &[(11.0, 1.0), (13.0, 1.25), (15.0, 1.5)]),
        AreaLevel::Village => (12.5, &[(13.0, 1.0), (15.0, 1.5)]),
        AreaLevel::Grid => (14.0, &[(15.0, 1.0), (17.0, 1.25)]),
    };
    if z_eff < from { 0.0 } else { by_zoom(table, z_eff) }
}
