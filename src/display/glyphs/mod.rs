//! Letters for names on the map. Each is rasterised once at its very size, with its distance to every pixel around,
//! from which the shader cuts the dark rim; both go into an atlas of bounded size.

mod distance;
mod faces;
mod shelves;

use super::gpu::glyphs::Patch;
use faces::Faces;
use shelves::Shelves;
use std::collections::{BTreeMap, BTreeSet};

/// The atlas begins with this side, px, and doubles…
const FIRST_SIDE_PX: u32 = 1024;
/// … up to this one.
const LARGEST_SIDE_PX: u32 = 4096;

/// A letter in the atlas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Its first texel.
    pub(super) at_px: [u32; 2],
    /// Its texels, the room for the rim included; zero where it has no ink.
    pub(super) size_px: [u32; 2],
    /// From the pen on the baseline to its first texel, y down.
    pub(super) from_pen_px: [i32; 2],
    shelf: usize,
}

/// The atlas is full of letters that are all in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

/// The letters that have been drawn, and those that were drawn since the last `take_patches`.
pub(super) struct Letters {
    faces: Faces,
    side_px: u32,
    /// Distances are known up to this one, px; so far the texels of a letter go beyond its ink.
    reach_px: u32,
    shelves: Shelves,
    letters: BTreeMap<(char, u16), Letter>,
    patches: Vec<Patch>,
    missing: BTreeSet<char>,
    now: u64,
}

impl Letters {
    /// None yet, with room for a rim of this width.
    pub(super) fn new(rim_px: f32) -> Self {
        Self {
            faces: Faces::shipped(),
            side_px: FIRST_SIDE_PX,
            reach_px: reach_of(rim_px),
            shelves: Shelves::new(FIRST_SIDE_PX),
            letters: BTreeMap::new(),
            patches: Vec::new(),
            missing: BTreeSet::new(),
            now: 0,
        }
    }

    /// The atlas's side, px.
    pub(super) fn side_px(&self) -> u32 {
        self.side_px
    }

    /// The farthest distance that the atlas knows, px.
    pub(super) fn reach_px(&self) -> u32 {
        self.reach_px
    }

    /// A character's width at a size: whole pixels, so that letters stand on whole pixels.
    pub(super) fn advance_px(&mut self, c: char, size_px: u16) -> f32 {
        (self.faces.advance_em(c) * f32::from(size_px)).round()
    }

    /// How far below the middle of a row its baseline is, px.
    pub(super) fn baseline_px(&self, size_px: u16) -> i32 {
        (self.faces.middle_em() * f32::from(size_px)).round() as i32
    }

    /// The characters that no shipped font has and that were asked for.
    pub(super) fn missing(&self) -> &BTreeSet<char> {
        &self.missing
    }

    /// Begins a new laying of all names: what is asked for from now on is in use, what was before is not.
    pub(super) fn begin(&mut self) {
        self.now += 1;
    }

    /// A letter at a size, drawn if it is new.
    ///
    /// # Errors
    /// When the atlas has no room; `grow` it and begin anew.
    pub(super) fn letter(&mut self, c: char, size_px: u16) -> Result<Letter, Full> {
        if let Some(letter) = self.letters.get(&(c, size_px)).copied() {
            if letter.size_px != [0, 0] {
                self.shelves.touch(letter.shelf, self.now);
            }
            return Ok(letter);
        }
        if !self.faces.has(c) {
            self.missing.insert(c);
        }
        let letter = match self.faces.draw(c, size_px) {
            Some(coverage) => self.put(coverage)?,
            None => Letter { at_px: [0, 0], size_px: [0, 0], from_pen_px: [0, 0], shelf: 0 },
        };
        self.letters.insert((c, size_px), letter);
        Ok(letter)
    }

    /// Makes room: a larger atlas, or the largest one emptied. All letters must be asked for again. Answers whether
    /// it is larger now.
    pub(super) fn grow(&mut self) -> bool {
        let side_px = (self.side_px * 2).min(LARGEST_SIDE_PX);
        let grown = side_px > self.side_px;
        self.side_px = side_px;
        self.clear();
        grown
    }

    /// Changes the rim's width, for which all letters must be drawn again.
    pub(super) fn set_rim(&mut self, rim_px: f32) {
        if self.reach_px != reach_of(rim_px) {
            self.reach_px = reach_of(rim_px);
            self.clear();
        }
    }

    /// What has to be written into the atlas since the last time.
    pub(super) fn take_patches(&mut self) -> Vec<Patch> {
        std::mem::take(&mut self.patches)
    }

    fn clear(&mut self) {
        self.shelves = Shelves::new(self.side_px);
        self.letters.clear();
        self.patches.clear();
    }

    fn put(&mut self, coverage: faces::Coverage) -> Result<Letter, Full> {
        let pad = self.reach_px as usize;
        let height_px = coverage.shares.len().checked_div(coverage.width_px).unwrap_or(0);
        let (width, height) = (coverage.width_px + 2 * pad, height_px + 2 * pad);
        let mut shares = vec![0.0; width * height];
        for (row, line) in coverage.shares.chunks(coverage.width_px.max(1)).enumerate() {
            let first = (row + pad) * width + pad;
            shares[first..first + line.len()].copy_from_slice(line);
        }
        let away_px = distance::outside_px(&shares, width);
        let byte = |share: f32| (share.clamp(0.0, 1.0) * 255.0).round() as u8;
        let near = |away_px: f32| byte(1.0 - away_px / self.reach_px as f32);
        let texels = shares.iter().zip(away_px).flat_map(|(share, away_px)| [byte(*share), near(away_px)]).collect();
        let size_px = [width as u32, height as u32];
        let spot = self.shelves.put(size_px[0], size_px[1], self.now).ok_or(Full)?;
        if spot.emptied {
            self.letters.retain(|_, letter| letter.size_px == [0, 0] || letter.shelf != spot.shelf);
        }
        self.patches.push(Patch { at_px: spot.at_px, size_px, texels });
        let from_pen_px = [coverage.left_px - pad as i32, coverage.top_px - pad as i32];
        Ok(Letter { at_px: spot.at_px, size_px, from_pen_px, shelf: spot.shelf })
    }
}

/// One texel more than the rim, for its soft edge, and one so that a turned letter never reads its neighbour.
fn reach_of(rim_px: f32) -> u32 {
    rim_px.max(0.0).ceil() as u32 + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_drawn_once_and_stand_where_han_ink_does() {
        let mut letters = Letters::new(1.6);
        letters.begin();
        let guo = letters.letter('国', 20);
        assert_eq!(letters.letter('国', 20), guo);
        assert_eq!(letters.take_patches().len(), 1, "drawn once");
        let Ok(guo) = guo else { panic!("there is room") };
        // Its ink lies about the row's middle, as wide as an em less the bearings.
        let ink_top = guo.from_pen_px[1] + letters.reach_px() as i32 + letters.baseline_px(20);
        let ink_height = guo.size_px[1] as i32 - 2 * letters.reach_px() as i32;
        assert!((ink_top + ink_height / 2).abs() <= 1, "{ink_top} and {ink_height}");
        assert!((16..=20).contains(&ink_height), "{ink_height}");
        assert_eq!(letters.advance_px('国', 20), 20.0);
        assert!((5.0..13.0).contains(&letters.advance_px('a', 20)));
        assert_eq!(letters.letter(' ', 20).map(|space| space.size_px), Ok([0, 0]));
    }

    #[test]
    fn a_patch_holds_ink_and_a_rim_that_fades_to_its_edge() {
        let mut letters = Letters::new(2.0);
        letters.begin();
        let Ok(letter) = letters.letter('县', 32) else { panic!("there is room") };
        let patch = letters.take_patches().remove(0);
        assert_eq!(patch.texels.len() as u32, letter.size_px[0] * letter.size_px[1] * 2);
        let (ink, near): (Vec<u8>, Vec<u8>) = patch.texels.chunks(2).map(|texel| (texel[0], texel[1])).unzip();
        assert!(ink.contains(&255));
        assert!(ink.iter().zip(&near).all(|(ink, near)| *ink < 128 || *near == 255), "within a letter all is near");
        let width = letter.size_px[0] as usize;
        assert!(near[..width].iter().all(|near| *near < 80), "the rim ends before the patch does");
    }

    #[test]
    fn a_character_that_no_font_has_is_told_and_shown_as_a_sign_for_it() {
        let mut letters = Letters::new(1.6);
        letters.begin();
        let unknown = '\u{1F600}';
        let shown = letters.letter(unknown, 14).map(|letter| letter.size_px);
        assert_eq!(letters.missing().iter().collect::<Vec<_>>(), [&unknown]);
        assert_eq!(shown, letters.letter('〓', 14).map(|letter| letter.size_px));
        assert_ne!(shown, Ok([0, 0]));
    }

    #[test]
    fn a_full_atlas_grows_and_then_forgets_what_is_out_of_use() {
        let mut letters = Letters::new(7.0);
        let mut han = ('\u{4E00}'..).filter(|c| ('\u{4E00}'..'\u{9FA5}').contains(c));
        letters.begin();
        let full = loop {
            let c = han.next().unwrap_or('一');
            if letters.letter(c, 88).is_err() {
                break c;
            }
        };
        assert!(letters.grow());
        assert_eq!(letters.side_px(), 2 * FIRST_SIDE_PX);
        letters.begin();
        assert!(letters.letter(full, 88).is_ok());
        // Used in one laying, out of use in the next: there is always room again.
        for c in han.take(900) {
            letters.begin();
            assert!(letters.letter(c, 88).is_ok());
        }
    }
}
