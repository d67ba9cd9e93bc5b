//! Where pictures come from, and those that the graphics card holds: of each camera the one that is drawn, and the one that
//! is on its way to the card.

use crate::domain::{CameraCode, VideoTrouble};
use crate::panels::photos::PhotoPixels;
use crate::seat::Seat;
use bevy_egui::egui::{self, ColorImage, TextureHandle, TextureId, TextureOptions};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A picture that came is drawn one pass later; where nothing else wants one, after so long.
const NEXT_PASS: Duration = Duration::from_millis(550);

/// What a camera shows now.
#[derive(Clone, Default)]
pub struct VideoLook {
    /// How old the newest picture is; none where there is none.
    pub age: Option<Duration>,
    /// Why no newer one comes, where something is wrong.
    pub trouble: Option<VideoTrouble>,
    /// The newest picture that is unpacked and its number, where that is another than the one asked with.
    pub picture: Option<(u64, Arc<PhotoPixels>)>,
}

/// Where cameras' pictures come from. It answers at once; whatever takes time happens elsewhere.
pub trait VideoSource: Send + Sync {
    /// What a camera shows now, no side longer than `most_px`; `have` is the number of the picture that is there already.
    fn look(&self, camera: &CameraCode, most_px: u32, have: Option<u64>) -> VideoLook;
}

#[derive(Default)]
struct Held {
    shown: Option<TextureHandle>,
    /// It is sent to the card with this pass: drawn in it, it would be blank.
    coming: Option<TextureHandle>,
    number: Option<u64>,
}

/// The pictures of the open cameras.
#[derive(Default)]
pub(super) struct Shelf {
    source: Option<Arc<dyn VideoSource>>,
    held: BTreeMap<u32, Held>,
}

impl Shelf {
    pub(super) fn set_source(&mut self, source: Arc<dyn VideoSource>) {
        self.source = Some(source);
    }

    /// Lets go of the pictures of all cameras but these.
    pub(super) fn keep_only(&mut self, seat: &Seat, open: &[u32]) {
        let rows = seat.picture.cameras.rows().len();
        self.held.retain(|camera, _| open.contains(camera) && (*camera as usize) < rows);
    }

    /// What a camera shows; its picture is taken over.
    pub(super) fn look(&mut self, ctx: &egui::Context, seat: &Seat, camera: u32, most_px: u32) -> VideoLook {
        let no_address = VideoLook { trouble: Some(VideoTrouble::NoAddress), ..VideoLook::default() };
        let (Some(source), Some(row)) = (&self.source, seat.picture.cameras.rows().get(camera as usize)) else {
            return no_address;
        };
        let held = self.held.entry(camera).or_default();
        if let Some(came) = held.coming.take() {
            held.shown = Some(came);
        }
        let look = source.look(&row.code, most_px, held.number);
        if let Some((number, pixels)) = &look.picture {
            let size_px = [pixels.width as usize, pixels.height as usize];
            let image = ColorImage::from_rgba_unmultiplied(size_px, &pixels.rgba);
            // A texture of its own each time, so that what is on the card is never changed under what is drawn.
            held.coming = Some(ctx.load_texture(format!("camera-{camera}"), image, TextureOptions::LINEAR));
            held.number = Some(*number);
            ctx.request_repaint_after(NEXT_PASS);
        }
        look
    }

    pub(super) fn texture(&self, camera: u32) -> Option<&TextureHandle> {
        self.held.get(&camera)?.shown.as_ref()
    }

    pub(super) fn arriving(&self) -> impl Iterator<Item = TextureId> + '_ {
        self.held.values().filter_map(|held| held.coming.as_ref()).map(TextureHandle::id)
    }
}
