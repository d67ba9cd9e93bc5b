//! `zonglan gaps`: what the registers are missing for the wall to be true, each with the way out.

use super::county::{County, user_data_dir};
use super::{Usage, answer, put};
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::PathBuf;
use zonglan::picture::{Gap, GapItem, GapKind, Gaps, Picture};

/// So many things are listed for a kind in JSON; the table has all of them.
const LISTED: usize = 1_000;

/// What to look for.
#[derive(Args)]
pub(super) struct GapsArgs {
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// 表格：as a table for a spreadsheet (CSV, UTF-8 with BOM)
    #[arg(long)]
    csv: bool,
    /// zh | en
    #[arg(long, default_value = "zh")]
    lang: String,
}

impl GapsArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let chinese = match self.lang.as_str() {
            "zh" => true,
            "en" => false,
            other => return Err(Usage(format!("--lang wants zh or en, not {other}")).into()),
        };
        let dir = self.data.map_or_else(user_data_dir, Ok)?;
        let gaps = County::read(&dir)?.0.gaps();
        if self.csv {
            return put(&table(&gaps, chinese)?);
        }
        answer(&told(&gaps, chinese))
    }
}

/// How many gaps there are, by kind.
pub(super) fn counts(picture: &Picture) -> BTreeMap<String, usize> {
    picture.gaps().gaps.iter().map(|gap| (name(gap.kind), gap.items.len())).collect()
}

/// A kind as JSON spells it.
fn name(kind: GapKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn told(gaps: &Gaps, chinese: bool) -> Value {
    let item = |item: &GapItem| {
        json!({ "code": item.code, "name": item.name, "place": item.place,
            "lon": item.at.map(|at| at.lon_deg), "lat": item.at.map(|at| at.lat_deg), "count": item.count })
    };
    let gap = |gap: &Gap| {
        let (title, way_out) = words(gap.kind, chinese);
        let items: Vec<Value> = gap.items.iter().take(LISTED).map(item).collect();
        json!({ "kind": gap.kind, "title": title, "way_out": way_out, "count": gap.items.len(), "of": gap.of,
            "items": items })
    };
    let total: usize = gaps.gaps.iter().map(|gap| gap.items.len()).sum();
    json!({ "gaps": gaps.gaps.iter().map(gap).collect::<Vec<_>>(), "total": total })
}

/// One line a gap. The byte order mark says to spreadsheets that it is UTF-8.
fn table(gaps: &Gaps, chinese: bool) -> anyhow::Result<Vec<u8>> {
    let mut sheet =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let header = if chinese {
        ["缺什么", "编码", "名称", "所在", "经度", "纬度", "件数", "怎么补"]
    } else {
        ["gap", "code", "name", "place", "lon", "lat", "count", "way out"]
    };
    sheet.write_record(header)?;
    for gap in &gaps.gaps {
        let (title, way_out) = words(gap.kind, chinese);
        for item in &gap.items {
            let degrees = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
            let (lon, lat) = (degrees(item.at.map(|at| at.lon_deg)), degrees(item.at.map(|at| at.lat_deg)));
            let [code, name, place] = [&item.code, &item.name, &item.place].map(|text| harmless(text));
            sheet.write_record([title, &code, &name, &place, &lon, &lat, &item.count.to_string(), way_out])?;
        }
    }
    sheet.into_inner().map_err(|error| anyhow::anyhow!("can't write the table ({})", error.error()))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let numbers = text.split(',').all(|part| part.parse::<f64>().is_ok());
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !numbers { format!("'{text}") } else { text.to_owned() }
}

/// What a gap is called, and the way out.
fn words(kind: GapKind, chinese: bool) -> (&'static str, &'static str) {
    let (zh, en) = match kind {
        GapKind::GridWithoutWorker => (
            ("网格没有网格员", "在人员表的 home_area 里把网格员配到这个网格，再导入 workers"),
            ("grid that nobody walks", "name the grid as home_area of a worker, and import workers again"),
        ),
        GapKind::GridWithoutChief => (
            ("网格没有网格长", "在人员表里配一名网格长（本网格、村或片区），再导入 workers"),
            ("grid without a chief", "give the grid, its village or zone a GridChief, and import workers again"),
        ),
        GapKind::WorkerWithoutHome => (
            ("人员没有责任网格", "补上 home_area（网格或镇街编码），再导入 workers"),
            ("worker without a home area", "fill in home_area (a grid's or town's code), and import workers again"),
        ),
        GapKind::WorkerHomeUnknown => (
            ("人员的责任网格不存在", "改成现有的编码，或先导入缺的 areas"),
            ("worker whose home area is not there", "correct the code, or import the missing areas first"),
        ),
        GapKind::CameraOutside => (
            ("摄像头在县外或没有位置", "核对经纬度和 --crs，再导入 cameras"),
            ("camera outside the county or nowhere", "check its position and --crs, and import cameras again"),
        ),
        GapKind::CategoryWithoutAgency => (
            ("类别没有承办单位", "补上 agency，再导入 categories"),
            ("category without an agency", "fill in agency, and import categories again"),
        ),
        GapKind::AreaWithoutName => (
            ("区域没有名称", "补上 name，再导入 areas"),
            ("area without a name", "fill in name, and import areas again"),
        ),
        GapKind::AreaWithoutChildren => (
            ("区域没有下级，而同级有", "导入它的下级区域"),
            ("area that is cut no further, while its siblings are", "import the areas below it"),
        ),
        GapKind::AreaWithoutParent => (
            ("区域没有上级，或上级不存在", "补上 parent，或先导入上级区域"),
            ("area that is part of nothing", "fill in parent, or import the area above it"),
        ),
        GapKind::AreaWithoutPopulation => (
            ("区域没有人口数，而同级有", "补上 population，再导入 areas；否则按面积算密度"),
            ("area without population, while others have it", "fill in population, and import areas again"),
        ),
        GapKind::IncidentUnlocated => (
            ("事件没有位置", "请来源系统补经纬度，再导入 incidents"),
            ("matter without a place", "ask its source for positions, and import incidents again"),
        ),
        GapKind::IncidentOutside => (
            ("事件在县外", "核对经纬度和 --crs；确实在县外的可不补"),
            ("matter outside the county", "check its position and --crs; it may really be outside"),
        ),
        GapKind::PiledLocation => (
            ("大量事件在同一点，疑似默认位置", "请来源系统不要填默认坐标，留空即可"),
            ("many matters on one spot, likely a default", "ask their source to leave unknown positions empty"),
        ),
    };
    if chinese { zh } else { en }
}
