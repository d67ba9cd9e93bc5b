//! The drafts that wait: what each is about, who left it when, and what it still wants.

use super::PAD;
use super::model::draft_title;
use crate::domain::{IncidentCode, Timestamp};
use crate::panels::cache::Cached;
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{IntakeWord, format, intake_words, shown, tell};
use crate::panels::theme::{self, size};
use crate::seat::{IntakeIntent, Intent, Lang, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

const ROW: f32 = 58.0;
const UNDO: f32 = 40.0;

/// The language, and which drafts there are, as of when.
type Key = (Lang, Vec<(IncidentCode, Timestamp)>);

/// The list; masking its titles is work, so they are made once.
#[derive(Default)]
pub(super) struct DraftList {
    rows: Cached<Key, Vec<Row>>,
    scrolled: f32,
}

struct Row {
    name: IncidentCode,
    title: String,
    by: String,
    changed_at: Timestamp,
    missing: String,
}

fn rows(seat: &Seat) -> Vec<Row> {
    let row = |draft: &crate::seat::intake::OpenDraft| {
        let missing = draft.draft.missing();
        Row {
            name: draft.name.clone(),
            title: draft_title(seat.lang, &draft.draft),
            by: shown::actor(seat, &draft.by),
            changed_at: draft.changed_at,
            missing: if missing.is_empty() {
                tell(seat.lang, IntakeWord::Ready).to_owned()
            } else {
                intake_words::missing(seat.lang, &missing)
            },
        }
    };
    seat.intake.drafts().iter().map(row).collect()
}

impl DraftList {
    pub(super) fn show(&mut self, pen: &mut Pen<'_>, rect: Rect) {
        let seat = pen.seat;
        pen.name("drafts-list", rect);
        let mut top = rect.top() + 8.0;
        if seat.intake.discarded().is_some() {
            let place = Rect::from_min_size(pos2(rect.left() + PAD, top), vec2(rect.width() - 2.0 * PAD, UNDO - 10.0));
            let label = tell(pen.lang, IntakeWord::Undo);
            pen.pick("draft-undo".into(), place, label, false, Intent::Intake(IntakeIntent::UndoDiscard));
            top += UNDO;
        }
        let key = seat.intake.drafts().iter().map(|draft| (draft.name.clone(), draft.changed_at)).collect();
        let rows = self.rows.get((seat.lang, key), || rows(seat));
        if rows.is_empty() {
            let at = pos2(rect.left() + PAD, top + 20.0);
            let none = tell(pen.lang, IntakeWord::NoDrafts);
            pen.text(at, Align2::LEFT_CENTER, none, ink(size::BODY, theme::TEXT_2));
        }
        let room = rect.bottom() - top;
        let most = (rows.len() as f32 * ROW - room).max(0.0);
        self.scrolled = (self.scrolled - pen.wheel_over(rect)).clamp(0.0, most);
        let first = (self.scrolled / ROW).floor() as usize;
        for (k, row) in rows.iter().skip(first).take((room / ROW).floor().max(0.0) as usize).enumerate() {
            let place = Rect::from_min_size(pos2(rect.left(), top + k as f32 * ROW), vec2(rect.width(), ROW));
            paint_row(pen, place, row);
        }
    }
}

fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: &Row) {
    let resumes = Intent::Intake(IntakeIntent::Resume(row.name.clone()));
    let press = pen.press_for(format!("draft-{}", row.name), rect, &row.title, resumes);
    if press.hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    let inner = rect.shrink2(vec2(PAD, 0.0));
    pen.rule(inner.left()..=inner.right(), rect.bottom() - 0.5);
    let button = Rect::from_center_size(pos2(inner.right() - 34.0, rect.center().y), vec2(68.0, 28.0));
    let discards = Intent::Intake(IntakeIntent::Discard(row.name.clone()));
    pen.pick(format!("draft-discard-{}", row.name), button, tell(pen.lang, IntakeWord::Discard), false, discards);
    let room = button.left() - inner.left() - 12.0;
    let (upper, lower) = (rect.center().y - 11.0, rect.center().y + 11.0);
    let title = ink(size::BODY, theme::TEXT_1);
    pen.text_within(pos2(inner.left(), upper), Align2::LEFT_CENTER, &row.title, title, room);
    let ago = format::ago(pen.lang, pen.seat.clock.secs_since(row.changed_at).max(0));
    let line = [row.name.as_str(), &row.by, &ago, &row.missing].join(" · ");
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    pen.text_within(pos2(inner.left(), lower), Align2::LEFT_CENTER, &line, quiet, room);
}
