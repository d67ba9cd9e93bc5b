//! Cameras' pictures over the map: beside each other, each with its state; taken over once, let go of when closed; drawn
//! ones of the sample that ask nobody.

use super::{AT, Desk, NOW, book, number, seat_of};
use bevy_egui::egui;
use bevy_egui::egui::accesskit::{Action, ActionRequest, TreeId};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zonglan::domain::{Camera, CameraCode, CameraState, Event, NoAnswer, VideoTrouble};
use zonglan::panels::{CamerasStand, CamerasWindow, PhotoPixels, VideoLook, VideoSource};
use zonglan::picture::Picture;
use zonglan::seat::{CameraIntent, Intent, Lang, Seat, Selection};

/// Shows what a test says, and notes who asked for what.
#[derive(Default)]
struct Screens {
    look: Mutex<VideoLook>,
    number: Mutex<u64>,
    asked: Mutex<Vec<(CameraCode, u32, Option<u64>)>>,
}

impl VideoSource for Screens {
    fn look(&self, camera: &CameraCode, most_px: u32, have: Option<u64>) -> VideoLook {
        self.asked.lock().unwrap().push((camera.clone(), most_px, have));
        let number = *self.number.lock().unwrap();
        let pixels = || Arc::new(PhotoPixels { width: 16, height: 9, rgba: vec![200; 16 * 9 * 4] });
        let picture = (number > 0 && have != Some(number)).then(|| (number, pixels()));
        VideoLook { picture, ..self.look.lock().unwrap().clone() }
    }
}

fn cameras(picture: &mut Picture) {
    for (seq, n) in (picture.seq + 1..).zip(0..5_u32) {
        let state = if n == 3 { CameraState::Fault } else { CameraState::Online };
        let event = Event::CameraPut(Camera {
            code: format!("3702000000132000000{n}").as_str().into(),
            name: format!("朝阳街与大寨路东南角球机{n}号"),
            operator: None,
            at: zonglan::spatial::destination(AT, 180.0, 10.0 + f64::from(n)),
            direction_deg: Some(0.0),
            fov_deg: Some(90.0),
            range_m: Some(100.0),
            state,
        });
        let stream = zonglan::domain::Stream::of_register(&event).unwrap();
        let by = zonglan::domain::Actor::System("test".into());
        picture.apply(&zonglan::domain::Recorded { seq, stream, version: 1, at: NOW, by, event });
    }
}

fn seat(lang: Lang, size: (f64, f64)) -> Seat {
    let mut picture = book().picture;
    cameras(&mut picture);
    let mut seat = seat_of(picture, size.0, size.1, lang);
    let incident = number(&seat, "CL-NEAR");
    seat.intend(Intent::Select(Selection::Incident(incident)));
    seat.tick(NOW);
    seat
}

fn open(count: u32, lang: Lang, size: (f64, f64)) -> (Desk, Arc<Screens>) {
    let mut desk = Desk::new(seat(lang, size));
    let screens = Arc::<Screens>::default();
    desk.panels.set_video(Arc::<Screens>::clone(&screens));
    drop(desk.pass(Vec::new()));
    assert!(screens.asked.lock().unwrap().is_empty(), "nobody looks: nothing is asked");
    (0..count).for_each(|n| desk.seat.intend(Intent::Camera(CameraIntent::Also(n))));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    (desk, screens)
}

#[test]
fn pictures_stand_beside_each_other_on_the_map_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(1920.0, 1080.0), (3840.0, 1080.0), (1080.0, 1920.0), (7680.0, 2160.0)] {
            for count in 1..=4_usize {
                let (mut desk, _) = open(count as u32, lang, size);
                let widgets = desk.panels.widgets();
                let panel = widgets["cameras"];
                let pictures: Vec<_> = (1..=count).map(|n| widgets[&format!("camera-picture-{n}")]).collect();
                for (k, picture) in pictures.iter().enumerate() {
                    assert!(panel.contains_rect(*picture) && picture.width() > 120.0, "{lang:?} {size:?} {picture:?}");
                    assert!(pictures[..k].iter().all(|other| !other.intersects(*picture)));
                    assert!((picture.width() / picture.height() - 16.0 / 9.0).abs() < 0.02);
                }
                assert!(desk.panels.covers(pictures[0].center()), "the map does not take its clicks");
                for id in ["legend", "scale", "crumb-0", "dispatch-send"] {
                    assert!(widgets.get(id).is_none_or(|other| !other.shrink(1.0).intersects(panel)), "{id}");
                }
                assert_eq!(desk.click("cameras-close"), [Intent::Camera(CameraIntent::CloseAll)]);
            }
        }
    }
}

#[test]
fn each_closes_by_its_cross_and_the_card_opens_them() {
    let (mut desk, _) = open(3, Lang::Zh, (1920.0, 1080.0));
    assert_eq!(desk.click("camera-close-2"), [Intent::Camera(CameraIntent::Close(1))]);
    desk.seat.work.at_desk = true;
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("cameras-looking"), [Intent::Camera(CameraIntent::LookingHere)]);
    let meant = desk.click("camera-1");
    assert!(matches!(meant[..], [Intent::Camera(CameraIntent::Also(_))]), "{meant:?}");
    assert!(desk.seat.selected_incident().is_some(), "the matter's card stays");
    desk.seat.intend(Intent::Select(Selection::Camera(2)));
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("camera-open"), [Intent::Camera(CameraIntent::Show(2))]);
}

#[test]
fn a_picture_is_taken_over_once_and_let_go_of_when_closed() {
    let (mut desk, screens) = open(1, Lang::Zh, (1920.0, 1080.0));
    *screens.look.lock().unwrap() = VideoLook { age: Some(Duration::ZERO), ..VideoLook::default() };
    *screens.number.lock().unwrap() = 1;
    let textures = |desk: &Desk| {
        let manager = desk.ctx.tex_manager();
        let manager = manager.read();
        manager.allocated().filter(|(_, meta)| meta.name.starts_with("camera-")).count()
    };
    (0..3).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(textures(&desk), 1);
    let last = |screens: &Screens| screens.asked.lock().unwrap().last().unwrap().2;
    assert_eq!(last(&screens), Some(1), "what is there is not asked for again");
    for number in 2..40 {
        *screens.number.lock().unwrap() = number;
        drop(desk.pass(Vec::new()));
        assert!(textures(&desk) <= 2, "the one that shows and the one that comes");
    }
    let most_px = screens.asked.lock().unwrap().last().unwrap().1;
    let width = desk.panels.widgets()["camera-picture-1"].width();
    assert!((f64::from(most_px) - f64::from(width) * desk.seat.screen.scale()).abs() < 2.0, "as large as it shows");
    desk.seat.intend(Intent::Back);
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(textures(&desk), 0);
    let count = screens.asked.lock().unwrap().len();
    drop(desk.pass(Vec::new()));
    assert_eq!(screens.asked.lock().unwrap().len(), count, "nobody looks any more");
    assert!(!desk.panels.widgets().contains_key("cameras"));
}

#[test]
fn a_resting_picture_wants_no_passes_of_its_own() {
    let (mut desk, screens) = open(0, Lang::Zh, (1920.0, 1080.0));
    // After whole seconds, so that what blinks on the map wants its next pass in just as long.
    let without = desk.delay_after(30);
    (0..4).for_each(|n| desk.seat.intend(Intent::Camera(CameraIntent::Also(n))));
    let lost = Some(VideoTrouble::NoAnswer(NoAnswer::TimedOut));
    let looks = [
        VideoLook { age: Some(Duration::ZERO), ..VideoLook::default() },
        VideoLook { age: Some(Duration::from_secs(12)), trouble: lost.clone(), picture: None },
        VideoLook { age: Some(Duration::from_secs(90)), trouble: lost, picture: None },
        VideoLook { trouble: Some(VideoTrouble::NoAddress), ..VideoLook::default() },
    ];
    for look in looks {
        *screens.look.lock().unwrap() = look;
        let with = desk.delay_after(30);
        assert!(with + Duration::from_millis(20) >= without, "{with:?} {without:?}");
    }
}

/// A seat with windows gives the pictures one of their own: the map is whole again, and a word there brings them back.
#[test]
fn pictures_in_a_window_of_their_own_leave_the_map_whole() {
    for lang in [Lang::Zh, Lang::En] {
        let (mut desk, screens) = open(3, lang, (1920.0, 1080.0));
        assert!(!desk.panels.widgets().contains_key("cameras-window"), "no seat has it that has no windows");
        desk.panels.stand_cameras(CamerasStand::OnMap);
        drop(desk.pass(Vec::new()));
        let apart = || Intent::Camera(CameraIntent::Apart(true));
        assert_eq!(desk.click("cameras-window"), [apart()]);
        desk.seat.intend(apart());
        assert!(desk.seat.cameras.are_apart());
        desk.panels.stand_cameras(CamerasStand::Apart);
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        assert!(!desk.panels.widgets().contains_key("cameras"));
        let asked = screens.asked.lock().unwrap().len();
        drop(desk.pass(Vec::new()));
        assert_eq!(screens.asked.lock().unwrap().len(), asked, "the wall looks at none");

        let (ctx, mut secs) = (egui::Context::default(), 0.0);
        let mut window = CamerasWindow::new(Some(Arc::<Screens>::clone(&screens)));
        let mut pass = |seat: &Seat, events: Vec<egui::Event>| {
            secs += 0.1;
            let rect = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1280.0, 800.0));
            let input = egui::RawInput { screen_rect: Some(rect), time: Some(secs), events, ..Default::default() };
            let mut meant = Vec::new();
            ctx.enable_accesskit();
            let output = ctx.run_ui(input, |ui| meant = window.show(ui.ctx(), seat));
            (meant, output.platform_output.accesskit_update.unwrap().nodes)
        };
        (0..4).for_each(|_| drop(pass(&desk.seat, Vec::new())));
        let (_, most_px, _) = screens.asked.lock().unwrap().last().unwrap().clone();
        assert!((500..=640).contains(&most_px), "two beside each other in 1280: {most_px}");
        let (_, nodes) = pass(&desk.seat, Vec::new());
        let back = if lang == Lang::Zh { "回到地图上" } else { "Back over the map" };
        let (id, _) = nodes.iter().find(|(_, node)| node.label() == Some(back)).unwrap();
        let (action, target_tree) = (Action::Click, TreeId::ROOT);
        let request = ActionRequest { action, target_tree, target_node: *id, data: None };
        let (meant, _) = pass(&desk.seat, vec![egui::Event::AccessKitActionRequest(request)]);
        assert_eq!(meant, [Intent::Camera(CameraIntent::Apart(false))]);
        desk.seat.intend(Intent::Camera(CameraIntent::CloseAll));
        assert!(desk.seat.cameras.are_apart(), "the window waits for the next");
    }
}
