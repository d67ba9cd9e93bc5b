//! The map's signs with their words, one by one: the box has them in rows, the desk's strip behind each other.

use super::model::Model;
use crate::domain::{State, Urgency};
use crate::panels::card::camera_mark;
use crate::panels::overlay::{self, Mark};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, format, text, words};
use crate::panels::theme::{self, Token, size};
use crate::seat::Lang;
use bevy_egui::egui::{Align2, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// How late the tag of the legend is, seconds.
const LATE_SECS: i64 = 2 * 3_600;
/// How wide a sign is, and the gap before its words, dp.
const WIDTH: f32 = 20.0;
const GAP: f32 = 4.0;

/// One sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sign {
    Urgency(Urgency),
    State(State),
    Overdue,
    Free,
    OnTask,
    OldFix,
    Camera,
    CameraFault,
    Cluster,
    HatchOverdue,
    HatchUnstaffed,
}

pub(super) const URGENCIES: [Sign; 4] =
    [Sign::Urgency(Urgency::U1), Sign::Urgency(Urgency::U2), Sign::Urgency(Urgency::U3), Sign::Urgency(Urgency::U4)];
pub(super) const STATES: [Sign; 4] = [
    Sign::State(State::Reported),
    Sign::State(State::Accepted),
    Sign::State(State::Assigned),
    Sign::State(State::Handled),
];
pub(super) const PEOPLE: [Sign; 3] = [Sign::Free, Sign::OnTask, Sign::OldFix];
pub(super) const CAMERAS: [Sign; 2] = [Sign::Camera, Sign::CameraFault];

/// The hatches over grids.
pub(super) fn hatches(model: &Model) -> &'static [Sign] {
    match (model.hatch_overdue, model.hatch_unstaffed) {
        (true, true) => &[Sign::HatchOverdue, Sign::HatchUnstaffed],
        (true, false) => &[Sign::HatchOverdue],
        (false, _) => &[],
    }
}

impl Sign {
    /// What it means.
    pub(super) fn words(self, lang: Lang) -> &'static str {
        let key = match self {
            Sign::Urgency(urgency) => return words::urgency(lang, urgency),
            Sign::State(State::Reported) => Key::LegendNew,
            Sign::State(State::Accepted) => Key::LegendAccepted,
            Sign::State(State::Assigned) => Key::LegendSent,
            Sign::State(_) => Key::LegendVerify,
            Sign::Overdue => Key::Overdue,
            Sign::Free => Key::StaffFree,
            Sign::OnTask => Key::StaffOnTask,
            Sign::OldFix => Key::LegendOldFix,
            Sign::Camera => Key::Camera,
            Sign::CameraFault => Key::Fault,
            Sign::Cluster => Key::LegendCluster,
            Sign::HatchOverdue => Key::HatchOverdue,
            Sign::HatchUnstaffed => Key::HatchUnstaffed,
        };
        text(lang, key)
    }

    /// How wide it is with its words, dp.
    pub(super) fn width(self, pen: &Pen<'_>) -> f32 {
        self.own_width(pen) + GAP + pen.galley(self.words(pen.lang), words_ink(), f32::INFINITY).size().x
    }

    fn own_width(self, pen: &Pen<'_>) -> f32 {
        match self {
            Sign::Overdue => pen.galley(&late(pen), words_ink().medium(), f32::INFINITY).size().x + 12.0,
            _ => WIDTH,
        }
    }

    /// Draws it with its words from `left` on.
    pub(super) fn show(self, pen: &Pen<'_>, left: Pos2) {
        let own = self.own_width(pen);
        self.draw(pen, left + vec2(own / 2.0, 0.0));
        pen.text(left + vec2(own + GAP, 0.0), Align2::LEFT_CENTER, self.words(pen.lang), words_ink());
    }

    /// Draws the sign alone around a point.
    pub(super) fn draw(self, pen: &Pen<'_>, at: Pos2) {
        let painter = pen.painter();
        match self {
            Sign::Urgency(urgency) => overlay::draw_mark(pen, at, 14.0, Mark::plain(urgency, State::Accepted)),
            Sign::State(state) => {
                let size = if state == State::Reported { 8.0 } else { 12.0 };
                overlay::draw_mark(pen, at, size, Mark::plain(Urgency::U4, state));
            }
            Sign::Overdue => {
                pen.tag(at, Align2::CENTER_CENTER, &late(pen));
            }
            Sign::Free => {
                painter.circle_filled(at, 5.0, theme::WORKER.egui());
            }
            Sign::OnTask => {
                painter.circle_filled(at, 3.0, theme::WORKER_ON_TASK.egui());
                painter.circle_stroke(at, 5.5, Stroke::new(1.5, theme::WORKER_ON_TASK.egui()));
            }
            Sign::OldFix => {
                painter.circle_stroke(at, 4.5, Stroke::new(1.5, theme::WORKER_OLD.egui()));
            }
            Sign::Camera => camera_mark(pen, at, 11.0, true),
            Sign::CameraFault => camera_mark(pen, at, 11.0, false),
            Sign::Cluster => cluster(pen, at),
            Sign::HatchOverdue | Sign::HatchUnstaffed => hatched(pen, at, self == Sign::HatchUnstaffed),
        }
    }
}

fn words_ink() -> crate::panels::pen::Ink {
    ink(size::CAPTION, theme::TEXT_2)
}

fn late(pen: &Pen<'_>) -> String {
    format::overdue_tag(pen.lang, LATE_SECS)
}

/// Several as one, with the mix of their urgencies.
fn cluster(pen: &Pen<'_>, at: Pos2) {
    let arc = |from: f32, to: f32| -> Vec<Pos2> {
        (0..=12)
            .map(|k| {
                let angle = (from + (to - from) * k as f32 / 12.0) * std::f32::consts::TAU;
                at + vec2(angle.sin(), -angle.cos()) * 8.0
            })
            .collect()
    };
    pen.painter().add(Shape::line(arc(0.0, 0.3), Stroke::new(3.0, theme::U3.egui())));
    pen.painter().add(Shape::line(arc(0.3, 1.0), Stroke::new(3.0, theme::U4.egui())));
}

/// A piece of a grid, hatched.
fn hatched(pen: &Pen<'_>, at: Pos2, unstaffed: bool) {
    let cell = Rect::from_center_size(at, vec2(16.0, 14.0));
    pen.painter().rect_filled(cell, 0.0, theme::FILL[1].egui());
    if unstaffed {
        return crossed_lines(pen, at, theme::STALE);
    }
    for shift in [-4.0, 4.0] {
        let (low, high) = (at + vec2(shift - 4.0, 6.0), at + vec2(shift + 4.0, -6.0));
        pen.line(low, high, 2.0, theme::U1.egui_alpha(0.6));
    }
}

/// Lines both ways, as over grids.
pub(super) fn crossed_lines(pen: &Pen<'_>, at: Pos2, token: Token) {
    for shift in [-4.0, 4.0] {
        let (low, high) = (at + vec2(shift - 4.0, 6.0), at + vec2(shift + 4.0, -6.0));
        pen.line(low, high, 2.0, token.egui_alpha(0.6));
        pen.line(pos2(low.x, high.y), pos2(high.x, low.y), 2.0, token.egui_alpha(0.6));
    }
}
