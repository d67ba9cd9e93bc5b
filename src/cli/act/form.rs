//! The intake form from the command line: `act report NUMBER --draft` keeps what is said, tells what is asked next, what
//! the matter probably is and what it is like; `--from-draft` reports it.

use super::super::county::County;
use super::super::query::{Known, advice, named};
use super::say::Said;
use clap::Args;
use serde_json::{Value, json};
use std::path::Path;
use zonglan::domain::{Act, Actor, Draft, Stream, Timestamp};
use zonglan::ledger::{Drafts, KeptDraft, Ledger, SqliteLedger};
use zonglan::picture::Picture;

/// So many places that the words mention are told.
const PLACES_TOLD: usize = 5;

/// What is to become of the draft.
#[derive(Args)]
pub(super) struct FormArgs {
    /// report: keep what is said as a draft, and tell what the form asks next; nothing is reported
    #[arg(long, conflicts_with_all = ["from_draft", "drop_draft"])]
    draft: bool,
    /// report: report the draft with this number, and what is said beside it
    #[arg(long, conflicts_with = "drop_draft")]
    from_draft: bool,
    /// report: erase the draft with this number
    #[arg(long)]
    drop_draft: bool,
    /// report: answer with suggestions and similar matters as well
    #[arg(long, conflicts_with_all = ["draft", "drop_draft"])]
    advise: bool,
}

impl FormArgs {
    /// Whether a draft is to be reported.
    pub(super) fn reports_draft(&self) -> bool {
        self.from_draft
    }

    /// Whether the answer is to tell what the matter is like.
    pub(super) fn advises(&self) -> bool {
        self.advise
    }

    /// Whether any of this is asked for, which only a report can do.
    pub(super) fn is_asked(&self) -> bool {
        self.draft || self.from_draft || self.drop_draft || self.advise
    }

    /// Keeps or erases a draft, where that is all that is to be done, and answers.
    pub(super) fn keep(
        &self,
        dir: &Path,
        name: &str,
        said: &Said,
        (by, at): (Actor, Option<Timestamp>),
    ) -> anyhow::Result<Option<Value>> {
        if !self.draft && !self.drop_draft {
            return Ok(None);
        }
        // Only an import or a seat makes a county: a folder's name that is mistyped here makes none.
        let ledger = SqliteLedger::open_read_only(dir)?;
        let mut drafts = Drafts::open(dir)?;
        if self.drop_draft {
            return Ok(Some(json!({ "dropped": drafts.erase(name)? })));
        }
        if !ledger.read_stream(&Stream::incident(&name.into()))?.is_empty() {
            anyhow::bail!(
                "a matter has this number already: take another, or erase the draft with --drop-draft: {name}"
            );
        }
        let mut draft = drafts.load(name)?.map(|kept| kept.draft).unwrap_or_default();
        said.fill(&mut draft)?;
        // Durable before anything else: what follows may take a while, and reads only.
        let changed_at = at.unwrap_or_else(super::now);
        drafts.keep(&KeptDraft { name: name.into(), by, changed_at, draft: draft.clone() })?;
        let (picture, ledger) = County::read(dir)?;
        let moment = at.unwrap_or_else(|| if picture.is_sample() { picture.latest_at } else { changed_at });
        Ok(Some(told(&picture, &ledger, name, &draft, moment)?))
    }
}

/// The report that a draft makes, with what is said beside it.
pub(super) fn report_of(dir: &Path, name: &str, said: &Said, at: Timestamp) -> anyhow::Result<Act> {
    let kept = Drafts::open_read_only(dir)?.map(|drafts| drafts.load(name)).transpose()?.flatten();
    let mut draft = kept.ok_or_else(|| anyhow::anyhow!("no draft has the number {name}"))?.draft;
    said.fill(&mut draft)?;
    Ok(draft.report(at)?)
}

/// A draft whose report is durable is gone.
pub(super) fn forget(dir: &Path, name: &str) -> anyhow::Result<()> {
    Drafts::open(dir)?.erase(name)?;
    Ok(())
}

fn told(
    picture: &Picture,
    ledger: &SqliteLedger,
    name: &str,
    draft: &Draft,
    moment: Timestamp,
) -> anyhow::Result<Value> {
    let words = [draft.title.as_str(), draft.text.as_str(), draft.address.as_str()].join(" ");
    let known = Known {
        text: words.trim(),
        at: draft.at,
        category: draft.category.as_ref().and_then(|code| picture.categories.number(code)),
        phone: draft.reporter_phone.as_deref(),
    };
    let (suggested, similar) = advice(picture, ledger, &known, moment)?;
    // Until somebody has located it: where the words say it might be.
    let places = if draft.at.is_some() { json!([]) } else { named(picture, known.text, PLACES_TOLD) };
    Ok(json!({
        "name": name, "draft": draft, "title": draft.title(), "asked": draft.asked(), "next": draft.next(),
        "missing": draft.missing(), "suggested": suggested, "similar": similar, "places": places,
    }))
}

/// What the matter of a report is like, for the one who reports it: told before it is one of them.
pub(super) fn advice_on(picture: &Picture, ledger: &SqliteLedger, act: &Act, now: Timestamp) -> anyhow::Result<Value> {
    let Act::Report { file, personal } = act else { return Ok(Value::Null) };
    let text = personal.as_ref().and_then(|personal| personal.text.as_deref()).unwrap_or_default();
    let words = [file.title.as_str(), text, file.address.as_str()].join(" ");
    let known = Known {
        text: words.trim(),
        at: file.at,
        category: file.category.as_ref().and_then(|code| picture.categories.number(code)),
        phone: personal.as_ref().and_then(|personal| personal.reporter_phone.as_deref()),
    };
    let (suggested, similar) = advice(picture, ledger, &known, now)?;
    Ok(json!({ "suggested": suggested, "similar": similar }))
}
