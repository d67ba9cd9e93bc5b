//! Photos on panels: where they come from, how many of them the graphics card holds, the enlarged one.

use super::pen::{Pen, ink};
use super::text::photo_words;
use super::theme::{self, size};
use crate::domain::Photo;
use crate::seat::{Intent, Seat, WorkIntent};
use bevy_egui::egui::{self, Align2, Color32, ColorImage, Rect, TextureHandle, TextureOptions, pos2, vec2};
use std::collections::VecDeque;
use std::sync::Arc;

/// A thumbnail's longer side, px: twice what it has on a wall of scale 2.
const SMALL_PX: u32 = 256;
/// The enlarged photo's longer side, px.
const LARGE_PX: u32 = 2_048;
/// So many thumbnails stay on the card: 256 KiB each.
const MOST_SMALL: usize = 32;
/// So many enlarged ones: 16 MiB each.
const MOST_LARGE: usize = 1;

/// Why a photo does not show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoTrouble {
    /// Its file is not in this data folder.
    Missing,
    /// Its file is not what its name says.
    Damaged,
    /// It is whole, and no picture.
    Undrawable,
    /// The disk fails.
    Unreadable,
}

impl PhotoTrouble {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 4] = [Self::Missing, Self::Damaged, Self::Undrawable, Self::Unreadable];
}

/// A photo as it is drawn: upright, rows from the top, sRGB and opacity.
#[derive(Clone, PartialEq, Eq)]
pub struct PhotoPixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Four bytes a pixel.
    pub rgba: Vec<u8>,
}

/// What a source answers.
#[derive(Clone)]
pub enum PhotoAnswer {
    /// It is not there yet: ask again.
    Later,
    /// It can't be had.
    None(PhotoTrouble),
    /// The photo.
    Photo(Arc<PhotoPixels>),
}

/// Where photos come from. It answers at once; whatever takes time happens elsewhere.
pub trait PhotoSource: Send + Sync {
    /// The photo of this name, no side of it longer than `most_px`.
    fn photo(&self, sha256: &str, most_px: u32) -> PhotoAnswer;
}

/// The photos that the graphics card holds, the last used last.
#[derive(Default)]
pub(crate) struct Shelf {
    source: Option<Arc<dyn PhotoSource>>,
    small: VecDeque<(String, TextureHandle)>,
    large: VecDeque<(String, TextureHandle)>,
}

impl Shelf {
    pub(crate) fn set_source(&mut self, source: Arc<dyn PhotoSource>) {
        self.source = Some(source);
    }

    /// The photo's texture, or why there is none yet.
    fn texture(
        &mut self,
        ctx: &egui::Context,
        sha256: &str,
        is_large: bool,
    ) -> Result<TextureHandle, Option<PhotoTrouble>> {
        let (shelf, most, most_px) = match is_large {
            true => (&mut self.large, MOST_LARGE, LARGE_PX),
            false => (&mut self.small, MOST_SMALL, SMALL_PX),
        };
        if let Some(place) = shelf.iter().position(|(name, _)| name == sha256) {
            let found = shelf.remove(place).ok_or(None)?;
            let texture = found.1.clone();
            shelf.push_back(found);
            return Ok(texture);
        }
        let source = self.source.as_ref().ok_or(Some(PhotoTrouble::Missing))?;
        let pixels = match source.photo(sha256, most_px) {
            PhotoAnswer::Later => return Err(None),
            PhotoAnswer::None(trouble) => return Err(Some(trouble)),
            PhotoAnswer::Photo(pixels) => pixels,
        };
        let size_px = [pixels.width as usize, pixels.height as usize];
        let image = ColorImage::from_rgba_unmultiplied(size_px, &pixels.rgba);
        let texture = ctx.load_texture(format!("photo-{sha256}"), image, TextureOptions::LINEAR);
        shelf.push_back((sha256.to_owned(), texture.clone()));
        if shelf.len() > most {
            shelf.pop_front();
        }
        Ok(texture)
    }

    /// Draws a photo into `rect`, as large as it fits; answers where it stands, or writes why it doesn't.
    pub(crate) fn draw(&mut self, pen: &Pen<'_>, rect: Rect, photo: &Photo, is_large: bool) -> Rect {
        match self.texture(pen.painter().ctx(), &photo.sha256, is_large) {
            Ok(texture) => {
                let of = texture.size_vec2();
                let share = (rect.width() / of.x).min(rect.height() / of.y);
                let at = Rect::from_center_size(rect.center(), of * share);
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                pen.painter().image(texture.id(), at, whole, Color32::WHITE);
                at
            }
            Err(why) => {
                let words = why.map_or(photo_words::later(pen.lang), |trouble| photo_words::trouble(pen.lang, trouble));
                let room = rect.width() - 4.0;
                pen.text_within(rect.center(), Align2::CENTER_CENTER, words, ink(size::CAPTION, theme::TEXT_2), room);
                rect
            }
        }
    }
}

/// The photo that is enlarged, where one is.
pub(crate) fn enlarged(seat: &Seat) -> Option<(Photo, String)> {
    let (place, incident) = (seat.work.photo?, seat.selected_incident()?);
    let photos = seat.photos(incident);
    let photo = (*photos.get(place)?).clone();
    let moment = photo_words::moment(seat.lang, photo.moment);
    Some((photo, format!("{moment}  {} / {}", place + 1, photos.len())))
}

/// Draws the enlarged photo over `rect`; a click makes it small again.
pub(crate) fn paint_enlarged(pen: &mut Pen<'_>, shelf: &mut Shelf, rect: Rect, photo: &Photo, words: &str) {
    const FOOT: f32 = 40.0;
    let close = Intent::Work(WorkIntent::Photo(None));
    pen.press_for("photo-large", rect, words, close);
    pen.painter().rect_filled(rect, 0.0, theme::CANVAS.egui());
    let picture = Rect::from_min_max(rect.min + vec2(16.0, 16.0), rect.max - vec2(16.0, FOOT));
    shelf.draw(pen, picture, photo, true);
    let y = rect.bottom() - FOOT / 2.0;
    let said = ink(size::BODY, theme::TEXT_1).medium();
    let said = pen.text(pos2(rect.left() + 16.0, y), Align2::LEFT_CENTER, words, said);
    let how = photo_words::how_to_close(pen.lang);
    let room = rect.right() - said.right() - 40.0;
    pen.text_within(pos2(rect.right() - 16.0, y), Align2::RIGHT_CENTER, how, ink(size::CAPTION, theme::TEXT_2), room);
}
