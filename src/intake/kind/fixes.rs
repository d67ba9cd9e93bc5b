//! Workers' positions of the past, as their phones' system tells them. They go to the tracks, not into the ledger.

use super::{KindReader, Out, RowError, words};
use crate::domain::{Fix, Timestamp, WorkerCode};
use crate::intake::fix_rules;
use crate::intake::mapping::{Field, fields};
use crate::intake::record::{Misplaced, Record};
use crate::intake::report::Flaw;

fields! {
    Worker "worker" ["人员编号", "工号", "网格员编号", "编号", "code", "device", "device_id", "user", "tid", "id"],
    Lon "lon" ["经度", "longitude", "lng"],
    Lat "lat" ["纬度", "latitude"],
    FixedAt "fixed_at" ["定位时间", "位置时间", "采集时间", "时间", "fix_time", "gps_time", "timestamp", "tst", "time"],
    HeadingDeg "heading_deg" ["方向", "航向", "heading", "course", "bearing", "cog"],
    AccuracyM "accuracy_m" ["精度", "定位精度", "accuracy", "acc"],
    Mock "mock" ["模拟定位", "is_mock"],
}

/// Reads fixes.
#[derive(Default)]
pub(super) struct Fixes;

impl KindReader for Fixes {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let mut flag = |what| *out.report.flags.entry(what).or_default() += 1;
        let worker = record.required(F::Worker)?;
        if !out.known.has_worker(&worker) {
            flag("unknown_worker");
            let problem = "the register has no such worker, the row is skipped: import workers first";
            return Err(Flaw::new("worker", problem, &worker).into());
        }
        let worker = WorkerCode::from(worker.into_owned());
        let at = match record.position(F::Lon, F::Lat) {
            Ok(Some(at)) => at,
            Ok(None) => {
                flag("nowhere");
                return Err(Flaw::new("lon", "a fix needs a position, the row is skipped", "").into());
            }
            Err(misplaced) => {
                flag("nowhere");
                return Err(Misplaced::into_flaw(misplaced).and("the row is skipped").into());
            }
        };
        let fixed_at = moment(record)?;
        if fix_rules::wrong_clock(fixed_at, out.at).is_some() {
            flag("future");
            let value = record.string(F::FixedAt).unwrap_or_default();
            let problem =
                "ahead of now by over 5 minutes, or before 2000: the phone's clock was wrong, the row is skipped";
            return Err(Flaw::new("fixed_at", problem, &value).into());
        }
        if let Some(accuracy_m) = record.number_in(F::AccuracyM, &(0.0..=1e7)).filter(|m| fix_rules::is_inaccurate(*m))
        {
            flag("inaccurate");
            record.note(F::AccuracyM, "the fix may be over 100 m off, kept", &accuracy_m.to_string());
        }
        if record.choice(F::Mock, words::yes_no).unwrap_or(false) {
            flag("mock");
            record.note(F::Mock, "the phone says that the position is made up, kept", "");
        }
        let heading_deg = record.choice(F::HeadingDeg, words::direction_deg);
        Ok(out.entries.give_fix(Fix { worker, at, fixed_at, heading_deg })?)
    }
}

/// The row's time: as everywhere, or seconds or milliseconds since 1970, as phones count.
fn moment(record: &Record) -> Result<Timestamp, Flaw> {
    let text = record.required(F::FixedAt)?;
    match text.parse::<f64>() {
        // Shorter numbers may be days, such as 20260911.
        Ok(count) if (1e8..1e10).contains(&count) || (1e11..1e13).contains(&count) => {
            Ok(fix_rules::moment_of_count(count))
        }
        _ => record.required_time(F::FixedAt),
    }
}
