//! What stands beside the matter's state: its clocks as bars, the agencies that were summoned, what is asked, how it is
//! held and driven.

use super::model::Pressure;
use crate::domain::{Clock, Course, DueState, Party, Phase, due_state};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Word, desk_words, format, say, shown, words};
use crate::panels::theme::{self, size};
use crate::picture::IncidentRow;
use crate::seat::{Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// A clock as a bar.
pub(crate) struct ClockLine {
    label: &'static str,
    words: String,
    pressure: Pressure,
    /// How much of it is over, 0 to 1.
    share: f32,
}

/// An agency that was summoned.
pub(crate) struct PartyLine {
    name: String,
    state: String,
    late: bool,
    lead: bool,
}

/// A clock's row.
pub(super) const CLOCK_ROW: f32 = 24.0;
/// An agency's row.
pub(super) const PARTY_ROW: f32 = 21.0;

/// The clocks that run, the one due first first; the one that the strip tells is left out where it is the only one.
pub(super) fn clocks(seat: &Seat, row: &IncidentRow) -> Vec<ClockLine> {
    let mut running: Vec<Clock> = row.clocks().collect();
    if running.len() < 2 {
        return Vec::new();
    }
    running.sort_by_key(|clock| clock.due_at);
    running.into_iter().map(|clock| clock_line(seat, row, clock)).collect()
}

fn clock_line(seat: &Seat, row: &IncidentRow, clock: Clock) -> ClockLine {
    let lang = seat.lang;
    let stands = row.course.as_ref().is_some_and(|course| course.is_suspended(seat.now));
    let stands = stands && matches!(clock.phase, Phase::Handle | Phase::Rework);
    let left_secs = clock.due_at.secs_since(seat.now);
    let whole_secs = clock.due_at.secs_since(clock.since).max(1);
    let words = match left_secs {
        _ if stands => say(lang, Word::ListSuspended).to_owned(),
        late if late < 0 => format::overdue_tag(lang, -late),
        left => format::remaining_short(lang, left),
    };
    let pressure = match due_state(clock.since, clock.due_at, seat.now) {
        _ if stands => Pressure::None,
        DueState::Overdue => Pressure::Act,
        DueState::DueSoon => Pressure::Soon,
        DueState::Fine => Pressure::None,
    };
    let share = (1.0 - left_secs as f32 / whole_secs as f32).clamp(0.0, 1.0);
    ClockLine { label: desk_words::phase(lang, clock.phase), words, pressure, share }
}

/// The agencies of the last summons that is in force or waits.
pub(super) fn parties(seat: &Seat, course: Option<&Course>) -> Vec<PartyLine> {
    let Some(summons) = course.and_then(|course| course.summons.as_ref()) else { return Vec::new() };
    let lang = seat.lang;
    let line = |party: &Party| {
        let (state, late) = match party {
            party if party.result.is_some() => (say(lang, Word::ResultGiven).to_owned(), false),
            party if party.released => (say(lang, Word::Released).to_owned(), false),
            _ if !summons.in_force => (say(lang, Word::WaitsApproval).to_owned(), false),
            party if party.reported_in_at.is_some() => (say(lang, Word::ReportedIn).to_owned(), false),
            _ => {
                let left_secs = summons.due_at.secs_since(seat.now);
                let time = if left_secs < 0 {
                    format::overdue_tag(lang, -left_secs)
                } else {
                    format::remaining_short(lang, left_secs)
                };
                (format!("{} · {time}", say(lang, Word::NotReportedIn)), left_secs < 0)
            }
        };
        PartyLine { name: party.agency.to_string(), state, late, lead: party.agency == summons.lead }
    };
    summons.parties.iter().map(line).collect()
}

/// What else is so: level, request, standstill, supervision, escalation, merging, reminders, mediation.
pub(super) fn facts(seat: &Seat, row: &IncidentRow) -> Vec<(&'static str, String)> {
    let (lang, picture) = (seat.lang, &seat.picture);
    let Some(course) = row.course.as_deref() else { return Vec::new() };
    let mut facts = Vec::new();
    let mut add = |word: Word, said: String| facts.push((say(lang, word), said));
    if let Some(level) = course.level {
        add(Word::Level, desk_words::one_level(lang, level).to_owned());
    }
    if let Some(request) = &course.request {
        let (by, reason) = (shown::actor(seat, &request.by), seat.shown(&request.reason));
        add(Word::Asked, format!("{} · {reason} · {by}", desk_words::ask(lang, request.ask)));
    }
    if let Some(stands) = course.suspension.filter(|stands| seat.now < stands.until) {
        let listed = if stands.listed { format!(" · {}", say(lang, Word::Listed)) } else { String::new() };
        add(Word::Standstill, format!("{}{listed}", desk_words::day_and_time(lang, stands.until, picture)));
    }
    if let Some(supervision) = course.supervision {
        let until = desk_words::day_and_time(lang, supervision.due_at, picture);
        add(Word::Supervision, format!("{} · {until}", desk_words::supervision(lang, supervision.step)));
    }
    if let Some(escalation) = &course.escalation {
        let rated = escalation.rating.map(|rating| words::satisfaction(lang, rating).to_owned());
        let until = || desk_words::day_and_time(lang, escalation.due_at, picture);
        add(Word::Town, rated.unwrap_or_else(until));
    }
    if let Some(merged) = &course.merged {
        add(Word::MergedInto, merged.into.to_string());
    }
    if !course.reports.is_empty() {
        add(Word::Reports, format!("{} {}", course.reports.len(), say(lang, Word::ReportsMerged)));
    }
    if course.reminders > 0 {
        add(Word::Reminded, format!("{} {}", course.reminders, say(lang, Word::Times)));
    }
    if let Some(phase) = course.mediation {
        add(Word::Mediation, desk_words::mediation(lang, phase).to_owned());
    }
    facts
}

/// Draws the clocks from `rect`'s top on.
pub(super) fn paint_clocks(pen: &Pen<'_>, rect: Rect, clocks: &[ClockLine]) {
    let label_width = if pen.lang == Lang::Zh { 66.0 } else { 100.0 };
    for (k, clock) in clocks.iter().enumerate() {
        let y = rect.top() + (k as f32 + 0.5) * CLOCK_ROW;
        let quiet = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(pos2(rect.left(), y), Align2::LEFT_CENTER, clock.label, quiet, label_width - 6.0);
        let token = if clock.pressure == Pressure::Act { theme::U1_TEXT } else { theme::TEXT_1 };
        let words_ink = ink(size::CAPTION, token);
        let words = pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &clock.words, words_ink);
        let bar = Rect::from_min_max(pos2(rect.left() + label_width, y - 3.0), pos2(words.left() - 10.0, y + 3.0));
        pen.painter().rect_filled(bar, 2.0, theme::RAISED.egui());
        let over = Rect::from_min_size(bar.min, vec2(bar.width() * clock.share, bar.height()));
        let token = match clock.pressure {
            Pressure::Act => theme::U1,
            Pressure::Soon => theme::TEXT_1,
            Pressure::None => theme::DISABLED,
        };
        pen.painter().rect_filled(over, 2.0, token.egui());
    }
}

/// Draws the summoned agencies from `rect`'s top on.
pub(super) fn paint_parties(pen: &Pen<'_>, rect: Rect, parties: &[PartyLine]) {
    for (k, party) in parties.iter().enumerate() {
        let y = rect.top() + (k as f32 + 0.5) * PARTY_ROW;
        let token = if party.late { theme::U1_TEXT } else { theme::TEXT_2 };
        let state_ink = ink(size::CAPTION, token);
        let state = pen.text(pos2(rect.right(), y), Align2::RIGHT_CENTER, &party.state, state_ink);
        let name = ink(size::CAPTION, theme::TEXT_1);
        let lead = if party.lead { format!("  {}", say(pen.lang, Word::LeadMark)) } else { String::new() };
        let runs = [(party.name.as_str(), name), (lead.as_str(), ink(size::CAPTION, theme::TEXT_3))];
        pen.runs(pos2(rect.left(), y), Align2::LEFT_CENTER, &runs, state.left() - rect.left() - 10.0);
    }
}
