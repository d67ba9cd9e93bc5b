//! Floods and sounds, pure: against oracles that remember everything and look at all of it each second.

use super::NOW;
use proptest::prelude::*;
use zonglan::domain::Urgency;
use zonglan::seat::alarm_list::{Bell, FLOOD_GAP_SECS, Flood, GAP_SECS};

/// Whether alarms flood at each second: every arrival is remembered, the window counted anew.
fn naive_flood(arrivals: &[i64], secs: i64) -> Vec<bool> {
    let mut on = false;
    let at = |now: i64| {
        let in_window = arrivals.iter().filter(|at| **at <= now && now - **at < 600).count();
        on = if on { in_window > 5 } else { in_window > 10 };
        on
    };
    (0..secs).map(at).collect()
}

fn moments() -> impl Strategy<Value = Vec<i64>> {
    // Bursts and trickles, so that floods begin, go on and end.
    let burst = (0..5_000_i64, 1..16_usize, 1..60_i64);
    proptest::collection::vec(burst, 0..8).prop_map(|bursts| {
        let each = |(from, count, gap): (i64, usize, i64)| (0..count as i64).map(move |n| from + n * gap);
        let mut all: Vec<i64> = bursts.into_iter().flat_map(each).collect();
        all.sort_unstable();
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flood_begins_and_ends_as_the_window_says(arrivals in moments()) {
        let mut flood = Flood::default();
        let mut next = arrivals.iter().copied().peekable();
        for (second, expected) in (0..).zip(naive_flood(&arrivals, 7_000)) {
            while next.next_if(|at| *at <= second).is_some() {
                flood.arrive(NOW.plus_secs(second));
            }
            prop_assert_eq!(flood.tick(NOW.plus_secs(second)), expected, "at {}", second);
            prop_assert_eq!(flood.is_on(), expected);
        }
        prop_assert_eq!(flood.count(), 0, "nothing is remembered for ever");
    }

    #[test]
    fn sounds_keep_their_gap_and_none_is_lost_that_still_calls(
        came in proptest::collection::vec((0..600_i64, 0..4_usize), 0..40),
        floods in proptest::collection::vec(0..600_i64, 2),
    ) {
        let (mut bell, mut last): (Bell, Option<i64>) = (Bell::default(), None);
        let mut waits: Option<Urgency> = None;
        for second in 0..700 {
            let flood = (floods[0].min(floods[1])..floods[0].max(floods[1])).contains(&second);
            let now = came.iter().filter(|(at, _)| *at == second).map(|(_, urgency)| Urgency::ALL[*urgency]).min();
            // The oracle: the most urgent of U1 and U2 since the last sound, once the gap is over.
            waits = waits.into_iter().chain(now).filter(|urgency| *urgency <= Urgency::U2).min();
            let gap = if flood { FLOOD_GAP_SECS } else { GAP_SECS };
            let may = last.is_none_or(|last| second - last >= gap);
            let expected = if may { waits.take() } else { None };
            last = expected.map(|_| second).or(last);
            prop_assert_eq!(bell.ring(NOW.plus_secs(second), now, [9, 9], flood, false), expected);
        }
        prop_assert_eq!(waits, None);
    }
}

#[test]
fn ten_are_no_flood_eleven_are_and_it_ends_at_five() {
    let mut flood = Flood::default();
    let at = |secs: i64| NOW.plus_secs(secs);
    (0..10).for_each(|n| flood.arrive(at(n)));
    assert!(!flood.tick(at(10)));
    flood.arrive(at(11));
    assert!(flood.tick(at(11)));
    assert_eq!(flood.since(), Some(at(11)));
    // The window holds six: still a flood, though six would begin none.
    assert!(flood.tick(at(604)));
    assert_eq!(flood.count(), 6);
    assert!(!flood.tick(at(605)));
}

#[test]
fn what_is_muted_or_seen_to_is_not_heard_later() {
    let mut bell = Bell::default();
    let at = |secs: i64| NOW.plus_secs(secs);
    assert_eq!(bell.ring(at(0), Some(Urgency::U1), [1, 0], false, true), None, "muted");
    assert_eq!(bell.ring(at(10), None, [1, 0], false, false), None, "what was muted stays unheard");
    assert_eq!(bell.ring(at(11), Some(Urgency::U2), [0, 1], true, false), Some(Urgency::U2));
    assert_eq!(bell.ring(at(20), Some(Urgency::U1), [1, 1], true, false), None, "one a minute");
    assert_eq!(bell.ring(at(71), None, [0, 1], true, false), None, "somebody has seen to it meanwhile");
    assert_eq!(bell.ring(at(80), Some(Urgency::U3), [0, 0], false, false), None, "U3 and U4 are never heard");
    assert_eq!(bell.ring(at(81), Some(Urgency::U1), [1, 0], false, false), Some(Urgency::U1));
}

#[test]
fn a_clock_that_is_put_back_keeps_neither_flood_nor_silence_for_hours() {
    let (mut flood, mut bell) = (Flood::default(), Bell::default());
    let late = NOW.plus_secs(7_200);
    (0..12).for_each(|_| flood.arrive(late));
    assert!(flood.tick(late));
    assert_eq!(bell.ring(late, Some(Urgency::U1), [1, 0], true, false), Some(Urgency::U1));
    flood.put_back(NOW);
    bell.put_back(NOW);
    assert!(flood.tick(NOW.plus_secs(599)));
    assert!(!flood.tick(NOW.plus_secs(600)));
    assert_eq!(bell.ring(NOW.plus_secs(60), Some(Urgency::U1), [1, 0], true, false), Some(Urgency::U1));
}
