//! The drafts of matters on the store's thread: `drafts.sqlite` is opened when the first of them is to be kept.

use std::path::{Path, PathBuf};
use zonglan::ledger::{Drafts, KeptDraft, LedgerError};
use zonglan::seat::intake::OpenDraft;
use zonglan::seat::link::FromStore;

/// Keeps drafts in a folder.
pub(super) struct DraftKeeper {
    dir: PathBuf,
    drafts: Option<Drafts>,
    /// It was told that they can't be kept; it is told once until they can.
    told: bool,
}

impl DraftKeeper {
    pub(super) fn new(dir: &Path) -> Self {
        Self { dir: dir.to_path_buf(), drafts: None, told: false }
    }

    fn open(&mut self) -> Result<&mut Drafts, LedgerError> {
        let drafts = match self.drafts.take() {
            Some(drafts) => drafts,
            None => Drafts::open(&self.dir)?,
        };
        Ok(self.drafts.insert(drafts))
    }

    /// Keeps one; durable when it returns.
    pub(super) fn keep(&mut self, draft: OpenDraft) -> Option<FromStore> {
        let OpenDraft { name, by, changed_at, draft } = draft;
        let kept = KeptDraft { name: name.to_string(), by, changed_at, draft };
        let outcome = self.open().and_then(|drafts| drafts.keep(&kept));
        self.tell(outcome)
    }

    /// Erases one.
    pub(super) fn erase(&mut self, name: &str) -> Option<FromStore> {
        let outcome = self.open().and_then(|drafts| drafts.erase(name)).map(drop);
        self.tell(outcome)
    }

    /// All of them.
    pub(super) fn all(&mut self) -> FromStore {
        FromStore::Drafts(load(&self.dir))
    }

    fn tell(&mut self, outcome: Result<(), LedgerError>) -> Option<FromStore> {
        let Err(error) = outcome else {
            self.told = false;
            return None;
        };
        tracing::warn!("a draft is not kept: {error}");
        // Tried anew from the start: whatever the file was, it may be another one now.
        self.drafts = None;
        (!std::mem::replace(&mut self.told, true)).then(|| FromStore::DraftsNotKept { why: error.to_string() })
    }
}

/// The drafts of a folder; none where there are none, or where they can't be read, which is told.
pub(super) fn load(dir: &Path) -> Vec<OpenDraft> {
    let all = || Drafts::open_read_only(dir)?.map(|drafts| drafts.all()).transpose();
    let kept = all().unwrap_or_else(|error| {
        tracing::warn!("the drafts are not to be had: {error}");
        None
    });
    let open = |kept: KeptDraft| OpenDraft {
        name: kept.name.as_str().into(),
        by: kept.by,
        changed_at: kept.changed_at,
        draft: kept.draft,
    };
    kept.unwrap_or_default().into_iter().map(open).collect()
}
