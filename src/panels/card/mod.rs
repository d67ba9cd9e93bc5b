//! The card of the selected matter: what, where, how long, what happened, whom to send.

mod acts;
mod course;
mod foot;
mod model;
mod paint;
mod people;
mod photos;
mod plan;

pub(crate) use people::camera_mark;

use super::cache::{Cached, Moment};
use super::form::FormPanel;
use super::pen::Pen;
use super::photos::Shelf;
use crate::domain::Timestamp;
use bevy_egui::egui::Rect;

/// What a card with a fact, three people, the button and a row of acts wants, dp.
pub(crate) const LEAST: f32 = 340.0;

/// What the card depends on beyond the moment.
#[derive(Clone, Debug, PartialEq)]
struct CardKey {
    moment: Moment,
    incident: u32,
    chosen: usize,
    under_way: usize,
    order: Option<Timestamp>,
    confirming: bool,
    /// All acts, their keys, the whole trace, a form.
    shows: [bool; 4],
    drafts: u64,
    /// What can be done depends on who asks.
    officer: String,
}

/// The incident card.
#[derive(Default)]
pub(crate) struct Card {
    cached: Cached<CardKey, model::Model>,
    form: FormPanel,
    form_height: f32,
}

impl Card {
    /// Brings the card's contents up to the seat; answers the height that it would like to have in a
    /// column of this size.
    pub(crate) fn prepare(&mut self, seat: &crate::seat::Seat, incident: u32, width: f32, most: f32) -> f32 {
        let form = seat.work.form.as_ref().is_some_and(|form| form.targets == [incident]);
        let key = CardKey {
            moment: Moment::of(seat),
            incident,
            chosen: seat.chosen,
            under_way: seat.commands_under_way(),
            order: seat.order.as_ref().map(|order| order.at),
            confirming: seat.confirming().is_some(),
            shows: [seat.work.all_acts, seat.picks_act(), seat.work.whole_trace, form],
            drafts: seat.work.drafts_revision(),
            officer: seat.officer.clone(),
        };
        let model = self.cached.get(key, || model::Model::of(seat, incident));
        if !form {
            // The next one takes the keyboard anew, also where it is the same act's.
            self.form = FormPanel::default();
        }
        self.form_height = if form { FormPanel::height(seat, plan::doing_width(width)) } else { 0.0 };
        plan::plan(model, width, most, self.form_height).height
    }

    /// Draws it. `prepare` comes first.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect, shelf: &mut Shelf) {
        if let Some(model) = self.cached.last() {
            paint::paint(pen, rect, model, (&mut self.form, self.form_height), shelf);
        }
    }
}
