//! The desk with a reader that shows what a test says.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::{Camera, CameraState, Event, LonLat, NoAnswer, Recorded, Stream, Timestamp};
use crate::picture::Picture;
use crate::seat::{CameraIntent, Intent, Lang, Screen};
use std::io::Cursor;
use std::sync::mpsc::{Receiver, sync_channel};

#[derive(Default)]
struct Reader {
    shots: Mutex<BTreeMap<CameraCode, VideoShot>>,
    watched: Mutex<Vec<(Vec<CameraCode>, String)>>,
    bell: Mutex<Option<Box<dyn Fn() + Send + Sync>>>,
}

impl Reader {
    fn say(&self, camera: &str, number: Option<u64>, bytes: &[u8], trouble: Option<VideoTrouble>) {
        let picture = number.map(|number| (number, Instant::now(), Arc::from(bytes)));
        self.shots.lock().unwrap().insert(camera.into(), VideoShot { picture, trouble });
        self.bell.lock().unwrap().as_ref().unwrap()();
    }
}

impl VideoReader for Reader {
    fn watch(&self, cameras: &[CameraCode], by: &str) {
        self.watched.lock().unwrap().push((cameras.to_vec(), by.to_owned()));
    }

    fn shot(&self, camera: &CameraCode) -> VideoShot {
        self.shots.lock().unwrap().get(camera).cloned().unwrap_or_default()
    }

    fn set_bell(&self, ring: Box<dyn Fn() + Send + Sync>) {
        *self.bell.lock().unwrap() = Some(ring);
    }
}

fn seat() -> Seat {
    let mut picture = Picture::new(0);
    for n in 0..6_u32 {
        let camera = Camera {
            code: format!("C{n}").as_str().into(),
            name: String::new(),
            operator: None,
            at: LonLat::new(118.0, 36.0),
            direction_deg: None,
            fov_deg: None,
            range_m: None,
            state: CameraState::Online,
        };
        let event = Event::CameraPut(camera);
        let stream = Stream::of_register(&event).unwrap();
        let by = crate::domain::Actor::System("test".into());
        picture.apply(&Recorded { seq: u64::from(n) + 1, stream, version: 1, at: Timestamp(0), by, event });
    }
    Seat::new(picture, Screen::guessed(1280.0, 720.0), Timestamp(0), Lang::Zh)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(width, height, image::Rgb([9, 8, 7]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn desk() -> (Arc<Reader>, VideoDesk, Receiver<()>) {
    let reader = Arc::<Reader>::default();
    let (rung, bell) = sync_channel(64);
    let desk = VideoDesk::start(Arc::<Reader>::clone(&reader), move || _ = rung.send(())).unwrap();
    (reader, desk, bell)
}

const SOON: Duration = Duration::from_secs(30);

#[test]
fn the_newest_picture_is_unpacked_small_once_and_the_seat_is_woken_for_it() {
    let ((reader, desk, bell), mut seat) = (desk(), seat());
    assert!(!desk.follow(&seat) && reader.watched.lock().unwrap().is_empty(), "nobody looks: nothing runs");
    seat.intend(Intent::Camera(CameraIntent::Show(2)));
    assert!(desk.follow(&seat), "the first picture is on its way");
    assert_eq!(*reader.watched.lock().unwrap(), [(vec!["C2".into()], seat.officer.clone())]);
    let code: CameraCode = "C2".into();
    assert!(desk.look(&code, 32, None).picture.is_none());
    reader.say("C2", Some(1), &png(64, 32), None);
    bell.recv_timeout(SOON).unwrap();
    let look = desk.look(&code, 32, None);
    let (number, pixels) = look.picture.unwrap();
    assert_eq!((number, pixels.width, pixels.height), (1, 32, 16));
    assert!(look.age.unwrap() < SOON && look.trouble.is_none());
    assert!(desk.follow(&seat), "it is drawn in the pass after this");
    assert!(desk.look(&code, 32, Some(1)).picture.is_none(), "what is there is not given again");
    assert!(!desk.follow(&seat));
    assert_eq!(reader.watched.lock().unwrap().len(), 1, "who looks already is not told again");
    // What can't be drawn leaves the last picture, says so, and is heard of.
    reader.say("C2", Some(2), b"\xff\xd8\xffwords", None);
    bell.recv_timeout(SOON).unwrap();
    let look = desk.look(&code, 32, Some(1));
    assert_eq!(
        (look.trouble, look.picture.is_none(), look.age.is_some()),
        (Some(VideoTrouble::NotAPicture), true, true)
    );
    let lost = Some(VideoTrouble::NoAnswer(NoAnswer::TimedOut));
    reader.say("C2", Some(2), b"\xff\xd8\xffwords", lost.clone());
    bell.recv_timeout(SOON).unwrap();
    assert_eq!(desk.look(&code, 32, Some(1)).trouble, lost);
    // Closed: nobody looks any more, and nothing of it is left.
    seat.intend(Intent::Back);
    assert!(!desk.follow(&seat));
    assert_eq!(reader.watched.lock().unwrap().last().unwrap().0, []);
    assert!(desk.look(&code, 32, None).age.is_none());
}

#[test]
fn many_pictures_wake_the_seat_a_few_times_a_second_and_the_last_one_shows() {
    let ((reader, desk, bell), mut seat) = (desk(), seat());
    seat.intend(Intent::Camera(CameraIntent::Show(0)));
    desk.follow(&seat);
    let picture = png(16, 9);
    let began = Instant::now();
    for number in 1..=400 {
        reader.say("C0", Some(number), &picture, None);
        std::thread::yield_now();
    }
    let code: CameraCode = "C0".into();
    let mut wakes = 0;
    while desk.look(&code, 16, None).picture.is_none_or(|(number, _)| number < 400) {
        bell.recv_timeout(SOON).unwrap();
        wakes += 1;
    }
    let rounds = began.elapsed().as_millis() / ROUND.as_millis() + 2;
    assert!(u128::from(wakes as u64) <= rounds, "{wakes} wakes in {rounds} rounds");
    reader.say("C5", Some(1), &picture, None);
    assert!(desk.look(&"C5".into(), 16, None).age.is_none(), "it is not open");
}

#[test]
fn a_huge_picture_is_not_unpacked() {
    // A JPEG's head that claims 8,000 by 8,000 pixels, and nothing behind it.
    let head =
        [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0x1f, 0x40, 0x1f, 0x40, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
    assert_eq!(decode_camera(&head, 64).err().unwrap(), "it has too many pixels");
}
