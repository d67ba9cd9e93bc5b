//! The sample's year, for tests that want to be among what a county really has.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use tempfile::TempDir;
use zonglan::domain::{MaskScope, personal_spans};
use zonglan::ledger::{Ledger, SqliteLedger};
use zonglan::picture::Picture;

/// The sample's year, imported once; each caller folds it for itself.
pub(crate) fn year() -> Picture {
    fold(&data())
}

/// Its data folder.
pub(super) fn data() -> PathBuf {
    static DATA: OnceLock<TempDir> = OnceLock::new();
    let import = || {
        let folder = TempDir::new().unwrap();
        let run = |words: &[&str]| {
            let program = Command::new(env!("CARGO_BIN_EXE_zonglan")).current_dir(folder.path()).args(words).output();
            assert!(program.unwrap().status.success(), "{words:?}");
        };
        run(&["sample", "--out", "files"]);
        for (kind, file) in
            [("areas", "areas.geojson.gz"), ("categories", "categories.csv"), ("incidents", "incidents.csv.gz")]
        {
            run(&["import", kind, &format!("files/{file}"), "--data", "data"]);
        }
        folder
    };
    DATA.get_or_init(import).path().join("data")
}

fn fold(data: &Path) -> Picture {
    let ledger = SqliteLedger::open_read_only(data).unwrap();
    let mut picture = Picture::new(8 * 3600);
    let mut read = |recorded| {
        picture.apply(&recorded);
        ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut read).unwrap();
    picture.derive();
    picture
}

/// Titles, addresses and results of a year name nobody: what masking finds in them it finds wrongly.
#[test]
fn a_year_of_titles_and_addresses_is_left_alone() {
    let picture = year();
    let (mut texts, mut wrongly) = (0, 0);
    for row in picture.incidents.rows() {
        for text in [&*row.title, &*row.address, row.result.as_deref().unwrap_or_default()] {
            let spans = personal_spans(text, MaskScope::Usual);
            texts += usize::from(!text.is_empty());
            wrongly += spans.len();
            if wrongly < 20 {
                spans.iter().for_each(|span| eprintln!("wrongly {:?} {}: {text}", span.kind, &text[span.at.clone()]));
            }
        }
    }
    eprintln!("{texts} titles, addresses and results: {wrongly} wrongly told");
    assert!(texts > 300_000 && wrongly * 10_000 < texts, "{wrongly} of {texts}");
}
