//! Takes pictures of the screen: one, or a film's, as they are drawn. They come back from the graphics card a frame or two
//! later and are turned into files on threads that have time.

use super::links::{FilmFrame, LinkEnds, ToFilm};
use super::schedule::{Intents, SeatResource};
use super::screen::ScreenCamera;
use crate::seat::{FileToWrite, Intent, RecordIntent};
use bevy::camera::RenderTarget;
use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};
use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;
use std::time::Duration;

/// A film has so many pictures a second at the most.
const EVERY: Duration = Duration::from_millis(100);

/// A film under way.
struct Film {
    name: String,
    taken_at: Option<Duration>,
    to: SyncSender<ToFilm>,
    /// Pictures that have not come back yet.
    awaited: Arc<AtomicUsize>,
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Last, (take_picture, film));
}

fn take_picture(
    mut seat: ResMut<SeatResource>,
    targets: Query<&RenderTarget, With<ScreenCamera>>,
    mut commands: Commands,
) {
    let (Some(name), Ok(target)) = (seat.0.recording.take_picture(), targets.single()) else { return };
    commands.spawn(Screenshot(target.clone())).observe(
        move |shot: On<ScreenshotCaptured>, mut intents: ResMut<Intents>| {
            let image = shot.image.clone();
            let file = FileToWrite::new(format!("{name}.png"), move || png(image.clone()));
            intents.0.push(Intent::Record(RecordIntent::Taken(file)));
        },
    );
}

fn png(image: Image) -> Result<Vec<u8>, String> {
    let dynamic = image.try_into_dynamic().map_err(|error| error.to_string())?;
    let mut bytes = Cursor::new(Vec::new());
    dynamic.to_rgb8().write_to(&mut bytes, image::ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn film(
    seat: Res<SeatResource>,
    targets: Query<&RenderTarget, With<ScreenCamera>>,
    mut links: ResMut<LinkEnds>,
    mut film: Local<Option<Film>>,
    time: Res<Time<Real>>,
    mut commands: Commands,
) {
    let wanted = seat.0.recording.film();
    if let Some(running) = film.as_ref().filter(|running| wanted != Some(running.name.as_str())) {
        // Its last pictures are still on their way.
        if running.awaited.load(Ordering::Acquire) == 0 && running.to.try_send(ToFilm::End).is_ok() {
            *film = None;
        }
        return;
    }
    let Some(name) = wanted else { return };
    if film.is_none() {
        let to = links.film_line();
        *film = to.map(|to| Film { name: name.to_owned(), taken_at: None, to, awaited: Arc::default() });
    }
    let (Some(running), Ok(target)) = (film.as_mut(), targets.single()) else { return };
    let now = time.elapsed();
    if running.taken_at.is_some_and(|taken_at| now.saturating_sub(taken_at) < EVERY) {
        return;
    }
    running.taken_at = Some(now);
    running.awaited.fetch_add(1, Ordering::AcqRel);
    let (to, awaited, name) = (running.to.clone(), running.awaited.clone(), running.name.clone());
    let at_ms = now.as_millis() as u64;
    commands.spawn(Screenshot(target.clone())).observe(move |shot: On<ScreenshotCaptured>| {
        let image = shot.image.clone();
        let pixels = Box::new(move || Some(image.try_into_dynamic().ok()?.to_rgba8()));
        // Whoever makes the film is behind: a picture is left out rather than the screen held up.
        let _ = to.try_send(ToFilm::Frame(FilmFrame { film: name.clone(), at_ms, pixels }));
        awaited.fetch_sub(1, Ordering::AcqRel);
    });
}

/// How soon the next picture of a film is due; none while nothing is filmed.
pub(super) fn next_picture(seat: &crate::seat::Seat) -> Option<Duration> {
    seat.recording.film().map(|_| EVERY)
}
