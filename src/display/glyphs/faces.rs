//! The shipped fonts, and the user's own for rare letters: how wide a character is, and what it covers.

use crate::panels::faces;
use ab_glyph::{Font, FontRef, Glyph, GlyphId, PxScale, point};
use std::collections::BTreeMap;

/// What stands for a character that no shipped font has: the printers' geta.
const MISSING: char = '〓';
/// A character whose ink is as high as Han ink is.
const HAN: char = '国';

/// The fonts, the first that has a character draws it.
pub(super) struct Faces {
    faces: Vec<FontRef<'static>>,
    /// How far above the baseline the middle of Han ink is, em.
    middle_em: f32,
    advances_em: BTreeMap<char, f32>,
}

/// What a letter covers, in rows from its top-left corner.
pub(super) struct Coverage {
    /// From the pen, on the baseline, to the left edge, px.
    pub(super) left_px: i32,
    /// To the upper edge, y down.
    pub(super) top_px: i32,
    pub(super) width_px: usize,
    pub(super) shares: Vec<f32>,
}

impl Faces {
    /// The fonts that come with the program, and the user's own.
    pub(super) fn shipped() -> Self {
        let faces: Vec<_> = faces().filter_map(|bytes| FontRef::try_from_slice(bytes).ok()).collect();
        let mut faces = Self { faces, middle_em: 0.38, advances_em: BTreeMap::new() };
        if let Some((face, id)) = faces.find(HAN)
            && let Some(outline) = face.outline(id)
        {
            faces.middle_em = (outline.bounds.min.y + outline.bounds.max.y) / 2.0 / em(face);
        }
        faces
    }

    /// Whether a font has the character.
    pub(super) fn has(&self, c: char) -> bool {
        self.find(c).is_some()
    }

    /// How far above the baseline the middle of a row of names is, em: the middle of Han ink.
    pub(super) fn middle_em(&self) -> f32 {
        self.middle_em
    }

    /// A character's width, em.
    pub(super) fn advance_em(&mut self, c: char) -> f32 {
        if let Some(advance_em) = self.advances_em.get(&c) {
            return *advance_em;
        }
        let advance_em = self.found(c).map_or(1.0, |(face, id)| face.h_advance_unscaled(id) / em(face));
        self.advances_em.insert(c, advance_em);
        advance_em
    }

    /// What a character covers at so many pixels an em. None where it has no ink.
    pub(super) fn draw(&self, c: char, size_px: u16) -> Option<Coverage> {
        let (face, id) = self.found(c)?;
        // ab_glyph's scale is the height of a row, not the em.
        let scale = PxScale::from(f32::from(size_px) * face.height_unscaled() / em(face));
        let outlined = face.outline_glyph(Glyph { id, scale, position: point(0.0, 0.0) })?;
        let bounds = outlined.px_bounds();
        let (width_px, height_px) = (bounds.width() as usize, bounds.height() as usize);
        let mut shares = vec![0.0; width_px * height_px];
        outlined.draw(|x, y, share| {
            if let Some(place) = shares.get_mut(y as usize * width_px + x as usize) {
                *place = share.clamp(0.0, 1.0);
            }
        });
        Some(Coverage { left_px: bounds.min.x as i32, top_px: bounds.min.y as i32, width_px, shares })
    }

    fn find(&self, c: char) -> Option<(&FontRef<'static>, GlyphId)> {
        self.faces.iter().map(|face| (face, face.glyph_id(c))).find(|(_, id)| id.0 != 0)
    }

    fn found(&self, c: char) -> Option<(&FontRef<'static>, GlyphId)> {
        self.find(c).or_else(|| self.find(MISSING))
    }
}

fn em(face: &FontRef<'_>) -> f32 {
    face.units_per_em().unwrap_or(1000.0)
}
