//! Campaigns: areas, kinds of places, a checklist, a deadline.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{AreaCode, Campaign, CampaignCode, ChecklistCode, Event};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::Record;
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编码", "任务编码", "任务编号", "编号", "id"],
    Name "name" ["名称", "任务名称", "专项名称", "专项任务"],
    Checklist "checklist" ["检查表", "检查清单", "检查表编码", "清单编码"],
    Areas "areas" ["区域", "区域编码", "范围", "area"],
    Kinds "kinds" ["场所类型", "适用场所", "类型"],
    From "from_at" ["开始时间", "开始日期", "起始日期", "from"],
    Deadline "deadline_at" ["截止时间", "截止日期", "完成时限", "期限", "deadline"],
    Closed "closed" ["已结束", "是否结束", "结束"],
}

/// Reads campaigns.
#[derive(Default)]
pub(super) struct Campaigns {
    seen: Seen,
}

impl KindReader for Campaigns {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = CampaignCode::from(record.required(F::Code)?.into_owned());
        let name = record.required(F::Name)?.into_owned();
        let (from, deadline_at) = (record.required_time(F::From)?, record.required_time(F::Deadline)?);
        if deadline_at <= from {
            let value = record.string(F::Deadline).unwrap_or_default();
            return Err(Flaw::new("deadline_at", "not after the beginning, the row is skipped", &value).into());
        }
        let areas = words::several(&record.string(F::Areas).unwrap_or_default());
        let areas: Vec<AreaCode> = areas.into_iter().map(AreaCode::from).collect();
        // A campaign in an area that nobody knows would have nothing to do, and would be done.
        if let Some(unknown) = areas.iter().find(|area| !out.known.has_area(area)) {
            return Err(Flaw::new("areas", "no area has this code, the row is skipped", unknown.as_str()).into());
        }
        let checklist = record.string(F::Checklist).map(ChecklistCode::from);
        if let Some(unknown) = checklist.as_ref().filter(|code| !out.known.has_checklist(code.as_str())) {
            return Err(
                Flaw::new("checklist", "no checklist has this code, the row is skipped", unknown.as_str()).into()
            );
        }
        self.seen.once(code.as_str(), record.number())?;
        let kinds = words::several(&record.string(F::Kinds).unwrap_or_default());
        let closed = record.choice(F::Closed, words::yes_no).unwrap_or(false);
        let campaign = Campaign { code, name, checklist, areas, kinds, from, deadline_at, closed };
        Ok(out.register(Event::CampaignPut(campaign), 1)?)
    }
}
