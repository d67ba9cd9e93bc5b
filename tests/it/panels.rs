//! The panels without a graphics card: egui alone lays them out, presses are synthetic input.
#![allow(clippy::unwrap_used)]

mod alarms;
mod cameras;
mod day;
mod desk;
mod dispatch;
mod edges;
mod far;
mod intake;
mod layout;
mod map;
mod motion;
mod photos;
mod plot_labels;
mod plots;
mod rail;
mod replay;
mod setup;
mod shift;
mod signs;
mod source;
mod spoken;
mod tools;
mod tour;
mod visit;
mod walls;

pub(crate) use replay::past;

use crate::county::{Book, made_durable, small_county};
use bevy_egui::egui::{self, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, vec2};
use std::time::Duration;
use zonglan::domain::{AgencyName, Category, Difficulty, LonLat, Timestamp, Urgency};
use zonglan::panels::Panels;
use zonglan::picture::Picture;
use zonglan::seat::link::{FromStore, ToStore};
use zonglan::seat::{Intent, Lang, Screen, Seat};

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
