//! How long a seat may rest: never longer than until something changes by itself.

use super::{AT, NOW, seat};
use crate::county::small_county;
use zonglan::domain::{Timestamp, Urgency};
use zonglan::seat::setup::{Key, Settings, Value};
use zonglan::seat::{Intent, Lang, Screen, Seat, Toast, TourIntent};

/// A minute before the next begins.
const FULL_MINUTE: Timestamp = Timestamp(NOW.0 - NOW.0 % 60);

fn without_seconds(mut seat: Seat) -> Seat {
    let mut kept = Settings::default();
    kept.set(Key::ClockSeconds, Value::Flag(false));
    seat.set_up(kept, Settings::default(), Vec::new());
    seat
}

fn empty_seat() -> Seat {
    without_seconds(Seat::new(small_county().picture, Screen::guessed(1920.0, 1080.0), FULL_MINUTE, Lang::Zh))
}

#[test]
fn a_clock_with_seconds_leaves_one() {
    let mut seat = seat();
    for second in 0..120 {
        seat.tick(NOW.plus_secs(second));
        assert_eq!(seat.rests_secs(), 1);
    }
}

#[test]
fn a_clock_without_seconds_leaves_the_rest_of_the_minute() {
    let mut seat = empty_seat();
    for second in 0..180 {
        seat.tick(FULL_MINUTE.plus_secs(second));
        assert_eq!(seat.rests_secs(), 60 - second % 60, "second {second}");
    }
    seat.intend(Intent::Hear(Toast::NothingWaiting));
    assert_eq!(seat.rests_secs(), 1, "a message that goes after some seconds");
    seat.tick(FULL_MINUTE.plus_secs(200));
    assert_eq!(seat.rests_secs(), 40, "it has gone");
    seat.intend(Intent::Tour(TourIntent::Toggle));
    assert_eq!(seat.rests_secs(), 1, "a tour, or the word that there is nothing to tour");
}

#[test]
fn an_alarm_is_not_slept_through() {
    let mut book = small_county();
    book.report("CL-1", AT, Urgency::U1, FULL_MINUTE);
    let mut seat = without_seconds(Seat::new(book.picture, Screen::guessed(1920.0, 1080.0), FULL_MINUTE, Lang::Zh));
    let mut now = FULL_MINUTE;
    for _ in 0..400 {
        seat.tick(now);
        let (rests, revision) = (seat.rests_secs(), seat.alarm_list.revision());
        // Second by second until then: nothing of the list changes before the rest is over.
        for second in 1..rests {
            seat.tick(now.plus_secs(second));
            assert_eq!(seat.alarm_list.revision(), revision, "{second} s into a rest of {rests} s");
        }
        now = now.plus_secs(rests);
    }
    assert!(now > FULL_MINUTE.plus_secs(30 * 60), "U1 is raised after a minute, and is late long before");
}
