//! How much of the card shows in the room that it has: what matters least gives way first.

use super::foot::Foot;
use super::model::Model;
use super::{acts, course, people, photos};
use crate::panels::fields::CHIP_ROW;
use crate::seat::Lang;

pub(super) const PAD: f32 = 16.0;
pub(super) const HEAD: f32 = 58.0;
pub(super) const STRIP: f32 = 50.0;
pub(super) const FACT: f32 = 21.0;
pub(super) const SECTION: f32 = 28.0;
pub(super) const STEP: f32 = 20.0;
const LEFT_OUT: f32 = 42.0;
/// The share of a wide card in which its story stands.
const STORY: f32 = 0.46;
/// So many of those who can go are named before anything of the matter's story, and before more than a row of acts.
const LEAST_CANDIDATES: usize = 3;
/// So many of them are named at most, and so many steps of the trace unless all are asked for.
const MOST_CANDIDATES: usize = 5;
const MOST_STEPS: usize = 6;

/// How much of each section shows, and the height that comes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) height: f32,
    width: f32,
    lang: Lang,
    pub(super) wide: bool,
    /// Whether the time that is left has a row of its own; else it stands in the head.
    pub(super) strip: bool,
    /// How many facts show: where it is, first.
    pub(super) facts: usize,
    /// Whether the deadlines and who works jointly show.
    pub(super) beside: bool,
    pub(super) steps: usize,
    pub(super) people: bool,
    pub(super) candidates: usize,
    pub(super) candidate_row: f32,
    pub(super) cameras: usize,
    pub(super) left_out: bool,
    pub(super) photos: bool,
    pub(super) act_rows: usize,
    /// All acts are asked for: they give way to nothing that could be left out.
    all_acts: bool,
    /// Whether what will be read by whoever is sent shows above the button.
    pub(super) message: bool,
    pub(super) form: f32,
}

fn is_wide(width: f32) -> bool {
    width >= 540.0
}

/// The width of the part in which something is done.
pub(super) fn doing_width(width: f32) -> f32 {
    let inner = width - 2.0 * PAD;
    if is_wide(width) { inner * (1.0 - STORY) } else { inner }
}

/// Trials in the order of what can be missed; the first that fits is taken.
const SHRINK: [fn(&mut Plan); 22] = [
    |plan| plan.cameras = plan.cameras.min(3),
    |plan| plan.steps = plan.steps.min(4),
    |plan| plan.candidate_row = 38.0,
    |plan| plan.cameras = plan.cameras.min(2),
    |plan| plan.few_acts(acts::FEW_ROWS),
    |plan| plan.steps = plan.steps.min(2),
    |plan| plan.left_out = false,
    |plan| plan.cameras = 0,
    |plan| plan.photos = false,
    |plan| plan.candidates = plan.candidates.min(LEAST_CANDIDATES),
    |plan| plan.beside = false,
    |plan| plan.steps = plan.steps.min(1),
    |plan| plan.steps = 0,
    |plan| plan.facts = plan.facts.min(1),
    |plan| plan.few_acts(1),
    // The time that is left stands in the head, too.
    |plan| plan.strip = plan.wide,
    |plan| plan.candidate_row = people::ONE_LINE,
    |plan| plan.facts = 0,
    |plan| plan.few_acts(0),
    |plan| plan.message = false,
    |plan| plan.candidates = plan.candidates.min(1),
    // Whoever is to be sent stands on the button.
    |plan| plan.people = false,
];

/// Plans a card of this width that is at most `most` high: what matters least gives way first.
pub(super) fn plan(model: &Model, width: f32, most: f32, form: f32) -> Plan {
    let mut plan = whole(model, width, form);
    // While somebody is out a trace that grows, and people who come, never move the acts under a hand: their rows are what is
    // left beside those.
    if matches!(model.foot, Foot::Sent { .. }) {
        let mut grown = plan;
        if !model.whole_trace {
            grown.steps = MOST_STEPS;
        }
        if grown.people {
            (grown.candidates, grown.left_out) = (MOST_CANDIDATES, true);
        }
        grown.shrink(model, most);
        plan.act_rows = grown.act_rows;
    }
    plan.height = height(model, &plan);
    if model.whole_trace && plan.height > most {
        let over = ((plan.height - most) / STEP).ceil() as usize;
        plan.steps = plan.steps.saturating_sub(over).max(1);
    }
    plan.shrink(model, most);
    if plan.all_acts && plan.height > most {
        let over = ((plan.height - most) / CHIP_ROW).ceil() as usize;
        let rows = model.acts.rows(plan.lang, doing_width(width));
        plan.act_rows = rows.saturating_sub(over).max(1);
        plan.height = height(model, &plan);
    }
    plan
}

/// A card with everything on it.
fn whole(model: &Model, width: f32, form: f32) -> Plan {
    let (people, all_acts) = (model.shows_people, model.acts.shows_all());
    Plan {
        height: 0.0,
        width,
        lang: model.lang,
        wide: is_wide(width),
        strip: true,
        facts: model.facts.len(),
        beside: true,
        people,
        steps: if model.whole_trace { model.steps.len().max(1) } else { model.steps.len().clamp(1, MOST_STEPS) },
        candidates: if people { model.candidates.len() } else { 0 },
        candidate_row: if is_wide(width) { 39.0 } else { 42.0 },
        cameras: model.cameras.len().min(5),
        left_out: people && !model.left_out.is_empty(),
        photos: !model.photos.is_empty(),
        // While somebody is out what stands above the acts comes and goes: a row more of them would, too.
        act_rows: if matches!(model.foot, Foot::Sent { .. }) && !all_acts { acts::FEW_ROWS } else { usize::MAX },
        all_acts,
        message: true,
        form,
    }
}

impl Plan {
    fn shrink(&mut self, model: &Model, most: f32) {
        self.height = height(model, self);
        for step in SHRINK {
            if self.height <= most {
                break;
            }
            step(self);
            self.height = height(model, self);
        }
    }

    fn few_acts(&mut self, rows: usize) {
        if !self.all_acts {
            self.act_rows = self.act_rows.min(rows);
        }
    }
}

pub(super) fn people_height(model: &Model, plan: &Plan) -> f32 {
    if !plan.people {
        return 0.0;
    }
    let rows = if model.candidates.is_empty() { 28.0 } else { plan.candidates as f32 * plan.candidate_row };
    SECTION + rows + if plan.left_out { LEFT_OUT } else { 4.0 }
}

fn facts_height(plan: &Plan) -> f32 {
    if plan.facts == 0 { 0.0 } else { plan.facts as f32 * FACT + 6.0 }
}

pub(super) fn clocks_height(model: &Model, plan: &Plan) -> f32 {
    if model.clocks.is_empty() || !plan.beside {
        0.0
    } else {
        SECTION + model.clocks.len() as f32 * course::CLOCK_ROW + 4.0
    }
}

pub(super) fn parties_height(model: &Model, plan: &Plan) -> f32 {
    if model.parties.is_empty() || !plan.beside {
        0.0
    } else {
        SECTION + model.parties.len() as f32 * course::PARTY_ROW + 4.0
    }
}

pub(super) fn photos_height(plan: &Plan) -> f32 {
    if plan.photos { SECTION + photos::HEIGHT + 6.0 } else { 0.0 }
}

pub(super) fn trace_height(plan: &Plan) -> f32 {
    if plan.steps == 0 {
        return 0.0;
    }
    SECTION + plan.steps as f32 * STEP + 4.0
}

fn cameras_height(plan: &Plan) -> f32 {
    if plan.cameras == 0 { 0.0 } else { SECTION + plan.cameras as f32 * people::CAMERA_ROW + 4.0 }
}

/// The form, or the button and the acts below it.
pub(super) fn foot_height(model: &Model, plan: &Plan) -> f32 {
    if plan.form > 0.0 {
        return plan.form + 6.0;
    }
    model.foot.height(plan.message) + model.acts.height(plan.lang, doing_width(plan.width), plan.act_rows)
}

/// The height of head and strip.
pub(super) fn top(plan: &Plan) -> f32 {
    HEAD + match (plan.wide, plan.strip) {
        (true, _) => 8.0,
        (false, true) => STRIP + 8.0,
        (false, false) => 4.0,
    }
}

fn height(model: &Model, plan: &Plan) -> f32 {
    let beside = clocks_height(model, plan) + parties_height(model, plan) + photos_height(plan);
    let story = facts_height(plan) + beside + trace_height(plan) + cameras_height(plan);
    let doing = people_height(model, plan) + foot_height(model, plan);
    top(plan) + if plan.wide { story.max(doing) } else { story + doing } + 10.0
}
