//! The course of a matter: how long each step takes, what is late, what is still open when the sample ends.

use super::END;
use super::dice::Dice;
use super::out::{DAY_SECS, second_of_day};
use super::workdays;

/// The steps after the report, in their order.
pub(super) const ACCEPTED: usize = 0;
pub(super) const ASSIGNED: usize = 1;
pub(super) const RECEIPTED: usize = 2;
pub(super) const ARRIVED: usize = 3;
pub(super) const HANDLED: usize = 4;
pub(super) const CHECKED: usize = 5;
pub(super) const CALLED_BACK: usize = 6;
pub(super) const CLOSED: usize = 7;

/// By which way a matter is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    /// By an agency or a worker who is sent.
    #[default]
    Sent,
    /// By the grid's worker on the spot (自办自结).
    OnTheSpot,
    /// By an answer at once.
    Answered,
}

/// What the course of a matter depends on.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub(super) reported: i64,
    /// 1 to 4.
    pub(super) urgency: u8,
    pub(super) difficulty: &'static str,
    pub(super) way: Way,
    /// Whether a citizen is called back.
    pub(super) citizen: bool,
}

/// The steps of a matter: when each was taken.
pub(super) type Steps = [Option<i64>; 8];

/// When a matter must be handled: urgent ones in one or twelve hours, simple and general ones in three working
/// days, complex ones in five.
pub(super) fn deadline(given: &Given) -> i64 {
    match (given.urgency, given.difficulty) {
        (1, _) => given.reported + 3600,
        (2, _) => given.reported + 12 * 3600,
        (_, "complex") => workdays::later(given.reported, 5),
        _ => workdays::later(given.reported, 3),
    }
}

/// The moment itself by day, else some time the next morning.
fn by_day(dice: &mut Dice, at: i64) -> i64 {
    const OPENS: i64 = 7 * 3600 + 1800;
    const CLOSES: i64 = 19 * 3600 + 1800;
    let second = second_of_day(at);
    if (OPENS..CLOSES).contains(&second) {
        return at;
    }
    let midnight = at - second + if second >= CLOSES { DAY_SECS } else { 0 };
    midnight + OPENS + dice.skewed(0, 7200)
}

/// The whole course of a matter, as if the sample did not end.
pub(super) fn run(dice: &mut Dice, given: &Given) -> Steps {
    let accepted = given.reported + if given.citizen { dice.between(15, 400) } else { dice.between(4, 90) };
    let mut steps = [None; 8];
    steps[ACCEPTED] = Some(accepted);
    match given.way {
        Way::Answered => {
            let closed = accepted + dice.between(60, 600);
            steps[CLOSED] = Some(closed);
        }
        Way::OnTheSpot => {
            let arrived = accepted + dice.between(5, 60);
            let handled = arrived + dice.skewed(90, 2_700);
            steps[ASSIGNED] = Some(accepted + 2);
            steps[RECEIPTED] = Some(accepted + 4);
            steps[ARRIVED] = Some(arrived);
            steps[HANDLED] = Some(handled);
            steps[CHECKED] = Some(handled + dice.between(20, 240));
            steps[CLOSED] = Some(handled + dice.between(300, 1_500));
        }
        Way::Sent => send(dice, given, accepted, &mut steps),
    }
    steps
}

fn send(dice: &mut Dice, given: &Given, accepted: i64, steps: &mut Steps) {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 3600;
    let urgent = given.urgency <= 2;
    let assigned = accepted
        + match given.urgency {
            1 => dice.between(25, 120),
            2 => dice.between(40, 360),
            _ => dice.skewed(90, 50 * MINUTE),
        };
    let receipted = assigned + if urgent { dice.between(15, 200) } else { dice.skewed(MINUTE, 50 * MINUTE) };
    let mut arrived =
        receipted + if urgent { dice.between(4 * MINUTE, 16 * MINUTE) } else { dice.skewed(8 * MINUTE, 5 * HOUR) };
    if !urgent {
        arrived = by_day(dice, arrived);
    }
    let mut handled = arrived
        + match (given.urgency, given.difficulty) {
            (1, _) => dice.between(12 * MINUTE, 26 * MINUTE),
            (2, _) => dice.skewed(20 * MINUTE, 8 * HOUR),
            (_, "simple") => dice.skewed(15 * MINUTE, 12 * HOUR),
            (_, "general") => dice.skewed(40 * MINUTE, 44 * HOUR),
            _ => dice.skewed(4 * HOUR, 90 * HOUR),
        };
    if !urgent {
        handled = by_day(dice, handled);
    }
    let deadline = deadline(given);
    if dice.permille(10) {
        handled = deadline + dice.skewed(5 * MINUTE, 22 * HOUR);
    } else if handled >= deadline {
        handled = (arrived + 1).max(deadline - dice.between(2 * MINUTE, 50 * MINUTE));
    }
    let later = handled + dice.skewed(5 * MINUTE, 14 * HOUR);
    let checked = by_day(dice, later);
    let called_back = given.citizen.then(|| {
        let later = checked + dice.skewed(20 * MINUTE, 20 * HOUR);
        by_day(dice, later)
    });
    let times = [assigned, receipted, arrived, handled, checked];
    for (step, at) in (ASSIGNED..).zip(times) {
        steps[step] = Some(at);
    }
    steps[CALLED_BACK] = called_back;
    steps[CLOSED] = Some(called_back.unwrap_or(checked) + dice.between(MINUTE, 2 * HOUR));
}

/// Brings a told course to where its story has it: handled in time, or an hour and more too late.
pub(super) fn settle(steps: &mut Steps, deadline: i64, late: bool) {
    let Some(handled) = steps[HANDLED] else { return };
    let then = if late { handled.max(deadline + 2 * 3600) } else { handled.min(deadline - 1800) };
    let by = then - handled;
    for (nth, step) in steps.iter_mut().enumerate() {
        if let Some(at) = step
            && (nth >= HANDLED || *at > then)
        {
            *at += by;
        }
    }
    // what came before stays before
    let mut last = then;
    for step in steps[..HANDLED].iter_mut().rev().flatten() {
        *step = (*step).min(last);
        last = *step;
    }
}

/// Brings a course that would end after the sample to an end before it.
pub(super) fn finish_before_end(reported: i64, steps: &mut Steps) {
    let last = steps.iter().flatten().copied().max().unwrap_or(reported);
    if last > END - 20 {
        squeeze(reported, steps, last, END - 20 - (last - reported) % 40);
        // What follows on the handling lies some way back: they are not all closed within one minute.
        let Some(handled) = steps[HANDLED] else { return };
        for at in steps[CHECKED..].iter_mut().flatten() {
            *at = handled + (*at - handled) * (last % 80 + 10) / 100;
        }
    }
}

/// Cuts a course off after so many steps, all taken before the sample ends.
pub(super) fn cut_off(reported: i64, steps: &mut Steps, taken: usize) {
    for step in &mut steps[taken..] {
        *step = None;
    }
    let last = steps.iter().flatten().copied().max().unwrap_or(reported);
    // the last step lies some way back: nobody is waiting for all of them to happen now
    let until = END - 8 - (END - reported) * (last % 50 + 1) / 100;
    if last > until {
        squeeze(reported, steps, last, until);
    }
}

fn squeeze(reported: i64, steps: &mut Steps, last: i64, until: i64) {
    let (whole, room) = ((last - reported).max(1), (until - reported).max(1));
    for at in steps.iter_mut().flatten() {
        *at = reported + (*at - reported) * room / whole;
    }
}
