//! Photos on the card: before and after, enlarged by a click, small again by Escape or another; none of a confidential one.

use super::{Desk, NOW, book, number, seat_of};
use std::sync::{Arc, Mutex};
use zonglan::domain::{Actor, Event, IncidentFile, Photo, PhotoMoment, Recorded, Stream};
use zonglan::panels::{PhotoAnswer, PhotoPixels, PhotoSource, PhotoTrouble};
use zonglan::seat::{Intent, Lang, Seat, Selection, WorkIntent};

/// Has one photo, comes to have another at the second question, and lacks the rest.
#[derive(Default)]
struct Album {
    asked: Mutex<Vec<(String, u32)>>,
}

impl PhotoSource for Album {
    fn photo(&self, sha256: &str, most_px: u32) -> PhotoAnswer {
        let mut asked = self.asked.lock().unwrap();
        let before = asked.iter().filter(|(name, _)| name == sha256).count();
        asked.push((sha256.to_owned(), most_px));
        let photo = || PhotoAnswer::Photo(Arc::new(PhotoPixels { width: 8, height: 4, rgba: vec![200; 128] }));
        match sha256.as_bytes()[0] {
            b'a' => photo(),
            b'b' if before == 0 => PhotoAnswer::Later,
            b'b' => photo(),
            _ => PhotoAnswer::None(PhotoTrouble::Damaged),
        }
    }
}

fn attach(seat: &mut Seat, code: &str, photos: &[(PhotoMoment, char)]) {
    let photos = photos.iter().map(|(moment, c)| Photo { moment: *moment, sha256: c.to_string().repeat(64) });
    let (seq, stream) = (seat.picture.seq + 1, Stream::incident(&code.into()));
    let event = Event::Attached { photos: photos.collect() };
    let by = Actor::Worker("W1".into());
    seat.picture.apply(&Recorded { seq, stream, version: 9, at: NOW, by, event });
}

fn desk_with(photos: &[(PhotoMoment, char)], lang: Lang, size: (f64, f64), at_desk: bool) -> (Desk, Arc<Album>) {
    let mut seat = seat_of(book().picture, size.0, size.1, lang);
    attach(&mut seat, "CL-NEAR", photos);
    seat.work.at_desk = at_desk;
    let incident = number(&seat, "CL-NEAR");
    seat.intend(Intent::Select(Selection::Incident(incident)));
    seat.tick(NOW);
    let mut desk = Desk::new(seat);
    let album = Arc::<Album>::default();
    desk.panels.set_photos(Arc::<Album>::clone(&album));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    (desk, album)
}

const FOUR: [(PhotoMoment, char); 4] =
    [(PhotoMoment::After, 'b'), (PhotoMoment::Before, 'a'), (PhotoMoment::After, 'c'), (PhotoMoment::Before, 'd')];

#[test]
fn a_click_enlarges_and_escape_or_a_click_makes_it_small_again() {
    let (mut desk, album) = desk_with(&FOUR, Lang::Zh, (1920.0, 1080.0), true);
    assert!(!desk.panels.widgets().contains_key("photo-large"));
    let meant = desk.click("photo-1");
    assert_eq!(meant, [Intent::Work(WorkIntent::Photo(Some(0)))]);
    meant.into_iter().for_each(|intent| desk.seat.intend(intent));
    drop(desk.pass(Vec::new()));
    let incident = desk.seat.selected_incident().unwrap();
    assert_eq!(desk.seat.photos(incident)[0].sha256, "a".repeat(64), "those from before come first");
    let large = desk.panels.widgets()["photo-large"];
    assert!(large.width() > 500.0 && desk.panels.covers(large.center()), "the map does not take its clicks");
    assert_eq!(album.asked.lock().unwrap().last().unwrap().1, 2_048, "the large one is asked for as it is shown");
    assert_eq!(desk.click("photo-large"), [Intent::Work(WorkIntent::Photo(None))]);
    // Escape goes one level back: the photo first, then the card.
    desk.seat.intend(Intent::Back);
    assert!(desk.seat.work.photo.is_none() && desk.seat.selection.is_some());
    desk.seat.intend(Intent::Work(WorkIntent::Photo(Some(9))));
    assert!(desk.seat.work.photo.is_none(), "there is no tenth");
    desk.seat.intend(Intent::Back);
    assert!(desk.seat.selection.is_none());
}

#[test]
fn what_is_drawn_is_not_asked_for_again_and_what_comes_later_comes() {
    let (mut desk, album) = desk_with(&FOUR[..2], Lang::Zh, (1920.0, 1080.0), true);
    let count = album.asked.lock().unwrap().len();
    assert_eq!(count, 3, "one at once, one at the second question");
    (0..10).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(album.asked.lock().unwrap().len(), count);
}

#[test]
fn they_stand_within_the_card_beside_each_other_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for (size, at_desk) in [((1920.0, 1080.0), true), ((1920.0, 1080.0), false), ((3840.0, 1080.0), false)] {
            let (desk, _) = desk_with(&FOUR, lang, size, at_desk);
            let card = desk.panels.widgets()["card"];
            let photos: Vec<_> =
                (1..=4).filter_map(|n| desk.panels.widgets().get(&format!("photo-{n}"))).copied().collect();
            assert!(!at_desk || photos.len() >= 3, "{lang:?} {size:?}: {}", photos.len());
            for (k, photo) in photos.iter().enumerate() {
                assert!(card.contains_rect(*photo), "{lang:?} {size:?} {photo:?} in {card:?}");
                assert!(photos[..k].iter().all(|other| !other.intersects(*photo)));
                for id in ["trace-all", "dispatch-send", "accept"] {
                    let other = desk.panels.widgets().get(id);
                    assert!(other.is_none_or(|other| !other.intersects(*photo)), "{id}");
                }
            }
        }
    }
}

#[test]
fn a_confidential_matter_shows_none() {
    let mut seat = seat_of(book().picture, 1920.0, 1080.0, Lang::Zh);
    let file = IncidentFile { confidential: true, reported_at: NOW, title: "举报".into(), ..IncidentFile::default() };
    let (seq, stream) = (seat.picture.seq + 1, Stream::incident(&"S-1".into()));
    let by = Actor::System("test".into());
    let event = Event::Reported(Box::new(file));
    seat.picture.apply(&Recorded { seq, stream, version: 1, at: NOW, by, event });
    attach(&mut seat, "S-1", &FOUR);
    seat.work.at_desk = true;
    let incident = number(&seat, "S-1");
    seat.intend(Intent::Select(Selection::Incident(incident)));
    seat.tick(NOW);
    assert!(seat.photos(incident).is_empty());
    seat.intend(Intent::Work(WorkIntent::Photo(Some(0))));
    assert!(seat.work.photo.is_none());
    let mut desk = Desk::new(seat);
    let album = Arc::<Album>::default();
    desk.panels.set_photos(Arc::<Album>::clone(&album));
    drop(desk.pass(Vec::new()));
    assert!(album.asked.lock().unwrap().is_empty());
    assert!(!desk.panels.widgets().keys().any(|id| id.starts_with("photo")));
}
