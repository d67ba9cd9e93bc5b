//! Visit mode (参观模式): one switch that keeps from visitors what is the staff's business, and brings back afterwards what
//! stood open. What is hidden, and how a person may be named meanwhile, is said in `shown.rs` and nowhere else.
//! (Visits to places, with a checklist, are another thing: `domain::inspection`.)

mod names;
mod shown;

pub use shown::{Hidden, Named};

use super::queue::ListIntent;
use super::work::{Form, WorkIntent};
use super::{IntakeIntent, Intent, Layer, Seat, ShiftIntent, ShiftView, Toast, ToolIntent};
use crate::domain::{IncidentCode, Refusal};
use names::KnownNames;

/// Whether visitors are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VisitMode {
    /// No: everything shows.
    #[default]
    Off,
    /// The preview lists what they will see; everything shows still.
    Previewed,
    /// Yes.
    On,
}

impl VisitMode {
    /// The name by which scripts know it.
    pub fn name(self) -> &'static str {
        ["off", "previewed", "on"][self as usize]
    }
}

/// What an officer means with the mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VisitIntent {
    /// Open the preview; close it; while visitors are there, end it at once.
    Toggle,
    /// Visitors are there.
    On,
    /// They are gone, or don't come.
    Off,
}

/// What stood open when visitors came.
#[derive(Debug, Default)]
struct Aside {
    layers: Vec<Layer>,
    form: Option<Form>,
    intake: Option<IncidentCode>,
    lists_drafts: bool,
    shift: ShiftView,
    search: String,
}

/// The mode of a seat.
#[derive(Debug, Default)]
pub struct Visit {
    mode: VisitMode,
    aside: Aside,
    names: KnownNames,
}

impl Visit {
    /// The mode.
    pub fn mode(&self) -> VisitMode {
        self.mode
    }

    /// Whether visitors are there.
    pub fn is_on(&self) -> bool {
        self.mode == VisitMode::On
    }

    /// Whether the preview shows.
    pub fn is_previewed(&self) -> bool {
        self.mode == VisitMode::Previewed
    }

    /// Matters are numbered otherwise from now on: a form that stands aside is let go of; its words wait as a draft.
    pub(super) fn forget_numbers(&mut self) {
        self.aside.form = None;
    }
}

/// The layers that are not drawn: where cameras stand, and what the registers are missing, which names people and cameras.
const HIDDEN_LAYERS: [Layer; 2] = [Layer::Cameras, Layer::Gaps];

impl Seat {
    pub(super) fn visit(&mut self, intent: VisitIntent) {
        match (intent, self.visit.mode) {
            (VisitIntent::Toggle, VisitMode::Off) => self.visit.mode = VisitMode::Previewed,
            (VisitIntent::On, VisitMode::Off) => self.begin_visit(),
            (VisitIntent::On, VisitMode::Previewed) => {
                // The key that confirmed the preview sends nobody when it is pressed twice.
                self.work.enter_spent = Some(self.now);
                self.begin_visit();
            }
            (VisitIntent::Toggle | VisitIntent::Off, VisitMode::On) => self.end_visit(),
            (VisitIntent::Toggle | VisitIntent::Off, _) => self.visit.mode = VisitMode::Off,
            (VisitIntent::On, VisitMode::On) => {}
        }
    }

    fn begin_visit(&mut self) {
        self.visit.mode = VisitMode::On;
        self.visit.aside.search = std::mem::take(&mut self.work.queue.filter.text);
        self.help = false;
        self.visit_pass();
    }

    fn end_visit(&mut self) {
        let aside = std::mem::take(&mut self.visit).aside;
        aside.layers.into_iter().for_each(|layer| self.layers.set(layer, true));
        if self.work.queue.filter.text.is_empty() {
            self.work.queue.filter.text = aside.search;
        }
        self.work.shift = aside.shift;
        if let Some(name) = aside.intake {
            self.intake(IntakeIntent::Resume(name));
        }
        if aside.lists_drafts {
            self.intake(IntakeIntent::Drafts);
        }
        // A form stands beside the matter that it is about; where another is selected by now, or that one has moved on, its
        // words wait as a draft.
        let fits = |form: &Form| match form.targets[..] {
            [one] => {
                let moved_on = matches!(self.probe(form.act, one), Err(Refusal::NotNow { .. }));
                self.selected_incident() == Some(one) && !moved_on
            }
            _ => true,
        };
        if let Some(form) = aside.form.filter(fits) {
            self.show_form(form);
        }
    }

    /// Keeps up with what is new while visitors are there: names of the register, and whatever would show by itself.
    pub(super) fn visit_pass(&mut self) {
        if !self.visit.is_on() {
            return;
        }
        let mut names = std::mem::take(&mut self.visit.names);
        let officers = self.rules.roster.iter().map(|entry| entry.name.as_str()).chain([self.officer.as_str()]);
        names.follow(self.live().workers.rows(), officers);
        self.visit.names = names;
        self.set_aside();
    }

    /// Puts aside whatever stands open and is not for visitors.
    fn set_aside(&mut self) {
        for layer in HIDDEN_LAYERS {
            if self.layers.shows(layer) {
                self.layers.set(layer, false);
                self.visit.aside.layers.push(layer);
            }
        }
        if let Some(form) = &self.intake.form {
            self.visit.aside.intake = Some(form.name.clone());
            self.put_intake_away();
        }
        self.visit.aside.lists_drafts |= std::mem::take(&mut self.intake.lists_drafts);
        if let Some(form) = self.work.form.clone() {
            self.close_form();
            self.visit.aside.form = Some(form);
        }
        if self.work.shift != ShiftView::Closed {
            self.visit.aside.shift = std::mem::take(&mut self.work.shift);
        }
        self.work.photo = None;
        self.cameras.close();
        self.close_day();
        self.hover = self.hover.filter(|thing| !self.hides_thing(*thing));
        if self.selection.is_some_and(|thing| self.hides_thing(thing)) {
            self.select(None);
        }
    }

    /// Whether this would show visitors what is not for them: it is not done, and the officer hears why. (Forms of acts are
    /// looked at where they open, since an act that wants nothing said needs none.)
    pub(super) fn is_kept_from_visitors(&self, intent: &Intent) -> bool {
        match intent {
            Intent::Select(thing) | Intent::Fit(thing) | Intent::BringIntoView(thing) => self.hides_thing(*thing),
            Intent::Toggle(layer) => self.visit.is_on() && HIDDEN_LAYERS.contains(layer),
            Intent::Intake(_) => self.hides(Hidden::Forms),
            Intent::Camera(_) => self.hides(Hidden::Cameras),
            Intent::Day(_) => self.hides(Hidden::Tracks),
            Intent::Staff(_) => self.hides(Hidden::Names),
            Intent::Tool(ToolIntent::Export(_)) => self.hides(Hidden::Names),
            Intent::Tool(ToolIntent::TakeInAtPlace) => self.hides(Hidden::Forms),
            Intent::Work(WorkIntent::Photo(Some(_))) => self.hides(Hidden::Photos),
            Intent::Work(WorkIntent::Shift(intent)) => {
                self.hides(Hidden::Forms) && *intent != ShiftIntent::Show(ShiftView::Closed)
            }
            // What a view searches for may be somebody's name.
            Intent::Work(WorkIntent::List(ListIntent::View(place))) => {
                let view = self.views().nth(*place);
                self.hides(Hidden::Names) && view.is_some_and(|view| !view.filter.text.is_empty())
            }
            _ => false,
        }
    }

    /// Says that something stays closed because visitors are there.
    pub(super) fn say_visiting(&mut self) {
        self.toast(Toast::Visiting);
    }
}
