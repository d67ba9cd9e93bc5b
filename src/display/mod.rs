//! The drawn seat: Bevy, the map's layers, frames with and without a window, scripted driving.
//!
//! One core (`build`) serves a window and the headless seat alike; both take the same input road.
//! Workers, incidents and areas are rows of the picture, never entities: entities are cameras,
//! chunks of the base map and layers.

pub mod bench;
mod beside_window;
mod cameras_window;
mod cpu;
mod delay;
pub mod drive;
mod egui_glue;
mod error;
mod fingers;
mod freed;
mod glyphs;
mod gpu;
mod gpu_counts;
mod guide_window;
mod headless;
mod headless_input;
mod input;
mod input_method;
mod kept_panels;
mod key_codes;
mod keys;
mod layers;
mod links;
mod lost;
mod map_piece;
mod map_texture;
mod one_by_one;
mod passes;
mod photos;
mod pictures;
mod recorder;
mod schedule;
mod screen;
mod span;
mod timing;
mod video;
mod waker;
mod whereabouts;
mod window;

pub use error::{AdapterName, DisplayError, probe};
pub use gpu_counts::GpuCounts;
pub use headless::Headless;
pub use links::{AdviserEnds, Clock, FilmEnds, FilmFrame, Links, ManualClock, ReplayEnds, SoundEnds, ToFilm};
pub use lost::Looking;
pub use photos::PhotoReader;
pub use video::{VideoPicture, VideoReader, VideoShot};
pub use waker::Waker;
pub use whereabouts::{Touring, WIDGETS_STAND, Whereabouts};
pub use window::{PICTURE_STANDS, WORD_TO_PICTURE, WindowOptions, run};

use crate::seat::Seat;
use crate::spatial::PictureSource;
use crate::spatial::basemap::{BaseMap, TileSource};
use bevy::prelude::App;
use std::sync::Arc;

/// Where a base map comes from. It is read off the frame, so that may take its time; what cannot be read is
/// not drawn.
pub enum BaseMapSource {
    /// All of it at once.
    Whole(Box<dyn FnOnce() -> BaseMap + Send>),
    /// Tile by tile, as they are looked at.
    Tiles(Arc<dyn TileSource>),
    /// Pictures, lowest first, and what lies over them.
    Pictures {
        /// The maps of pictures.
        pictures: Vec<Arc<dyn PictureSource>>,
        /// Shapes over them.
        over: Option<Arc<dyn TileSource>>,
    },
}

/// Adds everything of a drawn seat to an app that has Bevy's default plugins: the panels, the map and
/// its layers, input, the frame's steps.
pub fn build(app: &mut App, seat: Seat, links: Links, base_map: Option<BaseMapSource>) {
    let (reader, waker) = (links.photos.clone(), links.waker.clone());
    let (cameras, bell) = (links.video.clone(), links.waker.clone());
    app.insert_resource(schedule::SeatResource(seat))
        .insert_resource(links::LinkEnds::new(links))
        .insert_resource(layers::BaseMapResource::from(base_map))
        .init_resource::<timing::Parts>();
    app.add_plugins((
        schedule::plugin,
        egui_glue::plugin,
        input::plugin,
        keys::plugin,
        one_by_one::plugin,
        passes::plugin,
        screen::plugin,
    ));
    egui_glue::bring_photos(app, reader, waker);
    egui_glue::bring_video(app, cameras, bell);
    app.add_plugins((
        gpu::plugin,
        layers::plugin,
        map_texture::plugin,
        lost::plugin,
        kept_panels::plugin,
        delay::plugin,
        freed::plugin,
        recorder::plugin,
    ));
}
