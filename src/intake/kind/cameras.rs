//! Cameras.

use super::{KindReader, Out, RowError, Seen, words};
use crate::domain::{Camera, CameraCode, Event};
use crate::intake::IntakeError;
use crate::intake::codes::{self, Oddities};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::{Misplaced, Record};
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编码", "设备编码", "国标编码", "摄像头编码", "设备编号", "编号", "gbDeviceId", "device_id", "id"],
    Name "name" ["名称", "设备名称", "点位名称", "摄像头名称", "gbName", "intersection", "address"],
    Operator "operator" ["单位", "建设单位", "管理单位", "运营单位", "所属单位"],
    Lon "lon" ["经度", "longitude", "lng", "gbLongitude"],
    Lat "lat" ["纬度", "latitude", "gbLatitude"],
    DirectionDeg "direction_deg" ["方向", "朝向", "方位角", "direction", "azimuth", "heading"],
    FovDeg "fov_deg" ["视场角", "fov"],
    RangeM "range_m" ["可视距离", "视距", "range"],
    State "state" ["状态", "设备状态", "status"],
}

/// Reads cameras.
#[derive(Default)]
pub(super) struct Cameras {
    seen: Seen,
    codes: Oddities,
}

impl KindReader for Cameras {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = CameraCode::from(record.required(F::Code)?.into_owned());
        let at = record.position(F::Lon, F::Lat).map_err(Misplaced::into_flaw)?;
        let at = at.ok_or_else(|| Flaw::new("lon", "a camera needs a position, the row is skipped", ""))?;
        self.seen.once(code.as_str(), record.number())?;
        if let Some(oddity) = codes::of_camera(code.as_str()) {
            self.codes.add("code", oddity, record.number(), code.as_str(), &out.file);
        }
        let camera = Camera {
            name: record.string(F::Name).unwrap_or_else(|| code.to_string()),
            code,
            operator: record.string(F::Operator),
            at,
            direction_deg: record.choice(F::DirectionDeg, words::direction_deg),
            fov_deg: record.number_in(F::FovDeg, &(0.0..=360.0)),
            range_m: record.number_in(F::RangeM, &(0.0..=100_000.0)),
            state: record.choice(F::State, words::camera_state).unwrap_or_default(),
        };
        Ok(out.register(Event::CameraPut(camera), 1)?)
    }

    fn finish(&mut self, out: &mut Out) -> Result<(), IntakeError> {
        std::mem::take(&mut self.codes).tell(out);
        Ok(())
    }
}
