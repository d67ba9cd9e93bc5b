//! Workers, with the positions that their phones last gave.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{AgencyName, AreaCode, Event, Fix, Worker, WorkerCode};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::Record;

fields! {
    Code "code" ["编号", "工号", "编码", "人员编号", "worker", "id"],
    Name "name" ["姓名", "名称"],
    Role "role" ["角色", "岗位", "人员类型", "身份"],
    Agency "agency" ["部门", "单位", "派出单位", "所属单位"],
    Phone "phone" ["电话", "手机", "手机号", "联系电话", "mobile"],
    Skills "skills" ["技能", "专长", "特长"],
    HomeArea "home_area" ["网格", "所属网格", "网格编码", "责任网格", "area"],
    Vehicle "vehicle" ["交通工具", "出行方式"],
    OnDuty "on_duty" ["在岗", "是否在岗", "duty"],
    Lon "lon" ["经度", "longitude", "lng"],
    Lat "lat" ["纬度", "latitude"],
    FixedAt "fixed_at" ["定位时间", "位置时间", "fix_time"],
}

/// Reads workers.
#[derive(Default)]
pub(super) struct Workers {
    seen: Seen,
}

impl KindReader for Workers {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = WorkerCode::from(record.required(F::Code)?.into_owned());
        let name = record.required(F::Name)?.into_owned();
        self.seen.once(code.as_str(), record.number())?;
        let home_area = record.string(F::HomeArea).map(AreaCode::from);
        if let Some(area) = &home_area
            && !out.known.has_area(area)
        {
            record.note(F::HomeArea, "no area has this code yet, the row is kept", area.as_str());
        }
        let skills = record.text(F::Skills).unwrap_or_default();
        let skills = skills.split([';', '；', '、', '|']).map(str::trim).filter(|skill| !skill.is_empty());
        let worker = Worker {
            code,
            name,
            role: record.choice(F::Role, words::role).unwrap_or_default(),
            agency: record.string(F::Agency).map(AgencyName::from),
            phone: record.string(F::Phone),
            skills: skills.map(str::to_owned).collect(),
            home_area,
            vehicle: record.choice(F::Vehicle, words::vehicle).unwrap_or_default(),
            on_duty: record.choice(F::OnDuty, words::yes_no).unwrap_or(false),
        };
        if let Some(fix) = fix(record, &worker) {
            out.entries.give_fix(fix)?;
        }
        Ok(out.register(Event::WorkerPut(worker), 1)?)
    }
}

/// The position in the row; positions exist on duty only, and one without a time is worth nothing.
fn fix(record: &mut Record, worker: &Worker) -> Option<Fix> {
    let at = match record.own_position(F::Lon, F::Lat) {
        Ok(at) => at?,
        Err(misplaced) => {
            record.notes.push(misplaced.into_flaw());
            return None;
        }
    };
    if !worker.on_duty {
        record.note(F::OnDuty, "positions exist on duty only, the position is left out", "");
        return None;
    }
    if record.text(F::FixedAt).is_none() {
        record.note(F::FixedAt, "missing, the position is left out", "");
        return None;
    }
    let fixed_at = record.time(F::FixedAt)?;
    Some(Fix { worker: worker.code.clone(), at, fixed_at, heading_deg: None })
}
