//! One imported history, by hand.

use super::{OFFSET_SECS, Pages};
use crate::county::small_county;
use zonglan::domain::{CallBack, IncidentFile, IncidentRecord, LonLat, State, StepKind, Timestamp};
use zonglan::picture::{Past, Picture};

const DAY: i64 = 1_788_500_000;

fn record() -> IncidentRecord {
    let at = |minutes: i64| Some(Timestamp(DAY + 60 * minutes));
    IncidentRecord {
        file: IncidentFile {
            code: Some("M1".into()),
            title: "路灯不亮".into(),
            at: Some(LonLat::new(118.01, 36.01)),
            reported_at: Timestamp(DAY),
            ..IncidentFile::default()
        },
        deadline_at: at(600),
        agency: Some("城管局".into()),
        worker: Some("W2".into()),
        accepted_at: at(1),
        assigned_at: at(2),
        receipted_at: at(3),
        arrived_at: at(10),
        handled_at: at(30),
        checked_at: at(40),
        called_back_at: at(50),
        satisfaction: Some(CallBack::Mostly),
        closed_at: at(60),
        answered_at: None,
        result: Some("换了灯泡".into()),
    }
}

#[test]
fn a_history_told_at_once_is_shown_step_by_step() {
    let mut book = small_county();
    book.import_at(Timestamp(DAY + 86_400), record());
    let ledger = Pages(book.events.clone());
    let mut whole = Picture::new(OFFSET_SECS);
    book.events.iter().for_each(|recorded| whole.apply(recorded));
    let mut past = Past::new(whole, &ledger).unwrap();
    let mut spare = None;
    let mut at = |minutes: i64| {
        let picture = past.picture_at(Timestamp(DAY + 60 * minutes), spare.take(), &ledger).unwrap();
        let seen = picture.incidents.number(&"M1".into()).map(|number| {
            let row = picture.incidents.row(number);
            let worker = row.worker.map(|w| picture.workers.row(w).worker.code.to_string());
            let busy = picture.workers.rows().iter().filter(|row| row.is_on_task()).count();
            (row.state, row.deadline_at.is_some(), worker, row.result.is_some(), row.satisfaction, busy)
        });
        let figures = picture.figures(Timestamp(DAY + 60 * minutes));
        let told = (figures.open.numerator, figures.on_time.denominator.unwrap(), picture.incidents.open_index().len());
        spare = Some(picture);
        (seen, told)
    };
    let w2 = || Some("W2".to_owned());
    assert_eq!(at(-1), (None, (0, 0, 0)));
    assert_eq!(at(0), (Some((State::Reported, false, None, false, None, 0)), (1, 0, 1)));
    assert_eq!(at(1), (Some((State::Accepted, true, None, false, None, 0)), (1, 0, 1)));
    assert_eq!(at(5), (Some((State::Receipted, true, w2(), false, None, 1)), (1, 0, 1)));
    assert_eq!(at(70), (Some((State::Closed, true, w2(), true, Some(CallBack::Mostly), 0)), (0, 1, 0)));
    assert_eq!(at(35), (Some((State::Handled, true, w2(), true, None, 0)), (1, 1, 1)));
    assert_eq!(at(2), (Some((State::Assigned, true, w2(), false, None, 1)), (1, 0, 1)));
    assert_eq!(at(-1), (None, (0, 0, 0)), "and back before it came");
}

#[test]
fn what_no_step_dates_is_known_all_along() {
    // A register that keeps only when a matter came and went, as Chicago's does.
    let only = IncidentRecord {
        accepted_at: None,
        assigned_at: None,
        receipted_at: None,
        arrived_at: None,
        handled_at: None,
        checked_at: None,
        called_back_at: None,
        satisfaction: None,
        ..record()
    };
    let open = only.until(Timestamp(DAY + 60)).unwrap();
    assert_eq!(
        (open.state(), open.deadline_at, open.agency.clone()),
        (State::Reported, only.deadline_at, only.agency.clone())
    );
    assert_eq!(open.result, None, "what was done is known once it was closed");
    assert_eq!(open.time(StepKind::Closed), None);
    assert_eq!(only.until(Timestamp(DAY + 3_600)).unwrap(), only);
    assert_eq!(only.until(Timestamp(DAY - 1)), None);
}
