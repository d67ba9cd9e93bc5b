//! Matters like the one that is taken in: what and where, how like it is and why, how it ended; one press looks at it, one
//! says that it is the same.

use crate::domain::{IncidentCode, MaskScope, mask};
use crate::panels::cache::Moment;
use crate::panels::overlay::{self, Mark};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{IntakeWord, format, intake_words, shown, tell, words};
use crate::panels::theme::{self, size};
use crate::picture::Verdict;
use crate::seat::intake::AlikeMatter;
use crate::seat::{IntakeIntent, Intent, Seat, Selection};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// What the list depends on.
pub(super) type Key = (Moment, Vec<AlikeMatter>, bool, bool);

const HEAD: f32 = 40.0;
const PAD: f32 = 14.0;
const ROW: f32 = 54.0;
const RESULT: f32 = 20.0;
const NONE: f32 = 40.0;

struct Row {
    incident: u32,
    code: IncidentCode,
    mark: Mark,
    title: String,
    verdict: &'static str,
    is_strong: bool,
    why: String,
    result: Option<String>,
    same: Option<IntakeWord>,
}

/// The list.
pub(super) struct Model {
    note: String,
    /// What stands in place of rows.
    none: Option<&'static str>,
    rows: Vec<Row>,
}

impl Model {
    pub(super) fn of(seat: &Seat) -> Self {
        let (lang, intake) = (seat.lang, &seat.intake);
        let rows: Vec<Row> = intake.advice.alike.iter().filter_map(|alike| row(seat, alike)).collect();
        let note = if intake.is_asking() { IntakeWord::Looking } else { IntakeWord::HandledToo };
        let none = rows
            .is_empty()
            .then(|| tell(lang, if intake.is_advised() { IntakeWord::NoneAlike } else { IntakeWord::Preparing }));
        Self { note: tell(lang, note).to_owned(), none, rows }
    }

    pub(super) fn height(&self) -> f32 {
        let rows: f32 = self.rows.iter().map(Row::height).sum();
        HEAD + if self.none.is_some() { NONE } else { rows } + 6.0
    }
}

impl Row {
    fn height(&self) -> f32 {
        ROW + if self.result.is_some() { RESULT } else { 0.0 }
    }
}

fn row(seat: &Seat, alike: &AlikeMatter) -> Option<Row> {
    let lang = seat.lang;
    // A past picture may not know it yet.
    let number = seat.picture.incidents.number(&alike.incident)?;
    let row = seat.picture.incidents.row(number);
    if row.confidential {
        return None;
    }
    let mut why: Vec<String> = vec![words::state(lang, row.state).to_owned()];
    if alike.same_caller {
        why.push(tell(lang, IntakeWord::SameCaller).to_owned());
    }
    why.extend(alike.before_secs.map(|secs| format::ago(lang, secs.max(0))));
    why.extend(alike.distance_m.map(|metres| format::distance(lang, metres)));
    if !alike.words.is_empty() {
        why.push(alike.words.iter().take(3).map(|word| format!("“{word}”")).collect::<String>());
    }
    let result = row.result.as_deref().filter(|result| !result.is_empty());
    let same = seat
        .may_be_same(number)
        .then(|| if seat.would_reopen(number) { IntakeWord::TakeUpAgain } else { IntakeWord::SameMatter });
    Some(Row {
        incident: number,
        code: row.code.clone(),
        mark: Mark::of(&seat.picture, row),
        title: shown::title(seat, row).into_owned(),
        verdict: intake_words::verdict(lang, alike.verdict),
        is_strong: alike.verdict != Verdict::Like,
        why: why.join(" · "),
        result: result.map(|result| tell(lang, IntakeWord::ResultIs).to_owned() + &mask(result, MaskScope::Usual)),
        same,
    })
}

/// Draws the title and the rows that fit.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, model: &Model) {
    pen.name("intake-alike", rect);
    pen.line(rect.left_top(), rect.left_bottom(), 1.0, theme::RAISED.egui());
    let inner = rect.shrink2(vec2(PAD, 0.0));
    pen.title(inner, rect.top() + 22.0, tell(pen.lang, IntakeWord::Alike), &model.note);
    let mut top = rect.top() + HEAD;
    if let Some(none) = model.none {
        pen.text_within(
            pos2(inner.left(), top + 14.0),
            Align2::LEFT_CENTER,
            none,
            ink(14.0, theme::TEXT_2),
            inner.width(),
        );
    }
    for row in &model.rows {
        if top + row.height() > rect.bottom() {
            break;
        }
        paint_row(pen, Rect::from_min_size(pos2(rect.left() + 1.0, top), vec2(rect.width() - 1.0, row.height())), row);
        top += row.height();
    }
    pen.line(rect.left_bottom() - vec2(0.0, 1.0), rect.right_bottom() - vec2(0.0, 1.0), 2.0, theme::RAISED.egui());
}

fn paint_row(pen: &mut Pen<'_>, rect: Rect, row: &Row) {
    let sees = Intent::Intake(IntakeIntent::See(row.code.clone()));
    let press = pen.press_for(format!("alike-{}", row.code), rect, &row.title, sees);
    let selected = pen.seat.selection == Some(Selection::Incident(row.incident));
    if selected || press.hovered {
        pen.painter().rect_filled(rect, 0.0, theme::RAISED.egui());
    }
    if selected {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        pen.painter().rect_filled(edge, 0.0, theme::SELECTION.egui());
    }
    pen.rule(rect.left() + PAD..=rect.right() - PAD, rect.bottom() - 0.5);
    overlay::draw_mark_close(pen, pos2(rect.left() + 30.0, rect.top() + 26.0), 21.0, row.mark);
    let (left, mut right) = (rect.left() + 54.0, rect.right() - PAD);
    let (upper, lower) = (rect.top() + 17.0, rect.top() + 38.0);
    if let Some(same) = row.same {
        let button = Rect::from_center_size(pos2(right - 34.0, rect.top() + 27.0), vec2(68.0, 30.0));
        let means = Intent::Intake(IntakeIntent::Same(row.code.clone()));
        pen.pick(format!("alike-same-{}", row.code), button, tell(pen.lang, same), false, means);
        right = button.left() - 10.0;
    }
    let token = if row.is_strong { theme::TEXT_1 } else { theme::TEXT_3 };
    let verdict_ink = ink(size::CAPTION, token).medium();
    let verdict = pen.text(pos2(right, upper), Align2::RIGHT_CENTER, row.verdict, verdict_ink);
    let title_ink = ink(15.0, theme::TEXT_1);
    pen.text_within(pos2(left, upper), Align2::LEFT_CENTER, &row.title, title_ink, verdict.left() - left - 8.0);
    let quiet = ink(size::CAPTION, theme::TEXT_2);
    pen.text_within(pos2(left, lower), Align2::LEFT_CENTER, &row.why, quiet, right - left);
    if let Some(result) = &row.result {
        let at = pos2(left, rect.top() + 58.0);
        pen.text_within(at, Align2::LEFT_CENTER, result, quiet, rect.right() - PAD - left);
    }
}
