//! What can be done with the matter: the one next act as the big button, the rest in reach.

use crate::domain::ActKind;
use crate::panels::fields::{CHIP_ROW, flow};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Word, desk_words, say};
use crate::panels::theme::{self, size};
use crate::seat::work::{ACT_MARKS, ALL_ACTS_MARK, WorkIntent};
use crate::seat::{Intent, Seat};
use bevy_egui::egui::{Align2, Rect, pos2, vec2};

/// An act in reach.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chip {
    act: ActKind,
    label: String,
    /// It would be refused now; pressing it says why.
    refused: bool,
}

/// The acts of a matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Acts {
    pub(super) next: Option<ActKind>,
    chips: Vec<Chip>,
    /// How many more the table allows that do not hold now.
    hidden: usize,
    all: bool,
    /// Keys pick one: each says its own.
    marked: bool,
    held: Vec<ActKind>,
}

/// Where a card has little room so many rows of acts are shown.
pub(super) const FEW_ROWS: usize = 2;

impl Acts {
    pub(super) fn of(seat: &Seat, incident: u32) -> Self {
        let reach = seat.reach(incident);
        let marked = seat.picks_act();
        let chip = |(act, refused): (ActKind, bool), mark: Option<char>| {
            // The button beside it reassigns at once, to whom the seat recommends.
            let name = match act {
                ActKind::Reassign => say(seat.lang, Word::ChooseAnother),
                act => desk_words::act(seat.lang, act),
            };
            let drafted = seat.has_draft(incident, act);
            let label = if drafted { format!("{name} · {}", say(seat.lang, Word::Drafted)) } else { name.to_owned() };
            Chip { act, label: with_mark(mark, &label), refused }
        };
        let marks = ACT_MARKS.chars().map(|mark| marked.then_some(mark)).chain(std::iter::repeat(None));
        let others = reach.others.iter().map(|offer| (offer.act, offer.refusal.is_some()));
        Self {
            next: reach.next,
            chips: others.zip(marks).map(|(other, mark)| chip(other, mark)).collect(),
            hidden: reach.refused,
            all: seat.work.all_acts,
            marked,
            held: reach.held,
        }
    }

    /// Whether all acts that there are chips for are to be seen: those that do not hold, too, or each with its key.
    pub(super) fn shows_all(&self) -> bool {
        self.all || self.marked
    }

    /// Whether an act holds now.
    pub(super) fn holds(&self, act: ActKind) -> bool {
        self.held.contains(&act)
    }

    fn more(&self, lang: crate::seat::Lang) -> Option<String> {
        let label = match (self.all, self.hidden) {
            (true, _) => say(lang, Word::FewActs).to_owned(),
            (false, 0) => return None,
            (false, hidden) => format!("{} +{hidden}", say(lang, Word::AllActs)),
        };
        Some(with_mark(self.marked.then_some(ALL_ACTS_MARK), &label))
    }

    fn places(&self, lang: crate::seat::Lang, width: f32) -> (Vec<Rect>, usize) {
        let more = self.more(lang);
        flow(self.chips.iter().map(|chip| chip.label.as_str()).chain(more.as_deref()), width)
    }

    /// In how many rows all of them stand in this width.
    pub(super) fn rows(&self, lang: crate::seat::Lang, width: f32) -> usize {
        self.places(lang, width).1
    }

    /// How high they are in this width, in at most so many rows.
    pub(super) fn height(&self, lang: crate::seat::Lang, width: f32, most_rows: usize) -> f32 {
        let rows = self.rows(lang, width).min(most_rows);
        if rows == 0 { 0.0 } else { rows as f32 * CHIP_ROW + 4.0 }
    }
}

/// A label behind the key that presses it.
fn with_mark(mark: Option<char>, label: &str) -> String {
    mark.map_or_else(|| label.to_owned(), |mark| format!("{mark} {label}"))
}

/// Draws them from `rect`'s top on.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, acts: &Acts, most_rows: usize) {
    let lang = pen.lang;
    let (places, _) = acts.places(lang, rect.width());
    let bottom = most_rows as f32 * CHIP_ROW;
    let (chips, more) = places.split_at(acts.chips.len());
    // What shows the rest stands in the last place that has room for it.
    let fits = |place: &&Rect| place.bottom() <= bottom;
    let shown = chips.iter().take_while(fits).count();
    let cut = shown < chips.len() || more.first().is_some_and(|place| !fits(&place));
    let label = acts.more(lang).or_else(|| cut.then(|| "…".to_owned()));
    let wide = more.first().map_or(0.0, Rect::width);
    let has_room = |place: &Rect| place.left() + wide <= rect.width() + 0.5;
    let kept = if cut { chips[..shown].iter().rposition(has_room).unwrap_or(0) } else { shown };
    let last = if cut { chips.get(kept) } else { more.first() };
    let as_wide = |place: &Rect| if wide > 0.0 { place.with_max_x(place.left() + wide) } else { *place };
    let last = last.map(as_wide);
    for (chip, place) in acts.chips.iter().zip(chips).take(kept) {
        let place = place.translate(rect.min.to_vec2());
        let id = format!("act-{}", chip.act.name());
        let press = pen.press_for(id, place, &chip.label, Intent::Work(WorkIntent::Open(chip.act)));
        pen.fill(place, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        if acts.marked {
            pen.outline(place, 1.0, theme::TEXT_2.egui());
        }
        let token = if chip.refused { theme::DISABLED_ACTION } else { theme::TEXT_1 };
        let words = ink(size::CAPTION, token);
        pen.text_within(place.center(), Align2::CENTER_CENTER, &chip.label, words, place.width() - 4.0);
    }
    if let (Some(place), Some(label)) = (last, label) {
        let place = place.translate(rect.min.to_vec2());
        let press = pen.press_for("acts-all", place, &label, Intent::Work(WorkIntent::AllActs));
        pen.outline(place, 1.0, if press.hovered { theme::TEXT_1 } else { theme::DISABLED }.egui());
        let words = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(place.center(), Align2::CENTER_CENTER, &label, words, place.width() - 4.0);
    }
}

/// What shows all acts, at the right of `rect`; answers where, none where there are none.
pub(super) fn paint_more(pen: &mut Pen<'_>, rect: Rect, acts: &Acts) -> Option<Rect> {
    if acts.chips.is_empty() && acts.hidden == 0 {
        return None;
    }
    let label = say(pen.lang, Word::AllActs);
    let words = ink(size::CAPTION, theme::TEXT_2);
    let width = pen.galley(label, words, f32::INFINITY).size().x + 16.0;
    let chip = Rect::from_min_max(pos2(rect.right() - width, rect.top() + 4.0), rect.max - vec2(0.0, 1.0));
    let press = pen.press_for("acts-all", chip, label, Intent::Work(WorkIntent::AllActs));
    pen.outline(chip, 1.0, if press.hovered { theme::TEXT_1 } else { theme::DISABLED }.egui());
    pen.text(chip.center(), Align2::CENTER_CENTER, label, words);
    Some(chip)
}

/// The big button of the next act.
pub(super) fn next_button(pen: &mut Pen<'_>, rect: Rect, act: ActKind) {
    let label = desk_words::act(pen.lang, act);
    let press = pen.press_for("next-act", rect, label, Intent::Work(WorkIntent::Open(act)));
    pen.fill(rect, if press.hovered { theme::WORKER_ON_TASK } else { theme::TEXT_1 }.egui());
    let upper = ink(size::TITLE, theme::CANVAS).medium();
    let middle = rect.center().x;
    pen.text_within(pos2(middle, rect.top() + 22.0), Align2::CENTER_CENTER, label, upper, rect.width() - 20.0);
    let lower = format!("{} · {}", say(pen.lang, Word::NextIs), say(pen.lang, Word::EnterKey));
    let lower_ink = ink(14.0, theme::CANVAS);
    pen.text_within(rect.center_top() + vec2(0.0, 46.0), Align2::CENTER_CENTER, &lower, lower_ink, rect.width() - 20.0);
}
