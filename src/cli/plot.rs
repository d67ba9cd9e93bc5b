//! `zonglan plot`: a plot as SVG or PNG, without a screen and without a graphics card.

use super::county::{County, now, user_data_dir};
use super::exports::write_whole;
use super::query::{parse_time, past};
use super::{Usage, answer};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use zonglan::domain::{AreaCode, CategoryCode};
use zonglan::panels::{PLOT_SIZE_DP, plot_png, plot_svg};
use zonglan::seat::{Intent, Lang, PlotSheet, Screen, Seat};

/// A plot, and where it goes.
#[derive(Args)]
pub(super) struct PlotArgs {
    /// trend 走势 | week 一周时段 | ageing 在办时长 | response 响应时间 | due 将到期
    kind: String,
    /// The file to write: .svg or .png
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The moment, RFC 3339: as it was then; else a sample's own last moment, or now
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Only the matters of this town, or of any other area
    #[arg(long, value_name = "CODE", visible_alias = "area")]
    town: Option<String>,
    /// Only the matters of this category and of what lies below it
    #[arg(long, value_name = "CODE")]
    category: Option<String>,
    /// zh | en
    #[arg(long, default_value = "zh")]
    lang: String,
    /// WxH in dp; a PNG has two pixels a dp
    #[arg(long, value_name = "WxH")]
    size: Option<String>,
}

/// Pixels of a PNG, a dp.
const SCALE: f32 = 2.0;

impl PlotArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let kind = PlotSheet::parse(&self.kind).ok_or_else(|| {
            let names = PlotSheet::ALL.map(PlotSheet::name).join(", ");
            Usage(format!("no such plot ({names}): {}", self.kind))
        })?;
        let lang = match self.lang.as_str() {
            "zh" => Lang::Zh,
            "en" => Lang::En,
            other => return Err(Usage(format!("--lang wants zh or en, not {other}")).into()),
        };
        let size_dp = self.size_dp()?;
        let ending = self.out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if !["svg", "png"].contains(&ending.as_str()) {
            return Err(Usage(format!("--out wants a file that ends in .svg or .png: {}", self.out.display())).into());
        }
        let seat = self.seat(lang)?;
        let bytes = match ending.as_str() {
            "svg" => plot_svg(&seat, kind, size_dp).into_bytes(),
            _ => plot_png(&seat, kind, size_dp, SCALE)?,
        };
        write_whole(&self.out, &bytes)?;
        answer(&json!({ "plot": kind.name(), "at": seat.now.0, "out": self.out, "bytes": bytes.len() }))
    }

    /// A seat that nobody sits at, which looks at what is asked for.
    fn seat(&self, lang: Lang) -> anyhow::Result<Seat> {
        let dir = self.data.clone().map_or_else(user_data_dir, Ok)?;
        let asked = self.at.as_deref().map(parse_time).transpose()?;
        let (picture, ledger) = County::read(&dir)?;
        let moment = match asked {
            Some(moment) => moment,
            None if picture.is_sample() => picture.latest_at,
            None => now(),
        };
        let picture = past(&dir, picture, ledger, moment)?;
        let mut seat = Seat::new(picture, Screen::guessed(1920.0, 1080.0), moment, lang);
        seat.tick(moment);
        if let Some(code) = &self.town {
            let area = seat.picture.areas.number(&AreaCode::from(code.as_str()));
            seat.intend(Intent::DrillTo(Some(area.ok_or_else(|| anyhow::anyhow!("no area has the code {code}"))?)));
        }
        if let Some(code) = &self.category {
            let category = CategoryCode::from(code.as_str());
            anyhow::ensure!(seat.picture.categories.number(&category).is_some(), "no category has the code {code}");
            seat.plots.category = Some(category);
        }
        Ok(seat)
    }

    fn size_dp(&self) -> anyhow::Result<(f32, f32)> {
        let Some(text) = &self.size else { return Ok(PLOT_SIZE_DP) };
        let sides = text.split_once(['x', 'X', '×']);
        match sides.and_then(|(wide, high)| Some((wide.trim().parse::<u16>().ok()?, high.trim().parse::<u16>().ok()?)))
        {
            Some((wide, high)) if (480..=8_192).contains(&wide) && (320..=8_192).contains(&high) => {
                Ok((f32::from(wide), f32::from(high)))
            }
            _ => Err(Usage(format!("--size wants WxH between 480x320 and 8192x8192: {text}")).into()),
        }
    }
}
