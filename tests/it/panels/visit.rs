//! Visit mode on screen: of all that the panels draw and want named on the map, nothing names a person, a phone or a
//! camera; and without the mode it does, so that this would be seen.

use super::{AT, Desk, NOW, book, number, seat_of};
use crate::county::Book;
use bevy_egui::egui::{self, Pos2, RawInput, Rect, vec2};
use zonglan::domain::{
    Act, Actor, AgencyName, Camera, CameraState, Command, Event, IncidentFile, Post, Refusal, Role, RosterEntry,
    Urgency, Worker,
};
use zonglan::seat::tools::{DrawKind, Listed};
use zonglan::seat::{Hidden, Intent, Lang, Layer, Seat, Selection, Toast, ToolIntent, VisitIntent, VisitMode};
use zonglan::spatial::Px;

/// Those near the matter, in the order in which they stand there.
const PEOPLE: [&str; 6] = ["欧阳测", "赵铁柱", "钱多多", "孙小果", "Li Ming", "周全"];
const OFFICERS: [&str; 2] = ["陈立", "李娜"];
/// Said in texts: somebody who calls, and the number.
const CALLER: [&str; 2] = ["王建国", "13900004321"];
const CAMERAS: [&str; 2] = ["东门枪机", "西门球机"];

fn phone(n: usize) -> String {
    format!("1380000123{n}")
}

fn carry_out(book: &mut Book, by: Actor, code: &str, act: Act) {
    let id = format!("{code}-{}", book.events.len()).into();
    book.carry_out(&Command { id, by, at: NOW.plus_secs(-5), incident: code.into(), seen_version: None, act }).unwrap();
}

fn county() -> Book {
    let mut book = book();
    for (n, name) in PEOPLE.into_iter().enumerate() {
        let agency = (n == 2).then(|| AgencyName::from("城管局"));
        book.put(Event::WorkerPut(Worker {
            code: format!("W{n}").into(),
            name: name.into(),
            role: if agency.is_some() { Role::Responder } else { Role::GridWorker },
            agency,
            phone: Some(phone(n)),
            skills: Vec::new(),
            home_area: Some("99010100300".into()),
            vehicle: Default::default(),
            on_duty: true,
        }));
    }
    for (n, name) in CAMERAS.into_iter().enumerate() {
        book.put(Event::CameraPut(Camera {
            code: format!("C{n}").into(),
            name: name.into(),
            operator: Some("移动公司".into()),
            at: zonglan::spatial::destination(AT, 120.0 * n as f64, 90.0),
            direction_deg: None,
            fov_deg: None,
            range_m: None,
            state: CameraState::Online,
        }));
    }
    let report = |book: &mut Book, code: &str, title: &str, confidential: bool| {
        let file = IncidentFile {
            title: title.into(),
            address: format!("东门，找{}", PEOPLE[3]),
            urgency: Urgency::U1,
            confidential,
            at: Some(zonglan::spatial::destination(AT, 10.0, 120.0)),
            reported_at: NOW.plus_secs(-90),
            ..IncidentFile::default()
        };
        let act = Act::Report { file: Box::new(file), personal: None };
        carry_out(book, Actor::System("test".into()), code, act);
    };
    report(&mut book, "CL-WAIT", &format!("{}称路灯不亮", PEOPLE[1]), false);
    report(&mut book, "CL-SECRET", "举报", true);
    let officer = |n: usize| Actor::Officer(OFFICERS[n].into());
    let send = Act::Assign { agency: None, worker: Some("W0".into()), message: "去看".into() };
    carry_out(&mut book, officer(0), "CL-NEAR", send);
    let words = format!("请{}跟进，来电人{}，电话{}", PEOPLE[2], CALLER[0], CALLER[1]);
    carry_out(&mut book, officer(1), "CL-NEAR", Act::Note { text: words });
    book
}

fn seat(lang: Lang, at_desk: bool, visiting: bool) -> Seat {
    let mut seat = seat_of(county().picture, 1920.0, 1080.0, lang);
    seat.officer = OFFICERS[0].into();
    let entry = |name: &str| RosterEntry { name: name.into(), posts: vec![Post::ShiftLead, Post::Leader], town: None };
    seat.rules.roster = OFFICERS.into_iter().map(entry).collect();
    seat.work.at_desk = at_desk;
    if visiting {
        seat.intend(Intent::Visit(VisitIntent::On));
    }
    seat.tick(NOW);
    seat
}

fn texts_of(shape: &egui::Shape, texts: &mut String) {
    match shape {
        egui::Shape::Text(text) => {
            texts.push_str(text.galley.text());
            texts.push('\n');
        }
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts_of(shape, texts)),
        _ => {}
    }
}

/// Every word that the panels draw and want named on the map, cut off or not.
pub(super) fn said(desk: &mut Desk) -> String {
    let (screen, scale) = (desk.seat.screen, desk.seat.screen.scale() as f32);
    let size = vec2(screen.width_px as f32, screen.height_px as f32) / scale;
    let mut texts = String::new();
    for _ in 0..2 {
        desk.secs += 0.1;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, size));
        let input = RawInput { screen_rect, time: Some(desk.secs), ..RawInput::default() };
        let output = desk.ctx.run_ui(input, |ui| drop(desk.panels.show(ui.ctx(), &desk.seat)));
        output.shapes.iter().for_each(|clipped| texts_of(&clipped.shape, &mut texts));
    }
    for name in desk.panels.named_on_map() {
        texts.push_str(name);
        texts.push('\n');
    }
    texts
}

/// All that is said while everything in turn is selected and pointed at, and the seat speaks.
fn all_said(lang: Lang, at_desk: bool, visiting: bool) -> String {
    let mut desk = Desk::new(seat(lang, at_desk, visiting));
    assert_eq!(desk.seat.visit.mode(), if visiting { VisitMode::On } else { VisitMode::Off });
    desk.seat.intend(Intent::Hear(Toast::HandedOver(OFFICERS[1].into())));
    desk.seat.intend(Intent::Hear(Toast::Refused(Refusal::SamePerson(OFFICERS[0].into()))));
    desk.seat.intend(Intent::Hear(Toast::NotStored(format!("{}的记录", PEOPLE[5]))));
    let matter = |desk: &Desk, code| Selection::Incident(number(&desk.seat, code));
    let mut things: Vec<Selection> = ["CL-NEAR", "CL-WAIT", "CL-SECRET"].map(|code| matter(&desk, code)).into();
    things.extend((0..PEOPLE.len() as u32).map(Selection::Worker));
    things.extend([Selection::Camera(0), Selection::Camera(1), Selection::Area(0), Selection::Area(3)]);
    let mut texts = String::new();
    for thing in things {
        desk.seat.intend(Intent::Select(thing));
        (desk.seat.view.center, desk.seat.view.zoom) = (AT, 16.0);
        desk.seat.tick(NOW);
        texts.push_str(&said(&mut desk));
        // However it came to be there: what is drawn of it says nothing more.
        (desk.seat.selection, desk.seat.hover) = (Some(thing), Some(thing));
        texts.push_str(&said(&mut desk));
    }
    // What the tools on the map tell of the whole county, and of who answers for a place.
    let corners = [Px::new(0.0, 0.0), Px::new(desk.seat.view.width_px, desk.seat.view.height_px)];
    desk.seat.intend(Intent::WholeCounty);
    desk.seat.intend(Intent::Tool(ToolIntent::Drag { kind: DrawKind::Rectangle, from: corners[0], to: corners[1] }));
    desk.seat.intend(Intent::Tool(ToolIntent::Finish));
    for list in Listed::ALL {
        desk.seat.intend(Intent::Tool(ToolIntent::List(list)));
        texts.push_str(&said(&mut desk));
    }
    desk.seat.intend(Intent::Tool(ToolIntent::WhoHere));
    texts.push_str(&said(&mut desk));
    texts
}

#[test]
fn nothing_on_screen_names_anybody_and_without_the_mode_it_does() {
    let county = county().picture;
    let phones: Vec<String> = (0..PEOPLE.len()).map(phone).collect();
    let told: Vec<&str> = PEOPLE
        .into_iter()
        .chain(OFFICERS)
        .chain(CALLER)
        .chain(CAMERAS)
        .chain(phones.iter().map(String::as_str))
        .collect();
    let others = county.workers.rows().iter().map(|row| row.worker.name.as_str());
    let all: Vec<&str> = told.iter().copied().chain(others).collect();
    for lang in [Lang::Zh, Lang::En] {
        for at_desk in [false, true] {
            let open = all_said(lang, at_desk, false);
            for name in &told {
                assert!(open.contains(name), "{lang:?} {at_desk}: without the mode {name} is said");
            }
            let kept = all_said(lang, at_desk, true);
            for name in &all {
                let line = kept.lines().find(|line| line.contains(name));
                assert!(line.is_none(), "{lang:?} {at_desk}: {name} in {line:?}");
            }
            let count = if lang == Lang::Zh { "含保密" } else { "confidential:" };
            // The list's head has no room for it at a desk, nor in English.
            let has_room = lang == Lang::Zh && !at_desk;
            assert!((!has_room || open.contains(count)) && !kept.contains(count), "{lang:?} {at_desk}");
            let (role, agency) = (if lang == Lang::Zh { "专职网格员" } else { "Grid worker" }, "城管局");
            assert!(kept.contains(role) && kept.contains(agency), "people stand by role or agency");
            let post = if lang == Lang::Zh { "值班长" } else { "shift leader" };
            assert!(kept.contains(post) && !open.contains(post), "{lang:?}: the officer by the post");
        }
    }
}

#[test]
fn the_mark_stands_in_the_header_and_nothing_leads_to_a_person_or_a_camera() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = Desk::new(seat(lang, true, false));
        let near = Selection::Incident(number(&desk.seat, "CL-WAIT"));
        desk.seat.intend(Intent::Select(near));
        drop(desk.pass(Vec::new()));
        let has = |desk: &Desk, id: &str| desk.panels.widgets().contains_key(id);
        for id in ["officer", "camera-1", "candidate-1", "dispatch-send"] {
            assert!(has(&desk, id), "{lang:?} {id}");
        }
        assert!(!has(&desk, "visit-mark"));
        desk.seat.intend(Intent::Visit(VisitIntent::On));
        desk.seat.tick(NOW);
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        for id in ["visit-mark", "candidate-1", "dispatch-send"] {
            assert!(has(&desk, id), "{lang:?} {id}");
        }
        for id in ["officer", "camera-1"] {
            assert!(!has(&desk, id), "{lang:?} {id}");
        }
        assert_eq!(desk.click("dispatch-send"), [Intent::Dispatch], "sending is one press as ever");
        assert_eq!(desk.click("layer-cameras"), [Intent::Toggle(Layer::Cameras)]);
        let (mark, clock) = (desk.panels.widgets()["visit-mark"], desk.panels.widgets()["live-mark"]);
        assert!(!mark.intersects(clock) && mark.right() < clock.left());
    }
}

#[test]
fn the_preview_counts_what_there_is_and_asks_one_question() {
    for lang in [Lang::Zh, Lang::En] {
        for size in [(1920.0, 1080.0), (3840.0, 1080.0), (1280.0, 720.0)] {
            let mut seat = seat_of(county().picture, size.0, size.1, lang);
            seat.intend(Intent::Visit(VisitIntent::Toggle));
            let mut desk = Desk::new(seat);
            let texts = said(&mut desk);
            let open = desk.seat.picture.incidents.open_count();
            let counts = match lang {
                Lang::Zh => [format!("{} 件，不含保密件 1", open - 1), "6 人只显示".into(), "2 处不显示".into()],
                Lang::En => [format!("{}, without 1 confidential", open - 1), "6 as points".into(), "2, none".into()],
            };
            for count in counts {
                assert!(texts.contains(&count), "{count} in {texts}");
            }
            let whole = desk.panels.widgets()["visit-preview"];
            for id in ["visit-on", "visit-cancel"] {
                assert!(whole.contains_rect(desk.panels.widgets()[id]), "{lang:?} {size:?} {id}");
            }
            assert!(desk.panels.covers(whole.center()), "the map does not take its clicks");
            assert_eq!(desk.click("visit-cancel"), [Intent::Visit(VisitIntent::Off)]);
            assert_eq!(desk.click("visit-on"), [Intent::Visit(VisitIntent::On)]);
            desk.seat.intend(Intent::Visit(VisitIntent::On));
            desk.seat.tick(NOW);
            drop(desk.pass(Vec::new()));
            assert!(!desk.panels.widgets().contains_key("visit-preview") && desk.seat.hides(Hidden::Names));
        }
    }
    let mut desk = Desk::new(seat(Lang::Zh, false, false));
    assert_eq!(desk.click("visit"), [Intent::Visit(VisitIntent::Toggle)], "the switch stands beside the layers'");
}
