//! The card's foot: the one button that sends, what became of the order, what comes next.

use super::acts::{self, Acts};
use crate::domain::{Act, ActKind, State};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Key, alarm_words, format, shown, text, words};
use crate::panels::theme::{self, size};
use crate::seat::work::WorkIntent;
use crate::seat::{Delivery, Intent, Lang, Seat, Selection};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// The foot's height: a line of words and the button.
const HEIGHT: f32 = 90.0;
/// Its height where there is nothing to press.
const WORDS_ONLY: f32 = 30.0;
/// Its height where whoever looks on from afar has no room for what the order says.
const BUTTON_ONLY: f32 = 66.0;
const BUTTON: f32 = 62.0;

/// Two lines on a button.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lines {
    pub(crate) upper: String,
    pub(crate) lower: String,
}

/// What the foot offers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Foot {
    /// Send somebody.
    Send {
        /// What the person will read.
        message: String,
        /// The button's words; none where there is nobody to name.
        button: Option<Lines>,
        /// The matter has not been taken in.
        can_accept: bool,
    },
    /// An order is on its way.
    Sent {
        /// How far it has come.
        delivery: Delivery,
        /// How far in words, with whom.
        words: String,
        /// Whom, by the row: who the words lead to.
        worker: Option<u32>,
        /// Whether it can still be taken back; the button's place is kept where not.
        can_recall: bool,
        /// Seconds for which taking back is offered most prominently.
        recall_secs: Option<i64>,
        /// Whom to send instead.
        reassign: Option<Lines>,
    },
    /// A past moment: nothing can be done, and why.
    Past {
        /// Whom one would have sent.
        button: Option<Lines>,
    },
    /// Something else comes next, or nothing is left for this officer.
    Next {
        /// What comes next, in words.
        note: String,
        /// The one act.
        act: Option<ActKind>,
        /// Buttons in its place: id, word, what it means.
        buttons: Vec<(&'static str, &'static str, Intent)>,
    },
}

impl Foot {
    pub(super) fn of(seat: &Seat, incident: u32, acts: &Acts) -> Self {
        let lang = seat.lang;
        let row = seat.picture.incidents.row(incident);
        if seat.replay.is_on() {
            let waits = matches!(row.state, State::Reported | State::Accepted);
            return Foot::Past { button: send_lines(seat, incident).filter(|_| waits) };
        }
        let just_sent = seat.order.as_ref().filter(|order| order.incident == incident);
        if let Some((asked, act)) = seat.confirming()
            && *asked == incident
        {
            return confirm(seat, act, row.code.as_str());
        }
        let next = |note: Key| Foot::Next { note: text(lang, note).into(), act: acts.next, buttons: Vec::new() };
        match row.state {
            // The order is with the store: until it is durable nothing may be sent twice.
            State::Reported | State::Accepted if just_sent.is_some() && seat.commands_under_way() > 0 => Foot::Sent {
                delivery: Delivery::Sending,
                words: text(lang, Key::Sending).into(),
                worker: None,
                can_recall: false,
                recall_secs: None,
                reassign: None,
            },
            State::Reported | State::Accepted if acts.next == Some(ActKind::Assign) => Foot::Send {
                message: seat.shown(&seat.order_message(incident)).into_owned(),
                button: send_lines(seat, incident),
                can_accept: acts.holds(ActKind::Accept),
            },
            State::Assigned | State::Receipted | State::OnScene if acts.next.is_none() => sent(seat, incident, acts),
            State::Handled if acts.next == Some(ActKind::Close) => next(Key::NextClose),
            State::Handled => next(Key::NextVerify),
            state if state.is_open() || acts.next.is_some() => {
                Foot::Next { note: words::state(lang, state).into(), act: acts.next, buttons: Vec::new() }
            }
            _ => next(Key::Ended),
        }
    }

    /// How high it is, with the order's words or without.
    pub(super) fn height(&self, message: bool) -> f32 {
        match self {
            Foot::Next { act: None, buttons, .. } if buttons.is_empty() => WORDS_ONLY,
            Foot::Send { .. } if !message => BUTTON_ONLY,
            _ => HEIGHT,
        }
    }
}

fn sent(seat: &Seat, incident: u32, acts: &Acts) -> Foot {
    let lang = seat.lang;
    let row = seat.picture.incidents.row(incident);
    let delivery = seat.delivery(incident);
    let state = match delivery {
        Delivery::None => text(lang, Key::AgencyOnly),
        known => words::delivery(lang, known),
    };
    let worker = row.worker.map(|worker| shown::worker(seat, worker));
    let parts: Vec<&str> = [worker.as_deref(), Some(state)].into_iter().flatten().collect();
    let recall_secs = seat.recall_secs(incident);
    let chosen = seat.recommendation.candidates.get(seat.chosen).filter(|_| acts.holds(ActKind::Reassign));
    Foot::Sent {
        delivery,
        words: parts.join(" · "),
        worker: row.worker,
        can_recall: acts.holds(ActKind::Recall) && !seat.has_just_returned(incident),
        recall_secs,
        reassign: chosen.map(|candidate| Lines {
            upper: format!("{} {}", text(lang, Key::Reassign), shown::worker(seat, candidate.worker)),
            lower: way(lang, candidate),
        }),
    }
}

/// `交办 城管局 · 先派 张伟` / `320米 · 约4分钟`
fn send_lines(seat: &Seat, incident: u32) -> Option<Lines> {
    let lang = seat.lang;
    let row = seat.picture.incidents.row(incident);
    let agency = row.agency.map(|a| seat.picture.agencies.name(a).to_string());
    let chosen = seat.recommendation.candidates.get(seat.chosen);
    let name = chosen.map(|candidate| shown::worker(seat, candidate.worker));
    let say = |key| text(lang, key);
    let upper = match (agency, name) {
        (Some(agency), Some(name)) => format!("{} {agency} · {} {name}", say(Key::AssignTo), say(Key::FirstSend)),
        (Some(agency), None) => format!("{} {agency} · {}", say(Key::AssignTo), say(Key::NobodyNear)),
        (None, Some(name)) => format!("{} {name}", say(Key::Send)),
        (None, None) => return None,
    };
    Some(Lines { upper, lower: chosen.map(|candidate| way(lang, candidate)).unwrap_or_default() })
}

fn way(lang: Lang, candidate: &crate::picture::Candidate) -> String {
    format!("{} · {}", format::distance(lang, candidate.distance_m), format::arrival(lang, candidate.eta_secs))
}

/// A U1 is not closed, and nothing is shelved for long, by one click: the question names what.
fn confirm(seat: &Seat, act: &Act, code: &str) -> Foot {
    let lang = seat.lang;
    if let Act::Shelve { until, .. } = act {
        return Foot::Next {
            note: alarm_words::shelve_for_long(lang, code, until.secs_since(seat.now)),
            act: None,
            buttons: vec![
                ("shelve-cancel", alarm_words::not_shelved_yet(lang), Intent::Unconfirm),
                ("shelve-confirm", alarm_words::shelve(lang), Intent::Confirm),
            ],
        };
    }
    Foot::Next {
        note: format!("{} {code}", text(lang, Key::ConfirmCloseU1)),
        act: None,
        buttons: vec![
            ("close-cancel", text(lang, Key::ConfirmNo), Intent::Unconfirm),
            ("close-confirm", text(lang, Key::ConfirmCloseYes), Intent::Confirm),
        ],
    }
}

/// Draws the foot into a rectangle of its height.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, foot: &Foot, message: bool) {
    let line_y = rect.top() + 11.0;
    let below = Rect::from_min_max(pos2(rect.left(), rect.bottom() - BUTTON - 2.0), rect.max - vec2(0.0, 2.0));
    match foot {
        Foot::Send { button, .. } if !message => send_button(pen, below, button.as_ref()),
        Foot::Send { message, button, can_accept } => {
            let mut right = rect.right();
            if *can_accept {
                let chip = Rect::from_min_max(pos2(right - 64.0, line_y - 11.0), pos2(right, line_y + 11.0));
                pen.chip("accept", chip, text(pen.lang, Key::Accept), true, Intent::Accept);
                right = chip.left() - 8.0;
            }
            let label = (text(pen.lang, Key::Message), ink(size::CAPTION, theme::TEXT_3));
            let runs = [label, ("  ", label.1), (message.as_str(), ink(size::CAPTION, theme::TEXT_1))];
            pen.runs(pos2(rect.left(), line_y), Align2::LEFT_CENTER, &runs, right - rect.left());
            send_button(pen, below, button.as_ref());
        }
        Foot::Sent { delivery, words, worker, can_recall, recall_secs, reassign } => {
            let line = Rect::from_min_max(rect.min, pos2(rect.right(), rect.top() + 22.0));
            track(pen, line, *delivery, (words, *worker));
            // What stands beside it never moves under a hand.
            let wide = (below.width() * 0.4).min(190.0);
            let place = Rect::from_min_size(below.min, vec2(wide - 8.0, below.height()));
            if *can_recall {
                recall_button(pen, place, *recall_secs);
            } else {
                pen.outline(place, 1.0, theme::DISABLED.egui());
                let label = ink(size::BODY, theme::DISABLED_ACTION);
                pen.text(place.center(), Align2::CENTER_CENTER, text(pen.lang, Key::Recall), label);
            }
            if let Some(lines) = reassign {
                let rect = Rect::from_min_max(pos2(below.left() + wide, below.top()), below.max);
                quiet_button(pen, "reassign", rect, lines, Intent::Reassign);
            }
        }
        Foot::Past { button } => {
            let why = ink(14.0, theme::REPLAY);
            let words = text(pen.lang, Key::PastIsPast);
            pen.text_within(pos2(rect.left(), line_y), Align2::LEFT_CENTER, words, why, rect.width());
            if let Some(lines) = button {
                dead_button(pen, below, lines);
            }
        }
        Foot::Next { note, act, buttons } => {
            let note_ink = ink(14.0, theme::TEXT_2);
            pen.text_within(pos2(rect.left(), line_y), Align2::LEFT_CENTER, note, note_ink, rect.width());
            if let Some(act) = act {
                acts::next_button(pen, below, *act);
            }
            let count = buttons.len().max(1) as f32;
            let width = (below.width() - 8.0 * (count - 1.0)) / count;
            for (k, (id, label, intent)) in buttons.iter().enumerate() {
                let left = below.left() + k as f32 * (width + 8.0);
                let rect = Rect::from_min_size(pos2(left, below.top()), vec2(width, 40.0));
                pen.chip(*id, rect, label, true, intent.clone());
            }
        }
    }
}

/// What accepts, at the right of `rect`, where the order's words beside which it stands have no room; answers where.
pub(super) fn paint_accept(pen: &mut Pen<'_>, rect: Rect, foot: &Foot) -> Option<Rect> {
    let Foot::Send { can_accept: true, .. } = foot else { return None };
    let chip = Rect::from_min_max(pos2(rect.right() - 60.0, rect.top() + 4.0), rect.max - vec2(0.0, 1.0));
    pen.chip("accept", chip, text(pen.lang, Key::Accept), true, Intent::Accept);
    Some(chip)
}

fn send_button(pen: &mut Pen<'_>, rect: Rect, lines: Option<&Lines>) {
    let Some(lines) = lines else {
        pen.name("dispatch-send", rect);
        pen.outline(rect, 1.0, theme::DISABLED.egui());
        let words = text(pen.lang, Key::ToastNobody);
        let room = rect.width() - 16.0;
        pen.text_within(rect.center(), Align2::CENTER_CENTER, words, ink(size::BODY, theme::DISABLED_ACTION), room);
        return;
    };
    let press = pen.press_for("dispatch-send", rect, &lines.upper, Intent::Dispatch);
    let ground = if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 };
    pen.fill(rect, ground.egui());
    let room = rect.width() - 20.0;
    let middle = rect.center().x;
    let upper = ink(size::TITLE, theme::CANVAS).medium();
    let single = lines.lower.is_empty();
    let upper_y = if single { rect.center().y } else { rect.top() + 22.0 };
    pen.fitted(pos2(middle, upper_y), Align2::CENTER_CENTER, &lines.upper, upper, room);
    let lower = ink(14.0, theme::CANVAS);
    pen.fitted(pos2(middle, rect.top() + 46.0), Align2::CENTER_CENTER, &lines.lower, lower, room);
}

/// The button that sends, dead; a click on it still hears why.
fn dead_button(pen: &mut Pen<'_>, rect: Rect, lines: &Lines) {
    pen.press_for("dispatch-send", rect, &lines.upper, Intent::Dispatch);
    pen.outline(rect, 1.0, theme::DISABLED.egui());
    let (middle, room) = (rect.center().x, rect.width() - 20.0);
    let upper = ink(size::TITLE, theme::DISABLED_ACTION);
    pen.fitted(pos2(middle, rect.top() + 22.0), Align2::CENTER_CENTER, &lines.upper, upper, room);
    let lower = ink(14.0, theme::DISABLED_ACTION);
    pen.fitted(pos2(middle, rect.top() + 46.0), Align2::CENTER_CENTER, &lines.lower, lower, room);
}

fn quiet_button(pen: &mut Pen<'_>, id: &'static str, rect: Rect, lines: &Lines, intent: Intent) {
    let press = pen.press_for(id, rect, &lines.upper, intent);
    pen.fill(rect, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
    pen.outline(rect, 1.0, theme::DISABLED.egui());
    let (middle, room) = (rect.center().x, rect.width() - 12.0);
    let upper = ink(size::BODY, theme::TEXT_1).medium();
    let upper_y = if lines.lower.is_empty() { rect.center().y } else { rect.top() + 22.0 };
    pen.fitted(pos2(middle, upper_y), Align2::CENTER_CENTER, &lines.upper, upper, room);
    let lower = ink(size::CAPTION, theme::TEXT_2);
    pen.fitted(pos2(middle, rect.top() + 44.0), Align2::CENTER_CENTER, &lines.lower, lower, room);
}

/// 撤回, with the seconds that are left and a bar that shrinks; then, while it holds, without them.
fn recall_button(pen: &mut Pen<'_>, rect: Rect, secs: Option<i64>) {
    let lines = Lines {
        upper: text(pen.lang, Key::Recall).into(),
        lower: secs.map(|secs| format::span_short(pen.lang, secs)).unwrap_or_default(),
    };
    // Later another matter's order may be the last.
    let intent = if secs.is_some() { Intent::Recall } else { Intent::Work(WorkIntent::Open(ActKind::Recall)) };
    quiet_button(pen, "recall", rect, &lines, intent);
    if let Some(secs) = secs {
        let share = secs as f32 / 10.0;
        let bar = Rect::from_min_size(pos2(rect.left(), rect.bottom() - 3.0), vec2(rect.width() * share, 3.0));
        pen.painter().rect_filled(bar, 0.0, theme::TEXT_1.egui());
    }
}

/// The way of an order in four stages, the reached ones bright.
fn track(pen: &mut Pen<'_>, rect: Rect, delivery: Delivery, (words, worker): (&str, Option<u32>)) {
    let stages = [Delivery::Sending, Delivery::Delivered, Delivery::Receipted, Delivery::OnScene];
    let reached = match delivery {
        Delivery::None => 0,
        Delivery::Sending | Delivery::Undelivered => 1,
        Delivery::Delivered => 2,
        Delivery::Receipted => 3,
        Delivery::OnScene => 4,
    };
    let y = rect.center().y;
    let failed = delivery == Delivery::Undelivered;
    let words_token = if failed { theme::U1_TEXT } else { theme::TEXT_1 };
    let drawn = pen.text_within(
        pos2(rect.left(), y),
        Align2::LEFT_CENTER,
        words,
        ink(14.0, words_token).medium(),
        rect.width(),
    );
    pen.name("delivery", drawn);
    if let Some(worker) = worker {
        let leads_to = Intent::Select(Selection::Worker(worker));
        if pen.press_for("sent-worker", drawn, words, leads_to).hovered {
            pen.line(drawn.left_bottom(), drawn.right_bottom(), 1.0, words_token.egui());
        }
    }
    let left = drawn.right() + 20.0;
    let step = ((rect.right() - 6.0 - left) / 3.0).min(90.0);
    if step < 16.0 || reached == 0 {
        return;
    }
    let start = rect.right() - 6.0 - step * 3.0;
    for (k, _) in stages.iter().enumerate() {
        let at = pos2(start + k as f32 * step, y);
        let token = if k < reached { theme::TEXT_1 } else { theme::DISABLED };
        if k > 0 {
            pen.line(at - vec2(step - 6.0, 0.0), at - vec2(6.0, 0.0), 1.5, token.egui());
        }
        if k < reached {
            pen.painter().circle_filled(at, 4.5, token.egui());
        } else {
            pen.painter().circle_stroke(at, 4.0, (1.5, token.egui()));
        }
    }
}
