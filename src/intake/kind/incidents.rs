//! Matters with their histories, as another system tells them.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{
    AgencyName, Category, CategoryCode, Event, IncidentCode, IncidentFile, IncidentRecord, InspectionCode, LonLat,
    Personal, Stream, Upstream, WorkerCode,
};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::{Misplaced, Record};
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编号", "事件编号", "工单编号", "案件编号", "service_request_id", "rec_id", "task_num", "id"],
    Category "category" ["类别", "事件类别", "问题类别", "分类", "service_code", "event_type_code"],
    Nature "nature" ["性质", "诉求性质", "诉求类型"],
    Source "source" ["来源", "事件来源", "诉求来源", "event_src_name"],
    Urgency "urgency" ["紧急程度"],
    Difficulty "difficulty" ["难易程度", "难度"],
    Title "title" ["标题", "主题", "事件标题", "service_name"],
    Text "text" ["内容", "诉求内容", "问题描述", "描述", "description"],
    Address "address" ["地址", "地点", "发生地点", "事发地点", "street_address"],
    Lon "lon" ["经度", "longitude", "lng", "long"],
    Lat "lat" ["纬度", "latitude"],
    ReportedAt "reported_at" ["上报时间", "受理登记时间", "接报时间", "来电时间", "requested_datetime", "created_at"],
    AcceptedAt "accepted_at" ["受理时间"],
    AssignedAt "assigned_at" ["交办时间", "派单时间", "派遣时间"],
    Agency "agency" ["承办单位", "主办单位", "责任单位", "agency_responsible"],
    Worker "worker" ["处置人员", "网格员编号", "处理人"],
    ReceiptedAt "receipted_at" ["签收时间"],
    ArrivedAt "arrived_at" ["到场时间"],
    HandledAt "handled_at" ["办结时间", "处置时间"],
    CheckedAt "checked_at" ["核实时间", "核查时间"],
    CalledBackAt "called_back_at" ["回访时间"],
    Satisfaction "satisfaction" ["满意度", "回访结果"],
    ClosedAt "closed_at" ["结案时间", "归档时间", "archive_time"],
    AnsweredAt "answered_at" ["答复时间", "直接答复时间"],
    DeadlineAt "deadline_at" ["截止时间", "办理时限", "期限", "expected_datetime"],
    Confidential "confidential" ["保密", "是否保密", "保密件"],
    UpstreamNumber "upstream_number" ["上级编号", "市平台编号"],
    Upstream "upstream" ["上级平台", "上级系统", "转办平台"],
    UpstreamDeadlineAt "upstream_deadline_at" ["上级时限", "上级截止时间", "市平台时限"],
    ReturnUntil "return_until" ["退单时限", "退单截止时间", "可退单至"],
    UpstreamCallsBack "upstream_calls_back" ["上级回访", "市平台回访"],
    ReporterName "reporter_name" ["来电人", "诉求人", "上报人", "联系人"],
    ReporterPhone "reporter_phone" ["来电号码", "联系电话", "电话"],
    Result "result" ["办理结果", "处置结果", "办结意见"],
    Inspection "inspection" ["检查编号", "巡查编号", "来源检查"],
}

/// The platform above us that is meant where a row names none.
const USUAL_PLATFORM: &str = "12345";

/// Reads incidents.
#[derive(Default)]
pub(super) struct Incidents {
    seen: Seen,
}

impl KindReader for Incidents {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = IncidentCode::from(record.required(F::Code)?.into_owned());
        let reported_at = record.required_time(F::ReportedAt)?;
        let at = position(record)?;
        self.seen.once(code.as_str(), record.number())?;
        let category = category(record, out)?;
        let title = record
            .string(F::Title)
            .or_else(|| category.as_ref().and_then(|category| out.known.category_name(category)).map(str::to_owned));
        let file = IncidentFile {
            code: Some(code.clone()),
            category,
            nature: record.choice(F::Nature, words::nature).unwrap_or_default(),
            source: record.choice(F::Source, words::source).unwrap_or_default(),
            urgency: record.choice(F::Urgency, words::urgency).unwrap_or_default(),
            difficulty: record.choice(F::Difficulty, words::difficulty).unwrap_or_default(),
            title: title.unwrap_or_default(),
            address: record.string(F::Address).unwrap_or_default(),
            at,
            reported_at,
            confidential: confidential(record),
            upstream_number: record.string(F::UpstreamNumber),
            upstream: upstream(record),
            inspection: record.string(F::Inspection).map(InspectionCode::from),
        };
        let incident = history(record, file);
        note_disorder(record, &incident);
        let personal = Personal {
            reporter_name: record.string(F::ReporterName),
            reporter_phone: record.string(F::ReporterPhone),
            text: record.string(F::Text),
        };
        let personal = (!personal.is_empty()).then_some(personal);
        let event = Event::IncidentImported(Box::new(incident));
        Ok(out.put(Stream::incident(&code), event, personal, 1)?)
    }
}

/// A matter that is nowhere is kept unlocated; swapped columns would misplace them all.
fn position(record: &mut Record) -> Result<Option<LonLat>, Flaw> {
    match record.own_position(F::Lon, F::Lat) {
        Ok(at) => Ok(at),
        Err(Misplaced::Swapped(flaw)) => Err(flaw),
        Err(Misplaced::Nowhere(flaw)) => {
            record.notes.push(flaw.and("the row is kept unlocated"));
            Ok(None)
        }
    }
}

/// The row's category by code or name. One that nobody has heard of enters the catalogue under the
/// name that it came with, and that is told once.
fn category(record: &mut Record, out: &mut Out) -> Result<Option<CategoryCode>, RowError> {
    let Some(text) = record.text(F::Category) else { return Ok(None) };
    if let Some(known) = out.known.category(&text) {
        return Ok(Some(known));
    }
    let category = Category {
        code: CategoryCode::from(&*text),
        parent: None,
        name: text.to_string(),
        name_en: None,
        glyph: None,
        urgency: Default::default(),
        difficulty: Default::default(),
        agency: None,
    };
    out.known.add_fresh_category(&category);
    let code = category.code.clone();
    // Of no row: the rows are matters.
    out.register(Event::CategoryPut(category), 0)?;
    record.note(F::Category, "not in the catalogue, added under this name", &text);
    Ok(Some(code))
}

/// What can't be read as yes or no is taken as confidential: the harm lies on the other side.
fn confidential(record: &mut Record) -> bool {
    let Some(text) = record.text(F::Confidential) else { return false };
    words::yes_no(&text).unwrap_or_else(|| {
        record.note(F::Confidential, "neither yes nor no, taken as confidential", &text);
        true
    })
}

/// What the platform above us wants; none where no column says anything of it. One that is not named is the city's hotline.
fn upstream(record: &mut Record) -> Option<Upstream> {
    let system = record.string(F::Upstream);
    let (deadline_at, return_until) = (record.time(F::UpstreamDeadlineAt), record.time(F::ReturnUntil));
    let calls_back = record.choice(F::UpstreamCallsBack, words::yes_no);
    let says_nothing = system.is_none() && deadline_at.is_none() && return_until.is_none() && calls_back != Some(true);
    (!says_nothing).then(|| Upstream {
        system: system.unwrap_or_else(|| USUAL_PLATFORM.into()),
        deadline_at,
        return_until,
        calls_back: calls_back.unwrap_or(false),
    })
}

fn history(record: &mut Record, file: IncidentFile) -> IncidentRecord {
    // What the platform above wants wins where it is earlier.
    let above = file.upstream.as_ref().and_then(|upstream| upstream.deadline_at);
    IncidentRecord {
        file,
        deadline_at: record.time(F::DeadlineAt).into_iter().chain(above).min(),
        agency: record.string(F::Agency).map(AgencyName::from),
        worker: record.string(F::Worker).map(WorkerCode::from),
        accepted_at: record.time(F::AcceptedAt),
        assigned_at: record.time(F::AssignedAt),
        receipted_at: record.time(F::ReceiptedAt),
        arrived_at: record.time(F::ArrivedAt),
        handled_at: record.time(F::HandledAt),
        checked_at: record.time(F::CheckedAt),
        called_back_at: record.time(F::CalledBackAt),
        satisfaction: record.choice(F::Satisfaction, words::call_back),
        closed_at: record.time(F::ClosedAt),
        answered_at: record.time(F::AnsweredAt),
        result: record.string(F::Result),
    }
}

/// Times that lie before the report are told; what happened is what the file says.
fn note_disorder(record: &mut Record, incident: &IncidentRecord) {
    let steps = [
        (F::AcceptedAt, incident.accepted_at),
        (F::AssignedAt, incident.assigned_at),
        (F::ReceiptedAt, incident.receipted_at),
        (F::ArrivedAt, incident.arrived_at),
        (F::HandledAt, incident.handled_at),
        (F::CheckedAt, incident.checked_at),
        (F::CalledBackAt, incident.called_back_at),
        (F::ClosedAt, incident.closed_at),
        (F::AnsweredAt, incident.answered_at),
    ];
    for (field, at) in steps {
        if at.is_some_and(|at| at < incident.file.reported_at) {
            let value = record.string(field).unwrap_or_default();
            record.note(field, "before the matter was reported, kept as it is", &value);
        }
    }
}
