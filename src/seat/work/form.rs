//! The small form in the card: what an act wants said, what has been said of it, and the act that comes of it.

use super::fields::{Choice, Choose, Field, Slot, fields};
use super::phrases::{is_prefilled, phrases};
use super::until::usual_step;
use crate::domain::{
    Act, ActKind, AgencyName, AreaLevel, Ask, CallBack, Difficulty, Mediation, Party, Refusal, Service, Urgency,
    WorkerCode,
};
use crate::seat::Seat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What has been said in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Values {
    /// The words.
    pub words: String,
    /// The second words.
    pub second: String,
    /// A part of an agency's name.
    pub agency: String,
    /// A moment, as typed.
    pub until: String,
    /// Another matter, as typed.
    pub matter: String,
    /// The agencies chosen, the one in the lead first.
    pub agencies: Vec<AgencyName>,
    /// What is chosen.
    pub choices: BTreeMap<Choose, Choice>,
}

impl Values {
    /// A typed text.
    pub fn text(&self, slot: Slot) -> &str {
        match slot {
            Slot::Words => &self.words,
            Slot::Second => &self.second,
            Slot::Agency => &self.agency,
            Slot::Until => &self.until,
            Slot::Matter => &self.matter,
        }
    }

    /// Sets a typed text.
    pub(super) fn say(&mut self, slot: Slot, text: String) {
        match slot {
            Slot::Words => self.words = text,
            Slot::Second => self.second = text,
            Slot::Agency => self.agency = text,
            Slot::Until => self.until = text,
            Slot::Matter => self.matter = text,
        }
    }
}

/// A form that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The matters that it is about: the selected one, or those that are marked.
    pub targets: Vec<u32>,
    /// What is to be done.
    pub act: ActKind,
    /// What has been said.
    pub values: Values,
    /// Why it was not done when it was last confirmed.
    pub problem: Option<Refusal>,
}

impl Form {
    /// Its fields; one for several matters sends nobody in particular.
    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        let several = self.targets.len() > 1;
        fields(self.act).iter().copied().filter(move |field| !several || *field != Field::Choose(Choose::Person))
    }

    /// The first matter that it is about.
    pub fn first(&self) -> Option<u32> {
        self.targets.first().copied()
    }

    fn said(&self) -> Option<CallBack> {
        match self.values.choices.get(&Choose::Said) {
            Some(Choice::Said(said)) => Some(*said),
            _ => None,
        }
    }

    fn level(&self) -> Option<AreaLevel> {
        match self.values.choices.get(&Choose::Level) {
            Some(Choice::Level(level)) => Some(*level),
            _ => None,
        }
    }

    fn party(&self) -> AgencyName {
        match self.values.choices.get(&Choose::Party) {
            Some(Choice::Party(name)) => name.clone(),
            _ => AgencyName::default(),
        }
    }

    fn person(&self) -> Option<WorkerCode> {
        match self.values.choices.get(&Choose::Person) {
            Some(Choice::Person(code)) => code.clone(),
            _ => None,
        }
    }

    fn is_listed(&self) -> bool {
        self.values.choices.get(&Choose::Listed) == Some(&Choice::Listed(true))
    }
}

impl Seat {
    /// A form for an act on these matters, with what is likely filled in.
    pub(super) fn fresh_form(&self, act: ActKind, targets: Vec<u32>) -> Form {
        let mut form = Form { targets, act, values: Values::default(), problem: None };
        let Some(first) = form.first() else { return form };
        let fields: Vec<Field> = form.fields().collect();
        for field in fields {
            match field {
                Field::Choose(what) => {
                    if let Some(choice) = self.likely(&form, what) {
                        form.values.choices.insert(what, choice);
                    }
                }
                // One for several matters names none: each goes to the agency that leads for it.
                Field::Agency if form.targets.len() > 1 => {}
                Field::Agency | Field::Agencies => form.values.agencies.extend(self.lead_agency(first)),
                Field::Until => form.values.until = self.until_text(act, first, usual_step(act)),
                Field::Words => form.values.words = self.likely_words(act, first),
                Field::Second => {
                    let usual = phrases(act, true).first().filter(|_| act == ActKind::Summon);
                    form.values.second = usual.map(|phrase| phrase.words(self.lang).to_owned()).unwrap_or_default();
                }
                Field::Matter => {}
            }
        }
        form
    }

    fn likely_words(&self, act: ActKind, incident: u32) -> String {
        match act {
            ActKind::Assign | ActKind::Reassign | ActKind::Summon => self.order_message(incident),
            act if is_prefilled(act) => phrases(act, false)[0].words(self.lang).to_owned(),
            _ => String::new(),
        }
    }

    /// What is chosen from the start. What somebody else found or said is never guessed.
    fn likely(&self, form: &Form, what: Choose) -> Option<Choice> {
        let row = self.picture.incidents.row(form.first()?);
        match what {
            Choose::Urgency => Some(Choice::Urgency(row.urgency)),
            Choose::Difficulty => Some(Choice::Difficulty(row.difficulty)),
            Choose::Passed | Choose::Said => None,
            Choose::Service => {
                let category = row.category.map(|c| &self.picture.categories.rows()[c as usize].code);
                self.rules.emergency(category).map(Choice::Service)
            }
            Choose::Person => {
                let chosen = self.recommendation.candidates.get(self.chosen).map(|candidate| candidate.worker);
                Some(Choice::Person(chosen.map(|w| self.picture.workers.row(w).worker.code.clone())))
            }
            // The nearest level above, the nearest below.
            Choose::Level if form.act == ActKind::Raise => self.options(form, what).pop(),
            Choose::Level | Choose::Party | Choose::Phase => self.options(form, what).into_iter().next(),
            Choose::Listed => Some(Choice::Listed(false)),
        }
    }

    /// What can be chosen.
    pub fn options(&self, form: &Form, what: Choose) -> Vec<Choice> {
        let Some(row) = form.first().map(|first| self.picture.incidents.row(first)) else { return Vec::new() };
        let course = row.course.as_deref();
        let parties = |wanted: fn(&Party) -> bool| -> Vec<Choice> {
            let summons = course.and_then(|course| course.summons.as_ref()).filter(|summons| summons.in_force);
            let open = summons.into_iter().flat_map(|summons| &summons.parties).filter(|party| party.is_open());
            open.filter(|party| wanted(party)).map(|party| Choice::Party(party.agency.clone())).collect()
        };
        match what {
            Choose::Urgency => Urgency::ALL.into_iter().map(Choice::Urgency).collect(),
            Choose::Difficulty => {
                [Difficulty::Simple, Difficulty::General, Difficulty::Complex].map(Choice::Difficulty).into()
            }
            Choose::Passed => [true, false].map(Choice::Passed).into(),
            Choose::Said => {
                let said = [CallBack::Satisfied, CallBack::Mostly, CallBack::Unsatisfied, CallBack::Unreachable];
                said.into_iter().map(Choice::Said).collect()
            }
            Choose::Service => [Service::Police, Service::Fire, Service::Ambulance].map(Choice::Service).into(),
            Choose::Level => {
                let fits = |level: &AreaLevel| match form.act {
                    ActKind::Raise => *level < row.level(),
                    _ => *level > row.level(),
                };
                AreaLevel::ALL.into_iter().filter(fits).map(Choice::Level).collect()
            }
            Choose::Person => {
                let codes = self.recommendation.candidates.iter();
                let codes = codes.map(|c| Some(self.picture.workers.row(c.worker).worker.code.clone()));
                let nobody = (form.act == ActKind::Assign).then_some(None);
                codes.chain(nobody).map(Choice::Person).collect()
            }
            Choose::Party if form.act == ActKind::ReportIn => parties(|party| party.reported_in_at.is_none()),
            Choose::Party => parties(|party| party.reported_in_at.is_some()),
            Choose::Phase => {
                Mediation::after(course.and_then(|course| course.mediation)).into_iter().map(Choice::Phase).collect()
            }
            Choose::Listed => [false, true].map(Choice::Listed).into(),
        }
    }

    /// The act that a form says for one of its matters.
    ///
    /// # Errors
    /// What is not said yet.
    pub(super) fn act_of(&self, form: &Form, incident: u32) -> Result<Act, Refusal> {
        use ActKind as K;
        let unsaid = |what| Refusal::Unsaid { act: form.act.name(), what };
        let values = &form.values;
        let words = || values.words.trim().to_owned();
        let until = || self.until_of(&values.until).ok_or_else(|| unsaid("a moment such as 2026-09-18 17:30"));
        Ok(match form.act {
            K::Accept => {
                let urgency = match values.choices.get(&Choose::Urgency) {
                    Some(Choice::Urgency(urgency)) if form.targets.len() == 1 => Some(*urgency),
                    _ => None,
                };
                let difficulty = match values.choices.get(&Choose::Difficulty) {
                    Some(Choice::Difficulty(difficulty)) if form.targets.len() == 1 => Some(*difficulty),
                    _ => None,
                };
                Act::Accept { category: None, urgency, difficulty }
            }
            K::Assign => {
                let agency = values.agencies.first().cloned().or_else(|| self.lead_agency(incident));
                let message = if form.targets.len() > 1 { self.order_message(incident) } else { words() };
                let worker = form.person().filter(|_| form.targets.len() == 1);
                Act::Assign { agency, worker, message }
            }
            K::Reassign => Act::Reassign { worker: form.person().ok_or_else(|| unsaid("who goes"))?, message: words() },
            K::Check => match values.choices.get(&Choose::Passed) {
                Some(Choice::Passed(passed)) => Act::Check { passed: *passed },
                _ => return Err(unsaid("whether it is done")),
            },
            K::CallBack => Act::CallBack { answer: form.said().ok_or_else(|| unsaid("what the citizen said"))? },
            K::Rate => Act::Rate { rating: form.said().ok_or_else(|| unsaid("what the town says"))? },
            K::PassOn => match values.choices.get(&Choose::Service) {
                Some(Choice::Service(service)) => Act::PassOn { service: *service, note: words() },
                _ => return Err(unsaid("where it is passed on to")),
            },
            K::Merge => Act::Merge { into: self.named_matter(&values.matter).ok_or_else(|| unsaid("a matter"))? },
            K::Raise => Act::Raise { to: form.level(), reason: words() },
            K::PassDown => Act::PassDown { to: form.level().ok_or_else(|| unsaid("a level"))?, reason: words() },
            K::AskReturn => Act::Ask { ask: Ask::Return, reason: words() },
            K::AskExtend => Act::Ask { ask: Ask::Extend { until: until()? }, reason: words() },
            K::Shelve => Act::Shelve { until: until()?, reason: words() },
            K::AskSuspend => {
                Act::Ask { ask: Ask::Suspend { until: until()?, listed: form.is_listed() }, reason: words() }
            }
            K::Summon => Act::Summon {
                agencies: values.agencies.clone(),
                lead: None,
                due_at: None,
                told: Some(values.second.trim().to_owned()),
                text: words(),
            },
            K::ReportIn => Act::ReportIn { agency: form.party() },
            K::JointResult => Act::JointResult { agency: form.party(), result: words() },
            K::Decline => Act::Decline { reason: words(), go_to: values.second.trim().to_owned() },
            K::Mediate => match values.choices.get(&Choose::Phase) {
                Some(Choice::Phase(phase)) => Act::Mediate { phase: *phase, text: words() },
                _ => return Err(unsaid("the next phase")),
            },
            act => plain_act(act, words()),
        })
    }
}

/// The act that says nothing, or words and nothing else.
fn plain_act(act: ActKind, words: String) -> Act {
    use ActKind as K;
    match act {
        K::Deliver => Act::Deliver,
        K::Receipt => Act::Receipt,
        K::Arrive => Act::Arrive,
        K::Recall => Act::Recall,
        K::Unmerge => Act::Unmerge,
        K::Grant => Act::Grant,
        K::Resume => Act::Resume,
        K::Acknowledge => Act::Acknowledge,
        K::Unshelve => Act::Unshelve,
        K::AllowSummons => Act::AllowSummons,
        K::ReportBack => Act::ReportBack { text: words },
        K::Handle => Act::Handle { result: words },
        K::Answer => Act::Answer { text: words },
        K::Settle => Act::Settle { result: words, photos: Vec::new() },
        K::Deny => Act::Deny { reason: words },
        K::ReturnUp => Act::ReturnUp { reason: words },
        K::Remind => Act::Remind { text: words },
        K::Note => Act::Note { text: words },
        K::DenySummons => Act::DenySummons { reason: words },
        K::EndSummons => Act::EndSummons { reason: words },
        K::Escalate => Act::Escalate { reason: words },
        K::Supervise => Act::Supervise { text: words },
        K::Criticise => Act::Criticise { text: words },
        K::LiftSupervision => Act::LiftSupervision { reason: words },
        K::Reopen => Act::Reopen { reason: words },
        _ => Act::Close,
    }
}
