//! The form that is open: the draft, what is typed beside it, and what a person changes of it.

use super::advice::place_in_words;
use crate::domain::{CategoryCode, Draft, FormField, IncidentCode, LonLat, Nature, Refusal, Source, Upstream, Urgency};
use crate::seat::Seat;
use crate::seat::queue::initials;
use crate::spatial::View;

/// A place for typed text in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum IntakeSlot {
    /// What is said, word for word.
    Text,
    /// Where it is: to be found by, and to be written down.
    Place,
    /// The caller's number.
    Phone,
    /// The caller's name.
    Name,
    /// A title.
    Title,
    /// A part of a category's name, to find it by.
    Category,
    /// Its number on the platform above.
    UpstreamNumber,
    /// By when that wants it handled.
    UpstreamDeadline,
    /// Until when the order may be returned.
    UpstreamReturn,
}

impl IntakeSlot {
    /// All places, in the order in which Enter goes through them.
    pub const ALL: [IntakeSlot; 9] = [
        IntakeSlot::Text,
        IntakeSlot::Place,
        IntakeSlot::Phone,
        IntakeSlot::UpstreamNumber,
        IntakeSlot::UpstreamDeadline,
        IntakeSlot::UpstreamReturn,
        IntakeSlot::Name,
        IntakeSlot::Title,
        IntakeSlot::Category,
    ];

    /// The name in widgets' ids and in the state.
    pub fn name(self) -> &'static str {
        match self {
            IntakeSlot::Text => "text",
            IntakeSlot::Place => "place",
            IntakeSlot::Phone => "phone",
            IntakeSlot::Name => "name",
            IntakeSlot::Title => "title",
            IntakeSlot::Category => "category",
            IntakeSlot::UpstreamNumber => "upstream-number",
            IntakeSlot::UpstreamDeadline => "upstream-deadline",
            IntakeSlot::UpstreamReturn => "upstream-return",
        }
    }

    /// The field that it fills, of those that somebody is asked for in words.
    fn field(self) -> Option<FormField> {
        match self {
            IntakeSlot::Text => Some(FormField::Text),
            IntakeSlot::Place => Some(FormField::Place),
            IntakeSlot::Phone => Some(FormField::Phone),
            IntakeSlot::UpstreamNumber => Some(FormField::UpstreamNumber),
            IntakeSlot::UpstreamDeadline => Some(FormField::UpstreamDeadline),
            _ => None,
        }
    }
}

/// Why a form was not reported.
#[derive(Clone, Debug, PartialEq)]
pub enum IntakeProblem {
    /// It still wants these.
    Missing(Vec<FormField>),
    /// This is no moment.
    NoMoment(IntakeSlot),
    /// What is advised was taken over, but what is said names no place that is known.
    NoPlaceSaid,
    /// The report would not hold.
    Refused(Refusal),
}

/// The form that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct IntakeForm {
    /// The draft's name: the number that the matter is to have.
    pub name: IncidentCode,
    /// What is known.
    pub draft: Draft,
    /// A part of a category's name.
    pub category_words: String,
    /// The platform's deadline, as typed.
    pub deadline_words: String,
    /// The end of its return limit, as typed.
    pub return_words: String,
    /// Whether the next click on the map is the place.
    pub waits_for_click: bool,
    /// Why it was not reported when that was last tried.
    pub problem: Option<IntakeProblem>,
    /// Which place for text is to take the keyboard; the number moves with each wish.
    pub focus: (u64, Option<IntakeSlot>),
    /// Enter was pressed over an address that no places are offered for yet: the first of them is meant.
    pub(super) takes_place: bool,
    /// What is advised is taken over once it is there for what the form says now.
    pub awaits_advice: bool,
    /// It holds something that was not handed over to be kept yet.
    pub(super) changed: bool,
    /// A draft of it stands in the file.
    pub(super) is_kept: bool,
}

/// A platform above is called so unless somebody says otherwise.
const PLATFORM: &str = "12345";
/// So many categories are offered for what is typed.
const CATEGORIES: usize = 6;

impl IntakeForm {
    pub(super) fn new(name: IncidentCode, draft: Draft) -> Self {
        Self {
            name,
            draft,
            category_words: String::new(),
            deadline_words: String::new(),
            return_words: String::new(),
            waits_for_click: false,
            problem: None,
            focus: (0, None),
            takes_place: false,
            awaits_advice: false,
            changed: false,
            is_kept: false,
        }
    }

    /// The text that stands in a place.
    pub fn text(&self, slot: IntakeSlot) -> &str {
        let draft = &self.draft;
        match slot {
            IntakeSlot::Text => &draft.text,
            IntakeSlot::Place => &draft.address,
            IntakeSlot::Phone => draft.reporter_phone.as_deref().unwrap_or_default(),
            IntakeSlot::Name => draft.reporter_name.as_deref().unwrap_or_default(),
            IntakeSlot::Title => &draft.title,
            IntakeSlot::Category => &self.category_words,
            IntakeSlot::UpstreamNumber => draft.upstream_number.as_deref().unwrap_or_default(),
            IntakeSlot::UpstreamDeadline => &self.deadline_words,
            IntakeSlot::UpstreamReturn => &self.return_words,
        }
    }

    /// Whether it comes from a platform above: then that one's number and deadline are asked.
    pub fn is_from_above(&self) -> bool {
        self.draft.source() == Source::CityHotline || self.draft.upstream.is_some()
    }

    /// Whether a place for text belongs to the form as it is asked now.
    pub fn has(&self, slot: IntakeSlot) -> bool {
        use IntakeSlot as S;
        match slot {
            S::UpstreamNumber | S::UpstreamDeadline | S::UpstreamReturn => self.is_from_above(),
            S::Phone => self.asks(FormField::Phone),
            S::Name => self.asks(FormField::Name),
            _ => true,
        }
    }

    /// Whether a field is asked at all.
    pub fn asks(&self, field: FormField) -> bool {
        self.draft.asked().iter().any(|asked| asked.field == field)
    }

    /// Whether it says anything but how it came.
    pub(super) fn is_blank(&self) -> bool {
        self.draft == Draft { source: self.draft.source, upstream: self.draft.upstream.clone(), ..Draft::default() }
            && self.deadline_words.is_empty()
            && self.return_words.is_empty()
    }

    pub(super) fn want_focus(&mut self, slot: Option<IntakeSlot>) {
        self.focus = (self.focus.0 + 1, slot);
    }

    /// The place for text after this one that somebody should be asked for and has not answered.
    pub(super) fn slot_after(&self, slot: IntakeSlot) -> Option<IntakeSlot> {
        let asked = self.draft.asked();
        let open = |field: FormField| {
            asked
                .iter()
                .any(|asked| asked.field == field && !asked.answered && asked.need < crate::domain::Need::Optional)
        };
        let mut later = IntakeSlot::ALL.into_iter().skip_while(|other| *other != slot).skip(1);
        later.find(|slot| slot.field().is_some_and(open))
    }
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

impl Seat {
    /// Changes the open form; what was wrong with it is forgotten, since it may be right now.
    pub(super) fn change_intake(&mut self, change: impl FnOnce(&mut IntakeForm)) {
        if let Some(form) = &mut self.intake.form {
            change(form);
            form.problem = None;
            form.changed = true;
        }
    }

    pub(super) fn say_intake(&mut self, slot: IntakeSlot, text: String) {
        let moment = matches!(slot, IntakeSlot::UpstreamDeadline | IntakeSlot::UpstreamReturn)
            .then(|| self.until_of(&text))
            .flatten();
        if slot == IntakeSlot::Category {
            // What it is looked for by is no part of the draft.
            if let Some(form) = &mut self.intake.form {
                form.category_words = text;
            }
            return;
        }
        self.change_intake(|form| {
            let draft = &mut form.draft;
            match slot {
                IntakeSlot::Text => draft.text = text,
                IntakeSlot::Place => (draft.address, form.takes_place) = (text, false),
                IntakeSlot::Phone => draft.reporter_phone = some(text),
                IntakeSlot::Name => draft.reporter_name = some(text),
                IntakeSlot::Title => draft.title = text,
                IntakeSlot::UpstreamNumber => draft.upstream_number = some(text),
                IntakeSlot::UpstreamDeadline => {
                    form.deadline_words = text;
                    upstream_of(draft).deadline_at = moment;
                }
                IntakeSlot::UpstreamReturn => {
                    form.return_words = text;
                    upstream_of(draft).return_until = moment;
                }
                IntakeSlot::Category => {}
            }
        });
    }

    pub(super) fn come_by(&mut self, source: Source) {
        self.intake.last_source = Some(source);
        self.change_intake(|form| {
            form.draft.source = Some(source);
            if source == Source::CityHotline {
                upstream_of(&mut form.draft);
            } else {
                form.draft.upstream = None;
                (form.deadline_words, form.return_words) = (String::new(), String::new());
            }
            // A worker finds; who talks to the hall does something else.
            if matches!(source, Source::Grid | Source::Camera) {
                form.draft.nature = None;
            }
        });
    }

    pub(super) fn is_called_back_above(&mut self) {
        self.change_intake(|form| {
            let upstream = upstream_of(&mut form.draft);
            upstream.calls_back = !upstream.calls_back;
        });
    }

    pub(super) fn is_of_nature(&mut self, nature: Nature) {
        self.change_intake(|form| form.draft.nature = Some(nature));
    }

    /// Chooses a category; the same again leaves it open.
    pub(super) fn is_of_category(&mut self, category: CategoryCode) {
        self.change_intake(|form| {
            let same = form.draft.category.as_ref() == Some(&category);
            form.draft.category = (!same).then_some(category);
            form.category_words.clear();
        });
    }

    pub(super) fn is_so_urgent(&mut self, urgency: Urgency) {
        self.change_intake(|form| form.draft.urgency = Some(urgency));
    }

    /// Takes over what is advised for what the form says now; where that is still on its way, once it is there.
    pub(super) fn adopt_advice(&mut self) {
        let is_there = self.is_advised_of_words();
        self.change_intake(|form| form.awaits_advice = !is_there);
        if is_there {
            self.take_advice();
        }
    }

    /// Takes over what is advised, where nothing else was said: category, urgency, and the place that the words mention.
    pub(super) fn take_advice(&mut self) {
        let (advice, failed) = (self.intake.advice.clone(), self.intake.trouble.is_some());
        let Some(form) = &self.intake.form else { return };
        let has_place = form.draft.at.is_some() || form.draft.is_nowhere || !form.draft.address.trim().is_empty();
        self.change_intake(|form| {
            form.awaits_advice = false;
            let category = advice.categories.first().map(|offered| offered.category.clone());
            form.draft.category = form.draft.category.take().or(category);
            form.draft.urgency = form.draft.urgency.or(advice.urgency.map(|offered| offered.urgency));
        });
        match &mut self.intake.form {
            _ if has_place || failed => {}
            Some(form) if advice.places.is_empty() => form.problem = Some(IntakeProblem::NoPlaceSaid),
            _ => self.take_place(0),
        }
    }

    /// Takes one of the offered places.
    pub(super) fn take_place(&mut self, place: usize) {
        let Some(offered) = self.intake.advice.places.get(place).cloned() else { return };
        self.change_intake(|form| {
            form.takes_place = false;
            let keeps_words = offered.is_mentioned && !form.draft.address.trim().is_empty();
            if !keeps_words {
                form.draft.address = offered.name;
            }
            (form.draft.at, form.draft.is_nowhere) = (Some(offered.at), false);
            form.waits_for_click = false;
        });
        self.show_spot(offered.at);
    }

    /// Takes a spot of the map.
    pub(in crate::seat) fn take_spot(&mut self, at: LonLat) {
        let words = place_in_words(&self.picture, at);
        self.change_intake(|form| {
            if form.draft.address.trim().is_empty() {
                form.draft.address = words;
            }
            (form.draft.at, form.draft.is_nowhere) = (Some(at), false);
            form.waits_for_click = false;
        });
    }

    /// Whether the next click on the map is a form's place.
    pub(in crate::seat) fn waits_for_spot(&self) -> bool {
        self.intake.form.as_ref().is_some_and(|form| form.waits_for_click)
    }

    /// Brings a spot onto the map, near enough to tell streets.
    fn show_spot(&mut self, at: LonLat) {
        let near = 14.5 + self.screen.scale().log2();
        self.view = View { center: at, zoom: self.view.zoom.max(near), ..self.view };
    }

    /// The categories that what is typed finds, by a part of the name, its initials or its code.
    pub fn categories_for(&self, form: &IntakeForm) -> Vec<CategoryCode> {
        let typed = form.category_words.trim().to_lowercase();
        if typed.is_empty() {
            return Vec::new();
        }
        let found = self.picture.categories.present().filter(|(_, category)| {
            let english = category.name_en.as_deref().unwrap_or_default().to_lowercase();
            category.name.to_lowercase().contains(&typed)
                || english.contains(&typed)
                || category.code.as_str().to_lowercase() == typed
                || initials(&category.name).contains(&typed)
        });
        found.map(|(_, category)| category.code.clone()).take(CATEGORIES).collect()
    }
}

fn upstream_of(draft: &mut Draft) -> &mut Upstream {
    draft.upstream.get_or_insert_with(|| Upstream { system: PLATFORM.into(), ..Upstream::default() })
}
