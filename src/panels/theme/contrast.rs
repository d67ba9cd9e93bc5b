//! The tokens for bright rooms and for eyes that need more: text of every rank at least 7:1 on every ground, lines and
//! symbols lighter, grounds darker, rims half as wide again. Hues stay, so that 红橙黄蓝 stays what it is.

use super::Token;
use crate::seat::setup::Contrast;
use std::sync::OnceLock;

/// The contrast of all that this process draws.
static CONTRAST: OnceLock<Contrast> = OnceLock::new();

/// Says how strong contrasts are, before anything is drawn: what is on the card already keeps its colours. The first word
/// holds; where nobody says anything they are normal.
pub fn set_contrast(contrast: Contrast) {
    // A second seat of the same process is on the same screen.
    _ = CONTRAST.set(contrast);
}

/// How strong contrasts are.
pub fn contrast() -> Contrast {
    CONTRAST.get().copied().unwrap_or_default()
}

/// How many times their usual width rims are.
pub(crate) fn rims() -> f32 {
    match contrast() {
        Contrast::Normal => 1.0,
        Contrast::High => 1.5,
    }
}

/// Tokens as they normally are, and as they are at high contrast. What is not here is alike: fills and heat, whose colours
/// are a scale with numbers, and the dark text on bright grounds.
const HIGH: [(u32, u32); 40] = [
    // Grounds.
    (0x0C1015, 0x05080B),
    (0x121820, 0x0A0E13),
    (0x161C24, 0x0D1218),
    (0x1C2530, 0x18202A),
    (0x1E2F40, 0x16293B),
    (0x182420, 0x101C17),
    (0x1D2B2E, 0x142225),
    (0x212B36, 0x1C2530),
    (0x2D3845, 0x445363),
    // Text.
    (0xDDE5EC, 0xFFFFFF),
    (0xA9B6C2, 0xD5DEE7),
    (0x8291A0, 0xBAC6D1),
    (0x5D6B78, 0xA3B0BC),
    (0x7A8896, 0xAAB6C2),
    // Roads.
    (0x2A3440, 0x3A4654),
    (0x364250, 0x4A5868),
    (0x445261, 0x5C6C7E),
    (0x586878, 0x7A8C9E),
    // Boundaries.
    (0xB4C1CE, 0xF0F5FA),
    (0x8496A8, 0xB9C9D8),
    (0x7D90A3, 0xACBECF),
    (0x617386, 0x93A6B8),
    (0x455565, 0x708295),
    // Urgencies.
    (0xF0434F, 0xFF5D68),
    (0xFF8086, 0xFFA3A7),
    (0xFFEA80, 0xFFF0A0),
    (0x5AA9FF, 0xA3D0FF),
    // People and cameras.
    (0x5FC9A8, 0x74E0BD),
    (0xF2F7FA, 0xFFFFFF),
    (0x75838F, 0xA7B4BF),
    (0x8CA0B5, 0xBCCBDA),
    (0x66737F, 0x9FACB8),
    // The rest.
    (0x46D9D0, 0x6BEDE4),
    (0x93A1AE, 0xBECAD5),
    (0xE07BE0, 0xF2A0F2),
    // Isolines, and what differs from before.
    (0x4FA9B3, 0x66C6D1),
    (0x8CCFC4, 0xA6E5DB),
    (0x2BA39B, 0x3CC7BD),
    (0xB3A3EE, 0xC9BDF8),
    (0xE4DBFC, 0xF2EDFF),
];

impl Token {
    /// This token at a contrast.
    #[must_use]
    pub fn at(self, contrast: Contrast) -> Self {
        let is_this = |(normal, _): &&(u32, u32)| Token::hex(*normal) == self;
        match contrast {
            Contrast::Normal => self,
            Contrast::High => HIGH.iter().find(is_this).map_or(self, |(_, high)| Token::hex(*high)),
        }
    }

    /// This token as it is shown.
    pub(super) fn shown(self) -> Self {
        self.at(contrast())
    }
}
