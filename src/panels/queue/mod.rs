//! What is to be done: on a wall as many rows as fit, at a desk the list with its filters, search and marks.

mod batch;
mod head;
mod model;
mod paint;

use super::cache::{Cached, Moment};
use super::form::FormPanel;
use super::pen::Pen;
use crate::seat::Selection;
use bevy_egui::egui::Rect;

/// What the rows depend on: the second, the list's revisions, the first row and how many.
type RowsKey = (Moment, (u64, u64), usize, usize);

/// The queue.
#[derive(Default)]
pub(crate) struct Queue {
    rows: Cached<RowsKey, model::Model>,
    batch: Cached<(Moment, (u64, u64)), Vec<batch::Offered>>,
    head: head::Head,
    form: FormPanel,
    first: usize,
    scrolled: f32,
    followed: Option<u32>,
}

/// The least height that shows a title and one row.
pub(crate) fn least_height(width: f32) -> f32 {
    paint::HEAD + paint::ORDER + paint::row_height(width)
}

impl Queue {
    /// Whether the filters are open.
    pub(crate) fn has_open_filters(&self) -> bool {
        self.head.is_open()
    }

    /// Draws it as a wall has it: the list alone.
    pub(crate) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let (head, list) = rect.split_top_bottom_at_y(rect.top() + paint::HEAD + paint::ORDER);
        self.list(pen, head, list, false);
    }

    /// Draws it as a desk has it: search, lists and filters above, what is done with the marked ones below.
    pub(crate) fn show_at_desk(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let (title, below) = rect.split_top_bottom_at_y(rect.top() + paint::HEAD);
        let plan = self.head.plan(pen.seat, below.size(), paint::row_height(below.width()));
        let (head, below) = below.split_top_bottom_at_y(below.top() + plan.height);
        let marked = pen.seat.work.queue.marked_count();
        let mut list = below;
        // Open filters want the room.
        if marked > 0 && !self.head.is_open() {
            let key = (Moment::of(pen.seat), pen.seat.work.queue.revision());
            let offered = self.batch.get(key, || batch::offered(pen.seat));
            let several = pen.seat.work.form.as_ref().is_some_and(|form| form.targets.len() > 1 || is_batch(pen.seat));
            let form = if several { FormPanel::height(pen.seat, below.width() - 2.0 * batch::PAD) } else { 0.0 };
            let height = batch::height(pen.lang, offered, below.width()) + if form > 0.0 { form + 8.0 } else { 0.0 };
            let foot;
            (list, foot) = below.split_top_bottom_at_y(below.bottom() - height);
            batch::paint(pen, foot, offered, marked);
            if form > 0.0 {
                let place = Rect::from_min_max(foot.left_bottom() - bevy_egui::egui::vec2(0.0, form + 4.0), foot.max);
                self.form.show(pen, place.shrink2(bevy_egui::egui::vec2(batch::PAD, 0.0)));
            }
        }
        self.list(pen, title, list, true);
        self.head.show(pen, head, plan);
    }

    fn list(&mut self, pen: &mut Pen<'_>, title: Rect, rect: Rect, at_desk: bool) {
        let seat = pen.seat;
        let queue = &seat.work.queue;
        let row_height = paint::row_height(rect.width());
        let fitting = (rect.height() / row_height).max(0.0).floor() as usize;
        self.scrolled -= pen.wheel_over(rect);
        let steps = (self.scrolled / row_height).trunc();
        self.scrolled -= steps * row_height;
        let last_first = queue.len().saturating_sub(fitting);
        self.first = self.first.saturating_add_signed(steps as isize).min(last_first);
        // A matter selected elsewhere is brought into the list once; then the wheel is free again.
        let selected = match seat.selection {
            Some(Selection::Incident(number)) => Some(number),
            _ => None,
        };
        if self.followed != selected {
            self.followed = selected;
            let place = selected.and_then(|number| queue.place(number));
            if let Some(place) = place.filter(|place| *place < self.first || *place >= self.first + fitting) {
                self.first = place.min(last_first);
            }
        }
        let (first, shown) = (self.first, fitting.min(queue.len()));
        let key = (Moment::of(seat), queue.revision(), first, shown);
        let model = self.rows.get(key, || model::Model::of(seat, first, shown));
        paint::paint(pen, title, rect, model, at_desk);
    }
}

/// Whether the open form is about a marked matter that is not the selected one.
fn is_batch(seat: &crate::seat::Seat) -> bool {
    seat.work.form.as_ref().is_some_and(|form| form.first() != seat.selected_incident())
}
