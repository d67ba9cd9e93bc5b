//! The intake's part of the state, for scripts and tests: nothing of who calls.

use super::form::{IntakeForm, IntakeProblem};
use crate::picture::Verdict;
use crate::seat::Seat;
use serde_json::{Value, json};

/// The intake's part of a seat's state.
pub fn intake_json(seat: &Seat) -> Value {
    let intake = &seat.intake;
    let advice = &intake.advice;
    json!({
        "form": intake.form.as_ref().map(form_json),
        "asking": intake.is_asking(),
        "sending": intake.is_sending(),
        "trouble": intake.trouble,
        "places": advice.places.iter().map(|place| &place.name).collect::<Vec<_>>(),
        "categories": advice.categories.iter().map(|offered| offered.category.as_str()).collect::<Vec<_>>(),
        "urgency": advice.urgency.map(|offered| offered.urgency),
        "agency": advice.agency,
        "alike": advice.alike.iter().map(|alike| json!({
            "incident": alike.incident, "verdict": verdict(alike.verdict), "words": alike.words,
        })).collect::<Vec<_>>(),
        "drafts": intake.drafts().iter().map(|draft| draft.name.to_string()).collect::<Vec<_>>(),
        "discarded": intake.discarded().map(|draft| draft.name.to_string()),
    })
}

fn form_json(form: &IntakeForm) -> Value {
    let draft = &form.draft;
    json!({
        "name": form.name,
        "source": draft.source(),
        "address": draft.address,
        "at": draft.at.map(|at| [at.lon_deg, at.lat_deg]),
        "nowhere": draft.is_nowhere,
        "nature": draft.nature,
        "category": draft.category,
        "urgency": draft.urgency,
        "confidential": draft.confidential,
        "letters": draft.text.chars().count(),
        "missing": draft.missing(),
        "next": draft.next(),
        "waits_for_click": form.waits_for_click,
        "awaits_advice": form.awaits_advice,
        "problem": form.problem.as_ref().map(problem),
    })
}

fn problem(problem: &IntakeProblem) -> String {
    match problem {
        IntakeProblem::Missing(fields) => {
            format!("missing: {}", fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(", "))
        }
        IntakeProblem::NoMoment(slot) => format!("no moment: {}", slot.name()),
        IntakeProblem::NoPlaceSaid => "no place said".to_owned(),
        IntakeProblem::Refused(refusal) => format!("refused: {refusal}"),
    }
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "same",
        Verdict::Again => "again",
        Verdict::Like => "like",
    }
}
