//! Places.

use super::{KindReader, Out, RowError, Seen};
use crate::domain::{Event, Place, PlaceCode};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::{Misplaced, Record};
use crate::intake::report::Flaw;

fields! {
    Code "code" ["编码", "编号", "代码", "id"],
    Name "name" ["名称", "title"],
    Kind "kind" ["类型", "类别", "分类", "type", "category"],
    Lon "lon" ["经度", "longitude", "lng"],
    Lat "lat" ["纬度", "latitude"],
}

/// Reads places.
#[derive(Default)]
pub(super) struct Places {
    seen: Seen,
}

impl KindReader for Places {
    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn row(&mut self, record: &mut Record, out: &mut Out) -> Result<(), RowError> {
        let code = PlaceCode::from(record.required(F::Code)?.into_owned());
        let name = record.required(F::Name)?.into_owned();
        let at = record.position(F::Lon, F::Lat).map_err(Misplaced::into_flaw)?;
        let at = at.ok_or_else(|| Flaw::new("lon", "a place needs a position, the row is skipped", ""))?;
        self.seen.once(code.as_str(), record.number())?;
        let kind = record.string(F::Kind).unwrap_or_default();
        Ok(out.register(Event::PlacePut(Place { code, name, kind, at }), 1)?)
    }
}
