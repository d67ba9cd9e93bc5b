//! Commands that share one wait for the disk: what they leave is what they would have left one after the other.

use super::made_up::{MadeUp, append, stream};
use zonglan::domain::{Append, Event, Recorded};
use zonglan::ledger::{Ledger, LedgerError, SqliteLedger};

/// Commands of which some rest on a version that their stream does not have, and some were given before.
fn given(dice: &mut MadeUp, count: u32) -> Vec<Append> {
    let mut all: Vec<Append> = Vec::new();
    let mut versions = [0; 4];
    for n in 0..count {
        if dice.below(10) == 0 && n > 0 {
            let which = dice.below(n) as usize;
            all.push(all[which].clone());
            continue;
        }
        let which = dice.below(4);
        let version = &mut versions[which as usize];
        let is_behind = dice.below(5) == 0;
        let expected = if is_behind { *version + 1 } else { *version };
        *version += u32::from(!is_behind);
        let event = Event::Handled { result: format!("{n}") };
        all.push(append(&format!("c{n}"), &stream(which), expected, vec![event]));
    }
    all
}

fn told(answer: Result<zonglan::ledger::Appended, LedgerError>, dir: &std::path::Path) -> String {
    let why = |error: LedgerError| error.to_string().replace(&*dir.to_string_lossy(), "");
    answer.map_or_else(why, |done| format!("{:?}", (done.recorded, done.repeat)))
}

fn events(ledger: &SqliteLedger) -> Vec<Recorded> {
    let mut events = Vec::new();
    let mut each = |event| {
        events.push(event);
        std::ops::ControlFlow::Continue(())
    };
    ledger.read_after(0, &mut each).unwrap();
    events
}

#[test]
fn a_group_leaves_what_its_commands_leave_one_by_one() {
    let (alone, grouped) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (mut one_by_one, mut together) =
        (SqliteLedger::open(alone.path()).unwrap(), SqliteLedger::open(grouped.path()).unwrap());
    let mut dice = MadeUp::new(27);
    let given = given(&mut dice, 600);
    let expected: Vec<String> = given.iter().map(|append| told(one_by_one.append(append), alone.path())).collect();
    let (mut answers, mut left) = (Vec::new(), &given[..]);
    while !left.is_empty() {
        let (group, rest) = left.split_at((dice.below(70) as usize + 1).min(left.len()));
        let group: Vec<&Append> = group.iter().collect();
        answers.extend(together.append_group(&group).into_iter().map(|answer| told(answer, grouped.path())));
        left = rest;
    }
    assert_eq!(answers, expected);
    let refused = answers.iter().filter(|answer| !answer.starts_with('(')).count();
    let repeated = answers.iter().filter(|answer| answer.ends_with("true)")).count();
    assert!(refused > 50 && repeated > 10 && answers.len() - refused > 200, "{refused} refused, {repeated} repeated");
    assert_eq!(events(&together), events(&one_by_one));
    together.verify(&mut |_| ()).unwrap();
}
