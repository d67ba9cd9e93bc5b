//! A matter that is being taken in: the form over the list's side, what is like it over the card, its place on the map.

mod alike;
mod drafts;
mod model;
mod paint;
mod pin;

pub(crate) use pin::pin;

use super::cache::{Cached, Moment};
use super::pen::{self, Out};
use super::text::{IntakeWord, tell};
use crate::domain::{Draft, IncidentCode};
use crate::seat::{IntakeIntent, Seat};
use bevy_egui::egui::{self, Rect, pos2, vec2};

/// How wide the form is where there is room, dp.
const WIDTH: f32 = 520.0;
const HEAD: f32 = 44.0;
const PAD: f32 = 14.0;

/// The intake's panels and what they keep from frame to frame.
#[derive(Default)]
pub(crate) struct IntakePanels {
    /// The wish for which a place for text last took the keyboard.
    focused: Option<(IncidentCode, u64)>,
    scrolled: f32,
    title: Cached<Draft, String>,
    drafts: drafts::DraftList,
    alike: Cached<alike::Key, alike::Model>,
}

/// Whether a form, or the list of drafts, is open.
pub(crate) fn is_open(seat: &Seat) -> bool {
    seat.intake.form.is_some() || seat.intake.lists_drafts
}

/// Where the form stands: over the left side, and as far onto the map as it needs.
pub(crate) fn form_rect(left: Rect, map: Rect) -> Rect {
    let width = WIDTH.max(left.width()).min(left.width() + map.width() * 0.6);
    Rect::from_min_size(left.min, vec2(width, left.height()))
}

impl IntakePanels {
    /// Draws the form, or the list of drafts, over `rect`.
    pub(crate) fn show(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, rect: Rect) {
        let (head, body) = rect.split_top_bottom_at_y(rect.top() + HEAD);
        pen::panel(ctx, seat, out, "intake-head", head, |pen| paint::head(pen, head));
        if seat.intake.lists_drafts {
            pen::panel(ctx, seat, out, "intake-drafts", body, |pen| self.drafts.show(pen, body));
            return;
        }
        let Some(form) = &seat.intake.form else { return };
        let (body, foot) = body.split_top_bottom_at_y(body.bottom() - paint::FOOT);
        let title = self.title.get(form.draft.clone(), || form.draft.title()).clone();
        let rows = model::rows(seat, form, &title, body.width() - 2.0 * PAD);
        let whole: f32 = rows.iter().map(model::Row::height).sum();
        let takes = self.take_focus(form);
        let most = (whole - body.height()).max(0.0);
        // The place that takes the keyboard is brought into sight.
        if let Some((top, bottom)) = takes.and_then(|slot| paint::extent(&rows, slot)) {
            // A row may be higher than what is left of a small window.
            self.scrolled = self.scrolled.max(bottom - body.height()).min(top.max(0.0));
        }
        let scrolled = &mut self.scrolled;
        pen::panel(ctx, seat, out, "intake", body, |pen| {
            *scrolled = (*scrolled - pen.wheel_over(body)).clamp(0.0, most);
            pen.name("intake", body);
            let first = pos2(body.left() + PAD, body.top() - *scrolled);
            paint::rows(pen, Rect::from_min_max(first, pos2(body.right() - PAD, body.bottom())), rows, takes);
        });
        pen::panel(ctx, seat, out, "intake-foot", foot, |pen| paint::foot(pen, foot, form));
    }

    /// The place that is to take the keyboard in this pass.
    fn take_focus(&mut self, form: &crate::seat::intake::IntakeForm) -> Option<crate::seat::intake::IntakeSlot> {
        let wish = (form.name.clone(), form.focus.0);
        let fresh = self.focused.as_ref() != Some(&wish);
        self.focused = Some(wish);
        form.focus.1.filter(|_| fresh)
    }

    /// How much of the right side's height the matters alike want; nothing while no form is open.
    pub(crate) fn alike_height(&mut self, seat: &Seat, right: Rect) -> f32 {
        if seat.intake.form.is_none() || seat.intake.lists_drafts || right.width() < 240.0 || right.height() < 420.0 {
            return 0.0;
        }
        self.alike(seat).height().min((right.height() * 0.5).floor())
    }

    fn alike(&mut self, seat: &Seat) -> &alike::Model {
        let key =
            (Moment::of(seat), seat.intake.advice.alike.clone(), seat.intake.is_asking(), seat.intake.is_advised());
        self.alike.get(key, || alike::Model::of(seat))
    }

    /// Draws the matters alike.
    pub(crate) fn show_alike(&mut self, ctx: &egui::Context, seat: &Seat, out: &mut Out, rect: Rect) {
        let model = self.alike(seat);
        pen::panel(ctx, seat, out, "intake-alike", rect, |pen| alike::paint(pen, rect, model));
    }
}

/// What opens a form, and the drafts that wait, as the list's head has them: id, label, whether it is on, what it means.
pub(crate) fn openers(seat: &Seat) -> Vec<(&'static str, String, bool, IntakeIntent)> {
    if !seat.may_take_in() {
        return Vec::new();
    }
    let mut openers = vec![("take-in", tell(seat.lang, IntakeWord::TakeIn).to_owned(), false, IntakeIntent::Open)];
    let waiting = seat.intake.drafts().len();
    if waiting > 0 || seat.intake.discarded().is_some() {
        let label = format!("{} {waiting}", tell(seat.lang, IntakeWord::Drafts));
        openers.push(("drafts", label, seat.intake.lists_drafts, IntakeIntent::Drafts));
    }
    openers
}
