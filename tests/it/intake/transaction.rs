//! All or nothing: dry runs, ledgers that fail, people who stop it.

use super::{Desk, pairs};
use std::ops::ControlFlow;
use zonglan::domain::{Actor, Append, Personal, Recorded, Stream, Timestamp};
use zonglan::intake::{ImportRequest, IntakeError, Kind, import};
use zonglan::ledger::{Appended, Bulk, Checkpoint, Ledger, LedgerError, Put, WrittenEvent};

const PLACES: &str = "code,name,lon,lat\nP1,a,120,30\nP2,b,120,31\nP3,c,120,32\n";

#[test]
fn a_dry_run_answers_the_same_and_writes_nothing() {
    let mut desk = Desk::new();
    let mut request = desk.request(Kind::Places, PLACES);
    request.dry_run = true;
    let dry = desk.try_import(&request).unwrap();
    assert_eq!(desk.ledger.last_seq().unwrap(), 0);
    request.dry_run = false;
    assert_eq!(desk.try_import(&request).unwrap(), dry);
    assert_eq!(desk.ledger.last_seq().unwrap(), 3);
}

#[test]
fn a_changed_row_is_kept_the_others_are_unchanged() {
    let mut desk = Desk::new();
    desk.import(Kind::Places, PLACES);
    let report = desk.import(Kind::Places, PLACES.replace("31", "31.5"));
    assert_eq!((report.kept, report.unchanged), (1, 2));
    let report = desk.import(Kind::Places, PLACES.replace("31", "31.5"));
    assert_eq!((report.kept, report.unchanged), (0, 3));
}

#[test]
fn whoever_stops_it_leaves_nothing_even_at_the_last_moment() {
    let mut desk = Desk::new();
    let request = desk.request(Kind::Places, PLACES);
    let error = import(&request, &mut desk.ledger, &mut |progress| {
        if progress.committing { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(error, Err(IntakeError::Stopped { row: 3, .. })));
    let rows: String = (0..5_000).map(|n| format!("P{n},a,120,30\n")).collect();
    let request = desk.request(Kind::Places, format!("code,name,lon,lat\n{rows}"));
    let error = import(&request, &mut desk.ledger, &mut |_| ControlFlow::Break(())).unwrap_err();
    assert!(error.to_string().contains("nothing has been imported"), "{error}");
    assert_eq!(desk.ledger.last_seq().unwrap(), 0);
}

#[test]
fn several_files_go_in_together_or_not_at_all() {
    let mut desk = Desk::new();
    let good = desk.file("good.csv", PLACES);
    let bad = desk.file("bad.csv", "PK\u{3}\u{4}");
    let more = desk.file("more.csv", "code,name,lon,lat\nP1,a,120,30\nP9,a,0,0\n");
    let mut request = ImportRequest::new(Kind::Places, vec![good.clone(), bad], Timestamp(0));
    assert!(desk.try_import(&request).is_err_and(|error| error.to_string().ends_with("bad.csv")));
    assert_eq!(desk.ledger.last_seq().unwrap(), 0);
    request.files = vec![good, more];
    let report = desk.try_import(&request).unwrap();
    assert_eq!((report.kept, report.skipped), (3, 2));
    assert!(report.problems.iter().all(|told| told.problem.ends_with("(in more.csv)")), "{report:?}");
}

#[test]
fn a_ledger_that_fails_half_way_has_nothing() {
    for room in 0..4 {
        let mut desk = Desk::new();
        let request = desk.request(Kind::Places, PLACES);
        let mut full = Full { inner: &mut desk.ledger, room };
        let outcome = import(&request, &mut full, &mut |_| ControlFlow::Continue(()));
        assert!(matches!(outcome, Err(IntakeError::Ledger(_))));
        assert_eq!(desk.ledger.last_seq().unwrap(), 0);
        assert!(desk.recorded().is_empty());
    }
}

#[test]
fn unknown_fields_are_wrong_usage() {
    let mut desk = Desk::new();
    let mut request = desk.request(Kind::Places, PLACES);
    request.sets = pairs(&[("colour", "red")]);
    let error = desk.try_import(&request).unwrap_err();
    assert!(error.is_usage() && error.to_string().ends_with(": colour"));
}

/// What every double answers for what an import doesn't ask.
macro_rules! not_asked {
    () => {
        fn append(&mut self, _: &Append) -> Result<Appended, LedgerError> {
            unreachable!()
        }
        fn read_stream(&self, _: &Stream) -> Result<Vec<Recorded>, LedgerError> {
            unreachable!()
        }
        fn personal(&self, _: &Stream) -> Result<Option<Personal>, LedgerError> {
            unreachable!()
        }
        fn erase_personal(&mut self, _: &Stream) -> Result<(), LedgerError> {
            unreachable!()
        }
        fn save_checkpoint(&mut self, _: &Checkpoint) -> Result<(), LedgerError> {
            unreachable!()
        }
        fn load_checkpoint(&self, _: u32) -> Result<Option<Checkpoint>, LedgerError> {
            unreachable!()
        }
    };
}

/// A ledger with room for so many events; with just enough room the commit fails.
struct Full<'a> {
    inner: &'a mut dyn Ledger,
    room: usize,
}

impl Ledger for Full<'_> {
    not_asked!();
    fn last_seq(&self) -> Result<u64, LedgerError> {
        self.inner.last_seq()
    }
    fn read_after(&self, seq: u64, each: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        self.inner.read_after(seq, each)
    }
    fn bulk(&mut self, at: Timestamp, by: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError> {
        Ok(Box::new(FullBulk { inner: self.inner.bulk(at, by)?, room: self.room }))
    }
}

struct FullBulk<'a> {
    inner: Box<dyn Bulk + 'a>,
    room: usize,
}

fn full() -> LedgerError {
    LedgerError::Busy { path: "full".into() }
}

impl Bulk for FullBulk<'_> {
    fn put_written(
        &mut self,
        stream: &Stream,
        event: WrittenEvent,
        personal: Option<&Personal>,
    ) -> Result<Put, LedgerError> {
        self.room = self.room.checked_sub(1).ok_or_else(full)?;
        self.inner.put_written(stream, event, personal)
    }
    fn commit(self: Box<Self>) -> Result<u64, LedgerError> {
        Err(full())
    }
}

/// A ledger that takes everything and keeps nothing: to measure what the import alone costs.
pub(super) struct Nowhere;

impl Ledger for Nowhere {
    not_asked!();
    fn last_seq(&self) -> Result<u64, LedgerError> {
        Ok(0)
    }
    fn read_after(&self, _: u64, _: &mut dyn FnMut(Recorded) -> ControlFlow<()>) -> Result<(), LedgerError> {
        Ok(())
    }
    fn bulk(&mut self, _: Timestamp, _: &Actor) -> Result<Box<dyn Bulk + '_>, LedgerError> {
        Ok(Box::new(Self))
    }
}

impl Bulk for Nowhere {
    fn put_written(&mut self, _: &Stream, _: WrittenEvent, _: Option<&Personal>) -> Result<Put, LedgerError> {
        Ok(Put::New)
    }
    fn commit(self: Box<Self>) -> Result<u64, LedgerError> {
        Ok(0)
    }
}
