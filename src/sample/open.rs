//! What is still open when the sample ends: so many of each urgency, the newest first, seven of them overdue.

use super::END;
use super::course::{self, Way};
use super::dice::Dice;
use super::incidents::Matter;

/// How many matters of each urgency are open: 2 + 9 + 87 + 214.
const OPEN: [usize; 4] = [2, 9, 87, 214];
/// How many of the open ones of each urgency are overdue.
const OVERDUE: [usize; 4] = [0, 0, 5, 2];
/// How old an open matter may be, seconds.
const OLDEST_SECS: i64 = 4 * 86_400;

/// Marks matters as open and cuts their course off; those that are scripted count.
pub(super) fn choose(matters: &mut [Matter], dice: &mut Dice) {
    for urgency in 1..=4_u8 {
        let of_kind = |matter: &&Matter| matter.urgency == urgency;
        let there = matters.iter().filter(of_kind).filter(|matter| matter.open);
        let (mut late, mut all) = (0, 0);
        for matter in there {
            all += 1;
            late += usize::from(matter.deadline < END);
        }
        let level = usize::from(urgency) - 1;
        mark(matters, dice, urgency, OVERDUE[level].saturating_sub(late), true);
        let more = OPEN[level].saturating_sub(all + OVERDUE[level].saturating_sub(late));
        mark(matters, dice, urgency, more, false);
    }
}

fn mark(matters: &mut [Matter], dice: &mut Dice, urgency: u8, count: usize, overdue: bool) {
    let mut candidates: Vec<(i64, usize)> = Vec::new();
    for (nth, matter) in matters.iter().enumerate().rev() {
        let age_secs = END - matter.reported;
        if age_secs > OLDEST_SECS {
            break;
        }
        let fits = matter.urgency == urgency && !matter.open && matter.way == Way::Sent;
        // the overdue by less than six hours; the rest due in a while
        let due =
            if overdue { (END - 6 * 3600..END - 900).contains(&matter.deadline) } else { matter.deadline > END + 1200 };
        if fits && due {
            let age_minutes = age_secs / 60;
            let delay = if age_minutes < 90 && !overdue { 0 } else { dice.skewed(90, 6_000) };
            candidates.push((age_minutes + delay, nth));
        }
    }
    candidates.sort_unstable();
    for (_, nth) in candidates.into_iter().take(count) {
        let matter = &mut matters[nth];
        let age_minutes = (END - matter.reported) / 60;
        let taken = match (age_minutes, dice.below(100)) {
            _ if overdue => 2 + dice.index(3),
            (0..3, _) => dice.index(2),
            (3..20, 0..20) => 0,
            (3..20, 20..50) => 1,
            (3..20, 50..80) => 2,
            (3..20, _) => 3,
            (_, 0..4) => 1,
            (_, 4..18) => 2,
            (_, 18..48) => 3,
            (_, 48..86) => 4,
            _ => 5,
        };
        matter.open = true;
        course::cut_off(matter.reported, &mut matter.steps, taken);
    }
}
