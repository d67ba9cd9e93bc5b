//! `zonglan notice`: the papers that go with a matter from office to office.

use super::site::Site;
use super::{Usage, answer, cannot};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use zonglan::ledger::SqliteLedger;
use zonglan::telling::{Paper, PaperKind, TellSettings, docx, html};

/// Which paper of which matter.
#[derive(Args)]
pub(super) struct NoticeArgs {
    /// supervision (督办通知单) | summons (吹哨报到通知)
    paper: String,
    /// 事件编号：the matter's number
    incident: String,
    /// The file to write: .docx or .html
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 落款：the centre that issues it [default: telling.json's, else the county's]
    #[arg(long, value_name = "NAME")]
    centre: Option<String>,
    /// 数据目录：the data folder
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

impl NoticeArgs {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let kind = PaperKind::parse(&self.paper)
            .ok_or_else(|| Usage(format!("a paper is supervision or summons: {}", self.paper)))?;
        let ending = self.out.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let set: fn(&Paper) -> anyhow::Result<Vec<u8>> = match ending.as_str() {
            "docx" => |paper| Ok(docx(paper)?),
            "html" | "htm" => |paper| Ok(html(paper).into_bytes()),
            _ => return Err(Usage(format!("--out wants a .docx or .html file: {}", self.out.display())).into()),
        };
        let centre = match self.centre {
            Some(centre) => Some(centre),
            None => TellSettings::load(&self.data)?.and_then(|settings| settings.centre),
        };
        let ledger = SqliteLedger::open_read_only(&self.data)?;
        let zone = Site::load(&self.data)?.time_zone()?;
        let paper = Paper::of(&ledger, &self.incident.as_str().into(), kind, centre.as_deref(), &zone)?;
        let bytes = set(&paper)?;
        std::fs::write(&self.out, &bytes).map_err(|error| cannot("write this file", &self.out, error))?;
        answer(&json!({
            "paper": self.paper,
            "incident": self.incident,
            "number": paper.number,
            "to": paper.addressee,
            "issuer": paper.issuer,
            "date": paper.date,
            "out": self.out,
            "bytes": bytes.len(),
        }))
    }
}
