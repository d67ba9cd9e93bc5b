//! Drafts: what was typed into a form is there until its act is durable, whatever happens to the form or the seat.

use super::work::{book, number, say, seat_of, select, work};
use super::{NOW, state, store_one};
use zonglan::domain::{ActKind, State};
use zonglan::seat::work::Slot;
use zonglan::seat::{SeatSettings, WorkIntent};

#[test]
fn a_draft_outlives_its_form_and_its_seat_until_the_act_is_durable() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    work(&mut seat, WorkIntent::Open(ActKind::Decline));
    say(&mut seat, Slot::Words, "已进入司法程序");
    seat.tick(NOW.plus_secs(1));
    let kept = seat.take_outbox();
    let zonglan::seat::link::ToStore::Settings(settings) = &kept[0] else { panic!("{kept:?}") };
    assert_eq!(settings.drafts.len(), 1, "kept while it is typed");
    let text = serde_json::to_string(settings).unwrap();
    // Another seat of the same folder, after a kill at this moment.
    let mut next = seat_of(book());
    next.take_settings(serde_json::from_str::<SeatSettings>(&text).unwrap());
    select(&mut next, "CL-0");
    assert!(next.has_draft(number(&next, "CL-0"), ActKind::Decline));
    work(&mut next, WorkIntent::Open(ActKind::Decline));
    assert_eq!(next.work.form.as_ref().unwrap().values.words, "已进入司法程序");
    say(&mut next, Slot::Second, "法院");
    work(&mut next, WorkIntent::Cancel);
    work(&mut next, WorkIntent::Open(ActKind::Decline));
    work(&mut next, WorkIntent::Confirm);
    assert_eq!(next.settings().drafts.len(), 1, "not gone before the store has the act");
    store_one(&mut next);
    next.tick(NOW.plus_secs(2));
    assert_eq!(state(&next, "CL-0"), State::Declined);
    assert!(next.settings().drafts.is_empty());
}

#[test]
fn what_the_store_refused_leaves_its_words() {
    let mut seat = seat_of(book());
    select(&mut seat, "CL-0");
    work(&mut seat, WorkIntent::Open(ActKind::Answer));
    say(&mut seat, Slot::Words, "已告知办理渠道");
    work(&mut seat, WorkIntent::Confirm);
    let ticket = seat.take_outbox().into_iter().find_map(|wanted| match wanted {
        zonglan::seat::link::ToStore::Append { ticket, .. } => Some(ticket),
        _ => None,
    });
    let why = "the disk is full".to_owned();
    seat.take_from_store(zonglan::seat::link::FromStore::Refused { ticket: ticket.unwrap(), why });
    seat.tick(NOW.plus_secs(2));
    work(&mut seat, WorkIntent::Open(ActKind::Answer));
    assert_eq!(seat.work.form.as_ref().unwrap().values.words, "已告知办理渠道");
}
