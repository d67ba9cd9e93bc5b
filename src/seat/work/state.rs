//! The desk's part of the state, for scripts and tests.

use super::fields::Slot;
use super::form::Form;
use crate::seat::{Seat, ShiftView};
use serde_json::{Value, json};

/// How many rows of the list the state names.
const NAMED: usize = 50;

/// The desk's part of a seat's state.
pub fn work_json(seat: &Seat) -> Value {
    let queue = &seat.work.queue;
    let code = |number: &u32| seat.picture.incidents.row(*number).code.to_string();
    let acts = seat.selected_incident().map(|incident| {
        let offers = seat.offers(incident);
        json!({
            "next": seat.next_act(incident, &offers).map(|act| act.name()),
            "hold": offers.iter().filter(|o| o.refusal.is_none()).map(|o| o.act.name()).collect::<Vec<_>>(),
            "refused": offers.iter().filter(|o| o.refusal.is_some()).map(|o| o.act.name()).collect::<Vec<_>>(),
        })
    });
    json!({
        "desk": seat.work.at_desk,
        "form": seat.work.form.as_ref().map(form_json),
        "acts": acts,
        "picks_act": seat.picks_act(),
        "list": {
            "total": queue.len(),
            "rows": queue.rows(0, NAMED).iter().map(code).collect::<Vec<_>>(),
            "filter": queue.saved_filter(&seat.picture),
            "sort": queue.sort,
            "marked": queue.marked().map(|number| code(&number)).collect::<Vec<_>>(),
            "views": seat.views().map(|view| view.name.clone()).collect::<Vec<_>>(),
        },
        "photos": seat.selected_incident().map(|incident| seat.photos(incident).len()),
        "photo": seat.work.photo,
        "officer": seat.officer,
        "shift": match seat.shift_view() {
            ShiftView::Closed => "closed",
            ShiftView::Choose => "choose",
            ShiftView::HandOver => "hand_over",
        },
        "drafts": seat.settings().drafts.len(),
    })
}

fn form_json(form: &Form) -> Value {
    let texts: serde_json::Map<String, Value> =
        Slot::ALL.into_iter().map(|slot| (slot.name().to_owned(), Value::from(form.values.text(slot)))).collect();
    json!({
        "act": form.act.name(),
        "targets": form.targets.len(),
        "texts": texts,
        "agencies": form.values.agencies,
        "chosen": form.values.choices.values().collect::<Vec<_>>(),
        "problem": form.problem.as_ref().map(ToString::to_string),
    })
}
