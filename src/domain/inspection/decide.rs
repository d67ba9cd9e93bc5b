//! What a visit comes to: the inspection itself, and a matter for each problem that nobody settled there and then,
//! reported by the same road as any other, in the same append.

use super::{
    AnswerKind, Campaign, CheckItem, Checklist, Finding, FindingOutcome, Inspection, InspectionResult, ItemAnswer,
    ItemReply, Problem, RoundAct, RoundCommand, Visit,
};
use crate::domain::decide::{decide, may_ever};
use crate::domain::{
    Act, ActKind, Actor, Append, CampaignCode, Category, CategoryCode, ChecklistCode, Command, Desk, Event,
    IncidentCode, IncidentFile, InspectionCode, MaskScope, Nature, Place, PlaceCode, Refusal, Rules, Source, Stream,
    mask,
};
use thiserror::Error;

/// What a decision about a visit must know of the county.
pub trait InspectionRegisters {
    /// The place with this code, where the register has it.
    fn place(&self, code: &PlaceCode) -> Option<&Place>;
    /// The checklist with this code.
    fn checklist(&self, code: &ChecklistCode) -> Option<&Checklist>;
    /// The checklist by which places of this kind are looked at.
    fn checklist_of_kind(&self, kind: &str) -> Option<&Checklist>;
    /// The campaign with this code.
    fn campaign(&self, code: &CampaignCode) -> Option<&Campaign>;
    /// The category with this code.
    fn category(&self, code: &CategoryCode) -> Option<&Category>;
    /// Whether a worker has this code.
    fn has_worker(&self, code: &str) -> bool;
    /// Whether a matter has this number.
    fn has_incident(&self, code: &IncidentCode) -> bool;
    /// Whether a visit has this code.
    fn has_inspection(&self, code: &InspectionCode) -> bool;
}

/// Why a visit or a reminder does not hold.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum RoundRefusal {
    /// Something that it names is not known.
    #[error("no {what} has the code {code}: import it first, or name another")]
    Unknown {
        /// What it is.
        what: &'static str,
        /// The code.
        code: String,
    },
    /// The visit was told before.
    #[error("the visit {0} is known already: give another code")]
    Known(InspectionCode),
    /// Somebody else was there.
    #[error("the visit is {0}'s: whoever made it tells it, or the hall does")]
    NotYours(String),
    /// The campaign is over.
    #[error("the campaign {0} is closed: leave it out, or open it again by import")]
    Closed(CampaignCode),
    /// The campaign does not look at such places.
    #[error("the campaign {campaign} takes in no places of the kind {kind}")]
    NotItsKind {
        /// The campaign.
        campaign: CampaignCode,
        /// The place's kind.
        kind: String,
    },
    /// An item has no answer.
    #[error("the item {code} has no answer: {question}")]
    Unanswered {
        /// The item.
        code: String,
        /// Its question.
        question: String,
    },
    /// An answer or a problem is about an item that the checklist lacks.
    #[error("the checklist {checklist} has no item {item}")]
    NoItem {
        /// The checklist's code; empty where there is none.
        checklist: String,
        /// The item.
        item: String,
    },
    /// An item is answered twice.
    #[error("the item {0} is answered twice")]
    Twice(String),
    /// An answer is not of the item's kind.
    #[error("the item {item} wants {wanted}")]
    WrongAnswer {
        /// The item.
        item: String,
        /// What it wants.
        wanted: &'static str,
    },
    /// An item fails and nobody says what is wrong.
    #[error("the item {0} fails: say the problem")]
    Unexplained(String),
    /// Something must be said.
    #[error("{0}")]
    Unsaid(&'static str),
    /// A problem could not be reported.
    #[error("{0}")]
    Report(#[from] Refusal),
}

/// Decides what somebody on a round says.
///
/// # Errors
/// The reason why it does not hold.
pub fn decide_round(
    registers: &dyn InspectionRegisters,
    rules: &Rules,
    command: &RoundCommand,
) -> Result<Append, RoundRefusal> {
    let append = |expected, events| Append {
        command: Some(command.id.clone()),
        at: command.at,
        by: command.by.clone(),
        expected,
        events,
        personal: Vec::new(),
    };
    match &command.act {
        RoundAct::Visit(visit) => {
            may_ever(rules, &command.by, ActKind::Report)?;
            let stream = Stream::inspection(&visit.code);
            let events = visited(registers, rules, command, visit)?;
            Ok(append(Some((stream, 0)), events))
        }
        RoundAct::Remind(reminder) => {
            may_ever(rules, &command.by, ActKind::Remind)?;
            let campaign = known("campaign", reminder.campaign.as_str(), registers.campaign(&reminder.campaign))?;
            if campaign.closed {
                return Err(RoundRefusal::Closed(campaign.code.clone()));
            }
            known_worker(registers, reminder.worker.as_str())?;
            if reminder.places == 0 {
                return Err(RoundRefusal::Unsaid("nothing is left to do: there is nothing to remind of"));
            }
            let stream = Stream::reminder(&reminder.campaign, &reminder.worker);
            Ok(append(None, vec![(stream, Event::CampaignReminded(reminder.clone()))]))
        }
    }
}

fn known<'a, T>(what: &'static str, code: &str, found: Option<&'a T>) -> Result<&'a T, RoundRefusal> {
    found.ok_or_else(|| RoundRefusal::Unknown { what, code: code.to_owned() })
}

fn known_worker(registers: &dyn InspectionRegisters, code: &str) -> Result<(), RoundRefusal> {
    let unknown = || RoundRefusal::Unknown { what: "worker", code: code.to_owned() };
    registers.has_worker(code).then_some(()).ok_or_else(unknown)
}

/// The visit's event, and those of the matters that its problems became.
fn visited(
    registers: &dyn InspectionRegisters,
    rules: &Rules,
    command: &RoundCommand,
    visit: &Visit,
) -> Result<Vec<(Stream, Event)>, RoundRefusal> {
    let place = known("place", visit.place.as_str(), registers.place(&visit.place))?;
    known_worker(registers, visit.worker.as_str())?;
    if registers.has_inspection(&visit.code) {
        return Err(RoundRefusal::Known(visit.code.clone()));
    }
    if matches!(&command.by, Actor::Worker(by) if *by != visit.worker) {
        return Err(RoundRefusal::NotYours(visit.worker.to_string()));
    }
    let campaign = campaign_of(registers, visit, place)?;
    let checklist = checklist_of(registers, visit, place, campaign)?;
    let answers = answers_of(checklist, visit)?;
    let result = match (&visit.not_done, visit.problems.is_empty()) {
        (Some(_), _) => InspectionResult::NotDone,
        (None, true) => InspectionResult::Fine,
        (None, false) => InspectionResult::Problems,
    };
    let (mut findings, mut reported) = (Vec::new(), Vec::new());
    for (number, problem) in (1..).zip(&visit.problems) {
        let item = problem.item.as_ref().and_then(|item| checklist?.item(item));
        let text = text_of(problem, item)?;
        let outcome = match &problem.settled {
            Some(how) if how.trim().is_empty() => {
                return Err(RoundRefusal::Unsaid("a problem that was settled on the spot wants how: say it"));
            }
            Some(how) => FindingOutcome::Settled(mask(how, MaskScope::Usual).into_owned()),
            None => {
                let incident =
                    problem.incident.clone().unwrap_or_else(|| format!("{}-{number}", visit.code).as_str().into());
                let file = file_of(registers, (visit, place), (problem, item), &text);
                reported.extend(report(registers, rules, command, (&incident, number), file)?);
                FindingOutcome::Became(incident)
            }
        };
        findings.push(Finding { item: problem.item.clone(), text, outcome });
    }
    let inspection = Inspection {
        code: visit.code.clone(),
        place: visit.place.clone(),
        worker: Some(visit.worker.clone()),
        checklist: checklist.map(|checklist| checklist.code.clone()),
        campaign: visit.campaign.clone(),
        inspected_at: command.at,
        result,
        answers,
        findings,
        note: visit.not_done.as_deref().map_or_else(String::new, |why| mask(why, MaskScope::Usual).into_owned()),
    };
    let mut events = vec![(Stream::inspection(&visit.code), Event::Inspected(Box::new(inspection)))];
    let mut streams: Vec<&Stream> = Vec::new();
    for (stream, event) in &reported {
        if matches!(event, Event::Reported(_)) {
            if streams.contains(&stream) {
                return Err(Refusal::Taken(stream.as_str().to_owned()).into());
            }
            streams.push(stream);
        }
    }
    events.extend(reported);
    Ok(events)
}

fn campaign_of<'a>(
    registers: &'a dyn InspectionRegisters,
    visit: &Visit,
    place: &Place,
) -> Result<Option<&'a Campaign>, RoundRefusal> {
    let Some(code) = &visit.campaign else { return Ok(None) };
    let campaign = known("campaign", code.as_str(), registers.campaign(code))?;
    if campaign.closed {
        return Err(RoundRefusal::Closed(code.clone()));
    }
    if !campaign.takes_kind(&place.kind) {
        return Err(RoundRefusal::NotItsKind { campaign: code.clone(), kind: place.kind.clone() });
    }
    Ok(Some(campaign))
}

/// The checklist that is named; else the campaign's, the place's own, or that of the place's kind.
fn checklist_of<'a>(
    registers: &'a dyn InspectionRegisters,
    visit: &Visit,
    place: &Place,
    campaign: Option<&Campaign>,
) -> Result<Option<&'a Checklist>, RoundRefusal> {
    let named = visit.checklist.clone().or_else(|| campaign?.checklist.clone());
    if let Some(code) = named {
        return known("checklist", code.as_str(), registers.checklist(&code)).map(Some);
    }
    let own = place.details.checklist.as_deref().map(ChecklistCode::from);
    let own = own.and_then(|code| registers.checklist(&code));
    Ok(own.or_else(|| registers.checklist_of_kind(&place.kind)))
}

/// An answer for each item of the checklist, in its order.
fn answers_of(checklist: Option<&Checklist>, visit: &Visit) -> Result<Vec<ItemAnswer>, RoundRefusal> {
    if let Some(why) = &visit.not_done {
        return match (why.trim().is_empty(), visit.problems.is_empty() && visit.answers.is_empty()) {
            (true, _) => Err(RoundRefusal::Unsaid("a visit that could not be done wants why: say it")),
            (_, false) => Err(RoundRefusal::Unsaid("a visit that could not be done has neither answers nor problems")),
            _ => Ok(Vec::new()),
        };
    }
    let items = checklist.map_or(&[][..], |checklist| &checklist.items);
    let named = visit.answers.iter().map(|answer| &answer.item);
    for item in named.chain(visit.problems.iter().filter_map(|problem| problem.item.as_ref())) {
        if !items.iter().any(|known| known.code == *item) {
            let checklist = checklist.map_or_else(String::new, |checklist| checklist.code.to_string());
            return Err(RoundRefusal::NoItem { checklist, item: item.clone() });
        }
    }
    items.iter().map(|item| Ok(ItemAnswer { item: item.code.clone(), reply: reply_to(item, visit)? })).collect()
}

fn reply_to(item: &CheckItem, visit: &Visit) -> Result<ItemReply, RoundRefusal> {
    let mut said = visit.answers.iter().filter(|answer| answer.item == item.code).map(|answer| &answer.reply);
    let (first, second) = (said.next(), said.next());
    if second.is_some() {
        return Err(RoundRefusal::Twice(item.code.clone()));
    }
    let has_problem = visit.problems.iter().any(|problem| problem.item.as_deref() == Some(item.code.as_str()));
    let wanted = |wanted| RoundRefusal::WrongAnswer { item: item.code.clone(), wanted };
    match (first, item.kind) {
        (Some(ItemReply::Fails), _) if !has_problem => Err(RoundRefusal::Unexplained(item.code.clone())),
        (Some(ItemReply::Fits | ItemReply::NotApplicable), AnswerKind::Fits) if has_problem => {
            Err(wanted("\"fails\", since a problem names it"))
        }
        (Some(reply @ (ItemReply::Fits | ItemReply::Fails)), AnswerKind::Fits)
        | (Some(reply @ ItemReply::NotApplicable), _)
        | (Some(reply @ ItemReply::Number(_)), AnswerKind::Number) => Ok(reply.clone()),
        (Some(ItemReply::Text(text)), AnswerKind::Text) => {
            Ok(ItemReply::Text(mask(text, MaskScope::Usual).into_owned()))
        }
        (Some(_), AnswerKind::Fits) => Err(wanted("\"fits\", \"fails\" or \"n/a\"")),
        (Some(_), AnswerKind::Number) => Err(wanted("a whole number")),
        (Some(_), AnswerKind::Text) => Err(wanted("words")),
        (None, _) if has_problem => Ok(ItemReply::Fails),
        (None, AnswerKind::Fits) if visit.else_fits => Ok(ItemReply::Fits),
        (None, _) if visit.else_fits => Ok(ItemReply::NotApplicable),
        (None, _) => Err(RoundRefusal::Unanswered { code: item.code.clone(), question: item.question.clone() }),
    }
}

fn text_of(problem: &Problem, item: Option<&CheckItem>) -> Result<String, RoundRefusal> {
    match (problem.text.trim(), item) {
        ("", None) => Err(RoundRefusal::Unsaid("a problem without an item wants words: say what is wrong")),
        ("", Some(item)) => Ok(format!("{}：不合格", item.question)),
        (text, _) => Ok(mask(text, MaskScope::Usual).into_owned()),
    }
}

/// The file of the matter that a problem becomes: at its place, found by the worker's visit.
fn file_of(
    registers: &dyn InspectionRegisters,
    (visit, place): (&Visit, &Place),
    (problem, item): (&Problem, Option<&CheckItem>),
    text: &str,
) -> IncidentFile {
    let category = problem.category.clone().or_else(|| item?.category.clone());
    let kind = category.as_ref().and_then(|code| registers.category(code));
    let usual = kind.map(|kind| kind.urgency).unwrap_or_default();
    IncidentFile {
        nature: Nature::GridFound,
        source: Source::Grid,
        urgency: problem.urgency.unwrap_or(usual),
        difficulty: kind.map(|kind| kind.difficulty).unwrap_or_default(),
        title: format!("{}：{text}", place.name),
        address: place.details.address.clone().unwrap_or_else(|| place.name.clone()),
        at: Some(place.at).filter(|at| at.is_valid()),
        inspection: Some(visit.code.clone()),
        category,
        ..IncidentFile::default()
    }
}

/// The events of a report, decided as any other.
fn report(
    registers: &dyn InspectionRegisters,
    rules: &Rules,
    command: &RoundCommand,
    (incident, number): (&IncidentCode, u32),
    mut file: IncidentFile,
) -> Result<Vec<(Stream, Event)>, RoundRefusal> {
    if registers.has_incident(incident) {
        return Err(Refusal::Taken(incident.to_string()).into());
    }
    file.reported_at = command.at;
    let report = Command {
        id: format!("{}/{number}", command.id).into(),
        by: command.by.clone(),
        at: command.at,
        incident: incident.clone(),
        seen_version: None,
        act: Act::Report { file: Box::new(file), personal: None },
    };
    Ok(decide(&Desk::new(rules), None, &report)?.events)
}
