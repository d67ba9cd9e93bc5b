//! Places, with what an inspector wants to know of them and whatever else a county notes.

use super::{KindReader, Out, RowError, Seen};
use crate::domain::{Event, Place, PlaceCode, PlaceDetails};
use crate::intake::mapping::{Field, fields};
use crate::intake::record::{Misplaced, Record};
use crate::intake::report::Flaw;
use std::collections::{BTreeMap, BTreeSet};

fields! {
    Code "code" ["编码", "编号", "代码", "场所编码", "id"],
    Name "name" ["名称", "场所名称", "单位名称", "title"],
    Kind "kind" ["类型", "类别", "分类", "场所类型", "行业类别", "type", "category"],
    Lon "lon" ["经度", "longitude", "lng"],
    Lat "lat" ["纬度", "latitude"],
    Address "address" ["地址", "场所地址", "详细地址"],
    Enterprise "enterprise" ["企业", "企业名称", "经营单位", "所属单位", "company"],
    Checklist "checklist" ["检查表", "检查清单", "检查项", "巡查清单"],
}

/// Reads places.
#[derive(Default)]
pub(super) struct Places {
    seen: Seen,
    /// Columns left out because they hold what belongs to persons; each is told once.
    left_out: BTreeSet<String>,
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
        let details = PlaceDetails {
            address: record.string(F::Address),
            enterprise: record.string(F::Enterprise),
            checklist: record.string(F::Checklist),
            attributes: self.attributes(record),
        };
        Ok(out.register(Event::PlacePut(Place { code, name, kind, at, details }), 1)?)
    }
}

impl Places {
    /// What stands under headers that are no field's. The ledger forgets nothing, so that what belongs to a person,
    /// who may want it forgotten, is left out.
    fn attributes(&mut self, record: &mut Record) -> BTreeMap<String, String> {
        let mut attributes = BTreeMap::new();
        let mapping = record.mapping;
        for at in mapping.spare() {
            let Some(cell) = record.row.cell(*at) else { continue };
            let header = record.row.columns.name(*at);
            if !is_personal(&header, cell) {
                attributes.insert(header, cell.to_owned());
            } else if self.left_out.insert(header.clone()) {
                let problem = "names or numbers of persons are not kept with a place, the column is left out";
                record.notes.push(Flaw::new(header, problem, ""));
            }
        }
        attributes
    }
}

/// Whether a header, or what stands below it, is about a person: a name, a phone, an address to write to.
fn is_personal(header: &str, cell: &str) -> bool {
    const WORDS: [&str; 16] = [
        "姓名",
        "联系人",
        "电话",
        "手机",
        "法人",
        "法定代表",
        "负责人",
        "身份证",
        "证件号",
        "微信",
        "邮箱",
        "contact",
        "phone",
        "mobile",
        "email",
        "owner",
    ];
    let header = header.to_lowercase();
    WORDS.iter().any(|word| header.contains(word)) || is_mobile(cell)
}

/// Whether the text is a Chinese mobile number.
fn is_mobile(text: &str) -> bool {
    let digits: Vec<u8> = text.bytes().filter(|b| !matches!(b, b' ' | b'-')).collect();
    digits.len() == 11 && digits.iter().all(u8::is_ascii_digit) && digits[0] == b'1' && digits[1] >= b'3'
}
