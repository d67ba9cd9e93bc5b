//! What the heat tells, and with which days it compares.

use super::NOW;
use super::work::{report_at, seat_of};
use crate::county::small_county;
use zonglan::domain::Timestamp;
use zonglan::seat::{HeatTells, Intent, Layer};

const DAY_SECS: i64 = 86_400;

/// What the key goes through where the first matter was reported so many days ago.
fn told(first_days_ago: i64) -> Vec<HeatTells> {
    let mut book = small_county();
    report_at(&mut book, "CL-first", NOW.plus_secs(-first_days_ago * DAY_SECS));
    report_at(&mut book, "CL-last", NOW);
    let mut seat = seat_of(book);
    seat.layers.set(Layer::Heat, false);
    seat.intend(Intent::NextHeat);
    assert!(seat.layers.shows(Layer::Heat), "what does not show comes first");
    let mut told = vec![seat.heat_tells()];
    for _ in 0..3 {
        seat.intend(Intent::NextHeat);
        told.push(seat.heat_tells());
    }
    told
}

#[test]
fn nothing_is_compared_with_days_of_which_nothing_is_known() {
    use HeatTells::{AgainstWeekBefore as Week, AgainstYearBefore as Year, Density};
    assert_eq!(told(3), [Density, Density, Density, Density]);
    assert_eq!(told(14), [Density, Week, Density, Week]);
    assert_eq!(told(400), [Density, Week, Year, Density]);
}

#[test]
fn periods_are_seven_days_and_weekdays_meet_weekdays() {
    let mut book = small_county();
    report_at(&mut book, "CL-first", NOW.plus_secs(-500 * DAY_SECS));
    let mut seat = seat_of(book);
    let days_ago =
        |(from, until): (Timestamp, Timestamp)| [from, until].map(|at| (NOW.secs_since(at)) as f64 / DAY_SECS as f64);
    for (tells, before) in [
        (HeatTells::Density, None),
        (HeatTells::AgainstWeekBefore, Some([14.0, 7.0])),
        (HeatTells::AgainstYearBefore, Some([371.0, 364.0])),
    ] {
        seat.heat = tells;
        let periods = seat.heat_periods();
        assert_eq!(days_ago(periods.now), [7.0, 0.0]);
        assert_eq!(periods.before.map(days_ago), before);
        assert_eq!(HeatTells::parse(tells.name()), Some(tells));
    }
}
