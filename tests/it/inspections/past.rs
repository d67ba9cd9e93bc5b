//! Past visits: the picture of a moment against the picture folded from what had happened by then.

use super::{START, inspect, inspected_county};
use crate::past::Pages;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use zonglan::domain::{Event, Recorded, Timestamp};
use zonglan::picture::{Past, Picture};

fn folded(events: &[Recorded], moment: Timestamp) -> Picture {
    // The last telling of a visit counts, from when it was made; of all else, what was told by then.
    let last = |recorded: &Recorded| !events.iter().any(|e| e.stream == recorded.stream && e.seq > recorded.seq);
    let counts = |recorded: &&Recorded| match &recorded.event {
        Event::Inspected(visit) => visit.inspected_at <= moment && last(recorded),
        _ => recorded.at <= moment,
    };
    let mut picture = Picture::new(8 * 3600);
    events.iter().filter(counts).for_each(|recorded| picture.apply(recorded));
    picture.derive();
    picture
}

#[test]
fn a_past_picture_has_the_visits_and_the_progress_of_then() {
    let mut book = inspected_county();
    inspect(&mut book, 31, 400);
    let half = book.events.len() / 2;
    let mut ledger = Pages(book.events[..half].to_vec());
    let whole = |events: &[Recorded]| folded(events, Timestamp(i64::MAX));
    let mut past = Past::new(whole(&ledger.0), &ledger).unwrap();
    let mut dice = ChaCha8Rng::seed_from_u64(8);
    let (mut spare, mut moment, mut shares) = (None, START, std::collections::BTreeSet::new());
    for turn in 0..90 {
        if turn == 45 {
            // The other half is heard of.
            ledger = Pages(book.events.clone());
            past.catch_up(&ledger).unwrap();
        }
        let last = ledger.0.last().unwrap().at;
        moment = match turn % 2 {
            0 => Timestamp(dice.random_range(START.0..=last.0)),
            _ => moment.plus_secs(dice.random_range(-9_000..9_000)),
        };
        let picture = past.picture_at(moment, spare.take(), &ledger).unwrap();
        let then = folded(&ledger.0, moment);
        assert_eq!(picture.inspections.rows().len(), then.inspections.rows().len(), "turn {turn}");
        assert_eq!(picture.inspections.reminded().len(), then.inspections.reminded().len(), "turn {turn}");
        let codes = |picture: &Picture, campaign| -> Vec<String> {
            let undone = picture.undone(campaign, None).into_iter();
            undone.map(|undone| picture.places.rows()[undone.place as usize].code.to_string()).collect()
        };
        for campaign in 0..2 {
            assert_eq!(picture.campaign_progress(campaign), then.campaign_progress(campaign), "turn {turn}");
            assert_eq!(codes(&picture, campaign), codes(&then, campaign), "turn {turn}");
            shares.insert(picture.campaign_progress(campaign).done);
        }
        let figures = |picture: &Picture| picture.inspection_figures(START, moment.plus_secs(1));
        assert_eq!(figures(&picture), figures(&then), "turn {turn}");
        // A picture's place in the ledger is that of the last event recorded by then: compared without.
        let hash = |mut picture: Picture| {
            picture.seq = 0;
            picture.hash()
        };
        spare = (turn % 10 != 9).then(|| past.picture_at(moment, None, &ledger).unwrap());
        assert_eq!(hash(picture), hash(then), "turn {turn}");
    }
    assert!(shares.len() > 10, "{shares:?}");
}
