//! The screen's picture and a film of it are what shows.

use super::world::Rig;
use std::time::{Duration, Instant};
use zonglan::display::{FilmFrame, ToFilm};
use zonglan::seat::{Intent, RecordIntent, Toast};

/// Whoever waits longer for a picture waits in vain.
const LONGEST: Duration = Duration::from_secs(20);

pub(super) fn all(rig: &mut Rig) {
    rig.seat.settle().unwrap();
    let shown = rig.seat.picture().unwrap();
    a_picture_is_what_shows(rig, &shown);
    a_film_goes_on_until_it_is_ended(rig, &shown);
}

fn a_picture_is_what_shows(rig: &mut Rig, shown: &image::RgbImage) {
    rig.seat.seat_mut().intend(Intent::Record(RecordIntent::Picture));
    let began = Instant::now();
    let file = loop {
        assert!(began.elapsed() < LONGEST, "no picture came");
        rig.seat.update();
        if let Some(file) = rig.file_to_write() {
            break file;
        }
    };
    assert!(file.name.starts_with("screen-20260910-08"), "by the site's clock: {}", file.name);
    let taken = image::load_from_memory(&file.bytes().unwrap()).unwrap().to_rgb8();
    assert!(taken == *shown, "pixel by pixel");
}

fn a_film_goes_on_until_it_is_ended(rig: &mut Rig, shown: &image::RgbImage) {
    let film = |rig: &mut Rig| rig.seat.seat_mut().intend(Intent::Record(RecordIntent::Film));
    film(rig);
    assert!(rig.seat.seat().toasts().any(|toast| *toast == Toast::Filming));
    let (began, mut frames) = (Instant::now(), Vec::<FilmFrame>::new());
    while frames.len() < 3 {
        assert!(began.elapsed() < LONGEST, "no film came");
        rig.seat.update();
        frames.extend(rig.film.1.try_iter().filter_map(|taken| match taken {
            ToFilm::Frame(frame) => Some(frame),
            ToFilm::End => None,
        }));
    }
    film(rig);
    let began = Instant::now();
    let is_end = |taken: ToFilm| matches!(taken, ToFilm::End);
    while !rig.film.1.try_iter().any(is_end) {
        assert!(began.elapsed() < LONGEST, "the film has no end");
        rig.seat.update();
    }
    assert!(frames.is_sorted_by_key(|frame| frame.at_ms));
    assert!(frames.iter().all(|frame| frame.film.starts_with("film-20260910-08") && frame.film == frames[0].film));
    for frame in frames {
        let pixels = (frame.pixels)().unwrap();
        assert_eq!(pixels.dimensions(), shown.dimensions());
    }
    rig.film.0.send(Ok("exports/film-20260910-082640.mp4".into())).unwrap();
    rig.seat.update();
    let told = Toast::Exported("exports/film-20260910-082640.mp4".into());
    assert!(rig.seat.seat().toasts().any(|toast| *toast == told));
}
