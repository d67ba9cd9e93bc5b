//! Visits to places, as another system tells them.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{
    CampaignCode, ChecklistCode, Event, Finding, FindingOutcome, IncidentCode, Inspection, InspectionCode,
    InspectionResult, ItemAnswer, ItemReply, MaskScope, PlaceCode, Stream, WorkerCode, mask,
};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::Record;
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编号", "检查编号", "巡查编号", "记录编号", "id"],
    Place "place" ["场所", "场所编码", "场所编号", "place_code"],
    Worker "worker" ["检查人员", "检查人", "巡查人员", "网格员编号", "工号"],
    Checklist "checklist" ["检查表", "检查清单", "检查表编码", "清单编码"],
    Campaign "campaign" ["专项任务", "任务编码", "任务编号", "专项"],
    InspectedAt "inspected_at" ["检查时间", "巡查时间", "时间", "date"],
    Result "result" ["结果", "检查结果"],
    Answers "answers" ["检查明细", "明细", "回答"],
    Settled "settled" ["当场整改", "现场整改", "已整改问题"],
    Incidents "incidents" ["关联事件", "事件编号", "转办事件"],
    Note "note" ["备注", "说明", "未检原因"],
}

/// Reads visits.
#[derive(Default)]
pub(super) struct Inspections {
    seen: Seen,
}

impl KindReader for Inspections {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = InspectionCode::from(record.required(F::Code)?.into_owned());
        let place = PlaceCode::from(record.required(F::Place)?.into_owned());
        let inspected_at = record.required_time(F::InspectedAt)?;
        if !out.known.has_place(place.as_str()) {
            return Err(Flaw::new("place", "no place has this code, the row is skipped", place.as_str()).into());
        }
        self.seen.once(code.as_str(), record.number())?;
        let worker = record.string(F::Worker).map(WorkerCode::from);
        if let Some(unknown) = worker.as_ref().filter(|code| !out.known.has_worker(code.as_str())) {
            record.note(F::Worker, "no worker has this code yet, the row is kept", unknown.as_str());
        }
        let checklist = record.string(F::Checklist).map(ChecklistCode::from);
        if let Some(unknown) = checklist.as_ref().filter(|code| !out.known.has_checklist(code.as_str())) {
            record.note(F::Checklist, "no checklist has this code yet, the row is kept", unknown.as_str());
        }
        let findings = findings(record);
        let found = if findings.is_empty() { InspectionResult::Fine } else { InspectionResult::Problems };
        let mut result = record.choice(F::Result, words::inspection_result).unwrap_or(found);
        if !findings.is_empty() && result != InspectionResult::Problems {
            record.note(F::Result, "problems are named, so that it is taken as one with problems", result.name());
            result = InspectionResult::Problems;
        }
        let inspection = Inspection {
            code: code.clone(),
            place,
            worker,
            checklist,
            campaign: record.string(F::Campaign).map(CampaignCode::from),
            inspected_at,
            result,
            answers: answers(record),
            findings,
            note: masked(&record.string(F::Note).unwrap_or_default()),
        };
        Ok(out.put(Stream::inspection(&code), Event::Inspected(Box::new(inspection)), None, 1)?)
    }
}

/// The ledger forgets nothing: what belongs to persons does not go in.
fn masked(text: &str) -> String {
    mask(text, MaskScope::Usual).into_owned()
}

/// Problems that were settled on the spot, and those that became matters.
fn findings(record: &Record) -> Vec<Finding> {
    let named = |field: F| words::several(&record.string(field).unwrap_or_default());
    let settled = named(F::Settled).into_iter().map(|text| {
        let text = masked(&text);
        Finding { item: None, outcome: FindingOutcome::Settled(text.clone()), text }
    });
    let became = named(F::Incidents).into_iter().map(|incident| Finding {
        item: None,
        text: String::new(),
        outcome: FindingOutcome::Became(IncidentCode::from(incident)),
    });
    settled.chain(became).collect()
}

/// `1=合格;2=不合格;3=4`: items with their answers.
fn answers(record: &mut Record) -> Vec<ItemAnswer> {
    let said = words::several(&record.string(F::Answers).unwrap_or_default());
    let mut answers = Vec::with_capacity(said.len());
    for text in said {
        let parts = text.split_once(['=', ':', '：']).map(|(item, reply)| (item.trim(), reply.trim()));
        match parts.filter(|(item, reply)| !item.is_empty() && !reply.is_empty()) {
            Some((item, reply)) => {
                let reply = ItemReply::parse(&masked(reply));
                answers.push(ItemAnswer { item: item.to_owned(), reply });
            }
            None => record.note(F::Answers, "not an item and its answer (item=answer), left out", &text),
        }
    }
    answers
}
