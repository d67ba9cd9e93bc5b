//! The panels without a graphics card: egui alone lays them out, presses are synthetic input.
#![allow(clippy::unwrap_used)]

mod alarms;
mod cameras;
mod day;
mod desk;
mod edges;
mod far;
mod intake;
mod photos;
mod plots;
mod replay;
mod setup;
mod shift;
mod signs;
mod source;
mod spoken;
mod tools;
mod tour;
mod visit;

pub(crate) use replay::past;

use crate::county::{Book, made_durable, small_county};
use bevy_egui::egui::{self, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};
use std::time::Duration;
use zonglan::domain::{
    ActKind, Actor, AgencyName, Category, Difficulty, Event as Happened, IncidentFile, LonLat, Recorded, State, Stream,
    Timestamp, Urgency,
};
use zonglan::panels::{Panels, widget_ids};
use zonglan::picture::Picture;
use zonglan::seat::link::{FromFeed, FromStore, ToStore};
use zonglan::seat::queue::{List, ListIntent};
use zonglan::seat::work::WorkIntent;
use zonglan::seat::{Intent, Lang, Layer, Screen, Seat, Selection};

pub(crate) const NOW: Timestamp = Timestamp(1_789_106_607);
const AT: LonLat = LonLat::new(118.05, 36.05);

/// How large the texture of letters may be, px, as on a seat.
const LETTERS_PX: usize = 4096;

/// Panels with their context.
pub(crate) struct Desk {
    pub(crate) ctx: egui::Context,
    pub(crate) panels: Panels,
    pub(crate) seat: Seat,
    pub(crate) secs: f64,
}

impl Desk {
    pub(crate) fn new(seat: Seat) -> Self {
        let ctx = egui::Context::default();
        let mut desk = Self { ctx, panels: Panels::new(), seat, secs: 0.0 };
        // Fonts hold from the second pass on; areas take the pointer from the one after.
        (0..4).for_each(|_| drop(desk.pass(Vec::new())));
        desk
    }

    pub(crate) fn pass(&mut self, events: Vec<Event>) -> Vec<Intent> {
        let (screen, scale) = (self.seat.screen, self.seat.screen.scale() as f32);
        let size = vec2(screen.width_px as f32, screen.height_px as f32) / scale;
        self.secs += 0.1;
        self.ctx.set_zoom_factor(scale);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            time: Some(self.secs),
            max_texture_side: Some(LETTERS_PX),
            events,
            ..RawInput::default()
        };
        let mut intents = Vec::new();
        let output = self.ctx.run_ui(input, |ui| intents.extend(self.panels.show(ui.ctx(), &self.seat)));
        // What the GPU would get must be drawable.
        let shapes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        assert!(!shapes.is_empty() || self.secs < 0.25);
        intents
    }

    /// When the panels want the next pass, after so many of a tenth of a second.
    fn delay_after(&mut self, passes: u32) -> Duration {
        let mut delay = Duration::ZERO;
        for _ in 0..passes {
            self.secs += 0.1;
            let input = RawInput { time: Some(self.secs), ..RawInput::default() };
            let output = self.ctx.run_ui(input, |ui| drop(self.panels.show(ui.ctx(), &self.seat)));
            delay = output.viewport_output[&egui::ViewportId::ROOT].repaint_delay;
        }
        delay
    }

    pub(crate) fn click(&mut self, id: &str) -> Vec<Intent> {
        let at = self.panels.widgets().get(id).unwrap_or_else(|| panic!("no widget {id}")).center();
        self.click_at(at)
    }

    fn click_at(&mut self, at: Pos2) -> Vec<Intent> {
        let button = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let mut intents = self.pass(vec![Event::PointerMoved(at)]);
        intents.extend(self.pass(vec![button(true)]));
        intents.extend(self.pass(vec![button(false)]));
        intents.extend(self.pass(Vec::new()));
        intents
    }
}

/// A kind of matter.
fn road() -> Category {
    Category {
        code: "road".into(),
        parent: None,
        name: "道路".into(),
        name_en: Some("Roads".into()),
        glyph: Some('路'),
        urgency: Urgency::U1,
        difficulty: Difficulty::General,
        agency: Some(AgencyName::from("城管局")),
    }
}

pub(crate) fn book() -> Book {
    let mut book = small_county();
    book.put(zonglan::domain::Event::CategoryPut(road()));
    for n in 0..40_u32 {
        let at = LonLat::new(118.002 + 0.0024 * f64::from(n), 36.004 + 0.0021 * f64::from(n));
        let urgency = Urgency::ALL[n as usize % 4];
        book.report(&format!("CL-{n}"), at, urgency, NOW.plus_secs(-600 - 300 * i64::from(n)));
    }
    book.report("CL-NEAR", AT, Urgency::U1, NOW.plus_secs(-60));
    for n in 0..6 {
        let at = zonglan::spatial::destination(AT, 60.0 * f64::from(n), 200.0 + 150.0 * f64::from(n));
        book.stand(&format!("W{n}"), at, NOW.plus_secs(-20));
    }
    book
}

pub(crate) fn seat_of(picture: Picture, width_px: f64, height_px: f64, lang: Lang) -> Seat {
    let mut seat = Seat::new(picture, Screen::guessed(width_px, height_px), NOW, lang);
    seat.tick(NOW);
    seat
}

fn seat() -> Seat {
    seat_of(book().picture, 1920.0, 1080.0, Lang::Zh)
}

pub(crate) fn number(seat: &Seat, code: &str) -> u32 {
    seat.picture.incidents.number(&code.into()).unwrap()
}

const SIZES: [(f64, f64); 6] =
    [(1920.0, 1080.0), (3840.0, 1080.0), (1280.0, 720.0), (800.0, 480.0), (320.0, 200.0), (7680.0, 2160.0)];

#[test]
fn every_size_and_language_lays_out_even_with_nothing_to_show() {
    for (width_px, height_px) in SIZES {
        for lang in [Lang::Zh, Lang::En] {
            Desk::new(seat_of(Picture::new(8 * 3600), width_px, height_px, lang));
            let mut seat = seat_of(book().picture, width_px, height_px, lang);
            Layer::ALL.into_iter().for_each(|layer| seat.layers.set(layer, true));
            let mut desk = Desk::new(seat);
            let things = [
                Selection::Incident(number(&desk.seat, "CL-NEAR")),
                Selection::Worker(0),
                Selection::Area(0),
                Selection::Area(3),
            ];
            for thing in things {
                desk.seat.intend(Intent::Select(thing));
                desk.seat.hover = Some(thing);
                desk.seat.tick(NOW);
                desk.pass(Vec::new());
                for zoom in [8.0, 13.0, 16.5, 19.0] {
                    desk.seat.view.zoom = zoom;
                    desk.pass(Vec::new());
                }
            }
            desk.seat.intend(Intent::Help);
            desk.pass(Vec::new());
            desk.pass(Vec::new());
        }
    }
}

#[test]
fn the_list_of_keys_goes_by_a_click_or_one_step_back() {
    let mut desk = Desk::new(seat());
    assert!(!desk.panels.widgets().contains_key("help-close"));
    for close in [Intent::Help, Intent::Back] {
        desk.seat.intend(Intent::Help);
        desk.pass(Vec::new());
        if close == Intent::Help {
            assert_eq!(desk.click("help-close"), [Intent::Help]);
        }
        desk.seat.intend(close);
        desk.pass(Vec::new());
        assert!(!desk.panels.widgets().contains_key("help-close"));
    }
}

#[test]
fn a_row_of_the_queue_selects_and_the_button_sends() {
    let mut desk = Desk::new(seat());
    let incident = number(&desk.seat, "CL-NEAR");
    let intents = desk.click("queue-row-CL-NEAR");
    assert_eq!(intents, [Intent::Select(Selection::Incident(incident))]);
    desk.seat.intend(intents[0].clone());
    desk.pass(Vec::new());
    assert_eq!(desk.click("candidate-2"), [Intent::Choose(1)]);
    assert_eq!(desk.click("accept"), [Intent::Accept]);
    assert_eq!(desk.click("dispatch-send"), [Intent::Dispatch], "one press is one order");
    assert_eq!(desk.click("card-close"), [Intent::Back]);
}

#[test]
fn nothing_is_sent_twice_while_the_store_has_not_answered() {
    let mut desk = Desk::new(seat());
    let incident = number(&desk.seat, "CL-NEAR");
    desk.seat.intend(Intent::Select(Selection::Incident(incident)));
    desk.seat.intend(Intent::Dispatch);
    assert!(desk.seat.commands_under_way() > 0);
    desk.pass(Vec::new());
    assert!(!desk.panels.widgets().contains_key("dispatch-send"));
    assert!(desk.panels.widgets().contains_key("delivery"));
}

#[test]
fn a_sent_order_shows_its_way_and_can_be_taken_back_or_given_to_another() {
    let mut book = book();
    let assign = zonglan::domain::Command {
        id: "c1".into(),
        by: zonglan::domain::Actor::Officer("陈立".into()),
        at: NOW.plus_secs(-5),
        incident: "CL-NEAR".into(),
        seen_version: None,
        act: zonglan::domain::Act::Assign { agency: None, worker: Some("W0".into()), message: "去看".into() },
    };
    book.carry_out(&assign).unwrap();
    let mut seat = seat_of(book.picture, 1920.0, 1080.0, Lang::Zh);
    let incident = number(&seat, "CL-NEAR");
    assert_eq!(seat.picture.incidents.row(incident).state, State::Assigned);
    seat.intend(Intent::Select(Selection::Incident(incident)));
    let mut desk = Desk::new(seat);
    // Its button has its place also without a countdown, and is no act among the others.
    assert_eq!(desk.click("recall"), [Intent::Work(WorkIntent::Open(ActKind::Recall))]);
    assert!(!desk.panels.widgets().contains_key("act-recall"));
    assert_eq!(desk.click("reassign"), [Intent::Reassign]);
    assert!(!desk.panels.widgets().contains_key("dispatch-send"));
}

#[test]
fn nothing_below_the_card_s_button_moves_when_the_countdown_ends_and_the_order_goes_its_way() {
    let mut seat = seat();
    seat.intend(Intent::Select(Selection::Incident(number(&seat, "CL-NEAR"))));
    seat.intend(Intent::Dispatch);
    store_all(&mut seat);
    let mut desk = Desk::new(seat);
    let places = |desk: &Desk| -> Vec<(String, Rect)> {
        let is_act = |id: &str| id.starts_with("act-") || id == "reassign";
        let widgets = desk.panels.widgets().iter().filter(|(id, _)| is_act(id));
        widgets.map(|(id, rect)| (id.clone(), *rect)).collect()
    };
    assert_eq!(desk.click("recall"), [Intent::Recall], "with its countdown");
    let (recall, before) = (desk.panels.widgets()["recall"], places(&desk));
    assert!(before.len() > 2, "{before:?}");
    desk.seat.tick(NOW.plus_secs(11));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!((desk.panels.widgets()["recall"], places(&desk)), (recall, before.clone()));
    for act in [zonglan::domain::Act::Deliver, zonglan::domain::Act::Receipt] {
        let (reply, _answer) = std::sync::mpsc::sync_channel(1);
        let sent = desk.seat.picture.incidents.row(number(&desk.seat, "CL-NEAR")).worker.unwrap();
        desk.seat.command_from_beside(
            zonglan::domain::Command {
                id: act.name().into(),
                by: Actor::Worker(desk.seat.picture.workers.row(sent).worker.code.clone()),
                at: desk.seat.now,
                incident: "CL-NEAR".into(),
                seen_version: None,
                act,
            },
            reply,
        );
        store_all(&mut desk.seat);
        desk.seat.tick(desk.seat.now.plus_secs(1));
        (0..2).for_each(|_| drop(desk.pass(Vec::new())));
        assert_eq!(places(&desk), before);
    }
    assert!(!desk.panels.widgets().contains_key("recall"), "its place is kept, and empty");
}

#[test]
fn crumbs_layers_and_towns_are_pressed() {
    let mut desk = Desk::new(seat());
    assert_eq!(desk.click("layer-heat"), [Intent::Toggle(Layer::Heat)]);
    assert_eq!(desk.click("search-open"), [Intent::Work(WorkIntent::WantSearch)]);
    assert_eq!(desk.click("tour-start"), [Intent::Tour(zonglan::seat::TourIntent::Toggle)]);
    assert_eq!(desk.click("keys-open"), [Intent::Help]);
    let town = desk.seat.picture.areas.number(&"990101001".into()).unwrap();
    let behind = |list, town| Intent::Work(WorkIntent::List(ListIntent::Behind(list, town)));
    assert_eq!(desk.click("town-990101001"), [Intent::DrillTo(Some(town)), behind(List::ToDo, Some(town))]);
    assert_eq!(desk.click("towns-whole"), [Intent::DrillTo(None), behind(List::ToDo, None)]);
    let overdue = |town| behind(List::Overdue, town);
    assert_eq!(desk.click("town-overdue-990101001"), [Intent::DrillTo(Some(town)), overdue(Some(town))]);
    assert_eq!(desk.click("towns-overdue"), [Intent::DrillTo(None), overdue(None)]);
    assert_eq!(desk.click("kpi-overdue"), [overdue(None)]);
    desk.seat.intend(overdue(Some(town)));
    (0..2).for_each(|_| drop(desk.pass(Vec::new())));
    assert_eq!(desk.click("list-back"), [behind(List::ToDo, None)], "a wall has no row of lists");
    desk.seat.intend(Intent::DrillTo(Some(town)));
    desk.pass(Vec::new());
    let county = desk.seat.picture.areas.number(&"990101".into()).unwrap();
    assert_eq!(desk.click("crumb-0"), [Intent::DrillTo(Some(county))]);
}

#[test]
fn the_list_of_keys_is_one_press_away_on_every_wall() {
    // The program takes none that is lower.
    for (width_px, height_px) in SIZES.into_iter().filter(|size| size.1 >= 240.0) {
        for lang in [Lang::Zh, Lang::En] {
            let mut seat = seat_of(book().picture, width_px, height_px, lang);
            let map = seat.layout().map;
            let scale = seat.screen.scale();
            for selected in [false, true] {
                if selected {
                    seat.intend(Intent::Select(Selection::Incident(number(&seat, "CL-NEAR"))));
                }
                let mut desk = Desk::new(seat);
                let widgets = desk.panels.widgets();
                let at = *widgets.get("keys-open").unwrap_or_else(|| panic!("{width_px}x{height_px} {lang:?}"));
                let map = Rect::from_min_size(
                    pos2(map.x_px as f32, map.y_px as f32) / scale as f32,
                    vec2(map.width_px as f32, map.height_px as f32) / scale as f32,
                );
                assert!(map.contains_rect(at), "{at:?} in {map:?}");
                let under = |id: &&String| id.starts_with("crumb-") || id.starts_with("layer-") || *id == "map-scale";
                let hit: Vec<_> =
                    widgets.iter().filter(|(id, _)| under(id)).filter(|(_, rect)| rect.intersects(at)).collect();
                assert!(hit.is_empty(), "{width_px}x{height_px} {lang:?}: {hit:?}");
                assert_eq!(desk.click("keys-open"), [Intent::Help]);
                seat = std::mem::replace(&mut desk.seat, seat_of(Picture::new(0), 320.0, 200.0, lang));
            }
        }
    }
}

#[test]
fn the_map_keeps_its_pointer_and_panels_keep_theirs() {
    let mut desk = Desk::new(seat());
    let map = desk.seat.layout().map;
    let middle = pos2((map.x_px + map.width_px / 2.0) as f32, (map.y_px + map.height_px / 2.0) as f32);
    assert!(desk.click_at(middle).is_empty());
    assert!(!desk.panels.covers(middle));
    assert!(desk.ctx.layer_id_at(middle).is_none_or(|layer| layer.order == egui::Order::Background));
    let header = pos2(300.0, 20.0);
    assert!(desk.panels.covers(header));
    assert!(desk.ctx.layer_id_at(header).is_some_and(|layer| layer.order > egui::Order::Background));
    assert!(desk.panels.widgets().values().all(|widget| !widget.contains(middle)));
}

#[test]
fn panels_at_rest_ask_for_no_further_pass() {
    let mut desk = Desk::new(seat());
    desk.panels.keep_still();
    desk.click("layer-heat");
    desk.pass(vec![Event::PointerGone]);
    assert_eq!(desk.delay_after(4), Duration::MAX);
}

#[test]
fn only_the_ring_of_a_u1_that_nobody_took_in_blinks() {
    let mut desk = Desk::new(seat());
    desk.click("layer-heat");
    desk.pass(vec![Event::PointerGone]);
    for passes in 4..12 {
        let delay = desk.delay_after(passes);
        assert!(delay > Duration::ZERO && delay <= Duration::from_millis(500), "the next half second: {delay:?}");
    }
    let numbers: Vec<u32> = desk.seat.picture.incidents.open().collect();
    for number in numbers {
        desk.seat.intend(Intent::Select(Selection::Incident(number)));
        desk.seat.intend(Intent::Accept);
    }
    store_all(&mut desk.seat);
    desk.seat.tick(NOW);
    assert_eq!(desk.delay_after(4), Duration::MAX, "all are taken in");
}

#[test]
fn a_new_matter_sends_one_ring_out() {
    let mut desk = Desk::new(seat());
    desk.panels.keep_still();
    let mut moving = Desk::new(seat());
    let seq = desk.seat.picture.seq + 1;
    let file = IncidentFile { title: "新".into(), at: Some(AT), reported_at: NOW, ..IncidentFile::default() };
    let (stream, event) = (Stream::incident(&"N-1".into()), Happened::Reported(Box::new(file)));
    let new = Recorded { seq, stream, version: 1, at: NOW, by: Actor::System("test".into()), event };
    for desk in [&mut desk, &mut moving] {
        desk.seat.picture.apply(&new);
        desk.delay_after(2);
    }
    assert_eq!(moving.delay_after(1), Duration::ZERO, "the ring is on its way");
    assert_ne!(moving.delay_after(7), Duration::ZERO, "after 0.6 s it is over");
    assert_ne!(desk.delay_after(1), Duration::ZERO, "where motion is reduced there is none");
}

/// Makes durable what the seat wants stored, until nothing is left.
fn store_all(seat: &mut Seat) {
    loop {
        let outbox = seat.take_outbox();
        if outbox.is_empty() {
            return;
        }
        for wanted in outbox {
            let ToStore::Append { ticket, append } = wanted else { continue };
            let recorded = made_durable(seat, append);
            seat.take_from_store(FromStore::Appended { ticket, recorded });
        }
    }
}

#[test]
fn confidential_matters_stay_off_the_wall() {
    let mut book = book();
    let file = zonglan::domain::IncidentFile {
        title: "某人的家事".into(),
        confidential: true,
        at: Some(AT),
        reported_at: NOW,
        ..Default::default()
    };
    book.carry_out(&zonglan::domain::Command {
        id: "c2".into(),
        by: zonglan::domain::Actor::System("test".into()),
        at: NOW,
        incident: "CL-SECRET".into(),
        seen_version: None,
        act: zonglan::domain::Act::Report { file: Box::new(file), personal: None },
    })
    .unwrap();
    let seat = seat_of(book.picture, 1920.0, 1080.0, Lang::Zh);
    let secret = number(&seat, "CL-SECRET");
    assert!(seat.picture.queue(NOW).contains(&secret));
    let desk = Desk::new(seat);
    assert!(!desk.panels.widgets().contains_key("queue-row-CL-SECRET"));
}

#[test]
fn dead_feeds_are_said_over_the_whole_map() {
    let mut seat = seat();
    seat.take_from_feed(FromFeed::Beat { feed: "定位".into(), period_secs: 10, at: NOW.plus_secs(-600) });
    seat.tick(NOW);
    assert!(seat.feeds.all_dead());
    let desk = Desk::new(seat);
    let widgets = desk.panels.widgets();
    let band = widgets["feeds-lost"];
    assert!((f64::from(band.width()) - desk.seat.layout().map.width_px).abs() < 1.0);
    for id in ["map-scale", "map-source"] {
        assert!(!widgets[id].intersects(band), "{id} is read beside the band");
    }
    let scale = desk.seat.screen.scale();
    let lowest = desk.seat.picture.areas.bounds().map(|bounds| desk.seat.window_px(bounds.min).y / scale).unwrap();
    assert!(lowest < f64::from(band.top()), "the county stands beside it");
}

#[test]
fn every_widget_is_in_the_list_of_ids() {
    let mut desk = Desk::new(seat());
    desk.seat.intend(Intent::Select(Selection::Incident(number(&desk.seat, "CL-NEAR"))));
    desk.pass(Vec::new());
    let known: Vec<&str> = widget_ids().into_iter().map(|(id, _)| id.split('<').next().unwrap()).collect();
    for id in desk.panels.widgets().keys() {
        assert!(
            known.iter().any(|known| id == known || (known.ends_with(['-', ':']) && id.starts_with(known))),
            "{id}"
        );
    }
}

#[test]
fn the_queue_shows_as_many_rows_as_fit_and_never_clips_one() {
    for (width_px, height_px) in SIZES {
        let mut seat = seat_of(book().picture, width_px, height_px, Lang::Zh);
        let incident = number(&seat, "CL-NEAR");
        for selected in [false, true] {
            if selected {
                seat.intend(Intent::Select(Selection::Incident(incident)));
            }
            let scale = seat.screen.scale();
            let layout = seat.layout();
            let mut desk = Desk::new(seat);
            let bottom_dp = ((layout.right.y_px + layout.right.height_px) / scale) as f32;
            let card_top = desk.panels.widgets().get("card").map_or(bottom_dp, |card| card.top());
            for (id, rect) in desk.panels.widgets() {
                if id.starts_with("queue-row-") {
                    assert!(rect.bottom() <= card_top + 0.5, "{id} at {width_px}x{height_px}");
                }
            }
            seat = std::mem::replace(&mut desk.seat, seat_of(Picture::new(0), 320.0, 200.0, Lang::Zh));
        }
    }
}
