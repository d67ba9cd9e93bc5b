//! What can be done with the matter: the one next act as the big button, the rest in reach.

use super::foot;
use crate::domain::{ActKind, State};
use crate::panels::fields::{CHIP_ROW, flow, rough_width};
use crate::panels::pen::{Pen, ink};
use crate::panels::text::{Word, desk_words, say};
use crate::panels::theme::{self, size};
use crate::seat::work::WorkIntent;
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
    held: Vec<ActKind>,
}

/// Where a card has little room so many rows of acts are shown.
pub(super) const FEW_ROWS: usize = 2;

impl Acts {
    pub(super) fn of(seat: &Seat, incident: u32) -> Self {
        let offers = seat.offers(incident);
        let next = seat.next_act(incident, &offers);
        let row = seat.picture.incidents.row(incident);
        let all = seat.work.all_acts;
        let recalls = foot::recall_secs(seat, incident).is_some();
        // What the foot has buttons for is not offered a second time.
        let on_foot = |act: ActKind| match row.state {
            State::Reported | State::Accepted => Some(act) == next && act != ActKind::Assign,
            _ => Some(act) == next || (act == ActKind::Recall && recalls),
        };
        let chip = |act: ActKind, refused: bool| {
            let name = desk_words::act(seat.lang, act);
            let drafted = seat.has_draft(incident, act);
            let label = if drafted { format!("{name} · {}", say(seat.lang, Word::Drafted)) } else { name.to_owned() };
            Chip { act, label, refused }
        };
        let shown = offers.iter().filter(|offer| !on_foot(offer.act));
        let shown = shown.filter(|offer| all || offer.refusal.is_none());
        Self {
            next,
            chips: shown.map(|offer| chip(offer.act, offer.refusal.is_some())).collect(),
            hidden: offers.iter().filter(|offer| offer.refusal.is_some()).count(),
            all,
            held: offers.iter().filter(|offer| offer.refusal.is_none()).map(|offer| offer.act).collect(),
        }
    }

    /// Whether those that do not hold are shown, too.
    pub(super) fn shows_all(&self) -> bool {
        self.all
    }

    /// Whether an act holds now.
    pub(super) fn holds(&self, act: ActKind) -> bool {
        self.held.contains(&act)
    }

    fn more(&self, lang: crate::seat::Lang) -> Option<String> {
        match (self.all, self.hidden) {
            (true, _) => Some(say(lang, Word::FewActs).to_owned()),
            (false, 0) => None,
            (false, hidden) => Some(format!("{} +{hidden}", say(lang, Word::AllActs))),
        }
    }

    fn places(&self, lang: crate::seat::Lang, width: f32) -> (Vec<Rect>, usize) {
        let more = self.more(lang);
        flow(self.chips.iter().map(|chip| chip.label.as_str()).chain(more.as_deref()), width)
    }

    /// How high they are in this width, in at most so many rows.
    pub(super) fn height(&self, lang: crate::seat::Lang, width: f32, most_rows: usize) -> f32 {
        let rows = self.places(lang, width).1.min(most_rows);
        if rows == 0 { 0.0 } else { rows as f32 * CHIP_ROW + 4.0 }
    }
}

/// Draws them from `rect`'s top on.
pub(super) fn paint(pen: &mut Pen<'_>, rect: Rect, acts: &Acts, most_rows: usize) {
    let lang = pen.lang;
    let (places, _) = acts.places(lang, rect.width());
    let bottom = most_rows as f32 * CHIP_ROW;
    let (chips, more) = places.split_at(acts.chips.len());
    let fits = |place: &&Rect| place.bottom() <= bottom;
    let shown = chips.iter().take_while(fits).count();
    let cut = shown < chips.len() || more.first().is_some_and(|place| !fits(&place));
    let label = acts.more(lang).or_else(|| cut.then(|| "…".to_owned()));
    // What shows the rest stands in the place of the last that leaves it room for its words.
    let wide = label.as_deref().map_or(0.0, |label| rough_width(label) + 18.0);
    let has_room = |place: &Rect| place.left() + wide <= rect.width();
    let kept = if cut { chips[..shown].iter().rposition(has_room).unwrap_or(0) } else { shown };
    for (chip, place) in acts.chips.iter().zip(chips).take(kept) {
        let place = place.translate(rect.min.to_vec2());
        let id = format!("act-{}", chip.act.name());
        let press = pen.press_for(id, place, &chip.label, Intent::Work(WorkIntent::Open(chip.act)));
        pen.fill(place, if press.hovered { theme::BUILDING_OUTLINE } else { theme::RAISED }.egui());
        let token = if chip.refused { theme::DISABLED_ACTION } else { theme::TEXT_1 };
        let words = ink(size::CAPTION, token);
        pen.text_within(place.center(), Align2::CENTER_CENTER, &chip.label, words, place.width() - 4.0);
    }
    let last = if cut { chips.get(kept) } else { more.first() };
    if let (Some(place), Some(label)) = (last, label) {
        let place =
            Rect::from_min_size(place.min, vec2(wide.min(rect.width()), place.height())).translate(rect.min.to_vec2());
        let press = pen.press_for("acts-all", place, &label, Intent::Work(WorkIntent::AllActs));
        pen.outline(place, 1.0, if press.hovered { theme::TEXT_1 } else { theme::DISABLED }.egui());
        let words = ink(size::CAPTION, theme::TEXT_2);
        pen.text_within(place.center(), Align2::CENTER_CENTER, &label, words, place.width() - 4.0);
    }
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
